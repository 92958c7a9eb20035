//! SVG drawings, rendered to pixels for print.
//!
//! A drawing cannot open files or addresses.

mod budget;
mod filters;
mod outline;
mod references;
mod rendering;
mod source;
mod styles;
mod weight;

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use image::RgbaImage;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Error, ImageHrefResolver, Options, Tree};

use self::budget::Budget;
use self::outline::PixelSize;
use self::references::MOST_DEPTH;
use super::prepared::{
    CSS_RESOLUTION, PictureError, PictureOptions, PictureSize, PreparedPicture,
};
use super::samples::{self, pixel_count};
use crate::font::{FaceData, Faces, FontRole};
use crate::unit::Length;

/// Resolutions of a drawing, in pixels per inch. With antialiasing, lines at the first are as sharp as
/// a printer's. The others serve drawings that take too much at those before.
const RESOLUTIONS: [f64; 3] = [400.0, 200.0, 100.0];

/// Renders a drawing.
///
/// # Errors
/// If the drawing is malformed or takes too much memory, work or depth.
pub(super) fn prepare(
    bytes: &[u8],
    options: &PictureOptions,
    faces: &Faces,
) -> Result<PreparedPicture, PictureError> {
    // resvg has faults that only malformed drawings reach. They cost the picture, not the article.
    let draw = AssertUnwindSafe(|| draw(bytes, options, faces));
    panic::catch_unwind(draw).unwrap_or_else(|_| {
        Err(PictureError::Malformed("the renderer cannot draw it".to_owned()))
    })
}

fn draw(
    bytes: &[u8],
    options: &PictureOptions,
    faces: &Faces,
) -> Result<PreparedPicture, PictureError> {
    let malformed = |error: Error| PictureError::Malformed(error.to_string());
    let mut budget = Budget::default();
    let source = source::parse(bytes, &mut budget).map_err(malformed)?;
    let source = source.map_err(PictureError::Excessive)?;
    let levels = references::check(&source, &mut budget).map_err(PictureError::Excessive)?;
    let nested = Arc::new(NestedDrawings::new(levels, budget));
    let mut svg_options = svg_options(bytes, faces);
    svg_options.image_href_resolver.resolve_data = NestedDrawings::resolver(&nested);
    let tree = Tree::from_xmltree(&source, &svg_options).map_err(malformed)?;
    let NestedState { budget, refusal, .. } = nested.state().clone();
    if let Some(why) = refusal {
        return Err(PictureError::Excessive(why));
    }
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let points = |pixels: f64| Length::from_pt(pixels * 72.0 / CSS_RESOLUTION);
    let natural = PictureSize { width: points(width), height: points(height) };
    let shown = natural.fit_into(options.frame).width;
    let mut refusal = String::new();
    for resolution in RESOLUTIONS {
        let scale = shown.pt() / 72.0 * resolution / width.max(f64::MIN_POSITIVE);
        let (width, height) = (pixel_count(width * scale), pixel_count(height * scale));
        let page = PixelSize { width: width.into(), height: height.into() };
        #[expect(clippy::cast_possible_truncation, reason = "resvg counts in f32")]
        let scale = scale as f32;
        match rendering::spend(&tree, scale, page, &mut budget.clone()) {
            Ok(()) => {
                let pixels =
                    render(&tree, scale, width, height).ok_or(PictureError::TooLarge)?;
                let samples = samples::prepare(&pixels, options.grey);
                return Ok(PreparedPicture { natural, is_photograph: false, ..samples });
            }
            Err(why) => refusal = why,
        }
    }
    Err(PictureError::Excessive(refusal))
}

/// Levels of a nested drawing besides those of its elements.
const NESTED_LEVELS: u64 = 16;

/// Drawings inside a drawing. Each is checked like the drawing itself.
struct NestedDrawings(Mutex<NestedState>);

#[derive(Clone)]
struct NestedState {
    /// Levels of elements in the drawings that are being read.
    levels: u64,
    /// Budget of all drawings together.
    budget: Budget,
    /// Reason why one of them is refused.
    refusal: Option<String>,
}

impl NestedDrawings {
    fn new(levels: u64, budget: Budget) -> Self {
        Self(Mutex::new(NestedState { levels, budget, refusal: None }))
    }

    fn state(&self) -> MutexGuard<'_, NestedState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the reader of the pictures in a drawing. It stores the first refusal.
    fn resolver(nested: &Arc<Self>) -> resvg::usvg::ImageHrefDataResolverFn<'static> {
        let nested = Arc::clone(nested);
        let read = ImageHrefResolver::default_data_resolver();
        Box::new(move |media_type, data, options| {
            let checked = nested.check(&data);
            match checked {
                Ok(levels) => {
                    nested.state().levels += levels;
                    let read = read(media_type, data, options);
                    nested.state().levels -= levels;
                    read
                }
                Err(why) => {
                    nested.state().refusal.get_or_insert(why);
                    None
                }
            }
        })
    }

    /// Checks a drawing, and returns its levels; 0 for data that is not a drawing.
    fn check(&self, data: &[u8]) -> Result<u64, String> {
        let mut state = self.state();
        if let Some(why) = &state.refusal {
            return Err(why.clone());
        }
        // A few bytes can unfold to gigabytes.
        if data.starts_with(&[0x1F, 0x8B]) {
            return Err("it holds a drawing that is compressed".to_owned());
        }
        let Ok(source) = source::parse(data, &mut state.budget) else { return Ok(0) };
        let levels = references::check(&source?, &mut state.budget)? + NESTED_LEVELS;
        if state.levels + levels > MOST_DEPTH {
            return Err("drawings in it are nested too deep".to_owned());
        }
        Ok(levels)
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
