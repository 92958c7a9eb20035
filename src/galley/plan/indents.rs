//! How far blocks are set in.
//!
//! Comes in: the indents around a block, a step. Goes out: [`Indents`] that leave room for words.
//! Never done here: setting anything.

use super::Planner;
use crate::unit::Length;

/// Blocks nest no deeper than this on the page; what lies deeper is set at this depth.
const DEEPEST: i64 = 6;
/// All indents together take no more than this part of the measure, so that what lies deep on a
/// narrow page still has half a column.
const ROOM: i64 = 2;

/// Indents of a block.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::galley) struct Indents {
    /// Of all lines, from the left.
    pub(in crate::galley) left: Length,
    /// Of all lines, from the right.
    pub(in crate::galley) right: Length,
    /// Of the first line besides.
    pub(in crate::galley) first: Length,
}

impl Planner<'_> {
    /// Indents one step further in, as long as the measure has room.
    pub(super) fn deeper(&self, indents: Indents, step: Length) -> Indents {
        let room = self.styles.measure / ROOM - indents.right;
        let left = (indents.left + step).min(self.styles.inset * DEEPEST).min(room);
        Indents { left: left.max(indents.left), right: indents.right, first: Length::ZERO }
    }

    /// Indents of a quotation: a step further in from both sides, as long as there is room.
    pub(super) fn inset(&self, indents: Indents) -> Indents {
        let inset = self.deeper(indents, self.styles.inset);
        let room = self.styles.measure / ROOM - inset.left;
        let right = (indents.right + self.styles.inset).min(room);
        Indents { right: right.max(indents.right), ..inset }
    }
}
