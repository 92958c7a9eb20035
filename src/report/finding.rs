//! Findings of the report and their wording.

use std::fmt;

use crate::diagnostic::{Diagnostic, Place};

/// Kind of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// Line with stretched spaces; `measure` is the space as a multiple of its natural width.
    Loose,
    /// Line with shrunk spaces; `measure` is the space as a multiple of its natural width.
    Tight,
    /// Line that is too long even with the narrowest spaces; `measure` is the excess in points.
    Overfull,
    /// Line of one word that does not fill the measure; `measure` is the gap in points.
    Underfull,
    /// Word or address that fits on no line and is divided where no rule allows it.
    BrokenWord,
    /// Line of code or of a table that is wrapped.
    WrappedCode,
    /// Three or more successive lines that end in a hyphen; `measure` is their number.
    Ladder,
    /// Last line of a word under five letters or of the rest of a divided word; `measure` is the
    /// number of letters.
    Runt,
    /// Spaces that lie below each other on successive lines; `measure` is the number of lines.
    River,
    /// Last line of a paragraph alone at the top of a page or column.
    Widow,
    /// First line of a paragraph alone at the bottom of a page or column.
    Orphan,
    /// Heading at the bottom of a page, without its text.
    Stranded,
    /// Page that ends in a hyphen.
    HyphenAtFoot,
    /// Page that is not full; `measure` is the number of blank rows.
    ShortPage,
    /// Last page that is nearly empty; `measure` is the number of its rows.
    NearlyEmpty,
}

impl FindingKind {
    /// All kinds, in the order of the summary.
    pub const ALL: [Self; 15] = [
        Self::Overfull,
        Self::Underfull,
        Self::BrokenWord,
        Self::WrappedCode,
        Self::Loose,
        Self::Tight,
        Self::Ladder,
        Self::Runt,
        Self::River,
        Self::Widow,
        Self::Orphan,
        Self::Stranded,
        Self::HyphenAtFoot,
        Self::ShortPage,
        Self::NearlyEmpty,
    ];

    /// Returns the stable name for programs, in kebab case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Loose => "loose-line",
            Self::Tight => "tight-line",
            Self::Overfull => "overfull-line",
            Self::Underfull => "underfull-line",
            Self::BrokenWord => "broken-word",
            Self::WrappedCode => "wrapped-code",
            Self::Ladder => "hyphen-ladder",
            Self::Runt => "runt",
            Self::River => "river",
            Self::Widow => "widow",
            Self::Orphan => "orphan",
            Self::Stranded => "stranded-heading",
            Self::HyphenAtFoot => "hyphen-at-foot",
            Self::ShortPage => "short-page",
            Self::NearlyEmpty => "nearly-empty-page",
        }
    }

    /// Returns the remedy.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Loose | Self::Tight | Self::Overfull | Self::Underfull | Self::Ladder => {
                "a wider measure or smaller type gives the line more places to end"
            }
            Self::BrokenWord => {
                "give it a place to divide (a soft hyphen, U+00AD), or make a link of a long \
                 address"
            }
            Self::WrappedCode => "shorten the line, or give a wider measure",
            Self::Runt | Self::River => "reword the paragraph, or change the measure a little",
            Self::Widow | Self::Orphan | Self::HyphenAtFoot | Self::ShortPage => {
                "a word more or less in a paragraph before it lets the pages end elsewhere"
            }
            Self::Stranded => "the block after it cannot be divided: shorten it",
            Self::NearlyEmpty => "a page fewer may do: make the type or the leading smaller",
        }
    }
}

/// Finding of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Kind.
    pub kind: FindingKind,
    /// True for a fault, which `--strict` refuses; false for information.
    pub fault: bool,
    /// Folio of the page.
    pub page: u32,
    /// Line on the page, from 1 in reading order.
    pub line: u32,
    /// Line of the source: of the line itself in code and verse, else of the block; 0 if it is
    /// unknown.
    pub source: u32,
    /// Amount, in the unit stated at [`FindingKind`]; 0 for the kinds that state none.
    pub measure: f64,
    /// Text of the line.
    pub text: String,
}

impl Finding {
    /// Returns the line of the finding in the report: `! page 3, line 4, source 12: loose-line: its
    /// spaces are ...`. The mark stands for a fault.
    #[must_use]
    pub fn line(&self) -> String {
        let mark = if self.fault { '!' } else { ' ' };
        let Self { page, line, source, kind, .. } = self;
        let source = if *source > 0 { format!(", source {source}") } else { String::new() };
        format!("{mark} page {page}, line {line}{source}: {}: {self}", kind.code())
    }

    /// Returns a fault as a warning, information as a note.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let place = Place { line: self.source, page: self.page };
        let make = if self.fault { Diagnostic::warning } else { Diagnostic::note };
        make(self.kind.code(), place, format!("line {}: {self}", self.line))
            .hint(self.kind.hint())
    }
}

impl fmt::Display for Finding {
    /// Writes one sentence without the place: `its spaces are 2.41 times as wide as they should be`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let measure = self.measure;
        match self.kind {
            FindingKind::Loose => {
                write!(out, "its spaces are {measure:.2} times as wide as they should be")
            }
            FindingKind::Tight => {
                write!(out, "its spaces are {measure:.2} of what they should be")
            }
            FindingKind::Overfull => {
                write!(out, "it is {measure:.1}pt too long even at its tightest")
            }
            FindingKind::Underfull => {
                write!(out, "one word leaves {measure:.1}pt of the line empty")
            }
            FindingKind::BrokenWord => {
                out.write_str("a word is divided where no rule allows it")
            }
            FindingKind::WrappedCode => out.write_str("a line of fixed-width type is wrapped"),
            FindingKind::Ladder => write!(out, "{measure:.0} lines running end in a hyphen"),
            FindingKind::Runt => {
                write!(out, "the last line of a paragraph has {measure:.0} letters")
            }
            FindingKind::River => {
                write!(out, "a river of space runs through {measure:.0} lines")
            }
            FindingKind::Widow => {
                out.write_str("the last line of a paragraph heads the page alone")
            }
            FindingKind::Orphan => {
                out.write_str("the first line of a paragraph ends the page alone")
            }
            FindingKind::Stranded => out.write_str("a heading ends the page without its text"),
            FindingKind::HyphenAtFoot => out.write_str("the page ends in a hyphen"),
            FindingKind::ShortPage => write!(out, "the page ends {measure:.0} rows high"),
            FindingKind::NearlyEmpty => write!(out, "the last page has only {measure:.0} rows"),
        }
    }
}
