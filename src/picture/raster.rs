//! Pictures of pixels: PNG, JPEG, WebP and GIF.
//!
//! Comes in: a file's bytes. Goes out: a [`Plate`]. Never done here: a picture enlarged; a pixel
//! decoded before its file has said how many there are.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{
    DynamicImage, GrayImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    RgbImage,
};

use super::plate::{
    Content, FINE_RESOLUTION, Fault, Ink, LEAST_RESOLUTION, MOST_PIXELS, MOST_RESOLUTION,
    Plate, Wishes, fit, on_paper,
};
use super::{jpeg, samples};

/// Quality of a JPEG that is made anew from a lossy picture: above 90 the eye sees no loss.
const QUALITY: u8 = 92;
/// The longest side in pixels; JPEG and WebP can say no more than 65535.
const LONGEST_SIDE: u32 = 65_535;
/// The most memory that a decoder may take, in bytes: 100 megapixels of 16-bit RGBA fit.
const MOST_MEMORY: u64 = 1 << 30;

/// The plate of a picture of pixels.
pub(super) fn plate(bytes: &[u8], wishes: &Wishes) -> Result<Plate, Fault> {
    let format = image::guess_format(bytes).map_err(|_| Fault::Format)?;
    if !matches!(
        format,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif
    ) {
        return Err(Fault::Format);
    }
    let (picture, orientation) = decode(bytes, format)?;
    let size = (picture.width(), picture.height());
    let natural = on_paper(size, LEAST_RESOLUTION);
    let whole =
        orientation == Orientation::NoTransforms && resolution(size, wishes) <= MOST_RESOLUTION;
    if format == ImageFormat::Jpeg
        && whole
        && !(wishes.grey && picture.color().has_color())
        && let Some(passed) = jpeg::passed_through(bytes)
    {
        let (width, height) = size;
        let ink = if passed.grey { Ink::Grey } else { Ink::Colour };
        return Ok(Plate { width, height, natural, ink, content: Content::Jpeg(passed.bytes) });
    }
    let fine = reduced(picture, wishes);
    let lossy = format == ImageFormat::Jpeg || is_lossy_webp(bytes);
    let plate = match (lossy && !has_transparency(&fine), wishes.grey) {
        (true, grey) => lossy_plate(&fine, grey)?,
        (false, grey) => samples::plate(&fine.to_rgba8(), grey),
    };
    Ok(Plate { natural, ..plate })
}

fn decode(bytes: &[u8], format: ImageFormat) -> Result<(DynamicImage, Orientation), Fault> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| fault(&error))?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(Fault::Broken("it has no pixels".to_owned()));
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Fault::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| fault(&error))?;
    picture.apply_orientation(orientation);
    Ok((picture, orientation))
}

fn fault(error: &ImageError) -> Fault {
    match error {
        ImageError::Limits(_) => Fault::TooLarge,
        ImageError::Unsupported(_) => Fault::Format,
        other => Fault::Broken(other.to_string()),
    }
}

/// Pixels to the inch at the greatest size that the picture can have on the page.
fn resolution(size: (u32, u32), wishes: &Wishes) -> f64 {
    let (width, _) = fit(on_paper(size, LEAST_RESOLUTION), wishes.frame);
    let inches = width.pt() / 72.0;
    if inches > 0.0 { f64::from(size.0) / inches } else { LEAST_RESOLUTION }
}

/// The picture in as many pixels as print well.
fn reduced(picture: DynamicImage, wishes: &Wishes) -> DynamicImage {
    let now = resolution((picture.width(), picture.height()), wishes);
    if now <= MOST_RESOLUTION {
        return picture;
    }
    let part = FINE_RESOLUTION / now;
    let side = |pixels: u32| samples::whole(f64::from(pixels) * part);
    picture.resize_exact(side(picture.width()), side(picture.height()), FilterType::CatmullRom)
}

/// Whether a WebP file holds a lossy picture: a `VP8 ` chunk, whose rivals are `VP8L` and the
/// frames of an animation (RFC 9649, 2.5).
fn is_lossy_webp(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
    bytes.get(8..12) == Some(b"WEBP".as_slice()) && head.windows(4).any(|tag| tag == b"VP8 ")
}

fn has_transparency(picture: &DynamicImage) -> bool {
    picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX)
}

/// A JPEG made anew, because its samples had lost something before.
fn lossy_plate(picture: &DynamicImage, grey: bool) -> Result<Plate, Fault> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    let (width, height) = (picture.width(), picture.height());
    let grey = grey || !picture.color().has_color();
    let done = if grey {
        let samples: GrayImage = picture.to_luma8();
        samples.write_with_encoder(encoder)
    } else {
        let samples: RgbImage = picture.to_rgb8();
        samples.write_with_encoder(encoder)
    };
    done.map_err(|error| fault(&error))?;
    let ink = if grey { Ink::Grey } else { Ink::Colour };
    Ok(Plate { width, height, natural: Default::default(), ink, content: Content::Jpeg(bytes) })
}
