//! Which face and script each piece of a text takes.
//!
//! Comes in: text and the wished font. Goes out: [`Piece`]s that partition the text. Never done
//! here: glyphs, widths.
//!
//! Scripts follow UAX #24: characters of no script of their own take that of the text before
//! them, or after them at the start. Faces are chosen by grapheme cluster (UAX #29), so that a
//! mark stays with its base.

use icu_segmenter::{GraphemeClusterSegmenter, GraphemeClusterSegmenterBorrowed};
use unicode_script::{Script, UnicodeScript};

use crate::font::{Cut, Face, FaceId, Faces, Role};
use crate::map::Map;

/// How many characters' fallback faces are remembered; past it the memory starts anew. A text in
/// one foreign script stays below it; a hostile one cannot fill the machine.
const REMEMBERED: usize = 8192;
/// The script of text that has none, such as `2024`: figures have their Latin forms.
const DEFAULT_SCRIPT: [u8; 4] = *b"Latn";

/// A part of the text in one face and one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// The face that serves.
    pub(super) face: FaceId,
    /// ISO 15924 tag.
    pub(super) script: [u8; 4],
    /// First byte in the text.
    pub(super) start: usize,
    /// Byte after the last.
    pub(super) end: usize,
    /// No face has this character.
    pub(super) missing: Option<char>,
}

/// Divides texts into pieces; keeps what it has learnt about characters.
pub(super) struct Itemiser {
    segmenter: GraphemeClusterSegmenterBorrowed<'static>,
    known: Map<(char, Role, Cut), Option<FaceId>>,
}

/// What is known while one text is being divided.
struct Division<'a> {
    faces: &'a Faces,
    role: Role,
    cut: Cut,
    wished: FaceId,
    /// Script of the last character that had one.
    script: Option<[u8; 4]>,
    pieces: &'a mut Vec<Piece>,
}

impl Itemiser {
    /// An itemiser that knows nothing yet.
    pub(super) fn new() -> Self {
        Self { segmenter: GraphemeClusterSegmenter::new(), known: Map::default() }
    }

    /// Divides `text` into `pieces`, in logical order.
    pub(super) fn divide(
        &mut self,
        faces: &Faces,
        (role, cut): (Role, Cut),
        text: &str,
        pieces: &mut Vec<Piece>,
    ) {
        pieces.clear();
        let wished = faces.serve(role, cut);
        let mut division = Division { faces, role, cut, wished, script: None, pieces };
        let mut start = 0;
        for end in self.segmenter.segment_str(text).skip(1) {
            let Some(cluster) = text.get(start..end) else { continue };
            division.cluster(&mut self.known, cluster, start);
            start = end;
        }
        if division.script.is_none() {
            division.settle_script(DEFAULT_SCRIPT);
        }
    }
}

impl Division<'_> {
    /// Adds one grapheme cluster: whole in one face if any has all of it, else by characters.
    fn cluster(
        &mut self,
        known: &mut Map<(char, Role, Cut), Option<FaceId>>,
        cluster: &str,
        start: usize,
    ) {
        let script = cluster.chars().find_map(own_script);
        if let Some(script) = script {
            if self.script.is_none() {
                self.settle_script(script);
            }
            self.script = Some(script);
        }
        if cluster.chars().all(is_ignorable) {
            return self.attach(start, start + cluster.len());
        }
        if let Some(face) = self.face_for(known, cluster) {
            return self.push(face, start, start + cluster.len(), None);
        }
        for (at, character) in cluster.char_indices() {
            let (start, end) = (start + at, start + at + character.len_utf8());
            if is_ignorable(character) {
                self.attach(start, end);
                continue;
            }
            match self.face_of_character(known, character) {
                Some(face) => self.push(face, start, end, None),
                None => self.push(self.wished, start, end, Some(character)),
            }
        }
    }

    /// The first face that has all of a cluster.
    fn face_for(
        &self,
        known: &mut Map<(char, Role, Cut), Option<FaceId>>,
        cluster: &str,
    ) -> Option<FaceId> {
        let has = |face: &Face| cluster.chars().all(|character| can_set(face, character));
        if has(self.faces.face(self.wished)) {
            return Some(self.wished);
        }
        let mut characters = cluster.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => self.face_of_character(known, only),
            _ => {
                self.faces.candidates(self.role, self.cut).find(|&id| has(self.faces.face(id)))
            }
        }
    }

    /// The first face that has a character, remembered.
    fn face_of_character(
        &self,
        known: &mut Map<(char, Role, Cut), Option<FaceId>>,
        character: char,
    ) -> Option<FaceId> {
        if known.len() >= REMEMBERED {
            known.clear();
        }
        *known.entry((character, self.role, self.cut)).or_insert_with(|| {
            self.faces
                .candidates(self.role, self.cut)
                .find(|&id| can_set(self.faces.face(id), character))
        })
    }

    /// Adds bytes to the last piece if that fits, else begins a piece.
    fn push(&mut self, face: FaceId, start: usize, end: usize, missing: Option<char>) {
        let script = self.script.unwrap_or(DEFAULT_SCRIPT);
        if missing.is_none()
            && let Some(last) = self.pieces.last_mut()
            && last.missing.is_none()
            && (last.face, last.script) == (face, script)
        {
            last.end = end;
        } else {
            self.pieces.push(Piece { face, script, start, end, missing });
        }
    }

    /// Adds characters that never show to whatever stands before them.
    fn attach(&mut self, start: usize, end: usize) {
        match self.pieces.last_mut() {
            Some(last) => last.end = end,
            None => self.push(self.wished, start, end, None),
        }
    }

    /// Gives the pieces so far, which had no script of their own, the first script of the text.
    fn settle_script(&mut self, script: [u8; 4]) {
        for piece in self.pieces.iter_mut() {
            piece.script = script;
        }
    }
}

/// The script of a character that has one of its own.
fn own_script(character: char) -> Option<[u8; 4]> {
    match character.script() {
        Script::Common | Script::Inherited | Script::Unknown => None,
        script => script.short_name().as_bytes().try_into().ok(),
    }
}

/// Whether a face can set a character: it has the glyph, or shaping makes it from others.
fn can_set(face: &Face, character: char) -> bool {
    if face.glyph(character).is_some() || is_ignorable(character) {
        return true;
    }
    let stand_in = stand_in(face, character);
    if stand_in != character {
        return face.glyph(stand_in).is_some() || is_ignorable(stand_in);
    }
    is_fixed_space(character) && face.glyph(' ').is_some()
}

/// The character that is shaped in place of one the face lacks: white space that moves a
/// typewriter is a space, hyphens are all alike, and the fillers of Hangul are empty.
pub(super) fn stand_in(face: &Face, character: char) -> char {
    match character {
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{2010}' | '\u{2011}' if face.glyph('\u{2010}').is_none() => '-',
        '\u{2011}' if face.glyph('\u{2011}').is_none() => '\u{2010}',
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}'
            if face.glyph(character).is_none() =>
        {
            '\u{200B}'
        }
        other => other,
    }
}

/// Spaces whose width the shaper can make from the em or from the figures.
fn is_fixed_space(character: char) -> bool {
    matches!(
        character,
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Characters that never show (Unicode `Default_Ignorable_Code_Point`, less the Hangul fillers):
/// joiners, soft hyphen, variation selectors, direction marks, tags.
pub(super) fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}
