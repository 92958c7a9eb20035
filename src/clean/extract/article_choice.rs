//! Choice of the elements of a page that hold its article.

use std::collections::BTreeMap;

use super::stats::Ledger;
use crate::article::PageKind;
use crate::diagnostic::Diagnostic;
use crate::read::html::HtmlNodeId;

/// Elements of a page that hold its article, and the removals within them.
#[derive(Debug)]
pub(super) struct ArticleChoice<'t> {
    /// The page with what was taken out.
    pub(super) ledger: Ledger<'t>,
    /// The elements, in the order of the page.
    pub(super) roots: Vec<HtmlNodeId>,
    /// Kind of the page.
    pub(super) kind: PageKind,
    /// Diagnostics.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The page before the search; `None` where the model has no choice.
    pub(super) seen: Option<Ledger<'t>>,
    /// Features that speak against what the model removed, by its element.
    pub(super) reasons: BTreeMap<HtmlNodeId, String>,
}

impl<'t> ArticleChoice<'t> {
    /// Returns what the rules found.
    pub(super) fn new(ledger: Ledger<'t>, roots: Vec<HtmlNodeId>, kind: PageKind) -> Self {
        Self {
            ledger,
            roots,
            kind,
            diagnostics: Vec::new(),
            seen: None,
            reasons: BTreeMap::new(),
        }
    }
}

impl ArticleChoice<'_> {
    /// Letters of running text.
    pub(super) fn prose(&self) -> f32 {
        let ledger = &self.ledger;
        let left = self.roots.iter().filter(|root| !ledger.is_out(**root));
        left.map(|root| ledger.prose(*root)).sum()
    }
}
