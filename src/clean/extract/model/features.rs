//! Measured features of the blocks of a page, as integers.
//!
//! A share is in hundredths, a mark is 0 or 100, a count is on a logarithmic scale up to 100.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{PageBlock, scaled, share};
use super::elements::{AROUND, ElementFacts, RuleChoice};
use crate::read::html::HtmlTree;

/// Features that the neighbours of a block lend it.
const LENT: [&str; 9] =
    ["words", "prose", "linked", "sentence", "choice", "heading", "repeated", "few", "item"];

/// Neighbours that lend features, by their distance.
const NEIGHBOURS: [isize; 2] = [-1, 1];

/// Elements whose own name counts; the others are `tag:other`.
const TAGS: [&str; 17] = [
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "div",
    "td",
    "th",
    "pre",
    "dt",
    "dd",
    "figcaption",
    "table",
    "blockquote",
    "summary",
    "legend",
];

/// Numbers of a page: one row for each block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeatureTable {
    /// Names of the columns.
    pub(super) names: Vec<String>,
    /// Rows, in the order of the page.
    pub(super) rows: Vec<Vec<i32>>,
    /// Rows of the blocks that the rules chose.
    pub(super) chosen: Vec<bool>,
}

fn mark(is: bool) -> i32 {
    if is { 100 } else { 0 }
}

/// Measures blocks.
pub(super) fn measure(
    tree: &HtmlTree,
    blocks: &[PageBlock],
    rules: &RuleChoice<'_, '_>,
) -> FeatureTable {
    let facts = ElementFacts::new(tree, blocks, rules);
    let chosen: Vec<bool> = blocks.iter().map(|block| facts.is_chosen(block)).collect();
    let mut page = PageFacts::new(tree, blocks, &chosen);
    let paths = path_sums(blocks, &facts, &chosen);
    let mut rows: Vec<Row> = Vec::with_capacity(blocks.len());
    for (nth, block) in blocks.iter().enumerate() {
        let mut row = Row { names: (nth == 0).then(Vec::new), values: Vec::new() };
        of_text(block, &mut page, &mut row);
        of_place(nth, blocks, &mut page, &mut row);
        of_elements(tree, block, &facts, &mut row);
        of_choice(nth, &chosen, &page, &mut row);
        of_parts(tree, block, &facts, &mut row);
        of_path(block, &facts, &paths, &mut row);
        rows.push(row);
    }
    let names = match rows.first_mut() {
        Some(first) => first.names.take().expect("the first row has the names"),
        None => Vec::new(),
    };
    let rows = rows.into_iter().map(|row| row.values).collect();
    let mut table = FeatureTable { names, rows, chosen };
    lend(&mut table);
    table
}

/// One row, and for the first one the names of its columns.
#[derive(Debug, Default)]
struct Row {
    names: Option<Vec<String>>,
    values: Vec<i32>,
}

impl Row {
    fn add(&mut self, name: &str, value: i32) {
        self.add_of(name, "", value);
    }

    fn add_of(&mut self, group: &str, name: &str, value: i32) {
        if let Some(names) = &mut self.names {
            names.push([group, name].concat());
        }
        self.values.push(value);
    }
}

/// Counts of a page.
struct PageFacts<'b> {
    repeated: BTreeMap<&'b str, usize>,
    /// Texts of the blocks passed.
    seen: BTreeSet<&'b str>,
    letters: usize,
    before: usize,
    headline: Option<usize>,
    /// First and last block that the rules keep.
    first: usize,
    last: usize,
    /// Share of the page's running text that the rules keep.
    chosen: i32,
}

impl<'b> PageFacts<'b> {
    fn new(tree: &HtmlTree, blocks: &'b [PageBlock], chosen: &[bool]) -> Self {
        let mut repeated = BTreeMap::new();
        for block in blocks {
            *repeated.entry(block.text.as_str()).or_default() += 1;
        }
        let kept = |nth: &usize| chosen[*nth];
        let count = |block: &PageBlock| block.letters;
        let prose: usize = blocks.iter().filter(|it| it.is_prose()).map(count).sum();
        let kept_blocks = (0..blocks.len()).filter(kept).map(|nth| &blocks[nth]);
        let kept_prose: usize = kept_blocks.filter(|it| it.is_prose()).map(count).sum();
        Self {
            repeated,
            seen: BTreeSet::new(),
            letters: blocks.iter().map(count).sum(),
            before: 0,
            headline: blocks.iter().position(|block| tree.name(block.element) == "h1"),
            first: (0..blocks.len()).find(kept).unwrap_or(blocks.len()),
            last: (0..blocks.len()).rev().find(kept).unwrap_or(0),
            chosen: share(kept_prose, prose),
        }
    }
}

/// Adds the features of the words of a block.
fn of_text<'b>(block: &'b PageBlock, page: &mut PageFacts<'b>, row: &mut Row) {
    let text = block.text.as_str();
    let words = block.words;
    let linked = block.link_share();
    let sentence = text.ends_with(['.', '!', '?', '…', '。', '”', '"', '»']);
    let repeated = page.repeated[text];
    row.add("words", scaled(words));
    row.add("few", mark(words < 4));
    row.add("prose", mark(block.is_prose()));
    row.add("linked", linked);
    row.add("linked:all", mark(linked >= 95));
    row.add("linked:none", mark(block.links == 0));
    row.add("links", scaled(block.links));
    row.add("sentence", mark(sentence));
    row.add("colon", mark(text.ends_with(':')));
    row.add("repeated", mark(repeated > 1));
    row.add("repeated:often", scaled(repeated - 1));
    row.add("copy", mark(!page.seen.insert(text)));
    row.add("price", mark(words < 25 && text.contains(['$', '€', '£', '¥', '₹'])));
    row.add("pair", mark(words < 16 && text.contains(": ")));
    row.add("loose", mark(block.loose));
}

/// Adds the features of the place of a block.
fn of_place(nth: usize, blocks: &[PageBlock], page: &mut PageFacts<'_>, row: &mut Row) {
    let place = share(nth, blocks.len());
    row.add("place", place);
    row.add("place:first", mark(place < 10));
    row.add("place:last", mark(place >= 90));
    let passed = share(page.before, page.letters);
    row.add("passed", passed);
    row.add("passed:last", mark(passed >= 90));
    page.before += blocks[nth].letters;
    let headline = page.headline.unwrap_or(0);
    row.add("headline:none", mark(page.headline.is_none()));
    row.add("headline:after", mark(page.headline.is_some() && nth > headline));
    row.add("headline:at", mark(page.headline == Some(nth)));
    row.add("headline:far", scaled(nth.abs_diff(headline)));
    row.add("blocks", scaled(blocks.len()));
}

/// Adds the features of the element of a block and of those around it.
fn of_elements(tree: &HtmlTree, block: &PageBlock, facts: &ElementFacts, row: &mut Row) {
    let at = block.element.index();
    let name = tree.name(block.element);
    for tag in TAGS {
        row.add_of("tag:", tag, mark(name == tag));
    }
    row.add("heading", mark(matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")));
    row.add("item", mark(name == "li"));
    let around = facts.around[at];
    for (nth, name) in AROUND.iter().enumerate() {
        row.add_of("in:", name, mark(around & (1 << nth) != 0));
    }
    row.add("in:articleBody", mark(around & (1 << AROUND.len()) != 0));
    row.add("depth", i32::from(facts.depth[at]).min(40) * 5 / 2);
    let all = facts.prose[HtmlTree::ROOT.index()];
    let mut ups = tree.ancestors(block.element);
    for level in ["1", "2", "3", "4", "5", "6"] {
        let prose = ups.next().map_or(all, |up| facts.prose[up.index()]);
        row.add_of("around:", level, share(prose, all));
    }
}

/// Adds the features of what the rules decided.
fn of_choice(nth: usize, chosen: &[bool], page: &PageFacts<'_>, row: &mut Row) {
    let choice = mark(chosen[nth]);
    let from = nth.saturating_sub(4);
    let near = &chosen[from..(nth + 5).min(chosen.len())];
    let kept = near.iter().filter(|chosen| **chosen).count();
    let missing = page.first > page.last;
    row.add("choice", choice);
    row.add("choice:part", page.chosen);
    row.add("choice:sure", choice * page.chosen / 100);
    row.add("choice:near", share(kept, near.len()));
    row.add("choice:before", mark(!missing && nth < page.first));
    row.add("choice:after", mark(!missing && nth > page.last));
    row.add("choice:far", scaled(nth.abs_diff(page.first)));
}

/// Adds the features of the parts of the page that a block is in: how much of them the rules keep,
/// and whether they are posts.
fn of_parts(tree: &HtmlTree, block: &PageBlock, facts: &ElementFacts, row: &mut Row) {
    let mut ups = tree.ancestors(block.element);
    for level in ["1", "2", "3", "5"] {
        let up = if level == "5" { ups.nth(1) } else { ups.next() };
        let [all, chosen] = up.map_or([0; 2], |up| facts.letters[up.index()]);
        row.add_of("chosen:", level, share(chosen, all));
    }
    let post = facts.post[block.element.index()];
    row.add("post", mark(post.is_some()));
    row.add("post:first", mark(post == Some(0)));
}

/// Sums over the blocks of one path.
#[derive(Debug, Default)]
struct PathSums {
    blocks: usize,
    kept: usize,
    prose: usize,
    letters: usize,
    linked: usize,
}

fn path_sums(
    blocks: &[PageBlock],
    facts: &ElementFacts,
    chosen: &[bool],
) -> BTreeMap<usize, PathSums> {
    let mut paths: BTreeMap<usize, PathSums> = BTreeMap::new();
    for (block, chosen) in blocks.iter().zip(chosen) {
        let sums = paths.entry(facts.path[block.element.index()]).or_default();
        sums.blocks += 1;
        sums.kept += usize::from(*chosen);
        sums.prose += usize::from(block.is_prose());
        sums.letters += block.letters;
        sums.linked += block.linked;
    }
    paths
}

/// Adds the features of the blocks of the same path.
fn of_path(
    block: &PageBlock,
    facts: &ElementFacts,
    paths: &BTreeMap<usize, PathSums>,
    row: &mut Row,
) {
    let sums = &paths[&facts.path[block.element.index()]];
    row.add("path:blocks", scaled(sums.blocks - 1));
    row.add("path:choice", share(sums.kept, sums.blocks));
    row.add("path:prose", share(sums.prose, sums.blocks));
    row.add("path:linked", share(sums.linked, sums.letters));
    row.add("path:letters", scaled(sums.letters / sums.blocks));
}

/// Adds to each row some features of the rows beside it.
fn lend(table: &mut FeatureTable) {
    let columns: Vec<usize> = LENT
        .iter()
        .filter_map(|lent| table.names.iter().position(|name| name == lent))
        .collect();
    for step in NEIGHBOURS {
        table.names.extend(LENT.iter().map(|name| format!("{name}@{step:+}")));
    }
    let own: Vec<Vec<i32>> = table
        .rows
        .iter()
        .map(|row| columns.iter().map(|column| row[*column]).collect())
        .collect();
    for (nth, row) in table.rows.iter_mut().enumerate() {
        for step in NEIGHBOURS {
            match nth.checked_add_signed(step).and_then(|at| own.get(at)) {
                Some(values) => row.extend(values),
                None => row.extend(columns.iter().map(|_| 0)),
            }
        }
    }
}
