//! Hyphenation exceptions of the user, which hold in every language.

use std::collections::BTreeMap;
use std::fmt;

use super::Division;

/// Words with their only divisions.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Exceptions {
    /// The numbers of letters before the divisions, rising, by word in lower case.
    words: BTreeMap<String, Vec<usize>>,
}

/// An invalid word in a list of exceptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionsError {
    /// Line of the list, counted from 1.
    pub line: usize,
    /// The invalid word.
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
    /// Parses a list of words separated by white space, with hyphens at their divisions
    /// (`man-u-script`). A word without hyphens never divides. `#` begins a comment.
    ///
    /// # Errors
    /// The line and the word, if it does not consist of letters and hyphens between them.
    pub fn parse(text: &str) -> Result<Self, ExceptionsError> {
        let mut words = BTreeMap::new();
        for (line, number) in text.lines().zip(1..) {
            let before_comment = line.split('#').take(1);
            for word in before_comment.flat_map(str::split_whitespace) {
                let (letters, divisions) = parse_word(word)
                    .ok_or_else(|| ExceptionsError { line: number, word: word.to_owned() })?;
                words.insert(letters, divisions);
            }
        }
        Ok(Self { words })
    }

    /// Returns the divisions of a word; none if the list does not have it.
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

/// Returns the letters of `man-u-script` in lower case, and the number of them before each hyphen.
fn parse_word(word: &str) -> Option<(String, Vec<usize>)> {
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
