//! Choice of the element that is named as the text of the article.
//!
//! It is within or around the chosen elements and holds nearly all of their prose. The picture
//! that leads the article is added to it.

use super::captions;
use super::names;
use super::stats::Ledger;
use crate::read::html::HtmlNodeId;

/// The part of the prose that a text has at least which calls itself one.
const NEARLY_ALL: f32 = 0.9;

/// Least ratio of the prose of an `article` element to that of the elements chosen in it, for
/// using it instead.
const MORE: f32 = 1.2;

/// Levels around the text up to which its leading picture is looked for.
const NEAR: usize = 5;

/// The article, narrowed or widened to what the page itself calls so.
pub(super) fn settle(ledger: &Ledger<'_>, roots: Vec<HtmlNodeId>) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let prose: f32 = roots.iter().map(|root| ledger.prose(*root)).sum();
    let Some(first) = roots.first().filter(|_| prose > 0.0) else { return roots };
    let around: Vec<HtmlNodeId> = tree
        .ancestors(*first)
        .take_while(|id| !matches!(tree.name(*id), "body" | "html"))
        .collect();
    let inside = roots.iter().flat_map(|root| ledger.walk(*root));
    let named = inside
        .chain(around.iter().copied())
        .filter(|id| is_text(ledger, *id) && ledger.prose(*id) >= prose * NEARLY_ALL);
    let least = named.min_by(|a, b| ledger.of(*a).chars.total_cmp(&ledger.of(*b).chars));
    if let Some(text) = least {
        return with_lead(ledger, &roots, text);
    }
    let article = around.into_iter().find(|id| tree.name(*id) == "article");
    match article {
        Some(article) if ledger.prose(article) >= prose * MORE => vec![article],
        _ => roots,
    }
}

/// True if an element is named as the text of an article.
pub(super) fn is_text(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    if !tree.is_element(id) || matches!(tree.name(id), "body" | "html" | "p" | "span") {
        return false;
    }
    tree.attribute(id, "itemprop").is_some_and(|name| name.contains("articleBody"))
        || names::is_text(tree.attribute(id, "class").unwrap_or(""))
        || names::is_text(tree.attribute(id, "id").unwrap_or(""))
}

/// The text, and before it the picture that stands between headline and text.
fn with_lead(ledger: &Ledger<'_>, roots: &[HtmlNodeId], text: HtmlNodeId) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let before = roots
        .iter()
        .flat_map(|root| ledger.walk(*root))
        .take_while(|id| *id != text)
        .filter(|id| tree.name(*id) == "figure")
        .filter(|id| !tree.is_within(text, *id) && !tree.is_within(*id, text));
    let mut lead = before.filter(|id| tree.first(*id, "img").is_some());
    lead.next().into_iter().chain([text]).collect()
}

/// The roots, and before them a picture of the file that stands between headline and text.
pub(super) fn with_picture(ledger: &Ledger<'_>, roots: Vec<HtmlNodeId>) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let Some(first) = roots.first().copied().filter(|id| tree.name(*id) != "figure") else {
        return roots;
    };
    let around = tree.ancestors(first).take(NEAR);
    let Some(article) =
        around.into_iter().find(|id| matches!(tree.name(*id), "article" | "main"))
    else {
        return roots;
    };
    let before = ledger.walk(article).into_iter().take_while(|id| *id != first);
    let lead = before.filter(|id| tree.name(*id) == "figure").find(|id| {
        let images = tree.descend(*id).filter(|inner| tree.name(*inner) == "img");
        !tree.is_within(first, *id)
            && images
                .into_iter()
                .any(|image| tree.attribute(image, "src").is_some_and(captions::is_near))
    });
    lead.into_iter().chain(roots).collect()
}
