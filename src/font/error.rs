//! Why a font file cannot serve.
//!
//! Comes in: nothing. Goes out: [`FontError`]. Never done here: reading files.

use std::fmt;

/// Why a font file cannot serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FontError {
    /// The bytes are no OpenType or TrueType font.
    NotAFont,
    /// A web font, compressed for browsers; the name of its format.
    WebFont(&'static str),
    /// A table that every font needs is missing or broken; which face, and which table.
    Broken(u32, &'static str),
    /// The maker forbids embedding (OS/2 `fsType` bit 1); the face's name.
    EmbeddingForbidden(String),
    /// More than 65,535 faces.
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
            Self::Broken(index, table) => {
                write!(out, "face {index} of this font has no readable `{table}` table")
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
