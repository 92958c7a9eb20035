//! Rivers: gaps between words that join through several lines, as numbers.

/// Number of lines from which joined gaps are a river. With ten spaces to a line, each joins one
/// below it by chance in a tenth of all cases, so that runs of three are noise.
pub const MIN_RIVER_LINES: usize = 4;

/// Gap between two words. Lengths are in scaled points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Left edge, from the left of the measure.
    pub left: i64,
    /// Right edge.
    pub right: i64,
    /// Width of the space before it stretched or shrank.
    pub natural: i64,
}

impl Gap {
    fn width(self) -> i64 {
        self.right - self.left
    }

    /// True if gaps of neighbouring lines join: they share at least half of the narrower one.
    fn joins(self, other: Self) -> bool {
        let shared = self.right.min(other.right) - self.left.max(other.left);
        shared * 2 >= self.width().min(other.width()) && shared > 0
    }
}

/// Gaps that join through neighbouring lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct River {
    /// Index of the first line.
    pub first: usize,
    /// Number of lines.
    pub lines: usize,
    /// Mean width of its gaps, in hundredths of their natural width.
    pub width: i64,
}

/// Run of joined gaps.
#[derive(Debug, Clone, Copy)]
struct GapRun {
    /// Last gap.
    gap: Gap,
    /// Number of lines.
    lines: usize,
    /// Sum of the widths, in hundredths of the natural widths.
    sum: i64,
    /// A gap of the next line joins it.
    continued: bool,
}

/// Returns the rivers of a paragraph that run through at least `min_lines` lines, in the order of
/// their first lines. The gaps of a line ascend. A gap belongs to the longest run that it can
/// extend. Takes time linear in the number of gaps.
#[must_use]
pub fn find_rivers(lines: &[Vec<Gap>], min_lines: usize) -> Vec<River> {
    let mut found = Vec::new();
    let mut above: Vec<GapRun> = Vec::new();
    for (index, gaps) in lines.iter().enumerate() {
        let mut here = Vec::with_capacity(gaps.len());
        let mut from = 0;
        for &gap in gaps {
            while above.get(from).is_some_and(|run| run.gap.right <= gap.left) {
                from += 1;
            }
            here.push(extend_longest(&mut above[from..], gap));
        }
        push_ended(&above, index, min_lines, &mut found);
        above = here;
    }
    push_ended(&above, lines.len(), min_lines, &mut found);
    found.sort_by_key(|river| river.first);
    found
}

/// Extends the longest run of the line above that `gap` joins, of equals the widest.
fn extend_longest(above: &mut [GapRun], gap: Gap) -> GapRun {
    let own = gap.width() * 100 / gap.natural.max(1);
    let mut run = GapRun { gap, lines: 1, sum: own, continued: false };
    for upper in above.iter_mut().take_while(|upper| upper.gap.left < gap.right) {
        if upper.gap.joins(gap) {
            upper.continued = true;
            if (upper.lines + 1, upper.sum + own) > (run.lines, run.sum) {
                run = GapRun { lines: upper.lines + 1, sum: upper.sum + own, ..run };
            }
        }
    }
    run
}

/// Adds the rivers among the runs that end above line `index`.
fn push_ended(runs: &[GapRun], index: usize, min_lines: usize, found: &mut Vec<River>) {
    for &GapRun { lines, sum, .. } in
        runs.iter().filter(|run| !run.continued && run.lines >= min_lines)
    {
        found.push(River { first: index - lines, lines, width: sum / lines as i64 });
    }
}
