//! Page tree, with the attributes that pages inherit (ISO 32000-1, 7.7.3).

use std::collections::{BTreeMap, BTreeSet};

use super::access::{array, as_dictionary, integer, name};
use super::document::Document;
use super::object::{Dictionary, Object, ObjectNumber};

/// Page with the attributes that it inherits.
#[derive(Debug)]
pub(super) struct PageObject<'d> {
    /// Number of its object.
    pub(super) object: ObjectNumber,
    pub(super) dict: &'d Dictionary,
    /// `MediaBox`, `CropBox`, `Resources` and `Rotate`, own or inherited.
    pub(super) inherited: BTreeMap<&'static str, &'d Object>,
}

/// Returns the pages in order. A page that is in the tree twice is found once, and faults of
/// the tree are added to `faults`.
pub(super) fn read_pages<'d>(
    document: &'d Document,
    faults: &mut Vec<String>,
) -> Vec<PageObject<'d>> {
    let mut walk = PageWalk { document, seen: BTreeSet::new(), pages: Vec::new() };
    let root = document.catalog.get(&b"Pages"[..]).and_then(Object::as_reference);
    match root {
        Some(root) => {
            let top = NodePlace { number: root, parent: None, depth: 0 };
            walk.node(top, &BTreeMap::new(), faults);
        }
        None => faults.push("the catalog has no page tree".to_owned()),
    }
    walk.pages
}

/// Place of a node in the page tree.
#[derive(Debug, Clone, Copy)]
struct NodePlace {
    number: ObjectNumber,
    parent: Option<ObjectNumber>,
    depth: usize,
}

struct PageWalk<'d> {
    document: &'d Document,
    seen: BTreeSet<ObjectNumber>,
    pages: Vec<PageObject<'d>>,
}

impl<'d> PageWalk<'d> {
    /// Walks a node of the page tree; returns the number of its pages.
    fn node(
        &mut self,
        place: NodePlace,
        inherited: &BTreeMap<&'static str, &'d Object>,
        faults: &mut Vec<String>,
    ) -> i64 {
        /// Greatest number of nodes on the way to a page.
        const DEEPEST: usize = 32;
        const INHERITED: [&str; 4] = ["MediaBox", "CropBox", "Resources", "Rotate"];
        let NodePlace { number, parent, depth } = place;
        let document = self.document;
        let node = document.object(number).and_then(|it| as_dictionary(document, it));
        let Some(node) = node else {
            faults.push(format!("the page tree has the object {number}, which is not a page"));
            return 0;
        };
        if !self.seen.insert(number) {
            faults.push(format!("the page tree has the object {number} twice"));
            return 0;
        }
        if depth > DEEPEST {
            faults.push("the page tree is too deep".to_owned());
            return 0;
        }
        if node.get(&b"Parent"[..]).and_then(Object::as_reference) != parent {
            faults.push(format!("the node {number} of the page tree has another parent"));
        }
        let mut inherited = inherited.clone();
        for key in INHERITED {
            if let Some(value) = node.get(key.as_bytes()) {
                inherited.insert(key, value);
            }
        }
        match name(document, node, "Type") {
            Some("Pages") => {
                let mut count = 0;
                for kid in array(document, node, "Kids") {
                    match kid.as_reference() {
                        Some(kid) => {
                            let parent = Some(number);
                            let place = NodePlace { number: kid, parent, depth: depth + 1 };
                            count += self.node(place, &inherited, faults);
                        }
                        None => {
                            faults
                                .push("the page tree has a kid that is not a page".to_owned());
                        }
                    }
                }
                if integer(document, node, "Count") != Some(count) {
                    faults
                        .push(format!("the node {number} of the page tree has a wrong count"));
                }
                count
            }
            Some("Page") => {
                self.pages.push(PageObject { object: number, dict: node, inherited });
                1
            }
            _ => {
                faults.push(format!(
                    "the page tree has the object {number}, which is not a page"
                ));
                0
            }
        }
    }
}
