//! Marks: where to cut and fold, in which order to gather.
//!
//! Comes in: the pages that stand on a side. Goes out: strokes outside of them. Never done here: a
//! stroke inside what is left after cutting, but for the mark on the back of a signature's fold.

use super::grid::Grid;
use super::sheet::{Placed, Size, Stroke};
use crate::unit::Length;

/// Length of a mark, in millimetres: seen at a glance, and room enough for a ruler.
const LONG_MM: f64 = 5.0;
/// White between a page or its bleed and a mark, in millimetres, so that a knife that strays by
/// two leaves no ink.
const OFF_MM: f64 = 3.0;
/// White beyond a mark, in millimetres.
const BEYOND_MM: f64 = 2.0;
/// Thickness of a mark, in points: a hairline that any printer prints.
const THIN_PT: f64 = 0.25;
/// The least of a mark that is worth printing, in millimetres.
const LEAST_MM: f64 = 1.0;

/// The mark on the fold of a signature's outermost sheet: its thickness and its length, and how
/// much lower each next one stands, in millimetres. Gathered in order they make a staircase.
const COLLATING_MM: (f64, f64, f64) = (1.5, 4.0, 5.0);

/// How far marks stand off a page with this bleed.
pub(super) fn off(bleed: Length) -> Length {
    bleed.max(Length::from_mm(OFF_MM))
}

/// How much wider a sheet must be on each side to hold marks.
pub(super) fn room(bleed: Length) -> Length {
    off(bleed) + Length::from_mm(LONG_MM + BEYOND_MM)
}

/// Hairlines at the four corners of each page; none where it would stand on another page.
pub(super) fn crop(placed: &[Placed], sheet: Size, bleed: Length) -> Vec<Stroke> {
    let (near, far) = (off(bleed), off(bleed) + Length::from_mm(LONG_MM));
    let mut strokes: Vec<Stroke> = Vec::new();
    for page in placed {
        let [left, top, right, bottom] = page.edges();
        let mut across = Vec::new();
        for y in [top, bottom] {
            across.push(((left - far, y), (left - near, y)));
            across.push(((right + near, y), (right + far, y)));
        }
        for x in [left, right] {
            across.push(((x, top - far), (x, top - near)));
            across.push(((x, bottom + near), (x, bottom + far)));
        }
        for (from, to) in across {
            let stroke = thin(from, to, false).within(sheet);
            let clear = |stroke: &Stroke| !placed.iter().any(|page| stroke.touches(page));
            if let Some(stroke) = stroke.filter(clear)
                && !strokes.contains(&stroke)
            {
                strokes.push(stroke);
            }
        }
    }
    strokes
}

/// Dashed hairlines at head and foot of the fold, outside of the pages.
pub(super) fn fold(grid: &Grid, bleed: Length) -> Vec<Stroke> {
    let x = grid.sheet.width / 2;
    let (_, top) = grid.corner(0);
    let bottom = top + grid.page.height;
    let (near, far) = (off(bleed), off(bleed) + Length::from_mm(LONG_MM));
    let ends = [((x, top - far), (x, top - near)), ((x, bottom + near), (x, bottom + far))];
    let strokes = ends.into_iter().map(|(from, to)| thin(from, to, true));
    strokes.filter_map(|stroke| stroke.within(grid.sheet)).collect()
}

/// The bar on the back of the fold by which signatures are gathered in order.
pub(super) fn collating(grid: &Grid, signature: usize) -> Stroke {
    let (thick, long, step) = COLLATING_MM;
    let x = grid.sheet.width / 2;
    let (_, top) = grid.corner(0);
    let nth = i64::try_from(signature).unwrap_or(i64::MAX);
    // The staircase begins again when it has gone down the back.
    let steps = (grid.page.height.mm() / 2.0 / step).floor().max(1.0);
    #[expect(clippy::cast_possible_truncation, reason = "a page has few millimetres")]
    let nth = nth % (steps as i64);
    let from = top + grid.page.height / 4 + Length::from_mm(step) * nth;
    let to = from + Length::from_mm(long);
    let thickness = Length::from_mm(thick);
    Stroke { from: (x, from), to: (x, to), thickness, dashed: false }
}

fn thin(from: (Length, Length), to: (Length, Length), dashed: bool) -> Stroke {
    Stroke { from, to, thickness: Length::from_pt(THIN_PT), dashed }
}

impl Stroke {
    /// What of it is on the sheet; none where that is next to nothing.
    fn within(self, sheet: Size) -> Option<Self> {
        let clamp = |(x, y): (Length, Length)| {
            let x = x.max(Length::ZERO).min(sheet.width);
            (x, y.max(Length::ZERO).min(sheet.height))
        };
        let (from, to) = (clamp(self.from), clamp(self.to));
        let long = (to.0 - from.0) + (to.1 - from.1);
        (long >= Length::from_mm(LEAST_MM)).then_some(Self { from, to, ..self })
    }

    /// Whether it runs through a page or along its edge.
    fn touches(&self, page: &Placed) -> bool {
        let [left, top, right, bottom] = page.edges();
        self.to.0 >= left && self.from.0 <= right && self.to.1 >= top && self.from.1 <= bottom
    }
}
