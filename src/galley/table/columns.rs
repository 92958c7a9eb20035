//! Widths of columns, from what their cells need and want.
//!
//! Comes in: the least and the natural width of each cell, and the room. Goes out: a width for
//! each column, or none where the room is too narrow. Never done here: text, fonts.

use crate::unit::Length;

/// What a cell needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::galley) struct Demand {
    /// Its first column.
    pub(in crate::galley) column: usize,
    /// Columns it covers, at least 1.
    pub(in crate::galley) columns: usize,
    /// The width below which something in it does not fit.
    pub(in crate::galley) least: Length,
    /// The width in which none of its lines is broken.
    pub(in crate::galley) natural: Length,
}

/// Halvings of the search for the level: after 40 the error is below a scaled point.
const STEPS: u32 = 40;

/// Widths of `columns` columns with `gap` between them in at most `room`.
///
/// Where not all can have their natural width, each gets in proportion to the root of it, but never
/// less than it needs nor more than it would fill: in exact proportion, short columns would be
/// broken for the sake of long ones, and in equal shares long ones would grow too deep. Columns
/// that want less than half of an equal share have it whole where that leaves the others room.
pub(in crate::galley) fn solve(
    columns: usize,
    demands: &[Demand],
    gap: Length,
    room: Length,
) -> Option<Vec<Length>> {
    let mut least = vec![Length::ZERO; columns];
    let mut natural = vec![Length::ZERO; columns];
    let mut sorted: Vec<&Demand> = demands.iter().collect();
    sorted.sort_by_key(|demand| demand.columns);
    for demand in sorted {
        raise(&mut least, demand, demand.least, gap);
        raise(&mut natural, demand, demand.natural, gap);
    }
    for (natural, least) in natural.iter_mut().zip(&least) {
        *natural = (*natural).max(*least);
    }
    let gaps = gap * i64::try_from(columns.saturating_sub(1)).unwrap_or(0);
    let room = room - gaps;
    if least.iter().copied().sum::<Length>() > room {
        return None;
    }
    if natural.iter().copied().sum::<Length>() <= room {
        return Some(natural);
    }
    let half = room / i64::try_from(2 * columns).unwrap_or(2).max(1);
    let short = |(natural, least): (&Length, &Length)| {
        if *natural <= half { *natural } else { *least }
    };
    let spared: Vec<Length> = natural.iter().zip(&least).map(short).collect();
    if spared.iter().copied().sum::<Length>() <= room {
        least = spared;
    }
    let weights: Vec<f64> = natural.iter().map(|it| it.pt().max(0.0).sqrt()).collect();
    let at = |level: f64| -> Vec<Length> {
        let bounds = least.iter().zip(&natural).zip(&weights);
        bounds
            .map(|((least, natural), weight)| {
                Length::from_pt(level * weight).clamp(*least, *natural)
            })
            .collect()
    };
    let (mut low, mut high) = (0.0, room.pt().max(1.0));
    for _ in 0..STEPS {
        let middle = f64::midpoint(low, high);
        if at(middle).into_iter().sum::<Length>() <= room {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(at(low))
}

/// Raises the columns that a cell covers until they hold `width`, each by the same.
fn raise(widths: &mut [Length], demand: &Demand, width: Length, gap: Length) {
    let gaps = gap * i64::try_from(demand.columns.saturating_sub(1)).unwrap_or(0);
    let end = (demand.column + demand.columns).min(widths.len());
    let Some(covered) = widths.get_mut(demand.column.min(end)..end) else { return };
    let lacking = width - gaps - covered.iter().copied().sum::<Length>();
    let count = i64::try_from(covered.len()).unwrap_or(1).max(1);
    if lacking > Length::ZERO {
        let share = Length::from_sp((lacking.sp() + count - 1) / count);
        covered.iter_mut().for_each(|width| *width += share);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(
        demands: &[(usize, usize, f64, f64)],
        columns: usize,
        room: f64,
    ) -> Option<Vec<i64>> {
        let demands: Vec<Demand> = demands
            .iter()
            .map(|&(column, columns, least, natural)| Demand {
                column,
                columns,
                least: Length::from_pt(least),
                natural: Length::from_pt(natural),
            })
            .collect();
        let found = solve(columns, &demands, Length::from_pt(10.0), Length::from_pt(room))?;
        #[expect(clippy::cast_possible_truncation, reason = "small numbers of a test")]
        Some(found.iter().map(|width| width.pt().round() as i64).collect())
    }

    #[test]
    fn columns_get_what_they_need_and_no_more_than_they_fill() {
        let short_and_long = [(0, 1, 20.0, 60.0), (1, 1, 40.0, 1500.0)];
        assert_eq!(points(&short_and_long, 2, 2000.0), Some(vec![60, 1500]), "all natural");
        assert_eq!(points(&short_and_long, 2, 69.0), None, "too narrow");
        let widths = points(&short_and_long, 2, 330.0).expect("there is room");
        assert_eq!(widths.iter().sum::<i64>(), 320, "the room is used: {widths:?}");
        assert!(widths[0] == 60 && widths[1] == 260, "the short one is not broken: {widths:?}");
        let spanned = [(0, 1, 10.0, 10.0), (1, 1, 10.0, 10.0), (0, 2, 50.0, 50.0)];
        assert_eq!(points(&spanned, 2, 100.0), Some(vec![20, 20]), "a span raises both");
    }
}
