//! What the PDF room is given, and why it may fail.
//!
//! Comes in: pages, their galley, the faces, wishes. Goes out: the same as one [`Job`]. Never done
//! here: any of the work.

use std::fmt;

use super::standard::Standard;
use crate::article::Metadata;
use crate::font::Faces;
use crate::galley::Galley;
use crate::impose::Imposition;
use crate::jobs::Jobs;
use crate::paginate::Page;
use crate::style::Paper;

/// A document of more pages than this is worth threads; starting them costs as much as writing
/// this many pages does.
pub(super) const LONG: usize = 8;

/// What the PDF room is given.
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
    /// How pages stand on sheets; each on its own without.
    pub imposition: Option<&'j Imposition>,
    /// Title, author, language and the like.
    pub meta: &'j Metadata,
    /// When the document was made, in seconds since 1970; none writes no date.
    pub modified: Option<i64>,
    /// The threads that long documents are shared out to.
    pub jobs: &'j Jobs,
    /// Pages face each other, so that leaves are printed on both sides.
    pub duplex: bool,
    /// What the PDF is to claim.
    pub standard: Standard,
    /// A file that rides along.
    pub attachment: Option<Attachment<'j>>,
}

/// A file inside the PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attachment<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Its media type: `text/plain`.
    pub media_type: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
}

/// Why no PDF could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PdfError {
    /// There is no page; a PDF has at least one.
    NoPages,
    /// A font file cannot be subset.
    Font {
        /// The face's PostScript name.
        name: String,
        /// What the subsetter says.
        reason: String,
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

impl std::error::Error for PdfError {}
