//! The outline: the headings, each under the one it belongs to.
//!
//! Comes in: pages and the galley's headings. Goes out: [`Heading`]s with their places in the
//! tree, and the names of places. Never done here: PDF objects.

use std::collections::{BTreeMap, BTreeSet};

use super::job::Job;
use super::lines;
use super::links::{Goal, Notes, extent};
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

/// Letters of a title that are in the name of its place.
const LONGEST_NAME: usize = 60;

/// Places that links from outside can name: headings by their words (`the-second-part`), notes by
/// their number in the article (`note-1`), with the page and the distance from its lower edge.
pub(super) fn places(
    headings: &[Heading],
    notes: &Notes,
    paper: Length,
) -> Vec<(String, usize, Length)> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut places = Vec::with_capacity(headings.len() + notes.len());
    for (goal, spot) in notes {
        let Goal::Note(note) = goal else { continue };
        let name = format!("note-{}", u64::from(*note) + 1);
        taken.insert(name.clone());
        places.push((name, spot.page, paper - spot.top));
    }
    // The first number to try for a name. Names are only ever added, so that a number that was
    // found taken need not be tried again.
    let mut next: BTreeMap<String, u32> = BTreeMap::new();
    for heading in headings {
        let name = free_name(slug(&heading.title), &taken, &mut next);
        taken.insert(name.clone());
        places.push((name, heading.page, paper - heading.top));
    }
    places
}

/// Returns `name` if it is free, else `name-2`, `name-3` and so on, whichever is free first.
fn free_name(
    name: String,
    taken: &BTreeSet<String>,
    next: &mut BTreeMap<String, u32>,
) -> String {
    if !taken.contains(&name) {
        return name;
    }
    let number = next.entry(name.clone()).or_insert(2);
    loop {
        let numbered = format!("{name}-{number}");
        *number += 1;
        if !taken.contains(&numbered) {
            return numbered;
        }
    }
}

/// A title as a name: its letters and figures in lower case, hyphens for the rest.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = words.collect::<Vec<_>>().join("-");
    if let Some((end, _)) = name.char_indices().nth(LONGEST_NAME) {
        name.truncate(end);
    }
    if name.is_empty() { "section".to_owned() } else { name }
}
