//! Widths of table columns, from the widths that their cells need.

use crate::galley::to_i64;
use crate::unit::Length;

/// Widths that a cell demands of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::galley) struct WidthDemand {
    /// First column.
    pub(in crate::galley) column: usize,
    /// Number of columns that it covers, at least 1.
    pub(in crate::galley) columns: usize,
    /// Width below which something in it does not fit.
    pub(in crate::galley) least: Length,
    /// Width in which none of its lines is broken.
    pub(in crate::galley) natural: Length,
}

/// Halvings of the search for the level: after 40 the error is below a scaled point.
const STEPS: u32 = 40;

/// Returns the widths of `columns` columns with `gap` between them in at most `room`; none if they
/// do not fit.
///
/// If not all can have their natural width, each gets in proportion to the square root of it, but
/// never less than it needs nor more than it would fill: in exact proportion, short columns would be
/// broken for the sake of long ones, and in equal shares long ones would grow too deep. Columns that
/// want less than half of an equal share have it whole if that leaves the others room.
pub(in crate::galley) fn column_widths(
    columns: usize,
    demands: &[WidthDemand],
    gap: Length,
    room: Length,
) -> Option<Vec<Length>> {
    let mut least = vec![Length::ZERO; columns];
    let mut natural = vec![Length::ZERO; columns];
    let mut sorted: Vec<&WidthDemand> = demands.iter().collect();
    sorted.sort_by_key(|demand| demand.columns);
    for demand in sorted {
        let covered = demand.column..demand.column + demand.columns;
        widen(&mut least[covered.clone()], demand.least, gap);
        widen(&mut natural[covered], demand.natural, gap);
    }
    for (natural, least) in natural.iter_mut().zip(&least) {
        *natural = (*natural).max(*least);
    }
    let room = room - gap * to_i64(columns.saturating_sub(1));
    if least.iter().copied().sum::<Length>() > room {
        return None;
    }
    if natural.iter().copied().sum::<Length>() <= room {
        return Some(natural);
    }
    let half = room / to_i64(2 * columns);
    let short = |(natural, least): (&Length, &Length)| {
        if *natural <= half { *natural } else { *least }
    };
    let spared: Vec<Length> = natural.iter().zip(&least).map(short).collect();
    if spared.iter().copied().sum::<Length>() <= room {
        least = spared;
    }
    let weights: Vec<f64> = natural.iter().map(|it| it.pt().max(0.0).sqrt()).collect();
    let widths_at = |level: f64| -> Vec<Length> {
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
        if widths_at(middle).into_iter().sum::<Length>() <= room {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(widths_at(low))
}

/// Widens columns, each by the same, until they and the gaps between them hold `width`.
fn widen(columns: &mut [Length], width: Length, gap: Length) {
    let count = to_i64(columns.len());
    let lacking = width - gap * (count - 1) - columns.iter().copied().sum::<Length>();
    if lacking > Length::ZERO {
        let share = Length::from_sp((lacking.sp() + count - 1) / count);
        columns.iter_mut().for_each(|width| *width += share);
    }
}

#[cfg(test)]
mod tests {
    use crate::galley::table::columns::{WidthDemand, column_widths};
    use crate::unit::Length;

    fn points(
        demands: &[(usize, usize, f64, f64)],
        columns: usize,
        room: f64,
    ) -> Option<Vec<i64>> {
        let demands: Vec<WidthDemand> = demands
            .iter()
            .map(|&(column, columns, least, natural)| WidthDemand {
                column,
                columns,
                least: Length::from_pt(least),
                natural: Length::from_pt(natural),
            })
            .collect();
        let found =
            column_widths(columns, &demands, Length::from_pt(10.0), Length::from_pt(room))?;
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
