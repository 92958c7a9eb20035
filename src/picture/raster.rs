//! Raster pictures: PNG, JPEG, WebP and GIF.
//!
//! The number of pixels is checked before they are decoded. No picture is enlarged.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{
    DynamicImage, GrayImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    RgbImage,
};

use super::prepared::{
    FINE_RESOLUTION, LEAST_RESOLUTION, MOST_PIXELS, MOST_RESOLUTION, PictureError,
    PictureOptions, PictureSize, PreparedPicture, SampleColours, SampleData,
};
use super::{jpeg, png_samples, samples};

/// Quality of a JPEG that is encoded again: above 90 the eye sees no loss.
const QUALITY: u8 = 92;
/// Longest side, in pixels: the limit of JPEG.
const LONGEST_SIDE: u32 = 65_535;
/// Length of the part of a WebP file that is searched for the chunk of its picture, in bytes.
const WEBP_HEAD: usize = 256;
/// Most memory of a decoder, in bytes: enough for 100 megapixels of 16-bit RGBA.
const MOST_MEMORY: u64 = 1 << 30;

/// Prepares a raster picture.
pub(super) fn prepare(
    bytes: &[u8],
    options: &PictureOptions,
) -> Result<PreparedPicture, PictureError> {
    let format = image::guess_format(bytes).map_err(|_| PictureError::Format)?;
    if !matches!(
        format,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif
    ) {
        return Err(PictureError::Format);
    }
    let (picture, orientation) = decode(bytes, format)?;
    let (width, height) = (picture.width(), picture.height());
    let natural = PictureSize::at_resolution(width, height, LEAST_RESOLUTION);
    let unchanged = orientation == Orientation::NoTransforms
        && resolution(&picture, options) <= MOST_RESOLUTION
        && !(options.grey && picture.color().has_color());
    if format == ImageFormat::Jpeg
        && unchanged
        && let Some(file) = jpeg::strip_metadata(bytes)
    {
        let colours = if file.grey { SampleColours::Grey } else { SampleColours::Colour };
        let data = SampleData::Jpeg(file.bytes);
        let is_photograph = true;
        return Ok(PreparedPicture { width, height, natural, is_photograph, colours, data });
    }
    if format == ImageFormat::Png
        && unchanged
        && let Some(packed) = png_samples::packed_samples(bytes)
        && let Some(prepared) = samples::prepare_packed(&picture, packed)
    {
        return Ok(PreparedPicture { natural, ..prepared });
    }
    let picture = scale_down(picture, options);
    let lossy = format == ImageFormat::Jpeg || is_lossy_webp(bytes);
    let prepared = if lossy && !has_transparency(&picture) {
        encode_jpeg(&picture, options.grey)?
    } else {
        samples::prepare(&picture.into_rgba8(), options.grey)
    };
    Ok(PreparedPicture { natural, ..prepared })
}

fn decode(
    bytes: &[u8],
    format: ImageFormat,
) -> Result<(DynamicImage, Orientation), PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| picture_error(&error))?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::Malformed("it has no pixels".to_owned()));
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureError::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture =
        DynamicImage::from_decoder(decoder).map_err(|error| picture_error(&error))?;
    picture.apply_orientation(orientation);
    Ok((picture, orientation))
}

fn picture_error(error: &ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooLarge,
        ImageError::Unsupported(_) => PictureError::Format,
        ImageError::Decoding(_)
        | ImageError::Encoding(_)
        | ImageError::Parameter(_)
        | ImageError::IoError(_) => PictureError::Malformed(error.to_string()),
    }
}

/// Returns the resolution, in pixels per inch, at the greatest size of the picture on the page.
fn resolution(picture: &DynamicImage, options: &PictureOptions) -> f64 {
    let natural =
        PictureSize::at_resolution(picture.width(), picture.height(), LEAST_RESOLUTION);
    let inches = natural.fit_into(options.frame).width.pt() / 72.0;
    if inches > 0.0 { f64::from(picture.width()) / inches } else { LEAST_RESOLUTION }
}

/// Scales a picture down to [`FINE_RESOLUTION`] if it is above [`MOST_RESOLUTION`].
fn scale_down(picture: DynamicImage, options: &PictureOptions) -> DynamicImage {
    let now = resolution(&picture, options);
    if now <= MOST_RESOLUTION {
        return picture;
    }
    let part = FINE_RESOLUTION / now;
    let side = |pixels: u32| samples::pixel_count(f64::from(pixels) * part);
    picture.resize_exact(side(picture.width()), side(picture.height()), FilterType::CatmullRom)
}

/// True for a WebP file with a lossy picture: a `VP8 ` chunk (RFC 9649, 2.5).
fn is_lossy_webp(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(WEBP_HEAD)];
    bytes.get(8..12) == Some(b"WEBP".as_slice()) && head.windows(4).any(|tag| tag == b"VP8 ")
}

fn has_transparency(picture: &DynamicImage) -> bool {
    picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX)
}

/// Encodes a picture as JPEG. Lossless samples of a picture that was lossy would only be larger.
fn encode_jpeg(picture: &DynamicImage, grey: bool) -> Result<PreparedPicture, PictureError> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    let (width, height) = (picture.width(), picture.height());
    let grey = grey || !picture.color().has_color();
    let encoded = if grey {
        let samples: GrayImage = picture.to_luma8();
        samples.write_with_encoder(encoder)
    } else {
        let samples: RgbImage = picture.to_rgb8();
        samples.write_with_encoder(encoder)
    };
    encoded.map_err(|error| picture_error(&error))?;
    let colours = if grey { SampleColours::Grey } else { SampleColours::Colour };
    let data = SampleData::Jpeg(bytes);
    let natural = PictureSize::default();
    Ok(PreparedPicture { width, height, natural, is_photograph: true, colours, data })
}
