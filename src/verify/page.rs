//! Text, marks and ink on a page of a PDF.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::access::{as_dictionary, dictionary, unpack};
use super::content::read_content;
use super::document::Document;
use super::font::PdfFont;
use super::ink::Area;
use super::object::{Object, ObjectNumber, number};
use super::page_text::{PageFonts, PageText};
use super::page_tree::PageObject;

/// Reads a page. `fonts` are its fonts by their resource names.
pub(super) fn read_page(
    document: &Document,
    page: &PageObject<'_>,
    fonts: &PageFonts,
) -> PageText {
    let mut found = PageText::default();
    match page_content(document, page) {
        Ok(bytes) => read_content(document, page, &bytes, fonts, &mut found),
        Err(why) => found.faults.push(why),
    }
    found.ink.close();
    let media_box = page_box(document, page, "MediaBox");
    let sides = media_box.map(|area| [area.right - area.left, area.top - area.bottom]);
    match media_box
        .filter(|_| sides.is_some_and(|it| it.iter().all(|it| (3.0..=14_400.0).contains(it))))
    {
        Some(area) => {
            let trimmed = page_box(document, page, "TrimBox")
                .or_else(|| page_box(document, page, "CropBox"))
                .unwrap_or(area);
            found.outside = found.ink.outside(&area, &trimmed);
        }
        None => found.faults.push("a page without a size of 3 to 14,400 units".to_owned()),
    }
    found.hidden = found.ink.hidden();
    found
}

/// Returns the content of a page, its streams one after the other.
fn page_content(document: &Document, page: &PageObject<'_>) -> Result<Vec<u8>, String> {
    /// Most bytes of the content of a page.
    const LONGEST: usize = 64 << 20;
    let Some(contents) = page.dict.get(&b"Contents"[..]) else { return Ok(Vec::new()) };
    let parts: Vec<&Object> = match document.resolve(contents) {
        Some(Object::Array(parts)) => parts.iter().collect(),
        _ => vec![contents],
    };
    let mut bytes = Vec::new();
    for part in parts {
        let Some(Object::Stream(stream)) = document.resolve(part) else {
            return Err("content that is not a stream".to_owned());
        };
        let unpacked = unpack(document, stream);
        let unpacked = unpacked.map_err(|error| format!("content that is broken: {error}"))?;
        if bytes.len() + unpacked.len() > LONGEST {
            return Err(format!("more content than the limit of {} MiB", LONGEST >> 20));
        }
        bytes.extend_from_slice(&unpacked);
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// Returns a box of a page; none if it is not there or malformed.
pub(super) fn page_box(document: &Document, page: &PageObject<'_>, key: &str) -> Option<Area> {
    let own = page.dict.get(key.as_bytes());
    let stated = own.or_else(|| page.inherited.get(key).copied())?;
    let Some(Object::Array(corners)) = document.resolve(stated) else { return None };
    let corners: Option<Vec<f64>> =
        corners.iter().map(|it| number(document.resolve(it))).collect();
    let [x, y, z, w] = corners?.try_into().ok()?;
    Area::around(&[(x, y), (z, w)])
}

/// Fonts of the document, each read once.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    by_number: BTreeMap<ObjectNumber, Rc<PdfFont>>,
    /// All fonts with the names by which pages first use them.
    all: Vec<(Vec<u8>, Rc<PdfFont>)>,
}

impl Fonts {
    /// Returns the fonts of a page by their resource names.
    pub(super) fn of_page(&mut self, document: &Document, page: &PageObject<'_>) -> PageFonts {
        let resources = page.inherited.get("Resources");
        let resources = resources.and_then(|it| as_dictionary(document, it));
        let fonts = resources.and_then(|it| dictionary(document, it, "Font"));
        let mut found = PageFonts::new();
        for (name, font) in fonts.into_iter().flatten() {
            let number = font.as_reference();
            let known = number.and_then(|number| self.by_number.get(&number)).cloned();
            let Some(read) = known.or_else(|| {
                let read = Rc::new(PdfFont::read(document, as_dictionary(document, font)?));
                self.all.push((name.clone(), Rc::clone(&read)));
                self.by_number.extend(number.map(|number| (number, Rc::clone(&read))));
                Some(read)
            }) else {
                continue;
            };
            found.insert(name.clone(), read);
        }
        found
    }

    /// Iterates over all fonts with their resource names.
    pub(super) fn all(&self) -> impl Iterator<Item = &(Vec<u8>, Rc<PdfFont>)> {
        self.all.iter()
    }
}
