//! Tables in the plan of the galley.
//!
//! Comes in: a table of the article. Goes out: a task with its cells laid flat, or, where it is a
//! layout and no table, its cells' blocks one after the other. Never done here: widths.

use crate::article::{self, Align, Block, BlockKind, Inline, Marker, walk};
use crate::diagnostic::{Diagnostic, Place};

use super::{Indents, Planner, TaskContent};
use crate::galley::spans::{Flat, LINE_BREAK, SpanStyle};
use crate::galley::structure::{NodeId, Scope, Tag};
use crate::galley::table::grid::{Grid, Placed};
use crate::galley::table::{Cell, Part, Table};
use crate::galley::{Role, TextOrigin};

/// Cells beyond which a table is set as text: it would be a data base, and its columns cannot be
/// weighed against each other in reasonable time.
const MOST_CELLS: usize = 20_000;
/// Steps of indent inside a cell.
const DEEPEST: u8 = 4;

impl Planner<'_> {
    pub(super) fn table(&mut self, table: &article::Table, indents: Indents, place: Place) {
        let cells: usize = table.rows.iter().map(|row| row.cells.len()).sum();
        if cells == 0 {
            return self.caption_of(table, indents, place);
        }
        if let Some(parts) = parted(table) {
            self.display(|planner| {
                planner.caption_of(table, indents, place);
                for part in parts {
                    match part {
                        Shown::Blocks(blocks) => planner.blocks(blocks, indents),
                        Shown::Rows(rows) => planner.table(&rows, indents, place),
                    }
                }
            });
            return;
        }
        if self.is_layout(table) || cells > MOST_CELLS {
            if cells > MOST_CELLS {
                let message = format!("the table has {cells} cells and is set as text");
                self.diagnostics.push(Diagnostic::warning("table-as-text", place, message));
            }
            let whole = cells <= MOST_CELLS;
            self.display(|planner| {
                planner.caption_of(table, indents, place);
                for row in &table.rows {
                    if let Some(line) = as_line(row).filter(|_| !whole) {
                        planner.blocks(&[line], indents);
                        continue;
                    }
                    for cell in &row.cells {
                        planner.blocks(&cell.blocks, indents);
                    }
                }
            });
            return;
        }
        self.label_alone(indents, place);
        self.display(|planner| {
            planner.within(Tag::Table, |planner| {
                planner.caption_of(table, indents, place);
                let flat = planner.flat_table(table);
                let setting = TaskContent::Table(Box::new(flat));
                planner.push(Role::Cell, setting, indents, place);
            });
        });
    }

    /// Whether a table only puts blocks beside each other: one column without a head, or cells that
    /// hold what belongs into no cell.
    fn is_layout(&self, table: &article::Table) -> bool {
        let one_column = table.rows.iter().all(|row| row.cells.len() <= 1);
        let cells = || table.rows.iter().flat_map(|row| &row.cells);
        let no_head = table.head == 0 && cells().all(|cell| !cell.header);
        // A picture that cannot be had is told by its words, which a cell can hold.
        let is_display = |block: &Block| match &block.kind {
            BlockKind::Picture(picture) => self.album.picture(&picture.source).is_ok(),
            _ => is_display(block),
        };
        let holds_displays = cells().any(|cell| walk::blocks(&cell.blocks).any(is_display));
        (one_column && no_head) || holds_displays
    }

    fn caption_of(&mut self, table: &article::Table, indents: Indents, place: Place) {
        if !table.caption.is_empty() {
            self.caption(&table.caption, indents, place);
            self.last(|task| task.keep.with_next = true);
        }
    }

    fn flat_table(&mut self, table: &article::Table) -> Table {
        let grid = Grid::new(table);
        let head = table.head.min(table.rows.len());
        let numeric: Vec<bool> =
            (0..grid.columns).map(|column| is_numeric(&grid, column, head)).collect();
        let mut cells = Vec::with_capacity(grid.cells.len());
        let mut coming = grid.cells.iter().peekable();
        // How many more rows each column is covered from above.
        let mut covered = vec![0_usize; grid.columns];
        for row in 0..table.rows.len() {
            let at = self.structure.add(Tag::Row, self.inside, None);
            let mut column = 0;
            while column < grid.columns {
                if covered.get(column).is_some_and(|&rows| rows > 0) {
                    column += 1;
                } else if let Some(placed) =
                    coming.next_if(|next| next.row == row && next.column <= column)
                {
                    let end = placed.column + placed.columns;
                    covered.iter_mut().take(end).skip(column).for_each(|it| *it = placed.rows);
                    column = end.max(column + 1);
                    let node = self.structure.add(tag_of(placed, head), Some(at), None);
                    let told =
                        grid.sources.get(placed.column).and_then(|&at| table.columns.get(at));
                    let number =
                        numeric.get(placed.column).is_some_and(|it| *it && placed.columns == 1);
                    let align = placed.cell.align.or(told.copied().flatten());
                    let otherwise = if number { Align::Right } else { Align::Left };
                    cells.push(self.cell(placed, node, align.unwrap_or(otherwise), head));
                } else {
                    // A row that is too short is filled up: all rows of a table are equally long
                    // for who reads by its tags (ISO 14289-1, 7.2).
                    let begins = coming.peek().filter(|next| next.row == row);
                    let end = begins.map_or(grid.columns, |next| next.column);
                    let free = covered.iter().take(end).skip(column);
                    let columns = free.take_while(|&&rows| rows == 0).count().max(1);
                    self.structure.add(empty_cell(columns), Some(at), None);
                    column += columns;
                }
            }
            covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
        Table { columns: grid.columns, rows: table.rows.len(), head, cells }
    }

    fn cell(&mut self, placed: &Placed<'_>, node: NodeId, align: Align, head: usize) -> Cell {
        let mut parts = Vec::new();
        self.parts(&placed.cell.blocks, 0, &mut parts);
        Cell {
            row: placed.row,
            rows: placed.rows,
            column: placed.column,
            columns: placed.columns,
            header: placed.cell.header || placed.row < head,
            node: Some(node),
            align,
            parts,
        }
    }

    /// Lays the blocks of a cell flat.
    fn parts(&mut self, blocks: &[Block], steps: u8, parts: &mut Vec<Part>) {
        let steps = steps.min(DEEPEST);
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(text) => {
                    let flat = self.flat(text);
                    parts.push(Part { flat, label: None, steps });
                }
                BlockKind::Heading { text, .. } => {
                    let flat = self.flat(&[Inline::Strong(text.clone())]);
                    parts.push(Part { flat, label: None, steps });
                }
                BlockKind::Preformatted(text) => {
                    let lines = text.replace('\n', "\u{2028}").replace(' ', "\u{A0}");
                    let flat =
                        Flat::plain(&lines, SpanStyle { code: true, ..SpanStyle::default() });
                    parts.push(Part { flat, label: None, steps });
                }
                BlockKind::Verse(lines) => {
                    for line in lines {
                        let flat = self.flat(&line.text);
                        parts.push(Part { flat, label: None, steps });
                    }
                }
                BlockKind::Picture(picture) => {
                    let alt = picture.alt.clone().unwrap_or_default();
                    parts.push(Part {
                        flat: Flat::plain(&alt, SpanStyle::default()),
                        label: None,
                        steps,
                    });
                }
                BlockKind::List { marker, items, .. } => {
                    for item in items {
                        let first = parts.len();
                        self.parts(&item.blocks, steps + 1, parts);
                        if parts.len() == first {
                            parts.push(Part { steps: steps + 1, ..Part::default() });
                        }
                        let label = match marker {
                            Marker::Bullet => ("\u{2022}".to_owned(), TextOrigin::Furniture),
                            Marker::Label => (item.label.clone(), TextOrigin::Article),
                        };
                        if let Some(part) = parts.get_mut(first) {
                            part.label = Some(label);
                        }
                    }
                }
                BlockKind::Rule | BlockKind::PageBreak | BlockKind::NoPageBreak => {}
                // What is left holds other blocks, and perhaps lines of its own.
                _ => {
                    for line in walk::lines(block) {
                        let flat = self.flat(line);
                        if !flat.text.is_empty() {
                            parts.push(Part { flat, label: None, steps });
                        }
                    }
                    for inner in walk::parts(block) {
                        self.parts(inner, steps, parts);
                    }
                }
            }
        }
    }
}

/// A cell of the structure in which nothing stands.
fn empty_cell(columns: usize) -> Tag {
    Tag::Cell { head: None, columns: u32::try_from(columns).unwrap_or(1), rows: 1 }
}

/// What a cell is in the structure.
fn tag_of(placed: &Placed<'_>, head: usize) -> Tag {
    let scope = if placed.row < head { Scope::Column } else { Scope::Row };
    let count = |count: usize| u32::try_from(count).unwrap_or(1);
    Tag::Cell {
        head: (placed.cell.header || placed.row < head).then_some(scope),
        columns: count(placed.columns),
        rows: count(placed.rows),
    }
}

/// The cells of a row one behind the other, where each is a line of text.
fn as_line(row: &article::Row) -> Option<Block> {
    let mut line: Vec<Inline> = Vec::new();
    let mut at = None;
    for cell in &row.cells {
        match cell.blocks.as_slice() {
            [] => {}
            [Block { kind: BlockKind::Paragraph(text), place, .. }] => {
                at = at.or(Some(*place));
                if !line.is_empty() {
                    line.push(Inline::Text(BETWEEN_CELLS.to_owned()));
                }
                line.extend(text.iter().cloned());
            }
            _ => return None,
        }
    }
    at.map(|at| Block::new(BlockKind::Paragraph(line), at))
}

/// What parts the cells of a row that is set as a line.
const BETWEEN_CELLS: &str = " \u{2003}";

/// A part of a table that is parted.
enum Shown<'t> {
    /// Blocks that stand across the table.
    Blocks(&'t [Block]),
    /// The rows between them.
    Rows(article::Table),
}

/// The parts of a table with rows that are one cell and show a picture or the like, as the boxes
/// of facts in an encyclopedia have at their head; none where it has no such row, or more.
fn parted(table: &article::Table) -> Option<Vec<Shown<'_>>> {
    let shows = |cell: &article::Cell| walk::blocks(&cell.blocks).any(is_display);
    let across = |row: &article::Row| row.cells.len() == 1 && row.cells.iter().any(shows);
    let spans = table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.rowspan > 1);
    let rest = || table.rows.iter().filter(|row| !across(row));
    if spans
        || !table.rows.iter().any(across)
        || rest().all(|row| row.cells.len() <= 1)
        || rest().flat_map(|row| &row.cells).any(shows)
    {
        return None;
    }
    // What stands above the first row of several cells names the whole, as the picture does.
    let opening = table.rows.iter().take_while(|row| row.cells.len() <= 1).count();
    let mut parts = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let alone = at < opening || across(row);
        match (row.cells.first().filter(|_| alone), parts.last_mut()) {
            (Some(cell), _) => parts.push(Shown::Blocks(&cell.blocks)),
            (None, Some(Shown::Rows(rows))) => {
                rows.head += usize::from(at < table.head);
                rows.rows.push(row.clone());
            }
            (None, _) => parts.push(Shown::Rows(article::Table {
                columns: table.columns.clone(),
                head: usize::from(at < table.head),
                rows: vec![row.clone()],
                caption: Vec::new(),
            })),
        }
    }
    Some(parts)
}

/// Whether a block is shown rather than told.
fn is_display(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Figure { .. }
            | BlockKind::Picture(_)
            | BlockKind::Table(_)
            | BlockKind::Heading { .. }
    )
}

/// Whether all that stands below the head in a column is numbers.
fn is_numeric(grid: &Grid<'_>, column: usize, head: usize) -> bool {
    let mut some = false;
    let below = grid
        .cells
        .iter()
        .filter(|placed| placed.row >= head && placed.column == column && placed.columns == 1);
    for text in below.map(|placed: &Placed<'_>| text_of(&placed.cell.blocks)) {
        let text = text.trim();
        if text.is_empty() || matches!(text, "-" | "\u{2013}" | "\u{2014}" | "\u{2212}") {
            continue;
        }
        if !is_number(text) {
            return false;
        }
        some = true;
    }
    some
}

fn text_of(blocks: &[Block]) -> String {
    let lines: Vec<String> =
        walk::blocks(blocks).flat_map(walk::lines).map(article::plain_text).collect();
    lines.join(" ")
}

/// A number as people write it in tables: with a sign, a currency, a unit of one or two letters.
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
    unit.chars().count() <= 2 && !unit.contains(LINE_BREAK)
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn numbers_are_told_from_words() {
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
