//! Pagination: the galley is cut into pages, all together.
//!
//! Comes in: a [`Galley`] and the rows of a page. Goes out: a [`Plan`], and the [`Page`]s that
//! follow it. Never done here: a line changed, furniture, PDF.

mod breaker;
mod dump;
mod feet;
mod locate;
mod page;
mod place;
mod price;
mod rows;
mod title;

pub use breaker::{Form, FrameEnd, Frames, Plan, Spot, Strip, break_pages, first_fit};
pub use dump::dump;
pub use locate::locate;
pub use page::{Column, Furniture, Page, PlacedFurniture, PlacedLine};
pub use place::place;
pub use price::Prices;

use crate::galley::{Entry, Galley};
use crate::style::Style;
use crate::unit::Length;

use rows::bottoms;
use title::TitleBlock;

/// What a frame may cost that is filled to order, a note aside that goes on: three rows blank, and a
/// little.
const DEAREST_FRAME: i64 = 80_000;

/// Decides where pages end and in which form each entry stands; with `exactly`, only on so many
/// pages, or not at all.
#[must_use]
pub fn plan(galley: &Galley, style: &Style, exactly: Option<u32>) -> Option<Plan> {
    let (title, strips, frames) = strips(galley, style, exactly);
    let plan = break_pages(&strips, &frames, &Prices::HOUSE)?;
    Some(under(&title, style, plan))
}

/// The same page by page, each filled with paragraphs in their natural number of lines: what the
/// plan is measured against.
#[must_use]
pub fn plan_page_by_page(galley: &Galley, style: &Style) -> Plan {
    let (title, mut strips, frames) = strips(galley, style, None);
    for strip in &mut strips {
        strip.forms.truncate(1);
    }
    under(&title, style, first_fit(&strips, &frames, &Prices::HOUSE))
}

/// The title block above the frames, the strips that stand in the frames, and the frames.
fn strips(
    galley: &Galley,
    style: &Style,
    exactly: Option<u32>,
) -> (TitleBlock, Vec<Strip>, Frames) {
    let feet = feet::rows(galley, style.leading);
    let title = TitleBlock::new(galley, style);
    let rest = galley.entries.get(title.entries..galley.body_len()).unwrap_or_default();
    let strips: Vec<Strip> = rest.iter().map(|it| strip(it, style.leading, &feet)).collect();
    let rows = style.rows();
    let under_title = rows.saturating_sub(title.rows).max(1);
    let mut depths = vec![under_title; style.columns as usize];
    depths.push(rows);
    if under_title == rows {
        depths = vec![rows];
    }
    let first_folio = style.first_page.saturating_add(title.pages_before);
    let exactly = exactly.map(|pages| pages.saturating_sub(title.pages_before));
    let frames = Frames { depths, columns: style.columns, first_folio, exactly };
    (title, strips, frames)
}

/// Completes a plan of the frames by the title block, whose entries and pages come first.
fn under(title: &TitleBlock, style: &Style, mut plan: Plan) -> Plan {
    for end in &mut plan.frames {
        end.index += title.pages_before * style.columns;
        end.next.strip += title.entries;
        end.waiting = end.waiting.map(|first| first + title.entries);
    }
    plan.forms.splice(0..0, std::iter::repeat_n(0, title.entries));
    plan
}

/// How many pages a galley fills, and whether it fills `wanted` as well.
#[must_use]
pub fn count(galley: &Galley, style: &Style, wanted: u32) -> (u32, bool) {
    let natural = natural(galley, style);
    (natural, natural == wanted || fits(galley, style, wanted))
}

/// How many pages a galley fills when nothing is asked.
#[must_use]
pub fn natural(galley: &Galley, style: &Style) -> u32 {
    plan(galley, style, None).map_or(0, |plan| {
        let last = plan.frames.last().map_or(0, |last| last.index);
        last / style.columns.max(1) + 1
    })
}

/// Whether a galley fills so many pages: by paragraphs a line longer or shorter, without a widow
/// and with no page more than three rows short.
#[must_use]
pub fn fits(galley: &Galley, style: &Style, wanted: u32) -> bool {
    let Prices { split, split_row, .. } = Prices::HOUSE;
    let fair = |end: &FrameEnd| {
        let divided = if end.carry > 0 { split + split_row * i64::from(end.carry) } else { 0 };
        end.price - divided <= DEAREST_FRAME
    };
    plan(galley, style, Some(wanted)).is_some_and(|plan| plan.frames.iter().all(fair))
}

/// The entries that are to be set in another number of lines: index, and which alternative.
#[must_use]
pub fn choices(plan: &Plan) -> Vec<(usize, usize)> {
    let chosen = plan.forms.iter().enumerate();
    chosen.filter_map(|(entry, form)| Some((entry, form.checked_sub(1)?))).collect()
}

/// What the breaker sees of an entry.
fn strip(entry: &Entry, row: Length, feet: &[u32]) -> Strip {
    let hyphens = entry.lines.iter().map(|line| line.end == crate::galley::LineEnd::Hyphen);
    let calls = entry.lines.iter().map(|line| line.calls.as_slice());
    let natural = if entry.solid {
        let called = feet::of_lines(calls, feet).into_iter().sum();
        let notes = if called > 0 { vec![called] } else { Vec::new() };
        Form { bottoms: bottoms(entry, row), hyphens: Vec::new(), notes, price: 0 }
    } else {
        let (hyphens, notes) = (hyphens.collect(), feet::of_lines(calls, feet));
        Form { bottoms: bottoms(entry, row), hyphens, notes, price: 0 }
    };
    let others = entry.alternatives.iter().map(|other| Form {
        bottoms: (1..).take(other.hyphens.len()).collect(),
        hyphens: other.hyphens.clone(),
        notes: feet::of_lines(other.calls.iter().map(Vec::as_slice), feet),
        price: other.price,
    });
    Strip {
        above: entry.space_above,
        below: entry.space_below,
        together: entry.keep.together,
        with_next: entry.keep.with_next,
        page_before: entry.keep.page_before,
        first_lines: entry.keep.first_lines as usize,
        figure: entry.figure as usize,
        carried: entry.repeated_head.as_ref().map_or(0, |head| head.rows),
        forms: std::iter::once(natural).chain(others).collect(),
    }
}
