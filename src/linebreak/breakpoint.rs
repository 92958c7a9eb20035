//! Breakpoints: the places where a line may end, with sums of widths up to each.
//!
//! The width of a line is the difference between the sums at its two breakpoints.

use super::item::{BreakItem, FAR};
use super::rules::{Rules, Skip};

/// Limit of a single width, in scaled points: 16 million points, a thousand times TeX's largest.
const WIDEST: i64 = 1 << 40;
/// Limit of sums of elastic widths, which are multiplied by up to 1000.
const FAR_ELASTIC: i64 = 1 << 50;
/// TeX's infinite penalty (§157): from here on a break is forbidden, or forced.
const FORBIDDEN: i32 = 10_000;

/// Widths, stretch and shrink, summed from the beginning of the paragraph.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Totals {
    pub(super) width: i64,
    pub(super) stretch: i64,
    pub(super) shrink: i64,
    pub(super) elastic: i64,
    /// Stretch of the infinite orders 1 to 3.
    pub(super) infinite: [i64; 3],
}

impl Totals {
    /// Adds a width that is fixed.
    fn add_width(&mut self, width: i64) {
        self.width = limited_sum(self.width, width);
    }

    /// Adds the width, stretch and shrink of glue.
    pub(super) fn add_glue(&mut self, glue: Skip) {
        self.add_width(glue.width);
        self.shrink = limited_sum(self.shrink, glue.shrink);
        let stretch = match glue.order {
            0 => &mut self.stretch,
            1 => &mut self.infinite[0],
            2 => &mut self.infinite[1],
            _ => &mut self.infinite[2],
        };
        *stretch = limited_sum(*stretch, glue.stretch);
    }
}

/// Returns a sum of widths within the limits of a width and of a sum.
fn limited_sum(total: i64, width: i64) -> i64 {
    (total + width.clamp(-WIDEST, WIDEST)).clamp(-FAR, FAR)
}

/// A legal break (TeX §832), or (the first) the beginning of the paragraph.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Breakpoint {
    /// Sums at the end of a line that ends here, its hyphen counted.
    pub(super) end: Totals,
    /// Sums at the beginning of the line that follows.
    pub(super) origin: Totals,
    /// Index of the item the line ends at.
    pub(super) item: usize,
    /// Index of the item the next line begins with.
    pub(super) start: usize,
    /// Numbers of glue items before the end, and before the next line's beginning.
    pub(super) spaces: u32,
    pub(super) spaces_after: u32,
    /// Word numbers at the two edges; 0 for none.
    pub(super) last_word: u32,
    pub(super) first_word: u32,
    pub(super) penalty: i64,
    /// True at a discretionary, and at the end of the paragraph.
    pub(super) flagged: bool,
    /// True if only a pass with hyphens may use the break.
    pub(super) divides: bool,
    pub(super) forced: bool,
    /// True at the end of the paragraph.
    pub(super) last: bool,
}

/// Fills `points` for a paragraph: the beginning, each legal break in order, the end.
pub(super) fn collect_breakpoints(
    items: &[BreakItem],
    rules: &Rules,
    points: &mut Vec<Breakpoint>,
) {
    points.clear();
    points.reserve(items.len() / 2);
    let body = match items.split_last() {
        Some((BreakItem::Glue { .. }, body)) => body,
        _ => items,
    };
    let mut collector = BreakpointCollector {
        items: body,
        points,
        totals: Totals::default(),
        spaces: 0,
        right: 0,
        last_word: 0,
        waiting: 1,
        protrusion: rules.protrusion,
    };
    collector.begin();
    for (at, item) in body.iter().enumerate() {
        collector.add_item(at, item);
    }
    collector.finish(items.len(), rules.parfill);
}

/// The state of the traversal of the items.
struct BreakpointCollector<'a> {
    items: &'a [BreakItem],
    points: &'a mut Vec<Breakpoint>,
    totals: Totals,
    /// Number of glue items so far.
    spaces: u32,
    /// Protrusion of the last box to the right, if nothing came after it.
    right: i64,
    last_word: u32,
    /// Index of the first point whose next line has not begun yet: glue is still discarded.
    waiting: usize,
    protrusion: bool,
}

impl BreakpointCollector<'_> {
    /// Adds the beginning: the first line begins with the first item, whatever it is.
    fn begin(&mut self) {
        let mut origin = Totals::default();
        let mut first_word = 0;
        if let Some(BreakItem::Box { left, word, .. }) = self.items.first() {
            first_word = *word;
            origin.width = if self.protrusion { limited_sum(0, *left) } else { 0 };
        }
        self.points.push(Breakpoint { origin, first_word, ..Breakpoint::default() });
    }

    /// Adds an item to the sums, and the breakpoint at it if the break is legal (TeX §866–§869).
    fn add_item(&mut self, at: usize, item: &BreakItem) {
        match *item {
            BreakItem::Box { width, elastic, left, right, word } => {
                self.begin_lines(at, left, word);
                self.totals.add_width(width);
                let elastic = elastic.clamp(-WIDEST, WIDEST);
                let sum = self.totals.elastic.saturating_add(elastic);
                self.totals.elastic = sum.clamp(-FAR_ELASTIC, FAR_ELASTIC);
                self.right = right;
                self.last_word = word;
            }
            BreakItem::Glue { width, stretch, order, shrink } => {
                let before = at.checked_sub(1).map(|before| &self.items[before]);
                if matches!(
                    before,
                    Some(BreakItem::Box { .. } | BreakItem::Discretionary { .. })
                ) {
                    self.end_lines(at, 0);
                }
                self.totals.add_glue(Skip { width, stretch, order, shrink });
                self.spaces = self.spaces.saturating_add(1);
                self.right = 0;
            }
            BreakItem::Kern { width } => {
                if matches!(self.items.get(at + 1), Some(BreakItem::Glue { .. })) {
                    self.end_lines(at, 0);
                }
                self.totals.add_width(width);
                self.right = 0;
            }
            BreakItem::Penalty { penalty } => {
                if penalty < FORBIDDEN {
                    self.end_lines(at, penalty);
                }
            }
            BreakItem::Discretionary { pre, post, nobreak, penalty, pre_right, post_left } => {
                self.begin_lines(at, 0, 0);
                let mut end = self.totals;
                end.add_width(pre);
                if self.protrusion {
                    end.add_width(pre_right.saturating_neg());
                }
                self.totals.add_width(nobreak);
                if penalty < FORBIDDEN {
                    let left = if self.protrusion { limited_sum(0, post_left) } else { 0 };
                    self.divide_word(at, end, pre != 0, penalty, left);
                    if post != 0 {
                        self.begin_lines(at + 1, 0, 0);
                        let point = self.points.last_mut().expect("one was just added");
                        point.origin.add_width(post.saturating_neg());
                    }
                }
                if nobreak != 0 {
                    self.right = 0;
                }
            }
        }
    }

    /// Adds a break at glue, a kern or a penalty: glue is discarded up to the next box.
    fn end_lines(&mut self, at: usize, penalty: i32) {
        let mut end = self.totals;
        if self.protrusion {
            end.add_width(self.right.saturating_neg());
        }
        self.points.push(Breakpoint {
            end,
            item: at,
            spaces: self.spaces,
            last_word: self.last_word,
            penalty: i64::from(penalty),
            forced: penalty <= -FORBIDDEN,
            ..Breakpoint::default()
        });
    }

    /// Adds a break at a discretionary, which has text of its own on both sides (TeX §840, §869).
    fn divide_word(&mut self, at: usize, end: Totals, divides: bool, penalty: i32, left: i64) {
        self.points.push(Breakpoint {
            end,
            item: at,
            spaces: self.spaces,
            penalty: i64::from(penalty),
            flagged: true,
            divides,
            forced: penalty <= -FORBIDDEN,
            // Protrusion at the next line's beginning, until `begin_lines` adds the sums.
            origin: Totals { width: left, ..Totals::default() },
            ..Breakpoint::default()
        });
    }

    /// Begins the lines after all waiting breaks before item `at`.
    fn begin_lines(&mut self, at: usize, left: i64, word: u32) {
        let left = if self.protrusion { left } else { 0 };
        for point in &mut self.points[self.waiting..] {
            let protruding = if point.flagged { point.origin.width } else { left };
            point.origin = self.totals;
            point.origin.add_width(protruding);
            point.start = at;
            point.spaces_after = self.spaces;
            // A part of a divided word is no repeated word.
            point.first_word = if point.flagged { 0 } else { word };
        }
        self.waiting = self.points.len();
    }

    /// Adds the end: a forced, flagged break after the glue that fills the last line (TeX §816).
    fn finish(mut self, at: usize, parfill: Skip) {
        let right = if self.protrusion { self.right } else { 0 };
        self.totals.add_glue(parfill);
        let mut end = self.totals;
        end.add_width(right.saturating_neg());
        self.points.push(Breakpoint {
            end,
            item: at,
            spaces: self.spaces,
            last_word: self.last_word,
            penalty: -i64::from(FORBIDDEN),
            flagged: true,
            forced: true,
            last: true,
            ..Breakpoint::default()
        });
        self.begin_lines(at, 0, 0);
    }
}
