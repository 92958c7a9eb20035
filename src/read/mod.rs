//! Reading: bytes become a manuscript.
//!
//! Comes in: the bytes of a file and its format, or the wish to find it out. Goes out: a
//! [`Manuscript`] and diagnostics. Never done here: failing on content, cleaning, lengths, fonts.

use crate::article::Article;
use crate::diagnostic::Diagnostic;

/// The formats that can be read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Found out from the bytes.
    #[default]
    Auto,
    /// Plain text as people write it.
    Text,
}

/// What was read: the article as it stands in the file, with whatever surrounds it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Manuscript {
    /// Everything in the file, in order, before anything is removed.
    pub article: Article,
}

/// Reads an article. Any bytes give a manuscript; what is odd about them is in the diagnostics.
#[must_use]
pub fn read(_bytes: &[u8], _format: Format) -> (Manuscript, Vec<Diagnostic>) {
    (Manuscript::default(), Vec::new())
}
