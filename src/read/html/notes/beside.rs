//! Notes whose words stand at their mark: side notes, hidden boxes, attributes.

use super::label;
use super::marks::{NoteBody, NoteMarks, NoteScope, PageNote};
use crate::read::html::element::{is_block, is_hidden};
use crate::read::html::markup_words::words_of_markup;
use crate::read::html::tree::{HtmlNodeId, HtmlTree};

/// Attributes that hold the words of a note, whatever the element is called.
const NOTE_ATTRIBUTES: [&str; 6] = [
    "data-footnote",
    "data-footnote-content",
    "data-footnote-text",
    "data-note",
    "data-sidenote",
    "data-definition",
];

/// Attributes that hold the words of a note if the element is called one.
const TEXT_ATTRIBUTES: [&str; 5] =
    ["data-content", "data-text", "data-tooltip", "data-tippy-content", "title"];

/// Parts of the class of the box with the words of a note.
const BOXES: [&str; 13] = [
    "content",
    "text",
    "body",
    "inner",
    "outer",
    "hidden",
    "tooltip",
    "tooltiptext",
    "popup",
    "popover",
    "tip",
    "definition",
    "note",
];

/// Words of a note in an attribute, at least: with fewer it names the mark.
const LEAST_WORDS: usize = 2;

/// Finds the notes whose words stand at their marks.
pub(super) fn find(scope: NoteScope<'_>, marks: &mut NoteMarks) {
    let tree = scope.tree;
    // Marks of notes whose words stand at another mark of the same label.
    let mut empty = Vec::new();
    for id in scope.nodes() {
        if !is_mark_element(tree, id) || is_known(tree, id, marks) {
            continue;
        }
        let label = label::short_words(tree, id).and_then(|words| label_of_mark(&words));
        if let Some(label) = &label
            && let Some(text) = attribute_text(tree, id)
        {
            add_attribute(id, label, text, marks);
        } else if let Some((label, inner)) = inner_note(tree, id) {
            if opens_with_label_alone(tree, inner, &label) {
                empty.push((id, label));
            } else {
                add(scope, id, &label, inner, marks);
            }
        } else if let Some(label) = label
            && let Some(body) = note_behind(tree, id, &label)
        {
            add(scope, id, &label, body, marks);
        }
    }
    for (mark, label) in empty {
        if let Some(note) = marks.notes.iter().position(|note| note.label == label) {
            marks.refers.insert(mark, note);
        }
    }
}

/// True for an element that can be a mark, or hold one with its note.
fn is_mark_element(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    matches!(
        tree.name(id),
        "sup" | "a" | "button" | "label" | "span" | "small" | "cite" | "abbr"
    )
}

/// True for a node that belongs to a note or a mark that was found.
fn is_known(tree: &HtmlTree, id: HtmlNodeId, marks: &NoteMarks) -> bool {
    let known = |id: HtmlNodeId| marks.refers.contains_key(&id) || marks.is_taken(id);
    known(id)
        || tree.ancestors(id).take_while(|up| !is_block(tree.name(*up))).any(known)
        || tree.elements(id).any(known)
}

/// Returns the label of a mark; an empty one if a style sheet counts.
fn label_of_mark(words: &str) -> Option<String> {
    if words.trim().is_empty() {
        return Some(String::new());
    }
    let label = label::of_words(words)?;
    // The sign that opens a margin note on small screens.
    let is_plain = label.chars().all(|c| c.is_alphanumeric() || c == ' ' || label::is_sign(c));
    Some(if is_plain { label } else { "*".to_owned() })
}

fn add(
    scope: NoteScope<'_>,
    mark: HtmlNodeId,
    label: &str,
    body: HtmlNodeId,
    marks: &mut NoteMarks,
) {
    if scope.fit_note(&[body]) && !marks.is_taken(body) {
        let tree = scope.tree;
        let kinds = tree
            .descend(body)
            .filter(|id| label::classes(tree, *id).any(|class| class.ends_with("notetype")));
        marks.dropped.extend(kinds);
        let note = marks.add(scope, label, vec![body]);
        marks.refers.insert(mark, note);
    }
}

fn add_attribute(mark: HtmlNodeId, label: &str, text: String, marks: &mut NoteMarks) {
    let body = NoteBody::Attribute(text);
    marks.notes.push(PageNote { label: label.to_owned(), body, place: mark });
    marks.refers.insert(mark, marks.notes.len() - 1);
}

/// Returns the words of a note in an attribute of its mark.
fn attribute_text(tree: &HtmlTree, id: HtmlNodeId) -> Option<String> {
    let called = label::is_called_note(tree, id)
        || label::classes(tree, id).any(|class| matches!(&*class, "fn" | "note" | "ref"));
    let names = NOTE_ATTRIBUTES.iter();
    let names = names.chain(TEXT_ATTRIBUTES.iter().filter(|_| called));
    let mut texts = names.filter_map(|name| tree.attribute(id, name)).map(words_of_markup);
    texts.find(|text| text.split_whitespace().count() >= LEAST_WORDS)
}

/// Returns label and box of an element that holds a mark and behind it the note.
fn inner_note(tree: &HtmlTree, id: HtmlNodeId) -> Option<(String, HtmlNodeId)> {
    if !label::has_note_class(tree, id) {
        return None;
    }
    let inner = tree.descend(id).skip(1).find(|inner| is_note_box(tree, *inner))?;
    let before = tree.descend(id).take_while(|at| *at != inner);
    let before: String = before.filter_map(|id| tree.text(id)).collect();
    // Nothing follows the note in the same element.
    let behind = tree.beyond(inner, id).map(|next| {
        let rest = std::iter::successors(Some(next), |at| {
            tree.children(*at).next().or_else(|| tree.beyond(*at, id))
        });
        rest.filter_map(|id| tree.text(id)).collect::<String>()
    });
    let ends = behind.is_none_or(|words| !words.contains(char::is_alphanumeric));
    let label = label_of_mark(&before).filter(|label| !label.is_empty() && ends)?;
    Some((label, inner))
}

/// True for a box that its class says holds the words of a note, or that is hidden.
fn is_note_box(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    if !matches!(tree.name(id), "span" | "small" | "div" | "aside" | "cite" | "em" | "i") {
        return false;
    }
    let class = tree.attribute(id, "class").unwrap_or("");
    let mut parts = class.split_whitespace().flat_map(class_parts);
    parts.any(|part| BOXES.contains(&&*part)) || is_hidden(tree, id)
}

/// Returns the parts of a class in lower case: of `footnoteContent` and `footnote-content`,
/// `footnote` and `content`.
fn class_parts(class: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for c in class.chars() {
        if c.is_uppercase() || !c.is_alphanumeric() {
            parts.push(String::new());
        }
        if c.is_alphanumeric() {
            parts.last_mut().expect("there is a part").extend(c.to_lowercase());
        }
    }
    parts
}

/// True if a box repeats only the label and the kind of a note.
fn opens_with_label_alone(tree: &HtmlTree, inner: HtmlNodeId, label: &str) -> bool {
    let words = tree.words(inner).to_lowercase();
    let rest = words.replace("footnotemark", "").replace(&label.to_lowercase(), "");
    !rest.contains(char::is_alphanumeric)
}

/// Returns the note that follows a mark in the same line, or beside its paragraph.
fn note_behind(tree: &HtmlTree, mark: HtmlNodeId, label: &str) -> Option<HtmlNodeId> {
    if label.is_empty() && !is_counted_mark(tree, mark) {
        return None;
    }
    let mut at = mark;
    let next = loop {
        match next_sibling(tree, at) {
            Some(next) => break next,
            // A mark alone in its superscript or link.
            None => at = tree.parent(at).filter(|up| is_mark_element(tree, *up))?,
        }
    };
    let fits = matches!(tree.name(next), "span" | "small" | "aside" | "div" | "cite")
        && label::has_note_class(tree, next)
        && label::short_words(tree, next).is_none_or(|words| label_of_mark(&words).is_none());
    fits.then_some(next)
}

/// True for a mark without words whose number a style sheet gives.
fn is_counted_mark(tree: &HtmlTree, mark: HtmlNodeId) -> bool {
    let numbered = |class: String| class.contains("number") || class.contains("toggle");
    matches!(tree.name(mark), "label" | "sup" | "a" | "button")
        && label::classes(tree, mark).any(numbered)
}

/// Returns the next sibling that is not blank or the check box of a mark.
fn next_sibling(tree: &HtmlTree, id: HtmlNodeId) -> Option<HtmlNodeId> {
    std::iter::successors(tree.next(id), |id| tree.next(*id)).find(|id| {
        let blank = tree.text(*id).is_some_and(|text| text.trim().is_empty());
        !blank
            && tree.name(*id) != "input"
            && (tree.is_element(*id) || tree.text(*id).is_some())
    })
}
