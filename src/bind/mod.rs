//! Binding: several articles become one galley with its pages.
//!
//! The stage takes the galley and the decorated pages of each article. It gives them as one
//! [`BoundVolume`], numbered through, with one structure. It must never set or move a line.

mod contents;
mod renumber;

use crate::article::Language;
use crate::galley::{EntryId, Galley, PassageKind, Tag};
use crate::paginate::Page;
use renumber::IndexOffsets;

pub use contents::{
    ContentsEntry, add_page_numbers, align_versos, contents_article, contents_style,
};

/// An article that was set by itself.
#[derive(Debug)]
pub struct BoundPart {
    /// Its galley.
    pub galley: Galley,
    /// Its pages, decorated.
    pub pages: Vec<Page>,
    /// Number of its notes.
    pub notes: u32,
}

/// Several articles as one.
#[derive(Debug, Default)]
pub struct BoundVolume {
    /// The galleys, one after the other. The footnotes of each article follow its entries; `feet` is
    /// empty.
    pub galley: Galley,
    /// The pages.
    pub pages: Vec<Page>,
}

/// Binds the parts in order. The first may be contents: its links `#1`, `#2` lead to the parts that
/// follow it.
#[must_use]
pub fn bind_parts(parts: Vec<BoundPart>, language: Language) -> BoundVolume {
    let mut volume = BoundVolume::default();
    volume.galley.structure.language = language;
    let mut first_entries = Vec::with_capacity(parts.len());
    let mut notes = 0;
    let in_contents = parts.first().map_or(0, |part| part.galley.structure.passages.len());
    for part in parts {
        first_entries.push(EntryId::new(volume.galley.entries.len()));
        let own = part.notes;
        volume.add_part(part, notes);
        notes += own;
    }
    link_contents(&mut volume.galley, in_contents, &first_entries);
    volume
}

impl BoundVolume {
    /// Adds a part, renumbered to follow the parts before it, which have `notes` notes.
    fn add_part(&mut self, part: BoundPart, notes: u32) {
        let BoundPart { galley, pages, .. } = part;
        let whole = &mut self.galley;
        let language = galley.structure.language;
        let own = (language != whole.structure.language).then_some(language);
        let article = whole.structure.add(Tag::Article, None, own);
        let offsets = IndexOffsets {
            entries: narrow_count(whole.entries.len()),
            nodes: narrow_count(whole.structure.nodes.len()),
            passages: narrow_count(whole.structure.passages.len()),
            links: narrow_count(whole.links.len()),
            expansions: narrow_count(whole.structure.expansions.len()),
            pictures: narrow_count(whole.pictures.len()),
            notes,
            article,
        };
        let Galley { entries, links, pictures, structure, mut diagnostics, .. } = galley;
        whole.entries.extend(entries.into_iter().map(|it| offsets.renumber_entry(it)));
        whole.links.extend(links);
        whole.pictures.extend(pictures);
        let all = &mut whole.structure;
        all.nodes.extend(structure.nodes.into_iter().map(|it| offsets.renumber_node(it)));
        let passages = structure.passages.into_iter();
        all.passages.extend(passages.map(|it| offsets.renumber_passage(it)));
        all.expansions.extend(structure.expansions);
        whole.diagnostics.append(&mut diagnostics);
        self.pages.extend(pages.into_iter().map(|it| offsets.renumber_page(it)));
    }
}

/// Makes the links of the contents, which are in the first passages, lead to the first entries of the
/// parts.
fn link_contents(galley: &mut Galley, in_contents: usize, first_entries: &[EntryId]) {
    let Galley { structure, links, .. } = galley;
    for passage in structure.passages.iter_mut().take(in_contents) {
        if let PassageKind::Link(link) = passage.kind
            && let Some(part) = links[link.0 as usize].strip_prefix('#')
            && let Ok(part) = part.parse::<usize>()
            && let Some(&entry) = first_entries.get(part)
        {
            passage.kind = PassageKind::Entry(entry);
        }
    }
}

/// Returns a count in the 32 bits of an index of the galley.
fn narrow_count(count: usize) -> u32 {
    u32::try_from(count).expect("2^32 parts of a galley do not fit in memory")
}
