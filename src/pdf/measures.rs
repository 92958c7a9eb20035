//! Measures of a face, in the numbers that the PDF states.

use super::number::fixed;
use crate::font::Face;

/// Measures of a face.
#[derive(Clone)]
pub(super) struct FaceMeasures<'f> {
    /// The face.
    pub(super) face: &'f Face,
    /// Thousandths of an em in a font unit.
    pub(super) thousandths: f64,
    /// The glyph of U+0020.
    pub(super) space: Option<u16>,
}

impl<'f> FaceMeasures<'f> {
    /// Looks at a face.
    pub(super) fn new(face: &'f Face) -> Self {
        let thousandths = 1000.0 / f64::from(face.units_per_em.max(1));
        Self { face, thousandths, space: face.glyph(' ').filter(|&glyph| glyph != 0) }
    }

    /// The advance of a glyph in thousandths of thousandths of an em: the precision in which `/W`
    /// states it, so that content can count with the very same number.
    pub(super) fn width_millionths(&self, glyph: u16) -> i64 {
        fixed(f64::from(self.face.advance(glyph)) * self.thousandths, 3)
    }

    /// The advance of a glyph in thousandths of an em, as `/W` states it.
    pub(super) fn width(&self, glyph: u16) -> f64 {
        self.width_millionths(glyph) as f64 / 1000.0
    }
}
