//! Links: their areas on the sides, and their targets.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{PageId, SideId};
use super::job::Job;
use super::lines::{self, LineOnPage};
use super::link_words;
use super::number::integer;
use super::sheets::JobSides;
use crate::article::{Language, LinkUse};
use crate::diagnostic::{Diagnostic, Place};
use crate::font::Faces;
use crate::galley::{
    EntryId, Galley, Item, Line, LinkTargetId, NoteId, PassageId, PassageKind, Structure, Tag,
    Text,
};
use crate::unit::{Length, Sides};

/// The longest address that is live, in bytes: with each escaped it fits a string of PDF/A-2 (ISO
/// 19005-2, 6.1.13), and browsers take none so long.
const LONGEST_ADDRESS: usize = 10_000;

/// The part of a link that stands on one line.
#[derive(Debug, Clone)]
pub(super) struct LinkArea {
    /// The passage that is the link.
    pub(super) passage: PassageId,
    /// Its edges, from the upper left corner of the side.
    pub(super) edges: Sides<Length>,
    /// Its words; none of a link out of the document, which is described by its address.
    pub(super) words: String,
    /// Language of its words.
    pub(super) language: Language,
}

/// The target of a link.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum LinkTarget {
    /// An address of the network.
    Address(String),
    /// A place in the document.
    Inside(Destination),
}

/// A place in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Destination {
    /// The side it is on.
    pub(super) side: SideId,
    /// Distance from the upper edge of the side.
    pub(super) top: Length,
}

/// A part of the document that links lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LinkGoal {
    /// A note of the article.
    Note(NoteId),
    /// The first reference to a note.
    Reference(NoteId),
    /// An entry of the galley.
    Entry(EntryId),
}

/// The beginning of each goal.
pub(super) type Destinations = BTreeMap<LinkGoal, Destination>;

/// Finds the notes on the pages, their references, and the entries that links lead to.
pub(super) fn destinations(job: &Job<'_>, sheets: &JobSides<'_>) -> Destinations {
    let mut found = Destinations::new();
    let structure = &job.galley.structure;
    let entries: BTreeSet<EntryId> = structure
        .passages
        .iter()
        .filter_map(|passage| match passage.kind {
            PassageKind::Entry(entry) => Some(entry),
            _ => None,
        })
        .collect();
    let has_notes = structure.nodes.iter().any(|node| matches!(node.tag, Tag::Note { .. }));
    if !has_notes && entries.is_empty() {
        return found;
    }
    for (page, placed, placed_line) in
        (0..).map(PageId).zip(job.pages).flat_map(|(id, page)| {
            let lines = page.body.iter().zip(lines::article_lines(page, job.galley));
            lines.map(move |(placed, line)| (id, placed, line))
        })
    {
        let destination = || upper_edge(&placed_line, page, job, sheets);
        for passage in placed_line.line.passages().filter(|_| has_notes) {
            for (_, passage) in structure.passages_around(Some(passage)) {
                if let PassageKind::NoteMark(note) = passage.kind {
                    found.entry(LinkGoal::Reference(note)).or_insert_with(destination);
                }
            }
        }
        if entries.contains(&placed.entry) {
            found.entry(LinkGoal::Entry(placed.entry)).or_insert_with(destination);
        }
        let node = placed_line.entry.and_then(|entry| entry.node);
        let note = structure.nodes_around(node).find_map(|(_, node)| match node.tag {
            Tag::Note { id, .. } => Some(id),
            _ => None,
        });
        if let Some(note) = note {
            found.entry(LinkGoal::Note(note)).or_insert_with(destination);
        }
    }
    found
}

/// Returns the upper edge of a line, where it stands on a side.
pub(super) fn upper_edge(
    placed_line: &LineOnPage<'_>,
    page: PageId,
    job: &Job<'_>,
    sheets: &JobSides<'_>,
) -> Destination {
    let (above, _) = extent(placed_line.line, job.faces);
    let top = (placed_line.y - above).max(Length::ZERO);
    let point = sheets.point(page, Length::ZERO, top);
    Destination { side: point.side, top: point.y }
}

/// Returns the height above and the depth below the baseline of the greatest type in `line`.
fn extent(line: &Line, faces: &Faces) -> (Length, Length) {
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

/// Returns the areas of live links on a page, in reading order.
pub(super) fn on_page(
    id: PageId,
    job: &Job<'_>,
    sheets: &JobSides<'_>,
    destinations: &Destinations,
) -> Vec<LinkArea> {
    let mut links = Vec::new();
    if job.galley.structure.passages.is_empty() {
        return links;
    }
    for placed_line in lines::article_lines(job.page(id), job.galley) {
        on_line(&placed_line, job, &mut links);
    }
    let mut numbers = Vec::new();
    for placed_line in lines::furniture_lines(job.page(id)) {
        on_line(&placed_line, job, &mut numbers);
    }
    for number in numbers {
        join_number(number, &mut links);
    }
    links.retain(|link| target(job.galley, link.passage, destinations).is_some());
    for link in &mut links {
        link.edges = sheets.rectangle(id, link.edges);
    }
    links
}

/// Joins the area of a page number in the contents to that of its title beside it.
fn join_number(number: LinkArea, links: &mut Vec<LinkArea>) {
    let is_beside = |link: &&mut LinkArea| {
        link.passage == number.passage
            && link.edges.top < number.edges.bottom
            && number.edges.top < link.edges.bottom
    };
    match links.iter_mut().find(is_beside) {
        Some(title) => {
            title.edges.left = title.edges.left.min(number.edges.left);
            title.edges.right = title.edges.right.max(number.edges.right);
            title.words = format!("{} {}", title.words.trim_end(), number.words);
        }
        None => links.push(number),
    }
}

/// Returns the description of a link inside the document, in the language of its words.
pub(super) fn description(galley: &Galley, link: &LinkArea) -> String {
    let words = link.words.trim();
    match galley.structure.passage(link.passage).map(|passage| passage.kind) {
        Some(PassageKind::NoteMark(_)) => link_words::to_note(words, link.language),
        Some(PassageKind::NoteLabel(_)) => link_words::to_reference(words, link.language),
        Some(
            PassageKind::Entry(_)
            | PassageKind::Link(_)
            | PassageKind::Code
            | PassageKind::Foreign(_)
            | PassageKind::Abbreviation(_),
        )
        | None => words.to_owned(),
    }
}

/// Returns the passage that makes this one a link: itself or one that it stands in.
fn linking(structure: &Structure, passage: Option<PassageId>) -> Option<PassageId> {
    let is_link = |kind| match kind {
        PassageKind::Link(_)
        | PassageKind::NoteMark(_)
        | PassageKind::NoteLabel(_)
        | PassageKind::Entry(_) => true,
        PassageKind::Code | PassageKind::Foreign(_) | PassageKind::Abbreviation(_) => false,
    };
    structure.passages_around(passage).find(|(_, it)| is_link(it.kind)).map(|(id, _)| id)
}

/// Returns the target of a passage, if it is a link that may be live.
pub(super) fn target(
    galley: &Galley,
    passage: PassageId,
    destinations: &Destinations,
) -> Option<LinkTarget> {
    let inside = |goal| destinations.get(&goal).copied().map(LinkTarget::Inside);
    match galley.structure.passage(passage)?.kind {
        PassageKind::Link(link) => address(galley, link).map(LinkTarget::Address),
        PassageKind::NoteMark(note) => inside(LinkGoal::Note(note)),
        PassageKind::NoteLabel(note) => inside(LinkGoal::Reference(note)),
        PassageKind::Entry(entry) => inside(LinkGoal::Entry(entry)),
        PassageKind::Code | PassageKind::Foreign(_) | PassageKind::Abbreviation(_) => None,
    }
}

fn on_line(placed_line: &LineOnPage<'_>, job: &Job<'_>, links: &mut Vec<LinkArea>) {
    let line = placed_line.line;
    let in_passage = |item: &Item| match item {
        Item::Text(Text { passage, .. }) | Item::Picture { passage, .. } => passage.is_some(),
        Item::Space { .. } | Item::Kern(_) | Item::Rule { .. } => false,
    };
    if !line.items.iter().any(in_passage) {
        return;
    }
    let scaled = |width: Length| width.fraction(i64::from(line.scaling), 1000);
    let first = links.len();
    let mut pen = placed_line.x + line.x;
    let structure = &job.galley.structure;
    let mut open: Option<PassageId> = None;
    // Asked once: a word that cannot be divided may hold ten thousand links.
    let mut depth = None;
    for item in &line.items {
        let (width, link, is_space) = match item {
            Item::Text(text) => {
                let glyphs: usize = text.shaped.runs.iter().map(|run| run.glyphs.len()).sum();
                let tracking = text.tracking * integer(glyphs);
                let link = linking(structure, text.passage);
                (scaled(text.shaped.advance + tracking), link, false)
            }
            Item::Space { width, passage, .. } => {
                (scaled(*width) + line.word_space, linking(structure, *passage), true)
            }
            Item::Picture { width, height, passage, .. } => {
                if let Some(passage) = linking(structure, *passage) {
                    let edges = Sides {
                        top: placed_line.y - *height,
                        right: pen + *width,
                        bottom: placed_line.y,
                        left: pen,
                    };
                    links.push(LinkArea::new(passage, edges, placed_line, job));
                }
                (*width, open, true)
            }
            Item::Kern(width) | Item::Rule { width, .. } => (*width, open, true),
        };
        match (link, links[first..].last_mut()) {
            (Some(passage), Some(last)) if open == Some(passage) => {
                if !is_space {
                    last.edges.right = pen + width;
                }
            }
            (Some(passage), _) if !is_space => {
                let (above, below) = *depth.get_or_insert_with(|| extent(line, job.faces));
                let edges = Sides {
                    top: placed_line.y - above,
                    right: pen + width,
                    bottom: placed_line.y + below,
                    left: pen,
                };
                links.push(LinkArea::new(passage, edges, placed_line, job));
                open = Some(passage);
            }
            (Some(_), _) => {}
            (None, _) => open = None,
        }
        if let Some(last) = links[first..].last_mut().filter(|_| link.is_some()) {
            last.add_words(item, structure);
        }
        pen += width;
    }
}

impl LinkArea {
    /// Creates an area without words.
    fn new(
        passage: PassageId,
        edges: Sides<Length>,
        placed_line: &LineOnPage<'_>,
        job: &Job<'_>,
    ) -> Self {
        let structure = &job.galley.structure;
        let foreign = structure.passages_around(Some(passage)).find_map(|(_, around)| {
            match around.kind {
                PassageKind::Foreign(language) => Some(language),
                PassageKind::Link(_)
                | PassageKind::NoteMark(_)
                | PassageKind::NoteLabel(_)
                | PassageKind::Entry(_)
                | PassageKind::Code
                | PassageKind::Abbreviation(_) => None,
            }
        });
        let of_entry = placed_line.entry.map(|entry| entry.language);
        let language = foreign.or(of_entry).unwrap_or(structure.language);
        Self { passage, edges, words: String::new(), language }
    }

    /// Adds the words of an item, if they describe the link.
    fn add_words(&mut self, item: &Item, structure: &Structure) {
        let kind = structure.passage(self.passage).map(|passage| passage.kind);
        if matches!(kind, Some(PassageKind::Link(_))) {
            return;
        }
        match item {
            Item::Text(text) => self.words.push_str(&text.shaped.text),
            Item::Space { .. } => self.words.push(' '),
            Item::Picture { .. } | Item::Kern(_) | Item::Rule { .. } => {}
        }
    }
}

/// Returns the address of a link as the article has it.
fn address_in_article(galley: &Galley, id: LinkTargetId) -> &str {
    galley.links.get(id.0 as usize).expect("lines have links of their galley")
}

/// Returns the address of a link as a URI of ASCII characters, if its scheme may be live.
fn address(galley: &Galley, id: LinkTargetId) -> Option<String> {
    let target = address_in_article(galley, id).trim();
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
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    Some(uri)
}

/// Most addresses that a message lists.
const MOST_LISTED: usize = 5;

/// Reports the links of the pages that are not live, as one diagnostic.
pub(super) fn report_dead_links(job: &Job<'_>) -> Option<Diagnostic> {
    if job.galley.links.is_empty() {
        return None;
    }
    let mut first_pages = BTreeMap::new();
    for page in job.pages {
        for placed_line in lines::page_lines(page, job.galley) {
            for item in &placed_line.line.items {
                if let Item::Text(Text { passage, .. }) | Item::Picture { passage, .. } = item
                    && let Some(LinkTargetId(id)) = job.galley.structure.link(*passage)
                {
                    first_pages.entry(id).or_insert(page.number);
                }
            }
        }
    }
    let dead: Vec<(&str, u32)> = first_pages
        .into_iter()
        .filter(|&(id, _)| address(job.galley, LinkTargetId(id)).is_none())
        .map(|(id, page)| (address_in_article(job.galley, LinkTargetId(id)), page))
        .collect();
    let page = dead.iter().map(|&(_, page)| page).min()?;
    let mut targets: Vec<&str> = Vec::new();
    for (target, _) in &dead {
        if !targets.contains(target) && targets.len() <= MOST_LISTED {
            targets.push(target);
        }
    }
    let more = if targets.len() > MOST_LISTED { ", ..." } else { "" };
    let shown = targets.iter().take(MOST_LISTED).map(|it| format!("`{}`", it.escape_debug()));
    let shown = shown.collect::<Vec<_>>().join(", ");
    let message = match dead.len() {
        1 => format!("the link to {shown} is not live"),
        count => format!("{count} links are not live: {shown}{more}"),
    };
    let hint = "only http, https and mailto addresses, and names of headings of the article, \
                become live links";
    Some(Diagnostic::warning("link-not-live", Place { line: 0, page }, message).hint(hint))
}
