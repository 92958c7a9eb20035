//! Threads: posts of forums, questions with their answers.
//!
//! Finds the posts of a page, takes away their furniture, and keeps the heads that say who wrote
//! and when. Must never take the comments below an article for a thread.

use std::collections::{BTreeMap, BTreeSet};

use super::listing;
use super::names;
use super::stats::Ledger;
use crate::read::html::{HtmlNodeId, HtmlTree};

/// Whole parts of the names of posts.
const POSTS: [&str; 10] = [
    "post",
    "comment",
    "message",
    "answer",
    "question",
    "reply",
    "msg",
    "postbit",
    "suggestion",
    "topic",
];

/// Types of schema.org that are posts.
const TYPES: [&str; 4] = ["Question", "Answer", "Comment", "DiscussionForumPosting"];

/// Letters of text that a post has at least.
const POST: f32 = 30.0;

/// The part of a page's text, links left out, that is in the posts of a thread.
const MOST: f32 = 0.5;

/// Letters of running text before comments from which on they are below an article: a paragraph.
const ARTICLE: f32 = 80.0;

/// Ratios of the text of the element around all posts to theirs between which it is taken whole:
/// with less it adds only furniture, with more it is the page.
const AROUND: std::ops::RangeInclusive<f32> = 1.25..=2.0;

/// Letters of a head that says who wrote and when, at most.
const HEAD: f32 = 160.0;

/// Letters of a count, a badge or a button, at most.
const BUTTON: f32 = 30.0;

/// Returns the posts of a page, outermost first, in the order of the page.
pub(super) fn posts(ledger: &Ledger<'_>) -> Vec<HtmlNodeId> {
    with_question(ledger, alike(ledger))
}

/// The posts of one name that have the most text.
fn alike(ledger: &Ledger<'_>) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let mut groups: BTreeMap<String, Vec<HtmlNodeId>> = BTreeMap::new();
    for id in ledger.walk(HtmlTree::ROOT) {
        let Some(group) = group(tree, id).filter(|_| ledger.text_letters(id) >= POST) else {
            continue;
        };
        groups.entry(group).or_default().push(id);
    }
    let mut best: (f32, Vec<HtmlNodeId>) = (0.0, Vec::new());
    for group in groups.into_values() {
        let outer = outermost(tree, &group);
        let text: f32 = outer.iter().map(|id| ledger.text_letters(*id)).sum();
        if outer.len() > 1 && text > best.0 {
            best = (text, outer);
        }
    }
    best.1
}

/// The posts, and before them the question or first post, which often has another name.
fn with_question(ledger: &Ledger<'_>, posts: Vec<HtmlNodeId>) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let Some(first) = posts.first().copied() else { return posts };
    let around: BTreeSet<HtmlNodeId> =
        posts.iter().flat_map(|post| tree.ancestors(*post)).collect();
    let before = ledger.walk(HtmlTree::ROOT).into_iter().take_while(|id| *id != first);
    let opening: Vec<HtmlNodeId> = before
        .filter(|id| {
            group(tree, *id).is_some()
                && ledger.text_letters(*id) >= POST
                && !around.contains(id)
        })
        .collect();
    let opening = outermost(tree, &opening);
    opening.into_iter().chain(posts).collect()
}

/// The elements that are not within another of them.
fn outermost(tree: &HtmlTree, ids: &[HtmlNodeId]) -> Vec<HtmlNodeId> {
    let mut outer: Vec<HtmlNodeId> = Vec::new();
    for id in ids {
        // In the order of the page, only the last one can hold the next.
        if !outer.last().is_some_and(|last| tree.is_within(*id, *last)) {
            outer.push(*id);
        }
    }
    outer
}

/// The name by which a post is like others; none for an element that is called no post.
fn group(tree: &HtmlTree, id: HtmlNodeId) -> Option<String> {
    if !matches!(tree.name(id), "div" | "article" | "li" | "section" | "tr" | "table") {
        return None;
    }
    let kind = tree.attribute(id, "itemtype").and_then(|kind| kind.trim().rsplit('/').next());
    if let Some(kind) = kind.filter(|kind| TYPES.contains(kind)) {
        return Some(format!("type {kind}"));
    }
    let prop = tree.attribute(id, "itemprop").unwrap_or("");
    if matches!(prop, "suggestedAnswer" | "acceptedAnswer" | "comment") {
        return Some("item".to_owned());
    }
    let class = tree.attribute(id, "class").unwrap_or("");
    let first = class.split_whitespace().find(|one| names::has_part(one, &POSTS))?;
    let bare: String = first.chars().filter(|c| !c.is_ascii_digit()).collect();
    Some(format!("{} {bare}", tree.name(id)))
}

/// True if most of a page's text is in its posts. Those that are called comments are below an
/// article if running text stands before them.
pub(super) fn is_thread(ledger: &Ledger<'_>) -> bool {
    let posts = alike(ledger);
    let Some(first) = posts.first().copied() else { return false };
    let tree = ledger.tree;
    let called =
        |words: &[&str]| posts.iter().all(|post| names::has_part(&tree.label(*post), words));
    let below = called(&["comment", "reply"]);
    if !below && !called(&["answer", "message", "msg", "postbit"]) {
        return false;
    }
    let text: f32 = posts.iter().map(|post| ledger.text_letters(*post)).sum();
    let before: f32 = ledger
        .walk(HtmlTree::ROOT)
        .into_iter()
        .take_while(|id| *id != first)
        .filter(|id| ledger.is_prose_block(*id))
        .map(|id| ledger.of(id).chars)
        .sum();
    text >= ledger.text_letters(listing::main_part(ledger)) * MOST
        && (!below || before < ARTICLE)
}

/// Returns the elements of a thread: the element around its posts, or the posts alone.
pub(super) fn roots(ledger: &Ledger<'_>) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let posts = posts(ledger);
    let Some(first) = posts.first().copied() else { return posts };
    let text: f32 = posts.iter().map(|post| ledger.text_letters(*post)).sum();
    let shared = tree
        .ancestors(first)
        .find(|up| posts.iter().all(|post| tree.is_within(*post, *up)))
        .filter(|up| !matches!(tree.name(*up), "body" | "html" | ""));
    match shared {
        Some(shared) if AROUND.contains(&(ledger.text_letters(shared) / text)) => vec![shared],
        _ => posts,
    }
}

/// Takes the furniture of posts: votes, badges, pictures of members, buttons. Keeps their heads.
pub(super) fn tidy(ledger: &mut Ledger<'_>) {
    let tree = ledger.tree;
    for post in posts(ledger) {
        if let Some(head) = head(ledger, post) {
            let around: Vec<HtmlNodeId> =
                tree.ancestors(head).take_while(|up| *up != post).collect();
            let inside: Vec<HtmlNodeId> = tree.descend(head).collect();
            around.into_iter().chain(inside).for_each(|id| ledger.protect(id));
            // Lists and tables read their items and rows themselves.
            let is_box = matches!(tree.name(post), "div" | "article" | "section");
            let before = inside_before(tree, post, head).all(|id| !ledger.is_prose_block(id));
            if is_box || before {
                ledger.heads.insert(if is_box { post } else { head }, head);
            }
        }
        for id in tree.descend(post).skip(1).collect::<Vec<_>>() {
            if ledger.is_out(id) || !tree.is_element(id) {
                continue;
            }
            let name = tree.label(id);
            let stats = ledger.of(id);
            let count = stats.chars <= BUTTON
                && names::has_part(
                    &name,
                    &[
                        "vote",
                        "votes",
                        "votecell",
                        "voting",
                        "score",
                        "favorite",
                        "favourites",
                        "badge",
                        "badges",
                        "reputation",
                        "rep",
                        "likes",
                        "karma",
                        "count",
                    ],
                );
            let button = stats.chars <= BUTTON
                && (tree.name(id) == "button"
                    || names::has_part(&name, &["button", "btn", "share", "menu", "toolbar"]));
            let avatar = tree.name(id) == "img" && is_avatar(tree, id);
            if count || button || avatar {
                ledger.drop_kept(id);
                ledger.take(id, "thread-furniture", 0.0);
            }
        }
    }
}

/// The nodes of a post before its head.
fn inside_before(
    tree: &HtmlTree,
    post: HtmlNodeId,
    head: HtmlNodeId,
) -> impl Iterator<Item = HtmlNodeId> {
    tree.descend(post).take_while(move |id| *id != head)
}

/// True if a picture is that of a member.
fn is_avatar(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let parts = ["avatar", "gravatar", "userpic", "profile"];
    let around = std::iter::once(id).chain(tree.ancestors(id).take(3));
    around.into_iter().any(|up| names::has_part(&tree.label(up), &parts))
        || tree.attribute(id, "alt").is_some_and(|alt| {
            let alt = alt.to_ascii_lowercase();
            parts.iter().any(|part| alt.contains(part))
        })
}

/// The smallest element of a post that says who wrote it and when, or only when.
fn head(ledger: &Ledger<'_>, post: HtmlNodeId) -> Option<HtmlNodeId> {
    let tree = ledger.tree;
    let inside: Vec<HtmlNodeId> = tree.descend(post).skip(1).collect();
    let time = inside.iter().copied().find(|id| {
        let item = tree.attribute(*id, "itemprop");
        let named = names::has_part(
            &tree.label(*id),
            &["date", "time", "timestamp", "datetime", "posted", "relativetime"],
        );
        let stats = ledger.of(*id);
        (tree.name(*id) == "time" || named || item == Some("dateCreated"))
            && (1.0..=HEAD).contains(&stats.chars)
    })?;
    let author = inside.iter().copied().find(|id| {
        let item = tree.attribute(*id, "itemprop");
        let named = names::has_part(
            &tree.label(*id),
            &["author", "user", "username", "poster", "member", "nick", "owner"],
        );
        (named || item == Some("author") || tree.attribute(*id, "rel") == Some("author"))
            && (1.0..=HEAD).contains(&ledger.of(*id).chars)
    });
    let both = author.and_then(|author| {
        std::iter::once(time)
            .chain(tree.ancestors(time).take_while(|up| *up != post))
            .find(|up| tree.is_within(author, *up))
    });
    Some(both.filter(|both| ledger.of(*both).chars <= HEAD).unwrap_or(time))
}
