//! Paper sizes, by name (`a4`, `letter`) or by width and height (`210x297mm`).

use std::fmt;
use std::str::FromStr;

use crate::unit::Length;

/// Size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
}

/// Names of paper sizes with width and height in millimetres, upright: ISO 216, JIS P
/// 0138, and the sizes of North America (ANSI/ASME Y14.1 and common office sizes).
pub const PAPERS: [(&str, f64, f64); 13] = [
    ("a3", 297.0, 420.0),
    ("a4", 210.0, 297.0),
    ("a5", 148.0, 210.0),
    ("a6", 105.0, 148.0),
    ("b4", 250.0, 353.0),
    ("b5", 176.0, 250.0),
    ("jis-b4", 257.0, 364.0),
    ("jis-b5", 182.0, 257.0),
    ("letter", 215.9, 279.4),
    ("legal", 215.9, 355.6),
    ("tabloid", 279.4, 431.8),
    ("executive", 184.15, 266.7),
    ("statement", 139.7, 215.9),
];

/// Least and greatest side of a page that every PDF reader supports, in points (ISO 32000-1, annex
/// C.2).
const SIDES_PT: (f64, f64) = (3.0, 14_400.0);

impl Paper {
    /// The paper size of most of the world.
    pub const A4: Self =
        Self { width: Length::from_sp(39_011_981), height: Length::from_sp(55_174_088) };

    /// Returns the same paper in landscape orientation.
    #[must_use]
    pub fn landscape(self) -> Self {
        Self { width: self.width.max(self.height), height: self.width.min(self.height) }
    }

    fn named(name: &str) -> Option<Self> {
        PAPERS.iter().find(|(known, ..)| *known == name).map(|&(_, width, height)| Self {
            width: Length::from_mm(width),
            height: Length::from_mm(height),
        })
    }

    /// Parses `210x297mm` or `8.5x11in`; a unit after the width is allowed too.
    fn measured(text: &str) -> Option<Self> {
        let (width, height) = text.split_once(['x', '\u{d7}'])?;
        let height = height.trim();
        // Numbers without a unit could be points, millimetres or inches.
        if !height.ends_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let unit =
            &height[height.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(height.len())..];
        let width = width.trim();
        let bare = !width.ends_with(|c: char| c.is_ascii_alphabetic());
        let width = if bare { format!("{width}{unit}") } else { width.to_owned() };
        let sides = SIDES_PT.0..=SIDES_PT.1;
        let side = |text: &str| {
            text.parse::<Length>().ok().filter(|length| sides.contains(&length.pt()))
        };
        Some(Self { width: side(&width)?, height: side(height)? })
    }
}

impl fmt::Display for Paper {
    /// Writes millimetres, such as `210 x 297 mm`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |length: Length| (length.mm() * 10.0).round() / 10.0;
        write!(out, "{} x {} mm", side(self.width), side(self.height))
    }
}

/// Error for a text that is not a paper size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsePaperError(String);

impl fmt::Display for ParsePaperError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is not a paper size: write one of ", self.0)?;
        for (name, ..) in PAPERS {
            write!(out, "{name}, ")?;
        }
        write!(out, "or width and height such as 210x297mm or 8.5x11in")
    }
}

impl std::error::Error for ParsePaperError {}

impl FromStr for Paper {
    type Err = ParsePaperError;

    /// Parses a name in any letter case, or width and height with a unit.
    fn from_str(text: &str) -> Result<Self, ParsePaperError> {
        let name = text.trim().to_ascii_lowercase();
        Self::named(&name)
            .or_else(|| Self::measured(&name))
            .ok_or_else(|| ParsePaperError(text.to_owned()))
    }
}
