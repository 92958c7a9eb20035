//! Drawings in a page (inline SVG) as files of their own.
//!
//! An icon is no drawing: it is small, belongs to a control, or has a name for icons.

use std::fmt::Write as _;

use super::tree::{HtmlNodeId, HtmlTree};
use crate::article::{Picture, push_escaped};
use crate::read::embedded::{EmbeddedFile, EmbeddedFiles};

/// Shortest longer side of a drawing, in CSS pixels.
const LEAST_SIDE: f32 = 100.0;

/// Shapes of a drawing without words and without a label, at least.
const LEAST_SHAPES: usize = 5;

/// Bytes of the style sheets of a page that its drawings get, at most.
const MOST_STYLE: usize = 20_000;

/// Parts of the names of icons.
const ICONS: [&str; 14] = [
    "arrow", "avatar", "chevron", "emoji", "fa", "icon", "icons", "ico", "loader", "loading",
    "logo", "share", "spinner", "sprite",
];

/// True for an `svg` that shows something of the article: a chart, a diagram, an illustration.
#[must_use]
pub fn is_drawing(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    if tree.name(id) != "svg" || tree.ancestors(id).any(|up| tree.name(up) == "svg") {
        return false;
    }
    let mut in_figure = false;
    for up in tree.ancestors(id) {
        match tree.name(up) {
            "figure" => in_figure = true,
            "button" | "label" | "summary" | "nav" | "h1" | "h2" | "h3" | "h4" | "h5"
            | "h6" => {
                return false;
            }
            _ => {}
        }
    }
    let label = tree.label(id);
    let is_icon = label
        .split(|c: char| !c.is_alphanumeric())
        .any(|part| ICONS.iter().any(|icon| part.eq_ignore_ascii_case(icon)));
    let is_mute = tree.attribute(id, "aria-hidden") == Some("true") && !in_figure;
    let (width, height) = size(tree, id);
    let small = width.max(height) < LEAST_SIDE;
    if is_icon || is_mute || small {
        return false;
    }
    let shapes = tree.descend(id).filter(|inner| {
        matches!(
            tree.name(*inner),
            "path" | "line" | "rect" | "circle" | "ellipse" | "polyline" | "polygon" | "image"
        )
    });
    let shapes = shapes.take(LEAST_SHAPES).count();
    let has_words = tree.descend(id).any(|inner| tree.name(inner) == "text");
    shapes > 0
        && (in_figure || has_words || description(tree, id).is_some() || shapes == LEAST_SHAPES)
}

/// Returns the width and height that a drawing states, in CSS pixels; 0 where it states none.
fn size(tree: &HtmlTree, id: HtmlNodeId) -> (f32, f32) {
    let stated = |name: &str| {
        let value = tree.attribute(id, name)?.trim();
        value.strip_suffix("px").unwrap_or(value).parse::<f32>().ok()
    };
    let mut numbers = tree.attribute(id, "viewBox").unwrap_or("").split([' ', ',']);
    let mut numbers = numbers.by_ref().filter(|number| !number.is_empty()).skip(2);
    let mut next = || numbers.next().and_then(|number| number.parse::<f32>().ok());
    let (width, height) = (next().unwrap_or(0.0), next().unwrap_or(0.0));
    (stated("width").unwrap_or(width), stated("height").unwrap_or(height))
}

/// Returns what a drawing says of itself: its label, or its title.
fn description(tree: &HtmlTree, id: HtmlNodeId) -> Option<String> {
    let title = || {
        let title = tree.elements(id).find(|inner| tree.name(*inner) == "title");
        title.map(|title| tree.words(title))
    };
    let words = tree.attribute(id, "aria-label").map(str::to_owned).or_else(title)?;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// Returns the picture of a drawing, whose file is added to `embedded`.
pub(super) fn read_drawing(
    tree: &HtmlTree,
    id: HtmlNodeId,
    embedded: &mut EmbeddedFiles,
) -> Picture {
    let bytes = file(tree, id).into_bytes();
    let known =
        embedded.iter().find(|(_, file)| file.bytes == bytes).map(|(key, _)| key.clone());
    let source = known.unwrap_or_else(|| {
        let key = format!("embedded:{}", embedded.len() + 1);
        let media_type = "image/svg+xml".to_owned();
        embedded.insert(key.clone(), EmbeddedFile { media_type, bytes });
        key
    });
    Picture { source, alt: description(tree, id), title: None, size: None, link: None }
}

/// Returns the file of a drawing, with the style sheets of the page if it may need them.
fn file(tree: &HtmlTree, id: HtmlNodeId) -> String {
    let mut out = String::new();
    write_element(tree, id, &mut out);
    let is_styled =
        tree.descend(id).skip(1).any(|inner| tree.attribute(inner, "class").is_some());
    let styles: String = tree
        .descend(HtmlTree::ROOT)
        .filter(|style| {
            is_styled && tree.name(*style) == "style" && !tree.is_within(*style, id)
        })
        .flat_map(|style| tree.children(style).filter_map(|text| tree.text(text)))
        .collect();
    if !styles.is_empty()
        && styles.len() <= MOST_STYLE
        && let Some(end) = out.find('>')
        && !out[..end].ends_with('/')
    {
        let mut style = String::from("<style>");
        escape(&styles, &mut style);
        style.push_str("</style>");
        out.insert_str(end + 1, &style);
    }
    out
}

/// Writes an element and what is in it as XML. The parser limits its depth.
fn write_element(tree: &HtmlTree, id: HtmlNodeId, out: &mut String) {
    if let Some(text) = tree.text(id) {
        return escape(text, out);
    }
    let name = tree.name(id);
    if name.is_empty() || name == "script" || !is_name(name) {
        return;
    }
    let _ = write!(out, "<{name}");
    let is_root = name == "svg";
    if is_root {
        out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
        out.push_str(" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
    }
    let mut written: Vec<&str> = Vec::new();
    for attribute in tree.attributes(id) {
        let local: &str = &attribute.name.local;
        // `xlink:href` has the name `href` in its own namespace.
        if local.starts_with("xmlns") || !is_name(local) || written.contains(&local) {
            continue;
        }
        written.push(local);
        let _ = write!(out, " {local}=\"");
        escape(&attribute.value, out);
        out.push('"');
    }
    if tree.children(id).next().is_none() {
        return out.push_str("/>");
    }
    out.push('>');
    for child in tree.children(id) {
        write_element(tree, child, out);
    }
    let _ = write!(out, "</{name}>");
}

/// True for a name that XML allows without a prefix.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Adds a text without the control characters that XML forbids.
fn escape(text: &str, out: &mut String) {
    let is_forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    push_escaped(out, &text.replace(is_forbidden, ""));
}
