//! Removal of links to other articles of the site.
//!
//! Removes lists and lines that are nothing but headlines of other pages. Must never remove a
//! list of links to other sites, or one that the text announces.

use std::collections::BTreeMap;

use super::stats::Ledger;
use crate::article::PageKind;
use crate::read::html::{HtmlNodeId, HtmlTree, is_block};

/// The part of its letters that are links, in a line that only leads elsewhere.
const ONLY_LINKS: f32 = 0.8;

/// Words that a headline has at least; names and terms, which a text may list, have fewer.
const HEADLINE: usize = 4;

/// Words of a sentence that is no headline, at least.
const SENTENCE: usize = 12;

/// Words of a label before such a list, at most: `More on this story`.
const LABEL: usize = 7;

/// Nodes before a list among which its label is looked for.
const NEAR: usize = 8;

/// Takes out what leads to other articles.
pub(super) fn take(ledger: &mut Ledger<'_>, roots: &[HtmlNodeId], site: &Site, kind: PageKind) {
    // Documentation and posts refer to other pages in this form.
    let labels = !matches!(kind, PageKind::Documentation | PageKind::Thread);
    let tree = ledger.tree;
    for root in roots {
        for id in ledger.walk(*root) {
            if id == *root || ledger.is_out(id) {
                continue;
            }
            if labels && is_labelled(ledger, id, site) {
                ledger.take(id, "related-links", ledger.of(id).link_density());
                continue;
            }
            let list = matches!(tree.name(id), "ul" | "ol");
            if !labels && !list || !leads_away(ledger, id, site) {
                continue;
            }
            let label = label_before(ledger, id);
            if ledger.take(id, "related-links", ledger.of(id).link_density())
                && let Some(label) = label
            {
                ledger.take(label, "related-links", 0.0);
            }
        }
    }
}

/// True if an element is a list of headlines of the same site, or a line that is one.
fn leads_away(ledger: &Ledger<'_>, id: HtmlNodeId, site: &Site) -> bool {
    let tree = ledger.tree;
    let around = || tree.ancestors(id).take(4).map(|up| tree.name(up));
    match tree.name(id) {
        "ul" | "ol" => {
            let items: Vec<HtmlNodeId> = tree.elements(id).collect();
            !items.is_empty()
                && items.iter().all(|item| is_headline(ledger, *item, site, HEADLINE))
                && !is_announced(ledger, id)
        }
        name @ ("p" | "div") => {
            let least = if name == "div" { 1 } else { HEADLINE };
            // A long sentence is text, though all of it is a link.
            let sentence = || {
                let words = ledger.words(id);
                words.ends_with('.') && words.split_whitespace().count() >= SENTENCE
            };
            !around().any(|name| matches!(name, "li" | "table" | "blockquote" | "dd"))
                && !ledger.holds_blocks(id)
                && is_headline(ledger, id, site, least)
                && !sentence()
        }
        _ => false,
    }
}

/// True for a line of a bold label and one headline of the site: `**Read too:** [headline]`. Such
/// lines stand between the paragraphs of news in every language.
fn is_labelled(ledger: &Ledger<'_>, id: HtmlNodeId, site: &Site) -> bool {
    let tree = ledger.tree;
    let stats = ledger.of(id);
    if !matches!(tree.name(id), "p" | "div")
        || ledger.holds_blocks(id)
        || stats.links != 1.0
        || tree.ancestors(id).take(4).any(|up| matches!(tree.name(up), "li" | "table" | "dd"))
        || !site.holds_all(tree, id)
    {
        return false;
    }
    let (mut label, mut headline) = (String::new(), String::new());
    for inner in ledger.walk(id) {
        let Some(text) = tree.text(inner) else { continue };
        let around = || tree.ancestors(inner).take_while(|up| *up != id);
        if around().any(|up| tree.name(up) == "a") {
            headline.push_str(text);
        } else if text.contains(char::is_alphanumeric) {
            let bold = around().any(|up| matches!(tree.name(up), "strong" | "b"));
            // The label is bold and stands before the headline.
            if !bold || !headline.is_empty() {
                return false;
            }
            label.push_str(text);
        }
    }
    let count = |text: &str| text.split_whitespace().count();
    let ends = label.trim_end().ends_with([':', '?', '»', '>', '|']);
    let capitals = !label.contains(char::is_lowercase);
    (1..=LABEL).contains(&count(&label)) && (ends || capitals) && count(&headline) >= HEADLINE
}

/// True if all text of an element is links to pages of the site, with at least `least` words.
fn is_headline(ledger: &Ledger<'_>, id: HtmlNodeId, site: &Site, least: usize) -> bool {
    let tree = ledger.tree;
    let density = ledger.of(id).link_density();
    if density < ONLY_LINKS || ledger.is_gone(id) {
        return false;
    }
    tree.first(id, "a").is_some()
        && site.holds_all(tree, id)
        && ledger.words(id).split_whitespace().count() >= least
}

/// True if the sentence before a list ends in a colon and so announces the list.
pub(super) fn is_announced(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let Some(before) = before(ledger, id) else { return false };
    let words = ledger.words(before);
    words.ends_with(':') && words.split_whitespace().count() > LABEL
}

/// The short line before a list that is its label.
pub(super) fn label_before(ledger: &Ledger<'_>, id: HtmlNodeId) -> Option<HtmlNodeId> {
    let tree = ledger.tree;
    let before = before(ledger, id)?;
    let words = ledger.words(before);
    let heading = matches!(tree.name(before), "h2" | "h3" | "h4" | "h5" | "h6");
    let only_strong = matches!(tree.name(before), "p" | "div") && {
        let mut inner = tree.elements(before);
        matches!(inner.next().map(|id| tree.name(id)), Some("strong" | "b"))
            && inner.next().is_none()
    };
    let short = (1..=LABEL).contains(&words.split_whitespace().count());
    (short && (heading || only_strong || words.ends_with(':'))).then_some(before)
}

/// The block before an element, with the same parent.
pub(super) fn before(ledger: &Ledger<'_>, id: HtmlNodeId) -> Option<HtmlNodeId> {
    let tree = ledger.tree;
    let before = std::iter::successors(tree.previous(id), |id| tree.previous(*id)).take(NEAR);
    let mut said = before.filter(|id| !ledger.is_gone(*id) && ledger.of(*id).chars > 0.0);
    said.next().filter(|id| is_block(tree.name(*id)))
}

/// The site that a page belongs to, by the hosts its links name.
pub(super) struct Site {
    host: String,
}

impl Site {
    /// Canonical address, else the host that most links of the page lead to.
    pub(super) fn of(tree: &HtmlTree) -> Self {
        let told = tree.descend(HtmlTree::ROOT).find_map(|id| match tree.name(id) {
            "link" if tree.attribute(id, "rel") == Some("canonical") => {
                host(tree.attribute(id, "href")?)
            }
            "meta" if tree.attribute(id, "property") == Some("og:url") => {
                host(tree.attribute(id, "content")?)
            }
            _ => None,
        });
        let host = told.map(str::to_owned).unwrap_or_else(|| {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for id in tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "a") {
                if let Some(host) = tree.attribute(id, "href").and_then(host) {
                    *counts.entry(host).or_default() += 1;
                }
            }
            let most = counts.into_iter().max_by_key(|(_, count)| *count);
            most.map_or("", |(host, _)| host).to_owned()
        });
        Self { host }
    }

    /// True if all links within a node lead to pages of the site.
    pub(super) fn holds_all(&self, tree: &HtmlTree, id: HtmlNodeId) -> bool {
        let mut links = tree.descend(id).filter(|inner| tree.name(*inner) == "a");
        links.all(|link| tree.attribute(link, "href").is_some_and(|to| self.holds(to)))
    }

    /// True if an address is one of the site, and not of the page itself.
    pub(super) fn holds(&self, address: &str) -> bool {
        let address = address.trim();
        if address.is_empty() || address.starts_with('#') {
            return false;
        }
        match host(address) {
            Some(other) => {
                other == self.host
                    || other.ends_with(&format!(".{}", self.host))
                    || self.host.ends_with(&format!(".{other}"))
            }
            // A relative address, unless it names another way than the web.
            None => address.split(['/', '?']).next().is_some_and(|start| !start.contains(':')),
        }
    }
}

/// The host of an absolute address, without `www.`.
fn host(address: &str) -> Option<&str> {
    let address = address.trim();
    let rest =
        ["https://", "http://", "//"].iter().find_map(|way| address.strip_prefix(way))?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    (!host.is_empty()).then(|| host.strip_prefix("www.").unwrap_or(host))
}
