//! Lists and definition lists of a page.

use super::block_builder::{BlockBuilder, NodeReader};
use super::tree::{HtmlNodeId, HtmlTree};
use crate::article::{Block, BlockKind, Definition, Inline, ListItem, Marker, VerseLine};
use crate::read::line_syntax;

/// Reads a list, with the labels that a browser shows.
pub(super) fn read_list<'t>(
    flow: &mut impl NodeReader<'t>,
    id: HtmlNodeId,
    out: &mut BlockBuilder,
) {
    let tree = flow.tree();
    let ordered = tree.name(id) == "ol";
    let marker = if ordered { Marker::Label } else { Marker::Bullet };
    let mut counter = ItemCounter::new(tree, id);
    let mut items: Vec<ListItem> = Vec::new();
    let mut tight = true;
    for child in tree.children(id) {
        if flow.is_gone(child) {
            continue;
        }
        if tree.name(child) != "li" {
            // Content between items belongs to the one before.
            let mut stray = flow.blocks_of(child);
            match items.last_mut() {
                _ if stray.is_empty() => {}
                Some(item) => item.blocks.append(&mut stray),
                None => items.push(ListItem { blocks: stray, ..ListItem::default() }),
            }
            continue;
        }
        let label = counter.next_label(tree, child);
        let task = task_box(tree, child);
        if let Some((check_box, _)) = task {
            flow.leave_out(check_box);
        }
        let blocks = flow.blocks_in(child);
        if blocks.is_empty() && (tree.elements(child).next().is_some() || !ordered) {
            continue;
        }
        tight &= !tree.elements(child).any(|id| tree.name(id) == "p");
        let label = if ordered { label } else { String::new() };
        items.push(ListItem { label, done: task.map(|(_, done)| done), blocks });
    }
    if !items.is_empty() {
        out.push(BlockKind::List { marker, tight, items }, tree.line(id));
    }
}

/// Returns the check box that an item begins with, and whether it is checked.
fn task_box(tree: &HtmlTree, item: HtmlNodeId) -> Option<(HtmlNodeId, bool)> {
    let mut first = tree.descend(item).skip(1).filter(|id| {
        tree.text(*id).map_or(!matches!(tree.name(*id), "p" | "label" | ""), |text| {
            !text.trim().is_empty()
        })
    });
    first.next().and_then(|id| Some((id, is_checked(tree, id)?)))
}

/// Returns whether a check box is checked; none for another element.
pub(super) fn is_checked(tree: &HtmlTree, id: HtmlNodeId) -> Option<bool> {
    let kind = tree.attribute(id, "type").filter(|_| tree.name(id) == "input")?;
    kind.eq_ignore_ascii_case("checkbox").then(|| tree.attribute(id, "checked").is_some())
}

/// Counter of the items of a list.
struct ItemCounter {
    next: i64,
    step: i64,
    /// First byte of the attribute `type`.
    style: u8,
}

impl ItemCounter {
    fn new(tree: &HtmlTree, list: HtmlNodeId) -> Self {
        let reversed = tree.attribute(list, "reversed").is_some();
        let items = tree.elements(list).filter(|id| tree.name(*id) == "li").count();
        let items = i64::try_from(items).expect("a page has fewer than 2^63 nodes");
        let first = if reversed { items } else { 1 };
        let start = tree.attribute(list, "start").and_then(|start| start.trim().parse().ok());
        let style = tree.attribute(list, "type").and_then(|kind| kind.bytes().next());
        Self {
            next: start.unwrap_or(first),
            step: if reversed { -1 } else { 1 },
            style: style.unwrap_or(b'1'),
        }
    }

    /// Returns the label of the next item.
    fn next_label(&mut self, tree: &HtmlTree, item: HtmlNodeId) -> String {
        let own = tree.attribute(item, "value").and_then(|value| value.trim().parse().ok());
        let number = own.unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        let roman = |number: i64| {
            let number = u32::try_from(number).ok().filter(|number| (1..4000).contains(number));
            number.map(line_syntax::roman_numeral)
        };
        let label = match self.style {
            b'a' => letters(number),
            b'A' => letters(number).map(|label| label.to_uppercase()),
            b'i' => roman(number),
            b'I' => roman(number).map(|label| label.to_uppercase()),
            _ => None,
        };
        format!("{}.", label.unwrap_or_else(|| number.to_string()))
    }
}

/// Returns a number in letters: `a` to `z`, `aa`, `ab`.
fn letters(number: i64) -> Option<String> {
    let mut rest = u32::try_from(number).ok().filter(|number| *number > 0)?;
    let mut label = Vec::new();
    while rest > 0 {
        label.push(char::from_u32(u32::from('a') + (rest - 1) % 26)?);
        rest = (rest - 1) / 26;
    }
    Some(label.into_iter().rev().collect())
}

/// Reads a definition list.
pub(super) fn read_definitions<'t>(
    flow: &mut impl NodeReader<'t>,
    id: HtmlNodeId,
    out: &mut BlockBuilder,
) {
    let tree = flow.tree();
    let mut all: Vec<Definition> = Vec::new();
    let wrapped = |id: HtmlNodeId| {
        tree.name(id) == "div"
            && tree.elements(id).any(|id| matches!(tree.name(id), "dt" | "dd"))
    };
    let parts: Vec<HtmlNodeId> = tree
        .children(id)
        .flat_map(|child| match wrapped(child) {
            true => tree.children(child).collect(),
            false => vec![child],
        })
        .collect();
    for part in parts {
        if flow.is_gone(part) {
            continue;
        }
        if tree.name(part) == "dt" {
            let term = flow.inlines_in(part);
            for term in split_terms(tree, part, term) {
                match all.last_mut() {
                    _ if term.is_empty() => {}
                    Some(last) if last.meanings.is_empty() => last.terms.push(term),
                    _ => all.push(Definition { terms: vec![term], meanings: Vec::new() }),
                }
            }
            continue;
        }
        let meaning: Vec<Block> =
            if tree.name(part) == "dd" { flow.blocks_in(part) } else { flow.blocks_of(part) };
        match all.last_mut() {
            _ if meaning.is_empty() => {}
            Some(last) => last.meanings.push(meaning),
            None => all.push(Definition { terms: Vec::new(), meanings: vec![meaning] }),
        }
    }
    if !all.is_empty() {
        out.push(BlockKind::Definitions(all), tree.line(id));
    }
}

/// Returns the terms of an element; those of Markdown stand on a line each.
fn split_terms(tree: &HtmlTree, element: HtmlNodeId, term: Vec<Inline>) -> Vec<Vec<Inline>> {
    let parts =
        |id: HtmlNodeId| tree.name(id) == "br" && tree.attribute(id, "class") == Some("terms");
    if tree.descend(element).any(parts) { split_lines(term) } else { vec![term] }
}

/// Reads a paragraph of lines that are kept, each with its indent in no-break spaces.
pub(super) fn read_line_block<'t>(
    flow: &mut impl NodeReader<'t>,
    id: HtmlNodeId,
    out: &mut BlockBuilder,
) {
    let lines = split_lines(flow.inlines_in(id)).into_iter().map(|mut text| {
        let mut indent = 0;
        if let Some(Inline::Text(first)) = text.first_mut() {
            let words = first.trim_start_matches([' ', '\u{A0}']);
            indent = first[..first.len() - words.len()].matches('\u{A0}').count();
            *first = words.to_owned();
        }
        text.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
        let most = usize::from(u8::MAX);
        let indent = indent.div_ceil(2).min(most);
        VerseLine { indent: u8::try_from(indent).expect("it has a limit"), text }
    });
    let lines = lines.collect();
    out.push(BlockKind::Verse(lines), flow.tree().line(id));
}

/// True for a paragraph of lines, which Markdown marks with bars.
pub(super) fn is_line_block(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.name(id) == "p"
        && tree.elements(id).next().is_some_and(|first| {
            tree.attribute(first, "class") == Some("line-block")
                && tree.children(first).next().is_none()
        })
}

fn split_lines(text: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut lines = vec![Vec::new()];
    for inline in text {
        match (inline, lines.last_mut()) {
            (Inline::LineBreak, _) => lines.push(Vec::new()),
            (other, Some(line)) => line.push(other),
            (other, None) => lines.push(vec![other]),
        }
    }
    for line in &mut lines {
        if let Some(Inline::Text(text)) = line.first_mut() {
            *text = text.trim_start_matches(' ').to_owned();
        }
    }
    lines
}
