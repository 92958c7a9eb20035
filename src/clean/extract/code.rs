//! Removal of the numbers of lines of code, and of the labels on its boxes.
//!
//! Must never remove a letter of code.

use super::names;
use super::stats::Ledger;
use crate::article::{Block, BlockKind, walk};
use crate::diagnostic::{Diagnostic, Place};
use crate::read::html::{self, HtmlNodeId, HtmlTree};

/// Rule of the numbers of lines.
pub(super) const NUMBER: &str = "line-number";

/// Letters of a button or a label of a box of code, at most.
const LABEL: f32 = 40.0;

/// Words of a label of a box of code at most: the name of a language.
const LABEL_WORDS: usize = 2;

/// Lines of a listing, at least, for numbers before all of them to be counters.
const COUNTED: usize = 3;

/// Digits of the number of a line at most.
const DIGITS: usize = 6;

/// Takes out the numbers and the buttons, and marks the listings.
pub(super) fn take(ledger: &mut Ledger<'_>) {
    let tree = ledger.tree;
    for id in ledger.walk(HtmlTree::ROOT) {
        if !tree.is_element(id) || matches!(tree.name(id), "body" | "html") {
            continue;
        }
        let stats = ledger.of(id);
        if stats.chars == 0.0 || ledger.is_out(id) {
            continue;
        }
        if html::is_number(tree, id) {
            if ascending_numbers(&tree.words(id)).is_some() && html::is_in_code(tree, id) {
                ledger.take(id, NUMBER, 0.0);
            }
        } else if stats.chars <= LABEL && is_tool(ledger, id) {
            ledger.take(id, "code-tool", stats.chars);
        } else if matches!(tree.name(id), "pre" | "table") && html::is_in_code(tree, id) {
            take_counters(ledger, id);
        }
    }
    for id in ledger.walk(HtmlTree::ROOT) {
        ledger.listings[id.index()] = html::is_listing(tree, id, &ledger.gone);
    }
}

/// Returns the numbers of a text that holds nothing else, each greater than the one before.
fn ascending_numbers(text: &str) -> Option<Vec<u32>> {
    let mut found: Vec<u32> = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_end_matches(['.', ':', '|']);
        if word.len() > DIGITS || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number = word.parse().ok()?;
        if found.last().is_some_and(|last| number <= *last) {
            return None;
        }
        found.push(number);
    }
    (!found.is_empty()).then_some(found)
}

/// True for a copy button, a bar of such buttons, or the name of the language on a box of code.
fn is_tool(ledger: &Ledger<'_>, id: HtmlNodeId) -> bool {
    let tree = ledger.tree;
    let name = tree.label(id);
    let is_inline = !html::is_block(tree.name(id)) || matches!(tree.name(id), "div" | "p");
    if name.trim().is_empty() || !is_inline || ledger.of(id).images > 0.0 {
        return false;
    }
    let copies = names::has_part(&name, &["copy", "copybutton", "copybtn", "clipboard"])
        || tree.attribute(id, "data-clipboard-text").is_some()
        || tree.attribute(id, "data-clipboard-target").is_some();
    let labels = names::has_part(
        &name,
        &["header", "toolbar", "bar", "lang", "language", "tools", "actions", "buttons"],
    );
    if !(copies || labels) || is_text_of_code(tree, id) {
        return false;
    }
    let words = ledger.words(id);
    let is_name = || {
        words.split_whitespace().count() <= LABEL_WORDS && !words.contains(['/', '\\'])
            // A name of a file tells something.
            && !words.trim_end_matches('.').contains('.')
    };
    (copies || is_name()) && html::is_in_code(tree, id) && is_beside_listing(tree, id)
}

/// True for a part of the code itself: the text of a listing, no box on it.
fn is_text_of_code(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    tree.ancestors(id).any(|up| tree.name(up) == "code")
}

/// Boxes around a tool in which its listing is looked for.
const NEAR: usize = 3;

/// True if an element in one of the nearest boxes, or behind them, is a listing.
fn is_beside_listing(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let listing = |id: HtmlNodeId| matches!(tree.name(id), "pre" | "code" | "table");
    let holds = |around| tree.descend(around).any(listing);
    let mut at = id;
    for _ in 0..NEAR {
        let Some(parent) = tree.parent(at) else { return false };
        if tree.elements(parent).filter(|beside| *beside != at).any(holds) {
            return true;
        }
        at = parent;
    }
    false
}

/// Takes out the elements that count the lines of a listing, though their names do not say so: all
/// of one kind, one at the start of each line.
fn take_counters(ledger: &mut Ledger<'_>, listing: HtmlNodeId) {
    let tree = ledger.tree;
    let is_number = |id: &HtmlNodeId| {
        let mut inner = tree.children(*id);
        let text = inner.next().filter(|_| inner.next().is_none());
        matches!(tree.name(*id), "span" | "a" | "div" | "td" | "th" | "code" | "i" | "b" | "em")
            && text.and_then(|text| tree.text(text)).is_some_and(is_one_number)
    };
    // Elements of numbers that begin a line.
    let mut begins_line = true;
    let mut alike: Vec<HtmlNodeId> = Vec::new();
    for id in ledger.walk(listing) {
        if let Some(text) = tree.text(id) {
            let behind = text.rsplit_once('\n').map(|(_, behind)| behind);
            begins_line =
                behind.unwrap_or(text).trim().is_empty() && (begins_line || behind.is_some());
        } else if tree.name(id) == "br" || html::is_block(tree.name(id)) {
            begins_line |= !matches!(tree.name(id), "td" | "th");
        }
        if begins_line && is_number(&id) {
            alike.push(id);
        }
    }
    let kind = |id: &HtmlNodeId| (tree.name(*id).to_owned(), tree.attribute(*id, "class"));
    let first = alike.first().map(kind);
    alike.retain(|id| Some(kind(id)) == first);
    let all: String = alike.iter().map(|id| tree.words(*id) + " ").collect();
    let Some(found) = ascending_numbers(&all).filter(|found| found.len() >= COUNTED) else {
        return;
    };
    let is_count = found.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let text = html::listing_text(tree, listing, &ledger.gone);
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let begins = |(line, number): (&str, &u32)| {
        line.trim_start().strip_prefix(&number.to_string()).is_some()
    };
    if is_count && lines().count() == found.len() && lines().zip(&found).all(begins) {
        alike.into_iter().for_each(|id| _ = ledger.take(id, NUMBER, 0.0));
    }
}

fn is_one_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.len() <= DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Removes the numbers that stand in the text of listings, each at the start of its line.
pub(super) fn take_text_numbers(blocks: &mut [Block]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for block in blocks.iter_mut() {
        if let BlockKind::Preformatted(text) = &mut block.kind
            && let Some((code, count)) = without_numbers(text)
        {
            *text = code;
            diagnostics.push(report_numbers(count, block.place));
        }
        for inner in walk::parts_mut(block) {
            diagnostics.extend(take_text_numbers(inner));
        }
    }
    diagnostics
}

fn report_numbers(count: usize, place: Place) -> Diagnostic {
    let message = format!("left out the numbers of {count} lines of code");
    Diagnostic::note(NUMBER, place, message).hint("--keep pre keeps listings as they are")
}

/// Text of a line that has only its number.
const NO_CODE: &str = "";

/// Returns a listing without the numbers before its lines, and the count of them; none if they do
/// not count all lines, or if what stands behind them does not look like code.
fn without_numbers(text: &str) -> Option<(String, usize)> {
    let mut rest = Vec::new();
    let mut last: Option<u32> = None;
    for line in text.lines() {
        let line = line.trim_start_matches(' ');
        let end = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
        let (digits, code) = line.split_at(end);
        let number: u32 = digits.parse().ok().filter(|_| digits.len() <= DIGITS)?;
        if last.is_some_and(|last| number != last + 1) {
            return None;
        }
        last = Some(number);
        rest.push(code);
    }
    let separators = ["\t", " | ", "| ", "|", ": ", ":\t", "  ", " "];
    let separates = |sign: &&&str| {
        rest.iter().all(|code| {
            code.is_empty() || code.starts_with(**sign) || code.trim() == sign.trim()
        })
    };
    let sign = separators.iter().find(separates)?;
    let code: Vec<&str> =
        rest.iter().map(|code| code.strip_prefix(*sign).unwrap_or(NO_CODE)).collect();
    // Lists and tables of figures are numbered too.
    let signs = code.iter().filter(|line| line.contains(['{', '}', ';', '(', '=', '<', '#']));
    (rest.len() >= COUNTED && signs.count() * 2 >= rest.len())
        .then(|| (code.join("\n"), rest.len()))
}
