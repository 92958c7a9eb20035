//! The structure of the article, as a listener needs it.
//!
//! Comes in: what the plan opens, closes and meets. Goes out: a [`Structure`]: the tree of blocks
//! that entries point into, and the passages that pieces of lines point into. Never done here:
//! lines, PDF's names for any of it.

use std::num::NonZeroU32;

use super::LinkId;
use crate::article::Language;

/// The structure of a galley, in reading order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Structure {
    /// The blocks; a parent stands before its children, and siblings stand in reading order.
    pub nodes: Vec<Node>,
    /// Passages inside blocks that are more than text.
    pub passages: Vec<Passage>,
    /// Language of the article; what says nothing else is in it.
    pub language: Language,
}

/// A block of the structure, by index in [`Structure::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A passage of the structure: one more than its index in [`Structure::passages`], so that having
/// none takes no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageId(NonZeroU32);

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub tag: Tag,
    /// What it stands in; nothing for the outermost.
    pub parent: Option<NodeId>,
    /// Its language, where that is not the language of what it stands in.
    pub language: Option<Language>,
}

/// What a block is, in the terms of ISO 32000-1, 14.8.4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// A heading by its depth, 1 to 6: the first is 1, and none is deeper by more than one than
    /// the one before.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A quotation set off from the text.
    Quotation,
    /// Lines of code.
    Code,
    /// A list.
    List {
        /// What its labels are.
        numbering: ListNumbering,
    },
    /// An item of a list; it holds a label and a body.
    Item,
    /// The label of an item or of a note.
    Label,
    /// What an item says.
    Body,
    /// A note.
    Note {
        /// Its index in the article.
        index: u32,
    },
    /// A table; it holds rows, and perhaps a caption.
    Table,
    /// A row of a table; it holds cells.
    Row,
    /// A cell of a table.
    Cell {
        /// What it is the head of, if it is a head.
        head: Option<Scope>,
        /// How many columns it covers, from 1.
        columns: u32,
        /// How many rows it covers, from 1.
        rows: u32,
    },
    /// A picture.
    Figure {
        /// What a listener is told in its place.
        alt: Option<Box<str>>,
    },
    /// The caption of a table or a picture.
    Caption,
    /// The contents; they hold a line for each heading.
    Contents,
    /// A line of the contents.
    ContentsLine,
    /// An article among others that are bound with it.
    Article,
}

/// What the labels of a list are (ISO 32000-1, table 347).
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum ListNumbering {
    /// Something else, such as terms.
    #[default]
    Other,
    /// Bullets.
    Bullets,
    /// 1, 2, 3.
    Decimal,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// a, b, c.
    LowerLetters,
    /// A, B, C.
    UpperLetters,
}

impl ListNumbering {
    /// What the first label of a list tells of the others: `1.`, `(i)`, `b)`.
    #[must_use]
    pub fn from_label(label: &str) -> Self {
        let mut counter = label.chars().filter(|c| c.is_alphanumeric());
        match (counter.next(), counter.next()) {
            (Some('0'..='9'), _) => Self::Decimal,
            (Some('i'), _) => Self::LowerRoman,
            (Some('I'), _) => Self::UpperRoman,
            (Some('a'..='z'), None) => Self::LowerLetters,
            (Some('A'..='Z'), None) => Self::UpperLetters,
            _ => Self::Other,
        }
    }
}

/// What a head cell is the head of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The column under it.
    Column,
    /// The row beside it.
    Row,
}

/// A passage inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// The passage it stands in; nothing where it stands in the block itself.
    pub parent: Option<PassageId>,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// A link.
    Link(LinkId),
    /// The mark that points at the note of this index.
    NoteMark(u32),
    /// Words that lead to this entry of the galley.
    Entry(u32),
    /// Code in running text.
    Code,
    /// Words in another language.
    Foreign(Language),
}

impl Structure {
    /// Adds a block inside `parent`.
    pub fn add(
        &mut self,
        tag: Tag,
        parent: Option<NodeId>,
        language: Option<Language>,
    ) -> NodeId {
        self.nodes.push(Node { tag, parent, language });
        NodeId(u32::try_from(self.nodes.len() - 1).unwrap_or(u32::MAX))
    }

    /// Adds a passage inside `parent`; none once there are more than can be numbered.
    pub fn add_passage(
        &mut self,
        kind: PassageKind,
        parent: Option<PassageId>,
    ) -> Option<PassageId> {
        self.passages.push(Passage { kind, parent });
        u32::try_from(self.passages.len()).ok().and_then(NonZeroU32::new).map(PassageId)
    }

    /// The block of this number.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// The passage of this number.
    #[must_use]
    pub fn passage(&self, id: PassageId) -> Option<&Passage> {
        self.passages.get(id.index())
    }

    /// A passage and what it stands in, from the innermost out.
    pub fn passages_around(
        &self,
        id: Option<PassageId>,
    ) -> impl Iterator<Item = (PassageId, &Passage)> {
        let mut next = id;
        std::iter::from_fn(move || {
            let id = next?;
            let passage = self.passage(id)?;
            // A parent is older than its child, so this ends.
            next = passage.parent.filter(|parent| parent.0 < id.0);
            Some((id, passage))
        })
    }

    /// A block and what it stands in, from the innermost out.
    pub fn nodes_around(&self, id: Option<NodeId>) -> impl Iterator<Item = (NodeId, &Node)> {
        let mut next = id;
        std::iter::from_fn(move || {
            let id = next?;
            let node = self.node(id)?;
            next = node.parent.filter(|parent| parent.0 < id.0);
            Some((id, node))
        })
    }

    /// What a passage stands in that is no mark of a note: such a mark is not of the text.
    #[must_use]
    pub fn outside_note_marks(&self, id: Option<PassageId>) -> Option<PassageId> {
        let mark = |(_, passage): &(PassageId, &Passage)| {
            matches!(passage.kind, PassageKind::NoteMark(_))
        };
        let outermost = self.passages_around(id).filter(mark).last();
        outermost.map_or(id, |(_, passage)| passage.parent)
    }

    /// The link that a passage stands in.
    #[must_use]
    pub fn link(&self, id: Option<PassageId>) -> Option<LinkId> {
        self.passages_around(id).find_map(|(_, passage)| match passage.kind {
            PassageKind::Link(link) => Some(link),
            _ => None,
        })
    }
}

impl PassageId {
    /// The passage that is so many later.
    #[must_use]
    pub fn later_by(self, count: u32) -> Self {
        Self(self.0.saturating_add(count))
    }

    /// Its index in [`Structure::passages`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}
