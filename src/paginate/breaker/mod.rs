//! The page breaker: the region ends of least total cost.
//!
//! It is a dynamic program over the whole article. A state is a position at which a region may begin,
//! with everything of earlier regions that still matters: the blank rows of the region beside it, the
//! rows of a note that continue, and the figures that are deferred. From each state one region is
//! filled in every possible way ([`fill`]), and every end of it leads to a new state. The cheapest
//! path to the end of the article gives the regions.

mod entry;
mod fill;
mod floats;
mod frontier;
mod regions;

pub use entry::{BreakPosition, RegionEnd, RowAlternative, RowEntry};
pub(crate) use fill::ABOVE_NOTES;
pub(crate) use floats::figure_ranges;
pub use regions::{RegionId, Regions};

use super::penalties::PagePenalties;
use entry::{PositionNumber, PositionNumbers, RegionStart};
use fill::{RegionFiller, UNREACHABLE};
use frontier::{Frontier, PathState, Paths, StepId};

/// The regions of least total cost.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PagePlan {
    /// The end of each region, in the order in which they are filled. On a page that ends at a page
    /// break or with the article, empty regions are left out.
    pub regions: Vec<RegionEnd>,
    /// Index of the alternative of each entry.
    pub alternatives: Vec<usize>,
    /// Cost of all regions.
    pub cost: i64,
}

/// Greatest number of blank rows of the region beside that is distinguished; more count as these.
const MOST_BLANK_BESIDE: u32 = 4;
/// Stands for the blank rows of a region that has none beside it.
const NONE_BESIDE: u32 = MOST_BLANK_BESIDE + 1;

/// Finds the regions of least total cost. Returns none only if a number of pages is required that
/// the entries cannot fill.
#[must_use]
pub fn break_pages(
    entries: &[RowEntry],
    regions: &Regions,
    penalties: &PagePenalties,
) -> Option<PagePlan> {
    let search = PageSearch::new(entries, regions, penalties, RegionId(0));
    let mut plan = search.cheapest_plan(RegionStart::default())?;
    if regions.columns > 1 {
        balance_columns(&mut plan, entries, regions, penalties);
    }
    Some(plan)
}

/// Fills one region after another, each at the least cost by itself, as programs do that do not look
/// ahead. The optimum is compared with it.
#[must_use]
pub fn first_fit(
    entries: &[RowEntry],
    regions: &Regions,
    penalties: &PagePenalties,
) -> PagePlan {
    PageSearch::new(entries, regions, penalties, RegionId(0)).first_fit()
}

/// Makes the columns of each page that ends at a page break or with the article equally deep.
fn balance_columns(
    plan: &mut PagePlan,
    entries: &[RowEntry],
    regions: &Regions,
    penalties: &PagePenalties,
) {
    let mut at = 0;
    while at < plan.regions.len() {
        let first = plan.regions[at].region;
        let on_page = |end: &&RegionEnd| regions.page(end.region) == regions.page(first);
        let count = plan.regions[at..].iter().take_while(on_page).count();
        let RegionEnd { next: end, deferred, .. } = plan.regions[at + count - 1];
        let is_last = entries.get(end.entry).is_none_or(|entry| entry.page_before);
        if end.line == 0 && deferred.is_none() && is_last {
            let start = match at {
                0 => RegionStart::default(),
                _ => plan.regions[at - 1].next_start(),
            };
            let before = &entries[..end.entry];
            if let Some(even) = balanced_page(before, start, first, regions, penalties) {
                let RegionStart { position, .. } = start;
                for (entry, &alternative) in
                    even.alternatives.iter().enumerate().skip(position.entry)
                {
                    if entry > position.entry || position.line == 0 {
                        plan.alternatives[entry] = alternative;
                    }
                }
                plan.regions.splice(at..at + count, even.regions);
            }
        }
        at += plan.regions[at..].iter().take_while(on_page).count().max(1);
    }
    plan.cost = plan.regions.iter().map(|end| end.cost).sum();
}

/// Returns the page from region `first` to the end of `entries` with the least depth that holds it.
fn balanced_page(
    entries: &[RowEntry],
    start: RegionStart,
    first: RegionId,
    regions: &Regions,
    penalties: &PagePenalties,
) -> Option<PagePlan> {
    // The last column may end higher, and a nearly empty one is no fault.
    let penalties = PagePenalties { short_last_page: 0, ..*penalties };
    (1..regions.depth(first)).find_map(|depth| {
        let mut low = regions.clone();
        low.depths = vec![regions.depth(RegionId(0)); first.0 as usize];
        low.depths.push(depth);
        low.exactly = None;
        let plan = PageSearch::new(entries, &low, &penalties, first).cheapest_plan(start)?;
        let last = plan.regions.last()?;
        let fits = regions.page(last.region) == regions.page(first);
        // Equal columns are not worth a widow.
        (fits && plan.cost < penalties.widow).then_some(plan)
    })
}

/// A state from which a region begins.
#[derive(Debug, Clone, Copy)]
struct Source {
    /// Index of the state at its position.
    index: usize,
    /// Step of the state.
    step: Option<StepId>,
    /// Region.
    region: RegionId,
    /// Cost of the region's difference in depth from the one beside it.
    uneven: i64,
    /// That, and the cost of the path to the state.
    cost: i64,
}

/// The cheapest source for each number of blank rows that a region leaves, and for [`NONE_BESIDE`].
struct CheapestSources([Option<Source>; NONE_BESIDE as usize + 1]);

/// The search over all states.
struct PageSearch<'s> {
    entries: &'s [RowEntry],
    regions: &'s Regions,
    penalties: &'s PagePenalties,
    numbers: PositionNumbers,
    /// First region.
    first: RegionId,
}

impl<'s> PageSearch<'s> {
    fn new(
        entries: &'s [RowEntry],
        regions: &'s Regions,
        penalties: &'s PagePenalties,
        first: RegionId,
    ) -> Self {
        Self { entries, regions, penalties, numbers: PositionNumbers::new(entries), first }
    }

    /// Finds the cheapest plan from a position on.
    fn cheapest_plan(&self, start: RegionStart) -> Option<PagePlan> {
        // Without widows and orphans there are far fewer ends; and a plan that costs less than one is
        // cheaper than any plan with one.
        let PagePenalties { widow, orphan, broken_keep, .. } = *self.penalties;
        let limit = widow.min(orphan).min(broken_keep);
        match self.cheapest_plan_below(limit, start) {
            Some(plan) if plan.cost < limit => Some(plan),
            _ => self.cheapest_plan_below(UNREACHABLE, start),
        }
    }

    /// Finds the cheapest of the plans whose regions each cost less than `limit`.
    fn cheapest_plan_below(&self, limit: i64, start: RegionStart) -> Option<PagePlan> {
        let end = self.numbers.end();
        let first = self.numbers.number(start.position);
        let mut frontier = Frontier::new(first);
        frontier.add(first, self.first_state(start));
        let mut filler = RegionFiller::new(self.entries, self.penalties, limit);
        for position in (first.0..=end.0).map(PositionNumber) {
            frontier.advance_to(position);
            self.expand_position(position, &mut frontier, &mut filler);
        }
        let arrived = frontier.here().iter();
        let last = arrived
            .filter(|state| {
                state.end.next_start().has_only_text() && self.is_required_count(state.region)
            })
            .min_by_key(|state| state.cost)?;
        Some(self.trace_back(last, &frontier.paths, &mut filler))
    }

    /// Returns the state before the first region.
    fn first_state(&self, start: RegionStart) -> PathState {
        let region = if start.has_only_text() {
            self.first_deep_enough(self.first, start.position)
        } else {
            self.first
        };
        PathState {
            region,
            phase: self.regions.phase(region),
            blank_beside: if region > self.first { NONE_BESIDE } else { 0 },
            cost: 0,
            previous: None,
            end: RegionEnd {
                next: start.position,
                note_rest: start.note_rest,
                deferred: start.deferred,
                ..RegionEnd::default()
            },
            step: None,
        }
    }

    /// Fills regions that each cost least by themselves with natural alternatives; of equals the
    /// fullest.
    fn first_fit(&self) -> PagePlan {
        let alternatives = vec![0; self.entries.len()];
        let mut plan = PagePlan { alternatives, ..PagePlan::default() };
        let mut filler = RegionFiller::new(self.entries, self.penalties, UNREACHABLE);
        let mut start = RegionStart::default();
        let mut state = self.first_state(start);
        while start.position.entry < self.entries.len() || start.note_rest > 0 {
            filler.collect_ends(start, self.regions.depth(state.region), 0);
            let sources = self.cheapest_sources(&[state], |_| true);
            let natural =
                |end: &&RegionEnd| end.next.alternative == 0 && end.deferred.is_none();
            let next = filler.ends.iter().filter(natural);
            let next = next.filter_map(|end| self.next_state(&sources, end));
            let by_cost =
                |it: &PathState| (it.cost, std::cmp::Reverse((it.end.next, it.end.rows)));
            let Some(next) = next.min_by_key(by_cost) else { break };
            (start, state) = (next.end.next_start(), next);
            plan.cost = state.cost;
            plan.regions.push(state.end);
        }
        plan
    }

    /// Returns whether an article that ends before region `end` has the required number of pages.
    fn is_required_count(&self, end: RegionId) -> bool {
        let last = end.0.checked_sub(1).map(RegionId);
        let pages = last.map_or(0, |last| self.regions.page(last) + 1);
        self.regions.exactly.is_none_or(|exactly| exactly == pages)
    }

    /// Fills regions from every state at a position. States with less of a note at the same position,
    /// or without the deferred figures, come later: figures are first, then the longest rests.
    fn expand_position(
        &self,
        position: PositionNumber,
        frontier: &mut Frontier,
        filler: &mut RegionFiller<'_>,
    ) {
        let order = |start: &RegionStart| {
            (start.deferred.is_none(), start.deferred, std::cmp::Reverse(start.note_rest))
        };
        let mut expanded = None;
        loop {
            let starts = frontier.here().iter().map(|state| state.end.next_start());
            let rest = starts.filter(|start| Some(order(start)) > expanded);
            let Some(start) = rest.min_by_key(order) else { return };
            expanded = Some(order(&start));
            if position == self.numbers.end() && start.has_only_text() {
                return;
            }
            self.expand_states(start, frontier, filler);
        }
    }

    /// Fills regions from the states at a position that begin with the same contents.
    fn expand_states(
        &self,
        start: RegionStart,
        frontier: &mut Frontier,
        filler: &mut RegionFiller<'_>,
    ) {
        let mut filled = None;
        for at in 0..frontier.here().len() {
            let state = frontier.here()[at];
            let is_alike = |other: &PathState| {
                other.end.next_start() == start && other.phase == state.phase
            };
            // The first of those that differ only in the region beside stands for them all.
            if !is_alike(&state) || frontier.here()[..at].iter().any(is_alike) {
                continue;
            }
            let depth = self.regions.depth(state.region);
            let next_depth = self.regions.depth(state.region.later_by(1));
            if filled != Some((depth, next_depth)) {
                filler.collect_ends(start, depth, next_depth);
                filled = Some((depth, next_depth));
            }
            let mut sources = self.cheapest_sources(frontier.here(), is_alike);
            for source in sources.0.iter_mut().flatten() {
                source.step = Some(frontier.step_of(source.index));
            }
            for end in &filler.ends {
                if let Some(state) = self.next_state(&sources, end) {
                    frontier.add(self.numbers.number(end.next), state);
                }
            }
        }
    }

    /// Returns the cheapest of the states `alike` at one position, for each number of rows that their
    /// region leaves blank beside the one before.
    fn cheapest_sources(
        &self,
        states: &[PathState],
        alike: impl Fn(&PathState) -> bool,
    ) -> CheapestSources {
        let mut sources = CheapestSources([None; NONE_BESIDE as usize + 1]);
        for (index, state) in states.iter().enumerate().filter(|(_, state)| alike(state)) {
            let is_beside = state.region > self.first
                && self.regions.is_beside_next(RegionId(state.region.0 - 1))
                && state.blank_beside != NONE_BESIDE;
            for (slot, blank) in sources.0.iter_mut().zip(0..=NONE_BESIDE) {
                let uneven = if is_beside && blank != NONE_BESIDE {
                    i64::from(blank.abs_diff(state.blank_beside)).pow(2)
                        * self.penalties.uneven_row
                } else {
                    0
                };
                let cost = state.cost.saturating_add(uneven);
                if slot.is_none_or(|known| cost < known.cost) {
                    *slot =
                        Some(Source { index, step: None, region: state.region, uneven, cost });
                }
            }
        }
        sources
    }

    /// Returns the state after a region with this end; none beyond the required pages.
    fn next_state(&self, sources: &CheapestSources, end: &RegionEnd) -> Option<PathState> {
        let regions = self.regions;
        let next_start = end.next_start();
        let has_only_text = next_start.has_only_text();
        let ends_page = has_only_text
            && end.next.line == 0
            && self.entries.get(end.next.entry).is_none_or(|entry| entry.page_before);
        let blank = if ends_page {
            NONE_BESIDE
        } else if end.note_rest == 0 {
            // States that are alike have the same depth.
            let any = sources.0[0].expect("a region begins at a state");
            let depth = regions.depth(any.region);
            depth.saturating_sub(end.rows + end.notes).min(MOST_BLANK_BESIDE)
        } else {
            0
        };
        let source = sources.0[blank as usize].expect("a region begins at a state");
        let after = source.region.later_by(1);
        let next = if ends_page { regions.next_page(source.region) } else { after };
        let next = if has_only_text { self.first_deep_enough(next, end.next) } else { next };
        if regions.exactly.is_some_and(|pages| next.0 > pages * regions.columns) {
            return None;
        }
        let is_beside = regions.is_beside_next(source.region) && next == after;
        Some(PathState {
            region: next,
            phase: regions.phase(next),
            blank_beside: if is_beside { blank } else { NONE_BESIDE },
            cost: source.cost.saturating_add(end.cost),
            previous: source.step,
            end: RegionEnd {
                region: source.region,
                cost: end.cost.saturating_add(source.uneven),
                ..*end
            },
            step: None,
        })
    }

    /// Returns the first region from `from` on that holds the first line at `position`. Those before
    /// it, for which the title block leaves too few rows, stay empty. If none is deep enough it is
    /// `from`.
    fn first_deep_enough(&self, from: RegionId, position: BreakPosition) -> RegionId {
        let last = self.regions.last_listed();
        if from >= last {
            return from;
        }
        let required = self.first_rows(position);
        let mut regions = (from.0..=last.0).map(RegionId);
        regions.find(|&at| self.regions.depth(at) >= required).unwrap_or(from)
    }

    /// Returns the rows that a region needs to begin with the first line at `position`. The rows of a
    /// table row are those of its last cell.
    fn first_rows(&self, position: BreakPosition) -> u32 {
        let Some(first) = self.entries.get(position.entry) else { return 0 };
        let rows = if first.shares_row_with_next() {
            let rest = &mut self.entries[position.entry..].iter();
            let last = rest.find(|entry| !entry.shares_row_with_next());
            last.map_or(0, |last| last.alternatives[0].rows(1))
        } else {
            let alternative = &first.alternatives[position.alternative];
            let before = alternative.rows(position.line);
            alternative.rows(position.line + 1).saturating_sub(before)
        };
        first.repeated_rows + rows
    }

    /// Follows the cheapest path back from a state at the end, and finds the alternatives on it.
    fn trace_back(
        &self,
        last: &PathState,
        paths: &Paths,
        filler: &mut RegionFiller<'_>,
    ) -> PagePlan {
        let mut plan = PagePlan {
            regions: Vec::new(),
            alternatives: vec![0; self.entries.len()],
            cost: last.cost,
        };
        let mut ends = vec![last.end];
        ends.extend(paths.ends_before(last.previous));
        ends.reverse();
        filler.tracing = true;
        for pair in ends.windows(2) {
            let (start, end) = (pair[0].next_start(), pair[1]);
            let position = start.position;
            if position.line > 0 {
                plan.alternatives[position.entry] = position.alternative;
            }
            filler.fill(start, self.regions.depth(end.region), end.deferred);
            filler.trace_alternatives(&end, position, &mut plan.alternatives);
            plan.regions.push(end);
        }
        plan
    }
}
