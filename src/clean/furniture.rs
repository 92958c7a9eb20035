//! Running heads and feet of paged text files.
//!
//! Comes in: units of a text such as an RFC. Goes out: its heads and feet marked, and where a
//! paragraph that they cut in two may be joined. Never done here: joining on a guess.

use std::collections::HashSet;

use super::unit::{Gone, Kind, Part, Unit};
use crate::article::{Block, BlockKind, Inline, plain_text};

/// Words a running head or foot has at most.
const LINE: usize = 24;

/// Its rule.
const RULE: &str = "page-furniture";

/// Marks feet that end in `[Page 3]`, and the head that follows each.
pub(super) fn take_furniture(units: &mut [Unit<'_>]) {
    let mut heads: HashSet<String> = HashSet::new();
    let mut feet = 0;
    let mut after_foot = false;
    for unit in units.iter_mut().filter(|unit| !unit.tokens.is_empty()) {
        if is_foot(unit) {
            feet += 1;
            unit.take(Gone::by(RULE, "{any} [Page {n}]"));
            after_foot = true;
        } else if after_foot && is_head(unit) {
            heads.insert(key(unit));
            unit.take(Gone::by(RULE, "RFC {n} {any}"));
            after_foot = false;
        } else {
            after_foot = false;
        }
    }
    // The head of the first page has no foot before it; it is known by the others.
    if feet > 0 {
        for unit in units.iter_mut().filter(|unit| unit.tokens.weight <= LINE && is_head(unit))
        {
            if heads.contains(&key(unit)) {
                unit.take(Gone::by(RULE, "RFC {n} {any}"));
            }
        }
    }
}

fn key(unit: &Unit<'_>) -> String {
    unit.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `Postel    Standards Track    [Page 3]`, alone or glued to the head of the next page.
fn is_foot(unit: &Unit<'_>) -> bool {
    if unit.kind == Kind::Quote || unit.tokens.weight > 2 * LINE {
        return false;
    }
    let Some((before, rest)) = unit.text.split_once("[Page ") else { return false };
    let Some((number, after)) = rest.split_once(']') else { return false };
    let number = number.trim();
    let counts = !number.is_empty()
        && number.len() <= 5
        && number.bytes().all(|b| b.is_ascii_digit() || b"ivxlc".contains(&b));
    let after = after.trim();
    let sentence = before.contains(". ") && !before.contains("  ");
    let named = !before.trim().is_empty() || !after.is_empty();
    counts && named && !sentence && (after.is_empty() || begins_head(after))
}

/// `RFC 2026    The Internet Standards Process    October 1996`.
fn is_head(unit: &Unit<'_>) -> bool {
    unit.kind != Kind::Quote
        && unit.tokens.weight <= LINE
        && !unit.tokens.stop
        && begins_head(unit.text.trim())
        && ends_in_year(&unit.text)
}

fn begins_head(text: &str) -> bool {
    let number = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    text.strip_prefix("RFC").is_some_and(number)
        || text.starts_with("Internet-Draft")
        || text.starts_with("INTERNET-DRAFT")
        || text.starts_with("Internet Draft")
}

fn ends_in_year(text: &str) -> bool {
    let year = text.split_whitespace().next_back().unwrap_or("");
    year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())
}

/// Pairs of neighbouring blocks that a page break had cut: the second is to be joined to the
/// first. Certain when furniture alone stood between, the first ends in the middle of a sentence
/// and the second goes on in small letters.
pub(super) fn cuts(units: &[Unit<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut before: Option<&Unit<'_>> = None;
    let mut furniture = false;
    for unit in units.iter().filter(|unit| !unit.tokens.is_empty()) {
        match &unit.gone {
            Some(gone) => furniture |= gone.rule == RULE,
            None => {
                if let Some(before) = before.filter(|before| furniture && goes_on(before, unit))
                {
                    pairs.push((before.block, unit.block));
                }
                before = Some(unit);
                furniture = false;
            }
        }
    }
    pairs
}

fn goes_on(before: &Unit<'_>, after: &Unit<'_>) -> bool {
    let whole = |unit: &Unit<'_>| unit.kind == Kind::Paragraph && unit.part == Part::Whole;
    let open = before.text.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ',');
    let small = after.text.trim_start().starts_with(char::is_lowercase);
    whole(before) && whole(after) && open && small
}

/// Joins the second block of each pair to the first; what was between is already gone.
pub(super) fn join(blocks: &mut [Option<Block>], pairs: &[(usize, usize)]) {
    // From the end, so that a paragraph over three pages gathers all of its parts.
    for (first, second) in pairs.iter().rev() {
        let Some(block) = blocks.get_mut(*second) else { continue };
        let Some(Block { kind: BlockKind::Paragraph(more), .. }) = block.take() else {
            continue;
        };
        if let Some(Some(Block { kind: BlockKind::Paragraph(text), .. })) =
            blocks.get_mut(*first)
        {
            append(text, more);
        }
    }
}

/// Appends running text after a space; text to text, so that the result reads as if never cut.
fn append(text: &mut Vec<Inline>, more: Vec<Inline>) {
    let spaced = plain_text(text).ends_with(' ');
    let mut more = more.into_iter();
    match (text.last_mut(), more.next()) {
        (Some(Inline::Text(words)), Some(Inline::Text(next))) => {
            words.push_str(if spaced { "" } else { " " });
            words.push_str(&next);
        }
        (_, next) => {
            text.push(Inline::Text(" ".to_owned()));
            text.extend(next);
        }
    }
    text.extend(more);
}
