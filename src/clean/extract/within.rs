//! Choice of the element that is named as the text of the article.
//!
//! It is within or around the chosen elements and holds nearly all of their prose. The picture
//! that leads the article is added to it.

use super::captions;
use super::names;
use super::stats::Ledger;
use crate::read::html::{HtmlNodeId, HtmlTree};

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

/// The roots, and before them a picture that stands between headline and text: one of the file in
/// the same article, else the one that the page tells machines or calls its leading picture.
pub(super) fn with_picture(ledger: &Ledger<'_>, roots: Vec<HtmlNodeId>) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let Some(first) = roots.first().copied().filter(|id| tree.name(*id) != "figure") else {
        return roots;
    };
    let around = tree.ancestors(first).take(NEAR);
    let article = around.into_iter().find(|id| matches!(tree.name(*id), "article" | "main"));
    let lead = article.and_then(|article| {
        let before = ledger.walk(article).into_iter().take_while(|id| *id != first);
        before.filter(|id| tree.name(*id) == "figure").find(|id| {
            let images = tree.descend(*id).filter(|inner| tree.name(*inner) == "img");
            !tree.is_within(first, *id)
                && images
                    .into_iter()
                    .any(|image| tree.attribute(image, "src").is_some_and(captions::is_near))
        })
    });
    let lead = lead.or_else(|| leading_picture(ledger, &roots, first));
    lead.into_iter().chain(roots).collect()
}

/// Parts of the names of boxes for the picture that leads an article.
const LEADING: [&str; 6] = ["hero", "lead", "featured", "feature", "keyvisual", "aufmacher"];

/// Letters in the box of a leading picture, at most: a caption and a credit.
const LEADING_LETTERS: f32 = 300.0;

/// Elements before the text among which its picture is looked for, for one that nothing tells.
const FAR: usize = 400;

/// The box of the picture that leads an article and stands before its text.
fn leading_picture(
    ledger: &Ledger<'_>,
    roots: &[HtmlNodeId],
    first: HtmlNodeId,
) -> Option<HtmlNodeId> {
    let tree = ledger.tree;
    let is_image = |id: HtmlNodeId| tree.name(id) == "img";
    let told = told_picture(tree);
    let is_told = |id: HtmlNodeId| told.as_deref().is_some_and(|told| shows(tree, id, told));
    let mut inside = roots.iter().flat_map(|root| ledger.walk(*root));
    // The text has a leading picture of its own, or shows this one elsewhere.
    if roots.iter().any(|root| ledger.walk(*root).into_iter().any(is_told))
        || inside.find(|id| is_image(*id) || ledger.is_prose_block(*id)).is_some_and(is_image)
    {
        return None;
    }
    let mut before: Vec<HtmlNodeId> =
        ledger.walk(HtmlTree::ROOT).into_iter().take_while(|id| *id != first).collect();
    before.reverse();
    let fits = |id: &HtmlNodeId| {
        is_image(*id)
            && !tree.ancestors(*id).any(|up| {
                matches!(tree.name(up), "nav" | "footer" | "aside" | "a" | "li" | "table")
            })
    };
    let is_called = |id: &HtmlNodeId| {
        let around = std::iter::once(*id).chain(tree.ancestors(*id).take(NEAR));
        around.into_iter().any(|up| {
            !matches!(tree.name(up), "body" | "html")
                && ledger.of(up).images <= 1.0
                && names::has_part(&tree.label(up), &LEADING)
        })
    };
    let image =
        before.iter().filter(|id| fits(id)).find(|id| is_told(**id)).or_else(|| {
            before.iter().take(FAR).filter(|id| fits(id)).find(|id| is_called(id))
        })?;
    let boxes = tree.ancestors(*image).take_while(|up| {
        let stats = ledger.of(*up);
        stats.images <= 1.0
            && stats.chars <= LEADING_LETTERS
            && !tree.is_within(first, *up)
            && !tree.descend(*up).any(|inner| matches!(tree.name(inner), "h1" | "h2" | "nav"))
    });
    Some(boxes.last().unwrap_or(*image))
}

/// The name of the file of the picture that a page tells machines, without its size and ending.
fn told_picture(tree: &HtmlTree) -> Option<String> {
    let told = tree.descend(HtmlTree::ROOT).find_map(|id| {
        let name = tree.attribute(id, "property").or(tree.attribute(id, "name"))?;
        let is_picture = tree.name(id) == "meta"
            && matches!(name, "og:image" | "og:image:url" | "twitter:image");
        tree.attribute(id, "content").filter(|_| is_picture)
    })?;
    let path = told.split(['?', '#']).next().expect("a text has a first part");
    let file = path.rsplit('/').next().expect("a text has a last part");
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let is_size = |end: &str| {
        let is_part = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        end.split_once('x').is_some_and(|(one, other)| is_part(one) && is_part(other))
    };
    let stem = stem.rsplit_once('-').filter(|(_, end)| is_size(end)).map_or(stem, |(it, _)| it);
    (stem.len() >= LEAST_NAME).then(|| stem.to_owned())
}

/// Bytes of the name of a file by which a picture is recognised, at least.
const LEAST_NAME: usize = 4;

/// True for an image with a file of a name, in this size or another.
fn shows(tree: &HtmlTree, image: HtmlNodeId, file: &str) -> bool {
    tree.name(image) == "img"
        && ["src", "data-src", "srcset", "data-srcset"].iter().any(|name| {
            tree.attribute(image, name).is_some_and(|address| address.contains(file))
        })
}
