//! Ingredients and steps of recipes outside the chosen elements or in data alone.

use std::collections::BTreeSet;

use serde_json::Value;

use super::json_ld;
use super::stats::Ledger;
use super::title::fold_letters;
use crate::article::{
    Article, Block, BlockKind, Inline, ListItem, Marker, plain_text, print::to_text,
};
use crate::diagnostic::{Diagnostic, Place};
use crate::read::html::{HtmlNodeId, HtmlTree};

/// The part of a list, in hundredths, that an element must hold to hold the list.
const MOST: usize = 60;

/// Items of a list that are looked for, at most.
const LOOKED_AT: usize = 60;

/// Recipe that a page states in its data.
#[derive(Debug, Default)]
struct StatedRecipe {
    yields: Vec<String>,
    times: Vec<String>,
    ingredients: Vec<String>,
    steps: Vec<String>,
}

/// Reads the recipe in the data of a page.
fn stated(tree: &HtmlTree) -> Option<StatedRecipe> {
    let recipe =
        json_ld::values(tree).find_map(|value| json_ld::of_type(&value, "Recipe", 0))?;
    let list =
        |key: &str| -> Vec<String> { recipe.get(key).into_iter().flat_map(texts).collect() };
    let time = |key: &str| readable_time(recipe.get(key)?.as_str()?);
    // The total is the sum of the others.
    let times = ["totalTime", "cookTime", "prepTime"].into_iter().find_map(time);
    Some(StatedRecipe {
        yields: list("recipeYield").into_iter().take(1).collect(),
        times: times.into_iter().collect(),
        ingredients: list("recipeIngredient"),
        steps: list("recipeInstructions"),
    })
}

/// The texts in a value: those of steps and of sections of steps too.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => {
            let text = super::meta::plain(text);
            if text.is_empty() { Vec::new() } else { vec![text] }
        }
        Value::Number(number) => vec![number.to_string()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(map) => {
            let key = ["itemListElement", "text", "name"].iter().find_map(|key| map.get(*key));
            key.into_iter().flat_map(texts).collect()
        }
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

/// A duration of ISO 8601 in words: `1 h 30 min` of `PT1H30M`.
fn readable_time(time: &str) -> Option<String> {
    let (_, clock) = time.strip_prefix('P')?.split_once('T')?;
    let mut parts = Vec::new();
    let mut number = String::new();
    for ch in clock.chars() {
        let unit = match ch {
            'H' => "h",
            'M' => "min",
            'S' => "s",
            _ => {
                number.push(ch);
                continue;
            }
        };
        if number.parse::<u32>().is_ok_and(|count| count > 0) {
            parts.push(format!("{number} {unit}"));
        }
        number.clear();
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The roots, with the elements outside them that hold the ingredients and the steps.
pub(super) fn with_parts(ledger: &Ledger<'_>, roots: Vec<HtmlNodeId>) -> Vec<HtmlNodeId> {
    let tree = ledger.tree;
    let Some(recipe) = stated(tree) else { return roots };
    let mut roots = roots;
    for list in [&recipe.ingredients, &recipe.steps] {
        let own: String = roots
            .iter()
            .map(|root| fold_letters(&ledger.words(*root)))
            .collect::<Vec<_>>()
            .concat();
        if list.is_empty() || holds(&own, list) {
            continue;
        }
        let body = tree.first(HtmlTree::ROOT, "body").unwrap_or(HtmlTree::ROOT);
        if let Some(part) = smallest(ledger, body, list) {
            roots.retain(|root| !tree.is_within(*root, part));
            if !roots.iter().any(|root| tree.is_within(part, *root)) {
                roots.push(part);
            }
        }
    }
    let chosen: BTreeSet<HtmlNodeId> = roots.into_iter().collect();
    tree.descend(HtmlTree::ROOT).filter(|id| chosen.contains(id)).collect()
}

/// True if a text holds most of a list. The start of an item is enough: shops add to it.
fn holds(text: &str, list: &[String]) -> bool {
    let start = |item: &String| fold_letters(item).chars().take(24).collect::<String>();
    let list = &list[..list.len().min(LOOKED_AT)];
    let found = list.iter().filter(|item| text.contains(&start(item))).count();
    found * 100 >= list.len() * MOST
}

/// The smallest element within `from` that holds most of a list.
fn smallest(ledger: &Ledger<'_>, from: HtmlNodeId, list: &[String]) -> Option<HtmlNodeId> {
    let tree = ledger.tree;
    let mut at = from;
    if !holds(&fold_letters(&ledger.words(at)), list) {
        return None;
    }
    loop {
        let inner = tree
            .elements(at)
            .filter(|id| !ledger.is_gone(*id))
            .find(|id| holds(&fold_letters(&ledger.words(*id)), list));
        match inner {
            Some(inner) => at = inner,
            None => break,
        }
    }
    // The heading of the list stands beside it.
    let heading = |id: HtmlNodeId| matches!(tree.name(id), "h2" | "h3" | "h4");
    let parent = tree.parent(at).filter(|parent| *parent != from);
    let headed = parent.filter(|parent| {
        tree.elements(*parent).take_while(|id| *id != at).any(heading)
            && ledger.of(*parent).chars <= ledger.of(at).chars * 2.0
    });
    Some(headed.unwrap_or(at)).filter(|id| *id != from)
}

/// Adds to an article the parts of its recipe that only the data of the page have.
pub(super) fn complete(article: &mut Article, tree: &HtmlTree) -> Option<Diagnostic> {
    let recipe = stated(tree)?;
    let text =
        fold_letters(&format!("{}{}", plain_text(&article.meta.subtitle), to_text(article)));
    let lacks = |list: &[String]| !list.is_empty() && !holds(&text, list);
    let mut blocks = Vec::new();
    let facts: Vec<String> = recipe.yields.iter().chain(&recipe.times).cloned().collect();
    if lacks(&recipe.ingredients) {
        if !facts.is_empty() {
            blocks.push(paragraph(&facts.join(", ")));
        }
        blocks.push(list(Marker::Bullet, &recipe.ingredients));
    }
    if lacks(&recipe.steps) {
        match recipe.steps.as_slice() {
            [only] => blocks.push(paragraph(only)),
            steps => blocks.push(list(Marker::Label, steps)),
        }
    }
    if blocks.is_empty() {
        return None;
    }
    article.blocks.append(&mut blocks);
    let message = "ingredients or steps are from the data of the page: it shows none";
    Some(Diagnostic::note("carried-text", Place::default(), message))
}

fn paragraph(text: &str) -> Block {
    Block::new(BlockKind::Paragraph(vec![Inline::Text(text.to_owned())]), Place::default())
}

fn list(marker: Marker, texts: &[String]) -> Block {
    let numbered = marker == Marker::Label;
    let items = (1..).zip(texts).map(|(number, text)| ListItem {
        label: if numbered { format!("{number}.") } else { String::new() },
        blocks: vec![paragraph(text)],
        ..ListItem::default()
    });
    Block::new(
        BlockKind::List { marker, tight: true, items: items.collect() },
        Place::default(),
    )
}
