//! Drawings: SVG, put into pixels fine enough for print.
//!
//! Comes in: an SVG file. Goes out: a [`Plate`]. Never done here: a file opened or an address
//! followed because a drawing names it.

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
    CSS_RESOLUTION, MOST_PIXELS, PictureError as Fault, PictureOptions as Wishes, PictureSize,
    PreparedPicture as Plate,
};
use super::samples::{self, pixel_count as whole};
use crate::font::{FaceData, Faces, FontRole as Role};
use crate::unit::Length;

/// Pixels to the inch of a drawing: with smoothed edges, lines are as sharp as a printer's own.
const RESOLUTION: f64 = 400.0;
/// Elements that a drawing may have; more is no drawing of an article.
const MOST_ELEMENTS: usize = 200_000;

/// The plate of a drawing.
pub(super) fn plate(bytes: &[u8], wishes: &Wishes, faces: &Faces) -> Result<Plate, Fault> {
    if bytes.iter().filter(|&&byte| byte == b'<').count() > MOST_ELEMENTS {
        return Err(Fault::TooLarge);
    }
    let broken = |error: Error| Fault::Malformed(error.to_string());
    let source = parse(bytes).map_err(broken)?;
    let counts = references::check(&source).map_err(Fault::Excessive)?;
    let nested = Arc::new(Nested { levels: counts.depth.into(), ..Nested::default() });
    let mut options = options(bytes, faces);
    options.image_href_resolver.resolve_data = Nested::resolver(&nested);
    let tree = Tree::from_xmltree(&source, &options).map_err(broken)?;
    if let Some(why) = nested.refused() {
        return Err(Fault::Excessive(why));
    }
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let points = |pixels: f64| Length::from_pt(pixels * 72.0 / CSS_RESOLUTION);
    let natural = PictureSize { width: points(width), height: points(height) };
    let shown = natural.fit_into(wishes.frame).width;
    let scale = shown.pt() / 72.0 * RESOLUTION / width.max(f64::MIN_POSITIVE);
    let size = (whole(width * scale), whole(height * scale));
    if u64::from(size.0) * u64::from(size.1) > MOST_PIXELS {
        return Err(Fault::TooLarge);
    }
    #[expect(clippy::cast_possible_truncation, reason = "the library counts in f32")]
    patterns::check(&tree, scale as f32, size.0, size.1).map_err(Fault::Excessive)?;
    let pixels = draw(&tree, scale, size).ok_or(Fault::TooLarge)?;
    Ok(Plate { natural, ..samples::prepare(&pixels, wishes.grey) })
}

/// Parses the source of a drawing.
fn parse(bytes: &[u8]) -> Result<Document<'_>, Error> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::NotAnUtf8Str)?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(Error::ParsingFailed)
}

/// Levels that a drawing in a drawing takes besides those of its elements.
const NESTED_LEVELS: u64 = 16;
/// The most elements of drawings in a drawing, each counted as often as it is shown.
const MOST_NESTED_ELEMENTS: u64 = 1_000_000;

/// The most pixels of other pictures in a drawing, each counted as often as it is shown.
const MOST_NESTED_PIXELS: u64 = 5 * MOST_PIXELS;

/// Pictures that a drawing holds. Each is checked as the drawing itself is.
#[derive(Default)]
struct Nested {
    /// Levels of elements in the drawings that are open.
    levels: AtomicU64,
    elements: AtomicU64,
    /// Of pictures that are no drawings.
    pixels: AtomicU64,
    /// Why one of them cannot be drawn.
    refusal: Mutex<Option<String>>,
}

impl Nested {
    /// Returns what reads the pictures in a drawing. One that is refused is remembered.
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

    /// Checks a picture that is no drawing: it is decoded as often as it is shown.
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

    /// Checks a drawing, and returns the levels that it takes. What is no drawing is let through.
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

/// A drawing may name what it holds itself, and the faces at hand; nothing else.
fn options(bytes: &[u8], faces: &Faces) -> Options<'static> {
    let mut options = Options::default();
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    if bytes.windows(5).any(|tag| tag == b"<text") {
        let mut database = Database::new();
        for (_, face) in faces.iter() {
            database.load_font_source(Source::Binary(Arc::new(Bytes(face.data.clone()))));
        }
        let family = |role| faces.face(faces.serve(role, Default::default())).family.clone();
        database.set_serif_family(family(Role::Text));
        database.set_sans_serif_family(family(Role::Head));
        database.set_monospace_family(family(Role::Code));
        options.font_family = family(Role::Head);
        options.fontdb = Arc::new(database);
    }
    options
}

/// The bytes of a face as the drawing's library wants to hold them.
struct Bytes(FaceData);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self.0.bytes()
    }
}

/// Draws on white; none where there is no memory for it.
#[expect(clippy::cast_possible_truncation, reason = "the library counts in f32")]
fn draw(tree: &Tree, scale: f64, (width, height): (u32, u32)) -> Option<RgbaImage> {
    let mut pixmap = Pixmap::new(width, height)?;
    pixmap.fill(Color::WHITE);
    let scale = scale as f32;
    resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    RgbaImage::from_raw(width, height, pixmap.take())
}
