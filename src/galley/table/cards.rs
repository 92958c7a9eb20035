//! Cards: a table too wide for the page, told row by row.
//!
//! Comes in: a [`Table`] and the room. Goes out: [`SetCell`]s: first the heads as they are, then a
//! card for each row, on which every cell stands behind the head of its column. Never done here:
//! a word left out.

use crate::shape::Font;
use crate::unit::Length;

use super::set::{Place, SetCell, cut_tokens, end_paragraph, label_items};
use super::{Cell, Table};
use crate::galley::line::{Fill, LineBox, width_of};
use crate::galley::ragged::{RaggedFit, RaggedWidths, break_ragged, set_ragged};
use crate::galley::spans::{Flat, Look};
use crate::galley::text_style::BlockStyle;
use crate::galley::tokens::tokenize;
use crate::galley::word_cache::WordCache;
use crate::galley::{Item, Keep, Line, Origin, Text};

/// Lines of one cell that stay on one page.
const KEPT_LINES: usize = 6;
/// A head that takes more of the measure than this, in hundredths, stands on a line of its own.
const LONGEST_HEAD: i64 = 40;
/// Indent of what a cell says after its first line, in hundredths of the type size.
const INDENT: i64 = 150;
/// Thickness of the line between two cards, in points, and its drop below a baseline in hundredths
/// of the leading.
const RULE: f64 = 0.25;
const RULE_DROP: i64 = 34;

/// Sets the cells of `table` one under the other.
pub(in crate::galley) fn set(
    table: &Table,
    place: &Place,
    bank: &mut WordCache<'_>,
) -> Vec<SetCell> {
    let mut hand = Hand { table, place: *place, bank, set: Vec::new() };
    for row in 0..table.rows {
        let first = hand.set.len();
        for (index, cell) in table.cells.iter().enumerate().filter(|(_, it)| it.row == row) {
            hand.cell(index, cell);
        }
        hand.end_card(first, row);
    }
    hand.set
}

struct Hand<'h, 'f> {
    table: &'h Table,
    place: Place,
    bank: &'h mut WordCache<'f>,
    set: Vec<SetCell>,
}

impl Hand<'_, '_> {
    /// What the head says of the column in which `cell` begins.
    fn head_of(&self, cell: &Cell) -> String {
        let above = self.table.cells.iter().filter(|head| {
            head.row < self.table.head
                && head.column <= cell.column
                && cell.column < head.column + head.columns
        });
        let texts = above.flat_map(|head| &head.parts).map(|part| part.flat.without_marks());
        let texts: Vec<String> = texts.map(|text| text.trim().to_owned()).collect();
        texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }

    fn cell(&mut self, index: usize, cell: &Cell) {
        let (left, width) = (self.place.left, self.place.width);
        let head = if cell.row < self.table.head { String::new() } else { self.head_of(cell) };
        let mut lines = Vec::new();
        let mut label = self.label(&head, &mut lines);
        let indent = self.place.font.size.fraction(INDENT, 100).min(width / 4);
        let bold = cell.header;
        for part in &cell.parts {
            let font = self.place.font;
            let cut = cut_tokens(
                part,
                (Font { style: bolder(font, bold), ..font }, true),
                &self.place,
                self.bank,
            );
            let base = BlockStyle { font, language: self.place.language, hyphenate: false };
            label.extend(label_items(part, &base, self.bank).into_iter().flatten());
            end_paragraph(&mut lines);
            let hung: Length = label.iter().map(width_of).sum();
            // What stands on a line of its own begins where its head does not.
            let first = if hung > Length::ZERO || head.is_empty() { hung } else { indent };
            let widths = RaggedWidths { first: width - first, rest: width - indent };
            let broken = break_ragged(&cut, widths, RaggedFit::Full);
            let before = lines.len();
            let room = |nth: usize| {
                let inset = if nth == 0 { first } else { indent };
                self.place.room(left + inset, width - inset, before + nth)
            };
            let mut set = set_ragged(&cut, &broken, room, self.bank);
            if let Some(line) = set.first_mut().filter(|_| !label.is_empty()) {
                line.x -= hung;
                line.width += hung;
                line.items.splice(0..0, std::mem::take(&mut label));
            }
            lines.append(&mut set);
        }
        if !label.is_empty() {
            // A cell that says nothing still shows that it does.
            let room = self.place.room(left, width, lines.len());
            lines.push(Line { x: room.left, baseline: room.baseline, ..Line::natural(label) });
        }
        self.push(index, lines);
    }

    /// The head before a cell; one that is long goes to `lines` at once.
    fn label(&mut self, head: &str, lines: &mut Vec<Line>) -> Vec<Item> {
        if head.is_empty() {
            return Vec::new();
        }
        let font = self.place.font;
        let font = Font { style: bolder(font, true), ..font };
        let base = BlockStyle { font, language: self.place.language, hyphenate: false };
        let text = format!("{head}:");
        let shaped = self.bank.shape_text(&text, base.text_style(Look::default(), false));
        if shaped.advance <= self.place.width.fraction(LONGEST_HEAD, 100) {
            let label = Text::plain(shaped, Origin::Furniture);
            return vec![Item::Text(label), Item::Kern(font.size / 3)];
        }
        let tokens = tokenize(&Flat::plain(&text, Look::default()), &base, self.bank);
        let width = self.place.width;
        let broken = break_ragged(&tokens, RaggedWidths::equal(width), RaggedFit::Full);
        let room = |nth| self.place.room(self.place.left, width, nth);
        let mut set = set_ragged(&tokens, &broken, room, self.bank);
        for item in set.iter_mut().flat_map(|line| &mut line.items) {
            if let Item::Text(text) = item {
                text.origin = Origin::Furniture;
            }
        }
        lines.append(&mut set);
        Vec::new()
    }

    /// Puts a cell down: whole where it is short, else line by line.
    fn push(&mut self, cell: usize, lines: Vec<Line>) {
        let with_next = Keep { together: true, with_next: true, ..Keep::default() };
        if lines.len() <= KEPT_LINES {
            let rows = u32::try_from(lines.len()).unwrap_or(0);
            if rows > 0 {
                self.set.push(SetCell {
                    cell,
                    lines,
                    rows,
                    keep: with_next,
                    repeated_head: None,
                });
            }
            return;
        }
        let count = lines.len();
        for (nth, line) in lines.into_iter().enumerate() {
            let ends = nth == 0 || nth + 2 >= count;
            let keep =
                if ends { with_next } else { Keep { together: true, ..Keep::default() } };
            let lines = vec![Line { baseline: self.place.leading, ..line }];
            self.set.push(SetCell { cell, lines, rows: 1, keep, repeated_head: None });
        }
    }

    /// A page may end after a card, and a thin line does.
    fn end_card(&mut self, first: usize, row: usize) {
        let rule = Item::Rule {
            width: self.place.width,
            thickness: Length::from_pt(RULE),
            rise: -self.place.leading.fraction(RULE_DROP, 100),
        };
        let (left, leading) = (self.place.left, self.place.leading);
        let cells = self.set.get_mut(first..).unwrap_or_default();
        let short = cells.iter().map(|cell| cell.rows).sum::<u32>() <= self.place.depth / 2;
        if !short {
            cells.iter_mut().for_each(|cell| cell.keep.with_next = false);
        }
        let Some(last) = cells.last_mut() else { return };
        last.keep.with_next = row + 1 == self.table.head;
        let baseline = leading * i64::from(last.rows);
        last.lines.push(Line { x: left, baseline, ..Line::natural(vec![rule]) });
    }
}

impl Place {
    /// The room of a line of so much width on row `nth` of an entry.
    fn room(&self, left: Length, width: Length, nth: usize) -> LineBox {
        LineBox {
            left,
            width,
            baseline: self.leading * (i64::try_from(nth).unwrap_or(0) + 1),
            fill: Fill::Natural,
            flush_right: false,
            hang: false,
        }
    }
}

fn bolder(font: Font, bold: bool) -> crate::font::FaceStyle {
    crate::font::FaceStyle { bold: font.style.bold || bold, ..font.style }
}
