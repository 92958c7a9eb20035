//! Selection among the paths that the search found through a paragraph.

use std::collections::BinaryHeap;

use super::breakpoint::Breakpoint;
use super::breaks::ParagraphBreaks;
use super::first_fit;
use super::item::BreakItem;
use super::rules::{LastResort, LineMeasures, Pass, Rules};
use super::search::{BreakNode, Breaker, NO_NODE, PassSearch, SearchMode};

/// The pass that is used if the rules have none.
const DEFAULT_PASSES: [Pass; 1] = [Pass::plain(200)];
/// Partial paths that the search for further paths may expand for each line and path.
const MOST_EXPANSIONS: usize = 64;

impl Rules {
    /// Returns the passes, at least one.
    pub(super) fn all_passes(&self) -> &[Pass] {
        if self.passes.is_empty() { &DEFAULT_PASSES } else { &self.passes }
    }
}

impl Breaker {
    /// Returns the optimal lines of a paragraph, from the first pass that finds any. It never fails,
    /// whatever the items are.
    pub fn break_lines(
        &mut self,
        items: &[BreakItem],
        measures: &LineMeasures,
        rules: &Rules,
    ) -> ParagraphBreaks {
        if items.is_empty() {
            return ParagraphBreaks::default();
        }
        self.prepare(items, rules);
        let mode = SearchMode { count_lines: rules.looseness != 0, keep_predecessors: false };
        let count = rules.all_passes().len();
        for number in 0..count {
            let last = number + 1 == count;
            let search = PassSearch::new(rules, measures, number, mode, last);
            self.run(&search);
            if let Some(node) = self.select_end(rules.looseness, last) {
                return self.breaks_to(node, &search);
            }
            if last {
                let search = search.with_wide_totals();
                self.run(&search);
                if let Some(node) = self.select_end(rules.looseness, last) {
                    return self.breaks_to(node, &search);
                }
            }
        }
        first_fit(items, measures, rules)
    }

    /// Returns the optimal lines for each difference from the natural number of lines (0 is the
    /// natural number, 1 one line more), or none if no line of `rules.alternative_pass` leads there.
    /// The looseness of the rules is ignored.
    pub fn alternatives(
        &mut self,
        items: &[BreakItem],
        measures: &LineMeasures,
        rules: &Rules,
        offsets: &[i32],
    ) -> Vec<Option<ParagraphBreaks>> {
        let mode = SearchMode { count_lines: true, keep_predecessors: false };
        let Some((natural, search)) = self.natural_end(items, measures, rules, mode) else {
            return vec![None; offsets.len()];
        };
        let breaks = |breaker: &Self, search: &PassSearch<'_>, offset: i32| {
            let line = i64::from(natural.line) + i64::from(offset);
            Some(breaker.breaks_to(breaker.cheapest_end(Some(line))?, search))
        };
        let mut found: Vec<_> =
            offsets.iter().map(|&offset| breaks(self, &search, offset)).collect();
        let later = rules.alternative_pass.min(rules.all_passes().len() - 1);
        if later > search.number && found.iter().any(Option::is_none) {
            let search = PassSearch::new(rules, measures, later, mode, false);
            self.run(&search);
            for (found, &offset) in found.iter_mut().zip(offsets) {
                *found = found.take().or_else(|| breaks(self, &search, offset));
            }
        }
        found
    }

    /// Returns the `most` best breaks with the natural number of lines, best first. All are of one
    /// pass, so that their demerits are comparable.
    pub fn best_breaks(
        &mut self,
        items: &[BreakItem],
        measures: &LineMeasures,
        rules: &Rules,
        most: usize,
    ) -> Vec<ParagraphBreaks> {
        let mode = SearchMode { count_lines: true, keep_predecessors: true };
        let Some((natural, search)) = self.natural_end(items, measures, rules, mode) else {
            return Vec::new();
        };
        let breaks = |path: Path| {
            let points: Vec<&Breakpoint> =
                path.points.iter().map(|&at| &self.points[at as usize]).collect();
            search.breaks_at(&points, path.demerits)
        };
        self.cheapest_paths(natural.line, most).into_iter().map(breaks).collect()
    }

    /// Runs the passes until one finds the natural lines. Returns the best node at the end of the
    /// paragraph and the search that found it.
    fn natural_end<'a>(
        &mut self,
        items: &[BreakItem],
        measures: &'a LineMeasures,
        rules: &'a Rules,
        mode: SearchMode,
    ) -> Option<(BreakNode, PassSearch<'a>)> {
        if items.is_empty() {
            return None;
        }
        self.prepare(items, rules);
        let passes = rules.all_passes();
        for number in 0..passes.len() {
            let search =
                PassSearch::new(rules, measures, number, mode, number + 1 == passes.len());
            self.run(&search);
            let Some(node) = self.cheapest_end(None) else { continue };
            let divided = self.points.iter().filter(|point| point.divides);
            let least = divided.map(|point| point.penalty * point.penalty.abs()).min();
            if let (Some(next), Some(hyphen)) = (passes.get(number + 1), least)
                && may_improve(&node, rules, search.pass, next, hyphen)
            {
                continue;
            }
            return Some((node, search));
        }
        let search = PassSearch::new(rules, measures, passes.len() - 1, mode, true);
        let search = search.with_wide_totals();
        self.run(&search);
        self.cheapest_end(None).map(|node| (node, search))
    }

    /// Yields the nodes at the paragraph's end, in order.
    fn ends(&self) -> impl Iterator<Item = &BreakNode> {
        self.active.iter().map(|active| &self.nodes[active.id as usize])
    }

    /// Returns the end with fewest demerits, the first of equals (TeX §874); of those with `line`
    /// alone if a number is given.
    fn cheapest_end(&self, line: Option<i64>) -> Option<BreakNode> {
        let matches = |node: &&BreakNode| line.is_none_or(|line| i64::from(node.line) == line);
        self.ends().filter(matches).min_by_key(|node| node.total).copied()
    }

    /// Returns TeX's choice (§874–§875): the cheapest end, moved towards the looseness asked for.
    fn select_end(&self, looseness: i32, last: bool) -> Option<BreakNode> {
        let natural = self.cheapest_end(None)?;
        let wanted = i64::from(looseness);
        let (mut best, mut reached) = (natural, 0);
        for node in self.ends() {
            let offset = i64::from(node.line) - i64::from(natural.line);
            let nearer = (offset < reached && wanted <= offset)
                || (offset > reached && wanted >= offset);
            if nearer || (offset == reached && node.total < best.total) {
                (best, reached) = (*node, offset);
            }
        }
        (looseness == 0 || reached == wanted || last).then_some(best)
    }

    /// Returns the breaks on the cheapest path to a node.
    fn breaks_to(&self, end: BreakNode, search: &PassSearch<'_>) -> ParagraphBreaks {
        let mut points = vec![&self.points[end.point as usize]];
        let mut previous = end.previous;
        while previous != NO_NODE {
            let node = &self.nodes[previous as usize];
            points.push(&self.points[node.point as usize]);
            previous = node.previous;
        }
        points.reverse();
        search.breaks_at(&points, end.total)
    }

    /// Returns the cheapest paths to the end with one number of lines: a backward search that always
    /// follows the least total, which the nodes know exactly.
    fn cheapest_paths(&self, line: u32, most: usize) -> Vec<Path> {
        let mut heap = BinaryHeap::new();
        let mut trail: Vec<TrailStep> = Vec::new();
        let mut paths = Vec::new();
        for id in self.active.iter().map(|active| active.id) {
            let node = &self.nodes[id as usize];
            if node.line == line {
                heap.push(PartialPath { total: node.total, id, rest: 0, trail: usize::MAX });
            }
        }
        let mut expansions =
            MOST_EXPANSIONS.saturating_mul(most).saturating_mul(line as usize + 1);
        while let Some(partial) = heap.pop() {
            let node = &self.nodes[partial.id as usize];
            trail.push(TrailStep { point: node.point, next: partial.trail });
            let here = trail.len() - 1;
            if partial.id == 0 {
                let points = points_on_trail(&trail, here);
                paths.push(Path { points, demerits: partial.total });
                if paths.len() >= most {
                    break;
                }
            }
            for edge in &self.predecessors[node.predecessors()] {
                let rest = partial.rest.saturating_add(edge.demerits);
                let total = self.nodes[edge.node as usize].total.saturating_add(rest);
                heap.push(PartialPath { total, id: edge.node, rest, trail: here });
            }
            expansions -= 1;
            if expansions == 0 {
                break;
            }
        }
        paths
    }
}

/// Returns whether the next pass might improve on a result by dividing words: a hyphen of the least
/// demerits and perfect lines would cost less. That pass then finds the same lines again, or better.
fn may_improve(
    found: &BreakNode,
    rules: &Rules,
    pass: &Pass,
    next: &Pass,
    hyphen: i64,
) -> bool {
    if rules.last_resort == LastResort::Tex || pass.hyphens || !next.hyphens {
        return false;
    }
    let lines = i64::from(found.line) - 2;
    let perfect = lines.saturating_mul(rules.line_penalty * rules.line_penalty);
    hyphen + rules.hyphen + perfect < found.total
}

/// A whole path through a paragraph.
struct Path {
    /// Indices of its breakpoints, from the paragraph's beginning.
    points: Vec<u32>,
    /// Total demerits.
    demerits: i64,
}

/// A breakpoint on a partial path.
struct TrailStep {
    point: u32,
    /// Index of the step towards the paragraph's end; `usize::MAX` at the end.
    next: usize,
}

/// Returns the points on a trail, from the paragraph's beginning to its end.
fn points_on_trail(trail: &[TrailStep], from: usize) -> Vec<u32> {
    let mut points = Vec::new();
    let mut at = from;
    while let Some(step) = trail.get(at) {
        points.push(step.point);
        at = step.next;
    }
    points
}

/// A path from a node to the paragraph's end.
#[derive(Debug, PartialEq, Eq)]
struct PartialPath {
    /// Demerits of the cheapest whole path that ends with it.
    total: i64,
    /// Index of the node it begins with.
    id: u32,
    /// Demerits from the node to the end.
    rest: i64,
    /// Index of the last step of its trail.
    trail: usize,
}

impl Ord for PartialPath {
    /// Orders the heap: least total first, then the later node, then the older trail.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.total, self.id, other.trail).cmp(&(self.total, other.id, self.trail))
    }
}

impl PartialOrd for PartialPath {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
