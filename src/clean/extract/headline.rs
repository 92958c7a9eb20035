//! Removal of the headline, the author and the date above the text.
//!
//! The title block shows them. Must never remove a line of the text.

use super::meta;
use super::names;
use super::stats::{ElementRemoval, Ledger};
use super::title;
use crate::article::{Inline, Metadata, plain_text};
use crate::read::html::{HtmlNodeId, HtmlTree, is_block};

/// Letters of a line that tells author and date, at most.
const LONGEST_FACTS: f32 = 160.0;

/// Letters of a line under the headline, at least and at most.
const SUBTITLE: std::ops::RangeInclusive<usize> = 12..=320;

/// The headline and the byline are in the metadata, and need not stand in the text again.
pub(super) fn take(ledger: &mut Ledger<'_>, roots: &[HtmlNodeId], meta: &mut Metadata) {
    let tree = ledger.tree;
    let headline = plain_text(&meta.title);
    for root in roots {
        for id in ledger.walk(*root) {
            if matches!(tree.name(id), "h1" | "h2")
                && title::opens(&headline, &ledger.words(id))
            {
                ledger.take(id, "headline", 0.0);
            }
        }
    }
    if meta.byline.is_some() {
        for (id, _) in meta::shown_bylines(tree) {
            if roots.iter().any(|root| tree.ancestors(id).any(|up| up == *root)) {
                ledger.take(id, "byline", 0.0);
            }
        }
    }
    let above = above(ledger, roots);
    let described = above.clone();
    for id in above.into_iter().chain(top(ledger, roots)) {
        if ledger.is_out(id) && !described.contains(&id) {
            continue;
        }
        if is_subtitle(tree, id) || described.contains(&id) {
            let words = ledger.words(id);
            let fits = SUBTITLE.contains(&words.chars().count());
            if fits && meta.subtitle.is_empty() && ledger.take(id, "subtitle", 0.0) {
                meta.subtitle = vec![Inline::Text(words)];
            }
        } else if tells_facts(ledger, id) || repeats_byline(ledger, id, meta) {
            ledger.take(id, "byline", 0.0);
        } else if repeats_title(ledger, id, &headline) {
            ledger.take(id, "headline", 0.0);
        } else if let Some(rule) = leads_on(ledger, id) {
            ledger.take(id, rule, 0.0);
        }
    }
}

/// The part of a heading's words that stand in the title, in one that says the same in other
/// words, and the part of the title's words that it says.
const SAME: (usize, usize) = (75, 50);

/// True if a heading above the text repeats the title, though not in the same words.
fn repeats_title(ledger: &Ledger<'_>, id: HtmlNodeId, title: &str) -> bool {
    let tree = ledger.tree;
    if matches!(tree.name(id), "caption" | "th") {
        // A box of facts is headed by the name of the page.
        return title::same(title, &ledger.words(id));
    }
    if !matches!(tree.name(id), "h1" | "h2" | "h3" | "h4") {
        return false;
    }
    let words = |text: &str| -> Vec<String> {
        let bare = |word: &str| -> String {
            word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
    };
    let (heading, title) = (words(&ledger.words(id)), words(title));
    let shared = heading.iter().filter(|word| title.contains(word)).count();
    shared >= 2
        && shared * 100 >= heading.len() * SAME.0
        && shared * 100 >= title.len() * SAME.1
}

/// True if a line, or the text of a picture, is only the author's name.
fn repeats_byline(ledger: &Ledger<'_>, id: HtmlNodeId, meta: &Metadata) -> bool {
    let tree = ledger.tree;
    let Some(byline) = &meta.byline else { return false };
    if tree.name(id) == "img" {
        return tree.attribute(id, "alt").is_some_and(|alt| title::same(alt, byline));
    }
    let line = matches!(tree.name(id), "p" | "div" | "span" | "a");
    let stats = ledger.of(id);
    line && stats.chars > 0.0 && stats.chars <= LONGEST_FACTS && stands_alone(ledger, id) && {
        let words = ledger.words(id);
        let name = words.strip_prefix("By ").or(words.strip_prefix("by ")).unwrap_or(&words);
        title::same(name, byline)
    }
}

/// The rule that takes a line which only leads on: to the comments, to what else the site files
/// under a word, to other articles of an encyclopedia.
fn leads_on(ledger: &Ledger<'_>, id: HtmlNodeId) -> Option<&'static str> {
    let tree = ledger.tree;
    if names::has_part(&tree.label(id), &["hatnote"]) {
        return Some("navigation");
    }
    if names::has_part(&tree.label(id), &["badge"]) && ledger.of(id).chars <= BADGE {
        return Some("unlikely-name");
    }
    let line = matches!(
        tree.name(id),
        "p" | "div" | "span" | "a" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul"
    );
    let stats = ledger.of(id);
    let short = stats.chars > 0.0 && stats.chars <= LONGEST_FACTS && stats.images == 0.0;
    if !line || !short || !stands_alone(ledger, id) {
        return None;
    }
    let links: Vec<HtmlNodeId> =
        ledger.walk(id).into_iter().filter(|inner| tree.name(*inner) == "a").collect();
    let letters: f32 = links.iter().map(|link| ledger.of(*link).chars).sum();
    if links.is_empty() || letters < stats.chars * ONLY_LINKS {
        return None;
    }
    let all = |wanted: fn(&str) -> bool| {
        links.iter().all(|link| tree.attribute(*link, "href").is_some_and(wanted))
    };
    let tagged = || {
        links.iter().all(|link| {
            tree.attribute(*link, "rel")
                .is_some_and(|rel| rel.split_whitespace().any(|word| word == "tag"))
        })
    };
    if all(leads_to_comments) {
        Some("comments-count")
    } else if all(|address| address.trim().starts_with('#')) {
        Some("navigation")
    } else if tagged() || all(is_tag) {
        Some("tags")
    } else {
        None
    }
}

/// True if an element is alone on its line.
fn stands_alone(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    if is_block(tree.name(id)) {
        return !ledger.holds_blocks(id) || tree.name(id) == "ul";
    }
    let Some(block) = tree.ancestors(id).find(|up| is_block(tree.name(*up))) else {
        return false;
    };
    let parts = |side: fn(&HtmlTree, HtmlNodeId) -> Option<HtmlNodeId>| {
        let mut beside = std::iter::successors(side(tree, id), |id| side(tree, *id));
        let said = beside.find(|id| ledger.of(*id).chars > 0.0);
        said.is_none_or(|id| is_block(tree.name(id)))
    };
    ledger.of(block).chars <= ledger.of(id).chars
        || tree.parent(id) == Some(block) && parts(HtmlTree::previous) && parts(HtmlTree::next)
}

/// The part of its letters that are links, in a line that only leads on.
const ONLY_LINKS: f32 = 0.8;

/// Letters of a badge, at most: `Version: 2.x`.
const BADGE: f32 = 40.0;

/// `#disqus_thread`, `#comments`, `#respond`.
fn leads_to_comments(address: &str) -> bool {
    address.rsplit_once('#').is_some_and(|(_, place)| {
        ["comment", "disqus", "respond"].iter().any(|start| place.starts_with(start))
    })
}

/// An address under which a site keeps what it filed under a word.
fn is_tag(address: &str) -> bool {
    ["/tag/", "/tags/", "/category/", "/categories/", "/topic/", "/topics/", "/label/"]
        .iter()
        .any(|part| address.contains(part))
}

/// Lines above the text among which the one under the headline is looked for.
const SUBTITLES: usize = 8;

/// The lines under the headline that stand before the roots, in the same article.
fn above(ledger: &Ledger<'_>, roots: &[HtmlNodeId]) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let Some(first) = roots.first() else { return Vec::new() };
    let article = |id: &HtmlNodeId| matches!(tree.name(*id), "article" | "main");
    let around = || std::iter::once(*first).chain(tree.ancestors(*first));
    let article = around().find(article).unwrap_or(*first);
    // They may stand in a box that is called a header, and went with it.
    let unseen = |id: HtmlNodeId| {
        let hidden = |verdict: &ElementRemoval| {
            matches!(verdict.rule, "hidden" | "dialog") && tree.is_within(id, verdict.node)
        };
        ledger.verdicts.iter().any(hidden)
    };
    let text = |id: HtmlNodeId| ledger.is_prose_block(id) && !ledger.is_out(id);
    let before = tree
        .descend(article)
        .take_while(|id| id != first || article == *first)
        .take_while(|id| !text(*id));
    let description = description(tree);
    let describes = |id: HtmlNodeId| {
        matches!(tree.name(id), "p" | "h2" | "h3" | "div")
            && !ledger.holds_blocks(id)
            && description.is_some_and(|told| title::same(told, &ledger.words(id)))
    };
    let told = before.filter(|id| (is_subtitle(tree, *id) || describes(*id)) && !unseen(*id));
    told.take(SUBTITLES).collect()
}

/// Returns the description of the page for search engines, which many pages repeat under the
/// headline.
fn description(tree: &HtmlTree) -> Option<&str> {
    let told =
        tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "meta").find(|id| {
            ["name", "property"].iter().any(|key| {
                tree.attribute(*id, key)
                    .is_some_and(|name| matches!(name, "description" | "og:description"))
            })
        })?;
    tree.attribute(told, "content")
}

/// The elements before the first paragraph of running text.
fn top(ledger: &Ledger<'_>, roots: &[HtmlNodeId]) -> Vec<HtmlNodeId> {
    let mut found = Vec::new();
    for id in roots.iter().flat_map(|root| ledger.walk(*root).into_iter().skip(1)) {
        if ledger.is_prose_block(id) && !is_subtitle(ledger.tree, id) {
            break;
        }
        if ledger.tree.is_element(id) {
            found.push(id);
        }
    }
    found
}

/// True if an element is called a line under the headline.
fn is_subtitle(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let shape = matches!(tree.name(id), "p" | "h2" | "h3" | "h4" | "div");
    let called = tree
        .attribute(id, "itemprop")
        .is_some_and(|name| matches!(name, "description" | "alternativeHeadline"));
    shape
        && (called
            || names::has_part(
                &tree.label(id),
                &[
                    "dek",
                    "subtitle",
                    "subhead",
                    "subheadline",
                    "standfirst",
                    "strapline",
                    "chapo",
                    "chapeau",
                    "entradilla",
                    "sottotitolo",
                    "vorspann",
                ],
            )
            // Elsewhere these may be the first paragraph.
            || names::has_part(&tree.label(id), &["excerpt", "deck", "lede", "summary"])
                && tree.ancestors(id).any(|up| tree.name(up) == "header"))
}

/// True if an element holds only author or date.
fn tells_facts(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let stats = ledger.of(id);
    if stats.chars == 0.0 || stats.chars > LONGEST_FACTS || stats.images > 0.0 {
        return false;
    }
    if matches!(tree.name(id), "table" | "blockquote" | "pre" | "h1" | "h2" | "figure") {
        return false;
    }
    let called = tree.attribute(id, "itemprop").is_some_and(|name| {
        matches!(name, "datePublished" | "dateModified" | "dateCreated" | "author")
    });
    tree.name(id) == "time" || called || names::tells_facts(&tree.label(id))
}
