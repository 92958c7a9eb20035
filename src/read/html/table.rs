//! Tables of a page; a table that only arranges the page becomes its contents.

use super::block_builder::{BlockBuilder, NodeReader};
use super::tree::{HtmlNodeId, HtmlTree};
use crate::article::{Align, BlockKind, Cell, Row, Table};

/// Most columns or rows that a cell spans; HTML allows 1000 and 65534.
const MOST_SPAN: u16 = 1000;

/// Reads a table.
pub(super) fn read_table<'t>(
    flow: &mut impl NodeReader<'t>,
    id: HtmlNodeId,
    out: &mut BlockBuilder,
) {
    let tree = flow.tree();
    let rows = rows(tree, id);
    if is_layout(tree, id, &rows) {
        for row in rows {
            for cell in cells(tree, row.id) {
                if !flow.is_gone(cell) && !flow.is_gone(row.id) {
                    out.end_line();
                    flow.read_children(cell, out);
                    out.end_line();
                }
            }
        }
        return;
    }
    let mut table = Table::default();
    for caption in tree.elements(id).filter(|id| tree.name(*id) == "caption") {
        if !flow.is_gone(caption) {
            table.caption = flow.inlines_in(caption);
        }
    }
    let mut in_head = true;
    for row in &rows {
        let around = std::iter::once(row.id).chain(tree.ancestors(row.id));
        if around.take_while(|around| *around != id).any(|around| flow.is_gone(around)) {
            continue;
        }
        let mut made = Row::default();
        for cell in cells(tree, row.id) {
            if flow.is_gone(cell) {
                continue;
            }
            made.cells.push(Cell {
                header: tree.name(cell) == "th",
                colspan: span(tree, cell, "colspan"),
                rowspan: span(tree, cell, "rowspan"),
                align: alignment(tree, cell),
                blocks: flow.blocks_in(cell),
            });
        }
        if made.cells.is_empty() {
            continue;
        }
        in_head &= row.head || made.cells.iter().all(|cell| cell.header);
        table.head += usize::from(in_head);
        table.rows.push(made);
    }
    if table.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.blocks.is_empty()) {
        if !table.caption.is_empty() {
            out.push(BlockKind::Paragraph(table.caption), tree.line(id));
        }
        return;
    }
    // Of a table of header rows alone, only the first is the head.
    if table.head == table.rows.len() && table.head > 1 {
        table.head = 1;
    }
    set_column_alignments(&mut table);
    out.push(BlockKind::Table(table), tree.line(id));
}

/// Row of the page's table.
struct PageRow {
    id: HtmlNodeId,
    /// It is in the `thead`.
    head: bool,
}

/// Returns the rows, those of the foot last.
fn rows(tree: &HtmlTree, table: HtmlNodeId) -> Vec<PageRow> {
    let (mut rows, mut foot) = (Vec::new(), Vec::new());
    for part in tree.elements(table) {
        match tree.name(part) {
            "tr" => rows.push(PageRow { id: part, head: false }),
            name @ ("thead" | "tbody" | "tfoot") => {
                let inner = tree.elements(part).filter(|id| tree.name(*id) == "tr");
                let inner = inner.map(|id| PageRow { id, head: name == "thead" });
                if name == "tfoot" { foot.extend(inner) } else { rows.extend(inner) }
            }
            _ => {}
        }
    }
    rows.append(&mut foot);
    rows
}

fn cells(tree: &HtmlTree, row: HtmlNodeId) -> impl Iterator<Item = HtmlNodeId> {
    tree.elements(row).filter(|id| matches!(tree.name(*id), "td" | "th"))
}

/// True for a table that only arranges the page: its role says so, it has one column or one cell,
/// or it holds tables or long texts. A head or a caption is evidence of data.
fn is_layout(tree: &HtmlTree, id: HtmlNodeId, rows: &[PageRow]) -> bool {
    if matches!(tree.attribute(id, "role"), Some("presentation" | "none")) {
        return true;
    }
    let is_data =
        |id: HtmlNodeId| matches!(tree.name(id), "caption" | "th" | "thead" | "tfoot");
    let own = |inner: HtmlNodeId| {
        tree.ancestors(inner).find(|id| tree.name(*id) == "table") == Some(id)
    };
    let widest = rows.iter().map(|row| cells(tree, row.id).count()).max().unwrap_or(0);
    if widest * rows.len() <= 1 {
        return true;
    }
    if tree.descend(id).any(|inner| is_data(inner) && own(inner)) {
        return false;
    }
    let nested = tree.descend(id).skip(1).any(|inner| tree.name(inner) == "table");
    let long =
        tree.descend(id).filter(|inner| tree.name(*inner) == "p").count() > 2 * rows.len();
    widest <= 1 || nested || long
}

fn span(tree: &HtmlTree, cell: HtmlNodeId, name: &str) -> u16 {
    let span = tree.attribute(cell, name).and_then(|value| value.trim().parse::<u16>().ok());
    span.unwrap_or(1).clamp(1, MOST_SPAN)
}

fn alignment(tree: &HtmlTree, cell: HtmlNodeId) -> Option<Align> {
    let style = tree.attribute(cell, "style").unwrap_or("").to_ascii_lowercase();
    let styled = style
        .split(';')
        .find_map(|rule| rule.split_once(':').filter(|(name, _)| name.trim() == "text-align"));
    let value = styled.map(|(_, value)| value.trim()).or(tree.attribute(cell, "align"))?;
    match value.to_ascii_lowercase().as_str() {
        "left" | "start" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::Right),
        _ => None,
    }
}

/// Counts the columns and sets for each the alignment that all of its cells have.
fn set_column_alignments(table: &mut Table) {
    let count = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| usize::from(cell.colspan)).sum::<usize>())
        .max()
        .unwrap_or(0);
    table.columns = vec![None; count];
    let plain = |cell: &Cell| cell.colspan == 1 && cell.rowspan == 1;
    if !table.rows.iter().all(|row| row.cells.iter().all(plain)) {
        return;
    }
    for (at, column) in table.columns.iter_mut().enumerate() {
        let mut alignments =
            table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.align);
        let first = alignments.next().flatten();
        if alignments.all(|align| align == first) {
            *column = first;
        }
    }
    for row in &mut table.rows {
        for (cell, column) in row.cells.iter_mut().zip(&table.columns) {
            if cell.align == *column {
                cell.align = None;
            }
        }
    }
}
