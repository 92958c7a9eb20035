//! Runs of a paragraph that are wider than their line.
//!
//! Comes in: [`Token`]s and the room of a line. Goes out: a [`Relaxed`]: the ties that give way and
//! the parts that are divided between characters. Never done here: ragged setting, choosing breaks.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::font::FontRole;
use crate::unit::Length;

use super::bank::WordBank;
use super::ties::{Link, Strength, THIN_TIE, open};
use super::tokens::{Piece, Token};
use super::words::{Case, Joint, Part};

/// The room of a line, and what gives in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineRoom {
    /// Its width.
    pub(super) width: Length,
    /// How far glyphs may narrow, in thousandths.
    pub(super) expansion: u16,
    /// Spaces do not shrink.
    pub(super) rigid: bool,
}

/// What gives way in a paragraph; nothing in most.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Relaxed {
    /// Token and byte of each tie at which a line may end; a space has byte 0.
    ties: BTreeSet<(usize, usize)>,
    /// Token and end of each part that is divided between characters.
    parts: BTreeSet<(usize, usize)>,
}

impl Relaxed {
    /// Finds what must give way so that no line is wider than `room`.
    pub(super) fn new(tokens: &[Token], room: &LineRoom, bank: &mut WordBank<'_>) -> Self {
        let mut relaxed = Self::default();
        for run in overlong_runs(tokens, room) {
            relaxed.add(tokens, &run, room, bank);
        }
        relaxed
    }

    /// Whether nothing gives way.
    pub(super) fn is_empty(&self) -> bool {
        self.ties.is_empty() && self.parts.is_empty()
    }

    /// Whether a line may end at the no-break space that is this token.
    pub(super) fn opens_space(&self, token: usize) -> bool {
        self.ties.contains(&(token, 0))
    }

    /// Whether the part of this token that ends at `end` is divided between characters.
    pub(super) fn divides(&self, token: usize, end: usize) -> bool {
        self.parts.contains(&(token, end))
    }

    /// The bytes of the ties that are opened inside these bytes of a token's text.
    pub(super) fn ties_inside(&self, token: usize, bytes: Range<usize>) -> Vec<usize> {
        // Byte 0 of a piece is no tie that is opened: it would begin a run.
        let inside = (token, bytes.start.max(1))..(token, bytes.end);
        if inside.start >= inside.end {
            return Vec::new();
        }
        self.ties.range(inside).map(|tie| tie.1).collect()
    }

    /// Opens what must be opened in one run.
    fn add(
        &mut self,
        tokens: &[Token],
        run: &Range<Place>,
        room: &LineRoom,
        bank: &mut WordBank<'_>,
    ) {
        let measured = measured(tokens, run, bank);
        let links: Vec<Link> = measured.iter().map(|it| it.link).collect();
        let fits = |range: Range<usize>| {
            let mut sum = Sum::default();
            measured[range].iter().for_each(|it| sum.add(it));
            sum.tightest(room) <= room.width
        };
        for (it, opened) in measured.iter().zip(open(&links, fits)) {
            match it.link {
                _ if !opened => {}
                Link::Tie(_) => {
                    self.ties.insert((it.token, it.byte));
                }
                Link::Text => {
                    self.parts.insert((it.token, it.byte));
                }
            }
        }
    }
}

/// A part of a piece: its token, and its number in it.
type Place = (usize, usize);

/// Text or a tie, measured.
#[derive(Debug, Clone, Copy)]
struct Measured {
    link: Link,
    token: usize,
    /// Where a tie begins; where the part ends in which a text stands.
    byte: usize,
    width: Length,
    elastic: bool,
    /// How far it may hang out at either edge of a line.
    hangs: [Length; 2],
}

/// Width of what stands in a line so far.
#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    width: Length,
    elastic: Length,
    white: Length,
    left: Option<Length>,
    right: Length,
}

impl Sum {
    /// The sum of a line that begins after a joint.
    fn after(joint: &Joint) -> Self {
        Self { width: joint.post, ..Self::default() }
    }

    fn add(&mut self, it: &Measured) {
        self.width += it.width;
        match it.link {
            Link::Tie(_) if it.byte == 0 => self.white += it.width,
            Link::Tie(_) => {}
            Link::Text => {
                if it.elastic {
                    self.elastic += it.width;
                }
                self.left = self.left.or(Some(it.hangs[0]));
                self.right = it.hangs[1];
            }
        }
    }

    /// The least width that it can be set in.
    fn tightest(&self, room: &LineRoom) -> Length {
        let glyphs = self.elastic.fraction(i64::from(room.expansion), 1000);
        let white = if room.rigid { Length::ZERO } else { self.white / 3 };
        self.width - glyphs - white - self.left.unwrap_or_default() - self.right
    }
}

/// The runs between places where a line may end that are wider than `room`.
fn overlong_runs(tokens: &[Token], room: &LineRoom) -> Vec<Range<Place>> {
    let mut found = Vec::new();
    let mut start = (0, 0);
    let mut sum = Sum::default();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Piece(piece) => {
                for (nth, part) in piece.word.parts.iter().enumerate() {
                    let joint = piece.word.joints.get(nth);
                    // A part that no line holds is divided between characters without more ado, so
                    // that its first one ends a run and its last one begins another.
                    let ends = (part.width > room.width && !has_tie(piece, nth))
                        .then(|| outer_clusters(piece, nth));
                    let (end, next) = match (ends, joint) {
                        (None, None) => {
                            sum.add(&of_part(piece, at, part));
                            continue;
                        }
                        (Some((first, last)), None) => {
                            let end = Sum { width: sum.width + first, ..sum };
                            (end, (Sum { width: last, ..Sum::default() }, (at, nth)))
                        }
                        (Some((first, _)), Some(joint)) => {
                            let end = Sum { width: sum.width + first, ..sum };
                            (end, (Sum::after(joint), (at, nth + 1)))
                        }
                        (None, Some(joint)) => {
                            sum.add(&of_part(piece, at, part));
                            let (width, right) = (sum.width + joint.pre, joint.pre_right);
                            let end = Sum { width, right, ..sum };
                            (end, (Sum::after(joint), (at, nth + 1)))
                        }
                    };
                    if end.tightest(room) > room.width {
                        found.push(start..(at, nth + 1));
                    }
                    (sum, start) = next;
                }
            }
            Token::Space { breakable: false, width, .. } => {
                sum.width += *width;
                sum.white += *width;
            }
            Token::Space { .. } | Token::Opportunity | Token::Forced => {
                if sum.tightest(room) > room.width {
                    found.push(start..(at, 0));
                }
                sum = Sum::default();
                start = (at + 1, 0);
            }
        }
    }
    if sum.tightest(room) > room.width {
        found.push(start..(tokens.len(), 0));
    }
    found
}

/// Where a part begins in the text of its piece.
fn begin_of(piece: &Piece, nth: usize) -> usize {
    nth.checked_sub(1).and_then(|before| piece.word.parts.get(before)).map_or(0, |it| it.end)
}

/// The text of a part.
fn text_of(piece: &Piece, nth: usize) -> &str {
    let end = piece.word.parts.get(nth).map_or(0, |part| part.end);
    piece.word.shaped.text.get(begin_of(piece, nth)..end).unwrap_or("")
}

/// Widths of the first and the last character of a part.
fn outer_clusters(piece: &Piece, nth: usize) -> (Length, Length) {
    let begin = begin_of(piece, nth);
    let end = begin + text_of(piece, nth).len();
    let clusters = piece.word.shaped.clusters();
    let mut inside = clusters.iter().filter(|(at, _)| (begin..end).contains(at));
    let first = inside.next().map_or(Length::ZERO, |it| it.1);
    (first, inside.next_back().map_or(first, |it| it.1))
}

fn has_tie(piece: &Piece, nth: usize) -> bool {
    text_of(piece, nth).contains(THIN_TIE)
}

fn of_part(piece: &Piece, token: usize, part: &Part) -> Measured {
    Measured {
        link: Link::Text,
        token,
        byte: part.end,
        width: part.width,
        elastic: piece.manner.font.role != FontRole::Code,
        hangs: [part.left, part.right],
    }
}

/// Texts and ties of a run.
fn measured(tokens: &[Token], run: &Range<Place>, bank: &mut WordBank<'_>) -> Vec<Measured> {
    let mut found = Vec::new();
    let mut before = None;
    for (at, token) in tokens.iter().enumerate().take(run.end.0 + 1).skip(run.start.0) {
        match token {
            Token::Piece(piece) => {
                let from = if at == run.start.0 { run.start.1 } else { 0 };
                let to = if at == run.end.0 { run.end.1 } else { piece.word.parts.len() };
                for nth in from..to {
                    measure_part(piece, (at, nth), bank, &mut found);
                    before = text_of(piece, nth).chars().next_back();
                }
            }
            Token::Space { breakable: false, width, written, .. } if at < run.end.0 => {
                let after = tokens[at + 1..].iter().find_map(|token| match token {
                    Token::Piece(piece) => piece.word.shaped.text.chars().next(),
                    _ => None,
                });
                found.push(Measured {
                    link: Link::Tie(Strength::of(before, after, *written)),
                    token: at,
                    byte: 0,
                    width: *width,
                    elastic: false,
                    hangs: Default::default(),
                });
            }
            _ => {}
        }
    }
    found
}

/// Adds a part, taken apart at the ties inside it.
fn measure_part(
    piece: &Piece,
    (token, nth): Place,
    bank: &mut WordBank<'_>,
    found: &mut Vec<Measured>,
) {
    let Some(part) = piece.word.parts.get(nth) else { return };
    let whole = of_part(piece, token, part);
    let text = text_of(piece, nth);
    if !text.contains(THIN_TIE) {
        found.push(whole);
        return;
    }
    let first = found.len();
    let mut at = begin_of(piece, nth);
    let mut rest = part.width;
    for piece_text in text.split(THIN_TIE) {
        if found.len() > first {
            let chars = (text, at - begin_of(piece, nth));
            let before = chars.0[..chars.1].chars().next_back();
            at += THIN_TIE.len_utf8();
            let after = piece_text.chars().next();
            found.push(Measured {
                link: Link::Tie(Strength::of(before, after, piece.written)),
                byte: at - THIN_TIE.len_utf8(),
                width: Length::ZERO,
                hangs: Default::default(),
                ..whole
            });
        }
        let width = bank.piece(piece_text, piece.manner).advance;
        rest -= width;
        found.push(Measured { width, hangs: Default::default(), ..whole });
        at += piece_text.len();
    }
    // The white of the ties, kerning counted.
    let ties = i64::try_from((found.len() - first) / 2).unwrap_or(1).max(1);
    for it in found.iter_mut().skip(first).filter(|it| it.link != Link::Text) {
        it.width = rest / ties;
    }
    if let Some(it) = found.get_mut(first) {
        it.hangs[0] = part.left;
    }
    if let Some(it) = found.last_mut() {
        it.hangs[1] = part.right;
    }
}
