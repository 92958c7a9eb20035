//! Removal of lines under pictures that are only called captions.
//!
//! Removes captions and credits of pictures that are neither embedded in the file nor beside it.
//! Must never touch a `figcaption`.

use std::collections::BTreeMap;

use super::lead;
use super::names;
use super::stats::Ledger;
use crate::read::html::HtmlNodeId;

/// Letters of a caption at most.
const LONGEST: f32 = 700.0;

/// Letters of a button on a caption, at most.
const BUTTON: f32 = 30.0;

/// Words of a sentence under a picture, at least.
const SENTENCE: usize = 6;

/// Levels up to which the picture of a caption is looked for.
const REACH: usize = 4;

/// Parts of the names of captions and credits.
const CALLED: [&str; 6] =
    ["caption", "captions", "credit", "credits", "photocredit", "imagecaption"];

/// Parts of the names of boxes that hold a picture and what is said of it.
const BOXES: [&str; 6] = ["image", "photo", "picture", "gallery", "slideshow", "carousel"];

/// Takes out the captions whose pictures are far away.
pub(super) fn take(ledger: &mut Ledger<'_>, roots: &[HtmlNodeId]) {
    let tree = ledger.tree;
    let mut known = BTreeMap::new();
    for root in roots {
        for id in ledger.walk(*root) {
            if id == *root || !tree.is_element(id) || ledger.is_out(id) {
                continue;
            }
            let stats = ledger.of(id);
            if is_button(ledger, id) {
                ledger.take(id, "caption", stats.chars);
                continue;
            }
            if stats.chars == 0.0 || stats.chars > LONGEST || stats.images > 0.0 {
                continue;
            }
            if is_caption(ledger, id, *root) && !is_here(ledger, id, *root, &mut known) {
                ledger.take(id, "caption", stats.chars);
            }
        }
    }
}

/// True for a button that shows or hides a caption.
fn is_button(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let label = ledger.tree.label(id);
    (1.0..=BUTTON).contains(&ledger.of(id).chars)
        && names::has_part(&label, &["caption", "captions"])
        && names::has_part(&label, &["toggle", "hide", "show", "expand", "collapse"])
}

/// True if an element is called a caption, or stands alone in a box for a picture.
fn is_caption(ledger: &Ledger<'_>, id: HtmlNodeId, root: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let around = || tree.ancestors(id).take_while(|up| *up != root);
    let belongs = |id: HtmlNodeId| {
        matches!(tree.name(id), "figure" | "figcaption" | "table" | "pre" | "blockquote")
    };
    if belongs(id) || around().any(belongs) {
        return false;
    }
    if matches!(tree.name(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "a" | "li") {
        return false;
    }
    if names::has_part(&tree.label(id), &CALLED) {
        return true;
    }
    let alone = matches!(tree.name(id), "p" | "div" | "span") && !ledger.holds_blocks(id);
    // A sentence tells more than whose picture it is.
    let tells = || {
        let words = ledger.words(id);
        lead::ends_sentence(&words) && words.split_whitespace().count() >= SENTENCE
    };
    alone
        && !tells()
        && around().take(2).any(|up| {
            names::has_part(&tree.label(up), &BOXES)
                && ledger.of(up).images > 0.0
                && ledger.of(up).chars <= LONGEST
        })
}

/// True if the picture that a caption belongs to is carried in the file or lies beside it. What
/// is `known` of a box need not be looked for again.
fn is_here(
    ledger: &Ledger<'_>,
    id: HtmlNodeId,
    root: HtmlNodeId,
    known: &mut BTreeMap<HtmlNodeId, bool>,
) -> bool {
    let tree = ledger.tree;
    let boxes = tree.ancestors(id).take_while(|up| *up != root).chain([root]);
    let Some(holding) = boxes.take(REACH).find(|up| ledger.of(*up).images > 0.0) else {
        return false;
    };
    *known.entry(holding).or_insert_with(|| {
        let images = tree.descend(holding).filter(|inner| tree.name(*inner) == "img");
        images.into_iter().any(|image| tree.attribute(image, "src").is_some_and(is_near))
    })
}

/// True if an address names no other place of the web.
pub(super) fn is_near(address: &str) -> bool {
    let address = address.trim();
    !address.is_empty()
        && !["http:", "https:", "//", "/"].iter().any(|far| address.starts_with(far))
}
