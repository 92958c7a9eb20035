//! A sheet: its size, its sides, what stands on them.
//!
//! Comes in: nothing; every part of this room speaks in these types. Goes out: the same. Never done
//! here: deciding where a page stands.

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
    /// The same standing on its shorter side.
    #[must_use]
    pub fn upright(self) -> Self {
        Self { width: self.width.min(self.height), height: self.width.max(self.height) }
    }

    /// The same lying on its longer side.
    #[must_use]
    pub fn lying(self) -> Self {
        Self { width: self.width.max(self.height), height: self.width.min(self.height) }
    }

    pub(super) fn scale(self, factor: f64) -> Self {
        if factor >= 1.0 {
            return self;
        }
        Self { width: self.width.scale(factor), height: self.height.scale(factor) }
    }

    pub(super) fn grown(self, by: Length) -> Self {
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
    /// The edge that stands upright where a sheet lies like this: the one that a book is turned at.
    #[must_use]
    pub fn upright(sheet: Size) -> Self {
        if sheet.width > sheet.height { Self::Short } else { Self::Long }
    }
}

/// One side of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Its sheet, counted from 0.
    pub sheet: usize,
    /// It is the back.
    pub back: bool,
    /// The pages on it, in reading order.
    pub pages: Vec<Placed>,
    /// Where to cut, where to fold.
    pub marks: Vec<Stroke>,
}

/// A page on a side. Lengths are from the upper left corner of the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// The page, by index.
    pub page: usize,
    /// Left edge of the page, turned or not.
    pub left: Length,
    /// Upper edge.
    pub top: Length,
    /// How large it is on the sheet.
    pub size: Size,
    /// How large that is against what it was set in.
    pub scale: f64,
    /// It stands on its head.
    pub turned: bool,
    /// The edges of what is seen of it: what creep pushes over the fold is not.
    pub visible: Sides<Length>,
}

impl Placed {
    /// Left, upper, right, lower edge of what is seen.
    pub(super) fn edges(&self) -> [Length; 4] {
        let Sides { top, right, bottom, left } = self.visible;
        [left, top, right, bottom]
    }
}

/// A stroke that is printed beside pages; it runs right or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// Where it begins.
    pub from: (Length, Length),
    /// Where it ends.
    pub to: (Length, Length),
    /// How thick it is.
    pub thickness: Length,
    /// It is dashed.
    pub dashed: bool,
}

impl Stroke {
    pub(super) fn is_upright_at(&self, x: Length, off: Length) -> bool {
        self.from.0 == self.to.0 && self.from.0 >= x - off && self.from.0 <= x + off
    }
}

impl Side {
    /// Turns the side about its middle.
    pub(super) fn turn(&mut self, sheet: Size) {
        let about = |(x, y): (Length, Length)| (sheet.width - x, sheet.height - y);
        for placed in &mut self.pages {
            let Sides { top, right, bottom, left } = placed.visible;
            let ((x, y), (to_x, to_y)) = (about((right, bottom)), about((left, top)));
            placed.visible = Sides { top: y, right: to_x, bottom: to_y, left: x };
            placed.left = sheet.width - placed.left - placed.size.width;
            placed.top = sheet.height - placed.top - placed.size.height;
            placed.turned = !placed.turned;
        }
        for stroke in &mut self.marks {
            (stroke.from, stroke.to) = (about(stroke.to), about(stroke.from));
        }
    }
}
