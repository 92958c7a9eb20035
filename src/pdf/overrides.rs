//! Corrections of the document that printpdf makes.

// Whatever printpdf writes that is wrong for these PDFs is replaced or removed here and nowhere
// else. `docs/pdf.md` lists the corrections with their reasons. lopdf moves the last key of a
// dictionary to the place of a key that is removed, so the order of calls decides that of keys.

use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::{Codepoint, FontId, Op, PdfFontHandle, PdfPage, Pt, TextItem};

use super::access;
use super::codes::FontIndex;
use super::embed::Program;
use super::ids::PerSide;
use super::number::{fixed, integer};
use super::object::{destination, text_string, thousandths};
use super::outline::{HeadingId, OutlineHeading};
use crate::unit::Length;

/// Flags of a font descriptor (ISO 32000-1, table 123).
const FIXED_PITCH: i64 = 1;
const NONSYMBOLIC: i64 = 1 << 5;
const ITALIC: i64 = 1 << 6;

/// Reason why a font has the parts that are replaced.
const COMPOSITE: &str = "printpdf writes composite fonts with a descendant and a descriptor";

/// Makes printpdf embed every font. It embeds only fonts that a page shows, so `first` shows a
/// glyph of each; [`replace_page_content`] replaces that content.
pub(super) fn show_every_font(first: &mut PdfPage, fonts: usize) {
    for index in 0..fonts {
        let name = FontIndex::new(index).resource_name();
        let font = PdfFontHandle::External(FontId(name));
        first.ops.push(Op::SetFont { font, size: Pt(1.0) });
        let glyph = Codepoint::new(0, 0.0);
        first.ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(vec![glyph])] });
    }
}

/// Replaces content and resources of a page, and removes its crop box.
pub(super) fn replace_page_content(
    page: &mut Dictionary,
    content: ObjectId,
    resources: ObjectId,
) {
    page.set("Contents", content);
    page.set("Resources", resources);
    page.remove(b"CropBox");
}

/// The maps of a font: from codes to glyphs and from codes to text.
#[derive(Debug, Clone, Copy)]
pub(super) struct FontMaps {
    /// The CMap.
    pub(super) encoding: ObjectId,
    /// The ToUnicode map.
    pub(super) texts: ObjectId,
}

/// Replaces encoding, text map, widths and metrics of a font. Returns whether the font has a font
/// program: printpdf leaves it out where it cannot read it.
pub(super) fn replace_font_values(
    document: &mut Document,
    font: ObjectId,
    program: &Program<'_>,
    maps: FontMaps,
) -> bool {
    let font = access::dictionary_mut(document, font);
    font.set("Encoding", maps.encoding);
    font.set("ToUnicode", maps.texts);
    let descendants = font.get_mut(b"DescendantFonts").and_then(Object::as_array_mut);
    let descendant = descendants.expect(COMPOSITE).first_mut().expect(COMPOSITE);
    let descendant = descendant.as_dict_mut().expect(COMPOSITE);
    let descriptor = access::reference(descendant, "FontDescriptor").expect(COMPOSITE);
    descendant.remove(b"W");
    descendant.remove(b"DW");
    match program.widths.split_first() {
        Some(((_, first), rest)) if rest.iter().all(|(_, width)| width == first) => {
            descendant.set("DW", thousandths(*first));
        }
        _ => descendant.set("W", widths(&program.widths)),
    }
    let face = program.measures.face;
    let descriptor = access::dictionary_mut(document, descriptor);
    let em =
        |units: i16| thousandths(fixed(f64::from(units) * program.measures.thousandths, 3));
    descriptor.set("Ascent", em(face.ascent));
    descriptor.set("Descent", em(face.descent));
    descriptor.set("CapHeight", em(face.cap_height));
    descriptor.set("ItalicAngle", thousandths(fixed(face.italic_angle, 3)));
    let fixed_pitch = if face.is_monospaced { FIXED_PITCH } else { 0 };
    let italic = if face.italic_angle == 0.0 { 0 } else { ITALIC };
    descriptor.set("Flags", NONSYMBOLIC | fixed_pitch | italic);
    let key = if face.is_cff { "FontFile3" } else { "FontFile2" };
    access::reference(descriptor, key).is_some_and(|file| {
        let file = document.objects.get(&file).and_then(|file| file.as_stream().ok());
        file.is_some_and(|file| !file.content.is_empty())
    })
}

/// Returns advances as runs of CIDs that follow each other (ISO 32000-1, 9.7.4.3).
fn widths(widths: &[(u16, i64)]) -> Vec<Object> {
    let follows = |a: &(u16, i64), b: &(u16, i64)| a.0.checked_add(1) == Some(b.0);
    let run = |run: &[(u16, i64)]| {
        let all: Vec<Object> = run.iter().map(|&(_, width)| thousandths(width)).collect();
        [Object::Integer(i64::from(run[0].0)), Object::Array(all)]
    };
    widths.chunk_by(follows).flat_map(run).collect()
}

/// Removes the keys of the catalog that printpdf sets for other purposes.
pub(super) fn clear_catalog(document: &mut Document) {
    let catalog = access::catalog_mut(document);
    for key in ["PageLayout", "PageMode", "OutputIntents", "Metadata"] {
        catalog.remove(key.as_bytes());
    }
}

/// Removes all that printpdf says in the information dictionary.
pub(super) fn clear_information(document: &mut Document) {
    *access::information_mut(document) = Dictionary::new();
}

/// Nests the outline, which printpdf writes flat, and points each heading at its place. `height` is
/// that of a side.
pub(super) fn nest_outline(
    document: &mut Document,
    pages: &PerSide<ObjectId>,
    headings: &[OutlineHeading],
    height: Length,
) {
    if headings.is_empty() {
        return;
    }
    let root = access::reference(access::catalog(document), "Outlines");
    let root = root.expect("printpdf writes an outline where there are bookmarks");
    let items = outline_items(document, root, headings);
    let mut children: Vec<Vec<HeadingId>> = vec![Vec::new(); headings.len() + 1];
    for (nth, heading) in headings.iter().enumerate() {
        children[heading.parent.map_or(0, |parent| parent.0 + 1)].push(HeadingId(nth));
    }
    for (under, list) in children.iter().enumerate() {
        let (Some(first), Some(last)) = (list.first(), list.last()) else { continue };
        let parent = if under == 0 { root } else { items[under - 1] };
        for (place, &id) in list.iter().enumerate() {
            let heading = &headings[id.0];
            let item = access::dictionary_mut(document, items[id.0]);
            item.set("Parent", parent);
            item.remove(b"Prev");
            item.remove(b"Next");
            if let Some(before) = place.checked_sub(1) {
                item.set("Prev", items[list[before].0]);
            }
            if let Some(after) = list.get(place + 1) {
                item.set("Next", items[after.0]);
            }
            item.set("Title", text_string(&heading.title));
            let page = pages[heading.place.side];
            item.set("Dest", destination(page, height - heading.place.top));
        }
        let node = access::dictionary_mut(document, parent);
        node.set("First", items[first.0]);
        node.set("Last", items[last.0]);
        let open = if under == 0 { headings.len() } else { list.len() };
        node.set("Count", integer(open));
    }
}

/// Returns the outline item of each heading. printpdf sorts them by page and title.
fn outline_items(
    document: &Document,
    root: ObjectId,
    headings: &[OutlineHeading],
) -> Vec<ObjectId> {
    let mut order: Vec<usize> = (0..headings.len()).collect();
    order.sort_by_key(|&nth| (headings[nth].place.side, &headings[nth].title));
    let mut items = vec![root; headings.len()];
    let mut next = access::reference(access::dictionary(document, root), "First");
    for nth in order {
        let item = next.expect("printpdf writes an outline item for each bookmark");
        items[nth] = item;
        next = access::reference(access::dictionary(document, item), "Next");
    }
    items
}
