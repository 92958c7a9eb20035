//! Cache of shaped words and texts.
//!
//! Each distinct word is shaped and divided once per text style. Every worker has a cache of its
//! own, and the workers of one article share their words.

mod build;

use std::sync::{Arc, Mutex, PoisonError};

use crate::article::Language;
use crate::font::{FaceId, Faces, FontRole};
use crate::hyphenate::{Dictionary, Exceptions};
use crate::map::Map;
use crate::shape::{Glyph, ShapeRequest, Shaped, Shaper};
use crate::unit::Length;

use super::break_opportunities::{Segmenter, has_no_opportunity};
use super::protrusion::right_protrusion;
use super::text_style::{StyleAdjustment, TextStyle};
use super::words::ShapedWord;

/// Length of a cached word, in bytes: longer ones seldom recur.
const LONGEST_CACHED: usize = 64;
/// Number of words at which a cache is cleared, so that hostile input cannot fill the memory.
const MAX_WORDS: usize = 60_000;
/// Number of text styles at which a cache is cleared: the search for one is linear.
const MAX_STYLES: usize = 64;
/// Number of locks of the shared cache: with so many, two threads seldom want the same one.
const SHARDS: usize = 64;

/// Words and texts of all styles: what remains of a [`WordCache`] when its worker ends.
#[derive(Debug, Default)]
pub(super) struct CachedWords {
    /// An article has few styles, and the one used last is likely to be the next.
    styles: Vec<CachedStyle>,
    last: usize,
    /// Number of words and texts.
    count: usize,
}

/// Words and texts of one style.
#[derive(Debug)]
struct CachedStyle {
    style: TextStyle,
    words: Map<Box<str>, Arc<ShapedWord>>,
    texts: Map<Box<str>, Arc<Shaped>>,
    /// Hyphens, by the character before them.
    hyphens: Map<char, Hyphen>,
    /// Width of the word space.
    space: Option<Length>,
}

/// Hyphen that hyphenation adds after a character.
#[derive(Debug, Clone, Copy)]
struct Hyphen {
    /// Advance, with the kerning.
    width: Length,
    /// Protrusion at the right edge.
    protrusion: Length,
}

/// Index of a style in a cache, valid until the cache is cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StyleId(usize);

impl CachedWords {
    fn style_id(&mut self, style: TextStyle) -> StyleId {
        if self.styles.get(self.last).is_none_or(|last| last.style != style) {
            let known = self.styles.iter().position(|known| known.style == style);
            self.last = known.unwrap_or_else(|| {
                self.styles.push(CachedStyle {
                    style,
                    words: Map::default(),
                    texts: Map::default(),
                    hyphens: Map::default(),
                    space: None,
                });
                self.styles.len() - 1
            });
        }
        StyleId(self.last)
    }

    fn style_mut(&mut self, style: TextStyle) -> &mut CachedStyle {
        let StyleId(index) = self.style_id(style);
        &mut self.styles[index]
    }

    /// Clears the cache if it holds more than `max_words` words or too many styles.
    fn clear_if_above(&mut self, max_words: usize) {
        if self.count > max_words || self.styles.len() > MAX_STYLES {
            *self = Self::default();
        }
    }
}

/// Words shared by the workers of one article. A word is the same whichever worker shapes it.
#[derive(Debug)]
pub(super) struct SharedWords {
    shards: [Mutex<CachedWords>; SHARDS],
}

impl SharedWords {
    /// Creates an empty cache.
    pub(super) fn new() -> Self {
        Self { shards: std::array::from_fn(|_| Mutex::default()) }
    }

    fn with_shard<T>(&self, text: &str, use_shard: impl FnOnce(&mut CachedWords) -> T) -> T {
        let add = |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte));
        let sum = text.bytes().fold(0_usize, add);
        let shard = &self.shards[sum % SHARDS];
        // A panic while it was held leaves a cache that lacks a word at most.
        use_shard(&mut shard.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn word(&self, text: &str, style: TextStyle) -> Option<Arc<ShapedWord>> {
        self.with_shard(text, |shard| shard.style_mut(style).words.get(text).cloned())
    }

    fn insert(&self, text: &str, style: TextStyle, word: &Arc<ShapedWord>) {
        self.with_shard(text, |shard| {
            shard.clear_if_above(MAX_WORDS / SHARDS);
            shard.count += 1;
            shard.style_mut(style).words.insert(text.into(), Arc::clone(word));
        });
    }
}

/// Shaper of one worker, with the words and texts that it has shaped.
pub(super) struct WordCache<'f> {
    faces: &'f Faces,
    exceptions: Option<&'f Exceptions>,
    adjustment: StyleAdjustment,
    shared: Option<Arc<SharedWords>>,
    shaper: Shaper<'f>,
    segmenter: Segmenter,
    cached: CachedWords,
    /// Dictionaries looked up so far, since the lookup parses the language tag.
    dictionaries: Vec<(Language, Option<&'static Dictionary>)>,
}

impl std::fmt::Debug for WordCache<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("WordCache").field("count", &self.cached.count).finish_non_exhaustive()
    }
}

impl<'f> WordCache<'f> {
    /// Creates a cache with these words in it, which must have been cached with the same arguments.
    pub(super) fn new(
        cached: CachedWords,
        faces: &'f Faces,
        exceptions: Option<&'f Exceptions>,
        adjustment: StyleAdjustment,
        shared: Option<Arc<SharedWords>>,
    ) -> Self {
        Self {
            faces,
            exceptions,
            adjustment,
            shared,
            shaper: Shaper::new(faces),
            segmenter: Segmenter::new(),
            cached,
            dictionaries: Vec::new(),
        }
    }

    /// Ends the worker's use of the cache and returns its words.
    pub(super) fn into_cached(self) -> CachedWords {
        self.cached
    }

    /// Returns the faces that texts are shaped with.
    pub(super) fn faces(&self) -> &'f Faces {
        self.faces
    }

    /// Returns the line segmenter.
    pub(super) fn segmenter(&self) -> &Segmenter {
        &self.segmenter
    }

    /// Clears the cache if it is full, which invalidates every [`StyleId`].
    pub(super) fn clear_if_full(&mut self) {
        self.cached.clear_if_above(MAX_WORDS);
    }

    /// Returns the index of a style.
    pub(super) fn style_id(&mut self, style: TextStyle) -> StyleId {
        self.cached.style_id(self.adjustment.apply(style))
    }

    /// Returns the width of the word space in a style.
    pub(super) fn space_width(&mut self, StyleId(index): StyleId) -> Length {
        let CachedStyle { style, space, .. } = self.cached.styles[index];
        space.unwrap_or_else(|| {
            let mut width = self.shape_text(" ", style).advance;
            if style.font.role != FontRole::Code {
                width = width.fraction(i64::from(self.adjustment.word_space), 100);
            }
            self.cached.styles[index].space = Some(width);
            width
        })
    }

    /// Returns a word that stands between two spaces.
    pub(super) fn word(&mut self, text: &str, StyleId(index): StyleId) -> Arc<ShapedWord> {
        let CachedStyle { style, ref words, .. } = self.cached.styles[index];
        if let Some(word) = words.get(text) {
            return Arc::clone(word);
        }
        if text.len() > LONGEST_CACHED {
            return self.build_lone_word(text, style);
        }
        let shared = self.shared.clone();
        let found = shared.as_ref().and_then(|shared| shared.word(text, style));
        let word = found.unwrap_or_else(|| {
            let word = self.build_lone_word(text, style);
            if let Some(shared) = shared {
                shared.insert(text, style, &word);
            }
            word
        });
        self.cached.count += 1;
        self.cached.styles[index].words.insert(text.into(), Arc::clone(&word));
        word
    }

    fn build_lone_word(&mut self, text: &str, style: TextStyle) -> Arc<ShapedWord> {
        let opportunities = if has_no_opportunity(text) {
            Vec::new()
        } else {
            self.segmenter.break_offsets(text)
        };
        Arc::new(self.build_word(text, style, &opportunities))
    }

    /// Returns a word that touches the text before or after it. `opportunities` are the byte offsets
    /// in it at which a line may end without a hyphen.
    pub(super) fn joined_word(
        &mut self,
        text: &str,
        style_id: StyleId,
        opportunities: &[usize],
    ) -> Arc<ShapedWord> {
        let alone = self.segmenter.break_offsets(text);
        if alone.iter().filter(|&&at| at < text.len()).eq(opportunities) {
            return self.word(text, style_id);
        }
        let style = self.cached.styles[style_id.0].style;
        Arc::new(self.build_word(text, style, opportunities))
    }

    /// True if the face has a small capital for each capital of `text`. `style` asks for them.
    pub(super) fn has_small_capitals(&mut self, text: &str, style: TextStyle) -> bool {
        let mut large = style;
        large.font.features.all_small_caps = false;
        let (small, large) = (self.shape_text(text, style), self.shape_text(text, large));
        let is_capital =
            |at: u32| text[at as usize..].chars().next().is_some_and(char::is_uppercase);
        glyphs(&small).count() == glyphs(&large).count()
            && glyphs(&small).zip(glyphs(&large)).all(|((face, small), (large_face, large))| {
                face == large_face
                    && small.cluster == large.cluster
                    && (small.id != large.id || !is_capital(small.cluster))
            })
    }

    /// True if the face has a superior figure or letter for each of `text`. `style` asks for them. A
    /// star is raised in every face; other signs are raised if the figures of their face can be.
    pub(super) fn has_superiors(&mut self, text: &str, style: TextStyle) -> bool {
        if text.chars().all(|c| c == '*' || c.is_whitespace()) {
            return true;
        }
        let text = if text.contains(char::is_alphanumeric) { text } else { "1" };
        let mut plain = style;
        plain.font.features.superior = false;
        let (superior, plain) = (self.shape_text(text, style), self.shape_text(text, plain));
        // A figure that keeps its glyph has no superior.
        let glyphs_at = |shaped: &Shaped, at: usize| -> Vec<u16> {
            let at_byte = glyphs(shaped).filter(|(_, glyph)| glyph.cluster as usize == at);
            at_byte.map(|(_, glyph)| glyph.id).collect()
        };
        text.char_indices()
            .filter(|(_, c)| c.is_alphanumeric())
            .all(|(at, _)| glyphs_at(&superior, at) != glyphs_at(&plain, at))
    }

    /// Returns `size` or the least permitted type size, whichever is greater.
    pub(super) fn permitted_size(&self, size: Length) -> Length {
        size.max(self.adjustment.minimum_size)
    }

    /// Returns the hyphen that hyphenation adds: U+2010 if the face has it. Its own glyph
    /// distinguishes it from the hyphens of the article in every reader of the PDF.
    pub(super) fn hyphen_char(&self, style: TextStyle) -> char {
        let font = self.adjustment.apply(style).font;
        self.faces.face(self.faces.serve(font.role, font.style)).hyphen()
    }

    fn dictionary(&mut self, language: Language) -> Option<&'static Dictionary> {
        if let Some((_, found)) = self.dictionaries.iter().find(|(known, _)| *known == language)
        {
            return *found;
        }
        let found = Dictionary::for_language(language);
        self.dictionaries.push((language, found));
        found
    }

    fn shape_uncached(&mut self, text: &str, style: TextStyle) -> Shaped {
        let TextStyle { font, language, rtl, .. } = self.adjustment.apply(style);
        self.shaper.shape(&ShapeRequest { text, font, language, rtl })
    }

    /// Returns a text shaped as a whole, without divisions.
    pub(super) fn shape_text(&mut self, text: &str, style: TextStyle) -> Arc<Shaped> {
        let style = TextStyle { hyphenate: false, ..self.adjustment.apply(style) };
        if let Some(shaped) = self.cached.style_mut(style).texts.get(text) {
            return Arc::clone(shaped);
        }
        let shaped = Arc::new(self.shape_uncached(text, style));
        if text.len() <= LONGEST_CACHED {
            self.cached.count += 1;
            self.cached.style_mut(style).texts.insert(text.into(), Arc::clone(&shaped));
        }
        shaped
    }

    /// Returns the hyphen that hyphenation adds after `before`.
    fn hyphen_after(&mut self, before: char, style: TextStyle) -> Hyphen {
        let style = TextStyle { hyphenate: false, ..style };
        if let Some(&known) = self.cached.style_mut(style).hyphens.get(&before) {
            return known;
        }
        let hyphen = self.hyphen_char(style);
        let alone = self.shape_text(hyphen.encode_utf8(&mut [0; 4]), style).advance;
        let without = self.shape_text(before.encode_utf8(&mut [0; 4]), style).advance;
        let with = self.shape_text(&String::from_iter([before, hyphen]), style).advance;
        let found = Hyphen {
            width: with - without,
            protrusion: alone.fraction(right_protrusion(hyphen), 1000),
        };
        self.cached.style_mut(style).hyphens.insert(before, found);
        found
    }
}

/// Returns the glyphs of a text in visual order, each with its face.
fn glyphs(shaped: &Shaped) -> impl Iterator<Item = (FaceId, &Glyph)> {
    shaped.runs.iter().flat_map(|run| run.glyphs.iter().map(move |glyph| (run.face, glyph)))
}
