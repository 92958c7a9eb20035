//! Where recognised units go: button bars, edges, link lists.
//!
//! Comes in: units with what the phrases say of them. Goes out: the same units, marked. Never
//! done here: removing prose; a unit that no phrase knows goes only as a link below `Related`.

use std::ops::Range;

use super::fold::Tokens;
use super::phrases::{Level, Match, recognise};
use super::unit::{Gone, Kind, Part, Unit};

/// Words from which on a text that no phrase knows is prose even without a full stop.
const PROSE: usize = 12;

/// Words from which on a text that ends in a full stop is a sentence.
const SENTENCE: usize = 4;

/// Words a line of a list of links has at most. Headlines seldom pass 20.
const LINK: usize = 20;

/// Lines a list of links has at most.
const LINKS: usize = 40;

/// Bytes looked at for a phrase behind the last sentence.
const TAIL: usize = 160;

/// Units in a row that phrases know, whatever rules stand between them.
#[derive(Debug)]
struct Row {
    members: Vec<usize>,
}

/// Marks all that phrases and place condemn. True when something was marked.
pub(super) fn condemn(units: &mut [Unit<'_>]) -> bool {
    let links = take_links(units);
    let rows = take_rows(units);
    let tail = take_tail(units);
    links | rows | tail
}

/// A heading such as `Related` goes with the list of links below it, when nothing but such
/// lines follows to the end of the article.
fn take_links(units: &mut [Unit<'_>]) -> bool {
    let mut heading = None;
    let stay = units.iter().enumerate().rev().filter(|(_, unit)| unit.stays());
    for (lines, (index, unit)) in stay.enumerate() {
        if unit.kept || lines > LINKS {
            break;
        }
        if unit.found.is_some_and(|found| found.level == Level::List) {
            heading = Some(index);
        } else if unit.kind != Kind::Rule && unit.found.is_none() && !is_link(unit) {
            break;
        }
    }
    let Some(heading) = heading else { return false };
    if !units.iter().take(heading).any(|unit| unit.stays() && is_prose(unit)) {
        return false;
    }
    let Some(found) = units.get(heading).and_then(|unit| unit.found) else { return false };
    let mut any = false;
    let links = units.iter_mut().skip(heading);
    for unit in links.filter(|unit| unit.kind != Kind::Rule && !is_imprint(unit)) {
        let phrase = unit.found.unwrap_or(found).phrase;
        any |= unit.take(Gone::by(phrase.rule, phrase.source));
    }
    any
}

/// Whose the article is; it stays below the links it stood under.
fn is_imprint(unit: &Unit<'_>) -> bool {
    unit.text.trim_start().starts_with(['©', 'ⓒ']) || unit.tokens.get(0) == "copyright"
}

/// Short, and not a sentence: it may be the title of another article.
fn is_link(unit: &Unit<'_>) -> bool {
    let whole = matches!(unit.kind, Kind::Item | Kind::Paragraph | Kind::Heading | Kind::Verse);
    let sentence =
        unit.tokens.inner_stop || (unit.tokens.stop && !unit.text.trim_end().ends_with('?'));
    whole
        && unit.tokens.weight <= LINK
        && !unit.tokens.overflow
        && !sentence
        && !unit.tokens.colon
}

/// A unit that someone wrote to be read: no phrase knows it, and it is long or a sentence.
fn is_prose(unit: &Unit<'_>) -> bool {
    if unit.found.is_some() && !unit.kept {
        return false;
    }
    match unit.kind {
        Kind::Rule => false,
        Kind::Code | Kind::Quote => !unit.tokens.is_empty(),
        Kind::Heading => unit.tokens.weight >= PROSE,
        Kind::Verse | Kind::Item | Kind::Paragraph => {
            unit.tokens.weight >= PROSE || (unit.tokens.stop && unit.tokens.weight >= SENTENCE)
        }
    }
}

/// Marks rows of recognised units.
fn take_rows(units: &mut [Unit<'_>]) -> bool {
    let prose = prose_range(units);
    let mut any = false;
    let mut row = Row { members: Vec::new() };
    let mut guard = false;
    for index in 0..=units.len() {
        let level = units.get(index).and_then(|unit| counted(unit, index, &prose));
        let passed =
            units.get(index).is_some_and(|unit| !unit.stays() || unit.tokens.is_empty());
        if level.is_some() {
            row.members.push(index);
            continue;
        }
        if passed {
            continue;
        }
        if !row.members.is_empty() {
            any |= take_row(units, &row, &prose, guard);
            row.members.clear();
        }
        guard = units.get(index).is_some_and(|unit| unit.tokens.colon);
    }
    any
}

/// The level at which a unit counts where it stands; none when it does not count at all.
fn counted(unit: &Unit<'_>, index: usize, prose: &Range<usize>) -> Option<Level> {
    let found = unit.found.filter(|_| unit.stays() && !unit.kept)?;
    let after = index >= prose.end && prose.end > 0;
    let before = index < prose.start && prose.end > 0;
    let counts = match found.level {
        // `3 Comments` may also be the third section of a paper.
        Level::Sure => {
            unit.kind != Kind::Heading || after || !found.phrase.begins_with_number()
        }
        _ if unit.kind == Kind::Code => false,
        _ if unit.kind == Kind::Heading => after && found.level != Level::List,
        Level::List => false,
        Level::Start => before,
        Level::End => after,
        Level::Edge | Level::Item => true,
    };
    counts.then_some(found.level)
}

/// From the first unit of prose to behind the last; empty at 0 when there is none.
fn prose_range(units: &[Unit<'_>]) -> Range<usize> {
    let mut range = 0..0;
    let mut verse = 0;
    for (index, unit) in units.iter().enumerate().filter(|(_, unit)| unit.stays()) {
        verse = if unit.kind == Kind::Verse && unit.found.is_none() { verse + 1 } else { 0 };
        // Lines of verse end where they like: four in a row are a poem.
        if is_prose(unit) || verse >= 4 {
            if range.end == 0 {
                range.start = index + 1 - verse.max(1);
            }
            range.end = index + 1;
        }
    }
    range
}

/// Marks one row if it is certain enough. `guard`: a sentence before it announces it with a colon.
fn take_row(units: &mut [Unit<'_>], row: &Row, prose: &Range<usize>, guard: bool) -> bool {
    let found = |index: &usize| units.get(*index).and_then(|unit| unit.found);
    let levels: Vec<Level> = row.members.iter().filter_map(found).map(|f| f.level).collect();
    let sure = levels.contains(&Level::Sure);
    let labels = levels.iter().filter(|level| **level > Level::List).count();
    let first = row.members.first().copied().unwrap_or(0);
    let last = row.members.last().copied().unwrap_or(0);
    let at_edge = prose.end > 0 && (first >= prose.end || last < prose.start);
    let items_only = row.members.iter().all(|&index| is_part(units, index));
    let enough = if guard {
        false
    } else if at_edge {
        (labels > 0 && !shares_block(units, row)) || levels.len() >= 3
    } else {
        labels > 0 && levels.len() >= 2 && !items_only
    };
    let mut any = false;
    for &index in &row.members {
        let Some(unit) = units.get_mut(index) else { continue };
        let Some(Match { level, phrase }) = unit.found else { continue };
        let alone = level == Level::Sure && !(guard && unit.part != Part::Whole);
        if alone || enough || (sure && !guard) {
            any |= unit.take(Gone::by(phrase.rule, phrase.source));
        }
    }
    any
}

fn is_part(units: &[Unit<'_>], index: usize) -> bool {
    units.get(index).is_some_and(|unit| unit.part != Part::Whole)
}

/// A single line within a block whose other lines stay: it may be a line of a poem.
fn shares_block(units: &[Unit<'_>], row: &Row) -> bool {
    let [only] = row.members.as_slice() else { return false };
    let block =
        |index: usize| units.get(index).filter(|unit| unit.stays()).map(|unit| unit.block);
    let own = block(*only);
    own.is_some() && (only.checked_sub(1).and_then(block) == own || block(only + 1) == own)
}

/// Cuts a phrase that is safe for it from behind the last sentence of the article.
fn take_tail(units: &mut [Unit<'_>]) -> bool {
    let last = units.iter_mut().rev().find(|unit| unit.stays() && unit.kind != Kind::Rule);
    let Some(unit) = last else { return false };
    if unit.kept || unit.part != Part::Whole || unit.kind != Kind::Paragraph {
        return false;
    }
    let end = unit.cut.as_ref().map_or(unit.text.len(), |(byte, _)| *byte);
    let Some((byte, found)) = tail_of(unit.text.get(..end).unwrap_or("")) else { return false };
    unit.cut = Some((byte, Gone::by(found.phrase.rule, found.phrase.source)));
    true
}

/// Where the last sentence of `text` ends, when a phrase that may be cut is all that follows.
fn tail_of(text: &str) -> Option<(usize, Match)> {
    let earliest = text.len().saturating_sub(TAIL);
    let start = (earliest..=text.len()).find(|&byte| text.is_char_boundary(byte))?;
    let tail = text.get(start..)?;
    let stop = |c| matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '…');
    let mut ends = tail.char_indices().filter(|(_, c)| stop(*c));
    ends.find_map(|(place, c)| {
        let after = place + c.len_utf8();
        let rest = tail.get(after..)?;
        let open = rest.trim_start_matches(['"', '”', '’', '\'', '»', ')', ']', '」']);
        let words = open.trim_start();
        let spaced = words.len() < open.len() || words.starts_with(char::is_uppercase);
        let found =
            recognise(&Tokens::of(words)).filter(|found| found.phrase.trim && spaced)?;
        Some((start + tail.len() - words.len(), found))
    })
}
