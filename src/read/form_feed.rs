//! Form feeds: page breaks of the author, or ends of printed sheets.
//!
//! An RFC, a printed mailbox and text from a PDF have a form feed at the end of each sheet:
//! inside sentences, beside running heads and feet, at regular distances. An author uses one
//! where something begins.

use std::collections::BTreeMap;

use super::source_line::SourceLine;

/// Most lines between a form feed and a running head or foot.
const NEAR_LINES: usize = 4;

/// Numbers of lines of printed sheets: 58 of an RFC, 60 and 66 of line printers.
const SHEET_LINES: std::ops::RangeInclusive<usize> = 40..=100;

/// Greatest difference between the lines of sheets that a program filled.
const MOST_UNEVENNESS: usize = 3;

/// Least characters of a running head that is known by its repetition, unlike `* * *` and `The
/// End`.
const LEAST_HEAD: usize = 12;

/// Clears the form feeds that end printed sheets.
pub(super) fn clear_sheet_ends(lines: &mut [SourceLine<'_>]) {
    // One before the first word or directly after another begins no page.
    let mut fresh = true;
    for line in lines.iter_mut() {
        line.feed &= !fresh;
        fresh = line.is_blank() && (fresh || line.feed);
    }
    let feeds: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.feed).map(|(at, _)| at).collect();
    if feeds.is_empty() {
        return;
    }
    if cut_sentence(lines, &feeds) || have_running_heads(lines, &feeds) || are_regular(&feeds) {
        lines.iter_mut().for_each(|line| line.feed = false);
    }
}

/// Returns the last line with words before a form feed, and the first after it.
fn beside<'a>(lines: &[SourceLine<'a>], at: usize) -> [Option<&'a str>; 2] {
    let word = |line: &SourceLine<'a>| (!line.is_blank()).then_some(line.text);
    [
        lines[..at].iter().rev().take(NEAR_LINES).find_map(word),
        lines[at + 1..].iter().take(NEAR_LINES).find_map(word),
    ]
}

/// True if a sentence continues after one of the form feeds.
fn cut_sentence(lines: &[SourceLine<'_>], feeds: &[usize]) -> bool {
    feeds.iter().any(|&at| match beside(lines, at) {
        [Some(before), Some(after)] => {
            before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-'))
                && after.starts_with(char::is_lowercase)
        }
        _ => false,
    })
}

/// True if page numbers or repeated lines are beside at least half of the form feeds.
fn have_running_heads(lines: &[SourceLine<'_>], feeds: &[usize]) -> bool {
    let all: Vec<[Option<&str>; 2]> = feeds.iter().map(|&at| beside(lines, at)).collect();
    let mut counts: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for (side, text) in all.iter().flat_map(|sides| sides.iter().enumerate()) {
        if let Some(text) = text {
            *counts.entry((side, without_numbers(text))).or_default() += 1;
        }
    }
    let is_running_head = |(side, text): (usize, &Option<&str>)| {
        text.is_some_and(|text| {
            let repeated = counts[&(side, without_numbers(text))] > 1;
            is_page_number(text) || (repeated && text.chars().count() >= LEAST_HEAD)
        })
    };
    let some = all.iter().filter(|sides| sides.iter().enumerate().any(is_running_head)).count();
    some * 2 >= feeds.len()
}

/// Returns a running head or foot without its page number. A plain title keeps its digits:
/// "Chapter 1" and "Chapter 2" are not the same line.
fn without_numbers(text: &str) -> String {
    let has_columns = text.contains("  ") || text.contains('\t') || text.contains('|');
    if has_columns {
        text.chars().filter(|c| !c.is_ascii_digit()).collect()
    } else {
        text.to_owned()
    }
}

/// True for `12`, `- 12 -`, `Page 12`, `[Page 12]`, `Postel    [Page 12]`.
fn is_page_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare = |text: &str| {
        let text =
            text.trim_matches(|c: char| c.is_whitespace() || "-\u{2013}[]()/".contains(c));
        !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit())
    };
    let after_page = lower.rsplit_once("page ").map(|(_, number)| number);
    bare(&lower) || after_page.is_some_and(bare)
}

/// True if the form feeds end sheets of about the same length.
fn are_regular(feeds: &[usize]) -> bool {
    let starts = std::iter::once(0).chain(feeds.iter().map(|at| at + 1));
    let sheets: Vec<usize> = starts.zip(feeds).map(|(from, &to)| to - from).collect();
    let (Some(&least), Some(&most)) = (sheets.iter().min(), sheets.iter().max()) else {
        return false;
    };
    sheets.len() > 1 && SHEET_LINES.contains(&least) && most - least <= MOST_UNEVENNESS
}
