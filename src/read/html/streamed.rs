//! Assembly of pages that a server sends in parts.
//!
//! React sends a part behind the page, in a hidden division `S:n`, and a script puts it in the
//! place of the template `B:n`. Must never run the script: the two names are enough.

use std::collections::BTreeMap;

use super::parse::MOST_DEPTH;
use super::tree::{HtmlNodeId, HtmlTree};

/// Most parts that are moved. Pages have some dozens.
const MOST_PARTS: usize = 200;

/// Moves each part that was sent late to its place in the page.
pub(super) fn assemble(tree: &mut HtmlTree) {
    let places: BTreeMap<String, HtmlNodeId> =
        named(tree, "template", "B:").into_iter().collect();
    if places.is_empty() {
        return;
    }
    for (number, part) in named(tree, "div", "S:").into_iter().take(MOST_PARTS) {
        let Some(place) = places.get(&number).copied() else { continue };
        // A part that holds its own place would become a cycle.
        let depth = tree.ancestors(place).count() + height(tree, part);
        if tree.is_within(place, part) || depth > MOST_DEPTH {
            continue;
        }
        let children: Vec<HtmlNodeId> = tree.children(part).collect();
        for child in children {
            tree.insert_before(place, child);
        }
    }
}

/// The elements of a name whose `id` begins with a sign, with the rest of their `id`.
fn named(tree: &HtmlTree, name: &str, start: &str) -> Vec<(String, HtmlNodeId)> {
    let elements = tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == name);
    elements
        .filter_map(|id| Some((tree.attribute(id, "id")?.strip_prefix(start)?.to_owned(), id)))
        .collect()
}

/// Levels of nodes within a node.
fn height(tree: &HtmlTree, id: HtmlNodeId) -> usize {
    let levels = |inner: HtmlNodeId| tree.ancestors(inner).take_while(|up| *up != id).count();
    tree.descend(id).map(levels).max().unwrap_or(0)
}
