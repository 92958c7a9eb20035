//! Areas of the figures on their sides.

use std::collections::BTreeMap;

use super::ids::PageId;
use super::job::Job;
use super::lines::{self, Standing};
use super::sheets::Sheets;
use crate::galley::{Item, NodeId, Tag};
use crate::unit::{Length, Sides};

/// The edges of each figure with an alternative text, from the upper left corner of its side.
pub(super) type FigureAreas = BTreeMap<NodeId, Sides<Length>>;

/// Finds the figures on all pages.
pub(super) fn areas(job: &Job<'_>, sheets: &Sheets<'_>) -> FigureAreas {
    let mut areas = FigureAreas::new();
    let is_figure = |node: &NodeId| {
        let node = job.galley.structure.node(*node);
        node.is_some_and(|node| matches!(node.tag, Tag::Figure { alt: Some(_) }))
    };
    if job.galley.pictures.is_empty() {
        return areas;
    }
    for (id, page) in (0..).map(PageId).zip(job.pages) {
        for standing in lines::body(page, job.galley) {
            let node = standing.line.node.or(standing.entry.and_then(|entry| entry.node));
            if let (Some(node), Some(area)) = (node.filter(is_figure), area(&standing)) {
                areas.entry(node).or_insert_with(|| sheets.rectangle(id, area));
            }
        }
    }
    areas
}

/// Returns the area of the first picture of a line, if only white stands before it.
fn area(standing: &Standing<'_>) -> Option<Sides<Length>> {
    let mut left = standing.x + standing.line.x;
    for item in &standing.line.items {
        match item {
            Item::Picture { width, height, .. } => {
                let (top, bottom) = (standing.y - *height, standing.y);
                return Some(Sides { top, right: left + *width, bottom, left });
            }
            Item::Kern(width) => left += *width,
            Item::Text(_) | Item::Space { .. } | Item::Rule { .. } => return None,
        }
    }
    None
}
