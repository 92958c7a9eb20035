//! What stands above the text: headline, author, date.
//!
//! Comes in: a [`Ledger`], the roots of the article and what is known of it. Goes out: the same
//! without what the title block will say. Never done here: a line of the text taken.

use super::meta;
use super::names;
use super::stats::Ledger;
use super::title;
use crate::article::{Inline, Metadata, plain_text};
use crate::read::html::{NodeId, Tree};

/// Letters of a line that tells author and date, at most.
const LONGEST_FACTS: f32 = 160.0;

/// Letters of a line under the headline, at least and at most.
const SUBTITLE: std::ops::RangeInclusive<usize> = 20..=320;

/// The headline and the byline are in the metadata, and need not stand in the text again.
pub(super) fn take(ledger: &mut Ledger<'_>, roots: &[NodeId], meta: &mut Metadata) {
    let tree = ledger.tree;
    let headline = plain_text(&meta.title);
    for root in roots {
        for id in ledger.walk(*root) {
            if matches!(tree.name(id), "h1" | "h2")
                && title::opens(&headline, &ledger.words(id))
            {
                ledger.take(id, "headline", 0.0);
            }
        }
    }
    if meta.byline.is_some() {
        for (id, _) in meta::shown_bylines(tree) {
            if roots.iter().any(|root| tree.ancestors(id).any(|up| up == *root)) {
                ledger.take(id, "byline", 0.0);
            }
        }
    }
    for id in above(ledger, roots).into_iter().chain(top(ledger, roots)) {
        if ledger.is_out(id) {
            continue;
        }
        if is_subtitle(tree, id) {
            let words = ledger.words(id);
            let fits = SUBTITLE.contains(&words.chars().count());
            if fits && meta.subtitle.is_empty() && ledger.take(id, "subtitle", 0.0) {
                meta.subtitle = vec![Inline::Text(words)];
            }
        } else if tells_facts(ledger, id) {
            ledger.take(id, "byline", 0.0);
        }
    }
}

/// The lines under the headline that stand before the roots, in the same article.
fn above(ledger: &Ledger<'_>, roots: &[NodeId]) -> Vec<NodeId> {
    let tree = ledger.tree;
    let Some(first) = roots.first() else { return Vec::new() };
    let article = |id: &NodeId| matches!(tree.name(*id), "article" | "main");
    let Some(article) = tree.ancestors(*first).find(article) else { return Vec::new() };
    let before = ledger.walk(article).into_iter().take_while(|id| id != first);
    before.filter(|id| is_subtitle(tree, *id)).collect()
}

/// The elements before the first paragraph of running text.
fn top(ledger: &Ledger<'_>, roots: &[NodeId]) -> Vec<NodeId> {
    let mut found = Vec::new();
    for id in roots.iter().flat_map(|root| ledger.walk(*root).into_iter().skip(1)) {
        if ledger.is_prose_block(id) && !is_subtitle(ledger.tree, id) {
            break;
        }
        if ledger.tree.is_element(id) {
            found.push(id);
        }
    }
    found
}

/// Whether an element is called a line under the headline.
fn is_subtitle(tree: &Tree, id: NodeId) -> bool {
    let shape = matches!(tree.name(id), "p" | "h2" | "h3" | "h4" | "div");
    let called = tree
        .attribute(id, "itemprop")
        .is_some_and(|name| matches!(name, "description" | "alternativeHeadline"));
    shape
        && (called
            || names::has_part(
                &tree.label(id),
                &["dek", "subtitle", "subhead", "subheadline", "standfirst", "strapline"],
            ))
}

/// Whether an element tells author or date, and no more.
fn tells_facts(ledger: &Ledger<'_>, id: NodeId) -> bool {
    let tree = ledger.tree;
    let stats = ledger.of(id);
    if stats.chars == 0.0 || stats.chars > LONGEST_FACTS || stats.images > 0.0 {
        return false;
    }
    if matches!(tree.name(id), "table" | "blockquote" | "pre" | "h1" | "h2" | "figure") {
        return false;
    }
    let called = tree.attribute(id, "itemprop").is_some_and(|name| {
        matches!(name, "datePublished" | "dateModified" | "dateCreated" | "author")
    });
    tree.name(id) == "time" || called || names::tells_facts(&tree.label(id))
}
