//! Ragged setting, by textwrap's optimal fit.
//!
//! Comes in: [`Token`]s and the room. Goes out: which stretches stand in which line, and the lines
//! set. Never done here: justification.

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_optimal_fit};

use crate::unit::Length;

use super::bank::WordBank;
use super::line::{Room, Stretch, Verdict, set_line};
use super::sense::{Word, divide};
use super::ties::{Link, Strength, THIN_TIE, open};
use super::tokens::{Piece, Token, only_added_spaces};
use super::{Line, LineEnd};

/// How often the measure is halved towards the narrowest that keeps the number of lines: after 12
/// halvings the remainder is under a tenth of a point.
const BALANCING_STEPS: u32 = 12;

/// Price of each point that a line sticks out. By textwrap's own measure (2500) a line that is two
/// points too long would be better than a line more; here it never is, the least gap squared being
/// far below this.
const OVERFLOW: usize = 100_000_000;

/// A line of stretches and whether the text demanded a new line after it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct RaggedLine {
    /// What stands in it, without the space at its end.
    pub(super) stretches: Vec<Stretch>,
    /// The text demands a new line after it.
    pub(super) forced: bool,
    /// It ends inside a word, with a hyphen that is added.
    pub(super) hyphen: bool,
}

/// What textwrap sees: something unbreakable and the white after it.
#[derive(Debug)]
struct Chunk {
    stretches: Vec<Stretch>,
    /// The white after it: a space, or a tie inside a piece.
    white: Option<Stretch>,
    width: f64,
    white_width: f64,
    /// Width of the hyphen that is added where a line ends here; nothing where none is.
    hyphen: f64,
}

impl Chunk {
    fn new() -> Self {
        Self { stretches: Vec::new(), white: None, width: 0.0, white_width: 0.0, hyphen: 0.0 }
    }
}

impl Fragment for Chunk {
    fn width(&self) -> f64 {
        self.width
    }
    fn whitespace_width(&self) -> f64 {
        self.white_width
    }
    fn penalty_width(&self) -> f64 {
        self.hyphen
    }
}

/// Breaks tokens into ragged lines; `first` and `rest` are the rooms of the lines. With `balance`
/// the lines are made as even as their number allows. Words are hyphenated where the tokens say
/// how, and never for the sake of balance.
pub(super) fn break_ragged(
    tokens: &[Token],
    (first, rest): (Length, Length),
    balance: bool,
) -> Vec<RaggedLine> {
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let stop = tokens[start..].iter().position(|token| matches!(token, Token::Forced));
        let end = stop.map_or(tokens.len(), |offset| start + offset);
        let room = if start == 0 { (first, rest) } else { (rest, rest) };
        let chunks = chunks(tokens, start..end, (rest, !balance));
        let chunks = relaxed(tokens, chunks, room);
        let mut broken = match balance {
            true => by_sense(tokens, &chunks, rest).unwrap_or_else(|| balanced(&chunks, room)),
            false => wrapped(&chunks, room),
        };
        if broken.is_empty() {
            broken.push(RaggedLine::default());
        }
        lines.append(&mut broken);
        match stop {
            Some(_) => {
                if let Some(last) = lines.last_mut() {
                    last.forced = true;
                }
                start = end + 1;
            }
            None => return lines,
        }
    }
}

/// The width of the widest thing in `tokens` that no line end divides, and the width of the
/// longest line that the text itself demands.
pub(super) fn widths(tokens: &[Token], hyphenate: bool) -> (Length, Length) {
    let all = Length::from_pt(f64::from(u16::MAX));
    let (mut least, mut natural) = (0.0, 0.0);
    for line in tokens.split(|token| matches!(token, Token::Forced)) {
        let chunks = chunks(line, 0..line.len(), (all, hyphenate));
        least = chunks.iter().map(|chunk| chunk.width + chunk.hyphen).fold(least, f64::max);
        natural = width_of(&chunks).max(natural);
    }
    (Length::from_pt(least), Length::from_pt(natural))
}

/// Sets ragged lines, each in the room that `room` gives for its index.
pub(super) fn set_ragged(
    tokens: &[Token],
    broken: &[RaggedLine],
    room: impl Fn(usize) -> Room,
    bank: &mut WordBank<'_>,
) -> Vec<Line> {
    let mut lines = Vec::with_capacity(broken.len());
    for (index, line) in broken.iter().enumerate() {
        let end = match (index + 1 == broken.len(), line.forced) {
            (true, _) => LineEnd::Paragraph,
            (_, true) => LineEnd::Forced,
            _ if line.hyphen => LineEnd::Hyphen,
            _ => line_end(tokens, broken.get(index + 1), line),
        };
        let verdict = Verdict { end, badness: 0 };
        lines.push(set_line(tokens, &line.stretches, &room(index), verdict, bank));
    }
    lines
}

/// How a ragged line ends that the text does not end.
fn line_end(tokens: &[Token], next: Option<&RaggedLine>, line: &RaggedLine) -> LineEnd {
    let last = line.stretches.last();
    let first = next.and_then(|next| next.stretches.first());
    if let (
        Some(Stretch::Text { token, to, .. }),
        Some(Stretch::Text { token: next, from, .. }),
    ) = (last, first)
        && token == next
    {
        // A tie that gives way stands in neither line.
        return if to == from { LineEnd::Explicit } else { LineEnd::Space };
    }
    let index = |stretch: &Stretch| match *stretch {
        Stretch::Text { token, .. } | Stretch::Space { token } => token,
    };
    let (Some(last), Some(first)) = (last.map(index), first.map(index)) else {
        return LineEnd::Space;
    };
    let between = tokens.get(last..=first).unwrap_or_default();
    if !between.iter().any(|token| matches!(token, Token::Space { .. })) {
        LineEnd::Explicit
    } else if only_added_spaces(between.iter()) {
        LineEnd::AddedSpace
    } else {
        LineEnd::Space
    }
}

fn wrapped(chunks: &[Chunk], (first, rest): (Length, Length)) -> Vec<RaggedLine> {
    wrap(chunks, &[first.pt(), rest.pt()]).into_iter().map(line_of).collect()
}

fn wrap<'c>(chunks: &'c [Chunk], widths: &[f64]) -> Vec<&'c [Chunk]> {
    if chunks.is_empty() {
        return Vec::new();
    }
    // Widths stay far below where the optimal fit overflows; first fit is there all the same.
    let penalties = Penalties { overflow_penalty: OVERFLOW, ..Penalties::new() };
    wrap_optimal_fit(chunks, widths, &penalties)
        .unwrap_or_else(|_| textwrap::wrap_algorithms::wrap_first_fit(chunks, widths))
}

/// The lines of a headline, broken by sense; none where a word is too wide.
fn by_sense(tokens: &[Token], chunks: &[Chunk], room: Length) -> Option<Vec<RaggedLine>> {
    let words: Vec<Word> = chunks
        .iter()
        .map(|chunk| Word {
            text: chunk.stretches.iter().filter_map(|it| text_of(tokens, it)).collect(),
            width: chunk.width,
            white: chunk.white_width,
        })
        .collect();
    let ends = divide(&words, room.pt())?;
    let starts = std::iter::once(0).chain(ends.iter().copied());
    Some(starts.zip(&ends).map(|(start, &end)| line_of(&chunks[start..end])).collect())
}

fn text_of<'t>(tokens: &'t [Token], stretch: &Stretch) -> Option<&'t str> {
    let Stretch::Text { token, from, to } = *stretch else { return None };
    let Token::Piece(piece) = tokens.get(token)? else { return None };
    piece.word.shaped.text.get(from..to)
}

/// The narrowest measure that needs no more lines than the full one gives the evenest lines.
fn balanced(chunks: &[Chunk], (first, rest): (Length, Length)) -> Vec<RaggedLine> {
    let count = wrap(chunks, &[first.pt(), rest.pt()]).len();
    let (mut narrow, mut wide) = (0.0, 1.0);
    for _ in 0..BALANCING_STEPS {
        let middle = (narrow + wide) / 2.0;
        let widths = [first.pt() * middle, rest.pt() * middle];
        let lines = wrap(chunks, &widths);
        let fits = lines.iter().enumerate().all(|(index, line)| {
            width_of(line) <= if index == 0 { widths[0] } else { widths[1] }
        });
        if fits && lines.len() <= count {
            wide = middle;
        } else {
            narrow = middle;
        }
    }
    wrapped(chunks, (first.scale(wide), rest.scale(wide)))
}

fn width_of(line: &[Chunk]) -> f64 {
    let Some((last, others)) = line.split_last() else { return 0.0 };
    others.iter().map(|chunk| chunk.width + chunk.white_width).sum::<f64>() + last.width
}

fn line_of(chunks: &[Chunk]) -> RaggedLine {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (index, chunk) in chunks.iter().enumerate() {
        for &stretch in &chunk.stretches {
            join(&mut stretches, stretch);
        }
        if let Some(white) = chunk.white.filter(|_| index + 1 < chunks.len()) {
            join(&mut stretches, white);
        }
    }
    let hyphen = chunks.last().is_some_and(|last| last.hyphen > 0.0);
    RaggedLine { stretches, forced: false, hyphen }
}

/// Adds a stretch; one that goes on where the last ended makes one piece with it.
fn join(stretches: &mut Vec<Stretch>, stretch: Stretch) {
    if let (Some(Stretch::Text { token: open, to, .. }), Stretch::Text { token, from, to: end }) =
        (stretches.last_mut(), stretch)
        && *open == token
        && *to == from
    {
        *to = end;
        return;
    }
    stretches.push(stretch);
}

/// Groups tokens into what no line end divides. Words wider than `room` are laid open; others are
/// divided with a hyphen where `hyphenate`.
fn chunks(
    tokens: &[Token],
    range: std::ops::Range<usize>,
    (room, hyphenate): (Length, bool),
) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut open = Chunk::new();
    for index in range {
        match &tokens[index] {
            Token::Piece(piece) => {
                add_piece(piece, index, (room, hyphenate), (&mut open, &mut chunks));
            }
            Token::Space { width, breakable: true, .. } => {
                open.white = Some(Stretch::Space { token: index });
                open.white_width = width.pt();
                close(&mut open, &mut chunks);
            }
            Token::Space { width, .. } => {
                open.stretches.push(Stretch::Space { token: index });
                open.width += width.pt();
            }
            Token::Opportunity => close(&mut open, &mut chunks),
            Token::Forced => {}
        }
    }
    close(&mut open, &mut chunks);
    chunks
}

fn close(open: &mut Chunk, chunks: &mut Vec<Chunk>) {
    if !open.stretches.is_empty() || open.white.is_some() {
        chunks.push(std::mem::replace(open, Chunk::new()));
    }
}

/// Adds a piece, divided after its own hyphens and dashes, and by hyphenation where `hyphenate`.
fn add_piece(
    piece: &Piece,
    token: usize,
    (room, hyphenate): (Length, bool),
    (open, chunks): (&mut Chunk, &mut Vec<Chunk>),
) {
    let mut from = 0;
    let mut width = Length::ZERO;
    for (index, part) in piece.word.parts.iter().enumerate() {
        width += part.width;
        let joint = piece.word.joints.get(index);
        let divides = joint.is_none_or(|joint| hyphenate || !joint.hyphen);
        if !divides {
            continue;
        }
        if width > room {
            close(open, chunks);
            lay_open(piece, token, (from, part.end), room, chunks);
        } else {
            open.stretches.push(Stretch::Text { token, from, to: part.end });
            open.width += width.pt();
            if let Some(joint) = joint {
                open.hyphen = if joint.hyphen { joint.pre.pt() } else { 0.0 };
                close(open, chunks);
            }
        }
        from = part.end;
        width = Length::ZERO;
    }
}

/// Divides a word that no line holds between its clusters, as many to a line as fit.
fn lay_open(
    piece: &Piece,
    token: usize,
    (from, to): (usize, usize),
    room: Length,
    chunks: &mut Vec<Chunk>,
) {
    let shaped = &piece.word.shaped;
    let mut start = from;
    let mut width = Length::ZERO;
    let mut push = |from: usize, to: usize, width: Length| {
        let stretches = vec![Stretch::Text { token, from, to }];
        chunks.push(Chunk { stretches, width: width.pt(), ..Chunk::new() });
    };
    for (at, advance) in shaped.clusters() {
        if at < from || at >= to {
            continue;
        }
        if width + advance > room && at > start {
            push(start, at, width);
            start = at;
            width = Length::ZERO;
        }
        width += advance;
    }
    push(start, to, width);
}

/// A piece of a chunk that no line holds: text, or the tie between two of them.
#[derive(Debug, Clone, Copy)]
struct Fragile {
    stretch: Stretch,
    link: Link,
    width: Length,
}

/// The same chunks, but those that are wider than their line divided: at ties where that helps, else
/// between characters. The first chunk stands in the first line.
fn relaxed(
    tokens: &[Token],
    chunks: Vec<Chunk>,
    (first, rest): (Length, Length),
) -> Vec<Chunk> {
    let room = |index: usize| if index == 0 { first } else { rest };
    let too_wide = |(index, chunk): (usize, &Chunk)| chunk.width > room(index).pt() + ROUNDING;
    if !chunks.iter().enumerate().any(too_wide) {
        return chunks;
    }
    let mut found = Vec::with_capacity(chunks.len() + 4);
    for (index, chunk) in chunks.into_iter().enumerate() {
        if too_wide((index, &chunk)) {
            divide_chunk(tokens, &chunk, room(index), &mut found);
        } else {
            found.push(chunk);
        }
    }
    found
}

/// Widths are sums of rounded numbers, in points.
const ROUNDING: f64 = 0.001;

/// Divides a chunk into chunks that are no wider than `room`.
fn divide_chunk(tokens: &[Token], chunk: &Chunk, room: Length, found: &mut Vec<Chunk>) {
    let parts = fragile(tokens, chunk);
    let links: Vec<Link> = parts.iter().map(|it| it.link).collect();
    let width = |range: std::ops::Range<usize>| -> Length {
        parts[range].iter().map(|it| it.width).sum()
    };
    let opened = open(&links, |range| width(range) <= room);
    let mut open = Chunk::new();
    for (part, opened) in parts.iter().zip(opened) {
        match (part.link, opened) {
            (Link::Tie(_), true) => {
                open.white = Some(part.stretch);
                open.white_width = part.width.pt();
                close(&mut open, found);
            }
            (Link::Text, true) => {
                lay_open_beside(tokens, part, room, (&mut open, found));
            }
            (_, false) => {
                open.stretches.push(part.stretch);
                open.width += part.width.pt();
            }
        }
    }
    open.white = chunk.white;
    open.white_width = chunk.white_width;
    open.hyphen = chunk.hyphen;
    close(&mut open, found);
}

/// The texts and ties of a chunk.
fn fragile(tokens: &[Token], chunk: &Chunk) -> Vec<Fragile> {
    let mut found: Vec<Fragile> = Vec::new();
    let mut before = None;
    for (nth, &stretch) in chunk.stretches.iter().enumerate() {
        match (stretch, tokens.get(token_of(stretch))) {
            (Stretch::Text { token, from, to }, Some(Token::Piece(piece))) => {
                let text = text_of(tokens, &stretch).unwrap_or("");
                let mut start = from;
                for part in text.split_inclusive(THIN_TIE) {
                    let bare = part.trim_end_matches(THIN_TIE);
                    let (middle, end) = (start + bare.len(), start + part.len());
                    let next = text.get(end - from..).and_then(|rest| rest.chars().next());
                    before = bare.chars().next_back().or(before);
                    let tie = Link::Tie(Strength::of(before, next, piece.written));
                    for (link, from, to) in [(Link::Text, start, middle), (tie, middle, end)] {
                        if from < to {
                            let stretch = Stretch::Text { token, from, to };
                            let width = width_inside(piece, from, to);
                            found.push(Fragile { stretch, link, width });
                        }
                    }
                    start = end;
                }
                debug_assert_eq!(start, to, "every byte is in a part");
            }
            (Stretch::Space { .. }, Some(Token::Space { width, written, .. })) => {
                let after = chunk.stretches.get(nth + 1).and_then(|it| text_of(tokens, it));
                let after = after.and_then(|text| text.chars().next());
                let link = Link::Tie(Strength::of(before, after, *written));
                found.push(Fragile { stretch, link, width: *width });
            }
            _ => {}
        }
    }
    found
}

fn token_of(stretch: Stretch) -> usize {
    match stretch {
        Stretch::Text { token, .. } | Stretch::Space { token } => token,
    }
}

/// Width of some bytes of a piece as they stand in the whole.
fn width_inside(piece: &Piece, from: usize, to: usize) -> Length {
    let clusters = piece.word.shaped.clusters();
    clusters.iter().filter(|(at, _)| (from..to).contains(at)).map(|(_, width)| *width).sum()
}

/// Adds a text that no line holds, after what is open, as many characters to a line as fit.
fn lay_open_beside(
    tokens: &[Token],
    part: &Fragile,
    room: Length,
    (open, chunks): (&mut Chunk, &mut Vec<Chunk>),
) {
    let Stretch::Text { token, from, to } = part.stretch else { return };
    let Some(Token::Piece(piece)) = tokens.get(token) else { return };
    let clusters = piece.word.shaped.clusters();
    let mut inside = clusters.into_iter().filter(|(at, _)| (from..to).contains(at)).peekable();
    while let Some((at, width)) = inside.next() {
        if open.width + width.pt() > room.pt() && !open.stretches.is_empty() {
            close(open, chunks);
        }
        open.width += width.pt();
        let end = inside.peek().map_or(to, |next| next.0);
        join(&mut open.stretches, Stretch::Text { token, from: at, to: end });
    }
}
