//! The walk: one frame filled from a place in every way.
//!
//! Comes in: strips, a place, the depth of the frame. Goes out: every end the frame can have, with
//! its price. Never done here: remembering other frames.
//!
//! A table over the rows used so far is carried from strip to strip, since each strip may stand in
//! several forms of different depth. The notes called on the way are the same for every form, so
//! their rows are one number beside the table.

//!
//! A figure may wait for the next frame: the frame is filled once with every figure where it stands,
//! and once for each figure that may be the first to wait, all behind it waiting too.

use super::super::price::Prices;
use super::late::{Head, figures};
use super::strip::{Begin, Form, FrameEnd, Spot, Strip};

/// What no way leads to.
pub(super) const NEVER: i64 = i64::MAX / 4;
/// Blank rows between text and notes; a rule stands in them.
pub(crate) const ABOVE_NOTES: u32 = 1;
/// Rows of a divided note that stay, at least.
const NOTE_STAYS: u32 = 2;

/// Rows that figures at the head of a frame leave for text, or they stand there alone.
const BESIDE_FIGURES: u32 = 2;

/// How a cell of the table was reached: from how many rows, by which form.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    from: u32,
    form: usize,
}

/// The notes of a frame so far.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Notes {
    /// Their rows, the blank one above them included.
    rows: u32,
    /// Rows of the last one, which may go on in the next frame.
    last: u32,
}

impl Notes {
    fn with(self, rows: u32) -> Self {
        if rows == 0 {
            return self;
        }
        let above = if self.rows == 0 { ABOVE_NOTES } else { 0 };
        Self { rows: self.rows + above + rows, last: rows }
    }
}

/// Fills a frame from a place in every way.
pub(super) struct Walk<'w> {
    strips: &'w [Strip],
    prices: &'w Prices,
    depth: u32,
    notes: Notes,
    /// Least price of having used so many rows before the current strip.
    table: Vec<i64>,
    next: Vec<i64>,
    /// Steps into each cell, strip by strip, to find forms again; kept only while `tracing`.
    steps: Vec<Vec<Step>>,
    /// Blank rows above each strip, kept as long.
    gaps: Vec<u32>,
    pub(super) tracing: bool,
    /// Cells that are reached: `low..=high`.
    low: usize,
    high: usize,
    /// Rows that the frame had used before anything stood in it.
    begun: usize,
    /// Where the frame may end.
    pub(super) ends: Vec<FrameEnd>,
    /// Ends that cost as much as this, or more, are left out.
    pub(super) dearest: i64,
    /// Some were.
    too_dear: bool,
    /// Rows that an end may leave blank: what the prices allow, or any number where that gives none.
    most_short: u32,
    /// Rows of the next frame.
    next_depth: u32,
    /// White below the figures at the head of the frame, where there are some; it is in `begun`.
    white: Option<u32>,
    /// The first figure that is left for the next frame.
    leaves: Option<usize>,
    /// What may be left where the text goes on at a strip, and its price: of the last strip asked.
    left: Option<(usize, Option<i64>)>,
    /// The last strip that the frame reaches where it leaves none.
    reached: usize,
}

impl<'w> Walk<'w> {
    pub(super) fn new(strips: &'w [Strip], prices: &'w Prices) -> Self {
        Self {
            strips,
            prices,
            depth: 0,
            notes: Notes::default(),
            table: Vec::new(),
            next: Vec::new(),
            steps: Vec::new(),
            gaps: Vec::new(),
            tracing: false,
            low: 0,
            high: 0,
            begun: 0,
            ends: Vec::new(),
            dearest: NEVER,
            too_dear: false,
            most_short: 0,
            next_depth: 0,
            white: None,
            leaves: None,
            left: None,
            reached: 0,
        }
    }

    /// Fills a frame of `depth` rows and gathers its possible ends; the frame after it has
    /// `next_depth`.
    pub(super) fn run(&mut self, begin: Begin, depth: u32, next_depth: u32) {
        self.next_depth = next_depth;
        self.most_short = self.prices.most_short;
        self.too_dear = false;
        self.fill_in_every_way(begin, depth);
        if self.ends.is_empty() && !self.too_dear {
            // Every end is high: what must be, must be.
            self.most_short = depth;
            self.fill_in_every_way(begin, depth);
        }
    }

    fn fill_in_every_way(&mut self, begin: Begin, depth: u32) {
        self.ends.clear();
        self.fill(begin, depth, None);
        let strips = self.strips;
        let reached = begin.spot.strip + 1..strips.len().min(self.reached + 1);
        for figure in figures(|at| strips[at].figure, reached) {
            self.fill(begin, depth, Some(figure.start));
        }
    }

    /// Fills a frame that leaves the figures from one on for the next.
    pub(super) fn fill(&mut self, begin: Begin, depth: u32, leaves: Option<usize>) {
        self.clear(depth);
        self.leaves = leaves;
        let start = begin.spot;
        if leaves.is_none() {
            self.reached = start.strip;
        }
        self.notes = Notes::default().with(begin.carry);
        if self.notes.rows >= depth && begin.carry > 0 {
            self.notes_alone(start, begin.carry);
            return;
        }
        if !self.begin(begin) {
            return;
        }
        let (mut before, mut passed) = (None, 0);
        let mut at = start;
        while at.strip < self.strips.len() {
            let strip = &self.strips[at.strip];
            if strip.figure > 0 && leaves.is_some_and(|first| at.strip >= first) {
                passed += 1;
                if passed > self.prices.most_late {
                    break;
                }
                self.pass(strip.figure);
                at = Spot::before(at.strip + strip.figure);
                continue;
            }
            if strip.page_before && at.strip > start.strip {
                self.end_all(Spot::before(at.strip), 0);
                break;
            }
            if leaves.is_none() {
                self.reached = at.strip;
            }
            self.place(at, before);
            if self.low > self.high {
                break;
            }
            before = Some(at.strip);
            at = Spot::before(at.strip + 1);
            if strip.is_beside_next() && at.strip < self.strips.len() {
                continue;
            }
            let parted = if strip.with_next { self.prices.parted } else { 0 };
            self.end_all(at, parted);
        }
        if start.strip == self.strips.len() {
            self.end_all(start, 0);
        }
    }

    /// Begins the frame with what it repeats, or with the figures that wait for it; whether there is
    /// room for more.
    fn begin(&mut self, begin: Begin) -> bool {
        let start = begin.spot;
        let done = start.strip == self.strips.len();
        self.white = None;
        // What is repeated leaves a row at least for what goes on.
        let carried = self.strips.get(start.strip).map_or(0, |strip| strip.carried);
        let mut begun = carried.min(self.depth - 1);
        if let Some(first) = begin.waiting {
            let head = Head::of(self.strips, first, start.strip);
            for figure in figures(|at| self.strips[at].figure, first..start.strip) {
                for strip in &self.strips[figure] {
                    self.notes = notes_of(&strip.forms[0], 0, self.notes);
                }
            }
            self.white = Some(head.below);
            begun = head.rows + if done { 0 } else { head.below };
            if !done {
                self.end(start, (head.rows.min(self.depth), self.notes.rows, 0), 0);
            }
            let least = if done { 0 } else { BESIDE_FIGURES };
            if begun + self.notes.rows + least > self.depth {
                return false;
            }
        }
        self.begun = begun as usize;
        self.table[self.begun] = 0;
        (self.low, self.high) = (self.begun, self.begun);
        true
    }

    /// Goes past strips that do not stand in this frame.
    fn pass(&mut self, strips: usize) {
        if !self.tracing {
            return;
        }
        for _ in 0..strips {
            let same = (0..).take(self.table.len()).map(|from| Step { from, form: 0 });
            self.steps.push(same.collect());
            self.gaps.push(0);
        }
    }

    fn clear(&mut self, depth: u32) {
        self.depth = depth;
        self.left = None;
        self.steps.clear();
        self.gaps.clear();
        self.table.clear();
        self.table.resize(depth as usize + 1, NEVER);
        self.next.clear();
        self.next.resize(depth as usize + 1, NEVER);
    }

    /// A frame that notes from before fill whole.
    fn notes_alone(&mut self, start: Spot, carry: u32) {
        let left = (self.notes.rows - self.depth + 1).min(carry - 1);
        let price = self.prices.split;
        self.ends.push(FrameEnd {
            next: start,
            rows: 0,
            notes: self.depth,
            carry: left,
            price,
            ..FrameEnd::default()
        });
    }

    /// Rows of notes that must go on in the next frame when so many rows are filled; none where
    /// even that does not help.
    fn carried(&self, rows: u32, notes: Notes) -> Option<u32> {
        match (rows + notes.rows).checked_sub(self.depth) {
            None | Some(0) => Some(0),
            // A row more than is over: lines of notes are lower than rows.
            Some(over) => (over + NOTE_STAYS <= notes.last).then_some(over + 1),
        }
    }

    /// Puts the strip (or what is left of it) into the table, and ends frames inside it.
    /// `before` is the strip above it in this frame.
    fn place(&mut self, at: Spot, before: Option<usize>) {
        let strip = &self.strips[at.strip];
        let gap = match (before, self.white) {
            (Some(before), _) => strip.above.max(self.strips[before].below),
            (None, Some(white)) if at.line == 0 => strip.above.saturating_sub(white),
            (None, _) => 0,
        };
        let after_heading =
            at.line == 0 && before.is_some_and(|before| self.strips[before].with_next);
        let forms = if at.line > 0 { at.form..at.form + 1 } else { 0..strip.forms.len() };
        let after = notes_of(&strip.forms[forms.start], at.line, self.notes);
        self.next.fill(NEVER);
        let mut steps =
            if self.tracing { vec![Step::default(); self.table.len()] } else { Vec::new() };
        let (mut low, mut high) = (usize::MAX, 0);
        for form_index in forms {
            let form = &strip.forms[form_index];
            let spot = Spot { form: form_index, ..at };
            let price = if at.line > 0 { 0 } else { form.price };
            self.ends_inside(spot, (gap, price), after_heading);
            let begun = self.table[self.begun];
            // Below figures it need not stand: they can stand alone.
            if begun < NEVER && self.white.is_none() {
                self.end_in_despair(spot, begun + price);
            }
            let rows = gap + form.rows(form.lines()) - form.rows(at.line);
            for used in self.low..=self.high {
                let cost = self.table[used];
                let all = used as u32 + rows;
                if cost >= NEVER || self.carried(all, after).is_none() {
                    continue;
                }
                let cell = all as usize;
                if cost + price < self.next[cell] {
                    self.next[cell] = cost + price;
                    if let Some(step) = steps.get_mut(cell) {
                        *step = Step { from: used as u32, form: form_index };
                    }
                    low = low.min(cell);
                    high = high.max(cell);
                }
            }
        }
        if self.tracing {
            self.steps.push(steps);
            self.gaps.push(gap);
        }
        self.notes = after;
        std::mem::swap(&mut self.table, &mut self.next);
        (self.low, self.high) = if low == usize::MAX { (1, 0) } else { (low, high) };
    }

    /// Ends the frame inside a strip, after every line that does not leave it too short.
    fn ends_inside(&mut self, spot: Spot, (gap, price): (u32, i64), after_heading: bool) {
        let strip = &self.strips[spot.strip];
        let form = &strip.forms[spot.form];
        let begun = form.rows(spot.line);
        let mut notes = self.notes;
        for line in spot.line + 1..form.lines() {
            notes = notes.with(form.note(line - 1));
            let rows = gap + form.rows(line) - begun;
            // Rows that may be used before the strip, so that this line ends the frame.
            let taken = rows + notes.rows;
            let most = (self.depth + notes.last.saturating_sub(NOTE_STAYS)).checked_sub(taken);
            let Some(most) = most.filter(|&most| most as usize >= self.low) else { break };
            let least = self.depth.saturating_sub(taken + self.most_short) as usize;
            if least > self.high {
                continue;
            }
            let mut own = price + self.divide(strip, form, (spot.line, line));
            let (here, all) = (line - spot.line, form.lines());
            if after_heading && here == 2 && all > 2 {
                own += self.prices.shallow;
            }
            if form.hyphen(line) {
                own += self.prices.hyphen;
            }
            let next = Spot { strip: spot.strip, line, form: spot.form };
            for used in least.max(self.low)..=self.high.min(most as usize) {
                let cost = self.table[used];
                if cost < NEVER
                    && let Some(carry) = self.carried(used as u32 + rows, notes)
                {
                    let filled = (used as u32 + rows, notes.rows, carry);
                    self.end(next, filled, cost.saturating_add(own));
                }
            }
        }
    }

    /// A first line that fits in no way stands in a frame of its own all the same.
    fn end_in_despair(&mut self, spot: Spot, cost: i64) {
        let strip = &self.strips[spot.strip];
        let form = &strip.forms[spot.form];
        let line = spot.line + 1;
        let rows = form.rows(line) - form.rows(spot.line);
        let notes = self.notes.with(form.note(spot.line));
        let begun = self.begun as u32;
        if self.carried(begun + rows, notes).is_some() {
            return;
        }
        let next = if line < form.lines() {
            Spot { line, ..spot }
        } else {
            Spot::before(spot.strip + 1)
        };
        let rows = (begun + rows).min(self.depth);
        let over = (rows + notes.rows).saturating_sub(self.depth);
        let carry = if over == 0 { 0 } else { over + 1 };
        let price = cost.saturating_add(self.prices.parted);
        self.end(next, (rows, notes.rows, carry), price);
    }

    /// Price of dividing a strip before `line` where `begun` lines stand in earlier frames.
    fn divide(&self, strip: &Strip, form: &Form, (begun, line): (usize, usize)) -> i64 {
        let mut price = 0;
        if strip.together || line < strip.first_lines {
            price += self.prices.parted;
        }
        if begun == 0 && line == 1 {
            price += self.prices.orphan;
        }
        if line + 1 == form.lines() {
            price += self.prices.widow;
        }
        price
    }

    /// Ends the frame after a strip, from every cell of the table.
    fn end_all(&mut self, next: Spot, parted: i64) {
        let done = next.strip == self.strips.len();
        for used in self.low..=self.high {
            let cost = self.table[used];
            if cost < NEVER && (used > self.begun || done) {
                let rows = used as u32;
                let Some(carry) = self.carried(rows, self.notes) else { continue };
                let parted = if done { 0 } else { parted };
                let filled = (rows, self.notes.rows, carry);
                self.end(next, filled, cost.saturating_add(parted));
            }
        }
    }

    fn end(&mut self, next: Spot, (rows, notes, carry): (u32, u32, u32), cost: i64) {
        let Some(left) = self.leave(next, carry) else { return };
        let last = next.strip == self.strips.len();
        let forced = self.strips.get(next.strip).is_some_and(|strip| strip.page_before)
            && next.line == 0;
        let by_wish = (last || forced) && carry == 0 && self.leaves.is_none();
        let notes = notes.min(self.depth - rows);
        let short = i64::from(self.depth - rows - notes);
        let price = if by_wish {
            let least = self.prices.least_last.min(self.depth);
            i64::from(least.saturating_sub(rows + notes)) * self.prices.empty
        } else if carry > 0 {
            self.prices.split + self.prices.split_row * i64::from(carry)
        } else {
            short * short * self.prices.short
        };
        if by_wish || short <= i64::from(self.most_short) {
            let price = cost.saturating_add(price).saturating_add(left);
            if price >= self.dearest {
                self.too_dear = true;
                return;
            }
            let waiting = self.leaves;
            let end = FrameEnd { next, rows, notes, carry, waiting, price, index: 0 };
            self.ends.push(end);
        }
    }

    /// Price of the figures that are left when the text goes on at `next`; none where they may not
    /// be: some text stands in their place, no page begins by wish, and the next frame holds them.
    fn leave(&mut self, next: Spot, carry: u32) -> Option<i64> {
        let Some(first) = self.leaves else { return Some(0) };
        if next.strip <= first || carry > 0 {
            return None;
        }
        if let Some((strip, left)) = self.left
            && strip == next.strip
            && next.line > 0
        {
            return left;
        }
        let follows = self.strips.get(next.strip);
        let wished = next.line == 0 && follows.is_some_and(|strip| strip.page_before);
        let repeats = follows.is_some_and(|strip| strip.carried > 0);
        let head = Head::of(self.strips, first, next.strip);
        let notes = Notes::default().with(head.notes).rows;
        let fits =
            head.figures <= self.prices.most_late && head.rows + notes <= self.next_depth;
        let figures = i64::try_from(head.figures).unwrap_or(i64::MAX);
        let left = (!wished && !repeats && fits).then(|| figures * self.prices.late);
        self.left = (next.line > 0).then_some((next.strip, left));
        left
    }

    /// The forms of the strips that a frame from `start` to `end` completes or begins.
    pub(super) fn forms_to(&self, end: &FrameEnd, start: Spot, forms: &mut [usize]) {
        // The cell before the strip in which the frame ends, or after the last whole strip.
        let mut strip = end.next.strip;
        let mut cell = if end.next.line > 0 && strip >= start.strip {
            forms[strip] = end.next.form;
            match self.cell_before(end, start) {
                Some(cell) => cell,
                None => return,
            }
        } else {
            end.rows
        };
        while strip > start.strip {
            strip -= 1;
            let Some(step) =
                self.steps.get(strip - start.strip).and_then(|steps| steps.get(cell as usize))
            else {
                return;
            };
            if !(strip == start.strip && start.line > 0) {
                forms[strip] = step.form;
            }
            cell = step.from;
        }
    }

    /// Rows used before the strip inside which the frame ends.
    fn cell_before(&self, end: &FrameEnd, start: Spot) -> Option<u32> {
        let strip = &self.strips[end.next.strip];
        let form = strip.forms.get(end.next.form)?;
        if end.next.strip == start.strip {
            return None;
        }
        let gap = self.gaps.get(end.next.strip - start.strip)?;
        end.rows.checked_sub(form.rows(end.next.line) + gap)
    }
}

/// The notes of a frame after all lines of a form from `line` on.
fn notes_of(form: &Form, line: usize, notes: Notes) -> Notes {
    if form.notes.is_empty() {
        return notes;
    }
    notes_between(form, (line, form.lines()), notes)
}

/// The notes of a frame after the lines `from..to` of a form.
fn notes_between(form: &Form, (from, to): (usize, usize), notes: Notes) -> Notes {
    let called = form.notes.get(from..to.min(form.notes.len())).unwrap_or_default();
    called.iter().fold(notes, |notes, &rows| notes.with(rows))
}
