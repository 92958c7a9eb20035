//! Rows of the baseline grid that an entry takes.

use crate::galley::{Entry, Line};
use crate::unit::Length;

/// A cache of the [`line_bottoms`] of one entry: an entry of many pages is looked up once a page.
#[derive(Debug, Default)]
pub(super) struct BottomsCache {
    entry: Option<usize>,
    bottoms: Vec<u32>,
}

impl BottomsCache {
    /// Returns the bottoms of the entry at `index`, in a grid with rows of depth `row`.
    pub(super) fn bottoms(&mut self, index: usize, entry: &Entry, row: Length) -> &[u32] {
        if self.entry != Some(index) {
            (self.entry, self.bottoms) = (Some(index), line_bottoms(entry, row));
        }
        &self.bottoms
    }
}

/// Returns the rows from the top of an entry to the foot of each of its lines, of which there is at
/// least one. The last line ends the entry's rows, with the space below a heading. A solid entry
/// counts as one line.
pub(super) fn line_bottoms(entry: &Entry, row: Length) -> Vec<u32> {
    if entry.solid {
        return vec![entry.rows];
    }
    let rows = |line: &Line| rows_of(line.baseline, row);
    let mut bottoms: Vec<u32> = entry.lines.iter().map(rows).collect();
    match bottoms.last_mut() {
        Some(last) => *last = (*last).max(entry.rows),
        // An entry without lines takes no rows.
        None => bottoms.push(0),
    }
    bottoms
}

/// Returns the rows that a depth takes, rounded up, at least 1.
pub(super) fn rows_of(depth: Length, row: Length) -> u32 {
    let row = row.sp().max(1);
    u32::try_from((depth.sp() + row - 1) / row).unwrap_or(u32::MAX).max(1)
}
