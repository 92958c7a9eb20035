//! Ragged lines, broken with textwrap's optimal fit.

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};

use crate::unit::Length;

use super::headline_breaks::{HeadlineWord, break_headline};
use super::line::{LineBox, LineSegment, push_segment, set_line};
use super::ties::{RunElement, THIN_TIE, TieStrength, open_elements};
use super::tokens::{TextRange, TextToken, Token, has_only_added_spaces};
use super::word_cache::WordCache;
use super::{Line, LineEnd};

/// Number of times the width is halved in the search for the narrowest that keeps the number of
/// lines. The error is then below a tenth of a point.
const BALANCING_STEPS: i32 = 12;
/// Cost of each point by which a line is too wide. With textwrap's own cost (2500) a line that is two
/// points too wide would be better than one more line; this exceeds any gap squared.
const OVERFLOW_PENALTY: usize = 100_000_000;
/// Tolerance of comparisons of widths in points, which are sums of rounded numbers.
const ROUNDING: f64 = 0.001;

/// Widths available to the lines of a ragged text.
#[derive(Debug, Clone, Copy)]
pub(super) struct RaggedWidths {
    /// Width of the first line.
    pub(super) first: Length,
    /// Width of the lines after it.
    pub(super) rest: Length,
}

impl RaggedWidths {
    /// Lines of equal width.
    pub(super) fn equal(width: Length) -> Self {
        Self { first: width, rest: width }
    }

    /// Returns the width of a line, or of an unbreakable chunk, of which only the first may be in the
    /// first line.
    fn at(self, index: usize) -> Length {
        if index == 0 { self.first } else { self.rest }
    }

    fn scale(self, factor: f64) -> Self {
        Self { first: self.first.scale(factor), rest: self.rest.scale(factor) }
    }
}

/// Criterion for the breaks of ragged lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RaggedFit {
    /// As few lines as possible; words are hyphenated where their tokens permit it.
    Full,
    /// Lines as even as their number permits, broken by sense; words are not hyphenated.
    Balanced,
}

/// Ragged line before it is set.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct RaggedLine {
    /// Segments, without the space at the end.
    segments: Vec<LineSegment>,
    /// A forced break follows.
    forced: bool,
    /// It ends inside a word, with a hyphen that is added.
    hyphen: bool,
}

/// Unbreakable text and the space after it. Widths are in points.
#[derive(Debug, Default)]
struct Chunk {
    segments: Vec<LineSegment>,
    width: f64,
    /// A space, or a tie inside a token.
    space: Option<LineSegment>,
    space_width: f64,
    /// Width of the hyphen that is added at the end of a line; 0 for none.
    hyphen_width: f64,
}

impl Fragment for Chunk {
    fn width(&self) -> f64 {
        self.width
    }
    fn whitespace_width(&self) -> f64 {
        self.space_width
    }
    fn penalty_width(&self) -> f64 {
        self.hyphen_width
    }
}

/// Breaks tokens into ragged lines.
pub(super) fn break_ragged(
    tokens: &[Token],
    widths: RaggedWidths,
    fit: RaggedFit,
) -> Vec<RaggedLine> {
    let mut lines: Vec<RaggedLine> = Vec::new();
    let mut first_token = 0;
    for paragraph in tokens.split(|token| matches!(token, Token::Forced)) {
        let widths = if first_token == 0 { widths } else { RaggedWidths::equal(widths.rest) };
        let chunks = chunks(paragraph, first_token, widths.rest, fit == RaggedFit::Full);
        let chunks = divide_wide_chunks(tokens, chunks, widths);
        let mut broken = match fit {
            RaggedFit::Full => wrap_lines(&chunks, widths),
            RaggedFit::Balanced => lines_by_sense(tokens, &chunks, widths.rest)
                .unwrap_or_else(|| balanced_lines(&chunks, widths)),
        };
        if broken.is_empty() {
            broken.push(RaggedLine::default());
        }
        if let Some(last) = lines.last_mut() {
            last.forced = true;
        }
        lines.append(&mut broken);
        first_token += paragraph.len() + 1;
    }
    lines
}

/// Widths of a text in a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct ContentWidths {
    /// Width of the widest unbreakable chunk (CSS: min-content).
    pub(super) min: Length,
    /// Width of the longest line that the text demands (CSS: max-content).
    pub(super) max: Length,
}

/// Returns the widths of a text, with its words hyphenated if `hyphenate`.
pub(super) fn content_widths(tokens: &[Token], hyphenate: bool) -> ContentWidths {
    let unlimited = Length::from_pt(f64::from(u16::MAX));
    let (mut min, mut max) = (0.0, 0.0);
    for line in tokens.split(|token| matches!(token, Token::Forced)) {
        let chunks = chunks(line, 0, unlimited, hyphenate);
        min = chunks.iter().map(|chunk| chunk.width + chunk.hyphen_width).fold(min, f64::max);
        max = line_width(&chunks).max(max);
    }
    ContentWidths { min: Length::from_pt(min), max: Length::from_pt(max) }
}

/// Sets ragged lines, each in the box that `line_box` returns for its index.
pub(super) fn set_ragged(
    tokens: &[Token],
    broken: &[RaggedLine],
    line_box: impl Fn(usize) -> LineBox,
    cache: &mut WordCache<'_>,
) -> Vec<Line> {
    let mut lines = Vec::with_capacity(broken.len());
    for (index, line) in broken.iter().enumerate() {
        let end = match broken.get(index + 1) {
            None => LineEnd::Paragraph,
            Some(_) if line.forced => LineEnd::Forced,
            Some(_) if line.hyphen => LineEnd::Hyphen,
            Some(next) => line_end(tokens, line, next),
        };
        lines.push(set_line(tokens, &line.segments, &line_box(index), end, cache));
    }
    lines
}

/// Returns how a line ends that neither a forced break nor a hyphen ends.
fn line_end(tokens: &[Token], line: &RaggedLine, next: &RaggedLine) -> LineEnd {
    let (Some(&last), Some(&first)) = (line.segments.last(), next.segments.first()) else {
        return LineEnd::Space;
    };
    if let (LineSegment::Text(last), LineSegment::Text(first)) = (last, first)
        && last.token == first.token
    {
        // An open tie stands in neither line.
        return if last.to == first.from { LineEnd::Explicit } else { LineEnd::Space };
    }
    let between = &tokens[token_of(last)..=token_of(first)];
    if !between.iter().any(|token| matches!(token, Token::Space { .. })) {
        LineEnd::Explicit
    } else if has_only_added_spaces(between.iter()) {
        LineEnd::AddedSpace
    } else {
        LineEnd::Space
    }
}

fn token_of(segment: LineSegment) -> usize {
    match segment {
        LineSegment::Text(TextRange { token, .. }) | LineSegment::Space { token } => token,
    }
}

fn wrap_lines(chunks: &[Chunk], widths: RaggedWidths) -> Vec<RaggedLine> {
    wrap_chunks(chunks, &[widths.first.pt(), widths.rest.pt()])
        .into_iter()
        .map(line_of)
        .collect()
}

fn wrap_chunks<'c>(chunks: &'c [Chunk], widths: &[f64]) -> Vec<&'c [Chunk]> {
    if chunks.is_empty() {
        return Vec::new();
    }
    let penalties = Penalties { overflow_penalty: OVERFLOW_PENALTY, ..Penalties::new() };
    // The optimal fit fails where a cost overflows, far above the widths of any page.
    wrap_optimal_fit(chunks, widths, &penalties)
        .unwrap_or_else(|_| wrap_first_fit(chunks, widths))
}

/// Returns the lines of a headline, broken by sense; none where a word is too wide.
fn lines_by_sense(
    tokens: &[Token],
    chunks: &[Chunk],
    width: Length,
) -> Option<Vec<RaggedLine>> {
    let text_of = |segment: &LineSegment| match segment {
        LineSegment::Text(range) => range.text(tokens),
        LineSegment::Space { .. } => "",
    };
    let words: Vec<HeadlineWord> = chunks
        .iter()
        .map(|chunk| HeadlineWord {
            text: chunk.segments.iter().map(text_of).collect(),
            width: chunk.width,
            space: chunk.space_width,
        })
        .collect();
    let ends = break_headline(&words, width.pt())?;
    let starts = std::iter::once(0).chain(ends.iter().copied());
    Some(starts.zip(&ends).map(|(start, &end)| line_of(&chunks[start..end])).collect())
}

/// Returns lines in the narrowest width that needs no more lines than the full one.
fn balanced_lines(chunks: &[Chunk], widths: RaggedWidths) -> Vec<RaggedLine> {
    let RaggedWidths { first, rest } = widths;
    let count = wrap_chunks(chunks, &[first.pt(), rest.pt()]).len();
    let (mut narrow, mut wide) = (0.0, 1.0);
    for _ in 0..BALANCING_STEPS {
        let middle = (narrow + wide) / 2.0;
        let widths = [first.pt() * middle, rest.pt() * middle];
        let lines = wrap_chunks(chunks, &widths);
        let fits = lines
            .iter()
            .enumerate()
            .all(|(index, line)| line_width(line) <= widths[index.min(1)]);
        if fits && lines.len() <= count {
            wide = middle;
        } else {
            narrow = middle;
        }
    }
    wrap_lines(chunks, widths.scale(wide))
}

fn line_width(line: &[Chunk]) -> f64 {
    let Some((last, others)) = line.split_last() else { return 0.0 };
    others.iter().map(|chunk| chunk.width + chunk.space_width).sum::<f64>() + last.width
}

fn line_of(chunks: &[Chunk]) -> RaggedLine {
    let mut segments: Vec<LineSegment> = Vec::new();
    for (index, chunk) in chunks.iter().enumerate() {
        let space = chunk.space.filter(|_| index + 1 < chunks.len());
        for &segment in chunk.segments.iter().chain(&space) {
            push_segment(&mut segments, segment);
        }
    }
    let hyphen = chunks.last().is_some_and(|last| last.hyphen_width > 0.0);
    RaggedLine { segments, forced: false, hyphen }
}

/// Groups tokens, of which the first has the index `first_token`, into unbreakable chunks. Words wider
/// than `width` are divided between characters, others at their hyphenation points if `hyphenate`.
fn chunks(tokens: &[Token], first_token: usize, width: Length, hyphenate: bool) -> Vec<Chunk> {
    let mut chunks = ChunkList::default();
    for (token, item) in (first_token..).zip(tokens) {
        match item {
            Token::Text(text) => chunks.add_text(text, token, width, hyphenate),
            Token::Space { width, breakable: true, .. } => {
                chunks.end_at_space(LineSegment::Space { token }, *width);
            }
            Token::Space { width, .. } => chunks.push(LineSegment::Space { token }, *width),
            Token::Opportunity => chunks.close(),
            Token::Forced => {}
        }
    }
    chunks.close();
    chunks.closed
}

/// List of chunks under construction.
#[derive(Debug, Default)]
struct ChunkList {
    closed: Vec<Chunk>,
    open: Chunk,
}

impl ChunkList {
    fn close(&mut self) {
        if !self.open.segments.is_empty() || self.open.space.is_some() {
            self.closed.push(std::mem::take(&mut self.open));
        }
    }

    fn push(&mut self, segment: LineSegment, width: Length) {
        push_segment(&mut self.open.segments, segment);
        self.open.width += width.pt();
    }

    fn end_at_space(&mut self, segment: LineSegment, width: Length) {
        self.open.space = Some(segment);
        self.open.space_width = width.pt();
        self.close();
    }

    /// Adds a text, divided after its own hyphens and dashes, and at its hyphenation points if
    /// `hyphenate`.
    fn add_text(&mut self, text: &TextToken, token: usize, max_width: Length, hyphenate: bool) {
        let mut from = 0;
        let mut width = Length::ZERO;
        for (index, part) in text.word.parts.iter().enumerate() {
            width += part.width;
            let joint = text.word.joints.get(index);
            if joint.is_some_and(|joint| joint.hyphen && !hyphenate) {
                continue;
            }
            let range = TextRange { token, from, to: part.end };
            if width > max_width {
                self.close();
                self.push_divided(text, range, max_width);
                self.close();
            } else {
                self.push(LineSegment::Text(range), width);
                if let Some(joint) = joint {
                    self.open.hyphen_width = if joint.hyphen { joint.pre.pt() } else { 0.0 };
                    self.close();
                }
            }
            from = part.end;
            width = Length::ZERO;
        }
    }

    /// Adds a text that no line holds, as many characters to a line as fit.
    fn push_divided(&mut self, text: &TextToken, range: TextRange, max_width: Length) {
        let clusters = text.word.shaped.clusters();
        let bytes = range.from..range.to;
        let mut inside = clusters.iter().filter(|(at, _)| bytes.contains(at)).peekable();
        let mut from = range.from;
        while let Some(&(_, width)) = inside.next() {
            let to = inside.peek().map_or(range.to, |next| next.0);
            let full = self.open.width + width.pt() > max_width.pt();
            if full && !self.open.segments.is_empty() {
                self.close();
            }
            self.push(LineSegment::Text(TextRange { from, to, ..range }), width);
            from = to;
        }
        if from < range.to {
            // The text is inside a ligature with the text before it.
            self.push(LineSegment::Text(TextRange { from, ..range }), Length::ZERO);
        }
    }
}

/// Divides the chunks that are wider than their line, at ties if that suffices, else between
/// characters. Only the first chunk is in the first line.
fn divide_wide_chunks(
    tokens: &[Token],
    chunks: Vec<Chunk>,
    widths: RaggedWidths,
) -> Vec<Chunk> {
    let is_too_wide =
        |index: usize, chunk: &Chunk| chunk.width > widths.at(index).pt() + ROUNDING;
    if !chunks.iter().enumerate().any(|(index, chunk)| is_too_wide(index, chunk)) {
        return chunks;
    }
    let mut found = ChunkList::default();
    for (index, chunk) in chunks.into_iter().enumerate() {
        if is_too_wide(index, &chunk) {
            divide_chunk(tokens, &chunk, widths.at(index), &mut found);
        } else {
            found.closed.push(chunk);
        }
    }
    found.closed
}

/// Text or tie of a chunk that no line holds.
#[derive(Debug, Clone, Copy)]
struct ChunkElement {
    segment: LineSegment,
    element: RunElement,
    width: Length,
}

/// Divides a chunk into chunks that are no wider than `max_width`.
fn divide_chunk(tokens: &[Token], chunk: &Chunk, max_width: Length, found: &mut ChunkList) {
    let parts = chunk_elements(tokens, chunk);
    let elements: Vec<RunElement> = parts.iter().map(|part| part.element).collect();
    let opened = open_elements(&elements, |range| {
        parts[range].iter().map(|part| part.width).sum::<Length>() <= max_width
    });
    for (part, opened) in parts.iter().zip(opened) {
        match (part.element, part.segment) {
            (RunElement::Tie(_), segment) if opened => found.end_at_space(segment, part.width),
            (RunElement::Text, LineSegment::Text(range)) if opened => {
                found.push_divided(range.token(tokens), range, max_width);
            }
            (_, segment) => found.push(segment, part.width),
        }
    }
    found.open.space = chunk.space;
    found.open.space_width = chunk.space_width;
    found.open.hyphen_width = chunk.hyphen_width;
    found.close();
}

/// Returns the texts and ties of a chunk.
fn chunk_elements(tokens: &[Token], chunk: &Chunk) -> Vec<ChunkElement> {
    let mut found: Vec<ChunkElement> = Vec::new();
    let mut before = None;
    for (index, &segment) in chunk.segments.iter().enumerate() {
        match segment {
            LineSegment::Text(range) => {
                let (token, text) = (range.token(tokens), range.text(tokens));
                let mut start = 0;
                for part in text.split_inclusive(THIN_TIE) {
                    let bare = part.trim_end_matches(THIN_TIE);
                    let (middle, end) = (start + bare.len(), start + part.len());
                    before = bare.chars().next_back().or(before);
                    let after = text[end..].chars().next();
                    let strength = TieStrength::between(before, after, token.source_tie);
                    for (element, from, to) in [
                        (RunElement::Text, start, middle),
                        (RunElement::Tie(strength), middle, end),
                    ] {
                        if from < to {
                            let (from, to) = (range.from + from, range.from + to);
                            let segment = LineSegment::Text(TextRange { from, to, ..range });
                            let width = width_between(token, from, to);
                            found.push(ChunkElement { segment, element, width });
                        }
                    }
                    start = end;
                }
            }
            LineSegment::Space { token } => {
                let Token::Space { width, source_tie, .. } = tokens[token] else {
                    unreachable!("the segment of a space names a space token");
                };
                let after = match chunk.segments.get(index + 1) {
                    Some(LineSegment::Text(range)) => range.text(tokens).chars().next(),
                    Some(LineSegment::Space { .. }) | None => None,
                };
                let strength = TieStrength::between(before, after, source_tie);
                found.push(ChunkElement { segment, element: RunElement::Tie(strength), width });
            }
        }
    }
    found
}

/// Returns the width of some bytes of a text as a part of the whole.
fn width_between(text: &TextToken, from: usize, to: usize) -> Length {
    let clusters = text.word.shaped.clusters();
    clusters.iter().filter(|(at, _)| (from..to).contains(at)).map(|(_, width)| *width).sum()
}
