//! Removal of recognised phrases by their place: rows, edges, lists of links.
//!
//! Must never mark prose. Marks a unit that no phrase matches only as a link below a heading such
//! as `Related`.

use std::ops::Range;

use super::phrases::{Level, PhraseMatch, recognise};
use super::text_unit::{RemovalCause, TextUnit, UnitKind, UnitPart};
use super::tokens::Tokens;

/// Least words of prose without a full stop.
const PROSE_WORDS: usize = 12;

/// Least words of a sentence with a full stop.
const SENTENCE_WORDS: usize = 4;

/// Most words of a line in a list of links. Few headlines have more than 20.
const LINK_WORDS: usize = 20;

/// Most lines of a list of links.
const LINK_LINES: usize = 40;

/// Length of the text that may be a phrase behind the last sentence, in bytes.
const TAIL_BYTES: usize = 160;

/// Least lines of verse in a row that count as a poem, and so as prose.
const POEM_LINES: usize = 4;

/// Marks the units that are removed for their phrase and place; returns true if it marked any.
pub(super) fn mark_units(units: &mut [TextUnit<'_>]) -> bool {
    let links = mark_link_list(units);
    let rows = mark_rows(units);
    let tail = mark_tail(units);
    links | rows | tail
}

/// Marks a heading such as `Related` and the links below it, if nothing else follows to the end of
/// the article.
fn mark_link_list(units: &mut [TextUnit<'_>]) -> bool {
    let mut heading = None;
    let stay = units.iter().enumerate().rev().filter(|(_, unit)| unit.stays());
    for (lines, (index, unit)) in stay.enumerate() {
        if unit.kept || lines > LINK_LINES {
            break;
        }
        if unit.matched.is_some_and(|found| found.level == Level::List) {
            heading = Some(index);
        } else if unit.kind != UnitKind::Rule && unit.matched.is_none() && !is_link(unit) {
            break;
        }
    }
    let Some(heading) = heading else { return false };
    if !units[..heading].iter().any(|unit| unit.stays() && is_prose(unit)) {
        return false;
    }
    let found = units[heading].matched.expect("a phrase matches the heading");
    let mut any = false;
    let links = units[heading..].iter_mut();
    for unit in links.filter(|unit| unit.kind != UnitKind::Rule && !is_copyright_line(unit)) {
        let phrase = unit.matched.unwrap_or(found).phrase;
        any |= unit.remove(RemovalCause::new(phrase.rule, phrase.source));
    }
    any
}

/// True for a copyright line, which stays below a list of links.
fn is_copyright_line(unit: &TextUnit<'_>) -> bool {
    unit.text.trim_start().starts_with(['©', 'ⓒ']) || unit.tokens.get(0) == "copyright"
}

/// True for a short line that is no sentence: it may be the title of another article.
fn is_link(unit: &TextUnit<'_>) -> bool {
    let whole = matches!(
        unit.kind,
        UnitKind::Item | UnitKind::Paragraph | UnitKind::Heading | UnitKind::Verse
    );
    let sentence =
        unit.tokens.inner_stop || (unit.tokens.stop && !unit.text.trim_end().ends_with('?'));
    whole
        && unit.tokens.weight <= LINK_WORDS
        && !unit.tokens.overflow
        && !sentence
        && !unit.tokens.colon
}

/// True for a unit that no phrase matches and that is long or a sentence.
fn is_prose(unit: &TextUnit<'_>) -> bool {
    if unit.matched.is_some() && !unit.kept {
        return false;
    }
    match unit.kind {
        UnitKind::Rule => false,
        UnitKind::Code | UnitKind::Quote => !unit.tokens.is_empty(),
        UnitKind::Heading => unit.tokens.weight >= PROSE_WORDS,
        UnitKind::Verse | UnitKind::Item | UnitKind::Paragraph => {
            unit.tokens.weight >= PROSE_WORDS
                || (unit.tokens.stop && unit.tokens.weight >= SENTENCE_WORDS)
        }
    }
}

/// Marks rows of units that phrases match. Removed and empty units do not end a row.
fn mark_rows(units: &mut [TextUnit<'_>]) -> bool {
    let prose = prose_range(units);
    let mut any = false;
    let mut row = Vec::new();
    let mut announced = false;
    for index in 0..units.len() {
        let unit = &units[index];
        if is_candidate(unit, index, &prose) {
            row.push(index);
        } else if unit.stays() && !unit.tokens.is_empty() {
            let colon = unit.tokens.colon;
            any |= mark_row(units, &row, &prose, announced);
            row.clear();
            announced = colon;
        }
    }
    any | mark_row(units, &row, &prose, announced)
}

/// True for a unit whose phrase may be removed at its place.
fn is_candidate(unit: &TextUnit<'_>, index: usize, prose: &Range<usize>) -> bool {
    let Some(found) = unit.matched.filter(|_| unit.stays() && !unit.kept) else {
        return false;
    };
    let after = index >= prose.end && prose.end > 0;
    let before = index < prose.start && prose.end > 0;
    match found.level {
        // `3 Comments` may also be the third section of a paper.
        Level::Sure => {
            unit.kind != UnitKind::Heading || after || !found.phrase.begins_with_number()
        }
        _ if unit.kind == UnitKind::Code => false,
        _ if unit.kind == UnitKind::Heading => after && found.level != Level::List,
        Level::List => false,
        Level::Start => before,
        Level::End => after,
        Level::Edge | Level::Item => true,
    }
}

/// Returns the range from the first to the last unit of prose; `0..0` if there is none.
fn prose_range(units: &[TextUnit<'_>]) -> Range<usize> {
    let mut range = 0..0;
    let mut verse = 0;
    for (index, unit) in units.iter().enumerate().filter(|(_, unit)| unit.stays()) {
        verse =
            if unit.kind == UnitKind::Verse && unit.matched.is_none() { verse + 1 } else { 0 };
        if is_prose(unit) || verse >= POEM_LINES {
            if range.end == 0 {
                range.start = index + 1 - verse.max(1);
            }
            range.end = index + 1;
        }
    }
    range
}

/// Marks the units of a row, by index, if they are certain enough. `announced` means that the text
/// before the row ends in a colon.
fn mark_row(
    units: &mut [TextUnit<'_>],
    row: &[usize],
    prose: &Range<usize>,
    announced: bool,
) -> bool {
    let (Some(&first), Some(&last)) = (row.first(), row.last()) else { return false };
    let matched = |unit: &TextUnit<'_>| unit.matched.expect("a phrase matches each candidate");
    let levels: Vec<Level> = row.iter().map(|&index| matched(&units[index]).level).collect();
    let sure = levels.contains(&Level::Sure);
    let labels = levels.iter().filter(|level| **level > Level::List).count();
    let at_edge = prose.end > 0 && (first >= prose.end || last < prose.start);
    let parts_only = row.iter().all(|&index| units[index].part != UnitPart::Whole);
    let enough = if announced {
        false
    } else if at_edge {
        (labels > 0 && !shares_block(units, row)) || levels.len() >= 3
    } else {
        labels > 0 && levels.len() >= 2 && !parts_only
    };
    let mut any = false;
    for &index in row {
        let unit = &mut units[index];
        let PhraseMatch { level, phrase } = matched(unit);
        let alone = level == Level::Sure && !(announced && unit.part != UnitPart::Whole);
        if alone || enough || (sure && !announced) {
            any |= unit.remove(RemovalCause::new(phrase.rule, phrase.source));
        }
    }
    any
}

/// True for a single line in a block whose other lines stay: it may be a line of a poem.
fn shares_block(units: &[TextUnit<'_>], row: &[usize]) -> bool {
    let [only] = *row else { return false };
    let block =
        |index: usize| units.get(index).filter(|unit| unit.stays()).map(|unit| unit.block);
    let own = block(only);
    own.is_some() && (only.checked_sub(1).and_then(block) == own || block(only + 1) == own)
}

/// Cuts a phrase of level `trim` from behind the last sentence of the article.
fn mark_tail(units: &mut [TextUnit<'_>]) -> bool {
    let last = units.iter_mut().rev().find(|unit| unit.stays() && unit.kind != UnitKind::Rule);
    let Some(unit) = last else { return false };
    if unit.kept || unit.part != UnitPart::Whole || unit.kind != UnitKind::Paragraph {
        return false;
    }
    let end = unit.cut.as_ref().map_or(unit.text.len(), |(byte, _)| *byte);
    let Some((byte, found)) = find_tail(&unit.text[..end]) else { return false };
    unit.cut = Some((byte, RemovalCause::new(found.phrase.rule, found.phrase.source)));
    true
}

/// Returns the phrase that may be cut and is all that follows a sentence of `text`, and the byte at
/// which it begins.
fn find_tail(text: &str) -> Option<(usize, PhraseMatch)> {
    let start = text.ceil_char_boundary(text.len().saturating_sub(TAIL_BYTES));
    let tail = &text[start..];
    let stop = |c| matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '…');
    let mut ends = tail.char_indices().filter(|(_, c)| stop(*c));
    ends.find_map(|(place, c)| {
        let rest = &tail[place + c.len_utf8()..];
        let open = rest.trim_start_matches(['"', '”', '’', '\'', '»', ')', ']', '」']);
        let words = open.trim_start();
        let spaced = words.len() < open.len() || words.starts_with(char::is_uppercase);
        let found =
            recognise(&Tokens::new(words)).filter(|found| found.phrase.trim && spaced)?;
        Some((start + tail.len() - words.len(), found))
    })
}
