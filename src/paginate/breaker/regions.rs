//! Regions: the pages, or columns of pages, that entries fill.

/// Index of a region in the order in which they are filled, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RegionId(pub u32);

impl RegionId {
    /// Returns the region `count` after this one.
    #[must_use]
    pub fn later_by(self, count: u32) -> Self {
        Self(self.0 + count)
    }
}

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

    /// Returns the rows of a region, at least 1.
    #[must_use]
    pub fn depth(&self, region: RegionId) -> u32 {
        self.depths[(region.0 as usize).min(self.depths.len() - 1)].max(1)
    }

    /// Returns the index of the page of a region, counted from 0.
    #[must_use]
    pub fn page(&self, region: RegionId) -> u32 {
        region.0 / self.columns
    }

    /// Returns the first region of the page after that of a region.
    #[must_use]
    pub fn next_page(&self, region: RegionId) -> RegionId {
        RegionId((self.page(region) + 1) * self.columns)
    }

    /// Returns whether the next region stands beside a region: on the same page or on the facing
    /// page.
    #[must_use]
    pub fn is_beside_next(&self, region: RegionId) -> bool {
        !(region.0 + 1).is_multiple_of(self.columns)
            || (self.first_folio + self.page(region)).is_multiple_of(2)
    }

    /// Returns the last region whose depth is listed.
    pub(super) fn last_listed(&self) -> RegionId {
        let last = u32::try_from(self.depths.len() - 1);
        RegionId(last.expect("regions are counted in 32 bits"))
    }

    /// Returns the part of a region's index that matters to later regions: two regions of the same
    /// phase are filled alike. If a number of pages is required, every index matters.
    pub(super) fn phase(&self, region: RegionId) -> u32 {
        let RegionId(index) = region;
        let listed = self.last_listed().0.next_multiple_of(self.columns);
        if self.exactly.is_some() || index < listed {
            return index;
        }
        listed + (index - listed) % (2 * self.columns)
    }
}
