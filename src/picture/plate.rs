//! A plate: a picture to print from, or why there is none.
//!
//! Comes in: nothing; every part of this room speaks in these types. Goes out: the same. Never
//! done here: decoding.

use std::fmt;

use crate::unit::Length;

/// Pixels to the inch below which a reader sees them at arm's length (newspapers print at 150 to
/// 170). A picture is set no larger than this allows.
pub const LEAST_RESOLUTION: f64 = 150.0;
/// Pixels to the inch that printers want of a picture (ISO 12647 screens at 150 lines, two pixels
/// a line).
pub(super) const FINE_RESOLUTION: f64 = 300.0;
/// A picture that has more than this at its greatest size on the page is brought down to
/// [`FINE_RESOLUTION`]; below it, the gain in bytes would not be worth the loss.
pub(super) const MOST_RESOLUTION: f64 = 450.0;
/// CSS pixels to the inch, the unit in which articles give sizes (CSS Values 4, 5.2).
pub const CSS_RESOLUTION: f64 = 96.0;
/// The greatest file, in bytes: 64 MiB holds what a camera of 60 megapixels writes.
pub const MOST_BYTES: usize = 64 << 20;
/// The most pixels that are decoded: 100 million, a poster at 300 to the inch.
pub(super) const MOST_PIXELS: u64 = 100_000_000;

/// What a picture becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wishes {
    /// Without colour.
    pub grey: bool,
    /// Width and depth of the largest place that a picture can have on a page.
    pub frame: (Length, Length),
}

/// A picture ready to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plate {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// The size it has on paper where nothing limits it: its own for a drawing, else that at
    /// which its pixels are [`LEAST_RESOLUTION`] to the inch.
    pub natural: (Length, Length),
    /// What its samples mean.
    pub ink: Ink,
    /// The samples.
    pub content: Content,
}

/// What samples mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ink {
    /// Black to white.
    Grey,
    /// Red, green, blue in sRGB.
    Colour,
    /// Places in a table of sRGB colours.
    Palette(Vec<[u8; 3]>),
}

/// Samples, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A JPEG file that a PDF reader can decode itself.
    Jpeg(Vec<u8>),
    /// Samples of so many bits, each row beginning on a byte.
    Samples {
        /// 1, 2, 4 or 8.
        bits: u8,
        /// The samples.
        bytes: Vec<u8>,
    },
}

/// Why there is no plate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The file cannot be had; why.
    Absent(String),
    /// It is none of the formats.
    Format,
    /// It breaks its format's rules; how.
    Broken(String),
    /// It is larger than any picture of an article.
    TooLarge,
    /// It is a drawing that takes more memory, work or depth than any of an article; why.
    Excessive(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(why) => write!(out, "it cannot be had: {why}"),
            Self::Format => out.write_str("it is no PNG, JPEG, WebP, GIF or SVG"),
            Self::Broken(how) => write!(out, "it is broken: {how}"),
            Self::Excessive(why) => write!(out, "it is too much to draw: {why}"),
            Self::TooLarge => write!(
                out,
                "it has more than {} megapixels or {} MiB",
                MOST_PIXELS / 1_000_000,
                MOST_BYTES >> 20
            ),
        }
    }
}

/// The size on paper of so many pixels at so many to the inch.
pub(super) fn on_paper((width, height): (u32, u32), resolution: f64) -> (Length, Length) {
    let length = |pixels: u32| Length::from_pt(f64::from(pixels) * 72.0 / resolution);
    (length(width), length(height))
}

/// `size` brought down into `frame`, its proportions kept; never enlarged.
#[must_use]
pub fn fit(size: (Length, Length), frame: (Length, Length)) -> (Length, Length) {
    let part = frame.0.ratio(size.0).min(frame.1.ratio(size.1)).min(1.0);
    if part < 1.0 { (size.0.scale(part), size.1.scale(part)) } else { size }
}
