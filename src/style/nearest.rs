//! The name that was perhaps meant.
//!
//! Comes in: a word that is no name, and the names. Goes out: the nearest. Never done here: knowing
//! what the names stand for.

/// The name at most two slips away, the first of equals.
#[must_use]
pub fn nearest<'n>(wanted: &str, names: &[&'n str]) -> Option<&'n str> {
    let near = names.iter().min_by_key(|name| slips_between(wanted, name))?;
    let slips = slips_between(wanted, near);
    (slips <= 2 && slips < wanted.chars().count()).then_some(*near)
}

/// Letters to add, drop or change to make one word of the other (Levenshtein 1966). Long words
/// are as good as unlike, so that the cost is bounded.
pub(super) fn slips_between(one: &str, other: &str) -> usize {
    const LONGEST: usize = 16;
    if one.len() > LONGEST {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.bytes().enumerate() {
        let mut before = i;
        let mut left = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(other.bytes()) {
            let price = (before + usize::from(a != b)).min(left + 1).min(*cell + 1);
            before = *cell;
            *cell = price;
            left = price;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
