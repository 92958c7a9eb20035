//! A page: which lines of the galley stand where.
//!
//! Comes in: nothing. Goes out: [`Page`]. Never done here: deciding anything.

use crate::galley::Line;
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
    /// Index in [`crate::galley::Galley::entries`].
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

/// What a line is that the press adds to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// It stands above the text of the page.
    Head,
    /// It stands below the text of the page.
    Foot,
    /// It stands with the text: the number of a line, a page's number in the contents, the head of
    /// a table said again, a rule.
    Beside,
}

/// A line that the press adds to a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedFurniture {
    /// What it is.
    pub kind: Furniture,
    /// What it says; `baseline` is not used.
    pub line: Line,
    /// Left edge, from the left edge of the page.
    pub x: Length,
    /// The baseline, from the top edge of the page.
    pub y: Length,
}
