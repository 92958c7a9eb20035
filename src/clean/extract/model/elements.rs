//! Facts of the elements around the blocks of a page.

use std::collections::BTreeMap;

use super::super::stats::Ledger;
use super::blocks::PageBlock;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// Elements around a block that count, each with its name.
pub(super) const AROUND: [&str; 15] = [
    "article",
    "main",
    "nav",
    "aside",
    "footer",
    "header",
    "form",
    "ul",
    "ol",
    "table",
    "blockquote",
    "figure",
    "details",
    "section",
    "button",
];

/// Choice of the rules: what they keep and why they removed the rest.
pub(super) struct RuleChoice<'a, 't> {
    /// The page as the rules left it.
    pub(super) ledger: &'a Ledger<'t>,
    /// The elements that they chose.
    pub(super) roots: &'a [HtmlNodeId],
    /// Posts of a thread, in the order of the page; none on other pages.
    pub(super) posts: Vec<HtmlNodeId>,
}

/// Facts of each element of a page, by its index.
pub(super) struct ElementFacts {
    /// Elements around it and itself, a bit for each of [`AROUND`], and then `articleBody`.
    pub(super) around: Vec<u32>,
    pub(super) depth: Vec<u16>,
    /// Letters of running text within it.
    pub(super) prose: Vec<usize>,
    /// True for what the rules removed, or what is within it.
    gone: Vec<bool>,
    /// True for an element among those chosen, or within one.
    pub(super) inside: Vec<bool>,
    /// Number of its path: those of the same names and classes from the root share one.
    pub(super) path: Vec<usize>,
    /// Post that it is or is in, by its place among the posts.
    pub(super) post: Vec<Option<usize>>,
    /// Letters of blocks within it, and of those that the rules keep.
    pub(super) letters: Vec<[usize; 2]>,
}

impl ElementFacts {
    pub(super) fn new(
        tree: &HtmlTree,
        blocks: &[PageBlock],
        rules: &RuleChoice<'_, '_>,
    ) -> Self {
        let size = tree.len();
        let mut facts = Self {
            around: vec![0; size],
            depth: vec![0; size],
            prose: vec![0; size],
            gone: rules.ledger.gone.clone(),
            inside: vec![false; size],
            path: vec![0; size],
            post: vec![None; size],
            letters: vec![[0; 2]; size],
        };
        for root in rules.roots {
            facts.inside[root.index()] = true;
        }
        for (nth, post) in rules.posts.iter().enumerate() {
            facts.post[post.index()] = Some(nth);
        }
        let order: Vec<HtmlNodeId> = tree.descend(HtmlTree::ROOT).collect();
        facts.pass_down(tree, &order);
        facts.add_blocks(blocks);
        facts.pass_up(tree, &order);
        facts
    }

    /// Gives each element what it has from those around it.
    fn pass_down(&mut self, tree: &HtmlTree, order: &[HtmlNodeId]) {
        let mut paths: BTreeMap<(usize, &str, String), usize> = BTreeMap::new();
        for id in order {
            let at = id.index();
            let parent = tree.parent(*id).map_or(0, HtmlNodeId::index);
            self.gone[at] |= self.gone[parent];
            self.inside[at] |= self.inside[parent];
            self.post[at] = self.post[at].or(self.post[parent]);
            if !tree.is_element(*id) {
                continue;
            }
            let next = paths.len() + 1;
            let step = (self.path[parent], tree.name(*id), bare_class(tree, *id));
            self.path[at] = *paths.entry(step).or_insert(next);
            self.depth[at] = self.depth[parent].saturating_add(1);
            self.around[at] = self.around[parent] | around_of(tree, *id);
        }
    }

    /// Counts the letters of blocks in their elements.
    fn add_blocks(&mut self, blocks: &[PageBlock]) {
        for block in blocks {
            let (at, count) = (block.element.index(), block.letters);
            let kept = self.is_chosen(block);
            let [all, chosen] = self.letters[at];
            self.letters[at] = [all + count, chosen + if kept { count } else { 0 }];
            if block.is_prose() {
                self.prose[at] += count;
            }
        }
    }

    /// Adds what is counted in elements to those around them.
    fn pass_up(&mut self, tree: &HtmlTree, order: &[HtmlNodeId]) {
        for id in order.iter().rev() {
            let Some(parent) = tree.parent(*id).map(HtmlNodeId::index) else { continue };
            self.prose[parent] += self.prose[id.index()];
            let [all, chosen] = self.letters[id.index()];
            self.letters[parent][0] += all;
            self.letters[parent][1] += chosen;
        }
    }

    /// True for a block that the rules keep.
    pub(super) fn is_chosen(&self, block: &PageBlock) -> bool {
        block.nodes.first().is_some_and(|first| self.inside[first.index()])
            && !block.nodes.iter().all(|node| self.gone[node.index()])
    }
}

/// Returns the first class of an element, without figures.
fn bare_class(tree: &HtmlTree, id: HtmlNodeId) -> String {
    let class = tree.attribute(id, "class").unwrap_or("");
    let first = class.split_whitespace().next().unwrap_or("");
    first.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn around_of(tree: &HtmlTree, id: HtmlNodeId) -> u32 {
    let name = tree.name(id);
    let mut found = 0;
    for (nth, around) in AROUND.iter().enumerate() {
        if name == *around {
            found |= 1 << nth;
        }
    }
    if tree.attribute(id, "itemprop").is_some_and(|it| it.contains("articleBody")) {
        found |= 1 << AROUND.len();
    }
    found
}
