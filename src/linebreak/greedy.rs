//! First fit: each line as full as it goes, one by one.
//!
//! Comes in: items, measures, rules. Goes out: a [`Setting`], priced like any other, to measure the
//! optimum against. Never done here: looking ahead.

use super::item::Item;
use super::line::{Before, Judge};
use super::point::{self, Point};
use super::rules::{Measures, Pass, Rules};
use super::setting::Setting;

/// Sets each line to the last break before it grows too long, by the rules' last pass.
#[must_use]
pub fn first_fit(items: &[Item], measures: &Measures, rules: &Rules) -> Setting {
    let mut points = Vec::new();
    if items.is_empty() {
        return Setting::default();
    }
    point::survey(items, rules, &mut points);
    let passes = rules.all_passes();
    let pass = passes.last().copied().unwrap_or(Pass::plain(200));
    points.retain(|point| pass.hyphens || !point.divides);
    let judge = Judge::new(rules, &pass);
    let mut chosen: Vec<&Point> = points.first().into_iter().collect();
    let (mut at, mut number, mut total) = (0, 1, 0_i64);
    let mut before = Before { class: 0, run: 0, first: true };
    while at + 1 < points.len() {
        let measure = measures.of(number);
        let next = farthest(&points, at, measure, &judge);
        let (Some(from), Some(to)) = (points.get(at), points.get(next)) else { break };
        let line = judge.judge(&from.origin, to, measure);
        total = total.saturating_add(rules.demerits(before, (from, to), measure, &line));
        let run = if to.flagged { (before.run + 1).min(2) } else { 0 };
        before = Before { class: line.class, run, first: false };
        chosen.push(to);
        (at, number) = (next, number.saturating_add(1));
    }
    Setting::of(&chosen, &judge, measures, total, passes.len().saturating_sub(1))
}

/// The last break that fits before one does not; the first at all if none fits.
fn farthest(points: &[Point], from: usize, measure: i64, judge: &Judge) -> usize {
    let mut best = from + 1;
    let Some(origin) = points.get(from).map(|point| &point.origin) else { return best };
    for (at, point) in points.iter().enumerate().skip(from + 1) {
        if judge.judge(origin, point, measure).overfull {
            break;
        }
        best = at;
        if point.forced {
            break;
        }
    }
    best
}
