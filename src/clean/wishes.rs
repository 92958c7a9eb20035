//! What the person wants kept or dropped.
//!
//! Comes in: units and [`Wishes`]. Goes out: units marked as kept, or as gone by the rule
//! `dropped`. Never done here: asking whether the wish is wise; [`super::report`] tells.

use std::borrow::Cow;

use super::Wishes;
use super::unit::{Gone, Unit};

/// The rule of what goes because the person said so.
pub(super) const DROPPED: &str = "dropped";

/// Marks what a wish names. Where both speak, keeping wins: a block too much can be seen on the
/// page, a block too few cannot.
pub(super) fn obey(units: &mut [Unit<'_>], wishes: &Wishes) {
    if wishes.keep.is_empty() && wishes.drop.is_empty() {
        return;
    }
    let keep: Vec<String> = wishes.keep.iter().map(|pattern| comparable(pattern)).collect();
    let drop: Vec<(String, &str)> =
        wishes.drop.iter().map(|pattern| (comparable(pattern), pattern.as_str())).collect();
    for unit in units {
        let text = comparable(&unit.text);
        let names = |pattern: &String| !pattern.is_empty() && text.contains(pattern.as_str());
        if keep.iter().any(names) {
            unit.kept = true;
        } else if let Some((_, pattern)) = drop.iter().find(|(pattern, _)| names(pattern)) {
            let pattern = Cow::Owned((*pattern).to_owned());
            unit.take(Gone { rule: DROPPED, pattern });
        }
    }
}

/// Whether the person wants a text kept.
pub(super) fn keeps(wishes: &Wishes, text: &str) -> bool {
    let text = comparable(text);
    let mut patterns = wishes.keep.iter().map(|pattern| comparable(pattern));
    patterns.any(|pattern| !pattern.is_empty() && text.contains(&pattern))
}

/// Small letters, single spaces, straight quotes: what one can type at a shell.
fn comparable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                '‘' | '’' | '‚' => out.push('\''),
                '“' | '”' | '„' => out.push('"'),
                '‐' | '‑' => out.push('-'),
                _ => out.extend(c.to_lowercase()),
            }
        }
    }
    out
}
