//! Notes of a page: marks in the text and what they lead to.
//!
//! Comes in: a [`Tree`]. Goes out: [`Marks`]: which link is a note's mark, and which element says
//! the note. Never done here: a note taken whose mark nobody sees.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{NodeId, Tree};

/// Letters of a note at most; what is longer is a part of the text that a link leads to.
const LONGEST: usize = 6000;

/// The notes of a page and the marks that refer to them.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Label and body of each note, in the order of the first marks.
    notes: Vec<(String, NodeId)>,
    /// The note that a link refers to.
    refers: BTreeMap<NodeId, usize>,
    /// Bodies of notes, and links back from them.
    taken: BTreeSet<NodeId>,
}

impl Marks {
    /// Finds the notes whose marks are not gone.
    pub(super) fn of(tree: &Tree, gone: &[bool]) -> Self {
        let mut marks = Self::default();
        let links: Vec<(NodeId, &str)> = links(tree, gone);
        if links.is_empty() {
            return marks;
        }
        let ids = ids(tree);
        let mut known = BTreeMap::new();
        for (link, target) in links {
            let Some(label) = label(tree, link) else { continue };
            let Some(body) = ids.get(target).and_then(|id| body(tree, *id)) else { continue };
            let is_gone = std::iter::once(body)
                .chain(tree.ancestors(body))
                .any(|id| gone.get(id.index()).copied().unwrap_or(false));
            // What leads up the page leads back from a note.
            let back = body.index() < link.index();
            if is_gone || back || tree.words(body).len() > LONGEST {
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

    /// Whether a node is said elsewhere: as a note, or not at all, as a link back from one.
    pub(super) fn is_taken(&self, id: NodeId) -> bool {
        self.taken.contains(&id)
    }

    /// The note that a link, or the raised text around one, refers to.
    pub(super) fn reference(&self, tree: &Tree, id: NodeId) -> Option<usize> {
        if let Some(note) = self.refers.get(&id) {
            return Some(*note);
        }
        if tree.name(id) != "sup" || self.refers.is_empty() {
            return None;
        }
        let link = tree.first(id, "a")?;
        let note = self.refers.get(&link)?;
        let (around, within) = (tree.words(id), tree.words(link));
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        (bare(&around) == bare(&within)).then_some(*note)
    }

    /// Label and body of a note by its number.
    pub(super) fn next_note(&self, number: usize) -> Option<(String, NodeId)> {
        self.notes.get(number).cloned()
    }

    /// Links back to the mark, and the label that the note repeats, need not be printed.
    fn take_back_links(
        &mut self,
        tree: &Tree,
        ids: &BTreeMap<&str, NodeId>,
        body: NodeId,
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

/// Links within the page that are not gone.
fn links<'t>(tree: &'t Tree, gone: &[bool]) -> Vec<(NodeId, &'t str)> {
    let mut found = Vec::new();
    let mut next = Some(Tree::ROOT);
    while let Some(now) = next {
        let is_gone = gone.get(now.index()).copied().unwrap_or(false);
        if !is_gone
            && tree.name(now) == "a"
            && let Some(target) =
                tree.attribute(now, "href").and_then(|to| to.strip_prefix('#'))
            && !target.is_empty()
        {
            found.push((now, target));
        }
        next = if is_gone { None } else { tree.children(now).next() };
        next = next.or_else(|| tree.beyond(now, Tree::ROOT));
    }
    found
}

/// Elements by their id, or by the name that an old page gives an anchor.
fn ids(tree: &Tree) -> BTreeMap<&str, NodeId> {
    let mut ids = BTreeMap::new();
    for id in tree.descend(Tree::ROOT).filter(|id| tree.is_element(*id)) {
        let name = || tree.attribute(id, "name").filter(|_| tree.name(id) == "a");
        if let Some(name) = tree.attribute(id, "id").or_else(name) {
            ids.entry(name).or_insert(id);
        }
    }
    ids
}

/// The label of a mark, for a link that is one: short, and raised, bracketed or called so.
fn label(tree: &Tree, link: NodeId) -> Option<String> {
    let words = tree.words(link);
    let label = bare(&words);
    let length = label.chars().count();
    // An arrow leads back from a note, whatever it is called.
    let short = !is_arrow(&words)
        && (1..=4).contains(&length)
        && (label.chars().all(|c| c.is_ascii_digit())
            || length == 1
            || label.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶'))
            || label.chars().all(|c| matches!(c, 'i' | 'v' | 'x')));
    if !short {
        return None;
    }
    let called = |id: NodeId| {
        let label = tree.label(id).to_ascii_lowercase();
        tree.attribute(id, "role") == Some("doc-noteref")
            || tree.attribute(id, "epub:type") == Some("noteref")
            || ["footnote", "fnref", "noteref", "endnote", "reference"]
                .iter()
                .any(|word| label.contains(word))
    };
    let raised = tree.ancestors(link).take(2).any(|id| tree.name(id) == "sup")
        || tree.first(link, "sup").is_some();
    let bracketed = words.trim().starts_with('[');
    let is_mark =
        raised || bracketed || called(link) || tree.ancestors(link).take(1).any(called);
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

/// The element that says a note, from the one that its mark names.
fn body(tree: &Tree, target: NodeId) -> Option<NodeId> {
    let holds = |id: &NodeId| {
        matches!(tree.name(*id), "li" | "p" | "dd" | "div" | "aside" | "section" | "td" | "tr")
    };
    let body = std::iter::once(target).chain(tree.ancestors(target).take(4)).find(holds)?;
    // A row of a table says its note in its last cell.
    if tree.name(body) == "tr" {
        return tree.elements(body).last();
    }
    Some(body)
}
