//! Lists in plain text: items and their contents.

use super::line_syntax::{self, ItemMarker, LabelDelimiter, LabelNumbering};
use super::measure::{self, Measure};
use super::source_line::SourceLine;
use super::{date, prose};
use crate::article::{self, Block, BlockKind, ListItem};

/// Lines looked ahead for a second item before a doubtful marker counts.
const AHEAD: usize = 60;

/// Reads the lines inside an item, with the measure around them.
pub(super) type Inside<'r> = dyn FnMut(&[SourceLine<'_>], Measure) -> Vec<Block> + 'r;

/// The marker of a line that begins a list, when its neighbours agree.
pub(super) fn begins<'a>(lines: &[SourceLine<'a>], place: usize) -> Option<ItemMarker<'a>> {
    let line = lines.get(place)?;
    let marker = line_syntax::marker(line.text)?;
    let ItemMarker::Label(label) = marker else { return Some(marker) };
    let certain = match (label.numbering, label.delimiter) {
        (
            LabelNumbering::Arabic,
            LabelDelimiter::Brackets | LabelDelimiter::Parens | LabelDelimiter::Paren,
        ) => true,
        (LabelNumbering::Arabic, _) => !date::starts_with_day(line.text),
        (
            LabelNumbering::Letter(false) | LabelNumbering::Roman(false),
            LabelDelimiter::Parens | LabelDelimiter::Paren,
        ) => true,
        _ => false,
    };
    if certain {
        return Some(marker);
    }
    let follows = |next: &SourceLine<'_>| {
        next.indent.abs_diff(line.indent) <= 1
            && line_syntax::marker(next.text).is_some_and(|next| {
                matches!(next, ItemMarker::Label(other)
                    if marker.goes_with(&next) && other.value == label.value + 1)
            })
    };
    lines.iter().skip(place + 1).take(AHEAD).any(follows).then_some(marker)
}

/// True if a marker in the middle of lines begins a list there, or is a word of running text.
pub(super) fn interrupts(lines: &[SourceLine<'_>], place: usize, measure: &Measure) -> bool {
    let (Some(before), Some(line)) =
        (place.checked_sub(1).and_then(|p| lines.get(p)), lines.get(place))
    else {
        return true;
    };
    let Some(marker) = begins(lines, place) else { return false };
    let full = measure.column.is_some_and(|column| measure::is_full(before, line, column));
    let ends = before.text.ends_with(':') || line_syntax::ends_sentence(before.text);
    let first = match marker {
        ItemMarker::Bullet(_) => true,
        ItemMarker::Label(label) => label.value <= 1,
    };
    first && (!full || ends || line.indent >= before.indent + 2)
}

/// Reads the list that begins at `place`, and says how many lines it takes.
pub(super) fn take(
    inside: &mut Inside<'_>,
    lines: &[SourceLine<'_>],
    place: usize,
    measure: &Measure,
) -> Option<(Block, usize)> {
    let first = lines.get(place)?;
    let marker = begins(lines, place)?;
    let (mut items, mut tight) = (Vec::new(), true);
    let mut start = place;
    let mut next = Some((marker, false));
    while let Some((own, loose)) = next {
        tight &= !loose;
        let end = item_end(lines, start, &own, measure);
        items.push(item(inside, lines.get(start..end)?, &own, measure));
        (start, next) = following(lines, end, &marker, first);
    }
    let kind = match marker {
        ItemMarker::Bullet(_) => article::Marker::Bullet,
        ItemMarker::Label(_) => article::Marker::Label,
    };
    let list = BlockKind::List { marker: kind, tight, items };
    Some((prose::block(list, lines.get(place..)?), start - place))
}

/// The next item of the list, if one follows at `end` or after blank lines.
fn following<'a>(
    lines: &[SourceLine<'a>],
    end: usize,
    marker: &ItemMarker<'_>,
    first: &SourceLine<'_>,
) -> (usize, Option<(ItemMarker<'a>, bool)>) {
    let rest = lines.get(end..).unwrap_or_default();
    let blanks = rest.iter().take_while(|line| line.is_blank()).count();
    let sibling = rest.get(blanks).and_then(|line| {
        let next = line_syntax::marker(line.text)?;
        (is_level(line, &next, first, marker) && blanks <= 2 && marker.goes_with(&next))
            .then_some(next)
    });
    match sibling {
        Some(next) => (end + blanks, Some((next, blanks > 0))),
        None => (end, None),
    }
}

/// True if two markers stand under each other, to the left or to the right.
fn is_level(
    line: &SourceLine<'_>,
    next: &ItemMarker<'_>,
    first: &SourceLine<'_>,
    marker: &ItemMarker<'_>,
) -> bool {
    let end =
        |line: &SourceLine<'_>, marker: &ItemMarker<'_>| line.indent as usize + marker.len();
    let right = end(line, next).abs_diff(end(first, marker)) <= 1;
    line.indent.abs_diff(first.indent) <= 1 || right && matches!(marker, ItemMarker::Label(_))
}

/// The column where the words of an item begin, counted as its line counts.
fn content(line: &SourceLine<'_>, marker: &ItemMarker<'_>) -> u32 {
    let rest = line.after(marker.len());
    rest.origin + rest.indent - line.origin
}

/// Returns the end of the item that begins at `start`, without the blank lines behind it.
fn item_end(
    lines: &[SourceLine<'_>],
    start: usize,
    marker: &ItemMarker<'_>,
    measure: &Measure,
) -> usize {
    let Some(first) = lines.get(start) else { return start };
    let content = content(first, marker);
    let hang = content.min(first.indent + 2).max(first.indent + 1);
    let mut end = start + 1;
    let mut before = first;
    // The last marker inside the item, and the column where it ends.
    let mut nested: Option<(ItemMarker<'_>, usize)> = None;
    for (place, line) in lines.iter().enumerate().skip(start + 1) {
        if line.is_blank() {
            before = line;
            continue;
        }
        let next = line_syntax::marker(line.text);
        let marked = next.is_some();
        let full = !before.is_blank()
            && measure.column.is_some_and(|column| measure::is_full(before, line, column));
        // A line that goes on may begin with a figure: `Section` and `2.1 of this text`.
        let amid = full
            && !line_syntax::ends_sentence(before.text)
            && !next.is_some_and(|n| follows(marker, &n));
        let sibling = !amid
            && next.is_some_and(|next| {
                marker.goes_with(&next) && is_level(line, &next, first, marker)
            });
        let ends_at = |marker: &ItemMarker<'_>| line.indent as usize + marker.len();
        let cousin = next.zip(nested).is_some_and(|(next, (inner, column))| {
            inner.goes_with(&next) && ends_at(&next) == column
        });
        let belongs = if sibling || cousin {
            cousin && !sibling
        } else if before.is_blank() {
            let least =
                if marked { first.indent + 1 } else { content.min(first.indent + 4).max(hang) };
            line.indent >= least && place - end <= 2
        } else if line.indent >= hang {
            true
        } else {
            let goes_on = full && !line_syntax::ends_sentence(before.text)
                || line_syntax::starts_lower(line.text);
            (!marked || amid)
                && !line.text.starts_with('>')
                && goes_on
                && line.indent + 4 >= first.indent
                && !line_syntax::is_rule(line.text)
        };
        if !belongs {
            break;
        }
        nested = next.map(|next| (next, ends_at(&next))).or(nested);
        end = place + 1;
        before = line;
    }
    end
}

/// True if `next` is what comes after `marker`: a bullet, or the next number.
fn follows(marker: &ItemMarker<'_>, next: &ItemMarker<'_>) -> bool {
    match (marker, next) {
        (ItemMarker::Label(this), ItemMarker::Label(next)) => next.value == this.value + 1,
        (ItemMarker::Bullet(_), ItemMarker::Bullet(_)) => true,
        _ => false,
    }
}

/// Reads one item: its words after the marker are a region of their own.
fn item(
    inside: &mut Inside<'_>,
    lines: &[SourceLine<'_>],
    marker: &ItemMarker<'_>,
    measure: &Measure,
) -> ListItem {
    let Some(first) = lines.first() else {
        return ListItem::default();
    };
    let content = content(first, marker);
    let mut inner = vec![first.after(marker.len())];
    if let Some(first) = inner.first_mut() {
        *first = first.dedent(u32::MAX);
    }
    inner.extend(lines.iter().skip(1).map(|line| line.dedent(content)));
    let around = Measure {
        column: measure.column.map(|column| column.saturating_sub(content).max(20)),
        margin: 0,
        first: 0,
        glue: true,
        ..*measure
    };
    let label = match marker {
        ItemMarker::Bullet(_) => String::new(),
        ItemMarker::Label(label) => label.text.to_owned(),
    };
    ListItem { label, done: None, blocks: inside(&inner, around) }
}
