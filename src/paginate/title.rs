//! The title block above the columns of a page.
//!
//! Comes in: a galley and a style. Goes out: a [`TitleBlock`], on as many pages as it needs. Never done here: setting the title,
//! placing its lines.

use std::ops::Range;

use crate::galley::{Galley, Role};
use crate::style::Style;

use super::breaker::Spot;
use super::rows::bottoms;

/// The title block of a page with several columns, which stands above them all.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct TitleBlock {
    /// Number of its entries, the first of the galley.
    pub(super) entries: usize,
    /// What stands on each of its pages; there are several only where a page is too low for all.
    pub(super) parts: Vec<TitlePart>,
    /// Pages that stand before the first on which a column has room for text.
    pub(super) pages_before: u32,
    /// Rows it takes from every column of the first page with text.
    pub(super) rows: u32,
}

/// The part of a title block that stands on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TitlePart {
    /// Its lines, from one place in the galley to another.
    pub(super) lines: Range<Spot>,
    /// Rows that they fill.
    pub(super) rows: u32,
}

impl TitleBlock {
    /// The block that stands above all columns; an empty one where there is one column.
    pub(super) fn new(galley: &Galley, style: &Style) -> Self {
        let is_title = |role| matches!(role, Role::QrCode | Role::Title | Role::TitleLine);
        let entries = galley.entries.iter().take_while(|entry| is_title(entry.role)).count();
        if style.columns < 2 || entries == 0 {
            return Self::default();
        }
        let depth = style.rows();
        let mut cutter = Cutter { depth, start: Spot::default(), row: 0, parts: Vec::new() };
        let mut below = 0;
        for (index, entry) in galley.entries.iter().take(entries).enumerate() {
            let above = if index == 0 { 0 } else { entry.space_above.max(below) };
            cutter.add(index, above, &bottoms(entry, style.leading));
            below = entry.space_below;
        }
        cutter.end_page(Spot::before(entries));
        let Cutter { row, parts, .. } = cutter;
        let rows = row + below.max(1);
        let last = u32::try_from(parts.len()).unwrap_or(u32::MAX).saturating_sub(1);
        if rows < depth {
            Self { entries, parts, pages_before: last, rows }
        } else {
            // Nothing fits below it: the text begins on the next page.
            Self { entries, parts, pages_before: last.saturating_add(1), rows: 0 }
        }
    }
}

/// Divides the title block into pages.
struct Cutter {
    /// Rows of a page.
    depth: u32,
    /// Where the page begins that is being filled.
    start: Spot,
    /// Rows of it that are filled.
    row: u32,
    /// The pages that are full.
    parts: Vec<TitlePart>,
}

impl Cutter {
    fn end_page(&mut self, end: Spot) {
        self.parts.push(TitlePart { lines: self.start..end, rows: self.row });
        self.start = end;
    }

    /// Adds an entry that wants `above` blank rows and whose lines end `bottoms` rows below its top.
    fn add(&mut self, index: usize, above: u32, bottoms: &[u32]) {
        let Some(&rows) = bottoms.last() else { return };
        if self.row + above + rows <= self.depth {
            self.row += above + rows;
            return;
        }
        let is_first = self.start == Spot::before(index);
        if !is_first && rows <= self.depth {
            self.end_page(Spot::before(index));
            self.row = rows;
            return;
        }
        // It is deeper than a page, and divided between its lines.
        let top = if is_first { 0 } else { self.row + above };
        let (mut row, mut begun) = (top, 0);
        for (line, bottom) in bottoms.iter().enumerate() {
            let before = line.checked_sub(1).and_then(|before| bottoms.get(before)).copied();
            let before = before.unwrap_or(0);
            let has_lines = self.start != Spot { strip: index, line, form: 0 };
            // Two lines that end in one row are not parted: the second would stand above the page.
            let parts_here = line == 0 || *bottom > before;
            if row + bottom - begun > self.depth && has_lines && parts_here {
                self.row = row + before - begun;
                self.end_page(Spot { strip: index, line, form: 0 });
                (row, begun) = (0, before);
            }
        }
        self.row = row + rows - begun;
    }
}
