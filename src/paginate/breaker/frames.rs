//! Frames: the columns and pages that strips are poured into.
//!
//! Comes in: nothing. Goes out: [`Frames`]. Never done here: filling them.

/// The frames in the order they are filled: columns from left to right, page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frames {
    /// Rows of each frame; the last number serves all further ones. Never empty.
    pub depths: Vec<u32>,
    /// Frames side by side on a page; at least 1.
    pub columns: u32,
    /// The folio of the first page: pages of even folio stand left of the next.
    pub first_folio: u32,
    /// So many pages and no other number are wanted.
    pub exactly: Option<u32>,
}

impl Frames {
    /// Pages of one column and so many rows, the first of them a right-hand one.
    #[must_use]
    pub fn pages(depth: u32) -> Self {
        Self { depths: vec![depth], columns: 1, first_folio: 1, exactly: None }
    }

    /// Rows of frame `index`.
    #[must_use]
    pub fn depth(&self, index: u32) -> u32 {
        let at = (index as usize).min(self.depths.len().saturating_sub(1));
        self.depths.get(at).copied().unwrap_or(1).max(1)
    }

    /// The page that frame `index` stands on, counted from 0.
    #[must_use]
    pub fn page(&self, index: u32) -> u32 {
        index / self.columns.max(1)
    }

    /// The first frame of the page after that of frame `index`.
    #[must_use]
    pub fn next_page(&self, index: u32) -> u32 {
        (self.page(index) + 1) * self.columns.max(1)
    }

    /// Whether the next frame stands beside frame `index`, in the same opening: on the same page,
    /// or on the page that faces it.
    #[must_use]
    pub fn beside(&self, index: u32) -> bool {
        let next = index + 1;
        !next.is_multiple_of(self.columns.max(1))
            || (self.first_folio + self.page(index)).is_multiple_of(2)
    }

    /// What of a frame's number matters to all that follows: two frames of the same phase are
    /// filled alike. Where the number of pages is asked for, every number matters.
    pub(super) fn phase(&self, index: u32) -> u32 {
        let special = u32::try_from(self.depths.len() - 1).unwrap_or(0);
        let special = special.next_multiple_of(self.columns.max(1));
        if self.exactly.is_some() || index < special {
            return index;
        }
        special + (index - special) % (2 * self.columns.max(1))
    }
}
