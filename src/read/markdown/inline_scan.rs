//! Search for the marks of dialects inside lines, outside of code and tags.

use std::collections::BTreeMap;

use super::tally::{Dialect, Findings, Signs};

/// Most bytes of one mark, which keeps the search proportional to the length of the text.
pub(super) const MOST_BYTES: usize = 2000;

/// Most bytes of an address before a sign.
const MOST_ADDRESS_BYTES: usize = 300;

/// Signs that marks and the things around them begin with.
const SIGNS: [char; 12] = ['\\', '`', '$', '[', '!', '%', '=', '^', '~', '{', ':', '@'];

/// Mark in the place of which other text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarkReplacement {
    /// Bytes that it takes.
    pub(super) length: usize,
    /// Markdown in its place.
    pub(super) text: String,
    /// Dialect.
    pub(super) dialect: Dialect,
    /// Kind of the marks, in the plural.
    pub(super) what: &'static str,
    /// The mark is left out.
    pub(super) left_out: bool,
}

impl MarkReplacement {
    /// Creates a replacement that keeps the text of a mark.
    pub(super) fn new(
        dialect: Dialect,
        what: &'static str,
        length: usize,
        text: String,
    ) -> Self {
        Self { length, text, dialect, what, left_out: false }
    }

    /// Creates a replacement by nothing.
    pub(super) fn gone(dialect: Dialect, what: &'static str, length: usize) -> Self {
        Self { length, text: String::new(), dialect, what, left_out: true }
    }
}

/// Place in a text where a mark may begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'t> {
    /// Text from here on, at most [`MOST_BYTES`].
    pub(super) rest: &'t str,
    /// Character before.
    pub(super) before: Option<char>,
    /// Signs of the whole text.
    pub(super) signs: Signs,
    /// Numbers of labelled examples.
    pub(super) examples: &'t BTreeMap<String, usize>,
}

impl<'t> Spot<'t> {
    /// Returns what stands between `open`, here, and the next `close`.
    pub(super) fn between(&self, open: &str, close: &str) -> Option<&'t str> {
        let inner = self.rest.strip_prefix(open)?;
        inner.find(close).map(|end| &inner[..end])
    }

    /// True if the character before is a letter or a digit.
    pub(super) fn follows_word(&self) -> bool {
        self.before.is_some_and(char::is_alphanumeric)
    }
}

/// Search for marks in a text without empty lines.
#[derive(Debug)]
pub(super) struct InlineScan<'s> {
    /// Signs of the whole text.
    pub(super) signs: Signs,
    /// Numbers of labelled examples.
    pub(super) examples: &'s BTreeMap<String, usize>,
    /// Marks found.
    pub(super) findings: &'s mut Findings,
    /// Number of the first line.
    pub(super) line: usize,
    /// Conversion of marks by the dialects.
    pub(super) read_mark: MarkReader,
}

/// Conversion of the mark at a place; none where none is.
pub(super) type MarkReader = fn(Spot<'_>) -> Option<MarkReplacement>;

impl InlineScan<'_> {
    /// Returns the text with its marks converted, and with as many lines.
    pub(super) fn convert(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(found) = text[at..].find(|c| SIGNS.contains(&c) || c == '<' || c == ']')
        {
            out.push_str(&text[at..at + found]);
            at += found;
            let rest = clip(&text[at..], MOST_BYTES);
            let before = text[..at].chars().next_back();
            let spot = Spot { rest, before, signs: self.signs, examples: self.examples };
            if !is_in_address(&text[..at])
                && let Some(replacement) = (self.read_mark)(spot)
            {
                self.push(&replacement, spot.rest, &text[..at], &mut out);
                at += replacement.length;
                continue;
            }
            let kept = kept_length(rest);
            out.push_str(&rest[..kept]);
            at += kept;
        }
        out.push_str(&text[at..]);
        out
    }

    fn push(&mut self, mark: &MarkReplacement, rest: &str, above: &str, out: &mut String) {
        let line = self.line + above.matches('\n').count();
        if mark.left_out {
            self.findings.left_out(mark.dialect, mark.what, line);
        } else {
            self.findings.converted(mark.dialect, mark.what, line);
        }
        let ends = rest[..mark.length].matches('\n').count();
        let made = mark.text.matches('\n').count();
        if made > ends {
            out.push_str(&mark.text.replace('\n', " "));
        } else {
            out.push_str(&mark.text);
        }
        let missing = if made > ends { ends } else { ends - made };
        (0..missing).for_each(|_| out.push('\n'));
    }
}

/// Returns the bytes that stay as they are: an escape, code, a tag, the address of a link, or the
/// sign alone.
fn kept_length(rest: &str) -> usize {
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let length = match rest.as_bytes() {
        [b'\\', ..] => rest.chars().nth(1).map(|c| 1 + c.len_utf8()),
        [b'`', ..] => code_length(rest),
        [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!') => {
            rest.find('>').map(|end| end + 1)
        }
        [b']', b'(', ..] => address_length(rest),
        _ => None,
    };
    length.unwrap_or(first)
}

/// Returns the length of the address of a link up to its closing parenthesis.
fn address_length(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at),
            ')' => depth = depth.checked_sub(1)?,
            other if other.is_whitespace() => return None,
            _ => {}
        }
    }
    None
}

/// Returns the length of the code that begins here, else that of its grave accents.
fn code_length(rest: &str) -> Option<usize> {
    let accents = rest.bytes().take_while(|byte| *byte == b'`').count();
    let mut at = accents;
    while let Some(found) = rest.get(at..)?.find('`') {
        at += found;
        let run = rest[at..].bytes().take_while(|byte| *byte == b'`').count();
        at += run;
        if run == accents {
            return Some(at);
        }
    }
    Some(accents)
}

/// True if the text ends in a bare address of the web.
fn is_in_address(before: &str) -> bool {
    let from = before.len().saturating_sub(MOST_ADDRESS_BYTES);
    let from = (from..=before.len()).find(|at| before.is_char_boundary(*at)).unwrap_or(from);
    let tail = &before[from..];
    let word = tail.rfind(|c: char| c.is_whitespace() || c == '<' || c == '(' || c == '|');
    tail[word.unwrap_or(0)..].contains("://")
}

/// Returns the first bytes of a text, at most `most`.
pub(super) fn clip(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// Returns code in Markdown that shows a text as it stands.
pub(super) fn code(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let accents = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{accents}{space}{text}{space}{accents}")
}
