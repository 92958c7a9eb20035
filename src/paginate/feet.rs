//! Footnotes: their rows, their lines at the foot.
//!
//! Comes in: the notes of a galley, the calls of its lines. Goes out: rows for the breaker, and
//! which lines of which notes stand where. Never done here: deciding where a page ends.

use std::collections::VecDeque;
use std::ops::Range;

use crate::galley::{Entry, Galley};
use crate::unit::Length;

/// The rows of each footnote, rounded up.
pub(super) fn rows(galley: &Galley, row: Length) -> Vec<u32> {
    let rows = |foot: &Range<usize>| {
        let entries = galley.entries.get(foot.clone()).unwrap_or_default();
        let depth: Length = entries.iter().map(|entry| depth(entry, row)).sum();
        let row = row.sp().max(1);
        u32::try_from((depth.sp() + row - 1) / row).unwrap_or(u32::MAX).max(1)
    };
    galley.footnotes.iter().map(rows).collect()
}

/// How deep an entry of a note is: lines of notes stand closer than those of the text.
fn depth(entry: &Entry, row: Length) -> Length {
    match entry.lines.last() {
        Some(line) if !entry.solid => line.baseline,
        _ => row * i64::from(entry.rows),
    }
}

/// Rows of the notes that each line calls; nothing where none calls one.
pub(super) fn of_lines<'c>(
    calls: impl Iterator<Item = &'c [u32]> + Clone,
    feet: &[u32],
) -> Vec<u32> {
    if feet.is_empty() || calls.clone().all(<[u32]>::is_empty) {
        return Vec::new();
    }
    let rows = |note: &u32| feet.get(*note as usize).copied().unwrap_or(0);
    calls.map(|calls| calls.iter().map(rows).sum()).collect()
}

/// Lines of a divided note that stay, at least.
const LEAST_LINES: usize = 2;

/// A line of a note that waits for its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct FootLine {
    /// Index of its entry.
    pub(super) entry: usize,
    /// Index of the line in it.
    pub(super) line: usize,
    /// Its baseline, from where the first note began.
    y: Length,
    /// What it follows: the head of its entry, or the baseline before it there.
    after: Length,
    /// It stands where the line before it stands: in the same row of a table.
    held: bool,
}

/// The lines of notes that were called and do not stand yet.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    lines: VecDeque<FootLine>,
    /// Where the next note begins.
    end: Length,
}

impl Waiting {
    /// A note is called, in a galley with rows of this depth.
    pub(super) fn call(&mut self, note: u32, galley: &Galley, row: Length) {
        let Some(entries) = galley.footnotes.get(note as usize) else { return };
        // The cells of a row of a table begin at one height; the last has the row's depth.
        let mut in_row = false;
        for index in entries.clone() {
            let Some(entry) = galley.entries.get(index) else { continue };
            let mut after = self.end;
            for (line, it) in entry.lines.iter().enumerate() {
                let y = self.end + it.baseline;
                let held = if line == 0 { in_row } else { entry.solid };
                self.lines.push_back(FootLine { entry: index, line, y, after, held });
                after = y;
            }
            let begun = in_row || !entry.lines.is_empty();
            in_row = begun && entry.solid && entry.rows == 0;
            self.end += depth(entry, row);
        }
    }

    /// Whether no line waits.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Takes the lines that stand in this frame: those that `room` holds, and one at least; a row of
    /// a table only where the frame holds it or has nothing else. Each with how far its baseline
    /// stands above the lowest.
    pub(super) fn take(&mut self, room: Length, alone: bool) -> Vec<(FootLine, Length)> {
        let mut taken: Vec<FootLine> = Vec::new();
        let top = self.lines.front().map_or(Length::ZERO, |first| first.after);
        while !self.lines.is_empty() {
            let held = self.lines.iter().skip(1).take_while(|line| line.held).count();
            let lowest = lowest(self.lines.range(..=held));
            if lowest - top > room && (!taken.is_empty() || held > 0 && !alone) {
                break;
            }
            taken.extend(self.lines.drain(..=held));
        }
        // No last line of a note goes on alone.
        if self.lines.len() == 1
            && taken.len() > LEAST_LINES
            && let Some(line) = taken.pop_if(|line| !line.held)
        {
            self.lines.push_front(line);
        }
        let foot = lowest(taken.iter());
        taken.into_iter().map(|line| (line, foot - line.y)).collect()
    }
}

/// The lowest baseline of lines.
fn lowest<'l>(lines: impl Iterator<Item = &'l FootLine>) -> Length {
    lines.map(|line| line.y).max().unwrap_or_default()
}
