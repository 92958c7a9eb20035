//! Crop marks, fold marks and collating marks.

use super::grid::SheetGrid;
use super::sheet::{ImposedPage, SheetPoint, Size, Stroke};
use crate::unit::{Length, Sides};

/// Length of a mark, in millimetres: visible at a glance, and long enough for a ruler.
const MARK_LENGTH_MM: f64 = 5.0;
/// Distance between a page or its bleed and a mark, in millimetres, so that a cut that is two off
/// leaves no ink.
const MARK_OFFSET_MM: f64 = 3.0;
/// Blank paper beyond a mark, in millimetres.
const BEYOND_MARK_MM: f64 = 2.0;
/// Thickness of a mark, in points: a hairline that any printer prints.
const MARK_THICKNESS_PT: f64 = 0.25;
/// Length below which the rest of a mark is not printed, in millimetres.
const LEAST_MARK_MM: f64 = 1.0;
/// Thickness of the collating mark on the fold of a signature's outermost sheet, in millimetres.
const COLLATING_THICKNESS_MM: f64 = 1.5;
/// Length of the collating mark, in millimetres.
const COLLATING_LENGTH_MM: f64 = 4.0;
/// Distance of a signature's collating mark below that of the signature before, in millimetres:
/// gathered in order they form a staircase.
const COLLATING_STEP_MM: f64 = 5.0;

/// Returns the distance of marks from a page with this bleed.
fn mark_offset(bleed: Length) -> Length {
    bleed.max(Length::from_mm(MARK_OFFSET_MM))
}

/// Returns the distances from a page at which a mark begins and ends.
fn mark_ends(bleed: Length) -> (Length, Length) {
    let near = mark_offset(bleed);
    (near, near + Length::from_mm(MARK_LENGTH_MM))
}

/// Returns the width that marks need on each side of the sheet.
pub(super) fn margin_for_marks(bleed: Length) -> Length {
    mark_offset(bleed) + Length::from_mm(MARK_LENGTH_MM + BEYOND_MARK_MM)
}

/// Returns hairlines at the four corners of each page, except where they would meet another page.
pub(super) fn crop_marks(pages: &[ImposedPage], sheet: Size, bleed: Length) -> Vec<Stroke> {
    let (near, far) = mark_ends(bleed);
    let mut strokes: Vec<Stroke> = Vec::new();
    for page in pages {
        let Sides { top, right, bottom, left } = page.visible;
        let rows = [top, bottom].into_iter().flat_map(|y| {
            [
                hairline(left - far, y, left - near, y, false),
                hairline(right + near, y, right + far, y, false),
            ]
        });
        let columns = [left, right].into_iter().flat_map(|x| {
            [
                hairline(x, top - far, x, top - near, false),
                hairline(x, bottom + near, x, bottom + far, false),
            ]
        });
        for stroke in rows.chain(columns).filter_map(|stroke| stroke.clip_to(sheet)) {
            let is_free = !pages.iter().any(|page| stroke.touches(page));
            if is_free && !strokes.contains(&stroke) {
                strokes.push(stroke);
            }
        }
    }
    strokes
}

/// Returns dashed hairlines at the top and foot of the fold, outside of the pages.
pub(super) fn fold_marks(grid: &SheetGrid, bleed: Length) -> Vec<Stroke> {
    let x = grid.sheet.width / 2;
    let top = grid.corner(0).y;
    let bottom = top + grid.page.height;
    let (near, far) = mark_ends(bleed);
    let strokes = [
        hairline(x, top - far, x, top - near, true),
        hairline(x, bottom + near, x, bottom + far, true),
    ];
    strokes.into_iter().filter_map(|stroke| stroke.clip_to(grid.sheet)).collect()
}

/// Returns the bar on the back of the fold by which signatures are gathered in order.
pub(super) fn collating_mark(grid: &SheetGrid, signature: usize) -> Stroke {
    let x = grid.sheet.width / 2;
    // The staircase begins again at half the page's height.
    let steps = (grid.page.height.mm() / 2.0 / COLLATING_STEP_MM).floor().max(1.0);
    let step = i64::try_from(signature).expect("signatures fit in memory") % (steps as i64);
    let down = grid.page.height / 4 + Length::from_mm(COLLATING_STEP_MM) * step;
    let from = SheetPoint::new(x, grid.corner(0).y + down);
    Stroke {
        from,
        to: SheetPoint::new(x, from.y + Length::from_mm(COLLATING_LENGTH_MM)),
        thickness: Length::from_mm(COLLATING_THICKNESS_MM),
        dashed: false,
    }
}

fn hairline(x: Length, y: Length, to_x: Length, to_y: Length, dashed: bool) -> Stroke {
    Stroke {
        from: SheetPoint::new(x, y),
        to: SheetPoint::new(to_x, to_y),
        thickness: Length::from_pt(MARK_THICKNESS_PT),
        dashed,
    }
}

impl Stroke {
    /// Returns the part of it that is on the sheet, if it is long enough.
    fn clip_to(self, sheet: Size) -> Option<Self> {
        let clamp = |it: SheetPoint| {
            let x = it.x.max(Length::ZERO).min(sheet.width);
            SheetPoint::new(x, it.y.max(Length::ZERO).min(sheet.height))
        };
        let (from, to) = (clamp(self.from), clamp(self.to));
        let length = (to.x - from.x) + (to.y - from.y);
        (length >= Length::from_mm(LEAST_MARK_MM)).then_some(Self { from, to, ..self })
    }

    /// Returns whether it runs through a page or along its edge.
    fn touches(&self, page: &ImposedPage) -> bool {
        let Sides { top, right, bottom, left } = page.visible;
        self.to.x >= left && self.from.x <= right && self.to.y >= top && self.from.y <= bottom
    }

    /// Returns whether it is vertical and at most `distance` from `x`.
    pub(super) fn is_vertical_near(&self, x: Length, distance: Length) -> bool {
        self.from.x == self.to.x && self.from.x >= x - distance && self.from.x <= x + distance
    }
}
