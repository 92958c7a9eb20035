//! Words that divide as the person says.
//!
//! Comes in: a list of words with their hyphens. Goes out: [`Exceptions`]. Never done here: opening a
//! file, knowing a language: an exception holds in all.

use std::collections::BTreeMap;
use std::fmt;

use super::Division;

/// Words with the only places where they may divide.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Exceptions {
    /// By the word in lower case: the numbers of letters before its divisions, rising.
    words: BTreeMap<String, Vec<usize>>,
}

/// A word of a list of exceptions that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionsError {
    /// The line of the list, counted from 1.
    pub line: usize,
    /// What stands there.
    pub word: String,
}

impl fmt::Display for ExceptionsError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, word } = self;
        write!(out, "line {line}: `{word}` is not a word such as man-u-script")
    }
}

impl std::error::Error for ExceptionsError {}

impl Exceptions {
    /// Reads a list: words parted by white space, each with hyphens where it may divide
    /// (`man-u-script`), one without hyphens that never does. What follows `#` on a line is a note.
    ///
    /// # Errors
    /// The line and the word that is none: letters and hyphens make a word.
    pub fn parse(text: &str) -> Result<Self, ExceptionsError> {
        let mut words = BTreeMap::new();
        for (line, number) in text.lines().zip(1..) {
            let line = line.split('#').next().unwrap_or_default();
            for word in line.split_whitespace() {
                let (letters, divisions) = split(word)
                    .ok_or_else(|| ExceptionsError { line: number, word: word.to_owned() })?;
                words.insert(letters, divisions);
            }
        }
        Ok(Self { words })
    }

    /// Where a word may divide; none where the list does not have it.
    #[must_use]
    pub fn divide(&self, word: &str) -> Option<Vec<Division>> {
        if self.words.is_empty() {
            return None;
        }
        let divisions = self.words.get(&word.to_lowercase())?;
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let division = |&letters: &usize| {
            starts.get(letters).map(|&at| Division { at, before: None, after: None })
        };
        Some(divisions.iter().filter_map(division).collect())
    }
}

/// The letters of `man-u-script` in lower case, and the numbers of them before each hyphen.
fn split(word: &str) -> Option<(String, Vec<usize>)> {
    let mut letters = String::with_capacity(word.len());
    let mut divisions = Vec::new();
    let mut count = 0;
    for c in word.chars() {
        match c {
            '-' if count == 0 || divisions.last() == Some(&count) => return None,
            '-' => divisions.push(count),
            c if c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36F}') => {
                letters.extend(c.to_lowercase());
                count += 1;
            }
            _ => return None,
        }
    }
    (count > 0 && divisions.last() != Some(&count)).then_some((letters, divisions))
}
