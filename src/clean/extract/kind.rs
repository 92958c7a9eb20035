//! Kind of a page: article, thread, documentation, recipe, product or listing.
//!
//! Goes by what the page states of itself, the program that made it, its address, and repeated
//! parts; the first sign in this order decides. A page without a sign is an article.

use std::collections::BTreeMap;

use super::stats::Ledger;
use super::{json_ld, thread};
use crate::article::PageKind;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// Programs that make documentation, as the `generator` of a page names them.
const DOCUMENTATION: [&str; 13] = [
    "antora", "docfx", "docusaurus", "docutils", "doxygen", "gitbook", "javadoc", "mdbook",
    "mkdocs", "rustdoc", "sphinx", "starlight", "vitepress",
];

/// Programs that make forums.
const FORUMS: [&str; 9] = [
    "discourse", "flarum", "invision", "mybb", "nodebb", "phpbb", "simple machines", "vbulletin",
    "xenforo",
];

/// Parts of addresses of documentation.
const DOCUMENTATION_PATHS: [&str; 6] =
    ["docs", "documentation", "reference", "manual", "apidocs", "javadoc"];

/// Beginnings of parts of addresses of threads.
const THREAD_PATHS: [&str; 7] =
    ["forum", "thread", "viewtopic", "showthread", "topic", "questions", "discussion"];

/// Cards that a listing has at least.
const CARDS: usize = 8;

/// The part of a page's text in its cards from which on it is a listing, or in links.
const MOST: f32 = 0.6;

/// Letters of running text from which on a page is no listing, whatever is on it besides.
const PROSE: f32 = 2500.0;

/// Returns the kind of a page.
pub(super) fn kind(ledger: &Ledger<'_>) -> PageKind {
    let tree = ledger.tree;
    let types = types(tree);
    let states = |wanted: &[&str]| types.iter().any(|kind| wanted.contains(&kind.as_str()));
    let posts = || thread::posts(ledger).len() > 1;
    if states(&["Recipe"]) {
        return PageKind::Recipe;
    }
    let asks = states(&["DiscussionForumPosting", "QAPage"]);
    let forum = asks || is_made_by(tree, &FORUMS) || path_has(tree, &THREAD_PATHS, true);
    if forum && posts() {
        return PageKind::Thread;
    }
    if states(&["TechArticle", "APIReference"]) || is_made_by(tree, &DOCUMENTATION) {
        return PageKind::Documentation;
    }
    let article = |kind: &String| kind.ends_with("Article") || kind.ends_with("BlogPosting");
    if types.iter().any(article) || meta(tree, "og:type").as_deref() == Some("article") {
        return PageKind::Article;
    }
    if states(&["Product", "ProductGroup"])
        || meta(tree, "og:type").is_some_and(|kind| kind.starts_with("product"))
    {
        return PageKind::Product;
    }
    if path_has(tree, &DOCUMENTATION_PATHS, false) {
        return PageKind::Documentation;
    }
    if thread::is_thread(ledger) {
        return PageKind::Thread;
    }
    let listed = states(&["CollectionPage", "ItemList", "SearchResultsPage"]);
    if (listed || is_list_of_cards(ledger)) && ledger.prose(HtmlTree::ROOT) < PROSE {
        return PageKind::Listing;
    }
    PageKind::Article
}

/// The types that a page states, in JSON-LD and in microdata outside other items.
fn types(tree: &HtmlTree) -> Vec<String> {
    let mut found = json_ld::types(tree);
    for id in tree.descend(HtmlTree::ROOT) {
        let Some(kind) = tree.attribute(id, "itemtype") else { continue };
        let inner = tree.ancestors(id).any(|up| {
            tree.attribute(up, "itemtype").is_some_and(|kind| !kind.ends_with("WebPage"))
        });
        if !inner {
            found.extend(kind.trim().rsplit('/').next().map(str::to_owned));
        }
    }
    found
}

/// The content of a `meta` element, in small letters.
fn meta(tree: &HtmlTree, name: &str) -> Option<String> {
    let told = tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "meta").find(|id| {
        ["name", "property"].iter().any(|key| tree.attribute(*id, key) == Some(name))
    })?;
    tree.attribute(told, "content").map(str::to_ascii_lowercase)
}

/// True if one of some programs made the page.
fn is_made_by(tree: &HtmlTree, programs: &[&str]) -> bool {
    let generator = meta(tree, "generator").unwrap_or_default();
    programs.iter().any(|program| generator.contains(program))
}

/// True if a part of the page's path is one of some words, or begins with one.
fn path_has(tree: &HtmlTree, words: &[&str], begins: bool) -> bool {
    let canonical = tree
        .descend(HtmlTree::ROOT)
        .find(|id| tree.name(*id) == "link" && tree.attribute(*id, "rel") == Some("canonical"))
        .and_then(|id| tree.attribute(id, "href").map(str::to_ascii_lowercase));
    let Some(address) = canonical.or_else(|| meta(tree, "og:url")) else { return false };
    let rest = address.split_once("//").map_or(address.as_str(), |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or(rest);
    // The host says so too: `docs.example.org`.
    let mut parts = path.split(['/', '.']);
    parts.any(|part| {
        words.iter().any(|word| part == *word || begins && part.starts_with(word))
    })
}

/// True if most of a page's text is in cards: parts of the same name, each with a link.
fn is_list_of_cards(ledger: &Ledger<'_>) -> bool {
    let tree = ledger.tree;
    let all = ledger.of(HtmlTree::ROOT).chars;
    let mut cards: BTreeMap<(HtmlNodeId, &str, &str), (usize, f32)> = BTreeMap::new();
    for id in ledger.walk(HtmlTree::ROOT) {
        let Some(parent) = tree.parent(id).filter(|_| tree.is_element(id)) else { continue };
        let stats = ledger.of(id);
        let beside = matches!(tree.name(parent), "nav" | "body" | "p");
        if stats.links == 0.0 || stats.chars == 0.0 || beside || tree.name(id) == "a" {
            continue;
        }
        let class = tree.attribute(id, "class").unwrap_or("");
        let card = cards.entry((parent, tree.name(id), class)).or_default();
        card.0 += 1;
        card.1 += stats.chars;
    }
    cards.values().any(|(count, chars)| *count >= CARDS && *chars >= all * MOST)
}
