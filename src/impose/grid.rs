//! The grid of a sheet: its orientation and the places of pages on it.

use super::sheet::{SheetPoint, Size};
use crate::unit::Length;

/// Least scale of a page that is too large for its place.
const LEAST_SCALE: f64 = 0.01;
/// Scale from which a page keeps its size: half a sheet may be rounded down by a scaled point.
const FULL_SCALE: f64 = 0.999_999;

/// Numbers of columns and rows; each at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GridLayout {
    pub(super) columns: u32,
    pub(super) rows: u32,
}

impl GridLayout {
    /// Returns the number of places.
    pub(super) fn places(self) -> usize {
        self.columns as usize * self.rows as usize
    }

    /// Returns the size of each place if they share `size` equally.
    pub(super) fn divide(self, size: Size) -> Size {
        Size {
            width: size.width / i64::from(self.columns),
            height: size.height / i64::from(self.rows),
        }
    }
}

/// The places of pages on a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct SheetGrid {
    /// The sheet in its orientation.
    pub(super) sheet: Size,
    /// Places side by side and one above another.
    pub(super) layout: GridLayout,
    /// Scale of the pages: 1, or less if a page is larger than its place.
    pub(super) scale: f64,
    /// Size of a page at that scale.
    pub(super) page: Size,
    /// Upper left corner of the first page.
    first: SheetPoint,
    /// Distance from a page to the next.
    step: Size,
}

impl SheetGrid {
    /// Returns the grid of `places` with the largest pages, in portrait or landscape orientation; of
    /// equals the one with fewer columns, because readers go down before they go right.
    pub(super) fn with_largest_pages(
        sheet: Size,
        page: Size,
        places: u32,
        margin: Length,
    ) -> Self {
        let one = GridLayout { columns: 1, rows: places };
        let mut best = Self::spread_pages(sheet.upright(), page, one, margin);
        for sheet in [sheet.upright(), sheet.lying()] {
            for columns in (1..=places).filter(|columns| places.is_multiple_of(*columns)) {
                let layout = GridLayout { columns, rows: places / columns };
                let grid = Self::spread_pages(sheet, page, layout, margin);
                if grid.scale > best.scale {
                    best = grid;
                }
            }
        }
        best
    }

    /// Returns places that share the sheet within its margin equally, with a page in the middle of
    /// each.
    fn spread_pages(sheet: Size, page: Size, layout: GridLayout, margin: Length) -> Self {
        let step = layout.divide(sheet.enlarge(-margin));
        let scale = scale_to_fit(page, step);
        let page = page.scale_down(scale);
        let first = SheetPoint::new(
            margin + (step.width - page.width) / 2,
            margin + (step.height - page.height) / 2,
        );
        Self { sheet, layout, scale, page, first, step }
    }

    /// Returns pages that stand `gap` apart in the middle of the sheet, within its margin.
    pub(super) fn with_gap(
        sheet: Size,
        page: Size,
        layout: GridLayout,
        gap: Length,
        margin: Length,
    ) -> Self {
        let gaps = Size {
            width: gap * (i64::from(layout.columns) - 1),
            height: gap * (i64::from(layout.rows) - 1),
        };
        let inside = sheet.enlarge(-margin);
        let place = layout.divide(Size {
            width: inside.width - gaps.width,
            height: inside.height - gaps.height,
        });
        let scale = scale_to_fit(page, place);
        let page = page.scale_down(scale);
        let first = SheetPoint::new(
            (sheet.width - page.width * i64::from(layout.columns) - gaps.width) / 2,
            (sheet.height - page.height * i64::from(layout.rows) - gaps.height) / 2,
        );
        let step = Size { width: page.width + gap, height: page.height + gap };
        Self { sheet, layout, scale, page, first, step }
    }

    /// Returns the upper left corner of the page at a place, counted row by row.
    pub(super) fn corner(&self, place: usize) -> SheetPoint {
        let columns = self.layout.columns as usize;
        let number =
            |count: usize| i64::try_from(count).expect("places are counted in 32 bits");
        SheetPoint::new(
            self.first.x + self.step.width * number(place % columns),
            self.first.y + self.step.height * number(place / columns),
        )
    }
}

/// Returns the scale of `page` in `place`, at most 1.
fn scale_to_fit(page: Size, place: Size) -> f64 {
    let scale = place.width.ratio(page.width).min(place.height.ratio(page.height));
    if scale > FULL_SCALE { 1.0 } else { scale.max(LEAST_SCALE) }
}
