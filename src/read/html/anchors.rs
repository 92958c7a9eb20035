//! Identifiers of elements that are headings or stand at headings.

use std::collections::BTreeMap;

use super::tree::{HtmlNodeId, HtmlTree};
use crate::article::{HeadingNames, name_in_link};

/// Names of the headings that the identifiers of a page belong to.
#[derive(Debug)]
pub(super) struct PageAnchors(BTreeMap<String, String>);

impl PageAnchors {
    /// Finds the identifiers of headings, of elements in them, and of elements that begin with one or
    /// stand above it without text between.
    pub(super) fn new(tree: &HtmlTree) -> Self {
        let mut names = HeadingNames::default();
        let mut anchors = BTreeMap::new();
        let mut waiting: Vec<&str> = Vec::new();
        let mut heading: Option<(HtmlNodeId, String)> = None;
        for id in tree.descend(HtmlTree::ROOT) {
            if let Some((of, name)) = &heading {
                if tree.is_within(id, *of) {
                    for own in identifiers(tree, id) {
                        anchors.entry(own.to_lowercase()).or_insert_with(|| name.clone());
                    }
                    continue;
                }
                heading = None;
            }
            if let Some(text) = tree.text(id) {
                if !text.trim().is_empty() {
                    waiting.clear();
                }
                continue;
            }
            waiting.extend(identifiers(tree, id));
            if matches!(tree.name(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
                let name = names.next_name(&tree.words(id));
                for own in waiting.drain(..) {
                    anchors.entry(own.to_lowercase()).or_insert_with(|| name.clone());
                }
                heading = Some((id, name));
            }
        }
        Self(anchors)
    }

    /// Returns the target of a link; one to an identifier of a heading becomes one to its name.
    pub(super) fn resolve(&self, target: String) -> String {
        let name = name_in_link(&target).and_then(|name| self.0.get(&name));
        name.map_or(target, |name| format!("#{name}"))
    }
}

/// Returns the identifiers by which links lead to an element.
fn identifiers(tree: &HtmlTree, id: HtmlNodeId) -> impl Iterator<Item = &str> {
    let old = if tree.name(id) == "a" { tree.attribute(id, "name") } else { None };
    tree.attribute(id, "id").into_iter().chain(old).filter(|name| !name.is_empty())
}
