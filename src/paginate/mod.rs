//! Pagination: the galley is cut into pages, the best way for all of them together.
//!
//! Comes in: a [`Galley`](crate::galley::Galley) and the depth of a page. Goes out: [`Page`]s. Never done here: a line
//! changed, furniture, PDF.

use crate::galley::Line;
use crate::unit::Length;

/// A page: which lines of the galley stand where.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Page {
    /// Number of the page, counted from 1; the folio it shows.
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
    /// Index in [`Galley::entries`](crate::galley::Galley::entries).
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
