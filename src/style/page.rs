//! The page: measure, rows of the grid, and where they stand.
//!
//! Comes in: a proved [`Style`]. Goes out: positions from the paper's upper left corner, in
//! [`Length`]s. Never done here: deciding what stands there.

use super::Style;
use crate::unit::Length;

/// How far a baseline stands below the middle of its row, in ems of the type size: half the
/// height of a capital and a little more, so that the type looks centred in the row.
const BASELINE_BELOW_MIDDLE: f64 = 0.27;

/// Rows from the running head's baseline to the first of the text: one stays blank.
const HEADLINE_ROWS: i64 = 2;

/// Rows from the last baseline of the text to the footer's: two stay blank, so that the folio
/// stands apart and the text block seems to sit higher.
const FOOTER_ROWS: i64 = 3;

/// What office printers leave blank at every edge, in millimetres; most cannot do under 4.2.
const UNPRINTABLE_MM: f64 = 5.0;

/// How far letters rise above the baseline, in ems: the ascenders of most text faces.
const ASCENT: f64 = 0.75;

impl Style {
    /// Width of the text block.
    #[must_use]
    pub fn measure(&self) -> Length {
        self.paper.width - self.margin.left - self.margin.right
    }

    /// White between two columns.
    #[must_use]
    pub fn gutter(&self) -> Length {
        self.font_size.scale(super::GUTTER)
    }

    /// Width of a column; that of the text block where there is one.
    #[must_use]
    pub fn column(&self) -> Length {
        let columns = i64::from(self.columns.max(1));
        (self.measure() - self.gutter() * (columns - 1)) / columns
    }

    /// Left edge of a column, counted from 0, on the page with this folio.
    #[must_use]
    pub fn column_left(&self, folio: u32, column: u32) -> Length {
        self.left(folio) + (self.column() + self.gutter()) * i64::from(column)
    }

    /// Rows of the baseline grid on every page; at least 1 in a proved style.
    #[must_use]
    pub fn rows(&self) -> u32 {
        let depth = self.paper.height - self.margin.top - self.margin.bottom;
        let rows = depth.sp() / self.leading.sp().max(1);
        u32::try_from(rows.max(0)).unwrap_or(u32::MAX)
    }

    /// Depth of the text block: a whole number of leadings.
    #[must_use]
    pub fn depth(&self) -> Length {
        self.leading * i64::from(self.rows())
    }

    /// Baseline of a row, counted from 0, from the top of the paper. The same on every page.
    #[must_use]
    pub fn baseline(&self, row: u32) -> Length {
        let in_row = self.leading / 2 + self.font_size.scale(BASELINE_BELOW_MIDDLE);
        self.margin.top + self.leading * i64::from(row) + in_row
    }

    /// Baseline of the last row.
    #[must_use]
    pub fn last_baseline(&self) -> Length {
        self.baseline(self.rows().saturating_sub(1))
    }

    /// Whether the page with this folio is a verso: the left one of two that face each other.
    #[must_use]
    pub fn is_verso(&self, folio: u32) -> bool {
        self.duplex && folio.is_multiple_of(2)
    }

    /// Left edge of the text block on the page with this folio.
    #[must_use]
    pub fn left(&self, folio: u32) -> Length {
        if self.is_verso(folio) { self.margin.right } else { self.margin.left }
    }

    /// Baseline of the running head; `None` where the head margin has no room for it.
    #[must_use]
    pub fn headline_baseline(&self) -> Option<Length> {
        let least = Length::from_mm(UNPRINTABLE_MM) + self.font_size.scale(ASCENT);
        (1..=HEADLINE_ROWS)
            .rev()
            .map(|rows| self.baseline(0) - self.leading * rows)
            .find(|baseline| *baseline >= least)
    }

    /// Baseline of the footer; `None` where the foot margin has no room for it.
    #[must_use]
    pub fn footer_baseline(&self) -> Option<Length> {
        let greatest = self.paper.height - Length::from_mm(UNPRINTABLE_MM);
        (1..=FOOTER_ROWS)
            .rev()
            .map(|rows| self.last_baseline() + self.leading * rows)
            .find(|baseline| *baseline <= greatest)
    }
}
