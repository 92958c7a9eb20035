//! The title block above the columns of a page.

use std::ops::Range;

use crate::galley::{Galley, Role};
use crate::style::Style;

use super::breaker::BreakPosition;
use super::rows::line_bottoms;

/// The title block of pages with several columns, which stands above them all.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct TitleBlock {
    /// Number of its entries, the first of the galley.
    pub(super) entries: usize,
    /// Its part on each page; there are several only if a page is too low for all.
    pub(super) parts: Vec<TitlePart>,
    /// Number of pages before the first on which a column has room for text.
    pub(super) pages_before: u32,
    /// Rows it takes from every column of the first page with text.
    pub(super) rows: u32,
}

/// The part of a title block that stands on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TitlePart {
    /// Its lines, from one position in the galley to another.
    pub(super) lines: Range<BreakPosition>,
    /// Rows that they fill.
    pub(super) rows: u32,
}

impl TitleBlock {
    /// Returns the block above all columns; an empty one if there is one column.
    pub(super) fn new(galley: &Galley, style: &Style) -> Self {
        let is_title = |role| matches!(role, Role::QrCode | Role::Title | Role::TitleLine);
        let entries = galley.entries.iter().take_while(|entry| is_title(entry.role)).count();
        if style.columns < 2 || entries == 0 {
            return Self::default();
        }
        let depth = style.rows();
        let mut divider = TitleDivider {
            depth,
            start: BreakPosition::default(),
            filled_rows: 0,
            parts: Vec::new(),
        };
        let mut below = 0;
        for (index, entry) in galley.entries.iter().take(entries).enumerate() {
            let above = if index == 0 { 0 } else { entry.space_above.max(below) };
            divider.add_entry(index, above, &line_bottoms(entry, style.leading));
            below = entry.space_below;
        }
        divider.end_page(BreakPosition::before(entries));
        let TitleDivider { filled_rows, parts, .. } = divider;
        let rows = filled_rows + below.max(1);
        let pages = u32::try_from(parts.len()).expect("pages are counted in 32 bits");
        if rows < depth {
            Self { entries, parts, pages_before: pages - 1, rows }
        } else {
            // Nothing fits below it: the text begins on the next page.
            Self { entries, parts, pages_before: pages, rows: 0 }
        }
    }
}

/// Divides the title block into pages.
struct TitleDivider {
    /// Rows of a page.
    depth: u32,
    /// Position at which the current page begins.
    start: BreakPosition,
    /// Filled rows of the current page.
    filled_rows: u32,
    /// The pages that are full.
    parts: Vec<TitlePart>,
}

impl TitleDivider {
    fn end_page(&mut self, end: BreakPosition) {
        self.parts.push(TitlePart { lines: self.start..end, rows: self.filled_rows });
        self.start = end;
    }

    /// Adds an entry with `above` blank rows, whose lines end `bottoms` rows below its top.
    fn add_entry(&mut self, index: usize, above: u32, bottoms: &[u32]) {
        let rows = bottoms[bottoms.len() - 1];
        if self.filled_rows + above + rows <= self.depth {
            self.filled_rows += above + rows;
            return;
        }
        let is_first = self.start == BreakPosition::before(index);
        if !is_first && rows <= self.depth {
            self.end_page(BreakPosition::before(index));
            self.filled_rows = rows;
            return;
        }
        // It is deeper than a page, and divided between its lines.
        let top = if is_first { 0 } else { self.filled_rows + above };
        let (mut row, mut begun, mut before) = (top, 0, 0);
        for (line, &bottom) in bottoms.iter().enumerate() {
            let position = BreakPosition { entry: index, line, alternative: 0 };
            let has_lines = self.start != position;
            // Two lines that end in one row are not divided: the second would stand above the page.
            let may_divide = line == 0 || bottom > before;
            if row + bottom - begun > self.depth && has_lines && may_divide {
                self.filled_rows = row + before - begun;
                self.end_page(position);
                (row, begun) = (0, before);
            }
            before = bottom;
        }
        self.filled_rows = row + rows - begun;
    }
}
