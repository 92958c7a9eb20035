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
        let deep = |entry: &Entry| match entry.lines.last() {
            Some(line) if !entry.solid => line.baseline,
            _ => row * i64::from(entry.rows),
        };
        let depth: Length = entries.iter().map(deep).sum();
        let row = row.sp().max(1);
        u32::try_from((depth.sp() + row - 1) / row).unwrap_or(u32::MAX).max(1)
    };
    galley.feet.iter().map(rows).collect()
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
    /// From the baseline before it to its own.
    step: Length,
}

/// The lines of notes that were called and do not stand yet.
#[derive(Debug, Default)]
pub(super) struct Waiting(VecDeque<FootLine>);

impl Waiting {
    /// A note is called.
    pub(super) fn call(&mut self, note: u32, galley: &Galley) {
        let Some(entries) = galley.feet.get(note as usize) else { return };
        for index in entries.clone() {
            let lines = galley.entries.get(index).map_or(&[][..], |entry| &entry.lines);
            let mut above = Length::ZERO;
            for (line, it) in lines.iter().enumerate() {
                self.0.push_back(FootLine { entry: index, line, step: it.baseline - above });
                above = it.baseline;
            }
        }
    }

    /// Takes the lines that stand in this frame: all where `all`, else those that `room` holds.
    /// Each with how far its baseline stands above the last one's.
    pub(super) fn take(&mut self, room: Length, all: bool) -> Vec<(FootLine, Length)> {
        let mut taken = Vec::new();
        let mut depth = Length::ZERO;
        while let Some(next) = self.0.front().copied() {
            if !all && depth + next.step > room && !taken.is_empty() {
                break;
            }
            depth += next.step;
            taken.push((next, depth));
            self.0.pop_front();
        }
        // No last line of a note goes on alone.
        if self.0.len() == 1
            && taken.len() > LEAST_LINES
            && let Some((line, at)) = taken.pop()
        {
            depth = at - line.step;
            self.0.push_front(line);
        }
        for (_, at) in &mut taken {
            *at = depth - *at;
        }
        taken
    }
}
