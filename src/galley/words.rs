//! Words: parts that no line end divides, and their joints.
//!
//! Comes in: a word, its font and language. Goes out: [`Word`]s whose parts have widths and whose
//! joints have prices. Never done here: choosing breaks, keeping words.

use std::sync::Arc;

use crate::article::Language;
use crate::font::FontRole;
use crate::hyphenate::{Dictionary, Division, Exceptions};
use crate::shape::{Font, Shaped};
use crate::unit::Length;

use super::protrude;

/// Price of a break at a hyphen that hyphenation puts in (TeX's hyphenpenalty).
const HYPHEN_PENALTY: i32 = 50;
/// Price of a break after a dash of the text (TeX's exhyphenpenalty).
const EXPLICIT_PENALTY: i32 = 50;
/// Price of a break after a hyphen inside an option of a program, which is one name: only where the
/// line would be worse.
const OPTION_PENALTY: i32 = 1_000;
/// Price of a break after a hyphen of the text: the eye does not ask who put it there, but the word
/// divides where the reader expects it. Two thirds of what an added hyphen costs in all.
const HARD_PENALTY: i32 = 150;
/// Price of a break in an address after a slash, where readers expect it.
const ADDRESS_PENALTY: i32 = 100;
/// Price of a break in an address after other punctuation.
const ADDRESS_POINT_PENALTY: i32 = 300;
/// Price of a break in a name of code after its punctuation: dearer than any hyphen, and cheaper than
/// a line with holes.
const CODE_PENALTY: i32 = 300;
/// Letters that stay together at either end of a name of code.
const CODE_LEAST: usize = 3;
/// Letters of a word that tell it from others.
const TELLING: usize = 64;

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

/// What a word is made from.
pub(super) trait Case<'f> {
    /// Words that divide as the person says.
    fn exceptions(&self) -> Option<&'f Exceptions>;

    /// The dictionary for a language, if there is one.
    fn dictionary(&mut self, language: Language) -> Option<&'static Dictionary>;

    /// Shapes a whole word; the caller keeps it.
    fn shape(&mut self, text: &str, manner: Manner) -> Shaped;

    /// A piece of text shaped as it stands.
    fn piece(&mut self, text: &str, manner: Manner) -> Arc<Shaped>;

    /// Width of a hyphen after `before`, kerning included, and how far it may hang out.
    fn hyphen_after(&mut self, before: char, manner: Manner) -> (Length, Length);
}

/// Makes the word `text`. `opportunities` are offsets in it where a line may end without a hyphen.
pub(super) fn make<'f>(
    case: &mut impl Case<'f>,
    text: &str,
    manner: Manner,
    opportunities: &[usize],
) -> Word {
    let shaped = Arc::new(case.shape(text, manner));
    let mut cuts = cuts_at(text, opportunities, manner.language);
    if manner.font.role == FontRole::Code && !is_address(text) {
        // The hyphens that an option begins with are not torn off it.
        cuts.retain(|cut| cut.at >= CODE_LEAST && cut.at + CODE_LEAST <= text.len());
        add_code_cuts(text, &mut cuts);
    }
    if manner.hyphenate && !is_address(text) {
        let exceptions = case.exceptions();
        let dictionary = case.dictionary(manner.language);
        let divide = |letters: &str| {
            let told = exceptions.and_then(|exceptions| exceptions.divide(letters));
            told.or_else(|| Some(dictionary?.divide(letters))).unwrap_or_default()
        };
        add_divisions(text, divide, &mut cuts);
    }
    let number = word_number(text);
    if cuts.is_empty() {
        let whole = part(case, text, text.len(), shaped.advance, manner);
        return Word { number, shaped, parts: [whole].into(), joints: Box::default() };
    }
    let edges = Edges::of(&shaped);
    let ends = cuts.iter().map(|cut| cut.at).chain([text.len()]);
    let mut start = 0;
    let mut parts = Vec::with_capacity(cuts.len() + 1);
    for end in ends {
        let width = match (edges.safe(start), edges.safe(end)) {
            (Some(from), Some(to)) => to - from,
            _ => case.piece(&text[start..end], manner).advance,
        };
        parts.push(part(case, &text[start..end], end, width, manner));
        start = end;
    }
    let joints = joints(case, (text, &edges), cuts, &parts, manner);
    Word { number, shaped, parts: parts.into(), joints }
}

fn part<'f>(
    case: &mut impl Case<'f>,
    text: &str,
    end: usize,
    width: Length,
    manner: Manner,
) -> Part {
    let mut part = Part { end, width, left: Length::ZERO, right: Length::ZERO };
    if manner.font.role == FontRole::Code {
        return part;
    }
    if let Some(first) = text.chars().next() {
        part.left = hang(case, first, protrude::left(first), manner);
    }
    if let Some(last) = text.chars().next_back() {
        part.right = hang(case, last, protrude::right(last), manner);
    }
    // The white after a letter is none where a line ends.
    let Font { size, features, .. } = manner.font;
    part.right += size.fraction(i64::from(features.tracking), 1000);
    part
}

/// `thousandths` of the width of `c`.
fn hang<'f>(case: &mut impl Case<'f>, c: char, thousandths: i64, manner: Manner) -> Length {
    if thousandths == 0 {
        return Length::ZERO;
    }
    case.piece(c.encode_utf8(&mut [0; 4]), manner).advance.fraction(thousandths, 1000)
}

fn joints<'f>(
    case: &mut impl Case<'f>,
    (text, edges): (&str, &Edges),
    cuts: Vec<Cut>,
    parts: &[Part],
    manner: Manner,
) -> Box<[Joint]> {
    let whole = edges.total - parts.iter().map(|part| part.width).sum();
    let unsafe_cuts = cuts.iter().filter(|cut| edges.safe(cut.at).is_none()).count();
    let count = i64::try_from(unsafe_cuts).unwrap_or(1).max(1);
    let share = whole / count;
    // A word that is divided nowhere is as wide as if it could not be.
    let mut left_over = whole - share * count;
    let mut joints = Vec::with_capacity(cuts.len());
    let mut from = 0;
    for (nth, (cut, part)) in cuts.into_iter().zip(parts).enumerate() {
        let nobreak = match edges.safe(cut.at) {
            None => share + std::mem::take(&mut left_over),
            Some(_) => Length::ZERO,
        };
        let before = text[..cut.at].chars().next_back();
        let (mut pre, pre_right) = match before.filter(|_| cut.hyphen) {
            Some(before) => case.hyphen_after(before, manner),
            None => (Length::ZERO, part.right),
        };
        let mut post = Length::ZERO;
        if let Some(Division { before, after, .. }) = cut.division.as_deref() {
            if let Some(change) = before {
                let stays = cut.at.saturating_sub(change.replaces);
                let head = text.get(from..stays).unwrap_or_default();
                pre += changed(case, &text[from..cut.at], &[head, &change.text], manner);
            }
            if let (Some(change), Some(next)) = (after, parts.get(nth + 1)) {
                let tail = text.get(cut.at + change.replaces..next.end).unwrap_or_default();
                let parts = [&*change.text, tail];
                post = changed(case, &text[cut.at..next.end], &parts, manner);
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
fn changed<'f>(case: &mut impl Case<'f>, text: &str, parts: &[&str], manner: Manner) -> Length {
    case.piece(&parts.concat(), manner).advance - case.piece(text, manner).advance
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
    let compound =
        stem.ends_with(char::is_alphabetic) && after.starts_with(char::is_alphabetic);
    (compound && REPEATING.contains(&language.primary())).then_some(stem.len())
}

/// The cuts that Unicode's line-break rules and the habits of addresses allow.
fn cuts_at(text: &str, opportunities: &[usize], language: Language) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    let (address, option) = (is_address(text), is_option(text));
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
        let before = &text[..at];
        let of_option = option && before.ends_with('-');
        if of_option && before.trim_start_matches('-').is_empty() {
            continue;
        }
        let soft = before.ends_with('\u{AD}');
        let penalty = if soft {
            HYPHEN_PENALTY
        } else if of_option {
            OPTION_PENALTY
        } else if before.ends_with(['-', '\u{2010}']) {
            HARD_PENALTY
        } else {
            EXPLICIT_PENALTY
        };
        cuts.push(Cut { at, hyphen: soft, division: None, penalty });
    }
    cuts
}

/// Whether `text` is an option of a program: `--no-color`, `-v`. A line that ends after its first
/// hyphens shows what nobody can type.
fn is_option(text: &str) -> bool {
    let name = text.trim_start_matches('-');
    name.len() < text.len() && name.starts_with(|c: char| c.is_ascii_alphabetic())
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

/// Adds cuts inside a name of code: behind an underscore and the like, and before a point, where it
/// has a joint that readers know. Nothing is added at the line's end that could be of the name.
fn add_code_cuts(text: &str, cuts: &mut Vec<Cut>) {
    let bytes = text.as_bytes();
    let last = bytes.len().saturating_sub(CODE_LEAST);
    for at in CODE_LEAST..=last {
        let (Some(&before), Some(&here)) = (bytes.get(at - 1), bytes.get(at)) else { continue };
        let after = bytes.get(at + 1).copied().unwrap_or(0);
        let behind = matches!(before, b'_' | b'/' | b'=' | b':' | b',' | b'|')
            && here.is_ascii_alphanumeric();
        let ahead =
            here == b'.' && before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
        let free = cuts.binary_search_by_key(&at, |cut| cut.at);
        if let (true, Err(place)) = (behind || ahead, free) {
            let cut = Cut { at, hyphen: false, division: None, penalty: CODE_PENALTY };
            cuts.insert(place, cut);
        }
    }
}

/// Whether `text` is an address, which is never hyphenated.
pub(super) fn is_address(text: &str) -> bool {
    // Every one of them has a slash or a point.
    if !text.bytes().any(|byte| matches!(byte, b'/' | b'.')) {
        return false;
    }
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
            let divisions = divide(letters);
            found.reserve(divisions.len());
            for division in divisions {
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
        let glyphs: usize = shaped.runs.iter().map(|run| run.glyphs.len()).sum();
        let mut places = Vec::with_capacity(glyphs + 2);
        places.push((0, Length::ZERO));
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
    for c in text.chars().take(TELLING).filter(|c| c.is_alphanumeric()) {
        for lower in c.to_lowercase() {
            hash = (hash ^ u32::from(lower)).wrapping_mul(PRIME);
        }
    }
    if hash == BASIS { 0 } else { hash.max(1) }
}

#[cfg(test)]
mod tests {
    use super::{HARD_PENALTY, OPTION_PENALTY, cuts_at};
    use crate::article::Language;

    #[test]
    fn an_option_is_not_parted_from_its_hyphens() {
        let cuts = |text: &str, at: &[usize]| {
            let cuts = cuts_at(text, at, Language::default());
            cuts.iter().map(|cut| (cut.at, cut.penalty)).collect::<Vec<_>>()
        };
        assert_eq!(cuts("--no-color", &[2, 5]), [(5, OPTION_PENALTY)]);
        assert_eq!(cuts("-v", &[1]), []);
        assert_eq!(cuts("well-known", &[5]), [(5, HARD_PENALTY)]);
    }
}
