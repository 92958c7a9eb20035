//! Lines that stay as they are: verse, addresses, signatures.
//!
//! Comes in: lines. Goes out: verse with its steps of indent. Never done here: deciding that
//! lines are verse.

use super::line::Line;
use super::{hyphen, inline, mark};
use crate::article::{BlockKind, VerseLine};

/// Columns of one step of indent.
const STEP: u32 = 2;
/// Deepest step kept, forty columns.
const DEEPEST: u32 = 20;

/// Verse of these lines.
pub(super) fn verse(lines: &[Line<'_>]) -> BlockKind {
    let least = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    let verse = lines.iter().map(|line| {
        let mut words = String::with_capacity(line.text.len());
        hyphen::push_words(&mut words, line.text);
        let indent = (line.indent - least).div_ceil(STEP).min(DEEPEST);
        VerseLine { indent: u8::try_from(indent).unwrap_or(0), text: inline::parse(&words) }
    });
    BlockKind::Verse(verse.collect())
}

/// Whether two stretches of verse are stanzas of one poem: words in both, no address.
pub(super) fn are_stanzas(a: &[Line<'_>], b: &[Line<'_>]) -> bool {
    // No line of an address begins with a small letter.
    let lower = |lines: &[Line<'_>]| lines.iter().any(|line| mark::starts_lower(line.text));
    let poetic = |lines: &[Line<'_>]| {
        let figures = lines.iter().filter(|l| l.text.contains(|c: char| c.is_ascii_digit()));
        let signs: usize = lines.iter().map(|l| l.text.chars().count()).sum();
        let signs = if lower(lines) { signs * 3 } else { signs };
        lines.len() > 1 && figures.count() * 3 <= lines.len() && signs >= lines.len() * 14
    };
    poetic(a) && poetic(b)
}
