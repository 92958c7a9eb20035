//! TOML files, read into typed values.

use std::fmt;

use serde::de::DeserializeOwned;

use super::nearest::nearest;

/// Error in a TOML file: a syntax error, an unknown key or a value out of range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TomlError {
    /// Line of the file, counted from 1.
    pub line: usize,
    /// Description of the error, without a full stop.
    pub message: String,
    /// Advice, such as the nearest known key.
    pub hint: Option<String>,
}

impl fmt::Display for TomlError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.message)?;
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
        let (message, hint) = explain(error.message());
        TomlError { line: line_at(text, start), message, hint }
    })
}

/// Returns the line of a byte offset, counted from 1.
#[must_use]
pub fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Most known names that are listed in a hint.
const MOST_LISTED: usize = 20;

/// Returns serde's message in plain words, and a hint if it lists the known names.
fn explain(message: &str) -> (String, Option<String>) {
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
        return (format!("unknown {what} `{name}`"), hint);
    }
    (message.replace("a boolean", "true or false"), None)
}
