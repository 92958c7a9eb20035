//! Lines of furniture: short texts in quiet type.
//!
//! Comes in: a text and its room. Goes out: a set [`Line`], cut with an ellipsis where it is too
//! long. Never done here: where it stands.

use std::sync::Arc;

use crate::article::Language;
use crate::font::{FaceStyle, Faces, FontRole};
use crate::galley::{Item, Line, Origin, Text};
use crate::shape::{Features, Font, ShapeRequest, Shaper, bidi};
use crate::style::{Ink, Letters, Style};
use crate::unit::Length;

/// Size of furniture, in hundredths of the text's: 9 points beside 11.5.
const SIZE: i64 = 78;
/// White between letterspaced small capitals, in thousandths of an em (Bringhurst: 5 to 10 %).
const TRACKING: i64 = 50;

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
        let manner = style.manner;
        let size = style.font_size.fraction(SIZE, 100).max(manner.least);
        let role = match style.look.text {
            Letters::Text => FontRole::Text,
            Letters::Head => FontRole::Head,
        };
        let features = Features { tracking: manner.tracking, ..Features::default() };
        let font = Font { role, style: FaceStyle::default(), size, features };
        let text = style.font_size;
        Self { shaper: Shaper::new(faces), font, text, ink: manner.ink, language }
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

    /// Sets `text` in at most `room`.
    pub(super) fn line(&mut self, text: &str, room: Length, small_capitals: bool) -> Line {
        let words: Vec<&str> = text.split_whitespace().collect();
        for count in (1..=words.len()).rev() {
            let mut line = self.whole(&words[..count], count < words.len(), small_capitals);
            if line.width <= room {
                return line;
            }
            if count == 1 {
                line = self.cut_word(words[0], room, small_capitals);
                return line;
            }
        }
        self.whole(&[], false, small_capitals)
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

    fn whole(&mut self, words: &[&str], more: bool, small_capitals: bool) -> Line {
        let mut font = self.font;
        font.features.small_caps = small_capitals;
        font.features.all_small_caps = small_capitals;
        let tracking =
            if small_capitals { font.size.fraction(TRACKING, 1000) } else { Length::ZERO };
        let face = self.shaper.faces().serve(font.role, font.style);
        let mut items = Vec::new();
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                let width = self.shape(" ", font, false).advance + tracking;
                items.push(Item::Space { width, face, size: font.size, passage: None });
            }
            let cut = format!("{word}\u{2026}");
            let text = if more && index + 1 == words.len() { &cut } else { *word };
            let rtl = bidi::levels(text).is_some_and(|levels| levels.is_rtl());
            let shaped = Arc::new(self.shape(text, font, rtl));
            let text = Text {
                shaped,
                rise: Length::ZERO,
                passage: None,
                tracking,
                origin: Origin::Furniture,
            };
            items.push(Item::Text(text));
        }
        Line { ink: self.ink, ..Line::natural(items) }
    }

    fn shape(&mut self, text: &str, font: Font, rtl: bool) -> crate::shape::Shaped {
        self.shaper.shape(&ShapeRequest { text, font, language: self.language, rtl })
    }
}
