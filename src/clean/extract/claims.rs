//! Comparison of the choice with what the page itself calls its article.
//!
//! The points of [`super::choose`] can favour a part of a short article, or a box beside it. Must
//! never replace a choice by an element with less running text, unless that element bears the
//! headline of the page.

use std::collections::BTreeSet;

use super::stats::Ledger;
use super::{lead, names, title, within};
use crate::read::html::{HtmlNodeId, HtmlTree};

/// Letters of text from which on an element can be a story: two short sentences.
pub(super) const STORY: f32 = 100.0;

/// The part of a claimed element's text that a choice in it must have to stand against it.
const HALF: f32 = 0.5;

/// The part of a choice outside every claimed element that a claimed element must have.
const RIVAL: f32 = 0.25;

/// The part of its letters that are links, above which a claimed element is a list of links.
const LISTED: f32 = 0.4;

/// Least ratio of the running text of an element to that of the choice in it, for adding its rows.
const MORE: f32 = 1.2;

/// Letters of a short paragraph that is a sentence, at least.
const SENTENCE: f32 = 30.0;

/// Levels around the choice up to which its rows are looked for.
const ROWS: usize = 6;

/// The part of its letters that are links, in rows that are added to a choice, at most.
const ROW_LINKS: f32 = 0.15;

/// The part of its letters that are running text, in rows that are added to a choice, at least.
const ROW_PROSE: f32 = 0.6;

/// Returns the elements of the article after comparison with the claims of the page.
pub(super) fn settle(
    ledger: &Ledger<'_>,
    roots: Vec<HtmlNodeId>,
    headline: &str,
) -> Vec<HtmlNodeId> {
    let stories = stories(ledger);
    if let Some(story) = headed(ledger, &stories, headline)
        && others_tell(ledger, &stories, story)
    {
        let inside: Vec<HtmlNodeId> =
            roots.iter().copied().filter(|root| ledger.tree.is_within(*root, story)).collect();
        let roots = if inside.is_empty() { vec![story] } else { inside };
        return grown(ledger, widened(ledger, roots), Some(story));
    }
    let roots = below_headline(ledger, replaced(ledger, roots), headline);
    let roots = widened(ledger, roots);
    let bound = roots.first().and_then(|root| around(ledger.tree, *root, "article"));
    grown(ledger, roots, bound)
}

/// True if a result has enough of what the page calls its article in its `whole` ledger, though
/// it is short.
pub(super) fn is_whole(ledger: &Ledger<'_>, roots: &[HtmlNodeId], whole: &Ledger<'_>) -> bool {
    let own = text_of(ledger, roots);
    let family = Family::new(ledger.tree, roots);
    let claimed = claims(whole).into_iter().filter(|claim| family.has(*claim));
    let widest = claimed.map(|id| whole.text_letters(id)).reduce(f32::max);
    own >= STORY && widest.is_some_and(|widest| own >= widest * HALF)
}

/// The elements around and within a choice.
struct Family<'t> {
    tree: &'t HtmlTree,
    roots: BTreeSet<HtmlNodeId>,
    around: BTreeSet<HtmlNodeId>,
}

impl<'t> Family<'t> {
    fn new(tree: &'t HtmlTree, roots: &[HtmlNodeId]) -> Self {
        let around = roots.iter().flat_map(|root| tree.ancestors(*root)).collect();
        Self { tree, roots: roots.iter().copied().collect(), around }
    }

    /// True if an element is around the choice, in it or a part of it.
    fn has(&self, id: HtmlNodeId) -> bool {
        self.around.contains(&id)
            || self.roots.contains(&id)
            || self.tree.ancestors(id).any(|up| self.roots.contains(&up))
    }
}

/// The innermost element of a name around a node, the node included.
fn around(tree: &HtmlTree, id: HtmlNodeId, name: &str) -> Option<HtmlNodeId> {
    std::iter::once(id).chain(tree.ancestors(id)).find(|up| tree.name(*up) == name)
}

/// Letters of text within several elements.
pub(super) fn text_of(ledger: &Ledger<'_>, roots: &[HtmlNodeId]) -> f32 {
    roots.iter().map(|root| ledger.text_letters(*root)).sum()
}

/// Elements that the page calls its article or its main part, in the order of the page.
pub(super) fn claims(ledger: &Ledger<'_>) -> Vec<HtmlNodeId> {
    let mut found = ledger.walk(HtmlTree::ROOT);
    found.retain(|id| is_claim(ledger, *id) && ledger.of(*id).link_density() < LISTED);
    found
}

fn is_claim(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let role = tree.attribute(id, "role");
    let called = matches!(tree.name(id), "article" | "main")
        || matches!(role, Some("main" | "article"))
        || within::is_text(ledger, id);
    called && !is_beside(tree, id)
}

/// True if an element is, or is within, a part beside the article.
fn is_beside(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.ancestors(id).any(|up| {
        matches!(tree.name(up), "aside" | "nav" | "footer" | "blockquote" | "figure" | "form")
    })
}

/// The outermost `article` elements.
fn stories(ledger: &Ledger<'_>) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let mut found = ledger.walk(HtmlTree::ROOT);
    found.retain(|id| {
        tree.name(*id) == "article"
            && !is_beside(tree, *id)
            && !tree.ancestors(*id).any(|up| tree.name(up) == "article")
    });
    found
}

/// The one story whose heading is the headline of the page.
fn headed(ledger: &Ledger<'_>, stories: &[HtmlNodeId], headline: &str) -> Option<HtmlNodeId> {
    let tree = ledger.tree;
    let bears = |story: &HtmlNodeId| {
        tree.descend(*story).any(|id| {
            matches!(tree.name(id), "h1" | "h2") && title::opens(headline, &tree.words(id))
        })
    };
    let mut found = stories.iter().copied().filter(bears);
    let story = found.next().filter(|_| found.next().is_none())?;
    (ledger.text_letters(story) >= STORY).then_some(story)
}

/// True if another story on the page has a headline and a date or an author of its own: the page
/// shows several, as those that load the next one below do.
fn others_tell(ledger: &Ledger<'_>, stories: &[HtmlNodeId], story: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let tells = |other: &HtmlNodeId| {
        let heading = tree.descend(*other).any(|id| matches!(tree.name(id), "h1" | "h2"));
        let facts = tree.descend(*other).any(|id| {
            tree.name(id) == "time"
                || tree.attribute(id, "rel") == Some("author")
                || tree.attribute(id, "itemprop").is_some_and(|name| {
                    matches!(name, "author" | "datePublished" | "dateCreated")
                })
        });
        heading && facts
    };
    stories.iter().filter(|other| **other != story).any(tells)
}

/// The choice, or a claimed element elsewhere, if the choice is in none and a claimed one has text.
fn replaced(ledger: &Ledger<'_>, roots: Vec<HtmlNodeId>) -> Vec<HtmlNodeId> {
    let claims = claims(ledger);
    let family = Family::new(ledger.tree, &roots);
    if claims.iter().any(|claim| family.has(*claim)) {
        return roots;
    }
    let least = (text_of(ledger, &roots) * RIVAL).max(STORY);
    let rivals = claims.into_iter().filter(|claim| ledger.text_letters(*claim) >= least);
    // Of equals the first, which is the outermost.
    let best = rivals.reduce(|best, next| {
        if ledger.text_letters(next) > ledger.text_letters(best) { next } else { best }
    });
    best.map_or(roots, |claim| vec![claim])
}

/// The choice, or what is around the headline if all of the choice stands above it: a notice of the
/// site stands there, not the article.
fn below_headline(
    ledger: &Ledger<'_>,
    roots: Vec<HtmlNodeId>,
    headline: &str,
) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let Some(last) = roots.last().copied() else { return roots };
    let Some(end) = tree.beyond(last, HtmlTree::ROOT) else { return roots };
    let behind = std::iter::successors(Some(end), |id| {
        tree.children(*id).next().or_else(|| tree.beyond(*id, HtmlTree::ROOT))
    });
    let mut headings = behind.filter(|id| {
        tree.name(*id) == "h1"
            && title::opens(headline, &tree.words(*id))
            && !ledger.is_out(*id)
    });
    let Some(heading) = headings.next() else { return roots };
    let mut around = tree.ancestors(heading).take(ROWS);
    let article = around
        .find(|up| ledger.text_letters(*up) >= STORY)
        .filter(|up| !matches!(tree.name(*up), "body" | "html") && !tree.is_within(last, *up));
    article.map_or(roots, |article| vec![article])
}

/// The choice, or the claimed element around it of whose text the choice has less than half.
fn widened(ledger: &Ledger<'_>, roots: Vec<HtmlNodeId>) -> Vec<HtmlNodeId> {
    let Some(first) = roots.first().copied() else { return roots };
    let tree = ledger.tree;
    let mut roots = roots;
    for up in tree.ancestors(first) {
        if matches!(tree.name(up), "body" | "html") {
            break;
        }
        if !is_claim(ledger, up) || ledger.of(up).link_density() >= LISTED {
            continue;
        }
        let (all, own) = (ledger.text_letters(up), text_of(ledger, &roots));
        if own < all * HALF && !holds_stories(ledger, up) {
            roots = vec![up];
        }
    }
    roots
}

/// True if an element holds several stories with headlines that lead elsewhere: it lists them.
fn holds_stories(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let leads = |id: HtmlNodeId| {
        matches!(tree.name(id), "h2" | "h3" | "h4")
            && ledger.of(id).link_density() > HALF
            && tree.first(id, "a").is_some_and(|link| {
                tree.attribute(link, "href").is_some_and(|to| !to.starts_with('#'))
            })
    };
    ledger.walk(id).into_iter().filter(|inner| leads(*inner)).nth(2).is_some()
}

/// The choice with the rows beside it that are running text, within `bound`.
fn grown(
    ledger: &Ledger<'_>,
    roots: Vec<HtmlNodeId>,
    bound: Option<HtmlNodeId>,
) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let Some(first) = roots.first().copied() else { return roots };
    let mut roots = roots;
    let mut own: f32 = roots.iter().map(|id| sentences(ledger, *id)).sum();
    for up in tree.ancestors(first).take(ROWS) {
        if matches!(tree.name(up), "body" | "html" | "table" | "form")
            || bound.is_some_and(|bound| up != bound && !tree.is_within(up, bound))
        {
            break;
        }
        let prose = sentences(ledger, up);
        if prose < own * MORE || !roots.iter().all(|root| tree.is_within(*root, up)) {
            continue;
        }
        let mut more = ledger.of(up);
        roots.iter().for_each(|root| more -= &ledger.of(*root));
        let reads = more.link_density() < ROW_LINKS && prose - own >= more.chars * ROW_PROSE;
        if reads && !holds_stories(ledger, up) && !holds_comments(ledger, up, &roots) {
            roots = vec![up];
            own = prose;
        }
    }
    roots
}

/// Letters of running text within an element, with the short paragraphs that are sentences.
fn sentences(ledger: &Ledger<'_>, id: HtmlNodeId) -> f32 {
    let tree = ledger.tree;
    let reads = |id: &HtmlNodeId| {
        ledger.is_prose_block(*id)
            || tree.name(*id) == "p"
                && ledger.text_letters(*id) >= SENTENCE
                && lead::ends_sentence(&ledger.words(*id))
    };
    ledger.walk(id).into_iter().filter(reads).map(|id| ledger.of(id).chars).sum()
}

/// True if an element holds, outside the choice, what is called comments.
fn holds_comments(ledger: &Ledger<'_>, id: HtmlNodeId, roots: &[HtmlNodeId]) -> bool {
    let tree = ledger.tree;
    let chosen: BTreeSet<HtmlNodeId> = roots.iter().copied().collect();
    let mut next = Some(id);
    while let Some(now) = next {
        if chosen.contains(&now) || ledger.is_gone(now) {
            next = tree.beyond(now, id);
            continue;
        }
        let called = ["comment", "comments", "commentlist", "reply", "replies", "respond"];
        if ledger.of(now).chars > 0.0 && names::has_part(&tree.label(now), &called) {
            return true;
        }
        next = tree.children(now).next().or_else(|| tree.beyond(now, id));
    }
    false
}
