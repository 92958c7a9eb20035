//! The contents: headings, with room for page numbers.
//!
//! Comes in: the blocks of an article. Goes out: a task for each heading. Never done here: the
//! numbers, which are known when the pages are.

use crate::article::{Block, BlockKind, plain_text, walk};
use crate::galley::spans::{Flat, Look};
use crate::galley::{Keep, Role};

use super::{DISPLAY_ROWS, Indents, Planner, Setting};

/// Headings of this level and above are in the contents.
const LEVELS: u8 = 2;
/// Room at the right for a number of four figures, in ems; no entry's words reach into it.
const SLOT_EMS: i64 = 3;

impl Planner<'_> {
    /// A line for each heading of the first levels. It is no text of the article: the headings say
    /// it again, and the outline leads there.
    pub(super) fn contents(&mut self, blocks: &[Block]) {
        let ours = Look { ours: true, ..Look::default() };
        let first = self.tasks.len();
        for block in walk::blocks(blocks) {
            let BlockKind::Heading { level, text } = &block.kind else { continue };
            if *level > LEVELS {
                continue;
            }
            let title = plain_text(text);
            let lines = vec![(level.saturating_sub(1), Flat::plain(&title, ours))];
            let right = self.font.size * SLOT_EMS;
            let indents = Indents { right, ..Indents::default() };
            self.push(Role::Contents, Setting::Lines(lines, self.font), indents, block.place);
            self.last(|task| {
                task.title = Some(title);
                task.keep = Keep { together: true, ..task.keep };
            });
        }
        if self.tasks.len() > first {
            self.last(|task| task.space_below = DISPLAY_ROWS);
        }
        self.after_text = false;
    }
}
