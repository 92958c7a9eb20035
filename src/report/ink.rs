//! Ink and paper: what one setting spares against another.
//!
//! Comes in: pages, their galley, the faces. Goes out: the ink they take, and [`Saved`]. Never done
//! here: setting.

use std::collections::BTreeMap;
use std::fmt;

use crate::font::{FaceId, Faces};
use crate::galley::{Galley, Item, Line};
use crate::paginate::Page;
use crate::style::Ink;

/// What a setting takes.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Use {
    /// Pages.
    pub pages: usize,
    /// Ink: the area that is black, a half-black one counting half, in square points.
    pub ink: f64,
}

/// What a setting spares against that of the standard edition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Saved {
    /// What it takes.
    pub takes: Use,
    /// What the standard edition takes.
    pub standard: Use,
}

impl Saved {
    /// Ink of a hundred that is spared; negative where more is taken.
    #[must_use]
    pub fn ink(&self) -> f64 {
        let standard = self.standard.ink.max(f64::MIN_POSITIVE);
        100.0 - 100.0 * self.takes.ink / standard
    }
}

impl fmt::Display for Saved {
    /// `1 page instead of 2, 46 % less ink than the standard edition`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.takes.pages == 1 { "page" } else { "pages" };
        write!(out, "{} {noun}", self.takes.pages)?;
        if self.takes.pages != self.standard.pages {
            write!(out, " instead of {}", self.standard.pages)?;
        }
        let saved = self.ink();
        let word = if saved < 0.0 { "more" } else { "less" };
        write!(out, ", {:.0} % {word} ink than the standard edition", saved.abs())
    }
}

/// What pages take.
#[must_use]
pub fn takes(pages: &[Page], galley: &Galley, faces: &Faces) -> Use {
    let mut scale = Scale { galley, faces, glyphs: BTreeMap::new(), ink: 0.0 };
    for page in pages {
        for placed in &page.body {
            let entry = galley.entries.get(placed.entry as usize);
            let line = entry.and_then(|entry| entry.lines.get(placed.line as usize));
            line.into_iter().for_each(|line| scale.line(line));
        }
        page.furniture.iter().for_each(|placed| scale.line(&placed.line));
    }
    Use { pages: pages.len(), ink: scale.ink }
}

/// Weighs ink; each glyph is measured once.
struct Scale<'s> {
    galley: &'s Galley,
    faces: &'s Faces,
    glyphs: BTreeMap<(FaceId, u16), f64>,
    ink: f64,
}

impl Scale<'_> {
    fn line(&mut self, line: &Line) {
        let darkness = darkness(line.ink);
        for item in &line.items {
            match item {
                Item::Text(text) => {
                    let widened = f64::from(line.scaling) / 1000.0;
                    for run in &text.shaped.runs {
                        let square = run.size.pt() * run.size.pt() * widened * darkness;
                        for glyph in &run.glyphs {
                            self.ink += self.glyph(run.face, glyph.id) * square;
                        }
                    }
                }
                Item::Rule { width, thickness, .. } => {
                    self.ink += width.pt() * thickness.pt();
                }
                Item::Picture { id, width, height } => {
                    let shown = self.galley.pictures.get(id.0 as usize);
                    let dark = shown.map_or(0.0, |shown| shown.plate.darkness());
                    self.ink += width.pt() * height.pt() * dark;
                }
                Item::Space { .. } | Item::Kern(_) => {}
            }
        }
    }

    fn glyph(&mut self, face: FaceId, glyph: u16) -> f64 {
        let faces = self.faces;
        *self.glyphs.entry((face, glyph)).or_insert_with(|| faces.face(face).ink(glyph))
    }
}

/// How much of an area in this colour a printer blackens.
fn darkness(Ink([red, green, blue]): Ink) -> f64 {
    let light = 0.2126 * f64::from(red) + 0.7152 * f64::from(green) + 0.0722 * f64::from(blue);
    1.0 - light / 255.0
}
