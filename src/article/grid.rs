//! Grid of a table: the rows and columns that each cell covers.

use super::{Cell, Table, plain_text, walk};

/// Greatest number of columns that a cell may span (HTML, 4.9.11).
const MAX_SPAN: usize = 1000;

/// Number of cells beyond which a table is set as text, and needs no grid: it would be a data base,
/// and its columns cannot be weighed against each other in reasonable time.
pub(crate) const MAX_CELLS: usize = 20_000;

/// Cells of a table in their places.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct CellGrid<'t> {
    /// Number of columns; at least one cell begins in each.
    pub(crate) columns: usize,
    /// Cells, row by row, from left to right.
    pub(crate) cells: Vec<PlacedCell<'t>>,
    /// For each column of the grid, its column in the table, where columns count in which no cell
    /// begins.
    pub(crate) sources: Vec<usize>,
}

/// Cell in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlacedCell<'t> {
    /// Cell.
    pub(crate) cell: &'t Cell,
    /// First row.
    pub(crate) row: usize,
    /// Number of rows that it covers, at least 1.
    pub(crate) rows: usize,
    /// First column.
    pub(crate) column: usize,
    /// Number of columns that it covers, at least 1.
    pub(crate) columns: usize,
}

/// Part of a row of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GridSlot<'g, 't> {
    /// Cell that begins in the row.
    Cell(&'g PlacedCell<'t>),
    /// Columns that no cell covers.
    Empty {
        /// Number of columns.
        columns: usize,
    },
}

impl<'t> CellGrid<'t> {
    /// Places the cells of `table` as a browser does (HTML, 4.9.12.1), without the columns in which
    /// no cell begins.
    pub(crate) fn new(table: &'t Table) -> Self {
        let mut cells = Vec::new();
        let mut covered = Cover::default();
        let head = table.head.min(table.rows.len());
        for (row, content) in table.rows.iter().enumerate() {
            let mut column = 0;
            for cell in &content.cells {
                column = covered.next_free(column);
                let wanted = usize::from(cell.colspan).clamp(1, MAX_SPAN);
                let columns = covered.count_free(column, column + wanted).max(1);
                // No cell reaches out of the head, or below the table.
                let end = if row < head { head } else { table.rows.len() };
                let rows = usize::from(cell.rowspan).clamp(1, end - row);
                covered.cover(column, column + columns, rows);
                cells.push(PlacedCell { cell, row, rows, column, columns });
                column += columns;
            }
            covered.end_row();
        }
        Self::without_idle_columns(cells)
    }

    fn without_idle_columns(mut cells: Vec<PlacedCell<'t>>) -> Self {
        let mut sources: Vec<usize> = cells.iter().map(|placed| placed.column).collect();
        sources.sort_unstable();
        sources.dedup();
        for placed in &mut cells {
            let end = sources.partition_point(|&at| at < placed.column + placed.columns);
            placed.column = sources.partition_point(|&at| at < placed.column);
            placed.columns = end - placed.column;
        }
        Self { columns: sources.len(), cells, sources }
    }

    /// Returns the slots of each of `rows` rows, from left to right.
    pub(crate) fn slots(&self, rows: usize) -> Vec<Vec<GridSlot<'_, 't>>> {
        let mut coming = self.cells.iter().peekable();
        let mut covered = Cover::default();
        let slots_of_row = |row| {
            let mut slots = Vec::new();
            let mut column = covered.next_free(0);
            while column < self.columns {
                let placed = coming.next_if(|next| next.row == row && next.column <= column);
                let end = if let Some(placed) = placed {
                    slots.push(GridSlot::Cell(placed));
                    let end = (placed.column + placed.columns).max(column + 1);
                    covered.cover(column, end, placed.rows);
                    end
                } else {
                    let next = coming.peek().filter(|next| next.row == row);
                    let end = next.map_or(self.columns, |next| next.column);
                    let columns = covered.count_free(column, end).max(1);
                    slots.push(GridSlot::Empty { columns });
                    column + columns
                };
                column = covered.next_free(end);
            }
            covered.end_row();
            slots
        };
        (0..rows).map(slots_of_row).collect()
    }

    /// True for a column in which all cells from row `first` on are numbers or blank.
    pub(crate) fn is_numeric(&self, column: usize, first: usize) -> bool {
        let in_column = self.cells.iter().filter(|placed| {
            placed.row >= first && placed.column == column && placed.columns == 1
        });
        let mut has_number = false;
        for placed in in_column {
            match placed.text().trim() {
                "" | "-" | "\u{2013}" | "\u{2014}" | "\u{2212}" => {}
                text if is_number(text) => has_number = true,
                _ => return false,
            }
        }
        has_number
    }
}

impl PlacedCell<'_> {
    /// Returns the text of the cell, with a space between its lines.
    pub(crate) fn text(&self) -> String {
        let blocks = walk::blocks(&self.cell.blocks);
        let lines: Vec<String> = blocks.flat_map(walk::lines).map(plain_text).collect();
        lines.join(" ")
    }

    /// True for a cell of one number.
    pub(crate) fn is_number(&self) -> bool {
        is_number(self.text().trim())
    }
}

/// For each column, the number of rows that cells cover from the current row down.
#[derive(Debug, Default)]
struct Cover(Vec<usize>);

impl Cover {
    fn is_free(&self, column: usize) -> bool {
        self.0.get(column).is_none_or(|&rows| rows == 0)
    }

    /// Returns the first free column from `column` on.
    fn next_free(&self, column: usize) -> usize {
        column + self.0.iter().skip(column).take_while(|&&rows| rows > 0).count()
    }

    /// Counts the free columns from `column` to the first that is not free, or to `end`.
    fn count_free(&self, column: usize, end: usize) -> usize {
        (column..end).take_while(|&at| self.is_free(at)).count()
    }

    fn cover(&mut self, column: usize, end: usize, rows: usize) {
        if self.0.len() < end {
            self.0.resize(end, 0);
        }
        self.0[column..end].fill(rows);
    }

    fn end_row(&mut self) {
        self.0.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }
}

/// True for a number as people write it in tables: with a sign, a currency, a unit of one or
/// two letters.
fn is_number(text: &str) -> bool {
    let signs =
        |c: char| "+-\u{2212}\u{2013}~\u{2248}<>(\u{A3}$\u{20AC}\u{A5} \u{A0}".contains(c);
    let rest = text.trim_start_matches(signs);
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let unit = rest.trim_start_matches(|c: char| {
        c.is_ascii_digit()
            || ".,':/\u{2019}\u{A0}\u{202F}\u{2009} \u{2212}\u{2013}-\u{D7}".contains(c)
    });
    let unit = unit.trim_end_matches(')');
    unit.chars().count() <= 2
}

#[cfg(test)]
mod tests {
    use crate::article::grid::is_number;

    #[test]
    fn numbers_are_distinguished_from_words() {
        for number in
            ["12", "-3.5", "1,200.50", "45 %", "$3", "(12)", "3:05", "12\u{A0}kg", "1998"]
        {
            assert!(is_number(number), "{number} is a number");
        }
        for word in ["", "a", "12 apples", "no. 3", "MP3", "2 or 3"] {
            assert!(!is_number(word), "{word} is no number");
        }
    }
}
