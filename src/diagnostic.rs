//! What went wrong or was decided, where, and how to mend it.
//!
//! Comes in: findings of any stage. Goes out: [`Diagnostic`]s, gathered, never printed here.
//! Never done here: stopping the work. Content never fails; it is reported.

use std::fmt;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Told on demand: a removal, a decision.
    Note,
    /// The PDF is whole, but a reader may mind something.
    Warning,
}

impl Severity {
    /// The word that opens a printed diagnostic.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
        }
    }
}

/// Where something is: a line of the source, a page of the product, or both. Zero is unknown.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line of the source file, counted from 1.
    pub line: u32,
    /// Page of the product, counted from 1.
    pub page: u32,
}

impl Place {
    /// A line of the source.
    #[must_use]
    pub fn line(line: u32) -> Self {
        Self { line, page: 0 }
    }
}

/// One finding: what, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// A stable name for programs and tests, in kebab case: `missing-glyph`.
    pub code: &'static str,
    /// What happened, one sentence without a full stop.
    pub message: String,
    /// Where it happened.
    pub place: Place,
    /// How to mend it, when there is a way.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A warning at a place.
    #[must_use]
    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code, message: message.into(), place, hint: None }
    }

    /// A note at a place.
    #[must_use]
    pub fn note(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::warning(code, place, message) }
    }

    /// The same finding with a word on how to mend it.
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
