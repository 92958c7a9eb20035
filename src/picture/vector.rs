//! Drawings: SVG, put into pixels fine enough for print.
//!
//! Comes in: an SVG file. Goes out: a [`Plate`]. Never done here: a file opened or an address
//! followed because a drawing names it.

use std::sync::Arc;

use image::RgbaImage;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

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
    let tree = Tree::from_data(bytes, &options(bytes, faces))
        .map_err(|error| Fault::Malformed(error.to_string()))?;
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let points = |pixels: f64| Length::from_pt(pixels * 72.0 / CSS_RESOLUTION);
    let natural = PictureSize { width: points(width), height: points(height) };
    let shown = natural.fit_into(wishes.frame).width;
    let scale = shown.pt() / 72.0 * RESOLUTION / width.max(f64::MIN_POSITIVE);
    let size = (whole(width * scale), whole(height * scale));
    if u64::from(size.0) * u64::from(size.1) > MOST_PIXELS {
        return Err(Fault::TooLarge);
    }
    let pixels = draw(&tree, scale, size).ok_or(Fault::TooLarge)?;
    Ok(Plate { natural, ..samples::prepare(&pixels, wishes.grey) })
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
