//! Links as objects: the annotations of pages.

use super::ids::PerSide;
use super::job::Job;
use super::links::{self, Destinations, LinkArea, LinkTarget};
use super::number::{fixed, integer, push_decimal, push_integer};
use super::object::{ObjectBytes, push_string, push_text};
use crate::unit::{Length, Sides};

/// Decimals of an edge: a thousandth of a point, as far as a reader of `f32` sees.
const EDGE: u32 = 3;

/// The links of a file.
#[derive(Debug)]
pub(super) struct Annotations<'a> {
    /// The job.
    pub(super) job: &'a Job<'a>,
    /// The links of each side.
    pub(super) on_sides: &'a PerSide<Vec<LinkArea>>,
    /// The places in the document that some lead to.
    pub(super) destinations: &'a Destinations,
    /// Height of a side.
    pub(super) height: Length,
}

impl Annotations<'_> {
    /// Writes their objects, side by side; `pages` has the object number of each side. A link
    /// prints (ISO 19005-2, 6.3.2), says where it leads (ISO 14289-1, 7.18.5) and stands in the structure:
    /// the keys of the parent tree go on behind those of the sides.
    pub(super) fn write(&self, pages: &PerSide<u32>) -> ObjectBytes {
        let mut written = ObjectBytes::default();
        for (key, link) in (self.on_sides.len()..).zip(self.on_sides.values().flatten()) {
            self.annotation(&mut written.bytes, key, link, pages);
            written.end();
        }
        written
    }

    fn annotation(&self, out: &mut Vec<u8>, key: usize, link: &LinkArea, pages: &PerSide<u32>) {
        out.extend_from_slice(b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
        let Sides { top, right, bottom, left } = link.edges;
        let edges = [left, self.height - bottom, right, self.height - top];
        for (nth, edge) in edges.into_iter().enumerate() {
            if nth > 0 {
                out.push(b' ');
            }
            push_decimal(out, fixed(edge.pt(), 3), EDGE);
        }
        out.extend_from_slice(b"]/StructParent ");
        push_integer(out, integer(key));
        out.extend_from_slice(b"/Contents");
        let target = links::target(self.job.galley, link.passage, self.destinations);
        match target.expect("only links with a target are on a side") {
            LinkTarget::Address(uri) => {
                push_string(out, uri.as_bytes());
                out.extend_from_slice(b"/A<</S/URI/URI");
                push_string(out, uri.as_bytes());
            }
            LinkTarget::Inside(place) => {
                push_text(out, &links::description(self.job.galley, link));
                out.extend_from_slice(b"/A<</S/GoTo/D[");
                push_integer(out, i64::from(pages[place.side]));
                out.extend_from_slice(b" 0 R/XYZ null ");
                push_decimal(out, fixed((self.height - place.top).pt(), 3), EDGE);
                out.extend_from_slice(b" null]");
            }
        }
        out.extend_from_slice(b">>>>");
    }
}
