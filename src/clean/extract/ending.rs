//! Removal of text behind the article's last sentence.
//!
//! Removes notes on the author, invitations to follow, links and copyright notices. Must never look
//! further up than the last paragraph of the text.

use super::super::phrases;
use super::super::tokens::Tokens;
use super::links;
use super::names;
use super::stats::Ledger;
use super::within;
use crate::read::html::HtmlNodeId;

/// Blocks behind the last sentence that are looked at.
const LAST: usize = 12;

/// Words of such a block, at most.
const LONGEST: usize = 75;

/// Words of a heading at the end that heads nothing, at most: `Tell us what you think`.
const LABEL: usize = 12;

/// The part of its letters that are links, in a block that only leads elsewhere.
const ONLY_LINKS: f32 = 0.9;

/// The part of its letters that are slanted or small, in a block that is set apart.
const SET_APART: f32 = 0.8;

/// Takes out what stands behind the text.
pub(super) fn take(ledger: &mut Ledger<'_>, roots: &[HtmlNodeId]) {
    let blocks: Vec<HtmlNodeId> = roots.iter().flat_map(|root| ledger.leaves(*root)).collect();
    // Where the text itself has such paragraphs, they are its manner.
    let text = blocks.get(..blocks.len().saturating_sub(LAST)).unwrap_or(&[]);
    let manner = text.iter().any(|id| leads_somewhere(ledger, *id) && is_aside(ledger, *id));
    for id in blocks.into_iter().rev().take(LAST) {
        if phrases::recognise(&Tokens::new(&ledger.words(id))).is_some() {
            continue;
        }
        if !is_behind(ledger, id, manner) && !is_about_author(ledger, roots, id) {
            break;
        }
        ledger.take(id, "behind-the-text", ledger.of(id).link_density());
    }
}

/// True if a block does not belong to the text of the article.
fn is_behind(ledger: &Ledger<'_>, id: HtmlNodeId, manner: bool) -> bool {
    let tree = ledger.tree;
    if tree.ancestors(id).any(|up| matches!(tree.name(up), "table" | "pre" | "blockquote")) {
        return false;
    }
    let words = ledger.words(id);
    let count = words.split_whitespace().count();
    if count > LONGEST || matches!(tree.name(id), "pre" | "table" | "figcaption") {
        return false;
    }
    let stats = ledger.of(id);
    let links_only = stats.link_density() >= ONLY_LINKS && !is_announced(ledger, id);
    let heading = matches!(tree.name(id), "h2" | "h3" | "h4" | "h5" | "h6");
    let heads_gone = || {
        std::iter::successors(tree.next(id), |id| tree.next(*id))
            .any(|next| ledger.is_gone(next) && ledger.of(next).chars > 0.0)
    };
    let sentence = words.ends_with('.') && !words.ends_with("...");
    let label = || count <= LABEL && !sentence && !shows_more(ledger, id);
    heading && (heads_gone() || label())
        || links_only
        || is_rights(&words)
        || (!manner && leads_somewhere(ledger, id) && is_aside(ledger, id))
}

/// True if a sentence that ends in a colon announces a row of links, of which a block is one.
fn is_announced(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let mut at = id;
    for _ in 0..LAST {
        if links::is_announced(ledger, at) {
            return true;
        }
        let before = links::before(ledger, at);
        match before.filter(|id| ledger.of(*id).link_density() >= ONLY_LINKS) {
            Some(before) => at = before,
            None => return false,
        }
    }
    false
}

/// True if anything is shown behind a node, up to the end of what is around it.
fn shows_more(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let after = std::iter::successors(tree.next(id), |id| tree.next(*id)).take(LAST);
    let mut after = after.filter(|next| !ledger.is_gone(*next));
    after.any(|next| {
        let stats = ledger.of(next);
        stats.images > 0.0 || stats.embeds > 0.0 || stats.chars > 0.0
    })
}

/// `© 2024 ...`, `Copyright ...`, `... All rights reserved.`
fn is_rights(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["©", "copyright ", "(c) "].iter().any(|sign| lower.starts_with(sign))
        || ["all rights reserved", "subject to copyright"].iter().any(|say| lower.contains(say))
        || lower.split_once('©').is_some_and(|(_, after)| {
            after.trim_start().starts_with("20") || after.trim_start().starts_with("19")
        })
}

/// True if a block has a link.
fn leads_somewhere(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    ledger.tree.first(id, "a").is_some()
}

/// True if a block is set apart from the text, in italics or as small print, as a whole.
fn is_aside(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let slanted: f32 = ledger
        .walk(id)
        .into_iter()
        .filter(|inner| tree.text(*inner).is_some())
        .filter(|inner| {
            let around = tree.ancestors(*inner).take_while(|up| *up != id);
            let set =
                |up: HtmlNodeId| matches!(tree.name(up), "em" | "i" | "small" | "address");
            set(id) || around.into_iter().any(set)
        })
        .map(|inner| ledger.of(inner).chars)
        .sum();
    slanted >= ledger.of(id).chars * SET_APART
}

/// True if a block, or one near around it, is called one about the author.
fn is_about_author(ledger: &Ledger<'_>, roots: &[HtmlNodeId], id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let around = tree.ancestors(id).take(3).take_while(|up| !roots.contains(up));
    std::iter::once(id).chain(around).any(|up| names::is_about_author(&tree.label(up)))
}

/// Letters of a note on the author, at most: a long paragraph or two.
const NOTE: f32 = 1500.0;

/// Letters of text before a note on the author, at least, and behind it, at most.
const BEFORE: f32 = 60.0;
const BEHIND: f32 = 300.0;

/// True for the name of a box about the author or the rights.
fn is_called_note(label: &str) -> bool {
    names::is_about_author(label)
        || names::has_part(
            label,
            &["legal", "disclaimer", "disclosure", "copyright", "imprint"],
        )
}

/// Takes out the boxes about the author and the rights behind the text. In a short article they can
/// be longer than the text is.
pub(super) fn take_author_boxes(ledger: &mut Ledger<'_>, roots: &[HtmlNodeId]) {
    let tree = ledger.tree;
    let all: f32 = roots.iter().map(|root| ledger.text_letters(*root)).sum();
    let mut before = 0.0;
    for root in roots {
        for id in ledger.walk(*root) {
            if tree.text(id).is_some() && !ledger.is_out(id) {
                before += ledger.of(id).chars;
            }
            let text = ledger.text_letters(id);
            if (id != *root || roots.len() > 1)
                && (BEFORE..=NOTE).contains(&text)
                && is_called_note(&tree.label(id))
                && before >= BEFORE
                && all - text - before <= BEHIND
                && !tree.descend(id).any(|inner| {
                    matches!(tree.name(inner), "h1" | "article")
                        || within::is_text(ledger, inner)
                })
            {
                ledger.take(id, "behind-the-text", text);
            }
        }
    }
}
