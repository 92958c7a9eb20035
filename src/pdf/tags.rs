//! Tags: the structure tree over all pages.
//!
//! Comes in: the structure, the leaves of each page's content, the links. Goes out: a [`Tree`] of
//! elements with their kids in reading order. Never done here: bytes.

use super::links::Link;
use super::mark::Shown;
use crate::article::Language;
use crate::galley::{Node, NodeId, Numbering, PassageId, PassageKind, Scope, Structure, Tag};

/// An element, by index in [`Tree::elements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ElementId(pub(super) u32);

/// The structure tree (ISO 32000-1, 14.7).
#[derive(Debug, Default)]
pub(super) struct Tree<'g> {
    /// The elements; a parent stands before its kids, and the first is the document.
    pub(super) elements: Vec<Element<'g>>,
    /// For each side, the element of each of its marked contents.
    pub(super) contents: Vec<Vec<ElementId>>,
    /// For each side, the element of each of its links.
    pub(super) links: Vec<Vec<ElementId>>,
}

/// An element of the tree.
#[derive(Debug)]
pub(super) struct Element<'g> {
    /// What it is.
    pub(super) kind: Kind<'g>,
    /// What it stands in; the document stands in itself.
    pub(super) parent: ElementId,
    /// Its language, where that differs from its parent's.
    pub(super) language: Option<Language>,
    /// What it holds.
    pub(super) kids: Vec<Kid>,
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind<'g> {
    /// The whole article.
    Document,
    /// A block.
    Block(&'g Tag),
    /// A link.
    Link,
    /// What refers to a note.
    Reference,
    /// Code in running text.
    Code,
    /// Words that need a name only for their language.
    Span,
    /// Words that are shown in another order than they are read.
    Said(&'g str),
}

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kid {
    /// Another element.
    Element(ElementId),
    /// Marked content of a side, by their indices.
    Content(u32, u32),
    /// A link of a side, by their indices.
    Link(u32, u32),
}

impl<'g> Tree<'g> {
    /// Builds the tree of a document with these pages, each on a side. Marked contents and links of
    /// a side are numbered in the order of its pages.
    pub(super) fn build(
        structure: &'g Structure,
        leaves: &'g [Vec<Shown>],
        links: &[Vec<Link>],
        (sides, of_pages): (usize, &[usize]),
    ) -> Self {
        let mut builder = Builder::new(structure, links);
        builder.tree.contents = vec![Vec::new(); sides];
        builder.tree.links = vec![Vec::new(); sides];
        for (&side, leaves) in of_pages.iter().zip(leaves) {
            for shown in leaves {
                builder.content(side, shown);
            }
        }
        for (&side, links) in of_pages.iter().zip(links) {
            for link in links {
                builder.link(side, link.passage);
            }
        }
        builder.tree
    }
}

const DOCUMENT: ElementId = ElementId(0);

struct Builder<'g> {
    structure: &'g Structure,
    tree: Tree<'g>,
    /// The element of each passage that was met.
    passages: Vec<Option<ElementId>>,
    /// The passages that lead somewhere, ascending. Only these are links: a link without an
    /// annotation is none (ISO 14289-1, 7.18.5).
    live: Vec<PassageId>,
}

impl<'g> Builder<'g> {
    fn new(structure: &'g Structure, links: &[Vec<Link>]) -> Self {
        let passages = vec![None; structure.passages.len()];
        let mut live: Vec<PassageId> =
            links.iter().flatten().map(|link| link.passage).collect();
        live.sort_unstable();
        let mut builder = Self { structure, tree: Tree::default(), passages, live };
        builder.tree.elements.reserve(structure.nodes.len() + structure.passages.len() + 1);
        builder.add(Kind::Document, DOCUMENT, None);
        for node in &structure.nodes {
            let Node { tag, parent, language } = node;
            let parent = parent.map_or(DOCUMENT, Self::block);
            builder.add(Kind::Block(tag), parent, *language);
        }
        builder.order_notes();
        builder
    }

    /// Puts the notes of an article after everything else in its order: the galley has those that
    /// are called apart from those that nothing calls.
    fn order_notes(&mut self) {
        let nodes = &self.structure.nodes;
        let order = |kid: &Kid| {
            let Kid::Element(ElementId(id)) = kid else { return 0 };
            let node = (*id as usize).checked_sub(1).and_then(|index| nodes.get(index));
            match node.map(|node| &node.tag) {
                Some(Tag::Note { index }) => u64::from(*index) + 1,
                _ => 0,
            }
        };
        for element in &mut self.tree.elements {
            if matches!(element.kind, Kind::Document | Kind::Block(Tag::Article)) {
                element.kids.sort_by_key(order);
            }
        }
    }

    /// The element of a block: blocks are numbered as in the structure, after the document.
    fn block(node: NodeId) -> ElementId {
        ElementId(node.0.saturating_add(1))
    }

    fn element(&mut self, id: ElementId) -> Option<&mut Element<'g>> {
        self.tree.elements.get_mut(id.0 as usize)
    }

    fn give(&mut self, parent: ElementId, kid: Kid) {
        if let Some(parent) = self.element(parent) {
            parent.kids.push(kid);
        }
    }

    fn add(
        &mut self,
        kind: Kind<'g>,
        parent: ElementId,
        language: Option<Language>,
    ) -> ElementId {
        let id = ElementId(u32::try_from(self.tree.elements.len()).unwrap_or(u32::MAX));
        if kind != Kind::Document {
            self.give(parent, Kid::Element(id));
        }
        self.tree.elements.push(Element { kind, parent, language, kids: Vec::new() });
        id
    }

    fn content(&mut self, side: usize, shown: &'g Shown) {
        let Shown { leaf, said } = shown;
        let known = self.structure.node(leaf.node).is_some();
        let block = if known { Self::block(leaf.node) } else { DOCUMENT };
        let mut element = self.passage(leaf.passage, block);
        if let Some(said) = said {
            element = self.add(Kind::Said(said), element, None);
        }
        let Some(contents) = self.tree.contents.get_mut(side) else { return };
        let nth = contents.len();
        contents.push(element);
        self.give(element, Kid::Content(number(side), number(nth)));
    }

    /// The element of a passage in `block`, made where it is met for the first time.
    fn passage(&mut self, id: Option<PassageId>, block: ElementId) -> ElementId {
        let Some(id) = id else { return block };
        if let Some(&Some(element)) = self.passages.get(id.index()) {
            return element;
        }
        let Some(&passage) = self.structure.passage(id) else { return block };
        let parent = self.passage(passage.parent, block);
        let live = self.live.binary_search(&id).is_ok();
        let element = match passage.kind {
            PassageKind::Link(_) | PassageKind::Entry(_) if live => {
                self.add(Kind::Link, parent, None)
            }
            PassageKind::Link(_) | PassageKind::Entry(_) => parent,
            PassageKind::NoteMark(_) => {
                let reference = self.add(Kind::Reference, parent, None);
                if live { self.add(Kind::Link, reference, None) } else { reference }
            }
            PassageKind::Code => self.add(Kind::Code, parent, None),
            PassageKind::Foreign(language) => self.add(Kind::Span, parent, Some(language)),
        };
        if let Some(slot) = self.passages.get_mut(id.index()) {
            *slot = Some(element);
        }
        element
    }

    fn link(&mut self, side: usize, passage: PassageId) {
        let element = self.passage(Some(passage), DOCUMENT);
        let Some(links) = self.tree.links.get_mut(side) else { return };
        let nth = links.len();
        links.push(element);
        self.give(element, Kid::Link(number(side), number(nth)));
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl Kind<'_> {
    /// Its structure type (ISO 32000-1, 14.8.4).
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Link => "Link",
            Self::Reference => "Reference",
            Self::Code => "Code",
            Self::Span | Self::Said(_) => "Span",
            Self::Block(tag) => match tag {
                Tag::Heading(depth) => match depth {
                    0 | 1 => "H1",
                    2 => "H2",
                    3 => "H3",
                    4 => "H4",
                    5 => "H5",
                    _ => "H6",
                },
                Tag::Paragraph => "P",
                Tag::Quotation => "BlockQuote",
                Tag::Code => "Code",
                Tag::List { .. } => "L",
                Tag::Item => "LI",
                Tag::Label => "Lbl",
                Tag::Body => "LBody",
                Tag::Note { .. } => "Note",
                Tag::Table => "Table",
                Tag::Row => "TR",
                Tag::Cell { head: Some(_), .. } => "TH",
                Tag::Cell { head: None, .. } => "TD",
                Tag::Figure { .. } => "Figure",
                Tag::Caption => "Caption",
                Tag::Contents => "TOC",
                Tag::ContentsLine => "TOCI",
                Tag::Article => "Art",
            },
        }
    }

    /// Its attributes (ISO 32000-1, 14.8.5) as PDF writes them, owner and all.
    pub(super) fn attributes(self) -> Option<String> {
        let Self::Block(tag) = self else { return None };
        match tag {
            Tag::List { numbering } => {
                Some(format!("<</O/List/ListNumbering/{}>>", numbering_name(*numbering)))
            }
            Tag::Cell { head, columns, rows } => {
                let scope = match head {
                    Some(Scope::Column) => "/Scope/Column",
                    Some(Scope::Row) => "/Scope/Row",
                    None => "",
                };
                let span = |name: &str, count: u32| {
                    if count > 1 { format!("/{name} {count}") } else { String::new() }
                };
                let (columns, rows) = (span("ColSpan", *columns), span("RowSpan", *rows));
                let all = [scope, &columns, &rows].concat();
                (!all.is_empty()).then(|| format!("<</O/Table{all}>>"))
            }
            _ => None,
        }
    }
}

/// The value of `ListNumbering`.
fn numbering_name(numbering: Numbering) -> &'static str {
    match numbering {
        Numbering::Other => "None",
        Numbering::Bullets => "Disc",
        Numbering::Decimal => "Decimal",
        Numbering::LowerRoman => "LowerRoman",
        Numbering::UpperRoman => "UpperRoman",
        Numbering::LowerLetters => "LowerAlpha",
        Numbering::UpperLetters => "UpperAlpha",
    }
}
