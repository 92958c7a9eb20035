//! The lines of a page, the galley's and the press's alike.

use crate::galley::{Entry, Galley, Line};
use crate::paginate::{Furniture, Page};
use crate::unit::Length;

/// A line and its position.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineOnPage<'j> {
    /// The line.
    pub(super) line: &'j Line,
    /// The entry it is of; none for furniture.
    pub(super) entry: Option<&'j Entry>,
    /// The kind of furniture that it is; none for a line of the article.
    pub(super) kind: Option<Furniture>,
    /// It is the first line of its entry.
    pub(super) first: bool,
    /// It is the last line of its entry.
    pub(super) last: bool,
    /// Left edge of the measure, from the left edge of the page.
    pub(super) x: Length,
    /// The baseline, from the top edge of the page.
    pub(super) y: Length,
}

/// Iterates over the lines of the article on a page, in reading order.
pub(super) fn article_lines<'j>(
    page: &'j Page,
    galley: &'j Galley,
) -> impl Iterator<Item = LineOnPage<'j>> {
    page.body.iter().map(|placed| {
        let entry = galley.entries.get(placed.entry.index());
        let entry = entry.expect("pages are made of the entries of their galley");
        let index = placed.line as usize;
        let line = entry.lines.get(index).expect("pages are made of the lines of their galley");
        LineOnPage {
            line,
            entry: Some(entry),
            kind: None,
            first: index == 0,
            last: index + 1 == entry.lines.len(),
            x: placed.x,
            y: placed.y,
        }
    })
}

/// Iterates over the furniture of a page.
pub(super) fn furniture_lines(page: &Page) -> impl Iterator<Item = LineOnPage<'_>> {
    page.furniture.iter().map(|placed| LineOnPage {
        line: &placed.line,
        entry: None,
        kind: Some(placed.kind),
        first: false,
        last: false,
        x: placed.x,
        y: placed.y,
    })
}

/// Iterates over all lines of a page.
pub(super) fn page_lines<'j>(
    page: &'j Page,
    galley: &'j Galley,
) -> impl Iterator<Item = LineOnPage<'j>> {
    article_lines(page, galley).chain(furniture_lines(page))
}
