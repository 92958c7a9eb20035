//! Links as objects: the annotations of pages.
//!
//! Comes in: the links of each side of the file, where they lead, the numbers of pages. Goes out:
//! the bytes of their objects. Never done here: deciding what is a link. They are written as bytes
//! because a page of links has more of them than of all else.

use super::job::Job;
use super::links::{self, Link, Notes, Target};
use super::number::{fixed, push_decimal, push_integer};
use super::object::{Written, push_string};
use crate::unit::Length;

/// Decimals of an edge: a thousandth of a point, as far as a reader of `f32` sees.
const EDGE: u32 = 3;

/// The links of a file.
#[derive(Debug)]
pub(super) struct Annotations<'a> {
    /// What is printed.
    pub(super) job: &'a Job<'a>,
    /// The links of each side.
    pub(super) on_sides: &'a [Vec<Link>],
    /// Where the notes are that some lead to.
    pub(super) notes: &'a Notes,
    /// How high a side is.
    pub(super) height: Length,
}

impl Annotations<'_> {
    /// Their objects, side by side; `pages` has the number of each side. A link prints (ISO
    /// 19005-2, 6.3.2), says where it leads (ISO 14289-1, 7.18.5) and stands in the structure:
    /// the keys of the parent tree go on behind those of the sides.
    pub(super) fn write(&self, pages: &[u32]) -> Written {
        let mut written = Written::default();
        for (key, link) in (self.on_sides.len()..).zip(self.on_sides.iter().flatten()) {
            self.annotation(&mut written.bytes, (key, link), pages);
            written.end();
        }
        written
    }

    fn annotation(&self, out: &mut Vec<u8>, (key, link): (usize, &Link), pages: &[u32]) {
        out.extend_from_slice(b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
        let edges = [link.left, self.height - link.bottom, link.right, self.height - link.top];
        for (nth, edge) in edges.into_iter().enumerate() {
            if nth > 0 {
                out.push(b' ');
            }
            push_decimal(out, fixed(edge.pt(), 3), EDGE);
        }
        out.extend_from_slice(b"]/StructParent ");
        push_integer(out, i64::try_from(key).unwrap_or(i64::MAX));
        out.extend_from_slice(b"/Contents");
        match links::target(self.job.galley, link.passage, self.notes) {
            Some(Target::Address(uri)) => {
                push_string(out, uri.as_bytes());
                out.extend_from_slice(b"/A<</S/URI/URI");
                push_string(out, uri.as_bytes());
            }
            Some(Target::Place(spot)) => {
                push_string(out, links::says(self.job.galley, link.passage).as_bytes());
                out.extend_from_slice(b"/A<</S/GoTo/D[");
                let page = pages.get(spot.page).copied().unwrap_or_default();
                push_integer(out, i64::from(page));
                out.extend_from_slice(b" 0 R/XYZ null ");
                push_decimal(out, fixed((self.height - spot.top).pt(), 3), EDGE);
                out.extend_from_slice(b" null]");
            }
            // Only links with a target are on a side.
            None => out.extend_from_slice(b"()/A<</S/URI/URI()"),
        }
        out.extend_from_slice(b">>>>");
    }
}
