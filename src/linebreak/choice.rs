//! Which of the ways through a paragraph is taken.
//!
//! Comes in: the nodes at the paragraph's end. Goes out: the best setting, the best with another
//! number of lines, the second best. Never done here: the search itself.

use std::collections::BinaryHeap;

use super::greedy;
use super::item::Item;
use super::line::Judge;
use super::point::Point;
use super::rules::{LastResort, Measures, Pass, Rules};
use super::search::{Breaker, NOWHERE, Node, Quest, Task};
use super::setting::Setting;

/// The pass that stands in when the rules name none.
const ONLY_PASS: [Pass; 1] = [Pass::plain(200)];
/// How many partial ways the search for further settings may look at for each line and setting.
const LOOKS: usize = 64;

impl Rules {
    pub(super) fn all_passes(&self) -> &[Pass] {
        if self.passes.is_empty() { &ONLY_PASS } else { &self.passes }
    }
}

impl Breaker {
    /// The best lines of a paragraph, in the first pass that finds any; never fails.
    pub fn break_lines(
        &mut self,
        items: &[Item],
        measures: &Measures,
        rules: &Rules,
    ) -> Setting {
        if items.is_empty() {
            return Setting::default();
        }
        self.survey(items, rules);
        let quest = Quest { count_lines: rules.looseness != 0, keep_ways: false };
        let passes = rules.all_passes();
        for (number, pass) in passes.iter().enumerate() {
            let last = number + 1 == passes.len();
            let task = Task::new(rules, measures, pass, quest, last);
            self.run(&task);
            if let Some(node) = self.choose(rules.looseness, last) {
                return self.setting(node, &task.judge, measures, number);
            }
            if last {
                let task = task.roomy();
                self.run(&task);
                if let Some(node) = self.choose(rules.looseness, last) {
                    return self.setting(node, &task.judge, measures, number);
                }
            }
        }
        greedy::first_fit(items, measures, rules)
    }

    /// The best setting for each wished difference from the natural number of lines (0 is the
    /// natural setting, 1 one line more), or none where no line of `rules.variant_pass` leads
    /// there. The rules' own looseness is ignored.
    pub fn alternatives(
        &mut self,
        items: &[Item],
        measures: &Measures,
        rules: &Rules,
        offsets: &[i32],
    ) -> Vec<Option<Setting>> {
        let Some((natural, number)) = self.natural(items, measures, rules, false) else {
            return vec![None; offsets.len()];
        };
        let passes = rules.all_passes();
        let pass = passes.get(number).unwrap_or(&ONLY_PASS[0]);
        let judge = Judge::new(rules, pass);
        let lines = i64::from(natural.line);
        let mut found: Vec<Option<Setting>> = offsets
            .iter()
            .map(|&offset| {
                let node = self.cheapest(Some(lines + i64::from(offset)))?;
                Some(self.setting(node, &judge, measures, number))
            })
            .collect();
        let later = rules.variant_pass.min(passes.len() - 1);
        if later <= number || found.iter().all(Option::is_some) {
            return found;
        }
        let Some(pass) = passes.get(later) else { return found };
        let quest = Quest { count_lines: true, keep_ways: false };
        let task = Task::new(rules, measures, pass, quest, false);
        self.run(&task);
        for (setting, &offset) in found.iter_mut().zip(offsets) {
            if setting.is_none() {
                *setting = self
                    .cheapest(Some(lines + i64::from(offset)))
                    .map(|node| self.setting(node, &task.judge, measures, later));
            }
        }
        found
    }

    /// The `most` best settings with the natural number of lines, best first. All are of one
    /// pass, so that their demerits compare.
    pub fn choices(
        &mut self,
        items: &[Item],
        measures: &Measures,
        rules: &Rules,
        most: usize,
    ) -> Vec<Setting> {
        let Some((natural, number)) = self.natural(items, measures, rules, true) else {
            return Vec::new();
        };
        let pass = rules.all_passes().get(number).unwrap_or(&ONLY_PASS[0]);
        let judge = Judge::new(rules, pass);
        let paths = self.cheapest_paths(natural.line, most);
        let set = |(path, demerits): &(Vec<u32>, i64)| {
            let points: Vec<&Point> =
                path.iter().filter_map(|&at| self.points.get(at as usize)).collect();
            Setting::of(&points, &judge, measures, *demerits, number)
        };
        paths.iter().map(set).collect()
    }

    /// Runs the passes with lines counted. Returns the best node at the end of the paragraph and the
    /// number of the pass that found it.
    fn natural(
        &mut self,
        items: &[Item],
        measures: &Measures,
        rules: &Rules,
        keep_ways: bool,
    ) -> Option<(Node, usize)> {
        if items.is_empty() {
            return None;
        }
        self.survey(items, rules);
        let quest = Quest { count_lines: true, keep_ways };
        let passes = rules.all_passes();
        for (number, pass) in passes.iter().enumerate() {
            let last = number + 1 == passes.len();
            self.run(&Task::new(rules, measures, pass, quest, last));
            if let Some(node) = self.cheapest(None) {
                let next = passes.get(number + 1);
                let divided = self.points.iter().filter(|point| point.divides);
                let least = divided.map(|point| point.penalty * point.penalty.abs()).min();
                if let (Some(next), Some(hyphen)) = (next, least)
                    && may_gain(&node, rules, (pass, next), hyphen)
                {
                    continue;
                }
                return Some((node, number));
            }
            if last {
                self.run(&Task::new(rules, measures, pass, quest, last).roomy());
                return self.cheapest(None).map(|node| (node, number));
            }
        }
        None
    }

    /// The nodes at the end, in order.
    fn ends(&self) -> impl Iterator<Item = &Node> {
        self.active.iter().filter_map(|open| self.nodes.get(open.id as usize))
    }

    /// The end with fewest demerits, the first of equals (TeX §874); of those with `line` alone
    /// if a number is given.
    fn cheapest(&self, line: Option<i64>) -> Option<Node> {
        let fits = |node: &&Node| line.is_none_or(|line| i64::from(node.line) == line);
        self.ends().filter(fits).min_by_key(|node| node.total).copied()
    }

    /// TeX's choice (§874–§875): the cheapest end, moved towards the wished looseness.
    fn choose(&self, looseness: i32, last: bool) -> Option<Node> {
        let natural = self.cheapest(None)?;
        let wished = i64::from(looseness);
        let (mut best, mut reached) = (natural, 0);
        for node in self.ends() {
            let offset = i64::from(node.line) - i64::from(natural.line);
            let nearer = (offset < reached && wished <= offset)
                || (offset > reached && wished >= offset);
            if nearer || (offset == reached && node.total < best.total) {
                (best, reached) = (*node, offset);
            }
        }
        (looseness == 0 || reached == wished || last).then_some(best)
    }

    /// The setting that ends in a node.
    fn setting(&self, end: Node, judge: &Judge, measures: &Measures, pass: usize) -> Setting {
        let mut points = Vec::with_capacity(end.line as usize);
        let mut node = Some(&end);
        while let Some(this) = node {
            points.extend(self.points.get(this.point as usize));
            node = self.nodes.get(this.prev as usize).filter(|_| this.prev != NOWHERE);
        }
        points.reverse();
        Setting::of(&points, judge, measures, end.total, pass)
    }

    /// The cheapest ways to the end with one number of lines: a search backwards that always
    /// follows the least total, which the nodes know exactly.
    fn cheapest_paths(&self, line: u32, most: usize) -> Vec<(Vec<u32>, i64)> {
        let mut heap = BinaryHeap::new();
        let mut trail: Vec<(u32, usize)> = Vec::new();
        let mut paths = Vec::new();
        for id in self.active.iter().map(|open| open.id) {
            if let Some(node) = self.nodes.get(id as usize).filter(|node| node.line == line) {
                heap.push(Look { total: node.total, id, rest: 0, trail: usize::MAX });
            }
        }
        let mut looks = LOOKS.saturating_mul(most).saturating_mul(line as usize + 1);
        while let Some(look) = heap.pop() {
            let Some(node) = self.nodes.get(look.id as usize) else { break };
            trail.push((node.point, look.trail));
            let here = trail.len() - 1;
            if look.id == 0 {
                paths.push((follow(&trail, here), look.total));
                if paths.len() >= most {
                    break;
                }
            }
            let ways = self.ways.get(node.ways.0 as usize..node.ways.1 as usize);
            for way in ways.unwrap_or_default() {
                if let Some(prev) = self.nodes.get(way.prev as usize) {
                    let rest = look.rest.saturating_add(way.cost);
                    let total = prev.total.saturating_add(rest);
                    heap.push(Look { total, id: way.prev, rest, trail: here });
                }
            }
            looks -= 1;
            if looks == 0 {
                break;
            }
        }
        paths
    }
}

/// Whether the next pass might better a setting by dividing words: a hyphen of the least demerits
/// and perfect lines would cost less. That pass then finds this setting again, or a better one.
fn may_gain(found: &Node, rules: &Rules, (pass, next): (&Pass, &Pass), hyphen: i64) -> bool {
    if rules.last_resort == LastResort::Tex || pass.hyphens || !next.hyphens {
        return false;
    }
    let lines = i64::from(found.line) - 2;
    let perfect = lines.saturating_mul(rules.line_penalty * rules.line_penalty);
    hyphen + rules.hyphen + perfect < found.total
}

/// The points on a trail, from the paragraph's beginning to its end.
fn follow(trail: &[(u32, usize)], from: usize) -> Vec<u32> {
    let mut points = Vec::new();
    let mut at = from;
    while let Some(&(point, next)) = trail.get(at) {
        points.push(point);
        at = next;
    }
    points
}

/// A partial way, from a node to the end.
#[derive(Debug, PartialEq, Eq)]
struct Look {
    total: i64,
    id: u32,
    /// Demerits from the node to the end.
    rest: i64,
    trail: usize,
}

impl Ord for Look {
    /// Least total first out of the heap; then the later node, then the older trail.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.total, self.id, other.trail).cmp(&(self.total, other.id, self.trail))
    }
}

impl PartialOrd for Look {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
