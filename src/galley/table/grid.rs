//! The grid of a table: where each cell begins, what it covers.
//!
//! Comes in: rows of cells with their spans. Goes out: a [`Grid`]. Never done here: what a cell
//! says, widths.

use crate::article::{Cell, Table};

/// Columns that a cell may cover; HTML's own limit (HTML, 4.9.11).
const MOST_SPANNED: usize = 1000;

/// A table's cells in their places.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::galley) struct Grid<'t> {
    /// Columns, of which at least one cell begins in each.
    pub(in crate::galley) columns: usize,
    /// The cells, row by row, from left to right.
    pub(in crate::galley) cells: Vec<Placed<'t>>,
    /// For each column of the grid its column in the table, with those that nothing begins in.
    pub(in crate::galley) sources: Vec<usize>,
}

/// A cell in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::galley) struct Placed<'t> {
    /// The cell.
    pub(in crate::galley) cell: &'t Cell,
    /// Its first row.
    pub(in crate::galley) row: usize,
    /// Rows it covers, at least 1.
    pub(in crate::galley) rows: usize,
    /// Its first column.
    pub(in crate::galley) column: usize,
    /// Columns it covers, at least 1.
    pub(in crate::galley) columns: usize,
}

impl<'t> Grid<'t> {
    /// Places the cells of `table` as a browser does (HTML, 4.9.12.1), but for columns in which
    /// no cell begins: those are taken out.
    pub(in crate::galley) fn new(table: &'t Table) -> Self {
        let mut cells = Vec::new();
        // How many more rows each column is covered from above.
        let mut covered: Vec<usize> = Vec::new();
        for (row, content) in table.rows.iter().enumerate() {
            let mut column = 0;
            for cell in &content.cells {
                while covered.get(column).is_some_and(|&rows| rows > 0) {
                    column += 1;
                }
                let wanted = usize::from(cell.colspan).clamp(1, MOST_SPANNED);
                let free = (column..column + wanted)
                    .take_while(|&at| covered.get(at).is_none_or(|&rows| rows == 0))
                    .count();
                let columns = free.max(1);
                // No cell reaches out of the head, or below the table.
                let end = if row < table.head { table.head } else { table.rows.len() };
                let rows = usize::from(cell.rowspan).clamp(1, end.saturating_sub(row).max(1));
                if covered.len() < column + columns {
                    covered.resize(column + columns, 0);
                }
                covered.iter_mut().skip(column).take(columns).for_each(|it| *it = rows);
                cells.push(Placed { cell, row, rows, column, columns });
                column += columns;
            }
            covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
        Self::without_idle_columns(cells, covered.len())
    }

    fn without_idle_columns(mut cells: Vec<Placed<'t>>, columns: usize) -> Self {
        let mut begins = vec![false; columns];
        for placed in &cells {
            if let Some(begins) = begins.get_mut(placed.column) {
                *begins = true;
            }
        }
        let sources: Vec<usize> = begins
            .iter()
            .enumerate()
            .filter(|(_, begins)| **begins)
            .map(|(at, _)| at)
            .collect();
        for placed in &mut cells {
            let end = sources.partition_point(|&at| at < placed.column + placed.columns);
            placed.column = sources.partition_point(|&at| at < placed.column);
            placed.columns = end.saturating_sub(placed.column).max(1);
        }
        Self { columns: sources.len(), cells, sources }
    }
}
