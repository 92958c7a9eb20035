//! Characters that no face has, counted over a galley.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};

use super::{Item, Line};

/// Number of characters that get a diagnostic each; the rest are counted.
const MAX_NAMED: usize = 20;

/// Occurrences of a character that no face has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Occurrences {
    count: u32,
    /// First place in the source.
    first: Place,
}

/// Characters that no face has.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct MissingGlyphs(BTreeMap<char, Occurrences>);

impl MissingGlyphs {
    fn add(&mut self, c: char, count: u32, first: Place) {
        self.0.entry(c).or_insert(Occurrences { count: 0, first }).count += count;
    }

    /// Adds the missing characters of a line from `place` of the source.
    pub(super) fn add_line(&mut self, line: &Line, place: Place) {
        for item in &line.items {
            if let Item::Text(text) = item {
                let missing = text.shaped.runs.iter().filter_map(|run| run.missing);
                missing.for_each(|c| self.add(c, 1, place));
            }
        }
    }

    /// Adds the missing characters of a later part of the text.
    pub(super) fn add_all(&mut self, later: Self) {
        for (c, Occurrences { count, first }) in later.0 {
            self.add(c, count, first);
        }
    }

    /// Returns a warning for each of the first characters, and one for the rest.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        let named = self.0.iter().take(MAX_NAMED).map(|(&c, &Occurrences { count, first })| {
            let times = if count == 1 { String::new() } else { format!(", {count} times") };
            let message = format!(
                "no face has the character U+{:04X} ({c}){times}; it is shown as a box with its code",
                u32::from(c)
            );
            Diagnostic::warning("missing-glyph", first, message)
                .hint("give a font that has it with --font FILE")
        });
        let rest = self.0.values().nth(MAX_NAMED).map(|Occurrences { first, .. }| {
            let count = self.0.len() - MAX_NAMED;
            let message = format!("{count} more characters are in no face and shown as boxes");
            Diagnostic::warning("missing-glyph", *first, message)
        });
        named.chain(rest).collect()
    }
}
