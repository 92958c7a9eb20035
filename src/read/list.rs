//! Lists: which lines are items, and what belongs to each.
//!
//! Comes in: the lines of a region and the place of a marker. Goes out: a list. Never done here:
//! judging what an item says; that is read as a region of its own.

use super::line::Line;
use super::mark::{self, Counter, Fence, Marker};
use super::measure::{self, Measure};
use super::{date, prose};
use crate::article::{self, Block, BlockKind, ListItem};

/// Lines looked ahead for a second item before a doubtful marker counts.
const AHEAD: usize = 60;

/// Reads the lines inside an item, with the measure around them.
pub(super) type Inside<'r> = dyn FnMut(&[Line<'_>], Measure) -> Vec<Block> + 'r;

/// The marker of a line that begins a list, when its neighbours agree.
pub(super) fn begins<'a>(lines: &[Line<'a>], place: usize) -> Option<Marker<'a>> {
    let line = lines.get(place)?;
    let marker = mark::marker(line.text)?;
    let Marker::Label(label) = marker else { return Some(marker) };
    let certain = match (label.counter, label.fence) {
        (Counter::Figure, Fence::Brackets | Fence::Parens | Fence::Paren) => true,
        (Counter::Figure, _) => !date::starts_with_day(line.text),
        (Counter::Letter(false) | Counter::Roman(false), Fence::Parens | Fence::Paren) => true,
        _ => false,
    };
    if certain {
        return Some(marker);
    }
    let follows = |next: &Line<'_>| {
        next.indent.abs_diff(line.indent) <= 1
            && mark::marker(next.text).is_some_and(|next| {
                matches!(next, Marker::Label(other)
                    if marker.goes_with(&next) && other.value == label.value + 1)
            })
    };
    lines.iter().skip(place + 1).take(AHEAD).any(follows).then_some(marker)
}

/// Whether a marker in the middle of lines begins a list there, or is a word of running text.
pub(super) fn interrupts(lines: &[Line<'_>], place: usize, measure: &Measure) -> bool {
    let (Some(before), Some(line)) =
        (place.checked_sub(1).and_then(|p| lines.get(p)), lines.get(place))
    else {
        return true;
    };
    let Some(marker) = begins(lines, place) else { return false };
    let full = measure.column.is_some_and(|column| measure::is_full(before, line, column));
    let ends = before.text.ends_with(':') || mark::ends_sentence(before.text);
    let first = match marker {
        Marker::Bullet(_) => true,
        Marker::Label(label) => label.value <= 1,
    };
    first && (!full || ends || line.indent >= before.indent + 2)
}

/// Reads the list that begins at `place`, and says how many lines it takes.
pub(super) fn take(
    inside: &mut Inside<'_>,
    lines: &[Line<'_>],
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
        Marker::Bullet(_) => article::Marker::Bullet,
        Marker::Label(_) => article::Marker::Label,
    };
    let list = BlockKind::List { marker: kind, tight, items };
    Some((prose::block(list, lines.get(place..)?), start - place))
}

/// The next item of the list, if one follows at `end` or after blank lines.
fn following<'a>(
    lines: &[Line<'a>],
    end: usize,
    marker: &Marker<'_>,
    first: &Line<'_>,
) -> (usize, Option<(Marker<'a>, bool)>) {
    let rest = lines.get(end..).unwrap_or_default();
    let blanks = rest.iter().take_while(|line| line.is_blank()).count();
    let sibling = rest.get(blanks).and_then(|line| {
        let next = mark::marker(line.text)?;
        (is_level(line, &next, first, marker) && blanks <= 2 && marker.goes_with(&next))
            .then_some(next)
    });
    match sibling {
        Some(next) => (end + blanks, Some((next, blanks > 0))),
        None => (end, None),
    }
}

/// Whether two markers stand under each other, to the left or to the right.
fn is_level(line: &Line<'_>, next: &Marker<'_>, first: &Line<'_>, marker: &Marker<'_>) -> bool {
    let end = |line: &Line<'_>, marker: &Marker<'_>| line.indent as usize + marker.len();
    let right = end(line, next).abs_diff(end(first, marker)) <= 1;
    line.indent.abs_diff(first.indent) <= 1 || right && matches!(marker, Marker::Label(_))
}

/// The column where the words of an item begin, counted as its line counts.
fn content(line: &Line<'_>, marker: &Marker<'_>) -> u32 {
    let rest = line.after(marker.len());
    rest.origin + rest.indent - line.origin
}

/// Where the item that begins at `start` ends; blank lines at its end are not counted in.
fn item_end(lines: &[Line<'_>], start: usize, marker: &Marker<'_>, measure: &Measure) -> usize {
    let Some(first) = lines.get(start) else { return start };
    let content = content(first, marker);
    let hang = content.min(first.indent + 2).max(first.indent + 1);
    let mut end = start + 1;
    let mut before = first;
    // The last marker inside the item, and the column where it ends.
    let mut nested: Option<(Marker<'_>, usize)> = None;
    for (place, line) in lines.iter().enumerate().skip(start + 1) {
        if line.is_blank() {
            before = line;
            continue;
        }
        let next = mark::marker(line.text);
        let marked = next.is_some();
        let full = !before.is_blank()
            && measure.column.is_some_and(|column| measure::is_full(before, line, column));
        // A line that goes on may begin with a figure: `Section` and `2.1 of this text`.
        let amid = full
            && !mark::ends_sentence(before.text)
            && !next.is_some_and(|n| follows(marker, &n));
        let sibling = !amid
            && next.is_some_and(|next| {
                marker.goes_with(&next) && is_level(line, &next, first, marker)
            });
        let ends_at = |marker: &Marker<'_>| line.indent as usize + marker.len();
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
            let goes_on =
                full && !mark::ends_sentence(before.text) || mark::starts_lower(line.text);
            (!marked || amid)
                && !line.text.starts_with('>')
                && goes_on
                && line.indent + 4 >= first.indent
                && !mark::is_rule(line.text)
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

/// Whether `next` is what comes after `marker`: a bullet, or the next number.
fn follows(marker: &Marker<'_>, next: &Marker<'_>) -> bool {
    match (marker, next) {
        (Marker::Label(this), Marker::Label(next)) => next.value == this.value + 1,
        (Marker::Bullet(_), Marker::Bullet(_)) => true,
        _ => false,
    }
}

/// Reads one item: its words after the marker are a region of their own.
fn item(
    inside: &mut Inside<'_>,
    lines: &[Line<'_>],
    marker: &Marker<'_>,
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
        Marker::Bullet(_) => String::new(),
        Marker::Label(label) => label.text.to_owned(),
    };
    ListItem { label, done: None, blocks: inside(&inner, around) }
}
