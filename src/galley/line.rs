//! A set line: pieces side by side, white shared, edges hung.
//!
//! Comes in: which stretches of which tokens stand in the line, and the room for them. Goes out:
//! a [`Line`]. Never done here: deciding where it ends.

use std::sync::Arc;

use crate::shape::{Shaped, bidi};
use crate::style::Ink;
use crate::unit::Length;

use super::bank::WordBank;
use super::tokens::{Piece, Token};
use super::words::{Case, Manner};
use super::{Item, Line, LineEnd, Text, TextOrigin, protrude};

/// What stands in a line, in logical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// Bytes of the piece that is this token.
    Text {
        /// Index of the token.
        token: usize,
        /// First byte.
        from: usize,
        /// First byte after.
        to: usize,
    },
    /// The space that is this token.
    Space {
        /// Index of the token.
        token: usize,
    },
}

/// How the white of a line is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Spaces stay as they are.
    Natural,
    /// The line fills its room; glyphs give at most this many thousandths of their width.
    Justified(u16),
    /// The line may not exceed its room, but may fall short of it.
    AtMost(u16),
}

/// The room of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// Left edge, from the left of the measure.
    pub(super) left: Length,
    /// Its width.
    pub(super) width: Length,
    /// Baseline, from the top of the entry.
    pub(super) baseline: Length,
    /// How the white is shared out.
    pub(super) fill: Fill,
    /// A line that falls short stands at the right.
    pub(super) flush_right: bool,
    /// Edges may hang out.
    pub(super) hang: bool,
}

/// How a line ends, and what the breaker thought of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// How it ends.
    pub(super) end: LineEnd,
    /// Badness.
    pub(super) badness: u32,
}

/// Sets `stretches` in `room`.
pub(super) fn set_line(
    tokens: &[Token],
    stretches: &[Stretch],
    room: &Room,
    verdict: Verdict,
    bank: &mut WordBank<'_>,
) -> Line {
    let items = Vec::with_capacity(stretches.len());
    let levels = Vec::with_capacity(stretches.len());
    let mut maker = Maker { tokens, bank, items, levels, struck: Vec::new() };
    for (index, stretch) in stretches.iter().enumerate() {
        let last = index + 1 == stretches.len();
        match *stretch {
            Stretch::Text { token, from, to } => {
                let hyphen = last && verdict.end == LineEnd::Hyphen;
                maker.text(token, from, to, hyphen);
            }
            Stretch::Space { token } => maker.space(token),
        }
    }
    let (left_hang, right_hang) = if room.hang { maker.hangs() } else { Default::default() };
    let struck = std::mem::take(&mut maker.struck);
    let (mut items, reading) = maker.in_visual_order();
    let natural: Length = items.iter().map(width_of).sum();
    let target = room.width + left_hang + right_hang;
    let (word_space, scaling) = share_out(&items, natural, target, room.fill);
    let spaces = count_spaces(&items);
    let width = (natural + word_space * spaces).fraction(i64::from(scaling), 1000);
    if !struck.is_empty() {
        strike_out(&mut items, &struck, (word_space, scaling));
    }
    let slack = if room.flush_right { target - width } else { Length::ZERO };
    let misfit = misfit(&items, natural, target, room.fill);
    Line {
        x: room.left - left_hang + slack,
        baseline: room.baseline,
        width,
        items,
        // Rules that strike out stand between the words.
        reading: if struck.is_empty() { reading } else { Box::default() },
        word_space,
        scaling,
        end: verdict.end,
        badness: verdict.badness,
        filled: matches!(room.fill, Fill::Justified(_)),
        misfit,
        calls: calls(tokens, stretches),
        ink: Ink::BLACK,
        node: None,
    }
}

/// The footnotes that are called in these stretches.
fn calls(tokens: &[Token], stretches: &[Stretch]) -> Vec<u32> {
    let call = |stretch: &Stretch| match *stretch {
        Stretch::Text { token, from: 0, .. } => match tokens.get(token) {
            Some(Token::Piece(piece)) => piece.look.call,
            _ => None,
        },
        _ => None,
    };
    stretches.iter().filter_map(call).collect()
}

impl Line {
    /// A line at its natural width, its baseline one row down from nowhere: furniture, a rule, a
    /// line of code.
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

/// Natural width of an item.
pub(super) fn width_of(item: &Item) -> Length {
    match item {
        Item::Text(text) => text.shaped.advance + text.tracking * tracked(&text.shaped),
        Item::Space { width, .. } | Item::Rule { width, .. } | Item::Picture { width, .. } => {
            *width
        }
        Item::Kern(width) => *width,
    }
}

/// How many glyphs of `shaped` are followed by tracking.
fn tracked(shaped: &Shaped) -> i64 {
    let glyphs: usize = shaped.runs.iter().map(|run| run.glyphs.len()).sum();
    i64::try_from(glyphs).unwrap_or(0)
}

fn count_spaces(items: &[Item]) -> i64 {
    let spaces = items.iter().filter(|item| matches!(item, Item::Space { .. })).count();
    i64::try_from(spaces).unwrap_or(0)
}

/// What every word space gains, and the scaling of the glyphs in thousandths. Glyphs give first,
/// as the breaker reckons: up to their limit nobody sees it, while white that differs from line
/// to line is seen at once.
fn share_out(items: &[Item], natural: Length, target: Length, fill: Fill) -> (Length, u16) {
    let expansion = match fill {
        Fill::Natural => return (Length::ZERO, 1000),
        Fill::AtMost(_) if natural <= target => return (Length::ZERO, 1000),
        Fill::Justified(expansion) | Fill::AtMost(expansion) => i64::from(expansion),
    };
    let spaces = count_spaces(items);
    let glyphs = natural - white(items);
    let short = target - natural;
    // Thousandths of the glyphs' width, rounded to the nearest.
    let wanted = short.sp().saturating_mul(2000) / glyphs.sp().max(1);
    let thousandths = ((wanted + wanted.signum()) / 2).clamp(-expansion, expansion);
    let scaling = 1000 + thousandths;
    if spaces == 0 {
        // A line without a space cannot be filled; it is only kept from sticking out.
        let scaling = if short < Length::ZERO { scaling } else { 1000 };
        return (Length::ZERO, u16::try_from(scaling).unwrap_or(1000));
    }
    let word_space = (target.fraction(1000, scaling) - natural) / spaces;
    (word_space, u16::try_from(scaling).unwrap_or(1000))
}

/// How much of its room a line misses: what it has too much even at its tightest, or, negative,
/// what it lacks where it should be full and has no space to open.
fn misfit(items: &[Item], natural: Length, target: Length, fill: Fill) -> Length {
    let (Fill::Justified(expansion) | Fill::AtMost(expansion)) = fill else {
        return (natural - target).max(Length::ZERO);
    };
    let white = white(items);
    let tightest = (natural - white / 3).fraction(1000 - i64::from(expansion), 1000);
    let lacks = if matches!(fill, Fill::Justified(_)) && white == Length::ZERO {
        (natural - target).min(Length::ZERO)
    } else {
        Length::ZERO
    };
    if tightest > target { tightest - target } else { lacks }
}

/// The white of the word spaces at their natural width.
fn white(items: &[Item]) -> Length {
    let spaces = items.iter().map(|item| match item {
        Item::Space { width, .. } => *width,
        _ => Length::ZERO,
    });
    spaces.sum()
}

struct Maker<'m, 'f> {
    tokens: &'m [Token],
    bank: &'m mut WordBank<'f>,
    items: Vec<Item>,
    levels: Vec<u8>,
    /// Indices of the items that are struck out.
    struck: Vec<usize>,
}

impl Maker<'_, '_> {
    fn space(&mut self, token: usize) {
        let Some(Token::Space { width, level, look, manner, .. }) = self.tokens.get(token)
        else {
            return;
        };
        let face = self.bank.faces().serve(manner.font.role, manner.font.style);
        self.items.push(Item::Space {
            width: *width,
            face,
            size: manner.font.size,
            passage: look.passage,
            added: look.ours,
        });
        self.levels.push(*level);
        self.note_struck(look.strike);
    }

    /// Notes that the last item is struck out.
    fn note_struck(&mut self, strike: bool) {
        if strike {
            self.struck.push(self.items.len() - 1);
        }
    }

    fn text(&mut self, token: usize, from: usize, to: usize, hyphen: bool) {
        let Some(Token::Piece(piece)) = self.tokens.get(token) else { return };
        let whole = from == 0 && to >= piece.word.shaped.text.len() && !hyphen;
        let shaped = if whole {
            Arc::clone(&piece.word.shaped)
        } else {
            let sign = hyphen.then(|| self.bank.hyphen(piece.manner));
            let text = fragment(piece, from, to, sign);
            self.bank.piece(&text, piece.manner)
        };
        let origin = match (piece.look.ours, hyphen) {
            (true, _) => TextOrigin::Furniture,
            (_, true) => TextOrigin::Hyphenated,
            _ => TextOrigin::Article,
        };
        self.items.push(Item::Text(Text {
            shaped,
            rise: rise(piece),
            passage: piece.look.passage,
            tracking: Length::ZERO,
            origin,
        }));
        self.levels.push(piece.level);
        self.note_struck(piece.look.strike);
    }

    /// How far the first and the last character may hang out, in logical order of a line that
    /// runs from left to right.
    fn hangs(&mut self) -> (Length, Length) {
        if self.levels.iter().any(|level| level % 2 == 1) {
            return Default::default();
        }
        let left = self.items.first().and_then(|item| edge(item, protrude::left, Side::Left));
        let right = self.items.last().and_then(|item| edge(item, protrude::right, Side::Right));
        (left.unwrap_or_default(), right.unwrap_or_default())
    }

    /// The items from left to right, and where each stands in the order of reading.
    fn in_visual_order(self) -> (Vec<Item>, Box<[u32]>) {
        if self.levels.iter().all(|level| level % 2 == 0) {
            return (self.items, Box::default());
        }
        let order = bidi::visual_order(&self.levels);
        let mut reading = vec![0; order.len()];
        for (place, &index) in (0u32..).zip(&order) {
            if let Some(slot) = reading.get_mut(index) {
                *slot = place;
            }
        }
        let mut items: Vec<Option<Item>> = self.items.into_iter().map(Some).collect();
        let items = order
            .into_iter()
            .filter_map(|index| items.get_mut(index).and_then(Option::take))
            .collect();
        (items, reading.into())
    }
}

enum Side {
    Left,
    Right,
}

/// How far the outer character of `item` may hang out.
fn edge(item: &Item, table: fn(char) -> i64, side: Side) -> Option<Length> {
    let Item::Text(text) = item else { return None };
    let (c, run, glyph) = match side {
        Side::Left => {
            let run = text.shaped.runs.first()?;
            (text.shaped.text.chars().next()?, run, run.glyphs.first()?)
        }
        Side::Right => {
            let run = text.shaped.runs.last()?;
            (text.shaped.text.chars().next_back()?, run, run.glyphs.last()?)
        }
    };
    let thousandths = table(c);
    // The white after a letter is none where a line ends.
    let white = match side {
        Side::Left => Length::ZERO,
        Side::Right => run.size.fraction(i64::from(run.tracking), 1000),
    };
    if text.rise != Length::ZERO || (thousandths == 0 && white == Length::ZERO) {
        return None;
    }
    let units: i64 = run.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
    let width = run.advance.fraction(i64::from(glyph.advance), units.max(1));
    Some(width.fraction(thousandths, 1000) + white)
}

/// The text of a divided word as it stands in the line: letters that change, a hyphen added.
fn fragment(piece: &Piece, from: usize, to: usize, hyphen: Option<char>) -> String {
    let text = &piece.word.shaped.text;
    let joint_at = |at: usize| {
        let joints = &piece.word.joints;
        joints.binary_search_by_key(&at, |joint| joint.at).ok().and_then(|i| joints.get(i))
    };
    let mut start = from;
    let mut stop = to;
    let mut out = String::with_capacity(to - from + 2);
    let after = joint_at(from).and_then(|joint| joint.division.as_ref()?.after.as_ref());
    if let Some(change) = after {
        out.push_str(&change.text);
        start = (from + change.replaces).min(to);
    }
    let change = joint_at(to).and_then(|joint| joint.division.as_ref()?.before.as_ref());
    if let Some(change) = change.filter(|_| hyphen.is_some()) {
        stop = to.saturating_sub(change.replaces).max(start);
        out.push_str(text.get(start..stop).unwrap_or(""));
        out.push_str(&change.text);
    } else {
        out.push_str(text.get(start..stop).unwrap_or(""));
    }
    out.extend(hyphen);
    out
}

/// Thickness of the line through struck type, and its height above the baseline, in hundredths of
/// the type size: through the middle of small letters.
const STRIKE: i64 = 5;
const STRIKE_RISE: i64 = 21;

/// Lays rules over the items that are struck out, and brings the pen back to the line's end.
fn strike_out(items: &mut Vec<Item>, struck: &[usize], (word_space, scaling): (Length, u16)) {
    let mut edges = vec![Length::ZERO];
    let mut pen = Length::ZERO;
    for item in items.iter() {
        pen += match item {
            Item::Text(_) => width_of(item).fraction(i64::from(scaling), 1000),
            Item::Space { width, .. } => width.fraction(i64::from(scaling), 1000) + word_space,
            _ => width_of(item),
        };
        edges.push(pen);
    }
    let size = items.iter().find_map(|item| match item {
        Item::Text(text) => text.shaped.runs.first().map(|run| run.size),
        _ => None,
    });
    let size = size.unwrap_or_default();
    for run in struck.chunk_by(|one, next| one + 1 == *next) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let (Some(&from), Some(&to)) = (edges.get(*first), edges.get(last + 1)) else {
            continue;
        };
        items.push(Item::Kern(from - pen));
        items.push(Item::Rule {
            width: to - from,
            thickness: size.fraction(STRIKE, 100),
            rise: size.fraction(STRIKE_RISE, 100),
        });
        items.push(Item::Kern(pen - to));
    }
}

/// How far raised type stands above the baseline and lowered type below, in hundredths of its own
/// size: a third and a fifth of that of the type around it.
const RAISED: i64 = 47;
const LOWERED: i64 = -21;

/// How far a piece is raised. Superior figures of a face are drawn raised; marks in a face without
/// them come here as raised type.
fn rise(piece: &Piece) -> Length {
    let Manner { font, .. } = piece.manner;
    match piece.look.shift {
        0 => Length::ZERO,
        1.. => font.size.fraction(RAISED, 100),
        _ => font.size.fraction(LOWERED, 100),
    }
}
