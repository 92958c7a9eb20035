//! Tags: the structure tree over all pages.

use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};

use super::ids::{PerSide, SideId};
use super::links::LinkArea;
use super::mark::MarkedContent;
use super::number::number;
use crate::article::{Language, Scope};
use crate::galley::{
    ListNumbering, Node, NodeId, NoteId, PassageId, PassageKind, Structure, Tag,
};

/// An element, by index in [`StructureTree::elements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ElementId(u32);

impl ElementId {
    /// The element of the whole document, which stands before the elements of the blocks.
    pub(super) const DOCUMENT: Self = Self(0);

    /// Returns the element with this index.
    pub(super) fn new(index: usize) -> Self {
        Self(number(index))
    }

    /// Returns the element of a block: blocks are numbered as in the structure.
    fn of_block(node: NodeId) -> Self {
        Self(node.0 + 1)
    }

    /// Returns its index.
    pub(super) fn index(self) -> u32 {
        self.0
    }
}

/// The structure tree (ISO 32000-1, 14.7).
#[derive(Debug, Default)]
pub(super) struct StructureTree<'g> {
    /// The elements; the first is the document.
    pub(super) elements: Vec<Element<'g>>,
    /// For each side, the element of each of its marked contents.
    pub(super) contents: PerSide<Vec<ElementId>>,
    /// For each side, the element of each of its links.
    pub(super) links: PerSide<Vec<ElementId>>,
    /// The block with the first reference to each note, by the index of the note.
    pub(super) references: BTreeMap<NoteId, ElementId>,
}

/// An element of the tree.
#[derive(Debug)]
pub(super) struct Element<'g> {
    /// Its kind.
    pub(super) kind: ElementKind<'g>,
    /// The element it stands in; the document stands in itself.
    pub(super) parent: ElementId,
    /// The block that it is; none for the document and for the elements of passages.
    pub(super) block: Option<NodeId>,
    /// Its language, where that differs from its parent's.
    pub(super) language: Option<Language>,
    /// Its content, in reading order.
    pub(super) kids: Vec<Kid>,
}

/// The kind of an element.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ElementKind<'g> {
    /// The whole article.
    Document,
    /// A block.
    Block(&'g Tag),
    /// A link.
    Link,
    /// A reference to a note.
    Reference,
    /// Code in running text.
    Code,
    /// Words that need a name only for their language.
    Span,
    /// An abbreviation, with what it stands for.
    Abbreviation(&'g str),
    /// Words that are shown in another order than they are read.
    ReorderedText(&'g str),
    /// A block around notes.
    NoteBlock,
}

/// A part of the content of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kid {
    /// Another element.
    Element(ElementId),
    /// Marked content of a side, by its number there.
    Content(SideId, u32),
    /// A link of a side, by its number there.
    Link(SideId, u32),
}

impl<'g> Index<ElementId> for StructureTree<'g> {
    type Output = Element<'g>;

    fn index(&self, id: ElementId) -> &Element<'g> {
        &self.elements[id.0 as usize]
    }
}

impl<'g> IndexMut<ElementId> for StructureTree<'g> {
    fn index_mut(&mut self, id: ElementId) -> &mut Element<'g> {
        &mut self.elements[id.0 as usize]
    }
}

/// Marked content and links of the pages, of which the tree is built.
#[derive(Debug)]
pub(super) struct TaggedPages<'g> {
    /// The number of sides.
    pub(super) sides: usize,
    /// The side of each page.
    pub(super) sides_of_pages: &'g [SideId],
    /// The marked content of each page.
    pub(super) contents: &'g [Vec<MarkedContent>],
    /// The links of each page.
    pub(super) links: &'g [Vec<LinkArea>],
}

impl<'g> StructureTree<'g> {
    /// Builds the tree of a document with these pages. Marked contents and links of a side are
    /// numbered in the order of its pages.
    pub(super) fn build(structure: &'g Structure, pages: &TaggedPages<'g>) -> Self {
        let mut builder = Builder::new(structure, pages.links);
        builder.tree.contents = PerSide::filled(Vec::new(), pages.sides);
        builder.tree.links = PerSide::filled(Vec::new(), pages.sides);
        for (&side, contents) in pages.sides_of_pages.iter().zip(pages.contents) {
            for shown in contents {
                builder.content(side, shown);
            }
        }
        for (&side, links) in pages.sides_of_pages.iter().zip(pages.links) {
            for link in links {
                builder.link(side, link.passage);
            }
        }
        builder.tree
    }
}

struct Builder<'g> {
    structure: &'g Structure,
    tree: StructureTree<'g>,
    /// The element of each passage that was met.
    passages: Vec<Option<ElementId>>,
    /// The passages that lead somewhere, ascending. Only these are links: a link without an
    /// annotation is none (ISO 14289-1, 7.18.5).
    live: Vec<PassageId>,
}

impl<'g> Builder<'g> {
    fn new(structure: &'g Structure, links: &[Vec<LinkArea>]) -> Self {
        let passages = vec![None; structure.passages.len()];
        let mut live: Vec<PassageId> =
            links.iter().flatten().map(|link| link.passage).collect();
        live.sort_unstable();
        let mut builder = Self { structure, tree: StructureTree::default(), passages, live };
        builder.tree.elements.reserve(structure.nodes.len() + structure.passages.len() + 1);
        builder.add(ElementKind::Document, ElementId::DOCUMENT, None);
        for (id, node) in (0..).map(NodeId).zip(&structure.nodes) {
            let Node { tag, parent, language } = node;
            let parent = parent.map_or(ElementId::DOCUMENT, ElementId::of_block);
            let kind = match tag {
                Tag::PictureLink(passage) if builder.is_live(*passage) => ElementKind::Link,
                Tag::PictureLink(_) => ElementKind::Span,
                tag => ElementKind::Block(tag),
            };
            let element = builder.add(kind, parent, *language);
            builder.tree[element].block = Some(id);
            if let Tag::PictureLink(passage) = tag {
                builder.passages[passage.index()] = Some(element);
            }
        }
        builder
    }

    fn is_live(&self, passage: PassageId) -> bool {
        self.live.binary_search(&passage).is_ok()
    }

    fn add(
        &mut self,
        kind: ElementKind<'g>,
        parent: ElementId,
        language: Option<Language>,
    ) -> ElementId {
        let id = ElementId::new(self.tree.elements.len());
        if kind != ElementKind::Document {
            self.tree[parent].kids.push(Kid::Element(id));
        }
        self.tree.elements.push(Element {
            kind,
            parent,
            block: None,
            language,
            kids: Vec::new(),
        });
        id
    }

    fn content(&mut self, side: SideId, shown: &'g MarkedContent) {
        let MarkedContent { leaf, said } = shown;
        let mut element = self.passage(leaf.passage, ElementId::of_block(leaf.node));
        if let Some(said) = said {
            element = self.add(ElementKind::ReorderedText(said), element, None);
        }
        let contents = &mut self.tree.contents[side];
        let nth = number(contents.len());
        contents.push(element);
        self.tree[element].kids.push(Kid::Content(side, nth));
    }

    /// Returns the element of a passage in `block`, and adds it where it is met for the first time.
    fn passage(&mut self, id: Option<PassageId>, block: ElementId) -> ElementId {
        let Some(id) = id else { return block };
        if let Some(element) = self.passages[id.index()] {
            return element;
        }
        let passage = self.structure.passage(id);
        let passage = *passage.expect("lines have passages of their structure");
        let parent = self.passage(passage.parent, block);
        let live = self.is_live(id);
        if let PassageKind::NoteMark(note) = passage.kind {
            let around = self.structure.nodes_around(self.tree[block].block);
            let mut around = around.map(|(_, node)| &node.tag);
            // A note that only notes call stays with them.
            if !around.any(|tag| matches!(tag, Tag::Note { .. })) {
                self.tree.references.entry(note).or_insert(block);
            }
        }
        let mut around = self.structure.nodes_around(self.tree[block].block);
        let in_contents = around.any(|(_, node)| matches!(node.tag, Tag::ContentsLine));
        let element = match passage.kind {
            PassageKind::Entry(_) if !in_contents && live => {
                self.add(ElementKind::Link, parent, None)
            }
            PassageKind::Link(_) | PassageKind::NoteLabel(_) if live => {
                self.add(ElementKind::Link, parent, None)
            }
            PassageKind::Link(_) | PassageKind::NoteLabel(_) => parent,
            PassageKind::NoteMark(_) | PassageKind::Entry(_) => {
                let reference = self.add(ElementKind::Reference, parent, None);
                if live { self.add(ElementKind::Link, reference, None) } else { reference }
            }
            PassageKind::Code => self.add(ElementKind::Code, parent, None),
            PassageKind::Abbreviation(index) => {
                let expansion = &self.structure.expansions[index as usize];
                self.add(ElementKind::Abbreviation(expansion), parent, None)
            }
            PassageKind::Foreign(language) => {
                self.add(ElementKind::Span, parent, Some(language))
            }
        };
        self.passages[id.index()] = Some(element);
        element
    }

    fn link(&mut self, side: SideId, passage: PassageId) {
        let element = self.passage(Some(passage), ElementId::DOCUMENT);
        let links = &mut self.tree.links[side];
        let nth = number(links.len());
        links.push(element);
        self.tree[element].kids.push(Kid::Link(side, nth));
    }
}

impl ElementKind<'_> {
    /// Returns its structure type (ISO 32000-1, 14.8.4).
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Link => "Link",
            Self::Reference => "Reference",
            Self::Code => "Code",
            Self::Span | Self::Abbreviation(_) | Self::ReorderedText(_) => "Span",
            Self::NoteBlock => "P",
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
                Tag::Code { .. } => "Code",
                Tag::List { .. } => "L",
                Tag::Item => "LI",
                Tag::Label { .. } => "Lbl",
                Tag::Body => "LBody",
                Tag::Note { .. } => "Note",
                Tag::Table => "Table",
                Tag::Row => "TR",
                Tag::Cell { head: Some(_), .. } => "TH",
                Tag::Cell { head: None, .. } => "TD",
                Tag::Figure { .. } => "Figure",
                Tag::PictureLink(_) => "Link",
                Tag::Group => "Div",
                Tag::Caption => "Caption",
                Tag::Contents => "TOC",
                Tag::ContentsLine => "TOCI",
                Tag::Article => "Art",
            },
        }
    }

    /// Returns its attributes (ISO 32000-1, 14.8.5) as PDF writes them, owner and all.
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

/// Returns the value of `ListNumbering`.
fn numbering_name(numbering: ListNumbering) -> &'static str {
    match numbering {
        ListNumbering::Other => "None",
        ListNumbering::Bullets => "Disc",
        ListNumbering::Decimal => "Decimal",
        ListNumbering::LowerRoman => "LowerRoman",
        ListNumbering::UpperRoman => "UpperRoman",
        ListNumbering::LowerLetters => "LowerAlpha",
        ListNumbering::UpperLetters => "UpperAlpha",
    }
}
