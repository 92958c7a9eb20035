//! Tables set in columns: widths, lines, rows, rules.
//!
//! Every line stands on the baseline grid. There are no vertical rules: a rule above the table and
//! one below, a thinner one under the head (as the LaTeX package booktabs advises), and hairlines
//! between the rows if a cell has several lines, since only then the eye needs them.

use std::ops::Range;
use std::sync::Arc;

use crate::article::Align;
use crate::shape::Font;
use crate::unit::Length;

use super::columns::{WidthDemand, column_widths};
use super::flat::{
    FlatCell, FlatTable, HAIRLINE, SetCell, TableArea, end_paragraph, label_items,
};
use crate::galley::line::{LineBox, width_of};
use crate::galley::ragged::{
    RaggedFit, RaggedWidths, break_ragged, content_widths, set_ragged,
};
use crate::galley::text_style::BlockStyle;
use crate::galley::tokens::{Token, tokenize};
use crate::galley::word_cache::WordCache;
use crate::galley::{Item, Line, RepeatedHead, to_i64, to_u32};

/// Space between two columns, in hundredths of the type size.
const GAP: i64 = 130;
/// Sizes that are tried, in hundredths of the table's type; the least is 7.5 points beside text of
/// 11.5.
const SIZES: [i64; 4] = [100, 92, 85, 78];
/// A table at least as wide as this part of the measure, in hundredths, is made as wide as all of
/// it, so that its rules end with the lines of the text.
const NEARLY_FULL: i64 = 88;
/// Addition to the width of every cell, in points, so that rounding breaks no line.
const ROUNDING: f64 = 0.05;
/// Thickness of the rules above and below the table, in points.
const HEAVY: f64 = 0.8;
/// Thickness of the rule under the head, in points.
const LIGHT: f64 = 0.5;
/// Indent of one step inside a cell, in hundredths of the type size.
const STEP: i64 = 110;
/// A head deeper than one part in this many of a page is not repeated: it would leave no room for
/// its rows.
const REPEATED_HEAD_PART: u32 = 3;

/// Sets a table in columns, in the greatest size that fits. Returns its cells and that size; none if
/// the table is too wide.
pub(super) fn set_in_columns(
    table: &FlatTable,
    area: &TableArea,
    cache: &mut WordCache<'_>,
) -> Option<(Vec<SetCell>, Length)> {
    // Words are divided only where no size spares them that.
    for hyphenate in [false, true] {
        for size in SIZES {
            let font = Font { size: area.font.size.fraction(size, 100), ..area.font };
            let mut setter = ColumnSetter { table, area: *area, font, hyphenate, cache };
            if let Some(widths) = setter.widths() {
                let cells = setter.cells(&widths)?;
                return Some((cells, cache.permitted_size(font.size)));
            }
        }
    }
    None
}

/// Paragraph of a cell as tokens.
struct ParagraphTokens {
    tokens: Vec<Token>,
    /// Label hung before the first line.
    label: Option<Vec<Item>>,
    indent: Length,
}

struct ColumnSetter<'s, 'f> {
    table: &'s FlatTable,
    area: TableArea,
    font: Font,
    /// Words may be divided.
    hyphenate: bool,
    cache: &'s mut WordCache<'f>,
}

impl ColumnSetter<'_, '_> {
    /// Returns the space between `columns` columns.
    fn gaps(&self, columns: usize) -> Length {
        self.font.size.fraction(GAP, 100) * to_i64(columns.saturating_sub(1))
    }

    fn tokenize(&mut self, cell: &FlatCell) -> Vec<ParagraphTokens> {
        let mut font = self.font;
        font.style.bold |= cell.header;
        let base = BlockStyle { font, language: self.area.language, hyphenate: self.hyphenate };
        let step = font.size.fraction(STEP, 100);
        let paragraphs = cell.paragraphs.iter().map(|paragraph| ParagraphTokens {
            label: label_items(paragraph, &base, self.cache),
            tokens: tokenize(&paragraph.flat, &base, self.cache),
            indent: step * i64::from(paragraph.steps),
        });
        paragraphs.collect()
    }

    /// Returns the widths of the columns; none if they do not fit.
    fn widths(&mut self) -> Option<Vec<Length>> {
        let mut demands = Vec::with_capacity(self.table.cells.len());
        for cell in &self.table.cells {
            let (mut least, mut natural) = (Length::ZERO, Length::ZERO);
            for paragraph in self.tokenize(cell) {
                let widths = content_widths(&paragraph.tokens, self.hyphenate);
                least = least.max(widths.min + paragraph.indent);
                natural = natural.max(widths.max + paragraph.indent);
            }
            demands.push(WidthDemand {
                column: cell.column,
                columns: cell.columns,
                least: least + Length::from_pt(ROUNDING),
                natural: natural + Length::from_pt(ROUNDING),
            });
        }
        let room = self.area.width;
        let gap = self.gaps(2);
        let mut widths = column_widths(self.table.columns, &demands, gap, room)?;
        let all = self.width_of_all(&widths);
        if all > room.fraction(NEARLY_FULL, 100) && all < room {
            let more = (room - all) / to_i64(widths.len());
            widths.iter_mut().for_each(|width| *width += more);
        }
        Some(widths)
    }

    /// Returns the width of columns with the space between them.
    fn width_of_all(&self, widths: &[Length]) -> Length {
        widths.iter().copied().sum::<Length>() + self.gaps(widths.len())
    }

    /// Returns the lines of a cell, `left` from the left edge of the measure, the first on the first
    /// row.
    fn lines(&mut self, cell: &FlatCell, left: Length, width: Length) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for ParagraphTokens { tokens, label, indent } in self.tokenize(cell) {
            end_paragraph(&mut lines);
            let room = (width - indent).max(self.font.size);
            let broken = break_ragged(&tokens, RaggedWidths::equal(room), RaggedFit::Full);
            let line_box = |index| {
                let baseline = self.area.leading * to_i64(lines.len() + index + 1);
                LineBox::natural(left + indent, room, baseline)
            };
            let mut set = set_ragged(&tokens, &broken, line_box, self.cache);
            for line in &mut set {
                let slack = width - indent - line.width;
                line.x += match cell.align {
                    Align::Left => Length::ZERO,
                    Align::Center => slack / 2,
                    Align::Right => slack,
                };
            }
            if let (Some(label), Some(first)) = (label, set.first_mut()) {
                let width = label.iter().map(width_of).sum();
                first.hang_before(label, width);
            }
            lines.append(&mut set);
        }
        lines
    }

    /// Sets the cells; none if cells that cover several rows bind more than a page can hold.
    fn cells(&mut self, widths: &[Length]) -> Option<Vec<SetCell>> {
        let all = self.width_of_all(widths);
        // A narrow table stands in the middle; one as wide as the text has no choice.
        let left = self.area.left + (self.area.width - all).max(Length::ZERO) / 2;
        let mut set: Vec<Vec<Line>> = Vec::with_capacity(self.table.cells.len());
        for cell in &self.table.cells {
            let FlatCell { column, columns, .. } = *cell;
            let before =
                widths[..column].iter().copied().sum::<Length>() + self.gaps(column + 1);
            let width = self.width_of_all(&widths[column..column + columns]);
            set.push(self.lines(cell, left + before, width));
        }
        let depths = self.row_depths(&set);
        RowAssembler { table: self.table, area: self.area, left, width: all, depths }
            .assemble(set)
    }

    /// Returns the depth of each row of the table, in rows of the baseline grid.
    fn row_depths(&self, set: &[Vec<Line>]) -> Vec<usize> {
        let mut depths = vec![1; self.table.rows];
        let mut order: Vec<(&FlatCell, &Vec<Line>)> =
            self.table.cells.iter().zip(set).collect();
        order.sort_by_key(|(cell, _)| cell.rows);
        for (cell, lines) in order {
            let covered = &mut depths[cell.row..cell.row + cell.rows];
            let lacking = lines.len().saturating_sub(covered.iter().sum());
            covered[cell.rows - 1] += lacking;
        }
        depths
    }
}

/// Lines of a cell, from the top of its group of rows.
struct CellLines {
    /// Index in [`FlatTable::cells`]; none for a group in which no cell begins.
    cell: Option<usize>,
    lines: Vec<Line>,
}

/// Assembles the lines of cells into set cells in reading order. Rows that a cell covers together
/// form a group, which stands as one.
struct RowAssembler<'a> {
    table: &'a FlatTable,
    area: TableArea,
    left: Length,
    width: Length,
    /// Depth of each row of the table, in rows of the baseline grid.
    depths: Vec<usize>,
}

impl RowAssembler<'_> {
    fn rule(&self, rows: usize, thickness: f64) -> Line {
        self.area.rule(self.left, self.width, rows, thickness)
    }

    /// Returns true if a cell covers both this row and the next.
    fn is_bound_below(&self, row: usize) -> bool {
        self.table.cells.iter().any(|cell| cell.row <= row && row + 1 < cell.row + cell.rows)
    }

    /// Returns the set cells; none if a group of several rows is deeper than a page.
    fn assemble(&self, mut set: Vec<Vec<Line>>) -> Option<Vec<SetCell>> {
        let has_hairlines = self.depths.iter().skip(self.table.head).any(|&depth| depth > 1);
        let mut cells: Vec<SetCell> = Vec::with_capacity(set.len());
        let mut repeated_head: Option<Arc<RepeatedHead>> = None;
        let mut row = 0;
        while row < self.table.rows {
            let last = (row..self.table.rows).find(|&row| !self.is_bound_below(row));
            let end = last.expect("no cell reaches below the table") + 1;
            let depth = self.depths[row..end].iter().sum();
            let rules = self.rules(&(row..end), depth, has_hairlines);
            let texts = self.texts(&(row..end), &mut set);
            let head_rows = repeated_head.as_ref().map_or(0, |head| head.rows);
            let most = self.area.page_rows.saturating_sub(head_rows).max(1);
            let mut group = if depth <= most as usize {
                self.whole(&(row..end), texts, depth, rules)
            } else if row + 1 == end {
                self.slices(texts, depth, &rules)
            } else {
                return None;
            };
            group.iter_mut().for_each(|cell| cell.repeated_head.clone_from(&repeated_head));
            cells.append(&mut group);
            if end == self.table.head {
                repeated_head = self.repeated_head(&cells);
            }
            row = end;
        }
        Some(cells)
    }

    /// Returns the rules above and below a group of rows, `depth` rows of the baseline grid deep.
    fn rules(&self, group: &Range<usize>, depth: usize, has_hairlines: bool) -> Vec<Line> {
        let mut rules = Vec::new();
        if group.start == 0 {
            rules.push(self.rule(0, HEAVY));
        }
        if group.end == self.table.rows {
            rules.push(self.rule(depth, HEAVY));
        } else if group.end == self.table.head {
            rules.push(self.rule(depth, LIGHT));
        } else if has_hairlines && group.start >= self.table.head {
            rules.push(self.rule(depth, HAIRLINE));
        }
        rules
    }

    /// Returns the lines of the cells that begin in a group of rows.
    fn texts(&self, group: &Range<usize>, set: &mut [Vec<Line>]) -> Vec<CellLines> {
        let mut texts = Vec::new();
        for (index, (cell, lines)) in self.table.cells.iter().zip(set).enumerate() {
            if group.contains(&cell.row) {
                let above: usize = self.depths[group.start..cell.row].iter().sum();
                let down = self.area.leading * to_i64(above);
                lines.iter_mut().for_each(|line| line.baseline += down);
                texts.push(CellLines { cell: Some(index), lines: std::mem::take(lines) });
            }
        }
        texts
    }

    /// Returns the cells of a group that no page break divides, side by side.
    fn whole(
        &self,
        group: &Range<usize>,
        mut texts: Vec<CellLines>,
        depth: usize,
        rules: Vec<Line>,
    ) -> Vec<SetCell> {
        let FlatTable { rows, head, .. } = *self.table;
        if texts.is_empty() {
            // A row in which no cell begins takes its place all the same.
            texts.push(CellLines { cell: None, lines: vec![Line::natural(Vec::new())] });
        }
        texts[0].lines.extend(rules);
        // The head keeps to the first row; no row stands alone at the foot or the head of a page.
        let is_lonely = rows - head > 2 && (group.start == head || group.end + 1 == rows);
        let with_next = (group.start < head || is_lonely) && group.end < rows;
        let beside = texts.into_iter().map(|CellLines { cell, lines }| SetCell {
            cell,
            lines,
            rows: 0,
            with_next: true,
            repeated_head: None,
        });
        let mut cells: Vec<SetCell> = beside.collect();
        if let Some(last) = cells.last_mut() {
            last.rows = to_u32(depth);
            last.with_next = with_next;
        }
        cells
    }

    /// Returns the cells of a row deeper than a page: slices of one row of the baseline grid, and a
    /// page may end after each.
    fn slices(&self, texts: Vec<CellLines>, depth: usize, rules: &[Line]) -> Vec<SetCell> {
        let baseline = self.area.leading;
        let mut texts: Vec<_> =
            texts.into_iter().map(|it| (it.cell, it.lines.into_iter())).collect();
        let mut cells: Vec<SetCell> = Vec::new();
        for slice in 0..depth {
            let beside = texts.iter_mut().filter_map(|(cell, lines)| {
                let lines = vec![Line { baseline, ..lines.next()? }];
                Some(SetCell {
                    cell: *cell,
                    lines,
                    rows: 0,
                    with_next: true,
                    repeated_head: None,
                })
            });
            cells.extend(beside);
            let last = cells.last_mut().expect("a cell has as many lines as the row is deep");
            last.rows = 1;
            last.with_next = false;
            for rule in rules {
                let is_above = rule.baseline == Length::ZERO;
                if is_above && slice == 0 {
                    last.lines.push(rule.clone());
                } else if !is_above && slice + 1 == depth {
                    last.lines.push(Line { baseline, ..rule.clone() });
                }
            }
        }
        cells
    }

    /// Returns the head as pages repeat it; none if it is too deep.
    fn repeated_head(&self, cells: &[SetCell]) -> Option<Arc<RepeatedHead>> {
        let rows: u32 = cells.iter().map(|cell| cell.rows).sum();
        if rows == 0 || rows > self.area.page_rows / REPEATED_HEAD_PART {
            return None;
        }
        let mut lines = Vec::new();
        let mut above = 0;
        for cell in cells {
            let down = self.area.leading * i64::from(above);
            lines.extend(cell.lines.iter().map(|line| {
                let mut line = Line { baseline: line.baseline + down, ..line.clone() };
                line.mark_as_furniture();
                line
            }));
            above += cell.rows;
        }
        Some(Arc::new(RepeatedHead { rows, lines }))
    }
}
