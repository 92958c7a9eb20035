//! The page breaker: the frame ends of the least total price.
//!
//! Comes in: strips of rows with what may divide them, and the frames. Goes out: a [`Plan`]. Never
//! done here: text, lengths, fonts.
//!
//! A dynamic programme over the whole article. A state is a place where a frame may begin, with
//! what of the frames before still matters: whether one stands beside it and how high that one
//! ends, rows of a note that go on, and figures that wait. From each state a walk fills one frame in every way, and
//! every end of it leads to a new state. The best way to the end is the best for all frames
//! together.

mod frames;
mod late;
mod strip;
mod walk;

pub use frames::Frames;
pub(crate) use late::figures;
pub use strip::{Form, FrameEnd, Spot, Strip};
pub(crate) use walk::ABOVE_NOTES;

use super::price::Prices;
use strip::{Begin, Numbering};
use walk::{NEVER, Walk};

/// The best frames.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The end of each frame, in the order they are filled. Where a page ends by wish, the frames
    /// that stay empty on it are left out.
    pub frames: Vec<FrameEnd>,
    /// The form of each strip.
    pub forms: Vec<usize>,
    /// Price of all frames.
    pub price: i64,
}

/// Blank rows of the frame beside that are told apart; more are as bad as these.
const MOST_BESIDE: u32 = 4;

/// Finds the best frames. It fails only where another number of pages is asked for than these
/// strips can fill.
#[must_use]
pub fn break_pages(strips: &[Strip], frames: &Frames, prices: &Prices) -> Option<Plan> {
    let mut plan = Search::new(strips, frames, prices).run(Begin::default())?;
    if frames.columns > 1 {
        balance(&mut plan, strips, frames, prices);
    }
    Some(plan)
}

/// The frames filled one after the other, each ended where it costs least by itself, as programs
/// do that never look ahead: what the optimum is measured against.
#[must_use]
pub fn first_fit(strips: &[Strip], frames: &Frames, prices: &Prices) -> Plan {
    Search::new(strips, frames, prices).one_by_one()
}

/// Makes the columns of a page that ends by wish equally deep.
fn balance(plan: &mut Plan, strips: &[Strip], frames: &Frames, prices: &Prices) {
    let mut at = 0;
    while at < plan.frames.len() {
        let page = frames.page(plan.frames[at].index);
        let count =
            plan.frames[at..].iter().take_while(|end| frames.page(end.index) == page).count();
        let FrameEnd { next: end, waiting, .. } = plan.frames[at + count - 1];
        let wished = end.line == 0
            && waiting.is_none()
            && strips.get(end.strip).is_none_or(|strip| strip.page_before);
        if wished {
            let before = at.checked_sub(1).and_then(|before| plan.frames.get(before));
            let begin = before.map_or_else(Begin::default, |it| Begin {
                spot: it.next,
                carry: it.carry,
                waiting: it.waiting,
            });
            let start = begin.spot;
            let page = Page { begin, index: plan.frames[at].index, end: end.strip };
            if let Some(even) = page.balanced(strips, frames, prices) {
                for (strip, &form) in even.forms.iter().enumerate().skip(start.strip) {
                    if strip > start.strip || start.line == 0 {
                        plan.forms[strip] = form;
                    }
                }
                let count = plan.frames.splice(at..at + count, even.frames).count();
                debug_assert!(count > 0, "a page has a frame");
            }
        }
        at += plan.frames[at..]
            .iter()
            .take_while(|end| frames.page(end.index) == page)
            .count()
            .max(1);
    }
    plan.price = plan.frames.iter().map(|end| end.price).sum();
}

/// A page that ends by wish.
struct Page {
    begin: Begin,
    index: u32,
    end: usize,
}

impl Page {
    /// The same page with the least depth that still holds it.
    fn balanced(&self, strips: &[Strip], frames: &Frames, prices: &Prices) -> Option<Plan> {
        let strips = strips.get(..self.end)?;
        let depth = frames.depth(self.index);
        // The last column may end higher, and one that is nearly empty is no fault.
        let prices = Prices { empty: 0, ..*prices };
        let mut best: Option<Plan> = None;
        for lower in 1..depth {
            let mut low = frames.clone();
            low.depths = vec![frames.depth(0); self.index as usize];
            low.depths.push(lower);
            low.exactly = None;
            let search = Search::new(strips, &low, &prices).from(self.index);
            let Some(plan) = search.run(self.begin) else { continue };
            let fits = plan
                .frames
                .last()
                .is_some_and(|last| frames.page(last.index) == frames.page(self.index));
            if !fits {
                continue;
            }
            // Equal columns are not bought with a widow.
            if plan.price < prices.widow {
                return Some(plan);
            }
            if best.as_ref().is_none_or(|best| plan.price < best.price) {
                best = Some(plan);
            }
        }
        best.filter(|plan| plan.price < prices.widow)
    }
}

/// The best way known to a state.
#[derive(Debug, Clone, Copy)]
struct Label {
    /// Number of the frame that begins here.
    index: u32,
    /// What of that number matters.
    phase: u32,
    /// Blank rows of the frame beside it on the left, up to [`MOST_BESIDE`]; or [`OPEN`].
    beside: u32,
    /// Rows of a note that go on in it.
    carry: u32,
    /// The first figure that waits for it.
    waiting: Option<usize>,
    cost: i64,
    /// The state before: a place and the number of a label there.
    before: (usize, usize),
    end: FrameEnd,
}

impl Label {
    /// Whether nothing of the frames before goes on in it.
    fn is_settled(&self) -> bool {
        self.carry == 0 && self.waiting.is_none()
    }

    fn same_state(&self, other: &Self) -> bool {
        (self.phase, self.beside) == (other.phase, other.beside)
            && (self.carry, self.waiting) == (other.carry, other.waiting)
    }
}

/// A state to leave a place from.
#[derive(Debug, Clone, Copy)]
struct Departure {
    /// Its number among the labels there.
    at: usize,
    index: u32,
    /// What the frame costs for being of another depth than the one beside it.
    uneven: i64,
    /// That, and what led to the state.
    cost: i64,
}

/// The cheapest departure for each number of blank rows, and for [`OPEN`].
struct Departures([Option<Departure>; OPEN as usize + 1]);

/// No state is before the first.
const NOWHERE: usize = usize::MAX;

struct Search<'s> {
    strips: &'s [Strip],
    frames: &'s Frames,
    prices: &'s Prices,
    numbering: Numbering,
    first: u32,
}

impl<'s> Search<'s> {
    fn new(strips: &'s [Strip], frames: &'s Frames, prices: &'s Prices) -> Self {
        Self { strips, frames, prices, numbering: Numbering::new(strips), first: 0 }
    }

    /// The first frame is this one.
    fn from(self, index: u32) -> Self {
        Self { first: index, ..self }
    }

    /// The best frames from a place on.
    fn run(&self, begin: Begin) -> Option<Plan> {
        // Without widows and orphans there is much less to look at; and what is found at less than
        // the price of one is cheaper than anything with one.
        let dearest = self.prices.widow.min(self.prices.orphan).min(self.prices.parted);
        match self.run_below(dearest, begin) {
            Some(plan) if plan.price < dearest => Some(plan),
            _ => self.run_below(NEVER, begin),
        }
    }

    /// The best of those ways whose frames each cost less than `dearest`.
    fn run_below(&self, dearest: i64, begin: Begin) -> Option<Plan> {
        let end = self.numbering.count();
        let mut labels: Vec<Vec<Label>> = vec![Vec::new(); end + 1];
        let first = self.numbering.id(begin.spot);
        labels[first].push(self.begin(begin));
        let mut walk = Walk::new(self.strips, self.prices);
        walk.dearest = dearest;
        for id in first..=end {
            self.leave(id, &mut labels, &mut walk);
        }
        let arrived = labels[end].iter().enumerate();
        let (last, _) = arrived
            .filter(|(_, label)| label.is_settled() && self.is_wanted(label.index))
            .min_by_key(|(_, label)| label.cost)?;
        Some(self.trace((end, last), &labels, &mut walk))
    }

    /// The state before the first frame.
    fn begin(&self, Begin { spot, carry, waiting }: Begin) -> Label {
        let settled = carry == 0 && waiting.is_none();
        let first = if settled { self.first_deep_enough(self.first, spot) } else { self.first };
        Label {
            index: first,
            phase: self.frames.phase(first),
            beside: if first > self.first { OPEN } else { 0 },
            carry,
            waiting,
            cost: 0,
            before: (NOWHERE, 0),
            end: FrameEnd::default(),
        }
    }

    /// The natural forms in frames that each cost least by themselves; of equals the fullest.
    fn one_by_one(&self) -> Plan {
        let mut plan = Plan { forms: vec![0; self.strips.len()], ..Plan::default() };
        let mut walk = Walk::new(self.strips, self.prices);
        let (mut at, mut label) = (Spot::default(), self.begin(Begin::default()));
        while at.strip < self.strips.len() || label.carry > 0 {
            let begin = Begin { spot: at, carry: label.carry, waiting: None };
            walk.run(begin, self.frames.depth(label.index), 0);
            let after = walk.ends.iter();
            let after = after.filter(|end| end.next.form == 0 && end.waiting.is_none());
            let from = self.departures(&[label], |_| true);
            let after = after.filter_map(|end| self.after(NOWHERE, &from, end));
            let full = |it: &Label| (it.cost, std::cmp::Reverse((it.end.next, it.end.rows)));
            let Some(next) = after.min_by_key(full) else { break };
            (at, label) = (next.end.next, next);
            plan.price = label.cost;
            plan.frames.push(label.end);
        }
        plan
    }

    /// Whether an article that needs so many frames has the number of pages that is asked for.
    fn is_wanted(&self, frames: u32) -> bool {
        let pages = frames.checked_sub(1).map_or(0, |last| self.frames.page(last) + 1);
        self.frames.exactly.is_none_or(|exactly| exactly == pages)
    }

    /// Fills frames from every state at a place. What goes on with less of a note at the same
    /// place, or without the figures that waited, comes later: figures come first, then the most.
    fn leave(&self, id: usize, labels: &mut [Vec<Label>], walk: &mut Walk<'_>) {
        let mut waiting: Vec<usize> =
            labels[id].iter().filter_map(|label| label.waiting).collect();
        waiting.sort_unstable();
        waiting.dedup();
        for first in waiting {
            self.leave_with((id, Some(first), 0), labels, walk);
        }
        let mut below = u32::MAX;
        loop {
            let waiting = labels[id].iter().filter(|it| it.waiting.is_none());
            let carries = waiting.map(|label| label.carry);
            let Some(carry) = carries.filter(|&carry| carry < below).max() else { return };
            below = carry;
            if id == self.numbering.count() && carry == 0 {
                return;
            }
            self.leave_with((id, None, carry), labels, walk);
        }
    }

    /// Fills frames from the states at a place that go on with so much.
    fn leave_with(
        &self,
        (id, waiting, carry): (usize, Option<usize>, u32),
        labels: &mut [Vec<Label>],
        walk: &mut Walk<'_>,
    ) {
        let begin = Begin { spot: self.numbering.spot(id), carry, waiting };
        let mut filled = None;
        for at in 0..labels[id].len() {
            let label = labels[id][at];
            let same = |other: &Label| (other.carry, other.waiting) == (carry, waiting);
            let alike = |other: &Label| same(other) && other.phase == label.phase;
            // The first of those that are alike but for the frame beside speaks for them all.
            if !same(&label) || labels[id][..at].iter().any(alike) {
                continue;
            }
            let depths = (self.frames.depth(label.index), self.frames.depth(label.index + 1));
            if filled != Some(depths) {
                walk.run(begin, depths.0, depths.1);
                filled = Some(depths);
            }
            let departures = self.departures(&labels[id], alike);
            for end in &walk.ends {
                self.relax(id, &departures, end, labels);
            }
        }
    }

    /// The cheapest of the states `alike` at one place to leave from, for each number of rows that
    /// the frame leaves blank beside the one before; the last for a frame beside none.
    fn departures(&self, there: &[Label], alike: impl Fn(&Label) -> bool) -> Departures {
        let mut departures = Departures([None; OPEN as usize + 1]);
        for (at, label) in there.iter().enumerate().filter(|(_, label)| alike(label)) {
            let beside = label.index > self.first
                && self.frames.beside(label.index - 1)
                && label.beside != OPEN;
            for (slot, blank) in departures.0.iter_mut().zip(0..=OPEN) {
                let uneven = if beside && blank != OPEN {
                    i64::from(blank.abs_diff(label.beside)).pow(2) * self.prices.uneven
                } else {
                    0
                };
                let cost = label.cost.saturating_add(uneven);
                if slot.is_none_or(|known| cost < known.cost) {
                    *slot = Some(Departure { at, index: label.index, uneven, cost });
                }
            }
        }
        departures
    }

    /// Notes that a frame ends so, where no cheaper way leads there.
    fn relax(
        &self,
        id: usize,
        departures: &Departures,
        end: &FrameEnd,
        labels: &mut [Vec<Label>],
    ) {
        let Some(label) = self.after(id, departures, end) else { return };
        let there = &mut labels[self.numbering.id(end.next)];
        match there.iter_mut().find(|known| known.same_state(&label)) {
            Some(known) if label.cost < known.cost => *known = label,
            Some(_) => {}
            None => {
                // Most places have one state, and a long article has very many places.
                if there.is_empty() {
                    there.reserve_exact(1);
                }
                there.push(label);
            }
        }
    }

    /// The state after a frame from `id` on that ends so; none beyond the pages asked for.
    fn after(&self, id: usize, departures: &Departures, end: &FrameEnd) -> Option<Label> {
        let frames = self.frames;
        let settled = end.carry == 0 && end.waiting.is_none();
        let forced = settled && self.ends_by_wish(end.next);
        let blank = match (forced, end.carry) {
            (true, _) => OPEN,
            (_, 0) => {
                // Those that are alike have the same depth.
                let depth = frames.depth(departures.0[0]?.index);
                depth.saturating_sub(end.rows + end.notes).min(MOST_BESIDE)
            }
            _ => 0,
        };
        let from = departures.0.get(blank as usize).copied().flatten()?;
        let next = if forced { frames.next_page(from.index) } else { from.index + 1 };
        let next = if settled { self.first_deep_enough(next, end.next) } else { next };
        if frames.exactly.is_some_and(|pages| next > pages * frames.columns.max(1)) {
            return None;
        }
        Some(Label {
            index: next,
            phase: frames.phase(next),
            beside: if frames.beside(from.index) && next == from.index + 1 {
                blank
            } else {
                OPEN
            },
            carry: end.carry,
            waiting: end.waiting,
            cost: from.cost.saturating_add(end.price),
            before: (id, from.at),
            end: FrameEnd {
                index: from.index,
                price: end.price.saturating_add(from.uneven),
                ..*end
            },
        })
    }

    /// Returns the first frame from `index` on that holds the first line at `spot`; those before it,
    /// which the title block has left too low for it, stay empty. Where none is deep enough it is
    /// `index`.
    fn first_deep_enough(&self, index: u32, spot: Spot) -> u32 {
        let last = u32::try_from(self.frames.depths.len() - 1).unwrap_or(u32::MAX);
        if index >= last {
            return index;
        }
        let wanted = self.first_rows(spot);
        (index..=last).find(|&at| self.frames.depth(at) >= wanted).unwrap_or(index)
    }

    /// Returns the rows that a frame must have to begin with the first line at `spot`; those of a row
    /// of a table are in its last strip.
    fn first_rows(&self, spot: Spot) -> u32 {
        let Some(strip) = self.strips.get(spot.strip) else { return 0 };
        let Some(form) = strip.forms.get(spot.form) else { return 0 };
        let rows = if strip.is_beside_next() {
            let mut rest = self.strips.iter().skip(spot.strip);
            let last = rest.find(|strip| !strip.is_beside_next());
            last.and_then(|last| last.forms.first()).map_or(0, |form| form.rows(1))
        } else {
            form.rows(spot.line + 1).saturating_sub(form.rows(spot.line))
        };
        strip.carried + rows
    }

    fn ends_by_wish(&self, next: Spot) -> bool {
        next.line == 0 && self.strips.get(next.strip).is_none_or(|strip| strip.page_before)
    }

    /// Follows the best way back, and finds the forms on it.
    fn trace(&self, last: (usize, usize), labels: &[Vec<Label>], walk: &mut Walk<'_>) -> Plan {
        let mut plan = Plan { forms: vec![0; self.strips.len()], ..Plan::default() };
        walk.tracing = true;
        let mut way = Vec::new();
        let mut at = last;
        while let Some(label) = labels.get(at.0).and_then(|there| there.get(at.1)) {
            if at == last {
                plan.price = label.cost;
            }
            if label.before.0 == NOWHERE {
                break;
            }
            way.push((label.before, label.end));
            at = label.before;
        }
        for &(before, end) in way.iter().rev() {
            let start = self.numbering.spot(before.0);
            let Label { carry, waiting, .. } = labels[before.0][before.1];
            if start.line > 0 {
                plan.forms[start.strip] = start.form;
            }
            let begin = Begin { spot: start, carry, waiting };
            walk.fill(begin, self.frames.depth(end.index), end.waiting);
            walk.forms_to(&end, start, &mut plan.forms);
            plan.frames.push(end);
        }
        plan
    }
}

/// Stands for a frame that has none beside it.
const OPEN: u32 = MOST_BESIDE + 1;
