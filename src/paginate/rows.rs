//! Rows of the baseline grid that an entry takes.
//!
//! Comes in: an entry and the row. Goes out: rows. Never done here: which of them are filled.

use crate::galley::Entry;
use crate::unit::Length;

/// The [`bottoms`] of the entry that was asked for last: an entry of many pages is asked for once a
/// page.
#[derive(Debug, Default)]
pub(super) struct Bottoms {
    entry: Option<usize>,
    rows: Vec<u32>,
}

impl Bottoms {
    /// Those of this entry, the one at `index`.
    pub(super) fn of(&mut self, index: usize, entry: &Entry, row: Length) -> &[u32] {
        if self.entry != Some(index) {
            (self.entry, self.rows) = (Some(index), bottoms(entry, row));
        }
        &self.rows
    }
}

/// Rows from the top of an entry to the foot of each of its lines. The last line closes the
/// entry's rows, white below a heading included. A solid entry is as one line.
pub(super) fn bottoms(entry: &Entry, row: Length) -> Vec<u32> {
    if entry.solid {
        return vec![entry.rows];
    }
    let row = row.sp().max(1);
    let mut bottoms: Vec<u32> = entry
        .lines
        .iter()
        .map(|line| {
            u32::try_from((line.baseline.sp() + row - 1) / row).unwrap_or(u32::MAX).max(1)
        })
        .collect();
    if let Some(last) = bottoms.last_mut() {
        *last = (*last).max(entry.rows);
    }
    bottoms
}
