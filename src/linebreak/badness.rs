//! How bad a line is, from what it lacks and what can give.
//!
//! Comes in: a shortfall and the stretch or shrink against it. Goes out: badness, about 100 times
//! the cube of their ratio. Never done here: weighing badness against anything else.

/// TeX's infinite badness (§108).
pub(super) const INFINITE: i64 = 10_000;
/// The badness of a line that does not fit even when shrunk (§851: one more than infinite).
pub(super) const OVERFULL: i64 = INFINITE + 1;

/// Above this shortfall (about 110 pt) TeX divides first, for its 32-bit words (§108).
const LARGE_SHORTFALL: i64 = 7_230_584;
/// Below this stretch (about 25.4 pt) a large shortfall is hopeless to TeX (§108, §852).
const LARGE_STRETCH: i64 = 1_663_497;
/// 297³ is nearly 100 · 2¹⁸ (§108): a ratio in units of 1/297 is cubed and shifted.
pub(super) const UNIT: i64 = 297;
/// Beyond this ratio (in 1/297, that is 4.34) TeX answers "infinite" (§108).
const TEX_PLATEAU: i64 = 1_290;
/// The ratio at which unbounded badness stops growing, in 1/297: a ratio of 337, badness 3.8·10⁹.
const LAST_RATIO: i64 = 100_000;

/// TeX's `badness(t, s)` for t ≥ 0 (§108).
pub(super) fn tex(shortfall: i64, give: i64) -> i64 {
    if shortfall == 0 {
        return 0;
    }
    if give <= 0 {
        return INFINITE;
    }
    let ratio = if shortfall <= LARGE_SHORTFALL {
        shortfall * UNIT / give
    } else if give >= LARGE_STRETCH {
        shortfall / (give / UNIT)
    } else {
        shortfall
    };
    if ratio > TEX_PLATEAU { INFINITE } else { cube(ratio) }
}

/// TeX's short cut for a line that has to stretch (§852): hopeless lines are not computed.
pub(super) fn tex_stretching(shortfall: i64, give: i64) -> i64 {
    if shortfall > LARGE_SHORTFALL && give < LARGE_STRETCH {
        INFINITE
    } else {
        tex(shortfall, give)
    }
}

/// The ratio of shortfall and give in units of 1/297, for TeX's scale without its plateau: of two
/// hopeless lines the worse one is known.
///
/// A line that cannot stretch is judged as if it could by `least`, so that it too is ranked.
pub(super) fn ratio(shortfall: i64, give: i64, least: i64) -> i64 {
    let give = give.max(least).max(1);
    let ratio = match shortfall.checked_mul(UNIT) {
        Some(product) => product / give,
        None => shortfall / (give / UNIT).max(1),
    };
    ratio.min(LAST_RATIO)
}

/// What a space of this ratio differs by from its natural width, squared, in millionths: a stretch
/// of 1 is half of the space, a shrink of 1 a third.
pub(super) fn unevenness(ratio: i64, part: i64) -> i64 {
    let thousandths = ratio * 1000 / (UNIT * part);
    thousandths * thousandths
}

/// 100 times the cube of a ratio given in units of 1/297, rounded as TeX rounds it.
pub(super) fn cube(ratio: i64) -> i64 {
    (ratio * ratio * ratio + (1 << 17)) >> 18
}

/// The least ratio, in units of 1/297, whose badness is above `tolerance`; none where none is.
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
