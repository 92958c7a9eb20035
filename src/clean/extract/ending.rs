//! What stands behind the article's last sentence.
//!
//! Comes in: a [`Ledger`] and the roots of the article. Goes out: the same without the notes on
//! the author, the advice to follow someone, the links and the rights at the end. Never done here:
//! looking further up than the last paragraph of the text.

use super::stats::Ledger;
use crate::read::html::NodeId;

/// Blocks behind the last sentence that are looked at.
const LAST: usize = 12;

/// Words of such a block, at most.
const LONGEST: usize = 75;

/// The part of its letters that are links, in a block that only leads elsewhere.
const ONLY_LINKS: f32 = 0.9;

/// Hosts where people are followed.
const NETWORKS: [&str; 10] = [
    "twitter.com",
    "x.com",
    "facebook.com",
    "instagram.com",
    "linkedin.com",
    "youtube.com",
    "tiktok.com",
    "bsky.app",
    "t.me",
    "plus.google.com",
];

/// Takes out what stands behind the text.
pub(super) fn take(ledger: &mut Ledger<'_>, roots: &[NodeId]) {
    let blocks: Vec<NodeId> = roots.iter().flat_map(|root| ledger.leaves(*root)).collect();
    for id in blocks.into_iter().rev().take(LAST) {
        if !is_behind(ledger, id) {
            break;
        }
        ledger.take(id, "behind-the-text", ledger.of(id).link_density());
    }
}

/// Whether a block says nothing of the article's matter.
fn is_behind(ledger: &Ledger<'_>, id: NodeId) -> bool {
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
    let links_only = stats.link_density() >= ONLY_LINKS;
    links_only || is_rights(&words) || (leads_to_people(ledger, id) && is_aside(ledger, id))
}

/// `© 2024 ...`, `Copyright ...`.
fn is_rights(words: &str) -> bool {
    words.starts_with('©') || words.starts_with("Copyright ") || words.starts_with("(c) ")
}

/// Whether a block has a link to a person's page on a network, or to a letter box.
fn leads_to_people(ledger: &Ledger<'_>, id: NodeId) -> bool {
    let tree = ledger.tree;
    tree.descend(id).filter(|inner| tree.name(*inner) == "a").any(|link| {
        let to = tree.attribute(link, "href").unwrap_or("").to_ascii_lowercase();
        let host = to.split("//").nth(1).and_then(|rest| rest.split(['/', '?']).next());
        to.starts_with("mailto:")
            || host.is_some_and(|host| {
                NETWORKS.contains(&host.trim_start_matches("www.").trim_start_matches("m."))
            })
    })
}

/// Whether a block is set apart from the text, in italics or as small print, as a whole.
fn is_aside(ledger: &Ledger<'_>, id: NodeId) -> bool {
    let tree = ledger.tree;
    let all = ledger.of(id).chars;
    let slanted: f32 = tree
        .descend(id)
        .filter(|inner| matches!(tree.name(*inner), "em" | "i" | "small" | "address"))
        .map(|inner| ledger.of(inner).chars)
        .fold(0.0, f32::max);
    let parts: f32 = tree
        .elements(id)
        .filter(|inner| matches!(tree.name(*inner), "em" | "i" | "small"))
        .map(|inner| ledger.of(inner).chars)
        .sum();
    slanted.max(parts) >= all * 0.8
}
