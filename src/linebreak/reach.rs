//! Reach: which boxes a line might end in if they divide.
//!
//! Comes in: items whose words are whole, and somebody to ask where one divides. Goes out: for each
//! item whether the first pass that divides words might end a line in it. Never done here: weighing
//! one way against another.
//!
//! A walk like the breaker's that only asks which lines are admitted. A word is asked for where a
//! line could end in it at all: of English set justified that is every third.

use super::item::Item;
use super::line::{self, Judge, Loose};
use super::point::{Point, Totals};
use super::rules::{Measures, Pass};

/// A place where a box divides, in scaled points from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inside {
    /// Width of what a line has of the box that ends there: its hyphen counted, what sticks out not.
    pub end: i64,
    /// Width of the box that a line that begins there has no longer.
    pub begin: i64,
    /// Elastic width before it.
    pub elastic: i64,
}

/// What is looked through.
pub(super) struct Walk<'w> {
    pub(super) items: &'w [Item],
    /// Every break that is known.
    pub(super) points: &'w [Point],
    pub(super) measures: &'w Measures,
    pub(super) pass: &'w Pass,
    pub(super) judge: Judge,
    /// The ratio from which a line is too loose for the pass, in 1/297.
    pub(super) ratio: Option<i64>,
    /// The most that a hyphen and what sticks out may add to a line's width or take from it.
    pub(super) slack: i64,
}

/// A place where a line may begin.
#[derive(Debug, Clone, Copy)]
struct Start {
    origin: Totals,
    /// The same for a first look.
    from: line::Start,
    /// It is the first line.
    first: bool,
}

impl Walk<'_> {
    /// For each item whether a line might end inside it; `divide` is asked for the boxes where one
    /// might, and says where they divide.
    pub(super) fn boxes(&self, mut divide: impl FnMut(usize) -> Vec<Inside>) -> Vec<bool> {
        let mut points = self.points.iter().peekable();
        let mut starts = Vec::new();
        starts.extend(points.next().map(|point| self.start(point, true)));
        let mut totals = Totals::default();
        let mut reached = vec![false; self.items.len()];
        for (at, item) in self.items.iter().enumerate() {
            while let Some(point) = points.next_if(|point| point.item <= at) {
                self.end(&mut starts, point);
            }
            let before = totals;
            totals.add(item);
            if matches!(item, Item::Box { .. }) && self.may_end(&starts, &before, &totals) {
                if let Some(reached) = reached.get_mut(at) {
                    *reached = true;
                }
                for inside in divide(at) {
                    let (mut end, mut origin) = (before, before);
                    end.widen(inside.end);
                    origin.widen(inside.begin);
                    end.add_elastic(inside.elastic);
                    origin.add_elastic(inside.elastic);
                    self.end(&mut starts, &Point { end, origin, ..Point::default() });
                }
            }
        }
        reached
    }

    /// Ends lines at a point: forgets the starts from which a line is too long, and begins one where
    /// a line is admitted (TeX §829).
    fn end(&self, starts: &mut Vec<Start>, point: &Point) {
        let mut admitted = false;
        let loose = self.loose(point);
        starts.retain(|start| {
            if loose.iter().all(|loose| loose.is_some_and(|loose| loose.holds(&start.from))) {
                return true;
            }
            let line = self.judge.judge(&start.origin, point, self.measure(start.first));
            admitted |= !line.overfull && line.badness <= self.pass.tolerance;
            !line.overfull && !point.forced
        });
        if admitted {
            starts.push(self.start(point, false));
        }
    }

    fn start(&self, point: &Point, first: bool) -> Start {
        Start { origin: point.origin, from: self.judge.start(&point.origin), first }
    }

    fn measure(&self, first: bool) -> i64 {
        self.measures.of(if first { 1 } else { u32::MAX })
    }

    /// What makes a line to a point too loose, the first and any other.
    fn loose(&self, point: &Point) -> [Option<Loose>; 2] {
        [true, false].map(|first| self.judge.loose(point, self.measure(first), self.ratio?))
    }

    /// Whether a line might end between these places, or be too long there.
    fn may_end(&self, starts: &[Start], before: &Totals, after: &Totals) -> bool {
        let (mut shortest, mut longest) = (*before, *after);
        shortest.widen(-self.slack);
        longest.widen(self.slack);
        let at = |end| Point { end, ..Point::default() };
        let (shortest, longest) = (at(shortest), at(longest));
        let loose = self.loose(&longest);
        starts.iter().any(|start| {
            if loose.iter().all(|loose| loose.is_some_and(|loose| loose.holds(&start.from))) {
                return false;
            }
            let measure = self.measure(start.first);
            let judge = |point| self.judge.judge(&start.origin, point, measure);
            let line = judge(&longest);
            (line.shortfall <= 0 || line.badness <= self.pass.tolerance)
                && !judge(&shortest).overfull
        })
    }
}

impl Totals {
    /// Adds an item that no line ends at.
    fn add(&mut self, item: &Item) {
        match *item {
            Item::Box { width, elastic, .. } => {
                self.widen(width);
                self.add_elastic(elastic);
            }
            Item::Glue { width, stretch, order, shrink } => {
                self.add_glue(super::rules::Skip { width, stretch, order, shrink });
            }
            Item::Kern { width } | Item::Discretionary { nobreak: width, .. } => {
                self.widen(width);
            }
            Item::Penalty { .. } => {}
        }
    }
}
