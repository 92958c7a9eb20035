//! The lines of a page, the galley's and the press's alike.
//!
//! Comes in: a page and its galley. Goes out: each line with its place. Never done here: an index
//! trusted; a line that is not there is passed over.

use crate::galley::{Entry, Galley, Line};
use crate::paginate::{Furniture, Page};
use crate::unit::Length;

/// A line and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing<'j> {
    /// The line.
    pub(super) line: &'j Line,
    /// The entry it is of; none for furniture.
    pub(super) entry: Option<&'j Entry>,
    /// What furniture it is; none for a line of the article.
    pub(super) kind: Option<Furniture>,
    /// Whether it is the first line of its entry.
    pub(super) first: bool,
    /// Whether it is the last line of its entry.
    pub(super) last: bool,
    /// Left edge of the measure, from the left edge of the page.
    pub(super) x: Length,
    /// The baseline, from the top edge of the page.
    pub(super) y: Length,
}

/// The lines of the article on a page, in reading order.
pub(super) fn body<'j>(
    page: &'j Page,
    galley: &'j Galley,
) -> impl Iterator<Item = Standing<'j>> {
    page.body.iter().filter_map(|placed| {
        let entry = galley.entries.get(placed.entry as usize)?;
        let line = entry.lines.get(placed.line as usize)?;
        let index = placed.line as usize;
        Some(Standing {
            line,
            entry: Some(entry),
            kind: None,
            first: index == 0,
            last: index + 1 == entry.lines.len(),
            x: placed.x,
            y: placed.y,
        })
    })
}

/// The lines that the press added to a page.
pub(super) fn furniture(page: &Page) -> impl Iterator<Item = Standing<'_>> {
    page.furniture.iter().map(|placed| Standing {
        line: &placed.line,
        entry: None,
        kind: Some(placed.kind),
        first: false,
        last: false,
        x: placed.x,
        y: placed.y,
    })
}

/// Every line of a page.
pub(super) fn of<'j>(page: &'j Page, galley: &'j Galley) -> impl Iterator<Item = Standing<'j>> {
    body(page, galley).chain(furniture(page))
}
