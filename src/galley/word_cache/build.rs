//! Construction of words: shaping, division, and the widths of their parts.

use std::sync::Arc;

use crate::font::FontRole;
use crate::hyphenate::Division;
use crate::shape::Shaped;
use crate::unit::Length;

use super::{Hyphen, WordCache};
use crate::galley::protrusion::{left_protrusion, right_protrusion};
use crate::galley::text_style::TextStyle;
use crate::galley::words::{DivisionPoint, Joint, ShapedPart, ShapedWord, division_points};

/// Number of leading characters of a word that distinguish it from others.
const IDENTIFYING_CHARS: usize = 64;

impl WordCache<'_> {
    /// Shapes and divides the word `text`. `opportunities` are the byte offsets in it at which a line
    /// may end without a hyphen.
    pub(super) fn build_word(
        &mut self,
        text: &str,
        style: TextStyle,
        opportunities: &[usize],
    ) -> ShapedWord {
        let shaped = Arc::new(self.shape_uncached(text, style));
        let number = word_number(text);
        let exceptions = self.exceptions;
        let dictionary = if style.hyphenate { self.dictionary(style.language) } else { None };
        let hyphenate = |letters: &str| {
            let excepted = exceptions.and_then(|exceptions| exceptions.divide(letters));
            excepted.or_else(|| Some(dictionary?.divide(letters))).unwrap_or_default()
        };
        let points = division_points(text, style, opportunities, hyphenate);
        if points.is_empty() {
            let whole = self.measure_part(text, text.len(), shaped.advance, style);
            return ShapedWord {
                number,
                shaped,
                parts: [whole].into(),
                joints: Box::default(),
            };
        }
        let safe = SafeBreaks::new(&shaped);
        let ends = points.iter().map(|point| point.at).chain([text.len()]);
        let mut start = 0;
        let mut parts = Vec::with_capacity(points.len() + 1);
        for end in ends {
            let width = match (safe.position(start), safe.position(end)) {
                (Some(from), Some(to)) => to - from,
                _ => self.shape_text(&text[start..end], style).advance,
            };
            parts.push(self.measure_part(&text[start..end], end, width, style));
            start = end;
        }
        let joints = self.measure_joints(text, &safe, points, &parts, style);
        ShapedWord { number, shaped, parts: parts.into(), joints }
    }

    /// Returns the part `text` of a word, which ends at byte `end` of it.
    fn measure_part(
        &mut self,
        text: &str,
        end: usize,
        width: Length,
        style: TextStyle,
    ) -> ShapedPart {
        let mut part = ShapedPart { end, width, left: Length::ZERO, right: Length::ZERO };
        if style.font.role == FontRole::Code {
            return part;
        }
        if let Some(first) = text.chars().next() {
            part.left = self.fraction_of_char(left_protrusion(first), first, style);
        }
        if let Some(last) = text.chars().next_back() {
            part.right = self.fraction_of_char(right_protrusion(last), last, style);
        }
        // The letter spacing after the last letter of a line is not visible.
        let tracking = style.font.features.tracking;
        part.right += style.font.size.fraction(i64::from(tracking), 1000);
        part
    }

    /// Returns so many thousandths of the width of `c`.
    fn fraction_of_char(&mut self, thousandths: i64, c: char, style: TextStyle) -> Length {
        if thousandths == 0 {
            return Length::ZERO;
        }
        let width = self.shape_text(c.encode_utf8(&mut [0; 4]), style).advance;
        width.fraction(thousandths, 1000)
    }

    fn measure_joints(
        &mut self,
        text: &str,
        safe: &SafeBreaks,
        points: Vec<DivisionPoint>,
        parts: &[ShapedPart],
        style: TextStyle,
    ) -> Box<[Joint]> {
        // A word that is divided nowhere must be as wide as if it could not be divided.
        let excess = safe.total - parts.iter().map(|part| part.width).sum();
        let is_unsafe = |point: &DivisionPoint| safe.position(point.at).is_none();
        let unsafe_count = points.iter().filter(|point| is_unsafe(point)).count().max(1) as i64;
        let share = excess / unsafe_count;
        let mut remainder = excess - share * unsafe_count;
        let mut joints = Vec::with_capacity(points.len());
        let mut from = 0;
        for (point, ends) in points.into_iter().zip(parts.windows(2)) {
            let nobreak = if is_unsafe(&point) {
                share + std::mem::take(&mut remainder)
            } else {
                Length::ZERO
            };
            let DivisionPoint { at, hyphen, division, penalty } = point;
            let last = text[..at].chars().next_back().filter(|_| hyphen);
            let (mut pre, pre_right) = match last.map(|last| self.hyphen_after(last, style)) {
                Some(Hyphen { width, protrusion }) => (width, protrusion),
                None => (Length::ZERO, ends[0].right),
            };
            let mut post = Length::ZERO;
            if let Some(Division { before, after, .. }) = division.as_deref() {
                // An earlier division may have taken letters that a change replaces.
                if let Some(change) = before {
                    let kept = text.get(from..at.saturating_sub(change.replaces)).unwrap_or("");
                    let changed = [kept, &change.text].concat();
                    pre += self.width_difference(&text[from..at], &changed, style);
                }
                if let Some(change) = after {
                    let end = ends[1].end;
                    let kept = text.get(at + change.replaces..end).unwrap_or("");
                    let changed = [&*change.text, kept].concat();
                    post = self.width_difference(&text[at..end], &changed, style);
                }
            }
            from = at;
            joints.push(Joint { at, hyphen, division, pre, post, nobreak, pre_right, penalty });
        }
        joints.into()
    }

    /// Returns how much wider `changed` is than `text`.
    fn width_difference(&mut self, text: &str, changed: &str, style: TextStyle) -> Length {
        self.shape_text(changed, style).advance - self.shape_text(text, style).advance
    }
}

/// Positions in a shaped word at which it can be divided without shaping its parts again.
struct SafeBreaks {
    /// Byte offsets, ascending, and the position of the pen at each.
    positions: Vec<(usize, Length)>,
    /// Width of the word.
    total: Length,
}

impl SafeBreaks {
    fn new(shaped: &Shaped) -> Self {
        let total = shaped.advance;
        let mut positions = vec![(0, Length::ZERO)];
        if let [run] = &*shaped.runs
            && !run.rtl
            && run.missing.is_none()
        {
            let units: i64 = run.glyphs.iter().map(|glyph| i64::from(glyph.advance)).sum();
            let (mut pen, mut last) = (0, 0);
            for glyph in &run.glyphs {
                let at = glyph.cluster as usize;
                if at > last {
                    if !glyph.unsafe_to_break {
                        positions.push((at, total.fraction(pen, units)));
                    }
                    last = at;
                }
                pen += i64::from(glyph.advance);
            }
        }
        positions.push((shaped.text.len(), total));
        Self { positions, total }
    }

    /// Returns the position of the pen at byte `at`; none if dividing there changes the shapes.
    fn position(&self, at: usize) -> Option<Length> {
        let found = self.positions.binary_search_by_key(&at, |position| position.0);
        found.ok().map(|index| self.positions[index].1)
    }
}

/// Returns a hash (FNV-1a) of the letters and digits of a word in lower case, 0 if it has none.
fn word_number(text: &str) -> u32 {
    const BASIS: u32 = 0x811c_9dc5;
    const PRIME: u32 = 0x0100_0193;
    let mut hash = BASIS;
    for c in text.chars().take(IDENTIFYING_CHARS).filter(|c| c.is_alphanumeric()) {
        for lower in c.to_lowercase() {
            hash = (hash ^ u32::from(lower)).wrapping_mul(PRIME);
        }
    }
    if hash == BASIS { 0 } else { hash.max(1) }
}
