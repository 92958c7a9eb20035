//! Extraction of the article of a web page.
//!
//! Takes a parsed page and the options; gives the [`Article`], a [`Removal`] for each part that was
//! left out, and a warning if no article was found. Must never drop a word without reporting it.

mod captions;
mod choose;
mod contents;
mod ending;
mod headline;
mod json_ld;
mod labels;
mod links;
mod meta;
mod names;
mod prune;
mod quotation_sources;
mod stats;
mod sweep;
mod tidy;
mod title;
mod within;

use std::collections::{BTreeMap, BTreeSet};

use self::stats::{ElementRemoval, Ledger};
use super::options::CleanOptions;
use super::removal::{DROPPED, Removal};
use crate::article::{Article, plain_text};
use crate::diagnostic::{Diagnostic, Place};
use crate::read::embedded::EmbeddedFiles;
use crate::read::html::{HtmlNodeId, HtmlTree, Selector, WebPage};
use crate::read::paragraph_split;

/// Letters that an article has at least; with less, a gentler way is tried. (Readability's.)
const ENOUGH: f32 = 500.0;

/// Attempts of extraction, from the most to the least aggressive.
const WAYS: [Way; 4] = [
    Way { unlikely: true, by_name: true, measured: true },
    Way { unlikely: false, by_name: true, measured: true },
    Way { unlikely: false, by_name: false, measured: true },
    Way { unlikely: false, by_name: false, measured: false },
];

/// Settings of one attempt.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// Removes elements with unlikely names before looking for the article.
    unlikely: bool,
    /// Counts the names of elements.
    by_name: bool,
    /// Removes elements that hold links and pictures rather than text.
    measured: bool,
}

/// Result of extraction.
#[derive(Debug)]
pub(super) struct Extracted {
    pub(super) article: Article,
    pub(super) removals: Vec<Removal>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Returns the address that a page states as its own.
pub(super) fn stated_address(page: &WebPage) -> Option<String> {
    meta::metadata(page).source
}

/// Finds the article of a page.
pub(super) fn extract(
    page: &WebPage,
    options: &CleanOptions,
    embedded: &mut EmbeddedFiles,
) -> Extracted {
    let tree = &page.tree;
    let mut meta = meta::metadata(page);
    let mut diagnostics = Vec::new();
    let mut ledger = Ledger::new(tree);
    obey(&mut ledger, options);
    page.note_elements().into_iter().for_each(|id| ledger.protect(id));
    let named = named(tree, options, &mut diagnostics);
    let (mut ledger, roots) = match named {
        Some(roots) => {
            prune::hidden(&mut ledger);
            (ledger, roots)
        }
        None => found(ledger, &mut diagnostics),
    };
    diagnostics.extend(spared(&ledger, &roots));
    headline::take(&mut ledger, &roots, &mut meta);
    let mut body = page.body(&roots, &ledger.gone, embedded);
    tidy::article(&mut body.blocks, &plain_text(&meta.title));
    labels::to_headings(&mut body.blocks);
    body.notes.iter_mut().for_each(|note| tidy::within(&mut note.blocks));
    paragraph_split::split_long_paragraphs(&mut body.blocks, &mut diagnostics);
    let removals = removals(&ledger, &roots);
    let article = Article { meta, blocks: body.blocks, notes: body.notes };
    Extracted { article, removals, diagnostics }
}

/// Marks what `--keep` and `--drop` name by selectors.
fn obey(ledger: &mut Ledger<'_>, options: &CleanOptions) {
    for pattern in &options.keep {
        if let Some(selector) = Selector::parse(pattern).filter(Selector::is_certain) {
            selector.select(ledger.tree).into_iter().for_each(|id| ledger.keep(id));
        }
    }
    for pattern in &options.drop {
        if let Some(selector) = Selector::parse(pattern).filter(Selector::is_certain) {
            for id in selector.select(ledger.tree) {
                ledger.take(id, DROPPED, 0.0);
            }
        }
    }
}

/// Returns the elements that `--content` names.
fn named(
    tree: &HtmlTree,
    options: &CleanOptions,
    told: &mut Vec<Diagnostic>,
) -> Option<Vec<HtmlNodeId>> {
    let wish = options.content.as_ref()?;
    let selected =
        Selector::parse(wish).map(|selector| selector.select(tree)).unwrap_or_default();
    // Of elements within each other the outer one holds all.
    let outer: Vec<HtmlNodeId> = selected
        .iter()
        .copied()
        .filter(|id| !tree.ancestors(*id).any(|up| selected.contains(&up)))
        .collect();
    if outer.is_empty() {
        let message = format!("--content `{wish}` names nothing on this page");
        let warning = Diagnostic::warning("content-not-found", Place::default(), message);
        told.push(warning.hint("the article was looked for as without it"));
        return None;
    }
    Some(outer)
}

/// Looks for the article, ever more gently; the whole page where there is none.
fn found<'t>(ledger: Ledger<'t>, told: &mut Vec<Diagnostic>) -> (Ledger<'t>, Vec<HtmlNodeId>) {
    let tree = ledger.tree;
    let body = tree.first(HtmlTree::ROOT, "body").unwrap_or(HtmlTree::ROOT);
    let site = links::Site::of(tree);
    let mut seen = ledger;
    prune::hidden(&mut seen);
    quotation_sources::protect(&mut seen);
    let mut best: Option<(f32, Ledger<'t>, Vec<HtmlNodeId>)> = None;
    for way in WAYS {
        let mut ledger = seen.clone();
        if way.unlikely {
            prune::unlikely(&mut ledger);
        }
        let roots = choose::choose(&ledger, body, way.by_name).roots;
        let roots = within::with_picture(&ledger, within::settle(&ledger, roots));
        if way.measured {
            contents::take(&mut ledger, &roots);
            captions::take(&mut ledger, &roots);
            links::take(&mut ledger, &roots, &site);
        }
        sweep::sweep(&mut ledger, &roots, &site, way.measured, way.by_name);
        if way.measured {
            ending::take(&mut ledger, &roots);
        }
        let left = roots.iter().filter(|root| !ledger.is_out(**root));
        let letters: f32 = left.map(|root| ledger.of(*root).chars).sum();
        if letters >= ENOUGH {
            return (ledger, roots);
        }
        if best.as_ref().is_none_or(|(most, ..)| letters > *most) {
            best = Some((letters, ledger, roots));
        }
    }
    match best {
        Some((letters, ledger, roots)) if letters > 0.0 => (ledger, roots),
        _ => {
            let warning = Diagnostic::warning(
                "no-article-found",
                Place::default(),
                "no article was found on the page, which is set whole",
            );
            told.push(warning.hint("name the article with --content SELECTOR"));
            (seen, vec![body])
        }
    }
}

/// Words of what was spared that its note quotes.
const QUOTED: usize = 8;

/// A note for each part that a rule would have taken and that reads like the article.
fn spared(ledger: &Ledger<'_>, roots: &[HtmlNodeId]) -> Vec<Diagnostic> {
    let tree = ledger.tree;
    let within = |id| !ledger.is_out(id) && roots.iter().any(|root| tree.is_within(id, *root));
    let parts = ledger.spared.iter().filter(|verdict| within(verdict.node));
    parts
        .filter(|verdict| ledger.of(verdict.node).chars > 0.0)
        .map(|verdict| {
            let words = ledger.words(verdict.node);
            let first: Vec<&str> = words.split_whitespace().take(QUOTED).collect();
            let message = format!(
                "kept `{}...`, which {} would take: it reads like the article",
                first.join(" "),
                verdict.rule
            );
            let place = Place::line(tree.line(verdict.node));
            Diagnostic::note("kept-prose", place, message)
                .hint("--drop with a selector or some of its words removes it")
        })
        .collect()
}

/// All that went, in the order of the page: by a rule, or because it stands outside the article.
fn removals(ledger: &Ledger<'_>, roots: &[HtmlNodeId]) -> Vec<Removal> {
    let tree = ledger.tree;
    let mut removals = Vec::new();
    let by_rule: BTreeMap<HtmlNodeId, &ElementRemoval> =
        ledger.verdicts.iter().map(|verdict| (verdict.node, verdict)).collect();
    let around: BTreeSet<HtmlNodeId> =
        roots.iter().flat_map(|root| tree.ancestors(*root)).collect();
    let mut next = Some(HtmlTree::ROOT);
    // The root that the walk is in, and the node at which it leaves it.
    let mut leaves_at = None;
    let mut inside = false;
    while let Some(now) = next {
        if inside && leaves_at == Some(now) {
            inside = false;
        }
        if roots.contains(&now) {
            inside = true;
            leaves_at = tree.beyond(now, HtmlTree::ROOT);
        }
        let by_rule = by_rule.get(&now);
        if by_rule.is_some() || !inside && !around.contains(&now) {
            let text = tree.words(now).split_whitespace().collect::<Vec<_>>().join(" ");
            let (rule, score) = by_rule
                .map_or(("outside-article", 0.0), |verdict| (verdict.rule, verdict.score));
            if !text.is_empty() && !matches!(tree.name(now), "head" | "script" | "style") {
                removals.push(Removal {
                    rule,
                    pattern: String::new(),
                    score: (score != 0.0).then_some(hundredths(score)),
                    text,
                    place: Place::line(tree.line(now)),
                });
            }
            next = tree.beyond(now, HtmlTree::ROOT);
        } else {
            next = tree.children(now).next().or_else(|| tree.beyond(now, HtmlTree::ROOT));
        }
    }
    removals
}

#[expect(clippy::cast_possible_truncation, reason = "rounded, and far below 2^31")]
fn hundredths(score: f32) -> i32 {
    (score * 100.0).round() as i32
}
