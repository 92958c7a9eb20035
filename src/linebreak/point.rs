//! The places where a line may end, with sums up to each.
//!
//! Comes in: items. Goes out: one [`Point`] for each legal break, so that the width of any line is
//! one subtraction. Never done here: choosing among them.

use super::item::{FAR, Item};
use super::rules::{Rules, Skip};

/// A single width is cut to this: 16 million points, a thousand times TeX's largest.
const WIDEST: i64 = 1 << 40;
/// Elastic widths are multiplied by up to 1000, so their sums stay smaller.
const FAR_ELASTIC: i64 = 1 << 50;
/// TeX's infinite penalty (§157): from here on a break is forbidden, or forced.
const FORBIDDEN: i32 = 10_000;

/// Widths and what gives in them, summed from the beginning of the paragraph.
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
    pub(super) fn widen(&mut self, width: i64) {
        self.width = sum(self.width, width);
    }

    pub(super) fn add_glue(&mut self, glue: Skip) {
        self.widen(glue.width);
        self.shrink = sum(self.shrink, glue.shrink);
        let stretch = match glue.order {
            0 => &mut self.stretch,
            1 => &mut self.infinite[0],
            2 => &mut self.infinite[1],
            _ => &mut self.infinite[2],
        };
        *stretch = sum(*stretch, glue.stretch);
    }

    pub(super) fn add_elastic(&mut self, elastic: i64) {
        let next = self.elastic.saturating_add(elastic.clamp(-WIDEST, WIDEST));
        self.elastic = next.clamp(-FAR_ELASTIC, FAR_ELASTIC);
    }
}

fn sum(total: i64, width: i64) -> i64 {
    (total + width.clamp(-WIDEST, WIDEST)).clamp(-FAR, FAR)
}

/// A legal break, or (the first point) the beginning of the paragraph.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Point {
    /// Sums at the end of a line that ends here, its hyphen counted.
    pub(super) end: Totals,
    /// Sums at the beginning of the line that follows.
    pub(super) origin: Totals,
    /// The item the line ends at.
    pub(super) item: usize,
    /// The item the next line begins with.
    pub(super) start: usize,
    /// Glue items before the end, and before the next line's beginning.
    pub(super) spaces: u32,
    pub(super) spaces_after: u32,
    /// Word numbers at the two edges; 0 for none.
    pub(super) last_word: u32,
    pub(super) first_word: u32,
    pub(super) penalty: i64,
    /// Flagged: a discretionary, or the end of the paragraph.
    pub(super) flagged: bool,
    /// A break that only a pass with hyphens may use.
    pub(super) divides: bool,
    pub(super) forced: bool,
    pub(super) last: bool,
}

/// Fills `points` for a paragraph: the beginning, each legal break in order, the end.
pub(super) fn survey(items: &[Item], rules: &Rules, points: &mut Vec<Point>) {
    points.clear();
    points.reserve(items.len() / 2);
    let body = match items.split_last() {
        Some((Item::Glue { .. }, body)) => body,
        _ => items,
    };
    let mut survey = Survey {
        items: body,
        points,
        totals: Totals::default(),
        spaces: 0,
        right: 0,
        last_word: 0,
        waiting: 1,
        protrusion: rules.protrusion,
    };
    survey.begin();
    for (at, item) in body.iter().enumerate() {
        survey.visit(at, item);
    }
    survey.finish(items.len(), rules.parfill);
}

/// The state of the walk over the items.
struct Survey<'a> {
    items: &'a [Item],
    points: &'a mut Vec<Point>,
    totals: Totals,
    spaces: u32,
    /// How far the last box may stick out to the right, if nothing came after it.
    right: i64,
    last_word: u32,
    /// The first of the points whose next line has not begun yet: all white is still discarded.
    waiting: usize,
    protrusion: bool,
}

impl Survey<'_> {
    /// The first line begins with the first item, whatever it is.
    fn begin(&mut self) {
        let mut origin = Totals::default();
        let mut first_word = 0;
        if let Some(Item::Box { left, word, .. }) = self.items.first() {
            first_word = *word;
            origin.width = if self.protrusion { sum(0, *left) } else { 0 };
        }
        self.points.push(Point { origin, first_word, ..Point::default() });
    }

    fn visit(&mut self, at: usize, item: &Item) {
        match *item {
            Item::Box { width, elastic, left, right, word } => {
                self.open_lines(at, left, word);
                self.totals.widen(width);
                self.totals.add_elastic(elastic);
                self.right = right;
                self.last_word = word;
            }
            Item::Glue { width, stretch, order, shrink } => {
                if at > 0
                    && matches!(
                        self.items.get(at - 1),
                        Some(Item::Box { .. } | Item::Discretionary { .. })
                    )
                {
                    self.end_lines(at, 0);
                }
                self.totals.add_glue(Skip { width, stretch, order, shrink });
                self.spaces = self.spaces.saturating_add(1);
                self.right = 0;
            }
            Item::Kern { width } => {
                if matches!(self.items.get(at + 1), Some(Item::Glue { .. })) {
                    self.end_lines(at, 0);
                }
                self.totals.widen(width);
                self.right = 0;
            }
            Item::Penalty { penalty } => {
                if penalty < FORBIDDEN {
                    self.end_lines(at, penalty);
                }
            }
            Item::Discretionary { .. } => self.divide(at, item),
        }
    }

    /// A break at white or a penalty: what follows is discarded up to the next box.
    fn end_lines(&mut self, at: usize, penalty: i32) {
        let mut end = self.totals;
        if self.protrusion {
            end.widen(self.right.saturating_neg());
        }
        self.points.push(Point {
            end,
            item: at,
            spaces: self.spaces,
            last_word: self.last_word,
            penalty: i64::from(penalty),
            forced: penalty <= -FORBIDDEN,
            ..Point::default()
        });
    }

    /// A discretionary: a break with a text of its own on both sides (TeX §840, §869).
    fn divide(&mut self, at: usize, item: &Item) {
        let Item::Discretionary { pre, post, nobreak, penalty, pre_right, post_left } = *item
        else {
            return;
        };
        self.open_lines(at, 0, 0);
        let mut end = self.totals;
        end.widen(pre);
        if self.protrusion {
            end.widen(pre_right.saturating_neg());
        }
        self.totals.widen(nobreak);
        if penalty < FORBIDDEN {
            self.points.push(Point {
                end,
                item: at,
                spaces: self.spaces,
                penalty: i64::from(penalty),
                flagged: true,
                divides: pre != 0,
                forced: penalty <= -FORBIDDEN,
                // What the next line gains at its left edge, until it is known where it begins.
                origin: Totals {
                    width: if self.protrusion { sum(0, post_left) } else { 0 },
                    ..Totals::default()
                },
                ..Point::default()
            });
            if post != 0 {
                self.open_lines(at + 1, 0, 0);
                if let Some(point) = self.points.last_mut() {
                    point.origin.widen(post.saturating_neg());
                }
            }
        }
        if nobreak != 0 {
            self.right = 0;
        }
    }

    /// The lines after all waiting breaks begin here, before item `at`.
    fn open_lines(&mut self, at: usize, left: i64, word: u32) {
        let waiting = self.waiting.min(self.points.len());
        let left = if self.protrusion { left } else { 0 };
        for point in self.points.iter_mut().skip(waiting) {
            let gained = if point.flagged { point.origin.width } else { left };
            point.origin = self.totals;
            point.origin.widen(gained);
            point.start = at;
            point.spaces_after = self.spaces;
            // An edge within a divided word is no twin of anything.
            point.first_word = if point.flagged { 0 } else { word };
        }
        self.waiting = self.points.len();
    }

    /// The end: a forced, flagged break after the white that fills the last line (TeX §816).
    fn finish(mut self, at: usize, parfill: Skip) {
        let right = if self.protrusion { self.right } else { 0 };
        self.totals.add_glue(parfill);
        let mut end = self.totals;
        end.widen(right.saturating_neg());
        self.points.push(Point {
            end,
            item: at,
            spaces: self.spaces,
            last_word: self.last_word,
            penalty: -i64::from(FORBIDDEN),
            flagged: true,
            forced: true,
            last: true,
            ..Point::default()
        });
        self.open_lines(at, 0, 0);
    }
}
