//! Rivers: white that runs down through a paragraph.
//!
//! Comes in: the gaps between words, line by line, as numbers. Goes out: [`River`]s. Never done
//! here: text, fonts; judging whether a river is a fault.

/// Lines from which white that runs down is a river. Of 10 spaces in a line each meets one below by
/// chance in a tenth of all cases, so that runs of 3 are noise.
pub const LEAST_RIVER: usize = 4;

/// A gap between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Its left edge, in scaled points from the left of the measure.
    pub left: i64,
    /// Its right edge.
    pub right: i64,
    /// Width of the same space when nothing stretches it.
    pub natural: i64,
}

impl Gap {
    fn width(self) -> i64 {
        self.right - self.left
    }

    /// Whether two gaps of neighbouring lines flow into each other: they share half of the
    /// narrower one, so that the eye falls through.
    fn meets(self, other: Self) -> bool {
        let shared = self.right.min(other.right) - self.left.max(other.left);
        shared * 2 >= self.width().min(other.width()) && shared > 0
    }
}

/// White that runs down through neighbouring lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct River {
    /// Index of the line it rises in.
    pub first: usize,
    /// Lines it runs through.
    pub lines: usize,
    /// Mean width of its gaps, in hundredths of their natural width.
    pub width: i64,
}

/// A run of gaps that ends here: how many, and the sum of their widths in hundredths.
#[derive(Debug, Clone, Copy)]
struct Run {
    gap: Gap,
    lines: usize,
    sum: i64,
    grown: bool,
}

/// The rivers of a paragraph that run through at least `least` lines. Gaps of a line rise from
/// left to right. A gap belongs to the longest run it can end; time is linear in the gaps.
#[must_use]
pub fn rivers(lines: &[Vec<Gap>], least: usize) -> Vec<River> {
    let mut found = Vec::new();
    let mut above: Vec<Run> = Vec::new();
    for (index, gaps) in lines.iter().enumerate() {
        let mut here = Vec::with_capacity(gaps.len());
        let mut from = 0;
        for &gap in gaps {
            while above.get(from).is_some_and(|run| run.gap.right <= gap.left) {
                from += 1;
            }
            here.push(longest(gap, above.get_mut(from..).unwrap_or_default()));
        }
        dry(&above, index, least, &mut found);
        above = here;
    }
    dry(&above, lines.len(), least, &mut found);
    found.sort_by_key(|river| river.first);
    found
}

/// The longest run that `gap` prolongs; of equals the widest.
fn longest(gap: Gap, above: &mut [Run]) -> Run {
    let own = gap.width() * 100 / gap.natural.max(1);
    let mut run = Run { gap, lines: 1, sum: own, grown: false };
    for upper in above.iter_mut().take_while(|upper| upper.gap.left < gap.right) {
        if upper.gap.meets(gap) {
            upper.grown = true;
            if (upper.lines + 1, upper.sum + own) > (run.lines, run.sum) {
                run = Run { lines: upper.lines + 1, sum: upper.sum + own, ..run };
            }
        }
    }
    run
}

/// Notes the runs that ended above line `index`.
fn dry(runs: &[Run], index: usize, least: usize, found: &mut Vec<River>) {
    for run in runs.iter().filter(|run| !run.grown && run.lines >= least) {
        let lines = i64::try_from(run.lines).unwrap_or(i64::MAX);
        found.push(River {
            first: index - run.lines,
            lines: run.lines,
            width: run.sum / lines,
        });
    }
}
