//! Structure tree: its text in order, and that it holds all content once.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::walk;

use super::access::{array, as_dictionary, dictionary, entry, integer, name, text};
use super::document::Document;
use super::nesting::{Element, check_element, check_root, role};
use super::object::{Dictionary, Object, ObjectNumber};
use super::page_text::PageText;
use super::page_tree::PageObject;
use super::table::check_table;

/// Greatest depth of a tree; no article nests so deep.
const DEEPEST: usize = 200;

/// Most nodes of a number tree.
const MOST_NODES: usize = 100_000;

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
    /// Annotations in the tree with their elements.
    pub(super) annotations: BTreeMap<ObjectNumber, (ObjectNumber, String)>,
    /// Languages of elements.
    pub(super) languages: BTreeSet<String>,
    /// Elements of the marked contents, by page and identifier.
    contents: BTreeMap<(u32, i64), ObjectNumber>,
}

/// Types of inline elements; all others separate words.
const INLINE: [&str; 8] =
    ["Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "NonStruct"];

/// Reads the tree.
pub(super) fn read_tree(
    document: &Document,
    root: &Dictionary,
    pages: &PageTexts<'_>,
) -> TreeText {
    let mut reader = TreeReader {
        document,
        root,
        pages,
        heading: 0,
        seen: BTreeSet::new(),
        ids: BTreeSet::new(),
        notes: Vec::new(),
        alternatives: Vec::new(),
        read: TreeText::default(),
    };
    let number = document.catalog.get(&b"StructTreeRoot"[..]).and_then(Object::as_reference);
    for fault in check_root(document, root) {
        reader.fault(None, fault);
    }
    reader.seen.extend(number);
    let place = ElementPlace { number, role: "StructTreeRoot", page: None, depth: 0 };
    reader.kids(root, &place);
    let rest = std::mem::take(&mut reader.notes);
    reader.read.texts.extend(rest.into_iter().flat_map(|note| note.texts));
    reader.check_contents();
    reader.check_parents();
    reader.read
}

/// Pages with their texts.
#[derive(Debug, Default)]
pub(super) struct PageTexts<'d> {
    numbers: BTreeMap<ObjectNumber, u32>,
    texts: BTreeMap<u32, PageText>,
    pages: BTreeMap<u32, &'d Dictionary>,
}

impl<'d> PageTexts<'d> {
    /// Adds a page with its number, from 1.
    pub(super) fn add(&mut self, page: &PageObject<'d>, number: u32, page_text: PageText) {
        self.numbers.insert(page.object, number);
        self.texts.insert(number, page_text);
        self.pages.insert(number, page.dict);
    }

    /// Iterates over the pages in order.
    pub(super) fn by_index(&self) -> impl Iterator<Item = (&u32, &PageText)> {
        self.texts.iter()
    }

    /// Iterates over the dictionaries of the pages, in order.
    pub(super) fn dictionaries(&self) -> impl Iterator<Item = (u32, &'d Dictionary)> {
        self.pages.iter().map(|(number, page)| (*number, *page))
    }
}

/// Place in the tree whose kids are read.
#[derive(Debug, Clone, Copy)]
struct ElementPlace<'r> {
    /// Number of the element's object; none for one inside another object.
    number: Option<ObjectNumber>,
    role: &'r str,
    page: Option<u32>,
    depth: usize,
}

struct TreeReader<'r> {
    document: &'r Document,
    root: &'r Dictionary,
    pages: &'r PageTexts<'r>,
    /// Depth of the last heading.
    heading: u32,
    /// Elements that were read.
    seen: BTreeSet<ObjectNumber>,
    /// Identifiers of elements.
    ids: BTreeSet<String>,
    /// Notes of the articles that are not read to their ends.
    notes: Vec<NoteText>,
    /// Indices of the texts that stand for pictures.
    alternatives: Vec<usize>,
    read: TreeText,
}

/// Texts of a note.
struct NoteText {
    /// Identifier, in the order of which notes follow the text.
    name: String,
    texts: Vec<TaggedText>,
}

impl<'r> TreeReader<'r> {
    /// Reads the kids of an element; returns their types, with an empty one for content.
    fn kids(&mut self, element: &'r Dictionary, place: &ElementPlace<'_>) -> Vec<String> {
        if place.depth > DEEPEST {
            self.fault(place.page, "the structure tree is too deep".to_owned());
            return Vec::new();
        }
        match element.get(&b"K"[..]).map(|kid| (kid, self.document.resolve(kid))) {
            Some((_, Some(Object::Array(kids)))) => {
                kids.iter().filter_map(|kid| self.kid(kid, place)).collect()
            }
            Some((kid, Some(_))) => self.kid(kid, place).into_iter().collect(),
            Some((_, None)) => {
                self.fault(place.page, "a structure element without its kid".to_owned());
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Reads a kid; returns its type.
    fn kid(&mut self, kid: &'r Object, place: &ElementPlace<'_>) -> Option<String> {
        if let Some(Object::Integer(content)) = self.document.resolve(kid) {
            self.content(*content, place);
            return Some(String::new());
        }
        let number = kid.as_reference();
        let Some(kid) = as_dictionary(self.document, kid) else {
            self.fault(place.page, "a structure element that cannot be read".to_owned());
            return None;
        };
        let own = kid.get(&b"Pg"[..]).and_then(Object::as_reference);
        let named = own.and_then(|page| self.pages.numbers.get(&page).copied());
        if own.is_some() && named.is_none() {
            self.fault(
                place.page,
                "a structure element is on a page that is not there".to_owned(),
            );
        }
        let page = named.or(place.page);
        match name(self.document, kid, "Type") {
            Some("OBJR") => {
                let object = kid.get(&b"Obj"[..]).and_then(Object::as_reference);
                let (Some(object), Some(holder)) = (object, place.number) else {
                    self.fault(
                        page,
                        "a reference to an annotation that is not there".to_owned(),
                    );
                    return None;
                };
                let before =
                    self.read.annotations.insert(object, (holder, place.role.to_owned()));
                if before.is_some() {
                    self.fault(page, "an annotation is in the structure tree twice".to_owned());
                }
                Some("OBJR".to_owned())
            }
            Some("MCR") => {
                match integer(self.document, kid, "MCID") {
                    Some(content) => self.content(content, &ElementPlace { page, ..*place }),
                    None => self.fault(page, "a content without an identifier".to_owned()),
                }
                Some(String::new())
            }
            None | Some("StructElem") => self.element(kid, number, page, place),
            Some(_) => {
                self.fault(page, "a structure element of an unknown type".to_owned());
                None
            }
        }
    }

    /// Reads an element; returns its type.
    fn element(
        &mut self,
        element: &'r Dictionary,
        number: Option<ObjectNumber>,
        page: Option<u32>,
        parent: &ElementPlace<'_>,
    ) -> Option<String> {
        if number.is_some_and(|number| !self.seen.insert(number)) {
            self.fault(page, "a structure element is in the tree twice".to_owned());
            return None;
        }
        if element.get(&b"P"[..]).and_then(Object::as_reference) != parent.number {
            self.fault(page, "a structure element names another parent".to_owned());
        }
        let role = match role(self.document, self.root, element) {
            Ok(role) => role,
            Err(fault) => {
                self.fault(page, fault);
                name(self.document, element, "S").unwrap_or_default().to_owned()
            }
        };
        let before = self.read.texts.len();
        let notes_before = self.notes.len();
        let is_block = !INLINE.contains(&role.as_str());
        if is_block {
            self.add_text("\n".to_owned(), page);
        }
        let start = self.read.texts.len();
        let place = ElementPlace { number, role: &role, page, depth: parent.depth + 1 };
        self.check_heading(&role, page);
        let kids = self.kids(element, &place);
        self.check(element, &role, parent.role, &kids, page);
        self.replace_text(element, &role, start, page);
        if kids.iter().any(|kid| kid == "Caption") {
            self.leave_out_told(start);
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
            let name = text(self.document, element, "ID").unwrap_or_default();
            let texts = self.read.texts.split_off(before);
            self.alternatives.retain(|&at| at < before);
            self.notes.push(NoteText { name, texts });
        }
        if role == "Document" || role == "Art" {
            let mut notes = self.notes.split_off(notes_before);
            notes.sort_by(|one, other| one.name.cmp(&other.name));
            self.read.texts.extend(notes.into_iter().flat_map(|note| note.texts));
        }
        Some(role)
    }

    /// Applies the replacement text of an element to its texts from `start`.
    fn replace_text(
        &mut self,
        element: &Dictionary,
        role: &str,
        start: usize,
        page: Option<u32>,
    ) {
        if let Some(actual) = text(self.document, element, "ActualText") {
            self.read.texts.truncate(start);
            self.add_text(actual, page);
        }
        let shown = &self.read.texts[start..];
        if role == "Figure" && !shown.iter().any(|it| it.text.contains(char::is_alphanumeric)) {
            // The text of a picture is its alternative text.
            if let Some(alternative) = text(self.document, element, "Alt") {
                self.alternatives.push(self.read.texts.len());
                self.add_text(alternative, page);
            }
        }
    }

    /// Leaves out the alternative texts from `start` whose words the caption beside them has. The
    /// words of an article lack them too.
    fn leave_out_told(&mut self, start: usize) {
        let of_pictures = self.alternatives.partition_point(|&at| at < start);
        let of_pictures = self.alternatives.split_off(of_pictures);
        let others = self.read.texts.iter().enumerate().skip(start);
        let caption: String = others
            .filter(|(at, _)| !of_pictures.contains(at))
            .map(|(_, text)| text.text.as_str())
            .collect();
        for at in of_pictures {
            if let Some(text) = self.read.texts.get_mut(at)
                && walk::is_told(&text.text, &caption)
            {
                text.text.clear();
            }
        }
    }

    fn check_heading(&mut self, role: &str, page: Option<u32>) {
        let depth = role.strip_prefix('H').and_then(|digits| digits.parse::<u32>().ok());
        if let Some(depth) = depth {
            if depth > self.heading + 1 {
                self.fault(page, format!("heading {role} after level {}", self.heading));
            }
            self.heading = depth;
        }
    }

    fn check(
        &mut self,
        element: &Dictionary,
        role: &str,
        parent: &str,
        kids: &[String],
        page: Option<u32>,
    ) {
        let described = Element { dict: element, role, parent, kids };
        for fault in check_element(self.document, &described) {
            self.fault(page, fault);
        }
        if role == "Table" {
            for fault in check_table(self.document, self.root, element) {
                self.fault(page, fault.to_owned());
            }
        }
        self.read.languages.extend(text(self.document, element, "Lang"));
        let id = text(self.document, element, "ID");
        if role == "Note" && id.is_none() {
            self.fault(page, "a note without an identifier (ISO 14289-1, 7.9)".to_owned());
        }
        if id.is_some_and(|id| !self.ids.insert(id)) {
            self.fault(page, "two structure elements with one identifier (7.9)".to_owned());
        }
    }

    fn content(&mut self, content: i64, place: &ElementPlace<'_>) {
        let Some(number) = place.page else {
            return self.fault(None, format!("content {content} has no page"));
        };
        let page_text = self.pages.texts.get(&number);
        let Some(text) = page_text.and_then(|it| it.contents.get(&content)).cloned() else {
            let fault = format!("content {content} of the structure tree is not on its page");
            return self.fault(Some(number), fault);
        };
        let holder = place.number.unwrap_or(0);
        if self.read.contents.insert((number, content), holder).is_some() {
            self.fault(
                Some(number),
                format!("content {content} is in the structure tree twice"),
            );
        }
        self.add_text(text, Some(number));
    }

    fn add_text(&mut self, text: String, page: Option<u32>) {
        self.read.texts.push(TaggedText { text, page: page.unwrap_or(0) });
    }

    fn fault(&mut self, page: Option<u32>, what: String) {
        self.read.faults.push((page.unwrap_or(0), what));
    }

    /// Checks that every marked content is in the tree.
    fn check_contents(&mut self) {
        let pages = self.pages;
        for (&page, page_text) in pages.by_index() {
            for content in page_text.contents.keys() {
                if !self.read.contents.contains_key(&(page, *content)) {
                    let fault = format!("content {content} is not in the structure tree");
                    self.fault(Some(page), fault);
                }
            }
        }
    }

    /// Checks that the parent tree leads to the elements (ISO 32000-1, 14.7.4.4).
    fn check_parents(&mut self) {
        let Some(parents) = self.parent_tree() else {
            return self.fault(None, "the parent tree is missing or malformed".to_owned());
        };
        let next = integer(self.document, self.root, "ParentTreeNextKey");
        let last = parents.keys().next_back();
        if next.is_some_and(|next| last.is_some_and(|last| next <= *last)) {
            self.fault(None, "the next key of the parent tree is used".to_owned());
        }
        let mut used = BTreeSet::new();
        for (number, page) in self.pages.dictionaries().collect::<Vec<_>>() {
            let key = integer(self.document, page, "StructParents");
            let expected: Vec<_> = self
                .read
                .contents
                .range((number, 0)..(number + 1, 0))
                .map(|((_, content), holder)| (*content, *holder))
                .collect();
            let Some(key) = key else {
                if !expected.is_empty() {
                    self.fault(
                        Some(number),
                        "the page has no key of the parent tree".to_owned(),
                    );
                }
                continue;
            };
            if !used.insert(key) {
                self.fault(Some(number), "a key of the parent tree is used twice".to_owned());
            }
            let listed = match parents.get(&key).and_then(|it| self.document.resolve(it)) {
                Some(Object::Array(listed)) => listed.as_slice(),
                _ => &[],
            };
            let is_right = expected.iter().all(|(content, holder)| {
                let listed = usize::try_from(*content).ok().and_then(|it| listed.get(it));
                listed.and_then(Object::as_reference) == Some(*holder)
            });
            let count = listed.iter().filter(|it| self.document.resolve(it).is_some()).count();
            if !is_right || count != expected.len() {
                let fault = "the parent tree does not lead to the elements of the page";
                self.fault(Some(number), fault.to_owned());
            }
        }
        let annotations: Vec<_> = self
            .read
            .annotations
            .iter()
            .map(|(object, (holder, _))| (*object, *holder))
            .collect();
        for (object, holder) in annotations {
            let reference = Object::Reference(object);
            let annotation = as_dictionary(self.document, &reference);
            let key = annotation.and_then(|it| integer(self.document, it, "StructParent"));
            let parent = key.and_then(|key| parents.get(&key)).and_then(|it| it.as_reference());
            if parent != Some(holder) || key.is_some_and(|key| !used.insert(key)) {
                let fault = "the parent tree does not lead to the element of an annotation";
                self.fault(None, fault.to_owned());
            }
        }
    }

    /// Returns the entries of the parent tree; none if it is malformed.
    fn parent_tree(&self) -> Option<BTreeMap<i64, &'r Object>> {
        let mut waiting = vec![dictionary(self.document, self.root, "ParentTree")?];
        let mut entries = BTreeMap::new();
        for _ in 0..MOST_NODES {
            let Some(node) = waiting.pop() else { return Some(entries) };
            for pair in array(self.document, node, "Nums").chunks(2) {
                let [key, value] = pair else { return None };
                let key = self.document.resolve(key)?.as_integer()?;
                if entries.insert(key, value).is_some() {
                    return None;
                }
            }
            for kid in array(self.document, node, "Kids") {
                waiting.push(as_dictionary(self.document, kid)?);
            }
            if entry(self.document, node, "Nums").is_none()
                && entry(self.document, node, "Kids").is_none()
            {
                return None;
            }
        }
        None
    }
}
