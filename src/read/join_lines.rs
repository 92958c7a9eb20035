//! Joining of the wrapped lines of a paragraph.
//!
//! A hyphen at a line end is removed only if the text has the joined word elsewhere, and not the
//! hyphenated one.

use std::collections::HashMap;

use super::source_line::{SourceLine, is_wide};
use crate::diagnostic::{Diagnostic, Place};

/// Words that follow a suspended hyphen: `pre- and post-war`.
const SUSPENDED: [&str; 16] = [
    "and", "or", "to", "und", "oder", "bzw", "sowie", "et", "ou", "y", "o", "e", "en", "of",
    "i", "и",
];

/// Longest part of a word that was divided at a line end, in bytes.
const MOST_PART_BYTES: usize = 64;

fn is_inside_word(c: char) -> bool {
    c.is_alphabetic() || c == '-' || c == '\'' || c == '’'
}

/// Returns the two parts of a word that a hyphen at a line end may divide. Only a part that
/// begins in lower case is in doubt: `Jean-` and `Paul` keep their hyphen.
fn divided_word<'a>(a: &'a str, b: &'a str) -> Option<(&'a str, &'a str)> {
    let head = a.strip_suffix(['-', '\u{2010}'])?;
    let head = head.rsplit(|c| !is_inside_word(c)).next()?;
    let tail = b.split(|c| !is_inside_word(c)).next()?;
    let ends =
        head.chars().next_back()?.is_alphabetic() && tail.starts_with(char::is_lowercase);
    let short = head.len() <= MOST_PART_BYTES && tail.len() <= MOST_PART_BYTES;
    (ends && short && !SUSPENDED.contains(&tail.to_lowercase().as_str()))
        .then_some((head, tail))
}

/// Joins the lines of one text.
#[derive(Debug)]
pub(super) struct LineJoiner {
    /// Words in lower case that a hyphen at a line end leaves in doubt; true for those that the
    /// text has elsewhere.
    doubtful: HashMap<String, bool>,
    /// One note for each word that lost its hyphen.
    pub(super) findings: Vec<Diagnostic>,
}

impl LineJoiner {
    /// Creates a joiner for a text of these lines.
    pub(super) fn new(lines: &[SourceLine<'_>]) -> Self {
        let mut doubtful = HashMap::new();
        for (a, b) in lines.iter().zip(lines.iter().skip(1)) {
            let next = b.text.trim_start_matches(['>', ' ']);
            if let Some((head, tail)) = divided_word(a.text, next) {
                doubtful.insert(format!("{head}{tail}").to_lowercase(), false);
                doubtful.insert(format!("{head}-{tail}").to_lowercase(), false);
            }
        }
        if let Some(longest) = doubtful.keys().map(String::len).max() {
            let words = lines.iter().flat_map(|line| line.text.split(|c| !is_inside_word(c)));
            for word in words.filter(|word| !word.is_empty() && word.len() <= longest) {
                if let Some(found) = doubtful.get_mut(&word.to_lowercase()) {
                    *found = true;
                }
            }
        }
        Self { doubtful, findings: Vec::new() }
    }

    /// Joins lines, and notes each word that lost its hyphen.
    pub(super) fn join(&mut self, lines: &[SourceLine<'_>]) -> String {
        let size = lines.iter().map(|line| line.text.len() + 1).sum();
        let mut text = String::with_capacity(size);
        let mut before: Option<&SourceLine<'_>> = None;
        for line in lines {
            if let Some(before) = before {
                self.end_line(&mut text, before, line);
            }
            push_words(&mut text, line.text);
            before = Some(line);
        }
        text
    }

    /// Appends a space after line `a`, or nothing, or removes its hyphen.
    fn end_line(&mut self, text: &mut String, a: &SourceLine<'_>, b: &SourceLine<'_>) {
        if text.ends_with('\u{AD}') {
            text.pop();
        } else if let Some((head, tail)) = divided_word(a.text, b.text) {
            let joined = format!("{head}{tail}");
            if self.has_word(&joined) && !self.has_word(&format!("{head}-{tail}")) {
                text.pop();
                let message = format!("`{head}-` and `{tail}` were joined to `{joined}`");
                let place = Place::line(a.number);
                self.findings.push(Diagnostic::note("hyphen-joined", place, message));
            }
        } else if !closes_up(a.text, b.text) {
            text.push(' ');
        }
    }

    fn has_word(&self, word: &str) -> bool {
        self.doubtful.get(&word.to_lowercase()) == Some(&true)
    }
}

/// True if two lines join without a space: after a hyphen or a closed dash, and between
/// characters that are written without spaces.
fn closes_up(a: &str, b: &str) -> bool {
    let mut ends = a.chars().rev();
    let (Some(last), Some(first)) = (ends.next(), b.chars().next()) else { return true };
    let before = ends.find(|c| *c != '-').filter(|c| !c.is_whitespace());
    let word = &b[..b.find(|c| !is_inside_word(c)).unwrap_or(b.len())];
    match last {
        '-' | '\u{2010}' if a.ends_with("--") => before.is_some() && first.is_alphanumeric(),
        '-' | '\u{2010}' => {
            before.is_some_and(char::is_alphanumeric)
                && first.is_alphanumeric()
                && !a.ends_with(" -")
                && !SUSPENDED.contains(&word)
        }
        '—' => before.is_some(),
        _ => is_wide(last) && is_wide(first) && !is_hangul(last),
    }
}

/// True for Korean letters, which are wide but have spaces between words.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Appends the words of a line with single spaces between them.
pub(super) fn push_words(text: &mut String, line: &str) {
    let breaks =
        |c: char| c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}' | '\u{3000}');
    let mut first = true;
    for word in line.split(breaks).filter(|word| !word.is_empty()) {
        if !first {
            text.push(' ');
        }
        text.push_str(word);
        first = false;
    }
}
