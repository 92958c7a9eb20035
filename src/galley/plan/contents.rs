//! Table of contents: headings, with room for page numbers.

use crate::article::{Block, BlockKind, plain_text, walk};
use crate::galley::spans::{FlatText, SpanStyle};
use crate::galley::{Role, Tag};

use super::{Context, DISPLAY_ROWS, IndentedLine, Indents, Planner, TaskContent};

/// Deepest level of heading in the contents.
const LEVELS: u8 = 2;
/// Room at the right for a page number of four figures, in ems; no heading reaches into it.
const NUMBER_EMS: i64 = 3;

impl Planner<'_> {
    /// Plans a line for each heading of the first levels. The lines are not text of the article,
    /// which says the headings again, but have structure elements for assistive technology.
    pub(super) fn contents(&mut self, blocks: &[Block], at: Context<'_>) {
        let added = SpanStyle { added: true, ..SpanStyle::default() };
        let indents = Indents { right: at.font.size * NUMBER_EMS, ..Indents::default() };
        let mut contents = None;
        for block in walk::blocks(blocks) {
            let BlockKind::Heading { level, text } = &block.kind else { continue };
            if *level > LEVELS {
                continue;
            }
            let parent = *contents.get_or_insert_with(|| self.add_node(Tag::Contents, at));
            let at = Context { parent: Some(parent), place: block.place, indents, ..at };
            let title = plain_text(text);
            let flat = FlatText::plain(&title, added);
            let line = IndentedLine { steps: level.saturating_sub(1), flat };
            let task = self.push(Role::Contents, TaskContent::Lines(vec![line]), at);
            task.entry.title = Some(title);
            task.entry.keep.together = true;
        }
        if contents.is_some()
            && let Some(last) = self.tasks.last_mut()
        {
            last.entry.space_below = DISPLAY_ROWS;
        }
    }
}
