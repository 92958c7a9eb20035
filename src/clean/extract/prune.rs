//! Removal of hidden elements, scripts, navigation and unlikely elements.

use super::names;
use super::stats::Ledger;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// The part of a page's running text above which what holds it is not judged by its name.
const MOST: f32 = 0.6;

/// Letters up to which a box that is called an advertisement is one.
const ADVERTISEMENT: f32 = 300.0;

/// Letters of running text below which a box that opens over a word is one.
const CARD: f32 = 400.0;

/// Takes out what cannot be seen.
pub(super) fn hidden(ledger: &mut Ledger<'_>) {
    let tree = ledger.tree;
    for id in ledger.walk(HtmlTree::ROOT) {
        if !tree.is_element(id) || ledger.is_gone(id) || inside_gone(ledger, id) {
            continue;
        }
        if matches!(tree.name(id), "script" | "style" | "template") {
            // Formulas in scripts are the flow's to read; shadow roots hold the page itself.
            continue;
        }
        if is_hidden(tree, id) && !holds_formula(tree, id) {
            ledger.take(id, "hidden", 0.0);
        } else if is_dialog(tree, id) {
            ledger.take(id, "dialog", 0.0);
        }
    }
}

/// True if an element around a node is removed.
fn inside_gone(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    ledger.tree.ancestors(id).any(|around| ledger.is_gone(around))
}

fn is_hidden(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let style = tree.attribute(id, "style").unwrap_or("").to_ascii_lowercase();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let unseen = style
        .split(';')
        .any(|rule| rule.starts_with("display:none") || rule.starts_with("visibility:hidden"));
    let class = tree.attribute(id, "class").unwrap_or("");
    let named = class.split_whitespace().any(|name| {
        matches!(name, "katex-html" | "MathJax_Preview" | "MathJax_SVG" | "mw-editsection")
            || matches!(
                name,
                "sr-only"
                    | "visually-hidden"
                    | "visuallyhidden"
                    | "screen-reader-text"
                    | "off-screen"
                    | "offscreen"
                    | "noprint"
                    // What MediaWiki puts around an article.
                    | "navbox"
                    | "vertical-navbox"
                    | "sistersitebox"
                    | "side-box"
                    | "ambox"
                    | "catlinks"
                    | "printfooter"
                    | "mw-jump-link"
                    | "portalbox"
                    | "mw-empty-elt"
                    | "no-print"
            )
    });
    let aria = tree.attribute(id, "aria-hidden") == Some("true")
        && !class.contains("fallback-image")
        && !matches!(tree.name(id), "img" | "svg");
    let word = tree.attribute(id, "hidden").is_some_and(|value| value != "until-found");
    unseen || named || aria || word
}

fn holds_formula(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.descend(id).any(|inner| tree.name(inner) == "math")
}

fn is_dialog(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.attribute(id, "aria-modal") == Some("true")
        || tree.attribute(id, "role") == Some("dialog")
        || tree.name(id) == "dialog"
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
        if matches!(
            role,
            "menu"
                | "menubar"
                | "tablist"
                | "complementary"
                | "navigation"
                | "alert"
                | "alertdialog"
        ) {
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
        // What is quoted from a network in a box for it is a part of the article.
        let quotes = || tree.descend(id).any(|inner| tree.name(inner) == "blockquote");
        let sheltered = sheltered || name.contains("social") && quotes();
        // What heads a section or names a thing is called a header in its own right.
        let heads = matches!(
            tree.name(id),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "dd" | "figcaption" | "hgroup"
        );
        let sheltered = sheltered || heads && !names::is_surely_other(&name);
        if names::is_unlikely(&name) && !sheltered {
            // What holds most of the page's running text is hardly what it is called.
            let most = !names::is_surely_other(&name)
                && ledger.of(id).chars > prose * MOST
                && ledger.prose(id) > prose * MOST;
            if most {
                ledger.spare(id, "unlikely-name", 0.0);
            } else {
                ledger.take(id, "unlikely-name", 0.0);
            }
        }
    }
}
