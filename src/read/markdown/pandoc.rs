//! Marks of pandoc: line blocks, lists of examples, citations, scripts.

use super::converter::{BlockLines, ConvertedLine, DialectConverter, replace_lines};
use super::inline_scan::{MarkReplacement, Spot};
use super::tally::Dialect;
use crate::article::{Inline, Metadata};

/// Dialect of this module.
const DIALECT: Dialect = Dialect::Pandoc;

/// Most characters of a sub- or superscript.
const MOST_SCRIPT: usize = 24;

/// Commands of TeX on a line of their own that begin a page.
const PAGE_BREAKS: [&str; 4] = ["\\newpage", "\\pagebreak", "\\clearpage", "\\cleardoublepage"];

/// Most lines of a block of title, authors and date.
const MOST_TITLE_LINES: usize = 12;

/// Element that a paragraph of lines begins with.
const LINE_BLOCK: &str = "<span class=\"line-block\"></span>";

/// Title block at the top of a text, and the number of its lines: lines that begin with `%`.
pub(super) fn title_block(text: &str) -> Option<(Metadata, usize)> {
    let mut fields: Vec<String> = Vec::new();
    let mut count = 0;
    for line in text.lines().take(MOST_TITLE_LINES) {
        if let Some(field) = line.strip_prefix('%').filter(|rest| !rest.starts_with('%')) {
            fields.push(field.trim().to_owned());
        } else if line.starts_with(' ') && !line.trim().is_empty() && !fields.is_empty() {
            let separator = if fields.len() == 2 { "; " } else { " " };
            let last = fields.last_mut()?;
            if !last.is_empty() {
                last.push_str(separator);
            }
            last.push_str(line.trim());
        } else {
            break;
        }
        count += 1;
    }
    let title = fields.first()?;
    let below = text.lines().nth(count).is_none_or(|line| line.trim().is_empty());
    if fields.len() > 3 || !below || fields.iter().all(String::is_empty) {
        return None;
    }
    let mut meta = Metadata::default();
    if !title.is_empty() {
        meta.title = vec![Inline::Text(title.clone())];
    }
    let authors: Vec<&str> =
        fields.get(1).map_or("", String::as_str).split(';').map(str::trim).collect();
    meta.byline = Some(authors.join(", ")).filter(|byline| !byline.is_empty());
    meta.date = fields.get(2).filter(|date| !date.is_empty()).cloned();
    Some((meta, count))
}

/// Converts line blocks, items of lists, page breaks and terms of definitions.
pub(super) fn convert_block(
    converter: &mut DialectConverter<'_>,
    block: BlockLines<'_>,
) -> Option<Vec<ConvertedLine>> {
    let line = *block.lines.first()?;
    let text = line.trim();
    if PAGE_BREAKS.contains(&text) {
        converter.findings.converted(DIALECT, "page breaks", block.number);
        return Some(replace_lines(1, "<!-- page break -->".to_owned()));
    }
    if let Some(lines) = line_block(block) {
        converter.findings.converted(DIALECT, "line blocks", block.number);
        return Some(lines);
    }
    if let Some(lines) = terms(block) {
        return Some(lines);
    }
    let indent = &line[..line.len() - line.trim_start().len()];
    if let Some(rest) = text.strip_prefix("(@") {
        let (label, words) = rest.split_once(") ")?;
        if label.contains([' ', '(']) {
            return None;
        }
        converter.examples += 1;
        let number = converter.examples;
        if !label.is_empty() {
            converter.example_labels.insert(label.to_owned(), number);
        }
        converter.findings.converted(DIALECT, "examples with numbers", block.number);
        return Some(vec![ConvertedLine::Text(format!("{indent}{number}) {}", words.trim()))]);
    }
    if let Some(words) = text.strip_prefix("#. ") {
        converter.findings.converted(DIALECT, "items with numbers", block.number);
        return Some(vec![ConvertedLine::Text(format!("{indent}1. {words}"))]);
    }
    // A heading without a number.
    let heading = line.strip_suffix("{-}").filter(|line| line.starts_with('#'))?;
    Some(vec![ConvertedLine::Text(heading.trim_end().to_owned())])
}

/// Converts lines that begin with a bar and are no table, to a paragraph with breaks.
fn line_block(block: BlockLines<'_>) -> Option<Vec<ConvertedLine>> {
    let opens = |line: &str| line == "|" || line.starts_with("| ");
    let first = *block.lines.first()?;
    if !block.opens || !opens(first) {
        return None;
    }
    let is_part =
        |line: &&&str| opens(line) || line.starts_with(' ') && !line.trim().is_empty();
    let count = block.lines.iter().take_while(is_part).count();
    let lines = block.lines.get(..count)?;
    let is_table = |line: &&str| line.trim_end().ends_with('|') && line.trim().len() > 1;
    let ruled = lines.iter().any(|line| {
        line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+'))
    });
    if ruled || lines.iter().filter(|line| line.matches('|').count() > 1).count() * 2 > count {
        return None;
    }
    if lines.iter().all(is_table) {
        return None;
    }
    let mut converted: Vec<ConvertedLine> = Vec::with_capacity(count);
    for (at, line) in lines.iter().enumerate() {
        let begins = opens(line);
        let text = if begins { line[1..].strip_prefix(' ').unwrap_or("") } else { line.trim() };
        let words = text.trim();
        let indent = "&nbsp;".repeat(text.len() - text.trim_start().len());
        let open = if at == 0 { LINE_BLOCK } else { "" };
        let ends = lines.get(at + 1).is_some_and(|next| opens(next));
        let end = if ends { "<br>" } else { "" };
        let words = if words.is_empty() { "&nbsp;" } else { words };
        converted.push(ConvertedLine::Text(format!("{open}{indent}{words}{end}")));
    }
    Some(converted)
}

/// Separates the terms above a definition, which stand on a line each.
fn terms(block: BlockLines<'_>) -> Option<Vec<ConvertedLine>> {
    /// Most terms of one definition.
    const MOST_TERMS: usize = 6;
    /// Most bytes of a term.
    const MOST_TERM_BYTES: usize = 60;
    if !block.opens {
        return None;
    }
    let is_term = |line: &&&str| {
        let ends = line.trim_end().ends_with(['.', ',', ';', ':']);
        let marked = line.starts_with([' ', '\t', ':', '#', '>', '-', '*', '|', '+']);
        !line.trim().is_empty() && line.len() <= MOST_TERM_BYTES && !marked && !ends
    };
    let count = block.lines.iter().take(MOST_TERMS + 1).take_while(is_term).count();
    let next = block.lines.get(count)?;
    let defines = next.starts_with(": ") || next.starts_with(":\t");
    if !(2..=MOST_TERMS).contains(&count) || !defines {
        return None;
    }
    let lines = block.lines.iter().take(count).enumerate();
    let lines = lines.map(|(at, line)| {
        let end = if at + 1 < count { "<br class=\"terms\">" } else { "" };
        ConvertedLine::Text(format!("{}{end}", line.trim_end()))
    });
    Some(lines.collect())
}

/// Converts the mark at a place in a line.
pub(super) fn convert_inline(spot: Spot<'_>) -> Option<MarkReplacement> {
    let rest = spot.rest;
    let new = |what, length, text| Some(MarkReplacement::new(DIALECT, what, length, text));
    match rest.as_bytes().first()? {
        sign @ (b'~' | b'^') => {
            let (sign, name) = if *sign == b'~' { ("~", "sub") } else { ("^", "sup") };
            let attached = spot.follows_word()
                || spot.before.is_some_and(|c| matches!(c, ')' | ']' | '*' | '_'));
            let inner = spot.between(sign, sign).filter(|_| attached)?;
            let fits = !inner.is_empty()
                && inner.chars().count() <= MOST_SCRIPT
                && !inner.contains(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '/'));
            fits.then_some(())?;
            let what = "sub- and superscripts";
            new(what, inner.len() + 2, format!("<{name}>{inner}</{name}>"))
        }
        b'[' => {
            let inner = spot.between("[", "]")?;
            let length = inner.len() + 2;
            if spot.signs.citations && (inner.contains("@") && is_citation(inner)) {
                return new("citations", length, format!("({})", readable_citations(inner)));
            }
            let after = rest.get(length..)?;
            let attributes = after.strip_prefix('{')?.split_once('}')?.0;
            let is_span = attributes.starts_with(['.', '#']) && !inner.contains('[');
            is_span.then_some(())?;
            let text = format!("<span>{inner}</span>");
            new("spans with attributes", length + attributes.len() + 2, text)
        }
        b'@' if !spot.follows_word() => {
            let key = key_length(&rest[1..]);
            let name = &rest[1..=key];
            if spot.before == Some('(')
                && rest[1 + key..].starts_with(')')
                && let Some(number) = spot.examples.get(name)
            {
                return new("references to examples", key + 1, number.to_string());
            }
            if let Some((kind, label)) = cross_reference(name) {
                let text = format!("{kind} {}", label.replace(['-', '_'], " "));
                return new("references to figures and sections", key + 1, text);
            }
            if !spot.signs.citations || key == 0 {
                return None;
            }
            new("citations", key + 1, readable_key(name))
        }
        _ => None,
    }
}

/// Returns the length of the key of a citation.
fn key_length(text: &str) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '/');
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(|c: char| !c.is_alphanumeric()).len()
}

/// True for what stands between the brackets of citations: `see @dale1981, p. 3; -@field2001`.
fn is_citation(inner: &str) -> bool {
    inner.len() < 400
        && inner.split(';').all(|part| {
            let at = part.find('@');
            at.is_some_and(|at| {
                let before = &part[..at];
                let apart = before.is_empty() || before.ends_with([' ', '-', '\n']);
                apart && key_length(&part[at + 1..]) > 0
            })
        })
}

fn readable_citations(inner: &str) -> String {
    let parts = inner.split(';').map(|part| {
        let at = part.find('@').unwrap_or(0);
        let (before, key) = part.split_at(at);
        let length = key_length(key.get(1..).unwrap_or(""));
        let (name, after) = (key.get(1..=length).unwrap_or(""), key.get(length + 1..));
        let readable = readable_key(name);
        let readable = match before.strip_suffix('-') {
            Some(_) => readable.rsplit(' ').next().unwrap_or("").to_owned(),
            None => readable,
        };
        let before = before.strip_suffix('-').unwrap_or(before).trim();
        let space = if before.is_empty() { "" } else { " " };
        format!("{before}{space}{readable}{}", after.unwrap_or(""))
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// Returns the key of a citation as words: `dale1981` as `Dale 1981`.
pub(super) fn readable_key(key: &str) -> String {
    let key = key.trim();
    let digits = |at: usize| {
        let year = key.get(at..at + 4);
        year.filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
            .filter(|year| year.starts_with("1") || year.starts_with("20"))
            .filter(|_| !key[at + 4..].starts_with(|c: char| c.is_ascii_digit()))
            .filter(|_| !key[..at].ends_with(|c: char| c.is_ascii_digit()))
    };
    let found = key.char_indices().find_map(|(at, _)| digits(at).map(|year| (at, year)));
    let name_end = key.find(|c: char| !c.is_alphabetic()).unwrap_or(key.len());
    match found {
        Some((at, year)) if name_end > 0 && name_end <= at => {
            let mut letters = key[..name_end].chars();
            let first = letters.next().map(char::to_uppercase).into_iter().flatten();
            let name: String = first.chain(letters).collect();
            format!("{name} {year}")
        }
        _ => key.to_owned(),
    }
}

/// Returns the kind and the label of a reference of Quarto: `fig-lamp`.
fn cross_reference(name: &str) -> Option<(&'static str, &str)> {
    let kinds = [
        ("fig-", "Figure"),
        ("tbl-", "Table"),
        ("sec-", "Section"),
        ("eq-", "Equation"),
        ("lst-", "Listing"),
    ];
    let (start, kind) = kinds.iter().find(|(start, _)| name.starts_with(start))?;
    let label = &name[start.len()..];
    (!label.is_empty()).then_some((*kind, label))
}
