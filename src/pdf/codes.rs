//! Codes: which byte shows which glyph in which font.
//!
//! Comes in: the units in use. Goes out: [`Codes`], fonts of at most 250 codes of one byte. Never
//! done here: fonts subset, content written.

use std::collections::BTreeMap;

use super::unit::{Unit, UnitId, Units};
use crate::font::FaceId;

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
    /// What each code shows and says, in order of codes.
    pub(super) codes: BTreeMap<u8, Unit>,
    /// Which of [`Codes::alphabets`] its codes are of.
    pub(super) alphabet: usize,
}

/// What codes say, whatever the font: fonts of one alphabet share one ToUnicode map.
pub(super) type Alphabet = BTreeMap<u8, Box<str>>;

/// Every unit's font and code.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// The fonts; their resource names are `F1`, `F2` and so on.
    pub(super) fonts: Vec<CodedFont>,
    /// The alphabets of the fonts; one serves all where the texts in use are not too many.
    pub(super) alphabets: Vec<Alphabet>,
    places: Vec<(u16, u8)>,
}

impl Codes {
    /// The font and the code of a unit.
    pub(super) fn place(&self, unit: UnitId) -> (u16, u8) {
        self.places.get(unit.0 as usize).copied().unwrap_or_default()
    }

    /// Gives codes to `units`; `spaces` tells the glyph of the word space of a face.
    ///
    /// A unit that is an ASCII character gets that character as its code, so that content can be
    /// read; the others get what is free. Of a face with more units than codes the most frequent
    /// share the first font.
    pub(super) fn assign(units: &Units, spaces: impl Fn(FaceId) -> Option<u16>) -> Self {
        let mut faces: BTreeMap<FaceId, Vec<u32>> = BTreeMap::new();
        for (number, (unit, _)) in (0u32..).zip(units.all()) {
            faces.entry(unit.face).or_default().push(number);
        }
        let mut codes = Self { places: vec![(0, SPACE); units.all().len()], ..Self::default() };
        for (face, mut numbers) in faces {
            numbers.sort_by_key(|&number| {
                let uses = units.all().get(number as usize).map_or(0, |(_, uses)| *uses);
                (std::cmp::Reverse(uses), number)
            });
            for part in numbers.chunks(CAPACITY) {
                codes.add_font(units, face, part, spaces(face));
            }
        }
        codes
    }

    /// Adds a font of `face` that shows the units `part`: in the last alphabet if it has room for
    /// what they say, else in a new one.
    fn add_font(&mut self, units: &Units, face: FaceId, part: &[u32], space: Option<u16>) {
        let part: Vec<(u32, &Unit)> = part
            .iter()
            .filter_map(|&number| Some((number, &units.all().get(number as usize)?.0)))
            .collect();
        let last = self.alphabets.pop();
        let shared = last.clone().and_then(|alphabet| spelled(&part, alphabet));
        let (alphabet, placed) = match shared {
            Some(spelled) => spelled,
            None => {
                self.alphabets.extend(last);
                spelled(&part, Alphabet::from([(SPACE, " ".into())])).unwrap_or_default()
            }
        };
        let mut font =
            CodedFont { face, codes: BTreeMap::new(), alphabet: self.alphabets.len() };
        self.alphabets.push(alphabet);
        if let Some(glyph) = space {
            font.codes.insert(SPACE, Unit { face, glyph, text: " ".into() });
        }
        let index = u16::try_from(self.fonts.len()).unwrap_or(u16::MAX);
        for ((number, unit), code) in part.into_iter().zip(placed) {
            font.codes.insert(code, unit.clone());
            self.set(number, index, code);
        }
        self.fonts.push(font);
    }

    fn set(&mut self, number: u32, font: u16, code: u8) {
        if let Some(place) = self.places.get_mut(number as usize) {
            *place = (font, code);
        }
    }
}

/// Gives each unit of a font a code that says in `alphabet` what the unit says, or is free there;
/// none where there are not enough.
fn spelled(part: &[(u32, &Unit)], mut alphabet: Alphabet) -> Option<(Alphabet, Vec<u8>)> {
    let mut taken = [false; 256];
    let mut codes = vec![SPACE; part.len()];
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
    for ((_, unit), code) in part.iter().zip(&mut codes) {
        match natural_code(&unit.text).filter(|&own| take(&mut alphabet, own, &unit.text)) {
            Some(own) => *code = own,
            None => later.push((&*unit.text, code)),
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
    Some((alphabet, codes))
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
