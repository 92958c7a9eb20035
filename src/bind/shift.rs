//! What an article numbers, numbered on for a volume.
//!
//! Comes in: entries, nodes, passages, pages of one article. Goes out: the same for the whole.
//! Never done here: anything else changed.

use std::sync::Arc;

use crate::galley::{
    Entry, Item, Line, LinkId, Node, NodeId, Passage, PassageId, PassageKind, PictureId,
    RepeatedHead, Tag,
};
use crate::paginate::Page;

/// How many of each there are before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    /// Entries of the galley.
    pub(super) entries: u32,
    /// Blocks of the structure, with that of the article itself.
    pub(super) nodes: u32,
    /// Passages.
    pub(super) passages: u32,
    /// Targets of links.
    pub(super) links: u32,
    /// Pictures.
    pub(super) pictures: u32,
    /// Notes.
    pub(super) notes: u32,
    /// The article.
    pub(super) article: NodeId,
}

impl Shift {
    fn id(&self, node: NodeId) -> NodeId {
        NodeId(node.0.saturating_add(self.nodes))
    }

    fn passage_id(&self, passage: PassageId) -> PassageId {
        passage.later_by(self.passages)
    }

    pub(super) fn entry(&self, entry: Entry) -> Entry {
        Entry {
            node: entry.node.map(|node| self.id(node)),
            label: entry.label.map(|node| self.id(node)),
            lines: entry.lines.into_iter().map(|line| self.line(line)).collect(),
            repeated_head: entry.repeated_head.map(|repeated_head| {
                let lines =
                    repeated_head.lines.iter().map(|line| self.line(line.clone())).collect();
                Arc::new(RepeatedHead { rows: repeated_head.rows, lines })
            }),
            ..entry
        }
    }

    fn line(&self, mut line: Line) -> Line {
        line.node = line.node.map(|node| self.id(node));
        // Which foot a line calls was needed to fill its page, and is not any more.
        line.calls.clear();
        for item in &mut line.items {
            match item {
                Item::Text(text) => {
                    text.passage = text.passage.map(|passage| self.passage_id(passage));
                }
                Item::Space { passage, .. } => {
                    *passage = passage.map(|passage| self.passage_id(passage));
                }
                Item::Picture { id, .. } => {
                    *id = PictureId(id.0.saturating_add(self.pictures));
                }
                Item::Kern(_) | Item::Rule { .. } => {}
            }
        }
        line
    }

    pub(super) fn node(&self, node: Node) -> Node {
        let tag = match node.tag {
            Tag::Note { index } => Tag::Note { index: index.saturating_add(self.notes) },
            tag => tag,
        };
        let parent = node.parent.map_or(self.article, |parent| self.id(parent));
        Node { tag, parent: Some(parent), language: node.language }
    }

    pub(super) fn passage(&self, passage: Passage) -> Passage {
        let kind = match passage.kind {
            PassageKind::Link(link) => {
                PassageKind::Link(LinkId(link.0.saturating_add(self.links)))
            }
            PassageKind::NoteMark(note) => {
                PassageKind::NoteMark(note.saturating_add(self.notes))
            }
            PassageKind::Entry(entry) => PassageKind::Entry(entry.saturating_add(self.entries)),
            kind @ (PassageKind::Code | PassageKind::Foreign(_)) => kind,
        };
        let parent = passage.parent.map(|parent| self.passage_id(parent));
        Passage { kind, parent }
    }

    pub(super) fn page(&self, mut page: Page) -> Page {
        for placed in &mut page.body {
            placed.entry = placed.entry.saturating_add(self.entries);
        }
        for placed in &mut page.furniture {
            placed.line =
                self.line(std::mem::replace(&mut placed.line, Line::natural(Vec::new())));
        }
        page
    }
}
