//! Metadata of an article in JSON-LD, by the names of schema.org.

use serde_json::Value;

use crate::read::html::HtmlTree;

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
    for id in tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "script") {
        if tree.attribute(id, "type").is_none_or(|kind| !kind.contains("ld+json")) {
            continue;
        }
        let text: String = tree.children(id).filter_map(|child| tree.text(child)).collect();
        let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        // Line ends within strings are wrong and common.
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
        if let Some(article) = article(&value, 0) {
            return read(tree, article, &value);
        }
    }
    StatedFacts::default()
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
