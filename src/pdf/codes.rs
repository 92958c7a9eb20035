//! Codes: which byte shows which glyph in which font.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::glyph_text::{GlyphText, GlyphTextId, GlyphTexts};
use crate::font::FaceId;
use crate::map::Set;

/// The code of the word space. Only this code, and only when it is one byte long, takes the word
/// spacing of `Tw` (ISO 32000-1, 9.3.3).
pub(super) const SPACE: u8 = b' ';

/// Codes that no font uses: zero, which some readers take for the end of a string, and those that
/// a literal string must escape (ISO 32000-1, 7.3.4.2).
const AVOIDED: [u8; 6] = [0, b'\n', b'\r', b'(', b')', b'\\'];

/// Codes to a font besides the space: 256 without [`AVOIDED`] and [`SPACE`].
const CAPACITY: usize = 256 - AVOIDED.len() - 1;

/// A font of the PDF: some glyphs of one face.
#[derive(Debug, Clone)]
pub(super) struct CodedFont {
    /// The face they are from.
    pub(super) face: FaceId,
    /// The unit of each code, in order of codes.
    pub(super) codes: BTreeMap<u8, GlyphText>,
    /// The alphabet of its codes.
    pub(super) alphabet: AlphabetIndex,
}

/// A font of the PDF, by index in [`Codes::fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FontIndex(u16);

impl FontIndex {
    /// Returns the font with this index.
    pub(super) fn new(index: usize) -> Self {
        let index = u16::try_from(index);
        Self(index.expect("65,536 fonts would need 16 million different glyphs and texts"))
    }

    /// Returns its index.
    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Returns its resource name: `F1`, `F2` and so on.
    pub(super) fn resource_name(self) -> String {
        format!("F{}", self.index() + 1)
    }
}

/// The texts of codes, whatever the font: fonts of one alphabet share one ToUnicode map.
pub(super) type Alphabet = BTreeMap<u8, Box<str>>;

/// An alphabet, by index in [`Codes::alphabets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AlphabetIndex(pub(super) usize);

/// The font and the code that show a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CodedUnit {
    /// The font.
    pub(super) font: FontIndex,
    /// The code.
    pub(super) code: u8,
}

/// The font and the code of every unit.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// The fonts, by [`FontIndex`].
    pub(super) fonts: Vec<CodedFont>,
    /// The alphabets of the fonts; one serves all where the texts in use are not too many.
    pub(super) alphabets: Vec<Alphabet>,
    /// The code of each unit, by [`GlyphTextId`].
    coded: Vec<Option<CodedUnit>>,
}

impl Codes {
    /// Returns the font and the code of a unit.
    pub(super) fn of(&self, unit: GlyphTextId) -> CodedUnit {
        self.coded[unit.index()].expect("a code is assigned to every unit")
    }

    /// Gives codes to `units`; `spaces` tells the glyph of the word space of a face.
    ///
    /// A unit that is an ASCII character gets that character as its code, so that content can be
    /// read; the others get what is free. A face with more units than codes, or with a glyph for
    /// several texts, becomes several fonts; the most frequent units share the first.
    pub(super) fn assign(units: &GlyphTexts, spaces: impl Fn(FaceId) -> Option<u16>) -> Self {
        let mut faces: BTreeMap<FaceId, Vec<GlyphTextId>> = BTreeMap::new();
        for (id, unit) in units.iter() {
            faces.entry(unit.face).or_default().push(id);
        }
        let mut codes = Self { coded: vec![None; units.all().len()], ..Self::default() };
        for (face, mut ids) in faces {
            ids.sort_by_key(|&id| (Reverse(units.uses(id)), id));
            for part in FontPart::divide(&ids, units) {
                codes.add_font(units, face, &part, spaces(face));
            }
        }
        codes
    }

    /// Adds a font of `face` that shows the units `part`: in the last alphabet if it has room for
    /// what they say, else in a new one.
    fn add_font(
        &mut self,
        units: &GlyphTexts,
        face: FaceId,
        part: &FontPart,
        space: Option<u16>,
    ) {
        let texts: Vec<&str> = part.units.iter().map(|&id| &*units[id].text).collect();
        let last = self.alphabets.pop();
        let shared = last.clone().and_then(|alphabet| spell(&texts, alphabet));
        let Spelled { alphabet, codes } = shared.unwrap_or_else(|| {
            self.alphabets.extend(last);
            let new = Alphabet::from([(SPACE, " ".into())]);
            spell(&texts, new).expect("a new alphabet has codes for a font's whole capacity")
        });
        let index = AlphabetIndex(self.alphabets.len());
        let mut font = CodedFont { face, codes: BTreeMap::new(), alphabet: index };
        self.alphabets.push(alphabet);
        if let Some(glyph) = space {
            font.codes.insert(SPACE, GlyphText { face, glyph, text: " ".into() });
        }
        let index = FontIndex::new(self.fonts.len());
        for (&id, code) in part.units.iter().zip(codes) {
            font.codes.insert(code, units[id].clone());
            self.coded[id.index()] = Some(CodedUnit { font: index, code });
        }
        self.fonts.push(font);
    }
}

/// The units of a face that share a font. No two show the same glyph, as the small capital of `R` and
/// of `r`: mupdf (1.21) finds the text of a glyph by its CID, and would take one text for the other.
#[derive(Default)]
struct FontPart {
    units: Vec<GlyphTextId>,
    glyphs: Set<u16>,
}

impl FontPart {
    /// Puts each unit into the first part with room for it.
    fn divide(ids: &[GlyphTextId], units: &GlyphTexts) -> Vec<Self> {
        let mut parts: Vec<Self> = Vec::new();
        for &id in ids {
            let glyph = units[id].glyph;
            let has_room =
                |part: &Self| part.units.len() < CAPACITY && !part.glyphs.contains(&glyph);
            let index = parts.iter().position(has_room).unwrap_or_else(|| {
                parts.push(Self::default());
                parts.len() - 1
            });
            parts[index].units.push(id);
            parts[index].glyphs.insert(glyph);
        }
        parts
    }
}

/// The codes of some texts in an alphabet.
struct Spelled {
    /// The alphabet with the codes that were free before.
    alphabet: Alphabet,
    /// The code of each text.
    codes: Vec<u8>,
}

/// Gives each text of a font a code that has this text in `alphabet`, or is free there; none where
/// there are not enough.
fn spell(texts: &[&str], mut alphabet: Alphabet) -> Option<Spelled> {
    let mut taken = [false; 256];
    let mut codes = vec![SPACE; texts.len()];
    taken[usize::from(SPACE)] = true;
    let mut take = |alphabet: &mut Alphabet, code: u8, text: &str| {
        let slot = &mut taken[usize::from(code)];
        let fits = !*slot && alphabet.get(&code).is_none_or(|says| **says == *text);
        if fits {
            *slot = true;
            alphabet.entry(code).or_insert_with(|| text.into());
        }
        fits
    };
    let mut later = Vec::new();
    for (&text, code) in texts.iter().zip(&mut codes) {
        match natural_code(text).filter(|&own| take(&mut alphabet, own, text)) {
            Some(own) => *code = own,
            None => later.push((text, code)),
        }
    }
    for (text, code) in later {
        let known: Vec<u8> = alphabet
            .iter()
            .filter(|(_, says)| ***says == *text)
            .map(|(&code, _)| code)
            .collect();
        let mut all = known.into_iter().chain(free_codes());
        *code = all.find(|&code| take(&mut alphabet, code, text))?;
    }
    Some(Spelled { alphabet, codes })
}

/// The code that is the same as the character, where the character is ASCII and may be one.
fn natural_code(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [code @ 0x21..=0x7E] if !AVOIDED.contains(code) => Some(*code),
        _ => None,
    }
}

/// The codes for what is not ASCII: the upper half first, then control codes, then what ASCII
/// leaves.
fn free_codes() -> impl Iterator<Item = u8> {
    (0x80..=0xFF).chain(0x01..=0x1F).chain(0x21..=0x7F).filter(|code| !AVOIDED.contains(code))
}
