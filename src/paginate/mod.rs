//! Pagination: the galley is cut into pages, all together.
//!
//! Comes in: a [`Galley`] and the rows of a page. Goes out: a [`Plan`], and the [`Page`]s that
//! follow it. Never done here: a line changed, furniture, PDF.

mod breaker;
mod dump;
mod price;

pub use breaker::{Form, PageEnd, Plan, Spot, Strip, break_pages};
pub use dump::dump;
pub use price::Prices;

use crate::galley::{Carried, Entry, Galley, Line};
use crate::style::Style;
use crate::unit::Length;

/// A page: which lines of the galley stand where.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Page {
    /// The folio.
    pub number: u32,
    /// The lines of the galley on it, in reading order.
    pub body: Vec<PlacedLine>,
    /// Running head, footer: lines that are not the article's.
    pub furniture: Vec<PlacedFurniture>,
    /// Rows of the grid that are filled.
    pub rows: u32,
    /// What this page costs in the total that was minimised.
    pub price: i64,
}

/// A line of the galley on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedLine {
    /// Index in [`Galley::entries`].
    pub entry: u32,
    /// Index in that entry's lines.
    pub line: u32,
    /// Left edge of the measure, from the left edge of the page.
    pub x: Length,
    /// The baseline, from the top edge of the page.
    pub y: Length,
}

/// A line that the press adds to a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedFurniture {
    /// What it says; `baseline` is not used.
    pub line: Line,
    /// Left edge, from the left edge of the page.
    pub x: Length,
    /// The baseline, from the top edge of the page.
    pub y: Length,
}

/// Decides where pages end and in which form each entry stands.
#[must_use]
pub fn plan(galley: &Galley, style: &Style) -> Plan {
    let strips: Vec<Strip> = galley.entries.iter().map(|it| strip(it, style.leading)).collect();
    break_pages(&strips, style.rows(), &Prices::HOUSE)
}

/// The entries that are to be set in another number of lines: index, and which alternative.
#[must_use]
pub fn choices(plan: &Plan) -> Vec<(usize, usize)> {
    let chosen = plan.forms.iter().enumerate();
    chosen.filter_map(|(entry, form)| Some((entry, form.checked_sub(1)?))).collect()
}

/// Puts the lines of a settled galley on the pages of the plan.
#[must_use]
pub fn place(galley: &Galley, plan: &Plan, style: &Style) -> Vec<Page> {
    let mut pages = Vec::with_capacity(plan.pages.len());
    let mut start = Spot::default();
    for end in &plan.pages {
        let folio = style.first_page.saturating_add(u32::try_from(pages.len()).unwrap_or(0));
        let mut page =
            Page { number: folio, rows: end.rows, price: end.price, ..Page::default() };
        fill(&mut page, galley, (start, end.next), style);
        pages.push(page);
        start = end.next;
    }
    pages
}

/// Puts the lines from one spot to another on a page.
fn fill(page: &mut Page, galley: &Galley, (start, end): (Spot, Spot), style: &Style) {
    // Lines are measured from the top of their entry, one row down for the first baseline.
    let top = style.baseline(0) - style.leading;
    let x = style.left(page.number);
    let mut row = 0_u32;
    let mut below = 0;
    for (index, entry) in galley.entries.iter().enumerate().skip(start.strip) {
        let from = if index == start.strip { start.line } else { 0 };
        let to = match index.cmp(&end.strip) {
            std::cmp::Ordering::Less => entry.lines.len(),
            std::cmp::Ordering::Equal => end.line,
            std::cmp::Ordering::Greater => break,
        };
        if to <= from {
            continue;
        }
        let at_head = index == start.strip;
        if !at_head {
            row += entry.space_above.max(below);
        } else if let Some(carried) = &entry.carried {
            repeat(page, carried, (x, top));
            row += carried.rows;
        }
        let lift = if at_head && from == 0 { entry.lift } else { Length::ZERO };
        let bottoms = bottoms(entry, style.leading);
        let begun =
            from.checked_sub(1).and_then(|last| bottoms.get(last)).copied().unwrap_or(0);
        let origin = top + style.leading * (i64::from(row) - i64::from(begun)) - lift;
        for (offset, line) in entry.lines[from..to.min(entry.lines.len())].iter().enumerate() {
            page.body.push(PlacedLine {
                entry: u32::try_from(index).unwrap_or(u32::MAX),
                line: u32::try_from(from + offset).unwrap_or(u32::MAX),
                x,
                y: origin + line.baseline,
            });
        }
        let last = if entry.solid { bottoms.last() } else { bottoms.get(to - 1) };
        row += last.copied().unwrap_or(0).saturating_sub(begun);
        below = entry.space_below;
    }
}

/// Puts what a page repeats at its head there, as furniture.
fn repeat(page: &mut Page, carried: &Carried, (x, top): (Length, Length)) {
    page.furniture.extend(carried.lines.iter().map(|line| PlacedFurniture {
        line: line.clone(),
        x,
        y: top + line.baseline,
    }));
}

/// What the breaker sees of an entry.
fn strip(entry: &Entry, row: Length) -> Strip {
    let hyphens = entry.lines.iter().map(|line| line.end == crate::galley::LineEnd::Hyphen);
    let hyphens = if entry.solid { Vec::new() } else { hyphens.collect() };
    let natural = Form { bottoms: bottoms(entry, row), hyphens, price: 0 };
    let others = entry.alternatives.iter().map(|other| Form {
        bottoms: (1..).take(other.hyphens.len()).collect(),
        hyphens: other.hyphens.clone(),
        price: other.price,
    });
    Strip {
        above: entry.space_above,
        below: entry.space_below,
        together: entry.keep.together,
        with_next: entry.keep.with_next,
        page_before: entry.keep.page_before,
        carried: entry.carried.as_ref().map_or(0, |carried| carried.rows),
        forms: std::iter::once(natural).chain(others).collect(),
    }
}

/// Rows from the top of an entry to the foot of each of its lines. The last line closes the
/// entry's rows, white below a heading included. A solid entry is as one line.
fn bottoms(entry: &Entry, row: Length) -> Vec<u32> {
    if entry.solid {
        return vec![entry.rows];
    }
    let row = row.sp().max(1);
    let mut bottoms: Vec<u32> = entry
        .lines
        .iter()
        .map(|line| {
            u32::try_from((line.baseline.sp() + row - 1) / row).unwrap_or(u32::MAX).max(1)
        })
        .collect();
    if let Some(last) = bottoms.last_mut() {
        *last = (*last).max(entry.rows);
    }
    bottoms
}
