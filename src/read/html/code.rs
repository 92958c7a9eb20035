//! Listings of code of a page, by whatever elements the page makes them.
//!
//! Must never join two lines of code, nor change the spaces at the start of one.

use super::element::is_block;
use super::tree::{self, HtmlNodeId, HtmlTree};

/// Parts of the names that programs for code give its boxes.
const CODE_NAMES: [&str; 24] = [
    "blob",
    "chroma",
    "cm",
    "code",
    "codeblock",
    "codehilite",
    "codemirror",
    "crayon",
    "diff",
    "enlighter",
    "geshi",
    "highlight",
    "highlighttable",
    "hljs",
    "lntable",
    "monaco",
    "prettyprint",
    "prism",
    "rouge",
    "shiki",
    "snippet",
    "source",
    "sourcecode",
    "syntaxhighlighter",
];

/// Parts of the names of a line of code.
const LINE_NAMES: [&str; 5] = ["line", "codeline", "li1", "li2", "row"];

/// Parts of the names of the number of a line of code.
const NUMBER_NAMES: [&str; 5] = ["number", "numbers", "num", "nums", "no"];

/// Boxes around an element in which it is looked for a name for code.
const AROUND: usize = 4;

/// True if the class or the id of an element has one of `names` as a part.
fn is_called(tree: &HtmlTree, id: HtmlNodeId, names: &[&str]) -> bool {
    let is_named = |part: &str| names.iter().any(|name| part.eq_ignore_ascii_case(name));
    let labels = ["class", "id"].into_iter().filter_map(|name| tree.attribute(id, name));
    labels.flat_map(|label| label.split(|c: char| !c.is_alphanumeric())).any(is_named)
}

/// True if an element, or one of the nearest around it, is called code or is preformatted.
#[must_use]
pub fn is_in_code(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    std::iter::once(id).chain(tree.ancestors(id).take(AROUND)).any(|up| {
        matches!(tree.name(up), "pre" | "code")
            || tree.name(up) != "body" && is_called(tree, up, &CODE_NAMES)
    })
}

/// True for an element whose text is a listing: it is preformatted, it is code of several lines, or
/// it holds nothing but lines of code. `gone` marks the nodes that are left out by their index.
#[must_use]
pub fn is_listing(tree: &HtmlTree, id: HtmlNodeId, gone: &[bool]) -> bool {
    match tree.name(id) {
        "pre" | "listing" | "xmp" | "plaintext" | "textarea" => true,
        "code" => tree.descend(id).any(|inner| tree.name(inner) == "br") || has_rows(tree, id),
        "div" | "ol" | "ul" => is_called_code(tree, id) && has_rows(tree, id),
        "table" => is_table_of_code(tree, id, gone),
        _ => false,
    }
}

fn is_called_code(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let mut around = std::iter::once(id).chain(tree.ancestors(id).take(AROUND));
    around.any(|up| tree.name(up) != "body" && is_called(tree, up, &CODE_NAMES))
}

/// True if the elements in an element are lines of code, and it has no text beside them.
fn has_rows(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let is_list = matches!(tree.name(id), "ol" | "ul");
    let is_line = |id: HtmlNodeId| {
        is_list && tree.name(id) == "li"
            || matches!(tree.name(id), "div" | "span" | "code" | "pre" | "p")
                && (is_called(tree, id, &LINE_NAMES)
                    || tree.attribute(id, "data-line").is_some())
    };
    let mut children = tree.children(id).filter(|id| {
        tree.text(*id).is_none_or(|text| !text.trim().is_empty()) && tree.name(*id) != "br"
    });
    let beside = |id| matches!(tree.name(id), "style" | "script" | "button" | "template");
    children.all(|child| is_line(child) || beside(child))
        && tree.elements(id).any(is_line)
        && !tree.descend(id).any(|inner| {
            matches!(tree.name(inner), "table" | "img" | "h1" | "h2" | "h3" | "h4" | "figure")
        })
}

/// Signs of a difference before a line of code.
const DIFFERENCE_SIGNS: [&str; 4] = ["+", "-", "−", "!"];

/// True for a table whose rows are lines of code, or one row of a whole listing: beside the code
/// a row has only signs of a difference, empty cells and cells that are left out.
fn is_table_of_code(tree: &HtmlTree, table: HtmlNodeId, gone: &[bool]) -> bool {
    let mut rows = Vec::new();
    for part in tree.elements(table) {
        match tree.name(part) {
            "tr" => rows.push(part),
            "thead" | "tbody" | "tfoot" => {
                rows.extend(tree.elements(part).filter(|id| tree.name(*id) == "tr"));
            }
            "colgroup" => {}
            _ => return false,
        }
    }
    let is_named = is_called_code(tree, table);
    let (mut codes, mut beside) = (0_usize, 0_usize);
    for row in &rows {
        let mut code_cells = 0;
        for cell in tree.elements(*row) {
            if tree::is_marked(gone, cell) {
                beside += 1;
                continue;
            }
            let words = left_words(tree, cell, gone);
            let words = words.trim();
            let is_code = is_named && tree.name(cell) == "td" || is_only_code(tree, cell);
            if is_code && !DIFFERENCE_SIGNS.contains(&words) && !is_blank_gutter(tree, cell) {
                code_cells += 1;
            } else if words.is_empty() || DIFFERENCE_SIGNS.contains(&words) {
                beside += 1;
            } else {
                return false;
            }
        }
        if code_cells > 1 {
            return false;
        }
        codes += code_cells;
    }
    codes > 0 && (beside > 0 || is_named && codes == rows.len())
}

/// True for a cell without text that stands for the number of a line, or a space beside it.
fn is_blank_gutter(tree: &HtmlTree, cell: HtmlNodeId) -> bool {
    let is_empty = tree.words(cell).trim().is_empty();
    is_empty && (is_number(tree, cell) || !is_called(tree, cell, &["code", "line"]))
}

/// True for a cell that holds code and nothing else.
fn is_only_code(tree: &HtmlTree, cell: HtmlNodeId) -> bool {
    let mut texts = tree
        .descend(cell)
        .filter(|id| tree.text(*id).is_some_and(|text| !text.trim().is_empty()));
    let in_code = |id| {
        let around = tree.ancestors(id).take_while(|up| *up != cell);
        around.into_iter().any(|up| matches!(tree.name(up), "pre" | "code"))
    };
    let has_code = tree.descend(cell).any(|id| matches!(tree.name(id), "pre" | "code"));
    has_code && texts.all(in_code)
}

/// True if an element is called the number of a line of code, or the column of such numbers.
#[must_use]
pub fn is_number(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let names = [
        "lineno",
        "linenos",
        "linenodiv",
        "linenum",
        "linenumber",
        "linenumbers",
        "ln",
        "lnt",
        "codelinenumber",
        "gutter",
    ];
    let beside = ["line", "lines", "blob", "crayon", "row"];
    is_called(tree, id, &names)
        || is_called(tree, id, &NUMBER_NAMES) && is_called(tree, id, &beside)
        || tree.attribute(id, "data-line-number").is_some()
}

/// Words of an element without what is left out of it.
fn left_words(tree: &HtmlTree, id: HtmlNodeId, gone: &[bool]) -> String {
    let mut listing = Listing::default();
    listing.add(tree, id, gone);
    listing.text
}

/// Returns the text of a listing with its line ends, without the nodes that `gone` marks.
#[must_use]
pub fn listing_text(tree: &HtmlTree, id: HtmlNodeId, gone: &[bool]) -> String {
    let mut listing = Listing::default();
    listing.add_children(tree, id, RowPlace { gone, in_row: false });
    let text = listing.text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{A0}', " ");
    let text = text.replace(['\u{200B}', '\u{FEFF}'], "");
    text.trim_end().trim_start_matches('\n').to_owned()
}

/// Surroundings of the children of an element of a listing.
#[derive(Clone, Copy)]
struct RowPlace<'g> {
    gone: &'g [bool],
    /// The element is one of several rows: the blocks in it are cells, if the first is a sign.
    in_row: bool,
}

/// Listing that is being read.
#[derive(Debug, Default)]
struct Listing {
    text: String,
    /// The next text begins a line.
    is_break_due: bool,
}

impl Listing {
    fn add(&mut self, tree: &HtmlTree, id: HtmlNodeId, gone: &[bool]) {
        if tree::is_marked(gone, id) {
            return;
        }
        if let Some(text) = tree.text(id) {
            self.add_text(text);
            return;
        }
        match tree.name(id) {
            "br" => self.text.push('\n'),
            "style" | "script" | "template" | "button" | "select" | "svg" | "noscript" => {}
            _ => {
                // The sign before a line of a difference, which a style sheet shows.
                let sign = tree.attribute(id, "data-code-marker").unwrap_or("");
                self.add_text(sign);
                let in_row = is_row(tree, id) && beside(tree, id).any(|it| is_row(tree, it));
                self.add_children(tree, id, RowPlace { gone, in_row });
            }
        }
    }

    fn add_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if std::mem::take(&mut self.is_break_due) && !text.starts_with('\n') {
            self.start_line();
        }
        self.text.push_str(text);
    }

    fn start_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn add_children(&mut self, tree: &HtmlTree, parent: HtmlNodeId, place: RowPlace<'_>) {
        // White space between rows is that of the source of the page.
        let has_blocks =
            tree.elements(parent).any(|id| is_row(tree, id) && has_lines(tree, id));
        let mut start: Option<usize> = None;
        for child in tree.children(parent) {
            if tree::is_marked(place.gone, child) {
                continue;
            }
            let is_space = tree.text(child).is_some_and(|text| text.trim().is_empty());
            if is_space && has_blocks {
                continue;
            }
            if !is_row(tree, child) {
                self.add(tree, child, place.gone);
                continue;
            }
            let before = start.and_then(|start| self.text.get(start..));
            let is_sign = |text: &str| DIFFERENCE_SIGNS.contains(&text.trim());
            let is_cell = matches!(tree.name(parent), "td" | "th");
            let line = self.text.rsplit('\n').next().expect("a text has a last line");
            match before {
                None if is_cell && is_sign(line) => self.is_break_due = false,
                Some(before) if place.in_row && is_sign(before) => self.is_break_due = false,
                Some(before) if !before.contains('\n') => {
                    self.text.push('\n');
                    self.is_break_due = false;
                }
                None if has_lines(tree, child) => self.start_line(),
                Some(_) | None => {}
            }
            start = Some(self.text.len());
            self.add(tree, child, place.gone);
            self.is_break_due = has_lines(tree, child);
        }
    }
}

/// Elements beside an element: the nearest before it, and the nearest behind it.
fn beside(tree: &HtmlTree, id: HtmlNodeId) -> impl Iterator<Item = HtmlNodeId> {
    let side = |step: fn(&HtmlTree, HtmlNodeId) -> Option<HtmlNodeId>| {
        std::iter::successors(step(tree, id), move |id| step(tree, *id))
            .find(|id| tree.is_element(*id))
    };
    side(HtmlTree::previous).into_iter().chain(side(HtmlTree::next))
}

/// True for an element with lines of its own, in a listing.
fn has_lines(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    is_block(tree.name(id)) && !matches!(tree.name(id), "td" | "th")
}

/// True for an element that is a line, or several, of a listing.
fn is_row(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    match tree.name(id) {
        "span" | "code" | "a" => {
            let style = tree.attribute(id, "style").unwrap_or("").replace(' ', "");
            let is_shown_so =
                ["display:block", "display:flex", "display:grid", "display:table-row"]
                    .iter()
                    .any(|value| style.contains(value));
            is_shown_so
                || tree.attribute(id, "data-line").is_some() && tree.name(id) == "span"
                || is_called(tree, id, &LINE_NAMES) && !is_number(tree, id)
        }
        name => is_block(name) && !matches!(name, "td" | "th"),
    }
}
