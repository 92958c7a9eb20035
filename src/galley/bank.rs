//! The bank of words: each one shaped and divided once.
//!
//! Comes in: a word, its font and language. Goes out: the [`Word`], from the bank or new. Never done
//! here: making a word, which is `words`'.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use crate::article::Language;
use crate::font::{FaceId, Faces};
use crate::hyphenate::{Dictionary, Exceptions};
use crate::map::{Map, Set};
use crate::shape::{Glyph, Run, ShapeRequest, Shaped, Shaper};
use crate::unit::Length;

use super::openings::{Segmenter, is_whole};
use super::protrude;
use super::ways::Ways;
use super::words::{self, Case, Manner, Word};

/// Words longer than this many bytes are not kept in the bank: they hardly come again.
const LONGEST_KEPT: usize = 64;
/// Words kept before a bank is emptied, so that hostile input cannot fill the memory.
const MOST_KEPT: usize = 60_000;
/// Manners before a bank is emptied: looking for one must stay quick.
const MOST_SHELVES: usize = 64;
/// Parts of the common bank: with so many, two threads hardly ever want the same one.
const DRAWERS: usize = 64;

/// What is kept of one manner.
struct Shelf {
    manner: Manner,
    words: Set<Known<Word>>,
    pieces: Set<Known<Shaped>>,
    /// Width of a hyphen after a character, kerning included, and how far it may hang out.
    hyphens: Map<char, (Length, Length)>,
    /// Width of the word space.
    space: Option<Length>,
}

/// A shelf of one bank, until the bank is tidied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShelfId(usize);

/// Something with a text that it is known by.
struct Known<T>(Arc<T>);

/// What has a text.
trait Spelt {
    fn text(&self) -> &str;
}

impl Spelt for Word {
    fn text(&self) -> &str {
        &self.shaped.text
    }
}

impl Spelt for Shaped {
    fn text(&self) -> &str {
        &self.text
    }
}

impl<T: Spelt> Borrow<str> for Known<T> {
    fn borrow(&self) -> &str {
        self.0.text()
    }
}

impl<T: Spelt> Hash for Known<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.text().hash(state);
    }
}

impl<T: Spelt> PartialEq for Known<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.text() == other.0.text()
    }
}

impl<T: Spelt> Eq for Known<T> {}

/// Shelves of one bank or drawer: what is kept of a bank when its thread has ended.
#[derive(Default)]
pub(super) struct Shelves {
    /// One for each manner; an article has few, and the one used last is likely the next.
    list: Vec<Shelf>,
    last: usize,
    kept: usize,
}

impl std::fmt::Debug for Shelves {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Shelves").field("kept", &self.kept).finish_non_exhaustive()
    }
}

impl Shelves {
    fn id(&mut self, manner: Manner) -> ShelfId {
        if self.list.get(self.last).is_none_or(|shelf| shelf.manner != manner) {
            let known = self.list.iter().position(|shelf| shelf.manner == manner);
            self.last = known.unwrap_or_else(|| {
                self.list.push(Shelf::new(manner));
                self.list.len() - 1
            });
        }
        ShelfId(self.last)
    }

    fn of(&mut self, manner: Manner) -> &mut Shelf {
        let ShelfId(at) = self.id(manner);
        &mut self.list[at]
    }

    /// Empties them when they hold more than `most` words.
    fn tidy(&mut self, most: usize) {
        if self.kept > most || self.list.len() > MOST_SHELVES {
            *self = Self::default();
        }
    }
}

impl Shelf {
    fn new(manner: Manner) -> Self {
        Self {
            manner,
            words: Set::default(),
            pieces: Set::default(),
            hyphens: Map::default(),
            space: None,
        }
    }
}

/// What the banks of several threads have in common: a word that one of them has made, the others
/// take. It is the same whoever makes it.
pub(super) struct Common {
    drawers: [Mutex<Shelves>; DRAWERS],
}

impl std::fmt::Debug for Common {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Common").finish_non_exhaustive()
    }
}

impl Common {
    /// A common bank with nothing in it.
    pub(super) fn new() -> Self {
        Self { drawers: std::array::from_fn(|_| Mutex::default()) }
    }

    fn drawer(&self, text: &str) -> &Mutex<Shelves> {
        let add = |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte));
        let sum = text.bytes().fold(0_usize, add);
        &self.drawers[sum % DRAWERS]
    }

    fn word(&self, text: &str, manner: Manner) -> Option<Arc<Word>> {
        let mut drawer = self.drawer(text).lock().unwrap_or_else(PoisonError::into_inner);
        drawer.of(manner).words.get(text).map(|word| Arc::clone(&word.0))
    }

    fn put(&self, word: &Arc<Word>, manner: Manner) {
        let drawer = self.drawer(&word.shaped.text);
        let mut drawer = drawer.lock().unwrap_or_else(PoisonError::into_inner);
        drawer.tidy(MOST_KEPT / DRAWERS);
        drawer.kept += 1;
        drawer.of(manner).words.insert(Known(Arc::clone(word)));
    }
}

/// The bank of words of one thread.
pub(super) struct WordBank<'f> {
    faces: &'f Faces,
    exceptions: Option<&'f Exceptions>,
    /// What the edition makes of every manner.
    ways: Ways,
    /// What other threads have made; none where there are no others.
    common: Option<Arc<Common>>,
    shaper: Shaper<'f>,
    segmenter: Segmenter,
    shelves: Shelves,
    /// The dictionaries that were looked for: the library asks a tag of its parts each time.
    dictionaries: Vec<(Language, Option<&'static Dictionary>)>,
    scratch: String,
}

impl std::fmt::Debug for WordBank<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("WordBank").field("kept", &self.shelves.kept).finish_non_exhaustive()
    }
}

impl<'f> WordBank<'f> {
    /// A bank with these shelves; `common` is what it has in common with others.
    pub(super) fn open(
        shelves: Shelves,
        (faces, exceptions): (&'f Faces, Option<&'f Exceptions>),
        (common, ways): (Option<Arc<Common>>, Ways),
    ) -> Self {
        Self {
            faces,
            exceptions,
            ways,
            common,
            shaper: Shaper::new(faces),
            segmenter: Segmenter::new(),
            shelves,
            dictionaries: Vec::new(),
            scratch: String::new(),
        }
    }

    /// What is kept of it.
    pub(super) fn close(self) -> Shelves {
        self.shelves
    }

    /// The case of type it shapes from.
    pub(super) fn faces(&self) -> &'f Faces {
        self.faces
    }

    /// Where lines may end by Unicode's rules.
    pub(super) fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// Empties the bank where it holds too much; a [`ShelfId`] is good until then.
    pub(super) fn tidy(&mut self) {
        self.shelves.tidy(MOST_KEPT);
    }

    /// The shelf of a manner.
    pub(super) fn shelf(&mut self, manner: Manner) -> ShelfId {
        self.shelves.id(self.ways.adapt(manner))
    }

    /// Width of the word space of a shelf.
    pub(super) fn space(&mut self, shelf: ShelfId) -> Length {
        let ShelfId(at) = shelf;
        if let Some(width) = self.shelves.list[at].space {
            return width;
        }
        let manner = self.shelves.list[at].manner;
        let width = self.piece(" ", manner).advance;
        let width = self.ways.space(width, manner.font.role);
        self.shelves.list[at].space = Some(width);
        width
    }

    /// The word `text`, from the bank or new, as it is between two spaces.
    pub(super) fn word(&mut self, text: &str, shelf: ShelfId) -> Arc<Word> {
        let ShelfId(at) = shelf;
        let Shelf { manner, words, .. } = &self.shelves.list[at];
        let manner = *manner;
        if let Some(word) = words.get(text) {
            return Arc::clone(&word.0);
        }
        if text.len() > LONGEST_KEPT {
            return self.make(text, manner);
        }
        let common = self.common.clone();
        let made = common.as_ref().and_then(|common| common.word(text, manner));
        let word = made.unwrap_or_else(|| {
            let word = self.make(text, manner);
            if let Some(common) = common {
                common.put(&word, manner);
            }
            word
        });
        self.shelves.kept += 1;
        self.shelves.list[at].words.insert(Known(Arc::clone(&word)));
        word
    }

    fn make(&mut self, text: &str, manner: Manner) -> Arc<Word> {
        let opportunities =
            if is_whole(text) { Vec::new() } else { self.segmenter.opportunities(text) };
        Arc::new(words::make(self, text, manner, &opportunities))
    }

    /// The word `text` between others that it touches; `opportunities` are offsets in it where a
    /// line may end without a hyphen.
    pub(super) fn word_within(
        &mut self,
        text: &str,
        shelf: ShelfId,
        opportunities: &[usize],
    ) -> Arc<Word> {
        let alone = self.segmenter.opportunities(text);
        let same = alone.iter().filter(|&&place| place < text.len()).eq(opportunities);
        if same {
            return self.word(text, shelf);
        }
        let manner = self.shelves.list[shelf.0].manner;
        Arc::new(words::make(self, text, manner, opportunities))
    }

    /// Whether the face has a small capital for each capital of `text`.
    pub(super) fn has_small(&mut self, text: &str, small: Manner) -> bool {
        let mut large = small;
        large.font.features.all_small_caps = false;
        let (small, large) = (self.piece(text, small), self.piece(text, large));
        let glyphs = |shaped: &Shaped| -> Vec<(FaceId, u16, usize)> {
            let of = |run: &Run| {
                let glyph = |glyph: &Glyph| (run.face, glyph.id, glyph.cluster as usize);
                run.glyphs.iter().map(glyph).collect::<Vec<_>>()
            };
            shaped.runs.iter().flat_map(of).collect()
        };
        let (small, large) = (glyphs(&small), glyphs(&large));
        let capital = |at: usize| {
            text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase)
        };
        small.len() == large.len()
            && small.iter().zip(&large).all(|(small, large)| {
                (small.0, small.2) == (large.0, large.2)
                    && (small.1 != large.1 || !capital(small.2))
            })
    }

    /// Whether the face has a superior figure or letter for each of `text`, in a manner that asks for
    /// them. A star is raised in every face, and other signs keep to the figures of their face.
    pub(super) fn has_superiors(&mut self, text: &str, superior: Manner) -> bool {
        let is_star = |c: char| c == '*' || c.is_whitespace();
        if text.chars().all(is_star) {
            return true;
        }
        let figures = text.contains(char::is_alphanumeric);
        let text = if figures { text } else { "1" };
        let mut plain = superior;
        plain.font.features.superior = false;
        let (superior, plain) = (self.piece(text, superior), self.piece(text, plain));
        // A figure that keeps its glyph has no superior.
        let glyphs = |shaped: &Shaped, at: usize| -> Vec<u16> {
            let all = shaped.runs.iter().flat_map(|run| &run.glyphs);
            all.filter(|glyph| glyph.cluster as usize == at).map(|glyph| glyph.id).collect()
        };
        text.char_indices()
            .filter(|(_, c)| c.is_alphanumeric())
            .all(|(at, _)| glyphs(&superior, at) != glyphs(&plain, at))
    }

    /// A type size, where it may be as small as that.
    pub(super) fn size(&self, wished: Length) -> Length {
        wished.max(self.ways.least)
    }

    /// The hyphen that hyphenation adds in this manner. U+2010 where the face has it: a glyph of
    /// its own keeps it apart from the hyphens that the article has, in every reader of the PDF.
    pub(super) fn hyphen(&self, manner: Manner) -> char {
        let manner = self.ways.adapt(manner);
        self.faces.face(self.faces.serve(manner.font.role, manner.font.style)).hyphen()
    }
}

impl<'f> Case<'f> for WordBank<'f> {
    fn exceptions(&self) -> Option<&'f Exceptions> {
        self.exceptions
    }

    fn dictionary(&mut self, language: Language) -> Option<&'static Dictionary> {
        if let Some((_, found)) = self.dictionaries.iter().find(|(of, _)| *of == language) {
            return *found;
        }
        let found = Dictionary::for_language(language);
        self.dictionaries.push((language, found));
        found
    }

    fn shape(&mut self, text: &str, manner: Manner) -> Shaped {
        let Manner { font, language, rtl, .. } = self.ways.adapt(manner);
        self.shaper.shape(&ShapeRequest { text, font, language, rtl })
    }

    fn piece(&mut self, text: &str, manner: Manner) -> Arc<Shaped> {
        let manner = Manner { hyphenate: false, ..self.ways.adapt(manner) };
        if let Some(shaped) = self.shelves.of(manner).pieces.get(text) {
            return Arc::clone(&shaped.0);
        }
        let shaped = Arc::new(self.shape(text, manner));
        if text.len() <= LONGEST_KEPT {
            self.shelves.kept += 1;
            self.shelves.of(manner).pieces.insert(Known(Arc::clone(&shaped)));
        }
        shaped
    }

    fn hyphen_after(&mut self, before: char, manner: Manner) -> (Length, Length) {
        let manner = Manner { hyphenate: false, ..manner };
        if let Some(&known) = self.shelves.of(manner).hyphens.get(&before) {
            return known;
        }
        let sign = self.hyphen(manner);
        let hyphen = self.piece(sign.encode_utf8(&mut [0; 4]), manner).advance;
        let right = hyphen.fraction(protrude::right(sign), 1000);
        let mut pair = std::mem::take(&mut self.scratch);
        pair.clear();
        pair.push(before);
        let alone = self.piece(&pair, manner).advance;
        pair.push(sign);
        let together = self.piece(&pair, manner).advance;
        self.scratch = pair;
        let found = (together - alone, right);
        self.shelves.of(manner).hyphens.insert(before, found);
        found
    }
}
