//! Links: where on a page they lie, which may be live.
//!
//! Comes in: placed lines and their links. Goes out: rectangles with their addresses. Never done
//! here: an address opened, or one with a scheme that could run something.

use std::collections::{BTreeMap, BTreeSet};

use super::job::Job;
use super::lines::{self, Standing};
use crate::article::LinkUse;
use crate::diagnostic::{Diagnostic, Place};
use crate::font::Faces;
use crate::galley::{Galley, Item, Line, LinkId, PassageId, PassageKind, Structure, Tag};
use crate::paginate::Page;
use crate::unit::Length;

/// The longest address that is live, in bytes: with each escaped it fits a string of PDF/A-2 (ISO
/// 19005-2, 6.1.13), and browsers take none so long.
const LONGEST_ADDRESS: usize = 10_000;

/// A piece of a link on one line. Lengths are from the upper left corner of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// The passage that is the link.
    pub(super) passage: PassageId,
    /// Left edge.
    pub(super) left: Length,
    /// Upper edge.
    pub(super) top: Length,
    /// Right edge.
    pub(super) right: Length,
    /// Lower edge.
    pub(super) bottom: Length,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    /// An address of the network.
    Address(String),
    /// A place in the document.
    Place(Spot),
}

/// A place in the document: the index of a page, and how far down on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    /// Index of the page.
    pub(super) page: usize,
    /// From the upper edge of the page.
    pub(super) top: Length,
}

/// What a link inside the document leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal {
    /// A note, by its index in the article.
    Note(u32),
    /// An entry of the galley.
    Entry(u32),
}

/// Where each goal begins.
pub(super) type Notes = BTreeMap<Goal, Spot>;

/// Finds the notes on the pages, and the entries that are led to.
pub(super) fn notes(job: &Job<'_>) -> Notes {
    let mut notes = Notes::new();
    let structure = &job.galley.structure;
    let entries: BTreeSet<u32> = structure
        .passages
        .iter()
        .filter_map(|passage| match passage.kind {
            PassageKind::Entry(entry) => Some(entry),
            _ => None,
        })
        .collect();
    let has_notes = structure.nodes.iter().any(|node| matches!(node.tag, Tag::Note { .. }));
    if !has_notes && entries.is_empty() {
        return notes;
    }
    for (page, placed, standing) in (0..).zip(job.pages).flat_map(|(index, page)| {
        let lines = page.body.iter().zip(lines::body(page, job.galley));
        lines.map(move |(placed, line)| (index, placed, line))
    }) {
        let spot = |faces| {
            let (above, _) = extent(standing.line, faces);
            Spot { page, top: (standing.y - above).max(Length::ZERO) }
        };
        if entries.contains(&placed.entry) {
            let goal = Goal::Entry(placed.entry);
            notes.entry(goal).or_insert_with(|| spot(job.faces));
        }
        let node = standing.entry.and_then(|entry| entry.node);
        let note = structure.nodes_around(node).find_map(|(_, node)| match node.tag {
            Tag::Note { index } => Some(index),
            _ => None,
        });
        if let Some(note) = note {
            notes.entry(Goal::Note(note)).or_insert_with(|| spot(job.faces));
        }
    }
    notes
}

/// Height above and depth below the baseline of the greatest type in `line`.
pub(super) fn extent(line: &Line, faces: &Faces) -> (Length, Length) {
    let runs = line.items.iter().filter_map(|item| match item {
        Item::Text(text) => Some(&text.shaped.runs),
        _ => None,
    });
    runs.flatten().fold((Length::ZERO, Length::ZERO), |(above, below), run| {
        let face = faces.face(run.face);
        let em = i64::from(face.units_per_em);
        let ascent = run.size.fraction(i64::from(face.ascent), em);
        let descent = run.size.fraction(-i64::from(face.descent), em);
        (above.max(ascent), below.max(descent))
    })
}

/// The pieces of live links on a page, in reading order.
pub(super) fn on_page(page: &Page, job: &Job<'_>, notes: &Notes) -> Vec<Link> {
    let mut links = Vec::new();
    if job.galley.structure.passages.is_empty() {
        return links;
    }
    for standing in lines::body(page, job.galley) {
        on_line(&standing, job, &mut links);
    }
    links.retain(|link| target(job.galley, link.passage, notes).is_some());
    links
}

/// What a link inside the document says of itself: what it leads to.
pub(super) fn says(galley: &Galley, passage: PassageId) -> &'static str {
    match galley.structure.passage(passage).map(|passage| passage.kind) {
        Some(PassageKind::Entry(_)) => "Article",
        _ => "Note",
    }
}

/// The passage that makes of this one a link: itself or one that it stands in.
fn linking(structure: &Structure, passage: Option<PassageId>) -> Option<PassageId> {
    let is_link = |kind| {
        matches!(kind, PassageKind::Link(_) | PassageKind::NoteMark(_) | PassageKind::Entry(_))
    };
    structure.passages_around(passage).find(|(_, it)| is_link(it.kind)).map(|(id, _)| id)
}

/// Where a passage leads, if it is a link that may be live.
pub(super) fn target(galley: &Galley, passage: PassageId, notes: &Notes) -> Option<Target> {
    match galley.structure.passage(passage)?.kind {
        PassageKind::Link(link) => address(galley, link).map(Target::Address),
        PassageKind::NoteMark(note) => notes.get(&Goal::Note(note)).copied().map(Target::Place),
        PassageKind::Entry(entry) => notes.get(&Goal::Entry(entry)).copied().map(Target::Place),
        _ => None,
    }
}

fn on_line(standing: &Standing<'_>, job: &Job<'_>, links: &mut Vec<Link>) {
    let line = standing.line;
    let in_passage = |item: &Item| matches!(item, Item::Text(it) if it.passage.is_some());
    if !line.items.iter().any(in_passage) {
        return;
    }
    let scaled = |width: Length| width.fraction(i64::from(line.scaling), 1000);
    let first = links.len();
    let mut pen = standing.x + line.x;
    let structure = &job.galley.structure;
    let mut open: Option<PassageId> = None;
    // Asked once: a word that cannot be divided may hold ten thousand links.
    let mut depth = None;
    for item in &line.items {
        let (width, link, is_space) = match item {
            Item::Text(text) => {
                let glyphs: usize = text.shaped.runs.iter().map(|run| run.glyphs.len()).sum();
                let tracking = text.tracking * i64::try_from(glyphs).unwrap_or(0);
                let link = linking(structure, text.passage);
                (scaled(text.shaped.advance + tracking), link, false)
            }
            Item::Space { width, passage, .. } => {
                (scaled(*width) + line.word_space, linking(structure, *passage), true)
            }
            Item::Kern(width) | Item::Rule { width, .. } | Item::Picture { width, .. } => {
                (*width, open, true)
            }
        };
        match (link, links.get_mut(first..).and_then(<[Link]>::last_mut)) {
            (Some(passage), Some(last)) if open == Some(passage) => {
                if !is_space {
                    last.right = pen + width;
                }
            }
            (Some(passage), _) if !is_space => {
                let (above, below) = *depth.get_or_insert_with(|| extent(line, job.faces));
                links.push(Link {
                    passage,
                    left: pen,
                    top: standing.y - above,
                    right: pen + width,
                    bottom: standing.y + below,
                });
                open = Some(passage);
            }
            (Some(_), _) => {}
            (None, _) => open = None,
        }
        pen += width;
    }
}

/// The address of a link as a URI of ASCII characters, when its scheme may be live.
fn address(galley: &Galley, id: LinkId) -> Option<String> {
    let target = galley.links.get(id.0 as usize)?.trim();
    let (scheme, rest) = target.split_once(':')?;
    let too_long = target.len() > LONGEST_ADDRESS;
    if rest.is_empty() || too_long || !LinkUse::Pdf.allows_scheme(scheme) {
        return None;
    }
    let mut uri = String::with_capacity(target.len());
    for byte in target.bytes() {
        if byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            for half in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(half), 16).unwrap_or('0');
                uri.push(digit.to_ascii_uppercase());
            }
        }
    }
    Some(uri)
}

/// Says which links of the pages are not live, each once.
pub(super) fn dropped(job: &Job<'_>) -> Vec<Diagnostic> {
    if job.galley.links.is_empty() {
        return Vec::new();
    }
    let mut first_pages = BTreeMap::new();
    for page in job.pages {
        for standing in lines::of(page, job.galley) {
            for item in &standing.line.items {
                if let Item::Text(text) = item
                    && let Some(LinkId(id)) = job.galley.structure.link(text.passage)
                {
                    first_pages.entry(id).or_insert(page.number);
                }
            }
        }
    }
    let dead =
        first_pages.into_iter().filter(|&(id, _)| address(job.galley, LinkId(id)).is_none());
    dead.map(|(id, page)| {
        let target = job.galley.links.get(id as usize).map_or("", |target| target);
        let message = format!("the link to `{}` is not live", target.escape_debug());
        Diagnostic::warning("link-not-live", Place { line: 0, page }, message)
            .hint("only http, https and mailto addresses become live links")
    })
    .collect()
}
