//! Sheets: where each page stands in the file.
//!
//! Comes in: a [`Job`], imposed or not. Goes out: the sides that become pages of the file, and each
//! place and each rectangle of a page as that of its side. Never done here: deciding where a page
//! stands, which is `impose`'s.

use lopdf::{Document, Object, ObjectId};

use super::catalog::Label;
use super::content::{self, Content, Shop};
use super::finish::dict_mut;
use super::frames::{Frame, Frames};
use super::job::Job;
use super::links::{Link, Notes, Spot};
use super::number::{fixed, push_decimal};
use super::outline::Heading;
use crate::impose::{Imposition, Placed, Side, Stroke};
use crate::style::Paper;
use crate::unit::{Length, Sides};

/// Decimals of a scale: over a page of a metre the error is a tenth of a millimetre at most.
const SCALE: u32 = 4;
/// Lengths of the dashes of a fold mark and of the white between them, in points.
const DASHES: &[u8] = b"[3 2]0 d\n";
/// Production aids are artifacts of the page (ISO 32000-1, 14.8.2.2.2).
const PRODUCTION: &[u8] = b"/Artifact<</Type/Page>>BDC\n";

/// The sides of a job.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheets<'j> {
    imposition: Option<&'j Imposition>,
    page: Paper,
    count: usize,
}

impl<'j> Sheets<'j> {
    /// Those of `job`.
    pub(super) fn of(job: &Job<'j>) -> Self {
        Self { imposition: job.imposition, page: job.paper, count: job.pages.len() }
    }

    /// How large a side is.
    pub(super) fn size(&self) -> Paper {
        self.imposition
            .map_or(self.page, |it| Paper { width: it.sheet.width, height: it.sheet.height })
    }

    /// How many sides there are.
    pub(super) fn sides(&self) -> usize {
        self.imposition.map_or(self.count, |it| it.sides.len())
    }

    fn side(&self, index: usize) -> Option<&'j Side> {
        self.imposition?.sides.get(index)
    }

    /// The pages on a side, in reading order.
    pub(super) fn pages_on(&self, side: usize) -> Vec<usize> {
        match self.imposition {
            None => vec![side],
            Some(_) => self.side(side).map_or_else(Vec::new, |side| {
                side.pages.iter().map(|placed| placed.page).collect()
            }),
        }
    }

    /// The side of each page.
    pub(super) fn of_pages(&self) -> Vec<usize> {
        let mut sides: Vec<usize> = (0..self.count).collect();
        for side in 0..self.sides() {
            for page in self.pages_on(side) {
                if let Some(slot) = sides.get_mut(page) {
                    *slot = side;
                }
            }
        }
        sides
    }

    /// A point of a page, from its upper left corner, as one of its side.
    fn point(&self, page: usize, (x, y): (Length, Length)) -> (usize, (Length, Length)) {
        let Some((side, placed)) = self.imposition.and_then(|it| it.find(page)) else {
            return (page, (x, y));
        };
        let scaled = |length: Length| {
            if placed.scale < 1.0 { length.scale(placed.scale) } else { length }
        };
        let (x, y) = (scaled(x), scaled(y));
        let (x, y) = if placed.turned {
            (placed.size.width - x, placed.size.height - y)
        } else {
            (x, y)
        };
        (side, (placed.left + x, placed.top + y))
    }

    /// The links of a page, as they lie on its side.
    pub(super) fn links(&self, page: usize, links: &[Link]) -> Vec<Link> {
        let moved = |link: &Link| {
            let edges = [link.left, link.top, link.right, link.bottom];
            let [left, top, right, bottom] = self.rectangle(page, edges);
            Link { left, top, right, bottom, ..*link }
        };
        links.iter().map(moved).collect()
    }

    /// The figures, as they lie on sides.
    pub(super) fn frames(&self, mut frames: Frames) -> Frames {
        for (page, frame) in frames.values_mut() {
            *frame = self.rectangle(*page, *frame);
        }
        frames
    }

    /// A rectangle of a page, from its upper left corner, as one of its side.
    fn rectangle(&self, page: usize, [left, top, right, bottom]: Frame) -> Frame {
        let (_, (left, top)) = self.point(page, (left, top));
        let (_, (right, bottom)) = self.point(page, (right, bottom));
        [left.min(right), top.min(bottom), left.max(right), top.max(bottom)]
    }

    /// The notes, as they stand on sides.
    pub(super) fn notes(&self, notes: Notes) -> Notes {
        let moved = |spot: Spot| {
            let (page, (_, top)) = self.point(spot.page, (Length::ZERO, spot.top));
            Spot { page, top }
        };
        notes.into_iter().map(|(note, spot)| (note, moved(spot))).collect()
    }

    /// The headings, as they stand on sides.
    pub(super) fn headings(&self, mut headings: Vec<Heading>) -> Vec<Heading> {
        for heading in &mut headings {
            let (side, (_, top)) = self.point(heading.page, (Length::ZERO, heading.top));
            (heading.page, heading.top) = (side, top);
        }
        headings
    }

    /// What each side is called: the folio that begins a run of them, or the folios of its pages.
    pub(super) fn labels(&self, job: &Job<'_>) -> Vec<(usize, Label)> {
        let folio = |page: usize| job.pages.get(page).map_or(1, |page| page.number);
        let several =
            self.imposition.is_some_and(|it| it.sides.iter().any(|side| side.pages.len() != 1));
        if !several {
            return vec![(0, Label::From(folio(0)))];
        }
        let named = |side| {
            let folios = self.pages_on(side).into_iter().map(|page| folio(page).to_string());
            (side, Label::Named(folios.collect::<Vec<_>>().join(", ")))
        };
        (0..self.sides()).map(named).collect()
    }

    /// The content of a side: its pages brought to their places, then the marks.
    pub(super) fn content(&self, index: usize, job: &Job<'_>, shop: Shop<'_>) -> Vec<Content> {
        let pages = |page: usize, first: usize| {
            let page = job.pages.get(page)?;
            Some(content::page(page, shop, first))
        };
        let Some(side) = self.side(index) else {
            return pages(index, 0).into_iter().collect();
        };
        let mut first = 0;
        let mut contents = Vec::with_capacity(side.pages.len() + 1);
        for placed in &side.pages {
            let Some(Content { bytes, leaves }) = pages(placed.page, first) else { continue };
            first += leaves.len();
            let mut out = Vec::with_capacity(bytes.len() + 100);
            self.place(&mut out, placed);
            out.extend_from_slice(&bytes);
            out.extend_from_slice(b"Q\n");
            contents.push(Content { bytes: out, leaves });
        }
        if !side.marks.is_empty() {
            let bytes = self.marks(&side.marks);
            contents.push(Content { bytes, leaves: Vec::new() });
        }
        contents
    }

    /// Opens the place of a page: nothing is seen outside of it, and its lower left corner is the
    /// origin (ISO 32000-1, 8.3.4).
    fn place(&self, out: &mut Vec<u8>, placed: &Placed) {
        let height = self.size().height;
        let mut push = |length: Length| {
            push_decimal(out, fixed(length.pt(), 2), 2);
            out.push(b' ');
        };
        let Sides { top, right, bottom, left } = placed.visible;
        // The clip first, in the sheet's own measure.
        push(left);
        push(height - bottom);
        push(right - left);
        push(bottom - top);
        let clip = std::mem::take(out);
        out.extend_from_slice(b"q ");
        out.extend_from_slice(&clip);
        out.extend_from_slice(b"re W n\n");
        let sign = if placed.turned { -1 } else { 1 };
        let scale = fixed(placed.scale, 4) * sign;
        let (x, y) = if placed.turned {
            (placed.left + placed.size.width, height - placed.top)
        } else {
            (placed.left, height - placed.top - placed.size.height)
        };
        push_decimal(out, scale, SCALE);
        out.extend_from_slice(b" 0 0 ");
        push_decimal(out, scale, SCALE);
        for length in [x, y] {
            out.push(b' ');
            push_decimal(out, fixed(length.pt(), 2), 2);
        }
        out.extend_from_slice(b" cm\n");
    }

    fn marks(&self, strokes: &[Stroke]) -> Vec<u8> {
        let height = self.size().height;
        let mut out = [b"q ", PRODUCTION].concat();
        for stroke in strokes {
            if stroke.dashed {
                out.extend_from_slice(DASHES);
            }
            push_decimal(&mut out, fixed(stroke.thickness.pt(), 2), 2);
            out.extend_from_slice(b" w ");
            for (point, operator) in [(stroke.from, "m "), (stroke.to, "l S\n")] {
                for length in [point.0, height - point.1] {
                    push_decimal(&mut out, fixed(length.pt(), 2), 2);
                    out.push(b' ');
                }
                out.extend_from_slice(operator.as_bytes());
            }
            if stroke.dashed {
                out.extend_from_slice(b"[]0 d\n");
            }
        }
        out.extend_from_slice(b"EMC Q\n");
        out
    }

    /// Says on each page of the file where it is cut, where that is inside it (ISO 32000-1,
    /// 14.11.2).
    pub(super) fn boxes(&self, document: &mut Document, pages: &[ObjectId]) {
        let Some([trim, bleed]) = self.imposition.and_then(|it| it.trim) else { return };
        let height = self.size().height;
        let edges = |it: Sides<Length>| {
            let lengths = [it.left, height - it.bottom, it.right, height - it.top];
            #[expect(clippy::cast_possible_truncation, reason = "lopdf keeps reals as f32")]
            let number =
                |length: Length| Object::Real((fixed(length.pt(), 2) as f64 / 100.0) as f32);
            lengths.map(number).to_vec()
        };
        for &page in pages {
            if let Some(page) = dict_mut(document, page) {
                page.set("BleedBox", edges(bleed));
                page.set("TrimBox", edges(trim));
            }
        }
    }
}
