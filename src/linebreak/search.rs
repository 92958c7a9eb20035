//! The search: dynamic programming over all break opportunities of a paragraph.

use std::ops::Range;

use super::badness;
use super::breakpoint::{Breakpoint, collect_breakpoints};
use super::fit::{LineEvaluator, LineFit, LineStart, LooseBound, PreviousLine};
use super::item::BreakItem;
use super::rules::{LastResort, LineMeasures, Pass, Rules};

/// TeX's largest total of demerits, 2³⁰ − 1 (§833).
const TEX_TOTAL_LIMIT: i64 = (1 << 30) - 1;
/// Limit of other totals, far from overflow.
const TOTAL_LIMIT: i64 = i64::MAX / 4;
/// States that a line can leave its break in: classes −4 to 4 times hyphen runs 0 to 2.
const STATES: usize = 27;
/// Stands for the node before the first.
pub(super) const NO_NODE: u32 = u32::MAX;

/// A feasible break: the cheapest path that ends a given number of lines there in a given state.
#[derive(Debug, Clone, Copy)]
pub(super) struct BreakNode {
    /// Demerits of the path.
    pub(super) total: i64,
    /// Index of the breakpoint.
    pub(super) point: u32,
    /// Node of the break before, or [`NO_NODE`].
    pub(super) previous: u32,
    /// Number of the line that begins here, from 1.
    pub(super) line: u32,
    /// Range of this node's predecessors in [`Breaker::predecessors`]; empty unless they are kept.
    first_predecessor: u32,
    end_predecessor: u32,
}

impl BreakNode {
    /// Returns the range of its predecessors.
    pub(super) fn predecessors(&self) -> Range<usize> {
        self.first_predecessor as usize..self.end_predecessor as usize
    }
}

/// An edge into a node, for the second best and further paths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Predecessor {
    /// The node before.
    pub(super) node: u32,
    /// Demerits of the line alone.
    pub(super) demerits: i64,
}

/// Paths that a run of the search keeps apart.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct SearchMode {
    /// Keeps paths with different numbers of lines apart.
    pub(super) count_lines: bool,
    /// Keeps all predecessors of a node.
    pub(super) keep_predecessors: bool,
}

/// One run of the search over one paragraph, in one pass.
#[derive(Debug)]
pub(super) struct PassSearch<'a> {
    rules: &'a Rules,
    pub(super) measures: &'a LineMeasures,
    /// The pass, and its index in [`Rules::passes`].
    pub(super) pass: &'a Pass,
    pub(super) number: usize,
    pub(super) evaluator: LineEvaluator,
    mode: SearchMode,
    /// Greatest badness of a line.
    tolerance: i64,
    /// Least ratio, in 1/297, of a line beyond the tolerance; none if every line must be evaluated.
    too_loose: Option<i64>,
    /// The line from which on lines are alike and their paths compete (TeX's `easy_line`, §848).
    easy_line: u32,
    /// True in the last pass of [`LastResort::Tex`].
    tex_last: bool,
    /// True for [`LastResort::Ranked`], and in its last pass.
    ranked: bool,
    ranked_last: bool,
    /// Totals stay below this.
    total_limit: i64,
    /// Greatest difference between the totals of states worth keeping at one break.
    gap: i64,
    /// Greatest hyphen run that is distinguished.
    longest_run: u8,
}

impl<'a> PassSearch<'a> {
    /// Creates the search of pass `number`; `last` if it must not fail.
    pub(super) fn new(
        rules: &'a Rules,
        measures: &'a LineMeasures,
        number: usize,
        mode: SearchMode,
        last: bool,
    ) -> Self {
        let pass = &rules.all_passes()[number];
        let ranked = rules.last_resort == LastResort::Ranked;
        let tolerance = if ranked && last { i64::MAX } else { pass.tolerance };
        Self {
            rules,
            measures,
            pass,
            number,
            evaluator: LineEvaluator::new(rules, pass),
            mode,
            tolerance,
            too_loose: if ranked { badness::least_ratio_beyond(tolerance) } else { None },
            easy_line: if mode.count_lines { u32::MAX } else { measures.last_special() },
            tex_last: last && !ranked,
            ranked,
            ranked_last: last && ranked,
            total_limit: if ranked { TOTAL_LIMIT } else { TEX_TOTAL_LIMIT },
            gap: rules.state_gap(),
            longest_run: if rules.triple_hyphen == rules.double_hyphen { 1 } else { 2 },
        }
    }

    /// Returns the same search with room for totals beyond TeX's limit.
    pub(super) fn with_wide_totals(self) -> Self {
        Self { total_limit: TOTAL_LIMIT, ..self }
    }

    /// Returns whether a line may be used; `shortest` if none shorter can begin at its start.
    #[inline]
    fn admits(&self, line: &LineFit, shortest: bool) -> bool {
        if line.overfull && self.ranked {
            self.ranked_last && shortest
        } else {
            line.badness <= self.tolerance
        }
    }
}

/// A node from which lines still begin (TeX's active node, §819), with what they are tested by: the
/// loop over all of them for each break is the innermost.
#[derive(Debug, Clone, Copy)]
pub(super) struct ActiveNode {
    /// Sums at its beginning, for [`LooseBound::excludes`].
    from: LineStart,
    /// Index of the node.
    pub(super) id: u32,
    /// Index of its breakpoint.
    point: u32,
    /// Number of the line that begins here.
    line: u32,
    /// Fitness class and hyphen run of the line that ends here.
    class: i8,
    run: u8,
}

/// A line from an active node to the break under consideration.
#[derive(Debug)]
struct Candidate {
    active: ActiveNode,
    line: LineFit,
    demerits: i64,
}

/// The line breaker with its scratch memory; keep one per thread and reuse it.
#[derive(Debug, Default)]
pub struct Breaker {
    pub(super) points: Vec<Breakpoint>,
    pub(super) nodes: Vec<BreakNode>,
    pub(super) predecessors: Vec<Predecessor>,
    /// Active nodes in order of their lines, and the list that will replace it.
    pub(super) active: Vec<ActiveNode>,
    kept: Vec<ActiveNode>,
    /// Predecessors of the break under consideration, each with its state.
    fresh_predecessors: Vec<(usize, Predecessor)>,
    best: CheapestPaths,
}

/// The cheapest paths to the break under consideration, by state.
#[derive(Debug)]
struct CheapestPaths {
    paths: [CheapestPath; STATES],
    minimum: i64,
    /// Bit set of the states reached.
    seen: u32,
}

/// The cheapest path to one state.
#[derive(Debug, Clone, Copy)]
struct CheapestPath {
    total: i64,
    previous: u32,
    /// Number of the line that would begin after it.
    line: u32,
    class: i8,
    run: u8,
}

impl Default for CheapestPaths {
    fn default() -> Self {
        let none =
            CheapestPath { total: i64::MAX, previous: NO_NODE, line: 0, class: 0, run: 0 };
        Self { paths: [none; STATES], minimum: i64::MAX, seen: 0 }
    }
}

impl Breaker {
    /// Creates a breaker.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Finds the breakpoints of a paragraph, which has an item.
    pub(super) fn prepare(&mut self, items: &[BreakItem], rules: &Rules) {
        collect_breakpoints(items, rules, &mut self.points);
    }

    /// Runs one pass over the prepared paragraph. Afterwards `active` holds the nodes at its end, or
    /// nothing if no lines within the pass's tolerance lead there.
    pub(super) fn run(&mut self, search: &PassSearch<'_>) {
        self.nodes.clear();
        self.predecessors.clear();
        self.active.clear();
        self.nodes.push(BreakNode {
            total: 0,
            point: 0,
            previous: NO_NODE,
            line: 1,
            first_predecessor: 0,
            end_predecessor: 0,
        });
        let points = std::mem::take(&mut self.points);
        let from = search.evaluator.line_start(&points[0].origin);
        self.active.push(ActiveNode { from, id: 0, point: 0, line: 1, class: 0, run: 0 });
        let mut previous = 0;
        for (at, point) in points.iter().enumerate().skip(1) {
            if point.divides && !search.pass.hyphens {
                continue;
            }
            self.try_break(search, &points, at, previous);
            if self.active.is_empty() {
                break;
            }
            previous = at;
        }
        self.points = points;
    }

    /// Considers the break at one breakpoint for every active node (TeX §829).
    fn try_break(
        &mut self,
        search: &PassSearch<'_>,
        points: &[Breakpoint],
        at: usize,
        previous: usize,
    ) {
        let to = &points[at];
        let born = self.nodes.len();
        let mut old_line = 0_u32;
        let mut measure = 0;
        self.kept.clear();
        let all = std::mem::take(&mut self.active);
        let mut loose: Option<LooseBound> = None;
        let mut rest = all.iter();
        loop {
            if let Some(loose) = &loose {
                // Most lines are much too loose: their nodes stay active without an evaluation.
                let passed = rest.as_slice();
                let too_loose = |active: &&ActiveNode| {
                    active.line <= old_line && loose.excludes(&active.from)
                };
                let count = passed.iter().take_while(too_loose).count();
                let (same, others) = passed.split_at(count);
                self.kept.extend_from_slice(same);
                rest = others.iter();
            }
            let Some(&active) = rest.next() else { break };
            if active.line > old_line {
                if self.best.seen != 0 && old_line != search.easy_line {
                    self.create_nodes(search, at, to);
                }
                measure = search.measures.measure(active.line);
                old_line = if active.line > search.easy_line { u32::MAX } else { active.line };
                loose = search
                    .too_loose
                    .and_then(|least| search.evaluator.loose_bound(to, measure, least));
                if loose.is_some_and(|loose| loose.excludes(&active.from)) {
                    self.kept.push(active);
                    continue;
                }
            }
            let from = &points[active.point as usize];
            let line = search.evaluator.evaluate(&from.origin, to, measure);
            let ends = line.overfull || to.forced;
            // The last path would go: nothing kept, nothing found, nothing left (TeX §854).
            let artificial = search.tex_last
                && ends
                && rest.len() == 0
                && self.best.seen == 0
                && self.kept.is_empty();
            if artificial {
                self.record_candidate(search, Candidate { active, line, demerits: 0 }, to);
            } else if search.admits(&line, active.point as usize == previous)
                && (active.run < 2 || search.pass.ladders || !to.flagged || to.last)
            {
                let before = PreviousLine {
                    class: active.class,
                    run: active.run,
                    first: active.id == 0,
                };
                let demerits = search.rules.demerits(before, from, to, measure, &line);
                self.record_candidate(search, Candidate { active, line, demerits }, to);
            }
            if !ends {
                self.kept.push(active);
            }
        }
        self.active = all;
        if self.best.seen != 0 {
            self.create_nodes(search, at, to);
        }
        if search.mode.count_lines {
            self.drop_distant_line_counts(born, search.rules.spread.max(1));
        }
        std::mem::swap(&mut self.active, &mut self.kept);
        let most = search.rules.most_active.max(16);
        if self.active.len() > most.saturating_mul(2) {
            self.keep_cheapest_active(born, most);
        }
    }

    /// Keeps a candidate if it is the cheapest to its state; of equals the later one (TeX §855).
    #[inline]
    fn record_candidate(
        &mut self,
        search: &PassSearch<'_>,
        candidate: Candidate,
        to: &Breakpoint,
    ) {
        let Candidate { active, line, demerits } = candidate;
        let class = line.class.clamp(-4, 4);
        let run = if to.flagged { (active.run + 1).min(search.longest_run) } else { 0 };
        let state = usize::from((class + 4).unsigned_abs()) * 3 + usize::from(run);
        let mut total = self.nodes[active.id as usize].total.saturating_add(demerits);
        if search.total_limit == TOTAL_LIMIT {
            total = total.clamp(-TOTAL_LIMIT, TOTAL_LIMIT - 1);
        }
        if search.mode.keep_predecessors {
            self.fresh_predecessors.push((state, Predecessor { node: active.id, demerits }));
        }
        let best = &mut self.best;
        let seen = best.seen >> state & 1 != 0;
        if total < search.total_limit && (!seen || total <= best.paths[state].total) {
            let line = active.line.saturating_add(1);
            best.paths[state] = CheapestPath { total, previous: active.id, line, class, run };
            best.minimum = best.minimum.min(total);
            best.seen |= 1 << state;
        }
    }

    /// Creates a node for each state worth keeping and forgets the rest (TeX §836).
    fn create_nodes(&mut self, search: &PassSearch<'_>, at: usize, to: &Breakpoint) {
        let limit = self.best.minimum.saturating_add(search.gap).min(search.total_limit - 1);
        let mut seen = self.best.seen;
        while seen != 0 {
            let state = seen.trailing_zeros() as usize;
            seen &= seen - 1;
            let path = self.best.paths[state];
            if path.total > limit {
                continue;
            }
            let first = self.predecessors.len();
            if search.mode.keep_predecessors {
                let fresh = self.fresh_predecessors.iter().filter(|(of, _)| *of == state);
                self.predecessors.extend(fresh.map(|(_, predecessor)| *predecessor));
            }
            self.kept.push(ActiveNode {
                from: search.evaluator.line_start(&to.origin),
                id: narrow_index(self.nodes.len()),
                point: narrow_index(at),
                line: path.line,
                class: path.class,
                run: path.run,
            });
            self.nodes.push(BreakNode {
                total: path.total,
                point: narrow_index(at),
                previous: path.previous,
                line: path.line,
                first_predecessor: narrow_index(first),
                end_predecessor: narrow_index(self.predecessors.len()),
            });
        }
        self.best.seen = 0;
        self.best.minimum = i64::MAX;
        self.fresh_predecessors.clear();
    }

    /// Drops the new active nodes whose number of lines is far from that of the cheapest.
    fn drop_distant_line_counts(&mut self, born: usize, spread: u32) {
        let fresh = &self.nodes[born..];
        let Some(cheapest) = fresh.iter().min_by_key(|node| node.total) else { return };
        let natural = cheapest.line;
        if fresh.iter().all(|node| node.line.abs_diff(natural) <= spread) {
            return;
        }
        self.kept.retain(|active| {
            (active.id as usize) < born || active.line.abs_diff(natural) <= spread
        });
    }

    /// Keeps the cheapest `most` of the active nodes, and all that were created at this break.
    fn keep_cheapest_active(&mut self, born: usize, most: usize) {
        let nodes = &self.nodes;
        let key = |active: &ActiveNode| (nodes[active.id as usize].total, active.id);
        self.kept.clear();
        self.kept.extend_from_slice(&self.active);
        if most >= self.kept.len() {
            return;
        }
        let (_, &mut worst, _) = self.kept.select_nth_unstable_by_key(most, key);
        let limit = key(&worst);
        self.active.retain(|active| active.id as usize >= born || key(active) < limit);
    }
}

/// Returns an index in the 32 bits that nodes keep it in.
fn narrow_index(at: usize) -> u32 {
    u32::try_from(at).expect("2^32 nodes of 32 bytes do not fit in memory")
}
