//! One face of a font file: its names, metrics, glyphs and advances.

use std::fmt;
use std::sync::Arc;

use read_fonts::model::Font;
use read_fonts::tables::head::MacStyle;
use read_fonts::tables::os2::SelectionFlags;
use read_fonts::types::{GlyphId, NameId};
use read_fonts::{FileRef, TableProvider};

use super::error::FontError;
use super::face_style::FaceStyle;

/// Least weight (OS/2 `usWeightClass`) of the bold of a family: semibold counts, medium does not.
const LEAST_BOLD: u16 = 600;
/// OS/2 `fsType` bit 1: restricted licence embedding, which forbids embedding (OpenType OS/2).
const RESTRICTED: u16 = 0x0002;
/// OS/2 `fsType` bits 1 to 3: the embedding permission; the least restrictive bit counts.
const PERMISSIONS: u16 = 0x000E;
/// Height of the capitals of a font that does not state it, in percent of the em.
const CAP_HEIGHT_PERCENT: u32 = 70;
/// Height of the lower-case x of a font that does not state it, in percent of the em.
const X_HEIGHT_PERCENT: u32 = 50;
/// Signature of a WOFF file.
const WOFF: &[u8] = b"wOFF";
/// Signature of a WOFF 2 file.
const WOFF2: &[u8] = b"wOF2";

/// Face of a font file, with the metrics that layout needs, in font units.
#[derive(Debug, Clone)]
pub struct Face {
    /// PostScript name: `LibertinusSerif-Regular`.
    pub name: String,
    /// Family name: `Libertinus Serif`.
    pub family: String,
    /// Style, as the tables of the face state it.
    pub style: FaceStyle,
    /// Bytes of the file, shared.
    pub data: FaceData,
    /// Index in a font collection, else 0.
    pub index: u32,
    /// Font units per em, at least 1.
    pub units_per_em: u16,
    /// Weight from 1 to 1000; 400 is regular, 700 bold (OS/2 `usWeightClass`).
    pub weight: u16,
    /// Ascent above the baseline (OS/2 typographic ascender, else hhea).
    pub ascent: i16,
    /// Descent below the baseline, negative.
    pub descent: i16,
    /// Height of the capitals.
    pub cap_height: i16,
    /// Height of the lower-case x.
    pub x_height: i16,
    /// Italic angle in degrees, counter-clockwise from the vertical (post table).
    pub italic_angle: f64,
    /// Middle of the underline; negative is below the baseline (post table).
    pub underline_position: i16,
    /// Thickness of the underline.
    pub underline_thickness: i16,
    /// Top of the strikeout line above the baseline (OS/2).
    pub strikeout_position: i16,
    /// Thickness of the strikeout line.
    pub strikeout_thickness: i16,
    /// The outlines are CFF, not TrueType.
    pub is_cff: bool,
    /// Every glyph has the same advance.
    pub is_monospaced: bool,
    /// Bounding box of all glyphs: left, bottom, right, top (head table).
    pub bounds: [i16; 4],
    /// State of the font parser; none for the face without glyphs.
    parsed: ParsedFont,
}

/// Bytes of a font file.
#[derive(Debug, Clone)]
pub enum FaceData {
    /// Part of the binary.
    Static(&'static [u8]),
    /// Read by the caller.
    Shared(Arc<[u8]>),
}

impl FaceData {
    /// Returns the bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

/// Font of the parser, which reads tables when they are needed and keeps them.
#[derive(Clone)]
struct ParsedFont(Option<Font>);

impl fmt::Debug for ParsedFont {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.0.is_some() { "Font" } else { "nothing" })
    }
}

/// Counts the faces of a file, 65,535 at most.
pub(super) fn count_faces(bytes: &[u8]) -> Result<u32, FontError> {
    match bytes.get(..4) {
        Some(WOFF) => return Err(FontError::WebFont("WOFF")),
        Some(WOFF2) => return Err(FontError::WebFont("WOFF 2")),
        _ => {}
    }
    match FileRef::new(bytes) {
        Ok(FileRef::Font(_)) => Ok(1),
        Ok(FileRef::Collection(collection)) if !collection.is_empty() => {
            Ok(collection.len().min(u32::from(u16::MAX)))
        }
        _ => Err(FontError::NotAFont),
    }
}

impl Face {
    /// Reads the tables with names and metrics: head, hhea, OS/2, post, name.
    pub(super) fn open(data: FaceData, index: u32) -> Result<Self, FontError> {
        let font = match &data {
            FaceData::Static(bytes) => Font::new(*bytes, index),
            FaceData::Shared(bytes) => {
                Font::new(Arc::new(bytes.clone()) as Arc<dyn AsRef<[u8]> + Send + Sync>, index)
            }
        };
        let font = font.ok_or(FontError::NotAFont)?;
        let mut face = Self { data, index, parsed: ParsedFont(None), ..Self::without_glyphs() };
        face.read_names(&font);
        face.read_metrics(&font)?;
        face.parsed = ParsedFont(Some(font));
        Ok(face)
    }

    /// Creates a face without glyphs.
    pub(super) fn without_glyphs() -> Self {
        Self {
            name: "None".to_owned(),
            family: "None".to_owned(),
            style: FaceStyle::default(),
            data: FaceData::Static(&[]),
            index: 0,
            units_per_em: 1000,
            weight: 400,
            ascent: 800,
            descent: -200,
            cap_height: 700,
            x_height: 500,
            italic_angle: 0.0,
            underline_position: -100,
            underline_thickness: 50,
            strikeout_position: 300,
            strikeout_thickness: 50,
            is_cff: false,
            is_monospaced: false,
            bounds: [0, -200, 1000, 800],
            parsed: ParsedFont(None),
        }
    }

    /// Returns the glyph of a character, if the face has one.
    #[must_use]
    pub fn glyph(&self, character: char) -> Option<u16> {
        let glyph = self.parsed.0.as_ref()?.charmap().map_unicode(character)?;
        u16::try_from(glyph.to_u32()).ok().filter(|&glyph| glyph != 0)
    }

    /// Returns the advance of a glyph in font units; zero for a glyph that the face lacks.
    #[must_use]
    pub fn advance(&self, glyph: u16) -> u16 {
        let Some(font) = &self.parsed.0 else { return 0 };
        let advance = font.glyph_metrics().h_advance(GlyphId::from(glyph));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "`as` saturates; hmtx advances are u16"
        )]
        let units = advance as u16;
        units
    }

    /// Returns the character for a hyphen at the end of a line: U+2010 if the face has it, else `-`.
    #[must_use]
    pub fn hyphen(&self) -> char {
        if self.glyph('\u{2010}').is_some() { '\u{2010}' } else { '-' }
    }

    /// Returns the advance of the word space in font units; a quarter em if the face has no space.
    #[must_use]
    pub fn space(&self) -> u16 {
        self.glyph(' ').map_or(self.units_per_em / 4, |glyph| self.advance(glyph))
    }

    /// Number of glyphs; 0 for the face without glyphs.
    #[must_use]
    pub fn glyph_count(&self) -> u32 {
        self.parsed.0.as_ref().map_or(0, Font::num_glyphs)
    }

    /// Returns the font of the parser; none for the face without glyphs.
    pub(crate) fn parsed(&self) -> Option<&Font> {
        self.parsed.0.as_ref()
    }

    /// Reads the PostScript name and the family name.
    fn read_names(&mut self, font: &Font) {
        let names = font.names();
        let read = |id| {
            let name = names.get(id)?.english_or_first()?.name().to_string();
            (!name.trim().is_empty()).then_some(name)
        };
        let family =
            read(NameId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| read(NameId::FAMILY_NAME));
        self.family = family.unwrap_or_else(|| "Unnamed".to_owned());
        self.name =
            read(NameId::POSTSCRIPT_NAME).unwrap_or_else(|| self.family.replace(' ', ""));
    }

    /// Reads the metrics of the whole face.
    fn read_metrics(&mut self, font: &Font) -> Result<(), FontError> {
        let tables = font.tables();
        let invalid = |table| FontError::InvalidTable { face: self.index, table };
        let head = tables.head().map_err(|_| invalid("head"))?;
        let hhea = tables.hhea().map_err(|_| invalid("hhea"))?;
        tables.cmap().map_err(|_| invalid("cmap"))?;
        self.units_per_em = head.units_per_em().max(1);
        self.bounds = [head.x_min(), head.y_min(), head.x_max(), head.y_max()];
        self.ascent = hhea.ascender().to_i16();
        self.descent = hhea.descender().to_i16();
        self.style = FaceStyle {
            bold: head.mac_style().contains(MacStyle::BOLD),
            italic: head.mac_style().contains(MacStyle::ITALIC),
        };
        self.is_cff = tables.cff().is_ok();
        if let Ok(post) = tables.post() {
            self.italic_angle = post.italic_angle().to_f64();
            self.is_monospaced = post.is_fixed_pitch() != 0;
            self.underline_position = post.underline_position().to_i16();
            self.underline_thickness = post.underline_thickness().to_i16();
        }
        self.read_os2(font)
    }

    /// Reads the OS/2 table, which old fonts lack: style, heights of letters, embedding permission.
    fn read_os2(&mut self, font: &Font) -> Result<(), FontError> {
        let Ok(os2) = font.tables().os2() else {
            self.cap_height = self.percent_of_em(CAP_HEIGHT_PERCENT);
            self.x_height = self.percent_of_em(X_HEIGHT_PERCENT);
            return Ok(());
        };
        if os2.fs_type() & PERMISSIONS == RESTRICTED {
            return Err(FontError::EmbeddingForbidden(self.name.clone()));
        }
        let selection = os2.fs_selection();
        self.weight = os2.us_weight_class();
        self.style = FaceStyle {
            bold: self.style.bold
                || selection.contains(SelectionFlags::BOLD)
                || self.weight >= LEAST_BOLD,
            italic: self.style.italic
                || selection.contains(SelectionFlags::ITALIC)
                || selection.contains(SelectionFlags::OBLIQUE),
        };
        if os2.s_typo_ascender() > 0 {
            self.ascent = os2.s_typo_ascender();
            self.descent = os2.s_typo_descender();
        }
        self.strikeout_position = os2.y_strikeout_position();
        self.strikeout_thickness = os2.y_strikeout_size();
        let height = |value: Option<i16>, percent| {
            value.filter(|&height| height > 0).unwrap_or_else(|| self.percent_of_em(percent))
        };
        let (cap_height, x_height) = (
            height(os2.s_cap_height(), CAP_HEIGHT_PERCENT),
            height(os2.sx_height(), X_HEIGHT_PERCENT),
        );
        self.cap_height = cap_height;
        self.x_height = x_height;
        Ok(())
    }

    /// Returns a percentage of the em in font units, for metrics that a font lacks.
    fn percent_of_em(&self, percent: u32) -> i16 {
        let units = u32::from(self.units_per_em) * percent / 100;
        // Only a font beyond the limit of 16,384 units per em exceeds the range.
        i16::try_from(units).unwrap_or(i16::MAX)
    }
}
