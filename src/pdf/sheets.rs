//! Sheets: the pages of the article on the sides of the file.

use lopdf::{Document, Object, ObjectId};

use super::access;
use super::content::{self, Content, ContentSource};
use super::ids::{PageId, PerSide, SideId};
use super::job::Job;
use super::number::{fixed, push_decimal};
use crate::impose::{ImposedPage, ImposedSheets, SheetSide, Stroke};
use crate::style::Paper;
use crate::unit::{Length, Sides};

/// Decimals of a scale: over a page of a metre the error is a tenth of a millimetre at most.
const SCALE: u32 = 4;
/// Lengths of the dashes of a fold mark and of the white between them, in points.
const DASHES: &[u8] = b"[3 2]0 d\n";
/// Production aids are artifacts of the page (ISO 32000-1, 14.8.2.2.2).
const PRODUCTION: &[u8] = b"/Artifact<</Type/Page>>BDC\n";

/// The label of a side, or of a run of sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SideLabel {
    /// Numbers, from this one on.
    From(u32),
    /// This name.
    Named(String),
}

/// A point of a side, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SidePoint {
    /// The side.
    pub(super) side: SideId,
    /// Distance from the left edge.
    pub(super) x: Length,
    /// Distance from the upper edge.
    pub(super) y: Length,
}

/// The sides of a job.
#[derive(Debug, Clone, Copy)]
pub(super) struct JobSides<'j> {
    imposition: Option<&'j ImposedSheets>,
    page: Paper,
    count: usize,
}

impl<'j> JobSides<'j> {
    /// Returns the sides of `job`.
    pub(super) fn of(job: &Job<'j>) -> Self {
        Self { imposition: job.imposition, page: job.paper, count: job.pages.len() }
    }

    /// Returns the size of a side.
    pub(super) fn size(&self) -> Paper {
        self.imposition
            .map_or(self.page, |it| Paper { width: it.sheet.width, height: it.sheet.height })
    }

    /// Returns the number of sides.
    pub(super) fn count(&self) -> usize {
        self.imposition.map_or(self.count, |it| it.sides.len())
    }

    /// Returns all sides in order.
    pub(super) fn sides(&self) -> Vec<SideId> {
        (0..self.count()).map(SideId::new).collect()
    }

    /// Returns an imposed side; none where each page is a side.
    fn imposed(&self, side: SideId) -> Option<&'j SheetSide> {
        let imposition = self.imposition?;
        Some(imposition.sides.get(side.index()).expect("sides are those of the imposition"))
    }

    /// Returns the pages on a side, in reading order.
    pub(super) fn pages_on(&self, side: SideId) -> Vec<PageId> {
        match self.imposed(side) {
            None => vec![PageId(side.index())],
            Some(side) => side.pages.iter().map(|placed| PageId(placed.page)).collect(),
        }
    }

    /// Returns the side of each page.
    pub(super) fn sides_of_pages(&self) -> Vec<SideId> {
        let mut sides: Vec<SideId> = (0..self.count).map(SideId::new).collect();
        for side in self.sides() {
            for PageId(page) in self.pages_on(side) {
                sides[page] = side;
            }
        }
        sides
    }

    /// Returns the point of a side at which a point of a page stands. Distances are from the left
    /// and the upper edge.
    pub(super) fn point(&self, page: PageId, x: Length, y: Length) -> SidePoint {
        let Some(imposition) = self.imposition else {
            return SidePoint { side: SideId::new(page.0), x, y };
        };
        let placed = imposition.find(page.0);
        let (side, placed) = placed.expect("an imposition places every page");
        let scaled = |length: Length| {
            if placed.scale < 1.0 { length.scale(placed.scale) } else { length }
        };
        let (x, y) = (scaled(x), scaled(y));
        let (x, y) = if placed.turned {
            (placed.size.width - x, placed.size.height - y)
        } else {
            (x, y)
        };
        SidePoint { side: SideId::new(side), x: placed.left + x, y: placed.top + y }
    }

    /// Returns the rectangle of a side at which a rectangle of a page stands. Edges are from the
    /// upper left corner.
    pub(super) fn rectangle(&self, page: PageId, edges: Sides<Length>) -> Sides<Length> {
        let one = self.point(page, edges.left, edges.top);
        let other = self.point(page, edges.right, edges.bottom);
        Sides {
            top: one.y.min(other.y),
            right: one.x.max(other.x),
            bottom: one.y.max(other.y),
            left: one.x.min(other.x),
        }
    }

    /// Returns the labels and the sides they begin at: the folio that begins a run of sides, or the
    /// folios of the pages of each.
    pub(super) fn labels(&self, job: &Job<'_>) -> Vec<(SideId, SideLabel)> {
        let folio = |page: PageId| job.page(page).number;
        let several =
            self.imposition.is_some_and(|it| it.sides.iter().any(|side| side.pages.len() != 1));
        if !several {
            return vec![(SideId::new(0), SideLabel::From(folio(PageId(0))))];
        }
        let named = |side| {
            let folios = self.pages_on(side).into_iter().map(|page| folio(page).to_string());
            (side, SideLabel::Named(folios.collect::<Vec<_>>().join(", ")))
        };
        self.sides().into_iter().map(named).collect()
    }

    /// Writes the content of a side: its pages at their places, then the marks.
    pub(super) fn content(
        &self,
        side: SideId,
        job: &Job<'_>,
        source: ContentSource<'_>,
    ) -> Vec<Content> {
        let Some(side) = self.imposed(side) else {
            return vec![content::page(job.page(PageId(side.index())), source, 0)];
        };
        let mut first = 0;
        let mut contents = Vec::with_capacity(side.pages.len() + 1);
        for placed in &side.pages {
            let page = job.page(PageId(placed.page));
            let Content { bytes, leaves } = content::page(page, source, first);
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
    fn place(&self, out: &mut Vec<u8>, placed: &ImposedPage) {
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
                for length in [point.x, height - point.y] {
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

    /// Sets the boxes of each side that is to be cut inside of it (ISO 32000-1, 14.11.2).
    pub(super) fn set_boxes(&self, document: &mut Document, pages: &PerSide<ObjectId>) {
        let Some([trim, bleed]) = self.imposition.and_then(|it| it.trim) else { return };
        let height = self.size().height;
        let edges = |it: Sides<Length>| {
            let lengths = [it.left, height - it.bottom, it.right, height - it.top];
            #[expect(clippy::cast_possible_truncation, reason = "lopdf keeps reals as f32")]
            let number =
                |length: Length| Object::Real((fixed(length.pt(), 2) as f64 / 100.0) as f32);
            lengths.map(number).to_vec()
        };
        for &page in pages.values() {
            let page = access::dictionary_mut(document, page);
            page.set("BleedBox", edges(bleed));
            page.set("TrimBox", edges(trim));
        }
    }
}
