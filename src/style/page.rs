//! Geometry of the page, measured from the upper left corner of the paper.

use super::Style;
use crate::unit::Length;

/// Distance of a baseline below the middle of its row, in ems of the type size: a little more than
/// half the height of a capital, so that the type looks centred in the row.
const BASELINE_BELOW_MIDDLE: f64 = 0.27;

/// Rows from the baseline of the running head to the first of the text; one of them is blank.
const HEADLINE_ROWS: i64 = 2;

/// Rows from the last baseline of the text to that of the footer. Two of them are blank, so that the
/// folio is separate and the text block looks higher.
const FOOTER_ROWS: i64 = 3;

/// Unprintable edge of office printers, in millimetres; that of most is at least 4.2 mm.
const UNPRINTABLE_MM: f64 = 5.0;

/// Height of letters above the baseline, in ems: the ascenders of most text faces.
const ASCENT: f64 = 0.75;

impl Style {
    /// Returns the width of the text block.
    #[must_use]
    pub fn measure(&self) -> Length {
        self.paper.width - self.margin.left - self.margin.right
    }

    /// Returns the space between two columns.
    #[must_use]
    pub fn gutter(&self) -> Length {
        self.font_size.scale(super::GUTTER)
    }

    /// Returns the width of a column, which is that of the text block if there is only one.
    #[must_use]
    pub fn column(&self) -> Length {
        let columns = i64::from(self.columns.max(1));
        (self.measure() - self.gutter() * (columns - 1)) / columns
    }

    /// Returns the left edge of a column, counted from 0, on the page with this folio.
    #[must_use]
    pub fn column_left(&self, folio: u32, column: u32) -> Length {
        self.left(folio) + (self.column() + self.gutter()) * i64::from(column)
    }

    /// Returns the rows of the baseline grid on a page; at least 1 in a checked style.
    #[must_use]
    pub fn rows(&self) -> u32 {
        let depth = self.paper.height - self.margin.top - self.margin.bottom;
        // An unchecked style, which `fit` tries, can have any leading and margins.
        let rows = depth.sp() / self.leading.sp().max(1);
        u32::try_from(rows.max(0)).unwrap_or(u32::MAX)
    }

    /// Returns the depth of the text block, a whole number of leadings.
    #[must_use]
    pub fn depth(&self) -> Length {
        self.leading * i64::from(self.rows())
    }

    /// Returns the baseline of a row, counted from 0; the same on every page.
    #[must_use]
    pub fn baseline(&self, row: u32) -> Length {
        let in_row = self.leading / 2 + self.font_size.scale(BASELINE_BELOW_MIDDLE);
        self.margin.top + self.leading * i64::from(row) + in_row
    }

    /// Returns the baseline of the last row.
    #[must_use]
    pub fn last_baseline(&self) -> Length {
        self.baseline(self.rows().saturating_sub(1))
    }

    /// Returns whether the page with this folio is a verso, the left one of two facing pages.
    #[must_use]
    pub fn is_verso(&self, folio: u32) -> bool {
        self.duplex && folio.is_multiple_of(2)
    }

    /// Returns the left edge of the text block on the page with this folio.
    #[must_use]
    pub fn left(&self, folio: u32) -> Length {
        if self.is_verso(folio) { self.margin.right } else { self.margin.left }
    }

    /// Returns the baseline of the running head; `None` if the head margin has no space for it.
    #[must_use]
    pub fn headline_baseline(&self) -> Option<Length> {
        let least = Length::from_mm(UNPRINTABLE_MM) + self.font_size.scale(ASCENT);
        (1..=HEADLINE_ROWS)
            .rev()
            .map(|rows| self.baseline(0) - self.leading * rows)
            .find(|baseline| *baseline >= least)
    }

    /// Returns the baseline of the footer; `None` if the foot margin has no space for it.
    #[must_use]
    pub fn footer_baseline(&self) -> Option<Length> {
        let greatest = self.paper.height - Length::from_mm(UNPRINTABLE_MM);
        (1..=FOOTER_ROWS)
            .rev()
            .map(|rows| self.last_baseline() + self.leading * rows)
            .find(|baseline| *baseline <= greatest)
    }
}
