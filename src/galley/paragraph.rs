//! Justified paragraphs: tokens become the items that the line breaker works on.

mod lines;

pub(super) use lines::StretchEnd;

use std::sync::Arc;

use crate::font::FontRole;
use crate::linebreak::{BreakItem, LineMeasures};
use crate::unit::Length;

use super::emergency_breaks::{EmergencyBreaks, LineCapacity};
use super::ties::THIN_TIE;
use super::tokens::{TextRange, TextToken, Token};
use super::word_cache::WordCache;
use super::words::ShapedPart;

/// Penalty of a forbidden break.
const FORBIDDEN: i32 = 10_000;
/// Penalty of a forced break.
const FORCED: i32 = -10_000;
/// Penalty of a break after a word of one letter.
const ONE_LETTER_PENALTY: i32 = 50;
/// Penalty of a break after a dash or a slash at a change of look.
const OPPORTUNITY_PENALTY: i32 = 50;
/// Penalty of a break between characters of a word that is wider than the line.
const LAST_RESORT_PENALTY: i32 = 5_000;
/// Penalty of a break at a tie that is opened because no line holds what it ties.
const TIE_PENALTY: i32 = 2_000;
/// Number of lines that a word fills above which only its first and its last lines are optimised:
/// the others are all alike, and no language has such words.
const ENDLESS_LINES: i64 = 40;

/// Shape of a paragraph, as TeX's `\parshape`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct ParagraphShape {
    /// Width of the column.
    pub(super) measure: Length,
    /// Indent of every line from the left.
    pub(super) left: Length,
    /// Indent of every line from the right.
    pub(super) right: Length,
    /// Further indent of the first lines.
    pub(super) first: Length,
    /// Number of lines with the further indent.
    pub(super) indented_lines: usize,
    /// Distance of baselines.
    pub(super) leading: Length,
    /// The base direction is right to left.
    pub(super) rtl: bool,
    /// Thousandths by which glyphs may widen or narrow.
    pub(super) expansion: u16,
    /// Lines are ragged.
    pub(super) ragged: bool,
}

impl ParagraphShape {
    /// Returns the width of a line.
    pub(super) fn line_width(&self, index: usize) -> Length {
        self.measure - self.left - self.right - self.indent(index)
    }

    /// Returns the further indent of a line.
    fn indent(&self, index: usize) -> Length {
        if index < self.indented_lines { self.first } else { Length::ZERO }
    }

    fn measures(&self) -> LineMeasures {
        let first = if self.first == Length::ZERO { self.indented_lines } else { 0 };
        let lines = first..=self.indented_lines;
        LineMeasures { lines: lines.map(|line| self.line_width(line).sp()).collect() }
    }
}

/// Source of an item of the line breaker.
#[derive(Debug, Clone, Copy)]
enum ItemOrigin {
    /// Bytes of a text token.
    Text(TextRange),
    /// No-break space inside a text token, at which a line may end.
    Tie(TextRange),
    /// Joint between two parts of a text token.
    Joint,
    /// Space.
    Space {
        /// Index of the token.
        token: usize,
    },
    /// Break between characters of a word that no rule divides.
    BetweenCharacters,
    /// Break opportunity without a space.
    Opportunity,
    /// None: the item only controls the line breaker.
    None,
}

/// Paragraph as the line breaker takes it.
#[derive(Debug, Default)]
pub(super) struct ParagraphItems {
    items: Vec<BreakItem>,
    /// Source of each item.
    origins: Vec<ItemOrigin>,
    /// Spaces neither stretch nor shrink.
    rigid: bool,
    /// Width of the narrowest line.
    width: Length,
    emergency: EmergencyBreaks,
    /// End of the text token before, if no space follows it.
    before: Option<TokenEnd>,
}

/// End of a text token.
#[derive(Debug, Clone, Copy)]
struct TokenEnd {
    last: char,
    shifted: bool,
}

impl TokenEnd {
    /// True if a line may end here before `next`, where both are divided between characters.
    fn may_end_line(self, next: &TextToken) -> bool {
        let first = next.text().chars().next();
        first.is_some_and(|first| may_begin_line(Some(self.last), first))
            && (self.shifted || !next.is_shifted())
    }
}

impl ParagraphItems {
    fn push(&mut self, item: BreakItem, origin: ItemOrigin) {
        self.items.push(item);
        self.origins.push(origin);
    }

    fn push_penalty(&mut self, penalty: i32, origin: ItemOrigin) {
        self.push(BreakItem::Penalty { penalty }, origin);
    }

    /// Adds a box; `kern` is the width between the part and the next if no line ends there.
    fn push_part(
        &mut self,
        token: &TextToken,
        range: TextRange,
        part: &ShapedPart,
        kern: Length,
    ) {
        let is_elastic = token.style.font.role != FontRole::Code;
        let item = BreakItem::Box {
            width: part.width.sp(),
            elastic: if is_elastic { (part.width + kern).sp() } else { 0 },
            left: part.left.sp(),
            right: part.right.sp(),
            word: token.word.number,
        };
        self.push(item, ItemOrigin::Text(range));
    }

    /// Replaces the items by those of `tokens`. Texts that no line holds get emergency breaks.
    pub(super) fn fill(
        &mut self,
        tokens: &[Token],
        shape: &ParagraphShape,
        cache: &mut WordCache<'_>,
    ) {
        let width = shape.line_width(0).min(shape.line_width(shape.indented_lines));
        let expansion = if shape.ragged { 0 } else { shape.expansion };
        let line = LineCapacity { width, expansion, rigid: shape.ragged };
        self.rigid = shape.ragged;
        self.width = width;
        self.emergency = EmergencyBreaks::new(tokens, &line, cache);
        self.items.clear();
        self.origins.clear();
        self.items.reserve(tokens.len() * 2);
        self.origins.reserve(tokens.len() * 2);
        self.before = None;
        let mut after_one_letter = false;
        for (index, token) in tokens.iter().enumerate() {
            self.before = match token {
                Token::Text(text) => {
                    after_one_letter = is_one_letter(text);
                    self.add_text(text, index, cache);
                    let last = text.text().chars().next_back();
                    last.map(|last| TokenEnd { last, shifted: text.is_shifted() })
                }
                Token::Space { width, breakable, .. } => {
                    let penalty = match (breakable, after_one_letter) {
                        (false, _) if self.emergency.opens_space(index) => Some(TIE_PENALTY),
                        (false, _) => Some(FORBIDDEN),
                        (true, true) => Some(ONE_LETTER_PENALTY),
                        (true, false) => None,
                    };
                    self.add_space(*width, penalty, index);
                    None
                }
                Token::Opportunity => {
                    self.push_penalty(OPPORTUNITY_PENALTY, ItemOrigin::Opportunity);
                    None
                }
                Token::Forced => {
                    self.push_penalty(FORBIDDEN, ItemOrigin::None);
                    let fil =
                        BreakItem::Glue { width: 0, stretch: 1 << 16, order: 1, shrink: 0 };
                    self.push(fil, ItemOrigin::None);
                    self.push_penalty(FORCED, ItemOrigin::None);
                    None
                }
            };
        }
    }

    fn add_space(&mut self, width: Length, penalty: Option<i32>, token: usize) {
        if let Some(penalty) = penalty {
            self.push_penalty(penalty, ItemOrigin::None);
        }
        let width = width.sp();
        // The proportions of Computer Modern.
        let (stretch, shrink) = if self.rigid { (0, 0) } else { (width / 2, width / 3) };
        let glue = BreakItem::Glue { width, stretch, order: 0, shrink };
        self.push(glue, ItemOrigin::Space { token });
    }

    fn add_text(&mut self, text: &TextToken, token: usize, cache: &mut WordCache<'_>) {
        let mut from = 0;
        for (index, part) in text.word.parts.iter().enumerate() {
            let joint = text.word.joints.get(index);
            let range = TextRange { token, from, to: part.end };
            let (ties, divided) = if self.emergency.is_empty() {
                (Vec::new(), false)
            } else {
                let ties = self.emergency.open_ties(token, from..part.end);
                (ties, self.emergency.divides(token, part.end))
            };
            if divided || part.width > self.width && ties.is_empty() {
                let may_end = self.before.is_some_and(|before| before.may_end_line(text));
                if divided && from == 0 && may_end {
                    self.push_penalty(LAST_RESORT_PENALTY, ItemOrigin::BetweenCharacters);
                }
                self.add_characters(text, range, cache);
            } else if !ties.is_empty() {
                self.add_part_with_ties(text, range, part, &ties, cache);
            } else {
                let kern = joint.map_or(Length::ZERO, |joint| joint.nobreak);
                self.push_part(text, range, part, kern);
            }
            if let Some(joint) = joint {
                let item = BreakItem::Discretionary {
                    pre: joint.pre.sp(),
                    post: joint.post.sp(),
                    nobreak: joint.nobreak.sp(),
                    penalty: joint.penalty,
                    pre_right: joint.pre_right.sp(),
                    post_left: text.word.parts[index + 1].left.sp(),
                };
                self.push(item, ItemOrigin::Joint);
            }
            from = part.end;
        }
    }

    /// Adds a part that may be divided at the no-break spaces that begin at the bytes `ties`.
    fn add_part_with_ties(
        &mut self,
        text: &TextToken,
        range: TextRange,
        part: &ShapedPart,
        ties: &[usize],
        cache: &mut WordCache<'_>,
    ) {
        let after_ties = ties.iter().map(|tie| tie + THIN_TIE.len_utf8());
        let starts = std::iter::once(range.from).chain(after_ties);
        let ends = ties.iter().copied().chain([range.to]);
        let pieces: Vec<ShapedPart> = starts
            .clone()
            .zip(ends)
            .map(|(start, end)| {
                let width = cache.shape_text(&text.text()[start..end], text.style).advance;
                ShapedPart { end, width, left: Length::ZERO, right: Length::ZERO }
            })
            .collect();
        let spaces = part.width - pieces.iter().map(|piece| piece.width).sum();
        let tie_width = spaces / ties.len() as i64;
        let last = pieces.len() - 1;
        for (index, (mut piece, from)) in pieces.into_iter().zip(starts).enumerate() {
            if index == 0 {
                piece.left = part.left;
            } else {
                self.push_penalty(TIE_PENALTY, ItemOrigin::None);
                let tie = TextRange { from: from - THIN_TIE.len_utf8(), to: from, ..range };
                self.push(BreakItem::Kern { width: tie_width.sp() }, ItemOrigin::Tie(tie));
            }
            if index == last {
                piece.right = part.right;
            }
            let range = TextRange { from, to: piece.end, ..range };
            self.push_part(text, range, &piece, Length::ZERO);
        }
    }

    /// Adds a part that no line holds, divisible between characters.
    fn add_characters(
        &mut self,
        text: &TextToken,
        range: TextRange,
        cache: &mut WordCache<'_>,
    ) {
        let TextRange { from, to, .. } = range;
        let shaped = match text.word.parts.len() {
            1 => Arc::clone(&text.word.shaped),
            _ => cache.shape_text(&text.text()[from..to], text.style),
        };
        let clusters = shaped.clusters();
        let mut left: Length = clusters.iter().map(|(_, width)| *width).sum();
        let endless = left > self.width * ENDLESS_LINES;
        // A part that would fit in a line of its own is divided only where a line may begin.
        let fits = text.word.parts.iter().any(|it| it.end == to && it.width <= self.width);
        let may_end_before = |start: usize| {
            let (before, after) = shaped.text.split_at(start);
            let next = after.chars().next();
            !fits || next.is_none_or(|next| may_begin_line(before.chars().next_back(), next))
        };
        let (mut at, mut done) = (0, Length::ZERO);
        while let Some(&(start, mut width)) = clusters.get(at) {
            if at > 0 && may_end_before(start) {
                self.push_penalty(LAST_RESORT_PENALTY, ItemOrigin::BetweenCharacters);
            }
            at += 1;
            // Inside an endless word, one item fills a line.
            if endless && done > self.width * 2 && left > self.width * 2 {
                while let Some(&(_, more)) =
                    clusters.get(at).filter(|next| width + next.1 <= self.width)
                {
                    width += more;
                    at += 1;
                }
            }
            done += width;
            left -= width;
            let end = clusters.get(at).map_or(to, |next| from + next.0);
            let range = TextRange { from: from + start, to: end, ..range };
            let width = width.sp();
            let item = BreakItem::Box { width, elastic: 0, left: 0, right: 0, word: 0 };
            self.push(item, ItemOrigin::Text(range));
        }
    }
}

/// True if a line may begin with `next` inside a word: a mark stays with the letter before it.
fn may_begin_line(before: Option<char>, next: char) -> bool {
    let is_mark = ",.;:!?)]}»”’%/-\u{2010}\u{2013}\u{2014}".contains(next);
    before.is_some_and(|before| !is_mark || !before.is_alphanumeric())
}

/// True for a single letter, as `a` and `I`.
fn is_one_letter(token: &TextToken) -> bool {
    let mut chars = token.text().chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::{BreakItem, ParagraphItems, ParagraphShape};
    use crate::article::Language;
    use crate::font::{FaceStyle, Faces, FontRole};
    use crate::galley::spans::{FlatText, SpanStyle};
    use crate::galley::text_style::{BlockStyle, StyleAdjustment};
    use crate::galley::tokens::tokenize;
    use crate::galley::word_cache::{CachedWords, WordCache};
    use crate::shape::{Features, Font};
    use crate::unit::Length;

    /// Returns the penalties of a text of 10 points in lines of `width` points.
    fn penalties(text: &str, width: f64) -> Vec<i32> {
        let faces = Faces::embedded();
        let adjustment = StyleAdjustment {
            hyphens: true,
            tracking: 0,
            word_space: 100,
            minimum_size: Length::ZERO,
            bold_emphasis: false,
        };
        let mut cache = WordCache::new(CachedWords::default(), &faces, None, adjustment, None);
        let (role, style) = (FontRole::Text, FaceStyle::default());
        let size = Length::from_pt(10.0);
        let font = Font { role, style, size, features: Features::default() };
        let block = BlockStyle { font, language: Language::default(), hyphenate: false };
        let tokens = tokenize(&FlatText::plain(text, SpanStyle::default()), &block, &mut cache);
        let measure = Length::from_pt(width);
        let mut items = ParagraphItems::default();
        items.fill(&tokens, &ParagraphShape { measure, ..Default::default() }, &mut cache);
        let penalty = |item: &BreakItem| match *item {
            BreakItem::Penalty { penalty } => Some(penalty),
            _ => None,
        };
        items.items.iter().filter_map(penalty).collect()
    }

    #[test]
    fn penalties_keep_short_words_and_ties_together() {
        assert_eq!(penalties("for I was", 300.0), [50], "after a word of one letter");
        assert_eq!(penalties("Mr.\u{A0}Brown", 300.0), [10_000], "a tie that fits");
        assert_eq!(penalties("Mr.\u{A0}Brown", 35.0), [2_000], "a tie that does not");
        assert_eq!(penalties("three", 10.0), [5_000; 4], "a word that does not fit");
        assert_eq!(penalties("one\u{2028}two", 300.0), [10_000, -10_000], "a forced break");
    }
}
