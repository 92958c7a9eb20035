//! The structure tree as objects.
//!
//! Comes in: a [`Tree`], and the numbers of pages and links. Goes out: the bytes of its objects,
//! its root and its elements. Never done here: deciding what is tagged as what.

use std::collections::BTreeMap;

use lopdf::ObjectId;

use super::frames::Frames;
use super::number::{fixed, push_decimal, push_integer};
use super::object::{Numbers, Written, push_text};
use super::tags::{Element, ElementId, Kid, Kind, Tree};
use crate::galley::{NodeId, Tag};
use crate::unit::Length;

/// The tree, and where in the document the pages and the links are that it speaks of.
#[derive(Debug)]
pub(super) struct Tags<'g> {
    /// The tree.
    pub(super) tree: Tree<'g>,
    /// What the catalog calls the root of the tree.
    pub(super) root: ObjectId,
    /// The pages in order.
    pub(super) pages: Vec<ObjectId>,
    /// The links of each page.
    pub(super) links: Vec<Vec<ObjectId>>,
    /// Where the figures are.
    pub(super) frames: Frames,
    /// Height of a page.
    pub(super) height: Length,
}

/// Decimals of the edges of a figure, in points.
const EDGE: u32 = 2;

/// The objects of the tree, the first of which gets the number `first`: its root, then its
/// elements in order.
pub(super) fn write(tags: &Tags<'_>, first: u32, numbers: &Numbers) -> Written {
    let number = |id: &ObjectId| numbers.get(id).copied().unwrap_or_default();
    let mut writer = Writer {
        tags,
        first,
        pages: tags.pages.iter().map(number).collect(),
        links: tags.links.iter().map(|ids| ids.iter().map(number).collect()).collect(),
        out: Written::default(),
    };
    writer.out.bytes.reserve(tags.tree.elements.len() * 48);
    writer.root();
    writer.out.end();
    for (id, element) in (0u32..).zip(&tags.tree.elements) {
        writer.element(ElementId(id), element);
        writer.out.end();
    }
    writer.out
}

/// The name of a note among the identifiers of elements.
fn note_name(index: u32) -> String {
    format!("note-{:06}", u64::from(index) + 1)
}

struct Writer<'w> {
    tags: &'w Tags<'w>,
    /// Number of the root.
    first: u32,
    pages: Vec<u32>,
    links: Vec<Vec<u32>>,
    out: Written,
}

impl Writer<'_> {
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
        self.reference(self.first + 1 + element.0);
    }

    fn page(&self, page: u32) -> u32 {
        self.pages.get(page as usize).copied().unwrap_or_default()
    }

    /// The root with its parent tree (ISO 32000-1, 14.7.4.4): page by page, then link by link.
    fn root(&mut self) {
        self.text(b"<</Type/StructTreeRoot/K ");
        self.reference_to(ElementId(0));
        self.text(b"/ParentTree<</Nums[");
        let tags = self.tags;
        let mut key = 0;
        for contents in &tags.tree.contents {
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
        for &element in tags.tree.links.iter().flatten() {
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

    /// The elements that have an identifier, by it.
    fn identifiers(&mut self) {
        let tags = self.tags;
        let named = (0u32..).zip(&tags.tree.elements).filter_map(|(id, element)| {
            let Kind::Block(Tag::Note { index }) = element.kind else { return None };
            Some((note_name(*index), ElementId(id)))
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
        if id.0 == 0 {
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
            Kind::Block(Tag::Note { index }) => {
                self.text(format!("/ID({})", note_name(*index)).as_bytes());
            }
            Kind::Block(Tag::Figure { alt: Some(alt) }) => {
                self.frame(id);
                self.text(b"/Alt");
                push_text(&mut self.out.bytes, alt);
            }
            Kind::Said(said) => {
                self.text(b"/ActualText");
                push_text(&mut self.out.bytes, said);
            }
            _ => {}
        }
        self.kids(element);
        self.text(b">>");
    }

    /// The rectangle of a figure on its page (ISO 32000-1, 14.8.5.4.3).
    fn frame(&mut self, id: ElementId) {
        let node = NodeId(id.0.saturating_sub(1));
        let Some(&(_, [left, top, right, bottom])) = self.tags.frames.get(&node) else {
            return;
        };
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

    /// What it holds; content is on the page of the first content that it holds, if nothing else
    /// is said.
    fn kids(&mut self, element: &Element<'_>) {
        let home = element.kids.iter().find_map(|kid| match kid {
            Kid::Content(page, _) => Some(*page),
            _ => None,
        });
        if let Some(page) = home {
            self.text(b"/Pg ");
            self.reference(self.page(page));
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

    fn kid(&mut self, kid: Kid, home: Option<u32>) {
        match kid {
            Kid::Element(element) => self.reference_to(element),
            Kid::Content(page, content) if Some(page) == home => self.integer(content),
            Kid::Content(page, content) => {
                self.text(b"<</Type/MCR/Pg ");
                self.reference(self.page(page));
                self.text(b"/MCID ");
                self.integer(content);
                self.text(b">>");
            }
            Kid::Link(page, nth) => {
                let links = self.links.get(page as usize);
                let number = links.and_then(|links| links.get(nth as usize)).copied();
                self.text(b"<</Type/OBJR/Pg ");
                self.reference(self.page(page));
                self.text(b"/Obj ");
                self.reference(number.unwrap_or_default());
                self.text(b">>");
            }
        }
    }
}
