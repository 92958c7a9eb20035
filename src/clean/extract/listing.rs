//! Listings: pages of cards that lead to other pages.

use std::collections::BTreeMap;

use super::claims;
use super::stats::Ledger;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// Cards that a listing has at least.
const CARDS: usize = 6;

/// The part of the main part's text that is in the cards of a listing.
const MOST: f32 = 0.4;

/// The part of their letters that are links, in cards, at least.
const LINKED: f32 = 0.2;

/// The part of the main part's letters below which a choice in it is no article.
const SMALL: f32 = 0.4;

/// Letters of a card, at least and at most: a headline, a headline with some lines.
const CARD: std::ops::RangeInclusive<f32> = 12.0..=700.0;

/// Returns the element whose children are most of the page's text, in cards: parts of one name,
/// each with a link.
pub(super) fn cards(ledger: &Ledger<'_>) -> Option<HtmlNodeId> {
    let tree = ledger.tree;
    let main = main_part(ledger);
    let all = ledger.of(main).chars;
    let mut cards: BTreeMap<(HtmlNodeId, &str, &str), CardGroup> = BTreeMap::new();
    for id in ledger.walk(main) {
        let Some(parent) = tree.parent(id).filter(|_| tree.is_element(id)) else { continue };
        let stats = ledger.of(id);
        let is_card = stats.links > 0.0
            && CARD.contains(&stats.chars)
            && matches!(tree.name(id), "div" | "li" | "article" | "section" | "a" | "tr");
        if is_card && !matches!(tree.name(parent), "nav" | "p") && !is_beside(tree, id) {
            let class = tree.attribute(id, "class").unwrap_or("");
            let class = class.split_whitespace().next().unwrap_or("");
            let card = cards.entry((parent, tree.name(id), class)).or_default();
            card.count += 1;
            card.chars += stats.chars;
            card.linked += stats.linked;
        }
    }
    let lists = cards
        .into_iter()
        .filter(|(_, group)| group.count >= CARDS && group.linked >= group.chars * LINKED);
    let ((parent, ..), group) =
        lists.max_by(|(_, one), (_, other)| one.chars.total_cmp(&other.chars))?;
    (group.chars >= all * MOST).then_some(parent)
}

/// Number and letters of the parts of one name in an element.
#[derive(Debug, Default)]
struct CardGroup {
    count: usize,
    chars: f32,
    linked: f32,
}

/// True if a choice has so little of the main part of a page that states no article that the main
/// part is to be set as it is.
pub(super) fn is_small_part(ledger: &Ledger<'_>, chosen: f32) -> bool {
    let main = main_part(ledger);
    ledger.tree.name(main) != "body" && chosen < ledger.of(main).chars * SMALL
}

/// True if an element is within a part beside the main one.
fn is_beside(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.ancestors(id).any(|up| matches!(tree.name(up), "nav" | "header" | "footer" | "aside"))
}

/// Returns the main part of a page that has one with some text, else all of it.
pub(super) fn main_part(ledger: &Ledger<'_>) -> HtmlNodeId {
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
