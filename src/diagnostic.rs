//! Diagnostics: messages about the content of an article.
//!
//! Stages return them beside their result. They never stop the work: only files, fonts and output
//! give errors.

use std::collections::BTreeMap;
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

/// Greatest number of diagnostics that a group shows.
pub const MAX_SHOWN: usize = 3;

/// Number of wordings of one code after which further ones share a group.
const MAX_WORDINGS: usize = 24;

/// Diagnostics of one kind: they have the same severity, code and wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosticGroup<'d> {
    /// The first of them, one to [`MAX_SHOWN`].
    pub shown: Vec<&'d Diagnostic>,
    /// Number of all of them.
    pub count: usize,
}

/// Groups diagnostics by kind, in the order of the first of each. The number of groups has a limit
/// that does not depend on the number of diagnostics.
///
/// Two messages have the same wording if they differ in numbers and in what stands between grave
/// accents only. If one code has very many wordings, the last group holds several.
///
/// ```
/// use offprint::diagnostic::{Diagnostic, Place, group};
///
/// let found: Vec<Diagnostic> = (1..=1000)
///     .map(|n| Diagnostic::warning("missing", Place::line(n), format!("`{n}.png` is missing")))
///     .collect();
/// let groups = group(&found);
/// assert_eq!((groups.len(), groups[0].count), (1, 1000));
/// assert_eq!(groups[0].shown[2].message, "`3.png` is missing");
/// ```
#[must_use]
pub fn group(diagnostics: &[Diagnostic]) -> Vec<DiagnosticGroup<'_>> {
    let mut groups: Vec<DiagnosticGroup<'_>> = Vec::new();
    // Indices in `groups` by severity and code, and there by wording.
    let mut kinds: BTreeMap<(Severity, &str), BTreeMap<String, usize>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let wordings = kinds.entry((diagnostic.severity, diagnostic.code)).or_default();
        let mut wording = wording(&diagnostic.message);
        if wordings.len() >= MAX_WORDINGS && !wordings.contains_key(&wording) {
            wording.clear();
        }
        let index = *wordings.entry(wording).or_insert_with(|| {
            groups.push(DiagnosticGroup { shown: Vec::new(), count: 0 });
            groups.len() - 1
        });
        let group = &mut groups[index];
        group.count += 1;
        if group.shown.len() < MAX_SHOWN {
            group.shown.push(diagnostic);
        }
    }
    groups
}

/// Returns the words that messages of one kind share: each number becomes one `#`, and what stands
/// between grave accents is left out.
fn wording(message: &str) -> String {
    let mut wording = String::new();
    for (index, part) in message.split('`').enumerate() {
        // Parts with odd numbers stand between accents.
        if index % 2 == 1 {
            wording.push('`');
            continue;
        }
        for c in part.chars() {
            if !c.is_ascii_digit() {
                wording.push(c);
            } else if !wording.ends_with('#') {
                wording.push('#');
            }
        }
    }
    wording
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Place, group};

    #[test]
    fn kinds_differ_by_code_severity_and_words() {
        let found = [
            Diagnostic::warning("a", Place::line(1), "3 of `x` are out"),
            Diagnostic::warning("a", Place::line(2), "44 of `y 5` are out"),
            Diagnostic::warning("a", Place::line(3), "3 of `x` are in"),
            Diagnostic::note("a", Place::line(4), "3 of `x` are out"),
            Diagnostic::warning("b", Place::line(5), "3 of `x` are out"),
        ];
        let groups = group(&found);
        let counts: Vec<usize> = groups.iter().map(|group| group.count).collect();
        assert_eq!(counts, [2, 1, 1, 1], "only the first two are of one kind");
        assert_eq!(groups[0].shown, [&found[0], &found[1]], "both are shown");
    }

    #[test]
    fn many_wordings_share_a_group() {
        let words = (0_u8..100).map(|n| "x".repeat(n.into()));
        let found: Vec<Diagnostic> =
            words.map(|word| Diagnostic::note("a", Place::default(), word)).collect();
        let groups = group(&found);
        assert!(groups.len() < 30, "{}", groups.len());
        assert_eq!(groups.iter().map(|group| group.count).sum::<usize>(), 100, "none is lost");
    }
}
