//! Running heads and feet of paged text files such as RFCs.

use std::collections::HashSet;

use super::text_unit::{RemovalCause, TextUnit, UnitKind, UnitPart};
use crate::article::{Block, BlockKind, Inline, plain_text};

/// Most words of a running head or foot.
const MOST_WORDS: usize = 24;

/// Rule of this module.
const RULE: &str = "page-furniture";

/// Marks feet that end in `[Page 3]`, and the head that follows each.
pub(super) fn mark_units(units: &mut [TextUnit<'_>]) {
    let mut heads: HashSet<String> = HashSet::new();
    let mut after_foot = false;
    for unit in units.iter_mut().filter(|unit| !unit.tokens.is_empty()) {
        if is_foot(unit) {
            unit.remove(RemovalCause::new(RULE, "{any} [Page {n}]"));
            after_foot = true;
        } else {
            if after_foot && is_head(unit) {
                heads.insert(single_spaced(unit));
                unit.remove(RemovalCause::new(RULE, "RFC {n} {any}"));
            }
            after_foot = false;
        }
    }
    // The head of the first page has no foot before it, but the same words as another head.
    if !heads.is_empty() {
        for unit in units.iter_mut().filter(|unit| is_head(unit)) {
            if heads.contains(&single_spaced(unit)) {
                unit.remove(RemovalCause::new(RULE, "RFC {n} {any}"));
            }
        }
    }
}

fn single_spaced(unit: &TextUnit<'_>) -> String {
    unit.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for `Postel    Standards Track    [Page 3]`, alone or with the head of the next page.
fn is_foot(unit: &TextUnit<'_>) -> bool {
    if unit.kind == UnitKind::Quote || unit.tokens.weight > 2 * MOST_WORDS {
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

/// True for `RFC 2026    The Internet Standards Process    October 1996`.
fn is_head(unit: &TextUnit<'_>) -> bool {
    unit.kind != UnitKind::Quote
        && unit.tokens.weight <= MOST_WORDS
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

/// Returns the indices of paragraphs that page breaks cut in two, as pairs. The evidence: running
/// heads and feet between the parts, a first part that ends inside a sentence, and a second part
/// that begins in lower case.
pub(super) fn cut_paragraphs(units: &[TextUnit<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut before: Option<&TextUnit<'_>> = None;
    let mut page_break = false;
    for unit in units.iter().filter(|unit| !unit.tokens.is_empty()) {
        if let Some(cause) = &unit.cause {
            page_break |= cause.rule == RULE;
            continue;
        }
        if let Some(before) = before.filter(|before| page_break && continues(before, unit)) {
            pairs.push((before.block, unit.block));
        }
        before = Some(unit);
        page_break = false;
    }
    pairs
}

/// True for two paragraphs of which the second continues a sentence of the first.
fn continues(before: &TextUnit<'_>, after: &TextUnit<'_>) -> bool {
    let whole =
        |unit: &TextUnit<'_>| unit.kind == UnitKind::Paragraph && unit.part == UnitPart::Whole;
    let open = before.text.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ',');
    let small = after.text.trim_start().starts_with(char::is_lowercase);
    whole(before) && whole(after) && open && small
}

/// Appends the second block of each pair to the first. The blocks between them have been removed.
pub(super) fn join_paragraphs(blocks: &mut [Option<Block>], pairs: &[(usize, usize)]) {
    // From the end, so that a paragraph over three pages gets all of its parts.
    for &(first, second) in pairs.iter().rev() {
        let paragraphs = blocks.get_disjoint_mut([first, second]);
        let Ok([Some(Block { kind: BlockKind::Paragraph(text), .. }), second]) = paragraphs
        else {
            unreachable!("both parts are paragraphs that stay");
        };
        if let Some(Block { kind: BlockKind::Paragraph(more), .. }) = second.take() {
            append_text(text, more);
        }
    }
}

/// Appends running text after a space. Text is appended to text, as if it had never been cut.
fn append_text(text: &mut Vec<Inline>, more: Vec<Inline>) {
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
