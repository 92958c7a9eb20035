//! Inline elements that a page shows apart, though no space parts them.
//!
//! Must never part the letters of a word.

use super::tree::{HtmlNodeId, HtmlTree};

/// Values of `display` with which an inline element has a line or a box of its own.
const DISPLAYS: [&str; 7] =
    ["block", "flex", "grid", "inline-block", "inline-flex", "list-item", "table"];

/// Letters of the words before a place where words meet, at least: names of products begin with a
/// small letter.
const LEAST_LETTERS: usize = 3;

/// True for an element with a box of its own: a control, or one whose style says so.
pub(super) fn is_apart(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    if tree.name(id) == "button" {
        return true;
    }
    let style = tree.attribute(id, "style").unwrap_or("").to_ascii_lowercase();
    let is_shown_so = |(name, value): (&str, &str)| {
        let value = value.trim().trim_end_matches("!important").trim();
        name.trim() == "display" && DISPLAYS.contains(&value)
    };
    let is_letter = tree.words(id).trim().chars().count() < 2;
    !is_letter && style.split(';').filter_map(|rule| rule.split_once(':')).any(is_shown_so)
}

/// True for an element before which a space is due: it is shown apart, or it is a box of another
/// kind than the one it touches and begins like another word.
pub(super) fn begins_apart(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    if is_apart(tree, id) {
        return true;
    }
    let Some(before) = tree.previous(id) else { return false };
    let is_box = |id| {
        matches!(tree.name(id), "span" | "a" | "time" | "label" | "small" | "strong" | "b")
    };
    let is_stated = tree.attribute(id, "class").is_some() || tree.name(id) == "time";
    if !is_box(id) || !is_box(before) || !is_stated || tree.attribute(before, "class").is_none()
    {
        return false;
    }
    let kind = |id: HtmlNodeId| (tree.name(id), tree.attribute(id, "class"));
    let (words, next) = (tree.words(before), tree.words(id));
    let end = words.chars().rev().take_while(|c| c.is_alphanumeric()).count();
    let small = words.chars().next_back().is_some_and(|c| c.is_lowercase());
    let begins = next.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    kind(id) != kind(before) && end >= LEAST_LETTERS && small && begins
}
