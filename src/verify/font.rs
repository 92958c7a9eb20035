//! Fonts of a PDF: text and advances of their codes, and the rules for them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::access::{array, as_dictionary, dictionary, entry, integer, name, stream, unpack};
use super::cmap::CMap;
use super::document::Document;
use super::font_program::{ProgramKind, read_glyphs};
use super::object::{Dictionary, Object, number};

/// Greatest difference between an advance and that of the font program, in thousandths of an em.
const WIDTH_TOLERANCE: f64 = 1.0;

/// Text and advances of the codes of a font.
#[derive(Debug, Default)]
pub(super) struct PdfFont {
    code_length: usize,
    /// Codes to glyphs; if it is empty, codes are glyphs.
    glyphs: BTreeMap<u32, u32>,
    texts: BTreeMap<u32, String>,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
    program: Option<FontFile>,
    /// Codes that are shown.
    used: RefCell<BTreeSet<u32>>,
    /// Faults of its dictionaries.
    faults: Vec<String>,
}

/// Font program in the file.
#[derive(Debug)]
struct FontFile {
    kind: ProgramKind,
    bytes: Vec<u8>,
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
        read.read_text(document, font);
        if name(document, font, "Type") != Some("Font") {
            read.fault("is not a font dictionary");
        }
        if name(document, font, "Subtype") == Some("Type0") {
            read.read_composite(document, font);
        } else {
            read.fault("is not a composite font, and is not checked");
        }
        read
    }

    fn fault(&mut self, what: &str) {
        self.faults.push(what.to_owned());
    }

    fn read_text(&mut self, document: &Document, font: &Dictionary) {
        let Some(map) = stream(document, font, "ToUnicode") else {
            return self.fault("has no map to text (ISO 19005-2, 6.2.11.7.2)");
        };
        match unpack(document, map).ok().and_then(|program| CMap::read(&program)) {
            Some(map) => {
                let forbidden = |c: char| {
                    matches!(c, '\0' | '\u{FEFF}' | '\u{FFFE}' | '\u{E000}'..='\u{F8FF}')
                };
                if map.texts.values().any(|text| text.is_empty() || text.contains(forbidden)) {
                    self.fault("maps a code to no text (ISO 19005-2, 6.2.11.7.2)");
                }
                self.texts = map.texts;
            }
            None => self.fault("has a map to text that is broken (ISO 19005-2, 6.2.11.7.2)"),
        }
    }

    /// Reads a composite font (ISO 32000-1, 9.7).
    fn read_composite(&mut self, document: &Document, font: &Dictionary) {
        let descendants = array(document, font, "DescendantFonts");
        let [descendant] = descendants else {
            return self.fault("does not have exactly one descendant");
        };
        let Some(descendant) = as_dictionary(document, descendant) else {
            return self.fault("has no descendant");
        };
        let base = name(document, descendant, "BaseFont");
        if base.is_none() || name(document, font, "BaseFont").is_none() {
            self.fault("has no name (ISO 19005-2, 6.2.11.2)");
        }
        self.read_encoding(document, font, descendant);
        self.read_widths(document, descendant);
        let kind = name(document, descendant, "Subtype");
        let is_true_type = match kind {
            Some("CIDFontType0") => false,
            Some("CIDFontType2") => {
                let map = entry(document, descendant, "CIDToGIDMap");
                let is_identity = map.and_then(Object::as_name) == Some(b"Identity");
                if !is_identity {
                    self.fault("does not use CIDs as glyphs (ISO 19005-2, 6.2.11.3.2)");
                }
                true
            }
            _ => {
                return self
                    .fault("has a descendant of an unknown kind (ISO 19005-2, 6.2.11.2)");
            }
        };
        let Some(descriptor) = dictionary(document, descendant, "FontDescriptor") else {
            return self.fault("has no descriptor (ISO 19005-2, 6.2.11.2)");
        };
        self.check_descriptor(document, descriptor, base);
        self.read_program(document, descriptor, is_true_type);
    }

    fn check_descriptor(
        &mut self,
        document: &Document,
        descriptor: &Dictionary,
        base: Option<&str>,
    ) {
        let numbers = ["Flags", "ItalicAngle", "Ascent", "Descent", "StemV"];
        let has_numbers =
            numbers.iter().all(|key| number(entry(document, descriptor, key)).is_some());
        let has_box = array(document, descriptor, "FontBBox").len() == 4;
        let is_descriptor = name(document, descriptor, "Type") == Some("FontDescriptor");
        if !(has_numbers && has_box && is_descriptor) {
            self.fault("has an incomplete descriptor (ISO 19005-2, 6.2.11.2)");
        }
        if name(document, descriptor, "FontName") != base {
            self.fault("has another name in its descriptor (ISO 19005-2, 6.2.11.2)");
        }
        for key in ["CIDSet", "CharSet"] {
            if descriptor.contains_key(key.as_bytes()) {
                self.fault("lists its glyphs, which is not checked (ISO 19005-2, 6.2.11.4.2)");
            }
        }
    }

    /// Reads the font program (ISO 32000-1, table 126).
    fn read_program(
        &mut self,
        document: &Document,
        descriptor: &Dictionary,
        is_true_type: bool,
    ) {
        let key = if is_true_type { "FontFile2" } else { "FontFile3" };
        let others = ["FontFile", "FontFile2", "FontFile3"];
        let count = others.iter().filter(|key| descriptor.contains_key(key.as_bytes())).count();
        let file = stream(document, descriptor, key).filter(|_| count == 1);
        let Some(file) = file else {
            return self.fault("is not embedded (ISO 19005-2, 6.2.11.4.1)");
        };
        let kind = match (is_true_type, name(document, &file.dict, "Subtype")) {
            (true, _) => ProgramKind::TrueType,
            (false, Some("CIDFontType0C")) => ProgramKind::Compact,
            (false, Some("OpenType")) => ProgramKind::OpenTypeCompact,
            _ => return self.fault("has a program of an unknown kind (ISO 19005-2, 6.2.11.2)"),
        };
        match unpack(document, file) {
            Ok(bytes) => self.program = Some(FontFile { kind, bytes: bytes.into_owned() }),
            Err(error) => self.faults.push(format!("has a program that is broken: {error}")),
        }
    }

    /// Reads the map of codes to glyphs (ISO 32000-1, 9.7.5).
    fn read_encoding(
        &mut self,
        document: &Document,
        font: &Dictionary,
        descendant: &Dictionary,
    ) {
        match entry(document, font, "Encoding") {
            Some(Object::Name(name)) if name == b"Identity-H" => self.code_length = 2,
            Some(Object::Name(_)) => {
                self.code_length = 2;
                self.fault("has a predefined map of codes, which is not checked");
            }
            Some(Object::Stream(stream)) => {
                let program = unpack(document, stream).ok();
                let Some(map) = program.and_then(|program| CMap::read(&program)) else {
                    return self.fault("has a map of codes that is broken (6.2.11.3.3)");
                };
                self.code_length = map.code_length;
                let same = ["Registry", "Ordering", "Supplement"].map(|key| {
                    let of = |holder| {
                        let system = dictionary(document, holder, "CIDSystemInfo");
                        system.and_then(|system| entry(document, system, key)).cloned()
                    };
                    let map = map.system.get(key.as_bytes());
                    let stated = of(&stream.dict);
                    stated.is_some() && stated == of(descendant) && stated.as_ref() == map
                });
                if same.contains(&false) {
                    self.fault("has another character collection in its map (6.2.11.3.1)");
                }
                let mode = integer(document, &stream.dict, "WMode").unwrap_or(0);
                if mode != map.mode || mode != 0 {
                    self.fault("is written vertically (ISO 19005-2, 6.2.11.3.3)");
                }
                let is_named = name(document, &stream.dict, "CMapName").is_some();
                let is_map = name(document, &stream.dict, "Type") == Some("CMap");
                if stream.dict.contains_key(&b"UseCMap"[..])
                    || map.uses_other
                    || !is_named
                    || !is_map
                {
                    self.fault("has a map of codes that refers to another (6.2.11.3.3)");
                }
                self.glyphs = map.glyphs;
            }
            _ => self.fault("has no map of codes (ISO 19005-2, 6.2.11.3.3)"),
        }
    }

    /// Reads `W` and `DW` (ISO 32000-1, 9.7.4.3).
    fn read_widths(&mut self, document: &Document, font: &Dictionary) {
        if let Some(width) = number(entry(document, font, "DW")) {
            self.default_width = width;
        }
        if let Some(widths) = font.get(&b"W"[..]) {
            let added = match document.resolve(widths) {
                Some(Object::Array(items)) => self.add_widths(document, items),
                _ => None,
            };
            if added.is_none() {
                self.fault("has malformed widths (ISO 19005-2, 6.2.11.5)");
            }
        }
    }

    /// Adds the items of `W`; none if they are malformed.
    fn add_widths(&mut self, document: &Document, items: &[Object]) -> Option<()> {
        let mut items = items.iter().map(|item| document.resolve(item));
        while let Some(first) = items.next() {
            let first = glyph_number(first?)?;
            match items.next()?? {
                Object::Array(widths) => {
                    for (glyph, width) in (first..).zip(widths) {
                        self.widths.insert(glyph, number(document.resolve(width))?);
                    }
                }
                last => {
                    let (last, width) = (glyph_number(last)?, number(items.next()?)?);
                    if last < first {
                        return None;
                    }
                    for glyph in first..=last {
                        self.widths.insert(glyph, width);
                    }
                }
            }
        }
        Some(())
    }

    /// Returns the codes of a string, and notes that they are used.
    pub(super) fn codes<'f>(&'f self, bytes: &'f [u8]) -> impl Iterator<Item = ShownCode<'f>> {
        bytes.chunks(self.code_length.max(1)).map(|code| {
            let length = code.len();
            let code = code.iter().fold(0, |code, &byte| (code << 8) | u32::from(byte));
            self.used.borrow_mut().insert(code);
            let glyph = self.glyph(code);
            ShownCode {
                text: self.texts.get(&code).map(String::as_str),
                glyph,
                width: self.width(glyph),
                is_space: length == 1 && code == 32,
            }
        })
    }

    fn glyph(&self, code: u32) -> u32 {
        match self.glyphs.get(&code) {
            Some(&glyph) => glyph,
            None if self.glyphs.is_empty() => code,
            None => 0,
        }
    }

    fn width(&self, glyph: u32) -> f64 {
        self.widths.get(&glyph).copied().unwrap_or(self.default_width)
    }

    /// Returns the faults of the font, after all its text was read.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = self.faults.clone();
        let used = self.used.borrow();
        if used.iter().any(|code| !self.texts.contains_key(code)) {
            faults.push("has codes without a text (ISO 19005-2, 6.2.11.7.2)".to_owned());
        }
        let glyphs: BTreeSet<u32> = used.iter().map(|code| self.glyph(*code)).collect();
        if glyphs.contains(&0) {
            faults.push("has codes without a glyph (ISO 19005-2, 6.2.11.8)".to_owned());
        }
        let Some(program) = &self.program else { return faults };
        let found = read_glyphs(&program.bytes, program.kind, glyphs.iter().copied());
        let Some(found) = found else {
            faults.push("has a program that cannot be read (ISO 19005-2, 6.2.11.2)".to_owned());
            return faults;
        };
        for glyph in glyphs {
            let fault = match found.advances.get(&glyph) {
                None => "which is not in its program (ISO 19005-2, 6.2.11.4.1)",
                Some(None) => "which is broken in its program (ISO 19005-2, 6.2.11.2)",
                Some(Some(advance))
                    if (advance - self.width(glyph)).abs() > WIDTH_TOLERANCE =>
                {
                    "whose width is not that of its program (ISO 19005-2, 6.2.11.5)"
                }
                Some(Some(_)) => continue,
            };
            faults.push(format!("uses the glyph {glyph}, {fault}"));
        }
        faults
    }
}

fn glyph_number(object: &Object) -> Option<u32> {
    // CIDs have two bytes (ISO 32000-1, annex C).
    let number = u16::try_from(object.as_integer()?).ok()?;
    Some(u32::from(number))
}
