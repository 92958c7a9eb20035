//! What printpdf's document still lacks, put in through lopdf.
//!
//! Comes in: the document, page content, programs, headings, links. Goes out: the same document, whole.
//! Never done here: bytes.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::cmap::{self, CMap};
use super::codes::Alphabet;
use super::document::font_name;
use super::embed::Program;
use super::job::{Job, PdfError};
use super::links::Link;
use super::object::text_string;
use super::outline::Heading;
use super::pictures;
use crate::unit::Length;

/// Flags of a font descriptor (ISO 32000-1, table 123).
const FIXED_PITCH: i64 = 1;
const NONSYMBOLIC: i64 = 1 << 5;
const ITALIC: i64 = 1 << 6;

/// Where the pages and the links of the document are.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// The pages in order.
    pub(super) pages: Vec<ObjectId>,
    /// The links of each page.
    pub(super) links: Vec<Vec<ObjectId>>,
}

/// Finishes the document: `contents` holds the compressed content of each page, all of this height.
pub(super) fn finish(
    document: &mut Document,
    (job, height, on_sides): (&Job<'_>, Length, &[Vec<Link>]),
    contents: Vec<Vec<u8>>,
    (programs, alphabets): (&[Program<'_>], &[Alphabet]),
    headings: &[Heading],
) -> Result<Placed, PdfError> {
    let pages = page_ids(document);
    let fonts = fonts(document, pages.first().copied(), programs, alphabets)?;
    let mut resources = dictionary! { "Font" => fonts };
    if let Some(pictures) = pictures::resources(document, job) {
        resources.set("XObject", pictures);
    }
    let resources = document.add_object(resources);
    let mut links = Vec::with_capacity(pages.len());
    for (index, (id, content)) in pages.iter().zip(contents).enumerate() {
        page(document, *id, index, (content, resources));
        let count = on_sides.get(index).map_or(0, Vec::len);
        links.push(page_links(document, *id, count));
    }
    outline(document, height, &pages, headings);
    Ok(Placed { pages, links })
}

/// A dictionary, or that of a stream.
pub(super) fn dict_mut(document: &mut Document, id: ObjectId) -> Option<&mut Dictionary> {
    match document.objects.get_mut(&id)? {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&mut stream.dict),
        _ => None,
    }
}

fn dict(document: &Document, id: ObjectId) -> Option<&Dictionary> {
    document.objects.get(&id)?.as_dict().ok()
}

/// What a key of a dictionary refers to.
pub(super) fn reference(dict: &Dictionary, key: &str) -> Option<ObjectId> {
    dict.get(key.as_bytes()).ok()?.as_reference().ok()
}

/// The catalog.
pub(super) fn catalog_id(document: &Document) -> Option<ObjectId> {
    reference(&document.trailer, "Root")
}

/// The pages in order; printpdf's page tree is flat.
fn page_ids(document: &Document) -> Vec<ObjectId> {
    let kids = || {
        let pages = reference(dict(document, catalog_id(document)?)?, "Pages")?;
        dict(document, pages)?.get(b"Kids").ok()?.as_array().ok()
    };
    let kids = kids().map_or(&[][..], Vec::as_slice);
    kids.iter().filter_map(|kid| kid.as_reference().ok()).collect()
}

/// Puts encoding, widths, ToUnicode and metrics into the fonts; gives the font resources.
fn fonts(
    document: &mut Document,
    first_page: Option<ObjectId>,
    programs: &[Program<'_>],
    alphabets: &[Alphabet],
) -> Result<Dictionary, PdfError> {
    let resources = first_page
        .and_then(|page| reference(dict(document, page)?, "Resources"))
        .and_then(|resources| reference(dict(document, resources)?, "Font"))
        .and_then(|fonts| dict(document, fonts).cloned())
        .unwrap_or_default();
    let mut fonts = Dictionary::new();
    let mut encodings: BTreeMap<&str, ObjectId> = BTreeMap::new();
    let texts: Vec<ObjectId> = alphabets
        .iter()
        .map(|alphabet| {
            let texts = alphabet.iter().map(|(&code, text)| (code, &**text));
            let map = cmap::to_unicode(texts).into_bytes();
            document.add_object(Stream::new(Dictionary::new(), map))
        })
        .collect();
    for (index, program) in programs.iter().enumerate() {
        let name = font_name(index);
        let not_embedded =
            || PdfError::NotEmbedded { name: program.measures.face.name.clone() };
        let id = reference(&resources, &name).ok_or_else(not_embedded)?;
        let CMap { name: map_name, program: map } = &program.encoding;
        let encoding = *encodings.entry(map_name).or_insert_with(|| {
            let head = dictionary! {
                "Type" => "CMap", "CMapName" => map_name.as_str(),
                "CIDSystemInfo" => system_info(), "WMode" => 0,
            };
            document.add_object(Stream::new(head, map.clone().into_bytes()))
        });
        let texts = *texts.get(program.alphabet).ok_or_else(not_embedded)?;
        font(document, id, program, (encoding, texts)).ok_or_else(not_embedded)?;
        fonts.set(name, id);
    }
    Ok(fonts)
}

fn system_info() -> Dictionary {
    dictionary! {
        "Registry" => Object::string_literal("Adobe"),
        "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
    }
}

/// Completes one font; none if it has no embedded program.
fn font(
    document: &mut Document,
    id: ObjectId,
    program: &Program<'_>,
    (encoding, texts): (ObjectId, ObjectId),
) -> Option<()> {
    let font = dict_mut(document, id)?;
    font.set("Encoding", encoding);
    font.set("ToUnicode", texts);
    let descendants = font.get_mut(b"DescendantFonts").ok()?.as_array_mut().ok()?;
    let descendant = descendants.first_mut()?.as_dict_mut().ok()?;
    let descriptor = reference(descendant, "FontDescriptor")?;
    descendant.remove(b"W");
    descendant.remove(b"DW");
    match program.widths.split_first() {
        Some(((_, first), rest)) if rest.iter().all(|(_, width)| width == first) => {
            descendant.set("DW", thousandths(*first));
        }
        _ => descendant.set("W", widths(&program.widths)),
    }
    let face = program.measures.face;
    let descriptor = dict_mut(document, descriptor)?;
    let em = |units: i16| {
        thousandths(super::number::fixed(f64::from(units) * program.measures.thousandths, 3))
    };
    descriptor.set("Ascent", em(face.ascent));
    descriptor.set("Descent", em(face.descent));
    descriptor.set("CapHeight", em(face.cap_height));
    descriptor.set("ItalicAngle", thousandths(super::number::fixed(face.italic_angle, 3)));
    let fixed = if face.is_monospaced { FIXED_PITCH } else { 0 };
    let italic = if face.italic_angle == 0.0 { 0 } else { ITALIC };
    descriptor.set("Flags", NONSYMBOLIC | fixed | italic);
    let key = if face.is_cff { "FontFile3" } else { "FontFile2" };
    let file = reference(descriptor, key)?;
    let stream = document.objects.get(&file)?.as_stream().ok()?;
    (!stream.content.is_empty()).then_some(())
}

/// Advances as runs of CIDs that follow each other (ISO 32000-1, 9.7.4.3).
fn widths(widths: &[(u16, i64)]) -> Vec<Object> {
    let follows = |a: &(u16, i64), b: &(u16, i64)| a.0.checked_add(1) == Some(b.0);
    let run = |run: &[(u16, i64)]| {
        let first = run.first().map_or(0, |&(cid, _)| i64::from(cid));
        let all: Vec<Object> = run.iter().map(|&(_, width)| thousandths(width)).collect();
        [Object::Integer(first), Object::Array(all)]
    };
    widths.chunk_by(follows).flat_map(run).collect()
}

/// `value` over a thousand, an integer where it is one.
fn thousandths(value: i64) -> Object {
    if value % 1000 == 0 {
        Object::Integer(value / 1000)
    } else {
        #[expect(clippy::cast_possible_truncation, reason = "lopdf keeps reals as f32")]
        Object::Real((value as f64 / 1000.0) as f32)
    }
}

/// Gives a page its content and the common resources, and its place in the parent tree.
fn page(
    document: &mut Document,
    id: ObjectId,
    index: usize,
    (content, resources): (Vec<u8>, ObjectId),
) {
    let content =
        document.add_object(Stream::new(dictionary! { "Filter" => "FlateDecode" }, content));
    let Some(page) = dict_mut(document, id) else { return };
    page.set("Contents", content);
    page.set("Resources", resources);
    page.set("StructParents", i64::try_from(index).unwrap_or(i64::MAX));
    page.remove(b"CropBox");
}

/// Says of a page that it has so many links. They become objects when the file is written, under
/// these ids.
fn page_links(document: &mut Document, id: ObjectId, count: usize) -> Vec<ObjectId> {
    let links: Vec<ObjectId> = (0..count).map(|_| document.new_object_id()).collect();
    if let Some(page) = dict_mut(document, id).filter(|_| !links.is_empty()) {
        let references = links.iter().copied().map(Object::Reference);
        page.set("Annots", references.collect::<Vec<_>>());
        page.set("Tabs", "S");
    }
    links
}

/// A place on a page, with the magnification left as it is (ISO 32000-1, 12.3.2.2).
pub(super) fn position(page: ObjectId, height: Length) -> Vec<Object> {
    let top = super::number::fixed(height.pt(), 2) * 10;
    vec![page.into(), "XYZ".into(), Object::Null, thousandths(top), Object::Null]
}

/// Nests printpdf's flat outline and points each heading at its place.
fn outline(document: &mut Document, height: Length, pages: &[ObjectId], headings: &[Heading]) {
    let Some(root) = catalog_id(document)
        .and_then(|catalog| reference(dict(document, catalog)?, "Outlines"))
    else {
        return;
    };
    let Some(nodes) = outline_nodes(document, root, headings) else { return };
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); headings.len() + 1];
    for (nth, heading) in headings.iter().enumerate() {
        let under = heading.parent.map_or(0, |parent| parent + 1);
        if let Some(list) = children.get_mut(under) {
            list.push(nth);
        }
    }
    let id_of = |nth: usize| nodes.get(nth).copied().unwrap_or(root);
    for (under, list) in children.iter().enumerate() {
        let parent = if under == 0 { root } else { id_of(under - 1) };
        for (place, &nth) in list.iter().enumerate() {
            let Some(heading) = headings.get(nth) else { continue };
            let Some(&page) = pages.get(heading.page) else { continue };
            let Some(node) = dict_mut(document, id_of(nth)) else { continue };
            node.set("Parent", parent);
            node.remove(b"Prev");
            node.remove(b"Next");
            if let Some(&before) = place.checked_sub(1).and_then(|place| list.get(place)) {
                node.set("Prev", id_of(before));
            }
            if let Some(&after) = list.get(place + 1) {
                node.set("Next", id_of(after));
            }
            node.set("Title", text_string(&heading.title));
            node.set("Dest", position(page, height - heading.top));
        }
        let (Some(&first), Some(&last)) = (list.first(), list.last()) else { continue };
        let Some(node) = dict_mut(document, parent) else { continue };
        node.set("First", id_of(first));
        node.set("Last", id_of(last));
        let open = if under == 0 { headings.len() } else { list.len() };
        node.set("Count", i64::try_from(open).unwrap_or(i64::MAX));
    }
}

/// The outline items that printpdf made, in the order of `headings`: it sorts by page and name.
fn outline_nodes(
    document: &Document,
    root: ObjectId,
    headings: &[Heading],
) -> Option<Vec<ObjectId>> {
    let mut order: Vec<usize> = (0..headings.len()).collect();
    order.sort_by_key(|&nth| headings.get(nth).map(|heading| (heading.page, &heading.title)));
    let mut nodes = vec![root; headings.len()];
    let mut node = reference(dict(document, root)?, "First");
    for nth in order {
        let id = node?;
        *nodes.get_mut(nth)? = id;
        node = reference(dict(document, id)?, "Next");
    }
    Some(nodes)
}
