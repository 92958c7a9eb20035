//! Labelling of the blocks of a page by a linear model.
//!
//! Takes the page and what the rules chose; gives the elements with the article. The features of
//! each block (`features`) have integer weights (`weights.txt`, fitted by `tools/fit_cleaner.py`);
//! their sums are labelled together (`kernel`). The kind of the page decides whether the labels or
//! the rules lead. Must never remove a block without the features that weighed most.

mod blocks;
mod elements;
mod features;
mod kernel;
mod weights;

use std::collections::BTreeMap;

use self::blocks::PageBlock;
use self::elements::RuleChoice;
use self::features::FeatureTable;
use self::weights::Weights;
use super::super::removal::MODEL;
use super::article_choice::ArticleChoice;
use super::stats::Ledger;
use super::{kind, prune, thread};
use crate::article::PageKind;
use crate::read::html::{self, HtmlNodeId, HtmlTree};

/// Features that a removal names.
const NAMED: usize = 3;

/// The part of a page's running text from which on a choice of the rules misses nothing that the
/// model could add.
const COMPLETE: f32 = 0.8;

/// Blocks that the model must add to the choice of the rules, where it leads only if it adds to it:
/// a note on the author or one more story has fewer.
const MANY: usize = 10;

/// A page in numbers.
struct MeasuredPage {
    blocks: Vec<PageBlock>,
    table: FeatureTable,
}

impl MeasuredPage {
    /// Measures what `seen` shows, beside what the rules chose of it.
    fn new(choice: &ArticleChoice<'_>, seen: &Ledger<'_>) -> Self {
        let tree = seen.tree;
        let is_thread = choice.kind == PageKind::Thread;
        let posts = if is_thread { thread::posts(seen) } else { Vec::new() };
        let rules = RuleChoice { ledger: &choice.ledger, roots: &choice.roots, posts };
        let body = tree.first(HtmlTree::ROOT, "body").unwrap_or(HtmlTree::ROOT);
        let blocks = blocks::divide(seen, body);
        let table = features::measure(tree, &blocks, &rules);
        Self { blocks, table }
    }

    /// Returns the labels of the blocks: true for those of the article.
    fn labels(&self, weights: &Weights) -> Vec<bool> {
        let columns = weights.of_columns(&self.table.names);
        let bias = weights.bias() * 100;
        let score = |row: &Vec<i32>| -> i64 {
            row.iter().zip(&columns).map(|(value, weight)| i64::from(*value) * weight).sum()
        };
        let scores: Vec<i64> = self.table.rows.iter().map(|row| bias + score(row)).collect();
        kernel::label(&scores, weights.price() * 100)
    }

    /// True if the model adds many blocks to the choice of the rules, and at least `least`
    /// hundredths of the letters of that choice.
    fn adds(&self, labels: &[bool], least: usize) -> bool {
        let (mut chosen, mut added, mut blocks) = (0, 0, 0);
        let rules = self.blocks.iter().zip(&self.table.chosen);
        for ((block, by_rules), by_model) in rules.zip(labels) {
            match (by_rules, by_model) {
                (true, _) => chosen += block.letters,
                (false, true) => (added, blocks) = (added + block.letters, blocks + 1),
                (false, false) => {}
            }
        }
        blocks >= MANY && added.saturating_mul(100) >= chosen.saturating_mul(least)
    }
}

/// Returns the name of a page's kind in the weights. An article that is called so by no data of the
/// page is `plain`: pages of services and companies are among them.
fn part_of(choice: &ArticleChoice<'_>) -> &'static str {
    match choice.kind {
        PageKind::Article if !kind::is_article_by_data(choice.ledger.tree) => "plain",
        kind => kind.name(),
    }
}

/// Returns what the model is asked of: the page without the comments below an article. `None` where
/// the rules have chosen nearly all running text, and the model leads only if it adds to that.
fn question<'t>(choice: &mut ArticleChoice<'t>, least: usize) -> Option<Ledger<'t>> {
    let mut seen = choice.seen.take()?;
    if choice.kind != PageKind::Thread {
        prune::comments(&mut seen);
    }
    let complete = choice.prose() >= seen.prose(HtmlTree::ROOT) * COMPLETE;
    (least == 0 || !complete).then_some(seen)
}

/// Returns the page in numbers, for the fit: the names of the features, the kind of the page and
/// whether the model is asked, and for each block its features, its label and its text.
pub(super) fn dump(mut choice: ArticleChoice<'_>) -> String {
    let weights = Weights::fitted();
    let part = part_of(&choice);
    let whole = choice.seen.clone();
    let asked = question(&mut choice, weights.least(part).unwrap_or(0));
    let is_asked = asked.is_some();
    let Some(seen) = asked.or_else(|| {
        choice.seen = whole;
        question(&mut choice, 0)
    }) else {
        return String::new();
    };
    let page = MeasuredPage::new(&choice, &seen);
    let mut out = format!("names {}\n", page.table.names.join(" "));
    out.push_str(&format!("kind {part} {}\n", u8::from(is_asked)));
    let labels = page.labels(weights);
    for ((block, row), keep) in page.blocks.iter().zip(&page.table.rows).zip(labels) {
        let values: Vec<String> = row.iter().map(ToString::to_string).collect();
        out.push_str(&format!("{}\t{}\t{}\n", values.join(" "), u8::from(keep), block.text));
    }
    out
}

/// Chooses the blocks of the article where the model leads; else returns what the rules chose.
pub(super) fn refine<'t>(mut choice: ArticleChoice<'t>) -> ArticleChoice<'t> {
    let weights = Weights::fitted();
    let Some(least) = weights.least(part_of(&choice)) else { return choice };
    let Some(seen) = question(&mut choice, least) else { return choice };
    let page = MeasuredPage::new(&choice, &seen);
    let mut labels = page.labels(weights);
    if !labels.contains(&true) || least > 0 && !page.adds(&labels, least) {
        return choice;
    }
    keep_certain(&seen, &page, &mut labels);
    apply(seen, choice, &page, &labels)
}

/// Keeps what is certain, whatever the weights say: what `--keep` names, notes, and the captions
/// beside kept blocks.
fn keep_certain(seen: &Ledger<'_>, page: &MeasuredPage, labels: &mut [bool]) {
    let tree = seen.tree;
    let notes = html::note_elements(tree);
    let mut kept = vec![false; tree.len()];
    for note in notes {
        tree.descend(note).for_each(|id| kept[id.index()] = true);
    }
    let named = |node: &HtmlNodeId| seen.kept.get(node.index()) == Some(&true);
    for (block, label) in page.blocks.iter().zip(labels.iter_mut()) {
        *label |= block.nodes.iter().any(|node| named(node) || kept[node.index()]);
    }
    for nth in 0..labels.len() {
        let element = page.blocks[nth].element;
        let mut around = std::iter::once(element).chain(tree.ancestors(element)).take(3);
        if around.any(|up| tree.name(up) == "figcaption") {
            let beside = [nth.checked_sub(1), Some(nth + 1)];
            labels[nth] |= beside.into_iter().flatten().any(|at| labels.get(at) == Some(&true));
        }
    }
}

/// Removes from `seen` what `labels` drop, and what the rules removed within the blocks that stay
/// and beside blocks.
fn apply<'t>(
    mut seen: Ledger<'t>,
    choice: ArticleChoice<'t>,
    page: &MeasuredPage,
    labels: &[bool],
) -> ArticleChoice<'t> {
    let tree = seen.tree;
    // Elements around and at what is kept, and the nodes of kept blocks.
    let mut holds = vec![false; tree.len()];
    let mut whole = vec![false; tree.len()];
    // The block that begins at a node.
    let mut begins: Vec<Option<usize>> = vec![None; tree.len()];
    for (nth, (block, keep)) in page.blocks.iter().zip(labels).enumerate() {
        for node in &block.nodes {
            begins[node.index()] = Some(nth);
            whole[node.index()] = *keep;
            let around = std::iter::once(*node).chain(tree.ancestors(*node));
            for up in around.take_while(|_| *keep) {
                if std::mem::replace(&mut holds[up.index()], true) {
                    break;
                }
            }
        }
    }
    let columns = Weights::fitted().of_columns(&page.table.names);
    let mut reasons = BTreeMap::new();
    // The last block that the walk has passed.
    let mut passed: Option<usize> = None;
    let mut next = tree.first(HtmlTree::ROOT, "body");
    while let Some(now) = next {
        let beyond = tree.beyond(now, HtmlTree::ROOT);
        let stays = holds[now.index()] && !whole[now.index()];
        if stays && !seen.is_gone(now) {
            next = tree.children(now).next().or(beyond);
            continue;
        }
        next = beyond;
        if whole[now.index()] {
            passed = begins[now.index()];
        }
        if whole[now.index()] || seen.is_gone(now) {
            continue;
        }
        let inside: Vec<usize> =
            tree.descend(now).filter_map(|id| begins[id.index()]).collect();
        passed = inside.last().copied().or(passed);
        // A picture between blocks that stay is kept.
        let kept = |nth: Option<usize>| nth.and_then(|nth| labels.get(nth)) == Some(&true);
        let shows = inside.is_empty() && kept(passed) && kept(passed.map(|nth| nth + 1));
        if !shows && (tree.is_element(now) || !inside.is_empty()) && seen.take(now, MODEL, 0.0)
        {
            let longest = inside.iter().max_by_key(|nth| page.blocks[**nth].text.len());
            let reason = longest.map(|nth| against(&page.table, *nth, &columns));
            reasons.extend(reason.map(|reason| (now, reason)));
        }
    }
    for verdict in &choice.ledger.verdicts {
        let within = tree.ancestors(verdict.node).any(|up| whole[up.index()]);
        if within || !holds[verdict.node.index()] && !seen.is_out(verdict.node) {
            seen.take(verdict.node, verdict.rule, verdict.score);
        }
    }
    let roots = vec![common_root(tree, &holds, &whole)];
    ArticleChoice { ledger: seen, roots, reasons, ..choice }
}

/// Returns the innermost element around all that is kept.
fn common_root(tree: &HtmlTree, holds: &[bool], whole: &[bool]) -> HtmlNodeId {
    let mut root = HtmlTree::ROOT;
    loop {
        let mut inner = tree.children(root).filter(|id| holds[id.index()]);
        match (inner.next(), inner.next()) {
            (Some(only), None) if tree.is_element(only) => {
                root = only;
                if whole[root.index()] {
                    return root;
                }
            }
            _ => return root,
        }
    }
}

/// Returns the features of a block that weighed most against it.
fn against(table: &FeatureTable, nth: usize, columns: &[i64]) -> String {
    let mut parts: Vec<(i64, &str)> = table.rows[nth]
        .iter()
        .zip(columns)
        .zip(&table.names)
        .map(|((value, weight), name)| (i64::from(*value) * weight, name.as_str()))
        .filter(|(weight, _)| *weight < 0)
        .collect();
    parts.sort_unstable();
    parts.iter().take(NAMED).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}
