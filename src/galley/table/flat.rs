//! Flat cells of a table, set cells, and what both ways of setting them share.

use std::sync::Arc;

use crate::article::{Align, Language};
use crate::galley::spans::{FlatText, SpanStyle};
use crate::galley::structure::NodeId;
use crate::galley::text_style::BlockStyle;
use crate::galley::word_cache::WordCache;
use crate::galley::{Item, Line, LineEnd, RepeatedHead, Text, TextOrigin, to_i64};
use crate::shape::Font;
use crate::unit::Length;

/// Drop of a rule below a baseline, in hundredths of the leading: to the middle between descenders
/// and the ascenders below.
const RULE_DROP: i64 = 34;
/// Thickness of rules between rows and between cards, in points.
pub(super) const HAIRLINE: f64 = 0.25;
/// Space after a label inside a cell, in hundredths of the type size.
const LABEL_GAP: i64 = 35;

/// Table of flat cells.
#[derive(Debug)]
pub(in crate::galley) struct FlatTable {
    /// Number of columns.
    pub(in crate::galley) columns: usize,
    /// Number of rows.
    pub(in crate::galley) rows: usize,
    /// Number of rows of its head.
    pub(in crate::galley) head: usize,
    /// Cells, row by row, from left to right.
    pub(in crate::galley) cells: Vec<FlatCell>,
}

/// Cell of a flat table.
#[derive(Debug)]
pub(in crate::galley) struct FlatCell {
    /// First row.
    pub(in crate::galley) row: usize,
    /// Number of rows that it covers, at least 1.
    pub(in crate::galley) rows: usize,
    /// First column.
    pub(in crate::galley) column: usize,
    /// Number of columns that it covers, at least 1.
    pub(in crate::galley) columns: usize,
    /// Header of its column or row.
    pub(in crate::galley) header: bool,
    /// Structure element.
    pub(in crate::galley) node: NodeId,
    /// Alignment of its lines.
    pub(in crate::galley) align: Align,
    /// Paragraphs.
    pub(in crate::galley) paragraphs: Vec<CellParagraph>,
}

/// Paragraph of a cell.
#[derive(Debug, Default)]
pub(in crate::galley) struct CellParagraph {
    /// Text.
    pub(in crate::galley) flat: FlatText,
    /// Label hung before it.
    pub(in crate::galley) label: Option<CellLabel>,
    /// Steps of indent.
    pub(in crate::galley) steps: u8,
}

/// Label of an item of a list in a cell.
#[derive(Debug)]
pub(in crate::galley) struct CellLabel {
    /// Text.
    pub(in crate::galley) text: String,
    /// Relation to the text of the article.
    pub(in crate::galley) origin: TextOrigin,
}

/// Area of a table, and the type in which it is set.
#[derive(Debug, Clone, Copy)]
pub(in crate::galley) struct TableArea {
    /// Left edge, from the left edge of the measure.
    pub(in crate::galley) left: Length,
    /// Greatest width.
    pub(in crate::galley) width: Length,
    /// Distance of baselines.
    pub(in crate::galley) leading: Length,
    /// Rows of a page.
    pub(in crate::galley) page_rows: u32,
    /// Font of its cells.
    pub(in crate::galley) font: Font,
    /// Language.
    pub(in crate::galley) language: Language,
}

/// Set cell, or a slice of one that is deeper than a page, ready to be an entry.
#[derive(Debug)]
pub(in crate::galley) struct SetCell {
    /// Index in [`FlatTable::cells`]; none in a row in which no cell begins.
    pub(in crate::galley) cell: Option<usize>,
    /// Lines, and rules.
    pub(in crate::galley) lines: Vec<Line>,
    /// Rows of the baseline grid; 0 where the next cell stands beside it.
    pub(in crate::galley) rows: u32,
    /// No page ends between it and the next cell.
    pub(in crate::galley) with_next: bool,
    /// Head that is repeated where a page begins with it.
    pub(in crate::galley) repeated_head: Option<Arc<RepeatedHead>>,
}

impl TableArea {
    /// Returns a rule below the baseline `rows` rows from the top of an entry; `thickness` is in
    /// points.
    pub(super) fn rule(
        &self,
        left: Length,
        width: Length,
        rows: usize,
        thickness: f64,
    ) -> Line {
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
pub(super) fn label_items(
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
pub(super) fn end_paragraph(lines: &mut [Line]) {
    if let Some(last) = lines.last_mut()
        && last.end == LineEnd::Paragraph
    {
        last.end = LineEnd::Forced;
    }
}
