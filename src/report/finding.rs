//! A finding of the report: what is wrong with which line.
//!
//! Comes in: measures that [`super::examine()`] took. Goes out: [`Finding`]s in words. Never done
//! here: measuring.

use std::fmt;

use crate::diagnostic::{Diagnostic, Place};

/// What can be wrong with a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A line whose spaces had to open; `measure` is the space as a multiple of its natural width.
    Loose,
    /// A line whose spaces had to close; `measure` as for [`Kind::Loose`].
    Tight,
    /// A line too long for its room even at its tightest; `measure` is the excess in points.
    Overfull,
    /// A line of one word that should be full and is not; `measure` is what it lacks, in points.
    Underfull,
    /// A word or an address divided where no rule allows it, since no line holds it.
    BrokenWord,
    /// A line of code or of a table that had to be wrapped.
    WrappedCode,
    /// Three lines running or more that end in a hyphen; `measure` is their number.
    Ladder,
    /// A last line of one word under five letters, or of the rest of a divided word; `measure` is
    /// its letters.
    Runt,
    /// White that runs down through the lines; `measure` is their number.
    River,
    /// A paragraph's last line alone at the head of a page or column.
    Widow,
    /// A paragraph's first line alone at the foot of a page or column.
    Orphan,
    /// A heading at the foot of a page, without its text.
    Stranded,
    /// A page that ends in a hyphen.
    HyphenAtFoot,
    /// A page that ends high; `measure` is the number of rows left blank.
    ShortPage,
    /// A last page with hardly anything on it; `measure` is its rows.
    NearlyEmpty,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Loose,
        Self::Tight,
        Self::Overfull,
        Self::Underfull,
        Self::BrokenWord,
        Self::WrappedCode,
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

    /// Its stable name for programs, in kebab case.
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

    /// How it is mended.
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

/// Something to be said of the setting, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Whether it is a fault, which `--strict` refuses, or only worth knowing.
    pub fault: bool,
    /// The folio of the page.
    pub page: u32,
    /// The line on the page, counted from 1 in reading order.
    pub line: u32,
    /// Line of the source: of the line itself in code and verse, else of the block it is in; 0
    /// where that is unknown.
    pub source: u32,
    /// How bad it is; its unit is told at [`Kind`], and it is 0 where none is.
    pub measure: f64,
    /// The words of the line.
    pub text: String,
}

impl Finding {
    /// Its line in the report: `! page 3, line 4, source 12: loose-line: its spaces are ...`; a
    /// fault has the mark.
    #[must_use]
    pub fn line(&self) -> String {
        let mark = if self.fault { '!' } else { ' ' };
        let Self { page, line, source, kind, .. } = self;
        let source = if *source > 0 { format!(", source {source}") } else { String::new() };
        format!("{mark} page {page}, line {line}{source}: {}: {self}", kind.code())
    }

    /// The finding as a warning or a note.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let place = Place { line: self.source, page: self.page };
        let make = if self.fault { Diagnostic::warning } else { Diagnostic::note };
        make(self.kind.code(), place, format!("line {}: {self}", self.line))
            .hint(self.kind.hint())
    }
}

impl fmt::Display for Finding {
    /// One sentence without place: `its spaces are 2.41 times as wide as they should be`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let measure = self.measure;
        match self.kind {
            Kind::Loose => {
                write!(out, "its spaces are {measure:.2} times as wide as they should be")
            }
            Kind::Tight => write!(out, "its spaces are {measure:.2} of what they should be"),
            Kind::Overfull => write!(out, "it is {measure:.1}pt too long even at its tightest"),
            Kind::Underfull => write!(out, "one word leaves {measure:.1}pt of the line empty"),
            Kind::BrokenWord => out.write_str("a word is divided where no rule allows it"),
            Kind::WrappedCode => out.write_str("a line of fixed-width type is wrapped"),
            Kind::Ladder => write!(out, "{measure:.0} lines running end in a hyphen"),
            Kind::Runt => write!(out, "the last line of a paragraph has {measure:.0} letters"),
            Kind::River => write!(out, "white runs down through {measure:.0} lines"),
            Kind::Widow => out.write_str("the last line of a paragraph heads the page alone"),
            Kind::Orphan => out.write_str("the first line of a paragraph ends the page alone"),
            Kind::Stranded => out.write_str("a heading ends the page without its text"),
            Kind::HyphenAtFoot => out.write_str("the page ends in a hyphen"),
            Kind::ShortPage => write!(out, "the page ends {measure:.0} rows high"),
            Kind::NearlyEmpty => write!(out, "the last page has only {measure:.0} rows"),
        }
    }
}
