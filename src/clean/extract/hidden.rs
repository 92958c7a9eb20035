//! Removal of what a browser does not show.
//!
//! Text that a click opens, such as the parts of an accordion and the slides of a picture story,
//! stays: paper cannot be clicked. Must never take away a formula.

use std::collections::BTreeSet;

use super::claims;
use super::names;
use super::stats::Ledger;
use super::title::fold_letters;
use crate::read::html::{self, HtmlNodeId, HtmlTree, is_block};

/// The part of its letters that are links, in text that a click opens, at most.
const OPENED_LINKS: f32 = 0.3;

/// The part of a page's text above which a box that is called a dialog is none.
const MOST: f32 = 0.6;

/// Letters by which a hidden text is recognised as a copy of one that is shown.
const COPY: usize = 40;

/// Letters of a shown block of which a copy is recognised, at least.
const COPIED: f32 = 40.0;

/// Takes out what cannot be seen, and dialogs.
pub(super) fn take(ledger: &mut Ledger<'_>) {
    let tree = ledger.tree;
    let opened = opened(ledger);
    let all = ledger.text_letters(HtmlTree::ROOT);
    let mut claims: Option<Vec<HtmlNodeId>> = None;
    for id in ledger.walk(HtmlTree::ROOT) {
        if !tree.is_element(id) || ledger.is_out(id) {
            continue;
        }
        if matches!(tree.name(id), "script" | "style") {
            // Formulas in scripts are the flow's to read.
            continue;
        }
        // Shadow roots hold the page itself. Of a `noscript` the flow reads the pictures.
        let mute = tree.name(id) == "noscript"
            || tree.name(id) == "template" && tree.attribute(id, "shadowrootmode").is_none();
        if mute {
            if ledger.prose(id) > 0.0 {
                ledger.take(id, "hidden", 0.0);
            }
            continue;
        }
        let unseen = is_hidden(tree, id) || is_hidden_by_name(tree, id);
        if unseen && !opened.contains(&id) && !holds_formula(tree, id) {
            ledger.take(id, "hidden", 0.0);
        } else if is_dialog(tree, id) || is_called_dialog(ledger, id, all, &mut claims) {
            ledger.take(id, "dialog", 0.0);
        }
    }
}

/// Keeps the hidden parts of a page that hold running text which the page does not show, so that
/// an attempt can look for the article in them. Returns the letters of that text.
pub(super) fn show(ledger: &mut Ledger<'_>) -> f32 {
    let tree = ledger.tree;
    let concealed: Vec<HtmlNodeId> = ledger
        .walk(HtmlTree::ROOT)
        .into_iter()
        .filter(|id| is_hidden(tree, *id) && !is_dialog(tree, *id) && ledger.prose(*id) > 0.0)
        .collect();
    if concealed.is_empty() {
        return 0.0;
    }
    let shown = shown_starts(ledger, &BTreeSet::new());
    let new = NewText::find(ledger, concealed.iter().copied(), &shown);
    for id in concealed {
        if new.holders.contains(&id) {
            ledger.protect(id);
        }
    }
    new.letters
}

/// The letters by which a text is recognised as a copy.
fn start_of(ledger: &Ledger<'_>, id: HtmlNodeId) -> String {
    fold_letters(&ledger.words(id)).chars().take(COPY).collect()
}

/// Hidden elements whose text a click shows and that the page does not show elsewhere.
fn opened(ledger: &Ledger<'_>) -> BTreeSet<HtmlNodeId> {
    let tree = ledger.tree;
    let mut openers: Option<BTreeSet<&str>> = None;
    let mut found = BTreeSet::new();
    for id in ledger.walk(HtmlTree::ROOT) {
        if !is_hidden(tree, id) || is_dialog(tree, id) || !has_text(ledger, id) {
            continue;
        }
        let targets = openers.get_or_insert_with(|| targets(tree));
        let named = tree.attribute(id, "id").is_some_and(|name| targets.contains(name));
        if tree.attribute(id, "role") == Some("tabpanel") || named || is_slide(ledger, id) {
            found.insert(id);
        }
    }
    if !found.is_empty() {
        let shown = shown_starts(ledger, &found);
        let new = NewText::find(ledger, found.iter().copied(), &shown);
        found.retain(|id| new.holders.contains(id));
    }
    found
}

/// True if a hidden element holds text rather than a menu or a form.
fn has_text(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let stats = ledger.of(id);
    let beside = |up: HtmlNodeId| {
        matches!(tree.name(up), "nav" | "header" | "footer" | "aside" | "form")
    };
    stats.inputs == 0.0
        && stats.link_density() < OPENED_LINKS
        && ledger.prose(id) > 0.0
        && !beside(id)
        && !tree.ancestors(id).any(beside)
        && !names::has_part(&tree.label(id), &DIALOGS)
        && !names::is_unlikely(&tree.label(id))
}

/// The names of elements that something on the page opens.
fn targets(tree: &HtmlTree) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for id in tree.descend(HtmlTree::ROOT).filter(|id| tree.is_element(*id)) {
        let controls = tree.attribute(id, "aria-controls").unwrap_or("");
        found.extend(controls.split_whitespace());
        for key in ["href", "data-target", "data-bs-target"] {
            let target = tree.attribute(id, key).and_then(|to| to.strip_prefix('#'));
            found.extend(target.filter(|name| !name.is_empty()));
        }
    }
    found
}

/// Elements before and behind a hidden one among which another slide is looked for.
const BESIDE: usize = 4;

/// True if an element beside a hidden one is of its kind, is hidden too and has text.
fn is_slide(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let Some(class) = tree.attribute(id, "class").filter(|class| !class.is_empty()) else {
        return false;
    };
    let like = |other: HtmlNodeId| {
        tree.name(other) == tree.name(id)
            && tree.attribute(other, "class") == Some(class)
            && is_hidden(tree, other)
            && ledger.prose(other) > 0.0
    };
    let side = |step: fn(&HtmlTree, HtmlNodeId) -> Option<HtmlNodeId>| {
        let beside = std::iter::successors(step(tree, id), move |id| step(tree, *id));
        beside.filter(|other| tree.is_element(*other)).take(BESIDE).any(like)
    };
    side(HtmlTree::previous) || side(HtmlTree::next)
}

/// The beginnings of the running text that a page shows.
fn shown_starts(ledger: &Ledger<'_>, opened: &BTreeSet<HtmlNodeId>) -> BTreeSet<String> {
    let tree = ledger.tree;
    let mut starts = BTreeSet::new();
    let mut next = Some(HtmlTree::ROOT);
    while let Some(now) = next {
        let mute =
            matches!(tree.name(now), "script" | "style" | "head" | "template" | "noscript");
        if mute || opened.contains(&now) || is_hidden(tree, now) {
            next = tree.beyond(now, HtmlTree::ROOT);
            continue;
        }
        if is_block(tree.name(now))
            && !ledger.holds_blocks(now)
            && ledger.of(now).chars >= COPIED
        {
            starts.insert(start_of(ledger, now));
        }
        next = tree.children(now).next().or_else(|| tree.beyond(now, HtmlTree::ROOT));
    }
    starts
}

/// Running text in hidden elements that the page does not show elsewhere.
#[derive(Default)]
struct NewText {
    /// Its letters.
    letters: f32,
    /// Elements that hold some of it.
    holders: BTreeSet<HtmlNodeId>,
}

impl NewText {
    /// Finds the new text in elements, which are in the order of the page. A text is looked at once,
    /// however many of the elements hold it.
    fn find(
        ledger: &Ledger<'_>,
        elements: impl Iterator<Item = HtmlNodeId>,
        shown: &BTreeSet<String>,
    ) -> Self {
        let tree = ledger.tree;
        let mut found = Self::default();
        let mut last: Option<HtmlNodeId> = None;
        for id in elements {
            if last.is_some_and(|last| tree.is_within(id, last)) {
                continue;
            }
            last = Some(id);
            let blocks = ledger.walk(id).into_iter().filter(|id| ledger.is_prose_block(*id));
            let mut letters = 0.0;
            for block in blocks.filter(|block| !shown.contains(&start_of(ledger, *block))) {
                letters += ledger.of(block).chars;
                if ledger.of(block).chars > 0.0 {
                    found.add_holders(tree, block);
                }
            }
            found.letters += letters;
        }
        found
    }

    /// Adds an element and those around it, up to one that is known.
    fn add_holders(&mut self, tree: &HtmlTree, block: HtmlNodeId) {
        for id in std::iter::once(block).chain(tree.ancestors(block)) {
            if !self.holders.insert(id) {
                break;
            }
        }
    }
}

/// True if the attributes of an element say that it is not shown, or not read aloud.
pub(super) fn is_hidden(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let class = tree.attribute(id, "class").unwrap_or("");
    let aria = tree.attribute(id, "aria-hidden") == Some("true")
        && !class.contains("fallback-image")
        && !matches!(tree.name(id), "img" | "svg");
    aria || html::is_hidden(tree, id)
}

/// Classes of elements that are for programs that read a page aloud, or not for print.
const HIDDEN: [&str; 22] = [
    "katex-html",
    "MathJax_Preview",
    "MathJax_SVG",
    "mw-editsection",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "off-screen",
    "offscreen",
    "noprint",
    // Boxes around the articles of MediaWiki.
    "navbox",
    "vertical-navbox",
    "sistersitebox",
    "side-box",
    "ambox",
    "catlinks",
    "printfooter",
    "mw-jump-link",
    "portalbox",
    "mw-empty-elt",
    "no-print",
];

fn is_hidden_by_name(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let class = tree.attribute(id, "class").unwrap_or("");
    class.split_whitespace().any(|name| HIDDEN.contains(&name))
}

fn holds_formula(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.descend(id).any(|inner| tree.name(inner) == "math")
}

fn is_dialog(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.attribute(id, "aria-modal") == Some("true")
        || matches!(tree.attribute(id, "role"), Some("dialog" | "alertdialog"))
        || tree.name(id) == "dialog"
}

/// Whole parts of the names of boxes that open over a page.
const DIALOGS: [&str; 5] = ["modal", "lightbox", "popup", "dialog", "toast"];

/// True if a box is called a dialog and holds neither the headline nor most of the page. `claims`
/// are those of the page, once they were asked for.
fn is_called_dialog(
    ledger: &Ledger<'_>,
    id: HtmlNodeId,
    all: f32,
    claims: &mut Option<Vec<HtmlNodeId>>,
) -> bool {
    let tree = ledger.tree;
    let called = matches!(tree.name(id), "div" | "section" | "aside" | "form")
        && names::has_part(&tree.label(id), &DIALOGS)
        && !tree.descend(id).any(|inner| {
            matches!(tree.name(inner), "h1" | "article" | "main" | "pre" | "table")
        });
    // A box with most of the page's text is a dialog only if the page has an article besides.
    let elsewhere = |claim: &HtmlNodeId| {
        !tree.is_within(id, *claim)
            && !tree.is_within(*claim, id)
            && ledger.text_letters(*claim) >= claims::STORY
    };
    called
        && (ledger.text_letters(id) <= all * MOST
            || claims.get_or_insert_with(|| claims::claims(ledger)).iter().any(elsewhere))
}
