//! A paragraph as it is set: its lines and what they cost.
//!
//! Comes in: a node at the paragraph's end. Goes out: a [`Setting`]. Never done here: choosing it.

use super::line::Judge;
use super::point::Point;
use super::rules::Measures;

/// One line of a setting. Lengths are in scaled points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineBreak {
    /// The item the line ends at; the number of items at the paragraph's end.
    pub item: usize,
    /// The item the line begins with, white discarded. The text after a discretionary break comes
    /// before it.
    pub start: usize,
    /// Measure less natural width; negative when the line must shrink. What sticks out at the
    /// edges is not counted in the width.
    pub shortfall: i64,
    /// What the glue of the line can stretch, skips and fill included; infinite stretch is not in.
    pub stretch: i64,
    /// What the glue of the line can shrink.
    pub shrink: i64,
    /// Stretch of the infinite orders 1 to 3.
    pub infinite: [i64; 3],
    /// How much of the width is glyphs that may widen or narrow.
    pub elastic: i64,
    /// 100 is a ratio of 1; 10001 too long.
    pub badness: i64,
    /// Fitness class: negative loose, 0 decent, positive tight.
    pub class: i8,
    /// Whether the line ends at a discretionary.
    pub hyphen: bool,
    /// Whether the line is too long even when shrunk.
    pub overfull: bool,
}

/// The lines of a paragraph.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Setting {
    /// In order; the last ends at the paragraph's end. Empty for a paragraph without items.
    pub lines: Vec<LineBreak>,
    /// Their total demerits.
    pub demerits: i64,
    /// The pass that found them, an index of [`super::Rules::passes`].
    pub pass: u8,
    /// Whether a line is too long.
    pub overfull: bool,
}

impl Setting {
    /// The setting with its breaks at these points (the first of them the paragraph's beginning).
    pub(super) fn of(
        points: &[&Point],
        judge: &Judge,
        measures: &Measures,
        demerits: i64,
        pass: usize,
    ) -> Self {
        let lines: Vec<LineBreak> = points
            .iter()
            .zip(points.iter().skip(1))
            .zip(1_u32..)
            .map(|((from, to), number)| line(from, to, judge, measures.of(number)))
            .collect();
        let overfull = lines.iter().any(|line| line.overfull);
        Self { lines, demerits, pass: u8::try_from(pass).unwrap_or(u8::MAX), overfull }
    }
}

/// What is told of the line between two points.
fn line(from: &Point, to: &Point, judge: &Judge, measure: i64) -> LineBreak {
    let verdict = judge.judge(&from.origin, to, measure);
    let own = judge.own(&from.origin, to);
    LineBreak {
        item: to.item,
        start: from.start,
        shortfall: verdict.shortfall,
        stretch: own.stretch,
        shrink: own.shrink,
        infinite: own.infinite,
        elastic: own.elastic,
        badness: verdict.badness,
        class: verdict.class,
        hyphen: to.flagged && !to.last,
        overfull: verdict.overfull,
    }
}
