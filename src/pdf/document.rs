//! The document as printpdf makes it.
//!
//! Comes in: programs, links, headings, metadata. Goes out: lopdf's document, without content, to
//! be finished. Never done here: page content; printpdf's own costs too much.

use std::collections::BTreeMap;

use printpdf::{
    Actions, BorderArray, Codepoint, FontId, FontMetrics, FontType, HighlightingMode,
    LinkAnnotation, Mm, OffsetDateTime, Op, PageAnnotId, PageAnnotation, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rect, TextItem,
};

use super::Job;
use super::embed::Program;
use super::links::{self, Link};
use super::outline::Heading;
use crate::article::plain_text;
use crate::unit::Length;

/// What made the file, for its information dictionary.
const PRODUCER: &str = concat!("Offprint ", env!("CARGO_PKG_VERSION"));

/// Resource name of a font by its index.
pub(super) fn font_name(index: usize) -> String {
    format!("F{}", index + 1)
}

/// Makes the document. `links` holds the links of each page.
pub(super) fn make(
    job: &Job<'_>,
    programs: &[Program<'_>],
    links: &[Vec<Link>],
    headings: &[Heading],
) -> lopdf::Document {
    let mut document = PdfDocument::new(&title(job));
    let info = &mut document.metadata.info;
    info.author = job.meta.byline.clone().unwrap_or_default();
    info.producer = PRODUCER.to_owned();
    if let Some(time) =
        job.modified.and_then(|time| OffsetDateTime::from_unix_timestamp(time).ok())
    {
        info.creation_date = time;
        info.modification_date = time;
    }
    for (index, program) in programs.iter().enumerate() {
        let font = PdfFont::new(parsed(program));
        document.resources.fonts.map.insert(FontId(font_name(index)), font);
    }
    for (number, heading) in headings.iter().enumerate() {
        let bookmark = PageAnnotation { name: heading.title.clone(), page: heading.page + 1 };
        document.bookmarks.map.insert(PageAnnotId(format!("{number:08}")), bookmark);
    }
    document.pages = pages(job, programs.len(), links);
    printpdf::to_lopdf_doc(&document, &PdfSaveOptions::default(), &mut Vec::new())
}

/// The title of the article, else of its first heading; a PDF must have one.
fn title(job: &Job<'_>) -> String {
    let own = plain_text(&job.meta.title);
    let first = || job.galley.entries.iter().find_map(|entry| entry.title.clone());
    Some(own).filter(|title| !title.is_empty()).or_else(first).unwrap_or_default()
}

/// A subset font as printpdf embeds it without parsing it.
fn parsed(program: &Program<'_>) -> ParsedFont {
    let face = program.measures.face;
    let mut font = ParsedFont::with_glyph_data(
        program.bytes.clone(),
        0,
        Some(program.name.clone()),
        BTreeMap::new(),
        BTreeMap::new(),
        face.units_per_em,
        FontMetrics { ascent: face.ascent, descent: face.descent },
    );
    if face.is_cff {
        font.font_type = FontType::OpenTypeCFF(());
    }
    let metrics = &mut font.pdf_font_metrics;
    [metrics.x_min, metrics.y_min, metrics.x_max, metrics.y_max] = face.bounds;
    metrics.us_weight_class = face.weight;
    font
}

/// The pages: their boxes and links, and on the first one glyph of each font, because printpdf
/// embeds only fonts that something uses.
fn pages(job: &Job<'_>, fonts: usize, links: &[Vec<Link>]) -> Vec<PdfPage> {
    let (width, height) = (points(job.paper.width), points(job.paper.height));
    let mut pages: Vec<PdfPage> = Vec::with_capacity(job.pages.len());
    for page_links in links {
        let mut page = PdfPage::new(Mm(0.0), Mm(0.0), Vec::new());
        for area in [&mut page.media_box, &mut page.trim_box, &mut page.crop_box] {
            *area = Rect::from_wh(width, height);
        }
        let live = page_links.iter().filter_map(|link| annotation(job, link));
        page.ops.extend(live.map(|link| Op::LinkAnnotation { link }));
        pages.push(page);
    }
    if let Some(first) = pages.first_mut() {
        for index in 0..fonts {
            let font = PdfFontHandle::External(FontId(font_name(index)));
            first.ops.push(Op::SetFont { font, size: Pt(1.0) });
            let glyph = Codepoint::new(0, 0.0);
            first.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(vec![glyph])] });
        }
    }
    pages
}

fn annotation(job: &Job<'_>, link: &Link) -> Option<LinkAnnotation> {
    let uri = links::address(job.galley, link.id)?;
    let area = Rect::from_xywh(
        points(link.left),
        points(job.paper.height - link.bottom),
        points(link.right - link.left),
        points(link.bottom - link.top),
    );
    let border = BorderArray::Solid([0.0; 3]);
    Some(LinkAnnotation::new(
        area,
        Actions::uri(uri),
        Some(border),
        None,
        Some(HighlightingMode::Invert),
    ))
}

#[expect(clippy::cast_possible_truncation, reason = "printpdf counts in f32")]
fn points(length: Length) -> Pt {
    Pt(length.pt() as f32)
}
