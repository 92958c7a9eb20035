//! Lines that stay as they are: verse, addresses, signatures.

use super::source_line::SourceLine;
use super::{inline, join_lines, line_syntax};
use crate::article::{BlockKind, VerseLine};

/// Columns of one step of indent.
const STEP: u32 = 2;

/// Most steps of indent, forty columns.
pub(super) const MOST_STEPS: u8 = 20;

/// Returns the steps of indent for a number of columns.
pub(super) fn indent_steps(columns: u32) -> u8 {
    u8::try_from(columns.div_ceil(STEP)).map_or(MOST_STEPS, |steps| steps.min(MOST_STEPS))
}

/// Returns verse of these lines.
pub(super) fn verse(lines: &[SourceLine<'_>]) -> BlockKind {
    let least = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    let verse = lines.iter().map(|line| {
        let mut words = String::with_capacity(line.text.len());
        join_lines::push_words(&mut words, line.text);
        VerseLine { indent: indent_steps(line.indent - least), text: inline::parse(&words) }
    });
    BlockKind::Verse(verse.collect())
}

/// True if two runs of verse are stanzas of one poem: sentences in both, no address.
pub(super) fn are_stanzas(a: &[SourceLine<'_>], b: &[SourceLine<'_>]) -> bool {
    // No line of an address begins in lower case.
    let lower = |lines: &[SourceLine<'_>]| {
        lines.iter().any(|line| line_syntax::starts_lower(line.text))
    };
    let poetic = |lines: &[SourceLine<'_>]| {
        let figures = lines.iter().filter(|l| l.text.contains(|c: char| c.is_ascii_digit()));
        let signs: usize = lines.iter().map(|l| l.text.chars().count()).sum();
        let signs = if lower(lines) { signs * 3 } else { signs };
        lines.len() > 1 && figures.count() * 3 <= lines.len() && signs >= lines.len() * 14
    };
    poetic(a) && poetic(b)
}
