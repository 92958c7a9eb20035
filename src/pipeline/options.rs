//! Options of a run: what to read, how to clean, set and write it.

use crate::article::{Inline, Language, Metadata};
use crate::{clean, hyphenate, impose, pdf, picture, read, style};

/// Options of [`print`](crate::print()) and of the other runs of the pipeline.
///
/// The default sets the text of a file in the style of the house on A4:
///
/// ```
/// use offprint::{PrintOptions, pdf::Standard};
///
/// let options = PrintOptions { jobs: 1, ..PrintOptions::default() };
/// assert_eq!(options.standard, Standard::default());
/// ```
///
/// A minor version may add fields: end a literal with `..PrintOptions::default()`.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct PrintOptions {
    /// Format of the article.
    pub format: read::Format,
    /// Address and headers of the article, where it came over the network.
    pub origin: read::Origin,
    /// Parts that cleaning keeps and drops.
    pub clean: clean::CleanOptions,
    /// Parts that cleaning keeps and drops in the articles of one site.
    pub sites: clean::Sites,
    /// Language of the article; `None` detects it.
    pub language: Option<Language>,
    /// Metadata that replaces what the article says of itself.
    pub meta: MetadataOverrides,
    /// Resolved style.
    pub style: style::Style,
    /// Imposition of the pages on sheets; `None` writes each page by itself.
    pub imposition: Option<impose::Imposition>,
    /// Source of the pictures that the article names but its file does not hold.
    pub fetcher: picture::Fetcher,
    /// Standard that the PDF claims.
    pub standard: pdf::Standard,
    /// Name and media type under which the PDF carries the bytes of the article.
    pub attach: Option<AttachedAs>,
    /// Number of threads; 0 means one per core.
    pub jobs: usize,
    /// Requests a report on the quality of the setting.
    pub report: bool,
    /// Divisions of words that replace those of the patterns.
    pub exceptions: hyphenate::Exceptions,
    /// Number of pages to fill exactly, at most [`fit::MOST_PAGES`](crate::fit::MOST_PAGES).
    pub target_pages: Option<u32>,
    /// Style with which the use of ink and paper is compared.
    pub compare_with: Option<style::Style>,
    /// Refuses an article of which most letters have no face, instead of setting boxes.
    pub refuse_boxes: bool,
    /// Creation date of the PDF in seconds since 1970; `None` leaves it out.
    pub timestamp: Option<i64>,
}

/// Name and media type of the article as an attachment of the PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedAs {
    /// Name of the file, without folders.
    pub name: String,
    /// Media type: `text/plain`.
    pub media_type: &'static str,
}

/// Metadata that replaces what was found in the article; `None` leaves a value as it is.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct MetadataOverrides {
    /// Title.
    pub title: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Date, as it is shown.
    pub date: Option<String>,
    /// Address of the original.
    pub source: Option<String>,
}

impl MetadataOverrides {
    /// Replaces the values of `meta` that are given.
    pub(super) fn apply(&self, meta: &mut Metadata) {
        if let Some(title) = &self.title {
            meta.title = vec![Inline::Text(title.clone())];
        }
        for (given, value) in [
            (&self.author, &mut meta.byline),
            (&self.date, &mut meta.date),
            (&self.source, &mut meta.source),
        ] {
            if given.is_some() {
                value.clone_from(given);
            }
        }
    }
}
