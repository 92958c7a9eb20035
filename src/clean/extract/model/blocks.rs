//! Division of a page into blocks: runs of text with lines of their own.
//!
//! A block is an element with lines of its own that holds no other such element, a data table, or a
//! run of inline content between blocks. The blocks hold each word of the page once, in its order.

use super::super::stats::Ledger;
use super::super::sweep;
use crate::read::html::{HtmlNodeId, HtmlTree, is_block};

/// Words from which on a block with few links is running text.
const PROSE_WORDS: usize = 12;

/// Share of links below which a block is running text, in hundredths.
const PROSE_LINKS: i32 = 40;

/// Run of text of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageBlock {
    /// Nodes with its text: one element, or neighbours within an element.
    pub(super) nodes: Vec<HtmlNodeId>,
    /// The element, or for a run of inline content the element around it.
    pub(super) element: HtmlNodeId,
    /// True for a run of inline content beside blocks.
    pub(super) loose: bool,
    /// Words with single spaces.
    pub(super) text: String,
    /// Number of its words.
    pub(super) words: usize,
    /// Letters and figures.
    pub(super) letters: usize,
    /// Letters and figures within links.
    pub(super) linked: usize,
    /// Links.
    pub(super) links: usize,
}

impl PageBlock {
    /// True for running text.
    pub(super) fn is_prose(&self) -> bool {
        self.words >= PROSE_WORDS && self.link_share() < PROSE_LINKS
    }

    /// Returns the share of its letters that are links, in hundredths.
    pub(super) fn link_share(&self) -> i32 {
        share(self.linked, self.letters)
    }
}

/// Returns a count on a logarithmic scale: ten for each doubling, 100 at most.
pub(super) fn scaled(count: usize) -> i32 {
    let count = u128::try_from(count).expect("128 bits hold every count");
    // Four times the binary logarithm, rounded down.
    let fourths = (count + 1).saturating_pow(4).ilog2();
    i32::try_from(fourths * 10 / 4).expect("a logarithm is small").min(100)
}

/// Returns a share in hundredths, 100 at most.
pub(super) fn share(part: usize, whole: usize) -> i32 {
    i32::try_from(part.saturating_mul(100) / whole.max(1)).unwrap_or(100).min(100)
}

/// True for an element whose text no reader sees.
fn is_mute(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "head"
            | "noscript"
            | "iframe"
            | "object"
            | "svg"
            | "canvas"
            | "video"
            | "audio"
            | "datalist"
            | "noframes"
    )
}

/// Divides what `ledger` has not removed within `body`.
pub(super) fn divide(ledger: &Ledger<'_>, body: HtmlNodeId) -> Vec<PageBlock> {
    let tree = ledger.tree;
    let mut blocks = Vec::new();
    let mut next = Some(body);
    let mut run: Vec<HtmlNodeId> = Vec::new();
    while let Some(now) = next {
        let beyond = tree.beyond(now, body);
        let mute = is_mute(tree.name(now)) && !is_shadow(tree, now) || ledger.is_gone(now);
        if mute {
            next = beyond;
            continue;
        }
        let holds = ledger.holds_blocks(now);
        let own_lines = is_block(tree.name(now));
        let whole = tree.name(now) == "table" && sweep::is_data(tree, now);
        if whole || own_lines && !holds {
            end_run(ledger, &mut run, &mut blocks);
            push(ledger, vec![now], now, false, &mut blocks);
            next = beyond;
        } else if holds {
            end_run(ledger, &mut run, &mut blocks);
            next = tree.children(now).next().or(beyond);
        } else {
            // A run ends where its parent does.
            if run.last().is_some_and(|last| tree.parent(*last) != tree.parent(now)) {
                end_run(ledger, &mut run, &mut blocks);
            }
            run.push(now);
            next = beyond;
        }
    }
    end_run(ledger, &mut run, &mut blocks);
    blocks
}

fn is_shadow(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.attribute(id, "shadowrootmode").is_some()
}

fn end_run(ledger: &Ledger<'_>, run: &mut Vec<HtmlNodeId>, blocks: &mut Vec<PageBlock>) {
    let nodes = std::mem::take(run);
    let Some(parent) = nodes.first().and_then(|first| ledger.tree.parent(*first)) else {
        return;
    };
    push(ledger, nodes, parent, true, blocks);
}

/// Adds the block of `nodes`, if it has text.
fn push(
    ledger: &Ledger<'_>,
    nodes: Vec<HtmlNodeId>,
    element: HtmlNodeId,
    loose: bool,
    blocks: &mut Vec<PageBlock>,
) {
    let tree = ledger.tree;
    let mut text = String::new();
    let (mut linked, mut links) = (0, 0);
    let in_link = nodes.first().is_some_and(|node| within_link(ledger, *node, element));
    for node in &nodes {
        let mut next = Some(*node);
        // The link that the walk is in ends at this node.
        let mut link_ends: Option<Option<HtmlNodeId>> = None;
        while let Some(now) = next {
            if link_ends == Some(Some(now)) {
                link_ends = None;
            }
            let beyond = tree.beyond(now, *node);
            if is_mute(tree.name(now)) || ledger.is_gone(now) {
                next = beyond;
                continue;
            }
            if tree.name(now) == "a" && tree.attribute(now, "href").is_some() {
                links += 1;
                link_ends = Some(beyond);
            }
            if let Some(words) = tree.text(now) {
                text.push_str(words);
                if link_ends.is_some() || in_link {
                    linked += letters(words);
                }
            } else if is_block(tree.name(now)) || tree.name(now) == "br" {
                text.push(' ');
            }
            next = tree.children(now).next().or(beyond);
        }
    }
    let mut plain = String::with_capacity(text.len());
    let mut words = 0;
    for word in text.split_whitespace() {
        if words > 0 {
            plain.push(' ');
        }
        plain.push_str(word);
        words += 1;
    }
    if words > 0 {
        let letters = letters(&plain);
        blocks.push(PageBlock {
            nodes,
            element,
            loose,
            text: plain,
            words,
            letters,
            linked,
            links,
        });
    }
}

/// True if a link lies close around a block, as around a card.
fn within_link(ledger: &Ledger<'_>, node: HtmlNodeId, element: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let around = tree.ancestors(node).take(4);
    std::iter::once(element).chain(around).any(|up| tree.name(up) == "a")
}

/// Returns the number of letters and figures.
fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use crate::clean::extract::model::blocks::{divide, scaled, share};
    use crate::clean::extract::stats::Ledger;
    use crate::read::html::{HtmlTree, parse};

    fn texts(page: &str) -> Vec<String> {
        let (tree, _) = parse(page);
        let body = tree.first(HtmlTree::ROOT, "body").expect("the parser makes one");
        divide(&Ledger::new(&tree), body).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn blocks_are_paragraphs_items_and_runs_between_them() {
        let page = "<p>One <b>two</b>.</p><div>Loose <i>run</i><p>Three.</p>tail</div>\
            <ul><li>Four<li>Five <p>six</ul><script>no()</script>";
        let expected = ["One two.", "Loose run", "Three.", "tail", "Four", "Five", "six"];
        assert_eq!(texts(page), expected);
    }

    #[test]
    fn a_table_of_data_is_one_block_and_one_of_layout_is_none() {
        let data = "<table><tr><th>Boat<th>Oars<tr><td>Skiff<td>2</table>";
        assert_eq!(texts(data), ["Boat Oars Skiff 2"]);
        let layout = "<table><tr><td>Left<td>Right</table>";
        assert_eq!(texts(layout), ["Left", "Right"]);
    }

    #[test]
    fn links_are_counted_by_their_letters() {
        let (tree, _) = parse("<p>ab <a href='/x'>cde</a> f</p><a href='/y'><div>gh</div></a>");
        let body = tree.first(HtmlTree::ROOT, "body").expect("the parser makes one");
        let blocks = divide(&Ledger::new(&tree), body);
        let linked: Vec<usize> = blocks.iter().map(|block| block.linked).collect();
        assert_eq!(linked, [3, 2]);
    }

    #[test]
    fn counts_grow_by_ten_with_each_doubling() {
        assert_eq!([0, 1, 3, 7, 1023].map(scaled), [0, 10, 20, 30, 100]);
        assert_eq!(scaled(usize::MAX), 100);
    }

    #[test]
    fn shares_are_hundredths() {
        assert_eq!([share(1, 4), share(9, 3), share(0, 0)], [25, 100, 0]);
    }
}
