//! Units: a glyph and the text it stands for.

use std::ops::Index;

use crate::font::FaceId;
use crate::map::Map;
use crate::shape::{Glyph, Run};

/// Text of a glyph when the letters of its cluster have all gone to others.
/// ToUnicode must map every code (ISO 19005-2, 6.2.11.7.2), and this character is invisible.
const NOTHING: &str = "\u{200B}";

/// A unit by its number in [`GlyphTexts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GlyphTextId(u32);

impl GlyphTextId {
    /// Returns its index in lists that hold something for every unit.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A glyph of a face and the text it stands for. One glyph that stands for two texts makes two
/// units, so that both copy right.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct GlyphText {
    /// The face.
    pub(super) face: FaceId,
    /// The glyph in that face.
    pub(super) glyph: u16,
    /// Text.
    pub(super) text: Box<str>,
}

/// The units in use, in order of first use, and how often each occurs.
#[derive(Debug, Default)]
pub(super) struct GlyphTexts {
    numbers: Map<(FaceId, u16, Box<str>), u32>,
    letters: Map<(FaceId, u16, char), u32>,
    units: Vec<GlyphText>,
    uses: Vec<u64>,
}

impl GlyphTexts {
    /// Returns the number of a unit, and counts `uses` uses more of it.
    pub(super) fn number(
        &mut self,
        face: FaceId,
        glyph: u16,
        text: &str,
        uses: u64,
    ) -> GlyphTextId {
        let mut letters = text.chars();
        let next = super::number::number(self.units.len());
        let id = match (letters.next(), letters.next()) {
            (Some(letter), None) => *self.letters.entry((face, glyph, letter)).or_insert(next),
            _ => *self.numbers.entry((face, glyph, text.into())).or_insert(next),
        };
        if id == next {
            self.units.push(GlyphText { face, glyph, text: text.into() });
            self.uses.push(0);
        }
        let id = GlyphTextId(id);
        self.uses[id.index()] += uses;
        id
    }

    /// Returns how often a unit is used.
    pub(super) fn uses(&self, id: GlyphTextId) -> u64 {
        self.uses[id.index()]
    }

    /// Returns all units in the order of their numbers.
    pub(super) fn all(&self) -> &[GlyphText] {
        &self.units
    }

    /// Iterates over all units and their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (GlyphTextId, &GlyphText)> {
        (0..).map(GlyphTextId).zip(&self.units)
    }
}

impl Index<GlyphTextId> for GlyphTexts {
    type Output = GlyphText;

    fn index(&self, id: GlyphTextId) -> &GlyphText {
        &self.units[id.index()]
    }
}

/// Gives each glyph of `run` the part of `text` it stands for, in the order of the glyphs.
///
/// A cluster of several letters and several glyphs is dealt out one letter to a glyph, the last
/// glyph taking what is left. The glyphs of one cluster stand together, so this is one pass.
pub(super) fn texts<'t>(run: &Run, text: &'t str, mut each: impl FnMut(&Glyph, &'t str)) {
    let run_end = run.bytes.1 as usize;
    let mut later = run_end; // where the cluster after this one begins, in the text's order
    let mut rest = &run.glyphs[..];
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|glyph| glyph.cluster == first.cluster).count();
        let (cluster, after) = rest.split_at(same);
        let start = first.cluster as usize;
        let end = if run.rtl {
            later
        } else {
            after.first().map_or(run_end, |glyph| glyph.cluster as usize)
        };
        later = start;
        let letters = text.get(start..end);
        let letters = letters.expect("clusters stand in order, at characters of the text");
        deal(cluster, run.rtl, letters, &mut each);
        rest = after;
    }
}

/// Deals the letters of one cluster to its glyphs.
fn deal<'t>(
    cluster: &[Glyph],
    rtl: bool,
    text: &'t str,
    each: &mut impl FnMut(&Glyph, &'t str),
) {
    if let [glyph] = cluster {
        return each(glyph, if text.is_empty() { NOTHING } else { text });
    }
    // In a right-to-left run the glyph that says the first letter stands last.
    let mut left = text;
    let mut parts = Vec::with_capacity(cluster.len());
    for nth in 1..=cluster.len() {
        let cut = left.chars().next().map_or(0, char::len_utf8);
        let (part, later) = left.split_at(if nth == cluster.len() { left.len() } else { cut });
        parts.push(if part.is_empty() { NOTHING } else { part });
        left = later;
    }
    if rtl {
        parts.reverse();
    }
    cluster.iter().zip(parts).for_each(|(glyph, part)| each(glyph, part));
}
