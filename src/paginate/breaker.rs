//! The page breaker: the page ends of the least total price.
//!
//! Comes in: strips of rows with what may divide them, and the depth of a page. Goes out: a
//! [`Plan`]. Never done here: text, lengths, fonts.
//!
//! A dynamic programme over the whole article. A state is a place where a page may begin; from it
//! a table over the rows used so far is carried from strip to strip, since each strip may stand in
//! several forms of different depth. Every place where the page can end leads to a new state. The
//! best way to the end is the best for all pages together.

use super::price::Prices;

/// What no way leads to.
const NEVER: i64 = i64::MAX / 4;

/// A block of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// Blank rows it wants above.
    pub above: u32,
    /// Blank rows it wants below.
    pub below: u32,
    /// It should stay on one page.
    pub together: bool,
    /// No page should end after it.
    pub with_next: bool,
    /// A page begins with it.
    pub page_before: bool,
    /// Rows that a page which begins with it, or inside it, spends on repeating what it needs.
    pub carried: u32,
    /// The ways it can be set; the first is its natural one. Never empty.
    pub forms: Vec<Form>,
}

impl Strip {
    /// Whether it takes no rows, since the next one stands beside it: no page ends between them.
    fn is_beside_next(&self) -> bool {
        self.forms.iter().all(|form| form.rows(form.lines()) == 0)
    }
}

/// One way to set a strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Rows from the top of the strip to the foot of each of its lines, rising; never empty.
    pub bottoms: Vec<u32>,
    /// Which lines end in a hyphen; as long as `bottoms`, or empty for none.
    pub hyphens: Vec<bool>,
    /// Price of the form.
    pub price: i64,
}

impl Form {
    fn lines(&self) -> usize {
        self.bottoms.len()
    }

    /// Rows of the first `lines` lines.
    fn rows(&self, lines: usize) -> u32 {
        lines.checked_sub(1).and_then(|last| self.bottoms.get(last)).copied().unwrap_or(0)
    }

    fn hyphen(&self, lines: usize) -> bool {
        lines.checked_sub(1).and_then(|last| self.hyphens.get(last)).copied().unwrap_or(false)
    }
}

/// A place in the strips: before line `line` of strip `strip`, which stands in form `form`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Spot {
    /// Index of the strip.
    pub strip: usize,
    /// Lines of it that stand before.
    pub line: usize,
    /// Its form; 0 where `line` is 0.
    pub form: usize,
}

/// Where a page ends, and what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PageEnd {
    /// Where the next page begins; one past the last strip at the end.
    pub next: Spot,
    /// Rows filled.
    pub rows: u32,
    /// Price of the page, forms included.
    pub price: i64,
}

/// The best pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The end of each page.
    pub pages: Vec<PageEnd>,
    /// The form of each strip.
    pub forms: Vec<usize>,
    /// Price of all pages.
    pub price: i64,
}

/// Finds the best pages of `depth` rows; never fails.
#[must_use]
pub fn break_pages(strips: &[Strip], depth: u32, prices: &Prices) -> Plan {
    let numbering = Numbering::new(strips);
    let mut best: Vec<Best> = vec![Best::default(); numbering.count + 1];
    if let Some(first) = best.first_mut() {
        first.cost = 0;
    }
    let mut walk = Walk::new(strips, depth.max(1), prices);
    for id in 0..numbering.count {
        let cost = best[id].cost;
        if cost >= NEVER {
            continue;
        }
        walk.run(numbering.spot(id));
        for end in &walk.ends {
            let target = &mut best[numbering.id(end.next)];
            let total = cost.saturating_add(end.price);
            if total < target.cost {
                *target = Best { cost: total, before: id, end: *end };
            }
        }
    }
    trace(&mut walk, &numbering, &best)
}

/// The best way known to a state.
#[derive(Debug, Clone, Copy)]
struct Best {
    cost: i64,
    before: usize,
    end: PageEnd,
}

impl Default for Best {
    fn default() -> Self {
        Self { cost: NEVER, before: usize::MAX, end: PageEnd::default() }
    }
}

/// Follows the best way back, and finds the forms on it.
fn trace(walk: &mut Walk<'_>, numbering: &Numbering, best: &[Best]) -> Plan {
    let mut plan = Plan { forms: vec![0; walk.strips.len()], ..Plan::default() };
    let Some(last) = best.last() else { return plan };
    walk.tracing = true;
    plan.price = last.cost;
    let mut way = Vec::new();
    let mut at = best.len() - 1;
    while at != 0 {
        let Best { before, end, .. } = best[at];
        if before >= at {
            break;
        }
        way.push((before, end));
        at = before;
    }
    for &(before, end) in way.iter().rev() {
        let start = numbering.spot(before);
        if start.line > 0 {
            plan.forms[start.strip] = start.form;
        }
        walk.run(start);
        walk.forms_to(&end, start, &mut plan.forms);
        plan.pages.push(end);
    }
    plan
}

/// Numbers for states, rising with their place.
struct Numbering {
    /// Number of the state before each strip.
    first: Vec<usize>,
    /// Lines of each form of each strip that are states of their own, in order of number.
    spots: Vec<Spot>,
    count: usize,
}

impl Numbering {
    fn new(strips: &[Strip]) -> Self {
        let mut first = Vec::with_capacity(strips.len() + 1);
        let mut spots = Vec::new();
        for (strip, it) in strips.iter().enumerate() {
            first.push(spots.len());
            spots.push(Spot { strip, line: 0, form: 0 });
            let longest = it.forms.iter().map(Form::lines).max().unwrap_or(0);
            for line in 1..longest {
                for form in 0..it.forms.len() {
                    spots.push(Spot { strip, line, form });
                }
            }
        }
        first.push(spots.len());
        let count = spots.len();
        Self { first, spots, count }
    }

    fn id(&self, spot: Spot) -> usize {
        let base = self.first.get(spot.strip).copied().unwrap_or(self.count);
        if spot.line == 0 {
            return base;
        }
        let next = self.first.get(spot.strip + 1).copied().unwrap_or(self.count);
        // Between two strips there are 1 + forms x (lines - 1) states.
        let forms = self.spots[base + 1..next].iter().take_while(|it| it.line == 1).count();
        base + 1 + (spot.line - 1) * forms + spot.form
    }

    fn spot(&self, id: usize) -> Spot {
        self.spots.get(id).copied().unwrap_or_default()
    }
}

/// How a cell of the table was reached: from how many rows, by which form.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    from: u32,
    form: usize,
}

/// Fills one page from a state in every way.
struct Walk<'w> {
    strips: &'w [Strip],
    depth: u32,
    prices: &'w Prices,
    /// Least price of having used so many rows before the current strip.
    table: Vec<i64>,
    next: Vec<i64>,
    /// Steps into each cell, strip by strip, to find forms again; kept only while `tracing`.
    steps: Vec<Vec<Step>>,
    tracing: bool,
    /// Cells that are reached: `low..=high`.
    low: usize,
    high: usize,
    /// Rows that the page had used before anything stood on it.
    begun: usize,
    /// Where the page may end.
    ends: Vec<PageEnd>,
    /// Ends higher than the prices allow where there is another way.
    short_ends: Vec<PageEnd>,
}

impl<'w> Walk<'w> {
    fn new(strips: &'w [Strip], depth: u32, prices: &'w Prices) -> Self {
        let cells = depth as usize + 1;
        Self {
            strips,
            depth,
            prices,
            table: vec![NEVER; cells],
            next: vec![NEVER; cells],
            steps: Vec::new(),
            tracing: false,
            low: 0,
            high: 0,
            begun: 0,
            ends: Vec::new(),
            short_ends: Vec::new(),
        }
    }

    /// Fills a page from `start` and gathers its possible ends.
    fn run(&mut self, start: Spot) {
        self.ends.clear();
        self.short_ends.clear();
        self.steps.clear();
        self.table.fill(NEVER);
        // What is repeated leaves a row at least for what goes on.
        let carried = self.strips.get(start.strip).map_or(0, |strip| strip.carried);
        self.begun = carried.min(self.depth - 1) as usize;
        self.table[self.begun] = 0;
        (self.low, self.high) = (self.begun, self.begun);
        let mut at = start;
        while at.strip < self.strips.len() {
            let strip = &self.strips[at.strip];
            if strip.page_before && at.strip > start.strip {
                self.end_all(Spot { strip: at.strip, line: 0, form: 0 }, 0);
                break;
            }
            self.place(at, at.strip == start.strip);
            if self.low > self.high {
                break;
            }
            at = Spot { strip: at.strip + 1, line: 0, form: 0 };
            if strip.is_beside_next() && at.strip < self.strips.len() {
                continue;
            }
            let parted = if strip.with_next { self.prices.parted } else { 0 };
            self.end_all(at, parted);
        }
        if self.ends.is_empty() {
            // Every end is high: what must be, must be.
            std::mem::swap(&mut self.ends, &mut self.short_ends);
        }
    }

    /// Puts the strip (or what is left of it) into the table, and ends pages inside it.
    fn place(&mut self, at: Spot, first: bool) {
        let strip = &self.strips[at.strip];
        let gap = match at.strip.checked_sub(1).filter(|_| !first) {
            Some(before) => strip.above.max(self.strips[before].below),
            None => 0,
        };
        let after_heading =
            at.strip > 0 && at.line == 0 && !first && self.strips[at.strip - 1].with_next;
        self.next.fill(NEVER);
        let mut steps =
            if self.tracing { vec![Step::default(); self.table.len()] } else { Vec::new() };
        let (mut low, mut high) = (usize::MAX, 0);
        let forms = if at.line > 0 { at.form..at.form + 1 } else { 0..strip.forms.len() };
        for used in self.low..=self.high {
            let cost = self.table[used];
            if cost >= NEVER {
                continue;
            }
            for form_index in forms.clone() {
                let form = &strip.forms[form_index];
                let price = if at.line > 0 { 0 } else { form.price };
                let top = used as u32 + gap;
                let begun = form.rows(at.line);
                let all = top + form.rows(form.lines()) - begun;
                let spot = Spot { form: form_index, ..at };
                self.ends_inside(spot, (top, cost + price), after_heading);
                let deepest = self.depth - self.begun as u32;
                if used == self.begun && form.rows(at.line + 1) - begun > deepest {
                    self.end_in_despair(spot, cost + price);
                }
                if all <= self.depth {
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
        }
        if self.tracing {
            self.steps.push(steps);
        }
        std::mem::swap(&mut self.table, &mut self.next);
        (self.low, self.high) = if low == usize::MAX { (1, 0) } else { (low, high) };
    }

    /// Ends the page inside a strip, at every line that does not leave it too short; where all
    /// of them do, at the lowest few.
    fn ends_inside(&mut self, spot: Spot, (top, cost): (u32, i64), after_heading: bool) {
        let strip = &self.strips[spot.strip];
        let form = &strip.forms[spot.form];
        let begun = form.rows(spot.line);
        let Some(room) = (self.depth + begun).checked_sub(top) else { return };
        let lowest = LOWEST_LINES.max(self.prices.most_short as usize + 1);
        let fit = form.bottoms.partition_point(|&bottom| bottom <= room);
        for line in (spot.line + 1..form.lines().min(fit + 1)).rev().take(lowest) {
            let rows = top + form.rows(line) - begun;
            let mut price = self.divide(strip, form, (spot.line, line));
            let (here, all) = (line - spot.line, form.lines());
            if after_heading && here == 2 && all > 2 {
                price += self.prices.shallow;
            }
            if form.hyphen(line) {
                price += self.prices.hyphen;
            }
            let next = Spot { strip: spot.strip, line, form: spot.form };
            self.end(next, rows, cost.saturating_add(price));
        }
    }

    /// A line deeper than the page stands on a page of its own all the same.
    fn end_in_despair(&mut self, spot: Spot, cost: i64) {
        let strip = &self.strips[spot.strip];
        let line = spot.line + 1;
        let next = if line < strip.forms[spot.form].lines() {
            Spot { line, ..spot }
        } else {
            Spot { strip: spot.strip + 1, line: 0, form: 0 }
        };
        self.end(next, self.depth, cost.saturating_add(self.prices.parted));
    }

    /// Price of dividing a strip before `line` where `begun` lines stand on earlier pages.
    fn divide(&self, strip: &Strip, form: &Form, (begun, line): (usize, usize)) -> i64 {
        let mut price = 0;
        if strip.together {
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

    /// Ends the page after a strip, from every cell of the table.
    fn end_all(&mut self, next: Spot, parted: i64) {
        for used in self.low..=self.high {
            let cost = self.table[used];
            if cost < NEVER && (used > self.begun || next.strip == self.strips.len()) {
                let parted = if next.strip == self.strips.len() { 0 } else { parted };
                self.end(next, used as u32, cost.saturating_add(parted));
            }
        }
    }

    fn end(&mut self, next: Spot, rows: u32, cost: i64) {
        let last = next.strip == self.strips.len();
        let forced = self.strips.get(next.strip).is_some_and(|strip| strip.page_before)
            && next.line == 0;
        let short = i64::from(self.depth - rows);
        let price = if last || forced {
            i64::from(self.prices.least_last.min(self.depth).saturating_sub(rows))
                * self.prices.empty
        } else {
            short * short * self.prices.short
        };
        let end = PageEnd { next, rows, price: cost.saturating_add(price) };
        if last || forced || short <= i64::from(self.prices.most_short) {
            self.ends.push(end);
        } else {
            self.short_ends.push(end);
        }
    }

    /// The forms of the strips that a page from `start` to `end` completes or begins.
    fn forms_to(&self, end: &PageEnd, start: Spot, forms: &mut [usize]) {
        // The cell before the strip in which the page ends, or after the last whole strip.
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

    /// Rows used before the strip inside which the page ends.
    fn cell_before(&self, end: &PageEnd, start: Spot) -> Option<u32> {
        let strip = &self.strips[end.next.strip];
        let form = strip.forms.get(end.next.form)?;
        if end.next.strip == start.strip {
            return None;
        }
        let before = &self.strips[end.next.strip - 1];
        end.rows.checked_sub(form.rows(end.next.line) + strip.above.max(before.below))
    }
}

/// Lines tried as a page's last one even where they leave it too short: enough to leave a widow
/// two lines and to get past two hyphens.
const LOWEST_LINES: usize = 4;
