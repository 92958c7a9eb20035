//! Pages as pictures.
//!
//! Comes in: a PDF. Goes out: a PNG for each page that is asked for. Never done here: setting.

use std::path::{Path, PathBuf};

use super::outcome::Outcome;
use super::output::{self, Target};
use super::pages::Pages;
use super::plan::Task;
use super::trouble::{Exit, Trouble};
use super::voice::Voice;

/// Dots that a picture may have: A0 at 600 to the inch, and 7 bytes of memory for each to draw and
/// write it.
#[cfg(feature = "preview")]
const MOST_DOTS: u64 = 600_000_000;
/// Points to the inch.
#[cfg(feature = "preview")]
const POINTS: f32 = 72.0;

/// Whether these are the bytes of a PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// Writes the pages of a PDF that are asked for: each to a file of its own with its number in the
/// name, or the only one to standard output or the file that `--output` named.
pub(super) fn show(
    pdf: &[u8],
    pages: &Pages,
    task: &Task,
    force: bool,
    (voice, report): (Voice, &mut Outcome),
) -> Result<(), Trouble> {
    let name = task.input.name();
    let wrong = |message: String| {
        Trouble::new(Exit::NotSet, "no-picture", message).about(name.as_str())
    };
    let mut pictures = draw(pdf, pages).map_err(wrong)?;
    let count = pictures.len();
    if count == 0 {
        return Err(wrong("it has none of the pages asked for".to_owned()));
    }
    report.pages = count;
    let Target::Path(path) = &task.target else {
        if count > 1 {
            let message = format!("standard output holds one picture, not {count}");
            return Err(Trouble::usage(message)
                .about(name)
                .hint("choose a page with --pages, or name a file with --output"));
        }
        report.product = pictures.pop().map(|(_, picture)| picture).unwrap_or_default();
        return Ok(());
    };
    if let Some(folder) = &task.folder {
        output::make_folder(folder)?;
    }
    for (page, picture) in pictures {
        let path = if task.named && count == 1 { path.clone() } else { numbered(path, page) };
        let shown = path.display().to_string();
        output::write(&path, &picture, force)
            .map_err(|trouble| trouble.about(shown.as_str()))?;
        voice.written(&mut report.messages, &name, &shown, 1);
    }
    Ok(())
}

/// `article-3.png` for page 3 of `article.png`.
fn numbered(path: &Path, page: usize) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{page}."));
    name.push(path.extension().unwrap_or("png".as_ref()));
    path.with_file_name(name)
}

/// The pages that are asked for, by their number, as PNG. Each becomes a drawing, and the drawing is drawn.
#[cfg(feature = "preview")]
fn draw(pdf: &[u8], pages: &Pages) -> Result<Vec<(usize, Vec<u8>)>, String> {
    use hayro_svg::hayro_interpret::InterpreterSettings;
    use hayro_svg::hayro_syntax::Pdf;
    use hayro_svg::{RenderCache, SvgRenderSettings, convert};
    use resvg::tiny_skia::{Color, Pixmap, Transform};
    use resvg::usvg::{Options, Size, Tree};

    let pdf = Pdf::new(pdf.to_vec()).map_err(|_| "it is no PDF that can be read".to_owned())?;
    let cache = RenderCache::new();
    // All that a page shows is in the drawing itself: no name of a file is followed.
    let mut options = Options::default();
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let scale = f32::from(pages.dpi) / POINTS;
    let mut pictures = Vec::new();
    for (index, page) in pdf.pages().iter().enumerate().filter(|(at, _)| pages.hold(at + 1)) {
        let (width, height) = page.render_dimensions();
        let mut drawn = Size::from_wh(width * scale, height * scale)
            .map(|size| size.to_int_size().dimensions())
            .filter(|(width, height)| u64::from(*width) * u64::from(*height) <= MOST_DOTS)
            .and_then(|(width, height)| Pixmap::new(width, height))
            .ok_or_else(|| format!("page {} is too large at {} dots", index + 1, pages.dpi))?;
        drawn.fill(Color::WHITE);
        let settings = InterpreterSettings::default();
        let drawing = convert(page, &cache, &settings, &SvgRenderSettings::default());
        let tree = Tree::from_str(&drawing, &options)
            .map_err(|error| format!("page {} could not be drawn: {error}", index + 1))?;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut drawn.as_mut());
        let picture = png((drawn.width(), drawn.height()), drawn.data(), pages.dpi)
            .map_err(|error| format!("the picture could not be made: {error}"))?;
        pictures.push((index + 1, picture));
    }
    Ok(pictures)
}

/// A PNG of opaque pixels, which says who made it: so it may be replaced later.
#[cfg(feature = "preview")]
fn png(
    (width, height): (u32, u32),
    pixels: &[u8],
    dpi: u16,
) -> Result<Vec<u8>, png::EncodingError> {
    /// Inches to the metre.
    const INCHES: f64 = 1000.0 / 25.4;
    let opaque: Vec<u8> =
        pixels.chunks_exact(4).flat_map(|pixel| pixel.iter().take(3)).copied().collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "1200 dots to the inch are 47,244 to the metre"
    )]
    let density = (f64::from(dpi) * INCHES).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: density,
        yppu: density,
        unit: png::Unit::Meter,
    }));
    encoder.add_text_chunk("Software".to_owned(), "Offprint".to_owned())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(not(feature = "preview"))]
fn draw(_: &[u8], _: &Pages) -> Result<Vec<(usize, Vec<u8>)>, String> {
    Err("this offprint was built without pictures of pages (feature preview)".to_owned())
}
