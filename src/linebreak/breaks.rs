//! The breaks of a paragraph: its lines and their demerits.

use super::breakpoint::Breakpoint;
use super::search::PassSearch;

/// One line of a broken paragraph. Lengths are in scaled points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineBreak {
    /// Index of the item the line ends at; the number of items at the paragraph's end.
    pub item: usize,
    /// Index of the item the line begins with, after discarded glue. The text after a discretionary
    /// break comes before it.
    pub start: usize,
    /// Measure less natural width; negative if the line must shrink. Protrusion is not counted in
    /// the width.
    pub shortfall: i64,
    /// Finite stretch of the line's glue, with the skips and the fill.
    pub stretch: i64,
    /// Shrink of the line's glue.
    pub shrink: i64,
    /// Stretch of the infinite orders 1 to 3.
    pub infinite: [i64; 3],
    /// Part of the width that glyph expansion may widen or narrow.
    pub elastic: i64,
    /// Badness: 100 for a ratio of 1, 10001 for a line that is too long.
    pub badness: i64,
    /// Fitness class: negative loose, 0 decent, positive tight.
    pub class: i8,
    /// True if the line ends at a discretionary.
    pub hyphen: bool,
    /// True if the line is too long even when shrunk.
    pub overfull: bool,
}

/// The lines of a paragraph and their demerits.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ParagraphBreaks {
    /// Lines in order; the last ends at the paragraph's end. Empty for a paragraph without items.
    pub lines: Vec<LineBreak>,
    /// Total demerits of the lines.
    pub demerits: i64,
    /// Index in [`super::Rules::passes`] of the pass that found them.
    pub pass: usize,
    /// True if a line is too long.
    pub overfull: bool,
}

impl PassSearch<'_> {
    /// Returns the breaks at `points`, the first of which is the paragraph's beginning.
    pub(super) fn breaks_at(&self, points: &[&Breakpoint], demerits: i64) -> ParagraphBreaks {
        let lines: Vec<LineBreak> = points
            .windows(2)
            .zip(1_u32..)
            .map(|(ends, number)| self.line_between(ends[0], ends[1], number))
            .collect();
        let overfull = lines.iter().any(|line| line.overfull);
        ParagraphBreaks { lines, demerits, pass: self.number, overfull }
    }

    /// Returns line `number` of a paragraph, which is between two breakpoints.
    fn line_between(&self, from: &Breakpoint, to: &Breakpoint, number: u32) -> LineBreak {
        let fit = self.evaluator.evaluate(&from.origin, to, self.measures.measure(number));
        let own = self.evaluator.own_totals(&from.origin, to);
        LineBreak {
            item: to.item,
            start: from.start,
            shortfall: fit.shortfall,
            stretch: own.stretch,
            shrink: own.shrink,
            infinite: own.infinite,
            elastic: own.elastic,
            badness: fit.badness,
            class: fit.class,
            hyphen: to.flagged && !to.last,
            overfull: fit.overfull,
        }
    }
}
