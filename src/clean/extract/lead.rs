//! Lines between the headline and the text that open the article.
//!
//! Finds standfirsts and first paragraphs outside the chosen elements by their place and their
//! form, not by their names. Must never take a line of facts, a caption or an invitation for one.

use super::super::phrases;
use super::super::removal::MODEL;
use super::super::tokens::Tokens;
use super::names;
use super::stats::{ElementRemoval, Ledger};
use super::title;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// Letters of a lead, at least and at most: half a line to a long paragraph.
const LETTERS: std::ops::RangeInclusive<usize> = 40..=900;

/// Words of a lead, at least.
const WORDS: usize = 7;

/// Words from which on a line without a full stop reads like a sentence.
const SENTENCE_WORDS: usize = 10;

/// The part of its letters that are links, in a lead, at most.
const LINKS: f32 = 0.3;

/// Blocks between the headline and the text that are looked at.
const NEAR: usize = 40;

/// Leads that are taken, at most.
const MOST: usize = 3;

/// Parts of names of what stands between headline and text and is no lead.
const OTHERS: [&str; 38] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "author",
    "authors",
    "avatar",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "caption",
    "comment",
    "comments",
    "contents",
    "cookie",
    "copyright",
    "credit",
    "credits",
    "date",
    "dateline",
    "disclaimer",
    "disclosure",
    "footer",
    "menu",
    "nav",
    "newsletter",
    "paywall",
    "player",
    "promo",
    "related",
    "share",
    "sharing",
    "sidebar",
    "sponsor",
    "subscribe",
    "tags",
    "toc",
];

/// Returns the leads before `roots`, in the order of the page.
pub(super) fn find(
    ledger: &Ledger<'_>,
    roots: &[HtmlNodeId],
    headline: &str,
) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let Some(first) = roots.first().copied() else { return Vec::new() };
    let Some(heading) = heading_before(tree, first, headline) else { return Vec::new() };
    let mut leads: Vec<HtmlNodeId> = Vec::new();
    let mut seen = 0;
    let mut next = tree.beyond(heading, HtmlTree::ROOT);
    while let Some(now) = next {
        if now == first || seen >= NEAR || leads.len() >= MOST {
            break;
        }
        let around = tree.is_within(first, now);
        seen += usize::from(tree.is_element(now));
        if !around && is_other(ledger, now) {
            next = tree.beyond(now, HtmlTree::ROOT);
            continue;
        }
        if !around && is_lead(ledger, now, headline) {
            leads.push(now);
            next = tree.beyond(now, HtmlTree::ROOT);
            continue;
        }
        next = tree.children(now).next().or_else(|| tree.beyond(now, HtmlTree::ROOT));
    }
    let opening: Vec<String> = roots.iter().map(|root| start_of(ledger, *root)).collect();
    leads.retain(|lead| {
        let words = title::fold_letters(&tree.words(*lead));
        !opening.iter().any(|opening| opening.contains(&words))
    });
    leads
}

/// Letters of the text in which a lead is looked for that the text repeats.
const OPENING: usize = 3000;

/// The first letters of a node, without spaces.
fn start_of(ledger: &Ledger<'_>, id: HtmlNodeId) -> String {
    title::fold_letters(&ledger.words(id)).chars().take(OPENING).collect()
}

/// The last heading before a node that is the headline; else the only greatest heading.
fn heading_before(tree: &HtmlTree, first: HtmlNodeId, headline: &str) -> Option<HtmlNodeId> {
    let before: Vec<HtmlNodeId> = tree
        .descend(HtmlTree::ROOT)
        .take_while(|id| *id != first)
        .filter(|id| matches!(tree.name(*id), "h1" | "h2"))
        .collect();
    let same = before.iter().rev().find(|id| title::opens(headline, &tree.words(**id)));
    let mut greatest = before.iter().filter(|id| tree.name(**id) == "h1");
    let only = greatest.next().filter(|_| greatest.next().is_none());
    let heading = *same.or(only)?;
    // A headline within a link is that of another story.
    (!tree.ancestors(heading).any(|up| tree.name(up) == "a")).then_some(heading)
}

/// True if an element and all in it is no lead.
fn is_other(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    if !tree.is_element(id) {
        return false;
    }
    let unseen = |verdict: &ElementRemoval| {
        verdict.node == id && !matches!(verdict.rule, "unlikely-name" | "link-box" | MODEL)
    };
    if ledger.is_gone(id) && ledger.verdicts.iter().any(unseen) {
        return true;
    }
    matches!(
        tree.name(id),
        "nav"
            | "aside"
            | "footer"
            | "form"
            | "figure"
            | "figcaption"
            | "ul"
            | "ol"
            | "table"
            | "button"
            | "script"
            | "style"
            | "template"
            | "noscript"
            | "time"
            | "address"
            | "svg"
            | "video"
            | "audio"
            | "select"
    ) || names::has_part(&tree.label(id), &OTHERS)
        || tree.attribute(id, "role") == Some("navigation")
}

/// True if a block reads like the opening of an article.
fn is_lead(ledger: &Ledger<'_>, id: HtmlNodeId, headline: &str) -> bool {
    let tree = ledger.tree;
    if !matches!(
        tree.name(id),
        "p" | "h2" | "h3" | "h4" | "div" | "section" | "span" | "strong"
    ) || ledger.holds_blocks(id)
        || names::tells_facts(&tree.label(id))
    {
        return false;
    }
    let words = ledger.words(id);
    let count = words.split_whitespace().count();
    let stats = ledger.of(id);
    LETTERS.contains(&words.chars().count())
        && count >= WORDS
        && (count >= SENTENCE_WORDS || ends_sentence(&words))
        && stats.link_density() < LINKS
        && !title::same(headline, &words)
        && phrases::recognise(&Tokens::new(&words)).is_none()
        && !words.starts_with(['©', '|'])
}

/// True if a text ends like a sentence.
pub(super) fn ends_sentence(words: &str) -> bool {
    let end = words.trim_end_matches(['"', '”', '»', '’', '\'', ')', ']', '“', '«']);
    end.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '։'])
}
