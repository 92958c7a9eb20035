//! Notes of a page with the marks that refer to them.

use std::collections::{BTreeMap, BTreeSet};

use super::opening;
use crate::read::html::tree::{self, HtmlNodeId, HtmlTree};

/// Longest note, in bytes; a longer element is a part of the text that a link leads to.
pub(crate) const MOST_NOTE_BYTES: usize = 6000;

/// Most nodes side by side that are one note.
const MOST_NOTE_NODES: usize = 400;

/// Contents of a note of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoteBody {
    /// Nodes in the order of the page.
    Nodes(Vec<HtmlNodeId>),
    /// Words in an attribute of the mark.
    Attribute(String),
}

/// Number of bytes at the start and the end of a text that are left out.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TextCut {
    start: usize,
    end: usize,
}

/// Note of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageNote {
    /// Label; empty until the notes are numbered if the page lets a style sheet count.
    pub(crate) label: String,
    pub(crate) body: NoteBody,
    /// Element at which the note begins.
    pub(crate) place: HtmlNodeId,
}

/// Part of a page that is searched for notes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoteScope<'s> {
    pub(crate) tree: &'s HtmlTree,
    /// True for the nodes that are left out, by their index.
    pub(crate) gone: &'s [bool],
    /// Elements of the article: marks elsewhere do not count.
    pub(crate) roots: &'s [HtmlNodeId],
}

impl NoteScope<'_> {
    /// Returns the nodes of the article that are not left out, in the order of the page.
    pub(crate) fn nodes(&self) -> Vec<HtmlNodeId> {
        let mut nodes = Vec::new();
        for root in self.roots {
            let mut next = Some(*root);
            while let Some(now) = next {
                let is_gone = tree::is_marked(self.gone, now);
                let inner = if is_gone { None } else { self.tree.children(now).next() };
                nodes.extend((!is_gone).then_some(now));
                next = inner.or_else(|| self.tree.beyond(now, *root));
            }
        }
        nodes
    }

    /// True if a node and what is around it are not left out.
    pub(crate) fn shows(&self, id: HtmlNodeId) -> bool {
        let mut around = std::iter::once(id).chain(self.tree.ancestors(id));
        !around.any(|id| tree::is_marked(self.gone, id))
    }

    /// Returns the words of nodes.
    pub(crate) fn words(&self, nodes: &[HtmlNodeId]) -> String {
        nodes.iter().map(|id| self.tree.words(*id)).collect()
    }

    /// True if nodes are shown, have words and are short enough for a note.
    pub(crate) fn fit_note(&self, nodes: &[HtmlNodeId]) -> bool {
        if nodes.len() > MOST_NOTE_NODES {
            return false;
        }
        let words = self.words(nodes);
        !words.trim().is_empty()
            && words.len() <= MOST_NOTE_BYTES
            && nodes.iter().all(|id| self.shows(*id))
    }
}

/// Notes of a page and the marks that refer to them.
#[derive(Debug, Default)]
pub(crate) struct NoteMarks {
    /// Notes, in the order of their first marks.
    pub(crate) notes: Vec<PageNote>,
    /// Index of the note that an element refers to.
    pub(crate) refers: BTreeMap<HtmlNodeId, usize>,
    /// Nodes of the bodies of notes, which are not part of the text around them.
    pub(crate) bodies: BTreeSet<HtmlNodeId>,
    /// Labels and links back, which are shown nowhere.
    pub(crate) dropped: BTreeSet<HtmlNodeId>,
    /// Parts of texts that are left out.
    pub(crate) cuts: BTreeMap<HtmlNodeId, TextCut>,
}

impl NoteMarks {
    /// True for the body of a note and for labels and links back in it, which are not part of the
    /// text.
    pub(crate) fn is_taken(&self, id: HtmlNodeId) -> bool {
        self.bodies.contains(&id) || self.dropped.contains(&id)
    }

    /// True for a label or a link back.
    pub(crate) fn is_dropped(&self, id: HtmlNodeId) -> bool {
        self.dropped.contains(&id)
    }

    /// Returns a text without the label that it repeats and without the brackets of a link back.
    pub(crate) fn cut_text<'t>(&self, id: HtmlNodeId, text: &'t str) -> &'t str {
        let Some(cut) = self.cuts.get(&id) else { return text };
        let end = text.len() - cut.end;
        // The label and a bracket behind it can be the whole text.
        text.get(cut.start.min(end)..end).expect("cuts are at the ends of characters")
    }

    /// Returns the index of the note that an element, or the superscript around one, refers to.
    pub(crate) fn reference(&self, tree: &HtmlTree, id: HtmlNodeId) -> Option<usize> {
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

    /// Returns a note by its index.
    pub(crate) fn note(&self, index: usize) -> Option<PageNote> {
        self.notes.get(index).cloned()
    }

    /// Returns the elements of notes and marks that stand in the text, each with its nearest
    /// ancestors that hold nothing else.
    pub(crate) fn elements(&self) -> Vec<HtmlNodeId> {
        self.refers.keys().chain(&self.bodies).copied().collect()
    }

    /// Adds a note and returns its index.
    pub(crate) fn add(
        &mut self,
        scope: NoteScope<'_>,
        label: &str,
        nodes: Vec<HtmlNodeId>,
    ) -> usize {
        let place = *nodes.first().expect("a note has a node");
        let label_texts = opening::label_texts(scope.tree, &nodes, label, &self.dropped);
        for (text, start) in label_texts {
            self.cuts.entry(text).or_default().start = start;
        }
        self.cut_brackets(scope.tree, &nodes);
        self.bodies.extend(&nodes);
        let body = NoteBody::Nodes(nodes);
        self.notes.push(PageNote { label: label.to_owned(), body, place });
        self.notes.len() - 1
    }

    /// Cuts the brackets around the links back in the nodes of a note.
    fn cut_brackets(&mut self, tree: &HtmlTree, nodes: &[HtmlNodeId]) {
        let inner = nodes.iter().flat_map(|id| tree.descend(*id));
        for link in inner.filter(|id| self.dropped.contains(id)) {
            let Some((before, after)) = tree.previous(link).zip(tree.next(link)) else {
                continue;
            };
            let Some((start, end)) = tree.text(before).zip(tree.text(after)) else { continue };
            let opened = start.trim_end().strip_suffix(['(', '[']);
            let closed = end.trim_start().strip_prefix([')', ']']);
            if let Some((left, right)) = opened.zip(closed) {
                let goes_on = right.trim_start().starts_with(char::is_alphanumeric);
                let left = if goes_on { left } else { left.trim_end() };
                self.cuts.entry(before).or_default().end = start.len() - left.len();
                self.cuts.entry(after).or_default().start = end.len() - right.len();
            }
        }
    }

    /// Numbers the notes in the order of their first marks, and counts those without a label.
    pub(crate) fn put_in_order(&mut self) {
        let mut order = vec![None; self.notes.len()];
        let mut count = 0;
        for note in self.refers.values_mut() {
            let number = order[*note].get_or_insert_with(|| {
                count += 1;
                count - 1
            });
            *note = *number;
        }
        let mut notes: Vec<(usize, PageNote)> = std::mem::take(&mut self.notes)
            .into_iter()
            .zip(order)
            .map(|(note, number)| (number.expect("each note has a mark"), note))
            .collect();
        notes.sort_by_key(|(number, _)| *number);
        for (number, mut note) in notes {
            if note.label.is_empty() {
                note.label = (number + 1).to_string();
            }
            self.notes.push(note);
        }
    }
}
