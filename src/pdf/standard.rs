//! Standards: what a PDF claims to be, what forbids it.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::{Diagnostic, Place};

/// Standards that a PDF can keep.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// PDF/UA-1 and PDF/A-2a.
    #[default]
    Ua1A2a,
    /// PDF/A-2u.
    A2u,
    /// PDF/A-2b.
    A2b,
    /// PDF/UA-1 and PDF/A-3a, which may carry files of any kind.
    A3a,
    /// No claim.
    None,
}

/// The names of the standards, as `--pdf-standard` takes them.
const NAMES: [(&str, Standard); 5] = [
    ("ua1+a2a", Standard::Ua1A2a),
    ("a2u", Standard::A2u),
    ("a2b", Standard::A2b),
    ("a3a", Standard::A3a),
    ("none", Standard::None),
];

/// Claim of a PDF to keep standards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim {
    /// PDF/UA-1 (ISO 14289-1).
    pub(super) accessible: bool,
    /// The part of ISO 19005.
    pub(super) part: u8,
    /// Its level of conformance: `A`, `B` or `U`.
    pub(super) level: char,
}

impl Standard {
    /// Returns the standard for a PDF with an attached file: PDF/A-2 allows only PDF/A files, PDF/A-3
    /// allows any (ISO 19005-3, 6.8). None if the chosen standard cannot have it.
    #[must_use]
    pub fn with_attachment(self) -> Option<Self> {
        match self {
            Self::Ua1A2a | Self::A3a => Some(Self::A3a),
            Self::None => Some(Self::None),
            Self::A2u | Self::A2b => None,
        }
    }

    /// Returns the claim of a PDF of this standard.
    pub(super) fn claim(self) -> Option<Claim> {
        let claim = |accessible, part, level| Some(Claim { accessible, part, level });
        match self {
            Self::Ua1A2a => claim(true, 2, 'A'),
            Self::A2u => claim(false, 2, 'U'),
            Self::A2b => claim(false, 2, 'B'),
            Self::A3a => claim(true, 3, 'A'),
            Self::None => None,
        }
    }
}

impl FromStr for Standard {
    type Err = ParseStandardError;

    fn from_str(text: &str) -> Result<Self, ParseStandardError> {
        let known = NAMES.iter().find(|(name, _)| text.eq_ignore_ascii_case(name));
        known.map(|&(_, standard)| standard).ok_or_else(|| ParseStandardError(text.to_owned()))
    }
}

/// Error of a text that is not the name of a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseStandardError(String);

impl fmt::Display for ParseStandardError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = NAMES.map(|(name, _)| name).join(", ");
        write!(out, "`{}` is not a supported standard: {names}", self.0)
    }
}

impl std::error::Error for ParseStandardError {}

impl fmt::Display for Claim {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.accessible {
            out.write_str("PDF/UA-1 and ")?;
        }
        write!(out, "PDF/A-{}{}", self.part, self.level.to_ascii_lowercase())
    }
}

/// Obstacle to the claim of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Obstacle {
    /// Characters that no font has are shown as boxes.
    MissingGlyphs,
    /// Characters whose meaning only their font knows (ISO 19005-2, 6.2.11.7.3).
    PrivateCharacters,
    /// Pictures of which a listener is told nothing (ISO 14289-1, 7.3).
    PicturesWithoutText,
}

impl Obstacle {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::MissingGlyphs => (
                "it shows boxes for characters that no font has",
                "give fonts that have the characters named above with --font FILE",
            ),
            Self::PrivateCharacters => (
                "it has characters of private use, which have no meaning outside their font",
                "replace them by characters of Unicode",
            ),
            Self::PicturesWithoutText => (
                "it has pictures that nothing is told of",
                "give each picture an alternative text or a caption; an empty one for ornaments",
            ),
        }
    }

    /// Returns the warning that the PDF makes no claim because of this obstacle.
    pub(super) fn diagnostic(self, claim: Claim) -> Diagnostic {
        let (what, mend) = self.words();
        let message = format!("the PDF does not claim to be {claim}: {what}");
        Diagnostic::warning("claim-withheld", Place::default(), message).hint(mend)
    }
}
