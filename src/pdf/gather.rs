//! Distinct words of the pages, and their frequencies.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::glyph_text::{self, GlyphText, GlyphTextId, GlyphTexts};
use super::job::Job;
use super::lines;
use super::measures::FaceMeasures;
use super::missing;
use super::number::number;
use crate::font::FaceId;
use crate::galley::{Galley, Item, Line, Text, TextOrigin};
use crate::map::Map;
use crate::paginate::Page;
use crate::shape::Shaped;
use crate::unit::Length;

/// Pages from which on a thread is worth its start.
const LEAST_SHARE: usize = 64;

/// An initial is at least this many times as large as the text beside it: one of two lines is,
/// and no index or label.
const INITIAL: i64 = 2;

/// Text that a word's glyphs stand for beyond their letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum WordEnding {
    /// Nothing.
    Plain,
    /// The last is a hyphen that hyphenation added.
    SoftHyphen,
    /// The last is a hyphen of the text, and the line ends with it.
    HardHyphen,
    /// It is an initial, whose letter is said by the rest of its word.
    Initial,
    /// The first says this initial too.
    AfterInitial(char),
}

impl WordEnding {
    /// Returns the kind of the text that stands in `line` as its item of this index.
    pub(super) fn of(text: &Text, line: &Line, nth: usize) -> Self {
        let is_last = nth + 1 == line.items.len();
        match text.origin {
            TextOrigin::Hyphenated => Self::SoftHyphen,
            TextOrigin::Article if is_last && text.shaped.text.ends_with(HYPHENS) => {
                Self::HardHyphen
            }
            _ if text.rise < Length::ZERO && initial(line, nth).is_some() => Self::Initial,
            _ => {
                let initial = nth.checked_sub(2).and_then(|before| initial(line, before));
                initial.map_or(Self::Plain, Self::AfterInitial)
            }
        }
    }
}

/// The letter of the initial that is the item of this index, where its word goes on beside it. It
/// stands lines below the rest of the word, and readers would take the two for two words.
fn initial(line: &Line, nth: usize) -> Option<char> {
    let [Item::Text(initial), Item::Kern(_), Item::Text(rest), _, ..] =
        line.items.get(nth..)?
    else {
        return None;
    };
    let (large, small) = (initial.shaped.runs.first()?, rest.shaped.runs.first()?);
    let is_one = initial.rise < Length::ZERO
        && large.size >= small.size * INITIAL
        && small.missing.or(large.missing).is_none()
        && rest.origin == TextOrigin::Article
        && !small.rtl;
    initial.shaped.text.chars().next().filter(|_| is_one)
}

/// A word in use.
#[derive(Debug)]
pub(super) struct ShownWord<'j> {
    /// Its glyphs.
    pub(super) shaped: &'j Shaped,
    /// The text that its glyphs stand for.
    pub(super) says: WordEnding,
    uses: u64,
    /// Its units in [`Gathered::ids`], one for each glyph and each digit of a box.
    pub(super) ids: std::ops::Range<usize>,
}

/// A word, by index in [`Gathered::words`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordId(u32);

impl WordId {
    /// Returns its index in lists that hold something for every word.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Address of a word's glyphs, and its kind: the galley shares equal words.
pub(super) type WordKey = (usize, WordEnding);

/// Everything that the pages show.
#[derive(Default)]
pub(super) struct Gathered<'j> {
    /// The words, in order of first use.
    pub(super) words: Vec<ShownWord<'j>>,
    /// The index of each word in `words`.
    pub(super) index: Map<WordKey, WordId>,
    /// The units of every word, one after the other.
    pub(super) ids: Vec<GlyphTextId>,
    /// The units.
    pub(super) units: GlyphTexts,
    /// The advance of each unit's glyph, in thousandths of an em.
    pub(super) widths: Vec<f64>,
    /// The faces in use.
    pub(super) faces: BTreeMap<FaceId, FaceMeasures<'j>>,
}

/// The key of a text of the galley.
pub(super) fn key(text: &Text, says: WordEnding) -> WordKey {
    (Arc::as_ptr(&text.shaped).addr(), says)
}

/// Looks through all pages.
pub(super) fn gather<'j>(job: &Job<'j>) -> Gathered<'j> {
    let share = job.pages.len().div_ceil(job.jobs.count()).max(LEAST_SHARE);
    let shares: Vec<&[Page]> = job.pages.chunks(share).collect();
    let mut found = job.jobs.map(&shares, |pages| Gathered::of(pages, job.galley)).into_iter();
    let mut gathered = found.next().expect("a document has at least one page");
    for more in found {
        gathered.words.reserve(more.words.len());
        for word in more.words {
            gathered.add(word);
        }
    }
    gathered.open_faces(job);
    gathered.number_units();
    gathered.measure_units();
    gathered
}

impl<'j> Gathered<'j> {
    /// The words of some pages.
    fn of(pages: &'j [Page], galley: &'j Galley) -> Self {
        let mut gathered = Self::default();
        for line in pages.iter().flat_map(|page| lines::page_lines(page, galley)) {
            for (nth, item) in line.line.items.iter().enumerate() {
                if let Item::Text(text) = item {
                    let says = WordEnding::of(text, line.line, nth);
                    gathered.add(ShownWord { shaped: &text.shaped, says, uses: 1, ids: 0..0 });
                }
            }
        }
        gathered
    }

    /// Adds a word, or its uses to the same word.
    fn add(&mut self, word: ShownWord<'j>) {
        let next = WordId(number(self.words.len()));
        let key = (std::ptr::from_ref(word.shaped).addr(), word.says);
        let id = *self.index.entry(key).or_insert(next);
        if id == next {
            self.words.push(word);
        } else {
            self.words[id.index()].uses += word.uses;
        }
    }

    /// Opens every face that a run or a space names.
    fn open_faces(&mut self, job: &Job<'j>) {
        for run in self.words.iter().flat_map(|word| &word.shaped.runs) {
            self.faces
                .entry(run.face)
                .or_insert_with(|| FaceMeasures::new(job.faces.face(run.face)));
        }
    }

    /// Numbers the unit of every glyph.
    fn number_units(&mut self) {
        let Self { words, ids, units, faces, .. } = self;
        for word in words {
            let start = ids.len();
            for run in &word.shaped.runs {
                if let Some(letter) = run.missing {
                    let face = faces.get(&run.face).expect(EVERY_FACE_IS_OPEN).face;
                    for digit in missing::digits(letter) {
                        // Glyph 0 stands for what a face has no glyph for.
                        let glyph = face.glyph(digit).unwrap_or(0);
                        let mut buffer = [0; 4];
                        let text = digit.encode_utf8(&mut buffer);
                        ids.push(units.number(run.face, glyph, text, word.uses));
                    }
                    continue;
                }
                glyph_text::texts(run, &word.shaped.text, |glyph, text| {
                    ids.push(units.number(run.face, glyph.id, text, word.uses));
                });
            }
            word.ids = start..ids.len();
            word.say(ids, units);
        }
    }
}

impl<'j> Gathered<'j> {
    fn measure_units(&mut self) {
        let width = |unit: &GlyphText| self.measures(unit.face).width(unit.glyph);
        self.widths = self.units.all().iter().map(width).collect();
    }

    /// Returns the measures of a face that a run names.
    pub(super) fn measures(&self, face: FaceId) -> &FaceMeasures<'j> {
        self.faces.get(&face).expect(EVERY_FACE_IS_OPEN)
    }

    /// Returns the advance of a unit's glyph, in thousandths of an em.
    pub(super) fn width(&self, unit: GlyphTextId) -> f64 {
        self.widths[unit.index()]
    }
}

impl ShownWord<'_> {
    /// Gives its first or last glyph the text that readers of the PDF need to join the word again.
    fn say(&self, ids: &mut [GlyphTextId], units: &mut GlyphTexts) {
        let all = &mut ids[self.ids.clone()];
        let id = match self.says {
            WordEnding::Plain => return,
            WordEnding::SoftHyphen | WordEnding::HardHyphen => all.last_mut(),
            WordEnding::Initial | WordEnding::AfterInitial(_) => all.first_mut(),
        };
        let Some(id) = id else { return };
        let unit = &units[*id];
        let before_hyphen = unit.text.strip_suffix(HYPHENS);
        let says = match (self.says, before_hyphen) {
            (WordEnding::SoftHyphen, Some(before)) => format!("{before}{SOFT_HYPHEN}"),
            (WordEnding::HardHyphen, Some(_)) => format!("{}{BREAK_TAKEN}", unit.text),
            (WordEnding::Initial, _) => INITIAL_SAYS.to_owned(),
            (WordEnding::AfterInitial(letter), _) => format!("{letter}{}", unit.text),
            _ => return,
        };
        let (face, glyph) = (unit.face, unit.glyph);
        *id = units.number(face, glyph, &says, self.uses);
    }
}

/// Reason why every face that a run names has its measures.
const EVERY_FACE_IS_OPEN: &str = "the faces of all runs are opened before units are counted";

/// Text of an initial whose letter is said by the rest of its word: white is no word.
const INITIAL_SAYS: &str = " ";
/// Hyphens of the text, and of faces that have one of their own.
const HYPHENS: [char; 2] = ['-', '\u{2010}'];
/// Text of the hyphen that hyphenation added; `docs/pdf.md` has the table of what readers make
/// of it.
const SOFT_HYPHEN: &str = "\u{AD}";
/// Text of a hyphen of the article, U+002D or U+2010, besides itself where a line ends with it: after
/// a hyphen alone poppler and pdfium would take it for one of ours and leave it out.
const BREAK_TAKEN: &str = "\u{200B}";
