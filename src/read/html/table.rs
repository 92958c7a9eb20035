//! Tables of a page; a table that only arranges the page becomes its contents.

use super::block_builder::{BlockBuilder, NodeReader};
use super::header_cells::{self, CellLook};
use super::tree::{HtmlNodeId, HtmlTree};
use crate::article::{
    Align, Block, BlockKind, Cell, CellGrid, Inline, MAX_CELLS, Row, Scope, Table, plain_text,
    walk,
};

/// Most columns or rows that a cell spans; HTML allows 1000 and 65534.
const MOST_SPAN: u16 = 1000;

/// Parts of the class or the id of a header cell or its row.
const HEADER_NAMES: [&str; 6] = ["head", "header", "heading", "th", "thead", "tableheader"];

/// Least number of characters of a paragraph of prose that stands with others in a cell.
const PROSE: usize = 80;

/// Least number of characters of a cell that is prose, even of one paragraph.
const LONG_PROSE: usize = 600;

/// Reads a table.
pub(super) fn read_table<'t>(
    flow: &mut impl NodeReader<'t>,
    id: HtmlNodeId,
    out: &mut BlockBuilder,
) {
    let tree = flow.tree();
    let rows = rows(tree, id);
    if is_layout(tree, id, &rows) {
        let caption = caption(flow, id);
        let mut blocks = Vec::new();
        for row in rows {
            for cell in cells(tree, row.id) {
                if !flow.is_gone(cell) && !flow.is_gone(row.id) {
                    blocks.append(&mut flow.blocks_in(cell));
                }
            }
        }
        return push_arranged(caption, blocks, tree.line(id), out);
    }
    let mut table = Table { caption: caption(flow, id), ..Table::default() };
    let mut looks = Vec::new();
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
            looks.push(look(tree, cell, row.id));
            made.cells.push(Cell {
                header: tree.name(cell) == "th",
                scope: scope(tree, cell),
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
    let is_caption = |inner| matches!(tree.name(inner), "caption" | "tfoot");
    if looks.len() <= MAX_CELLS {
        header_cells::set_scopes(&mut table, &looks);
    }
    if looks.len() <= MAX_CELLS && only_arranges(&table, tree.elements(id).any(is_caption)) {
        let cells = table.rows.into_iter().flat_map(|row| row.cells);
        let blocks = cells.flat_map(|cell| cell.blocks).collect();
        return push_arranged(table.caption, blocks, tree.line(id), out);
    }
    set_column_alignments(&mut table);
    out.push(BlockKind::Table(table), tree.line(id));
}

/// Returns the captions of a table, one in nearly all.
fn caption<'t>(flow: &mut impl NodeReader<'t>, table: HtmlNodeId) -> Vec<Inline> {
    let tree = flow.tree();
    let mut text = Vec::new();
    for id in tree.elements(table).filter(|id| tree.name(*id) == "caption") {
        let mut more = if flow.is_gone(id) { Vec::new() } else { flow.inlines_in(id) };
        if !text.is_empty() && !more.is_empty() {
            text.push(Inline::LineBreak);
        }
        text.append(&mut more);
    }
    text
}

/// Adds the contents of a table for layout. A caption of nothing but pictures is theirs.
fn push_arranged(caption: Vec<Inline>, content: Vec<Block>, line: u32, out: &mut BlockBuilder) {
    out.end_line();
    let is_picture = |block: &Block| matches!(block.kind, BlockKind::Picture(_));
    if !caption.is_empty() && !content.is_empty() && content.iter().all(is_picture) {
        return out.push(BlockKind::Figure { content, caption }, line);
    }
    if !caption.is_empty() {
        out.push(BlockKind::Paragraph(caption), line);
    }
    out.blocks.extend(content);
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

/// True for a table that arranges blocks: it has one row or one column without a header that heads
/// a cell; or it holds prose, and has neither header cells nor a caption.
fn only_arranges(table: &Table, is_captioned: bool) -> bool {
    let grid = CellGrid::new(table);
    let cells = || grid.cells.iter().filter(|placed| !placed.cell.blocks.is_empty());
    let headers = cells().filter(|placed| placed.cell.scope.is_some()).count();
    if grid.columns <= 1 || table.rows.len() <= 1 {
        return headers == 0 || headers == cells().count();
    }
    headers == 0 && !is_captioned && cells().any(|placed| is_prose(&placed.cell.blocks))
}

/// True for the blocks of a cell that are prose: two paragraphs or more, or one long text.
fn is_prose(blocks: &[Block]) -> bool {
    let length = |block: &Block| {
        walk::lines(block).map(|line| plain_text(line).chars().count()).sum::<usize>()
    };
    let is_paragraph = |block: &&Block| matches!(block.kind, BlockKind::Paragraph(_));
    let paragraphs = blocks.iter().filter(is_paragraph).filter(|it| length(it) >= PROSE);
    paragraphs.count() > 1 || walk::blocks(blocks).map(length).sum::<usize>() >= LONG_PROSE
}

/// Returns the scope that a cell states.
fn scope(tree: &HtmlTree, cell: HtmlNodeId) -> Option<Scope> {
    let attribute = |name| tree.attribute(cell, name).map(|it| it.trim().to_ascii_lowercase());
    match (attribute("role").as_deref(), attribute("scope").as_deref()) {
        (Some("columnheader"), _) | (_, Some("col" | "colgroup")) => Some(Scope::Column),
        (Some("rowheader"), _) | (_, Some("row" | "rowgroup")) => Some(Scope::Row),
        _ => None,
    }
}

/// Returns the look of a cell in its row.
fn look(tree: &HtmlTree, cell: HtmlNodeId, row: HtmlNodeId) -> CellLook {
    let background = |id| {
        let style =
            style(tree, id, "background-color").or_else(|| style(tree, id, "background"));
        style.or_else(|| tree.attribute(id, "bgcolor").map(str::to_ascii_lowercase))
    };
    let class = format!("{} {}", tree.label(cell), tree.label(row)).to_ascii_lowercase();
    CellLook {
        background: background(cell).or_else(|| background(row)).unwrap_or_default(),
        is_called_header: class.split([' ', '-', '_']).any(|name| HEADER_NAMES.contains(&name)),
    }
}

/// Returns the value of a property in the style of an element, in lower case.
fn style(tree: &HtmlTree, id: HtmlNodeId, property: &str) -> Option<String> {
    let style = tree.attribute(id, "style")?.to_ascii_lowercase();
    let rules = style.split(';').filter_map(|rule| rule.split_once(':'));
    let mut values = rules.filter(|(name, _)| name.trim() == property);
    values.next().map(|(_, value)| value.trim().to_owned())
}

fn span(tree: &HtmlTree, cell: HtmlNodeId, name: &str) -> u16 {
    let span = tree.attribute(cell, name).and_then(|value| value.trim().parse::<u16>().ok());
    span.unwrap_or(1).clamp(1, MOST_SPAN)
}

fn alignment(tree: &HtmlTree, cell: HtmlNodeId) -> Option<Align> {
    let styled = style(tree, cell, "text-align");
    let value =
        styled.or_else(|| tree.attribute(cell, "align").map(str::to_ascii_lowercase))?;
    match value.as_str() {
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
