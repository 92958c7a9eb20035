//! The structure tree read from the root.
//!
//! Comes in: a document and what its pages say. Goes out: the text in the order of the tree, and
//! what is wrong with the tree itself. Never done here: comparing.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::object::{dictionary, name, text};
use super::page::Heard;

/// Deeper trees are not followed; no article nests so.
const DEEPEST: usize = 200;

/// A stretch of text in the order of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// What it says.
    pub(super) text: String,
    /// The page it stands on, from 1; 0 where none is known.
    pub(super) page: u32,
}

/// What the tree says.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The text, blocks parted by white.
    pub(super) stretches: Vec<Stretch>,
    /// What is wrong, with the page.
    pub(super) faults: Vec<(u32, String)>,
    /// Annotations that stand in the tree.
    pub(super) annotations: BTreeSet<ObjectId>,
    /// Contents that stand in the tree, by page and identifier.
    contents: BTreeSet<(u32, i64)>,
}

/// Elements that stand in a line of text; all others part words.
const INLINE: [&str; 8] =
    ["Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "NonStruct"];

/// Reads the tree. `pages` holds the index and the text of each page by its object.
pub(super) fn read(document: &Document, root: &Dictionary, pages: &Pages) -> Read {
    let mut reader = Reader { document, root, pages, heading: 0, read: Read::default() };
    reader.kids(root, None, 0);
    for (&index, heard) in pages.by_index() {
        for content in heard.contents.keys() {
            if !reader.read.contents.contains(&(index, *content)) {
                let fault = format!("content {content} is not in the structure tree");
                reader.read.faults.push((index, fault));
            }
        }
    }
    reader.read
}

/// What the pages say.
#[derive(Debug, Default)]
pub(super) struct Pages {
    numbers: BTreeMap<ObjectId, u32>,
    heard: BTreeMap<u32, Heard>,
}

impl Pages {
    /// Adds a page by its number, from 1.
    pub(super) fn add(&mut self, id: ObjectId, number: u32, heard: Heard) {
        self.numbers.insert(id, number);
        self.heard.insert(number, heard);
    }

    /// The pages in order.
    pub(super) fn by_index(&self) -> impl Iterator<Item = (&u32, &Heard)> {
        self.heard.iter()
    }
}

struct Reader<'r> {
    document: &'r Document,
    root: &'r Dictionary,
    pages: &'r Pages,
    /// Depth of the last heading.
    heading: u32,
    read: Read,
}

impl Reader<'_> {
    fn kids(&mut self, element: &Dictionary, page: Option<u32>, depth: usize) {
        if depth > DEEPEST {
            self.fault(page, "the structure tree is too deep".to_owned());
            return;
        }
        match element.get(b"K") {
            Ok(Object::Array(kids)) => {
                kids.iter().for_each(|kid| self.kid(kid, page, depth));
            }
            Ok(kid) => self.kid(kid, page, depth),
            Err(_) => {}
        }
    }

    fn kid(&mut self, kid: &Object, page: Option<u32>, depth: usize) {
        if let Ok(content) = kid.as_i64() {
            return self.content(content, page);
        }
        let Some(kid) = dictionary(self.document, Some(kid)) else { return };
        let own = kid.get(b"Pg").and_then(Object::as_reference).ok();
        let page = own.and_then(|id| self.pages.numbers.get(&id).copied()).or(page);
        match name(self.document, kid.get(b"Type").ok()) {
            Some("OBJR") => {
                self.read
                    .annotations
                    .extend(kid.get(b"Obj").and_then(Object::as_reference).ok());
            }
            Some("MCR") => {
                if let Ok(content) = kid.get(b"MCID").and_then(Object::as_i64) {
                    self.content(content, page);
                }
            }
            _ => self.element(kid, page, depth + 1),
        }
    }

    fn element(&mut self, element: &Dictionary, page: Option<u32>, depth: usize) {
        let role = self.role(element);
        self.check(&role, element, page);
        let before = self.read.stretches.len();
        let is_block = !INLINE.contains(&role.as_str());
        if is_block {
            self.say("\n".to_owned(), page);
        }
        let start = self.read.stretches.len();
        self.kids(element, page, depth);
        if let Some(actual) = text(self.document, element.get(b"ActualText").ok()) {
            self.read.stretches.truncate(start);
            self.say(actual, page);
        }
        let shown = self.read.stretches.get(start..).unwrap_or_default();
        if role == "Figure" && !shown.iter().any(|it| it.text.contains(char::is_alphanumeric)) {
            // A picture says what a listener is told in its place.
            let alternative = text(self.document, element.get(b"Alt").ok());
            self.say(alternative.unwrap_or_default(), page);
        }
        if is_block {
            self.say("\n".to_owned(), page);
        }
        if role == "Reference" || role == "TOC" {
            // The mark of a note and the contents are not of the article's words.
            self.read.stretches.truncate(before);
        }
    }

    /// The standard type that an element's type stands for.
    fn role(&self, element: &Dictionary) -> String {
        let own = name(self.document, element.get(b"S").ok()).unwrap_or_default();
        let map = dictionary(self.document, self.root.get(b"RoleMap").ok());
        let mapped = map.and_then(|map| name(self.document, map.get(own.as_bytes()).ok()));
        mapped.unwrap_or(own).to_owned()
    }

    fn check(&mut self, role: &str, element: &Dictionary, page: Option<u32>) {
        let depth = role.strip_prefix('H').and_then(|digits| digits.parse::<u32>().ok());
        if let Some(depth) = depth {
            if depth > self.heading + 1 {
                self.fault(page, format!("heading {role} after level {}", self.heading));
            }
            self.heading = depth;
        }
        let tells = |key: &[u8]| text(self.document, element.get(key).ok()).is_some();
        if role == "Figure" && !tells(b"Alt") && !tells(b"ActualText") {
            self.fault(page, "a figure of which nothing is told".to_owned());
        }
    }

    fn content(&mut self, content: i64, page: Option<u32>) {
        let Some(number) = page else {
            return self.fault(page, format!("content {content} has no page"));
        };
        self.read.contents.insert((number, content));
        let heard = self.pages.heard.get(&number);
        if let Some(said) = heard.and_then(|heard| heard.contents.get(&content)) {
            self.say(said.clone(), page);
        }
    }

    fn say(&mut self, text: String, page: Option<u32>) {
        self.read.stretches.push(Stretch { text, page: page.unwrap_or_default() });
    }

    fn fault(&mut self, page: Option<u32>, what: String) {
        self.read.faults.push((page.unwrap_or_default(), what));
    }
}
