//! Areas of the figures on their sides.

use std::collections::BTreeMap;

use super::ids::PageId;
use super::job::Job;
use super::lines::{self, LineOnPage};
use super::sheets::JobSides;
use crate::galley::{Item, NodeId, Tag};
use crate::unit::{Length, Sides};

/// The edges of each figure with an alternative text, from the upper left corner of its side.
pub(super) type FigureAreas = BTreeMap<NodeId, Sides<Length>>;

/// Finds the figures on all pages.
pub(super) fn areas(job: &Job<'_>, sheets: &JobSides<'_>) -> FigureAreas {
    let mut areas = FigureAreas::new();
    let is_figure = |node: &NodeId| {
        let node = job.galley.structure.node(*node);
        node.is_some_and(|node| matches!(node.tag, Tag::Figure { alt: Some(_) }))
    };
    if job.galley.pictures.is_empty() {
        return areas;
    }
    for (id, page) in (0..).map(PageId).zip(job.pages) {
        for placed_line in lines::article_lines(page, job.galley) {
            let node = placed_line.line.node.or(placed_line.entry.and_then(|entry| entry.node));
            if let (Some(node), Some(area)) = (node.filter(is_figure), area(&placed_line)) {
                areas.entry(node).or_insert_with(|| sheets.rectangle(id, area));
            }
        }
    }
    areas
}

/// Returns the area of the first picture of a line, if only white stands before it.
fn area(placed_line: &LineOnPage<'_>) -> Option<Sides<Length>> {
    let mut left = placed_line.x + placed_line.line.x;
    for item in &placed_line.line.items {
        match item {
            Item::Picture { width, height, .. } => {
                let (top, bottom) = (placed_line.y - *height, placed_line.y);
                return Some(Sides { top, right: left + *width, bottom, left });
            }
            Item::Kern(width) => left += *width,
            Item::Text(_) | Item::Space { .. } | Item::Rule { .. } => return None,
        }
    }
    None
}
