//! Form feeds: breaks of the author, or marks of a printer.
//!
//! Comes in: lines. Goes out: the same, their form feeds forgotten where they are furniture. Never
//! done here: taking heads and feet away, which is cleaning's.
//!
//! An RFC, a printed mailbox, text taken from a PDF have a form feed wherever a sheet of theirs was
//! full: in the midst of sentences, beside heads and feet, at regular distances. An author puts one
//! where something begins.

use std::collections::BTreeMap;

use super::line::Line;

/// Lines from a form feed within which a head or a foot stands.
const NEAR: usize = 4;
/// Lines of the sheets that programs fill: 58 of an RFC, 60 and 66 of line printers.
const SHEET: std::ops::RangeInclusive<usize> = 40..=100;
/// Lines by which sheets that a program filled differ.
const UNEVEN: usize = 3;
/// A line shorter than this is not known by its being repeated: `* * *`, `The End`.
const SHORT: usize = 12;

/// Forgets the form feeds where they are furniture.
pub(super) fn settle(lines: &mut [Line<'_>]) {
    // What stands before the first word, or after another, begins no page.
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
    if cuts_sentence(lines, &feeds) || has_furniture(lines, &feeds) || is_regular(&feeds) {
        lines.iter_mut().for_each(|line| line.feed = false);
    }
}

/// The last line with words before a place, and the first after it.
fn beside<'a>(lines: &[Line<'a>], at: usize) -> [Option<&'a str>; 2] {
    let word = |line: &Line<'a>| (!line.is_blank()).then_some(line.text);
    [
        lines[..at].iter().rev().take(NEAR).find_map(word),
        lines[at + 1..].iter().take(NEAR).find_map(word),
    ]
}

/// Whether a sentence goes on after one.
fn cuts_sentence(lines: &[Line<'_>], feeds: &[usize]) -> bool {
    feeds.iter().any(|&at| match beside(lines, at) {
        [Some(before), Some(after)] => {
            before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-'))
                && after.starts_with(char::is_lowercase)
        }
        _ => false,
    })
}

/// Whether numbers of pages, or the same line again and again, stand beside most of them.
fn has_furniture(lines: &[Line<'_>], feeds: &[usize]) -> bool {
    let all: Vec<[Option<&str>; 2]> = feeds.iter().map(|&at| beside(lines, at)).collect();
    let mut counts: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for (side, text) in all.iter().flat_map(|sides| sides.iter().enumerate()) {
        if let Some(text) = text {
            *counts.entry((side, shape(text))).or_default() += 1;
        }
    }
    let is_furniture = |(side, text): (usize, &Option<&str>)| {
        text.is_some_and(|text| {
            let repeated = counts.get(&(side, shape(text))).is_some_and(|&count| count > 1);
            is_number(text) || (repeated && text.chars().count() >= SHORT)
        })
    };
    let some = all.iter().filter(|sides| sides.iter().enumerate().any(is_furniture)).count();
    some * 2 >= feeds.len()
}

/// A head or a foot without what changes from sheet to sheet. A plain title stays as it is: "Chapter
/// 1" and "Chapter 2" are not the same line.
fn shape(text: &str) -> String {
    let parted = text.contains("  ") || text.contains('\t') || text.contains('|');
    if parted {
        text.chars().filter(|c| !c.is_ascii_digit()).collect()
    } else {
        text.to_owned()
    }
}

/// `12`, `- 12 -`, `Page 12`, `[Page 12]`, `Postel    [Page 12]`.
fn is_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare = |text: &str| {
        let text =
            text.trim_matches(|c: char| c.is_whitespace() || "-\u{2013}[]()/".contains(c));
        !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit())
    };
    let after_page = lower.rsplit_once("page ").map(|(_, number)| number);
    bare(&lower) || after_page.is_some_and(bare)
}

/// Whether they stand where sheets of the same length are full.
fn is_regular(feeds: &[usize]) -> bool {
    let starts = std::iter::once(0).chain(feeds.iter().map(|at| at + 1));
    let sheets: Vec<usize> = starts.zip(feeds).map(|(from, &to)| to - from).collect();
    let (Some(&least), Some(&most)) = (sheets.iter().min(), sheets.iter().max()) else {
        return false;
    };
    sheets.len() > 1 && SHEET.contains(&least) && most - least <= UNEVEN
}
