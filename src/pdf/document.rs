//! The document as printpdf makes it.
//!
//! Comes in: programs, headings, how many pages. Goes out: lopdf's document, without content and
//! links, to be finished. Never done here: page content; printpdf's own costs too much.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, FontId, FontMetrics, FontType, Mm, Op, PageAnnotId, PageAnnotation, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rect, TextItem,
};

use super::embed::Program;
use super::outline::Heading;
use crate::style::Paper;
use crate::unit::Length;

/// Resource name of a font by its index.
pub(super) fn font_name(index: usize) -> String {
    format!("F{}", index + 1)
}

/// Makes the document: so many pages of this size.
pub(super) fn make(
    (count, size): (usize, Paper),
    programs: &[Program<'_>],
    headings: &[Heading],
) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    for (index, program) in programs.iter().enumerate() {
        let font = PdfFont::new(parsed(program));
        document.resources.fonts.map.insert(FontId(font_name(index)), font);
    }
    for (number, heading) in headings.iter().enumerate() {
        let bookmark = PageAnnotation { name: heading.title.clone(), page: heading.page + 1 };
        document.bookmarks.map.insert(PageAnnotId(format!("{number:08}")), bookmark);
    }
    document.pages = pages((count, size), programs.len());
    printpdf::to_lopdf_doc(&document, &PdfSaveOptions::default(), &mut Vec::new())
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

/// The pages: their boxes, and on the first one glyph of each font, because printpdf embeds only
/// fonts that something uses.
fn pages((count, size): (usize, Paper), fonts: usize) -> Vec<PdfPage> {
    let (width, height) = (points(size.width), points(size.height));
    let mut page = PdfPage::new(Mm(0.0), Mm(0.0), Vec::new());
    for area in [&mut page.media_box, &mut page.trim_box, &mut page.crop_box] {
        *area = Rect::from_wh(width, height);
    }
    let mut pages = vec![page; count];
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

#[expect(clippy::cast_possible_truncation, reason = "printpdf counts in f32")]
fn points(length: Length) -> Pt {
    Pt(length.pt() as f32)
}
