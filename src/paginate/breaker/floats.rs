//! Deferred figures, which stand at the top of the region after their own.

use std::ops::Range;

use super::entry::RowEntry;

/// Yields the figures that begin in `range`, each as the range of its entries. `entry_count` returns
/// the number of entries of the figure that begins with an entry, or 0 if none does.
pub(crate) fn figure_ranges(
    entry_count: impl Fn(usize) -> usize,
    range: Range<usize>,
) -> impl Iterator<Item = Range<usize>> {
    let Range { start: mut at, end } = range;
    std::iter::from_fn(move || {
        while at < end {
            let (first, count) = (at, entry_count(at));
            at += count.max(1);
            if count > 0 {
                return Some(first..at);
            }
        }
        None
    })
}

/// The size of deferred figures at the top of a region.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct DeferredFigures {
    /// Number of figures.
    pub(super) count: usize,
    /// Rows from the top of the first to the foot of the last.
    pub(super) rows: u32,
    /// Blank rows required below the last.
    pub(super) below: u32,
    /// Rows of the notes that they call.
    pub(super) notes: u32,
}

impl DeferredFigures {
    /// Measures the figures from `first` on that begin before the entry `end`.
    pub(super) fn measure(entries: &[RowEntry], first: usize, end: usize) -> Self {
        let mut size = Self::default();
        for figure in figure_ranges(|at| entries[at].figure, first..end) {
            size.count += 1;
            for (nth, entry) in entries[figure].iter().enumerate() {
                let only = &entry.alternatives[0];
                if size.count > 1 || nth > 0 {
                    size.rows += entry.above.max(size.below);
                }
                size.rows += only.all_rows();
                size.below = entry.below;
                size.notes += only.notes.iter().sum::<u32>();
            }
        }
        size
    }
}
