//! Heads of posts in threads: author and moment, in one line.

use super::element::is_block;
use super::tree::{HtmlNodeId, HtmlTree};

/// Sign between the parts of a head that stand in boxes of their own.
const BETWEEN: &str = " · ";

/// Returns the words of the head of a post, without the nodes for which `is_gone` holds. Elements side
/// by side are parted, as pages part them by styles.
pub(super) fn head_words(
    tree: &HtmlTree,
    head: HtmlNodeId,
    is_gone: impl Fn(HtmlNodeId) -> bool,
) -> String {
    let mut parts = vec![String::new()];
    let mut next = Some(head);
    while let Some(now) = next {
        let is_mute = is_gone(now) || matches!(tree.name(now), "script" | "style" | "template");
        if is_mute {
            next = tree.beyond(now, head);
            continue;
        }
        let part = parts.last_mut().expect("there is a part");
        if let Some(text) = tree.text(now) {
            part.push_str(text);
        } else if is_block(tree.name(now)) || tree.name(now) == "br" {
            parts.push(String::new());
        } else if tree.previous(now).is_some_and(|before| tree.is_element(before)) {
            part.push(' ');
        }
        next = tree.children(now).next().or_else(|| tree.beyond(now, head));
    }
    let parts = parts.iter().map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    // Signs between the parts are those of the page.
    let parts = parts.filter(|part| part.contains(char::is_alphanumeric));
    parts.collect::<Vec<_>>().join(BETWEEN)
}
