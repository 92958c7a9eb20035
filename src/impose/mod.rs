//! Imposition: pages on sheets, in order after folding or cutting.
//!
//! The stage takes the number and size of pages and an [`Imposition`]. It gives [`ImposedSheets`]:
//! the place of each page, and the marks. It must never depend on text, fonts or PDF.
//! `docs/printing.md` describes the schemes with their tables.

mod grid;
mod marks;
#[doc(hidden)]
pub mod page_order;
mod sheet;

pub use sheet::{Edge, Size};
#[doc(hidden)]
pub use sheet::{ImposedPage, SheetPoint, SheetSide, Stroke};

use crate::unit::{Length, Sides};
use grid::{GridLayout, SheetGrid};
use page_order::{SheetPages, order_cut_and_stacked, order_folded, order_side_by_side};

/// Greatest number of pages in a signature: more sheets than 16 fold badly.
pub const LONGEST_SIGNATURE: u32 = 64;

/// Arrangement of pages on sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// One page on each side.
    Single,
    /// Sheets folded once, nested and stapled through the fold.
    Booklet,
    /// The same in signatures of at most this many pages, to be gathered and sewn.
    Signatures(u32),
    /// This many pages on a side, smaller, in reading order.
    Beside(u32),
    /// This many pages on a side in their size, to be cut and the piles stacked.
    Stacked(u32),
}

/// Options of imposition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imposition {
    /// Arrangement of pages on sheets.
    pub scheme: Scheme,
    /// Paper in the printer.
    pub paper: Size,
    /// Size of a page after cutting; if none, it follows from the scheme and the paper.
    pub trim: Option<Size>,
    /// True if sheets are printed on both sides; folded ones always are.
    pub both_sides: bool,
    /// Edge at which the printer turns a sheet; if none, the vertical one.
    pub flip: Option<Edge>,
    /// Thickness of the paper, from which creep is computed; zero for no correction.
    pub thickness: Length,
    /// True if crop and fold marks are printed.
    pub marks: bool,
    /// Extent of print beyond the trimmed page.
    pub bleed: Length,
}

impl Imposition {
    /// Returns the options for `scheme` on `paper`, without marks and bleed.
    #[must_use]
    pub fn new(scheme: Scheme, paper: Size) -> Self {
        Self {
            scheme,
            paper,
            trim: None,
            both_sides: false,
            flip: None,
            thickness: Length::ZERO,
            marks: false,
            bleed: Length::ZERO,
        }
    }

    /// Returns whether sheets are folded, so that pages face each other.
    #[must_use]
    pub fn is_folded(&self) -> bool {
        matches!(self.scheme, Scheme::Booklet | Scheme::Signatures(_))
    }

    /// Returns the size in which pages are to be set.
    #[must_use]
    pub fn page(&self) -> Size {
        let lying = self.paper.lying();
        match (self.trim, self.scheme) {
            (Some(trim), _) => trim,
            (None, Scheme::Single | Scheme::Beside(_)) => self.paper,
            (None, Scheme::Booklet | Scheme::Signatures(_)) => {
                Size { width: lying.width / 2, height: lying.height }
            }
            (None, Scheme::Stacked(places)) => {
                let (sheet, layout) = self.cut_layout(places);
                layout.divide(sheet)
            }
        }
    }

    /// Returns the orientation of paper that is cut into `places` pieces, and their layout: halved
    /// repeatedly across its longer side, so that the pieces keep the shape of A sizes.
    fn cut_layout(&self, places: u32) -> (Size, GridLayout) {
        let (sheet, columns, rows) = match places {
            0 | 1 => (self.paper.upright(), 1, 1),
            2 => (self.paper.lying(), 2, 1),
            4 => (self.paper.upright(), 2, 2),
            8 => (self.paper.lying(), 4, 2),
            places => (self.paper.lying(), places.div_ceil(2), 2),
        };
        (sheet, GridLayout { columns, rows })
    }

    /// Returns the pages of each sheet, in order.
    fn order_pages(&self, count: usize, layout: GridLayout) -> Vec<SheetPages> {
        let both = self.both_sides;
        match self.scheme {
            Scheme::Booklet => order_folded(count, None),
            Scheme::Signatures(pages) => order_folded(count, Some(pages as usize / 4)),
            Scheme::Single | Scheme::Beside(_) => {
                order_side_by_side(count, layout.places(), both)
            }
            Scheme::Stacked(_) => {
                let GridLayout { columns, rows } = layout;
                order_cut_and_stacked(count, columns as usize, rows as usize, both)
            }
        }
    }

    fn grid(&self) -> SheetGrid {
        // If the page takes its size from the paper, marks make the sheet larger than the paper.
        let margin = if self.marks && self.trim.is_none() {
            marks::margin_for_marks(self.bleed)
        } else {
            Length::ZERO
        };
        let page = self.page();
        match self.scheme {
            Scheme::Single => {
                let lies = page.width > page.height;
                let sheet = if lies { self.paper.lying() } else { self.paper.upright() };
                let layout = GridLayout { columns: 1, rows: 1 };
                let sheet = sheet.enlarge(margin);
                SheetGrid::with_gap(sheet, page, layout, Length::ZERO, margin)
            }
            Scheme::Booklet | Scheme::Signatures(_) => {
                let layout = GridLayout { columns: 2, rows: 1 };
                let sheet = self.paper.lying().enlarge(margin);
                SheetGrid::with_gap(sheet, page, layout, Length::ZERO, margin)
            }
            Scheme::Beside(places) => {
                let sheet = self.paper.enlarge(margin);
                SheetGrid::with_largest_pages(sheet, page, places.max(1), margin)
            }
            Scheme::Stacked(places) => {
                let (sheet, layout) = self.cut_layout(places);
                let mut sheet = sheet.enlarge(margin);
                // A page that is cut off must not bleed into its neighbour.
                let gap = self.bleed * 2;
                if self.trim.is_none() {
                    sheet.width += gap * (i64::from(layout.columns) - 1);
                    sheet.height += gap * (i64::from(layout.rows) - 1);
                }
                SheetGrid::with_gap(sheet, page, layout, gap, margin)
            }
        }
    }

    /// Imposes `count` pages.
    #[must_use]
    pub fn impose(&self, count: usize) -> ImposedSheets {
        let grid = self.grid();
        let all = self.order_pages(count, grid.layout);
        let upright = Edge::upright(grid.sheet);
        let both_sides = all.iter().any(|sheet| sheet.back.is_some());
        let flip = both_sides.then(|| self.flip.unwrap_or(upright));
        let upside_down = flip.is_some_and(|flip| flip != upright);
        let mut sides = Vec::with_capacity(all.len() * 2);
        for (number, sheet) in all.iter().enumerate() {
            sides.push(self.impose_side(&grid, number, sheet, &sheet.front, false));
            if let Some(pages) = &sheet.back {
                let mut back = self.impose_side(&grid, number, sheet, pages, true);
                if upside_down {
                    back.turn(grid.sheet);
                }
                sides.push(back);
            }
        }
        if !self.is_folded() {
            // A blank side at the end is not printed.
            sides.pop_if(|side| side.back && side.pages.is_empty());
        }
        let places = all.len() * grid.layout.places() * if both_sides { 2 } else { 1 };
        ImposedSheets {
            sheet: grid.sheet,
            sides,
            sheets: all.len(),
            signatures: all.last().map_or(0, |sheet| sheet.signature + 1),
            count,
            blanks: places.saturating_sub(count),
            scale: grid.scale,
            flip,
            trim: (self.scheme == Scheme::Single && self.marks).then(|| self.page_boxes(&grid)),
            imposition: self.clone(),
        }
    }

    /// Returns the trim box and the bleed box of a page on a sheet of its own.
    fn page_boxes(&self, grid: &SheetGrid) -> [Sides<Length>; 2] {
        let SheetPoint { x: left, y: top } = grid.corner(0);
        let edges = |off: Length| Sides {
            top: (top - off).max(Length::ZERO),
            right: (left + grid.page.width + off).min(grid.sheet.width),
            bottom: (top + grid.page.height + off).min(grid.sheet.height),
            left: (left - off).max(Length::ZERO),
        };
        [edges(Length::ZERO), edges(self.bleed)]
    }

    /// Places the pages of one side, with its marks.
    fn impose_side(
        &self,
        grid: &SheetGrid,
        number: usize,
        sheet: &SheetPages,
        page_indices: &[Option<usize>],
        back: bool,
    ) -> SheetSide {
        let is_folded = self.is_folded();
        let depth = i64::try_from(sheet.depth).expect("sheets fit in memory");
        // Creep: the sheets around an inner one push it outwards, so its pages move to the fold.
        let creep = if is_folded { self.thickness * depth } else { Length::ZERO };
        let fold = grid.sheet.width / 2;
        let mut pages = Vec::with_capacity(page_indices.len());
        let mut blanks = Vec::new();
        for (place, index) in page_indices.iter().enumerate() {
            let SheetPoint { x: left, y: top } = grid.corner(place);
            let (left, from, to) = match (is_folded, place) {
                (false, _) => (left, left, left + grid.page.width),
                (true, 0) => (left + creep, left + creep, fold),
                (true, _) => (left - creep, fold, left - creep + grid.page.width),
            };
            let page = |page: usize| ImposedPage {
                page,
                left,
                top,
                size: grid.page,
                scale: grid.scale,
                turned: false,
                visible: Sides { top, right: to, bottom: top + grid.page.height, left: from },
            };
            match *index {
                Some(index) => pages.push(page(index)),
                None => blanks.push(page(0)),
            }
        }
        pages.sort_by_key(|page| page.page);
        let mut strokes = Vec::new();
        if self.marks {
            // Blanks are cut like any other page.
            let all: Vec<ImposedPage> = pages.iter().chain(&blanks).copied().collect();
            strokes = marks::crop_marks(&all, grid.sheet, self.bleed);
            if is_folded {
                // The corners at the fold are not cut.
                strokes.retain(|stroke| !stroke.is_vertical_near(fold, creep));
                strokes.extend(marks::fold_marks(grid, self.bleed));
            }
        }
        let is_outermost = sheet.depth == 0 && !back;
        if is_outermost && matches!(self.scheme, Scheme::Signatures(_)) {
            strokes.push(marks::collating_mark(grid, sheet.signature));
        }
        SheetSide { sheet: number, back, pages, marks: strokes }
    }
}

/// Pages on sheets.
#[derive(Debug, Clone, PartialEq)]
#[doc(hidden)]
pub struct ImposedSheets {
    /// Size of a sheet in its orientation.
    pub sheet: Size,
    /// The sides in the order in which they are printed: front, back, front, back.
    pub sides: Vec<SheetSide>,
    /// Number of sheets of paper.
    pub sheets: usize,
    /// Number of signatures; 1 if all sheets form one, or if nothing is folded.
    pub signatures: usize,
    /// Number of pages.
    pub count: usize,
    /// Number of blank places.
    pub blanks: usize,
    /// Size of pages as a multiple of the size they were set in.
    pub scale: f64,
    /// Edge at which sheets are turned; none if they are printed on one side.
    pub flip: Option<Edge>,
    /// Trim box and bleed box of single pages with marks, from the upper left corner of the sheet.
    pub trim: Option<[Sides<Length>; 2]>,
    imposition: Imposition,
}

impl ImposedSheets {
    /// Returns the index of the side on which a page stands, and its place there.
    #[must_use]
    pub fn find(&self, page: usize) -> Option<(usize, &ImposedPage)> {
        self.sides.iter().enumerate().find_map(|(index, side)| {
            side.pages.iter().find(|placed| placed.page == page).map(|placed| (index, placed))
        })
    }

    /// Returns the summary for the user: `8 pages, 2 sheets, flip on the short edge`.
    #[must_use]
    pub fn summary(&self) -> String {
        let count = |number: usize, noun: &str| {
            format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
        };
        let mut sheets = count(self.sheets, "sheet");
        if self.sheet.upright() != self.imposition.paper.upright() {
            let Size { width, height } = self.sheet;
            sheets.push_str(&format!(" of {:.0} x {:.0} mm", width.mm(), height.mm()));
        }
        let mut parts = vec![count(self.count, "page"), sheets];
        if self.signatures > 1 {
            parts.push(count(self.signatures, "signature"));
        }
        if self.blanks > 0 && self.imposition.is_folded() {
            let last = if self.blanks == 1 { "the last page" } else { "at the end" };
            parts.push(format!("{} blank ({last})", self.blanks));
        }
        if self.scale < 1.0 {
            parts.push(format!("pages at {:.0} %", self.scale * 100.0));
        }
        let flip = match self.flip {
            Some(Edge::Long) => "flip on the long edge",
            Some(Edge::Short) => "flip on the short edge",
            None => "printed on one side",
        };
        parts.push(flip.to_owned());
        parts.join(", ")
    }
}
