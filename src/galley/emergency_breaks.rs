//! Emergency breaks: line ends inside runs that are wider than their line.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::font::FontRole;
use crate::unit::Length;

use super::ties::{RunElement, THIN_TIE, TieStrength, open_elements};
use super::tokens::{TextToken, Token};
use super::word_cache::WordCache;
use super::words::ShapedPart;

/// Width of a line, and the shrink that it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineCapacity {
    /// Width.
    pub(super) width: Length,
    /// Thousandths by which glyphs may narrow.
    pub(super) expansion: u16,
    /// Spaces do not shrink.
    pub(super) rigid: bool,
}

/// Emergency breaks of a paragraph; most paragraphs have none.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct EmergencyBreaks {
    /// Token and first byte of each tie at which a line may end; the byte of a space is 0.
    ties: BTreeSet<(usize, usize)>,
    /// Token and end of each part that is divided between characters.
    parts: BTreeSet<(usize, usize)>,
}

impl EmergencyBreaks {
    /// Finds the breaks without which a line would be wider than `line`.
    pub(super) fn new(
        tokens: &[Token],
        line: &LineCapacity,
        cache: &mut WordCache<'_>,
    ) -> Self {
        let mut breaks = Self::default();
        for run in overlong_runs(tokens, line) {
            let parts = measure_run(tokens, &run, cache);
            let elements: Vec<RunElement> = parts.iter().map(|it| it.element).collect();
            let fits = |range: Range<usize>| {
                let mut width = RunWidth::default();
                parts[range].iter().for_each(|part| width.add(part));
                width.fits(line)
            };
            for (part, opened) in parts.iter().zip(open_elements(&elements, fits)) {
                if opened {
                    let set = match part.element {
                        RunElement::Tie(_) => &mut breaks.ties,
                        RunElement::Text => &mut breaks.parts,
                    };
                    set.insert((part.token, part.byte));
                }
            }
        }
        breaks
    }

    /// True if there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.ties.is_empty() && self.parts.is_empty()
    }

    /// True if a line may end at the no-break space that is this token.
    pub(super) fn opens_space(&self, token: usize) -> bool {
        self.ties.contains(&(token, 0))
    }

    /// True if the part of this token that ends at byte `end` is divided between characters.
    pub(super) fn divides(&self, token: usize, end: usize) -> bool {
        self.parts.contains(&(token, end))
    }

    /// Returns the first bytes of the open ties inside these bytes of a token.
    pub(super) fn open_ties(&self, token: usize, bytes: Range<usize>) -> Vec<usize> {
        // A tie that begins a token begins a run, and is never opened.
        let from = bytes.start.max(1);
        if from >= bytes.end {
            return Vec::new();
        }
        self.ties.range((token, from)..(token, bytes.end)).map(|tie| tie.1).collect()
    }
}

/// Position of a part: its token, and its index in the token. An index of 0 in a token that is not a
/// text, or after the last token, is the end of the token before.
#[derive(Debug, Clone, Copy)]
struct PartIndex {
    token: usize,
    part: usize,
}

/// Text or tie of a run with its width.
#[derive(Debug, Clone, Copy)]
struct RunPart {
    element: RunElement,
    token: usize,
    /// First byte of a tie; end of the part that a text belongs to.
    byte: usize,
    width: Length,
    elastic: bool,
    /// Protrusion at the left edge.
    left: Length,
    /// Protrusion at the right edge.
    right: Length,
}

impl RunPart {
    /// Measures the text of a part.
    fn of_text(text: &TextToken, token: usize, part: &ShapedPart) -> Self {
        Self {
            element: RunElement::Text,
            token,
            byte: part.end,
            width: part.width,
            elastic: text.style.font.role != FontRole::Code,
            left: part.left,
            right: part.right,
        }
    }
}

/// Width of a run, and the shrink that it has.
#[derive(Debug, Default, Clone, Copy)]
struct RunWidth {
    width: Length,
    /// Width of glyphs that may narrow.
    elastic: Length,
    /// Width of spaces.
    spaces: Length,
    /// Protrusion of the first text, once there is one.
    left: Option<Length>,
    /// Protrusion of the last text.
    right: Length,
}

impl RunWidth {
    fn add(&mut self, part: &RunPart) {
        self.width += part.width;
        match part.element {
            RunElement::Tie(_) if part.byte == 0 => self.spaces += part.width,
            RunElement::Tie(_) => {}
            RunElement::Text => {
                if part.elastic {
                    self.elastic += part.width;
                }
                self.left.get_or_insert(part.left);
                self.right = part.right;
            }
        }
    }

    /// True if the run fits in a line when it shrinks.
    fn fits(&self, line: &LineCapacity) -> bool {
        let glyphs = self.elastic.fraction(i64::from(line.expansion), 1000);
        let spaces = if line.rigid { Length::ZERO } else { self.spaces / 3 };
        let protrusion = self.left.unwrap_or(Length::ZERO) + self.right;
        self.width - glyphs - spaces - protrusion <= line.width
    }
}

/// Returns the runs between break opportunities that are wider than `line`.
fn overlong_runs(tokens: &[Token], line: &LineCapacity) -> Vec<Range<PartIndex>> {
    let mut found = Vec::new();
    let mut start = PartIndex { token: 0, part: 0 };
    let mut run = RunWidth::default();
    for (token, item) in tokens.iter().enumerate() {
        match item {
            Token::Text(text) => {
                for (part, word_part) in text.word.parts.iter().enumerate() {
                    let next_part = PartIndex { token, part: part + 1 };
                    let joint = text.word.joints.get(part);
                    // A part wider than the line is divided between characters in any case: its
                    // first character ends a run, and its last begins another.
                    let mut last = Length::ZERO;
                    let is_wide = word_part.width > line.width;
                    let ended = if is_wide && !part_text(text, part).contains(THIN_TIE) {
                        let first;
                        (first, last) = outer_widths(text, part);
                        RunWidth { width: run.width + first, ..run }
                    } else {
                        run.add(&RunPart::of_text(text, token, word_part));
                        let Some(joint) = joint else { continue };
                        let width = run.width + joint.pre;
                        RunWidth { width, right: joint.pre_right, ..run }
                    };
                    if !ended.fits(line) {
                        found.push(start..next_part);
                    }
                    let (width, next) = match joint {
                        Some(joint) => (joint.post, next_part),
                        None => (last, PartIndex { token, part }),
                    };
                    (run, start) = (RunWidth { width, ..RunWidth::default() }, next);
                }
            }
            Token::Space { breakable: false, width, .. } => {
                run.width += *width;
                run.spaces += *width;
            }
            Token::Space { .. } | Token::Opportunity | Token::Forced => {
                if !run.fits(line) {
                    found.push(start..PartIndex { token, part: 0 });
                }
                run = RunWidth::default();
                start = PartIndex { token: token + 1, part: 0 };
            }
        }
    }
    if !run.fits(line) {
        found.push(start..PartIndex { token: tokens.len(), part: 0 });
    }
    found
}

/// Returns the bytes of a part.
fn part_bytes(text: &TextToken, part: usize) -> Range<usize> {
    let parts = &text.word.parts;
    part.checked_sub(1).map_or(0, |before| parts[before].end)..parts[part].end
}

/// Returns the text of a part.
fn part_text(text: &TextToken, part: usize) -> &str {
    &text.text()[part_bytes(text, part)]
}

/// Returns the widths of the first and of the last cluster of a part.
fn outer_widths(text: &TextToken, part: usize) -> (Length, Length) {
    let bytes = part_bytes(text, part);
    let clusters = text.word.shaped.clusters();
    let mut inside = clusters.iter().filter(|(at, _)| bytes.contains(at));
    // A ligature with the part before may leave no cluster.
    let first = inside.next().map_or(Length::ZERO, |cluster| cluster.1);
    (first, inside.next_back().map_or(first, |cluster| cluster.1))
}

/// Returns the texts and ties of a run.
fn measure_run(
    tokens: &[Token],
    run: &Range<PartIndex>,
    cache: &mut WordCache<'_>,
) -> Vec<RunPart> {
    let Range { start, end } = run;
    let mut found = Vec::new();
    let mut before = None;
    for (at, token) in tokens.iter().enumerate().take(end.token + 1).skip(start.token) {
        match token {
            Token::Text(text) => {
                let from = if at == start.token { start.part } else { 0 };
                let to = if at == end.token { end.part } else { text.word.parts.len() };
                for part in from..to {
                    measure_part(text, PartIndex { token: at, part }, cache, &mut found);
                    before = part_text(text, part).chars().next_back();
                }
            }
            Token::Space { breakable: false, width, source_tie, .. } if at < end.token => {
                let after = tokens[at + 1..].iter().find_map(|token| match token {
                    Token::Text(text) => text.text().chars().next(),
                    Token::Space { .. } | Token::Opportunity | Token::Forced => None,
                });
                found.push(RunPart {
                    element: RunElement::Tie(TieStrength::between(before, after, *source_tie)),
                    token: at,
                    byte: 0,
                    width: *width,
                    elastic: false,
                    left: Length::ZERO,
                    right: Length::ZERO,
                });
            }
            // The breakable space, opportunity or line break that ends the run.
            Token::Space { .. } | Token::Opportunity | Token::Forced => {}
        }
    }
    found
}

/// Adds a part, divided at the ties inside it.
fn measure_part(
    text: &TextToken,
    index: PartIndex,
    cache: &mut WordCache<'_>,
    found: &mut Vec<RunPart>,
) {
    let part = &text.word.parts[index.part];
    let whole = RunPart::of_text(text, index.token, part);
    let part_text = part_text(text, index.part);
    if !part_text.contains(THIN_TIE) {
        found.push(whole);
        return;
    }
    let inner = RunPart { left: Length::ZERO, right: Length::ZERO, ..whole };
    let first = found.len();
    let from = part_bytes(text, index.part).start;
    let mut at = 0;
    let mut ties_width = part.width;
    for piece in part_text.split(THIN_TIE) {
        if found.len() > first {
            let before = part_text[..at].chars().next_back();
            let strength = TieStrength::between(before, piece.chars().next(), text.source_tie);
            found.push(RunPart {
                element: RunElement::Tie(strength),
                byte: from + at,
                ..inner
            });
            at += THIN_TIE.len_utf8();
        }
        let width = cache.shape_text(piece, text.style).advance;
        ties_width -= width;
        found.push(RunPart { width, ..inner });
        at += piece.len();
    }
    // The ties share what the texts leave of the width, kerning included.
    let parts = &mut found[first..];
    let tie_count = (parts.len() / 2) as i64;
    for tie in parts.iter_mut().filter(|it| it.element != RunElement::Text) {
        tie.width = ties_width / tie_count;
    }
    parts[0].left = part.left;
    let last = parts.len() - 1;
    parts[last].right = part.right;
}
