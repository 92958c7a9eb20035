//! Additions to the document that printpdf makes.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::access;
use super::cmap::{self, FontCMap};
use super::codes::{Alphabet, FontIndex};
use super::embed::Program;
use super::ids::PerSide;
use super::job::{Job, PdfError};
use super::links::LinkArea;
use super::number::integer;
use super::outline::OutlineHeading;
use super::overrides::{self, FontMaps};
use super::pictures;
use crate::unit::Length;

/// The parts that printpdf's document lacks.
pub(super) struct Parts<'p> {
    /// The compressed content of each side.
    pub(super) contents: PerSide<Vec<u8>>,
    /// The links of each side.
    pub(super) links: &'p PerSide<Vec<LinkArea>>,
    /// The fonts.
    pub(super) programs: &'p [Program<'p>],
    /// The texts of their codes.
    pub(super) alphabets: &'p [Alphabet],
    /// The outline.
    pub(super) headings: &'p [OutlineHeading],
    /// Height of a side.
    pub(super) height: Length,
}

/// The objects of the pages and the links of the document.
#[derive(Debug, Default)]
pub(super) struct PageObjects {
    /// The page of each side.
    pub(super) pages: PerSide<ObjectId>,
    /// The links of each side.
    pub(super) links: PerSide<Vec<ObjectId>>,
}

/// Adds the parts to the document.
///
/// # Errors
/// If printpdf left out a font.
pub(super) fn finish(
    document: &mut Document,
    job: &Job<'_>,
    parts: Parts<'_>,
) -> Result<PageObjects, PdfError> {
    let pages = access::pages(document);
    let fonts = fonts(document, parts.programs, parts.alphabets)?;
    let mut resources = dictionary! { "Font" => fonts };
    if let Some(pictures) = pictures::resources(document, job) {
        resources.set("XObject", pictures);
    }
    let resources = document.add_object(resources);
    for ((side, &id), content) in pages.iter().zip(parts.contents.into_values()) {
        let filter = dictionary! { "Filter" => "FlateDecode" };
        let content = document.add_object(Stream::new(filter, content));
        let page = access::dictionary_mut(document, id);
        page.set("StructParents", integer(side.index()));
        overrides::replace_page_content(page, content, resources);
    }
    let links = pages
        .iter()
        .map(|(side, &page)| add_links(document, page, parts.links[side].len()))
        .collect();
    overrides::nest_outline(document, &pages, parts.headings, parts.height);
    Ok(PageObjects { pages, links })
}

/// Completes the fonts; returns them by their resource names.
fn fonts(
    document: &mut Document,
    programs: &[Program<'_>],
    alphabets: &[Alphabet],
) -> Result<Dictionary, PdfError> {
    let made = access::fonts(document);
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
        let name = FontIndex::new(index).resource_name();
        let not_embedded =
            || PdfError::NotEmbedded { name: program.measures.face.name.clone() };
        let font = access::reference(&made, &name).ok_or_else(not_embedded)?;
        let FontCMap { name: map_name, program: map } = &program.encoding;
        let encoding = *encodings.entry(map_name).or_insert_with(|| {
            let head = dictionary! {
                "Type" => "CMap", "CMapName" => map_name.as_str(),
                "CIDSystemInfo" => system_info(), "WMode" => 0,
            };
            document.add_object(Stream::new(head, map.clone().into_bytes()))
        });
        let maps = FontMaps { encoding, texts: texts[program.alphabet.0] };
        if !overrides::replace_font_values(document, font, program, maps) {
            return Err(not_embedded());
        }
        fonts.set(name, font);
    }
    Ok(fonts)
}

fn system_info() -> Dictionary {
    dictionary! {
        "Registry" => Object::string_literal("Adobe"),
        "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
    }
}

/// Adds references to so many links to a page. The links become objects when the file is written,
/// under the ids that are returned.
fn add_links(document: &mut Document, page: ObjectId, count: usize) -> Vec<ObjectId> {
    let links: Vec<ObjectId> = (0..count).map(|_| document.new_object_id()).collect();
    if !links.is_empty() {
        let page = access::dictionary_mut(document, page);
        let references = links.iter().copied().map(Object::Reference);
        page.set("Annots", references.collect::<Vec<_>>());
        page.set("Tabs", "S");
    }
    links
}
