//! First-fit line breaking: each line is filled as far as it goes.

use super::breakpoint::{Breakpoint, collect_breakpoints};
use super::breaks::ParagraphBreaks;
use super::fit::{LineEvaluator, PreviousLine};
use super::item::BreakItem;
use super::rules::{LineMeasures, Rules};

/// Ends each line at the last break opportunity before it grows too long, in the rules' last pass.
/// The result has demerits like any other, so that the optimum can be compared with it.
#[must_use]
pub fn first_fit(
    items: &[BreakItem],
    measures: &LineMeasures,
    rules: &Rules,
) -> ParagraphBreaks {
    if items.is_empty() {
        return ParagraphBreaks::default();
    }
    let mut points = Vec::new();
    collect_breakpoints(items, rules, &mut points);
    let passes = rules.all_passes();
    let number = passes.len() - 1;
    let pass = &passes[number];
    points.retain(|point| pass.hyphens || !point.divides);
    let evaluator = LineEvaluator::new(rules, pass);
    let mut chosen = vec![&points[0]];
    let (mut at, mut line_number, mut total) = (0, 1_u32, 0_i64);
    let mut previous = PreviousLine { class: 0, run: 0, first: true };
    while at + 1 < points.len() {
        let measure = measures.measure(line_number);
        let next = farthest_fit(&points, at, measure, &evaluator);
        let (from, to) = (&points[at], &points[next]);
        let line = evaluator.evaluate(&from.origin, to, measure);
        total = total.saturating_add(rules.demerits(previous, from, to, measure, &line));
        let run = if to.flagged { (previous.run + 1).min(2) } else { 0 };
        previous = PreviousLine { class: line.class, run, first: false };
        chosen.push(to);
        (at, line_number) = (next, line_number.saturating_add(1));
    }
    ParagraphBreaks::at_points(&chosen, &evaluator, measures, total, number)
}

/// Returns the last break that fits before one does not; the first of all if none fits.
fn farthest_fit(
    points: &[Breakpoint],
    from: usize,
    measure: i64,
    evaluator: &LineEvaluator,
) -> usize {
    let mut best = from + 1;
    for (at, point) in points.iter().enumerate().skip(from + 1) {
        if evaluator.evaluate(&points[from].origin, point, measure).overfull {
            break;
        }
        best = at;
        if point.forced {
            break;
        }
    }
    best
}
