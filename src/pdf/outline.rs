//! The outline: the headings, each under the one it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{PageId, SideId};
use super::job::Job;
use super::lines;
use super::links::{self, Destination, Destinations, LinkGoal};
use super::sheets::JobSides;
use crate::galley::{Entry, Structure, Tag};
use crate::unit::Length;

/// A heading of the outline, by index in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeadingId(pub(super) usize);

/// A heading of the outline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OutlineHeading {
    /// Its words.
    pub(super) title: String,
    /// Its upper edge.
    pub(super) place: Destination,
    /// The heading it stands under.
    pub(super) parent: Option<HeadingId>,
}

/// A name for a place of the document, by which links from outside lead there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NamedDestination {
    /// The name.
    pub(super) name: String,
    /// The side it is on.
    pub(super) side: SideId,
    /// Distance from the lower edge of the side.
    pub(super) height: Length,
}

/// Finds the headings that stand on the pages, in reading order.
pub(super) fn headings(job: &Job<'_>, sheets: &JobSides<'_>) -> Vec<OutlineHeading> {
    let mut headings: Vec<OutlineHeading> = Vec::new();
    let mut open: Vec<(u8, HeadingId)> = Vec::new(); // levels and headings from the root down
    for (id, page) in (0..).map(PageId).zip(job.pages) {
        for (placed, placed_line) in
            page.body.iter().zip(lines::article_lines(page, job.galley))
        {
            let Some(entry) = placed_line.entry.filter(|_| placed.line == 0) else { continue };
            let level = level(entry, &job.galley.structure);
            let (Some(title), Some(level)) = (&entry.title, level) else { continue };
            open.retain(|&(above, _)| above < level);
            let parent = open.last().map(|&(_, heading)| heading);
            open.push((level, HeadingId(headings.len())));
            let place = links::upper_edge(&placed_line, id, job, sheets);
            headings.push(OutlineHeading { title: title.clone(), place, parent });
        }
    }
    headings
}

/// Returns the level of a heading: that of its tag, by which assistive technology lists it too.
fn level(entry: &Entry, structure: &Structure) -> Option<u8> {
    if let Tag::Heading(level) = structure.node(entry.node?)?.tag { Some(level) } else { None }
}

/// Letters of a title that are in the name of its place.
const LONGEST_NAME: usize = 60;

/// Names headings by their words (`the-second-part`) and notes by their number in the article
/// (`note-1`). `height` is that of a side.
pub(super) fn named_destinations(
    headings: &[OutlineHeading],
    destinations: &Destinations,
    height: Length,
) -> Vec<NamedDestination> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut named = Vec::with_capacity(headings.len() + destinations.len());
    for (goal, place) in destinations {
        let LinkGoal::Note(note) = goal else { continue };
        let name = format!("note-{}", u64::from(note.0) + 1);
        taken.insert(name.clone());
        named.push(NamedDestination { name, side: place.side, height: height - place.top });
    }
    // The first number to try for a name. Names are only ever added, so that a number that was
    // found taken need not be tried again.
    let mut next: BTreeMap<String, u32> = BTreeMap::new();
    for heading in headings {
        let name = free_name(slug(&heading.title), &taken, &mut next);
        taken.insert(name.clone());
        let Destination { side, top } = heading.place;
        named.push(NamedDestination { name, side, height: height - top });
    }
    named
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

/// Turns a title into a name: its letters and figures in lower case, hyphens for the rest.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = words.collect::<Vec<_>>().join("-");
    if let Some((end, _)) = name.char_indices().nth(LONGEST_NAME) {
        name.truncate(end);
    }
    if name.is_empty() { "section".to_owned() } else { name }
}
