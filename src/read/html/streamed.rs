//! Assembly of pages that a server sends in parts.
//!
//! React sends a part behind the page, in a hidden division `S:n`, and a script puts it in the
//! place of the template `B:n`. Must never run the script: the two names are enough.

use std::collections::BTreeMap;

use super::tree::{HtmlNodeId, HtmlTree};

/// Moves each part that was sent late to its place in the page.
pub(super) fn assemble(tree: &mut HtmlTree) {
    let named = |name: &'static str, start: &'static str| {
        let tree = &*tree;
        tree.descend(HtmlTree::ROOT).filter(move |id| tree.name(*id) == name).filter_map(
            move |id| Some((tree.attribute(id, "id")?.strip_prefix(start)?.to_owned(), id)),
        )
    };
    let places: BTreeMap<String, HtmlNodeId> = named("template", "B:").collect();
    if places.is_empty() {
        return;
    }
    let parts: Vec<(String, HtmlNodeId)> = named("div", "S:").collect();
    for (number, part) in parts {
        let Some(place) = places.get(&number).copied() else { continue };
        // A part that holds its own place would become a cycle.
        if tree.is_within(place, part) {
            continue;
        }
        let children: Vec<HtmlNodeId> = tree.children(part).collect();
        for child in children {
            tree.insert_before(place, child);
        }
    }
}
