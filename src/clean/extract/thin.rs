//! Report of articles that are thin beside their page, and of other pages.

use std::collections::BTreeSet;

use super::names;
use super::stats::Ledger;
use crate::article::PageKind;
use crate::diagnostic::{Diagnostic, Place};
use crate::read::html::{HtmlNodeId, HtmlTree};

/// The part of the page's running text, and of all its text, that an article has at least.
const PART: f32 = 0.45;

/// Letters of running text outside an article, below which nothing much can be lost.
const MUCH: f32 = 600.0;

/// Letters of a page from which on an article of less than [`PART`] of them is thin.
const LONG: f32 = 1500.0;

/// Letters of an article below which it is thin if the page has much besides.
const SHORT: f32 = 700.0;

/// Letters below which a page shows nothing: its text may need scripts.
const NOTHING: f32 = 60.0;

/// The part of all that a page shows, navigation and comments included, that an article has at least.
const PART_OF_ALL: f32 = 1.0 / 3.0;

/// Least ratio of the running text that is left out, comments included, to the article.
const MORE_PROSE: f32 = 1.5;

/// The part that is left out of what a list of other pages shows, beside the list, at most.
const REST_OF_LIST: f32 = 0.25;

/// The part of a page's text that such a short article has at least.
const SHORT_PART: f32 = 0.6;

/// Letters of a page and of its article.
#[derive(Debug, Default)]
struct Letters {
    article: f32,
    article_prose: f32,
    page: f32,
    page_prose: f32,
    /// Letters of all that the page shows.
    all: f32,
    /// Letters of running text among them.
    all_prose: f32,
}

impl Letters {
    /// True if a long list is nearly all that the page shows.
    fn are_a_whole_list(&self) -> bool {
        self.article >= LONG && self.all - self.article < self.article * REST_OF_LIST
    }

    fn are_thin(&self) -> bool {
        let lost = self.page_prose - self.article_prose;
        lost >= MUCH && self.article_prose < self.page_prose * PART
            || self.page >= LONG && self.article < self.page * PART
            || self.article < NOTHING
            || self.article < SHORT && self.article < self.page * SHORT_PART
            || self.article < self.all * PART_OF_ALL && {
                let left_out = self.all_prose - self.article_prose;
                left_out >= MUCH && left_out >= self.article * MORE_PROSE
            }
    }
}

/// Returns a warning if the article has little of the page's text, or the page is a list.
pub(super) fn report(
    ledger: &Ledger<'_>,
    roots: &[HtmlNodeId],
    kind: PageKind,
) -> Option<Diagnostic> {
    let letters = count(ledger, roots);
    if letters.are_thin() {
        let message = if letters.article < NOTHING {
            "the page has hardly any text: its scripts may fetch it"
        } else {
            "the article has less than half of the page's text"
        };
        let warning = Diagnostic::warning("thin-result", Place::default(), message);
        return Some(
            warning.hint(
                "--explain lists what was left out; --content SELECTOR names the article",
            ),
        );
    }
    let is_other = match kind {
        PageKind::Listing => !letters.are_a_whole_list(),
        PageKind::Product => true,
        PageKind::Article | PageKind::Thread | PageKind::Documentation | PageKind::Recipe => {
            false
        }
    };
    if is_other {
        let message = format!("the page is a {} rather than an article", kind.name());
        let warning = Diagnostic::warning("not-an-article", Place::default(), message);
        return Some(warning.hint("--content SELECTOR names the part to print"));
    }
    None
}

/// Counts the letters of the article and of the page without the parts that no article is in.
fn count(ledger: &Ledger<'_>, roots: &[HtmlNodeId]) -> Letters {
    let tree = ledger.tree;
    let unseen: BTreeSet<HtmlNodeId> = ledger
        .verdicts
        .iter()
        .filter(|verdict| matches!(verdict.rule, "hidden" | "dialog"))
        .map(|verdict| verdict.node)
        .collect();
    let chosen: BTreeSet<HtmlNodeId> = roots.iter().copied().collect();
    let mut letters = Letters::default();
    let mut next = Some(HtmlTree::ROOT);
    // Node at which a part ends that no article is in.
    let (mut is_beside_text, mut beside_end) = (false, None);
    while let Some(now) = next {
        if is_beside_text && beside_end == Some(now) {
            is_beside_text = false;
        }
        let root = chosen.contains(&now);
        if !root && (unseen.contains(&now) || is_mute(tree, now)) {
            next = tree.beyond(now, HtmlTree::ROOT);
            continue;
        }
        if root {
            is_beside_text = false;
        } else if !is_beside_text && is_beside(tree, now) {
            is_beside_text = true;
            beside_end = tree.beyond(now, HtmlTree::ROOT);
        }
        let own = ledger.of(now).chars;
        if tree.text(now).is_some() {
            letters.all += own;
            letters.page += if is_beside_text { 0.0 } else { own };
        }
        if ledger.is_prose_block(now) {
            letters.all_prose += own;
            letters.page_prose += if is_beside_text { 0.0 } else { own };
        }
        next = tree.children(now).next().or_else(|| tree.beyond(now, HtmlTree::ROOT));
    }
    for root in roots.iter().filter(|root| !ledger.is_out(**root)) {
        letters.article += ledger.of(*root).chars;
        letters.article_prose += ledger.prose(*root);
    }
    letters
}

/// Returns a note that names the kind of a page that is no plain article.
pub(super) fn name_kind(kind: PageKind) -> Option<Diagnostic> {
    let message = format!("the page is of the kind `{}`", kind.name());
    (kind != PageKind::Article)
        .then(|| Diagnostic::note("page-kind", Place::default(), message))
}

/// True for a part that a page does not show.
fn is_mute(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    matches!(tree.name(id), "noscript" | "template" | "head" | "script" | "style")
}

/// True for a part that no article is in: navigation, comments, other stories.
fn is_beside(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    if !tree.is_element(id) {
        return false;
    }
    matches!(tree.name(id), "nav" | "footer" | "aside")
        || !matches!(tree.name(id), "html" | "body" | "main" | "article")
            && names::has_part(&tree.label(id), &BESIDE)
}

/// Parts of the names of such parts.
const BESIDE: [&str; 16] = [
    "comment",
    "comments",
    "commentlist",
    "disqus",
    "replies",
    "respond",
    "related",
    "sidebar",
    "recommended",
    "footer",
    "cookie",
    "consent",
    "newsletter",
    "promo",
    "menu",
    "nav",
];
