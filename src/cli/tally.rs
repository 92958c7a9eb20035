//! What became of the articles of a batch, counted.
//!
//! Comes in: nothing. Goes out: [`Tally`]. Never done here: telling it.

/// What became of the articles so far.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tally {
    /// Articles in all.
    pub(super) articles: usize,
    /// Those that were set.
    pub(super) set: usize,
    /// Those that were not.
    pub(super) failed: usize,
    /// Pages of those that were set.
    pub(super) pages: usize,
}
