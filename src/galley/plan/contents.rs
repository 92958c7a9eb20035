//! Table of contents: headings, with room for page numbers.

use crate::article::{Block, BlockKind, plain_text, walk};
use crate::galley::spans::{FlatText, SpanStyle};
use crate::galley::structure::PassageKind;
use crate::galley::{EntryId, NodeId, Role, Tag};

use super::{Context, DISPLAY_ROWS, IndentedLine, Indents, Planner, TaskContent};

/// Deepest level of heading in the contents.
const LEVELS: u8 = 2;
/// Room at the right for a page number of four figures, in ems; no heading reaches into it.
const NUMBER_EMS: i64 = 3;

/// Contents that further lines may join.
struct OpenContents {
    /// Level of its headings.
    level: u8,
    /// Structure element of the contents.
    table: NodeId,
    /// That of its last line.
    line: NodeId,
}

impl Planner<'_> {
    /// Plans a line for each heading of the first levels, which leads to it. The lines are not text
    /// of the article, which says the headings again, but have structure elements for assistive
    /// technology.
    pub(super) fn contents(&mut self, blocks: &[Block], at: Context<'_>) {
        let indents = Indents { right: at.font.size * NUMBER_EMS, ..Indents::default() };
        let mut open = Vec::new();
        for block in walk::blocks(blocks) {
            let BlockKind::Heading { level, text } = &block.kind else { continue };
            if *level > LEVELS {
                continue;
            }
            let node = self.contents_line(*level, &mut open, at);
            // The heading is planned later, and then the line leads to it.
            let target = PassageKind::Entry(EntryId::new(self.tasks.len()));
            let passage = self.inline.structure.add_passage(target, None);
            self.listed.push(passage);
            let added =
                SpanStyle { added: true, passage: Some(passage), ..SpanStyle::default() };
            let title = plain_text(text);
            let flat = FlatText::plain(&title, added);
            let line = IndentedLine { steps: level.saturating_sub(1), flat };
            let at = Context { place: block.place, indents, ..at };
            let content = TaskContent::Lines(vec![line]);
            let task = self.push_in(Some(node), Role::Contents, content, at);
            task.entry.title = Some(title);
            task.entry.keep.together = true;
        }
        self.listed.reverse();
        if !open.is_empty()
            && let Some(last) = self.tasks.last_mut()
        {
            last.entry.space_below = DISPLAY_ROWS;
        }
    }

    /// Adds the structure element of a line. Contents of a deeper level are inside the line above
    /// them.
    fn contents_line(
        &mut self,
        level: u8,
        open: &mut Vec<OpenContents>,
        at: Context<'_>,
    ) -> NodeId {
        while open.len() > 1 && open.last().is_some_and(|last| last.level > level) {
            open.pop();
        }
        let structure = &mut self.inline.structure;
        let around = match open.last() {
            Some(last) if last.level >= level => None,
            Some(last) => Some(Some(last.line)),
            None => Some(at.parent),
        };
        let table = match (around, open.last_mut()) {
            (None, Some(last)) => {
                last.level = level;
                last.table
            }
            (around, _) => structure.add(Tag::Contents, around.flatten(), None),
        };
        let line = structure.add(Tag::ContentsLine, Some(table), None);
        match open.last_mut() {
            Some(last) if last.table == table => last.line = line,
            _ => open.push(OpenContents { level, table, line }),
        }
        line
    }

    /// Makes the next line of the contents lead to the last task, a heading of this level.
    pub(super) fn lead_contents_here(&mut self, level: u8, at: Context<'_>) {
        if level > LEVELS || at.in_note {
            return;
        }
        if let Some(passage) = self.listed.pop() {
            let heading = EntryId::new(self.tasks.len() - 1);
            self.inline.structure.passages[passage.index()].kind = PassageKind::Entry(heading);
        }
    }

    /// Lets links lead to the last task, a heading of these words.
    pub(super) fn add_anchor(&mut self, words: &str) {
        self.anchors.add(words, EntryId::new(self.tasks.len() - 1));
    }

    /// Makes links to names of headings lead to them, as lines of the contents do.
    pub(super) fn link_headings(&mut self) {
        for link in std::mem::take(&mut self.inline.inside) {
            if let Some(heading) = self.anchors.find(&link.name) {
                let passage = &mut self.inline.structure.passages[link.passage.index()];
                passage.kind = PassageKind::Entry(heading);
            }
        }
    }

    /// Plans the blocks of an article that is a table of contents: each paragraph is a line.
    pub(super) fn listing(&mut self, blocks: &[Block], mut at: Context<'_>) {
        let mut table = None;
        for block in blocks {
            let mut of_block = Context { place: block.place, ..at };
            if matches!(block.kind, BlockKind::Paragraph(_)) {
                let table = *table.get_or_insert_with(|| self.add_node(Tag::Contents, at));
                let line = self.inline.structure.add(Tag::ContentsLine, Some(table), None);
                of_block.parent = Some(line);
            }
            at.follows_text = self.block(block, of_block);
        }
    }
}
