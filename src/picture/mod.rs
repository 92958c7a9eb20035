//! Pictures: decoding, scaling and conversion for print.
//!
//! Takes PNG, JPEG, WebP, GIF or SVG files and the greatest size of a picture on the page, and gives
//! [`PreparedPicture`]s or [`PictureError`]s. It opens no file and writes no PDF.
//!
//! A JPEG keeps its coded samples and loses its metadata. Any other picture becomes samples on white,
//! without transparency.

mod collection;
mod darkness;
mod jpeg;
mod packed;
mod png_samples;
mod prepared;
mod raster;
mod samples;
#[cfg(feature = "svg")]
mod vector;

#[doc(hidden)]
pub use collection::{ArticlePictures, PictureSources};
pub use collection::{Fetch, FetchPictureError, Fetcher};
#[doc(hidden)]
pub use packed::PackedSamples;
#[doc(hidden)]
pub use prepared::{
    CSS_RESOLUTION, LEAST_RESOLUTION, MOST_BYTES, PictureError, PictureOptions, PictureSize,
    PreparedPicture, SampleColours, SampleData,
};

use crate::font::Faces;

/// Prepares a picture for print. `faces` are those of the text of drawings.
///
/// # Errors
/// If the bytes are no picture that can be printed.
#[doc(hidden)]
pub fn prepare(
    bytes: &[u8],
    options: &PictureOptions,
    faces: &Faces,
) -> Result<PreparedPicture, PictureError> {
    if bytes.len() > MOST_BYTES {
        return Err(PictureError::TooLarge);
    }
    if is_svg(bytes) {
        prepare_svg(bytes, options, faces)
    } else {
        raster::prepare(bytes, options)
    }
}

/// Length of the part of a file that is searched for the root element of SVG, in bytes: comments and
/// a document type may stand before it.
const HEAD: usize = 4096;

/// True if the bytes look like SVG.
fn is_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    head.starts_with(b"<") && head.windows(4).any(|tag| tag == b"<svg")
}

#[cfg(feature = "svg")]
fn prepare_svg(
    bytes: &[u8],
    options: &PictureOptions,
    faces: &Faces,
) -> Result<PreparedPicture, PictureError> {
    vector::prepare(bytes, options, faces)
}

#[cfg(not(feature = "svg"))]
fn prepare_svg(
    _: &[u8],
    _: &PictureOptions,
    _: &Faces,
) -> Result<PreparedPicture, PictureError> {
    Err(PictureError::Unavailable("this build of Offprint draws no SVG".to_owned()))
}
