//! ImposedSheets: pages on sheets, in order when folded or cut.
//!
//! Comes in: how many pages there are, their size, the paper, a [`Scheme`]. Goes out: an
//! [`ImposedSheets`]: which page stands where on which side, and the marks. Never done here: text,
//! fonts, PDF. `docs/printing.md` has the schemes with their tables.

mod grid;
mod marks;
#[doc(hidden)]
pub mod order;
mod sheet;

pub use sheet::{Edge, Size};
#[doc(hidden)]
pub use sheet::{Placed, Side, Stroke};

use crate::unit::{Length, Sides};
use grid::Grid;
use order::Leaf;

/// The most pages in a signature: more sheets than 16 fold badly.
pub const LONGEST_SIGNATURE: u32 = 64;

/// How pages come upon sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// One on each side.
    Single,
    /// Sheets folded once, laid into each other and stapled through the fold.
    Booklet,
    /// The same in signatures of at most so many pages, to be gathered and sewn.
    Signatures(u32),
    /// So many on a side, smaller, in reading order.
    Beside(u32),
    /// So many on a side as large as they are, to be cut and the piles laid upon each other.
    Stacked(u32),
}

/// What is to be imposed, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imposition {
    /// How pages come upon sheets.
    pub scheme: Scheme,
    /// The paper in the printer.
    pub paper: Size,
    /// The page after cutting; without, what the scheme makes of the paper.
    pub trim: Option<Size>,
    /// Sheets are printed on both sides; folded ones always are.
    pub both_sides: bool,
    /// The edge at which the printer turns a sheet; the upright one without.
    pub flip: Option<Edge>,
    /// Thickness of the paper, by which inner sheets of a fold stand out; zero lets them.
    pub thickness: Length,
    /// Marks are printed that tell where to cut and to fold.
    pub marks: bool,
    /// How far print may reach beyond the page where it is cut.
    pub bleed: Length,
}

impl Imposition {
    /// Pages as they are, on this paper.
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

    /// Whether sheets are folded, so that pages face each other.
    #[must_use]
    pub fn is_folded(&self) -> bool {
        matches!(self.scheme, Scheme::Booklet | Scheme::Signatures(_))
    }

    /// The size that pages are to be set in.
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
                let (sheet, columns, rows) = self.cut(places);
                Size { width: sheet.width / columns, height: sheet.height / rows }
            }
        }
    }

    /// How paper lies that is cut into so many pieces, and the columns and rows of them: halved
    /// again and again across its longer side, so that the pieces keep the shape of A sizes.
    fn cut(&self, places: u32) -> (Size, i64, i64) {
        match places {
            0 | 1 => (self.paper.upright(), 1, 1),
            2 => (self.paper.lying(), 2, 1),
            4 => (self.paper.upright(), 2, 2),
            8 => (self.paper.lying(), 4, 2),
            places => (self.paper.lying(), i64::from(places.div_ceil(2)), 2),
        }
    }

    /// The leaves in order.
    fn leaves(&self, count: usize, grid: &Grid) -> Vec<Leaf> {
        let places = grid.columns * grid.rows;
        match self.scheme {
            Scheme::Booklet => order::folded(count, None),
            Scheme::Signatures(pages) => {
                let sheets = usize::try_from(pages / 4).unwrap_or(1);
                order::folded(count, Some(sheets.max(1)))
            }
            Scheme::Single | Scheme::Beside(_) => {
                order::side_by_side(count, places, self.both_sides)
            }
            Scheme::Stacked(_) => {
                order::cut_and_stacked(count, (grid.columns, grid.rows), self.both_sides)
            }
        }
    }

    fn grid(&self) -> Grid {
        // Where the page is what the paper makes it, marks make the sheet larger than the paper.
        let white = if self.marks && self.trim.is_none() {
            marks::room(self.bleed)
        } else {
            Length::ZERO
        };
        let sides = Sides { top: white, right: white, bottom: white, left: white };
        let page = self.page();
        // What is cut apart must not bleed into its neighbour.
        let gap = self.bleed * 2;
        match self.scheme {
            Scheme::Single => {
                let lies = page.width > page.height;
                let sheet = if lies { self.paper.lying() } else { self.paper.upright() };
                let none = (Length::ZERO, Length::ZERO);
                Grid::together(sheet.grown(white), page, (1, 1), (none, sides))
            }
            Scheme::Booklet | Scheme::Signatures(_) => {
                let sheet = self.paper.lying().grown(white);
                let none = (Length::ZERO, Length::ZERO);
                Grid::together(sheet, page, (2, 1), (none, sides))
            }
            Scheme::Beside(places) => {
                Grid::largest(self.paper.grown(white), page, places.max(1) as usize, white)
            }
            Scheme::Stacked(places) => {
                let (sheet, columns, rows) = self.cut(places);
                let mut sheet = sheet.grown(white);
                if self.trim.is_none() {
                    sheet.width += gap * (columns - 1);
                    sheet.height += gap * (rows - 1);
                }
                let layout = (usize::try_from(columns), usize::try_from(rows));
                let layout = (layout.0.unwrap_or(1), layout.1.unwrap_or(1));
                Grid::together(sheet, page, layout, ((gap, gap), sides))
            }
        }
    }

    /// Imposes so many pages.
    #[must_use]
    pub fn impose(&self, count: usize) -> ImposedSheets {
        let grid = self.grid();
        let leaves = self.leaves(count, &grid);
        let upright = Edge::upright(grid.sheet);
        let both_sides = leaves.iter().any(|leaf| leaf.back.is_some());
        let flip = both_sides.then(|| self.flip.unwrap_or(upright));
        let upside_down = flip.is_some_and(|flip| flip != upright);
        let mut sides = Vec::with_capacity(leaves.len() * 2);
        for (sheet, leaf) in leaves.iter().enumerate() {
            let fronts = std::iter::once((false, Some(&leaf.front)));
            let all = fronts.chain(std::iter::once((true, leaf.back.as_ref())));
            for (back, places) in all.filter_map(|(back, places)| Some((back, places?))) {
                let mut side = self.side(&grid, leaf, places, back);
                side.sheet = sheet;
                if back && upside_down {
                    side.turn(grid.sheet);
                }
                sides.push(side);
            }
        }
        let last = sides.last().is_some_and(|side| side.back && side.pages.is_empty());
        if last && !self.is_folded() {
            // Nothing is printed there, and nobody needs a blank page at the end.
            sides.pop();
        }
        let places = leaves.len() * grid.columns * grid.rows * if both_sides { 2 } else { 1 };
        ImposedSheets {
            sheet: grid.sheet,
            sides,
            sheets: leaves.len(),
            signatures: leaves.last().map_or(0, |leaf| leaf.signature + 1),
            count,
            blanks: places.saturating_sub(count),
            scale: grid.scale,
            flip,
            trim: (self.scheme == Scheme::Single && self.marks).then(|| self.trimmed(&grid)),
            wishes: self.clone(),
        }
    }

    /// The page on a sheet of its own: the box it is cut to, and that which print may fill.
    fn trimmed(&self, grid: &Grid) -> [Sides<Length>; 2] {
        let (left, top) = grid.corner(0);
        let edges = |off: Length| Sides {
            top: (top - off).max(Length::ZERO),
            right: (left + grid.page.width + off).min(grid.sheet.width),
            bottom: (top + grid.page.height + off).min(grid.sheet.height),
            left: (left - off).max(Length::ZERO),
        };
        [edges(Length::ZERO), edges(self.bleed)]
    }

    fn side(&self, grid: &Grid, leaf: &Leaf, places: &[Option<usize>], back: bool) -> Side {
        let folded = self.is_folded();
        let depth = i64::try_from(leaf.depth).unwrap_or(0);
        // An inner sheet stands out by the sheets around it: its pages go that much to the fold.
        let creep = if folded { self.thickness * depth } else { Length::ZERO };
        let fold = grid.sheet.width / 2;
        let mut pages = Vec::with_capacity(places.len());
        let mut blanks = Vec::new();
        for (place, page) in places.iter().enumerate() {
            let (left, top) = grid.corner(place);
            let on_left = place == 0;
            let (left, from, to) = match (folded, on_left) {
                (false, _) => (left, left, left + grid.page.width),
                (true, true) => (left + creep, left + creep, fold),
                (true, false) => (left - creep, fold, left - creep + grid.page.width),
            };
            let placed = Placed {
                page: page.unwrap_or_default(),
                left,
                top,
                size: grid.page,
                scale: grid.scale,
                turned: false,
                visible: Sides { top, right: to, bottom: top + grid.page.height, left: from },
            };
            if page.is_some() { pages.push(placed) } else { blanks.push(placed) }
        }
        pages.sort_by_key(|placed| placed.page);
        let mut strokes = Vec::new();
        if self.marks {
            // Blanks are cut like any other page.
            let all: Vec<Placed> = pages.iter().chain(&blanks).copied().collect();
            strokes = marks::crop(&all, grid.sheet, self.bleed);
            if folded {
                // The corners at the fold are not cut.
                strokes.retain(|stroke| !stroke.is_upright_at(fold, creep));
                strokes.extend(marks::fold(grid, self.bleed));
            }
        }
        let outermost = folded && leaf.depth == 0 && !back;
        if outermost && matches!(self.scheme, Scheme::Signatures(_)) {
            strokes.push(marks::collating(grid, leaf.signature));
        }
        Side { sheet: 0, back, pages, marks: strokes }
    }
}

/// Pages on sheets.
#[derive(Debug, Clone, PartialEq)]
#[doc(hidden)]
pub struct ImposedSheets {
    /// The sheet as it lies.
    pub sheet: Size,
    /// The sides in the order in which they are printed: front, back, front, back.
    pub sides: Vec<Side>,
    /// How many sheets of paper it takes.
    pub sheets: usize,
    /// How many signatures; 1 where all sheets are one, or where nothing is folded.
    pub signatures: usize,
    /// How many pages there are.
    pub count: usize,
    /// How many places stay blank.
    pub blanks: usize,
    /// How large pages are against what they were set in; 1 where they are as set.
    pub scale: f64,
    /// The edge at which sheets are turned; none where they are printed on one side.
    pub flip: Option<Edge>,
    /// For single pages with marks: edges of the page, and of what print may fill, from the upper
    /// left corner of the sheet.
    pub trim: Option<[Sides<Length>; 2]>,
    wishes: Imposition,
}

impl ImposedSheets {
    /// The side on which a page stands, and its place there, by index.
    #[must_use]
    pub fn find(&self, page: usize) -> Option<(usize, &Placed)> {
        self.sides.iter().enumerate().find_map(|(index, side)| {
            side.pages.iter().find(|placed| placed.page == page).map(|placed| (index, placed))
        })
    }

    /// What the person is told: `8 pages, 2 sheets, flip on the short edge`.
    #[must_use]
    pub fn summary(&self) -> String {
        let count = |number: usize, noun: &str| {
            format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
        };
        let mut parts = vec![count(self.count, "page"), count(self.sheets, "sheet")];
        if self.sheet.upright() != self.wishes.paper.upright() {
            let Size { width, height } = self.sheet;
            let last = parts.pop().unwrap_or_default();
            parts.push(format!("{last} of {:.0} x {:.0} mm", width.mm(), height.mm()));
        }
        if self.signatures > 1 {
            parts.push(count(self.signatures, "signature"));
        }
        if self.blanks > 0 && self.wishes.is_folded() {
            let last = if self.blanks == 1 { "the last page" } else { "at the end" };
            parts.push(format!("{} blank ({last})", self.blanks));
        }
        if self.scale < 1.0 {
            parts.push(format!("pages at {:.0} %", self.scale * 100.0));
        }
        match self.flip {
            Some(Edge::Long) => parts.push("flip on the long edge".to_owned()),
            Some(Edge::Short) => parts.push("flip on the short edge".to_owned()),
            None => parts.push("printed on one side".to_owned()),
        }
        parts.join(", ")
    }
}
