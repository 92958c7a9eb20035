//! Pictures: the bytes of a file become a plate to print from.
//!
//! Comes in: PNG, JPEG, WebP, GIF or SVG, and how large a picture can become on the page. Goes
//! out: a [`Plate`], or the [`Fault`] for which there is none. Never done here: fetching a file,
//! deciding a place on the page, PDF.
//!
//! A JPEG goes through as it is, freed of what cameras and editors write into it. Everything else
//! becomes samples on white paper: PDF/A wants no surprise from transparency, and paper has none.

mod album;
mod jpeg;
mod raster;
mod samples;
#[cfg(feature = "svg")]
mod vector;

use std::fmt;

pub use album::{Album, Fetch, Fetcher, Sources};

use crate::font::Faces;
use crate::unit::Length;

/// Pixels to the inch below which a reader sees them at arm's length (newspapers print at 150 to
/// 170). A picture is set no larger than this allows.
pub const LEAST_RESOLUTION: f64 = 150.0;
/// Pixels to the inch that printers want of a picture (ISO 12647 screens at 150 lines, two pixels
/// a line).
const FINE_RESOLUTION: f64 = 300.0;
/// A picture that has more than this at its greatest size on the page is brought down to
/// [`FINE_RESOLUTION`]; below it, the gain in bytes would not be worth the loss.
const MOST_RESOLUTION: f64 = 450.0;
/// CSS pixels to the inch, the unit in which articles give sizes (CSS Values 4, 5.2).
pub const CSS_RESOLUTION: f64 = 96.0;
/// The greatest file, in bytes: 64 MiB holds what a camera of 60 megapixels writes.
pub const MOST_BYTES: usize = 64 << 20;
/// The most pixels that are decoded: 100 million, a poster at 300 to the inch.
const MOST_PIXELS: u64 = 100_000_000;

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
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(why) => write!(out, "it cannot be had: {why}"),
            Self::Format => out.write_str("it is no PNG, JPEG, WebP, GIF or SVG"),
            Self::Broken(how) => write!(out, "it is broken: {how}"),
            Self::TooLarge => write!(
                out,
                "it has more than {} megapixels or {} MiB",
                MOST_PIXELS / 1_000_000,
                MOST_BYTES >> 20
            ),
        }
    }
}

/// Makes the plate of a picture. `faces` serve the text of drawings.
///
/// # Errors
/// Where the bytes are no picture that can be printed.
pub fn prepare(bytes: &[u8], wishes: &Wishes, faces: &Faces) -> Result<Plate, Fault> {
    if bytes.len() > MOST_BYTES {
        return Err(Fault::TooLarge);
    }
    if is_drawing(bytes) { drawing(bytes, wishes, faces) } else { raster::plate(bytes, wishes) }
}

/// How much of a file is searched for SVG's root element, in bytes: comments and a document type
/// may stand before it.
const HEAD: usize = 4096;

/// Whether the bytes look like SVG.
fn is_drawing(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    head.starts_with(b"<") && head.windows(4).any(|tag| tag == b"<svg")
}

#[cfg(feature = "svg")]
fn drawing(bytes: &[u8], wishes: &Wishes, faces: &Faces) -> Result<Plate, Fault> {
    vector::plate(bytes, wishes, faces)
}

#[cfg(not(feature = "svg"))]
fn drawing(_: &[u8], _: &Wishes, _: &Faces) -> Result<Plate, Fault> {
    Err(Fault::Absent("this build of Offprint draws no SVG".to_owned()))
}

/// The size on paper of so many pixels at so many to the inch.
fn on_paper((width, height): (u32, u32), resolution: f64) -> (Length, Length) {
    let length = |pixels: u32| Length::from_pt(f64::from(pixels) * 72.0 / resolution);
    (length(width), length(height))
}

/// `size` brought down into `frame`, its proportions kept; never enlarged.
#[must_use]
pub fn fit(size: (Length, Length), frame: (Length, Length)) -> (Length, Length) {
    let part = frame.0.ratio(size.0).min(frame.1.ratio(size.1)).min(1.0);
    if part < 1.0 { (size.0.scale(part), size.1.scale(part)) } else { size }
}
