//! Protection of the sources of quotations from the removal of furniture.
//!
//! The `footer` of a `blockquote` says who is quoted; the `footer` of a page says who made it.

use super::names;
use super::stats::Ledger;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// Letters of a source at most: a name, a work and a place in it.
const LONGEST: f32 = 300.0;

/// Letters of a quotation at most; a longer one may be a page that is set as a quotation.
const LONGEST_QUOTATION: f32 = 5000.0;

/// Dashes before the name of who is quoted.
const DASHES: [char; 4] = ['-', '\u{2013}', '\u{2014}', '\u{2015}'];

/// Parts of the names of elements that hold a source.
const CALLED: [&str; 8] =
    ["attribution", "source", "author", "byline", "cite", "citation", "credit", "footer"];

/// Protects the sources of all quotations that no rule has removed so far.
pub(super) fn protect(ledger: &mut Ledger<'_>) {
    let tree = ledger.tree;
    for quotation in ledger.walk(HtmlTree::ROOT) {
        if is_quotation(tree, quotation) && ledger.of(quotation).chars <= LONGEST_QUOTATION {
            for id in ledger.walk(quotation) {
                if is_called_source(tree, id) && ledger.of(id).chars <= LONGEST {
                    ledger.protect(id);
                }
            }
            if let Some(source) = source_below(ledger, quotation) {
                ledger.protect(source);
            }
        }
    }
}

/// Returns the footer right below a quotation that opens with a dash, as the name of a speaker does.
fn source_below(ledger: &Ledger<'_>, quotation: HtmlNodeId) -> Option<HtmlNodeId> {
    let tree = ledger.tree;
    let mut after = std::iter::successors(tree.next(quotation), |id| tree.next(*id));
    let next = after.find(|id| tree.is_element(*id) || ledger.of(*id).chars > 0.0)?;
    let opens = ledger.words(next).trim_start().starts_with(DASHES);
    (tree.name(next) == "footer" && ledger.of(next).chars <= LONGEST && opens).then_some(next)
}

/// True for a quotation, and for a figure that only quotes.
fn is_quotation(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let holds = |name| tree.first(id, name).is_some();
    match tree.name(id) {
        "blockquote" => true,
        "figure" => holds("blockquote") && !holds("img"),
        _ => false,
    }
}

/// True for an element that is named as a source.
fn is_called_source(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    match tree.name(id) {
        "footer" | "figcaption" | "cite" => true,
        "p" | "div" | "span" => names::has_part(&tree.label(id), &CALLED),
        _ => false,
    }
}
