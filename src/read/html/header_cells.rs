//! Header cells of a table: those that the page marks, else those that show it.
//!
//! A table in which the page marks a header (`th`, `thead`, `scope`, the role of a header) keeps
//! these headers and gets no others. In any other table, the first row or the first column is a
//! header if all of its cells are short text and one of these is true:
//!
//! - its look sets it apart: it is bold throughout, or has a background or a class of its own, and
//!   most cells elsewhere do not;
//! - the corner is empty, and the first row and the first column have no other empty cell;
//! - a row: no cell is a number other than a year, and numbers stand below one of them;
//! - a column: no cell is a number, none occurs twice, and all other columns are numbers; or each
//!   cell ends in a colon.
//!
//! Rows of one cell across the table at its top are titles. They are skipped, and are headers too
//! if the row below them is one.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::article::{Block, BlockKind, CellGrid, Inline, PlacedCell, Scope, Table, walk};

/// Greatest number of characters of a header that the page does not mark.
const MAX_CHARACTERS: usize = 60;
/// Numbers that are years where they stand above columns.
const YEARS: RangeInclusive<u16> = 1500..=2100;
/// Least number of numbers below a header.
const LEAST_NUMBERS: usize = 2;
/// Least number of columns of a table that an empty corner shows to have headers.
const LEAST_COLUMNS_OF_CORNER: usize = 3;

/// Look of a cell on the page, apart from its text.
#[derive(Debug, Default, Clone)]
pub(super) struct CellLook {
    /// Background; empty if there is none.
    pub(super) background: String,
    /// Its class or that of its row is that of a header.
    pub(super) is_called_header: bool,
}

/// Sets the scopes of the header cells of a table; `looks` are those of the cells in reading order.
pub(super) fn set_scopes(table: &mut Table, looks: &[CellLook]) {
    let grid = CellGrid::new(table);
    let of_headers: Vec<bool> =
        table.rows.iter().map(|row| row.cells.iter().all(|it| it.header)).collect();
    let is_stated = |placed: &PlacedCell<'_>| {
        placed.row < table.head || placed.cell.header || placed.cell.scope.is_some()
    };
    let scopes: Vec<Option<Scope>> = if grid.cells.iter().any(is_stated) {
        // In the head, across the table and among headers only, a header heads its column.
        let scope = |placed: &PlacedCell<'_>| {
            let heads_column = placed.row < table.head
                || placed.columns == grid.columns
                || of_headers[placed.row];
            let by_place = if heads_column { Scope::Column } else { Scope::Row };
            is_stated(placed).then(|| placed.cell.scope.unwrap_or(by_place))
        };
        grid.cells.iter().map(scope).collect()
    } else {
        Evidence { grid: &grid, looks, rows: table.rows.len() }.scopes()
    };
    let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
    cells.zip(scopes).for_each(|(cell, scope)| cell.scope = scope);
}

/// Cells of a table whose page marks no header.
struct Evidence<'e> {
    grid: &'e CellGrid<'e>,
    looks: &'e [CellLook],
    /// Number of rows.
    rows: usize,
}

/// Cell and its look.
#[derive(Clone, Copy)]
struct SeenCell<'e> {
    placed: &'e PlacedCell<'e>,
    look: &'e CellLook,
}

impl Evidence<'_> {
    /// Returns the scope of each cell of the grid.
    fn scopes(&self) -> Vec<Option<Scope>> {
        let is_across = |placed: &PlacedCell<'_>| placed.columns == self.grid.columns;
        let first = self.grid.cells.iter().find(|placed| !is_across(placed));
        let Some(first) = first.map(|placed| placed.row).filter(|row| self.rows - row > 1)
        else {
            return vec![None; self.grid.cells.len()];
        };
        let cells = || {
            let seen = self.grid.cells.iter().zip(self.looks);
            seen.map(|(placed, look)| SeenCell { placed, look })
                .filter(|seen| seen.placed.row >= first && !is_across(seen.placed))
        };
        let (top, below): (Vec<_>, Vec<_>) = cells().partition(|it| it.placed.row == first);
        let (left, inner): (Vec<_>, Vec<_>) =
            below.iter().partition(|it| it.placed.column == 0);
        let has_corner = self.has_empty_corner(&top, &left);
        let row = has_corner || self.is_header_row(&top, &below);
        let column = if row {
            has_corner || self.is_header_column(&left, &inner)
        } else {
            let (left, inner): (Vec<_>, Vec<_>) = cells().partition(|it| it.placed.column == 0);
            self.is_header_column(&left, &inner)
        };
        let scope = |placed: &PlacedCell<'_>| {
            if row && placed.row <= first {
                Some(Scope::Column)
            } else {
                (column && placed.column == 0 && !is_across(placed)).then_some(Scope::Row)
            }
        };
        // An empty corner heads nothing.
        let seen = self.grid.cells.iter().zip(self.looks);
        seen.map(|(placed, look)| {
            scope(placed).filter(|_| !SeenCell { placed, look }.is_empty())
        })
        .collect()
    }

    /// True for a table with an empty corner between names above the columns and beside the rows.
    fn has_empty_corner(&self, top: &[SeenCell<'_>], left: &[SeenCell<'_>]) -> bool {
        let [corner, names @ ..] = top else { return false };
        self.grid.columns >= LEAST_COLUMNS_OF_CORNER
            && corner.placed.column == 0
            && corner.is_empty()
            && names.iter().all(|name| name.is_short() && !name.is_empty())
            && left.len() > 1
            && left.iter().all(|it| it.is_short() && !it.is_empty() && !it.placed.is_number())
    }

    /// True for a row of headers above the other cells.
    fn is_header_row(&self, top: &[SeenCell<'_>], below: &[SeenCell<'_>]) -> bool {
        let names: Vec<_> = top.iter().copied().filter(|it| !it.is_empty()).collect();
        // Only the corner may be empty.
        let is_named = |it: &SeenCell<'_>| it.placed.column == 0 || !it.is_empty();
        if names.is_empty()
            || !top.iter().all(|it| is_named(it) && it.is_short())
            || below.iter().all(SeenCell::is_empty)
        {
            return false;
        }
        is_set_apart(&names, below)
            || !names.iter().any(SeenCell::is_quantity) && self.heads_numbers(&names, below)
    }

    /// True if a column is of numbers below a name.
    fn heads_numbers(&self, names: &[SeenCell<'_>], below: &[SeenCell<'_>]) -> bool {
        let Some(first) = below.first() else { return false };
        names.iter().filter(|name| name.placed.columns == 1).any(|name| {
            let column = name.placed.column;
            // Below a year, other years are no evidence.
            let is_evidence = |it: &&SeenCell<'_>| {
                it.placed.column == column
                    && if name.placed.is_number() {
                        it.is_quantity()
                    } else {
                        it.placed.is_number()
                    }
            };
            self.grid.is_numeric(column, first.placed.row)
                && below.iter().filter(is_evidence).count() >= LEAST_NUMBERS
        })
    }

    /// True for a column of headers beside the other cells.
    fn is_header_column(&self, left: &[SeenCell<'_>], inner: &[SeenCell<'_>]) -> bool {
        let is_name = |it: &SeenCell<'_>| it.is_short() && !it.is_empty();
        let Some(first) = left.first().filter(|_| left.len() > 1 && left.iter().all(is_name))
        else {
            return false;
        };
        let texts: BTreeSet<String> = left.iter().map(|it| it.placed.text()).collect();
        let numeric =
            || (1..self.grid.columns).all(|it| self.grid.is_numeric(it, first.placed.row));
        let named = || {
            let is_text = left.iter().all(|it| !it.placed.is_number());
            is_text && texts.len() == left.len() && numeric()
        };
        let labelled = || texts.iter().all(|text| text.trim_end().ends_with([':', '\u{FF1A}']));
        is_set_apart(left, inner) || labelled() || named()
    }
}

/// True if all of `names` have a look that most of `others` do not have.
fn is_set_apart(names: &[SeenCell<'_>], others: &[SeenCell<'_>]) -> bool {
    let filled = || others.iter().filter(|it| !it.is_empty());
    let alone = |has: &dyn Fn(&SeenCell<'_>) -> bool| {
        names.iter().all(has) && filled().filter(|it| has(it)).count() * 2 < filled().count()
    };
    let background = names.first().map_or("", |it| it.look.background.as_str());
    alone(&|it: &SeenCell<'_>| it.is_strong())
        || alone(&|it: &SeenCell<'_>| it.look.is_called_header)
        || !background.is_empty()
            && names.iter().all(|it| it.look.background == background)
            && filled().all(|it| it.look.background != background)
}

impl SeenCell<'_> {
    fn is_empty(&self) -> bool {
        self.placed.text().trim().is_empty()
            && !walk::blocks(&self.placed.cell.blocks).any(|block| {
                let pictures = |it: &Inline| matches!(it, Inline::Picture(_));
                matches!(block.kind, BlockKind::Picture(_) | BlockKind::Preformatted(_))
                    || walk::lines(block).flat_map(walk::inlines).any(pictures)
            })
    }

    /// True for a number that is no year.
    fn is_quantity(&self) -> bool {
        let text = self.placed.text();
        let is_year = text.trim().parse().is_ok_and(|year: u16| YEARS.contains(&year));
        self.placed.is_number() && !is_year
    }

    /// True for a cell of few characters, in paragraphs or headings.
    fn is_short(&self) -> bool {
        let is_text = |block: &Block| {
            matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Heading { .. })
        };
        self.placed.cell.blocks.iter().all(is_text)
            && self.placed.text().chars().count() <= MAX_CHARACTERS
    }

    /// True for a cell whose letters and figures are all bold.
    fn is_strong(&self) -> bool {
        !self.is_empty()
            && self.placed.cell.blocks.iter().all(|block| match &block.kind {
                BlockKind::Heading { .. } => true,
                BlockKind::Paragraph(text) => text.iter().all(is_strong),
                _ => false,
            })
    }
}

/// True for an inline whose letters and figures are all bold.
fn is_strong(inline: &Inline) -> bool {
    match inline {
        Inline::Strong(_) | Inline::LineBreak | Inline::NoteRef(_) => true,
        Inline::Text(text) => !text.contains(char::is_alphanumeric),
        Inline::Code(_) | Inline::Picture(_) => false,
        Inline::Emphasis(inner)
        | Inline::Strike(inner)
        | Inline::Superscript(inner)
        | Inline::Subscript(inner)
        | Inline::NoBreak(inner)
        | Inline::Quotation(inner)
        | Inline::Foreign { text: inner, .. }
        | Inline::Abbreviation { text: inner, .. }
        | Inline::Link { text: inner, .. } => !inner.is_empty() && inner.iter().all(is_strong),
    }
}
