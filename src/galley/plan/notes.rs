//! Notes and addresses: at the foot of a page or at the end.
//!
//! Comes in: the notes of an article, the addresses of its links. Goes out: tasks. Never done here:
//! deciding on which page a note stands.

use crate::article::{ListItem, Marker, Note};
use crate::diagnostic::Place;
use crate::galley::spans::{Flat, SpanStyle};
use crate::galley::structure::Tag;
use crate::galley::{Keep, Role};
use crate::shape::{Features, Font};

use super::{DISPLAY_ROWS, Footnote, Indents, Planner, TaskContent};

impl Planner<'_> {
    /// The footnote that a note becomes where it is called first.
    pub(super) fn call(&mut self, note: u32) -> Option<u32> {
        let known = self.called.get_mut(note as usize).filter(|_| self.calls)?;
        if std::mem::replace(known, true) {
            return None;
        }
        self.feet.push(Footnote { note, caller: self.tasks.len(), tasks: 0..0 });
        u32::try_from(self.feet.len() - 1).ok()
    }

    /// The addresses of the links, after a short rule. A listener is not read them: the links are
    /// live.
    fn addresses(&mut self) {
        let list = std::mem::take(&mut self.addresses.list);
        if list.is_empty() {
            return;
        }
        self.push(Role::Rule, TaskContent::ShortRule, Indents::default(), Place::default());
        self.last(|task| {
            task.space_above = DISPLAY_ROWS;
            task.keep = Keep { together: true, with_next: true, ..task.keep };
        });
        let labels: Vec<String> = (1..=list.len()).map(|number| format!("{number}.")).collect();
        let font = self.styles.note;
        let longest = i64::try_from(labels.last().map_or(0, String::len)).unwrap_or(8);
        let room = font.size.fraction(longest + 1, 2).max(self.styles.inset);
        let inside = self.deeper(Indents::default(), room);
        let ours = SpanStyle { ours: true, ..SpanStyle::default() };
        for (label, address) in labels.iter().zip(&list) {
            let (label, flat) = (Flat::plain(label, ours), Flat::plain(address, ours));
            let setting = TaskContent::Address(label, flat, font);
            self.push(Role::Address, setting, inside, Place::default());
        }
    }

    /// The notes that nothing calls, after a short rule at the article's end.
    pub(super) fn endnotes(&mut self, notes: &[u32]) {
        if notes.is_empty() {
            return;
        }
        self.push(Role::Rule, TaskContent::ShortRule, Indents::default(), Place::default());
        self.last(|task| {
            task.space_above = DISPLAY_ROWS;
            task.keep = Keep { together: true, with_next: true, ..Keep::default() };
        });
        self.font = self.styles.note;
        let inside = self.beside_labels(notes);
        for &note in notes {
            self.note(note, inside);
        }
        self.font = Font { features: Features::default(), ..self.styles.text };
    }

    /// The addresses of the links and the notes that are called, each note to stand at the foot of a
    /// page. The notes are planned first, since their links have numbers too; their tasks are the
    /// last all the same.
    pub(super) fn addresses_and_footnotes(&mut self) {
        let body = self.tasks.len();
        let kept = self.kept.len();
        let (font, leading) = (self.font, self.leading);
        let page_before = std::mem::take(&mut self.page_before);
        self.footnotes();
        let notes = self.tasks.split_off(body);
        (self.font, self.leading, self.page_before) = (font, leading, page_before);
        self.addresses();
        let added = self.tasks.len() - body;
        self.tasks.extend(notes);
        let moved = self.feet.iter_mut().map(|foot| &mut foot.tasks);
        for range in moved.chain(&mut self.kept[kept..]) {
            *range = range.start + added..range.end + added;
        }
    }

    /// The notes that are called, each to stand at the foot of a page.
    fn footnotes(&mut self) {
        let notes: Vec<u32> = self.feet.iter().map(|foot| foot.note).collect();
        self.font = self.styles.note;
        self.leading = self.styles.note_leading;
        let inside = self.beside_labels(&notes);
        for (index, note) in notes.into_iter().enumerate() {
            let first = self.tasks.len();
            self.note(note, inside);
            for task in &mut self.tasks[first..] {
                if task.role == Role::Paragraph {
                    task.role = Role::Note;
                }
            }
            if let Some(foot) = self.feet.get_mut(index) {
                foot.tasks = first..self.tasks.len();
            }
        }
    }

    fn beside_labels(&self, notes: &[u32]) -> Indents {
        let notes = notes.iter().filter_map(|&note| self.notes.get(note as usize));
        let label = |note: &Note| ListItem { label: note.label.clone(), ..ListItem::default() };
        let labels: Vec<ListItem> = notes.map(label).collect();
        self.deeper(Indents::default(), self.label_room(Marker::Label, &labels))
    }

    fn note(&mut self, index: u32, inside: Indents) {
        let Some(note) = self.notes.get(index as usize) else { return };
        self.within(Tag::Note { index }, |planner| {
            planner.labelled(&note.label);
            planner.item(&note.blocks, inside, note.place);
        });
    }
}
