//! `offprint preview`: pages of a PDF as PNG images.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::error::{CliError, Exit};
use super::outcome::Outcome;
use super::output::{self, Target};
use super::page_ranges::PreviewOptions;
use super::plan::ArticleTask;

/// Largest page that is drawn, in square points: A0. Drawing and encoding take 7 bytes of memory for
/// each pixel, 240 MiB for A0 at 150 per inch.
#[cfg(feature = "preview")]
const LARGEST_PAGE: f64 = 2384.0 * 3371.0;

/// Image of a page.
struct PageImage {
    /// Number of the page, from 1.
    page: usize,
    png: Vec<u8>,
}

/// Returns whether these are the bytes of a PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// Writes the images of a PDF: each to a file with the number of its page in the name, or a single
/// one to standard output or the file of `--output`.
///
/// # Errors
/// If no page was asked for, a page cannot be drawn, or a file cannot be written.
pub(super) fn write_preview(
    pdf: &[u8],
    options: &PreviewOptions,
    task: &ArticleTask,
    force: bool,
    outcome: &mut Outcome,
) -> Result<(), CliError> {
    let name = task.input.name();
    let no_image = |message: String| {
        CliError::new(Exit::NotSet, "no-picture", message).about(name.as_str())
    };
    let images = draw_pages(pdf, options).map_err(no_image)?;
    outcome.pages = images.len();
    let Target::Path(path) = &task.target else {
        return match <[PageImage; 1]>::try_from(images) {
            Ok([image]) => {
                outcome.product = image.png;
                Ok(())
            }
            Err(images) => {
                let count = images.len();
                let message = format!("standard output can take one image, not {count}");
                Err(CliError::usage(message)
                    .about(name)
                    .hint("choose a page with --pages, or name a file with --output"))
            }
        };
    };
    if let Some(folder) = &task.folder {
        output::make_folder(folder)?;
    }
    for PageImage { page, png } in images {
        let is_only = task.named && outcome.pages == 1;
        let path = if is_only { path.clone() } else { numbered_path(path, page) };
        let shown = path.display().to_string();
        output::write(&path, &png, force).map_err(|error| error.about(shown.as_str()))?;
        outcome.messages.written(&name, &shown, 1);
    }
    Ok(())
}

/// Returns `article-3.png` for page 3 of `article.png`.
fn numbered_path(path: &Path, page: usize) -> PathBuf {
    let mut name = path.file_stem().map_or_else(OsString::new, OsStr::to_owned);
    name.push(format!("-{page}."));
    name.push(path.extension().unwrap_or("png".as_ref()));
    path.with_file_name(name)
}

/// Draws the requested pages, at least one: each is converted to SVG, and that is drawn.
#[cfg(feature = "preview")]
fn draw_pages(pdf: &[u8], options: &PreviewOptions) -> Result<Vec<PageImage>, String> {
    use hayro_svg::hayro_interpret::InterpreterSettings;
    use hayro_svg::hayro_syntax::Pdf;
    use hayro_svg::{RenderCache, SvgRenderSettings, convert};
    use offprint::verify::check_drawing;
    use resvg::tiny_skia::{Color, Pixmap, Transform};
    use resvg::usvg::{Options, Size, Tree};

    /// Points per inch.
    const POINTS: f32 = 72.0;

    let is_wanted =
        |page: usize| options.ranges.as_ref().is_none_or(|ranges| ranges.contains(page));
    // Drawing has no limits of its own.
    check_drawing(pdf, is_wanted).map_err(|error| error.to_string())?;
    let pdf = Pdf::new(pdf.to_vec()).map_err(|_| "it cannot be read as a PDF".to_owned())?;
    let cache = RenderCache::new();
    // The SVG contains all that a page shows: files that it names are not opened.
    let mut svg_options = Options::default();
    svg_options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let scale = f32::from(options.dpi) / POINTS;
    let mut images = Vec::new();
    for (index, page) in pdf.pages().iter().enumerate() {
        let number = index + 1;
        if !is_wanted(number) {
            continue;
        }
        let (width, height) = page.render_dimensions();
        let mut pixmap = Size::from_wh(width * scale, height * scale)
            .map(|size| size.to_int_size().dimensions())
            .filter(|_| f64::from(width) * f64::from(height) <= LARGEST_PAGE)
            .and_then(|(width, height)| Pixmap::new(width, height))
            .ok_or_else(|| format!("page {number} is too large at {} dpi", options.dpi))?;
        pixmap.fill(Color::WHITE);
        let settings = InterpreterSettings::default();
        let svg = convert(page, &cache, &settings, &SvgRenderSettings::default());
        let tree = Tree::from_str(&svg, &svg_options)
            .map_err(|error| format!("page {number} cannot be drawn: {error}"))?;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        let png = encode_png(&pixmap, options.dpi)
            .map_err(|error| format!("page {number} cannot be encoded as PNG: {error}"))?;
        images.push(PageImage { page: number, png });
    }
    if images.is_empty() {
        let count = pdf.pages().len();
        let noun = if count == 1 { "page" } else { "pages" };
        return Err(format!("none of the requested pages exists: it has {count} {noun}"));
    }
    Ok(images)
}

/// Encodes opaque pixels as PNG. The text chunk marks the file as one that Offprint may replace.
#[cfg(feature = "preview")]
fn encode_png(
    pixmap: &resvg::tiny_skia::Pixmap,
    dpi: u16,
) -> Result<Vec<u8>, png::EncodingError> {
    /// Inches per metre.
    const INCHES: f64 = 1000.0 / 25.4;
    let rgb: Vec<u8> =
        pixmap.data().chunks_exact(4).flat_map(|pixel| &pixel[..3]).copied().collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "1200 pixels per inch are 47,244 per metre"
    )]
    let density = (f64::from(dpi) * INCHES).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: density,
        yppu: density,
        unit: png::Unit::Meter,
    }));
    encoder.add_text_chunk("Software".to_owned(), "Offprint".to_owned())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(not(feature = "preview"))]
fn draw_pages(_: &[u8], _: &PreviewOptions) -> Result<Vec<PageImage>, String> {
    Err("this build of Offprint has no preview (feature preview)".to_owned())
}
