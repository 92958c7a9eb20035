//! The name that was perhaps meant.
//!
//! Comes in: a word that is no name, and the names. Goes out: the nearest. Never done here: knowing
//! what the names stand for.

/// Letters from which the beginning of a name tells which it is.
const TELLING: usize = 3;

/// The name at most two slips away, the first of equals; else the only one that begins so.
#[must_use]
pub fn nearest<'n>(wanted: &str, names: &[&'n str]) -> Option<&'n str> {
    let near = names.iter().min_by_key(|name| slips_between(wanted, name))?;
    let slips = slips_between(wanted, near);
    let letters = wanted.chars().count();
    if slips <= 2 && slips < letters {
        return Some(*near);
    }
    let mut begun = names.iter().filter(|name| letters >= TELLING && name.starts_with(wanted));
    begun.next().filter(|_| begun.next().is_none()).copied()
}

/// Letters to add, drop or change to make one word of the other (Levenshtein 1966). What both
/// share at their ends is left aside; words that differ for longer are as good as unlike, so that
/// the cost is bounded.
pub(super) fn slips_between(one: &str, other: &str) -> usize {
    const LONGEST: usize = 16;
    let (one, other) = without_common_ends(one.as_bytes(), other.as_bytes());
    if one.len() > LONGEST {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut before = i;
        let mut left = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(other) {
            let price = (before + usize::from(a != b)).min(left + 1).min(*cell + 1);
            before = *cell;
            *cell = price;
            left = price;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// Both without what they begin and end with alike.
fn without_common_ends<'w>(mut one: &'w [u8], mut other: &'w [u8]) -> (&'w [u8], &'w [u8]) {
    while let ([a, rest @ ..], [b, others @ ..]) = (one, other)
        && a == b
    {
        (one, other) = (rest, others);
    }
    while let ([rest @ .., a], [others @ .., b]) = (one, other)
        && a == b
    {
        (one, other) = (rest, others);
    }
    (one, other)
}
