//! Notes and link addresses in the plan: at the foot of a page or at the end.

use crate::galley::spans::{FlatText, SpanStyle};
use crate::galley::structure::{PassageKind, Tag};
use crate::galley::{Keep, NoteId, Role, to_u32};
use crate::style::NotePlacement;

use super::{Context, DISPLAY_ROWS, LayoutTask, Planner, TaskContent};

impl Planner<'_> {
    /// Plans the notes that nothing calls, after a short rule at the article's end.
    pub(super) fn endnotes(&mut self, at: Context<'_>) {
        let called = self.inline.called.iter().enumerate();
        let notes: Vec<NoteId> =
            called.filter(|(_, called)| !**called).map(|(at, _)| NoteId(to_u32(at))).collect();
        if notes.is_empty() {
            return;
        }
        self.short_rule(at).entry.keep.page_before = false;
        let at = self.beside_labels(&notes, at);
        for note in notes {
            self.note(note, NotePlacement::End, at);
        }
    }

    /// Plans the addresses of the links, and the notes that are called, each for the foot of a page.
    /// The notes are planned first, since their links have numbers too; their tasks are the last all
    /// the same.
    pub(super) fn addresses_and_footnotes(&mut self, at: Context<'_>) {
        let (body, kept) = (self.tasks.len(), self.kept.len());
        // A page break after the body is one before the addresses, not before the notes.
        let page_before = std::mem::take(&mut self.page_before);
        self.footnotes(at);
        let end = self.tasks.len();
        self.addresses(page_before, at);
        let added = self.tasks.len() - end;
        self.tasks[body..].rotate_left(end - body);
        let moved = self.inline.footnotes.iter_mut().map(|footnote| &mut footnote.tasks);
        for range in moved.chain(&mut self.kept[kept..]) {
            *range = range.start.later_by(added)..range.end.later_by(added);
        }
    }

    /// Plans the notes that are called, each for the foot of a page.
    fn footnotes(&mut self, at: Context<'_>) {
        let notes: Vec<NoteId> = self.inline.footnotes.iter().map(|it| it.note).collect();
        let at = Context { leading: self.styles.note_leading, ..at };
        let at = self.beside_labels(&notes, at);
        for (index, note) in notes.into_iter().enumerate() {
            let first = self.next_task();
            self.note(note, NotePlacement::Foot, at);
            for task in &mut self.tasks[first.0..] {
                if task.entry.role == Role::Paragraph {
                    task.entry.role = Role::Note;
                }
            }
            self.inline.footnotes[index].tasks = first..self.next_task();
        }
    }

    /// Plans the addresses of the links, after a short rule. They have no structure elements, as the
    /// links themselves are live.
    fn addresses(&mut self, page_before: bool, at: Context<'_>) {
        let list = std::mem::take(&mut self.inline.addresses.list);
        if list.is_empty() {
            return;
        }
        self.short_rule(at).entry.keep.page_before = page_before;
        let added = SpanStyle { added: true, ..SpanStyle::default() };
        let font = self.styles.note;
        let last = format!("{}.", list.len());
        let room = self.label_room(std::iter::once(last.as_str()), font);
        let at = self.indent(Context { font, ..at }, room);
        for (number, address) in (1..).zip(&list) {
            let label = Box::new(FlatText::plain(&format!("{number}."), added));
            let address = FlatText::plain(address, added);
            self.push(Role::Address, TaskContent::Address { label, address }, at);
        }
    }

    /// Plans the rule above notes and addresses.
    fn short_rule(&mut self, at: Context<'_>) -> &mut LayoutTask {
        let task = self.push(Role::Rule, TaskContent::ShortRule, at);
        task.entry.space_above = DISPLAY_ROWS;
        task.entry.keep = Keep { together: true, with_next: true, ..task.entry.keep };
        task
    }

    /// Returns the context of notes, indented by the room for their labels.
    fn beside_labels<'c>(&self, notes: &[NoteId], at: Context<'c>) -> Context<'c> {
        let font = self.styles.note;
        let labels = notes.iter().map(|note| self.inline.notes[note.0 as usize].label.as_str());
        let room = self.label_room(labels, font);
        self.indent(Context { font, in_note: true, ..at }, room)
    }

    /// Plans a note, whose label leads back to its reference.
    fn note(&mut self, id: NoteId, placement: NotePlacement, at: Context<'_>) {
        let note = &self.inline.notes[id.0 as usize];
        let at = self.enter(Tag::Note { id, placement }, at);
        let back = self.inline.structure.add_passage(PassageKind::NoteLabel(id), None);
        let look = SpanStyle { passage: Some(back), ..SpanStyle::default() };
        self.hang_label(&note.label, look, at);
        self.labelled_blocks(&note.blocks, Context { place: note.place, ..at });
    }
}
