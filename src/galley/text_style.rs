//! Text styles: the font, language and direction of a stretch of text.

use crate::article::Language;
use crate::font::FontRole;
use crate::shape::{Features, Font};
use crate::unit::Length;

use super::spans::SpanStyle;

/// Size of fixed-width type, in hundredths of the text type beside it, whose x-height is smaller.
const CODE_SIZE: i64 = 88;
/// Size of raised and lowered type, in hundredths of the type around it: as small as reads well.
const SHIFTED_SIZE: i64 = 70;
/// Letter spacing of small capitals, in thousandths of the type size: they are read letter by letter
/// (Bringhurst, 3.2.1: 30 to 100).
const SMALL_CAPITAL_TRACKING: u16 = 30;

/// Everything that the shape and the division of a word depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TextStyle {
    /// Font.
    pub(super) font: Font,
    /// Language, for shaping and for hyphenation.
    pub(super) language: Language,
    /// Right-to-left direction.
    pub(super) rtl: bool,
    /// Words may be hyphenated.
    pub(super) hyphenate: bool,
}

/// Style of the plain text of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BlockStyle {
    /// Font of plain text.
    pub(super) font: Font,
    /// Language.
    pub(super) language: Language,
    /// Words may be hyphenated.
    pub(super) hyphenate: bool,
}

impl BlockStyle {
    /// Returns the style of text of this look in the block.
    pub(super) fn text_style(&self, look: SpanStyle, rtl: bool) -> TextStyle {
        let mut font = self.font;
        font.style.bold |= look.face.bold;
        font.style.italic ^= look.face.italic;
        if look.code {
            if font.role != FontRole::Code {
                font.size = font.size.fraction(CODE_SIZE, 100);
            }
            font.role = FontRole::Code;
            font.features = Features::default();
        }
        font.features.superior |= look.superior;
        if look.shift != 0 {
            font.size = font.size.fraction(SHIFTED_SIZE, 100);
        }
        if look.small_caps {
            font.features.all_small_caps = true;
            font.features.tracking = SMALL_CAPITAL_TRACKING;
        }
        let undivided = look.code || look.superior || look.small_caps || look.shift != 0;
        let hyphenate = self.hyphenate && !undivided;
        TextStyle { font, language: self.language, rtl, hyphenate }
    }
}

/// Changes that an edition makes to every text style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StyleAdjustment {
    /// Words may be hyphenated.
    pub(super) hyphens: bool,
    /// Least letter spacing, in thousandths of the type size.
    pub(super) tracking: u16,
    /// Width of a word space, in hundredths of the face's own.
    pub(super) word_space: u16,
    /// Least type size.
    pub(super) minimum_size: Length,
    /// Bold replaces italic, and there are no small capitals.
    pub(super) bold_emphasis: bool,
}

impl StyleAdjustment {
    /// Returns the adjusted style. Adjusting it again changes nothing.
    pub(super) fn apply(&self, mut style: TextStyle) -> TextStyle {
        style.hyphenate &= self.hyphens;
        let font = &mut style.font;
        font.size = font.size.max(self.minimum_size);
        if font.role != FontRole::Code {
            font.features.tracking = font.features.tracking.max(self.tracking);
        }
        if self.bold_emphasis {
            font.style.bold |= font.style.italic;
            font.style.italic = false;
            font.features.small_caps = false;
            font.features.all_small_caps = false;
            font.features.tracking = font.features.tracking.min(self.tracking);
        }
        style
    }
}

#[cfg(test)]
mod tests {
    use super::{BlockStyle, StyleAdjustment};
    use crate::article::Language;
    use crate::font::{FaceStyle, FontRole};
    use crate::galley::spans::SpanStyle;
    use crate::shape::{Features, Font};
    use crate::unit::Length;

    #[test]
    fn looks_change_the_size_and_the_spacing_of_a_block() {
        let (style, features) = (FaceStyle::default(), Features::default());
        let font = Font { role: FontRole::Text, style, size: Length::from_sp(1_000), features };
        let block = BlockStyle { font, language: Language::default(), hyphenate: true };
        let of = |look| block.text_style(look, false);
        let code = of(SpanStyle { code: true, ..SpanStyle::default() });
        assert_eq!((code.font.size, code.hyphenate), (Length::from_sp(880), false));
        let raised = of(SpanStyle { shift: 1, ..SpanStyle::default() });
        assert_eq!((raised.font.size, raised.hyphenate), (Length::from_sp(700), false));
        let small = of(SpanStyle { small_caps: true, ..SpanStyle::default() });
        assert_eq!((small.font.size, small.font.features.tracking), (font.size, 30));

        let adjustment = StyleAdjustment {
            hyphens: false,
            tracking: 50,
            word_space: 100,
            minimum_size: Length::from_sp(900),
            bold_emphasis: true,
        };
        let face = FaceStyle { italic: true, ..style };
        let adjusted = adjustment.apply(of(SpanStyle {
            face,
            small_caps: true,
            shift: -1,
            ..SpanStyle::default()
        }));
        assert_eq!(adjusted.font.size, Length::from_sp(900));
        assert_eq!(adjusted.font.style, FaceStyle { bold: true, italic: false });
        assert_eq!(adjusted.font.features, Features { tracking: 50, ..features });
        assert_eq!(adjustment.apply(adjusted), adjusted);
    }
}
