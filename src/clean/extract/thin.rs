//! Report of articles that are thin beside their page, and of pages that are no articles.

use super::names;
use super::stats::Ledger;
use crate::article::PageKind;
use crate::diagnostic::{Diagnostic, Place};
use crate::read::html::{HtmlNodeId, HtmlTree};

/// The part of the page's running text that an article has at least.
const PART: f32 = 0.4;

/// Letters of running text outside an article, below which nothing much can be lost.
const MUCH: f32 = 600.0;

/// Returns a warning if the article has little of the page's running text, or the page is a list.
pub(super) fn report(
    ledger: &Ledger<'_>,
    roots: &[HtmlNodeId],
    kind: PageKind,
) -> Option<Diagnostic> {
    let tree = ledger.tree;
    let inside = |id: HtmlNodeId| roots.iter().any(|root| tree.is_within(id, *root));
    let (mut own, mut other) = (0.0, 0.0);
    for id in tree.descend(HtmlTree::ROOT).filter(|id| ledger.is_prose_block(*id)) {
        let chars = ledger.of(id).chars;
        if inside(id) && !ledger.is_out(id) {
            own += chars;
        } else if !is_beside(ledger, id) {
            other += chars;
        }
    }
    if std::env::var_os("THIN").is_some() {
        let chars: f32 = roots.iter().filter(|r| !ledger.is_out(**r)).map(|r| ledger.of(*r).chars).sum();
        let mut all = 0.0; let mut links = 0.0; let mut inputs = 0.0; let mut images = 0.0;
        let mut next = Some(HtmlTree::ROOT);
        while let Some(now) = next {
            let skip = matches!(tree.name(now), "head"|"script"|"style"|"nav"|"footer"|"aside"|"noscript"|"template") || is_beside(ledger, now);
            if skip { next = tree.beyond(now, HtmlTree::ROOT); continue; }
            if let Some(t) = tree.text(now) { all += t.trim().len() as f32; if tree.ancestors(now).any(|u| tree.name(u)=="a") { links += t.trim().len() as f32; } }
            if tree.name(now)=="input" { inputs += 1.0; }
            if tree.name(now)=="img" { images += 1.0; }
            next = tree.children(now).next().or_else(|| tree.beyond(now, HtmlTree::ROOT));
        }
        eprintln!("THIN {own} {other} {chars} {all} {links} {inputs} {images}");
    }
    if other >= MUCH && own < (own + other) * PART {
        let message = "the article has less than half of the page's running text";
        let warning = Diagnostic::warning("thin-result", Place::default(), message);
        return Some(warning.hint(
            "--explain lists what was left out; --content SELECTOR names the article",
        ));
    }
    if matches!(kind, PageKind::Listing | PageKind::Product) {
        let message = format!("the page is a {} rather than an article", kind.name());
        let warning = Diagnostic::warning("not-an-article", Place::default(), message);
        return Some(warning.hint("--content SELECTOR names the part to print"));
    }
    None
}

/// Returns a note that names the kind of a page that is no plain article.
pub(super) fn name_kind(kind: PageKind) -> Option<Diagnostic> {
    let message = format!("the page is of the kind `{}`", kind.name());
    (kind != PageKind::Article)
        .then(|| Diagnostic::note("page-kind", Place::default(), message))
}

/// True if running text is in a part that no article is in: navigation, a dialog, hidden text.
fn is_beside(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    std::iter::once(id).chain(tree.ancestors(id)).any(|up| {
        matches!(tree.name(up), "nav" | "footer" | "aside" | "noscript" | "template" | "head")
            || names::has_part(
                &tree.label(up),
                &[
                    "comment", "comments", "commentlist", "disqus", "replies", "respond", "related",
                    "sidebar", "recommended", "footer", "cookie", "consent", "newsletter", "promo",
                ],
            )
            || ledger.is_gone(up)
                && ledger.verdicts.iter().any(|verdict| {
                    verdict.node == up && matches!(verdict.rule, "hidden" | "dialog")
                })
    })
}
