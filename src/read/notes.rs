//! Notes: marks in the text find their words at its end.
//!
//! Comes in: blocks. Goes out: notes, and references to them where their marks stood. Never done
//! here: taking a note that no mark asks for, or a mark that no note answers.

use crate::article::{Block, Note};

/// Takes the notes out of the blocks.
pub(super) fn take(_blocks: &mut Vec<Block>) -> Vec<Note> {
    Vec::new()
}
