//! TOML files, read into typed values.

use std::fmt;

use serde::de::DeserializeOwned;

use super::nearest::nearest;

/// Error in a TOML file: a syntax error, an unknown key or a value out of range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TomlError {
    /// Line of the file, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// Description of the error, without a full stop and without text of the file.
    pub message: String,
    /// The same with text of the file, if that says more.
    pub detail: Option<String>,
    /// Advice, such as the nearest known key.
    pub hint: Option<String>,
}

impl fmt::Display for TomlError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.detail.as_ref().unwrap_or(&self.message);
        write!(out, "line {}: {message}", self.line)?;
        self.hint.iter().try_for_each(|hint| write!(out, ": {hint}"))
    }
}

impl std::error::Error for TomlError {}

/// Parses a TOML file. An unknown key or value is an error with the nearest known name as a hint,
/// if `T` denies unknown fields.
///
/// # Errors
/// The first error with its line. An error without a position is reported on line 1.
pub fn parse_toml<T: DeserializeOwned>(text: &str) -> Result<T, TomlError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let error = TomlError {
            line: line_at(text, start),
            column: column_at(text, start),
            message: plain_words(error.message()),
            detail: None,
            hint: None,
        };
        // The messages of the parser itself have no text of the file.
        match toml::from_str::<toml::Table>(text) {
            Err(_) => error,
            Ok(_) => explain(error),
        }
    })
}

/// Returns the line of a byte offset, counted from 1.
#[must_use]
pub fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Returns the column of a byte offset in characters, counted from 1.
fn column_at(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before.chars().rev().take_while(|c| *c != '\n').count() + 1
}

/// Most known names that are listed in a hint.
const MOST_LISTED: usize = 20;

/// Completes an error about a key or a value. Its message becomes the detail if it contains text of
/// the file, and the known names become a hint.
fn explain(error: TomlError) -> TomlError {
    let message = error.message.as_str();
    for (kind, what) in [("unknown field `", "key"), ("unknown variant `", "value")] {
        // "unknown field `a`, expected one of `b`, `c`"
        let parts =
            message.strip_prefix(kind).and_then(|rest| rest.rsplit_once("`, expected "));
        let Some((name, expected)) = parts else { continue };
        let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let hint = match nearest(name, &known) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if known.len() > MOST_LISTED => None,
            None => Some(format!("known {what}s: {}", known.join(", "))),
        };
        let detail = Some(format!("unknown {what} `{name}`"));
        return TomlError { message: format!("unknown {what}"), detail, hint, ..error };
    }
    // "invalid type: string "a", expected true or false"; a value is quoted in every other message.
    let message = match message.rsplit_once(", expected ") {
        Some((_, expected)) => format!("wrong value: expected {expected}"),
        None if message.contains(['`', '"', '\'']) => "wrong value".to_owned(),
        None => return error,
    };
    TomlError { detail: Some(error.message), message, ..error }
}

/// Returns a message of serde in plain words.
fn plain_words(message: &str) -> String {
    message.replace("a boolean", "true or false")
}
