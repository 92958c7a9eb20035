//! Products and errors of the pipeline.

use std::collections::BTreeMap;
use std::fmt;

use crate::article::{Article, Metadata};
use crate::diagnostic::Diagnostic;
use crate::{clean, fit, pdf, report, style, verify};

/// Article that is ready to be set.
#[derive(Default)]
pub(super) struct PreparedArticle {
    pub(super) article: Article,
    /// Resources that its file holds, by address.
    pub(super) embedded: BTreeMap<String, Vec<u8>>,
    pub(super) removals: Vec<clean::Removal>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Finished PDF with everything that is known of it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// Bytes of the PDF.
    pub pdf: Vec<u8>,
    /// Number of pages, before imposition.
    pub pages: usize,
    /// Summary of the sheets, where the pages are imposed: `8 pages, 2 sheets, ...`.
    pub sheets: Option<String>,
    /// Ink and paper, where [`PrintOptions::compare_with`](super::PrintOptions) asks for them.
    pub savings: Option<report::Savings>,
    /// Diagnostics of all stages.
    pub diagnostics: Vec<Diagnostic>,
    /// Texts that cleaning removed, in the order of the source.
    pub removals: Vec<clean::Removal>,
    /// Quality of the setting, where [`PrintOptions::report`](super::PrintOptions) asks for it.
    pub report: Option<report::Report>,
    /// Changes of the style that filled the number of pages asked for.
    pub style_changes: Vec<String>,
    /// Metadata of the article, as its title block shows them.
    pub meta: Metadata,
    /// Style in which the article is set.
    pub style: style::Style,
}

/// Product of a stage as text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dump {
    /// Text of the product.
    pub text: String,
    /// Diagnostics of the stages up to this one.
    pub diagnostics: Vec<Diagnostic>,
    /// Texts that cleaning removed, in the order of the source.
    pub removals: Vec<clean::Removal>,
}

/// Stage whose product can be printed as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Article after cleaning, with quotes, dashes and spaces as they were written.
    Article,
    /// Blocks of a web page with their features in numbers, as the fit of the cleaning reads them.
    Blocks,
    /// Column of set lines.
    Galley,
    /// Pages.
    Pages,
}

/// Several articles bound into one document.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Volume {
    /// Document; what concerns one article alone is in `articles`.
    pub document: Document,
    /// Report on each article, in their order, or the error that left it out.
    pub articles: Vec<Result<ArticleReport, PressError>>,
    /// Comparison of the PDF with all articles, where it was asked for.
    pub verdict: Option<verify::Verdict>,
}

/// Report on one article of a volume.
#[derive(Debug, Default, Clone, PartialEq)]
#[non_exhaustive]
pub struct ArticleReport {
    /// Diagnostics of the stages.
    pub diagnostics: Vec<Diagnostic>,
    /// Texts that cleaning removed, in the order of the source.
    pub removals: Vec<clean::Removal>,
    /// Number printed on the first page of the article.
    pub first_page: u32,
    /// Number printed on the last page of the article.
    pub last_page: u32,
}

/// Error that leaves no PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PressError {
    /// The article has no text.
    NoText,
    /// The PDF cannot be written.
    Pdf(pdf::PdfError),
    /// No style fills the number of pages asked for.
    Fit(fit::FitError),
    /// Most letters of the article have no face. The warnings say which fonts are missing.
    NoFaces(Vec<Diagnostic>),
    /// The PDF to verify cannot be read.
    NotReadable(verify::VerifyError),
}

impl fmt::Display for PressError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoText => out.write_str("there is no text to set"),
            Self::Pdf(error) => write!(out, "the PDF could not be made: {error}"),
            Self::Fit(error) => error.fmt(out),
            Self::NoFaces(_) => out.write_str(
                "no face has more than half of its letters: the pages would be boxes",
            ),
            Self::NotReadable(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for PressError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Pdf(error) => Some(error),
            Self::Fit(error) => Some(error),
            Self::NotReadable(error) => Some(error),
            Self::NoText | Self::NoFaces(_) => None,
        }
    }
}
