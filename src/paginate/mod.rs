//! Pagination: the galley is cut into pages, all together.
//!
//! Comes in: a [`Galley`] and the rows of a page. Goes out: a [`Plan`], and the [`Page`]s that
//! follow it. Never done here: a line changed, furniture, PDF.

mod breaker;
mod dump;
mod feet;
mod locate;
mod place;
mod price;

pub use breaker::{Form, FrameEnd, Frames, Plan, Spot, Strip, break_pages};
pub use dump::dump;
pub use locate::locate;
pub use place::place;
pub use price::Prices;

use crate::galley::{Entry, Galley, Line};
use crate::style::Style;
use crate::unit::Length;

/// A page: which lines of the galley stand where.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Page {
    /// The folio.
    pub number: u32,
    /// The lines of the galley on it, in reading order: column by column, each with the notes at
    /// its foot.
    pub body: Vec<PlacedLine>,
    /// Running head, footer, rules: what is not the article's.
    pub furniture: Vec<PlacedFurniture>,
    /// Its columns, from left to right; one on most pages.
    pub columns: Vec<Column>,
}

/// A column of a page, or the page itself where it has one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Rows of the grid that are filled, notes and a title above all columns included.
    pub rows: u32,
    /// What it costs in the total that was minimised.
    pub price: i64,
}

impl Page {
    /// Rows of its fullest column that are filled.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.columns.iter().map(|column| column.rows).max().unwrap_or(0)
    }

    /// What the page costs in the total that was minimised.
    #[must_use]
    pub fn price(&self) -> i64 {
        self.columns.iter().map(|column| column.price).sum()
    }
}

/// A line of the galley on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedLine {
    /// Index in [`Galley::entries`].
    pub entry: u32,
    /// Index in that entry's lines.
    pub line: u32,
    /// The column it stands in, counted from 0.
    pub column: u32,
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

/// Decides where pages end and in which form each entry stands; with `exactly`, only on so many
/// pages, or not at all.
#[must_use]
pub fn plan(galley: &Galley, style: &Style, exactly: Option<u32>) -> Option<Plan> {
    let feet = feet::rows(galley, style.leading);
    let head = place::head(galley, style);
    let rest = galley.entries.get(head.entries..galley.body()).unwrap_or_default();
    let strips: Vec<Strip> = rest.iter().map(|it| strip(it, style.leading, &feet)).collect();
    let rows = style.rows();
    let under_title = rows.saturating_sub(head.rows).max(1);
    let mut depths = vec![under_title; style.columns as usize];
    depths.push(rows);
    if under_title == rows {
        depths = vec![rows];
    }
    let first_folio = style.first_page;
    let frames = Frames { depths, columns: style.columns, first_folio, exactly };
    let mut plan = break_pages(&strips, &frames, &Prices::HOUSE)?;
    // The plan speaks of all entries; those of the title stand above the frames as they are.
    for end in &mut plan.frames {
        end.next.strip += head.entries;
    }
    plan.forms.splice(0..0, std::iter::repeat_n(0, head.entries));
    Some(plan)
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
