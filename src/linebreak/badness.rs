//! Badness of a line: about 100 times the cube of shortfall over stretch or shrink.

/// TeX's infinite badness (§108).
pub(super) const INFINITE: i64 = 10_000;
/// Badness of a line that does not fit even when shrunk (§851: one more than infinite).
pub(super) const OVERFULL: i64 = INFINITE + 1;

/// Above this shortfall (about 110 pt) TeX divides first, for its 32-bit words (§108).
const LARGE_SHORTFALL: i64 = 7_230_584;
/// Below this stretch (about 25.4 pt) TeX counts a large shortfall as infinitely bad (§108, §852).
const LARGE_STRETCH: i64 = 1_663_497;
/// 297³ is nearly 100 · 2¹⁸ (§108): a ratio in units of 1/297 is cubed and shifted.
pub(super) const UNIT: i64 = 297;
/// Beyond this ratio (in 1/297, that is 4.34) badness is infinite in TeX (§108).
const TEX_PLATEAU: i64 = 1_290;
/// Ratio at which unbounded badness stops growing, in 1/297: a ratio of 337, badness 3.8·10⁹.
const LAST_RATIO: i64 = 100_000;

/// Returns TeX's `badness(t, s)` for t ≥ 0 (§108), with `flex` the stretch or shrink.
pub(super) fn tex_badness(shortfall: i64, flex: i64) -> i64 {
    if shortfall == 0 {
        return 0;
    }
    if flex <= 0 {
        return INFINITE;
    }
    let ratio = if shortfall <= LARGE_SHORTFALL {
        shortfall * UNIT / flex
    } else if flex >= LARGE_STRETCH {
        shortfall / (flex / UNIT)
    } else {
        shortfall
    };
    if ratio > TEX_PLATEAU { INFINITE } else { cube(ratio) }
}

/// Returns the badness of a line that stretches, with TeX's short cut for very loose ones (§852).
pub(super) fn tex_stretch_badness(shortfall: i64, stretch: i64) -> i64 {
    if shortfall > LARGE_SHORTFALL && stretch < LARGE_STRETCH {
        INFINITE
    } else {
        tex_badness(shortfall, stretch)
    }
}

/// Returns the ratio of shortfall and flex (stretch or shrink) in units of 1/297, on TeX's scale
/// without its plateau, so that very loose lines are ranked too.
///
/// A line that cannot stretch is evaluated as if it could by `least`, so that it is ranked too.
pub(super) fn flex_ratio(shortfall: i64, flex: i64, least: i64) -> i64 {
    let flex = flex.max(least).max(1);
    let ratio = match shortfall.checked_mul(UNIT) {
        Some(product) => product / flex,
        None => shortfall / (flex / UNIT).max(1),
    };
    ratio.min(LAST_RATIO)
}

/// Returns the square of a space's deviation from its natural width at this ratio, in millionths of
/// the width. At a ratio of 1 it deviates by `1 / part`: half its width stretched, a third shrunk.
pub(super) fn unevenness(ratio: i64, part: i64) -> i64 {
    let thousandths = ratio * 1000 / (UNIT * part);
    thousandths * thousandths
}

/// Returns 100 times the cube of a ratio in units of 1/297, rounded as TeX rounds it.
pub(super) fn cube(ratio: i64) -> i64 {
    (ratio * ratio * ratio + (1 << 17)) >> 18
}

/// Returns the least ratio, in units of 1/297, whose badness is above `tolerance`, if there is one.
pub(super) fn least_ratio_beyond(tolerance: i64) -> Option<i64> {
    if cube(LAST_RATIO) <= tolerance {
        return None;
    }
    let (mut within, mut beyond) = (-1, LAST_RATIO);
    while beyond - within > 1 {
        let middle = (within + beyond).div_euclid(2);
        if cube(middle) > tolerance { beyond = middle } else { within = middle }
    }
    Some(beyond)
}
