//! Tables of a page, and those that only place things.
//!
//! Comes in: a `table` element. Goes out: a table with its head, spans and alignments; or, where
//! the table only arranges the page, what it holds one after the other. Never done here: widths.

use super::galley::{Galley, Reader};
use super::tree::{NodeId, Tree};
use crate::article::{Align, BlockKind, Cell, Row, Table};

/// Columns or rows that a cell spans at most; HTML allows 1000 and 65534.
const WIDEST: u16 = 1000;

/// Reads a table.
pub(super) fn table<'t>(flow: &mut impl Reader<'t>, id: NodeId, galley: &mut Galley) {
    let tree = flow.tree();
    let rows = rows(tree, id);
    if only_places(tree, id, &rows) {
        for row in rows {
            for cell in cells(tree, row.id) {
                if !flow.is_gone(cell) && !flow.is_gone(row.id) {
                    galley.flush();
                    flow.children(cell, galley);
                    galley.flush();
                }
            }
        }
        return;
    }
    let mut out = Table::default();
    for caption in tree.elements(id).filter(|id| tree.name(*id) == "caption") {
        if !flow.is_gone(caption) {
            out.caption = flow.inlines(caption);
        }
    }
    let mut in_head = true;
    for row in &rows {
        if flow.gone_within(row.id, id) {
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
                blocks: flow.inside(cell),
            });
        }
        if made.cells.is_empty() {
            continue;
        }
        in_head &= row.head || made.cells.iter().all(|cell| cell.header);
        out.head += usize::from(in_head);
        out.rows.push(made);
    }
    if out.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.blocks.is_empty()) {
        if !out.caption.is_empty() {
            galley.push(BlockKind::Paragraph(out.caption), tree.line(id));
        }
        return;
    }
    // A table that is all head has none.
    if out.head == out.rows.len() && out.head > 1 {
        out.head = 1;
    }
    settle_columns(&mut out);
    galley.push(BlockKind::Table(out), tree.line(id));
}

/// A row of the page's table.
struct PageRow {
    id: NodeId,
    /// It stands in the `thead`.
    head: bool,
}

/// The rows, those of the foot last.
fn rows(tree: &Tree, table: NodeId) -> Vec<PageRow> {
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

fn cells(tree: &Tree, row: NodeId) -> impl Iterator<Item = NodeId> {
    tree.elements(row).filter(|id| matches!(tree.name(*id), "td" | "th"))
}

/// Whether a table only arranges the page: it says so, has one column or row, or holds tables or
/// long texts; a head or a caption speaks for data.
fn only_places(tree: &Tree, id: NodeId, rows: &[PageRow]) -> bool {
    if matches!(tree.attribute(id, "role"), Some("presentation" | "none")) {
        return true;
    }
    let tells = |id: NodeId| matches!(tree.name(id), "caption" | "th" | "thead" | "tfoot");
    let own =
        |inner: NodeId| tree.ancestors(inner).find(|id| tree.name(*id) == "table") == Some(id);
    let widest = rows.iter().map(|row| cells(tree, row.id).count()).max().unwrap_or(0);
    if widest * rows.len() <= 1 {
        return true;
    }
    if tree.descend(id).any(|inner| tells(inner) && own(inner)) {
        return false;
    }
    let nested = tree.descend(id).skip(1).any(|inner| tree.name(inner) == "table");
    let long =
        tree.descend(id).filter(|inner| tree.name(*inner) == "p").count() > 2 * rows.len();
    widest <= 1 || nested || long
}

fn span(tree: &Tree, cell: NodeId, name: &str) -> u16 {
    let told = tree.attribute(cell, name).and_then(|value| value.trim().parse::<u16>().ok());
    told.unwrap_or(1).clamp(1, WIDEST)
}

fn alignment(tree: &Tree, cell: NodeId) -> Option<Align> {
    let style = tree.attribute(cell, "style").unwrap_or("").to_ascii_lowercase();
    let styled = style
        .split(';')
        .find_map(|rule| rule.split_once(':').filter(|(name, _)| name.trim() == "text-align"));
    let told = styled.map(|(_, value)| value.trim()).or(tree.attribute(cell, "align"))?;
    match told.to_ascii_lowercase().as_str() {
        "left" | "start" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::Right),
        _ => None,
    }
}

/// Counts the columns and gives each the alignment that all of its cells have.
fn settle_columns(table: &mut Table) {
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
        let mut told =
            table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.align);
        let first = told.next().flatten();
        if told.all(|align| align == first) {
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
