//! Metadata of an article in JSON-LD, by the names of schema.org.

use serde_json::Value;

use crate::read::html::{HtmlNodeId, HtmlTree};

/// Types of schema.org that are articles; `NewsArticle` and its kin end in `Article`.
const ARTICLES: [&str; 7] = [
    "Report",
    "BlogPosting",
    "SocialMediaPosting",
    "LiveBlogPosting",
    "DiscussionForumPosting",
    "APIReference",
    "Review",
];

/// Greatest depth of nested objects.
const DEEPEST: usize = 12;

/// Facts that a page states.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct StatedFacts {
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) date: Option<String>,
    pub(super) site: Option<String>,
    pub(super) language: Option<String>,
    pub(super) address: Option<String>,
}

/// Reads the first article that the page tells of.
pub(super) fn facts(tree: &HtmlTree) -> StatedFacts {
    for value in values(tree) {
        if let Some(article) = article(&value, 0) {
            return read(tree, article, &value);
        }
    }
    StatedFacts::default()
}

/// The data that a page states, a value for each script of JSON-LD.
pub(super) fn values(tree: &HtmlTree) -> impl Iterator<Item = Value> {
    let scripts = tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "script");
    scripts.filter_map(|id| value(tree, id))
}

/// The data of a script of JSON-LD.
pub(super) fn value(tree: &HtmlTree, id: HtmlNodeId) -> Option<Value> {
    tree.attribute(id, "type").filter(|kind| kind.contains("ld+json"))?;
    let text: String = tree.children(id).filter_map(|child| tree.text(child)).collect();
    let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
    // Line ends within strings are wrong and common.
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&text).ok()
}

/// The text of the article in the data of a script.
pub(super) fn body(value: &Value) -> Option<String> {
    let article = article(value, 0)?;
    let text = ["articleBody", "text"].iter().find_map(|key| article.get(*key)?.as_str());
    text.map(str::to_owned)
}

/// The types that the data name, in their order: `NewsArticle`, `Recipe`.
pub(super) fn types(tree: &HtmlTree) -> Vec<String> {
    let mut found = Vec::new();
    values(tree).for_each(|value| push_types(&value, 0, &mut found));
    found
}

fn push_types(value: &Value, depth: usize, found: &mut Vec<String>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|it| push_types(it, depth + 1, found)),
        Value::Object(map) => {
            match map.get("@type") {
                Some(Value::String(kind)) => found.push(kind.clone()),
                Some(Value::Array(kinds)) => {
                    found.extend(kinds.iter().filter_map(Value::as_str).map(str::to_owned));
                }
                _ => {}
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = map.get(key) {
                    push_types(inner, depth + 1, found);
                }
            }
        }
        _ => {}
    }
}

/// The first object of a type in the data of a page.
pub(super) fn of_type(value: &Value, wanted: &str, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::Array(items) => items.iter().find_map(|it| of_type(it, wanted, depth + 1)),
        Value::Object(map) => {
            let named = |kind: &Value| kind.as_str() == Some(wanted);
            let is = map.get("@type").is_some_and(|kind| {
                named(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(named))
            });
            if is {
                return Some(value.clone());
            }
            ["@graph", "mainEntity", "mainEntityOfPage"]
                .iter()
                .find_map(|key| of_type(map.get(*key)?, wanted, depth + 1))
        }
        _ => None,
    }
}

/// The first object that is an article.
fn article(value: &Value, depth: usize) -> Option<&Value> {
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| article(item, depth + 1)),
        Value::Object(map) => {
            if is_article(value) {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage"]
                .iter()
                .find_map(|key| map.get(*key).and_then(|inner| article(inner, depth + 1)))
        }
        _ => None,
    }
}

fn is_article(value: &Value) -> bool {
    let named = |kind: &Value| {
        kind.as_str().is_some_and(|k| k.ends_with("Article") || ARTICLES.contains(&k))
    };
    value.get("@type").is_some_and(|kind| {
        named(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(named))
    })
}

fn read(tree: &HtmlTree, article: &Value, all: &Value) -> StatedFacts {
    let text = |key: &str| article.get(key).and_then(Value::as_str).map(tidy);
    // Where name and headline differ, the window begins with the one that is the article's.
    let window = tree.first(HtmlTree::ROOT, "title").map(|id| tidy(&tree.words(id)));
    let in_window =
        |title: &String| window.as_ref().is_some_and(|all| all.starts_with(title.as_str()));
    let (headline, name) = (text("headline"), text("name"));
    let title = match (&headline, &name) {
        (Some(one), Some(other)) if !in_window(one) && in_window(other) => name,
        _ => headline.or(name),
    };
    let page = article.get("mainEntityOfPage");
    let page = page.and_then(|page| page.as_str().or_else(|| page.get("@id")?.as_str()));
    StatedFacts {
        title: title.filter(|title| !title.is_empty()),
        byline: article.get("author").and_then(|author| names(author, all)),
        date: text("datePublished").filter(|date| !date.is_empty()),
        site: article.get("publisher").and_then(|publisher| names(publisher, all)),
        language: text("inLanguage"),
        address: page.or(article.get("url").and_then(Value::as_str)).map(str::to_owned),
    }
}

/// The name of a person or of several.
fn names(value: &Value, all: &Value) -> Option<String> {
    match value {
        Value::String(name) => {
            let name = tidy(name);
            (!name.is_empty() && !name.starts_with("http")).then_some(name)
        }
        Value::Array(people) => {
            let names: Vec<String> = people.iter().filter_map(|one| names(one, all)).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Object(map) => match map.get("name") {
            Some(name) => names(name, all),
            // Named elsewhere in the graph.
            None => {
                let id = map.get("@id")?.as_str()?;
                let graph = all.get("@graph")?.as_array()?;
                let found = graph.iter().find(|one| {
                    one.get("@id").and_then(Value::as_str) == Some(id)
                        && one.get("name").is_some()
                })?;
                found.get("name").and_then(Value::as_str).map(tidy)
            }
        },
        _ => None,
    }
}

/// Single spaces, and no marks of HTML that got into a name.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
