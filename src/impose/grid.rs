//! The grid: how a sheet lies, where its places are.
//!
//! Comes in: the sizes of a sheet and of a page, and how many places are wanted. Goes out: a
//! [`Grid`]. Never done here: which page stands in a place.

use super::sheet::Size;
use crate::unit::{Length, Sides};

/// The places of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Grid {
    /// The sheet as it lies.
    pub(super) sheet: Size,
    /// Places beside each other.
    pub(super) columns: usize,
    /// Places above each other.
    pub(super) rows: usize,
    /// How large a page is set: 1, or less where it is larger than its place.
    pub(super) scale: f64,
    /// A page as large as it is set.
    pub(super) page: Size,
    /// Upper left corner of the first page.
    first: (Length, Length),
    /// From a page to the next.
    step: (Length, Length),
}

/// Columns and rows that a number of places can be laid out in.
fn layouts(places: usize) -> impl Iterator<Item = (usize, usize)> {
    (1..=places)
        .filter(move |columns| places.is_multiple_of(*columns))
        .map(move |columns| (columns, places / columns))
}

impl Grid {
    /// The grid of `places` that shows pages largest, the sheet upright or turned; of two that are
    /// equal the one with fewer columns, since a reader goes down sooner than on.
    pub(super) fn largest(sheet: Size, page: Size, places: usize, white: Length) -> Self {
        let mut best: Option<Self> = None;
        for sheet in [sheet.upright(), sheet.lying()] {
            for layout in layouts(places) {
                let grid = Self::spread(sheet, page, layout, white);
                if best.is_none_or(|best| grid.scale > best.scale) {
                    best = Some(grid);
                }
            }
        }
        best.unwrap_or_else(|| Self::spread(sheet, page, (1, 1), white))
    }

    /// Places that share the sheet inside its white equally, a page in the middle of each.
    fn spread(sheet: Size, page: Size, (columns, rows): (usize, usize), white: Length) -> Self {
        let cell = Size {
            width: (sheet.width - white * 2) / whole(columns),
            height: (sheet.height - white * 2) / whole(rows),
        };
        let scale = fit(page, cell);
        let page = page.scale(scale);
        let middle = |room: Length, taken: Length| (room - taken) / 2;
        Self {
            sheet,
            columns,
            rows,
            scale,
            page,
            first: (
                white + middle(cell.width, page.width),
                white + middle(cell.height, page.height),
            ),
            step: (cell.width, cell.height),
        }
    }

    /// Pages that touch, or stand `gap` apart, in the middle of the sheet inside its `white`.
    pub(super) fn together(
        sheet: Size,
        page: Size,
        (columns, rows): (usize, usize),
        (gap, white): ((Length, Length), Sides<Length>),
    ) -> Self {
        let gaps = (gap.0 * (whole(columns) - 1), gap.1 * (whole(rows) - 1));
        let cell = Size {
            width: (sheet.width - white.left - white.right - gaps.0) / whole(columns),
            height: (sheet.height - white.top - white.bottom - gaps.1) / whole(rows),
        };
        let scale = fit(page, cell);
        let page = page.scale(scale);
        let block = (page.width * whole(columns) + gaps.0, page.height * whole(rows) + gaps.1);
        let first = ((sheet.width - block.0) / 2, (sheet.height - block.1) / 2);
        let step = (page.width + gap.0, page.height + gap.1);
        Self { sheet, columns, rows, scale, page, first, step }
    }

    /// Upper left corner of the page at this place, counted row by row.
    pub(super) fn corner(&self, place: usize) -> (Length, Length) {
        let columns = self.columns.max(1);
        let (column, row) = (whole(place % columns), whole(place / columns));
        (self.first.0 + self.step.0 * column, self.first.1 + self.step.1 * row)
    }
}

/// How large `page` may be in `room`, and not larger than it is.
fn fit(page: Size, room: Size) -> f64 {
    let fits = room.width.ratio(page.width).min(room.height.ratio(page.height));
    // Half a sheet may be rounded down by a scaled point; that makes no page smaller.
    if fits > 0.999_999 { 1.0 } else { fits.max(0.01) }
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
