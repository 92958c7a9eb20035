//! Prepared pictures, their sizes, options and errors.

use std::fmt;

use crate::unit::Length;

use super::packed::PackedSamples;

/// Least resolution of a picture on paper, in pixels per inch: below it a reader sees the pixels at
/// arm's length (newspapers print at 150 to 170). It limits the size of a picture.
pub const LEAST_RESOLUTION: f64 = 150.0;
/// Resolution of a picture that is scaled down, in pixels per inch (two pixels for each line of a
/// screen of 150 lines per inch, ISO 12647).
pub(super) const FINE_RESOLUTION: f64 = 300.0;
/// Greatest resolution of a picture that is not scaled down, in pixels per inch, at its greatest size
/// on the page. Below it the file would become little smaller.
pub(super) const MOST_RESOLUTION: f64 = 450.0;
/// CSS pixels per inch, the unit of sizes in articles (CSS Values 4, 5.2).
pub const CSS_RESOLUTION: f64 = 96.0;
/// Greatest picture file, in bytes: 64 MiB suffice for a camera of 60 megapixels.
pub const MOST_BYTES: usize = 64 << 20;
/// Most pixels that are decoded: 100 million, a poster at 300 per inch.
pub(super) const MOST_PIXELS: u64 = 100_000_000;

/// Options for the preparation of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureOptions {
    /// Convert to grey.
    pub grey: bool,
    /// Greatest size of a picture on the page.
    pub frame: PictureSize,
}

/// Size on paper.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct PictureSize {
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
}

/// Picture that is ready to be written to the PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedPicture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Size on paper where nothing limits it: the size of a drawing, else the size at
    /// [`LEAST_RESOLUTION`].
    pub natural: PictureSize,
    /// It is no drawing and has many colours.
    pub is_photograph: bool,
    /// Colours of the samples.
    pub colours: SampleColours,
    /// Samples.
    pub data: SampleData,
}

/// Colours of samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SampleColours {
    /// Grey, from black to white.
    Grey,
    /// Red, green and blue (sRGB).
    Colour,
    /// Indices of a table of sRGB colours.
    Palette(Vec<[u8; 3]>),
}

/// Samples, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SampleData {
    /// JPEG file that a PDF reader can decode.
    Jpeg(Vec<u8>),
    /// Compressed samples.
    Samples(PackedSamples),
}

impl SampleColours {
    /// Returns the number of samples of a pixel, if they are predicted from their neighbours before
    /// they are compressed. Indices of a table are not: they are no amounts.
    #[must_use]
    pub fn predicted(&self) -> Option<usize> {
        match self {
            Self::Grey => Some(1),
            Self::Colour => Some(3),
            Self::Palette(_) => None,
        }
    }
}

/// Error of a picture that cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PictureError {
    /// The file cannot be read, for this reason.
    Unavailable(String),
    /// The format is not supported.
    Format,
    /// The file is malformed, in this way.
    Malformed(String),
    /// The picture has too many bytes or pixels.
    TooLarge,
    /// The drawing takes more memory, work or depth than is allowed, for this reason.
    Excessive(String),
}

impl std::error::Error for PictureError {}

impl fmt::Display for PictureError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(why) => out.write_str(why),
            Self::Format => out.write_str("it is no PNG, JPEG, WebP, GIF or SVG"),
            Self::Malformed(how) => write!(out, "it is broken: {how}"),
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

impl PictureSize {
    /// Returns the size on paper of pixels at a resolution in pixels per inch.
    pub(super) fn at_resolution(width: u32, height: u32, resolution: f64) -> Self {
        let length = |pixels: u32| Length::from_pt(f64::from(pixels) * 72.0 / resolution);
        Self { width: length(width), height: length(height) }
    }

    /// Returns this size, scaled down to fit in `frame` with its proportions kept; never enlarged.
    #[must_use]
    pub fn fit_into(self, frame: Self) -> Self {
        let part = frame.width.ratio(self.width).min(frame.height.ratio(self.height)).min(1.0);
        if part < 1.0 {
            Self { width: self.width.scale(part), height: self.height.scale(part) }
        } else {
            self
        }
    }
}
