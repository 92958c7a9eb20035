//! Setting of justified paragraphs, and the cost of their alternatives.

use std::ops::Range;

use crate::galley::initial::{INITIAL_LINES, Initial};
use crate::galley::paragraph::ParagraphShape;
use crate::galley::plan::{LayoutTask, TaskContent};
use crate::galley::spans::{FlatText, InitialSplit};
use crate::galley::tokens::TokenSource;
use crate::galley::{Alternative, Entry, Line, to_i64, to_u32};
use crate::linebreak::{ParagraphBreaks, Rules};
use crate::shape::bidi;

use super::Worker;
use super::stretches::is_long;

/// Differences from the natural number of lines that pages may ask for, the natural one first.
const OFFSETS: [i32; 3] = [0, 1, -1];
/// A runt is a last line shorter than this many ems.
const RUNT_EMS: i64 = 3;
/// Demerits of [`Rules::fine`] for one of TeX's, in which the costs of pages are. A line stretched by its
/// whole stretchability, at the limit of what is acceptable, has five times as many as in TeX; one
/// that stretches by half, twenty times. The lesser keeps a visible change dearer than an invisible
/// one.
const DEMERITS_PER_TEX: i64 = 4;
/// Greatest cost of an alternative, in demerits over the square root of the number of lines; a
/// dearer one would be seen as a fault. The measure and its limit of 15000 are lua-widow-control's.
const MAX_COST: i64 = 15_000;
/// An initial takes at most one part in this many of the first lines.
const INITIAL_PART: i64 = 3;

impl Worker<'_> {
    /// Prepares a paragraph for the breaker, in the buffers of the worker.
    fn prepare(&mut self, task: &LayoutTask, flat: &FlatText, shape: &ParagraphShape) {
        let base = task.divided_style();
        let source = TokenSource::new(flat, &base);
        self.prepare_bytes(&source, 0..flat.text.len(), shape);
    }

    /// Prepares some bytes of a paragraph for the breaker, in the buffers of the worker.
    pub(super) fn prepare_bytes(
        &mut self,
        source: &TokenSource<'_>,
        bytes: Range<usize>,
        shape: &ParagraphShape,
    ) {
        self.tokens.clear();
        source.tokenize(bytes, &mut self.cache, &mut self.tokens);
        self.items.fill(&self.tokens, shape, &mut self.cache);
    }

    fn shape(&self, task: &LayoutTask, flat: &FlatText) -> ParagraphShape {
        let styles = self.styles;
        ParagraphShape {
            measure: task.measure,
            left: task.indents.left,
            right: task.indents.right,
            first: task.indents.first,
            indented_lines: 1,
            leading: task.leading,
            rtl: bidi::levels(&flat.text).is_some_and(|levels| levels.is_rtl()),
            expansion: styles.expansion,
            ragged: styles.ragged || self.settings.minimum.is_ragged(task.line_box().width),
        }
    }

    /// Returns the rules of line breaking for a paragraph.
    pub(super) fn rules(&self, task: &LayoutTask, shape: &ParagraphShape) -> Rules {
        let em = task.font.size;
        let rules = Rules { runt_width: (em * RUNT_EMS).sp(), ..self.settings.rules.clone() };
        if shape.ragged { rules.ragged(em.sp()) } else { rules }
    }

    /// Sets a paragraph in its natural number of lines, and finds its alternatives.
    pub(super) fn set_paragraph(&mut self, task: &LayoutTask, flat: &FlatText) -> Entry {
        if task.initial
            && let Some(lines) = self.set_with_initial(task, flat)
        {
            let mut entry = task.entry_of(lines);
            entry.keep.first_lines = to_u32(INITIAL_LINES);
            return entry;
        }
        let shape = self.shape(task, flat);
        if is_long(flat) {
            return task.entry_of(self.set_in_stretches(task, flat, shape));
        }
        self.prepare(task, flat, &shape);
        let rules = self.rules(task, &shape);
        let mut found =
            self.items.alternatives(&shape, &rules, &OFFSETS, &mut self.breaker).into_iter();
        let Some(natural) = found.next().flatten() else {
            // There is no text: only a label stands there.
            let first = task.line_box();
            let (x, baseline) = (first.left, first.baseline);
            return task.entry_of(vec![Line { x, baseline, ..Line::natural(Vec::new()) }]);
        };
        let natural = self.items.with_fewest_rivers(natural, &shape, &rules, &mut self.breaker);
        let mut alternatives = Vec::new();
        for breaks in found.flatten() {
            let cost = additional_cost(&natural, &breaks);
            if cost <= MAX_COST {
                let hyphens = self.items.line_hyphens(&breaks);
                let calls = self.items.line_calls(&self.tokens, &breaks);
                alternatives.push(Alternative { cost, hyphens, calls, breaks });
            }
        }
        let lines = self.items.set_lines(&self.tokens, &natural, &shape, &mut self.cache);
        Entry { alternatives, ..task.entry_of(lines) }
    }

    /// Sets a paragraph with an initial, in its natural number of lines; none if it has no letter
    /// for one or is not deep enough.
    fn set_with_initial(&mut self, task: &LayoutTask, flat: &FlatText) -> Option<Vec<Line>> {
        let InitialSplit { capital, is_word, rest } = flat.split_initial()?;
        let initial =
            Initial::new(capital, &task.block_style(), task.leading, &mut self.cache)?;
        let shape = ParagraphShape {
            first: initial.width,
            indented_lines: INITIAL_LINES,
            ..self.shape(task, &rest)
        };
        if shape.rtl || initial.width * INITIAL_PART > shape.line_width(INITIAL_LINES) {
            return None;
        }
        let mut lines = if is_long(&rest) {
            self.set_in_stretches(task, &rest, shape)
        } else {
            self.prepare(task, &rest, &shape);
            let rules = self.rules(task, &shape);
            let found = self.items.alternatives(&shape, &rules, &[0], &mut self.breaker);
            let natural = found.into_iter().next().flatten()?;
            self.items.set_lines(&self.tokens, &natural, &shape, &mut self.cache)
        };
        if lines.len() < INITIAL_LINES {
            return None;
        }
        initial.insert_before(&mut lines[0], is_word);
        Some(lines)
    }

    /// Sets a paragraph with these breaks.
    pub(super) fn set_alternative(
        &mut self,
        task: &LayoutTask,
        breaks: &ParagraphBreaks,
    ) -> Vec<Line> {
        let TaskContent::Paragraph(flat) = &task.content else {
            unreachable!("only paragraphs have alternatives")
        };
        let shape = self.shape(task, flat);
        self.prepare(task, flat, &shape);
        let mut lines = self.items.set_lines(&self.tokens, breaks, &shape, &mut self.cache);
        if let Some(label) = &task.label {
            self.hang_label(task, label, &mut lines);
        }
        self.colour(&mut lines);
        lines
    }
}

/// Returns the additional cost of an alternative: its additional demerits over the square root of its number
/// of lines.
fn additional_cost(natural: &ParagraphBreaks, alternative: &ParagraphBreaks) -> i64 {
    let gained = alternative.demerits.saturating_sub(natural.demerits).max(0);
    let lines = to_i64(alternative.lines.len());
    gained / DEMERITS_PER_TEX / lines.isqrt().max(1)
}
