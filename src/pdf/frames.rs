//! Frames: where on its page each picture lies that is told of.
//!
//! Comes in: placed lines with pictures. Goes out: the rectangle of each figure. Never done here:
//! operators, or the place of a page on its sheet.

use std::collections::BTreeMap;

use super::job::Job;
use super::lines::{self, Standing};
use crate::galley::{Item, NodeId, Tag};
use crate::unit::Length;

/// Left, upper, right and lower edge, from the upper left corner of a page.
pub(super) type Frame = [Length; 4];

/// The pages of figures by their index, and the figures' rectangles.
pub(super) type Frames = BTreeMap<NodeId, (usize, Frame)>;

/// Finds the figures on all pages.
pub(super) fn of(job: &Job<'_>) -> Frames {
    let mut frames = Frames::new();
    let is_figure = |node: &NodeId| {
        let node = job.galley.structure.node(*node);
        node.is_some_and(|node| matches!(node.tag, Tag::Figure { alt: Some(_) }))
    };
    if job.galley.pictures.is_empty() {
        return frames;
    }
    for (index, page) in job.pages.iter().enumerate() {
        for standing in lines::body(page, job.galley) {
            let node = standing.line.node.or(standing.entry.and_then(|entry| entry.node));
            if let (Some(node), Some(frame)) = (node.filter(is_figure), frame(&standing)) {
                frames.entry(node).or_insert((index, frame));
            }
        }
    }
    frames
}

/// The rectangle of the first picture of a line, before which nothing stands but white.
fn frame(standing: &Standing<'_>) -> Option<Frame> {
    let mut left = standing.x + standing.line.x;
    for item in &standing.line.items {
        match item {
            Item::Picture { width, height, .. } => {
                return Some([left, standing.y - *height, left + *width, standing.y]);
            }
            Item::Kern(width) => left += *width,
            _ => return None,
        }
    }
    None
}
