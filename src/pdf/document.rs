//! The document as printpdf makes it.

use std::collections::BTreeMap;

use printpdf::{
    FontId, FontMetrics, FontType, Mm, PageAnnotId, PageAnnotation, ParsedFont, PdfDocument,
    PdfFont, PdfPage, PdfSaveOptions, Pt, Rect,
};

use super::codes::FontIndex;
use super::embed::Program;
use super::outline::OutlineHeading;
use super::overrides;
use crate::style::Paper;
use crate::unit::Length;

/// Makes a document with so many pages of this size, without their content and their links:
/// printpdf's own take too much memory.
pub(super) fn make(
    pages: usize,
    size: Paper,
    programs: &[Program<'_>],
    headings: &[OutlineHeading],
) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    for (index, program) in programs.iter().enumerate() {
        let name = FontIndex::new(index).resource_name();
        document.resources.fonts.map.insert(FontId(name), PdfFont::new(parsed(program)));
    }
    for (number, heading) in headings.iter().enumerate() {
        let page = heading.place.side.index() + 1;
        let bookmark = PageAnnotation { name: heading.title.clone(), page };
        document.bookmarks.map.insert(PageAnnotId(format!("{number:08}")), bookmark);
    }
    document.pages = vec![page(size); pages];
    if let Some(first) = document.pages.first_mut() {
        overrides::show_every_font(first, programs.len());
    }
    printpdf::to_lopdf_doc(&document, &PdfSaveOptions::default(), &mut Vec::new())
}

/// Returns a subset font in the form that printpdf embeds without parsing it.
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

/// Returns an empty page with its boxes.
fn page(size: Paper) -> PdfPage {
    let (width, height) = (points(size.width), points(size.height));
    let mut page = PdfPage::new(Mm(0.0), Mm(0.0), Vec::new());
    for area in [&mut page.media_box, &mut page.trim_box, &mut page.crop_box] {
        *area = Rect::from_wh(width, height);
    }
    page
}

#[expect(clippy::cast_possible_truncation, reason = "printpdf counts in f32")]
fn points(length: Length) -> Pt {
    Pt(length.pt() as f32)
}
