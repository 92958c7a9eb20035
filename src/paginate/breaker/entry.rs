//! Entries in whole rows, their alternatives, and the positions of breaks in them.

use super::regions::RegionId;

/// A block of whole rows: what the page breaker needs to know of an entry of the galley.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowEntry {
    /// Blank rows required above.
    pub above: u32,
    /// Blank rows required below.
    pub below: u32,
    /// True if it should stay in one region.
    pub together: bool,
    /// True if no region should end after it.
    pub with_next: bool,
    /// True if a page begins with it.
    pub page_before: bool,
    /// Number of its first lines that should stay in one region.
    pub first_lines: usize,
    /// Rows of the table head that is repeated at the top of a region that begins with it or in it.
    pub repeated_rows: u32,
    /// Entries of the figure that begins with it and may float to the top of the next region, this
    /// one included; 0 for most. They have one alternative each.
    pub figure: usize,
    /// Its alternatives, of which the first has the natural number of lines. Never empty.
    pub alternatives: Vec<RowAlternative>,
}

impl RowEntry {
    /// Returns whether it takes no rows because the next entry stands beside it, as cells of a table
    /// do. No region ends between them.
    pub(super) fn shares_row_with_next(&self) -> bool {
        self.alternatives.iter().all(|alternative| alternative.all_rows() == 0)
    }
}

/// An entry set in one number of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowAlternative {
    /// Rows from the top of the entry to the foot of each of its lines, rising; never empty.
    pub bottoms: Vec<u32>,
    /// True for each line that ends in a hyphen; as long as `bottoms`, or empty if none does.
    pub hyphens: Vec<bool>,
    /// Rows of the notes that each line calls, which stand at the foot of its region; as long as
    /// `bottoms`, or empty for none. All alternatives of an entry call the same notes in the same
    /// order.
    pub notes: Vec<u32>,
    /// Cost of the alternative, in the unit of [`super::super::PagePenalties`].
    pub cost: i64,
}

impl RowAlternative {
    /// Returns the number of lines.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.bottoms.len()
    }

    /// Returns the rows of the first `lines` lines.
    #[must_use]
    pub fn rows(&self, lines: usize) -> u32 {
        if lines == 0 { 0 } else { self.bottoms[lines - 1] }
    }

    /// Returns the rows of all lines.
    #[must_use]
    pub fn all_rows(&self) -> u32 {
        self.rows(self.lines())
    }

    /// Returns whether the last of the first `lines` lines ends in a hyphen.
    #[must_use]
    pub fn ends_in_hyphen(&self, lines: usize) -> bool {
        lines > 0 && self.hyphens.get(lines - 1) == Some(&true)
    }

    /// Returns the rows of the notes that line `line`, counted from 0, calls.
    #[must_use]
    pub fn note_rows(&self, line: usize) -> u32 {
        self.notes.get(line).copied().unwrap_or(0)
    }
}

/// The position of a break: before a line of an entry in one of its alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BreakPosition {
    /// Index of the entry; the number of entries at the end.
    pub entry: usize,
    /// Number of its lines before the break.
    pub line: usize,
    /// Index of its alternative; 0 if `line` is 0.
    pub alternative: usize,
}

impl BreakPosition {
    /// Returns the position before an entry.
    #[must_use]
    pub fn before(entry: usize) -> Self {
        Self { entry, line: 0, alternative: 0 }
    }
}

/// The contents that a region begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct RegionStart {
    /// Position at which the text continues.
    pub(super) position: BreakPosition,
    /// Rows of a divided note that continue in the region.
    pub(super) note_rest: u32,
    /// First of the figures before `position` that are deferred to the region.
    pub(super) deferred: Option<usize>,
}

impl RegionStart {
    /// Returns whether the region continues only the text, and no note or figure of earlier regions.
    pub(super) fn has_only_text(&self) -> bool {
        self.note_rest == 0 && self.deferred.is_none()
    }
}

/// The end of a region, and its cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RegionEnd {
    /// The region.
    pub region: RegionId,
    /// Position at which the next region begins; after the last entry at the end.
    pub next: BreakPosition,
    /// Rows filled by entries.
    pub rows: u32,
    /// Rows filled by notes at the foot, the blank one above them included.
    pub notes: u32,
    /// Rows of the last note that continue in the next region.
    pub note_rest: u32,
    /// First of the figures before `next` that are deferred to the next region.
    pub deferred: Option<usize>,
    /// Cost of the region, with that of its alternatives.
    pub cost: i64,
}

impl RegionEnd {
    /// Returns the contents that the next region begins with.
    pub(super) fn next_start(&self) -> RegionStart {
        let Self { next, note_rest, deferred, .. } = *self;
        RegionStart { position: next, note_rest, deferred }
    }
}

/// Number of a position among all positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PositionNumber(pub(super) usize);

/// Numbers of all positions, rising in reading order.
pub(super) struct PositionNumbers {
    /// Number of the position before each entry, and of the end.
    first: Vec<usize>,
    /// Number of alternatives of each entry.
    alternatives: Vec<usize>,
}

impl PositionNumbers {
    /// Numbers the positions in `entries`.
    pub(super) fn new(entries: &[RowEntry]) -> Self {
        let mut first = vec![0];
        let mut next = 0;
        for entry in entries {
            let longest = entry.alternatives.iter().map(RowAlternative::lines).max();
            let longest = longest.expect("an entry has an alternative");
            next += 1 + longest.saturating_sub(1) * entry.alternatives.len();
            first.push(next);
        }
        Self { first, alternatives: entries.iter().map(|it| it.alternatives.len()).collect() }
    }

    /// Returns the number of the end, which is the number of positions before it.
    pub(super) fn end(&self) -> PositionNumber {
        PositionNumber(self.first[self.first.len() - 1])
    }

    /// Returns the number of a position.
    pub(super) fn number(&self, position: BreakPosition) -> PositionNumber {
        let BreakPosition { entry, line, alternative } = position;
        let first = self.first[entry];
        PositionNumber(if line == 0 {
            first
        } else {
            first + 1 + (line - 1) * self.alternatives[entry] + alternative
        })
    }
}
