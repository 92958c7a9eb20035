//! The contents: headings, with room for page numbers.
//!
//! Comes in: the blocks of an article. Goes out: a task for each heading. Never done here: the
//! numbers, which are known when the pages are.

use crate::article::{Block, BlockKind, plain_text, walk};
use crate::galley::spans::{Flat, SpanStyle};
use crate::galley::{Keep, Role, Tag};

use super::{DISPLAY_ROWS, Indents, Planner, TaskContent};

/// Headings of this level and above are in the contents.
const LEVELS: u8 = 2;
/// Room at the right for a number of four figures, in ems; no entry's words reach into it.
const SLOT_EMS: i64 = 3;

impl Planner<'_> {
    /// A line for each heading of the first levels. It is no text of the article, for the headings
    /// say it again; but whoever listens may want to hear what is to come.
    pub(super) fn contents(&mut self, blocks: &[Block]) {
        let headings = || {
            walk::blocks(blocks).filter_map(|block| match &block.kind {
                BlockKind::Heading { level, text } if *level <= LEVELS => {
                    Some((*level, text, block.place))
                }
                _ => None,
            })
        };
        if headings().next().is_none() {
            return;
        }
        let ours = SpanStyle { ours: true, ..SpanStyle::default() };
        self.within(Tag::Contents, |planner| {
            for (level, text, place) in headings() {
                let title = plain_text(text);
                let lines = vec![(level.saturating_sub(1), Flat::plain(&title, ours))];
                let right = planner.font.size * SLOT_EMS;
                let indents = Indents { right, ..Indents::default() };
                planner.push(
                    Role::Contents,
                    TaskContent::Lines(lines, planner.font),
                    indents,
                    place,
                );
                planner.last(|task| {
                    task.title = Some(title);
                    task.keep = Keep { together: true, ..task.keep };
                });
            }
        });
        self.last(|task| task.space_below = DISPLAY_ROWS);
        self.after_text = false;
    }
}
