//! The price list of pages: what each fault costs.
//!
//! Comes in: nothing. Goes out: [`Prices`]. Never done here: choosing. The unit is that of an
//! alternative's price: demerits gained over the root of a paragraph's lines, of which under 1000
//! is not seen and 15000 is the limit of what is acceptable (Chernoff's lua-widow-control).
//! `docs/composition.md` has the list with its reasons.

/// What each fault of a page costs. A frame is a page, or a column of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prices {
    /// A paragraph's last line alone at the head of a frame that could be otherwise. Above what any
    /// other way costs nearby, so that none is left where there is one.
    pub widow: i64,
    /// A paragraph's first line alone at the foot of a frame. As a widow.
    pub orphan: i64,
    /// A heading without its text at the foot of a frame; an entry divided that should not be.
    pub parted: i64,
    /// A frame that ends in a hyphen: rather an opening a row short, or a paragraph at the limit of
    /// what is acceptable.
    pub hyphen: i64,
    /// A figure at the head of the frame after its own: rather a row left blank, but not two.
    pub late: i64,
    /// So many figures wait for the same frame at most: more would leave no room for text, and time
    /// stays linear in their number.
    pub most_late: usize,
    /// A row left blank at the foot, times the square of the rows. Of two pages that face each other
    /// both end high, so that a row costs two of these: rather any paragraph that is still acceptable.
    pub short: i64,
    /// A row that two frames side by side differ by, times the square of the rows: on top of
    /// `short` and above it, so that of two pages that face each other both end high, or none.
    pub uneven: i64,
    /// A heading with only two lines of text under it.
    pub shallow: i64,
    /// Each row that the last page lacks of [`Prices::least_last`].
    pub empty: i64,
    /// Rows that the last page must have not to look empty.
    pub least_last: u32,
    /// A frame is not left shorter than by this many rows where it can end lower.
    pub most_short: u32,
    /// A note that goes on in the next frame: rather an opening six rows short, so that notes are
    /// divided where they must be. Pages are hardly ever left shorter than that to keep one whole.
    pub split: i64,
    /// Each row of it that goes on.
    pub split_row: i64,
}

impl Prices {
    /// The prices of the house.
    pub const HOUSE: Self = Self {
        widow: 40_000_000,
        orphan: 40_000_000,
        parted: 400_000_000,
        hyphen: 18_000,
        late: 10_000,
        most_late: 4,
        short: 8_000,
        uneven: 9_000,
        shallow: 1_600,
        empty: 60_000,
        least_last: 5,
        most_short: 8,
        split: 600_000,
        split_row: 1_000,
    };
}
