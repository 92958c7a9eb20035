//! What the pages show: their words, each once, and how often.
//!
//! Comes in: a [`Job`]. Goes out: [`Gathered`]: words in order of first use, the units of their
//! glyphs, the characters that no face has. Never done here: codes, bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::job::Job;
use super::lines;
use super::measures::Measures;
use super::missing;
use super::unit::{self, UnitId, Units};
use crate::font::FaceId;
use crate::galley::{Item, Line, LineEnd, Origin, Text};
use crate::map::Map;
use crate::shape::Shaped;

/// How the last glyph of a word relates to the article's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Ending {
    /// It says what it is.
    Plain,
    /// It is a hyphen that hyphenation added.
    Soft,
    /// It is a hyphen of the text, and the line ends with it.
    Hard,
}

impl Ending {
    /// The ending of a text that stands in `line`, last in it or not.
    pub(super) fn of(text: &Text, line: &Line, is_last: bool) -> Self {
        match (text.origin, line.end) {
            (Origin::Hyphenated, _) => Self::Soft,
            (Origin::Article, LineEnd::Explicit) if is_last => Self::Hard,
            _ => Self::Plain,
        }
    }
}

/// A word in use.
#[derive(Debug)]
pub(super) struct Word<'j> {
    /// Its glyphs.
    pub(super) shaped: &'j Shaped,
    /// How it ends.
    pub(super) ending: Ending,
    uses: u64,
    /// Its units in [`Gathered::ids`], one for each glyph and each digit of a box.
    pub(super) ids: std::ops::Range<usize>,
}

/// Where a word's glyphs lie in memory, and how it ends: the galley shares equal words.
pub(super) type WordKey = (usize, Ending);

/// What the pages show.
#[derive(Default)]
pub(super) struct Gathered<'j> {
    /// The words, in order of first use.
    pub(super) words: Vec<Word<'j>>,
    /// Where a word is in `words`.
    pub(super) index: Map<WordKey, u32>,
    /// The units of every word, one after the other.
    pub(super) ids: Vec<UnitId>,
    /// The units.
    pub(super) units: Units,
    /// The advance of each unit's glyph, in thousandths of an em.
    pub(super) widths: Vec<f64>,
    /// The faces in use.
    pub(super) faces: BTreeMap<FaceId, Measures<'j>>,
}

/// The key of a text of the galley.
pub(super) fn key(text: &Text, ending: Ending) -> WordKey {
    (Arc::as_ptr(&text.shaped).addr(), ending)
}

/// Looks through all pages.
pub(super) fn gather<'j>(job: &Job<'j>) -> Gathered<'j> {
    let mut gathered = Gathered::default();
    for page in job.pages {
        for placed in lines::of(page, job.galley) {
            gathered.add_line(placed.line);
        }
    }
    gathered.open_faces(job);
    gathered.number_units();
    gathered.measure_units();
    gathered
}

impl<'j> Gathered<'j> {
    fn add_line(&mut self, line: &'j Line) {
        for (nth, item) in line.items.iter().enumerate() {
            let Item::Text(text) = item else { continue };
            let ending = Ending::of(text, line, nth + 1 == line.items.len());
            let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            let number = *self.index.entry(key(text, ending)).or_insert(next);
            if number == next {
                let shaped = &*text.shaped;
                self.words.push(Word { shaped, ending, uses: 0, ids: 0..0 });
            }
            let Some(word) = self.words.get_mut(number as usize) else { continue };
            word.uses += 1;
        }
    }

    /// Opens every face that a run or a space names.
    fn open_faces(&mut self, job: &Job<'j>) {
        for run in self.words.iter().flat_map(|word| &word.shaped.runs) {
            self.faces
                .entry(run.face)
                .or_insert_with(|| Measures::new(job.faces.face(run.face)));
        }
    }

    /// Numbers the unit of every glyph.
    fn number_units(&mut self) {
        let Self { words, ids, units, faces, .. } = self;
        for word in words {
            let start = ids.len();
            for run in &word.shaped.runs {
                if let Some(letter) = run.missing {
                    let Some(face) = faces.get(&run.face) else { continue };
                    for digit in missing::digits(letter) {
                        let glyph = face.face.glyph(digit).unwrap_or(0);
                        let mut buffer = [0; 4];
                        let text = digit.encode_utf8(&mut buffer);
                        ids.push(units.number(run.face, glyph, text, word.uses));
                    }
                    continue;
                }
                unit::texts(run, &word.shaped.text, |glyph, text| {
                    ids.push(units.number(run.face, glyph.id, text, word.uses));
                });
            }
            word.ids = start..ids.len();
            word.say_ending(ids, units);
        }
    }
}

impl Gathered<'_> {
    fn measure_units(&mut self) {
        let faces = &self.faces;
        let width = |(unit, _): &(unit::Unit, u64)| {
            faces.get(&unit.face).map_or(0.0, |face| face.width(unit.glyph))
        };
        self.widths = self.units.all().iter().map(width).collect();
    }

    /// The advance of a unit's glyph, in thousandths of an em.
    pub(super) fn width(&self, unit: UnitId) -> f64 {
        self.widths.get(unit.0 as usize).copied().unwrap_or(0.0)
    }
}

impl Word<'_> {
    /// Gives the last glyph the text that readers of the PDF need to join the word again.
    fn say_ending(&self, ids: &mut [UnitId], units: &mut Units) {
        let says = match self.ending {
            Ending::Plain => return,
            Ending::Soft => SOFT_HYPHEN,
            Ending::Hard => HARD_HYPHEN,
        };
        let Some(last) = ids.last_mut() else { return };
        let Some((unit, _)) = units.all().get(last.0 as usize) else { return };
        let is_hyphen = matches!(&*unit.text, "-" | "\u{2010}");
        if is_hyphen {
            let (face, glyph) = (unit.face, unit.glyph);
            *last = units.number(face, glyph, says, self.uses);
        }
    }
}

/// What the hyphen that hyphenation added says; `docs/pdf.md` has the table of what readers make
/// of it.
const SOFT_HYPHEN: &str = "\u{AD}";
/// What a hyphen of the text says where a line ends with it.
const HARD_HYPHEN: &str = "-";
