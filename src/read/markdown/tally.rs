//! Dialects of Markdown, their signs, and what was found of each.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};

/// Dialect, by the programs that have its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dialect {
    /// Formulas in TeX.
    Tex,
    /// GitHub's names of emoji.
    GitHub,
    /// Notes of Obsidian.
    Obsidian,
    /// Templates of Jekyll and Hugo.
    SiteGenerator,
    /// Pandoc and Quarto.
    Pandoc,
    /// Directives and roles of `MyST`.
    Myst,
    /// Chunks of R Markdown and Quarto.
    RMarkdown,
}

impl Dialect {
    /// Returns the name for messages.
    fn name(self) -> &'static str {
        match self {
            Self::Tex => "TeX",
            Self::GitHub => "GitHub",
            Self::Obsidian => "Obsidian",
            Self::SiteGenerator => "Jekyll or Hugo",
            Self::Pandoc => "pandoc",
            Self::Myst => "MyST",
            Self::RMarkdown => "R Markdown",
        }
    }
}

/// Number of marks of one kind, and the line of the first.
#[derive(Debug, Clone, Copy)]
struct Tally {
    count: usize,
    line: usize,
}

/// Marks of a dialect that were found: those that were converted, and those that were left out.
#[derive(Debug, Default)]
struct DialectTally {
    converted: BTreeMap<&'static str, Tally>,
    left_out: BTreeMap<&'static str, Tally>,
}

/// Marks of dialects that were found in a text.
#[derive(Debug, Default)]
pub(super) struct Findings(BTreeMap<Dialect, DialectTally>);

impl Findings {
    /// Records marks that became CommonMark; `what` names them in the plural.
    pub(super) fn converted(&mut self, dialect: Dialect, what: &'static str, line: usize) {
        count(&mut self.0.entry(dialect).or_default().converted, what, line);
    }

    /// Records text that is left out; `what` names it in the plural.
    pub(super) fn left_out(&mut self, dialect: Dialect, what: &'static str, line: usize) {
        count(&mut self.0.entry(dialect).or_default().left_out, what, line);
    }

    /// Returns one diagnostic for each dialect.
    pub(super) fn report(&self) -> Vec<Diagnostic> {
        let report = self.0.iter().map(|(dialect, tally)| {
            let name = dialect.name();
            let all = tally.converted.values().chain(tally.left_out.values());
            let line = all.map(|tally| tally.line).min().unwrap_or(0);
            let converted = (!tally.converted.is_empty())
                .then(|| format!("converted from {name}: {}", listed(&tally.converted)));
            let left_out = (!tally.left_out.is_empty())
                .then(|| format!("left out of {name}: {}", listed(&tally.left_out)));
            let parts: Vec<String> = converted.into_iter().chain(left_out).collect();
            let finding =
                Diagnostic::note("markdown-dialect", Place::line(line), parts.join("; "));
            finding.hint("put a backslash before a sign that is meant as it stands")
        });
        report.collect()
    }
}

fn count(tallies: &mut BTreeMap<&'static str, Tally>, what: &'static str, line: usize) {
    tallies.entry(what).or_insert(Tally { count: 0, line }).count += 1;
}

fn listed(tallies: &BTreeMap<&'static str, Tally>) -> String {
    let parts: Vec<String> =
        tallies.iter().map(|(what, tally)| format!("{what} ({})", tally.count)).collect();
    parts.join(", ")
}

/// Signs of dialects that a whole text has. Marks that other texts have too count only where there
/// are others of their dialect.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Signs {
    /// Marks that only Obsidian has.
    pub(super) obsidian: bool,
    /// Templates of Jekyll or Hugo.
    pub(super) templates: bool,
    /// Directives or roles.
    pub(super) myst: bool,
    /// Citations in brackets.
    pub(super) citations: bool,
}
