//! Lines of furniture: short texts in small type, cut with an ellipsis if too long.

use std::sync::Arc;

use crate::article::Language;
use crate::font::{FaceStyle, Faces, FontRole};
use crate::galley::{Item, Line, Text, TextOrigin};
use crate::shape::{Features, Font, ShapeRequest, Shaper, bidi};
use crate::style::{Ink, Style, TypeFamily};
use crate::unit::Length;

/// Size of furniture, in hundredths of the text's: 9 points beside 11.5.
const SIZE: i64 = 78;
/// Tracking of small capitals, in thousandths of an em (Bringhurst: 5 to 10 %).
const TRACKING: i64 = 50;

/// Most letters in an em of any text: an i or a full stop of a narrow face is wider than a sixteenth of
/// an em.
const LETTERS_PER_EM: i64 = 16;
/// Letters that are considered even in the narrowest width.
const FEW_LETTERS: usize = 64;

/// Sets lines of furniture.
pub(super) struct FurnitureSetter<'f> {
    shaper: Shaper<'f>,
    font: Font,
    /// Type size of the text.
    text_size: Length,
    ink: Ink,
    language: Language,
}

impl<'f> FurnitureSetter<'f> {
    /// Creates a setter for the furniture of a style.
    pub(super) fn new(faces: &'f Faces, style: &Style, language: Language) -> Self {
        let body = style.body;
        let size = style.font_size.fraction(SIZE, 100).max(body.least_size);
        let role = match style.body.family {
            TypeFamily::Text => FontRole::Text,
            TypeFamily::Head => FontRole::Head,
        };
        let features = Features { tracking: body.tracking, ..Features::default() };
        let font = Font { role, style: FaceStyle::default(), size, features };
        let text_size = style.font_size;
        Self { shaper: Shaper::new(faces), font, text_size, ink: body.ink, language }
    }

    /// Sets the number of a line, in lining figures.
    pub(super) fn line_number(&mut self, number: u32) -> Line {
        self.lining_figures(number, self.font.size)
    }

    /// Sets the number of a page in the contents, in lining figures of the text's size, after a
    /// space.
    pub(super) fn contents_number(&mut self, number: u32) -> Line {
        let Line { items, ink, .. } = self.lining_figures(number, self.text_size);
        let face = self.shaper.faces().serve(self.font.role, self.font.style);
        let (width, size) = (self.text_size / 4, self.text_size);
        let space = Item::Space { width, face, size, passage: None, added: true };
        Line { ink, ..Line::natural(std::iter::once(space).chain(items).collect()) }
    }

    fn lining_figures(&mut self, number: u32, size: Length) -> Line {
        let features = Features { lining: true, ..self.font.features };
        let face = FurnitureFont {
            font: Font { size, features, ..self.font },
            tracking: Length::ZERO,
        };
        self.words(&[&number.to_string()], false, face)
    }

    /// Sets `text` in at most `width`: as many of its words as fit, then an ellipsis.
    pub(super) fn line(&mut self, text: &str, width: Length, small_capitals: bool) -> Line {
        let shown = clip_letters(text, self.most_letters(width));
        let is_clipped = shown.len() < text.len();
        let words: Vec<&str> = shown.split_whitespace().collect();
        let face = self.furniture_font(small_capitals);
        let space = self.shape(" ", face.font, false).advance + face.tracking;
        // The position of each word on the line, up to the first beyond the width. Words are shaped
        // one by one, so that widths of lines are sums of widths of words.
        let mut starts = Vec::new();
        let mut end = Length::ZERO;
        for (index, word) in words.iter().enumerate() {
            let start = if index > 0 { end + space } else { end };
            if start > width {
                break;
            }
            starts.push(start);
            end = start + self.word_width(word, face);
        }
        if starts.len() == words.len() && end <= width && !is_clipped {
            return self.words(&words, false, face);
        }
        // A line that ends at a later word begins it later, but an ellipsis may fit behind a short
        // word and not behind a longer one before it.
        for (last, &start) in starts.iter().enumerate().rev() {
            let is_more = last + 1 < words.len() || is_clipped;
            let cut = if is_more { with_ellipsis(words[last]) } else { words[last].to_owned() };
            if start + self.word_width(&cut, face) <= width {
                return self.words(&words[..=last], is_more, face);
            }
        }
        match words.first() {
            Some(word) => self.cut_word(word, width, face),
            None => self.words(&[], false, face),
        }
    }

    /// Returns the number of letters of a text that fit in `width` at most, in the narrowest face.
    pub(super) fn most_letters(&self, width: Length) -> usize {
        let letters = width.sp().max(0) / self.font.size.sp().max(1) * LETTERS_PER_EM;
        usize::try_from(letters).expect("a width is not negative here") + FEW_LETTERS
    }

    /// Returns the width of a word that is set by itself.
    fn word_width(&mut self, word: &str, face: FurnitureFont) -> Length {
        Line::natural(vec![self.word(word, face)]).width
    }

    /// Sets the first letters of a word that is too long by itself.
    fn cut_word(&mut self, word: &str, width: Length, face: FurnitureFont) -> Line {
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).collect();
        let count =
            ends.partition_point(|&end| self.words(&[&word[..end]], true, face).width <= width);
        let end = if count == 0 { 0 } else { ends[count - 1] };
        self.words(&[&word[..end]], true, face)
    }

    fn furniture_font(&self, small_capitals: bool) -> FurnitureFont {
        let mut font = self.font;
        font.features.small_caps = small_capitals;
        font.features.all_small_caps = small_capitals;
        let tracking =
            if small_capitals { font.size.fraction(TRACKING, 1000) } else { Length::ZERO };
        FurnitureFont { font, tracking }
    }

    /// Sets words in a line, with an ellipsis behind the last if there are more.
    fn words(&mut self, words: &[&str], more: bool, face: FurnitureFont) -> Line {
        let FurnitureFont { font, tracking } = face;
        let file = self.shaper.faces().serve(font.role, font.style);
        let mut items = Vec::new();
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                let width = self.shape(" ", font, false).advance + tracking;
                let size = font.size;
                items.push(Item::Space { width, face: file, size, passage: None, added: true });
            }
            let is_cut = more && index + 1 == words.len();
            items.push(if is_cut {
                self.word(&with_ellipsis(word), face)
            } else {
                self.word(word, face)
            });
        }
        Line { ink: self.ink, ..Line::natural(items) }
    }

    fn word(&mut self, text: &str, FurnitureFont { font, tracking }: FurnitureFont) -> Item {
        let rtl = bidi::levels(text).is_some_and(|levels| levels.is_rtl());
        let shaped = Arc::new(self.shape(text, font, rtl));
        let origin = TextOrigin::Furniture;
        Item::Text(Text { shaped, rise: Length::ZERO, passage: None, tracking, origin })
    }

    fn shape(&mut self, text: &str, font: Font, rtl: bool) -> crate::shape::Shaped {
        self.shaper.shape(&ShapeRequest { text, font, language: self.language, rtl })
    }
}

/// The font of a line of furniture, and the space between its letters.
#[derive(Clone, Copy)]
struct FurnitureFont {
    font: Font,
    tracking: Length,
}

fn with_ellipsis(word: &str) -> String {
    format!("{word}\u{2026}")
}

/// Returns the beginning of `text` with at most `most` letters; white space does not count.
pub(super) fn clip_letters(text: &str, most: usize) -> &str {
    let letters = text.char_indices().filter(|(_, c)| !c.is_whitespace());
    match letters.map(|(at, _)| at).nth(most) {
        Some(end) => &text[..end],
        None => text,
    }
}
