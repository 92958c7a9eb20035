//! Division of a text into pieces of one face and one script.
//!
//! Scripts follow UAX #24: a character without a script of its own takes that of the text before it,
//! at the start that of the text after it. Faces are chosen by grapheme cluster (UAX #29), so that a
//! mark stays with its base.

use icu_segmenter::{GraphemeClusterSegmenter, GraphemeClusterSegmenterBorrowed};
use unicode_script::{Script, UnicodeScript};

use crate::font::{Face, FaceId, FaceStyle, Faces, FontRole};
use crate::map::Map;

/// Most entries in the cache of fallback faces; a full cache is cleared. A text in one script stays
/// below it.
const CACHED: usize = 8192;
/// Script of text without one, such as `2024`: digits are shaped as in Latin.
const DEFAULT_SCRIPT: [u8; 4] = *b"Latn";

/// Part of a text in one face and one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextPiece {
    /// Face.
    pub(super) face: FaceId,
    /// Script (ISO 15924 tag).
    pub(super) script: [u8; 4],
    /// First byte of the text.
    pub(super) start: usize,
    /// Byte after the last one.
    pub(super) end: usize,
    /// Character of the piece that no face has.
    pub(super) missing: Option<char>,
}

/// Divides texts into pieces, with a cache of fallback faces.
pub(super) struct Itemiser {
    segmenter: GraphemeClusterSegmenterBorrowed<'static>,
    cache: FallbackCache,
}

/// Face for each character, role and style; none if no face has the character.
type FallbackCache = Map<(char, FontRole, FaceStyle), Option<FaceId>>;

/// Division of one text that is in progress.
struct Itemisation<'a> {
    faces: &'a Faces,
    role: FontRole,
    style: FaceStyle,
    /// Face of the requested font.
    requested: FaceId,
    /// Script of the last character that has one.
    script: Option<[u8; 4]>,
    pieces: &'a mut Vec<TextPiece>,
}

impl Itemiser {
    /// Creates an itemiser with an empty cache.
    pub(super) fn new() -> Self {
        Self { segmenter: GraphemeClusterSegmenter::new(), cache: Map::default() }
    }

    /// Divides `text` into `pieces`, in logical order.
    pub(super) fn divide(
        &mut self,
        faces: &Faces,
        role: FontRole,
        style: FaceStyle,
        text: &str,
        pieces: &mut Vec<TextPiece>,
    ) {
        pieces.clear();
        let requested = faces.serve(role, style);
        let mut itemisation =
            Itemisation { faces, role, style, requested, script: None, pieces };
        let mut start = 0;
        for end in self.segmenter.segment_str(text).skip(1) {
            itemisation.add_cluster(&mut self.cache, &text[start..end], start);
            start = end;
        }
        if itemisation.script.is_none() {
            itemisation.set_script(DEFAULT_SCRIPT);
        }
    }
}

impl Itemisation<'_> {
    /// Adds one grapheme cluster, in one face if there is one that has all of it, else by characters.
    fn add_cluster(&mut self, cache: &mut FallbackCache, cluster: &str, start: usize) {
        let script = cluster.chars().find_map(own_script);
        if let Some(script) = script {
            if self.script.is_none() {
                self.set_script(script);
            }
            self.script = Some(script);
        }
        if cluster.chars().all(is_ignorable) {
            return self.attach(start, start + cluster.len());
        }
        if let Some(face) = self.face_for_cluster(cache, cluster) {
            return self.push(face, start, start + cluster.len(), None);
        }
        for (at, character) in cluster.char_indices() {
            let (start, end) = (start + at, start + at + character.len_utf8());
            if is_ignorable(character) {
                self.attach(start, end);
                continue;
            }
            match self.face_for_character(cache, character) {
                Some(face) => self.push(face, start, end, None),
                None => self.push(self.requested, start, end, Some(character)),
            }
        }
    }

    /// Returns the first face that has all characters of a cluster.
    fn face_for_cluster(&self, cache: &mut FallbackCache, cluster: &str) -> Option<FaceId> {
        let has = |face: &Face| cluster.chars().all(|character| can_set(face, character));
        if has(self.faces.face(self.requested)) {
            return Some(self.requested);
        }
        let mut characters = cluster.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => self.face_for_character(cache, only),
            _ => self
                .faces
                .candidates(self.role, self.style)
                .find(|&id| has(self.faces.face(id))),
        }
    }

    /// Returns the first face that has a character, from the cache if it is there.
    fn face_for_character(&self, cache: &mut FallbackCache, character: char) -> Option<FaceId> {
        if cache.len() >= CACHED {
            cache.clear();
        }
        *cache.entry((character, self.role, self.style)).or_insert_with(|| {
            self.faces
                .candidates(self.role, self.style)
                .find(|&id| can_set(self.faces.face(id), character))
        })
    }

    /// Extends the last piece if face and script are the same, else begins a piece.
    fn push(&mut self, face: FaceId, start: usize, end: usize, missing: Option<char>) {
        let script = self.script.unwrap_or(DEFAULT_SCRIPT);
        if missing.is_none()
            && let Some(last) = self.pieces.last_mut()
            && last.missing.is_none()
            && (last.face, last.script) == (face, script)
        {
            last.end = end;
        } else {
            self.pieces.push(TextPiece { face, script, start, end, missing });
        }
    }

    /// Adds characters that are never visible to the piece before them.
    fn attach(&mut self, start: usize, end: usize) {
        match self.pieces.last_mut() {
            Some(last) => last.end = end,
            None => self.push(self.requested, start, end, None),
        }
    }

    /// Sets the script of the pieces so far, which have none of their own.
    fn set_script(&mut self, script: [u8; 4]) {
        for piece in self.pieces.iter_mut() {
            piece.script = script;
        }
    }
}

/// Returns the script of a character that has one of its own.
fn own_script(character: char) -> Option<[u8; 4]> {
    match character.script() {
        Script::Common | Script::Inherited | Script::Unknown => None,
        script => {
            let tag = script.short_name().as_bytes().try_into();
            Some(tag.expect("a script tag has four letters"))
        }
    }
}

/// True if a face has the glyph of a character, or shaping makes it from others.
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

/// Returns the character that is shaped instead of one that the face lacks: a space for control
/// characters that are white space, one hyphen for another, nothing visible for the Hangul fillers.
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

/// True for spaces whose width the shaper derives from the em or the digits.
fn is_fixed_space(character: char) -> bool {
    matches!(
        character,
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// True for characters that are never visible (Unicode `Default_Ignorable_Code_Point`, less the Hangul fillers):
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
