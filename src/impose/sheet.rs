//! A sheet: its size, its sides, the pages and marks on them.

use crate::unit::{Length, Sides};

/// Width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
}

impl Size {
    /// Returns the same size in portrait orientation.
    #[must_use]
    pub fn upright(self) -> Self {
        Self { width: self.width.min(self.height), height: self.width.max(self.height) }
    }

    /// Returns the same size in landscape orientation.
    #[must_use]
    pub fn lying(self) -> Self {
        Self { width: self.width.max(self.height), height: self.width.min(self.height) }
    }

    pub(super) fn scale_down(self, factor: f64) -> Self {
        if factor >= 1.0 {
            return self;
        }
        Self { width: self.width.scale(factor), height: self.height.scale(factor) }
    }

    pub(super) fn enlarge(self, by: Length) -> Self {
        Self { width: self.width + by * 2, height: self.height + by * 2 }
    }
}

/// An edge of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The longer one.
    Long,
    /// The shorter one.
    Short,
}

impl Edge {
    /// Returns the vertical edge of a sheet of this orientation: the one at which a book is turned.
    #[must_use]
    pub fn upright(sheet: Size) -> Self {
        if sheet.width > sheet.height { Self::Short } else { Self::Long }
    }
}

/// One side of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetSide {
    /// Its sheet, counted from 0.
    pub sheet: usize,
    /// True for the back.
    pub back: bool,
    /// The pages on it, in reading order.
    pub pages: Vec<ImposedPage>,
    /// Crop, fold and collating marks.
    pub marks: Vec<Stroke>,
}

/// A page on a side. Lengths are from the upper left corner of the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImposedPage {
    /// Index of the page.
    pub page: usize,
    /// Left edge of the page, turned or not.
    pub left: Length,
    /// Upper edge.
    pub top: Length,
    /// Its size on the sheet.
    pub size: Size,
    /// That size as a multiple of the size it was set in.
    pub scale: f64,
    /// True if it is upside down.
    pub turned: bool,
    /// Edges of its visible part, without what creep pushes over the fold.
    pub visible: Sides<Length>,
}

/// A position on a sheet, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetPoint {
    /// Distance from the left edge.
    pub x: Length,
    /// Distance from the upper edge.
    pub y: Length,
}

impl SheetPoint {
    pub(super) const fn new(x: Length, y: Length) -> Self {
        Self { x, y }
    }
}

/// A horizontal or vertical stroke beside pages, from left to right or from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// Its beginning.
    pub from: SheetPoint,
    /// Its end.
    pub to: SheetPoint,
    /// Its thickness.
    pub thickness: Length,
    /// True if it is dashed.
    pub dashed: bool,
}

impl SheetSide {
    /// Turns the side by 180 degrees about its middle.
    pub(super) fn turn(&mut self, sheet: Size) {
        for page in &mut self.pages {
            let Sides { top, right, bottom, left } = page.visible;
            page.visible = Sides {
                top: sheet.height - bottom,
                right: sheet.width - left,
                bottom: sheet.height - top,
                left: sheet.width - right,
            };
            page.left = sheet.width - page.left - page.size.width;
            page.top = sheet.height - page.top - page.size.height;
            page.turned = !page.turned;
        }
        let turned = |it: SheetPoint| SheetPoint::new(sheet.width - it.x, sheet.height - it.y);
        for stroke in &mut self.marks {
            (stroke.from, stroke.to) = (turned(stroke.to), turned(stroke.from));
        }
    }
}
