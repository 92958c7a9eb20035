//! A page: the lines of the galley on it, with their positions.

use crate::diagnostic::Diagnostic;
use crate::galley::{Entry, EntryId, Galley, Line};
use crate::unit::Length;

/// A page: the lines of the galley on it, with their positions.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Page {
    /// The folio.
    pub number: u32,
    /// Lines of the galley on it, in reading order: column by column, each with the notes at its
    /// foot.
    pub body: Vec<PlacedLine>,
    /// Lines that are not the article's: running head, footer, rules.
    pub furniture: Vec<PlacedFurniture>,
    /// Its columns, from left to right; one on most pages.
    pub columns: Vec<Column>,
}

/// A column of a page, or the page itself if it has one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Rows of the grid that are filled, notes and a title above all columns included.
    pub rows: u32,
    /// Its part of the total cost that was minimised.
    pub cost: i64,
}

impl Page {
    /// Returns the filled rows of its fullest column.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.columns.iter().map(|column| column.rows).max().unwrap_or(0)
    }

    /// Returns its part of the total cost that was minimised.
    #[must_use]
    pub fn cost(&self) -> i64 {
        self.columns.iter().map(|column| column.cost).sum()
    }
}

/// A line of the galley on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedLine {
    /// Its entry in the galley.
    pub entry: EntryId,
    /// Index in that entry's lines.
    pub line: u32,
    /// The column it stands in, counted from 0.
    pub column: u32,
    /// Left edge of the measure, from the left edge of the page.
    pub x: Length,
    /// The baseline, from the top edge of the page.
    pub y: Length,
}

impl PlacedLine {
    /// Returns its entry in the galley that was placed.
    ///
    /// # Panics
    ///
    /// If the line is of another galley.
    #[must_use]
    pub fn entry_in<'g>(&self, galley: &'g Galley) -> &'g Entry {
        &galley.entries[self.entry.index()]
    }

    /// Returns the line in the galley that was placed.
    ///
    /// # Panics
    ///
    /// If the line is of another galley.
    #[must_use]
    pub fn line_in<'g>(&self, galley: &'g Galley) -> &'g Line {
        &self.entry_in(galley).lines[self.line as usize]
    }
}

/// Kind of a line that Offprint adds to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// A running head, above the text of the page.
    Head,
    /// A footer, below the text of the page.
    Foot,
    /// A line beside the text: a line number, a page number in the contents, a repeated table head,
    /// a rule.
    Beside,
}

/// A line that Offprint adds to a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedFurniture {
    /// Its kind.
    pub kind: Furniture,
    /// Its contents; `baseline` is not used.
    pub line: Line,
    /// Left edge, from the left edge of the page.
    pub x: Length,
    /// The baseline, from the top edge of the page.
    pub y: Length,
}

impl PlacedFurniture {
    /// Returns a line beside the text.
    #[must_use]
    pub fn beside(line: Line, x: Length, y: Length) -> Self {
        Self { kind: Furniture::Beside, line, x, y }
    }
}

/// Gives each diagnostic with a source line but no page the page on which the block with that line
/// begins. A line before the first block leaves the page unknown.
pub fn locate_diagnostics(diagnostics: &mut [Diagnostic], pages: &[Page], galley: &Galley) {
    let lacks_page = |it: &Diagnostic| it.place.line > 0 && it.place.page == 0;
    if !diagnostics.iter().any(lacks_page) {
        return;
    }
    let mut begins: Vec<(u32, u32)> = Vec::new();
    for page in pages {
        for placed in page.body.iter().filter(|placed| placed.line == 0) {
            let line = placed.entry_in(galley).place.line;
            if line > 0 {
                begins.push((line, page.number));
            }
        }
    }
    begins.sort_unstable();
    for diagnostic in diagnostics.iter_mut().filter(|it| lacks_page(it)) {
        let after = begins.partition_point(|&(line, _)| line <= diagnostic.place.line);
        if after > 0 {
            diagnostic.place.page = begins[after - 1].1;
        }
    }
}
