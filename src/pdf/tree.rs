//! The structure tree as objects.

use std::collections::BTreeMap;

use lopdf::ObjectId;

use super::frames::FigureAreas;
use super::ids::{PerSide, SideId};
use super::number::{fixed, push_decimal, push_integer};
use super::object::{Numbers, ObjectBytes, push_text};
use super::tags::{Element, ElementId, ElementKind, Kid, StructureTree};
use crate::galley::{NoteId, Tag};
use crate::unit::{Length, Sides};

/// The structure tree, and the objects of the pages and the links that it refers to.
#[derive(Debug)]
pub(super) struct Tags<'g> {
    /// The tree.
    pub(super) tree: StructureTree<'g>,
    /// The object that the catalog names as the root of the tree.
    pub(super) root: ObjectId,
    /// The page of each side.
    pub(super) pages: PerSide<ObjectId>,
    /// The links of each side.
    pub(super) links: PerSide<Vec<ObjectId>>,
    /// The areas of the figures.
    pub(super) figures: FigureAreas,
    /// Height of a side.
    pub(super) height: Length,
}

/// Decimals of the edges of a figure, in points.
const EDGE: u32 = 2;

/// Writes the objects of the tree, the first of which gets the number `first`: its root, then its
/// elements in order.
pub(super) fn write(tags: &Tags<'_>, first: u32, numbers: &Numbers) -> ObjectBytes {
    let number_of = |id: &ObjectId| numbers.of(*id);
    let mut writer = TreeWriter {
        tags,
        first,
        pages: tags.pages.map(number_of),
        links: tags.links.map(|ids| ids.iter().map(number_of).collect()),
        out: ObjectBytes::default(),
    };
    writer.out.bytes.reserve(tags.tree.elements.len() * 48);
    writer.root();
    writer.out.end();
    for (index, element) in tags.tree.elements.iter().enumerate() {
        writer.element(ElementId::new(index), element);
        writer.out.end();
    }
    writer.out
}

/// Returns the name of a note among the identifiers of elements.
fn note_name(id: NoteId) -> String {
    format!("note-{:06}", u64::from(id.0) + 1)
}

struct TreeWriter<'w> {
    tags: &'w Tags<'w>,
    /// Number of the root.
    first: u32,
    /// Number of the page of each side.
    pages: PerSide<u32>,
    /// Numbers of the links of each side.
    links: PerSide<Vec<u32>>,
    out: ObjectBytes,
}

impl TreeWriter<'_> {
    fn text(&mut self, text: &[u8]) {
        self.out.bytes.extend_from_slice(text);
    }

    fn integer(&mut self, value: u32) {
        push_integer(&mut self.out.bytes, i64::from(value));
    }

    fn reference(&mut self, number: u32) {
        self.integer(number);
        self.text(b" 0 R");
    }

    fn reference_to(&mut self, element: ElementId) {
        self.reference(self.first + 1 + element.index());
    }

    fn reference_to_page(&mut self, side: SideId) {
        self.reference(self.pages[side]);
    }

    /// Writes the root with its parent tree (ISO 32000-1, 14.7.4.4): page by page, then link by link.
    fn root(&mut self) {
        self.text(b"<</Type/StructTreeRoot/K ");
        self.reference_to(ElementId::DOCUMENT);
        self.text(b"/ParentTree<</Nums[");
        let tags = self.tags;
        let mut key = 0;
        for contents in tags.tree.contents.values() {
            self.integer(key);
            self.text(b"[");
            for (nth, &element) in contents.iter().enumerate() {
                if nth > 0 {
                    self.text(b" ");
                }
                self.reference_to(element);
            }
            self.text(b"]");
            key += 1;
        }
        for &element in tags.tree.links.values().flatten() {
            self.integer(key);
            self.text(b" ");
            self.reference_to(element);
            self.text(b" ");
            key += 1;
        }
        self.text(b"]>>/ParentTreeNextKey ");
        self.integer(key);
        self.identifiers();
        self.text(b">>");
    }

    /// Writes the identifiers of elements, in their order.
    fn identifiers(&mut self) {
        let tags = self.tags;
        let named = tags.tree.elements.iter().enumerate().filter_map(|(nth, element)| {
            let ElementKind::Block(Tag::Note { id, .. }) = element.kind else { return None };
            Some((note_name(*id), ElementId::new(nth)))
        });
        let named: BTreeMap<String, ElementId> = named.collect();
        if named.is_empty() {
            return;
        }
        self.text(b"/IDTree<</Names[");
        for (name, element) in named {
            self.text(format!("({name})").as_bytes());
            self.reference_to(element);
        }
        self.text(b"]>>");
    }

    fn element(&mut self, id: ElementId, element: &Element<'_>) {
        self.text(b"<</S/");
        self.text(element.kind.name().as_bytes());
        self.text(b"/P ");
        if id == ElementId::DOCUMENT {
            self.reference(self.first);
        } else {
            self.reference_to(element.parent);
        }
        if let Some(language) = element.language {
            self.text(format!("/Lang({language})").as_bytes());
        }
        if let Some(attributes) = element.kind.attributes() {
            self.text(b"/A");
            self.text(attributes.as_bytes());
        }
        match element.kind {
            ElementKind::Block(Tag::Note { id: note, .. }) => {
                self.text(format!("/ID({})", note_name(*note)).as_bytes());
            }
            ElementKind::Block(Tag::Figure { alt: Some(alt) }) => {
                self.area(element);
                self.text(b"/Alt");
                push_text(&mut self.out.bytes, alt);
            }
            ElementKind::Block(Tag::Label { alt: Some(alt) }) => {
                self.text(b"/Alt");
                push_text(&mut self.out.bytes, alt);
            }
            ElementKind::Abbreviation(expansion) => {
                self.text(b"/E");
                push_text(&mut self.out.bytes, expansion);
            }
            ElementKind::ReorderedText(said) => self.actual_text(said),
            ElementKind::Block(Tag::Code { text }) => self.actual_text(text),
            _ => {}
        }
        self.kids(element);
        self.text(b">>");
    }

    fn actual_text(&mut self, text: &str) {
        self.text(b"/ActualText");
        push_text(&mut self.out.bytes, text);
    }

    /// Writes the area of a figure on its page (ISO 32000-1, 14.8.5.4.3). A figure that no page
    /// shows has none.
    fn area(&mut self, element: &Element<'_>) {
        let area = element.block.and_then(|node| self.tags.figures.get(&node));
        let Some(&Sides { top, right, bottom, left }) = area else { return };
        let height = self.tags.height;
        self.text(b"/A<</O/Layout/BBox[");
        for (nth, edge) in [left, height - bottom, right, height - top].into_iter().enumerate()
        {
            if nth > 0 {
                self.text(b" ");
            }
            push_decimal(&mut self.out.bytes, fixed(edge.pt(), 2), EDGE);
        }
        self.text(b"]>>");
    }

    /// Writes its kids. Content is on the page of the first content, if it names no other.
    fn kids(&mut self, element: &Element<'_>) {
        let home = element.kids.iter().find_map(|kid| match kid {
            Kid::Content(page, _) => Some(*page),
            _ => None,
        });
        if let Some(page) = home {
            self.text(b"/Pg ");
            self.reference_to_page(page);
        }
        match &*element.kids {
            [] => {}
            [Kid::Content(_, content)] => {
                self.text(b"/K ");
                self.integer(*content);
            }
            [Kid::Element(only)] => {
                self.text(b"/K ");
                self.reference_to(*only);
            }
            kids => {
                self.text(b"/K[");
                for (nth, kid) in kids.iter().enumerate() {
                    if nth > 0 {
                        self.text(b" ");
                    }
                    self.kid(*kid, home);
                }
                self.text(b"]");
            }
        }
    }

    fn kid(&mut self, kid: Kid, home: Option<SideId>) {
        match kid {
            Kid::Element(element) => self.reference_to(element),
            Kid::Content(page, content) if Some(page) == home => self.integer(content),
            Kid::Content(page, content) => {
                self.text(b"<</Type/MCR/Pg ");
                self.reference_to_page(page);
                self.text(b"/MCID ");
                self.integer(content);
                self.text(b">>");
            }
            Kid::Link(page, nth) => {
                let link = self.links[page][nth as usize];
                self.text(b"<</Type/OBJR/Pg ");
                self.reference_to_page(page);
                self.text(b"/Obj ");
                self.reference(link);
                self.text(b">>");
            }
        }
    }
}
