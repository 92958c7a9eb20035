//! GitHub's names of emoji: `:rocket:`.

use super::inline_scan::{MarkReplacement, Spot};
use super::tally::Dialect;

/// Names and signs, each pair on a line.
const NAMES: &str = include_str!("emoji.txt");

/// Converts a name of an emoji to its sign.
pub(super) fn convert_inline(spot: Spot<'_>) -> Option<MarkReplacement> {
    let after = spot.rest.strip_prefix(':')?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-');
    let end = after.find(|c| !is_part(c)).filter(|end| after[*end..].starts_with(':'))?;
    let name = &after[..end];
    if spot.follows_word() || after[end + 1..].starts_with(is_part) {
        return None;
    }
    let mut pairs = NAMES.lines().filter_map(|line| line.split_once(' '));
    let (_, sign) = pairs.find(|(known, _)| *known == name)?;
    Some(MarkReplacement::new(Dialect::GitHub, "names of emoji", end + 2, sign.to_owned()))
}
