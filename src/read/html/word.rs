//! Pages that Word saves: lists with typed labels, titles, empty paragraphs.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};

use super::tree::{HtmlNodeId, HtmlTree, NodeData};
use crate::read::line_syntax;

/// Deepest level of a list in Word.
const MOST_LEVELS: usize = 9;

/// Classes of paragraphs that can be items of a list.
const ITEMS: [&str; 4] = ["MsoListParagraph", "MsoListBullet", "MsoListNumber", "MsoList"];

/// Gives the paragraphs of a page from Word the elements that they stand for.
pub(super) fn assemble(tree: &mut HtmlTree) {
    let is_word = |id: HtmlNodeId| {
        tree.attribute(id, "class").is_some_and(|class| class.starts_with("Mso"))
    };
    let paragraphs: Vec<HtmlNodeId> =
        tree.descend(HtmlTree::ROOT).filter(|id| is_word(*id)).collect();
    if paragraphs.is_empty() {
        return;
    }
    // The title is the only heading of the first level.
    if paragraphs.iter().any(|id| tree.attribute(*id, "class") == Some("MsoTitle")) {
        let all: Vec<HtmlNodeId> = tree.descend(HtmlTree::ROOT).collect();
        for id in all {
            let levels = ["h1", "h2", "h3", "h4", "h5", "h6"];
            let level = levels.iter().position(|name| *name == tree.name(id));
            if let Some(deeper) = level.and_then(|level| levels.get(level + 1)) {
                tree.rename(id, deeper);
            }
        }
    }
    let mut items = Vec::new();
    for id in paragraphs {
        let class = tree.attribute(id, "class").unwrap_or("").to_owned();
        let is_paragraph = matches!(tree.name(id), "p" | "div");
        if class == "MsoTitle" && is_paragraph {
            tree.rename(id, "h1");
        } else if tree.name(id) == "p" && is_empty(tree, id) {
            tree.detach(id);
        } else if is_paragraph && is_item(tree, id, &class) {
            items.push(id);
        }
    }
    let mut lists = OpenLists::default();
    for id in items {
        lists.add(tree, id);
    }
}

/// True for a paragraph that shows nothing: Word separates paragraphs with them.
fn is_empty(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.words(id).trim_matches(|c: char| c.is_whitespace() || c == '\u{A0}').is_empty()
        && !tree.descend(id).any(|id| {
            tree.attribute(id, "id").or(tree.attribute(id, "name")).is_some()
                || matches!(tree.name(id), "img" | "br" | "hr" | "table")
        })
}

fn style(tree: &HtmlTree, id: HtmlNodeId) -> String {
    let style = tree.attribute(id, "style").unwrap_or("");
    style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase()
}

fn is_item(tree: &HtmlTree, id: HtmlNodeId, class: &str) -> bool {
    let style = style(tree, id);
    let listed = style.contains("mso-list:l");
    listed
        || ITEMS.iter().any(|name| class.starts_with(name)) && !style.contains("mso-list:none")
}

/// Label that is typed before an item, and the nodes that show it.
struct TypedLabel {
    text: String,
    nodes: Vec<HtmlNodeId>,
}

/// Finds the label of a paragraph: what Word marks as ignored, or what stands before the small space
/// that it sets after a label.
fn typed_label(tree: &HtmlTree, paragraph: HtmlNodeId) -> Option<TypedLabel> {
    let spans = || tree.descend(paragraph).filter(|id| tree.name(*id) == "span");
    let trim = |words: String| {
        words.trim_matches(|c: char| c.is_whitespace() || c == '\u{A0}').to_owned()
    };
    if let Some(span) = spans().find(|id| style(tree, *id).contains("mso-list:ignore")) {
        return Some(TypedLabel { text: trim(tree.words(span)), nodes: vec![span] });
    }
    let gap = spans().find(|id| style(tree, *id).contains("7.0pt"))?;
    let blank = |c: char| c.is_whitespace() || c == '\u{A0}';
    if !tree.words(gap).chars().all(blank) {
        return None;
    }
    let mut text = String::new();
    let mut nodes = Vec::new();
    for id in tree.descend(paragraph) {
        if id == gap {
            break;
        }
        if let Some(words) = tree.text(id) {
            text.push_str(words);
            nodes.push(id);
        }
    }
    nodes.push(gap);
    let text = trim(text);
    (text.chars().count() <= MOST_LABEL).then_some(TypedLabel { text, nodes })
}

/// Most characters of a label.
const MOST_LABEL: usize = 12;

/// Numbering of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Numbering {
    /// Value of the attribute `type`; empty for bullets.
    style: &'static str,
    number: usize,
}

/// Returns the numbering of a label; none for one that no list of HTML shows, such as `1.2.`.
fn numbering(label: &str) -> Option<Numbering> {
    let core = label.trim_matches(['(', ')', '.', '[', ']']);
    let is_bullet = !label.contains(char::is_alphanumeric) || matches!(label, "o" | "§");
    if is_bullet {
        return Some(Numbering { style: "", number: 0 });
    }
    if let Ok(number) = core.parse() {
        return Some(Numbering { style: "1", number });
    }
    let lower = core.to_lowercase();
    let is_lower = lower == core;
    let roman = (1..=50).find(|number| line_syntax::roman_numeral(*number) == lower);
    let mut letters = lower.bytes().filter(u8::is_ascii_lowercase);
    match (roman, letters.next(), lower.len()) {
        (Some(number), _, length) if length > 1 || lower == "i" => {
            let number = usize::try_from(number).ok()?;
            Some(Numbering { style: if is_lower { "i" } else { "I" }, number })
        }
        (_, Some(letter), 1) => {
            let number = usize::from(letter - b'a') + 1;
            Some(Numbering { style: if is_lower { "a" } else { "A" }, number })
        }
        _ => None,
    }
}

/// List that further items may join.
#[derive(Debug, Clone, Copy)]
struct OpenList {
    /// Level, or the indent where no level is stated, in hundredths.
    level: i64,
    bullets: bool,
    list: HtmlNodeId,
    item: HtmlNodeId,
}

/// Lists that are open, from the outermost in.
#[derive(Debug, Default)]
struct OpenLists(Vec<OpenList>);

impl OpenLists {
    /// Makes a paragraph an item of an open list or of a new one.
    fn add(&mut self, tree: &mut HtmlTree, paragraph: HtmlNodeId) {
        let Some(label) = typed_label(tree, paragraph) else { return };
        let Some(numbering) = numbering(&label.text) else { return };
        if !self.goes_on(tree, paragraph) {
            self.0.clear();
        }
        let level = level(tree, paragraph);
        while self.0.last().is_some_and(|open| open.level > level && self.0.len() > 1) {
            self.0.pop();
        }
        let bullets = numbering.style.is_empty();
        let line = tree.line(paragraph);
        label.nodes.into_iter().for_each(|id| tree.detach(id));
        let item = tree.add(element("li", &[]), line);
        match self.0.last().copied() {
            Some(open) if open.level >= level && open.bullets == bullets => {
                tree.append(open.list, item);
                let last = self.0.len() - 1;
                self.0[last] = OpenList { item, level: open.level.min(level), ..open };
            }
            around => {
                let start = numbering.number.to_string();
                let attributes = [("type", numbering.style), ("start", start.as_str())];
                let list =
                    if bullets { element("ul", &[]) } else { element("ol", &attributes) };
                let list = tree.add(list, line);
                match around.filter(|open| open.level < level && self.0.len() < MOST_LEVELS) {
                    Some(open) => tree.append(open.item, list),
                    None => {
                        // A list of another kind stands beside the one before.
                        let kept = self.0.iter().take_while(|open| open.level < level).count();
                        self.0.truncate(kept.min(MOST_LEVELS - 1));
                        match self.0.last() {
                            Some(open) => tree.append(open.item, list),
                            None => tree.insert_before(paragraph, list),
                        }
                    }
                }
                tree.append(list, item);
                self.0.push(OpenList { level, bullets, list, item });
            }
        }
        tree.rename(paragraph, "div");
        tree.append(item, paragraph);
    }

    /// True if a paragraph stands right behind the outermost open list.
    fn goes_on(&self, tree: &HtmlTree, paragraph: HtmlNodeId) -> bool {
        let Some(open) = self.0.first() else { return false };
        let mut before = tree.previous(paragraph);
        while let Some(id) = before {
            if id == open.list {
                return true;
            }
            if !tree.text(id).is_some_and(|text| text.trim().is_empty()) {
                return false;
            }
            before = tree.previous(id);
        }
        false
    }
}

/// Returns the level of an item: as stated, else its left margin; in hundredths.
fn level(tree: &HtmlTree, paragraph: HtmlNodeId) -> i64 {
    let style = style(tree, paragraph);
    let after = |name: &str| style.split_once(name).map(|(_, after)| after);
    let stated = after("mso-list:l").and_then(|rest| rest.split_once("level"));
    if let Some(level) = stated.and_then(|(_, rest)| hundredths(rest)) {
        return level;
    }
    match after("margin-left:").and_then(hundredths) {
        Some(margin) if style.contains("in;") || style.ends_with("in") => margin * 72,
        Some(margin) if style.contains("cm;") || style.ends_with("cm") => margin * 28,
        Some(margin) => margin,
        None => 0,
    }
}

/// Returns the hundredths of the number at the start of a text.
fn hundredths(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (whole, part) = text[..end].split_once('.').unwrap_or((&text[..end], ""));
    let part: String = part.chars().chain(['0', '0']).take(2).collect();
    let whole = if whole.is_empty() { 0 } else { whole.parse::<i32>().ok()? };
    Some(i64::from(whole) * 100 + part.parse::<i64>().ok()?)
}

fn element(name: &str, attributes: &[(&str, &str)]) -> NodeData {
    let attributes = attributes.iter().map(|(name, value)| Attribute {
        name: QualName::new(None, ns!(), LocalName::from(*name)),
        value: StrTendril::from_slice(value),
    });
    let name = QualName::new(None, ns!(html), LocalName::from(name));
    NodeData::Element(name, attributes.collect())
}
