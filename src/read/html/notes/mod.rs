//! Notes of a page: marks in the text, and the words that they refer to.
//!
//! A note whose mark is not shown stays text, and so does a mark without a note. Must never refer
//! to another note than the page does.

mod beside;
mod label;
mod labelled;
mod linked;
mod marks;
mod opening;

use std::collections::BTreeMap;

pub use label::notes_heading;
pub(super) use marks::{NoteBody, NoteMarks, NoteScope};

use super::tree::{HtmlNodeId, HtmlTree};

/// Elements around a note, from the innermost, that may hold only notes.
const MOST_AROUND_NOTE: usize = 4;

/// Longest heading of a list of notes, in bytes.
const MOST_HEADING_BYTES: usize = 40;

/// Finds the notes whose marks stand in the article.
pub(super) fn find_notes(scope: NoteScope<'_>) -> NoteMarks {
    let mut marks = NoteMarks::default();
    linked::find(scope, &mut marks);
    beside::find(scope, &mut marks);
    labelled::find(scope, &mut marks);
    marks.put_in_order();
    marks
}

/// Returns the elements of the notes of a page and of their marks, and those around them that hold
/// hardly anything else. They are a part of the article although they may be hidden.
#[must_use]
pub fn note_elements(tree: &HtmlTree) -> Vec<HtmlNodeId> {
    let scope = NoteScope { tree, gone: &[], roots: &[HtmlTree::ROOT] };
    let marks = find_notes(scope);
    let mut found = marks.elements();
    let mut inside: BTreeMap<HtmlNodeId, usize> = BTreeMap::new();
    for id in &marks.bodies {
        let length = tree.words(*id).len();
        for up in tree.ancestors(*id).take(MOST_AROUND_NOTE) {
            *inside.entry(up).or_default() += length;
        }
    }
    let holds_only = |id: HtmlNodeId, length: usize| {
        // A heading and labels stand beside the notes.
        tree.words(id).trim().len() <= length + length / 4 + MOST_HEADING_BYTES
    };
    found.extend(
        inside.into_iter().filter(|(id, length)| holds_only(*id, *length)).map(|it| it.0),
    );
    found
}
