//! The order of pages: the pages on each side of each sheet, by index.

/// The pages of one side, place by place from left to right, row by row; none for a blank.
pub type SidePages = Vec<Option<usize>>;

/// The pages of one sheet of paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPages {
    /// Pages of its front.
    pub front: SidePages,
    /// Pages of its back, as it is seen after the sheet is turned like the page of a book; none if
    /// sheets are printed on one side.
    pub back: Option<SidePages>,
    /// Number of sheets around it in its fold: 0 for the outermost.
    pub depth: usize,
    /// Its signature, counted from 0.
    pub signature: usize,
}

impl SheetPages {
    fn unfolded(front: SidePages, back: Option<SidePages>) -> Self {
        Self { front, back, depth: 0, signature: 0 }
    }
}

/// Pages of a sheet that is folded once.
const PAGES_OF_FOLDED_SHEET: usize = 4;

/// Returns nested sheets that are folded once, in signatures of at most `most` sheets, or in one. At
/// most three places are blank, and all are at the end: the back of the last leaf is blank first.
/// The signatures differ by at most one sheet.
#[must_use]
pub fn order_folded(count: usize, most: Option<usize>) -> Vec<SheetPages> {
    let sheets = count.div_ceil(PAGES_OF_FOLDED_SHEET);
    let most = most.unwrap_or(sheets).max(1);
    let signatures = sheets.div_ceil(most).max(1);
    let (least, more) = (sheets / signatures, sheets % signatures);
    let mut all = Vec::with_capacity(sheets);
    let mut first = 0;
    for signature in 0..signatures {
        let sheets = least + usize::from(signature < more);
        let pages = sheets * PAGES_OF_FOLDED_SHEET;
        // The pages from the outside in: at each depth two from the beginning, two from the end.
        for depth in 0..sheets {
            let page = |index: usize| Some(first + index).filter(|page| *page < count);
            let (low, high) = (2 * depth, pages - 1 - 2 * depth);
            all.push(SheetPages {
                front: vec![page(high), page(low)],
                back: Some(vec![page(low + 1), page(high - 1)]),
                depth,
                signature,
            });
        }
        first += pages;
    }
    all
}

/// Returns sheets with `places` pages on a side in reading order, on both sides or on one.
#[must_use]
pub fn order_side_by_side(count: usize, places: usize, both_sides: bool) -> Vec<SheetPages> {
    let side = |first: usize| {
        let pages = first..first + places;
        pages.map(|page| Some(page).filter(|page| *page < count)).collect()
    };
    let step = if both_sides { 2 * places } else { places };
    (0..count)
        .step_by(step)
        .map(|first| {
            SheetPages::unfolded(side(first), both_sides.then(|| side(first + places)))
        })
        .collect()
}

/// Returns sheets that are cut into `columns` by `rows` piles: pile upon pile, row by row, the pages
/// are in order.
#[must_use]
pub fn order_cut_and_stacked(
    count: usize,
    columns: usize,
    rows: usize,
    both_sides: bool,
) -> Vec<SheetPages> {
    let to_a_piece = if both_sides { 2 } else { 1 };
    let pieces = count.div_ceil(to_a_piece);
    let sheets = pieces.div_ceil(columns * rows);
    let page = |piece: usize, side: usize| {
        Some(piece * to_a_piece + side).filter(|page| *page < count)
    };
    let side = |sheet: usize, side: usize| {
        let mut pages = SidePages::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                // The left of the front is the right of the back.
                let column = if side == 1 { columns - 1 - column } else { column };
                pages.push(page((row * columns + column) * sheets + sheet, side));
            }
        }
        pages
    };
    (0..sheets)
        .map(|sheet| SheetPages::unfolded(side(sheet, 0), both_sides.then(|| side(sheet, 1))))
        .collect()
}
