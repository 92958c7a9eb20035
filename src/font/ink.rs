//! How much ink a glyph takes: the area of its outline.
//!
//! Comes in: a face and a glyph. Goes out: an area. Never done here: pixels.

use read_fonts::model::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use read_fonts::types::GlyphId;

use super::face::Face;

/// Chords that a curve is measured by: the area they leave out is under a hundredth of it.
const CHORDS: u8 = 8;

impl Face {
    /// The area of a glyph's outline, in square ems. Where outlines overlap it counts twice.
    #[must_use]
    pub fn ink(&self, glyph: u16) -> f64 {
        let Some(font) = self.font() else { return 0.0 };
        let Some(outline) = font.outline_glyphs().get(GlyphId::from(glyph)) else { return 0.0 };
        let mut area = Area::default();
        let drawn = outline.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut area);
        let em = f64::from(self.units_per_em.max(1));
        if drawn.is_ok() { area.sum.abs() / (em * em) } else { 0.0 }
    }
}

/// Sums the area of closed paths, those that run the other way taken off (the shoelace formula).
#[derive(Default)]
struct Area {
    sum: f64,
    start: (f64, f64),
    pen: (f64, f64),
}

impl Area {
    fn to(&mut self, (x, y): (f64, f64)) {
        self.sum += (self.pen.0 * y - x * self.pen.1) / 2.0;
        self.pen = (x, y);
    }

    fn curve(&mut self, points: [(f32, f32); 3]) {
        let [one, two, end] = points.map(|(x, y)| (f64::from(x), f64::from(y)));
        let start = self.pen;
        for step in 1..=CHORDS {
            let t = f64::from(step) / f64::from(CHORDS);
            let s = 1.0 - t;
            let mix = |a: f64, b: f64, c: f64, d: f64| {
                s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
            };
            self.to((mix(start.0, one.0, two.0, end.0), mix(start.1, one.1, two.1, end.1)));
        }
    }
}

impl PathSink for Area {
    fn move_to(&mut self, x: f32, y: f32) {
        self.pen = (f64::from(x), f64::from(y));
        self.start = self.pen;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to((f64::from(x), f64::from(y)));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        // The cubic curve that is the same.
        #[expect(clippy::cast_possible_truncation, reason = "a font's units are exact in f32")]
        let third = |from: f64, to: f32| (from + (f64::from(to) - from) * 2.0 / 3.0) as f32;
        let one = (third(self.pen.0, cx0), third(self.pen.1, cy0));
        let two = (third(f64::from(x), cx0), third(f64::from(y), cy0));
        self.curve([one, two, (x, y)]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.curve([(cx0, cy0), (cx1, cy1), (x, y)]);
    }

    fn close(&mut self) {
        self.to(self.start);
    }
}
