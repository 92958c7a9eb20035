//! One set line: text and spaces side by side, justified, its edges protruding.

use std::sync::Arc;

use crate::shape::{Glyph, Run, Shaped, bidi};
use crate::style::Ink;
use crate::unit::Length;

use super::protrusion::{left_protrusion, right_protrusion};
use super::tokens::{TextRange, TextToken, Token};
use super::word_cache::WordCache;
use super::words::Joint;
use super::{FootnoteId, Item, Line, LineEnd, Text, TextOrigin};

/// Segment of a line, in logical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineSegment {
    /// Bytes of a text token.
    Text(TextRange),
    /// Space.
    Space {
        /// Index of the token.
        token: usize,
    },
}

/// Distribution of the space that a line has too much or too little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Spaces keep their natural width.
    Natural,
    /// The line is exactly as wide as its box. Glyphs change by up to this many thousandths of their
    /// width.
    Justified(u16),
    /// The line is no wider than its box. Glyphs narrow by up to this many thousandths.
    AtMost(u16),
}

/// Position and width of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineBox {
    /// Left edge, from the left of the measure.
    pub(super) left: Length,
    /// Width.
    pub(super) width: Length,
    /// Baseline, from the top of the entry.
    pub(super) baseline: Length,
    /// Distribution of space.
    pub(super) fill: Fill,
    /// A line that is narrower is at the right edge.
    pub(super) flush_right: bool,
    /// Characters at the edges protrude.
    pub(super) hang: bool,
}

impl LineBox {
    /// Creates the box of a line with its natural spaces.
    pub(super) fn natural(left: Length, width: Length, baseline: Length) -> Self {
        let fill = Fill::Natural;
        Self { left, width, baseline, fill, flush_right: false, hang: false }
    }
}

/// Sets the segments of one line.
pub(super) fn set_line(
    tokens: &[Token],
    segments: &[LineSegment],
    line_box: &LineBox,
    end: LineEnd,
    cache: &mut WordCache<'_>,
) -> Line {
    let mut builder = LineBuilder {
        tokens,
        cache,
        items: Vec::with_capacity(segments.len()),
        levels: Vec::with_capacity(segments.len()),
        struck: Vec::new(),
    };
    for (index, &segment) in segments.iter().enumerate() {
        let hyphen = end == LineEnd::Hyphen && index + 1 == segments.len();
        match segment {
            LineSegment::Text(range) => builder.add_text(range, hyphen),
            LineSegment::Space { token } => builder.add_space(token),
        }
    }
    let (left_hang, right_hang) =
        if line_box.hang { builder.protrusions() } else { Default::default() };
    let VisualItems { mut items, mut reading, struck } = builder.into_visual_order();
    let natural: Length = items.iter().map(width_of).sum();
    let target = line_box.width + left_hang + right_hang;
    let (word_space, scaling) = justify(&items, natural, target, line_box.fill);
    let width =
        (natural + word_space * count_spaces(&items)).fraction(i64::from(scaling), 1000);
    let misfit = misfit(&items, natural, target, line_box.fill);
    if !struck.is_empty() {
        strike_out(&mut items, &struck, word_space, scaling);
        if !reading.is_empty() {
            reading.extend((0..).take(items.len()).skip(reading.len()));
        }
    }
    let slack = if line_box.flush_right { target - width } else { Length::ZERO };
    Line {
        x: line_box.left - left_hang + slack,
        baseline: line_box.baseline,
        width,
        reading: reading.into(),
        word_space,
        scaling,
        end,
        filled: matches!(line_box.fill, Fill::Justified(_)),
        misfit,
        calls: note_calls(tokens, segments),
        ..Line::natural(items)
    }
}

/// Adds a segment, joined to the last one if it continues that.
pub(super) fn push_segment(segments: &mut Vec<LineSegment>, segment: LineSegment) {
    match (segments.last_mut(), segment) {
        (Some(LineSegment::Text(last)), LineSegment::Text(next))
            if last.token == next.token && last.to == next.from =>
        {
            last.to = next.to;
        }
        _ => segments.push(segment),
    }
}

/// Returns the footnotes that segments call.
fn note_calls(tokens: &[Token], segments: &[LineSegment]) -> Vec<FootnoteId> {
    let call = |segment: &LineSegment| match segment {
        LineSegment::Text(range) => range.note_call(tokens),
        LineSegment::Space { .. } => None,
    };
    segments.iter().filter_map(call).collect()
}

impl Line {
    /// Creates a line of natural width with its baseline at zero: furniture, a rule, a line of code.
    #[must_use]
    pub fn natural(items: Vec<Item>) -> Self {
        Self {
            x: Length::ZERO,
            baseline: Length::ZERO,
            width: items.iter().map(width_of).sum(),
            items,
            reading: Box::default(),
            word_space: Length::ZERO,
            scaling: 1000,
            end: LineEnd::Paragraph,
            badness: 0,
            filled: false,
            misfit: Length::ZERO,
            calls: Vec::new(),
            ink: Ink::BLACK,
            node: None,
        }
    }
}

impl Text {
    /// Creates text on the baseline, outside any passage.
    pub(crate) fn plain(shaped: Arc<Shaped>, origin: TextOrigin) -> Self {
        let (rise, tracking) = (Length::ZERO, Length::ZERO);
        Self { shaped, rise, passage: None, tracking, origin }
    }
}

/// Returns the natural width of an item.
pub(super) fn width_of(item: &Item) -> Length {
    match item {
        Item::Text(text) if text.tracking != Length::ZERO => {
            let glyphs: usize = text.shaped.runs.iter().map(|run| run.glyphs.len()).sum();
            text.shaped.advance + text.tracking * glyphs as i64
        }
        Item::Text(text) => text.shaped.advance,
        Item::Space { width, .. } | Item::Rule { width, .. } | Item::Picture { width, .. } => {
            *width
        }
        Item::Kern(width) => *width,
    }
}

fn space_widths(items: &[Item]) -> impl Iterator<Item = Length> {
    items.iter().filter_map(|item| match item {
        Item::Space { width, .. } => Some(*width),
        Item::Text(_) | Item::Picture { .. } | Item::Kern(_) | Item::Rule { .. } => None,
    })
}

fn count_spaces(items: &[Item]) -> i64 {
    space_widths(items).count() as i64
}

/// Returns the length that every word space gains, and the scaling of the glyphs in thousandths. The
/// glyphs change first, as the line breaker assumes: up to their limit it is invisible, while spaces
/// that differ from line to line are conspicuous.
fn justify(items: &[Item], natural: Length, target: Length, fill: Fill) -> (Length, u16) {
    let expansion = match fill {
        Fill::Natural => return (Length::ZERO, 1000),
        Fill::AtMost(_) if natural <= target => return (Length::ZERO, 1000),
        Fill::Justified(expansion) | Fill::AtMost(expansion) => i64::from(expansion.min(999)),
    };
    let spaces = count_spaces(items);
    let glyphs = natural - space_widths(items).sum();
    let short = target - natural;
    // Thousandths of the glyphs' width, rounded to the nearest.
    let wanted = short.sp().saturating_mul(2000) / glyphs.sp().max(1);
    let change = ((wanted + wanted.signum()) / 2).clamp(-expansion, expansion);
    // A line without a space cannot be filled, only kept from being too wide.
    let change = if spaces == 0 { change.min(0) } else { change };
    let scaling = u16::try_from(1000 + change).expect("the change is between -999 and 999");
    let word_space = if spaces == 0 {
        Length::ZERO
    } else {
        (target.fraction(1000, i64::from(scaling)) - natural) / spaces
    };
    (word_space, scaling)
}

/// Returns the length by which a line is too wide even when it shrinks. Negative: the length by which
/// a justified line without a space is too narrow.
fn misfit(items: &[Item], natural: Length, target: Length, fill: Fill) -> Length {
    let (Fill::Justified(expansion) | Fill::AtMost(expansion)) = fill else {
        return (natural - target).max(Length::ZERO);
    };
    let spaces: Length = space_widths(items).sum();
    let tightest = (natural - spaces / 3).fraction(1000 - i64::from(expansion), 1000);
    if tightest > target {
        tightest - target
    } else if matches!(fill, Fill::Justified(_)) && spaces == Length::ZERO {
        (natural - target).min(Length::ZERO)
    } else {
        Length::ZERO
    }
}

/// Items of a line from left to right.
struct VisualItems {
    items: Vec<Item>,
    /// Position of each item in logical order; empty if the two orders are the same.
    reading: Vec<u32>,
    /// Positions of the items that are struck out, rising.
    struck: Vec<usize>,
}

struct LineBuilder<'t, 'f> {
    tokens: &'t [Token],
    cache: &'t mut WordCache<'f>,
    items: Vec<Item>,
    /// Bidi level of each item.
    levels: Vec<u8>,
    /// Indices of the items that are struck out.
    struck: Vec<usize>,
}

impl LineBuilder<'_, '_> {
    fn add_item(&mut self, item: Item, level: u8, strike: bool) {
        if strike {
            self.struck.push(self.items.len());
        }
        self.items.push(item);
        self.levels.push(level);
    }

    fn add_space(&mut self, token: usize) {
        let Token::Space { width, level, look, style, .. } = &self.tokens[token] else {
            unreachable!("the segment of a space names a space token");
        };
        let item = Item::Space {
            width: *width,
            face: self.cache.faces().serve(style.font.role, style.font.style),
            size: style.font.size,
            passage: look.passage,
            added: look.added,
        };
        self.add_item(item, *level, look.strike);
    }

    fn add_text(&mut self, range: TextRange, hyphen: bool) {
        let token = range.token(self.tokens);
        let shaped = if range.from == 0 && range.to == token.text().len() && !hyphen {
            Arc::clone(&token.word.shaped)
        } else {
            let hyphen = hyphen.then(|| self.cache.hyphen_char(token.style));
            let text = divided_text(token, range, hyphen);
            self.cache.shape_text(&text, token.style)
        };
        let origin = match (token.look.added, hyphen) {
            (true, _) => TextOrigin::Furniture,
            (false, true) => TextOrigin::Hyphenated,
            (false, false) => TextOrigin::Article,
        };
        let (rise, passage) = (rise(token), token.look.passage);
        let text = Text { rise, passage, ..Text::plain(shaped, origin) };
        self.add_item(Item::Text(text), token.level, token.look.strike);
    }

    /// Returns the protrusions at the left and at the right edge; none in a line with right-to-left
    /// text.
    fn protrusions(&self) -> (Length, Length) {
        if self.levels.iter().any(|level| level % 2 == 1) {
            return Default::default();
        }
        let protrusion = |item: Option<&Item>, of_text: fn(&Text) -> Option<Length>| match item
        {
            Some(Item::Text(text)) if text.rise == Length::ZERO => {
                of_text(text).unwrap_or(Length::ZERO)
            }
            _ => Length::ZERO,
        };
        (
            protrusion(self.items.first(), protrusion_of_first),
            protrusion(self.items.last(), protrusion_of_last),
        )
    }

    /// Orders the items from left to right.
    fn into_visual_order(self) -> VisualItems {
        if self.levels.iter().all(|level| level % 2 == 0) {
            let Self { items, struck, .. } = self;
            return VisualItems { items, reading: Vec::new(), struck };
        }
        let order = bidi::visual_order(&self.levels);
        let mut reading = vec![0; order.len()];
        for (position, &index) in (0..).zip(&order) {
            reading[index] = position;
        }
        let items = order.iter().map(|&index| self.items[index].clone()).collect();
        let is_struck = |&position: &usize| self.struck.binary_search(&order[position]).is_ok();
        let struck = (0..order.len()).filter(is_struck).collect();
        VisualItems { items, reading, struck }
    }
}

/// Returns the protrusion of the first character at the left edge; none for a missing character.
fn protrusion_of_first(text: &Text) -> Option<Length> {
    let run = text.shaped.runs.first()?;
    let width = glyph_width(run, run.glyphs.first()?);
    Some(width.fraction(left_protrusion(text.shaped.text.chars().next()?), 1000))
}

/// Returns the protrusion of the last character at the right edge, with the letter spacing after it,
/// which is not visible there; none for a missing character.
fn protrusion_of_last(text: &Text) -> Option<Length> {
    let run = text.shaped.runs.last()?;
    let width = glyph_width(run, run.glyphs.last()?);
    let spacing = run.size.fraction(i64::from(run.tracking), 1000);
    Some(
        width.fraction(right_protrusion(text.shaped.text.chars().next_back()?), 1000) + spacing,
    )
}

fn glyph_width(run: &Run, glyph: &Glyph) -> Length {
    let units: i64 = run.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
    run.advance.fraction(i64::from(glyph.advance), units)
}

/// Returns a part of a divided word as it stands in the line: with the letters that change, and with
/// the hyphen that is added.
fn divided_text(token: &TextToken, range: TextRange, hyphen: Option<char>) -> String {
    let TextRange { mut from, mut to, .. } = range;
    let joint_at = |at: usize| -> Option<&Joint> {
        let joints = &token.word.joints;
        joints.binary_search_by_key(&at, |joint| joint.at).ok().map(|index| &joints[index])
    };
    let mut out = String::with_capacity(to - from + 2);
    let after = joint_at(from).and_then(|joint| joint.division.as_ref()?.after.as_ref());
    if let Some(change) = after {
        out.push_str(&change.text);
        from = (from + change.replaces).min(to);
    }
    let before = joint_at(to).and_then(|joint| joint.division.as_ref()?.before.as_ref());
    let before = before.filter(|_| hyphen.is_some());
    if let Some(change) = before {
        to = to.saturating_sub(change.replaces).max(from);
    }
    out.push_str(&token.text()[from..to]);
    if let Some(change) = before {
        out.push_str(&change.text);
    }
    out.extend(hyphen);
    out
}

/// Thickness of the line through struck text, in hundredths of the type size.
const STRIKE_THICKNESS: i64 = 5;
/// Height of that line above the baseline, in hundredths of the type size: the middle of lowercase
/// letters.
const STRIKE_RISE: i64 = 21;

/// Adds rules over the items that are struck out, and moves back to the end of the line.
fn strike_out(items: &mut Vec<Item>, struck: &[usize], word_space: Length, scaling: u16) {
    let mut edges = vec![Length::ZERO];
    let mut pen = Length::ZERO;
    for item in items.iter() {
        let width = width_of(item);
        pen += match item {
            Item::Text(_) => width.fraction(i64::from(scaling), 1000),
            Item::Space { .. } => width.fraction(i64::from(scaling), 1000) + word_space,
            Item::Picture { .. } | Item::Kern(_) | Item::Rule { .. } => width,
        };
        edges.push(pen);
    }
    let size = items.iter().find_map(|item| match item {
        Item::Text(text) => text.shaped.runs.first().map(|run| run.size),
        Item::Space { .. } | Item::Picture { .. } | Item::Kern(_) | Item::Rule { .. } => None,
    });
    let size = size.unwrap_or(Length::ZERO);
    for run in struck.chunk_by(|one, next| one + 1 == *next) {
        let (from, to) = (edges[run[0]], edges[run[0] + run.len()]);
        items.push(Item::Kern(from - pen));
        items.push(Item::Rule {
            width: to - from,
            thickness: size.fraction(STRIKE_THICKNESS, 100),
            rise: size.fraction(STRIKE_RISE, 100),
        });
        items.push(Item::Kern(pen - to));
    }
}

/// Rise of raised type, in hundredths of its own size: a third of the size of the type around it.
const RAISED: i64 = 47;
/// Rise of lowered type, in hundredths of its own size: a fifth of the size around it, downwards.
const LOWERED: i64 = -21;

/// Returns the rise of a token. The superior figures of a face are drawn raised; marks in a face
/// without them are raised type.
fn rise(token: &TextToken) -> Length {
    let size = token.style.font.size;
    match token.look.shift {
        0 => Length::ZERO,
        1.. => size.fraction(RAISED, 100),
        ..0 => size.fraction(LOWERED, 100),
    }
}
