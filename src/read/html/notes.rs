//! Notes of a page: links that are marks, and the elements that they lead to.
//!
//! A note whose mark is not shown stays text.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{self, HtmlNodeId, HtmlTree};

/// Longest note, in bytes; a longer element is a part of the text that a link leads to.
const MOST_NOTE_BYTES: usize = 6000;

/// Notes of a page and the marks that refer to them.
#[derive(Debug, Default)]
pub(super) struct NoteMarks {
    /// Label and body of each note, in the order of the first marks.
    notes: Vec<(String, HtmlNodeId)>,
    /// Index of the note that a link refers to.
    refers: BTreeMap<HtmlNodeId, usize>,
    /// Bodies of notes, and links back from them, which are not part of the text.
    taken: BTreeSet<HtmlNodeId>,
}

impl NoteMarks {
    /// Finds the notes whose marks are not left out; `gone` is indexed by node.
    pub(super) fn new(tree: &HtmlTree, gone: &[bool]) -> Self {
        let mut marks = Self::default();
        let links = internal_links(tree, gone);
        if links.is_empty() {
            return marks;
        }
        let ids = elements_by_id(tree);
        let mut known = BTreeMap::new();
        // Each body is examined once, however many marks lead to it.
        let mut usable = BTreeMap::new();
        for (link, target) in links {
            let Some(label) = mark_label(tree, link) else { continue };
            let body = ids.get(target).and_then(|id| note_body(tree, *id));
            let Some(body) = body else { continue };
            // A link up the page leads back from a note.
            let back = body.index() < link.index();
            if back || !*usable.entry(body).or_insert_with(|| is_usable(tree, body, gone)) {
                continue;
            }
            let note = *known.entry(body).or_insert(marks.notes.len());
            if note == marks.notes.len() {
                marks.take_back_links(tree, &ids, body, &label);
                marks.notes.push((label, body));
                marks.taken.insert(body);
            }
            marks.refers.insert(link, note);
        }
        marks
    }

    /// True for the body of a note and a link back from one, which are not part of the text.
    pub(super) fn is_taken(&self, id: HtmlNodeId) -> bool {
        self.taken.contains(&id)
    }

    /// Returns the index of the note that a link, or the superscript around one, refers to.
    pub(super) fn reference(&self, tree: &HtmlTree, id: HtmlNodeId) -> Option<usize> {
        if let Some(note) = self.refers.get(&id) {
            return Some(*note);
        }
        if tree.name(id) != "sup" || self.refers.is_empty() {
            return None;
        }
        let link = tree.first(id, "a")?;
        let note = self.refers.get(&link)?;
        let letters = |id| tree.words(id).chars().filter(|c| c.is_alphanumeric()).count();
        (letters(id) == letters(link)).then_some(*note)
    }

    /// Returns label and body of a note by its index.
    pub(super) fn note(&self, index: usize) -> Option<(String, HtmlNodeId)> {
        self.notes.get(index).cloned()
    }

    /// Takes the links back to the mark, and the label that the note repeats, out of the text.
    fn take_back_links(
        &mut self,
        tree: &HtmlTree,
        ids: &BTreeMap<&str, HtmlNodeId>,
        body: HtmlNodeId,
        name: &str,
    ) {
        for id in tree.descend(body).skip(1) {
            let words = || tree.words(id);
            let class = || tree.label(id).to_ascii_lowercase();
            let back = match tree.name(id) {
                "a" => {
                    let target = tree.attribute(id, "href").and_then(|to| to.strip_prefix('#'));
                    let up = || {
                        target
                            .and_then(|target| ids.get(target))
                            .is_some_and(|target| target.index() < body.index())
                    };
                    target.is_some()
                        && (is_arrow(&words())
                            || bare(&words()) == name
                            || class().contains("back")
                            || bare(&words()).chars().count() <= 2 && up())
                }
                "sup" | "span" => {
                    let first = tree.previous(id).is_none_or(|before| {
                        tree.text(before).is_some_and(|text| text.trim().is_empty())
                    });
                    class().contains("backlink") || first && bare(&words()) == name
                }
                _ => false,
            };
            if back {
                self.taken.insert(id);
            }
        }
    }
}

/// Returns whether an element is not left out and short enough for a note.
fn is_usable(tree: &HtmlTree, body: HtmlNodeId, gone: &[bool]) -> bool {
    let mut around = std::iter::once(body).chain(tree.ancestors(body));
    !around.any(|id| tree::is_marked(gone, id)) && tree.words(body).len() <= MOST_NOTE_BYTES
}

/// Returns the links within the page that are not left out, and their targets.
fn internal_links<'t>(tree: &'t HtmlTree, gone: &[bool]) -> Vec<(HtmlNodeId, &'t str)> {
    let mut found = Vec::new();
    let mut next = Some(HtmlTree::ROOT);
    while let Some(now) = next {
        let is_gone = tree::is_marked(gone, now);
        if !is_gone
            && tree.name(now) == "a"
            && let Some(target) =
                tree.attribute(now, "href").and_then(|to| to.strip_prefix('#'))
            && !target.is_empty()
        {
            found.push((now, target));
        }
        next = if is_gone { None } else { tree.children(now).next() };
        next = next.or_else(|| tree.beyond(now, HtmlTree::ROOT));
    }
    found
}

/// Returns the elements by their id, or by the name of an anchor of an old page.
fn elements_by_id(tree: &HtmlTree) -> BTreeMap<&str, HtmlNodeId> {
    let mut ids = BTreeMap::new();
    for id in tree.descend(HtmlTree::ROOT).filter(|id| tree.is_element(*id)) {
        let name = || tree.attribute(id, "name").filter(|_| tree.name(id) == "a");
        if let Some(name) = tree.attribute(id, "id").or_else(name) {
            ids.entry(name).or_insert(id);
        }
    }
    ids
}

/// Returns the label of a link that is a mark: short, and a superscript, in brackets or named so.
fn mark_label(tree: &HtmlTree, link: HtmlNodeId) -> Option<String> {
    let words = tree.words(link);
    let label = bare(&words);
    let length = label.chars().count();
    // An arrow leads back from a note.
    let short = !is_arrow(&words)
        && (1..=4).contains(&length)
        && (label.chars().all(|c| c.is_ascii_digit())
            || length == 1
            || label.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶'))
            || label.chars().all(|c| matches!(c, 'i' | 'v' | 'x')));
    if !short {
        return None;
    }
    let called = |id: HtmlNodeId| {
        let label = tree.label(id).to_ascii_lowercase();
        tree.attribute(id, "role") == Some("doc-noteref")
            || tree.attribute(id, "epub:type") == Some("noteref")
            || ["footnote", "fnref", "noteref", "endnote", "reference"]
                .iter()
                .any(|word| label.contains(word))
    };
    let superscript = tree.ancestors(link).take(2).any(|id| tree.name(id) == "sup")
        || tree.first(link, "sup").is_some();
    let bracketed = words.trim().starts_with('[');
    let is_mark =
        superscript || bracketed || called(link) || tree.parent(link).is_some_and(called);
    is_mark.then_some(label)
}

fn bare(words: &str) -> String {
    words.trim().trim_matches(['[', ']', '(', ')', '.', ' ']).to_owned()
}

fn is_arrow(words: &str) -> bool {
    let words = words.trim();
    !words.is_empty()
        && words.chars().all(|c| {
            matches!(c, '↩' | '↑' | '^' | '⤴' | '↵' | '⏎' | '⬆' | '▲' | '\u{FE0E}' | '\u{FE0F}')
                || c.is_whitespace()
        })
}

/// Returns the element that holds a note, from the target of its mark.
fn note_body(tree: &HtmlTree, target: HtmlNodeId) -> Option<HtmlNodeId> {
    let holds = |id: &HtmlNodeId| {
        matches!(tree.name(*id), "li" | "p" | "dd" | "div" | "aside" | "section" | "td" | "tr")
    };
    let body = std::iter::once(target).chain(tree.ancestors(target).take(4)).find(holds)?;
    // In a row of a table, the last cell holds the note.
    if tree.name(body) == "tr" {
        return tree.elements(body).last();
    }
    Some(body)
}
