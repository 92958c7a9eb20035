//! Every setting of a small paragraph, with its demerits found the slow way.
//!
//! Comes in: items and rules. Goes out: demerits of each possible setting. Never done here: sharing
//! a line of code with the breaker; the formulas are written out a second time on purpose.

use offprint::linebreak::{BreakItem, Rules};

/// Returns whether a line may end at an item (TeX §866).
pub(crate) fn legal(items: &[BreakItem], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| items.get(at));
    match items.get(at) {
        Some(BreakItem::Glue { .. }) => {
            matches!(before, Some(BreakItem::Box { .. } | BreakItem::Discretionary { .. }))
        }
        Some(BreakItem::Kern { .. }) => {
            matches!(items.get(at + 1), Some(BreakItem::Glue { .. }))
        }
        Some(BreakItem::Penalty { penalty } | BreakItem::Discretionary { penalty, .. }) => {
            *penalty < 10_000
        }
        _ => false,
    }
}

/// The least demerits of all settings, and the breaks.
pub(crate) fn best(items: &[BreakItem], measure: i64, rules: &Rules) -> (i64, Vec<usize>) {
    settings(items, measure, rules).into_iter().min().expect("there is a setting")
}

/// The demerits of all settings with a number of lines, rising.
pub(crate) fn all(items: &[BreakItem], measure: i64, rules: &Rules, lines: usize) -> Vec<i64> {
    let settings = settings(items, measure, rules).into_iter();
    let mut all: Vec<i64> = settings
        .filter(|(_, ends)| ends.len() == lines)
        .map(|(demerits, _)| demerits)
        .collect();
    all.sort_unstable();
    all
}

fn settings(items: &[BreakItem], measure: i64, rules: &Rules) -> Vec<(i64, Vec<usize>)> {
    let breaks: Vec<usize> = (0..items.len()).filter(|&at| legal(items, at)).collect();
    assert!(breaks.len() < 18, "too many breaks to try them all");
    let choose = |set: u32| {
        let mut ends: Vec<usize> = (0..)
            .zip(&breaks)
            .filter(|(bit, _)| set >> bit & 1 == 1)
            .map(|(_, &at)| at)
            .collect();
        ends.push(items.len());
        demerits(items, &ends, measure, rules).map(|demerits| (demerits, ends))
    };
    (0..1_u32 << breaks.len()).filter_map(choose).collect()
}

/// A line measured item by item.
struct Line {
    short: i64,
    stretch: i64,
    shrink: i64,
    /// Stretch and shrink of the glyphs.
    glyphs: (i64, i64),
    spaces: usize,
    first: u32,
    last: u32,
}

/// The line from a break (or none) to the next, if that is its end.
fn line(
    items: &[BreakItem],
    from: Option<usize>,
    to: usize,
    measure: i64,
    rules: &Rules,
) -> Line {
    let mut start = from.unwrap_or(0);
    let mut width = 0;
    if let Some(BreakItem::Discretionary { post_left, .. }) = from.map(|at| &items[at]) {
        start += 1;
        width -= post_left;
    } else {
        while matches!(items.get(start), Some(BreakItem::Glue { .. })) {
            start += 1;
        }
        if let Some(BreakItem::Box { left, .. }) = items.get(start) {
            width -= left;
        }
    }
    let (mut stretch, mut shrink, mut elastic, mut spaces) = (0, 0, 0, 0);
    let (mut first, mut last) = (0, 0);
    if let Some(BreakItem::Box { word, .. }) = items.get(start) {
        first = *word;
    }
    for item in &items[start..to] {
        match *item {
            BreakItem::Box { width: w, elastic: e, word, .. } => {
                (width, elastic, last) = (width + w, elastic + e, word);
            }
            BreakItem::Glue { width: w, stretch: y, shrink: z, .. } => {
                (width, stretch, shrink) = (width + w, stretch + y, shrink + z);
                spaces += 1;
            }
            BreakItem::Discretionary { nobreak, .. } => width += nobreak,
            BreakItem::Kern { .. } | BreakItem::Penalty { .. } => {}
        }
    }
    match (items.get(to), items[..to].last()) {
        (Some(BreakItem::Discretionary { pre, pre_right, .. }), _) => {
            (width, last) = (width + pre - pre_right, 0);
        }
        (_, Some(BreakItem::Box { right, .. })) => width -= right,
        _ => {}
    }
    let pass = rules.passes[0];
    let glyphs =
        (elastic * i64::from(pass.widen) / 1000, elastic * i64::from(pass.narrow) / 1000);
    Line { short: measure - width, stretch, shrink, glyphs, spaces, first, last }
}

/// The demerits of a setting, or none if a line is too long that could have been shorter.
pub(crate) fn demerits(
    items: &[BreakItem],
    ends: &[usize],
    measure: i64,
    rules: &Rules,
) -> Option<i64> {
    let mut total = 0_i64;
    let (mut class, mut run) = (0_i64, 0);
    let (mut from, mut before): (Option<usize>, Option<Line>) = (None, None);
    for &to in ends {
        let this = line(items, from, to, measure, rules);
        let last = to == items.len();
        let start = from.map_or(0, |at| at + 1);
        let shorter = (start..to).any(|at| legal(items, at));
        let (mut demerits, next) = fit(&this, last, shorter, measure, rules)?;
        let (divided, penalty) = match items.get(to) {
            Some(BreakItem::Discretionary { penalty, .. }) => (true, i64::from(*penalty)),
            _ => (false, 0),
        };
        demerits += penalty * penalty;
        if matches!(items.get(to), Some(BreakItem::Discretionary { pre: 1.., .. })) {
            demerits += rules.hyphen;
        }
        demerits += match (run, divided, last) {
            (0, _, _) | (_, false, false) => 0,
            (_, _, true) => rules.final_hyphen,
            (1, ..) => rules.double_hyphen,
            _ => rules.triple_hyphen,
        };
        run = if divided { run + 1 } else { 0 };
        demerits += rules.adjacent[usize::try_from((next - class).abs()).expect("small")];
        class = next;
        if let Some(before) = &before {
            if before.last != 0 && before.last == this.last {
                demerits += rules.repeated_word;
            }
            demerits += if last { of_last(items, from, &this, measure, rules) } else { 0 };
        }
        // The beginnings of this line and the next are known once this line has an end.
        if before.is_some() && !last {
            let after = line(items, Some(to), to + 1, measure, rules);
            let starts = [this.first, after.first].map(|word| word * u32::from(!divided));
            let began =
                from.is_some_and(|at| !matches!(items[at], BreakItem::Discretionary { .. }));
            if began && starts[0] != 0 && starts[0] == starts[1] {
                demerits += rules.repeated_word;
            }
        }
        total += demerits;
        (from, before) = (Some(to), Some(this));
    }
    Some(total)
}

/// Demerits of how a line fits, and its class.
fn fit(
    line: &Line,
    last: bool,
    shorter: bool,
    measure: i64,
    rules: &Rules,
) -> Option<(i64, i64)> {
    let (give, short, part) = if line.short > 0 {
        (line.stretch.max(measure / 1024).max(1), line.short - line.glyphs.0, 2)
    } else {
        (line.shrink, -line.short - line.glyphs.1, 3)
    };
    if line.short <= 0 && short > give {
        let excess = short - give;
        return (!shorter).then_some((100_000_000_000_000 + excess, 3));
    }
    let ratio = match (short, give) {
        (..=0, _) | (_, 0) => 0,
        _ if last && line.short > 0 => 0,
        _ => (short * 297 / give).min(100_000),
    };
    let badness = (ratio.pow(3) + 131_072) / 262_144;
    let uneven = (ratio * 1000 / (297 * part)).pow(2);
    let above = |steps: &[i64]| steps.iter().filter(|&&step| badness > step).count() as i64;
    let class = if line.short > 0 { -above(&[2, 12, 42, 99]) } else { above(&[2, 12, 42]) };
    let base = rules.line_penalty + badness;
    let demerits =
        if base < 10_000 { base * base } else { 100_000_000 + 20_000 * (base - 10_000) };
    Some((demerits + uneven / 100 * rules.evenness / 100, class))
}

/// Demerits of a last line that is too short, or nearly full.
fn of_last(
    items: &[BreakItem],
    from: Option<usize>,
    line: &Line,
    measure: i64,
    rules: &Rules,
) -> i64 {
    let mut demerits = 0;
    let width = measure - line.short;
    if width < rules.runt_width {
        demerits += rules.runt * (rules.runt_width - width) / rules.runt_width;
    }
    if line.spaces == 0 {
        demerits += rules.lone_word;
        if let Some(BreakItem::Discretionary { pre: 1.., .. }) = from.map(|at| &items[at]) {
            demerits += rules.lone_fragment;
        }
    }
    if line.short * 100 > measure && line.short * 10 < measure {
        demerits += rules.nearly_full;
    }
    demerits
}
