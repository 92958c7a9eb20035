//! The data file of phrases, bound into the program.
//!
//! Comes in: `src/clean/phrases.txt`. Goes out: Rust text of two tables: the phrases in the order of
//! the file, and an index of them by first word. Never done here: matching; `src/clean` does that.
//!
//! Read at the start of each run the file took a tenth of the instructions of a short article.

use std::fmt::Write;

use super::fold::{NUMBER, hash};
use super::pattern::{Pattern, closing, split};

/// A line of the file that is not as its grammar wants it: number and reason.
pub(super) type Fault = (usize, String);

/// Bits of an index entry that number the phrase; 65,536 phrases are a hundred times enough.
const NUMBER_BITS: u32 = 16;

/// A phrase of the file.
struct Line<'s> {
    number: usize,
    language: &'s str,
    level: &'static str,
    trim: bool,
    rule: &'s str,
    pattern: &'s str,
    /// What `{site}` stands for.
    sites: &'s str,
}

/// The tables as Rust text.
///
/// # Errors
///
/// Every line that is not as the grammar wants it.
pub(super) fn tables(source: &str) -> Result<String, Vec<Fault>> {
    let mut faults = Vec::new();
    let lines = parse(source, &mut faults);
    let mut index = Vec::new();
    for (number, line) in (0_u64..1 << NUMBER_BITS).zip(&lines) {
        if let Err(reason) = Pattern::parse(line.pattern, line.sites) {
            faults.push((line.number, reason));
        }
        let mut take = |head: u64| index.push(head >> NUMBER_BITS << NUMBER_BITS | number);
        if heads(line.pattern, line.sites, &mut take) {
            faults.push((line.number, "the pattern can match nothing at all".to_owned()));
        }
    }
    if !faults.is_empty() {
        faults.sort();
        return Err(faults);
    }
    index.sort_unstable();
    index.dedup();
    Ok(written(&lines, &index))
}

/// Reads lines into phrases.
fn parse<'s>(source: &'s str, faults: &mut Vec<Fault>) -> Vec<Line<'s>> {
    let mut lines = Vec::new();
    let (mut language, mut sites) = ("", "");
    for (number, text) in (1..).zip(source.lines()) {
        if text.starts_with(['+', '-']) {
            continue;
        }
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        match (word, level(word)) {
            ("" | "#", _) => {}
            ("lang", _) => language = rest,
            ("sites", _) => sites = rest,
            (_, None) => faults.push((number, format!("`{word}` opens no line of this file"))),
            (_, Some(level)) => match rest.split_once(' ') {
                Some((rule, pattern)) if !language.is_empty() => {
                    let trim = word == "trim";
                    lines.push(Line { number, language, level, trim, rule, pattern, sites });
                }
                _ => {
                    faults
                        .push((number, "a phrase wants a language, a rule, a pattern".into()));
                }
            },
        }
    }
    lines
}

/// The name in Rust of the level that a word of the file says.
fn level(word: &str) -> Option<&'static str> {
    Some(match word {
        "item" => "Item",
        "list" => "List",
        "start" => "Start",
        "end" => "End",
        "edge" => "Edge",
        "sure" | "trim" => "Sure",
        _ => return None,
    })
}

fn written(lines: &[Line<'_>], index: &[u64]) -> String {
    let mut text = String::new();
    let mut row = |row: std::fmt::Arguments<'_>| {
        text.write_fmt(row).unwrap_or_default();
        text.push('\n');
    };
    row(format_args!("static PHRASES: [Phrase; {}] = [", lines.len()));
    for line in lines {
        let Line { number, language, level, trim, rule, pattern, sites } = line;
        row(format_args!(
            "Phrase {{ rule: {rule:?}, language: {language:?}, level: Level::{level}, trim: {trim}, \
             source: {pattern:?}, line: {number}, sites: {sites:?}, compiled: OnceLock::new() }},"
        ));
    }
    row(format_args!("];"));
    row(format_args!("const NUMBER_BITS: u32 = {NUMBER_BITS};"));
    row(format_args!("static INDEX: [u64; {}] = {index:?};", index.len()));
    text
}

/// Calls `found` with the [`hash`] of the first word of every way `pattern` can begin; that of
/// `*` when it can begin with anything. True when it can also be empty.
fn heads(pattern: &str, sites: &str, found: &mut impl FnMut(u64)) -> bool {
    let mut rest = pattern.trim_start();
    loop {
        let Some(c) = rest.chars().next() else { return true };
        match c {
            '(' | '[' => {
                let Some(close) = closing(rest) else { return true };
                for part in split(rest.get(1..close).unwrap_or("")) {
                    heads(part, sites, found);
                }
                if c == '(' {
                    return false;
                }
                rest = rest.get(close + 1..).unwrap_or("").trim_start();
            }
            '{' => {
                if rest.starts_with("{n}") {
                    hash(NUMBER).map(&mut *found);
                } else if rest.starts_with("{site}") {
                    heads(sites, "", found);
                } else {
                    hash("*").map(&mut *found);
                }
                return false;
            }
            _ => {
                let dash = if rest.starts_with(['e', 'E', 'е', 'Е']) { ' ' } else { '-' };
                let end = rest.find([' ', '[', '(', '{', ':', '/', '\'', '’', '.', ',', dash]);
                let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or("");
                if let Some(head) = hash(word) {
                    found(head);
                    return false;
                }
                rest = rest.get(word.len().max(c.len_utf8())..).unwrap_or("").trim_start();
            }
        }
    }
}
