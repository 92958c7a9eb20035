//! Formulas in TeX, which stay as they are written, as code.

use super::converter::{BlockLines, ConvertedLine, DialectConverter, html_text};
use super::inline_scan::{MarkReplacement, Spot, code};
use super::tally::Dialect;

/// Most lines of a displayed formula.
const MOST_LINES: usize = 200;

/// Kind of the marks, for messages.
const FORMULAS: &str = "formulas kept in TeX";

/// Converts a formula on lines of its own to preformatted text.
pub(super) fn convert_display(
    converter: &mut DialectConverter<'_>,
    block: BlockLines<'_>,
) -> Option<Vec<ConvertedLine>> {
    let first = *block.lines.first()?;
    let text = first.trim_start();
    let (open, close) = if text.starts_with("$$") {
        ("$$", "$$".to_owned())
    } else if text.starts_with("\\[") {
        ("\\[", "\\]".to_owned())
    } else {
        let name = text.strip_prefix("\\begin{")?.split_once('}')?.0;
        ("\\begin{", format!("\\end{{{name}}}"))
    };
    let mut count = 0;
    let mut end = None;
    for (at, line) in block.lines.iter().take(MOST_LINES).enumerate() {
        let from = if at == 0 { line.len() - text.len() + open.len() } else { 0 };
        if let Some(found) = line[from..].find(&close) {
            count = at + 1;
            end = Some(from + found + close.len());
            break;
        }
        if line.trim().is_empty() && open != "\\begin{" {
            return None;
        }
    }
    let end = end?;
    let last = block.lines.get(count - 1)?;
    let after = last[end..].trim();
    let label = after.starts_with("{#") && after.ends_with('}')
        || after.starts_with('(') && after.ends_with(')') && !after.contains(' ');
    if !label && after.chars().any(char::is_alphanumeric) {
        return None;
    }
    if open == "\\[" && count == 1 && !is_tex(&text[2..]) {
        return None;
    }
    converter.findings.converted(Dialect::Tex, FORMULAS, block.number);
    if label {
        converter.findings.left_out(Dialect::Tex, "labels of formulas", block.number);
    }
    let indent = first.len() - text.len();
    let indent = &first[..indent];
    let mut lines = Vec::with_capacity(count);
    for (at, line) in block.lines.iter().take(count).enumerate() {
        let line = if at + 1 == count && label { &line[..end] } else { line };
        let line = line.strip_prefix(indent).unwrap_or(line);
        let open = if at == 0 {
            let number = block.number;
            format!("{indent}<pre data-sourcepos=\"{number}:1-{number}:1\">")
        } else {
            String::new()
        };
        let close = if at + 1 == count { "</pre>" } else { "" };
        lines.push(ConvertedLine::Done(format!("{open}{}{close}", html_text(line))));
    }
    Some(lines)
}

/// Converts a formula in a line to code.
pub(super) fn convert_inline(spot: Spot<'_>) -> Option<MarkReplacement> {
    let rest = spot.rest;
    let formula = |length: usize, text: &str| {
        Some(MarkReplacement::new(Dialect::Tex, FORMULAS, length, code(text)))
    };
    if rest.starts_with("$`") {
        let inner = spot.between("$`", "`$")?;
        return formula(inner.len() + 4, &format!("${inner}$"));
    }
    if rest.starts_with("$$") {
        let inner = spot.between("$$", "$$").filter(|inner| !inner.trim().is_empty())?;
        return formula(inner.len() + 4, &rest[..inner.len() + 4]);
    }
    if rest.starts_with('$') {
        let length = dollar_length(spot)?;
        return formula(length, &rest[..length]);
    }
    for (open, close) in [("\\(", "\\)"), ("\\[", "\\]")] {
        if let Some(inner) = spot.between(open, close).filter(|inner| is_tex(inner)) {
            let length = inner.len() + 4;
            return formula(length, &rest[..length]);
        }
    }
    None
}

/// Returns the length of a formula between single dollars; none where dollars are money or names.
fn dollar_length(spot: Spot<'_>) -> Option<usize> {
    let inner = &spot.rest[1..];
    if spot.follows_word() || inner.starts_with(char::is_whitespace) {
        return None;
    }
    let mut escaped = false;
    let mut before = ' ';
    for (at, c) in inner.char_indices() {
        if c == '$' && !escaped {
            let next = inner[at + 1..].chars().next();
            let closes = !before.is_whitespace() && !next.is_some_and(char::is_alphanumeric);
            return (closes && at > 0 && is_formula(&inner[..at])).then_some(at + 2);
        }
        escaped = c == '\\' && !escaped;
        before = c;
    }
    None
}

/// True for what stands between dollars that is no run of words.
fn is_formula(inner: &str) -> bool {
    if inner.contains(['\\', '^', '_', '=', '<', '>', '{']) {
        return true;
    }
    let is_word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let mut words = inner.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
    let is_money = inner.starts_with(|c: char| c.is_ascii_digit()) && inner.contains(' ');
    let signed = inner.contains(['+', '*', '/']);
    (!is_money || signed) && (!inner.contains(' ') || !words.any(is_word))
}

/// True for what stands between escaped brackets that is TeX and no text in brackets.
fn is_tex(inner: &str) -> bool {
    let inner = inner.trim();
    inner.contains(['\\', '^', '_', '=', '{', '<', '>', '+'])
        || (1..=2).contains(&inner.chars().count()) && inner.chars().all(char::is_alphabetic)
}
