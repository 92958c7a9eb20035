//! Ink and paper that pages take, and the savings against the standard edition.

use std::collections::BTreeMap;
use std::fmt;

use crate::font::{FaceId, Faces};
use crate::galley::{Galley, Item, Line};
use crate::paginate::Page;
use crate::style::Ink;

/// Paper and ink of an article.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Consumption {
    /// Number of pages.
    pub pages: usize,
    /// Ink in square points: the printed area weighted by its darkness.
    pub ink: f64,
}

/// Consumption compared with that of the standard edition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Savings {
    /// Consumption of the edition.
    pub own: Consumption,
    /// Consumption of the standard edition.
    pub standard: Consumption,
}

impl Savings {
    /// Returns the saved ink in percent; negative if more ink is used.
    #[must_use]
    pub fn ink_percent(&self) -> f64 {
        let standard = self.standard.ink.max(f64::MIN_POSITIVE);
        100.0 - 100.0 * self.own.ink / standard
    }
}

impl fmt::Display for Savings {
    /// Writes `1 page instead of 2, 46 % less ink than the standard edition`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.own.pages == 1 { "page" } else { "pages" };
        write!(out, "{} {noun}", self.own.pages)?;
        if self.own.pages != self.standard.pages {
            write!(out, " instead of {}", self.standard.pages)?;
        }
        let saved = self.ink_percent();
        let word = if saved < 0.0 { "more" } else { "less" };
        write!(out, ", {:.0} % {word} ink than the standard edition", saved.abs())
    }
}

/// Measures the consumption of pages.
#[must_use]
pub fn measure_consumption(pages: &[Page], galley: &Galley, faces: &Faces) -> Consumption {
    let mut meter = InkMeter { galley, faces, glyphs: BTreeMap::new(), ink: 0.0 };
    for page in pages {
        for placed in &page.body {
            meter.add_line(placed.line_in(galley));
        }
        page.furniture.iter().for_each(|placed| meter.add_line(&placed.line));
    }
    Consumption { pages: pages.len(), ink: meter.ink }
}

/// Sums the ink of lines.
struct InkMeter<'s> {
    galley: &'s Galley,
    faces: &'s Faces,
    /// Cache of the areas of glyphs, in square ems.
    glyphs: BTreeMap<(FaceId, u16), f64>,
    /// Sum in square points.
    ink: f64,
}

impl InkMeter<'_> {
    fn add_line(&mut self, line: &Line) {
        let darkness = darkness(line.ink);
        for item in &line.items {
            match item {
                Item::Text(text) => {
                    let widened = f64::from(line.scaling) / 1000.0;
                    for run in &text.shaped.runs {
                        let square = run.size.pt() * run.size.pt() * widened * darkness;
                        for glyph in &run.glyphs {
                            self.ink += self.glyph_area(run.face, glyph.id) * square;
                        }
                    }
                }
                Item::Rule { width, thickness, .. } => {
                    self.ink += width.pt() * thickness.pt();
                }
                Item::Picture { id, width, height, .. } => {
                    let image = &self.galley.pictures[id.0 as usize].image;
                    self.ink += width.pt() * height.pt() * image.darkness();
                }
                Item::Space { .. } | Item::Kern(_) => {}
            }
        }
    }

    fn glyph_area(&mut self, face: FaceId, glyph: u16) -> f64 {
        let faces = self.faces;
        *self.glyphs.entry((face, glyph)).or_insert_with(|| faces.face(face).ink(glyph))
    }
}

/// Returns the darkness of a colour, 0 to 1 (luma weights of ITU-R BT.709).
fn darkness(Ink([red, green, blue]): Ink) -> f64 {
    let light = 0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue);
    1.0 - light / 255.0
}
