//! Figures that wait to stand at the head of the next frame.
//!
//! Comes in: the first of them, and where the text goes on. Goes out: which strips they are, and what
//! they take. Never done here: deciding that one waits.

use std::ops::Range;

use super::strip::Strip;

/// The figures that begin in `range`, each the range of its strips; `count` tells how many strips the
/// figure has that begins with one, 0 where none does.
pub(crate) fn figures(
    count: impl Fn(usize) -> usize,
    range: Range<usize>,
) -> impl Iterator<Item = Range<usize>> {
    let Range { start: mut at, end } = range;
    std::iter::from_fn(move || {
        while at < end {
            let (first, strips) = (at, count(at));
            at += strips.max(1);
            if strips > 0 {
                return Some(first..at);
            }
        }
        None
    })
}

/// What figures take at the head of a frame.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// How many there are.
    pub(super) figures: usize,
    /// Rows from the head of the first to the foot of the last.
    pub(super) rows: u32,
    /// Blank rows that the last one wants below.
    pub(super) below: u32,
    /// Rows of the notes that they call.
    pub(super) notes: u32,
}

impl Head {
    /// Those from `first` on that begin before the strip `to`.
    pub(super) fn of(strips: &[Strip], first: usize, to: usize) -> Self {
        let mut head = Self::default();
        for figure in figures(|at| strips.get(at).map_or(0, |it| it.figure), first..to) {
            head.figures += 1;
            for (nth, strip) in strips.get(figure).unwrap_or_default().iter().enumerate() {
                let Some(form) = strip.forms.first() else { continue };
                if head.figures > 1 || nth > 0 {
                    head.rows += strip.above.max(head.below);
                }
                head.rows += form.rows(form.lines());
                head.below = strip.below;
                head.notes += form.notes.iter().sum::<u32>();
            }
        }
        head
    }
}
