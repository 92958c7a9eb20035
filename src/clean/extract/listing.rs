//! Listings: pages of cards that lead to other pages.

use std::collections::BTreeMap;

use super::claims;
use super::stats::Ledger;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// Cards that a listing has at least.
const CARDS: usize = 6;

/// The part of the main part's text that is in the cards of a listing.
const MOST: f32 = 0.4;

/// Letters of a card, at least and at most: a headline, a headline with some lines.
const CARD: std::ops::RangeInclusive<f32> = 12.0..=700.0;

/// Returns the element whose children are most of the page's text, in cards: parts of one name,
/// each with a link.
pub(super) fn cards(ledger: &Ledger<'_>) -> Option<HtmlNodeId> {
    let tree = ledger.tree;
    let main = main_part(ledger);
    let all = ledger.of(main).chars;
    let mut cards: BTreeMap<(HtmlNodeId, &str, &str), (usize, f32)> = BTreeMap::new();
    for id in ledger.walk(main) {
        let Some(parent) = tree.parent(id).filter(|_| tree.is_element(id)) else { continue };
        let stats = ledger.of(id);
        let is_card = stats.links > 0.0
            && CARD.contains(&stats.chars)
            && matches!(tree.name(id), "div" | "li" | "article" | "section" | "a" | "tr");
        let beside = matches!(tree.name(parent), "nav" | "p") || is_beside(tree, id);
        if is_card && !beside {
            let class = tree.attribute(id, "class").unwrap_or("");
            let class = class.split_whitespace().next().unwrap_or("");
            let card = cards.entry((parent, tree.name(id), class)).or_default();
            card.0 += 1;
            card.1 += stats.chars;
        }
    }
    let lists = cards.into_iter().filter(|(_, (count, _))| *count >= CARDS);
    let (parent, chars) = lists
        .map(|((parent, ..), (_, chars))| (parent, chars))
        .max_by(|one, other| one.1.total_cmp(&other.1))?;
    (chars >= all * MOST).then_some(parent)
}

/// True if an element is within a part beside the main one.
fn is_beside(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.ancestors(id)
        .any(|up| matches!(tree.name(up), "nav" | "header" | "footer" | "aside"))
}

/// The main part of a page, else all of it.
fn main_part(ledger: &Ledger<'_>) -> HtmlNodeId {
    let tree = ledger.tree;
    let main = tree.descend(HtmlTree::ROOT).find(|id| {
        (tree.name(*id) == "main" || tree.attribute(*id, "role") == Some("main"))
            && ledger.of(*id).chars >= claims::STORY
    });
    main.or_else(|| tree.first(HtmlTree::ROOT, "body")).unwrap_or(HtmlTree::ROOT)
}

/// Letters of running text outside the cards.
pub(super) fn prose_outside(ledger: &Ledger<'_>, cards: Option<HtmlNodeId>) -> f32 {
    let inside = cards.map_or(0.0, |cards| ledger.prose(cards));
    ledger.prose(main_part(ledger)) - inside
}

/// Returns the elements of a listing: the main part of the page, else its cards.
pub(super) fn roots(ledger: &Ledger<'_>) -> Vec<HtmlNodeId> {
    let main = main_part(ledger);
    if ledger.tree.name(main) == "body" {
        return cards(ledger).into_iter().collect();
    }
    vec![main]
}
