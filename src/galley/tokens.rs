//! Flat text cut into pieces and the spaces between them.
//!
//! Comes in: [`Flat`] text and the font it is set in. Goes out: [`Token`]s. Never done here:
//! widths of lines, breaks.

use std::sync::Arc;

use crate::article::Language;
use crate::font::FontRole;
use crate::shape::bidi::{self, BidiLevels};
use crate::shape::{Features, Font};
use crate::unit::Length;

use super::bank::{ShelfId, WordBank};
use super::openings::Openings;
use super::spans::{Flat, LINE_BREAK, SpanStyle};
use super::words::{Manner, Word};

/// Fixed-width type beside text type: its x-height is greater, so it is set smaller.
const CODE_SCALE: (i64, i64) = (88, 100);

/// Size of raised and lowered type, in hundredths of that around it: as small as reads well.
const SHIFTED: i64 = 70;

/// White between small capitals, in thousandths of the type size: they are read letter by letter and
/// want air (Bringhurst, 3.2.1: three to ten in the hundred).
const SMALL_TRACKING: u16 = 30;

/// What a line is made of.
#[derive(Debug, Clone)]
pub(super) enum Token {
    /// Text without a space.
    Piece(Piece),
    /// A word space.
    Space {
        /// Its natural width.
        width: Length,
        /// A line may end here.
        breakable: bool,
        /// It is a no-break space that the source has.
        written: bool,
        /// Bidi level.
        level: u8,
        /// The look of the text it stands in.
        look: SpanStyle,
        /// The manner of the text before it.
        manner: Manner,
    },
    /// A line may end here without a space or a hyphen.
    Opportunity,
    /// A line ends here.
    Forced,
}

/// Whether there are spaces among `tokens` and setting added all of them.
pub(super) fn only_added_spaces<'t>(tokens: impl Iterator<Item = &'t Token>) -> bool {
    let mut added = tokens.filter_map(|token| match token {
        Token::Space { look, .. } => Some(look.ours),
        _ => None,
    });
    added.next() == Some(true) && added.all(|added| added)
}

/// Text without a space, of one look.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The word it is.
    pub(super) word: Arc<Word>,
    /// How it is set.
    pub(super) manner: Manner,
    /// Its look.
    pub(super) look: SpanStyle,
    /// Bidi level.
    pub(super) level: u8,
    /// The source has a no-break space in it.
    pub(super) written: bool,
}

/// The base font of a block, and whether it may be hyphenated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Base {
    /// The font of plain text.
    pub(super) font: Font,
    /// The language.
    pub(super) language: Language,
    /// Words may be divided.
    pub(super) hyphenate: bool,
}

impl Base {
    /// How text of `look` is set in this block.
    pub(super) fn manner(&self, look: SpanStyle, rtl: bool) -> Manner {
        let mut font = self.font;
        font.style.bold |= look.cut.bold;
        font.style.italic ^= look.cut.italic;
        if look.code {
            if font.role != FontRole::Code {
                font.size = font.size.fraction(CODE_SCALE.0, CODE_SCALE.1);
            }
            font.role = FontRole::Code;
            font.features = Features::default();
        }
        font.features.superior |= look.superior;
        if look.shift != 0 {
            font.size = font.size.fraction(SHIFTED, 100);
        }
        if look.small {
            font.features.all_small_caps = true;
            font.features.tracking = SMALL_TRACKING;
        }
        let whole = look.code || look.superior || look.small || look.shift != 0;
        let hyphenate = self.hyphenate && !whole;
        Manner { font, language: self.language, rtl, hyphenate }
    }
}

/// Cuts `flat` into tokens.
pub(super) fn tokens(flat: &Flat, base: &Base, bank: &mut WordBank<'_>) -> Vec<Token> {
    let mut tokens = Vec::new();
    cut(flat, base, bank, &mut tokens);
    tokens
}

/// Puts the tokens of `flat` into a vector that is empty.
pub(super) fn cut(flat: &Flat, base: &Base, bank: &mut WordBank<'_>, tokens: &mut Vec<Token>) {
    bank.tidy();
    tokens.reserve(flat.text.len() / 3 + 1);
    let mut cutter = Cutter {
        text: &flat.text,
        base,
        bank,
        levels: bidi::levels(&flat.text),
        openings: Openings::new(&flat.text),
        written_ties: &flat.written_ties,
        tokens,
    };
    let mut start = 0;
    for span in &flat.spans {
        cutter.span(start, span.end, span.look);
        start = span.end;
    }
}

struct Cutter<'c, 'f> {
    text: &'c str,
    base: &'c Base,
    bank: &'c mut WordBank<'f>,
    levels: Option<BidiLevels>,
    openings: Openings<'c>,
    /// Where the no-break spaces begin that the source has.
    written_ties: &'c [usize],
    tokens: &'c mut Vec<Token>,
}

/// What a stretch of text of one look and one level has in common.
#[derive(Clone, Copy)]
struct Style {
    look: SpanStyle,
    level: u8,
    manner: Manner,
    shelf: ShelfId,
}

impl Cutter<'_, '_> {
    fn span(&mut self, start: usize, end: usize, look: SpanStyle) {
        let mut at = start;
        while at < end {
            let level = self.levels.as_ref().map_or(0, |levels| levels.at(at));
            let stop = self.level_change(at, end);
            let rtl = level % 2 == 1;
            let look = self.raised_without_superiors((at, stop), look, rtl);
            let mut manner = self.base.manner(look, rtl);
            if look.small && !self.bank.has_small(&self.text[at..stop], manner) {
                manner = self.base.manner(SpanStyle { small: false, ..look }, rtl);
            }
            let shelf = self.bank.shelf(manner);
            let style = Style { look, level, manner, shelf };
            self.stretch(at, stop, &style);
            at = stop;
        }
    }

    /// The look of a mark, which is raised in smaller type where the face has no superiors for it.
    fn raised_without_superiors(
        &mut self,
        (start, end): (usize, usize),
        look: SpanStyle,
        rtl: bool,
    ) -> SpanStyle {
        let manner = self.base.manner(look, rtl);
        if !look.superior || self.bank.has_superiors(&self.text[start..end], manner) {
            return look;
        }
        SpanStyle { superior: false, shift: 1, ..look }
    }

    /// The first byte in `at..end` whose level differs from that of `at`, else `end`.
    fn level_change(&self, at: usize, end: usize) -> usize {
        let Some(levels) = &self.levels else { return end };
        (at..end).find(|&i| levels.at(i) != levels.at(at)).unwrap_or(end)
    }

    fn stretch(&mut self, start: usize, end: usize, style: &Style) {
        let mut at = start;
        while at < end {
            let rest = &self.text[at..end];
            let len = word_length(rest);
            if len > 0 {
                self.piece((at, at + len), (start, end), style);
                at += len;
                continue;
            }
            let Some(first) = rest.chars().next() else { break };
            if first == LINE_BREAK {
                self.tokens.push(Token::Forced);
                at += first.len_utf8();
            } else {
                let len = rest.find(|c| c != first).unwrap_or(rest.len());
                self.space(at, at + len, first == ' ', style);
                at += len;
            }
        }
    }

    fn space(&mut self, start: usize, end: usize, may_break: bool, style: &Style) {
        let Style { look, level, manner, shelf } = *style;
        let width = self.bank.space(shelf);
        let breakable = may_break
            && self.openings.after_space((start, end), self.bank.segmenter())
            && !before_lone_dash(self.text, end);
        let written = self.has_written_tie(start, end);
        self.tokens.push(Token::Space { width, breakable, written, level, look, manner });
    }

    /// Whether the source has a no-break space in these bytes.
    fn has_written_tie(&self, start: usize, end: usize) -> bool {
        let next = self.written_ties.partition_point(|&tie| tie < start);
        self.written_ties.get(next).is_some_and(|&tie| tie < end)
    }

    /// The piece `start..end` of a stretch.
    fn piece(&mut self, (start, end): (usize, usize), stretch: (usize, usize), style: &Style) {
        let text = &self.text[start..end];
        let begins =
            start > stretch.0 || self.text[..start].chars().next_back().is_none_or(is_white);
        let ends = end < stretch.1 || self.text[end..].chars().next().is_none_or(is_white);
        let Style { look, level, manner, shelf } = *style;
        let word = if begins && ends {
            self.bank.word(text, shelf)
        } else {
            let inside = self.openings.inside((start, end), self.bank.segmenter());
            self.bank.word_within(text, shelf, &inside)
        };
        let written = self.has_written_tie(start, end);
        self.tokens.push(Token::Piece(Piece { word, manner, look, level, written }));
        if !ends && self.openings.at(end, self.bank.segmenter()) {
            self.tokens.push(Token::Opportunity);
        }
    }
}

/// White that parts words, or ends a line.
fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | LINE_BREAK)
}

/// How many bytes of `text` stand before the first white.
fn word_length(text: &str) -> usize {
    let mut from = 0;
    loop {
        // The first bytes of ` `, U+00A0 and U+2028.
        let found =
            text.as_bytes()[from..].iter().position(|b| matches!(b, b' ' | 0xC2 | 0xE2));
        let Some(at) = found.map(|offset| from + offset) else { return text.len() };
        match text[at..].chars().next() {
            Some(c) if !is_white(c) => from = at + c.len_utf8(),
            _ => return at,
        }
    }
}

/// Whether a dash between two spaces begins at `at`: it stays with the word before it.
fn before_lone_dash(text: &str, at: usize) -> bool {
    let mut chars = text[at..].chars();
    matches!(chars.next(), Some('\u{2013}' | '\u{2014}' | '\u{2012}'))
        && matches!(chars.next(), Some(' ' | '\u{A0}'))
}
