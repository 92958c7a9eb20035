//! Diagnostics: messages about the content of an article.
//!
//! Stages return them beside their result. They never stop the work: only files, fonts and output
//! give errors.

use std::fmt;

/// Severity of a diagnostic, from low to high.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Information shown on request: a removal, a decision.
    Note,
    /// The PDF is complete, but its reader may notice a defect.
    Warning,
}

impl Severity {
    /// Returns the first word of a printed diagnostic.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
        }
    }
}

/// Place in the source, in the PDF or in both. Zero stands for unknown.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line of the source file, from 1.
    pub line: u32,
    /// Page of the PDF, from 1.
    pub page: u32,
}

impl Place {
    /// Creates a place from a line of the source. Numbers past `u32::MAX` become `u32::MAX`.
    #[must_use]
    pub fn line(number: impl TryInto<u32>) -> Self {
        Self { line: number.try_into().unwrap_or(u32::MAX), page: 0 }
    }

    /// Returns the place a number of lines further down, or the same place if it has no line.
    #[must_use]
    pub(crate) fn lines_below(self, lines: usize) -> Self {
        match self.line {
            0 => self,
            line => {
                let lines = lines.try_into().unwrap_or(u32::MAX);
                Self { line: line.saturating_add(lines), ..self }
            }
        }
    }
}

/// Message with its place and a hint for the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Severity.
    pub severity: Severity,
    /// Stable name for programs and tests, in kebab case: `missing-glyph`.
    pub code: &'static str,
    /// Message, one sentence without a full stop.
    pub message: String,
    /// Place.
    pub place: Place,
    /// Remedy, if there is one.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Creates a warning.
    #[must_use]
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code, message: message.into(), place, hint: None }
    }

    /// Creates a note.
    #[must_use]
    pub fn note(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::warning(code, place, message) }
    }

    /// Adds a hint for the remedy.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.severity.word(), self.message)?;
        if self.place.page > 0 {
            write!(out, " (page {})", self.place.page)?;
        }
        if let Some(hint) = &self.hint {
            write!(out, "\n  help: {hint}")?;
        }
        Ok(())
    }
}
