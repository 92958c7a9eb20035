//! Fit and demerits of one line between two breakpoints.

use super::badness;
use super::breakpoint::{Breakpoint, Totals};
use super::rules::{Fitness, LastResort, Pass, Rules, Skip};

/// Demerits of an overfull line in the last pass of [`LastResort::Ranked`]: above any loose line's.
const OVERFULL_DEMERITS: i64 = 100_000_000_000_000;
/// Limit of the excess, in scaled points, that is added to the demerits of an overfull line.
const MOST_EXCESS: i64 = 1 << 46;

/// The fit of a line in its measure.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineFit {
    /// Measure less natural width.
    pub(super) shortfall: i64,
    /// Shrink, expansion included.
    pub(super) shrink: i64,
    pub(super) badness: i64,
    /// Squared deviation of its spaces from their natural width, in millionths of the space.
    pub(super) unevenness: i64,
    /// Fitness class; see [`Fitness`].
    pub(super) class: i8,
    pub(super) overfull: bool,
}

/// Sums at the beginning of a line, for [`LooseBound::excludes`].
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct LineStart {
    /// Width before it, with glyphs at their widest.
    width: i64,
    /// Stretch before it.
    stretch: i64,
}

/// The bound beyond which lines to one breakpoint are too loose, from any beginning.
#[derive(Debug, Clone, Copy)]
pub(super) struct LooseBound {
    /// Shortfall of a line from the paragraph's beginning, with glyphs at their widest.
    shortfall: i64,
    /// Stretch up to the breakpoint.
    stretch: i64,
    /// Least stretch that a line is evaluated with.
    least_stretch: i64,
    /// Ratio from which a line is too loose, in 1/297.
    ratio: i64,
}

impl LooseBound {
    /// Returns whether the line from `start` is certainly too loose.
    #[inline]
    pub(super) fn excludes(&self, start: &LineStart) -> bool {
        let stretch = (self.stretch - start.stretch).max(self.least_stretch);
        (self.shortfall + start.width) * badness::UNIT >= stretch * self.ratio
    }
}

/// Lengths below which nothing overflows in [`LooseBound::excludes`].
const SMALL: i64 = 1 << 42;

/// The parameters that every line of a pass is evaluated with.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineEvaluator {
    /// Left and right skip.
    skips: Totals,
    /// The same with the emergency stretch (TeX's `background`, §827).
    background: Totals,
    /// Glyph expansion in thousandths.
    widen: i64,
    narrow: i64,
    fitness: Fitness,
    ranked: bool,
}

impl LineEvaluator {
    /// Creates the evaluator of a pass.
    pub(super) fn new(rules: &Rules, pass: &Pass) -> Self {
        let mut background = Totals::default();
        background.add_glue(rules.left_skip);
        background.add_glue(rules.right_skip);
        let skips = background;
        background.add_glue(Skip { stretch: pass.emergency, ..Skip::default() });
        Self {
            skips,
            background,
            widen: i64::from(pass.widen.min(1000)),
            narrow: i64::from(pass.narrow.min(1000)),
            fitness: rules.fitness,
            ranked: rules.last_resort == LastResort::Ranked,
        }
    }

    /// Returns the sums of a line with its skips.
    pub(super) fn own_totals(&self, from: &Totals, to: &Breakpoint) -> Totals {
        let (end, back) = (&to.end, &self.skips);
        Totals {
            width: end.width - from.width + back.width,
            stretch: end.stretch - from.stretch + back.stretch,
            shrink: end.shrink - from.shrink + back.shrink,
            elastic: end.elastic - from.elastic,
            infinite: [0, 1, 2].map(|k| end.infinite[k] - from.infinite[k] + back.infinite[k]),
        }
    }

    /// Returns the sums at a line's beginning, for [`LooseBound::excludes`].
    pub(super) fn line_start(&self, origin: &Totals) -> LineStart {
        let width = origin.width + origin.elastic * self.widen / 1000;
        let stretch = origin.stretch;
        if width.abs() < SMALL && stretch.abs() < SMALL && origin.infinite == [0; 3] {
            LineStart { width, stretch }
        } else {
            // Never too loose.
            LineStart { width: -3 * SMALL, stretch: 0 }
        }
    }

    /// Returns the bound beyond which a line to `to` is looser than `ratio`, in 1/297, so that
    /// [`LineEvaluator::evaluate`] would give it a greater badness; none if that is not certain.
    pub(super) fn loose_bound(
        &self,
        to: &Breakpoint,
        measure: i64,
        ratio: i64,
    ) -> Option<LooseBound> {
        let (end, back) = (&to.end, &self.background);
        // Each sum of expansion is rounded down: a line lacks no less than their difference.
        let widest = end.width.saturating_add(end.elastic * self.widen / 1000);
        let shortfall = measure.saturating_sub(widest).saturating_sub(back.width);
        let stretch = end.stretch.saturating_add(back.stretch);
        let infinite = end.infinite != [0; 3] || back.infinite != [0; 3];
        let small = shortfall.saturating_abs() < SMALL && stretch.saturating_abs() < SMALL;
        let least_stretch = (measure >> 10).max(1);
        let known = !to.forced && !infinite && small && least_stretch < SMALL && ratio > 0;
        known.then_some(LooseBound { shortfall, stretch, least_stretch, ratio })
    }

    /// Returns the fit of the line from the breakpoint at `from` to `to` (TeX §851–§853).
    #[inline]
    pub(super) fn evaluate(&self, from: &Totals, to: &Breakpoint, measure: i64) -> LineFit {
        let (end, back) = (&to.end, &self.background);
        let shortfall =
            measure.saturating_sub(end.width - from.width).saturating_sub(back.width);
        let elastic = end.elastic - from.elastic;
        let stretch = (end.stretch - from.stretch).saturating_add(back.stretch);
        let shrink = (end.shrink - from.shrink).saturating_add(back.shrink);
        let mut line = LineFit {
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
                // Glyphs expand first, since that is less visible than wide spaces.
                let lack = (shortfall - elastic * self.widen / 1000).max(0);
                let ratio = badness::flex_ratio(lack, stretch, measure >> 10);
                line.unevenness = badness::unevenness(ratio, 2);
                badness::cube(ratio)
            } else {
                badness::tex_stretch_badness(shortfall, stretch)
            };
            line.class = -steps_exceeded(&self.fitness.loose, line.badness);
        } else {
            let excess = shortfall.saturating_neg();
            line.overfull = excess > line.shrink;
            let excess = excess.saturating_sub(line.shrink - shrink).max(0);
            line.badness = if line.overfull {
                badness::OVERFULL
            } else {
                badness::tex_badness(excess, shrink)
            };
            if self.ranked && !line.overfull {
                line.unevenness =
                    badness::unevenness(badness::flex_ratio(excess, shrink, 1), 3);
            }
            line.class = steps_exceeded(&self.fitness.tight, line.badness);
        }
        line
    }
}

/// Returns the number of steps that a badness exceeds.
#[inline]
fn steps_exceeded(steps: &[i64; 4], badness: i64) -> i8 {
    steps.iter().map(|&step| i8::from(badness > step)).sum()
}

/// The properties of the line before that matter for the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct PreviousLine {
    pub(super) class: i8,
    /// Number of lines in succession that end in a hyphen, at most 2.
    pub(super) run: u8,
    /// True if the paragraph begins here, so that there is no line before.
    pub(super) first: bool,
}

impl Rules {
    /// Returns the demerits of a line (TeX §859, and the further ones of [`Rules`]).
    #[inline]
    pub(super) fn demerits(
        &self,
        previous: PreviousLine,
        from: &Breakpoint,
        to: &Breakpoint,
        measure: i64,
        line: &LineFit,
    ) -> i64 {
        let mut total = self.badness_demerits(line);
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
            total = total.saturating_add(match (to.last, previous.run) {
                (true, _) => self.final_hyphen,
                (false, 0 | 1) => self.double_hyphen,
                (false, _) => self.triple_hyphen,
            });
        }
        let distance = usize::from((line.class - previous.class).unsigned_abs());
        total = total.saturating_add(self.adjacent[distance]);
        if self.repeated_word != 0 && !previous.first {
            total = total.saturating_add(self.repeated_word_demerits(from, to));
        }
        if to.last && !previous.first {
            total = total.saturating_add(self.last_line_demerits(from, to, measure, line));
        }
        total
    }

    /// Returns the square of badness (TeX §859), or its tangent past TeX's plateau, so that sums stay
    /// exact.
    #[inline]
    fn badness_demerits(&self, line: &LineFit) -> i64 {
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

    /// Returns the demerits of the same word at two line beginnings, or at two line ends.
    fn repeated_word_demerits(&self, from: &Breakpoint, to: &Breakpoint) -> i64 {
        let ends = from.last_word != 0 && from.last_word == to.last_word;
        let begins = from.first_word != 0 && !to.last && from.first_word == to.first_word;
        self.repeated_word.saturating_mul(i64::from(ends) + i64::from(begins))
    }

    /// Returns the demerits of a last line that is too short, or so long that its gap looks like a
    /// mistake.
    fn last_line_demerits(
        &self,
        from: &Breakpoint,
        to: &Breakpoint,
        measure: i64,
        line: &LineFit,
    ) -> i64 {
        let mut total = 0_i64;
        let width = measure.saturating_sub(line.shortfall);
        if self.runt_width > 0 && width < self.runt_width {
            let lack = i128::from(self.runt_width) - i128::from(width.max(0));
            let part = i128::from(self.runt) * lack / i128::from(self.runt_width);
            let part = i64::try_from(part).expect("a part of 64-bit demerits fits 64 bits");
            total = total.saturating_add(part);
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
