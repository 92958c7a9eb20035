//! Placing: the lines of the galley on the pages of a plan.

use std::ops::Range;

use crate::galley::{EntryId, Galley, Item, Line, RepeatedHead, THIN_RULE};
use crate::style::Style;
use crate::unit::Length;

use super::breaker::{
    ABOVE_NOTES, BreakPosition, PagePlan, RegionEnd, RegionId, figure_ranges,
};
use super::footnotes::{FootLine, PendingNotes};
use super::page::{Column, Page, PlacedFurniture, PlacedLine};
use super::rows::BottomsCache;
use super::title_block::TitleBlock;

/// Divisor of the column's width that gives the length of the rule above footnotes: long enough to
/// be seen, short enough not to look like a border.
const FOOTNOTE_RULE_DIVISOR: i64 = 5;

/// Places the lines of a settled galley on the pages of the plan.
#[must_use]
pub fn place_lines(galley: &Galley, plan: &PagePlan, style: &Style) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let title = TitleBlock::new(galley, style);
    for (nth, part) in (0..).zip(&title.parts) {
        let Range { start: from, end: to } = part.lines;
        let text = RegionText { from, to, ..RegionText::default() };
        let first = RegionId(nth * style.columns);
        let mut region = RegionPlacer::new(galley, style, &mut pages, first, 0);
        // The title block stands above all columns.
        region.place_text(&text, &mut PendingNotes::default(), &mut BottomsCache::default());
    }
    let top_of = |region: RegionId| {
        let below_title = region.0 / style.columns == title.pages_before;
        if below_title { title.rows } else { 0 }
    };
    let mut from = BreakPosition::before(title.entries);
    let mut deferred = None;
    let (mut notes, mut bottoms) = (PendingNotes::default(), BottomsCache::default());
    for end in &plan.regions {
        let top = top_of(end.region);
        let mut region = RegionPlacer::new(galley, style, &mut pages, end.region, top);
        let text = RegionText { from, deferred, to: end.next, deferring: end.deferred };
        region.place_text(&text, &mut notes, &mut bottoms);
        region.place_footnotes(end, &mut notes);
        let rows = top + end.rows + end.notes;
        region.page.columns.push(Column { rows, cost: end.cost });
        (from, deferred) = (end.next, end.deferred);
    }
    // The plan counts the rows of notes; rows of tables in them may leave more space than it knew.
    let mut next = plan.regions.last().map_or(RegionId(0), |end| end.region.later_by(1));
    while !notes.is_empty() {
        let mut region = RegionPlacer::new(galley, style, &mut pages, next, top_of(next));
        region.place_footnotes(&RegionEnd::default(), &mut notes);
        region.page.columns.push(Column { rows: style.rows(), cost: 0 });
        next = next.later_by(1);
    }
    // A page with nothing but the title has its depth.
    for (page, part) in pages.iter_mut().zip(&title.parts) {
        if page.columns.is_empty() {
            page.columns.push(Column { rows: part.rows, cost: 0 });
        }
    }
    pages
}

/// The text of a region.
#[derive(Debug, Default)]
struct RegionText {
    from: BreakPosition,
    to: BreakPosition,
    /// First of the figures before `from` that were deferred to the region.
    deferred: Option<usize>,
    /// First of the figures before `to` that the region defers.
    deferring: Option<usize>,
}

impl RegionText {
    /// Returns the lines of each entry in the region: the deferred figures, then all from one
    /// position to the other without the figures that it defers.
    fn lines(&self, galley: &Galley) -> Vec<(usize, Range<usize>)> {
        let entries = &galley.entries;
        let figures = |first: Option<usize>, end| {
            let ranges =
                first.map(|first| figure_ranges(|at| entries[at].figure as usize, first..end));
            ranges.into_iter().flatten().flatten()
        };
        let before = figures(self.deferred, self.from.entry);
        let mut lines: Vec<_> = before.map(|at| (at, 0..entries[at].lines.len())).collect();
        let behind: Vec<usize> = figures(self.deferring, self.to.entry).collect();
        let stretch = entries.iter().enumerate().take(self.to.entry + 1).skip(self.from.entry);
        for (at, entry) in stretch {
            let is_last = at == self.to.entry;
            let from = if at == self.from.entry { self.from.line } else { 0 };
            let to = if is_last { self.to.line } else { entry.lines.len() };
            // An empty cell has no line, but the last of its row has the row's depth.
            let has_lines = from < to || !is_last && entry.solid;
            if has_lines && !behind.contains(&at) {
                lines.push((at, from..to));
            }
        }
        lines
    }
}

/// A region that is being filled.
struct RegionPlacer<'f> {
    galley: &'f Galley,
    style: &'f Style,
    page: &'f mut Page,
    column: u32,
    /// Left edge of the region.
    x: Length,
    /// Rows at the top that the title block takes.
    top: u32,
}

impl<'f> RegionPlacer<'f> {
    /// Begins a region with `top` rows of the title block, and its page if that is new.
    fn new(
        galley: &'f Galley,
        style: &'f Style,
        pages: &'f mut Vec<Page>,
        region: RegionId,
        top: u32,
    ) -> Self {
        let page = (region.0 / style.columns) as usize;
        while pages.len() <= page {
            let nth = u32::try_from(pages.len()).expect("regions are counted in 32 bits");
            let number = style.first_page.saturating_add(nth);
            pages.push(Page { number, ..Page::default() });
        }
        let page = &mut pages[page];
        let column = region.0 % style.columns;
        let x = style.column_left(page.number, column);
        Self { galley, style, page, column, x, top }
    }

    /// Places the text, and adds the notes that it calls to `notes`.
    fn place_text(
        &mut self,
        text: &RegionText,
        notes: &mut PendingNotes,
        bottoms: &mut BottomsCache,
    ) {
        let (galley, style) = (self.galley, self.style);
        // Lines are measured from the top of their entry, one row down for the first baseline.
        let top = style.baseline(self.top) - style.leading;
        let mut row = 0_u32;
        let mut below = 0;
        for (nth, (index, Range { start: from, end: to })) in
            text.lines(galley).into_iter().enumerate()
        {
            let entry = &galley.entries[index];
            let at_top = nth == 0;
            if !at_top {
                // A divided entry below figures has the space that they require.
                row += if from > 0 { below } else { entry.space_above.max(below) };
            } else if let Some(head) = &entry.repeated_head {
                self.repeat_head(head, top);
                row += head.rows;
            }
            let lift = if at_top && from == 0 { entry.lift } else { Length::ZERO };
            let bottoms = bottoms.bottoms(index, entry, style.leading);
            let begun = if from == 0 { 0 } else { bottoms[from - 1] };
            let origin = top + style.leading * (i64::from(row) - i64::from(begun)) - lift;
            for (at, line) in entry.lines.iter().enumerate().take(to).skip(from) {
                self.push_line(EntryId::new(index), at, origin + line.baseline);
                line.calls.iter().for_each(|&note| notes.add_note(note, galley, style.leading));
            }
            let last = if entry.solid { bottoms.len() } else { to };
            row += bottoms[last - 1].saturating_sub(begun);
            below = entry.space_below;
        }
    }

    /// Places a repeated table head at the top, as furniture.
    fn repeat_head(&mut self, head: &RepeatedHead, top: Length) {
        let x = self.x;
        let lines = head.lines.iter();
        self.page.furniture.extend(
            lines.map(|line| PlacedFurniture::beside(line.clone(), x, top + line.baseline)),
        );
    }

    fn push_line(&mut self, entry: EntryId, line: usize, y: Length) {
        self.page.body.push(PlacedLine {
            entry,
            line: u32::try_from(line).expect("2^32 lines do not fit in memory"),
            column: self.column,
            x: self.x,
            y,
        });
    }

    /// Places notes at the foot, the last line on the last row, with a rule above the first.
    fn place_footnotes(&mut self, end: &RegionEnd, notes: &mut PendingNotes) {
        let style = self.style;
        let below = style.rows().saturating_sub(self.top + end.rows);
        // If all notes are to end, they may use the blank row for what rounding has taken.
        let all_end = end.notes > 0 && end.note_rest == 0;
        let rows = if all_end { below } else { below.saturating_sub(ABOVE_NOTES) };
        let alone = end.rows + self.top == 0;
        let lines = notes.take_lines(style.leading * i64::from(rows), alone);
        let Some(highest) = lines.iter().map(|line| line.above_last).max() else { return };
        let last = style.last_baseline();
        for FootLine { line, above_last } in lines {
            self.push_line(line.entry, line.line, last - above_last);
        }
        let width = style.column() / FOOTNOTE_RULE_DIVISOR;
        let rule = Item::Rule { width, thickness: THIN_RULE, rise: Length::ZERO };
        let y = last - highest - style.leading;
        let rule = Line::natural(vec![rule]);
        self.page.furniture.push(PlacedFurniture::beside(rule, self.x, y));
    }
}
