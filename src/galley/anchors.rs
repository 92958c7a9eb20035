//! Headings of the article that links lead to, by their names.

use std::collections::BTreeMap;

use super::EntryId;
use crate::article::HeadingNames;

/// Headings by their names.
#[derive(Debug, Default)]
pub(super) struct HeadingAnchors {
    names: HeadingNames,
    /// Headings, by their names.
    exact: BTreeMap<String, EntryId>,
    /// The same by the letters and digits of the names alone, since editing changes dashes and spaces.
    loose: BTreeMap<String, EntryId>,
}

impl HeadingAnchors {
    /// Adds the next heading of the article, which has these words.
    pub(super) fn add(&mut self, words: &str, heading: EntryId) {
        let name = self.names.next_name(words);
        let letters = letters(&name);
        if !letters.is_empty() {
            self.loose.entry(letters).or_insert(heading);
        }
        self.exact.insert(name, heading);
    }

    /// Returns the heading of a name.
    pub(super) fn find(&self, name: &str) -> Option<EntryId> {
        self.exact.get(name).or_else(|| self.loose.get(&letters(name))).copied()
    }
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}
