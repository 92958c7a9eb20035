//! A table set in type: widths, lines, rows, rules.
//!
//! Comes in: a [`Table`] whose texts lie flat, and the room. Goes out: [`SetCell`]s in reading
//! order, or nothing where the table is too wide for type one can read. Never done here: reading
//! order, pages.
//!
//! Every line stands on the baseline grid. There are no upright rules: a line above the table and
//! one below, a thinner one under the head (as the LaTeX package booktabs advises), and hairlines
//! between the rows where some cell has several lines, since the eye needs them only then.

use std::sync::Arc;

use crate::article::{Align, Language};
use crate::shape::Font;
use crate::unit::Length;

use super::columns::{Demand, solve};
use super::{Cell, Part, Table};
use crate::galley::line::{Fill, LineBox, width_of};
use crate::galley::ragged::{
    RaggedFit, RaggedWidths, break_ragged, content_widths, set_ragged,
};
use crate::galley::spans::Look;
use crate::galley::text_style::BlockStyle;
use crate::galley::tokens::{Token, tokenize};
use crate::galley::word_cache::WordCache;
use crate::galley::{Item, Keep, Line, LineEnd, Origin, RepeatedHead, Text};

/// White between two columns, in hundredths of the type size.
const GAP: i64 = 130;
/// Sizes that are tried, in hundredths of the table's type; the least is 7.5 points beside text of
/// 11.5.
const SIZES: [i64; 4] = [100, 92, 85, 78];
/// A table as wide as this part of the measure, in hundredths, is made as wide as all of it, so
/// that its rules end with the lines of the text.
const NEARLY_FULL: i64 = 88;
/// Thickness of the rule above and below the table, under its head, and between rows, in points.
const HEAVY: f64 = 0.8;
const LIGHT: f64 = 0.5;
const HAIR: f64 = 0.25;
/// How far a rule stands below a baseline, in hundredths of the leading: in the middle of the
/// white between descenders and the ascenders below.
const RULE_DROP: i64 = 34;
/// White after a label inside a cell, in hundredths of the type size.
const LABEL_GAP: i64 = 35;
/// Indent of one step inside a cell, in hundredths of the type size.
const STEP: i64 = 110;

/// The room of a table.
#[derive(Debug, Clone, Copy)]
pub(in crate::galley) struct Place {
    /// Left edge, from the left of the measure.
    pub(in crate::galley) left: Length,
    /// The greatest width.
    pub(in crate::galley) width: Length,
    /// Distance of baselines.
    pub(in crate::galley) leading: Length,
    /// Rows of a page.
    pub(in crate::galley) depth: u32,
    /// Type of its cells.
    pub(in crate::galley) font: Font,
    /// Its language.
    pub(in crate::galley) language: Language,
}

/// A cell, or a slice of one that is deeper than a page, ready to be an entry.
#[derive(Debug)]
pub(in crate::galley) struct SetCell {
    /// Index of the cell in [`Table::cells`].
    pub(in crate::galley) cell: usize,
    /// Its lines, and rules.
    pub(in crate::galley) lines: Vec<Line>,
    /// Rows that it takes; 0 where the next one stands beside it.
    pub(in crate::galley) rows: u32,
    /// What a page break may do to it.
    pub(in crate::galley) keep: Keep,
    /// The head that is repeated where a page begins with it.
    pub(in crate::galley) repeated_head: Option<Arc<RepeatedHead>>,
}

/// Sets `table`; none where it is too wide. Besides the cells it tells the type size.
pub(in crate::galley) fn set(
    table: &Table,
    place: &Place,
    bank: &mut WordCache<'_>,
) -> Option<(Vec<SetCell>, Length)> {
    // Words are divided only where no size spares them that.
    let tries =
        SIZES.iter().map(|size| (*size, false)).chain(SIZES.iter().map(|size| (*size, true)));
    for (size, hyphenate) in tries {
        let font = Font { size: place.font.size.fraction(size, 100), ..place.font };
        let mut hand = Hand { table, place: *place, font, hyphenate, bank };
        if let Some(widths) = hand.solve() {
            let cells = hand.cells(&widths);
            return cells.map(|cells| (cells, bank.permitted_size(font.size)));
        }
    }
    None
}

/// A paragraph of a cell, cut into tokens.
struct Cut {
    tokens: Vec<Token>,
    /// Text hung before the first line.
    label: Option<Vec<Item>>,
    indent: Length,
}

/// The tokens of a paragraph of a cell in `font`.
pub(super) fn cut_tokens(
    part: &Part,
    (font, hyphenate): (Font, bool),
    place: &Place,
    bank: &mut WordCache<'_>,
) -> Vec<Token> {
    let base = BlockStyle { font, language: place.language, hyphenate };
    tokenize(&part.flat, &base, bank)
}

/// Returns the label of a paragraph of a cell and the gap behind it. Behind a label of the article the
/// gap is a space to whoever reads the text, so that label and first word stay two words.
pub(super) fn label_items(
    part: &Part,
    base: &BlockStyle,
    bank: &mut WordCache<'_>,
) -> Option<Vec<Item>> {
    let (text, origin) = part.label.as_ref()?;
    let shaped = bank.shape_text(text, base.text_style(Look::default(), false));
    let width = base.font.size.fraction(LABEL_GAP, 100);
    let gap = match shaped.runs.last() {
        Some(run) if *origin == Origin::Article => {
            Item::Space { width, face: run.face, size: run.size, passage: None, added: false }
        }
        _ => Item::Kern(width),
    };
    Some(vec![Item::Text(Text::plain(shaped, *origin)), gap])
}

/// Marks where a paragraph of a cell ends and another follows: each line of a cell may be an entry of
/// its own, which does not know that the cell goes on.
pub(super) fn end_paragraph(lines: &mut [Line]) {
    if let Some(last) = lines.last_mut()
        && last.end == LineEnd::Paragraph
    {
        last.end = LineEnd::Forced;
    }
}

struct Hand<'h, 'f> {
    table: &'h Table,
    place: Place,
    font: Font,
    /// Words may be divided.
    hyphenate: bool,
    bank: &'h mut WordCache<'f>,
}

impl Hand<'_, '_> {
    fn gap(&self) -> Length {
        self.font.size.fraction(GAP, 100)
    }

    fn cut(&mut self, cell: &Cell) -> Vec<Cut> {
        let mut font = self.font;
        font.style.bold |= cell.header;
        let base = BlockStyle { font, language: self.place.language, hyphenate: false };
        let step = font.size.fraction(STEP, 100);
        let (place, hyphenate) = (self.place, self.hyphenate);
        let cut = |part: &Part| {
            let indent = step * i64::from(part.steps);
            let label = label_items(part, &base, self.bank);
            Cut {
                tokens: cut_tokens(part, (font, hyphenate), &place, self.bank),
                label,
                indent,
            }
        };
        cell.parts.iter().map(cut).collect()
    }

    /// Widths of the columns, where they fit.
    fn solve(&mut self) -> Option<Vec<Length>> {
        let mut demands = Vec::with_capacity(self.table.cells.len());
        for cell in &self.table.cells {
            let (mut least, mut natural) = (Length::ZERO, Length::ZERO);
            for cut in self.cut(cell) {
                let widths = content_widths(&cut.tokens, self.hyphenate);
                least = least.max(widths.min + cut.indent);
                natural = natural.max(widths.max + cut.indent);
            }
            // A hair more, so that rounding breaks nothing.
            let hair = Length::from_pt(0.05);
            let (least, natural) = (least + hair, natural + hair);
            demands.push(Demand { column: cell.column, columns: cell.columns, least, natural });
        }
        let mut widths = solve(self.table.columns, &demands, self.gap(), self.place.width)?;
        let all = self.width_of_all(&widths);
        if all > self.place.width.fraction(NEARLY_FULL, 100) && all < self.place.width {
            let count = i64::try_from(widths.len()).unwrap_or(1).max(1);
            let more = (self.place.width - all) / count;
            widths.iter_mut().for_each(|width| *width += more);
        }
        Some(widths)
    }

    fn width_of_all(&self, widths: &[Length]) -> Length {
        let gaps = i64::try_from(widths.len().saturating_sub(1)).unwrap_or(0);
        widths.iter().copied().sum::<Length>() + self.gap() * gaps
    }

    /// Left edge of a cell, from the left of the table, and its width.
    fn span(&self, cell: &Cell, widths: &[Length]) -> (Length, Length) {
        let before = widths.get(..cell.column).unwrap_or_default();
        let covered = widths.iter().skip(cell.column).take(cell.columns);
        let (count, columns) = (before.len(), covered.len());
        let gaps = |count: usize| self.gap() * i64::try_from(count).unwrap_or(0);
        let left = before.iter().copied().sum::<Length>() + gaps(count);
        (left, covered.copied().sum::<Length>() + gaps(columns.saturating_sub(1)))
    }

    /// The lines of a cell, `left` from the left of the measure, the first on the first row.
    fn lines(&mut self, cell: &Cell, left: Length, width: Length) -> Vec<Line> {
        let row = self.place.leading;
        let mut lines: Vec<Line> = Vec::new();
        for cut in self.cut(cell) {
            end_paragraph(&mut lines);
            let room = (width - cut.indent).max(self.font.size);
            let broken = break_ragged(&cut.tokens, RaggedWidths::equal(room), RaggedFit::Full);
            let before = i64::try_from(lines.len()).unwrap_or(0);
            let room = |index| LineBox {
                left: left + cut.indent,
                width: room,
                baseline: row * (before + i64::try_from(index).unwrap_or(0) + 1),
                fill: Fill::Natural,
                flush_right: false,
                hang: false,
            };
            let mut set = set_ragged(&cut.tokens, &broken, room, self.bank);
            for line in &mut set {
                let slack = width - cut.indent - line.width;
                line.x += match cell.align {
                    Align::Left => Length::ZERO,
                    Align::Center => slack / 2,
                    Align::Right => slack,
                };
            }
            if let (Some(label), Some(first)) = (cut.label, set.first_mut()) {
                let width: Length = label.iter().map(width_of).sum();
                first.x -= width;
                first.width += width;
                first.items.splice(0..0, label);
            }
            lines.append(&mut set);
        }
        lines
    }

    /// The cells set; none where cells that cover several rows bind more than a page can hold.
    fn cells(&mut self, widths: &[Length]) -> Option<Vec<SetCell>> {
        let all = self.width_of_all(widths);
        // A narrow table stands in the middle; one as wide as the text has no choice.
        let left = self.place.left + (self.place.width - all).max(Length::ZERO) / 2;
        let mut set: Vec<Vec<Line>> = Vec::with_capacity(self.table.cells.len());
        for cell in &self.table.cells {
            let (at, width) = self.span(cell, widths);
            set.push(self.lines(cell, left + at, width));
        }
        let rows = self.row_depths(&set);
        let maker = Maker { table: self.table, place: self.place, left, width: all, rows };
        maker.assemble(set)
    }

    /// Rows of the baseline grid that each row of the table takes.
    fn row_depths(&self, set: &[Vec<Line>]) -> Vec<usize> {
        let mut rows = vec![1; self.table.rows];
        let mut order: Vec<(&Cell, usize)> =
            self.table.cells.iter().zip(set).map(|(cell, lines)| (cell, lines.len())).collect();
        order.sort_by_key(|(cell, _)| cell.rows);
        for (cell, lines) in order {
            let end = (cell.row + cell.rows).min(rows.len());
            let Some(covered) = rows.get_mut(cell.row.min(end)..end) else { continue };
            let lacking = lines.saturating_sub(covered.iter().sum());
            if let Some(last) = covered.last_mut() {
                *last += lacking;
            }
        }
        rows
    }
}

/// Makes entries of set cells.
struct Maker<'m> {
    table: &'m Table,
    place: Place,
    left: Length,
    width: Length,
    /// Depth of each row of the table, in rows of the grid.
    rows: Vec<usize>,
}

impl Maker<'_> {
    /// A rule across the table, after `rows` rows from the top of an entry.
    fn rule(&self, rows: usize, thickness: f64) -> Line {
        let row = self.place.leading;
        let rule = Item::Rule {
            width: self.width,
            thickness: Length::from_pt(thickness),
            rise: -row.fraction(RULE_DROP, 100),
        };
        let baseline = row * i64::try_from(rows).unwrap_or(0);
        Line { x: self.left, baseline, ..Line::natural(vec![rule]) }
    }

    /// Whether a cell covers both this row and the next.
    fn bound_below(&self, row: usize) -> bool {
        self.table.cells.iter().any(|cell| cell.row <= row && row + 1 < cell.row + cell.rows)
    }

    /// The cells as entries, row by row. Rows that a cell covers together stand as one; none where
    /// they are deeper than a page.
    fn assemble(&self, mut set: Vec<Vec<Line>>) -> Option<Vec<SetCell>> {
        let hairlines = self.rows.iter().skip(self.table.head).any(|&rows| rows > 1);
        let mut cells: Vec<SetCell> = Vec::with_capacity(set.len());
        let mut repeated_head: Option<Arc<RepeatedHead>> = None;
        let mut row = 0;
        while row < self.table.rows {
            let last =
                (row..self.table.rows).find(|&row| !self.bound_below(row)).unwrap_or(row);
            let depth = self.rows.get(row..=last).unwrap_or_default().iter().sum();
            let rules = self.rules((row, last), depth, hairlines);
            let texts = self.texts((row, last), &mut set);
            let first = cells.len();
            let head_rows = repeated_head.as_ref().map_or(0, |head| head.rows);
            let most = self.place.depth.saturating_sub(head_rows).max(1);
            if depth <= usize::try_from(most).unwrap_or(usize::MAX) {
                self.whole((row, last), texts, (depth, rules), &mut cells);
            } else if row == last {
                self.slices(texts, depth, rules, &mut cells);
            } else {
                return None;
            }
            for cell in cells.iter_mut().skip(first) {
                cell.repeated_head.clone_from(&repeated_head);
            }
            if last + 1 == self.table.head {
                repeated_head = self.head(&cells);
            }
            row = last + 1;
        }
        Some(cells)
    }

    /// The rules above and below rows that stand as one, `depth` rows of the grid deep.
    fn rules(&self, (row, last): (usize, usize), depth: usize, hairlines: bool) -> Vec<Line> {
        let mut rules = Vec::new();
        if row == 0 {
            rules.push(self.rule(0, HEAVY));
        }
        if last + 1 == self.table.rows {
            rules.push(self.rule(depth, HEAVY));
        } else if last + 1 == self.table.head {
            rules.push(self.rule(depth, LIGHT));
        } else if hairlines && row >= self.table.head {
            rules.push(self.rule(depth, HAIR));
        }
        rules
    }

    /// The lines of the cells that begin in these rows, measured from the top of the first.
    fn texts(
        &self,
        (row, last): (usize, usize),
        set: &mut [Vec<Line>],
    ) -> Vec<(usize, Vec<Line>)> {
        let mut texts = Vec::new();
        for (index, cell) in self.table.cells.iter().enumerate() {
            if cell.row < row || cell.row > last {
                continue;
            }
            let above: usize = self.rows.get(row..cell.row).unwrap_or_default().iter().sum();
            let down = self.place.leading * i64::try_from(above).unwrap_or(0);
            let mut lines = set.get_mut(index).map(std::mem::take).unwrap_or_default();
            lines.iter_mut().for_each(|line| line.baseline += down);
            texts.push((index, lines));
        }
        texts
    }

    /// Rows that stay whole: their cells side by side.
    fn whole(
        &self,
        (row, last_row): (usize, usize),
        texts: Vec<(usize, Vec<Line>)>,
        (depth, rules): (usize, Vec<Line>),
        cells: &mut Vec<SetCell>,
    ) {
        let count = texts.len().max(1);
        // A row in which no cell begins takes its place all the same.
        let nothing = || vec![(usize::MAX, vec![Line::natural(Vec::new())])];
        let texts = if texts.is_empty() { nothing() } else { texts };
        // The head keeps to the first row; no row stands alone at the foot or the head of a page.
        let body = self.table.rows - self.table.head.min(self.table.rows);
        let lonely = body > 2 && (row == self.table.head || last_row + 2 == self.table.rows);
        let with_next = (row < self.table.head || lonely) && last_row + 1 < self.table.rows;
        let mut rules = Some(rules);
        for (nth, (cell, mut lines)) in texts.into_iter().enumerate() {
            let last = nth + 1 == count;
            lines.append(&mut rules.take().unwrap_or_default());
            cells.push(SetCell {
                cell,
                lines,
                rows: if last { u32::try_from(depth).unwrap_or(u32::MAX) } else { 0 },
                keep: Keep { together: true, with_next: !last || with_next, ..Keep::default() },
                repeated_head: None,
            });
        }
    }

    /// A row deeper than a page: slices of one row of the grid each, and a page may end after any.
    fn slices(
        &self,
        texts: Vec<(usize, Vec<Line>)>,
        depth: usize,
        rules: Vec<Line>,
        cells: &mut Vec<SetCell>,
    ) {
        let row = self.place.leading;
        let mut texts: Vec<_> =
            texts.into_iter().map(|(cell, lines)| (cell, lines.into_iter())).collect();
        for slice in 0..depth {
            let first = cells.len();
            for (cell, lines) in &mut texts {
                let Some(line) = lines.next() else { continue };
                let lines = vec![Line { baseline: row, ..line }];
                let keep = Keep { together: true, with_next: true, ..Keep::default() };
                cells.push(SetCell { cell: *cell, lines, rows: 0, keep, repeated_head: None });
            }
            let Some(last) = cells.get_mut(first..).and_then(<[_]>::last_mut) else { continue };
            last.rows = 1;
            last.keep.with_next = false;
            for rule in &rules {
                let above = rule.baseline == Length::ZERO;
                if above && slice == 0 {
                    last.lines.push(rule.clone());
                } else if !above && slice + 1 == depth {
                    last.lines.push(Line { baseline: row, ..rule.clone() });
                }
            }
        }
    }

    /// The head as it is repeated on the next page.
    fn head(&self, cells: &[SetCell]) -> Option<Arc<RepeatedHead>> {
        let rows: u32 = cells.iter().map(|cell| cell.rows).sum();
        // A head that takes a third of a page would leave no room for what it is the head of.
        if rows == 0 || rows > self.place.depth / 3 {
            return None;
        }
        let mut lines = Vec::new();
        let mut above = 0;
        for cell in cells {
            let down = self.place.leading * i64::from(above);
            lines.extend(cell.lines.iter().map(|line| {
                let mut line = Line { baseline: line.baseline + down, ..line.clone() };
                as_furniture(&mut line);
                line
            }));
            above += cell.rows;
        }
        Some(Arc::new(RepeatedHead { rows, lines }))
    }
}

/// What is repeated is ours: the article said it once.
fn as_furniture(line: &mut Line) {
    for item in &mut line.items {
        if let Item::Text(text) = item {
            text.origin = Origin::Furniture;
            text.passage = None;
        }
    }
}
