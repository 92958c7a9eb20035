//! Tables in the plan of a galley.

use crate::article::{
    self, Align, Block, BlockKind, CellGrid, GridSlot, Inline, ListItem, MAX_CELLS, Marker,
    PlacedCell, Scope, walk,
};
use crate::diagnostic::Diagnostic;

use super::{Context, Planner, TaskContent};
use crate::galley::spans::{FlatText, SpanStyle};
use crate::galley::structure::Tag;
use crate::galley::table::{CellLabel, CellParagraph, FlatCell, FlatTable};
use crate::galley::{Role, TextOrigin, to_u32};

/// Greatest number of steps of indent inside a cell.
const MAX_CELL_STEPS: u8 = 4;
/// Separator of the cells of a row that is set as a line.
const BETWEEN_CELLS: &str = " \u{2003}";

impl Planner<'_> {
    /// Plans a table. Returns true if a paragraph after it follows running text.
    pub(super) fn table(&mut self, table: &article::Table, at: Context<'_>) -> bool {
        let cells: usize = table.rows.iter().map(|row| row.cells.len()).sum();
        if cells == 0 {
            self.table_group(table, at);
            return at.follows_text && table.caption.is_empty();
        }
        if let Some(sections) = split_at_displays(table) {
            return self.display(at, |planner, at| {
                let mut at = planner.table_group(table, at);
                for section in sections {
                    at.follows_text = match section {
                        TableSection::Blocks(blocks) => planner.blocks(blocks, at),
                        TableSection::Rows(rows) => planner.table(&rows, at),
                    };
                }
            });
        }
        if cells > MAX_CELLS {
            let message = format!("the table has {cells} cells and is set as text");
            self.diagnostics.push(Diagnostic::warning("table-as-text", at.place, message));
            return self.cells_as_blocks(table, true, at);
        }
        if self.is_layout(table) {
            return self.cells_as_blocks(table, false, at);
        }
        self.label_alone(at);
        self.display(at, |planner, at| {
            let node = planner.add_node_with_language(Tag::Table, at);
            let inside = Context { parent: Some(node), ..at };
            planner.table_caption(table, inside);
            let flat = planner.flatten_table(table, inside);
            let cells = Context { font: planner.styles.table, ..inside };
            planner.push(Role::Cell, TaskContent::Table(Box::new(flat)), cells);
        })
    }

    /// Plans the blocks of the cells one after the other; with `joined`, the cells of a row in one
    /// line where each is a line of text.
    fn cells_as_blocks(
        &mut self,
        table: &article::Table,
        joined: bool,
        at: Context<'_>,
    ) -> bool {
        self.display(at, |planner, at| {
            let mut at = planner.table_group(table, at);
            for row in &table.rows {
                if let Some(line) = as_line(row).filter(|_| joined) {
                    at.follows_text = planner.blocks(&[line], at);
                    continue;
                }
                for cell in &row.cells {
                    at.follows_text = planner.blocks(&cell.blocks, at);
                }
            }
        })
    }

    /// Returns true if a table only puts blocks beside each other: one column without a head, or
    /// cells that hold what belongs into no cell.
    fn is_layout(&self, table: &article::Table) -> bool {
        let one_column = table.rows.iter().all(|row| row.cells.len() <= 1);
        let cells = || table.rows.iter().flat_map(|row| &row.cells);
        let no_head = table.head == 0 && cells().all(|cell| !cell.header);
        // A picture that cannot be shown is replaced by its words, which a cell can hold.
        let is_missing = |block: &Block| match &block.kind {
            BlockKind::Picture(it) => self.article_pictures.picture(&it.source).is_err(),
            _ => false,
        };
        let is_shown = |block: &Block| is_display(block) && !is_missing(block);
        let holds_displays = cells().any(|cell| walk::blocks(&cell.blocks).any(is_shown));
        (one_column && no_head) || holds_displays
    }

    /// Plans the caption of a table that is set as blocks, and returns the context of these: a group
    /// with the caption, if there is one.
    fn table_group<'c>(&mut self, table: &article::Table, at: Context<'c>) -> Context<'c> {
        let group = if table.caption.is_empty() { at } else { self.enter(Tag::Group, at) };
        self.table_caption(table, group);
        group
    }

    fn table_caption(&mut self, table: &article::Table, at: Context<'_>) {
        if !table.caption.is_empty() {
            self.caption(&table.caption, at).entry.keep.with_next = true;
        }
    }

    fn flatten_table(&mut self, table: &article::Table, at: Context<'_>) -> FlatTable {
        let grid = CellGrid::new(table);
        let head = table.head.min(table.rows.len());
        let numeric: Vec<bool> =
            (0..grid.columns).map(|column| grid.is_numeric(column, head)).collect();
        let mut cells = Vec::with_capacity(grid.cells.len());
        for row in grid.slots(table.rows.len()) {
            let inside = self.enter(Tag::Row, at);
            for slot in row {
                let placed = match slot {
                    GridSlot::Cell(placed) => placed,
                    GridSlot::Empty { columns } => {
                        let tag = Tag::Cell { head: None, columns: to_u32(columns), rows: 1 };
                        self.add_node(tag, inside);
                        continue;
                    }
                };
                let PlacedCell { cell, row, rows, column, columns } = *placed;
                let header = cell.header || row < head;
                let by_place = if row < head { Scope::Column } else { Scope::Row };
                let tag = Tag::Cell {
                    head: cell.scope.or(header.then_some(by_place)),
                    columns: to_u32(columns),
                    rows: to_u32(rows),
                };
                let node = self.add_node(tag, inside);
                let of_column = table.columns.get(grid.sources[column]).copied().flatten();
                let is_number = numeric[column] && columns == 1;
                let default = if is_number { Align::Right } else { Align::Left };
                let align = cell.align.or(of_column).unwrap_or(default);
                let paragraphs = self.cell_paragraphs(&cell.blocks, 0, at);
                cells.push(FlatCell {
                    row,
                    rows,
                    column,
                    columns,
                    header,
                    node,
                    align,
                    paragraphs,
                });
            }
        }
        FlatTable { columns: grid.columns, rows: table.rows.len(), head, cells }
    }

    /// Flattens the blocks of a cell.
    fn cell_paragraphs(
        &mut self,
        blocks: &[Block],
        steps: u8,
        at: Context<'_>,
    ) -> Vec<CellParagraph> {
        let steps = steps.min(MAX_CELL_STEPS);
        let paragraph = |flat| CellParagraph { flat, label: None, steps };
        let mut found = Vec::new();
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(text) => found.push(paragraph(self.flatten(text, at))),
                BlockKind::Heading { text, .. } => {
                    let strong = [Inline::Strong(text.clone())];
                    found.push(paragraph(self.flatten(&strong, at)));
                }
                BlockKind::Preformatted(text) => {
                    let lines = text.replace('\n', "\u{2028}").replace(' ', "\u{A0}");
                    let look = SpanStyle { code: true, ..SpanStyle::default() };
                    found.push(paragraph(FlatText::plain(&lines, look)));
                }
                BlockKind::Verse(lines) => {
                    let lines = lines.iter().map(|line| self.flatten(&line.text, at));
                    found.extend(lines.map(paragraph));
                }
                BlockKind::Picture(picture) => {
                    let words = picture.words().unwrap_or("");
                    let link = picture.link.as_deref();
                    found.push(paragraph(self.picture_words(words, link, at)));
                }
                BlockKind::List { marker, items, .. } => {
                    for item in items {
                        found.extend(self.cell_item(*marker, item, steps + 1, at));
                    }
                }
                BlockKind::Quote(_)
                | BlockKind::Table(_)
                | BlockKind::Figure { .. }
                | BlockKind::Definitions(_)
                | BlockKind::Together(_) => {
                    let lines = walk::lines(block).map(|line| self.flatten(line, at));
                    found.extend(lines.filter(|it| !it.text.is_empty()).map(paragraph));
                    for inner in walk::parts(block) {
                        found.extend(self.cell_paragraphs(inner, steps, at));
                    }
                }
                BlockKind::Rule | BlockKind::PageBreak | BlockKind::NoPageBreak => {}
            }
        }
        found
    }

    /// Flattens an item of a list in a cell, with its label before the first paragraph.
    fn cell_item(
        &mut self,
        marker: Marker,
        item: &ListItem,
        steps: u8,
        at: Context<'_>,
    ) -> Vec<CellParagraph> {
        let mut paragraphs = self.cell_paragraphs(&item.blocks, steps, at);
        if paragraphs.is_empty() {
            paragraphs.push(CellParagraph { steps, ..CellParagraph::default() });
        }
        let (text, origin) = match marker {
            Marker::Bullet => ("\u{2022}", TextOrigin::Furniture),
            Marker::Label => (item.label.as_str(), TextOrigin::Article),
        };
        paragraphs[0].label = Some(CellLabel { text: text.to_owned(), origin });
        paragraphs
    }
}

/// Returns the cells of a row one behind the other, if each is a line of text.
fn as_line(row: &article::Row) -> Option<Block> {
    let mut line: Vec<Inline> = Vec::new();
    let mut place = None;
    for cell in &row.cells {
        match cell.blocks.as_slice() {
            [] => {}
            [Block { kind: BlockKind::Paragraph(text), place: of_cell, .. }] => {
                place = place.or(Some(*of_cell));
                if !line.is_empty() {
                    line.push(Inline::Text(BETWEEN_CELLS.to_owned()));
                }
                line.extend(text.iter().cloned());
            }
            _ => return None,
        }
    }
    place.map(|place| Block::new(BlockKind::Paragraph(line), place))
}

/// Section of a table that is split at its displays.
enum TableSection<'t> {
    /// Blocks of a cell that stands across the table.
    Blocks(&'t [Block]),
    /// Rows between such cells.
    Rows(article::Table),
}

/// Splits a table at rows that are one cell and show a picture or the like, as the fact boxes of an
/// encyclopedia have at their head; none if it has no such row, or displays in other cells too.
fn split_at_displays(table: &article::Table) -> Option<Vec<TableSection<'_>>> {
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
    let mut sections = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let alone = at < opening || across(row);
        match (row.cells.first().filter(|_| alone), sections.last_mut()) {
            (Some(cell), _) => sections.push(TableSection::Blocks(&cell.blocks)),
            (None, Some(TableSection::Rows(rows))) => {
                rows.head += usize::from(at < table.head);
                rows.rows.push(row.clone());
            }
            (None, None | Some(TableSection::Blocks(_))) => {
                sections.push(TableSection::Rows(article::Table {
                    columns: table.columns.clone(),
                    head: usize::from(at < table.head),
                    rows: vec![row.clone()],
                    caption: Vec::new(),
                }));
            }
        }
    }
    Some(sections)
}

/// Returns true for a block that stands out of running text, and of a cell.
fn is_display(block: &Block) -> bool {
    match block.kind {
        BlockKind::Figure { .. }
        | BlockKind::Picture(_)
        | BlockKind::Table(_)
        | BlockKind::Heading { .. } => true,
        BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::List { .. }
        | BlockKind::Verse(_)
        | BlockKind::Preformatted(_)
        | BlockKind::Definitions(_)
        | BlockKind::Rule
        | BlockKind::Together(_)
        | BlockKind::PageBreak
        | BlockKind::NoPageBreak => false,
    }
}
