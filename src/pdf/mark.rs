//! Marked content: leaves of the structure, or artifacts.

use super::lines::LineOnPage;
use crate::galley::{NodeId, PassageId, Role, Text, TextOrigin};
use crate::paginate::Furniture;

/// A stretch of the article: the block it is of and the innermost passage in that block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ContentLeaf {
    /// The block.
    pub(super) node: NodeId,
    /// The passage.
    pub(super) passage: Option<PassageId>,
}

/// Marked content of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarkedContent {
    /// Its place in the structure.
    pub(super) leaf: ContentLeaf,
    /// Its text, where its glyphs stand in another order than that of reading.
    pub(super) said: Option<Box<str>>,
}

/// The kind of content (ISO 32000-1, 14.8.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A part of the article.
    Article(ContentLeaf),
    /// A part of the page that is not of the article.
    Artifact(Artifact),
}

/// A kind of content that is not of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Artifact {
    /// A running head.
    Head,
    /// A running foot.
    Foot,
    /// Numbers of lines, and the head of a table where it is repeated.
    Beside,
    /// Rules, ornaments, the marks of wrapped lines.
    Ornament,
}

impl Mark {
    /// Returns the mark of a text that stands in a line as its item of this index.
    pub(super) fn of(text: &Text, index: usize, placed_line: &LineOnPage<'_>) -> Self {
        let Some(entry) = placed_line.entry else {
            return Self::of_furniture(placed_line, text.passage);
        };
        let label = entry.label.filter(|_| placed_line.first && index == 0);
        let node = match (label, text.origin) {
            (None, TextOrigin::Furniture) if !Self::says_added(placed_line) => None,
            (Some(label), _) => Some(label),
            (None, _) => placed_line.line.node.or(entry.node),
        };
        Self::of_leaf(node, text.passage)
    }

    /// Returns whether what setting added to a line is said to a listener: in a table of contents, nothing
    /// of which is in the article.
    pub(super) fn says_added(placed_line: &LineOnPage<'_>) -> bool {
        placed_line.entry.is_some_and(|entry| entry.role == Role::Contents)
    }

    /// Returns the mark of the white of a line that stands in this passage. A space that setting added belongs
    /// to the added text beside it: as a space of the article it would part a word from its
    /// punctuation.
    pub(super) fn of_space(
        passage: Option<PassageId>,
        added: bool,
        placed_line: &LineOnPage<'_>,
    ) -> Self {
        let Some(entry) = placed_line.entry else {
            return Self::of_furniture(placed_line, passage);
        };
        if added && !Self::says_added(placed_line) {
            return Self::Artifact(Artifact::Ornament);
        }
        let node = placed_line.line.node.or(entry.node);
        Self::of_leaf(node, passage)
    }

    /// Returns the mark of what stands in a block; what stands in none is an ornament.
    pub(super) fn of_leaf(node: Option<NodeId>, passage: Option<PassageId>) -> Self {
        match node {
            Some(node) => Self::Article(ContentLeaf { node, passage }),
            None => Self::Artifact(Artifact::Ornament),
        }
    }

    /// Returns the mark of a line of furniture. The page numbers in the contents belong to them.
    fn of_furniture(placed_line: &LineOnPage<'_>, passage: Option<PassageId>) -> Self {
        if placed_line.line.node.is_some() {
            return Self::of_leaf(placed_line.line.node, passage);
        }
        Self::Artifact(match placed_line.kind {
            Some(Furniture::Head) => Artifact::Head,
            Some(Furniture::Foot) => Artifact::Foot,
            Some(Furniture::Beside) => Artifact::Beside,
            None => Artifact::Ornament,
        })
    }
}

impl Artifact {
    /// Returns the operator that opens it.
    pub(super) fn opening(self) -> &'static [u8] {
        match self {
            Self::Head => b"/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC\n",
            Self::Foot => {
                b"/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC\n"
            }
            Self::Beside => b"/Artifact<</Type/Pagination>>BDC\n",
            Self::Ornament => b"/Artifact<</Type/Layout>>BDC\n",
        }
    }
}
