//! Fonts of a PDF: text and advances of their codes.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::cmap::CMap;
use super::object::{dictionary, number, resolve, stream};

/// Text and advances of the codes of a font.
#[derive(Debug, Default)]
pub(super) struct PdfFont {
    code_length: usize,
    /// Codes to glyphs; if it is empty, codes are glyphs.
    glyphs: BTreeMap<u32, u32>,
    texts: BTreeMap<u32, String>,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
    /// The font's program is in the file.
    pub(super) embedded: bool,
    /// The array of advances is malformed.
    pub(super) malformed_widths: bool,
}

/// Code that is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ShownCode<'f> {
    /// Text, if the font has one for the code.
    pub(super) text: Option<&'f str>,
    /// Glyph.
    pub(super) glyph: u32,
    /// Advance in thousandths of an em.
    pub(super) width: f64,
    /// Word spacing applies to it.
    pub(super) is_space: bool,
}

impl PdfFont {
    /// Reads a font dictionary.
    pub(super) fn read(document: &Document, font: &Dictionary) -> Self {
        let mut read = Self { code_length: 1, default_width: 1000.0, ..Self::default() };
        if let Some(map) = stream(document, font.get(b"ToUnicode").ok()) {
            read.texts = CMap::read(&map).texts;
        }
        match font.get(b"Encoding").ok() {
            Some(Object::Name(_)) => read.code_length = 2,
            encoding => {
                if let Some(program) = stream(document, encoding) {
                    let map = CMap::read(&program);
                    read.code_length = map.code_length;
                    read.glyphs = map.glyphs;
                }
            }
        }
        let descendants = font.get(b"DescendantFonts").ok();
        let descendant = resolve(document, descendants)
            .and_then(|array| dictionary(document, array.as_array().ok()?.first()));
        if let Some(descendant) = descendant {
            read.read_widths(document, descendant);
            let descriptor = dictionary(document, descendant.get(b"FontDescriptor").ok());
            read.embedded = descriptor.is_some_and(|descriptor| {
                ["FontFile", "FontFile2", "FontFile3"]
                    .iter()
                    .any(|key| stream(document, descriptor.get(key.as_bytes()).ok()).is_some())
            });
        }
        read
    }

    /// Reads `W` and `DW` (ISO 32000-1, 9.7.4.3).
    fn read_widths(&mut self, document: &Document, font: &Dictionary) {
        if let Some(width) = number(font.get(b"DW").ok()) {
            self.default_width = width;
        }
        if let Some(Object::Array(items)) = resolve(document, font.get(b"W").ok()) {
            self.malformed_widths = self.add_widths(items).is_none();
        }
    }

    /// Adds the items of `W`; none if they are malformed.
    fn add_widths(&mut self, items: &[Object]) -> Option<()> {
        let mut items = items.iter();
        while let Some(first) = items.next() {
            let first = glyph_number(first)?;
            match items.next()? {
                Object::Array(widths) => {
                    for (glyph, width) in (first..).zip(widths) {
                        self.widths.insert(glyph, number(Some(width))?);
                    }
                }
                last => {
                    let (last, width) = (glyph_number(last)?, number(items.next())?);
                    for glyph in first..=last.min(first.saturating_add(0xFFFF)) {
                        self.widths.insert(glyph, width);
                    }
                }
            }
        }
        Some(())
    }

    /// Returns the codes of a string.
    pub(super) fn codes<'f>(&'f self, bytes: &'f [u8]) -> impl Iterator<Item = ShownCode<'f>> {
        bytes.chunks(self.code_length.max(1)).map(|code| {
            let length = code.len();
            let code = code.iter().fold(0, |code, &byte| (code << 8) | u32::from(byte));
            let glyph = match self.glyphs.get(&code) {
                Some(&glyph) => glyph,
                None if self.glyphs.is_empty() => code,
                None => 0,
            };
            ShownCode {
                text: self.texts.get(&code).map(String::as_str),
                glyph,
                width: self.widths.get(&glyph).copied().unwrap_or(self.default_width),
                is_space: length == 1 && code == 32,
            }
        })
    }
}

fn glyph_number(object: &Object) -> Option<u32> {
    u32::try_from(object.as_i64().ok()?).ok()
}
