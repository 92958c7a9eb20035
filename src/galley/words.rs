//! The bank of words: each one shaped and divided once.
//!
//! Comes in: a word, its font and language. Goes out: [`Word`]s whose parts have widths and whose
//! joints have prices. Never done here: choosing breaks.

use std::rc::Rc;
use std::sync::Arc;

use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use crate::article::Language;
use crate::font::{Faces, Role};
use crate::hyphenate::{Dictionary, Division, Exceptions};
use crate::map::Map;
use crate::shape::{Font, Request, Shaped, Shaper};
use crate::unit::Length;

use super::protrude;

/// Price of a break at a hyphen that hyphenation puts in (TeX's hyphenpenalty).
const HYPHEN_PENALTY: i32 = 50;
/// Price of a break after a dash of the text (TeX's exhyphenpenalty).
const EXPLICIT_PENALTY: i32 = 50;
/// Price of a break after a hyphen of the text: the eye does not ask who put it there, but the word
/// divides where the reader expects it. Two thirds of what an added hyphen costs in all.
const HARD_PENALTY: i32 = 150;
/// Price of a break in an address after a slash, where readers expect it.
const ADDRESS_PENALTY: i32 = 100;
/// Price of a break in an address after other punctuation.
const ADDRESS_POINT_PENALTY: i32 = 300;
/// Words longer than this many bytes are not kept in the bank: they hardly come again.
const LONGEST_KEPT: usize = 64;
/// Words kept before the bank is emptied, so that hostile input cannot fill the memory.
const MOST_KEPT: usize = 60_000;

/// A word as the breaker wants it: parts and the joints between them.
#[derive(Debug)]
pub(super) struct Word {
    /// The whole word, shaped.
    pub(super) shaped: Arc<Shaped>,
    /// What no line end may divide; never empty.
    pub(super) parts: Box<[Part]>,
    /// `joints[i]` stands between `parts[i]` and `parts[i + 1]`.
    pub(super) joints: Box<[Joint]>,
    /// A number for the word, letter case and punctuation aside; 0 for none.
    pub(super) number: u32,
}

/// A part of a word that no line end may divide.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// First byte after it.
    pub(super) end: usize,
    /// Its width.
    pub(super) width: Length,
    /// How far it may hang out when it begins a line.
    pub(super) left: Length,
    /// How far it may hang out when it ends one.
    pub(super) right: Length,
}

/// A place where a word may divide.
#[derive(Debug, Clone)]
pub(super) struct Joint {
    /// Byte at which the next part begins.
    pub(super) at: usize,
    /// A hyphen is added.
    pub(super) hyphen: bool,
    /// Letters that change there.
    pub(super) division: Option<Box<Division>>,
    /// Width of what is added at the line's end, letters that change counted.
    pub(super) pre: Length,
    /// What letters that change add to the next line's width, or take from it.
    pub(super) post: Length,
    /// Width between the parts when the line goes on (kerning, a ligature's gain).
    pub(super) nobreak: Length,
    /// How far the line's end may hang out.
    pub(super) pre_right: Length,
    /// Its price.
    pub(super) penalty: i32,
}

/// What a word is asked for with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Manner {
    /// The font.
    pub(super) font: Font,
    /// The language, for shaping and for hyphenation.
    pub(super) language: Language,
    /// Right to left.
    pub(super) rtl: bool,
    /// May be hyphenated.
    pub(super) hyphenate: bool,
}

/// Words and pieces by their text. The hash is quick and the same on every run.
type ByText<T> = Map<Box<str>, T>;

/// What is kept of one manner.
struct Shelf {
    manner: Manner,
    words: ByText<Rc<Word>>,
    pieces: ByText<Arc<Shaped>>,
}

/// The bank of words of one thread.
pub(super) struct WordBank<'f> {
    faces: &'f Faces,
    exceptions: Option<&'f Exceptions>,
    shaper: Shaper<'f>,
    segmenter: LineSegmenterBorrowed<'static>,
    /// One for each manner; an article has few, and the one used last is likely the next.
    shelves: Vec<Shelf>,
    last: usize,
    kept: usize,
    scratch: String,
}

impl<'f> WordBank<'f> {
    /// An empty bank.
    pub(super) fn new(faces: &'f Faces, exceptions: Option<&'f Exceptions>) -> Self {
        Self {
            faces,
            exceptions,
            shaper: Shaper::new(faces),
            segmenter: LineSegmenter::new_for_non_complex_scripts(Default::default()),
            shelves: Vec::new(),
            last: 0,
            kept: 0,
            scratch: String::new(),
        }
    }

    /// The case of type it shapes from.
    pub(super) fn faces(&self) -> &'f Faces {
        self.faces
    }

    /// Places where a line may end by Unicode's rules (UAX #14), as byte offsets; the end of the
    /// text is the last.
    pub(super) fn opportunities(&self, text: &str, places: &mut Vec<usize>) {
        places.clear();
        places.extend(self.segmenter.segment_str(text).skip(1));
    }

    /// The word `text`, from the bank or new. `opportunities` are offsets in it where a line may
    /// end without a hyphen.
    pub(super) fn word(
        &mut self,
        text: &str,
        manner: Manner,
        opportunities: &[usize],
    ) -> Rc<Word> {
        if let Some(word) = self.shelf(manner).words.get(text) {
            return Rc::clone(word);
        }
        let word = Rc::new(self.make(text, manner, opportunities));
        if text.len() <= LONGEST_KEPT {
            self.make_room();
            self.shelf(manner).words.insert(text.into(), Rc::clone(&word));
        }
        word
    }

    /// A piece of text shaped as it stands.
    pub(super) fn piece(&mut self, text: &str, manner: Manner) -> Arc<Shaped> {
        if let Some(shaped) = self.shelf(manner).pieces.get(text) {
            return Arc::clone(shaped);
        }
        let shaped = Arc::new(self.shape(text, manner));
        if text.len() <= LONGEST_KEPT {
            self.make_room();
            self.shelf(manner).pieces.insert(text.into(), Arc::clone(&shaped));
        }
        shaped
    }

    fn shelf(&mut self, manner: Manner) -> &mut Shelf {
        if self.shelves.get(self.last).is_none_or(|shelf| shelf.manner != manner) {
            let known = self.shelves.iter().position(|shelf| shelf.manner == manner);
            self.last = known.unwrap_or_else(|| {
                let (words, pieces) = (ByText::default(), ByText::default());
                self.shelves.push(Shelf { manner, words, pieces });
                self.shelves.len() - 1
            });
        }
        &mut self.shelves[self.last]
    }

    fn make_room(&mut self) {
        self.kept += 1;
        if self.kept > MOST_KEPT {
            self.shelves.clear();
            self.kept = 0;
        }
    }

    fn shape(&mut self, text: &str, manner: Manner) -> Shaped {
        let Manner { font, language, rtl, .. } = manner;
        self.shaper.shape(&Request { text, font, language, rtl })
    }

    fn make(&mut self, text: &str, manner: Manner, opportunities: &[usize]) -> Word {
        let shaped = Arc::new(self.shape(text, manner));
        let mut cuts = cuts_at(text, opportunities, manner.language);
        if manner.hyphenate && !is_address(text) {
            let dictionary = Dictionary::for_language(manner.language);
            let divide = |letters: &str| {
                let told = self.exceptions.and_then(|exceptions| exceptions.divide(letters));
                told.or_else(|| Some(dictionary?.divide(letters))).unwrap_or_default()
            };
            add_divisions(text, divide, &mut cuts);
        }
        let edges = Edges::of(&shaped);
        let ends = cuts.iter().map(|cut| cut.at).chain([text.len()]);
        let mut start = 0;
        let mut parts = Vec::with_capacity(cuts.len() + 1);
        for end in ends {
            let width = match (edges.safe(start), edges.safe(end)) {
                (Some(from), Some(to)) => to - from,
                _ => self.piece(&text[start..end], manner).advance,
            };
            parts.push(self.part(&text[start..end], end, width, manner));
            start = end;
        }
        let joints = self.joints(&shaped, cuts, &parts, manner);
        Word { number: word_number(text), shaped, parts: parts.into(), joints }
    }

    fn part(&mut self, text: &str, end: usize, width: Length, manner: Manner) -> Part {
        let mut part = Part { end, width, left: Length::ZERO, right: Length::ZERO };
        if manner.font.role == Role::Code {
            return part;
        }
        if let Some(first) = text.chars().next() {
            part.left = self.hang(first, protrude::left(first), manner);
        }
        if let Some(last) = text.chars().next_back() {
            part.right = self.hang(last, protrude::right(last), manner);
        }
        part
    }

    /// `thousandths` of the width of `c`.
    fn hang(&mut self, c: char, thousandths: i64, manner: Manner) -> Length {
        if thousandths == 0 {
            return Length::ZERO;
        }
        self.piece(c.encode_utf8(&mut [0; 4]), manner).advance.fraction(thousandths, 1000)
    }

    fn joints(
        &mut self,
        shaped: &Shaped,
        cuts: Vec<Cut>,
        parts: &[Part],
        manner: Manner,
    ) -> Box<[Joint]> {
        let (text, edges) = (&shaped.text, Edges::of(shaped));
        let whole = edges.total - parts.iter().map(|part| part.width).sum();
        let unsafe_cuts = cuts.iter().filter(|cut| edges.safe(cut.at).is_none()).count();
        let share = whole / i64::try_from(unsafe_cuts).unwrap_or(1).max(1);
        let mut joints = Vec::with_capacity(cuts.len());
        let mut from = 0;
        for (nth, (cut, part)) in cuts.into_iter().zip(parts).enumerate() {
            let nobreak = if edges.safe(cut.at).is_none() { share } else { Length::ZERO };
            let (pre, pre_right) = if cut.hyphen {
                self.hyphen_after(&text[..cut.at], manner)
            } else {
                (Length::ZERO, part.right)
            };
            let (mut pre, mut post) = (pre, Length::ZERO);
            if let Some(Division { before, after, .. }) = cut.division.as_deref() {
                if let Some(change) = before {
                    let stays = cut.at.saturating_sub(change.replaces);
                    let head = text.get(from..stays).unwrap_or_default();
                    pre += self.changed(&text[from..cut.at], &[head, &change.text], manner);
                }
                if let (Some(change), Some(next)) = (after, parts.get(nth + 1)) {
                    let tail = text.get(cut.at + change.replaces..next.end).unwrap_or_default();
                    post = self.changed(&text[cut.at..next.end], &[&change.text, tail], manner);
                }
            }
            from = part.end;
            joints.push(Joint {
                at: cut.at,
                hyphen: cut.hyphen,
                division: cut.division,
                pre,
                post,
                nobreak,
                pre_right,
                penalty: cut.penalty,
            });
        }
        joints.into()
    }

    /// How much wider `text` becomes as `parts`.
    fn changed(&mut self, text: &str, parts: &[&str], manner: Manner) -> Length {
        self.piece(&parts.concat(), manner).advance - self.piece(text, manner).advance
    }

    /// The hyphen that hyphenation adds in this manner. U+2010 where the face has it: a glyph of
    /// its own keeps it apart from the hyphens that the article has, in every reader of the PDF.
    pub(super) fn hyphen(&self, manner: Manner) -> char {
        self.faces.face(self.faces.serve(manner.font.role, manner.font.cut)).hyphen()
    }

    /// Width of a hyphen after `text`, kerning included, and how far it may hang out.
    fn hyphen_after(&mut self, text: &str, manner: Manner) -> (Length, Length) {
        let sign = self.hyphen(manner);
        let hyphen = self.piece(sign.encode_utf8(&mut [0; 4]), manner).advance;
        let right = hyphen.fraction(protrude::right(sign), 1000);
        let Some(last) = text.chars().next_back() else { return (hyphen, right) };
        let mut pair = std::mem::take(&mut self.scratch);
        pair.clear();
        pair.push(last);
        let alone = self.piece(&pair, manner).advance;
        pair.push(sign);
        let together = self.piece(&pair, manner).advance;
        self.scratch = pair;
        (together - alone, right)
    }
}

/// A place to divide, before widths are known.
struct Cut {
    at: usize,
    hyphen: bool,
    division: Option<Box<Division>>,
    penalty: i32,
}

/// Languages that repeat the hyphen of a compound at the next line's beginning, so that nobody takes
/// it for one that hyphenation added: Czech, Croatian, Polish, Portuguese, Slovak, Lower Sorbian
/// (Typst 0.15 has the same list).
const REPEATING: [&str; 6] = ["cs", "hr", "pl", "pt", "sk", "dsb"];

/// Where a line ends at the hyphen of a compound in a language that repeats it: before the hyphen,
/// which goes to the next line, while the one at the line's end is added.
fn repeated(text: &str, at: usize, language: Language) -> Option<usize> {
    let (before, after) = (text.get(..at)?, text.get(at..)?);
    let stem = before.strip_suffix(['-', '\u{2010}'])?;
    let compound = stem.ends_with(char::is_alphabetic) && after.starts_with(char::is_alphabetic);
    (compound && REPEATING.contains(&language.primary())).then_some(stem.len())
}

/// The cuts that Unicode's line-break rules and the habits of addresses allow.
fn cuts_at(text: &str, opportunities: &[usize], language: Language) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    let address = is_address(text);
    if address {
        cuts.extend(address_cuts(text));
    }
    for &at in opportunities {
        if at == 0 || at >= text.len() || !text.is_char_boundary(at) || address {
            continue;
        }
        if let Some(at) = repeated(text, at, language) {
            cuts.push(Cut { at, hyphen: true, division: None, penalty: EXPLICIT_PENALTY });
            continue;
        }
        let soft = text[..at].ends_with('\u{AD}');
        let penalty = if soft {
            HYPHEN_PENALTY
        } else if text[..at].ends_with(['-', '\u{2010}']) {
            HARD_PENALTY
        } else {
            EXPLICIT_PENALTY
        };
        cuts.push(Cut { at, hyphen: soft, division: None, penalty });
    }
    cuts
}

/// Cuts inside an address: after slashes gladly; at a price before points and the like, so that
/// nobody takes one at a line's end for that of the sentence (Chicago Manual of Style, 17th ed.,
/// 14.18).
fn address_cuts(text: &str) -> impl Iterator<Item = Cut> + '_ {
    let bytes = text.as_bytes();
    (1..bytes.len().saturating_sub(1)).filter_map(move |i| {
        let (before, here) = (bytes[i - 1], bytes[i]);
        let after = bytes.get(i + 1).copied().unwrap_or(0);
        let penalty = match (before, here) {
            (b'/', _) if here != b'/' => ADDRESS_PENALTY,
            (
                _,
                b'.' | b'?' | b'&' | b'=' | b'-' | b'_' | b'#' | b'%' | b'@' | b',' | b';'
                | b'+' | b'~',
            ) if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() => {
                ADDRESS_POINT_PENALTY
            }
            _ => return None,
        };
        text.is_char_boundary(i).then_some(Cut {
            at: i,
            hyphen: false,
            division: None,
            penalty,
        })
    })
}

/// Whether `text` is an address, which is never hyphenated.
pub(super) fn is_address(text: &str) -> bool {
    text.contains("://")
        || text.starts_with("www.")
        || (text.contains('@') && text.contains('.'))
        || text.matches('/').count() > 2
}

/// Adds the divisions of each stretch of letters in `text`.
fn add_divisions(text: &str, divide: impl Fn(&str) -> Vec<Division>, cuts: &mut Vec<Cut>) {
    let is_letter =
        |c: char| c.is_alphabetic() || matches!(c, '\u{AD}' | '\u{300}'..='\u{36F}');
    let mut start = 0;
    let mut found = Vec::new();
    while let Some(offset) = text[start..].find(is_letter) {
        let from = start + offset;
        let len = text[from..].find(|c| !is_letter(c)).unwrap_or(text.len() - from);
        let letters = &text[from..from + len];
        // A stretch beside a digit is part of a code or a measure, not a word.
        let beside_digit = text[..from].ends_with(|c: char| c.is_numeric())
            || text[from + len..].starts_with(|c: char| c.is_numeric());
        if !beside_digit {
            for division in divide(letters) {
                let at = from + division.at;
                if cuts.binary_search_by_key(&at, |cut| cut.at).is_err() {
                    let changes = division.before.is_some() || division.after.is_some();
                    found.push(Cut {
                        at,
                        hyphen: true,
                        division: changes.then(|| Box::new(Division { at, ..division })),
                        penalty: HYPHEN_PENALTY,
                    });
                }
            }
        }
        start = from + len;
    }
    cuts.append(&mut found);
    cuts.sort_by_key(|cut| cut.at);
}

/// Where the glyphs of a word stand, to find widths of its parts without shaping again.
struct Edges {
    /// Byte offset and pen position of each place that is safe to break, ascending.
    places: Vec<(usize, Length)>,
    total: Length,
}

impl Edges {
    fn of(shaped: &Shaped) -> Self {
        let total = shaped.advance;
        let mut places = vec![(0, Length::ZERO)];
        if let [run] = &*shaped.runs
            && !run.rtl
            && run.missing.is_none()
        {
            let units: i64 = run.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
            let mut pen = 0;
            let mut last = 0;
            for glyph in &run.glyphs {
                let at = glyph.cluster as usize;
                if at > last {
                    if !glyph.unsafe_to_break {
                        places.push((at, total.fraction(pen, units)));
                    }
                    last = at;
                }
                pen += i64::from(glyph.advance);
            }
        }
        places.push((shaped.text.len(), total));
        Self { places, total }
    }

    /// The pen's position at byte `at`, when both sides keep their shapes there.
    fn safe(&self, at: usize) -> Option<Length> {
        let index = self.places.binary_search_by_key(&at, |place| place.0).ok()?;
        self.places.get(index).map(|place| place.1)
    }
}

/// A number for the letters of a word (FNV-1a), so that the same word is seen at two line edges.
fn word_number(text: &str) -> u32 {
    const BASIS: u32 = 0x811c_9dc5;
    const PRIME: u32 = 0x0100_0193;
    let mut hash = BASIS;
    for c in text.chars().take(LONGEST_KEPT).filter(|c| c.is_alphanumeric()) {
        for lower in c.to_lowercase() {
            hash = (hash ^ u32::from(lower)).wrapping_mul(PRIME);
        }
    }
    if hash == BASIS { 0 } else { hash.max(1) }
}
