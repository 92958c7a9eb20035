//! Suggestions for misspelt names.

use std::cmp::Reverse;

use strsim::osa_distance;

/// Least length of a beginning that suggests the name, in letters.
const LEAST_PREFIX: usize = 3;

/// Most slips of a name that is suggested.
const MOST_SLIPS: usize = 2;

/// Returns the name with the fewest slips, if there are two at most; else the only name that begins
/// with `wanted`. Of names with equally many slips it is the one with the longest common beginning
/// (`titel` means `title`, not `site`), and of those the last.
#[must_use]
pub fn nearest<'n>(wanted: &str, names: &[&'n str]) -> Option<&'n str> {
    let letters = wanted.chars().count();
    let common =
        |name: &str| wanted.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    let near = names
        .iter()
        .rev()
        .filter_map(|name| Some((slips_between(wanted, name)?, Reverse(common(name)), *name)));
    match near.min_by_key(|(slips, common, _)| (*slips, *common)) {
        Some((slips, _, name)) if slips < letters => return Some(name),
        _ => {}
    }
    let mut begun =
        names.iter().filter(|name| letters >= LEAST_PREFIX && name.starts_with(wanted));
    begun.next().filter(|_| begun.next().is_none()).copied()
}

/// Counts the letters to add, drop, change or swap with their neighbour to make one word of the
/// other; none if they are more than [`MOST_SLIPS`]. Words of very different length are not
/// compared, so that a long word costs little.
fn slips_between(one: &str, other: &str) -> Option<usize> {
    let difference = one.chars().count().abs_diff(other.chars().count());
    let slips = (difference <= MOST_SLIPS).then(|| osa_distance(one, other))?;
    (slips <= MOST_SLIPS).then_some(slips)
}

#[cfg(test)]
mod tests {
    use crate::style::nearest::nearest;

    #[test]
    fn a_misspelt_name_is_recognised() {
        let names = ["stem", "title", "site", "page", "pages", "large-print", "d\u{E9}j\u{E0}"];
        for (wanted, name) in [
            ("stme", Some("stem")),
            ("titel", Some("title")),
            ("pge", Some("page")),
            ("pags", Some("pages")),
            ("lar", Some("large-print")),
            ("la", None),
            ("deja", Some("d\u{E9}j\u{E0}")),
            ("ab", None),
            ("something else", None),
        ] {
            assert_eq!(nearest(wanted, &names), name, "{wanted}");
        }
        assert_eq!(nearest(&"pages".repeat(1 << 20), &names), None, "a word of megabytes");
    }
}
