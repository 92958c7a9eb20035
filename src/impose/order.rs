//! The order of pages: which stands where on which side.
//!
//! Comes in: a number of pages and how the sheets are folded or cut. Goes out: for each side of
//! each sheet the pages of its places, by index. Never done here: lengths; where a place is.

/// The pages of one side, place by place from left to right, row by row; none for a blank.
pub type Places = Vec<Option<usize>>;

/// One sheet of paper, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Its front.
    pub front: Places,
    /// Its back, as one sees it after turning the sheet like the page of a book; none where sheets
    /// are printed on one side.
    pub back: Option<Places>,
    /// How many sheets lie around it in its fold: 0 for the outermost.
    pub depth: usize,
    /// The signature it is of, counted from 0.
    pub signature: usize,
}

/// Pages of a sheet that is folded once.
const TO_A_FOLDED_SHEET: usize = 4;

/// Sheets folded once and laid into each other, in signatures of at most `greatest` sheets; without
/// a greatest all sheets are one. There are as few blanks as can be, three at most, and all are at
/// the end: the back of the last leaf goes blank first. Signatures differ by one sheet at most.
#[must_use]
pub fn folded(count: usize, greatest: Option<usize>) -> Vec<Leaf> {
    let sheets = count.div_ceil(TO_A_FOLDED_SHEET);
    let greatest = greatest.unwrap_or(sheets).max(1);
    let signatures = sheets.div_ceil(greatest).max(1);
    let (least, more) = (sheets / signatures, sheets % signatures);
    let mut leaves = Vec::with_capacity(sheets);
    let mut first = 0;
    for signature in 0..signatures {
        let sheets = least + usize::from(signature < more);
        let pages = sheets * TO_A_FOLDED_SHEET;
        // The pages from the outside in: at each depth two from the beginning, two from the end.
        for depth in 0..sheets {
            let page = |index: usize| Some(first + index).filter(|page| *page < count);
            let (low, high) = (2 * depth, pages - 1 - 2 * depth);
            leaves.push(Leaf {
                front: vec![page(high), page(low)],
                back: Some(vec![page(low + 1), page(high - 1)]),
                depth,
                signature,
            });
        }
        first += pages;
    }
    leaves
}

/// Several pages on a side in reading order, on both sides or on one.
#[must_use]
pub fn side_by_side(count: usize, places: usize, both_sides: bool) -> Vec<Leaf> {
    let places = places.max(1);
    let side = |first: usize| {
        let pages = first..first + places;
        pages.map(|page| Some(page).filter(|page| *page < count)).collect::<Places>()
    };
    let step = if both_sides { 2 * places } else { places };
    let starts = (0..count).step_by(step);
    starts
        .map(|first| Leaf {
            front: side(first),
            back: both_sides.then(|| side(first + places)),
            depth: 0,
            signature: 0,
        })
        .collect()
}

/// Pages for sheets that are cut into `columns` by `rows` piles: pile upon pile, row by row, the
/// pages are in order.
#[must_use]
pub fn cut_and_stacked(
    count: usize,
    (columns, rows): (usize, usize),
    both_sides: bool,
) -> Vec<Leaf> {
    let (columns, rows) = (columns.max(1), rows.max(1));
    let to_a_piece = if both_sides { 2 } else { 1 };
    let pieces = count.div_ceil(to_a_piece);
    let sheets = pieces.div_ceil(columns * rows);
    let page = |piece: usize, side: usize| {
        Some(piece * to_a_piece + side).filter(|page| *page < count)
    };
    let side = |sheet: usize, side: usize| {
        let mut places = Places::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                // What lies left on the front lies right on the back.
                let column = if side == 1 { columns - 1 - column } else { column };
                places.push(page((row * columns + column) * sheets + sheet, side));
            }
        }
        places
    };
    (0..sheets)
        .map(|sheet| Leaf {
            front: side(sheet, 0),
            back: both_sides.then(|| side(sheet, 1)),
            depth: 0,
            signature: 0,
        })
        .collect()
}
