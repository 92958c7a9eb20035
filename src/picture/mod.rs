//! Pictures: the bytes of a file become a plate to print from.
//!
//! Comes in: PNG, JPEG, WebP, GIF or SVG, and how large a picture can become on the page. Goes
//! out: a [`Plate`], or the [`Fault`] for which there is none. Never done here: fetching a file,
//! deciding a place on the page, PDF.
//!
//! A JPEG goes through as it is, freed of what cameras and editors write into it. Everything else
//! becomes samples on white paper: PDF/A wants no surprise from transparency, and paper has none.

mod album;
mod darkness;
mod jpeg;
mod plate;
mod raster;
mod samples;
#[cfg(feature = "svg")]
mod vector;

#[doc(hidden)]
pub use album::{Album, Sources};
pub use album::{Fetch, Fetcher};
#[doc(hidden)]
pub use plate::{
    CSS_RESOLUTION, Content, Fault, Ink, LEAST_RESOLUTION, MOST_BYTES, Plate, Wishes, fit,
};

use crate::font::Faces;

/// Makes the plate of a picture. `faces` serve the text of drawings.
///
/// # Errors
/// Where the bytes are no picture that can be printed.
#[doc(hidden)]
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
