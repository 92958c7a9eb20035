//! Penalties of pages: the cost of each fault.
//!
//! The unit is that of an alternative's cost: demerits gained over the square root of a paragraph's
//! lines. Below 1000 it is invisible, 15000 is the limit of what is acceptable (Chernoff's
//! lua-widow-control). `docs/composition.md` lists the penalties with their reasons.

/// The penalty of each fault of a region, which is a page or a column of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PagePenalties {
    /// A paragraph's last line alone at the top of a region. It exceeds the cost of any alternative
    /// nearby, so that no widow remains where one can be avoided.
    pub widow: i64,
    /// A paragraph's first line alone at the foot of a region; as a widow.
    pub orphan: i64,
    /// A region that ends where entries should stay together: after a heading, or in a kept block.
    pub broken_keep: i64,
    /// A region that ends in a hyphen. Two facing pages a row short cost less, and so does a
    /// paragraph at the limit of what is acceptable.
    pub hyphen: i64,
    /// A figure at the top of the region after its own: more than a blank row, less than two.
    pub deferred_figure: i64,
    /// Greatest number of figures deferred to one region: more would leave no room for text, and time
    /// stays linear in their number.
    pub most_deferred: usize,
    /// A blank row at the foot, times the square of the rows. Two facing pages both end high, so that
    /// a row costs two of these: more than any paragraph that is acceptable.
    pub blank_row: i64,
    /// A row by which two regions side by side differ, times the square of the rows: in addition to
    /// `blank_row` and above it, so that of two facing pages both end high, or none.
    pub uneven_row: i64,
    /// A heading with only two lines of text under it.
    pub shallow_heading: i64,
    /// Each row that the last page lacks of [`PagePenalties::least_last`].
    pub short_last_page: i64,
    /// Rows below which the last page looks empty.
    pub least_last: u32,
    /// Greatest number of blank rows at the foot, unless every end of the region leaves more.
    pub most_blank: u32,
    /// A note that continues in the next region: about what two facing pages six rows short cost, so
    /// that notes are divided only where they must be.
    pub divided_note: i64,
    /// Each row of a note that continues.
    pub divided_note_row: i64,
}

impl PagePenalties {
    /// The penalties that Offprint uses.
    pub const DEFAULT: Self = Self {
        widow: 40_000_000,
        orphan: 40_000_000,
        broken_keep: 400_000_000,
        hyphen: 18_000,
        deferred_figure: 10_000,
        most_deferred: 4,
        blank_row: 8_000,
        uneven_row: 9_000,
        shallow_heading: 1_600,
        short_last_page: 60_000,
        least_last: 5,
        most_blank: 8,
        divided_note: 600_000,
        divided_note_row: 1_000,
    };
}

impl Default for PagePenalties {
    fn default() -> Self {
        Self::DEFAULT
    }
}
