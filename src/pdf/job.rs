//! The job of writing a PDF, and its errors.

use std::fmt;

use super::ids::PageId;
use super::standard::Standard;
use crate::article::Metadata;
use crate::font::Faces;
use crate::galley::Galley;
use crate::impose::ImposedSheets;
use crate::jobs::Jobs;
use crate::paginate::Page;
use crate::style::Paper;

/// A document of more pages than this is worth threads; starting them costs as much as writing
/// this many pages does.
pub(super) const LONG: usize = 8;

/// Everything that a PDF is written from.
#[derive(Debug, Clone, Copy)]
pub struct Job<'j> {
    /// The pages, decorated.
    pub pages: &'j [Page],
    /// The galley whose lines they show.
    pub galley: &'j Galley,
    /// The faces that its runs name.
    pub faces: &'j Faces,
    /// Size of every page.
    pub paper: Paper,
    /// The places of pages on sheets; without it each page is a sheet.
    pub imposition: Option<&'j ImposedSheets>,
    /// Title, author, language and the like.
    pub meta: &'j Metadata,
    /// Date of the document, in seconds since 1970; none writes no date.
    pub modified: Option<i64>,
    /// The threads that long documents are shared out to.
    pub jobs: &'j Jobs,
    /// Pages face each other, so that leaves are printed on both sides.
    pub duplex: bool,
    /// The standard that the PDF is to claim.
    pub standard: Standard,
    /// A file to be put into the PDF.
    pub attachment: Option<Attachment<'j>>,
}

/// A file inside the PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attachment<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Its media type: `text/plain`.
    pub media_type: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

/// Reason why no PDF could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PdfError {
    /// There is no page; a PDF has at least one.
    NoPages,
    /// A font file cannot be subset.
    Font {
        /// The face's PostScript name.
        name: String,
        /// The subsetter's reason.
        reason: subsetter::Error,
    },
    /// A face in use did not get into the file.
    NotEmbedded {
        /// The face's PostScript name.
        name: String,
    },
}

impl fmt::Display for PdfError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPages => out.write_str("there are no pages to write"),
            Self::Font { name, reason } => {
                write!(out, "the font `{name}` cannot be embedded: {reason}")
            }
            Self::NotEmbedded { name } => write!(out, "the font `{name}` was not embedded"),
        }
    }
}

impl std::error::Error for PdfError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Font { reason, .. } => Some(reason),
            Self::NoPages | Self::NotEmbedded { .. } => None,
        }
    }
}

impl Job<'_> {
    /// Returns a page.
    pub(super) fn page(&self, id: PageId) -> &Page {
        self.pages.get(id.0).expect("the id is that of a page of this job")
    }
}
