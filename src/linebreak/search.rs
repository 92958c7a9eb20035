//! The search: one walk over all breaks with a list of starts.
//!
//! Comes in: items, measures, rules. Goes out: nodes, each the cheapest way to one state at one
//! break. Never done here: knowing what a demerit stands for.

use super::badness;
use super::item::Item;
use super::line::{Before, Judge, Loose, Start, Verdict};
use super::point::{self, Point};
use super::rules::{LastResort, Measures, Pass, Rules};

/// TeX's largest total of demerits, 2³⁰ − 1 (§833).
const TEX_CEILING: i64 = (1 << 30) - 1;
/// Where the total stops elsewhere; far from overflow.
const CEILING: i64 = i64::MAX / 4;
/// Classes −4 to 4 times hyphen runs 0 to 2: the states a line can leave its break in.
const STATES: usize = 27;
/// No node: the paragraph begins.
pub(super) const NOWHERE: u32 = u32::MAX;

/// A feasible break: the cheapest way to end a given number of lines there in a given state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) total: i64,
    /// Index of the point.
    pub(super) point: u32,
    /// Node of the break before.
    pub(super) prev: u32,
    /// Number of the line that begins here, from 1.
    pub(super) line: u32,
    /// Where this node's ways are in [`Breaker::ways`], when they are kept.
    pub(super) ways: (u32, u32),
}

/// One of the ways to a node, for the second best and further settings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) prev: u32,
    /// Demerits of the line alone.
    pub(super) cost: i64,
}

/// What a run of the search is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quest {
    /// Ways with different numbers of lines are kept apart.
    pub(super) count_lines: bool,
    /// All ways to a node are kept.
    pub(super) keep_ways: bool,
}

/// One run of the search over one paragraph.
#[derive(Debug)]
pub(super) struct Task<'a> {
    rules: &'a Rules,
    measures: &'a Measures,
    pass: &'a Pass,
    pub(super) judge: Judge,
    quest: Quest,
    tolerance: i64,
    /// The least ratio of a line too loose for that, in 1/297; none where it is to be judged whole.
    too_loose: Option<i64>,
    /// From this line on, lines are alike and their ways are weighed together (TeX §848).
    easy_line: u32,
    tex_last: bool,
    ranked: bool,
    ranked_last: bool,
    ceiling: i64,
    gap: i64,
    longest_run: u8,
}

impl<'a> Task<'a> {
    /// The run for one pass; `last` if it may not fail.
    pub(super) fn new(
        rules: &'a Rules,
        measures: &'a Measures,
        pass: &'a Pass,
        quest: Quest,
        last: bool,
    ) -> Self {
        let ranked = rules.last_resort == LastResort::Ranked;
        let tolerance = if ranked && last { i64::MAX } else { pass.tolerance };
        Self {
            rules,
            measures,
            pass,
            judge: Judge::new(rules, pass),
            quest,
            tolerance,
            too_loose: if ranked { badness::least_ratio_beyond(tolerance) } else { None },
            easy_line: if quest.count_lines { u32::MAX } else { measures.last_special() },
            tex_last: last && !ranked,
            ranked,
            ranked_last: last && ranked,
            ceiling: if ranked { CEILING } else { TEX_CEILING },
            gap: rules.state_gap(),
            longest_run: if rules.triple_hyphen == rules.double_hyphen { 1 } else { 2 },
        }
    }

    /// The same with room for totals that TeX's numbers do not hold.
    pub(super) fn roomy(self) -> Self {
        Self { ceiling: CEILING, ..self }
    }

    /// Whether a line may be used; `fresh` if no shorter one can be broken off at its start.
    #[inline]
    fn admits(&self, line: &Verdict, fresh: bool) -> bool {
        if line.overfull && self.ranked {
            self.ranked_last && fresh
        } else {
            line.badness <= self.tolerance
        }
    }
}

/// An open node, with what lines that begin there are judged by: the walk over all of them for
/// each break is the innermost loop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    from: Start,
    pub(super) id: u32,
    point: u32,
    line: u32,
    class: i8,
    run: u8,
}

/// A way on offer for the break under consideration.
#[derive(Debug)]
struct Offer {
    open: Open,
    line: Verdict,
    cost: i64,
}

/// The breaker with its scratch memory; keep one per thread and reuse it.
#[derive(Debug, Default)]
pub struct Breaker {
    pub(super) points: Vec<Point>,
    pub(super) nodes: Vec<Node>,
    pub(super) ways: Vec<Way>,
    /// Open nodes in order of their lines, and the list that will replace it.
    pub(super) active: Vec<Open>,
    kept: Vec<Open>,
    fresh_ways: Vec<(usize, Way)>,
    best: Best,
}

/// The cheapest ways to the break under consideration, by state.
#[derive(Debug)]
struct Best {
    ways: [BestWay; STATES],
    minimum: i64,
    /// Bit set of the states reached.
    seen: u32,
}

#[derive(Debug, Clone, Copy)]
struct BestWay {
    total: i64,
    prev: u32,
    /// Number of the line that would begin after it.
    line: u32,
}

impl Default for Best {
    fn default() -> Self {
        let none = BestWay { total: i64::MAX, prev: NOWHERE, line: 0 };
        Self { ways: [none; STATES], minimum: i64::MAX, seen: 0 }
    }
}

impl Breaker {
    /// A breaker with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Prepares a paragraph.
    pub(super) fn survey(&mut self, items: &[Item], rules: &Rules) {
        point::survey(items, rules, &mut self.points);
    }

    /// One pass over the surveyed paragraph; afterwards `active` holds the nodes at its end, or
    /// nothing when no line up to the pass's tolerance led there.
    pub(super) fn run(&mut self, task: &Task<'_>) {
        self.nodes.clear();
        self.ways.clear();
        self.active.clear();
        self.nodes.push(Node { total: 0, point: 0, prev: NOWHERE, line: 1, ways: (0, 0) });
        let points = std::mem::take(&mut self.points);
        let from =
            points.first().map(|point| task.judge.start(&point.origin)).unwrap_or_default();
        self.active.push(Open { from, id: 0, point: 0, line: 1, class: 0, run: 0 });
        let mut previous = 0;
        for (at, point) in points.iter().enumerate().skip(1) {
            if point.divides && !task.pass.hyphens {
                continue;
            }
            self.try_break(task, &points, at, previous);
            if self.active.is_empty() {
                break;
            }
            previous = at;
        }
        self.points = points;
    }

    /// Considers the break at one point for every open node (TeX §829).
    fn try_break(&mut self, task: &Task<'_>, points: &[Point], at: usize, previous: usize) {
        let Some(to) = points.get(at) else { return };
        let born = self.nodes.len();
        let mut old_line = 0_u32;
        let mut measure = 0;
        self.kept.clear();
        let active = std::mem::take(&mut self.active);
        let mut loose: Option<Loose> = None;
        let mut rest = active.iter();
        loop {
            if let Some(loose) = &loose {
                // Most lines are much too loose: they stay, and no more need be known of them.
                let passed = rest.as_slice();
                let hopeless = |open: &&Open| open.line <= old_line && loose.holds(&open.from);
                let count = passed.iter().take_while(hopeless).count();
                let (same, others) = passed.split_at(count);
                self.kept.extend_from_slice(same);
                rest = others.iter();
            }
            let Some(&open) = rest.next() else { break };
            if open.line > old_line {
                if self.best.seen != 0 && old_line != task.easy_line {
                    self.settle(task, at, to);
                }
                measure = task.measures.of(open.line);
                old_line = if open.line > task.easy_line { u32::MAX } else { open.line };
                loose = task.too_loose.and_then(|least| task.judge.loose(to, measure, least));
                if loose.is_some_and(|loose| loose.holds(&open.from)) {
                    self.kept.push(open);
                    continue;
                }
            }
            let Some(from) = points.get(open.point as usize) else { break };
            let line = task.judge.judge(&from.origin, to, measure);
            let ends = line.overfull || to.forced;
            // The last hope: nothing kept, nothing found, nothing left in the list (TeX §854).
            let artificial = task.tex_last
                && ends
                && rest.len() == 0
                && self.best.seen == 0
                && self.kept.is_empty();
            if artificial {
                self.record(task, Offer { open, line, cost: 0 }, to);
            } else if task.admits(&line, open.point as usize == previous)
                && (open.run < 2 || task.pass.ladders || !to.flagged || to.last)
            {
                let before = Before { class: open.class, run: open.run, first: open.id == 0 };
                let cost = task.rules.demerits(before, (from, to), measure, &line);
                self.record(task, Offer { open, line, cost }, to);
            }
            if !ends {
                self.kept.push(open);
            }
        }
        self.active = active;
        if self.best.seen != 0 {
            self.settle(task, at, to);
        }
        if task.quest.count_lines {
            self.thin_lines(born, task.rules.spread.max(1));
        }
        std::mem::swap(&mut self.active, &mut self.kept);
        let most = task.rules.most_active.max(16);
        if self.active.len() > most.saturating_mul(2) {
            self.thin_active(born, most);
        }
    }

    /// Keeps a way if it is the cheapest to its state; of equals the later one (TeX §855).
    #[inline]
    fn record(&mut self, task: &Task<'_>, offer: Offer, to: &Point) {
        let Offer { open, line, cost } = offer;
        let Some(so_far) = self.nodes.get(open.id as usize).map(|node| node.total) else {
            return;
        };
        let run = if to.flagged { (open.run + 1).min(task.longest_run) } else { 0 };
        let slot =
            usize::from((line.class + 4).clamp(0, 8).unsigned_abs()) * 3 + usize::from(run);
        let mut total = so_far.saturating_add(cost);
        if task.ceiling == CEILING {
            total = total.clamp(-CEILING, CEILING - 1);
        }
        if task.quest.keep_ways {
            self.fresh_ways.push((slot, Way { prev: open.id, cost }));
        }
        let best = &mut self.best;
        let seen = best.seen >> slot & 1 != 0;
        if total < task.ceiling && (!seen || total <= best.ways[slot].total) {
            let line = open.line.saturating_add(1);
            best.ways[slot] = BestWay { total, prev: open.id, line };
            best.minimum = best.minimum.min(total);
            best.seen |= 1 << slot;
        }
    }

    /// Makes a node of each state worth keeping and forgets the rest (TeX §836).
    fn settle(&mut self, task: &Task<'_>, at: usize, to: &Point) {
        let limit = self.best.minimum.saturating_add(task.gap).min(task.ceiling - 1);
        let mut seen = self.best.seen;
        while seen != 0 {
            let slot = seen.trailing_zeros() as usize;
            seen &= seen - 1;
            let Some(&way) = self.best.ways.get(slot) else { break };
            if way.total > limit {
                continue;
            }
            let first_way = self.ways.len();
            if task.quest.keep_ways {
                let fresh = self.fresh_ways.iter().filter(|(state, _)| *state == slot);
                self.ways.extend(fresh.map(|(_, way)| *way));
            }
            let class = CLASS_OF_SLOT.get(slot / 3).copied().unwrap_or(0);
            let run = RUN_OF_SLOT.get(slot % 3).copied().filter(|_| to.flagged).unwrap_or(0);
            self.kept.push(Open {
                from: task.judge.start(&to.origin),
                id: index(self.nodes.len()),
                point: index(at),
                line: way.line,
                class,
                run,
            });
            self.nodes.push(Node {
                total: way.total,
                point: index(at),
                prev: way.prev,
                line: way.line,
                ways: (index(first_way), index(self.ways.len())),
            });
        }
        self.best.seen = 0;
        self.best.minimum = i64::MAX;
        self.fresh_ways.clear();
    }

    /// Drops the new nodes whose number of lines is far from that of the cheapest.
    fn thin_lines(&mut self, born: usize, spread: u32) {
        let Some(fresh) = self.nodes.get(born..) else { return };
        let Some(cheapest) = fresh.iter().min_by_key(|node| node.total) else { return };
        let natural = cheapest.line;
        if fresh.iter().all(|node| node.line.abs_diff(natural) <= spread) {
            return;
        }
        self.kept
            .retain(|open| (open.id as usize) < born || open.line.abs_diff(natural) <= spread);
    }

    /// Keeps the cheapest `most` of the open nodes, and all that were born at this break.
    fn thin_active(&mut self, born: usize, most: usize) {
        let nodes = &self.nodes;
        let total = |id: u32| nodes.get(id as usize).map_or(i64::MAX, |node| node.total);
        let key = |open: &Open| (total(open.id), open.id);
        self.kept.clear();
        self.kept.extend_from_slice(&self.active);
        if most >= self.kept.len() {
            return;
        }
        let (_, &mut worst, _) = self.kept.select_nth_unstable_by_key(most, key);
        let limit = key(&worst);
        self.active.retain(|open| open.id as usize >= born || key(open) < limit);
    }
}

/// The class of each third of the states.
const CLASS_OF_SLOT: [i8; 9] = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
/// The hyphen run of each state within its third.
const RUN_OF_SLOT: [u8; 3] = [0, 1, 2];

/// Nodes are counted in 32 bits; a paragraph that needed more would not fit in memory.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NOWHERE)
}
