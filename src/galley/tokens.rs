//! Tokens: flat text divided at its spaces and at changes of look.

use std::ops::Range;
use std::sync::Arc;

use crate::shape::bidi::{self, BidiLevels};
use crate::unit::Length;

use super::FootnoteId;
use super::break_opportunities::BreakOpportunities;
use super::spans::{FlatText, LINE_BREAK, SpanStyle};
use super::text_style::{BlockStyle, TextStyle};
use super::word_cache::{StyleId, WordCache};
use super::words::ShapedWord;

/// Part of a text to be broken into lines.
#[derive(Debug, Clone)]
pub(super) enum Token {
    /// Text without a space.
    Text(TextToken),
    /// Word space.
    Space {
        /// Natural width.
        width: Length,
        /// A line may end here.
        breakable: bool,
        /// No-break space that the source has.
        source_tie: bool,
        /// Bidi level.
        level: u8,
        /// Look of the text around it.
        look: SpanStyle,
        /// Style of the text around it.
        style: TextStyle,
    },
    /// Break opportunity without a space or a hyphen.
    Opportunity,
    /// Forced line break.
    Forced,
}

/// Text without a space, in one look.
#[derive(Debug, Clone)]
pub(super) struct TextToken {
    /// Shaped text.
    pub(super) word: Arc<ShapedWord>,
    /// First byte in the flat text.
    pub(super) at: usize,
    /// Style.
    pub(super) style: TextStyle,
    /// Look.
    pub(super) look: SpanStyle,
    /// Bidi level.
    pub(super) level: u8,
    /// The source has a no-break space in it.
    pub(super) source_tie: bool,
}

impl TextToken {
    /// Returns the text.
    pub(super) fn text(&self) -> &str {
        &self.word.shaped.text
    }

    /// True if it is raised or lowered, as the mark of a note is.
    pub(super) fn is_shifted(&self) -> bool {
        self.look.superior || self.look.shift != 0
    }
}

/// Bytes of the text of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextRange {
    /// Index of the token, which is a [`Token::Text`].
    pub(super) token: usize,
    /// First byte.
    pub(super) from: usize,
    /// First byte after it.
    pub(super) to: usize,
}

impl TextRange {
    /// Returns the token.
    pub(super) fn token(self, tokens: &[Token]) -> &TextToken {
        match &tokens[self.token] {
            Token::Text(token) => token,
            other => unreachable!("a range of text names a text token, not {other:?}"),
        }
    }

    /// Returns the text.
    pub(super) fn text(self, tokens: &[Token]) -> &str {
        &self.token(tokens).text()[self.from..self.to]
    }

    /// Returns the footnote that the text calls; a divided mark calls it where it begins.
    pub(super) fn note_call(self, tokens: &[Token]) -> Option<FootnoteId> {
        self.token(tokens).look.footnote.filter(|_| self.from == 0)
    }
}

/// True if there are spaces among `tokens` and typesetting added all of them.
pub(super) fn has_only_added_spaces<'t>(tokens: impl Iterator<Item = &'t Token>) -> bool {
    let mut added = tokens.filter_map(|token| match token {
        Token::Space { look, .. } => Some(look.added),
        Token::Text(_) | Token::Opportunity | Token::Forced => None,
    });
    added.next() == Some(true) && added.all(|added| added)
}

/// Returns the tokens of `flat`.
pub(super) fn tokenize(
    flat: &FlatText,
    block: &BlockStyle,
    cache: &mut WordCache<'_>,
) -> Vec<Token> {
    let mut tokens = Vec::new();
    TokenSource::new(flat, block).tokenize(0..flat.text.len(), cache, &mut tokens);
    tokens
}

/// Flat text with what its division into tokens depends on.
pub(super) struct TokenSource<'t> {
    flat: &'t FlatText,
    block: &'t BlockStyle,
    levels: Option<BidiLevels>,
    opportunities: BreakOpportunities<'t>,
}

impl<'t> TokenSource<'t> {
    /// Prepares the division of `flat`.
    pub(super) fn new(flat: &'t FlatText, block: &'t BlockStyle) -> Self {
        let opportunities = BreakOpportunities::new(&flat.text);
        Self { flat, block, levels: bidi::levels(&flat.text), opportunities }
    }

    /// Appends the tokens of these bytes to `tokens`.
    pub(super) fn tokenize(
        &self,
        bytes: Range<usize>,
        cache: &mut WordCache<'_>,
        tokens: &mut Vec<Token>,
    ) {
        cache.clear_if_full();
        tokens.reserve(bytes.len() / 3 + 1);
        let spans = &self.flat.spans;
        let first = spans.partition_point(|span| span.end <= bytes.start);
        let mut tokenizer = Tokenizer { source: self, text: &self.flat.text, cache, tokens };
        let mut start = bytes.start;
        for span in &spans[first..] {
            if start >= bytes.end {
                break;
            }
            let end = span.end.min(bytes.end);
            tokenizer.add_span(start..end, span.look);
            start = end;
        }
    }
}

struct Tokenizer<'t, 'f> {
    source: &'t TokenSource<'t>,
    text: &'t str,
    cache: &'t mut WordCache<'f>,
    tokens: &'t mut Vec<Token>,
}

/// Text of one look and one bidi level.
struct UniformText {
    bytes: Range<usize>,
    look: SpanStyle,
    level: u8,
    style: TextStyle,
    style_id: StyleId,
}

impl Tokenizer<'_, '_> {
    fn add_span(&mut self, span: Range<usize>, look: SpanStyle) {
        let mut start = span.start;
        while start < span.end {
            let level = self.source.levels.as_ref().map_or(0, |levels| levels.at(start));
            let end = self.level_end(start..span.end);
            let (text, rtl) = (&self.text[start..end], level % 2 == 1);
            let mut look = look;
            let mut style = self.source.block.text_style(look, rtl);
            // A mark is raised in smaller type where the face has no superiors for it.
            if look.superior && !self.cache.has_superiors(text, style) {
                look = SpanStyle { superior: false, shift: 1, ..look };
                style = self.source.block.text_style(look, rtl);
            }
            if look.small_caps && !self.cache.has_small_capitals(text, style) {
                style =
                    self.source.block.text_style(SpanStyle { small_caps: false, ..look }, rtl);
            }
            let style_id = self.cache.style_id(style);
            self.add_text(&UniformText { bytes: start..end, look, level, style, style_id });
            start = end;
        }
    }

    /// Returns the first byte whose bidi level differs from that of the first of `bytes`.
    fn level_end(&self, bytes: Range<usize>) -> usize {
        let Some(levels) = &self.source.levels else { return bytes.end };
        let level = levels.at(bytes.start);
        bytes.clone().find(|&at| levels.at(at) != level).unwrap_or(bytes.end)
    }

    fn add_text(&mut self, uniform: &UniformText) {
        let Range { start: mut at, end } = uniform.bytes;
        while at < end {
            let rest = &self.text[at..end];
            let word = word_length(rest);
            if word > 0 {
                self.add_word(at..at + word, uniform);
                at += word;
            } else if rest.starts_with(LINE_BREAK) {
                self.tokens.push(Token::Forced);
                at += LINE_BREAK.len_utf8();
            } else {
                let space = if rest.starts_with(' ') { ' ' } else { '\u{A0}' };
                let len = rest.find(|c| c != space).unwrap_or(rest.len());
                self.add_space(at..at + len, space == ' ', uniform);
                at += len;
            }
        }
    }

    fn add_space(&mut self, bytes: Range<usize>, may_break: bool, uniform: &UniformText) {
        let UniformText { look, level, style, style_id, .. } = *uniform;
        let width = self.cache.space_width(style_id);
        let breakable = may_break
            && self.source.opportunities.follows_space(bytes.clone(), self.cache.segmenter())
            && !is_spaced_dash(&self.text[bytes.end..]);
        let source_tie = self.has_source_tie(&bytes);
        self.tokens.push(Token::Space { width, breakable, source_tie, level, look, style });
    }

    /// True if the source has a no-break space in these bytes.
    fn has_source_tie(&self, bytes: &Range<usize>) -> bool {
        // The no-break spaces that the source has.
        let ties = &self.source.flat.written_ties;
        let next = ties.partition_point(|&tie| tie < bytes.start);
        ties.get(next).is_some_and(|&tie| tie < bytes.end)
    }

    fn add_word(&mut self, bytes: Range<usize>, uniform: &UniformText) {
        let text = &self.text[bytes.clone()];
        let begins = bytes.start > uniform.bytes.start
            || self.text[..bytes.start].chars().next_back().is_none_or(is_white);
        let ends = bytes.end < uniform.bytes.end
            || self.text[bytes.end..].chars().next().is_none_or(is_white);
        let UniformText { look, level, style, style_id, .. } = *uniform;
        let word = if begins && ends {
            self.cache.word(text, style_id)
        } else {
            let inside =
                self.source.opportunities.inside(bytes.clone(), self.cache.segmenter());
            self.cache.joined_word(text, style_id, &inside)
        };
        let source_tie = self.has_source_tie(&bytes);
        self.tokens.push(Token::Text(TextToken {
            word,
            at: bytes.start,
            style,
            look,
            level,
            source_tie,
        }));
        if !ends && self.source.opportunities.contains(bytes.end, self.cache.segmenter()) {
            self.tokens.push(Token::Opportunity);
        }
    }
}

/// True for a character between words: a space that is a token of its own, or a line break.
fn is_white(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | LINE_BREAK)
}

/// Returns the number of bytes before the first white space of `text`.
fn word_length(text: &str) -> usize {
    let mut from = 0;
    // The first bytes of U+0020, U+00A0 and U+2028.
    let is_first_byte = |byte: &u8| matches!(byte, b' ' | 0xC2 | 0xE2);
    while let Some(offset) = text.as_bytes()[from..].iter().position(is_first_byte) {
        from += offset;
        match text[from..].chars().next() {
            Some(c) if !is_white(c) => from += c.len_utf8(),
            _ => return from,
        }
    }
    text.len()
}

/// True if `text` begins with a dash and a space: such a dash stays with the word before it.
fn is_spaced_dash(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some('\u{2013}' | '\u{2014}' | '\u{2012}'))
        && matches!(chars.next(), Some(' ' | '\u{A0}'))
}
