//! Filling one region from a position in every possible way.
//!
//! A table holds the least cost of each number of rows used so far. It is updated entry by entry,
//! because alternatives of an entry have different depths. The notes called so far are the same for
//! every alternative, so their rows are one number beside the table.
//!
//! The region is filled once with every figure in its place, and once for each figure that may be the
//! first to be deferred, with all figures behind it.

use super::super::penalties::PagePenalties;
use super::entry::{BreakPosition, RegionEnd, RegionStart, RowAlternative, RowEntry};
use super::floats::{DeferredFigures, figure_ranges};
use super::regions::RegionId;

/// Cost of what cannot be reached.
pub(super) const UNREACHABLE: i64 = i64::MAX / 4;
/// Blank rows between text and notes; the footnote rule stands in them.
pub(crate) const ABOVE_NOTES: u32 = 1;
/// Least rows of a divided note that stay in its region.
const LEAST_NOTE_ROWS: u32 = 2;
/// Least rows that deferred figures at the top of a region leave for text; if fewer remain, they
/// stand there alone.
const LEAST_ROWS_BELOW_FIGURES: u32 = 2;

/// The origin of a cell of the table: the rows used before an entry, and the entry's alternative.
#[derive(Debug, Clone, Copy, Default)]
struct CellOrigin {
    rows: u32,
    alternative: usize,
}

/// The notes of a region so far.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct RegionNotes {
    /// Their rows, the blank one above them included.
    rows: u32,
    /// Rows of the last one, which may continue in the next region.
    last: u32,
}

impl RegionNotes {
    /// Returns the notes with another of `rows` rows, if that is not 0.
    fn with_note(self, rows: u32) -> Self {
        if rows == 0 {
            return self;
        }
        let above = if self.rows == 0 { ABOVE_NOTES } else { 0 };
        Self { rows: self.rows + above + rows, last: rows }
    }

    /// Returns the notes with those that the lines of an alternative from `line` on call.
    fn with_lines(self, alternative: &RowAlternative, line: usize) -> Self {
        alternative.notes.iter().skip(line).fold(self, |notes, &rows| notes.with_note(rows))
    }
}

/// The cost of deferring figures, as it was last computed.
#[derive(Debug, Clone, Copy)]
struct DeferralCost {
    /// Entry at which the text would continue.
    entry: usize,
    /// The cost; none if the figures may not be deferred.
    cost: Option<i64>,
}

/// Fills a region from a position in every possible way.
#[derive(Default)]
pub(super) struct RegionFiller<'w> {
    entries: &'w [RowEntry],
    penalties: PagePenalties,
    /// Rows of the region.
    depth: u32,
    notes: RegionNotes,
    /// Least cost of each number of rows used before the current entry.
    costs: Vec<i64>,
    /// Least cost of each number of rows used after it.
    next_costs: Vec<i64>,
    /// Origins of each cell, entry by entry, from which alternatives are found; empty unless
    /// `tracing`.
    origins: Vec<Vec<CellOrigin>>,
    /// Blank rows above each entry; empty unless `tracing`.
    gaps: Vec<u32>,
    /// Records origins and gaps, for [`RegionFiller::trace_alternatives`].
    pub(super) tracing: bool,
    /// Least number of rows with a cost in `costs`; none has one if `lowest > highest`.
    lowest: usize,
    /// Greatest number of rows with a cost in `costs`.
    highest: usize,
    /// Rows used at the region's top before any text.
    start_rows: usize,
    /// The possible ends of the region.
    pub(super) ends: Vec<RegionEnd>,
    /// Ends that cost as much as this or more are left out.
    cost_limit: i64,
    /// True if an end was left out because of its cost.
    limit_reached: bool,
    /// Greatest number of blank rows at an end.
    most_blank: u32,
    /// Rows of the next region.
    next_depth: u32,
    /// Blank rows below the deferred figures at the top, if there are any; `start_rows` has them.
    space_below_figures: Option<u32>,
    /// First figure that is deferred to the next region.
    deferring: Option<usize>,
    deferral: Option<DeferralCost>,
    /// Last entry that the region reaches if no figure is deferred.
    last_entry: usize,
}

impl<'w> RegionFiller<'w> {
    /// Creates a filler of regions that cost less than `cost_limit`.
    pub(super) fn new(
        entries: &'w [RowEntry],
        penalties: &PagePenalties,
        cost_limit: i64,
    ) -> Self {
        Self { entries, penalties: *penalties, cost_limit, ..Self::default() }
    }

    /// Fills a region of `depth` rows and collects its possible ends; the region after it has
    /// `next_depth` rows.
    pub(super) fn collect_ends(&mut self, start: RegionStart, depth: u32, next_depth: u32) {
        self.next_depth = next_depth;
        self.most_blank = self.penalties.most_blank;
        self.limit_reached = false;
        self.fill_with_deferrals(start, depth);
        if self.ends.is_empty() && !self.limit_reached {
            // Every end leaves more blank rows than that.
            self.most_blank = depth;
            self.fill_with_deferrals(start, depth);
        }
    }

    fn fill_with_deferrals(&mut self, start: RegionStart, depth: u32) {
        self.ends.clear();
        self.fill(start, depth, None);
        let entries = self.entries;
        let reached = start.position.entry + 1..entries.len().min(self.last_entry + 1);
        for figure in figure_ranges(|at| entries[at].figure, reached) {
            self.fill(start, depth, Some(figure.start));
        }
    }

    /// Fills a region that defers the figures from `deferring` on to the next.
    pub(super) fn fill(&mut self, start: RegionStart, depth: u32, deferring: Option<usize>) {
        self.reset(depth);
        self.deferring = deferring;
        let position = start.position;
        if deferring.is_none() {
            self.last_entry = position.entry;
        }
        self.notes = RegionNotes::default().with_note(start.note_rest);
        if self.notes.rows >= depth && start.note_rest > 0 {
            self.end_after_notes(position, start.note_rest);
            return;
        }
        if !self.begin_region(start) {
            return;
        }
        let (mut before, mut passed) = (None, 0);
        let mut at = position;
        while at.entry < self.entries.len() {
            let entry = &self.entries[at.entry];
            if entry.figure > 0 && deferring.is_some_and(|first| at.entry >= first) {
                passed += 1;
                if passed > self.penalties.most_deferred {
                    break;
                }
                self.skip_entries(entry.figure);
                at = BreakPosition::before(at.entry + entry.figure);
                continue;
            }
            if entry.page_before && at.entry > position.entry {
                self.end_after_entry(BreakPosition::before(at.entry), 0);
                break;
            }
            if deferring.is_none() {
                self.last_entry = at.entry;
            }
            self.add_entry(at, before);
            if self.lowest > self.highest {
                break;
            }
            before = Some(at.entry);
            at = BreakPosition::before(at.entry + 1);
            if entry.shares_row_with_next() && at.entry < self.entries.len() {
                continue;
            }
            let keep = if entry.with_next { self.penalties.broken_keep } else { 0 };
            self.end_after_entry(at, keep);
        }
        if position.entry == self.entries.len() {
            self.end_after_entry(position, 0);
        }
    }

    /// Begins the region with the repeated table head or with the deferred figures. Returns whether
    /// there is room for more.
    fn begin_region(&mut self, start: RegionStart) -> bool {
        let position = start.position;
        let at_end = position.entry == self.entries.len();
        self.space_below_figures = None;
        // A repeated head leaves at least one row for the rest of the table.
        let repeated = self.entries.get(position.entry).map_or(0, |entry| entry.repeated_rows);
        let mut rows = repeated.min(self.depth - 1);
        if let Some(first) = start.deferred {
            let entries = self.entries;
            let size = DeferredFigures::measure(entries, first, position.entry);
            for figure in figure_ranges(|at| entries[at].figure, first..position.entry) {
                for entry in &entries[figure] {
                    self.notes = self.notes.with_lines(&entry.alternatives[0], 0);
                }
            }
            self.space_below_figures = Some(size.below);
            rows = size.rows + if at_end { 0 } else { size.below };
            if !at_end {
                self.add_end(position, size.rows.min(self.depth), self.notes.rows, 0, 0);
            }
            let least = if at_end { 0 } else { LEAST_ROWS_BELOW_FIGURES };
            if rows + self.notes.rows + least > self.depth {
                return false;
            }
        }
        self.start_rows = rows as usize;
        self.costs[self.start_rows] = 0;
        (self.lowest, self.highest) = (self.start_rows, self.start_rows);
        true
    }

    /// Records that entries do not stand in this region.
    fn skip_entries(&mut self, count: usize) {
        if !self.tracing {
            return;
        }
        for _ in 0..count {
            let rows = (0..).take(self.costs.len());
            self.origins.push(rows.map(|rows| CellOrigin { rows, alternative: 0 }).collect());
            self.gaps.push(0);
        }
    }

    fn reset(&mut self, depth: u32) {
        self.origins.clear();
        self.gaps.clear();
        self.depth = depth;
        self.deferral = None;
        self.costs.clear();
        self.costs.resize(depth as usize + 1, UNREACHABLE);
        self.next_costs.clear();
        self.next_costs.resize(depth as usize + 1, UNREACHABLE);
    }

    /// Ends a region that notes from earlier regions fill.
    fn end_after_notes(&mut self, next: BreakPosition, note_rest: u32) {
        self.ends.push(RegionEnd {
            next,
            rows: 0,
            notes: self.depth,
            note_rest: (self.notes.rows - self.depth + 1).min(note_rest - 1),
            cost: self.penalties.divided_note,
            ..RegionEnd::default()
        });
    }

    /// Returns the rows of notes that continue in the next region if so many rows are filled; none if
    /// even that does not make them fit.
    fn note_rest(&self, rows: u32, notes: RegionNotes) -> Option<u32> {
        match (rows + notes.rows).checked_sub(self.depth) {
            None | Some(0) => Some(0),
            // One row more, because lines of notes are lower than rows.
            Some(over) => (over + LEAST_NOTE_ROWS <= notes.last).then_some(over + 1),
        }
    }

    /// Adds an entry, or the rest of it, to the table, and ends regions inside it. `before` is the
    /// entry above it in this region.
    fn add_entry(&mut self, at: BreakPosition, before: Option<usize>) {
        let entry = &self.entries[at.entry];
        let gap = match (before, self.space_below_figures) {
            (Some(before), _) => entry.above.max(self.entries[before].below),
            (None, Some(space)) if at.line == 0 => entry.above.saturating_sub(space),
            (None, _) => 0,
        };
        let after_heading =
            at.line == 0 && before.is_some_and(|before| self.entries[before].with_next);
        let alternatives = if at.line > 0 {
            at.alternative..at.alternative + 1
        } else {
            0..entry.alternatives.len()
        };
        let notes = self.notes.with_lines(&entry.alternatives[alternatives.start], at.line);
        self.next_costs.fill(UNREACHABLE);
        let cells = if self.tracing { self.costs.len() } else { 0 };
        let mut origins = vec![CellOrigin::default(); cells];
        let (mut lowest, mut highest) = (usize::MAX, 0);
        for index in alternatives {
            let alternative = &entry.alternatives[index];
            let position = BreakPosition { alternative: index, ..at };
            let cost = if at.line > 0 { 0 } else { alternative.cost };
            self.end_inside_entry(position, gap, cost, after_heading);
            let start_cost = self.costs[self.start_rows];
            // Below figures it need not stand: they can stand alone.
            if start_cost < UNREACHABLE && self.space_below_figures.is_none() {
                self.end_after_unfit_line(position, start_cost + cost);
            }
            let rows = gap + alternative.all_rows() - alternative.rows(at.line);
            for used in self.lowest..=self.highest {
                let before = self.costs[used];
                let all = used as u32 + rows;
                if before >= UNREACHABLE || self.note_rest(all, notes).is_none() {
                    continue;
                }
                let cell = all as usize;
                if before + cost < self.next_costs[cell] {
                    self.next_costs[cell] = before + cost;
                    if self.tracing {
                        origins[cell] = CellOrigin { rows: used as u32, alternative: index };
                    }
                    lowest = lowest.min(cell);
                    highest = highest.max(cell);
                }
            }
        }
        if self.tracing {
            self.origins.push(origins);
            self.gaps.push(gap);
        }
        self.notes = notes;
        std::mem::swap(&mut self.costs, &mut self.next_costs);
        (self.lowest, self.highest) =
            if lowest == usize::MAX { (1, 0) } else { (lowest, highest) };
    }

    /// Ends the region inside an entry, after every line that does not leave too many blank rows.
    fn end_inside_entry(
        &mut self,
        start: BreakPosition,
        gap: u32,
        cost: i64,
        after_heading: bool,
    ) {
        let entry = &self.entries[start.entry];
        let alternative = &entry.alternatives[start.alternative];
        let before = alternative.rows(start.line);
        let mut notes = self.notes;
        for line in start.line + 1..alternative.lines() {
            notes = notes.with_note(alternative.note_rows(line - 1));
            let rows = gap + alternative.rows(line) - before;
            // Rows that may be used before the entry, so that this line ends the region.
            let taken = rows + notes.rows;
            let most =
                (self.depth + notes.last.saturating_sub(LEAST_NOTE_ROWS)).checked_sub(taken);
            let Some(most) = most.filter(|&most| most as usize >= self.lowest) else { break };
            let least = self.depth.saturating_sub(taken + self.most_blank) as usize;
            if least > self.highest {
                continue;
            }
            let mut own = cost + self.division_penalty(entry, alternative, start.line, line);
            if after_heading && line - start.line == 2 && alternative.lines() > 2 {
                own += self.penalties.shallow_heading;
            }
            if alternative.ends_in_hyphen(line) {
                own += self.penalties.hyphen;
            }
            let next = BreakPosition { line, ..start };
            for used in least.max(self.lowest)..=self.highest.min(most as usize) {
                let cost = self.costs[used];
                let rows = used as u32 + rows;
                if cost < UNREACHABLE
                    && let Some(note_rest) = self.note_rest(rows, notes)
                {
                    self.add_end(next, rows, notes.rows, note_rest, cost.saturating_add(own));
                }
            }
        }
    }

    /// Ends the region after its first line if that line fits no region: it stands here all the same.
    fn end_after_unfit_line(&mut self, start: BreakPosition, cost: i64) {
        let alternative = &self.entries[start.entry].alternatives[start.alternative];
        let line = start.line + 1;
        let used = self.start_rows as u32;
        let rows = used + alternative.rows(line) - alternative.rows(start.line);
        let notes = self.notes.with_note(alternative.note_rows(start.line));
        if self.note_rest(rows, notes).is_some() {
            return;
        }
        let next = if line < alternative.lines() {
            BreakPosition { line, ..start }
        } else {
            BreakPosition::before(start.entry + 1)
        };
        let rows = rows.min(self.depth);
        let over = (rows + notes.rows).saturating_sub(self.depth);
        let note_rest = if over == 0 { 0 } else { over + 1 };
        let cost = cost.saturating_add(self.penalties.broken_keep);
        self.add_end(next, rows, notes.rows, note_rest, cost);
    }

    /// Returns the penalty of dividing an entry before `line`, if its first `earlier` lines stand in
    /// earlier regions.
    fn division_penalty(
        &self,
        entry: &RowEntry,
        alternative: &RowAlternative,
        earlier: usize,
        line: usize,
    ) -> i64 {
        let mut penalty = 0;
        if entry.together || line < entry.first_lines {
            penalty += self.penalties.broken_keep;
        }
        if earlier == 0 && line == 1 {
            penalty += self.penalties.orphan;
        }
        if line + 1 == alternative.lines() {
            penalty += self.penalties.widow;
        }
        penalty
    }

    /// Ends the region after an entry, from every cell of the table.
    fn end_after_entry(&mut self, next: BreakPosition, keep: i64) {
        let at_end = next.entry == self.entries.len();
        for used in self.lowest..=self.highest {
            let cost = self.costs[used];
            if cost < UNREACHABLE && (used > self.start_rows || at_end) {
                let rows = used as u32;
                let Some(note_rest) = self.note_rest(rows, self.notes) else { continue };
                let cost = cost.saturating_add(if at_end { 0 } else { keep });
                self.add_end(next, rows, self.notes.rows, note_rest, cost);
            }
        }
    }

    /// Adds an end with its cost, unless it leaves too many blank rows or costs too much.
    fn add_end(
        &mut self,
        next: BreakPosition,
        rows: u32,
        notes: u32,
        note_rest: u32,
        cost: i64,
    ) {
        let Some(deferral) = self.deferral_cost(next, note_rest) else { return };
        let ends_page = next.line == 0
            && note_rest == 0
            && self.deferring.is_none()
            && self.entries.get(next.entry).is_none_or(|entry| entry.page_before);
        let notes = notes.min(self.depth - rows);
        let blank = self.depth - rows - notes;
        let penalties = &self.penalties;
        let foot = if ends_page {
            let least = penalties.least_last.min(self.depth);
            i64::from(least.saturating_sub(rows + notes)) * penalties.short_last_page
        } else if note_rest > 0 {
            penalties.divided_note + penalties.divided_note_row * i64::from(note_rest)
        } else {
            i64::from(blank).pow(2) * penalties.blank_row
        };
        if ends_page || blank <= self.most_blank {
            let cost = cost.saturating_add(foot).saturating_add(deferral);
            if cost >= self.cost_limit {
                self.limit_reached = true;
                return;
            }
            let deferred = self.deferring;
            self.ends.push(RegionEnd {
                region: RegionId::default(),
                next,
                rows,
                notes,
                note_rest,
                deferred,
                cost,
            });
        }
    }

    /// Returns the cost of the figures that are deferred if the text continues at `next`. It is none
    /// if they may not be: if no text stands in their place, a page begins at a page break, or the
    /// next region does not hold them.
    fn deferral_cost(&mut self, next: BreakPosition, note_rest: u32) -> Option<i64> {
        let Some(first) = self.deferring else { return Some(0) };
        if next.entry <= first || note_rest > 0 {
            return None;
        }
        if let Some(known) = self.deferral
            && known.entry == next.entry
            && next.line > 0
        {
            return known.cost;
        }
        let follows = self.entries.get(next.entry);
        let at_page_break = next.line == 0 && follows.is_some_and(|entry| entry.page_before);
        let repeats_head = follows.is_some_and(|entry| entry.repeated_rows > 0);
        let size = DeferredFigures::measure(self.entries, first, next.entry);
        let notes = RegionNotes::default().with_note(size.notes).rows;
        let fits =
            size.count <= self.penalties.most_deferred && size.rows + notes <= self.next_depth;
        let cost = (!at_page_break && !repeats_head && fits)
            .then(|| size.count as i64 * self.penalties.deferred_figure);
        self.deferral = (next.line > 0).then_some(DeferralCost { entry: next.entry, cost });
        cost
    }

    /// Finds the alternatives of the entries that a region from `start` to `end` completes or begins.
    pub(super) fn trace_alternatives(
        &self,
        end: &RegionEnd,
        start: BreakPosition,
        alternatives: &mut [usize],
    ) {
        // The cell before the entry in which the region ends, or after the last whole entry.
        let mut entry = end.next.entry;
        let mut rows = end.rows;
        if end.next.line > 0 {
            alternatives[entry] = end.next.alternative;
            if entry == start.entry {
                return;
            }
            let divided = &self.entries[entry].alternatives[end.next.alternative];
            let own = divided.rows(end.next.line) + self.gaps[entry - start.entry];
            // A line that fits no region is cut off at its depth; cells beside it have one
            // alternative.
            let Some(before) = end.rows.checked_sub(own) else { return };
            rows = before;
        }
        while entry > start.entry {
            entry -= 1;
            let origin = self.origins[entry - start.entry][rows as usize];
            if entry > start.entry || start.line == 0 {
                alternatives[entry] = origin.alternative;
            }
            rows = origin.rows;
        }
    }
}
