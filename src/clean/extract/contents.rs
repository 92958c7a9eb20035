//! Removal of tables of contents, whose links lead nowhere on paper.
//!
//! Removes lists of links to places of the page, with their label. Must never remove a list of
//! notes, or one that a sentence announces.

use super::links;
use super::names;
use super::stats::Ledger;
use crate::read::html::HtmlNodeId;

/// The part of its letters that lead to places of the page, in a table of contents.
const MOSTLY: f32 = 0.9;

/// The same in an element that is called a table of contents.
const CALLED_MOSTLY: f32 = 0.6;

/// Links that a table of contents has at least.
const ENTRIES: usize = 2;

/// Paragraphs of one link each that are a table of contents, at least.
const PARAGRAPHS: usize = 3;

/// Takes out tables of contents.
pub(super) fn take(ledger: &mut Ledger<'_>, roots: &[HtmlNodeId]) {
    let tree = ledger.tree;
    for root in roots {
        // Lists within one that is no contents are none either: each link is looked at once.
        let mut judged: Option<HtmlNodeId> = None;
        for id in ledger.walk(*root) {
            if ledger.is_out(id) || judged.is_some_and(|list| tree.is_within(id, list)) {
                continue;
            }
            take_paragraphs(ledger, id);
            if id == *root {
                continue;
            }
            let list = matches!(tree.name(id), "ul" | "ol");
            let called = is_called(ledger, id);
            if !list && !called {
                continue;
            }
            judged = list.then_some(id).or(judged);
            let least = if called { CALLED_MOSTLY } else { MOSTLY };
            if !leads_inside(ledger, id, ENTRIES, least) || links::is_announced(ledger, id) {
                continue;
            }
            let label = links::label_before(ledger, id).or_else(|| only_label(ledger, id));
            if ledger.take(id, "contents", 0.0)
                && let Some(label) = label
            {
                ledger.take(label, "contents", 0.0);
            }
        }
    }
}

/// Words of a line alone in a box with a table of contents, at most: `Contents`.
const LABEL: usize = 4;

/// The short line that shares a box with nothing but a list.
fn only_label(ledger: &Ledger<'_>, id: HtmlNodeId) -> Option<HtmlNodeId> {
    let before = links::before(ledger, id)?;
    let parent = ledger.tree.parent(id)?;
    let words = ledger.words(before);
    let alone = ledger.of(parent).chars <= ledger.of(id).chars + ledger.of(before).chars;
    let short = words.split_whitespace().count() <= LABEL && !words.ends_with('.');
    (alone && short).then_some(before)
}

/// True if an element says that it is a table of contents.
fn is_called(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    if !matches!(tree.name(id), "div" | "details" | "section" | "nav" | "aside") {
        return false;
    }
    let label = tree.label(id).to_ascii_lowercase();
    tree.attribute(id, "role") == Some("doc-toc")
        || names::has_part(&label, &["toc", "tableofcontents"])
        || label.contains("table-of-contents")
}

/// Takes out the tables of contents among the children of an element whose entries are paragraphs
/// of their own.
fn take_paragraphs(ledger: &mut Ledger<'_>, parent: HtmlNodeId) {
    let tree = ledger.tree;
    // The entries, with the rules between them.
    let mut run: Vec<HtmlNodeId> = Vec::new();
    let mut entries = 0;
    let mut runs = Vec::new();
    for child in tree.elements(parent) {
        if matches!(tree.name(child), "p" | "div")
            && !ledger.is_out(child)
            && !ledger.holds_blocks(child)
            && leads_inside(ledger, child, 1, MOSTLY)
        {
            run.push(child);
            entries += 1;
        } else if matches!(tree.name(child), "hr" | "br") && entries > 0 {
            run.push(child);
        } else if !run.is_empty() {
            runs.push((std::mem::take(&mut run), std::mem::take(&mut entries)));
        }
    }
    runs.push((run, entries));
    for (run, _) in runs.into_iter().filter(|(_, entries)| *entries >= PARAGRAPHS) {
        let first = run[0];
        if links::is_announced(ledger, first) {
            continue;
        }
        let label = links::label_before(ledger, first).or_else(|| arrow_before(ledger, first));
        for id in run.into_iter().chain(label) {
            ledger.take(id, "contents", 0.0);
        }
    }
}

/// Returns the short line before a block that ends in an arrow downwards: `Jump to ↓`.
fn arrow_before(ledger: &Ledger<'_>, id: HtmlNodeId) -> Option<HtmlNodeId> {
    let before = links::before(ledger, id)?;
    let words = ledger.words(before);
    let short = words.split_whitespace().count() <= LABEL + 1;
    (short && words.trim_end().ends_with(['↓', '⬇', '▼', '▾', '⤵'])).then_some(before)
}

/// True if nearly all text of an element is links to places of the page, at least `entries`.
fn leads_inside(ledger: &Ledger<'_>, id: HtmlNodeId, entries: usize, least: f32) -> bool {
    let tree = ledger.tree;
    let (mut links, mut letters) = (0, 0.0);
    for link in ledger.walk(id).into_iter().filter(|inner| tree.name(*inner) == "a") {
        let Some(target) = tree.attribute(link, "href") else { continue };
        // Numbers alone lead to notes.
        let words = ledger.words(link);
        if !is_place(target) || !words.chars().any(char::is_alphabetic) {
            return false;
        }
        links += 1;
        letters += ledger.of(link).chars;
    }
    links >= entries && letters >= ledger.of(id).chars * least
}

/// True if an address is that of a place of the page, and of no note.
fn is_place(address: &str) -> bool {
    let Some(place) = address.trim().strip_prefix('#') else { return false };
    !place.is_empty() && !["fn", "cite", "ref"].iter().any(|note| place.starts_with(note))
}
