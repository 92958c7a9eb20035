//! Error of a font file that cannot be used.

use std::fmt;

/// Error of a font file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FontError {
    /// The file is no OpenType or TrueType font.
    NotAFont,
    /// The file is a web font of this format, compressed for browsers.
    WebFont(&'static str),
    /// A required table is missing or invalid.
    InvalidTable {
        /// Index of the face in the file.
        face: u32,
        /// Tag of the table.
        table: &'static str,
    },
    /// The licence bits of the named face forbid embedding (OS/2 `fsType` bit 1).
    EmbeddingForbidden(String),
    /// There are more than 65,535 faces.
    TooManyFaces,
}

impl fmt::Display for FontError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFont => {
                write!(
                    out,
                    "this is not a font: give an OpenType or TrueType file (.otf, .ttf, .ttc)"
                )
            }
            Self::WebFont(format) => write!(
                out,
                "this is a {format} web font: give the OpenType or TrueType file it was made from"
            ),
            Self::InvalidTable { face, table } => {
                write!(out, "face {face} of this font has no readable `{table}` table")
            }
            Self::EmbeddingForbidden(name) => write!(
                out,
                "the maker of {name} forbids embedding it in documents (OS/2 fsType: restricted \
                 licence); choose another font, or ask the maker for a licence"
            ),
            Self::TooManyFaces => write!(out, "more than 65,535 faces were given"),
        }
    }
}

impl std::error::Error for FontError {}
