//! Text that a page carries for its scripts instead of showing it.
//!
//! Finds the text of an article in JSON-LD (`articleBody`), in other JSON, in a `template`, in a
//! script of the type `text/template` and in `noscript`. Must never run a script.

use serde_json::Value;

use super::{json_ld, lead};
use crate::article::escape_html;
use crate::read::html::{self, HtmlNodeId, HtmlTree, WebPage};

/// Letters of running text that such a text has at least: some lines.
const LEAST: usize = 300;

/// Letters of a string of JSON from which on it is a paragraph: half a line.
const PARAGRAPH: usize = 40;

/// Greatest depth of nested values that are searched for paragraphs.
const DEEPEST: usize = 64;

/// The part of the greatest text, in hundredths, that a text deeper in the values must have to be
/// taken for the article.
const NEARLY: usize = 80;

/// Text of an article that the page does not show.
#[derive(Debug)]
pub(super) struct CarriedText {
    /// The text as a page.
    pub(super) page: WebPage,
    /// Line of the page where it stands.
    pub(super) line: u32,
    /// Words for where it stands.
    pub(super) source: &'static str,
}

/// Texts that are compared, at most: the longest.
const MOST: usize = 3;

/// Returns the texts that a page carries and that have at least `least` letters; those among other
/// data, where texts of the site's own stand too, only for an `empty` page.
pub(super) fn find(page: &WebPage, least: usize, empty: bool) -> Vec<CarriedText> {
    let tree = &page.tree;
    let least = least.max(LEAST);
    let mut candidates: Vec<(usize, HtmlNodeId)> = tree
        .descend(HtmlTree::ROOT)
        .filter(|id| carries(tree, *id, empty))
        .map(|id| (length(tree, id), id))
        .filter(|(length, _)| *length >= least)
        .collect();
    // Of equals the first on the page.
    candidates.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    candidates.truncate(MOST);
    let texts = candidates.into_iter().filter_map(|(_, id)| {
        if tree.name(id) == "script" {
            return in_script(page, id, least);
        }
        Some(CarriedText {
            page: with_tree(page, tree.with_shown(id)),
            line: tree.line(id),
            source: "an element for scripts",
        })
    });
    texts.collect()
}

/// A page with another tree.
fn with_tree(page: &WebPage, tree: HtmlTree) -> WebPage {
    WebPage { tree, address: page.address.clone(), fetched: page.fetched }
}

/// True if an element can carry a text that it does not show.
fn carries(tree: &HtmlTree, id: HtmlNodeId, empty: bool) -> bool {
    let kind = tree.attribute(id, "type").unwrap_or("");
    match tree.name(id) {
        "script" => {
            TEMPLATES.contains(&kind)
                || kind.contains("ld+json")
                || empty && kind == "application/json"
        }
        "template" | "noscript" => {
            tree.descend(id).any(|inner| matches!(tree.name(inner), "p" | "br" | "article"))
        }
        _ => false,
    }
}

/// Types of scripts that hold HTML.
const TEMPLATES: [&str; 4] =
    ["text/template", "text/x-template", "text/html", "text/ng-template"];

/// Letters within an element.
fn length(tree: &HtmlTree, id: HtmlNodeId) -> usize {
    tree.descend(id).filter_map(|inner| tree.text(inner)).map(|text| text.trim().len()).sum()
}

/// The text in a script that holds data.
fn in_script(page: &WebPage, id: HtmlNodeId, least: usize) -> Option<CarriedText> {
    let tree = &page.tree;
    let kind = tree.attribute(id, "type").unwrap_or("");
    let text =
        || -> String { tree.children(id).filter_map(|child| tree.text(child)).collect() };
    let (markup, source) = match kind {
        kind if TEMPLATES.contains(&kind) => (text(), "a template"),
        kind if kind.contains("ld+json") => {
            (as_markup(&json_ld::body(&json_ld::value(tree, id)?)?), "articleBody of JSON-LD")
        }
        "application/json" => {
            (longest(&serde_json::from_str(text().trim()).ok()?)?, "the data of a script")
        }
        _ => return None,
    };
    if markup.len() < least {
        return None;
    }
    // The lines of the text are those of the script.
    let line = tree.line(id);
    let above = "\n".repeat(line.saturating_sub(1) as usize);
    let (tree, _) = html::parse(&format!("{above}<article>{markup}</article>"));
    Some(CarriedText { page: with_tree(page, tree), line, source })
}

/// A string as HTML: as it is if it has paragraphs, else with one for each of its lines.
fn as_markup(text: &str) -> String {
    if is_markup(text) {
        return text.to_owned();
    }
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{}</p>", escape_html(line))).collect()
}

fn is_markup(text: &str) -> bool {
    ["</p>", "<br", "</div>", "</li>"].iter().any(|tag| text.contains(tag))
}

/// The text of the value within which the most paragraphs stand, as HTML; of values within each
/// other the inner one, if it has nearly all.
fn longest(value: &Value) -> Option<String> {
    let mut best = value;
    let mut most = letters(value, 0);
    loop {
        let inner = parts(best).into_iter().map(|part| (letters(part, 0), part));
        match inner.max_by_key(|(letters, _)| *letters) {
            Some((letters, part)) if letters * 100 >= most * NEARLY && letters > 0 => {
                (best, most) = (part, letters);
            }
            _ => break,
        }
    }
    let mut markup = String::new();
    push_paragraphs(best, 0, &mut markup);
    (most >= LEAST).then_some(markup)
}

/// The values directly within a value.
fn parts(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(map) => map.values().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// Letters of the paragraphs within a value.
fn letters(value: &Value, depth: usize) -> usize {
    match value {
        Value::String(text) if is_paragraph(text) => text.len(),
        _ if depth > DEEPEST => 0,
        _ => parts(value).into_iter().map(|part| letters(part, depth + 1)).sum(),
    }
}

fn is_paragraph(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let address = text.starts_with("http") || text.starts_with('/') || text.starts_with('{');
    let sentence = is_markup(text) || lead::ends_sentence(text.trim_end());
    text.len() >= PARAGRAPH && words >= PARAGRAPH / 8 && !address && sentence
}

fn push_paragraphs(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::String(text) if is_paragraph(text) => out.push_str(&as_markup(text)),
        _ if depth > DEEPEST => {}
        _ => parts(value).into_iter().for_each(|part| push_paragraphs(part, depth + 1, out)),
    }
}
