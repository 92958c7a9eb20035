//! Kind of a page: article, thread, documentation, recipe, product or listing.
//!
//! Goes by what the page states of itself, the program that made it, its address, and repeated
//! parts; the first sign in this order decides. A page without a sign is an article.

use super::stats::Ledger;
use super::{json_ld, listing, thread};
use crate::article::PageKind;
use crate::read::html::HtmlTree;

/// Programs that make documentation, as the `generator` of a page names them.
const DOCUMENTATION: [&str; 13] = [
    "antora",
    "docfx",
    "docusaurus",
    "docutils",
    "doxygen",
    "gitbook",
    "javadoc",
    "mdbook",
    "mkdocs",
    "rustdoc",
    "sphinx",
    "starlight",
    "vitepress",
];

/// Programs that make forums.
const FORUMS: [&str; 9] = [
    "discourse",
    "flarum",
    "invision",
    "mybb",
    "nodebb",
    "phpbb",
    "simple machines",
    "vbulletin",
    "xenforo",
];

/// Parts of addresses of documentation.
const DOCUMENTATION_PATHS: [&str; 6] =
    ["docs", "documentation", "reference", "manual", "apidocs", "javadoc"];

/// Beginnings of parts of addresses of threads.
const THREAD_PATHS: [&str; 7] =
    ["forum", "thread", "viewtopic", "showthread", "topic", "questions", "discussion"];

/// Letters of running text from which on a page is no listing: cards stand below many articles.
const PROSE: f32 = 1500.0;

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
    if is_stated_article(tree, &types) {
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
    let cards = listing::cards(ledger);
    if (listed || cards.is_some()) && listing::prose_outside(ledger, cards) < PROSE {
        return PageKind::Listing;
    }
    PageKind::Article
}

/// True if a page states as data, in JSON-LD or microdata, that it is an article. What `og:type`
/// says of itself does not count: many programs call every page of a site an article there.
pub(super) fn is_article_by_data(tree: &HtmlTree) -> bool {
    types(tree).iter().any(|kind| is_article_type(kind))
}

/// True if a page states that it is an article.
pub(super) fn states_article(tree: &HtmlTree) -> bool {
    is_stated_article(tree, &types(tree))
}

fn is_stated_article(tree: &HtmlTree, types: &[String]) -> bool {
    types.iter().any(|kind| is_article_type(kind))
        || meta(tree, "og:type").as_deref() == Some("article")
}

fn is_article_type(kind: &str) -> bool {
    kind.ends_with("Article") || kind.ends_with("BlogPosting")
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
    let told =
        tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "meta").find(|id| {
            ["name", "property"].iter().any(|key| tree.attribute(*id, key) == Some(name))
        })?;
    tree.attribute(told, "content").map(str::to_ascii_lowercase)
}

/// True if one of some programs made the page.
fn is_made_by(tree: &HtmlTree, programs: &[&str]) -> bool {
    meta(tree, "generator")
        .is_some_and(|generator| programs.iter().any(|program| generator.contains(program)))
}

/// True if a part of the page's path is one of some words, or begins with one.
fn path_has(tree: &HtmlTree, words: &[&str], begins: bool) -> bool {
    let canonical = tree
        .descend(HtmlTree::ROOT)
        .find(|id| tree.name(*id) == "link" && tree.attribute(*id, "rel") == Some("canonical"))
        .and_then(|id| tree.attribute(id, "href").map(str::to_ascii_lowercase));
    let Some(address) = canonical.or_else(|| meta(tree, "og:url")) else { return false };
    let rest = address.split_once("//").map_or(address.as_str(), |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().expect("a text has a first part");
    // The host says so too: `docs.example.org`.
    let mut parts = path.split(['/', '.']);
    parts.any(|part| words.iter().any(|word| part == *word || begins && part.starts_with(word)))
}
