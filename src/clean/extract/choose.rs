//! Choice of the elements that hold the article.
//!
//! The algorithm is Readability's: paragraphs give points to the elements around them, the
//! nearest most. The element with the most points, links discounted, is the article, with those
//! of its neighbours that read like it.

use super::names;
use super::stats::Ledger;
use crate::read::html::{HtmlNodeId, HtmlTree, is_block, is_break_marker};

/// Letters below which a paragraph gives no points.
const SHORT: f32 = 25.0;

/// Levels up to which a paragraph gives points.
const REACH: usize = 5;

/// Candidates that are compared with the best.
const COMPARED: usize = 5;

/// Candidates nearly as good as the best that must share an element for that to be the article.
const ALIKE: usize = 3;

/// The article, and what its choice rests on.
#[derive(Debug)]
pub(super) struct Choice {
    /// The elements that hold it, in the order of the page.
    pub(super) roots: Vec<HtmlNodeId>,
}

/// Chooses within `body`.
pub(super) fn choose(ledger: &Ledger<'_>, body: HtmlNodeId, by_name: bool) -> Choice {
    let scores = scores(ledger, body, by_name);
    let Some(top) = top(ledger, body, &scores) else {
        return Choice { roots: vec![body] };
    };
    Choice { roots: with_neighbours(ledger, top, &scores) }
}

/// Points of each element; `None` for those that got none.
type Scores = Vec<Option<f32>>;

fn score_of(scores: &Scores, id: HtmlNodeId) -> Option<f32> {
    scores.get(id.index()).copied().flatten()
}

fn scores(ledger: &Ledger<'_>, body: HtmlNodeId, by_name: bool) -> Scores {
    let tree = ledger.tree;
    let mut scores: Scores = vec![None; tree.len()];
    for id in ledger.walk(body) {
        let stats = ledger.of(id);
        if is_paragraph(tree, id) {
            give(ledger, &mut scores, tree.parent(id), stats.chars, stats.commas, by_name);
        } else if tree.name(id) == "div" {
            // Text that stands between the blocks of a division is a paragraph without its tag.
            for (chars, commas) in loose_lines(ledger, id) {
                give(ledger, &mut scores, Some(id), chars, commas, by_name);
            }
        }
    }
    scores
}

fn is_paragraph(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    match tree.name(id) {
        "section" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "td" | "pre" => true,
        "div" => !tree.descend(id).skip(1).any(|inner| {
            let name = tree.name(inner);
            is_block(name) && name != "hr" && !is_break_marker(name)
        }),
        _ => false,
    }
}

/// Letters and commas of each run of text directly within a division that holds blocks.
fn loose_lines(ledger: &Ledger<'_>, division: HtmlNodeId) -> Vec<(f32, f32)> {
    let tree = ledger.tree;
    let mut lines = Vec::new();
    let (mut chars, mut commas) = (0.0, 0.0);
    for child in tree.children(division) {
        if ledger.is_gone(child) {
            continue;
        }
        let holds_block = tree.descend(child).any(|id| is_block(tree.name(id)));
        if holds_block {
            lines.push((std::mem::take(&mut chars), std::mem::take(&mut commas)));
        } else {
            let stats = ledger.of(child);
            chars += stats.chars;
            commas += stats.commas;
        }
    }
    lines.push((chars, commas));
    lines.retain(|(chars, _)| *chars >= SHORT);
    lines
}

/// Gives the points of a paragraph to what is around it.
fn give(
    ledger: &Ledger<'_>,
    scores: &mut Scores,
    parent: Option<HtmlNodeId>,
    chars: f32,
    commas: f32,
    by_name: bool,
) {
    if chars < SHORT {
        return;
    }
    let points = 2.0 + commas + (chars / 100.0).floor().min(3.0);
    let Some(parent) = parent else { return };
    let around = std::iter::once(parent).chain(ledger.tree.ancestors(parent)).take(REACH);
    for (level, id) in around.enumerate() {
        if !ledger.tree.is_element(id) || ledger.tree.name(id) == "html" {
            break;
        }
        let part = match level {
            0 => points,
            1 => points / 2.0,
            _ => points / (3.0 * f32::from(u8::try_from(level).unwrap_or(u8::MAX))),
        };
        if let Some(score) = scores.get_mut(id.index()) {
            let start = score.unwrap_or_else(|| first_points(ledger.tree, id, by_name));
            *score = Some(start + part);
        }
    }
}

/// Returns the points of an element before any paragraph adds to them.
fn first_points(tree: &HtmlTree, id: HtmlNodeId, by_name: bool) -> f32 {
    let points = match tree.name(id) {
        "div" => 5.0,
        "pre" | "td" | "blockquote" => 3.0,
        "address" | "ol" | "ul" | "dl" | "dd" | "dt" | "li" | "form" => -3.0,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "th" => -5.0,
        _ => 0.0,
    };
    points + weight(tree, id, by_name)
}

/// Returns the weight of an element's names.
pub(super) fn weight(tree: &HtmlTree, id: HtmlNodeId, by_name: bool) -> f32 {
    if !by_name {
        return 0.0;
    }
    let name = |which| tree.attribute(id, which).unwrap_or("");
    names::weight(name("class"), name("id"))
}

/// The element that is the article.
fn top(ledger: &Ledger<'_>, body: HtmlNodeId, scores: &Scores) -> Option<HtmlNodeId> {
    let tree = ledger.tree;
    let mut candidates: Vec<(f32, HtmlNodeId)> = ledger
        .walk(body)
        .into_iter()
        .filter_map(|id| {
            Some((score_of(scores, id)? * (1.0 - ledger.of(id).link_density()), id))
        })
        .collect();
    // A stable sort: of equals the first on the page wins.
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
    candidates.truncate(COMPARED);
    let (best, mut top) = *candidates.first()?;
    if top == body {
        return None;
    }
    top = shared(tree, top, best, &candidates, body).unwrap_or(top);
    top = climbed(tree, top, body, scores);
    // An only child tells less than its parent, which may have neighbours.
    while let Some(parent) = tree.parent(top).filter(|parent| *parent != body) {
        if tree.elements(parent).filter(|id| !ledger.is_gone(*id)).count() != 1
            || !tree.is_element(parent)
        {
            break;
        }
        top = parent;
    }
    Some(top)
}

/// An element that holds several candidates nearly as good as the best.
fn shared(
    tree: &HtmlTree,
    top: HtmlNodeId,
    best: f32,
    candidates: &[(f32, HtmlNodeId)],
    body: HtmlNodeId,
) -> Option<HtmlNodeId> {
    let near: Vec<HtmlNodeId> = candidates
        .iter()
        .skip(1)
        .filter(|(score, _)| *score >= best * 0.75)
        .map(|(_, id)| *id)
        .collect();
    if near.len() < ALIKE {
        return None;
    }
    let around = tree.ancestors(top).take_while(|id| *id != body);
    around.into_iter().find(|id| {
        near.iter().filter(|other| tree.ancestors(**other).any(|up| up == *id)).count() >= ALIKE
    })
}

/// The first element around the best that has more points, as long as points do not fall low.
fn climbed(tree: &HtmlTree, top: HtmlNodeId, body: HtmlNodeId, scores: &Scores) -> HtmlNodeId {
    let Some(mut last) = score_of(scores, top) else { return top };
    let least = last / 3.0;
    for around in tree.ancestors(top).take_while(|id| *id != body) {
        let Some(score) = score_of(scores, around) else { continue };
        if score < least {
            break;
        }
        if score > last {
            return around;
        }
        last = score;
    }
    top
}

/// The article with the neighbours that read like it.
fn with_neighbours(ledger: &Ledger<'_>, top: HtmlNodeId, scores: &Scores) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let best = score_of(scores, top).unwrap_or(0.0);
    let least = (best * 0.2).max(10.0);
    let class = tree.attribute(top, "class").unwrap_or("");
    let Some(parent) = tree.parent(top) else { return vec![top] };
    let belongs = |id: HtmlNodeId| {
        if id == top {
            return true;
        }
        let same = !class.is_empty() && tree.attribute(id, "class") == Some(class);
        let bonus = if same { best * 0.2 } else { 0.0 };
        if score_of(scores, id).is_some_and(|score| score + bonus >= least) {
            return true;
        }
        let stats = ledger.of(id);
        let density = stats.link_density();
        tree.name(id) == "p"
            && (stats.chars > 80.0 && density < 0.25
                || stats.chars > 0.0 && stats.chars < 80.0 && density == 0.0 && {
                    let words = ledger.words(id);
                    words.contains(". ") || words.ends_with('.')
                })
    };
    tree.elements(parent).filter(|id| !ledger.is_gone(*id)).filter(|id| belongs(*id)).collect()
}
