//! First-fit line breaking: each line is filled as far as it goes.

use super::breakpoint::{Breakpoint, collect_breakpoints};
use super::breaks::ParagraphBreaks;
use super::fit::PreviousLine;
use super::item::BreakItem;
use super::rules::{LineMeasures, Rules};
use super::search::{PassSearch, SearchMode};

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
    let last = rules.all_passes().len() - 1;
    let search = PassSearch::new(rules, measures, last, SearchMode::default(), true);
    points.retain(|point| search.pass.hyphens || !point.divides);
    let mut chosen = vec![&points[0]];
    let (mut at, mut number, mut total) = (0, 1_u32, 0_i64);
    let mut previous = PreviousLine { class: 0, run: 0, first: true };
    while at + 1 < points.len() {
        let measure = measures.measure(number);
        let from = &points[at];
        let evaluate = |to: &Breakpoint| search.evaluator.evaluate(&from.origin, to, measure);
        // The last break that fits before one does not; the first of all if none fits.
        let rest = &points[at + 1..];
        let overfull = rest.iter().position(|to| evaluate(to).overfull).unwrap_or(rest.len());
        let forced = rest[..overfull].iter().position(|to| to.forced);
        at += forced.map_or(overfull, |forced| forced + 1).max(1);
        let to = &points[at];
        let line = evaluate(to);
        total = total.saturating_add(rules.demerits(previous, from, to, measure, &line));
        let run = if to.flagged { (previous.run + 1).min(2) } else { 0 };
        previous = PreviousLine { class: line.class, run, first: false };
        chosen.push(to);
        number = number.saturating_add(1);
    }
    search.breaks_at(&chosen, total)
}
