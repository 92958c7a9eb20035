//! The label with which the body of a note begins.

use std::collections::BTreeSet;

use super::label::is_arrow;
use crate::read::html::tree::{HtmlNodeId, HtmlTree};

/// Returns the texts that hold the label at the start of a note, each with the number of its bytes
/// that belong to the label, its brackets and signs. `dropped` are links back and labels that are left
/// out as a whole.
pub(super) fn label_texts(
    tree: &HtmlTree,
    nodes: &[HtmlNodeId],
    label: &str,
    dropped: &BTreeSet<HtmlNodeId>,
) -> Vec<(HtmlNodeId, usize)> {
    let mut seen = false;
    let mut found = Vec::new();
    for text in nodes.iter().flat_map(|id| texts(tree, *id)) {
        let words = tree.text(text).expect("only texts are listed");
        if words.trim().is_empty() {
            continue;
        }
        if is_dropped(tree, text, nodes, dropped) {
            seen = true;
            continue;
        }
        let skipped = label_bytes(words, label, &mut seen);
        if skipped == 0 {
            break;
        }
        found.push((text, skipped));
        if skipped < words.trim_end().len() {
            break;
        }
    }
    if seen { found } else { Vec::new() }
}

fn texts(tree: &HtmlTree, id: HtmlNodeId) -> impl Iterator<Item = HtmlNodeId> {
    tree.descend(id).filter(|id| tree.text(*id).is_some())
}

fn is_dropped(
    tree: &HtmlTree,
    text: HtmlNodeId,
    nodes: &[HtmlNodeId],
    dropped: &BTreeSet<HtmlNodeId>,
) -> bool {
    let around = std::iter::once(text).chain(tree.ancestors(text));
    let mut inside = around.scan(false, |done, id| {
        let now = (!*done).then_some(id);
        *done |= nodes.contains(&id);
        now
    });
    inside.any(|id| dropped.contains(&id))
}

/// Returns the number of bytes of a text that belong to the label: brackets, the label, and signs
/// behind it. `seen` tells whether the label has come, and is set if it comes here.
fn label_bytes(text: &str, label: &str, seen: &mut bool) -> usize {
    let start = text.len() - text.trim_start().len();
    let opened = text[start..].trim_start_matches(['[', '(', '{', ' ']);
    let bracketed = opened.len() < text[start..].len();
    let rest = Some(opened).filter(|_| !label.is_empty()).and_then(|it| it.strip_prefix(label));
    if let Some(rest) = rest {
        let closed = rest.trim_start_matches([']', ')', '}', '.', ':']);
        let is_whole = closed.trim().is_empty();
        let is_sign =
            !label.contains(char::is_alphanumeric) && !closed.starts_with(char::is_numeric);
        let is_closed = closed.len() < rest.len() && closed.starts_with(char::is_whitespace);
        if is_whole || is_closed || is_sign || bracketed && closed.len() < rest.len() {
            *seen = true;
            return text.len() - closed.trim_start().len();
        }
    }
    if opened.trim().is_empty() {
        return text.len();
    }
    if *seen {
        let rest =
            text[start..].trim_start_matches([']', ')', '}', '.', ':', ',', ' ', '\u{A0}']);
        if rest.len() < text[start..].len() {
            return text.len() - rest.trim_start().len();
        }
    }
    if is_arrow(text) {
        *seen = true;
        return text.len();
    }
    0
}

#[cfg(test)]
mod tests {
    use crate::read::html::notes::opening::label_bytes;

    #[test]
    fn a_label_is_skipped_with_its_signs() {
        for (text, left) in [
            ("1", ""),
            (" [1] ", ""),
            ("[1] Salt", "Salt"),
            ("1. Salt", "Salt"),
            ("(1) Salt", "Salt"),
        ] {
            let mut seen = false;
            let skipped = label_bytes(text, "1", &mut seen);
            assert_eq!((&text[skipped..], seen), (left, true), "{text}");
        }
        for text in ["1 May", "12. Salt", "Salt", "1.5 sacks"] {
            let mut seen = false;
            assert_eq!(label_bytes(text, "1", &mut seen), 0, "{text}");
            assert!(!seen, "{text}");
        }
        let mut seen = true;
        assert_eq!(label_bytes("] Salt", "1", &mut seen), 2, "behind a link");
        assert_eq!(label_bytes("* Salt", "*", &mut false), 2);
    }
}
