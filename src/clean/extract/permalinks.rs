//! Removal of the marks beside headings that link to them.
//!
//! Must never remove a word of the heading.

use super::names;
use super::stats::Ledger;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// Signs that stand for a link to a part of a page.
const SIGNS: [char; 10] = ['¶', '#', '§', '🔗', '⚓', '∞', '⌗', '⁋', '🔖', '⛓'];

/// Parts of the names of such links.
const NAMES: [&str; 9] = [
    "anchor",
    "anchorlink",
    "hash",
    "headeranchor",
    "headerlink",
    "headinglink",
    "permalink",
    "sectionlink",
    "selflink",
];

/// Letters of the words of such a link, which a reader of the screen hears, at most.
const WORDS: usize = 60;

/// Takes out the marks.
pub(super) fn take(ledger: &mut Ledger<'_>) {
    let tree = ledger.tree;
    for id in ledger.walk(HtmlTree::ROOT) {
        let target = tree.attribute(id, "href").unwrap_or("");
        if tree.name(id) != "a" || !target.contains('#') || ledger.is_out(id) {
            continue;
        }
        let words = ledger.words(id);
        let is_sign = is_sign(tree, id);
        let is_named = names::has_part(&tree.label(id), &NAMES);
        let heading = heading_of(tree, id);
        let says_else = |heading: HtmlNodeId| {
            ledger.words(heading).chars().filter(|c| c.is_alphanumeric()).count()
                > words.chars().filter(|c| c.is_alphanumeric()).count()
                || !tree.is_within(id, heading)
        };
        let is_mark = match heading {
            Some(_) if is_sign => true,
            Some(heading) => is_named && words.chars().count() <= WORDS && says_else(heading),
            None => is_sign && is_named,
        };
        if is_mark && !words.is_empty() {
            ledger.take(id, "permalink", 0.0);
        }
    }
}

/// True for a link to a part of a page that shows only a sign.
pub(super) fn is_sign(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    if tree.name(id) != "a" || !tree.attribute(id, "href").is_some_and(|it| it.contains('#')) {
        return false;
    }
    let words = tree.words(id);
    let mut signs = words.chars().filter(|c| !c.is_whitespace()).peekable();
    // A variant selector behind a sign, and icons of a font of the page.
    signs.peek().is_some()
        && signs.all(|c| {
            SIGNS.contains(&c) || c == '\u{FE0F}' || ('\u{E000}'..='\u{F8FF}').contains(&c)
        })
}

fn is_heading(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    matches!(
        tree.name(id),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "caption" | "figcaption" | "legend"
    )
}

/// The heading that a link is in, or beside.
fn heading_of(tree: &HtmlTree, id: HtmlNodeId) -> Option<HtmlNodeId> {
    let around = tree.ancestors(id).take(3).find(|up| is_heading(tree, *up));
    around.or_else(|| {
        let parent = tree.parent(id)?;
        let parts: Vec<HtmlNodeId> = tree.elements(parent).take(3).collect();
        let [one, other] = parts.as_slice() else { return None };
        [*one, *other].into_iter().find(|part| *part != id && is_heading(tree, *part))
    })
}
