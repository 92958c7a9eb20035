//! Characters that no face has, gathered over the galley.
//!
//! Comes in: set lines. Goes out: one diagnostic for each character. Never done here: drawing.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};

use super::{Item, Line};

/// Different characters named one by one; the rest is counted.
const MOST_NAMED: usize = 20;

/// What was missing, by character: how often, and where first.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Missing(BTreeMap<char, (u32, Place)>);

impl Missing {
    /// Notes what is missing in a line.
    pub(super) fn note(&mut self, line: &Line, place: Place) {
        for item in &line.items {
            let Item::Text(text) = item else { continue };
            for c in text.shaped.runs.iter().filter_map(|run| run.missing) {
                self.0.entry(c).or_insert((0, place)).0 += 1;
            }
        }
    }

    /// Adds what another share of the text found further on.
    pub(super) fn join(&mut self, later: Self) {
        for (c, (count, place)) in later.0 {
            self.0.entry(c).or_insert((0, place)).0 += count;
        }
    }

    /// One warning for each character.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = self
            .0
            .iter()
            .take(MOST_NAMED)
            .map(|(&c, &(count, place))| {
                let times = if count == 1 { String::new() } else { format!(", {count} times") };
                let message = format!(
                    "no face has the character U+{:04X} ({c}){times}; it is shown as a box with \
                     its code",
                    u32::from(c)
                );
                Diagnostic::warning("missing-glyph", place, message)
                    .hint("give a font that has it with --font FILE")
            })
            .collect();
        if self.0.len() > MOST_NAMED {
            let rest = self.0.len() - MOST_NAMED;
            let place =
                self.0.values().nth(MOST_NAMED).map(|found| found.1).unwrap_or_default();
            let message = format!("{rest} more characters are in no face and shown as boxes");
            found.push(Diagnostic::warning("missing-glyph", place, message));
        }
        found
    }
}
