//! Binding: several articles become one run of pages.
//!
//! Comes in: for each article its galley and its decorated pages. Goes out: the same as a
//! [`Bound`], numbered through, with one structure. Never done here: setting, a line moved.

mod contents;
mod shift;

use crate::article::Language;
use crate::galley::{Galley, PassageKind, Tag};
use crate::paginate::Page;
use shift::Shift;

pub use contents::{Listed, contents, contents_style, number, shift_versos};

/// An article as it was set by itself.
#[derive(Debug)]
pub struct Part {
    /// Its galley.
    pub galley: Galley,
    /// Its pages, decorated.
    pub pages: Vec<Page>,
    /// How many notes the article has.
    pub notes: u32,
}

/// Several articles as one.
#[derive(Debug, Default)]
pub struct Bound {
    /// The galleys, one after the other. Its footnotes stand among its entries, where each article
    /// has its own; `feet` is empty.
    pub galley: Galley,
    /// The pages.
    pub pages: Vec<Page>,
}

/// Binds the parts in order. The first may be contents: its links `#1`, `#2` lead to the parts that
/// follow it.
#[must_use]
pub fn bind(parts: Vec<Part>, language: Language) -> Bound {
    let mut bound = Bound::default();
    bound.galley.structure.language = language;
    let mut openings = Vec::with_capacity(parts.len());
    let mut notes = 0;
    for part in parts {
        openings.push(u32::try_from(bound.galley.entries.len()).unwrap_or(u32::MAX));
        let own = part.notes;
        add(&mut bound, part, notes);
        notes += own;
    }
    point(&mut bound.galley, &openings);
    bound
}

/// Adds a part, everything in it numbered on from what is there.
fn add(bound: &mut Bound, part: Part, notes: u32) {
    let Part { galley, pages, .. } = part;
    let whole = &mut bound.galley;
    let language = galley.structure.language;
    let own = (language != whole.structure.language).then_some(language);
    let article = whole.structure.add(Tag::Article, None, own);
    let shift = Shift {
        entries: count(whole.entries.len()),
        nodes: count(whole.structure.nodes.len()),
        passages: count(whole.structure.passages.len()),
        links: count(whole.links.len()),
        pictures: count(whole.pictures.len()),
        notes,
        article,
    };
    let Galley { entries, links, pictures, structure, mut diagnostics, .. } = galley;
    whole.entries.extend(entries.into_iter().map(|entry| shift.entry(entry)));
    whole.links.extend(links);
    whole.pictures.extend(pictures);
    whole.structure.nodes.extend(structure.nodes.into_iter().map(|node| shift.node(node)));
    whole
        .structure
        .passages
        .extend(structure.passages.into_iter().map(|passage| shift.passage(passage)));
    whole.diagnostics.append(&mut diagnostics);
    bound.pages.extend(pages.into_iter().map(|page| shift.page(page)));
}

/// Lets the links of the contents lead to where the parts begin.
fn point(galley: &mut Galley, openings: &[u32]) {
    let Galley { structure, links, .. } = galley;
    for passage in &mut structure.passages {
        let PassageKind::Link(link) = passage.kind else { continue };
        let target = links.get(link.0 as usize).and_then(|target| target.strip_prefix('#'));
        let nth = target.and_then(|target| target.parse::<usize>().ok());
        if let Some(&entry) = nth.and_then(|nth| openings.get(nth)) {
            passage.kind = PassageKind::Entry(entry);
        }
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
