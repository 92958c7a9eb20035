//! Footnotes: their rows, and their lines at the foot of regions.

use std::collections::VecDeque;

use crate::galley::{Entry, EntryId, FootnoteId, Galley};
use crate::unit::Length;

use super::rows::rows_of;

/// Least lines of a divided note that stay in its region.
const LEAST_LINES: usize = 2;

/// Returns the rows of each footnote, rounded up.
pub(super) fn note_rows(galley: &Galley, row: Length) -> Vec<u32> {
    let depth = |entries: &[Entry]| entries.iter().map(|entry| note_depth(entry, row)).sum();
    galley
        .footnotes
        .iter()
        .map(|foot| rows_of(depth(&galley.entries[foot.clone()]), row))
        .collect()
}

/// Returns the depth of an entry of a note, whose lines stand closer than those of the text.
fn note_depth(entry: &Entry, row: Length) -> Length {
    match entry.lines.last() {
        Some(line) if !entry.solid => line.baseline,
        _ => row * i64::from(entry.rows),
    }
}

/// Returns the rows of the notes that each line calls; nothing if none calls one.
pub(super) fn called_rows<'c>(
    calls: impl Iterator<Item = &'c [FootnoteId]> + Clone,
    note_rows: &[u32],
) -> Vec<u32> {
    if note_rows.is_empty() || calls.clone().all(<[FootnoteId]>::is_empty) {
        return Vec::new();
    }
    let rows = |note: &FootnoteId| note_rows[note.0 as usize];
    calls.map(|calls| calls.iter().map(rows).sum()).collect()
}

/// A line of a note that is to be placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoteLine {
    /// Its entry.
    pub(super) entry: EntryId,
    /// Index of the line in it.
    pub(super) line: usize,
    /// Its baseline, from the top of the first note.
    y: Length,
    /// Top of its entry, or the baseline of the line before it there, from the same point.
    top: Length,
    /// True if it stands beside the line before it, in the same row of a table.
    in_same_row: bool,
}

/// A line of a note at the foot of a region.
pub(super) struct FootLine {
    /// The line.
    pub(super) line: NoteLine,
    /// Distance of its baseline above the lowest one.
    pub(super) above_last: Length,
}

/// The lines of notes that were called and are not placed yet.
#[derive(Debug, Default)]
pub(super) struct PendingNotes {
    lines: VecDeque<NoteLine>,
    /// Top of the next note, from the top of the first.
    next_top: Length,
}

impl PendingNotes {
    /// Adds a note that was called, in a galley with rows of depth `row`.
    pub(super) fn add_note(&mut self, note: FootnoteId, galley: &Galley, row: Length) {
        // The cells of a row of a table begin at one height; the last has the row's depth.
        let mut in_row = false;
        for index in galley.footnotes[note.0 as usize].clone() {
            let entry = &galley.entries[index];
            let mut top = self.next_top;
            for (line, it) in entry.lines.iter().enumerate() {
                let y = self.next_top + it.baseline;
                let in_same_row = if line == 0 { in_row } else { entry.solid };
                let entry = EntryId::new(index);
                self.lines.push_back(NoteLine { entry, line, y, top, in_same_row });
                top = y;
            }
            let begun = in_row || !entry.lines.is_empty();
            in_row = begun && entry.solid && entry.rows == 0;
            self.next_top += note_depth(entry, row);
        }
    }

    /// Returns whether all lines are placed.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Takes the lines for the foot of a region: those that fit in `room`. If the region is otherwise
    /// empty (`alone`), at least one line or row of a table is taken, so that every region has some.
    pub(super) fn take_lines(&mut self, room: Length, alone: bool) -> Vec<FootLine> {
        let mut taken: Vec<NoteLine> = Vec::new();
        let top = self.lines.front().map_or(Length::ZERO, |first| first.top);
        while !self.lines.is_empty() {
            let beside = self.lines.iter().skip(1).take_while(|line| line.in_same_row).count();
            let lowest = lowest_baseline(self.lines.range(..=beside));
            let must_take = alone && taken.is_empty();
            if lowest - top > room && !must_take {
                break;
            }
            taken.extend(self.lines.drain(..=beside));
        }
        // The last line of a note does not continue alone.
        if self.lines.len() == 1
            && taken.len() > LEAST_LINES
            && let Some(line) = taken.pop_if(|line| !line.in_same_row)
        {
            self.lines.push_front(line);
        }
        let lowest = lowest_baseline(taken.iter());
        taken.into_iter().map(|line| FootLine { line, above_last: lowest - line.y }).collect()
    }
}

/// Returns the lowest baseline of lines; 0 if there are none.
fn lowest_baseline<'l>(lines: impl Iterator<Item = &'l NoteLine>) -> Length {
    lines.map(|line| line.y).max().unwrap_or(Length::ZERO)
}
