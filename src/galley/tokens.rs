//! Flat text cut into pieces and the spaces between them.
//!
//! Comes in: [`Flat`] text and the font it is set in. Goes out: [`Token`]s. Never done here:
//! widths of lines, breaks.

use std::rc::Rc;

use crate::article::Language;
use crate::font::Role;
use crate::shape::bidi::{self, Levels};
use crate::shape::{Features, Font};
use crate::unit::Length;

use super::spans::{Flat, LINE_BREAK, Look};
use super::words::{Manner, Word, WordBank};

/// Fixed-width type beside text type: its x-height is greater, so it is set smaller.
const CODE_SCALE: (i64, i64) = (88, 100);

/// Size of raised and lowered type, in hundredths of that around it: as small as reads well.
const SHIFTED: i64 = 70;

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
        /// Bidi level.
        level: u8,
        /// The look of the text it stands in.
        look: Look,
        /// The manner of the text before it.
        manner: Manner,
    },
    /// A line may end here without a space or a hyphen.
    Opportunity,
    /// A line ends here.
    Forced,
}

/// Text without a space, of one look.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The word it is.
    pub(super) word: Rc<Word>,
    /// How it is set.
    pub(super) manner: Manner,
    /// Its look.
    pub(super) look: Look,
    /// Bidi level.
    pub(super) level: u8,
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
    pub(super) fn manner(&self, look: Look, rtl: bool) -> Manner {
        let mut font = self.font;
        font.cut.bold |= look.cut.bold;
        font.cut.italic ^= look.cut.italic;
        if look.code {
            if font.role != Role::Code {
                font.size = font.size.fraction(CODE_SCALE.0, CODE_SCALE.1);
            }
            font.role = Role::Code;
            font.features = Features::default();
        }
        font.features.superior |= look.superior;
        if look.shift != 0 {
            font.size = font.size.fraction(SHIFTED, 100);
        }
        let whole = look.code || look.superior || look.shift != 0;
        let hyphenate = self.hyphenate && !whole;
        Manner { font, language: self.language, rtl, hyphenate }
    }
}

/// Cuts `flat` into tokens.
pub(super) fn tokens(flat: &Flat, base: &Base, bank: &mut WordBank<'_>) -> Vec<Token> {
    let mut opportunities = Vec::new();
    bank.opportunities(&flat.text, &mut opportunities);
    let levels = bidi::levels(&flat.text);
    let mut cutter = Cutter {
        text: &flat.text,
        base,
        bank,
        levels,
        opportunities,
        next: 0,
        tokens: Vec::with_capacity(flat.text.len() / 3),
    };
    let mut start = 0;
    for span in &flat.spans {
        cutter.span(start, span.end, span.look);
        start = span.end;
    }
    cutter.tokens
}

struct Cutter<'c, 'f> {
    text: &'c str,
    base: &'c Base,
    bank: &'c mut WordBank<'f>,
    levels: Option<Levels>,
    /// Places where a line may end, ascending; `next` is the first not yet passed.
    opportunities: Vec<usize>,
    next: usize,
    tokens: Vec<Token>,
}

impl Cutter<'_, '_> {
    fn span(&mut self, start: usize, end: usize, look: Look) {
        let mut at = start;
        while at < end {
            let rest = &self.text[at..end];
            let Some(first) = rest.chars().next() else { break };
            match first {
                LINE_BREAK => {
                    self.tokens.push(Token::Forced);
                    at += first.len_utf8();
                }
                ' ' | '\u{A0}' => {
                    let len = rest.find(|c| c != first).unwrap_or(rest.len());
                    self.space(at, at + len, first == ' ', look);
                    at += len;
                }
                _ => {
                    let len = rest.find([' ', '\u{A0}', LINE_BREAK]).unwrap_or(rest.len());
                    let stop = self.level_change(at, at + len);
                    self.piece(at, stop, look);
                    at = stop;
                }
            }
        }
    }

    fn level(&self, at: usize) -> u8 {
        self.levels.as_ref().map_or(0, |levels| levels.at(at))
    }

    /// The first byte in `at..end` whose level differs from that of `at`, else `end`.
    fn level_change(&self, at: usize, end: usize) -> usize {
        let Some(levels) = &self.levels else { return end };
        (at..end).find(|&i| levels.at(i) != levels.at(at)).unwrap_or(end)
    }

    fn space(&mut self, start: usize, end: usize, may_break: bool, look: Look) {
        let manner = self.base.manner(look, self.level(start) % 2 == 1);
        let width = self.bank.space(manner);
        self.pass(start);
        let breakable =
            may_break && self.is_opportunity(end) && !before_lone_dash(self.text, end);
        let level = self.level(start);
        self.tokens.push(Token::Space { width, breakable, level, look, manner });
    }

    fn piece(&mut self, start: usize, end: usize, look: Look) {
        let level = self.level(start);
        let manner = self.base.manner(look, level % 2 == 1);
        let text = &self.text[start..end];
        self.pass(start);
        let first = self.next;
        let count = self.opportunities[first..].partition_point(|&place| place < end);
        let inside: Vec<usize> = self.opportunities[first..first + count]
            .iter()
            .map(|place| place - start)
            .collect();
        let word = self.bank.word(text, manner, &inside);
        self.tokens.push(Token::Piece(Piece { word, manner, look, level }));
        self.pass(end - 1);
        let at_space = self.text[end..].starts_with([' ', '\u{A0}', LINE_BREAK]);
        if !at_space && end < self.text.len() && self.is_opportunity(end) {
            self.tokens.push(Token::Opportunity);
        }
    }

    /// Passes the opportunities at or before `at`.
    fn pass(&mut self, at: usize) {
        while self.opportunities.get(self.next).is_some_and(|&place| place <= at) {
            self.next += 1;
        }
    }

    fn is_opportunity(&self, at: usize) -> bool {
        self.opportunities[self.next..]
            .iter()
            .take_while(|&&place| place <= at)
            .any(|&place| place == at)
    }
}

/// Whether a dash between two spaces begins at `at`: it stays with the word before it.
fn before_lone_dash(text: &str, at: usize) -> bool {
    let mut chars = text[at..].chars();
    matches!(chars.next(), Some('\u{2013}' | '\u{2014}' | '\u{2012}'))
        && matches!(chars.next(), Some(' ' | '\u{A0}'))
}
