//! Removal of elements whose names or roles say that they are not the article.

use super::names;
use super::stats::Ledger;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// The part of a page's running text above which what holds it is not judged by its name.
const MOST: f32 = 0.6;

/// Letters of running text above a box from which on it can be that of comments: a paragraph.
const ARTICLE: f32 = 80.0;

/// Whole parts of the names of comments.
const COMMENTS: [&str; 6] =
    ["comment", "comments", "commentlist", "commentform", "disqus", "respond"];

/// Letters up to which a box that is called an advertisement is one.
const ADVERTISEMENT: f32 = 300.0;

/// Letters of running text below which a box that opens over a word is one.
const CARD: f32 = 400.0;

/// True if an element around a node is removed.
fn inside_gone(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    ledger.tree.ancestors(id).any(|around| ledger.is_gone(around))
}

/// Takes out what its name or its role says is no article.
pub(super) fn unlikely(ledger: &mut Ledger<'_>) {
    let tree = ledger.tree;
    let prose = ledger.prose(HtmlTree::ROOT);
    for id in ledger.walk(HtmlTree::ROOT) {
        if !tree.is_element(id) || ledger.is_gone(id) || inside_gone(ledger, id) {
            continue;
        }
        if matches!(tree.name(id), "body" | "html" | "a" | "head" | "main" | "article") {
            continue;
        }
        let role = tree.attribute(id, "role").unwrap_or("");
        if matches!(role, "menu" | "menubar" | "complementary" | "navigation" | "alert")
            || role == "tablist" && ledger.prose(id) == 0.0
        {
            ledger.take(id, "page-furniture", 0.0);
            continue;
        }
        let name = tree.label(id).to_ascii_lowercase();
        if names::is_advertisement(&name) && ledger.of(id).chars <= ADVERTISEMENT {
            ledger.take(id, "advertisement", ledger.of(id).chars);
            continue;
        }
        if names::is_card(&name)
            && ledger.prose(id) < CARD
            && ledger.of(id).chars < prose * MOST
        {
            ledger.take(id, "unlikely-name", 0.0);
            continue;
        }
        // A sign in a box of its own adorns the box.
        let icon = names::has_part(&name, &["icon", "emoji"])
            && matches!(tree.name(id), "div" | "p")
            && ledger.of(id).chars > 0.0
            && !ledger.words(id).contains(char::is_alphanumeric);
        if icon {
            ledger.take(id, "hidden", 0.0);
            continue;
        }
        let sheltered = tree
            .ancestors(id)
            .any(|around| matches!(tree.name(around), "table" | "pre" | "code"));
        // A post of a network in a box for quoting it is a part of the article.
        let quotes = || tree.descend(id).any(|inner| tree.name(inner) == "blockquote");
        let sheltered = sheltered || name.contains("social") && quotes();
        // Heads of sections and names of things are called headers in their own right.
        let heads = matches!(
            tree.name(id),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "dd" | "figcaption" | "hgroup"
        );
        let sheltered = sheltered
            || heads && !names::is_surely_other(&name) && !names::is_mostly_other(&name);
        if !sheltered && names::is_unlikely(&tree.label(id)) {
            // A box with most of the page's running text is hardly what it is called.
            let most = !names::is_surely_other(&name)
                && ledger.of(id).chars > prose * MOST
                && ledger.prose(id) > prose * MOST;
            let reads_on = || !names::is_surely_other(&name) && ledger.reads_on(id);
            if most || reads_on() {
                ledger.spare(id, "unlikely-name", 0.0);
            } else {
                ledger.take(id, "unlikely-name", 0.0);
            }
        }
    }
}

/// Takes out the comments below an article, whatever else their names say and however short the
/// article is.
pub(super) fn comments(ledger: &mut Ledger<'_>) {
    let tree = ledger.tree;
    let mut before = 0.0;
    for id in ledger.walk(HtmlTree::ROOT) {
        if !tree.is_element(id) || ledger.is_out(id) {
            continue;
        }
        if ledger.is_prose_block(id) {
            before += ledger.of(id).chars;
        }
        let holds = |inner: HtmlNodeId| matches!(tree.name(inner), "h1" | "article" | "main");
        if before >= ARTICLE
            && matches!(tree.name(id), "div" | "section" | "ul" | "ol" | "li" | "form")
            && names::has_part(&tree.label(id), &COMMENTS)
            && !tree.descend(id).any(holds)
        {
            ledger.take(id, "unlikely-name", 0.0);
        }
    }
}
