//! Metadata in the front matter of Markdown files.
//!
//! Of YAML and TOML only `key: value`, `key = value` and lists of words are read, as articles have.

use super::stamp::day_of_stamp;
use crate::article::{Inline, Language, Metadata};

/// Most lines of front matter; a rule and another rule far below are none.
const MOST_LINES: usize = 200;

/// Front matter and the text below it.
pub(super) struct FrontMatter<'a> {
    /// Lines of the front matter.
    pub(super) matter: &'a str,
    /// Text below.
    pub(super) body: &'a str,
    /// Number of lines above the body.
    pub(super) lines: usize,
}

/// Separates front matter from the text below it; none for a text without front matter.
pub(super) fn split(text: &str) -> Option<FrontMatter<'_>> {
    let text = text.trim_start_matches('\u{FEFF}');
    let first = text.lines().next()?.trim_end();
    let ends: &[&str] = match first {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        _ => return None,
    };
    let open = text.find('\n')? + 1;
    let mut at = open;
    for (count, line) in text[open..].split_inclusive('\n').enumerate().take(MOST_LINES) {
        if ends.contains(&line.trim_end()) {
            let matter = &text[open..at];
            let says = |line: &&str| !line.trim().is_empty() && !line.starts_with(['#', '[']);
            let named = |(key, _): (&str, &str)| key.starts_with(|c: char| c.is_alphabetic());
            // A paragraph between two rules is no front matter.
            let keyed = matter.lines().find(says).and_then(pair).is_some_and(named);
            let body = &text[at + line.len()..];
            return (keyed || matter.trim().is_empty()).then_some(FrontMatter {
                matter,
                body,
                lines: count + 2,
            });
        }
        at += line.len();
    }
    None
}

/// Reads the metadata of an article from front matter.
pub(super) fn metadata(matter: &str) -> Metadata {
    let mut meta = Metadata::default();
    let mut lines = matter.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((key, value)) = pair(line) else { continue };
        let mut values = values(value);
        // The items of a list, and the folded lines of a long value, follow.
        while let Some(more) = lines.next_if(|line| continues(line)) {
            let more = more.trim();
            let item = more.strip_prefix("- ").map(str::trim);
            let named = item.and_then(pair).filter(|(key, _)| *key == "name");
            match (item, named) {
                (_, Some((_, name))) => values.push(unquoted(name)),
                (Some(item), None) => values.push(unquoted(item)),
                (None, _) => match pair(more) {
                    Some(("name", name)) => values.push(unquoted(name)),
                    Some(_) => {}
                    None => values.push(unquoted(more)),
                },
            }
        }
        values.retain(|value| !value.is_empty());
        if !values.is_empty() {
            assign(&mut meta, &key.to_lowercase(), &values);
        }
    }
    let language = meta.language;
    meta.date = meta.date.map(|date| shown_day(&date, language).unwrap_or(date));
    meta
}

fn assign(meta: &mut Metadata, key: &str, values: &[String]) {
    let one = || Some(values.join(" "));
    let text = || vec![Inline::Text(values.join(" "))];
    match key {
        "title" if meta.title.is_empty() => meta.title = text(),
        "subtitle" if meta.subtitle.is_empty() => meta.subtitle = text(),
        "author" | "authors" | "byline" => meta.byline = Some(values.join(", ")),
        "date" | "published" | "pubdate" if meta.date.is_none() => {
            meta.date = one();
        }
        "lang" | "language" => {
            meta.language = values.first().and_then(|tag| tag.parse().ok());
        }
        "source" | "url" | "link" | "canonical" | "canonical_url" if meta.source.is_none() => {
            meta.source = one().filter(|address| address.starts_with("http"));
        }
        "site" | "publication" | "publisher" => meta.site = one(),
        _ => {}
    }
}

/// Returns the day of a moment, in words if the article is in English or says no other language; none
/// for a date without a time, which a person wrote.
fn shown_day(date: &str, language: Option<Language>) -> Option<String> {
    let words = date.split([' ', 'T']);
    let is_stamp = words.skip(1).any(|word| word.contains(':'));
    let day = day_of_stamp(date.trim()).filter(|_| is_stamp)?;
    let is_english = language.is_none_or(|language| language.primary() == "en");
    Some(if is_english { day.in_english() } else { day.iso() })
}

/// True for a line that continues the value above it.
fn continues(line: &str) -> bool {
    line.starts_with([' ', '\t']) && !line.trim().is_empty() || line.starts_with("- ")
}

/// Returns key and value of a line.
fn pair(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '='])?;
    let (key, value) = line.split_at(at);
    let key = key.trim().trim_matches('"');
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let colon = value.starts_with(':');
    let value = &value[1..];
    let separated = !colon || value.is_empty() || value.starts_with([' ', '\t']);
    (!key.is_empty() && key.chars().all(word) && separated).then_some((key, value.trim()))
}

/// Returns the values of a line: one, or those of a list in brackets.
fn values(value: &str) -> Vec<String> {
    let folded = [">", "|", ">-", "|-", ">+", "|+", ""].contains(&value);
    if folded {
        return Vec::new();
    }
    match value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(list) => list.split(',').map(|item| unquoted(item.trim())).collect(),
        None => vec![unquoted(value)],
    }
}

/// Returns a value without its quotation marks, or without the comment behind it.
fn unquoted(value: &str) -> String {
    for quote in ['"', '\''] {
        let inner = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote));
        if let Some((inner, _)) = inner.filter(|(inner, _)| !inner.ends_with('\\')) {
            return inner.to_owned();
        }
    }
    let value = value.split_once(" #").map_or(value, |(value, _)| value);
    value.trim().trim_matches(['"', '\'']).replace("\\\"", "\"")
}
