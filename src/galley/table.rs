//! Tables: flat cells, set side by side or, where they are too wide, as cards.

mod cards;
mod columns;
pub(super) mod grid;
mod set;

use std::sync::Arc;

use crate::article::{Align, Language};
use crate::diagnostic::{Diagnostic, Place};
use crate::shape::Font;
use crate::unit::Length;

use super::spans::{FlatText, SpanStyle};
use super::structure::NodeId;
use super::text_style::BlockStyle;
use super::word_cache::WordCache;
use super::{Item, Line, LineEnd, RepeatedHead, Text, TextOrigin, to_i64};

/// Drop of a rule below a baseline, in hundredths of the leading: to the middle between descenders
/// and the ascenders below.
const RULE_DROP: i64 = 34;
/// Thickness of rules between rows and between cards, in points.
const HAIRLINE: f64 = 0.25;
/// Space after a label inside a cell, in hundredths of the type size.
const LABEL_GAP: i64 = 35;

/// Table of flat cells.
#[derive(Debug)]
pub(super) struct FlatTable {
    /// Number of columns.
    pub(super) columns: usize,
    /// Number of rows.
    pub(super) rows: usize,
    /// Number of rows of its head.
    pub(super) head: usize,
    /// Cells, row by row, from left to right.
    pub(super) cells: Vec<FlatCell>,
}

/// Cell of a flat table.
#[derive(Debug)]
pub(super) struct FlatCell {
    /// First row.
    pub(super) row: usize,
    /// Number of rows that it covers, at least 1.
    pub(super) rows: usize,
    /// First column.
    pub(super) column: usize,
    /// Number of columns that it covers, at least 1.
    pub(super) columns: usize,
    /// Header of its column or row.
    pub(super) header: bool,
    /// Structure element.
    pub(super) node: NodeId,
    /// Alignment of its lines.
    pub(super) align: Align,
    /// Paragraphs.
    pub(super) paragraphs: Vec<CellParagraph>,
}

/// Paragraph of a cell.
#[derive(Debug, Default)]
pub(super) struct CellParagraph {
    /// Text.
    pub(super) flat: FlatText,
    /// Label hung before it.
    pub(super) label: Option<CellLabel>,
    /// Steps of indent.
    pub(super) steps: u8,
}

/// Label of an item of a list in a cell.
#[derive(Debug)]
pub(super) struct CellLabel {
    /// Text.
    pub(super) text: String,
    /// Relation to the text of the article.
    pub(super) origin: TextOrigin,
}

/// Area of a table, and the type in which it is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableArea {
    /// Left edge, from the left edge of the measure.
    pub(super) left: Length,
    /// Greatest width.
    pub(super) width: Length,
    /// Distance of baselines.
    pub(super) leading: Length,
    /// Rows of a page.
    pub(super) page_rows: u32,
    /// Font of its cells.
    pub(super) font: Font,
    /// Language.
    pub(super) language: Language,
}

/// Set cell, or a slice of one that is deeper than a page, ready to be an entry.
#[derive(Debug)]
pub(super) struct SetCell {
    /// Index in [`FlatTable::cells`]; none in a row in which no cell begins.
    pub(super) cell: Option<usize>,
    /// Lines, and rules.
    pub(super) lines: Vec<Line>,
    /// Rows of the baseline grid; 0 where the next cell stands beside it.
    pub(super) rows: u32,
    /// No page ends between it and the next cell.
    pub(super) with_next: bool,
    /// Head that is repeated where a page begins with it.
    pub(super) repeated_head: Option<Arc<RepeatedHead>>,
}

/// Sets a table from `place` of the source in reading order, as cards if it is too wide.
pub(super) fn set_table(
    table: &FlatTable,
    area: &TableArea,
    place: Place,
    cache: &mut WordCache<'_>,
) -> (Vec<SetCell>, Option<Diagnostic>) {
    let hint = "turn the paper with --landscape, or choose smaller margins";
    let Some((cells, size)) = set::set_in_columns(table, area, cache) else {
        let message = "the table is too wide for the measure; each row is set as a card";
        let warning = Diagnostic::warning("table-as-cards", place, message).hint(hint);
        return (cards::set_as_cards(table, area, cache), Some(warning));
    };
    let note = (size < area.font.size).then(|| {
        let message = format!("the table is set in type of {size} to fit the measure");
        Diagnostic::note("table-small", place, message).hint(hint)
    });
    (cells, note)
}

impl TableArea {
    /// Returns a rule below the baseline `rows` rows from the top of an entry; `thickness` is in
    /// points.
    fn rule(&self, left: Length, width: Length, rows: usize, thickness: f64) -> Line {
        let rule = Item::Rule {
            width,
            thickness: Length::from_pt(thickness),
            rise: -self.leading.fraction(RULE_DROP, 100),
        };
        let baseline = self.leading * to_i64(rows);
        Line { x: left, baseline, ..Line::natural(vec![rule]) }
    }
}

/// Returns the label of a paragraph of a cell and the gap behind it. Behind a label of the article
/// the gap is a space, so that readers of the text keep label and first word apart.
fn label_items(
    paragraph: &CellParagraph,
    base: &BlockStyle,
    cache: &mut WordCache<'_>,
) -> Option<Vec<Item>> {
    let CellLabel { text, origin } = paragraph.label.as_ref()?;
    let shaped = cache.shape_text(text, base.text_style(SpanStyle::default(), false));
    let width = base.font.size.fraction(LABEL_GAP, 100);
    let gap = match shaped.runs.last() {
        Some(run) if *origin == TextOrigin::Article => {
            Item::Space { width, face: run.face, size: run.size, passage: None, added: false }
        }
        _ => Item::Kern(width),
    };
    Some(vec![Item::Text(Text::plain(shaped, *origin)), gap])
}

/// Marks the end of a paragraph of a cell that another follows: each line of a cell may be an entry
/// of its own, which does not know that the cell goes on.
fn end_paragraph(lines: &mut [Line]) {
    if let Some(last) = lines.last_mut()
        && last.end == LineEnd::Paragraph
    {
        last.end = LineEnd::Forced;
    }
}
