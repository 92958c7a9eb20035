//! Justified paragraphs, set by one pair of hands.
//!
//! Comes in: a paragraph of the plan. Goes out: its lines, and what other numbers of lines would
//! cost. Never done here: choosing breaks, which is `linebreak`'s; which paragraph comes next.

use crate::galley::initial::{INITIAL_LINES, Initial};
use crate::galley::paragraph::ParagraphShape;
use crate::galley::plan::{Setting, Task};
use crate::galley::spans::Flat;
use crate::galley::text_style::BlockStyle;
use crate::galley::tokens::tokenize_into;
use crate::galley::{Alternative, Keep, Line};
use crate::linebreak::{ParagraphBreaks as Breaks, Rules};
use crate::shape::Font;

use super::{Copy, Hand, OFFSETS};

/// A runt is a last line shorter than this many ems.
const RUNT_EMS: i64 = 3;
/// Demerits of the house to one of TeX's, in which pages are priced: of a line stretched by its whole
/// stretchability, at the limit of what is acceptable, ours are five times as many; of one that
/// stretches by half, twenty times. The lesser keeps a seen paragraph dearer than an unseen one.
const HOUSE_TO_TEX: i64 = 4;
/// Price above which another number of lines would be seen as a fault (lua-widow-control's
/// measure: demerits gained over the root of the number of lines; 15000 is its limit of what is
/// acceptable).
const DEAREST_ALTERNATIVE: i64 = 15_000;

impl Hand<'_> {
    /// Lays out a paragraph for the breaker.
    fn lay_out(&mut self, task: &Task, flat: &Flat, font: Font) -> Copy {
        let base = BlockStyle { font, language: task.language, hyphenate: true };
        let frame = self.frame(task, &flat.text);
        let Copy { mut tokens, mut matter, .. } = std::mem::take(&mut self.copy);
        tokenize_into(flat, &base, &mut self.bank, &mut tokens);
        matter.fill(&tokens, &frame, &mut self.bank);
        Copy { tokens, matter, frame }
    }

    /// Keeps the room of a paragraph for the next.
    fn put_away(&mut self, mut copy: Copy) {
        copy.tokens.clear();
        self.copy = copy;
    }

    fn rules(&self, font: Font, frame: &ParagraphShape) -> Rules {
        let rules = Rules { runt_width: (font.size * RUNT_EMS).sp(), ..self.rules.clone() };
        if frame.ragged { rules.ragged(font.size.sp()) } else { rules }
    }

    /// A paragraph of the plan.
    pub(super) fn paragraph(
        &mut self,
        task: &Task,
        flat: &Flat,
        font: Font,
        (alternatives, keep): (&mut Vec<Alternative>, &mut Keep),
    ) -> Vec<Line> {
        if flat.text.is_empty() {
            return vec![self.empty_line(task)];
        }
        if task.initial
            && let Some(lines) = self.with_initial(task, flat, font)
        {
            keep.first_lines = u32::try_from(INITIAL_LINES).unwrap_or(0);
            return lines;
        }
        let copy = self.lay_out(task, flat, font);
        let Copy { tokens, matter, frame } = &copy;
        let rules = self.rules(font, frame);
        let found = matter.alternatives(frame, &rules, &OFFSETS, &mut self.breaker);
        let mut found = found.into_iter();
        let Some(Some(natural)) = found.next() else { return vec![self.empty_line(task)] };
        let natural = matter.with_fewest_rivers(natural, frame, &rules, &mut self.breaker);
        for other in found.flatten() {
            let price = price(&natural, &other);
            if price <= DEAREST_ALTERNATIVE {
                let (hyphens, calls) =
                    (matter.line_hyphens(&other), matter.line_calls(tokens, &other));
                alternatives.push(Alternative { cost: price, hyphens, calls, breaks: other });
            }
        }
        let lines = matter.set_lines(tokens, &natural, frame, &mut self.bank);
        self.put_away(copy);
        lines
    }

    /// A paragraph beside a capital of several lines, where it is deep enough. It stays in its
    /// natural number of lines.
    fn with_initial(&mut self, task: &Task, flat: &Flat, font: Font) -> Option<Vec<Line>> {
        let (capital, is_word, rest) = flat.initial()?;
        let base = BlockStyle { font, language: task.language, hyphenate: false };
        let initial = Initial::new(capital, &base, task.leading, &mut self.bank)?;
        let mut copy = self.lay_out(task, &rest, font);
        let frame = ParagraphShape {
            first: initial.width,
            indented_lines: INITIAL_LINES,
            ..copy.frame
        };
        // What no line beside the capital holds must give way.
        copy.matter.fill(&copy.tokens, &frame, &mut self.bank);
        let Copy { tokens, matter, .. } = &copy;
        if frame.rtl || initial.width * 3 > frame.line_width(INITIAL_LINES) {
            return None;
        }
        let rules = self.rules(font, &frame);
        let found = matter.alternatives(&frame, &rules, &[0], &mut self.breaker);
        let natural = found.into_iter().next().flatten()?;
        if natural.lines.len() < INITIAL_LINES {
            return None;
        }
        let mut lines = matter.set_lines(tokens, &natural, &frame, &mut self.bank);
        self.put_away(copy);
        initial.insert_before(lines.first_mut()?, is_word);
        Some(lines)
    }

    /// A paragraph in given breaks.
    pub(super) fn paragraph_in(&mut self, task: &Task, breaks: &Breaks) -> Vec<Line> {
        let Setting::Paragraph(flat, font) = &task.setting else { return Vec::new() };
        let copy = self.lay_out(task, flat, *font);
        let mut lines =
            copy.matter.set_lines(&copy.tokens, breaks, &copy.frame, &mut self.bank);
        self.put_away(copy);
        if let Some(label) = &task.label {
            self.hang_label(task, &label.flat, &mut lines);
        }
        lines
    }
}

/// Demerits gained over the root of the number of lines.
fn price(natural: &Breaks, other: &Breaks) -> i64 {
    let gained = other.demerits.saturating_sub(natural.demerits).max(0);
    let lines = i64::try_from(other.lines.len()).unwrap_or(i64::MAX).max(1);
    gained / HOUSE_TO_TEX / lines.isqrt().max(1)
}
