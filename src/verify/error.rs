//! Error of a PDF that cannot be read.

use std::fmt;

/// Error of a PDF that cannot be verified.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The bytes cannot be read as a PDF, for this reason.
    NotReadable(String),
    /// Reading it would cost more than a limit; the text names the limit and the object.
    OverLimit(String),
}

impl fmt::Display for VerifyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReadable(why) => write!(out, "it cannot be read as a PDF: {why}"),
            Self::OverLimit(why) => write!(out, "it is too much to read: {why}"),
        }
    }
}

impl std::error::Error for VerifyError {}
