//! Blocks that stay on one page, in the plan of the galley.
//!
//! Comes in: blocks that the author keeps together. Goes out: tasks between which no page ends. Never
//! done here: knowing whether a page holds them.

use super::{Indents, Planner};
use crate::article::Block;

impl Planner<'_> {
    /// Plans blocks that stay on one page.
    pub(super) fn together(&mut self, blocks: &[Block], indents: Indents) {
        let first = self.tasks.len();
        self.blocks(blocks, indents);
        let count = self.tasks.len();
        for (task, nth) in self.tasks.iter_mut().skip(first).zip(first + 1..) {
            task.keep.together = true;
            task.keep.with_next |= nth < count;
            task.figure = 0;
        }
        self.kept.push(first..count);
    }
}
