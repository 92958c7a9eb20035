//! Marks: what a stretch of content is to a listener.
//!
//! Comes in: a piece of a line and where it stands. Goes out: a [`Mark`]: a leaf of the structure,
//! or an artifact. Never done here: operators, objects.

use super::lines::Standing;
use crate::galley::{NodeId, Origin, PassageId, Role, Text};
use crate::paginate::Furniture;

/// A stretch of the article: the block it is of and the innermost passage in that block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The block.
    pub(super) node: NodeId,
    /// The passage.
    pub(super) passage: Option<PassageId>,
}

/// A stretch of the article as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    /// What it is a stretch of.
    pub(super) leaf: Leaf,
    /// What it says, where its glyphs stand in another order than that of reading.
    pub(super) said: Option<Box<str>>,
}

/// What content is (ISO 32000-1, 14.8.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A part of the article.
    Article(Leaf),
    /// A running head.
    Head,
    /// A running foot.
    Foot,
    /// What pages need and the article has not: numbers of lines, the head of a table said again.
    Beside,
    /// Rules, ornaments, the marks of wrapped lines.
    Ornament,
}

impl Mark {
    /// What a text is that stands in a line as its item of this index.
    pub(super) fn of(text: &Text, index: usize, standing: &Standing<'_>) -> Self {
        let Some(entry) = standing.entry else { return Self::of_furniture(standing) };
        let label = entry.label.filter(|_| standing.first && index == 0);
        let node = match (label, text.origin) {
            (None, Origin::Furniture) if !Self::says_added(standing) => None,
            (Some(label), _) => Some(label),
            (None, _) => standing.line.node.or(entry.node),
        };
        node.map_or(Self::Ornament, |node| Self::Article(Leaf { node, passage: text.passage }))
    }

    /// Whether what setting added to a line is said to a listener: in a table of contents, nothing
    /// of which is in the article.
    pub(super) fn says_added(standing: &Standing<'_>) -> bool {
        standing.entry.is_some_and(|entry| entry.role == Role::Contents)
    }

    /// What the white of a line is that stands in this passage. A space that setting added belongs
    /// to the added text beside it: as a space of the article it would part a word from its
    /// punctuation.
    pub(super) fn of_space(
        passage: Option<PassageId>,
        added: bool,
        standing: &Standing<'_>,
    ) -> Self {
        let Some(entry) = standing.entry else { return Self::of_furniture(standing) };
        if added && !Self::says_added(standing) {
            return Self::Ornament;
        }
        let node = standing.line.node.or(entry.node);
        node.map_or(Self::Ornament, |node| Self::Article(Leaf { node, passage }))
    }

    /// What a line is that the press adds.
    fn of_furniture(standing: &Standing<'_>) -> Self {
        match standing.kind {
            Some(Furniture::Head) => Self::Head,
            Some(Furniture::Foot) => Self::Foot,
            Some(Furniture::Beside) => Self::Beside,
            None => Self::Ornament,
        }
    }

    /// The operator that opens an artifact; none for what is of the article.
    pub(super) fn artifact(self) -> Option<&'static [u8]> {
        match self {
            Self::Article(_) => None,
            Self::Head => {
                Some(b"/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC\n")
            }
            Self::Foot => {
                Some(b"/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC\n")
            }
            Self::Beside => Some(b"/Artifact<</Type/Pagination>>BDC\n"),
            Self::Ornament => Some(b"/Artifact<</Type/Layout>>BDC\n"),
        }
    }
}
