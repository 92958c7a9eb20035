//! Wrapped lines become one line again.
//!
//! Comes in: the lines of a paragraph, and the words of the whole text. Goes out: its words with
//! single spaces. Never done here: taking a hyphen away on suspicion.

use std::collections::HashMap;

use super::line::{Line, is_wide};
use crate::diagnostic::{Diagnostic, Place};

/// Words that follow a hyphen which stands for a part left out: `pre- and post-war`.
const SUSPENDED: [&str; 16] = [
    "and", "or", "to", "und", "oder", "bzw", "sowie", "et", "ou", "y", "o", "e", "en", "of",
    "i", "и",
];

/// Which of the words that a line-end hyphen leaves in doubt the text has elsewhere.
#[derive(Debug, Default)]
struct Vocabulary {
    seen: HashMap<String, bool>,
}

impl Vocabulary {
    /// Gathers the doubtful words of all lines, then looks for them in all lines.
    fn of(lines: &[Line<'_>]) -> Self {
        let mut seen = HashMap::new();
        for (a, b) in lines.iter().zip(lines.iter().skip(1)) {
            let next = b.text.trim_start_matches(['>', ' ']);
            if let Some((head, tail)) = parted(a.text, next) {
                seen.insert(format!("{head}{tail}").to_lowercase(), false);
                seen.insert(format!("{head}-{tail}").to_lowercase(), false);
            }
        }
        if !seen.is_empty() {
            let longest = seen.keys().map(String::len).max().unwrap_or(0);
            for line in lines {
                mark_seen(line.text, longest, &mut seen);
            }
        }
        Self { seen }
    }

    fn has(&self, word: &str) -> bool {
        self.seen.get(&word.to_lowercase()).copied().unwrap_or(false)
    }
}

fn is_inside(c: char) -> bool {
    c.is_alphabetic() || c == '-' || c == '\'' || c == '’'
}

fn mark_seen(text: &str, longest: usize, seen: &mut HashMap<String, bool>) {
    for word in text.split(|c| !is_inside(c)) {
        if word.is_empty() || word.len() > longest {
            continue;
        }
        if let Some(found) = seen.get_mut(&word.to_lowercase()) {
            *found = true;
        }
    }
}

/// The two parts of a word that a hyphen at the end of a line may have parted. Only a small
/// letter after the hyphen leaves a doubt: `Jean-` and `Paul` keep theirs.
fn parted<'a>(a: &'a str, b: &'a str) -> Option<(&'a str, &'a str)> {
    let head = a.strip_suffix(['-', '\u{2010}'])?;
    let head = head.rsplit(|c| !is_inside(c)).next()?;
    let tail = b.split(|c| !is_inside(c)).next()?;
    let ends =
        head.chars().next_back()?.is_alphabetic() && tail.starts_with(char::is_lowercase);
    let whole = head.len() <= 64 && tail.len() <= 64;
    (ends && whole && !SUSPENDED.contains(&tail.to_lowercase().as_str()))
        .then_some((head, tail))
}

/// Joins the lines of one text, and remembers what is told of it.
#[derive(Debug)]
pub(super) struct Joiner {
    words: Vocabulary,
    /// Each word that lost its hyphen.
    pub(super) findings: Vec<Diagnostic>,
}

impl Joiner {
    /// A joiner for a text of these lines.
    pub(super) fn new(lines: &[Line<'_>]) -> Self {
        Self { words: Vocabulary::of(lines), findings: Vec::new() }
    }

    /// Joins lines to one, and tells each word that lost its hyphen.
    pub(super) fn join(&mut self, lines: &[Line<'_>]) -> String {
        let size = lines.iter().map(|line| line.text.len() + 1).sum();
        let mut text = String::with_capacity(size);
        let mut before: Option<&Line<'_>> = None;
        for line in lines {
            if let Some(before) = before {
                glue(&mut text, (before, line), &self.words, &mut self.findings);
            }
            push_words(&mut text, line.text);
            before = Some(line);
        }
        text
    }
}

/// Puts between two lines what belongs there: a space, nothing, or one hyphen less.
fn glue(
    text: &mut String,
    (a, b): (&Line<'_>, &Line<'_>),
    words: &Vocabulary,
    findings: &mut Vec<Diagnostic>,
) {
    if text.ends_with('\u{AD}') {
        text.pop();
        return;
    }
    if let Some((head, tail)) = parted(a.text, b.text) {
        let joined = format!("{head}{tail}");
        if words.has(&joined) && !words.has(&format!("{head}-{tail}")) {
            text.pop();
            let message = format!("`{head}-` and `{tail}` were joined to `{joined}`");
            findings.push(Diagnostic::note("hyphen-joined", Place::line(a.number), message));
        }
        return;
    }
    if !closes_up(a.text, b.text) {
        text.push(' ');
    }
}

/// Whether two lines join without a space: after a hyphen or a closed dash, and between
/// characters that are written without spaces.
fn closes_up(a: &str, b: &str) -> bool {
    let mut ends = a.chars().rev();
    let (Some(last), Some(first)) = (ends.next(), b.chars().next()) else { return true };
    let before = ends.find(|c| *c != '-').filter(|c| !c.is_whitespace());
    let word = b.split(|c| !is_inside(c)).next().unwrap_or_default();
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

/// Korean has wide letters but spaces between words.
fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Appends the words of a line, single spaces between them.
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
