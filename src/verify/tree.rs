//! Text of a PDF in the order of its structure tree.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::object::{dictionary, name, text};
use super::page::PageText;

/// Greatest depth of a tree; no article nests so deep.
const DEEPEST: usize = 200;

/// Piece of text in the order of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TaggedText {
    /// Text.
    pub(super) text: String,
    /// Page, from 1; 0 if it is unknown.
    pub(super) page: u32,
}

/// Contents and faults of the tree.
#[derive(Debug, Default)]
pub(super) struct TreeText {
    /// Texts, with line ends between blocks.
    pub(super) texts: Vec<TaggedText>,
    /// Faults with their pages.
    pub(super) faults: Vec<(u32, String)>,
    /// Annotations in the tree.
    pub(super) annotations: BTreeSet<ObjectId>,
    /// Marked contents in the tree, by page and identifier.
    contents: BTreeSet<(u32, i64)>,
}

/// Types of inline elements; all others separate words.
const INLINE: [&str; 8] =
    ["Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "NonStruct"];

/// Reads the tree.
pub(super) fn read_tree(document: &Document, root: &Dictionary, pages: &PageTexts) -> TreeText {
    let mut reader = TreeReader {
        document,
        root,
        pages,
        heading: 0,
        notes: Vec::new(),
        read: TreeText::default(),
    };
    reader.kids(root, None, 0);
    let rest = std::mem::take(&mut reader.notes);
    reader.read.texts.extend(rest.into_iter().flat_map(|note| note.texts));
    for (&index, page_text) in pages.by_index() {
        for content in page_text.contents.keys() {
            if !reader.read.contents.contains(&(index, *content)) {
                let fault = format!("content {content} is not in the structure tree");
                reader.read.faults.push((index, fault));
            }
        }
    }
    reader.read
}

/// Texts of the pages.
#[derive(Debug, Default)]
pub(super) struct PageTexts {
    numbers: BTreeMap<ObjectId, u32>,
    texts: BTreeMap<u32, PageText>,
}

impl PageTexts {
    /// Adds a page with its number, from 1.
    pub(super) fn add(&mut self, id: ObjectId, number: u32, page_text: PageText) {
        self.numbers.insert(id, number);
        self.texts.insert(number, page_text);
    }

    /// Iterates over the pages in order.
    pub(super) fn by_index(&self) -> impl Iterator<Item = (&u32, &PageText)> {
        self.texts.iter()
    }
}

struct TreeReader<'r> {
    document: &'r Document,
    root: &'r Dictionary,
    pages: &'r PageTexts,
    /// Depth of the last heading.
    heading: u32,
    /// Notes of the articles that are not read to their ends.
    notes: Vec<NoteText>,
    read: TreeText,
}

/// Texts of a note.
struct NoteText {
    /// Identifier, in the order of which notes follow the text.
    name: String,
    texts: Vec<TaggedText>,
}

impl TreeReader<'_> {
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
        let Some(kid) = dictionary(self.document, Some(kid)) else {
            return self.fault(page, "a structure element that cannot be read".to_owned());
        };
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
        let before = self.read.texts.len();
        let notes_before = self.notes.len();
        let is_block = !INLINE.contains(&role.as_str());
        if is_block {
            self.add_text("\n".to_owned(), page);
        }
        let start = self.read.texts.len();
        self.kids(element, page, depth);
        if let Some(actual) = text(self.document, element.get(b"ActualText").ok()) {
            self.read.texts.truncate(start);
            self.add_text(actual, page);
        }
        let shown = &self.read.texts[start..];
        if role == "Figure" && !shown.iter().any(|it| it.text.contains(char::is_alphanumeric)) {
            // The text of a picture is its alternative text.
            if let Some(alternative) = text(self.document, element.get(b"Alt").ok()) {
                self.add_text(alternative, page);
            }
        }
        if is_block {
            self.add_text("\n".to_owned(), page);
        }
        if role == "Reference" || role == "TOC" {
            // Note marks and tables of contents are not words of the article.
            self.read.texts.truncate(before);
        }
        if role == "Note" {
            // A note is read at its reference, and is behind the text in the article.
            let name = text(self.document, element.get(b"ID").ok()).unwrap_or_default();
            let texts = self.read.texts.split_off(before);
            self.notes.push(NoteText { name, texts });
        }
        if role == "Document" || role == "Art" {
            let mut notes = self.notes.split_off(notes_before);
            notes.sort_by(|one, other| one.name.cmp(&other.name));
            self.read.texts.extend(notes.into_iter().flat_map(|note| note.texts));
        }
    }

    /// Returns the standard type of an element, by the role map. An element without a type is a block.
    fn role(&self, element: &Dictionary) -> String {
        let own = name(self.document, element.get(b"S").ok()).unwrap_or("");
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
            self.fault(page, "a figure without an alternative text".to_owned());
        }
    }

    fn content(&mut self, content: i64, page: Option<u32>) {
        let Some(number) = page else {
            return self.fault(page, format!("content {content} has no page"));
        };
        self.read.contents.insert((number, content));
        let page_text = self.pages.texts.get(&number);
        if let Some(text) = page_text.and_then(|page_text| page_text.contents.get(&content)) {
            self.add_text(text.clone(), page);
        }
    }

    fn add_text(&mut self, text: String, page: Option<u32>) {
        self.read.texts.push(TaggedText { text, page: page.unwrap_or(0) });
    }

    fn fault(&mut self, page: Option<u32>, what: String) {
        self.read.faults.push((page.unwrap_or(0), what));
    }
}
