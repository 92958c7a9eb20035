//! Settings of a paragraph: the choice among them, and their lines.

use std::ops::Range;

use crate::linebreak::{BreakItem, Breaker, LineBreak, ParagraphBreaks, Rules};
use crate::unit::Length;

use super::{FORCED, ItemOrigin, ParagraphItems, ParagraphShape};
use crate::galley::line::{Fill, LineBox, LineSegment, push_segment, set_line};
use crate::galley::river::{Gap, MIN_RIVER_LINES, find_rivers};
use crate::galley::tokens::{Token, has_only_added_spaces};
use crate::galley::word_cache::WordCache;
use crate::galley::{FootnoteId, Line, LineEnd};

/// Number of items above which a paragraph gets its best setting only: to trace every number of lines
/// through a paragraph of many pages would take too long.
const MAX_ITEMS: usize = 12_000;
/// Number of lines at the end of a stretch of a paragraph that may depend on the text after them. In
/// English prose fewer than twelve do.
const UNSETTLED_LINES: usize = 40;
/// Number of the best settings of which the one with the fewest rivers is taken: the cost of further
/// ones is seldom close.
const SETTINGS_COMPARED: usize = 8;
/// Demerits of a river of the least length and of each further line, with gaps of natural width. It
/// is an eighth of the greatest cost of a hyphen, since only an attentive reader sees a river.
const RIVER_DEMERITS: i64 = 2_000;

/// End of the lines of a stretch that are kept.
pub(in crate::galley) struct StretchEnd {
    /// Number of lines.
    pub(in crate::galley) lines: usize,
    /// First byte of the next line, in the flat text.
    pub(in crate::galley) next: usize,
}

impl ParagraphItems {
    /// Returns the best setting in the natural number of lines.
    pub(in crate::galley) fn best_setting(
        &self,
        shape: &ParagraphShape,
        rules: &Rules,
        breaker: &mut Breaker,
    ) -> ParagraphBreaks {
        breaker.break_lines(&self.items, &shape.measures(), rules)
    }

    /// Returns where a setting of the first part of a paragraph can end: after a line that is settled,
    /// at a space if there is one. None if only hyphens end lines: the text after one depends on that
    /// before it.
    pub(in crate::galley) fn stretch_end(
        &self,
        tokens: &[Token],
        setting: &ParagraphBreaks,
    ) -> Option<StretchEnd> {
        let count = setting.lines.len();
        let settled = count - UNSETTLED_LINES.min(count / 2);
        let ends = |may_end: fn(LineEnd) -> bool| {
            (1..=settled).rev().find_map(|lines| {
                if !may_end(self.line_end(setting.lines[lines - 1].item)) {
                    return None;
                }
                let first = self.origins.get(setting.lines[lines].start)?;
                let ItemOrigin::Text(range) = *first else { return None };
                Some(StretchEnd { lines, next: range.token(tokens).at + range.from })
            })
        };
        ends(|end| matches!(end, LineEnd::Space | LineEnd::AddedSpace))
            .or_else(|| ends(|end| matches!(end, LineEnd::Explicit | LineEnd::Wrapped)))
    }

    /// Returns for each of `offsets` the best setting with so many lines more than the best of all; a
    /// very long paragraph has only the latter.
    pub(in crate::galley) fn alternatives(
        &self,
        shape: &ParagraphShape,
        rules: &Rules,
        offsets: &[i32],
        breaker: &mut Breaker,
    ) -> Vec<Option<ParagraphBreaks>> {
        let measures = shape.measures();
        if self.items.len() > MAX_ITEMS {
            return vec![Some(self.best_setting(shape, rules, breaker))];
        }
        let mut found = breaker.alternatives(&self.items, &measures, rules, offsets);
        if let Some(best @ None) = found.first_mut()
            && !self.items.is_empty()
        {
            *best = Some(breaker.break_lines(&self.items, &measures, rules));
        }
        found
    }

    /// Returns the setting with the least sum of demerits and rivers among the best with the same
    /// number of lines: `best` itself if it has no river, as nine of ten paragraphs. The line breaker
    /// cannot see rivers, which are made by more lines than it remembers.
    pub(in crate::galley) fn with_fewest_rivers(
        &self,
        best: ParagraphBreaks,
        shape: &ParagraphShape,
        rules: &Rules,
        breaker: &mut Breaker,
    ) -> ParagraphBreaks {
        if shape.ragged
            || self.items.len() > MAX_ITEMS
            || best.lines.len() < MIN_RIVER_LINES
            || self.river_demerits(&best, shape) == 0
        {
            return best;
        }
        let measures = shape.measures();
        breaker
            .best_breaks(&self.items, &measures, rules, SETTINGS_COMPARED)
            .into_iter()
            .filter(|other| other.lines.len() == best.lines.len())
            .min_by_key(|it| it.demerits.saturating_add(self.river_demerits(it, shape)))
            .unwrap_or(best)
    }

    fn river_demerits(&self, setting: &ParagraphBreaks, shape: &ParagraphShape) -> i64 {
        let rivers = find_rivers(&self.gaps(setting, shape), MIN_RIVER_LINES);
        let demerits = rivers.iter().map(|river| {
            let lines = (river.lines + 1 - MIN_RIVER_LINES) as i64;
            RIVER_DEMERITS * lines * river.width / 100
        });
        demerits.sum()
    }

    /// Returns the items of a line; none if the line has only glue, which is discarded.
    fn line_items(line: &LineBreak) -> Range<usize> {
        line.start.min(line.item)..line.item
    }

    /// Returns the gaps between the words of each line.
    fn gaps(&self, setting: &ParagraphBreaks, shape: &ParagraphShape) -> Vec<Vec<Gap>> {
        let expansion = i64::from(shape.expansion);
        let mut gaps = Vec::with_capacity(setting.lines.len());
        for (index, line) in setting.lines.iter().enumerate() {
            let items = &self.items[Self::line_items(line)];
            let is_glue = |item: &&BreakItem| matches!(item, BreakItem::Glue { .. });
            let spaces = (items.iter().filter(is_glue).count() as i64).max(1);
            let is_filled = line.shortfall < 0 || line.infinite == [0; 3] && !shape.ragged;
            let short = if is_filled { line.shortfall } else { 0 };
            let elastic = line.elastic.max(1);
            let scaling = (short * 1000 / elastic).clamp(-expansion, expansion);
            let added = (short - elastic * scaling / 1000) / spaces;
            let mut white = shape.indent(index).sp();
            let mut glyphs = 0;
            let mut line_gaps = Vec::with_capacity(items.len() / 2);
            for item in items {
                match *item {
                    BreakItem::Box { width, .. } => glyphs += width,
                    BreakItem::Discretionary { nobreak, .. } => glyphs += nobreak,
                    BreakItem::Glue { width, .. } => {
                        let left = white + glyphs + glyphs * scaling / 1000;
                        let right = left + width + added;
                        white += width + added;
                        line_gaps.push(Gap { left, right, natural: width });
                    }
                    BreakItem::Kern { width } => white += width,
                    BreakItem::Penalty { .. } => {}
                }
            }
            gaps.push(line_gaps);
        }
        gaps
    }

    /// Sets the lines of a setting.
    pub(in crate::galley) fn set_lines(
        &self,
        tokens: &[Token],
        setting: &ParagraphBreaks,
        shape: &ParagraphShape,
        cache: &mut WordCache<'_>,
    ) -> Vec<Line> {
        let mut segments = Vec::new();
        let mut lines = Vec::with_capacity(setting.lines.len());
        for (index, line) in setting.lines.iter().enumerate() {
            let end = match self.line_end(line.item) {
                LineEnd::Space if self.is_added_space(tokens, line.item) => LineEnd::AddedSpace,
                end => end,
            };
            let indent = if shape.rtl { Length::ZERO } else { shape.indent(index) };
            let line_box = LineBox {
                left: shape.left + indent,
                width: shape.line_width(index),
                baseline: shape.leading * (index as i64 + 1),
                fill: match end {
                    _ if shape.ragged => Fill::AtMost(0),
                    LineEnd::Forced | LineEnd::Paragraph => Fill::AtMost(shape.expansion),
                    _ => Fill::Justified(shape.expansion),
                },
                flush_right: shape.rtl,
                hang: true,
            };
            self.collect_segments(Self::line_items(line), &mut segments);
            let badness =
                u32::try_from(line.badness).expect("badness is between 0 and 4 billion");
            let set = set_line(tokens, &segments, &line_box, end, cache);
            lines.push(Line { badness, ..set });
        }
        lines
    }

    /// Returns for each line of a setting whether it ends in an added hyphen.
    pub(in crate::galley) fn line_hyphens(&self, setting: &ParagraphBreaks) -> Vec<bool> {
        setting.lines.iter().map(|line| self.line_end(line.item) == LineEnd::Hyphen).collect()
    }

    /// Returns the footnotes that each line of a setting calls; empty if no line calls one.
    pub(in crate::galley) fn line_calls(
        &self,
        tokens: &[Token],
        setting: &ParagraphBreaks,
    ) -> Vec<Vec<FootnoteId>> {
        let calls =
            |token: &Token| matches!(token, Token::Text(it) if it.look.footnote.is_some());
        if !tokens.iter().any(calls) {
            return Vec::new();
        }
        let call = |origin: &ItemOrigin| match origin {
            ItemOrigin::Text(range) => range.note_call(tokens),
            _ => None,
        };
        let line_calls = |line: &LineBreak| {
            self.origins[Self::line_items(line)].iter().filter_map(call).collect()
        };
        setting.lines.iter().map(line_calls).collect()
    }

    /// Returns how a line ends that ends at this item.
    fn line_end(&self, item: usize) -> LineEnd {
        let Some(origin) = self.origins.get(item) else { return LineEnd::Paragraph };
        match (origin, &self.items[item]) {
            (ItemOrigin::Joint, BreakItem::Discretionary { pre, .. }) if *pre > 0 => {
                LineEnd::Hyphen
            }
            (ItemOrigin::Joint | ItemOrigin::Opportunity, _) => LineEnd::Explicit,
            (ItemOrigin::BetweenCharacters, _) => LineEnd::Wrapped,
            (ItemOrigin::None, BreakItem::Penalty { penalty }) if *penalty <= FORCED => {
                LineEnd::Forced
            }
            (
                ItemOrigin::None
                | ItemOrigin::Text(_)
                | ItemOrigin::Tie(_)
                | ItemOrigin::Space { .. },
                _,
            ) => LineEnd::Space,
        }
    }

    /// True if typesetting added all the spaces that vanish where a line ends at this item.
    fn is_added_space(&self, tokens: &[Token], item: usize) -> bool {
        let is_text = |origin: &&ItemOrigin| matches!(origin, ItemOrigin::Text(_));
        let (before, after) = self.origins.split_at(item);
        let around = before
            .iter()
            .rev()
            .take_while(|it| !is_text(it))
            .chain(after.iter().take_while(|it| !is_text(it)));
        has_only_added_spaces(around.filter_map(|origin| match *origin {
            ItemOrigin::Space { token } => Some(&tokens[token]),
            _ => None,
        }))
    }

    /// Replaces `segments` by those of the items, without the spaces at the end.
    fn collect_segments(&self, items: Range<usize>, segments: &mut Vec<LineSegment>) {
        segments.clear();
        for origin in &self.origins[items] {
            match *origin {
                ItemOrigin::Text(range) | ItemOrigin::Tie(range) => {
                    push_segment(segments, LineSegment::Text(range));
                }
                ItemOrigin::Space { token } => segments.push(LineSegment::Space { token }),
                ItemOrigin::Joint
                | ItemOrigin::BetweenCharacters
                | ItemOrigin::Opportunity
                | ItemOrigin::None => {}
            }
        }
        while matches!(segments.last(), Some(LineSegment::Space { .. })) {
            segments.pop();
        }
    }
}
