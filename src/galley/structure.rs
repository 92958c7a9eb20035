//! Logical structure of a galley, in the terms of tagged PDF.

use std::num::NonZeroU32;

use super::{EntryId, LinkTargetId, NoteId, to_u32};
use crate::article::{Language, Scope};
use crate::style::NotePlacement;

/// Logical structure of a galley, in reading order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Structure {
    /// Structure elements of blocks. A parent comes before its children, and siblings are in
    /// reading order.
    pub nodes: Vec<Node>,
    /// Structure elements inside blocks.
    pub passages: Vec<Passage>,
    /// Expansions of abbreviations.
    pub expansions: Vec<String>,
    /// Language of the article, which all has that gives no other.
    pub language: Language,
}

/// Index in [`Structure::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// Number of a passage: one more than its index in [`Structure::passages`], so that an optional
/// number takes no more memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageId(NonZeroU32);

/// Structure element of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Kind.
    pub tag: Tag,
    /// Element around it; none for the outermost.
    pub parent: Option<NodeId>,
    /// Language, if it differs from that of the element around it.
    pub language: Option<Language>,
}

/// Kind of a structure element (ISO 32000-1, 14.8.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// Heading by its depth, 1 to 6. The first is 1 and the only one of that depth, and each is
    /// deeper than the one before by at most one.
    Heading(u8),
    /// Paragraph.
    Paragraph,
    /// Block quotation.
    Quotation,
    /// Line of code, which is inside a paragraph.
    Code {
        /// Its text, with the line ends that follow it.
        text: Box<str>,
    },
    /// List.
    List {
        /// Kind of its labels.
        numbering: ListNumbering,
    },
    /// Item of a list; it holds a label and a body.
    Item,
    /// Label of an item or a note.
    Label {
        /// Words that are read in its place, for a check box.
        alt: Option<Box<str>>,
    },
    /// Contents of an item.
    Body,
    /// Note.
    Note {
        /// Note of the article.
        id: NoteId,
        /// Placement: at the foot of the page with its reference, or at the end of the article.
        placement: NotePlacement,
    },
    /// Table; it holds rows, and perhaps a caption.
    Table,
    /// Row of a table; it holds cells.
    Row,
    /// Cell of a table.
    Cell {
        /// Scope of a header cell; none for a data cell.
        head: Option<Scope>,
        /// Number of columns that it spans, at least 1.
        columns: u32,
        /// Number of rows that it spans, at least 1.
        rows: u32,
    },
    /// Picture.
    Figure {
        /// Alternative text.
        alt: Option<Box<str>>,
    },
    /// Link around a picture, which is this passage.
    PictureLink(PassageId),
    /// Pictures or other blocks with their caption.
    Group,
    /// Caption of a table or a picture.
    Caption,
    /// Table of contents; it holds a line for each heading.
    Contents,
    /// Line of the contents, and the contents below it.
    ContentsLine,
    /// Article among others that are bound with it.
    Article,
}

/// Kind of the labels of a list (ISO 32000-1, table 347).
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum ListNumbering {
    /// Other labels, such as terms.
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
    /// Infers the numbering from the first label of a list: `1.`, `(i)`, `b)`.
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

/// Structure element inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// Kind.
    pub kind: PassageKind,
    /// Passage around it; none directly inside the block.
    pub parent: Option<PassageId>,
}

/// Kind of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// Link.
    Link(LinkTargetId),
    /// Reference to a note.
    NoteMark(NoteId),
    /// Label of a note, which leads back to its reference.
    NoteLabel(NoteId),
    /// Words that lead to this entry of the galley; in a plan, to the first entry of this task.
    Entry(EntryId),
    /// Code in running text.
    Code,
    /// Text in another language.
    Foreign(Language),
    /// Abbreviation, by the index of what it stands for in [`Structure::expansions`].
    Abbreviation(u32),
}

impl Structure {
    /// Adds a structure element inside `parent`.
    pub fn add(
        &mut self,
        tag: Tag,
        parent: Option<NodeId>,
        language: Option<Language>,
    ) -> NodeId {
        self.nodes.push(Node { tag, parent, language });
        NodeId(to_u32(self.nodes.len() - 1))
    }

    /// Adds a passage inside `parent`.
    pub fn add_passage(&mut self, kind: PassageKind, parent: Option<PassageId>) -> PassageId {
        self.passages.push(Passage { kind, parent });
        let count = NonZeroU32::new(to_u32(self.passages.len()));
        PassageId(count.expect("a passage was added"))
    }

    /// Returns a structure element; none if the id is of another structure.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// Returns a structure element that was added to this structure.
    pub(super) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// Returns a passage; none if the id is of another structure.
    #[must_use]
    pub fn passage(&self, id: PassageId) -> Option<&Passage> {
        self.passages.get(id.index())
    }

    /// Iterates over a passage and those around it, from the innermost outward.
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

    /// Iterates over a structure element and those around it, from the innermost outward.
    pub fn nodes_around(&self, id: Option<NodeId>) -> impl Iterator<Item = (NodeId, &Node)> {
        let mut next = id;
        std::iter::from_fn(move || {
            let id = next?;
            let node = self.node(id)?;
            next = node.parent.filter(|parent| parent.0 < id.0);
            Some((id, node))
        })
    }

    /// Returns the innermost passage around `id` that is outside all note references.
    #[must_use]
    pub fn outside_note_marks(&self, id: Option<PassageId>) -> Option<PassageId> {
        let mark = |(_, passage): &(PassageId, &Passage)| {
            matches!(passage.kind, PassageKind::NoteMark(_))
        };
        let outermost = self.passages_around(id).filter(mark).last();
        outermost.map_or(id, |(_, passage)| passage.parent)
    }

    /// Returns the innermost link around a passage.
    #[must_use]
    pub fn link(&self, id: Option<PassageId>) -> Option<LinkTargetId> {
        self.passages_around(id).find_map(|(_, passage)| match passage.kind {
            PassageKind::Link(link) => Some(link),
            PassageKind::NoteMark(_)
            | PassageKind::NoteLabel(_)
            | PassageKind::Entry(_)
            | PassageKind::Code
            | PassageKind::Foreign(_)
            | PassageKind::Abbreviation(_) => None,
        })
    }
}

impl PassageId {
    /// Returns the number of the passage `count` after this one.
    #[must_use]
    pub fn later_by(self, count: u32) -> Self {
        Self(self.0.saturating_add(count))
    }

    /// Returns its index in [`Structure::passages`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}
