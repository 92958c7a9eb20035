//! One line between two breaks: how it fits and what it costs.
//!
//! Comes in: two points and a measure. Goes out: a [`Verdict`], then demerits. Never done here:
//! remembering other lines.

use super::badness;
use super::point::{Point, Totals};
use super::rules::{Fitness, LastResort, Pass, Rules};

/// Demerits of a line too long in the last pass of [`LastResort::Ranked`]: above any loose line's.
const OVERFULL_DEMERITS: i64 = 100_000_000_000_000;
/// What a line too long may add to that, in scaled points of its excess.
const MOST_EXCESS: i64 = 1 << 46;

/// How a line fits its measure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    /// Measure less natural width.
    pub(super) shortfall: i64,
    /// Shrink, expansion included.
    pub(super) shrink: i64,
    pub(super) badness: i64,
    /// How far its spaces are from their natural width: squared, in millionths of the space.
    pub(super) unevenness: i64,
    /// Fitness class; see [`Fitness`].
    pub(super) class: i8,
    pub(super) overfull: bool,
}

/// Where a line begins, as far as it takes to see that it is much too loose.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Start {
    /// What stands before it, glyphs as wide as they may be.
    width: i64,
    /// What the spaces before it can stretch.
    give: i64,
}

/// What makes the lines to one break too loose, wherever they begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loose {
    /// What a line that began with the paragraph would fall short by, glyphs as wide as they may be.
    shortfall: i64,
    /// What the spaces up to the break can stretch.
    give: i64,
    /// A line gives as much as this at least.
    least_give: i64,
    /// The ratio from which it is too loose, in 1/297.
    ratio: i64,
}

impl Loose {
    /// Whether the line from `start` on is too loose. No answer is no.
    #[inline]
    pub(super) fn holds(&self, start: &Start) -> bool {
        let give = (self.give - start.give).max(self.least_give);
        (self.shortfall + start.width) * badness::UNIT >= give * self.ratio
    }
}

/// Lengths below which nothing overflows in [`Loose::holds`].
const SMALL: i64 = 1 << 42;

/// What every line of a pass is judged by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judge {
    /// Left and right skip.
    skips: Totals,
    /// The same with the emergency stretch.
    background: Totals,
    widen: i64,
    narrow: i64,
    fitness: Fitness,
    ranked: bool,
}

impl Judge {
    pub(super) fn new(rules: &Rules, pass: &Pass) -> Self {
        let mut background = Totals::default();
        background.add_glue(rules.left_skip);
        background.add_glue(rules.right_skip);
        let skips = background;
        background
            .add_glue(super::rules::Skip { stretch: pass.emergency, ..Default::default() });
        Self {
            skips,
            background,
            widen: i64::from(pass.widen.min(1000)),
            narrow: i64::from(pass.narrow.min(1000)),
            fitness: rules.fitness,
            ranked: rules.last_resort == LastResort::Ranked,
        }
    }

    /// What the line has of its own and the skips give, natural and elastic.
    pub(super) fn own(&self, from: &Totals, to: &Point) -> Totals {
        let (end, back) = (&to.end, &self.skips);
        Totals {
            width: end.width - from.width + back.width,
            stretch: end.stretch - from.stretch + back.stretch,
            shrink: end.shrink - from.shrink + back.shrink,
            elastic: end.elastic - from.elastic,
            infinite: [0, 1, 2].map(|k| end.infinite[k] - from.infinite[k] + back.infinite[k]),
        }
    }

    /// A place where a line may begin, for [`Loose::holds`].
    pub(super) fn start(&self, origin: &Totals) -> Start {
        let width = origin.width + origin.elastic * self.widen / 1000;
        let give = origin.stretch;
        if width.abs() < SMALL && give.abs() < SMALL && origin.infinite == [0; 3] {
            Start { width, give }
        } else {
            // Never too loose.
            Start { width: -3 * SMALL, give: 0 }
        }
    }

    /// What makes a line to `to` looser than by `ratio`, in 1/297, so that [`Judge::judge`] would
    /// give it a greater badness; none where that is not known beforehand.
    pub(super) fn loose(&self, to: &Point, measure: i64, ratio: i64) -> Option<Loose> {
        let (end, back) = (&to.end, &self.background);
        // Each sum of what glyphs give is rounded down: a line lacks no less than their difference.
        let widest = end.width.saturating_add(end.elastic * self.widen / 1000);
        let shortfall = measure.saturating_sub(widest).saturating_sub(back.width);
        let give = end.stretch.saturating_add(back.stretch);
        let infinite = end.infinite != [0; 3] || back.infinite != [0; 3];
        let small = shortfall.saturating_abs() < SMALL && give.saturating_abs() < SMALL;
        let least_give = (measure >> 10).max(1);
        let known = !to.forced && !infinite && small && least_give < SMALL && ratio > 0;
        known.then_some(Loose { shortfall, give, least_give, ratio })
    }

    /// The line from the break at `from` to the one at `to` (TeX §851–§853).
    #[inline]
    pub(super) fn judge(&self, from: &Totals, to: &Point, measure: i64) -> Verdict {
        let (end, back) = (&to.end, &self.background);
        let shortfall =
            measure.saturating_sub(end.width - from.width).saturating_sub(back.width);
        let elastic = end.elastic - from.elastic;
        let stretch = (end.stretch - from.stretch).saturating_add(back.stretch);
        let shrink = (end.shrink - from.shrink).saturating_add(back.shrink);
        let mut line = Verdict {
            shortfall,
            shrink: shrink.saturating_add(elastic * self.narrow / 1000),
            badness: 0,
            unevenness: 0,
            class: 0,
            overfull: false,
        };
        if shortfall > 0 {
            if (0..3).any(|k| end.infinite[k] - from.infinite[k] + back.infinite[k] != 0) {
                return line;
            }
            line.badness = if self.ranked {
                // Glyphs give first: what they give is not seen, what spaces give is.
                let lack = (shortfall - elastic * self.widen / 1000).max(0);
                let ratio = badness::ratio(lack, stretch, measure >> 10);
                line.unevenness = badness::unevenness(ratio, 2);
                badness::cube(ratio)
            } else {
                badness::tex_stretching(shortfall, stretch)
            };
            line.class = -steps(&self.fitness.loose, line.badness);
        } else {
            let excess = shortfall.saturating_neg();
            line.overfull = excess > line.shrink;
            let excess = excess.saturating_sub(line.shrink - shrink).max(0);
            line.badness =
                if line.overfull { badness::OVERFULL } else { badness::tex(excess, shrink) };
            if self.ranked && !line.overfull {
                line.unevenness = badness::unevenness(badness::ratio(excess, shrink, 1), 3);
            }
            line.class = steps(&self.fitness.tight, line.badness);
        }
        line
    }
}

/// How many of the steps a badness exceeds.
#[inline]
fn steps(steps: &[i64; 4], badness: i64) -> i8 {
    steps.iter().map(|&step| i8::from(badness > step)).sum()
}

/// What is known of the line before, where it matters for the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Before {
    pub(super) class: i8,
    /// Lines running that end in a hyphen, counted to 2.
    pub(super) run: u8,
    /// Whether the paragraph begins here.
    pub(super) first: bool,
}

impl Rules {
    /// The demerits of a line (TeX §859, and what [`Rules`] adds).
    #[inline]
    pub(super) fn demerits(
        &self,
        before: Before,
        (from, to): (&Point, &Point),
        measure: i64,
        line: &Verdict,
    ) -> i64 {
        let mut total = self.of_badness(line);
        total =
            total.saturating_add((line.unevenness / 100).saturating_mul(self.evenness) / 100);
        if to.divides {
            total = total.saturating_add(self.hyphen);
        }
        if to.penalty > 0 {
            total += to.penalty * to.penalty;
        } else if !to.forced {
            total -= to.penalty * to.penalty;
        }
        if from.flagged && to.flagged {
            total = total.saturating_add(match (to.last, before.run) {
                (true, _) => self.final_hyphen,
                (false, 0 | 1) => self.double_hyphen,
                (false, _) => self.triple_hyphen,
            });
        }
        let distance = usize::from((line.class - before.class).unsigned_abs());
        total = total.saturating_add(self.adjacent.get(distance).copied().unwrap_or(0));
        if self.twin != 0 && !before.first {
            total = total.saturating_add(self.of_twins(from, to));
        }
        if to.last && !before.first {
            total = total.saturating_add(self.of_last_line(from, to, measure, line));
        }
        total
    }

    /// The square of badness (TeX §859); past TeX's plateau its tangent, so that sums stay exact.
    #[inline]
    fn of_badness(&self, line: &Verdict) -> i64 {
        if line.overfull && self.last_resort == LastResort::Ranked {
            let excess = line.shortfall.saturating_neg().saturating_sub(line.shrink);
            return OVERFULL_DEMERITS + excess.clamp(0, MOST_EXCESS);
        }
        let base = self.line_penalty.saturating_add(line.badness).saturating_abs();
        if base < badness::INFINITE {
            base * base
        } else if self.last_resort == LastResort::Tex {
            badness::INFINITE * badness::INFINITE
        } else {
            let beyond = (base - badness::INFINITE).min(1 << 40);
            badness::INFINITE * (badness::INFINITE + 2 * beyond)
        }
    }

    /// The same word at two line beginnings, or at two line ends.
    fn of_twins(&self, from: &Point, to: &Point) -> i64 {
        let ends = from.last_word != 0 && from.last_word == to.last_word;
        let begins = from.first_word != 0 && !to.last && from.first_word == to.first_word;
        self.twin.saturating_mul(i64::from(ends) + i64::from(begins))
    }

    /// A last line too short to look like one, or so long that it looks like a mistake.
    fn of_last_line(&self, from: &Point, to: &Point, measure: i64, line: &Verdict) -> i64 {
        let mut total = 0_i64;
        let width = measure.saturating_sub(line.shortfall);
        if self.runt_width > 0 && width < self.runt_width {
            let lack = i128::from(self.runt_width) - i128::from(width.max(0));
            let part = i128::from(self.runt) * lack / i128::from(self.runt_width);
            total = total.saturating_add(i64::try_from(part).unwrap_or(self.runt));
        }
        if to.spaces <= from.spaces_after {
            total = total.saturating_add(self.lone_word);
            if from.divides {
                total = total.saturating_add(self.lone_fragment);
            }
        }
        if line.shortfall > measure / 100 && line.shortfall < measure / 10 {
            total = total.saturating_add(self.nearly_full);
        }
        total
    }
}
