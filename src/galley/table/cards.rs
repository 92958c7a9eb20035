//! Cards: a table too wide for the page, row by row.
//!
//! The cells of the head come first. Then each row is a card, on which every cell stands after the
//! head of its column.

use crate::font::FaceStyle;
use crate::shape::Font;
use crate::unit::Length;

use super::flat::{
    FlatCell, FlatTable, HAIRLINE, SetCell, TableArea, end_paragraph, label_items,
};
use crate::galley::line::{LineBox, width_of};
use crate::galley::ragged::{RaggedFit, RaggedWidths, break_ragged, set_ragged};
use crate::galley::spans::{FlatText, SpanStyle};
use crate::galley::text_style::BlockStyle;
use crate::galley::tokens::tokenize;
use crate::galley::word_cache::WordCache;
use crate::galley::{Item, Line, Text, TextOrigin, to_i64, to_u32};

/// Greatest number of lines of a cell that stay on one page.
const MAX_KEPT_LINES: usize = 6;
/// Greatest width of a head before its cell, in hundredths of the measure; a longer one stands on
/// lines of its own.
const MAX_HEAD_WIDTH: i64 = 40;
/// Indent of a cell's text after its first line, in hundredths of the type size.
const INDENT: i64 = 150;

/// Sets the cells of `table` one under the other.
pub(super) fn set_as_cards(
    table: &FlatTable,
    area: &TableArea,
    cache: &mut WordCache<'_>,
) -> Vec<SetCell> {
    let mut setter = CardSetter { table, area: *area, cache };
    let mut set = Vec::new();
    for row in 0..table.rows {
        let mut card = Vec::new();
        for (index, cell) in table.cells.iter().enumerate().filter(|(_, it)| it.row == row) {
            let lines = setter.cell(cell);
            card.extend(setter.divide(index, lines));
        }
        setter.end_card(&mut card, row);
        set.append(&mut card);
    }
    set
}

struct CardSetter<'s, 'f> {
    table: &'s FlatTable,
    area: TableArea,
    cache: &'s mut WordCache<'f>,
}

impl CardSetter<'_, '_> {
    /// Returns the text of the head of the column in which `cell` begins; empty for a cell of the
    /// head.
    fn head_of(&self, cell: &FlatCell) -> String {
        if cell.row < self.table.head {
            return String::new();
        }
        let above = self.table.cells.iter().filter(|head| {
            head.row < self.table.head
                && (head.column..head.column + head.columns).contains(&cell.column)
        });
        let texts = above.flat_map(|head| &head.paragraphs);
        let texts =
            texts.map(|paragraph| paragraph.flat.without_references().trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// Returns the lines of a cell, after the head of its column.
    fn cell(&mut self, cell: &FlatCell) -> Vec<Line> {
        let TableArea { left, width, font, language, .. } = self.area;
        let head = self.head_of(cell);
        let mut lines = Vec::new();
        let mut label = Vec::new();
        if !head.is_empty() {
            match self.short_head(&head) {
                Some(items) => label = items,
                None => lines = self.long_head(&head),
            }
        }
        let indent = font.size.fraction(INDENT, 100).min(width / 4);
        let base = BlockStyle { font, language, hyphenate: false };
        let text_font = if cell.header { bold(font) } else { font };
        let text_base = BlockStyle { font: text_font, hyphenate: true, ..base };
        for paragraph in &cell.paragraphs {
            let tokens = tokenize(&paragraph.flat, &text_base, self.cache);
            label.extend(label_items(paragraph, &base, self.cache).into_iter().flatten());
            end_paragraph(&mut lines);
            let hung: Length = label.iter().map(width_of).sum();
            // What stands on a line of its own begins where its head does not.
            let first = if hung > Length::ZERO || head.is_empty() { hung } else { indent };
            let widths = RaggedWidths { first: width - first, rest: width - indent };
            let broken = break_ragged(&tokens, widths, RaggedFit::Full);
            let line_box = |index: usize| {
                let inset = if index == 0 { first } else { indent };
                self.area.line_box(left + inset, width - inset, lines.len() + index)
            };
            let mut set = set_ragged(&tokens, &broken, line_box, self.cache);
            if let Some(line) = set.first_mut().filter(|_| !label.is_empty()) {
                line.hang_before(label.drain(..), hung);
            }
            lines.append(&mut set);
        }
        if !label.is_empty() {
            // An empty cell still shows its head.
            let baseline = self.area.leading * to_i64(lines.len() + 1);
            lines.push(Line { x: left, baseline, ..Line::natural(label) });
        }
        lines
    }

    /// Returns the head before a cell, if it is short.
    fn short_head(&mut self, head: &str) -> Option<Vec<Item>> {
        let TableArea { font, language, width, .. } = self.area;
        let base = BlockStyle { font: bold(font), language, hyphenate: false };
        let manner = base.text_style(SpanStyle::default(), false);
        let shaped = self.cache.shape_text(&format!("{head}:"), manner);
        (shaped.advance <= width.fraction(MAX_HEAD_WIDTH, 100)).then(|| {
            let label = Text::plain(shaped, TextOrigin::Furniture);
            vec![Item::Text(label), Item::Kern(font.size / 3)]
        })
    }

    /// Returns the lines of a long head.
    fn long_head(&mut self, head: &str) -> Vec<Line> {
        let TableArea { left, width, font, language, .. } = self.area;
        let base = BlockStyle { font: bold(font), language, hyphenate: false };
        let flat = FlatText::plain(&format!("{head}:"), SpanStyle::default());
        let tokens = tokenize(&flat, &base, self.cache);
        let broken = break_ragged(&tokens, RaggedWidths::equal(width), RaggedFit::Full);
        let line_box = |index| self.area.line_box(left, width, index);
        let mut lines = set_ragged(&tokens, &broken, line_box, self.cache);
        lines.iter_mut().for_each(Line::mark_as_furniture);
        lines
    }

    /// Returns a cell whole if it is short, else line by line, with two lines kept together at
    /// either end.
    fn divide(&self, cell: usize, lines: Vec<Line>) -> Vec<SetCell> {
        let count = lines.len();
        let set = |lines: Vec<Line>, with_next| SetCell {
            cell: Some(cell),
            rows: to_u32(lines.len()),
            lines,
            with_next,
            repeated_head: None,
        };
        match count {
            0 => Vec::new(),
            1..=MAX_KEPT_LINES => vec![set(lines, true)],
            _ => {
                let slice = |(index, line)| {
                    let line = Line { baseline: self.area.leading, ..line };
                    set(vec![line], index == 0 || index + 2 >= count)
                };
                lines.into_iter().enumerate().map(slice).collect()
            }
        }
    }

    /// Ends the card of a row with a thin rule, after which a page may end.
    fn end_card(&self, cells: &mut [SetCell], row: usize) {
        if cells.iter().map(|cell| cell.rows).sum::<u32>() > self.area.page_rows / 2 {
            cells.iter_mut().for_each(|cell| cell.with_next = false);
        }
        if let Some(last) = cells.last_mut() {
            last.with_next = row + 1 == self.table.head;
            let TableArea { left, width, .. } = self.area;
            last.lines.push(self.area.rule(left, width, last.rows as usize, HAIRLINE));
        }
    }
}

impl TableArea {
    /// Returns the box of a line on row `index` of an entry.
    fn line_box(&self, left: Length, width: Length, index: usize) -> LineBox {
        LineBox::natural(left, width, self.leading * to_i64(index + 1))
    }
}

fn bold(font: Font) -> Font {
    Font { style: FaceStyle { bold: true, ..font.style }, ..font }
}
