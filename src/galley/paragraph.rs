//! Justified paragraphs: tokens to items, breaks to lines.
//!
//! Comes in: [`Token`]s and the measure. Goes out: [`Line`]s. Never done here: choosing breaks
//! (that is `linebreak`), pages.

use std::ops::Range;

use crate::linebreak::{
    Breaker, LineBreak, LineMeasures, ParagraphBreaks, ParagraphItem as Stock, Rules,
};
use crate::unit::Length;

use super::bank::WordBank;
use super::line::{Fill, Room, Stretch, Verdict, set_line};
use super::relax::{LineRoom, Relaxed};
use super::ties::THIN_TIE;
use super::tokens::{Piece, Token, only_added_spaces};
use super::words::{Case, Part};
use super::{Gap, Line, LineEnd};

/// A break that nothing allows.
const FORBIDDEN: i32 = 10_000;
/// A break that nothing prevents.
const FORCED: i32 = -10_000;
/// Price of a break after a word of one letter.
const ONE_LETTER_PENALTY: i32 = 50;
/// Price of a break after a dash or a slash at a change of look.
const OPPORTUNITY_PENALTY: i32 = 50;
/// Price of a break inside a word too long for the measure, where nothing else is left.
const LAST_RESORT_PENALTY: i32 = 5_000;
/// Price of a break at a tie that is opened because no line holds what it ties.
const TIE_PENALTY: i32 = 2_000;

/// Lines that a word fills beyond which its own lines are not weighed against each other: they are
/// all alike, and no language has such words.
const ENDLESS: i64 = 40;

/// Items from which only the best setting is sought: to follow every number of lines through a
/// paragraph of many pages would cost more than such a paragraph is worth.
const LONG: usize = 12_000;

/// The lines a paragraph is set in.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// Width of the column.
    pub(super) measure: Length,
    /// Indent of every line from the left.
    pub(super) left: Length,
    /// Indent of every line from the right.
    pub(super) right: Length,
    /// Further indent of the first lines.
    pub(super) first: Length,
    /// How many lines have it.
    pub(super) deep: usize,
    /// Distance of baselines.
    pub(super) leading: Length,
    /// The base direction is right to left.
    pub(super) rtl: bool,
    /// How far glyphs may widen or narrow, in thousandths.
    pub(super) expansion: u16,
    /// Lines end where their words do, not at the measure.
    pub(super) ragged: bool,
}

impl Frame {
    /// Room for the text of line `index`.
    pub(super) fn width(&self, index: usize) -> Length {
        let room = self.measure - self.left - self.right;
        if index < self.deep { room - self.first } else { room }
    }
}

impl Frame {
    fn measures(&self) -> LineMeasures {
        let lines = if self.first == Length::ZERO {
            vec![self.width(self.deep).sp()]
        } else {
            (0..=self.deep).map(|line| self.width(line).sp()).collect()
        };
        LineMeasures { lines }
    }
}

/// Where an item of the breaker comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin {
    /// Bytes of the piece that is token `token`.
    Part { token: u32, from: u32, to: u32 },
    /// A joint of the piece before.
    Joint,
    /// The space that is this token.
    Space { token: u32 },
    /// Bytes of the piece that is token `token`: a no-break space at which a line may end.
    Tie { token: u32, from: u32, to: u32 },
    /// Between characters of a word that no rule divides.
    Between,
    /// An opportunity without white.
    Opportunity,
    /// Made up for the breaker.
    None,
}

/// A paragraph ready for the breaker.
#[derive(Debug, Default)]
pub(super) struct Matter {
    items: Vec<Stock>,
    origins: Vec<Origin>,
    /// Spaces neither stretch nor shrink.
    rigid: bool,
    /// What gives way because no line holds it.
    relaxed: Relaxed,
    /// How the piece before ends, where no white is between.
    before: Option<PieceEnd>,
}

/// How a piece ends.
#[derive(Debug, Clone, Copy)]
struct PieceEnd {
    /// Its last character.
    last: char,
    /// It is raised or lowered, as the mark of a note is.
    shifted: bool,
}

impl PieceEnd {
    fn of(piece: &Piece) -> Option<Self> {
        let last = piece.word.shaped.text.chars().next_back()?;
        Some(Self { last, shifted: is_shifted(piece) })
    }

    /// Whether a line may end here, before `next`, where both are divided between characters.
    fn may_end_line(self, next: &Piece) -> bool {
        let first = next.word.shaped.text.chars().next();
        first.is_some_and(|first| may_begin_line(Some(self.last), first))
            && (self.shifted || !is_shifted(next))
    }
}

/// Whether a piece is raised or lowered.
fn is_shifted(piece: &Piece) -> bool {
    piece.look.superior || piece.look.shift != 0
}

impl Matter {
    fn push(&mut self, item: Stock, origin: Origin) {
        self.items.push(item);
        self.origins.push(origin);
    }

    /// Turns tokens into items, in place of those before. Parts wider than the frame are laid open
    /// character by character; the ties of runs wider than the frame give way.
    pub(super) fn fill(&mut self, tokens: &[Token], frame: &Frame, bank: &mut WordBank<'_>) {
        let room = frame.width(0).min(frame.width(frame.deep));
        let matter = self;
        matter.rigid = frame.ragged;
        let expansion = if frame.ragged { 0 } else { frame.expansion };
        let line = LineRoom { width: room, expansion, rigid: frame.ragged };
        matter.relaxed = Relaxed::new(tokens, &line, bank);
        matter.items.clear();
        matter.origins.clear();
        matter.items.reserve(tokens.len() * 2);
        matter.origins.reserve(tokens.len() * 2);
        matter.before = None;
        let mut one_letter = false;
        for (index, token) in tokens.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            match token {
                Token::Piece(piece) => {
                    one_letter = is_one_letter(piece);
                    matter.piece(piece, index, room, bank);
                    matter.before = PieceEnd::of(piece);
                    continue;
                }
                Token::Space { width, breakable, .. } => {
                    let price = match (breakable, one_letter) {
                        (false, _) if matter.relaxed.opens_space(index as usize) => {
                            Some(TIE_PENALTY)
                        }
                        (false, _) => Some(FORBIDDEN),
                        (true, true) => Some(ONE_LETTER_PENALTY),
                        (true, false) => None,
                    };
                    matter.space(*width, price, index);
                }
                Token::Opportunity => {
                    matter.push(
                        Stock::Penalty { penalty: OPPORTUNITY_PENALTY },
                        Origin::Opportunity,
                    );
                }
                Token::Forced => matter.forced(),
            }
            matter.before = None;
        }
    }

    fn space(&mut self, width: Length, price: Option<i32>, token: u32) {
        if let Some(penalty) = price {
            self.push(Stock::Penalty { penalty }, Origin::None);
        }
        let width = width.sp();
        // Half of the space to stretch, a third to shrink: Computer Modern's proportions.
        let (stretch, shrink) = if self.rigid { (0, 0) } else { (width / 2, width / 3) };
        let glue = Stock::Glue { width, stretch, order: 0, shrink };
        self.push(glue, Origin::Space { token });
    }

    fn forced(&mut self) {
        self.push(Stock::Penalty { penalty: FORBIDDEN }, Origin::None);
        self.push(
            Stock::Glue { width: 0, stretch: 1 << 16, order: 1, shrink: 0 },
            Origin::None,
        );
        self.push(Stock::Penalty { penalty: FORCED }, Origin::None);
    }

    fn piece(&mut self, piece: &Piece, token: u32, room: Length, bank: &mut WordBank<'_>) {
        let elastic = piece.manner.font.role != crate::font::FontRole::Code;
        let mut from = 0;
        for (index, part) in piece.word.parts.iter().enumerate() {
            let (ties, divided) = match self.relaxed.is_empty() {
                true => (Vec::new(), false),
                false => (
                    self.relaxed.ties_inside(token as usize, from..part.end),
                    self.relaxed.divides(token as usize, part.end),
                ),
            };
            if divided || part.width > room && ties.is_empty() {
                let ends = self.before.is_some_and(|before| before.may_end_line(piece));
                if divided && from == 0 && ends {
                    let penalty = LAST_RESORT_PENALTY;
                    self.push(Stock::Penalty { penalty }, Origin::Between);
                }
                self.laid_open(piece, (token, from, part.end), room, bank);
            } else if !ties.is_empty() {
                self.part_with_ties(piece, (token, from, part), &ties, bank);
            } else {
                let origin = Origin::Part { token, from: narrow(from), to: narrow(part.end) };
                let joint = piece.word.joints.get(index);
                let inside = joint.map_or(Length::ZERO, |joint| joint.nobreak);
                let gives = if elastic { (part.width + inside).sp() } else { 0 };
                self.push(boxed(part, gives, piece.word.number), origin);
            }
            if let Some(joint) = piece.word.joints.get(index) {
                let next = piece.word.parts.get(index + 1);
                self.push(
                    Stock::Discretionary {
                        pre: joint.pre.sp(),
                        post: joint.post.sp(),
                        nobreak: joint.nobreak.sp(),
                        penalty: joint.penalty,
                        pre_right: joint.pre_right.sp(),
                        post_left: next.map_or(0, |next| next.left.sp()),
                    },
                    Origin::Joint,
                );
            }
            from = part.end;
        }
    }

    /// A part that may be divided at the no-break spaces that begin at `ties`.
    fn part_with_ties(
        &mut self,
        piece: &Piece,
        (token, from, part): (u32, usize, &Part),
        ties: &[usize],
        bank: &mut WordBank<'_>,
    ) {
        let elastic = piece.manner.font.role != crate::font::FontRole::Code;
        let text = &piece.word.shaped.text;
        let ends = || ties.iter().copied().chain([part.end]);
        let starts = || {
            let after = ties.iter().map(|tie| tie + THIN_TIE.len_utf8());
            std::iter::once(from).chain(after)
        };
        let widths: Vec<Length> = starts()
            .zip(ends())
            .map(|(start, end)| bank.piece(&text[start..end], piece.manner).advance)
            .collect();
        let white = part.width - widths.iter().copied().sum::<Length>();
        let tie_width = white / i64::try_from(ties.len()).unwrap_or(1).max(1);
        let count = widths.len();
        for (nth, ((start, end), width)) in starts().zip(ends()).zip(widths).enumerate() {
            if nth > 0 {
                self.push(Stock::Penalty { penalty: TIE_PENALTY }, Origin::None);
                let (from, to) = (narrow(start - THIN_TIE.len_utf8()), narrow(start));
                let tie = Origin::Tie { token, from, to };
                self.push(Stock::Kern { width: tie_width.sp() }, tie);
            }
            let edges = Part {
                end,
                width,
                left: if nth == 0 { part.left } else { Length::ZERO },
                right: if nth + 1 == count { part.right } else { Length::ZERO },
            };
            let gives = if elastic { width.sp() } else { 0 };
            let origin = Origin::Part { token, from: narrow(start), to: narrow(end) };
            self.push(boxed(&edges, gives, piece.word.number), origin);
        }
    }

    /// A part that no line holds, divisible between any two clusters.
    fn laid_open(
        &mut self,
        piece: &Piece,
        (token, from, to): (u32, usize, usize),
        room: Length,
        bank: &mut WordBank<'_>,
    ) {
        let shaped = match piece.word.parts.len() {
            1 => std::sync::Arc::clone(&piece.word.shaped),
            _ => bank.piece(&piece.word.shaped.text[from..to], piece.manner),
        };
        let base = if piece.word.parts.len() == 1 { 0 } else { from };
        let clusters = shaped.clusters();
        let mut whole: Length = clusters.iter().map(|(_, width)| *width).sum();
        let endless = whole > room * ENDLESS;
        let (mut at, mut open) = (0, Length::ZERO);
        // A part that would fit by itself is divided only where that is least ugly.
        let fits = piece.word.parts.iter().any(|it| it.end == to && it.width <= room);
        let may_end = |start: usize| {
            let (before, after) = shaped.text.split_at(start);
            let next = after.chars().next();
            !fits || next.is_none_or(|next| may_begin_line(before.chars().next_back(), next))
        };
        while let Some(&(start, mut width)) = clusters.get(at) {
            if at > 0 && may_end(start) {
                self.push(Stock::Penalty { penalty: LAST_RESORT_PENALTY }, Origin::Between);
            }
            at += 1;
            // The first two lines and the last of a word without end are weighed, those between
            // are full.
            if endless && open > room * 2 && whole > room * 2 {
                while let Some(&(_, more)) =
                    clusters.get(at).filter(|next| width + next.1 <= room)
                {
                    width += more;
                    at += 1;
                }
            }
            open += width;
            whole -= width;
            let end = clusters.get(at).map_or(to - base, |next| next.0);
            let origin =
                Origin::Part { token, from: narrow(base + start), to: narrow(base + end) };
            let width = width.sp();
            self.push(Stock::Box { width, elastic: 0, left: 0, right: 0, word: 0 }, origin);
        }
    }
}

/// Whether a line may begin with `next` in the midst of a word: a mark keeps to the letter before it.
fn may_begin_line(before: Option<char>, next: char) -> bool {
    let is_mark = ",.;:!?)]}»”’%/-\u{2010}\u{2013}\u{2014}".contains(next);
    before.is_some_and(|before| !is_mark || !before.is_alphanumeric())
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn boxed(part: &Part, elastic: i64, word: u32) -> Stock {
    Stock::Box {
        width: part.width.sp(),
        elastic,
        left: part.left.sp(),
        right: part.right.sp(),
        word,
    }
}

/// Whether a piece is a single letter, as `a` and `I` are.
fn is_one_letter(piece: &Piece) -> bool {
    let mut chars = piece.word.shaped.text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

impl Matter {
    /// The best lines in `frame`, and, for each of `offsets`, the best with so many lines more.
    pub(super) fn settings(
        &self,
        frame: &Frame,
        rules: &Rules,
        offsets: &[i32],
        breaker: &mut Breaker,
    ) -> Vec<Option<ParagraphBreaks>> {
        let measures = frame.measures();
        if self.items.len() > LONG {
            return vec![Some(breaker.break_lines(&self.items, &measures, rules))];
        }
        breaker.alternatives(&self.items, &measures, rules, offsets)
    }

    /// The `most` best settings in the natural number of lines, best first.
    pub(super) fn choices(
        &self,
        frame: &Frame,
        rules: &Rules,
        most: usize,
        breaker: &mut Breaker,
    ) -> Vec<ParagraphBreaks> {
        if self.items.len() > LONG {
            return Vec::new();
        }
        breaker.best_breaks(&self.items, &frame.measures(), rules, most)
    }

    /// Where the white of each line of `setting` will stand.
    pub(super) fn gaps(&self, setting: &ParagraphBreaks, frame: &Frame) -> Vec<Vec<Gap>> {
        let give = i64::from(frame.expansion);
        let mut gaps = Vec::with_capacity(setting.lines.len());
        for (index, line) in setting.lines.iter().enumerate() {
            let items = self.items.get(line.start..line.item).unwrap_or_default();
            let spaces = items.iter().filter(|item| matches!(item, Stock::Glue { .. })).count();
            let spaces = i64::try_from(spaces).unwrap_or(1).max(1);
            let fills = line.shortfall < 0 || line.infinite == [0; 3] && !frame.ragged;
            let short = if fills { line.shortfall } else { 0 };
            let glyphs = line.elastic.max(1);
            let scaling = (short * 1000 / glyphs).clamp(-give, give);
            let added = (short - glyphs * scaling / 1000) / spaces;
            let mut white = if index < frame.deep { frame.first.sp() } else { 0 };
            let mut glyphs = 0;
            let mut here = Vec::with_capacity(items.len() / 2);
            for item in items {
                match *item {
                    Stock::Box { width, .. } => glyphs += width,
                    Stock::Discretionary { nobreak, .. } => glyphs += nobreak,
                    Stock::Glue { width, .. } => {
                        let left = white + glyphs + glyphs * scaling / 1000;
                        let own = width + added;
                        white += own;
                        here.push(Gap { left, right: left + own, natural: width });
                    }
                    Stock::Kern { width } => white += width,
                    Stock::Penalty { .. } => {}
                }
            }
            gaps.push(here);
        }
        gaps
    }

    /// Sets the lines of `setting`.
    pub(super) fn set(
        &self,
        tokens: &[Token],
        setting: &ParagraphBreaks,
        frame: &Frame,
        bank: &mut WordBank<'_>,
    ) -> Vec<Line> {
        let fill =
            if frame.ragged { Fill::AtMost(0) } else { Fill::Justified(frame.expansion) };
        let mut stretches = Vec::new();
        let mut lines = Vec::with_capacity(setting.lines.len());
        for (index, found) in setting.lines.iter().enumerate() {
            let end = match self.end_of(found.item) {
                LineEnd::Space if self.is_added_space(tokens, found.item) => {
                    LineEnd::AddedSpace
                }
                end => end,
            };
            self.stretches(found.start..found.item, &mut stretches);
            let first = if index < frame.deep { frame.first } else { Length::ZERO };
            let filled = match (fill, end) {
                (Fill::Justified(give), LineEnd::Forced | LineEnd::Paragraph) => {
                    Fill::AtMost(give)
                }
                _ => fill,
            };
            let room = Room {
                left: frame.left + if frame.rtl { Length::ZERO } else { first },
                width: frame.width(index),
                baseline: frame.leading * (i64::try_from(index).unwrap_or(0) + 1),
                fill: filled,
                flush_right: frame.rtl,
                hang: true,
            };
            let badness = u32::try_from(found.badness.max(0)).unwrap_or(u32::MAX);
            lines.push(set_line(tokens, &stretches, &room, Verdict { end, badness }, bank));
        }
        lines
    }

    /// Which lines of `setting` end in a hyphen.
    pub(super) fn hyphens(&self, setting: &ParagraphBreaks) -> Vec<bool> {
        setting.lines.iter().map(|line| self.end_of(line.item) == LineEnd::Hyphen).collect()
    }

    /// The footnotes that each line of `setting` calls; empty where none calls one.
    pub(super) fn calls(&self, tokens: &[Token], setting: &ParagraphBreaks) -> Vec<Vec<u32>> {
        let calls = |token: &Token| matches!(token, Token::Piece(it) if it.look.call.is_some());
        if !tokens.iter().any(calls) {
            return Vec::new();
        }
        let call = |origin: &Origin| match *origin {
            Origin::Part { token, from: 0, .. } => match tokens.get(token as usize) {
                Some(Token::Piece(piece)) => piece.look.call,
                _ => None,
            },
            _ => None,
        };
        let of_line = |line: &LineBreak| {
            let origins = self.origins.get(line.start..line.item).unwrap_or_default();
            origins.iter().filter_map(call).collect()
        };
        setting.lines.iter().map(of_line).collect()
    }

    /// How a line ends that ends at this item.
    fn end_of(&self, item: usize) -> LineEnd {
        match (self.origins.get(item), self.items.get(item)) {
            (Some(Origin::Joint), Some(Stock::Discretionary { pre, .. })) if *pre > 0 => {
                LineEnd::Hyphen
            }
            (Some(Origin::Joint | Origin::Opportunity), _) => LineEnd::Explicit,
            (Some(Origin::Between), _) => LineEnd::Wrapped,
            (Some(Origin::None), Some(Stock::Penalty { penalty })) if *penalty <= FORCED => {
                LineEnd::Forced
            }
            (Some(_), _) => LineEnd::Space,
            (None, _) => LineEnd::Paragraph,
        }
    }

    /// Whether setting added all the spaces that vanish where a line ends at this item.
    fn is_added_space(&self, tokens: &[Token], item: usize) -> bool {
        let is_part = |origin: &&Origin| matches!(origin, Origin::Part { .. });
        let before = self.origins.get(..item).unwrap_or_default().iter().rev();
        let after = self.origins.get(item..).unwrap_or_default().iter();
        let around =
            before.take_while(|it| !is_part(it)).chain(after.take_while(|it| !is_part(it)));
        let spaces = around.filter_map(|origin| match *origin {
            Origin::Space { token } => tokens.get(token as usize),
            _ => None,
        });
        only_added_spaces(spaces)
    }

    fn stretches(&self, range: Range<usize>, stretches: &mut Vec<Stretch>) {
        stretches.clear();
        for origin in self.origins.get(range).unwrap_or(&[]) {
            match *origin {
                Origin::Part { token, from, to } | Origin::Tie { token, from, to } => {
                    let (token, from, to) = (token as usize, from as usize, to as usize);
                    match stretches.last_mut() {
                        Some(Stretch::Text { token: last, to: end, .. })
                            if *last == token && *end == from =>
                        {
                            *end = to;
                        }
                        _ => stretches.push(Stretch::Text { token, from, to }),
                    }
                }
                Origin::Space { token } => {
                    stretches.push(Stretch::Space { token: token as usize });
                }
                Origin::Joint | Origin::Between | Origin::Opportunity | Origin::None => {}
            }
        }
        while matches!(stretches.last(), Some(Stretch::Space { .. })) {
            stretches.pop();
        }
    }
}
