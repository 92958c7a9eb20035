//! The whole press: one sentence and one call for each stage.
//!
//! Comes in: the bytes of an article and the [`Order`]. Goes out: a [`Print`]. Never done here:
//! anything a stage could do.

use std::fmt;

use crate::article::Language;
use crate::diagnostic::{Diagnostic, Place};
use crate::{clean, font, pdf, read, style};

/// What the person asked for, complete.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Order {
    /// Format of the article.
    pub format: read::Format,
    /// What cleaning is to keep and to drop.
    pub wishes: clean::Wishes,
    /// Language given; detected without.
    pub language: Option<Language>,
    /// What is known of the article better than the article knows it.
    pub meta: MetaWishes,
    /// How it is to look.
    pub style: style::Style,
    /// Threads to use; 0 for as many as the machine has cores.
    pub jobs: usize,
    /// The moment that the PDF names as that of its making, in seconds since 1970.
    pub timestamp: Option<i64>,
}

/// What the person says of the article; each overrules what was found in it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct MetaWishes {
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Its date, as it is to be shown.
    pub date: Option<String>,
    /// Address of the original.
    pub source: Option<String>,
}

/// A finished print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// The bytes of the PDF.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What the stages found.
    pub diagnostics: Vec<Diagnostic>,
    /// What cleaning took away.
    pub removals: Vec<clean::Removal>,
}

/// A stage whose product can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The article after cleaning and editing.
    Article,
    /// The column of set lines.
    Galley,
    /// The pages.
    Pages,
}

/// Why there is no print.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PressError {
    /// There is nothing to set.
    NoText,
    /// The PDF could not be made.
    Pdf(String),
    /// A font cannot be used.
    Font(String),
}

impl fmt::Display for PressError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoText => out.write_str("there is no text to set"),
            Self::Pdf(why) => write!(out, "the PDF could not be made: {why}"),
            Self::Font(why) => write!(out, "a font cannot be used: {why}"),
        }
    }
}

impl std::error::Error for PressError {}

/// Prints an article.
///
/// # Errors
/// Where there is no text, or a font or the PDF fails.
pub fn print(bytes: &[u8], order: &Order, _faces: &font::Faces) -> Result<Print, PressError> {
    let diagnostics = stub(bytes)?;
    let mut out = [b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", pdf::MARK].concat();
    out.extend(format!("{:?} {:?}\n", order.style, order.timestamp).bytes());
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\n%%EOF\n");
    Ok(Print { pdf: out, pages: 1, diagnostics, removals: Vec::new() })
}

/// The product of a stage as text, or as JSON where `json`.
///
/// # Errors
/// As [`print`].
pub fn dump(
    bytes: &[u8],
    _order: &Order,
    _faces: &font::Faces,
    stage: Stage,
    json: bool,
) -> Result<(String, Vec<Diagnostic>), PressError> {
    let diagnostics = stub(bytes)?;
    let text = if json { "{\"title\":\"\"}\n".to_owned() } else { format!("{stage:?}\n") };
    Ok((text, diagnostics))
}

/// Stands for all stages until they are built.
fn stub(bytes: &[u8]) -> Result<Vec<Diagnostic>, PressError> {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(PressError::NoText);
    }
    let odd = bytes.iter().any(|byte| *byte >= 0xF0);
    let odd = odd.then(|| Diagnostic::warning("odd-bytes", Place::line(1), "odd bytes"));
    Ok(odd.into_iter().collect())
}
