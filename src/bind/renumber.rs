//! Renumbering: indices of one article become indices of the volume.

use crate::galley::{
    Entry, EntryId, Item, Line, LinkTargetId, Node, NodeId, NoteId, Passage, PassageId,
    PassageKind, PictureId, Tag,
};
use crate::paginate::Page;

/// Numbers of things in the volume before an article.
#[derive(Debug, Clone, Copy)]
pub(super) struct IndexOffsets {
    /// Number of entries of the galley.
    pub(super) entries: u32,
    /// Number of nodes of the structure, with that of the article itself.
    pub(super) nodes: u32,
    /// Number of passages.
    pub(super) passages: u32,
    /// Number of link targets.
    pub(super) links: u32,
    /// Number of expansions of abbreviations.
    pub(super) expansions: u32,
    /// Number of pictures.
    pub(super) pictures: u32,
    /// Number of notes.
    pub(super) notes: u32,
    /// Node of the article.
    pub(super) article: NodeId,
}

impl IndexOffsets {
    fn node_id(&self, node: NodeId) -> NodeId {
        NodeId(node.0 + self.nodes)
    }

    fn note_id(&self, note: NoteId) -> NoteId {
        NoteId(note.0 + self.notes)
    }

    fn entry_id(&self, entry: EntryId) -> EntryId {
        EntryId(entry.0 + self.entries)
    }

    fn passage_id(&self, passage: PassageId) -> PassageId {
        passage.later_by(self.passages)
    }

    pub(super) fn renumber_entry(&self, entry: Entry) -> Entry {
        Entry {
            node: entry.node.map(|node| self.node_id(node)),
            label: entry.label.map(|node| self.node_id(node)),
            lines: entry.lines.into_iter().map(|line| self.renumber_line(line)).collect(),
            // A repeated head was needed only to fill pages, which have a copy of its lines.
            repeated_head: None,
            ..entry
        }
    }

    fn renumber_line(&self, mut line: Line) -> Line {
        line.node = line.node.map(|node| self.node_id(node));
        // Calls of footnotes are needed only until pages are filled.
        line.calls.clear();
        for item in &mut line.items {
            match item {
                Item::Text(text) => {
                    text.passage = text.passage.map(|passage| self.passage_id(passage));
                }
                Item::Space { passage, .. } => {
                    *passage = passage.map(|passage| self.passage_id(passage));
                }
                Item::Picture { id, passage, .. } => {
                    *id = PictureId(id.0 + self.pictures);
                    *passage = passage.map(|passage| self.passage_id(passage));
                }
                Item::Kern(_) | Item::Rule { .. } => {}
            }
        }
        line
    }

    pub(super) fn renumber_node(&self, node: Node) -> Node {
        let tag = match node.tag {
            Tag::Note { id, placement } => Tag::Note { id: self.note_id(id), placement },
            Tag::PictureLink(passage) => Tag::PictureLink(self.passage_id(passage)),
            tag => tag,
        };
        let parent = node.parent.map_or(self.article, |parent| self.node_id(parent));
        Node { tag, parent: Some(parent), language: node.language }
    }

    pub(super) fn renumber_passage(&self, passage: Passage) -> Passage {
        let kind = match passage.kind {
            PassageKind::Link(link) => PassageKind::Link(LinkTargetId(link.0 + self.links)),
            PassageKind::NoteMark(note) => PassageKind::NoteMark(self.note_id(note)),
            PassageKind::NoteLabel(note) => PassageKind::NoteLabel(self.note_id(note)),
            PassageKind::Entry(entry) => PassageKind::Entry(self.entry_id(entry)),
            PassageKind::Abbreviation(index) => {
                PassageKind::Abbreviation(index + self.expansions)
            }
            kind @ (PassageKind::Code | PassageKind::Foreign(_)) => kind,
        };
        let parent = passage.parent.map(|parent| self.passage_id(parent));
        Passage { kind, parent }
    }

    pub(super) fn renumber_page(&self, mut page: Page) -> Page {
        for placed in &mut page.body {
            placed.entry = self.entry_id(placed.entry);
        }
        for placed in &mut page.furniture {
            placed.line = self
                .renumber_line(std::mem::replace(&mut placed.line, Line::natural(Vec::new())));
        }
        page
    }
}
