//! Tables: cells whose texts lie flat, in their places.
//!
//! Comes in: what the plan found in each cell. Goes out: a [`Table`] that can be set (`set`), or
//! be told row by row (`cards`). Never done here: reading an article's blocks.

mod cards;
mod columns;
pub(super) mod grid;
mod set;

pub(super) use cards::set as cards;
pub(super) use set::{Place, set};

use crate::article::Align;
use crate::diagnostic::{self, Diagnostic};
use crate::unit::Length;

use super::TextOrigin;
use super::spans::Flat;
use super::structure::NodeId;

/// A table ready to be set.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// How many columns it has.
    pub(super) columns: usize,
    /// How many rows it has.
    pub(super) rows: usize,
    /// How many of them are its head.
    pub(super) head: usize,
    /// Its cells, row by row, from left to right.
    pub(super) cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug)]
pub(super) struct Cell {
    /// Its first row.
    pub(super) row: usize,
    /// Rows it covers, at least 1.
    pub(super) rows: usize,
    /// Its first column.
    pub(super) column: usize,
    /// Columns it covers, at least 1.
    pub(super) columns: usize,
    /// It names its column or row.
    pub(super) header: bool,
    /// Its place in the structure.
    pub(super) node: Option<NodeId>,
    /// How its lines stand.
    pub(super) align: Align,
    /// Its paragraphs.
    pub(super) parts: Vec<Part>,
}

/// A paragraph of a cell.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// What it says.
    pub(super) flat: Flat,
    /// A label hung before it, and whose it is.
    pub(super) label: Option<(String, TextOrigin)>,
    /// Steps of indent.
    pub(super) steps: u8,
}

/// What is said of a table that is set smaller than others.
pub(super) fn told(size: Length, place: &Place, at: diagnostic::Place) -> Option<Diagnostic> {
    let message = format!("the table is set in type of {size} to fit the measure");
    (size < place.font.size).then(|| {
        Diagnostic::note("table-small", at, message)
            .hint("turn the paper with --landscape, or choose smaller margins")
    })
}

/// What is said of a table that is wider than the measure.
pub(super) fn as_cards(at: diagnostic::Place) -> Diagnostic {
    Diagnostic::warning(
        "table-as-cards",
        at,
        "the table is too wide for the measure; each row is set as a card",
    )
    .hint("turn the paper with --landscape, or choose smaller margins")
}
