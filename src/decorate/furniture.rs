//! Lines of furniture: short texts in quiet type.
//!
//! Comes in: a text and its room. Goes out: a set [`Line`], cut with an ellipsis where it is too
//! long. Never done here: where it stands.

use std::sync::Arc;

use crate::article::Language;
use crate::font::{FaceStyle, Faces, FontRole};
use crate::galley::{Item, Line, Origin, Text};
use crate::shape::{Features, Font, ShapeRequest, Shaper, bidi};
use crate::style::{Ink, Style, TypeFamily};
use crate::unit::Length;

/// Size of furniture, in hundredths of the text's: 9 points beside 11.5.
const SIZE: i64 = 78;
/// White between letterspaced small capitals, in thousandths of an em (Bringhurst: 5 to 10 %).
const TRACKING: i64 = 50;

/// Letters to an em of any text, at the most: an i or a full stop of a narrow face is wider than a
/// fifth of an em.
const LETTERS_PER_EM: i64 = 16;
/// Letters that are looked at in however little room.
const FEW_LETTERS: usize = 64;

/// Sets furniture.
pub(super) struct Setter<'f> {
    shaper: Shaper<'f>,
    font: Font,
    /// The size of the text.
    text: Length,
    ink: Ink,
    language: Language,
}

impl<'f> Setter<'f> {
    pub(super) fn new(faces: &'f Faces, style: &Style, language: Language) -> Self {
        let body = style.body;
        let size = style.font_size.fraction(SIZE, 100).max(body.least_size);
        let role = match style.body.family {
            TypeFamily::Text => FontRole::Text,
            TypeFamily::Head => FontRole::Head,
        };
        let features = Features { tracking: body.tracking, ..Features::default() };
        let font = Font { role, style: FaceStyle::default(), size, features };
        let text = style.font_size;
        Self { shaper: Shaper::new(faces), font, text, ink: body.ink, language }
    }

    /// The number of a line, in lining figures.
    pub(super) fn number(&mut self, number: u32) -> Line {
        let own = self.font;
        self.font.features.lining = true;
        let line = self.whole(&[&number.to_string()], false, false);
        self.font = own;
        line
    }

    /// The number of a page, in figures of the text's size.
    pub(super) fn figure(&mut self, number: u32) -> Line {
        let own = self.font;
        self.font.size = self.text;
        self.font.features.lining = true;
        let number = number.to_string();
        let line = self.whole(&[&number], false, false);
        self.font = own;
        line
    }

    /// Sets `text` in at most `room`: as many of its words as fit, then an ellipsis.
    pub(super) fn line(&mut self, text: &str, room: Length, small_capitals: bool) -> Line {
        let shown = clip(text, self.most_letters(room));
        let is_clipped = shown.len() < text.len();
        let words: Vec<&str> = shown.split_whitespace().collect();
        let (font, tracking) = self.head_font(small_capitals);
        let space = self.shape(" ", font, false).advance + tracking;
        // Where each word begins on the line, up to the first that begins beyond the room. Words
        // are shaped one by one, so that widths of lines are sums of widths of words.
        let mut starts = Vec::new();
        let mut end = Length::ZERO;
        for (index, word) in words.iter().enumerate() {
            let start = if index > 0 { end + space } else { end };
            if start > room {
                break;
            }
            starts.push(start);
            end = start + self.word_width(word, font, tracking);
        }
        if starts.len() == words.len() && end <= room && !is_clipped {
            return self.whole(&words, false, small_capitals);
        }
        // A line that ends at a later word begins it later, but an ellipsis may fit behind a short
        // word and not behind a longer one before it.
        for (last, &start) in starts.iter().enumerate().rev() {
            let is_more = last + 1 < words.len() || is_clipped;
            let cut = if is_more { ellipsed(words[last]) } else { words[last].to_owned() };
            if start + self.word_width(&cut, font, tracking) <= room {
                return self.whole(&words[..=last], is_more, small_capitals);
            }
        }
        match words.first() {
            Some(word) => self.cut_word(word, room, small_capitals),
            None => self.whole(&[], false, small_capitals),
        }
    }

    /// Letters of a text that can be seen in `room`: no face for reading is so narrow that more
    /// would fit.
    pub(super) fn most_letters(&self, room: Length) -> usize {
        let letters = room.sp().max(0) / self.font.size.sp().max(1) * LETTERS_PER_EM;
        usize::try_from(letters).unwrap_or(0) + FEW_LETTERS
    }

    /// Width of a word that is set by itself.
    fn word_width(&mut self, word: &str, font: Font, tracking: Length) -> Length {
        Line::natural(vec![self.word(word, font, tracking)]).width
    }

    /// The first letters of a word that is too long by itself.
    fn cut_word(&mut self, word: &str, room: Length, small_capitals: bool) -> Line {
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).collect();
        let fits = ends.partition_point(|&end| {
            self.whole(&[&word[..end]], true, small_capitals).width <= room
        });
        let end = fits.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0);
        self.whole(&[&word[..end]], true, small_capitals)
    }

    /// The font of a line, and the white between its letters.
    fn head_font(&self, small_capitals: bool) -> (Font, Length) {
        let mut font = self.font;
        font.features.small_caps = small_capitals;
        font.features.all_small_caps = small_capitals;
        let tracking =
            if small_capitals { font.size.fraction(TRACKING, 1000) } else { Length::ZERO };
        (font, tracking)
    }

    fn whole(&mut self, words: &[&str], more: bool, small_capitals: bool) -> Line {
        let (font, tracking) = self.head_font(small_capitals);
        let face = self.shaper.faces().serve(font.role, font.style);
        let mut items = Vec::new();
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                let width = self.shape(" ", font, false).advance + tracking;
                let size = font.size;
                items.push(Item::Space { width, face, size, passage: None, added: true });
            }
            let is_cut = more && index + 1 == words.len();
            items.push(if is_cut {
                self.word(&ellipsed(word), font, tracking)
            } else {
                self.word(word, font, tracking)
            });
        }
        Line { ink: self.ink, ..Line::natural(items) }
    }

    fn word(&mut self, text: &str, font: Font, tracking: Length) -> Item {
        let rtl = bidi::levels(text).is_some_and(|levels| levels.is_rtl());
        let shaped = Arc::new(self.shape(text, font, rtl));
        let origin = Origin::Furniture;
        Item::Text(Text { shaped, rise: Length::ZERO, passage: None, tracking, origin })
    }

    fn shape(&mut self, text: &str, font: Font, rtl: bool) -> crate::shape::Shaped {
        self.shaper.shape(&ShapeRequest { text, font, language: self.language, rtl })
    }
}

/// A word with an ellipsis behind it.
fn ellipsed(word: &str) -> String {
    format!("{word}\u{2026}")
}

/// The beginning of `text` with at most so many letters; white space does not count.
pub(super) fn clip(text: &str, most: usize) -> &str {
    let letters = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    match letters.map(|(at, _)| at).nth(most) {
        Some(end) => &text[..end],
        None => text,
    }
}
