//! The outline: the headings, each under the one it belongs to.
//!
//! Comes in: pages and the galley's headings. Goes out: [`Heading`]s with their places in the
//! tree. Never done here: PDF objects.

use super::links::extent;
use super::{Job, lines};
use crate::galley::Role;
use crate::unit::Length;

/// A heading of the outline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heading {
    /// Its words.
    pub(super) title: String,
    /// Index of the page it stands on.
    pub(super) page: usize,
    /// Its upper edge, from the top of the page.
    pub(super) top: Length,
    /// The heading it stands under, by index.
    pub(super) parent: Option<usize>,
}

/// The headings that stand on the pages, in reading order.
pub(super) fn headings(job: &Job<'_>) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new(); // levels and indices from the root down
    for (index, page) in job.pages.iter().enumerate() {
        for (placed, standing) in page.body.iter().zip(lines::body(page, job.galley)) {
            let Some(entry) = standing.entry.filter(|_| placed.line == 0) else { continue };
            let (Some(title), Some(level)) = (&entry.title, level(entry.role)) else {
                continue;
            };
            open.retain(|&(above, _)| above < level);
            let parent = open.last().map(|&(_, index)| index);
            open.push((level, headings.len()));
            let (above, _) = extent(standing.line, job.faces);
            let top = (standing.y - above).max(Length::ZERO);
            headings.push(Heading { title: title.clone(), page: index, top, parent });
        }
    }
    headings
}

fn level(role: Role) -> Option<u8> {
    match role {
        Role::Title => Some(0),
        Role::Heading(level) => Some(level.max(1)),
        _ => None,
    }
}
