//! SVG drawings, rendered to pixels for print.
//!
//! A drawing cannot open files or addresses.

mod patterns;
mod references;
mod styles;

use std::io::Cursor;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use image::RgbaImage;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::roxmltree::{Document, ParsingOptions};
use resvg::usvg::{Error, ImageHrefResolver, Options, Tree};

use self::references::{Counts, MOST_DEPTH};
use super::prepared::{
    CSS_RESOLUTION, MOST_PIXELS, PictureError, PictureOptions, PictureSize, PreparedPicture,
};
use super::samples::{self, pixel_count};
use crate::font::{FaceData, Faces, FontRole};
use crate::unit::Length;

/// Resolution of a drawing, in pixels per inch: with antialiasing, lines are as sharp as a printer's.
const RESOLUTION: f64 = 400.0;
/// Most elements of a drawing.
const MOST_ELEMENTS: usize = 200_000;

/// Renders a drawing.
///
/// # Errors
/// If the drawing is malformed or takes too much memory, work or depth.
pub(super) fn prepare(
    bytes: &[u8],
    options: &PictureOptions,
    faces: &Faces,
) -> Result<PreparedPicture, PictureError> {
    if bytes.iter().filter(|&&byte| byte == b'<').count() > MOST_ELEMENTS {
        return Err(PictureError::TooLarge);
    }
    let malformed = |error: Error| PictureError::Malformed(error.to_string());
    let source = parse(bytes).map_err(malformed)?;
    let counts = references::check(&source).map_err(PictureError::Excessive)?;
    let nested = Arc::new(NestedPictures { levels: counts.depth.into(), ..Default::default() });
    let mut svg_options = svg_options(bytes, faces);
    svg_options.image_href_resolver.resolve_data = NestedPictures::resolver(&nested);
    let tree = Tree::from_xmltree(&source, &svg_options).map_err(malformed)?;
    if let Some(why) = nested.refused() {
        return Err(PictureError::Excessive(why));
    }
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let points = |pixels: f64| Length::from_pt(pixels * 72.0 / CSS_RESOLUTION);
    let natural = PictureSize { width: points(width), height: points(height) };
    let shown = natural.fit_into(options.frame).width;
    let scale = shown.pt() / 72.0 * RESOLUTION / width.max(f64::MIN_POSITIVE);
    let (width, height) = (pixel_count(width * scale), pixel_count(height * scale));
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureError::TooLarge);
    }
    #[expect(clippy::cast_possible_truncation, reason = "resvg counts in f32")]
    let scale = scale as f32;
    patterns::check(&tree, scale, width, height).map_err(PictureError::Excessive)?;
    let pixels = render(&tree, scale, width, height).ok_or(PictureError::TooLarge)?;
    Ok(PreparedPicture { natural, ..samples::prepare(&pixels, options.grey) })
}

/// Parses the source of a drawing.
fn parse(bytes: &[u8]) -> Result<Document<'_>, Error> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::NotAnUtf8Str)?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(Error::ParsingFailed)
}

/// Levels of a nested drawing besides those of its elements.
const NESTED_LEVELS: u64 = 16;
/// Most elements of nested drawings, each counted as often as it is shown.
const MOST_NESTED_ELEMENTS: u64 = 1_000_000;

/// Most pixels of nested raster pictures, each counted as often as it is shown.
const MOST_NESTED_PIXELS: u64 = 5 * MOST_PIXELS;

/// Pictures inside a drawing. Each is checked like the drawing itself.
#[derive(Default)]
struct NestedPictures {
    /// Levels of elements in the drawings that are being read.
    levels: AtomicU64,
    elements: AtomicU64,
    /// Pixels of raster pictures.
    pixels: AtomicU64,
    /// Reason why one of them is refused.
    refusal: Mutex<Option<String>>,
}

impl NestedPictures {
    /// Returns the reader of the pictures in a drawing. It stores the first refusal.
    fn resolver(nested: &Arc<Self>) -> resvg::usvg::ImageHrefDataResolverFn<'static> {
        let nested = Arc::clone(nested);
        let read = ImageHrefResolver::default_data_resolver();
        Box::new(move |media_type, data, options| {
            match nested.check_samples(&data).and_then(|()| nested.check_drawing(&data)) {
                Ok(depth) => {
                    nested.levels.fetch_add(depth, Ordering::Relaxed);
                    let read = read(media_type, data, options);
                    nested.levels.fetch_sub(depth, Ordering::Relaxed);
                    read
                }
                Err(why) => {
                    let mut refusal =
                        nested.refusal.lock().unwrap_or_else(PoisonError::into_inner);
                    refusal.get_or_insert(why);
                    None
                }
            }
        })
    }

    /// Checks a raster picture, which is decoded as often as it is shown.
    fn check_samples(&self, data: &[u8]) -> Result<(), String> {
        let reader = image::ImageReader::new(Cursor::new(data)).with_guessed_format();
        let Some(Ok((width, height))) = reader.ok().map(image::ImageReader::into_dimensions)
        else {
            return Ok(());
        };
        let pixels = u64::from(width) * u64::from(height);
        let before = self.pixels.fetch_add(pixels, Ordering::Relaxed);
        if pixels > MOST_PIXELS || before + pixels > MOST_NESTED_PIXELS {
            return Err("the pictures in it have too many pixels".to_owned());
        }
        Ok(())
    }

    /// Checks a drawing, and returns its levels; 0 for data that is not a drawing.
    fn check_drawing(&self, data: &[u8]) -> Result<u64, String> {
        if let Some(why) = self.refused() {
            return Err(why);
        }
        // A few bytes can unfold to gigabytes.
        if data.starts_with(&[0x1F, 0x8B]) {
            return Err("it holds a drawing that is compressed".to_owned());
        }
        let Ok(source) = parse(data) else { return Ok(0) };
        let Counts { copies, depth } = references::check(&source)?;
        let levels = depth + NESTED_LEVELS;
        if self.levels.load(Ordering::Relaxed) + levels > MOST_DEPTH {
            return Err("drawings in it are nested too deep".to_owned());
        }
        let before = self.elements.fetch_add(copies, Ordering::Relaxed);
        if before + copies > MOST_NESTED_ELEMENTS {
            let message = "the drawings in it have more than";
            return Err(format!("{message} {MOST_NESTED_ELEMENTS} elements"));
        }
        Ok(levels)
    }

    fn refused(&self) -> Option<String> {
        self.refusal.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Returns options with which a drawing can use its own parts and the given faces, nothing else.
fn svg_options(bytes: &[u8], faces: &Faces) -> Options<'static> {
    let mut options = Options::default();
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    if bytes.windows(5).any(|tag| tag == b"<text") {
        let mut database = Database::new();
        for (_, face) in faces.iter() {
            database.load_font_source(Source::Binary(Arc::new(FaceBytes(face.data.clone()))));
        }
        let family = |role| faces.face(faces.serve(role, Default::default())).family.clone();
        database.set_serif_family(family(FontRole::Text));
        database.set_sans_serif_family(family(FontRole::Head));
        database.set_monospace_family(family(FontRole::Code));
        options.font_family = family(FontRole::Head);
        options.fontdb = Arc::new(database);
    }
    options
}

/// Bytes of a face in the form that fontdb shares.
struct FaceBytes(FaceData);

impl AsRef<[u8]> for FaceBytes {
    fn as_ref(&self) -> &[u8] {
        self.0.bytes()
    }
}

/// Renders on white; none if there is not enough memory.
fn render(tree: &Tree, scale: f32, width: u32, height: u32) -> Option<RgbaImage> {
    let mut pixmap = Pixmap::new(width, height)?;
    pixmap.fill(Color::WHITE);
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    RgbaImage::from_raw(width, height, pixmap.take())
}
