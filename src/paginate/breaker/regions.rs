//! Regions: the pages, or columns of pages, that entries fill.

/// The regions in the order in which they are filled: columns from left to right, page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regions {
    /// Rows of each region; the last number serves all further ones. Never empty.
    pub depths: Vec<u32>,
    /// Regions side by side on a page; at least 1.
    pub columns: u32,
    /// Folio of the first page: pages with an even folio stand to the left of the next.
    pub first_folio: u32,
    /// Number of pages that is required, if one is.
    pub exactly: Option<u32>,
}

impl Regions {
    /// Returns pages of one column with `depth` rows, of which the first is a right-hand page.
    #[must_use]
    pub fn pages(depth: u32) -> Self {
        Self { depths: vec![depth], columns: 1, first_folio: 1, exactly: None }
    }

    /// Returns the rows of region `index`, at least 1.
    #[must_use]
    pub fn depth(&self, index: u32) -> u32 {
        self.depths[(index as usize).min(self.depths.len() - 1)].max(1)
    }

    /// Returns the page of region `index`, counted from 0.
    #[must_use]
    pub fn page(&self, index: u32) -> u32 {
        index / self.columns
    }

    /// Returns the first region of the page after that of region `index`.
    #[must_use]
    pub fn next_page(&self, index: u32) -> u32 {
        (self.page(index) + 1) * self.columns
    }

    /// Returns whether the next region stands beside region `index`: on the same page or on the
    /// facing page.
    #[must_use]
    pub fn is_beside_next(&self, index: u32) -> bool {
        !(index + 1).is_multiple_of(self.columns)
            || (self.first_folio + self.page(index)).is_multiple_of(2)
    }

    /// Returns the index of the last region whose depth is listed.
    pub(super) fn last_listed(&self) -> u32 {
        u32::try_from(self.depths.len() - 1).expect("regions are counted in 32 bits")
    }

    /// Returns the part of a region's index that matters to later regions: two regions of the same
    /// phase are filled alike. If a number of pages is required, every index matters.
    pub(super) fn phase(&self, index: u32) -> u32 {
        let listed = self.last_listed().next_multiple_of(self.columns);
        if self.exactly.is_some() || index < listed {
            return index;
        }
        listed + (index - listed) % (2 * self.columns)
    }
}
