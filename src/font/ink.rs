//! Area of the outline of a glyph, as a measure of ink.

use read_fonts::model::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use read_fonts::types::GlyphId;

use super::face::Face;

/// Number of chords that replace a curve: the area that they miss is under a hundredth of it.
const CHORDS: u8 = 8;

impl Face {
    /// Returns the area of the outline of a glyph in square ems; zero for a glyph without one.
    /// Overlapping parts count twice.
    #[must_use]
    pub fn ink(&self, glyph: u16) -> f64 {
        let Some(font) = self.parsed() else { return 0.0 };
        let Some(outline) = font.outline_glyphs().get(GlyphId::from(glyph)) else { return 0.0 };
        let mut area = OutlineArea::default();
        let drawn = outline.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut area);
        let em = f64::from(self.units_per_em.max(1));
        if drawn.is_ok() { area.sum.abs() / (em * em) } else { 0.0 }
    }
}

/// Sums the signed areas of closed paths (shoelace formula): paths in the opposite direction, such as
/// counters, are subtracted.
#[derive(Default)]
struct OutlineArea {
    sum: f64,
    start: (f64, f64),
    pen: (f64, f64),
}

impl OutlineArea {
    fn add_line(&mut self, x: f64, y: f64) {
        self.sum += (self.pen.0 * y - x * self.pen.1) / 2.0;
        self.pen = (x, y);
    }

    /// Adds a cubic Bézier curve with two control points and an end.
    fn add_curve(&mut self, points: [(f32, f32); 3]) {
        let [one, two, end] = points.map(|(x, y)| (f64::from(x), f64::from(y)));
        let start = self.pen;
        for step in 1..=CHORDS {
            let t = f64::from(step) / f64::from(CHORDS);
            let s = 1.0 - t;
            let mix = |a: f64, b: f64, c: f64, d: f64| {
                s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
            };
            self.add_line(mix(start.0, one.0, two.0, end.0), mix(start.1, one.1, two.1, end.1));
        }
    }
}

impl PathSink for OutlineArea {
    fn move_to(&mut self, x: f32, y: f32) {
        self.pen = (f64::from(x), f64::from(y));
        self.start = self.pen;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.add_line(f64::from(x), f64::from(y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        // Raises the degree: the cubic curve is the same curve.
        #[expect(clippy::cast_possible_truncation, reason = "a font's units are exact in f32")]
        let third = |from: f64, to: f32| (from + (f64::from(to) - from) * 2.0 / 3.0) as f32;
        let one = (third(self.pen.0, cx0), third(self.pen.1, cy0));
        let two = (third(f64::from(x), cx0), third(f64::from(y), cy0));
        self.add_curve([one, two, (x, y)]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.add_curve([(cx0, cy0), (cx1, cy1), (x, y)]);
    }

    fn close(&mut self) {
        self.add_line(self.start.0, self.start.1);
    }
}
