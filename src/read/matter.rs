//! Front matter: what a Markdown file says of itself.
//!
//! Comes in: the text of a file. Goes out: the values that belong to an article, and the text
//! below. Never done here: YAML and TOML in full; only `key: value`, `key = value` and lists of
//! words are read, which is what articles have.

use crate::article::{Inline, Metadata};

/// Lines of front matter at most; a rule and another rule far below are no frame.
const LONGEST: usize = 200;

/// Parts front matter from the text: its inside, and the text behind with its first line's number.
pub(super) fn split(text: &str) -> Option<(&str, &str, usize)> {
    let text = text.trim_start_matches('\u{FEFF}');
    let first = text.lines().next()?.trim_end();
    let ends: &[&str] = match first {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        _ => return None,
    };
    let open = text.find('\n')? + 1;
    let mut at = open;
    for (count, line) in text.get(open..)?.split_inclusive('\n').enumerate().take(LONGEST) {
        if ends.contains(&line.trim_end()) {
            let inside = text.get(open..at)?;
            let says = |line: &&str| !line.trim().is_empty() && !line.starts_with(['#', '[']);
            let named = |(key, _): (&str, &str)| key.starts_with(|c: char| c.is_alphabetic());
            // Words under a rule are words, whatever stands below them.
            let keyed = inside.lines().find(says).and_then(pair).is_some_and(named);
            let rest = text.get(at + line.len()..)?;
            return (keyed || inside.trim().is_empty()).then_some((inside, rest, count + 2));
        }
        at += line.len();
    }
    None
}

/// What front matter says of the article.
pub(super) fn metadata(matter: &str) -> Metadata {
    let mut meta = Metadata::default();
    let mut lines = matter.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((key, value)) = pair(line) else { continue };
        let mut values = values(value);
        // The items of a list, and the folded lines of a long value, stand below.
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
    meta
}

fn assign(meta: &mut Metadata, key: &str, values: &[String]) {
    let one = || Some(values.join(" "));
    let text = || vec![Inline::Text(values.join(" "))];
    match key {
        "title" if meta.title.is_empty() => meta.title = text(),
        "subtitle" if meta.subtitle.is_empty() => meta.subtitle = text(),
        "author" | "authors" | "byline" => meta.byline = Some(values.join(", ")),
        "date" | "published" | "pubdate" if meta.date.is_none() => meta.date = one(),
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

/// Whether a line goes on with the value above it.
fn continues(line: &str) -> bool {
    line.starts_with([' ', '\t']) && !line.trim().is_empty() || line.starts_with("- ")
}

/// Key and value of a line.
fn pair(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '='])?;
    let (key, value) = line.split_at(at);
    let key = key.trim().trim_matches('"');
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let colon = value.starts_with(':');
    let value = value.get(1..)?;
    let parted = !colon || value.is_empty() || value.starts_with([' ', '\t']);
    (!key.is_empty() && key.chars().all(word) && parted).then_some((key, value.trim()))
}

/// The values of a line: one, or those of a list in brackets.
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

/// A value without its quotation marks, or without the comment behind it.
fn unquoted(value: &str) -> String {
    for quote in ['"', '\''] {
        let inner =
            value.strip_prefix(quote).and_then(|rest| rest.find(quote).map(|at| (rest, at)));
        if let Some((rest, at)) = inner
            && !rest.get(..at).unwrap_or("").ends_with('\\')
        {
            return rest.get(..at).unwrap_or("").to_owned();
        }
    }
    let value = value.split(" #").next().unwrap_or(value).trim();
    value.trim_matches(['"', '\'']).replace("\\\"", "\"")
}
