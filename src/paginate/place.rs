//! Placing: lines of the galley on the pages of a plan.
//!
//! Comes in: a galley, the [`Plan`]. Goes out: [`Page`]s. Never done here: deciding where a page
//! ends, moving a line off its row.

use std::ops::Range;

use crate::galley::{Galley, Item, Line, RepeatedHead, THIN_RULE};
use crate::style::Style;
use crate::unit::Length;

use super::breaker::{ABOVE_NOTES, FrameEnd, Plan, Spot, figures};
use super::feet::Waiting;
use super::page::{Column, Furniture, Page, PlacedFurniture, PlacedLine};
use super::rows::Bottoms;
use super::title::{TitleBlock, TitlePart};

/// Width of the rule above notes, as a part of the column's: long enough to be seen, short enough not to look like a
/// border.
const RULE_SHARE: (i64, i64) = (1, 5);

/// Puts the lines of a settled galley on the pages of the plan.
#[must_use]
pub fn place(galley: &Galley, plan: &Plan, style: &Style) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let title = TitleBlock::new(galley, style);
    for (nth, part) in (0..).zip(&title.parts) {
        let index = nth * style.columns;
        let Some(page) = page_of(index, &mut pages, style) else { break };
        Frame::new(galley, style, page, index, 0).title(part);
    }
    let top_of = |index: u32| {
        let under_title = index / style.columns.max(1) == title.pages_before;
        if under_title { title.rows } else { 0 }
    };
    let mut start = Spot::before(title.entries);
    let (mut waiting, mut bottoms) = (Waiting::default(), Bottoms::default());
    let mut late = None;
    for end in &plan.frames {
        let Some(page) = page_of(end.index, &mut pages, style) else { break };
        let mut frame = Frame::new(galley, style, page, end.index, top_of(end.index));
        let tally = (&mut waiting, &mut bottoms);
        frame.fill((start, late), (end.next, end.waiting), tally);
        frame.feet(end, &mut waiting);
        let rows = frame.top + end.rows + end.notes;
        page.columns.push(Column { rows, price: end.price });
        (start, late) = (end.next, end.waiting);
    }
    // The plan counts the rows of notes; rows of tables in them may leave more white than it knew.
    let mut index = plan.frames.last().map_or(0, |end| end.index + 1);
    while !waiting.is_empty() {
        let Some(page) = page_of(index, &mut pages, style) else { break };
        let mut frame = Frame::new(galley, style, page, index, top_of(index));
        frame.feet(&FrameEnd::default(), &mut waiting);
        page.columns.push(Column { rows: style.rows(), price: 0 });
        index += 1;
    }
    // A page with nothing but the title has its depth.
    for (page, part) in pages.iter_mut().zip(&title.parts) {
        if page.columns.is_empty() {
            page.columns.push(Column { rows: part.rows, price: 0 });
        }
    }
    pages
}

/// The page on which the frame of this index stands, made if it is not there.
fn page_of<'p>(index: u32, pages: &'p mut Vec<Page>, style: &Style) -> Option<&'p mut Page> {
    let page = (index / style.columns.max(1)) as usize;
    while pages.len() <= page {
        let nth = u32::try_from(pages.len()).unwrap_or(u32::MAX);
        let number = style.first_page.saturating_add(nth);
        pages.push(Page { number, ..Page::default() });
    }
    pages.last_mut()
}

/// What goes on from frame to frame: the notes called, the rows of the last entry.
type Tally<'t> = (&'t mut Waiting, &'t mut Bottoms);

/// A column of a page that is being filled.
struct Frame<'f> {
    galley: &'f Galley,
    style: &'f Style,
    page: &'f mut Page,
    column: u32,
    /// Rows at the top that are taken.
    top: u32,
}

impl<'f> Frame<'f> {
    fn new(
        galley: &'f Galley,
        style: &'f Style,
        page: &'f mut Page,
        index: u32,
        top: u32,
    ) -> Self {
        let columns = style.columns.max(1);
        Self { galley, style, page, column: index % columns, top }
    }

    fn left(&self) -> Length {
        self.style.column_left(self.page.number, self.column)
    }

    /// Puts a part of the title block there, over all columns.
    fn title(&mut self, part: &TitlePart) {
        let tally = (&mut Waiting::default(), &mut Bottoms::default());
        self.fill((part.lines.start, None), (part.lines.end, None), tally);
    }

    /// The lines that stand in the frame, as entries and their lines: the figures that waited for it
    /// from `late` on, then all from one spot to another but the figures from `left` on.
    fn parts(
        &self,
        (start, late): (Spot, Option<usize>),
        (end, left): (Spot, Option<usize>),
    ) -> Vec<(usize, Range<usize>)> {
        let entries = &self.galley.entries;
        let count = |at: usize| entries.get(at).map_or(0, |entry| entry.figure as usize);
        let all = |first: Option<usize>, to| first.map(|first| figures(count, first..to));
        let lines = |at: usize| entries.get(at).map_or(0, |entry| entry.lines.len());
        // A cell in which nothing stands has no line, but the last of its row has the row's depth.
        let solid = |at: usize| entries.get(at).is_some_and(|entry| entry.solid);
        let before = all(late, start.strip).into_iter().flatten().flatten();
        let mut parts: Vec<_> = before.map(|at| (at, 0..lines(at))).collect();
        let behind: Vec<usize> = all(left, end.strip).into_iter().flatten().flatten().collect();
        for at in start.strip..=end.strip {
            let from = if at == start.strip { start.line } else { 0 };
            let to = if at == end.strip { end.line } else { lines(at) };
            let stands = from < to || at < end.strip && solid(at);
            if stands && !behind.contains(&at) {
                parts.push((at, from..to));
            }
        }
        parts
    }

    /// Puts the lines of the frame there, and gathers the notes they call.
    fn fill(
        &mut self,
        start: (Spot, Option<usize>),
        end: (Spot, Option<usize>),
        (waiting, bottoms): Tally<'_>,
    ) {
        let (galley, style) = (self.galley, self.style);
        // Lines are measured from the top of their entry, one row down for the first baseline.
        let top = style.baseline(self.top) - style.leading;
        let x = self.left();
        let mut row = 0_u32;
        let mut below = 0;
        for (nth, (index, Range { start: from, end: to })) in
            self.parts(start, end).into_iter().enumerate()
        {
            let Some(entry) = galley.entries.get(index) else { continue };
            let at_head = nth == 0;
            if !at_head {
                // What goes on below figures has the white that they want.
                row += if from > 0 { below } else { entry.space_above.max(below) };
            } else if let Some(repeated_head) = &entry.repeated_head {
                self.repeat(repeated_head, (x, top));
                row += repeated_head.rows;
            }
            let lift = if at_head && from == 0 { entry.lift } else { Length::ZERO };
            let bottoms = bottoms.of(index, entry, style.leading);
            let begun =
                from.checked_sub(1).and_then(|last| bottoms.get(last)).copied().unwrap_or(0);
            let origin = top + style.leading * (i64::from(row) - i64::from(begun)) - lift;
            for (offset, line) in
                entry.lines[from..to.min(entry.lines.len())].iter().enumerate()
            {
                self.push((index, from + offset), (x, origin + line.baseline));
                line.calls.iter().for_each(|&note| waiting.call(note, galley, style.leading));
            }
            let last = match to.checked_sub(1) {
                Some(last) if !entry.solid => bottoms.get(last),
                _ => bottoms.last(),
            };
            row += last.copied().unwrap_or(0).saturating_sub(begun);
            below = entry.space_below;
        }
    }

    /// Puts what a frame repeats at its head there, as furniture.
    fn repeat(&mut self, repeated_head: &RepeatedHead, (x, top): (Length, Length)) {
        self.page.furniture.extend(repeated_head.lines.iter().map(|line| PlacedFurniture {
            kind: Furniture::Beside,
            line: line.clone(),
            x,
            y: top + line.baseline,
        }));
    }

    fn push(&mut self, (entry, line): (usize, usize), (x, y): (Length, Length)) {
        self.page.body.push(PlacedLine {
            entry: u32::try_from(entry).unwrap_or(u32::MAX),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: self.column,
            x,
            y,
        });
    }

    /// Puts notes at the foot, the last line on the last row, a rule above the first.
    fn feet(&mut self, end: &FrameEnd, waiting: &mut Waiting) {
        let style = self.style;
        let free = style.rows().saturating_sub(self.top + end.rows + ABOVE_NOTES);
        // Where all notes are to end, what rounding has taken may be taken back from the white.
        let rows = if end.carry == 0 { free + ABOVE_NOTES } else { free };
        let lines = waiting.take(style.leading * i64::from(rows), end.rows == 0);
        let Some(highest) = lines.iter().map(|(_, above)| *above).max() else { return };
        let x = self.left();
        let last = style.last_baseline();
        for (line, above) in lines {
            self.push((line.entry, line.line), (x, last - above));
        }
        let width = style.column().fraction(RULE_SHARE.0, RULE_SHARE.1);
        let rule = Item::Rule { width, thickness: THIN_RULE, rise: Length::ZERO };
        let y = last - highest - style.leading;
        let line = Line::natural(vec![rule]);
        self.page.furniture.push(PlacedFurniture { kind: Furniture::Beside, line, x, y });
    }
}
