//! Pagination: the galley is divided into pages.
//!
//! The stage takes a [`Galley`] and a [`Style`]. It gives a [`PagePlan`], and after the galley has set
//! the alternatives of the plan, the [`Page`]s. It must never change a line.
//!
//! A region is a page, or a column of one.

mod breaker;
mod dump;
mod footnotes;
mod page;
mod penalties;
mod place;
mod rows;
mod title_block;

pub use breaker::{
    BreakPosition, PagePlan, RegionEnd, RegionId, Regions, RowAlternative, RowEntry,
    break_pages, first_fit,
};
pub use dump::dump_pages;
pub use page::{Column, Furniture, Page, PlacedFurniture, PlacedLine, locate_diagnostics};
pub use penalties::PagePenalties;
pub use place::place_lines;

use crate::galley::{AlternativeChoice, Entry, EntryId, Galley, LineEnd};
use crate::style::Style;
use crate::unit::Length;

use footnotes::{called_rows, note_rows};
use rows::line_bottoms;
use title_block::TitleBlock;

/// Greatest cost of a region in a given number of pages, a divided note aside: that of three blank
/// rows, and a little.
const MOST_REGION_COST: i64 = 80_000;

/// Finds the page ends and alternatives of least total cost; with `exactly`, on that number of pages,
/// or none.
#[must_use]
pub fn plan_pages(galley: &Galley, style: &Style, exactly: Option<u32>) -> Option<PagePlan> {
    let input = BreakerInput::new(galley, style, exactly);
    let plan = break_pages(&input.entries, &input.regions, &PagePenalties::DEFAULT)?;
    Some(input.title.complete_plan(style, plan))
}

/// Fills page by page, with paragraphs in their natural number of lines. The optimum is compared with
/// it.
#[must_use]
pub fn plan_page_by_page(galley: &Galley, style: &Style) -> PagePlan {
    let mut input = BreakerInput::new(galley, style, None);
    for entry in &mut input.entries {
        entry.alternatives.truncate(1);
    }
    let plan = first_fit(&input.entries, &input.regions, &PagePenalties::DEFAULT);
    input.title.complete_plan(style, plan)
}

/// The title block, and the entries and regions below it.
struct BreakerInput {
    title: TitleBlock,
    entries: Vec<RowEntry>,
    regions: Regions,
}

impl BreakerInput {
    fn new(galley: &Galley, style: &Style, exactly: Option<u32>) -> Self {
        let notes = note_rows(galley, style.leading);
        let title = TitleBlock::new(galley, style);
        let rest = &galley.entries[title.entries..galley.body_len()];
        let entries = rest.iter().map(|it| row_entry(it, style.leading, &notes)).collect();
        let rows = style.rows();
        let below_title = rows.saturating_sub(title.rows).max(1);
        let mut depths = vec![rows];
        if below_title != rows {
            depths.splice(0..0, std::iter::repeat_n(below_title, style.columns as usize));
        }
        let first_folio = style.first_page.saturating_add(title.pages_before);
        let exactly = exactly.map(|pages| pages.saturating_sub(title.pages_before));
        let regions = Regions { depths, columns: style.columns, first_folio, exactly };
        Self { title, entries, regions }
    }
}

impl TitleBlock {
    /// Adds the entries and pages of the title block, which come first, to a plan.
    fn complete_plan(&self, style: &Style, mut plan: PagePlan) -> PagePlan {
        for end in &mut plan.regions {
            end.region.0 += self.pages_before * style.columns;
            end.next.entry += self.entries;
            end.deferred = end.deferred.map(|first| first + self.entries);
        }
        plan.alternatives.splice(0..0, std::iter::repeat_n(0, self.entries));
        plan
    }
}

/// Returns the number of pages that a galley fills at the least cost.
#[must_use]
pub fn natural_page_count(galley: &Galley, style: &Style) -> u32 {
    let plan = plan_pages(galley, style, None).expect("only a required page count can fail");
    plan.regions.last().map_or(0, |last| last.region.0) / style.columns + 1
}

/// Returns whether a galley fills `wanted` pages well: by paragraphs a line longer or shorter, without
/// a widow and with no page more than three rows short.
#[must_use]
pub fn fits_page_count(galley: &Galley, style: &Style, wanted: u32) -> bool {
    let PagePenalties { divided_note, divided_note_row, .. } = PagePenalties::DEFAULT;
    let is_good = |end: &RegionEnd| {
        let divided = match end.note_rest {
            0 => 0,
            rest => divided_note + divided_note_row * i64::from(rest),
        };
        end.cost - divided <= MOST_REGION_COST
    };
    plan_pages(galley, style, Some(wanted)).is_some_and(|plan| plan.regions.iter().all(is_good))
}

/// Returns the entries to set in another number of lines, each with its alternative.
#[must_use]
pub fn chosen_alternatives(plan: &PagePlan) -> Vec<AlternativeChoice> {
    let choice = |(index, chosen): (usize, &usize)| {
        // The first alternative of a row entry is its natural setting, which the galley has already.
        let alternative = chosen.checked_sub(1)?;
        Some(AlternativeChoice { entry: EntryId::new(index), alternative })
    };
    plan.alternatives.iter().enumerate().filter_map(choice).collect()
}

/// Returns an entry as the page breaker needs it, in a grid with rows of depth `row`.
fn row_entry(entry: &Entry, row: Length, note_rows: &[u32]) -> RowEntry {
    let calls = entry.lines.iter().map(|line| line.calls.as_slice());
    let mut notes = called_rows(calls, note_rows);
    let mut hyphens = Vec::new();
    if entry.solid {
        let called = notes.iter().sum();
        notes = if called > 0 { vec![called] } else { Vec::new() };
    } else if entry.lines.iter().any(|line| line.end == LineEnd::Hyphen) {
        hyphens.extend(entry.lines.iter().map(|line| line.end == LineEnd::Hyphen));
    }
    let natural = RowAlternative { bottoms: line_bottoms(entry, row), hyphens, notes, cost: 0 };
    let others = entry.alternatives.iter().map(|other| RowAlternative {
        bottoms: (1..).take(other.hyphens.len()).collect(),
        hyphens: other.hyphens.clone(),
        notes: called_rows(other.calls.iter().map(Vec::as_slice), note_rows),
        cost: other.cost,
    });
    RowEntry {
        above: entry.space_above,
        below: entry.space_below,
        together: entry.keep.together,
        with_next: entry.keep.with_next,
        page_before: entry.keep.page_before,
        first_lines: entry.keep.first_lines as usize,
        figure: entry.figure as usize,
        repeated_rows: entry.repeated_head.as_ref().map_or(0, |head| head.rows),
        alternatives: std::iter::once(natural).chain(others).collect(),
    }
}
