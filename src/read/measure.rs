//! Column at which a plain text was wrapped, and its margin.
//!
//! A line that was wrapped at column N is no longer than N, and the first word of the next line
//! would not have fitted behind it. So every pair of neighbours admits the columns from the width
//! of the first line to that width plus the next word, and the column admitted by most pairs is
//! where the text was wrapped, if enough of them admit it.

use super::line_syntax;
use super::source_line::SourceLine;

/// Columns beyond which nobody wraps by hand; longer lines are paragraphs. Unit: columns.
pub(super) const WIDEST: u32 = 160;

/// Layout of a part of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Measure {
    /// The column where lines were wrapped; nothing where each line stands for itself.
    pub(super) column: Option<u32>,
    /// Indent of lines that go on.
    pub(super) margin: u32,
    /// Indent beyond the margin of first lines of paragraphs; 0 where they have none.
    pub(super) first: u32,
    /// Lines go on in any case, as in the items of a list.
    pub(super) glue: bool,
    /// Paragraphs are parted by blank lines.
    pub(super) blanks: bool,
}

/// True if two lines are neighbours that wrapping may have separated.
fn is_pair(a: &SourceLine<'_>, b: &SourceLine<'_>) -> bool {
    !a.is_blank()
        && !b.is_blank()
        && line_syntax::marker(b.text).is_none()
        && !b.text.starts_with('>')
        && a.width <= WIDEST
}

/// True if a pair admits that its lines were wrapped at `column`, with a tolerance of two
/// columns.
pub(super) fn is_full(a: &SourceLine<'_>, b: &SourceLine<'_>, column: u32) -> bool {
    a.width + 1 + b.first_word() + 2 > column && a.width <= column + column / 8
}

/// The column that most pairs admit, how many do, and how many pairs there are. A wide line
/// weighs more than a narrow one, or three addresses would outweigh a paragraph.
pub(super) fn best_column(lines: &[SourceLine<'_>]) -> (u32, u32, u32) {
    let mut changes = vec![0_i64; WIDEST as usize + 2];
    let mut pairs = 0;
    for (a, b) in lines.iter().zip(lines.iter().skip(1)) {
        if !is_pair(a, b) {
            continue;
        }
        pairs += 1;
        let end = (a.width + 1 + b.first_word()).min(WIDEST + 1);
        let weight = i64::from(a.width) + 1;
        for (place, change) in [(a.width, weight), (end, -weight)] {
            if let Some(slot) = changes.get_mut(place as usize) {
                *slot += change;
            }
        }
    }
    let (mut best, mut most, mut open) = (0, 0, 0);
    for (column, change) in (0_u32..).zip(&changes) {
        open += change;
        if open > most {
            (best, most) = (column, open);
        }
    }
    let admits = |(a, b): &(&SourceLine<'_>, &SourceLine<'_>)| {
        is_pair(a, b) && a.width <= best && a.width + 1 + b.first_word() > best
    };
    let admitting = lines.iter().zip(lines.iter().skip(1)).filter(admits).count();
    (best, u32::try_from(admitting).unwrap_or(u32::MAX), pairs)
}

impl Measure {
    /// Finds the measure of lines; where they are too few to tell, that of what surrounds them.
    pub(super) fn of(lines: &[SourceLine<'_>], around: Option<&Self>) -> Self {
        let column = wrap_column(lines).or_else(|| {
            let few = lines.iter().filter(|line| !line.is_blank()).count() < 8;
            around.and_then(|around| around.column).filter(|_| few)
        });
        let margin = margin(lines, column);
        let first = first_indent(lines, column, margin);
        let glue = around.is_some_and(|around| around.glue);
        Self { column, margin, first, glue, blanks: parted_by_blanks(lines) }
    }
}

/// The column where the lines were wrapped, when the evidence is good.
fn wrap_column(lines: &[SourceLine<'_>]) -> Option<u32> {
    // Words mostly in lines that nobody wraps: each line is a paragraph.
    let size = |line: &SourceLine<'_>| u64::from(line.width - line.indent);
    let all: u64 = lines.iter().map(size).sum();
    let beyond: u64 = lines.iter().filter(|line| line.width > WIDEST).map(size).sum();
    if beyond * 3 > all {
        return None;
    }
    let (column, _, pairs) = best_column(lines);
    let (mut near, mut lower, mut full, mut cased, mut long) =
        (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    for (a, b) in lines.iter().zip(lines.iter().skip(1)) {
        if !is_pair(a, b) {
            continue;
        }
        // Carelessness of a hand that wraps: a sixth of the measure.
        let tolerant = a.width + 1 + b.first_word() + column / 6 > column;
        near += u32::from(tolerant && a.width <= column + column / 8);
        long += u32::from(a.width * 2 >= column);
        if is_full(a, b, column) {
            full += 1;
            let letter = line_syntax::first_letter(b.text);
            let tells = |c: char| c.is_lowercase() || c.is_uppercase() || c.is_numeric();
            cased += u32::from(letter.is_some_and(tells));
            lower += u32::from(letter.is_some_and(char::is_lowercase));
        }
    }
    // Verse begins its lines with capitals; wrapped prose begins most of them with small letters.
    // Hardly any verse is as wide as a page of prose and fills it line after line.
    let wide = column >= 60 && full >= 3 && near * 10 >= long * 8;
    let goes_on = cased * 2 < full || lower * 4 >= cased || wide;
    // A few pairs prove nothing about a narrow column.
    let certain = full >= 2 && lower * 2 >= full && column >= 30;
    let wide_enough =
        pairs >= 12 || certain || (45..=100).contains(&column) || full >= 3 && column > 100;
    // Addresses and signatures are short lines; beside wide paragraphs they prove nothing.
    let counted = if column >= 50 { long } else { pairs };
    (pairs > 0 && near * 10 >= counted * 4 && goes_on && wide_enough).then_some(column)
}

/// The indent that most continued lines have.
fn margin(lines: &[SourceLine<'_>], column: Option<u32>) -> u32 {
    let mut counts = [0_u32; 41];
    let mut count = |line: &SourceLine<'_>, weight: u32| {
        if let Some(slot) = counts.get_mut(line.indent as usize) {
            *slot += weight;
        }
    };
    if let Some(column) = column {
        for (a, b) in lines.iter().zip(lines.iter().skip(1)) {
            if is_pair(a, b) && is_full(a, b, column) {
                count(b, 1);
            }
        }
    } else {
        for line in lines.iter().filter(|line| !line.is_blank()) {
            count(line, 1 + line.text.len().min(200) as u32 / 20);
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let place = counts.iter().position(|count| *count == most && most > 0);
    place.and_then(|place| u32::try_from(place).ok()).unwrap_or(0)
}

/// The indent beyond the margin that most indented first lines have.
fn first_indent(lines: &[SourceLine<'_>], column: Option<u32>, margin: u32) -> u32 {
    let Some(column) = column else { return 0 };
    let mut counts = [0_u32; 13];
    let mut flush = 0_u32;
    let mut before_blank = true;
    for (a, b) in lines.iter().zip(lines.iter().skip(1)) {
        if is_pair(a, b) && b.indent == margin && is_full(a, b, column) {
            let beyond = a.indent.saturating_sub(margin);
            if a.indent == margin && before_blank {
                flush += 1;
            } else if let Some(slot) = counts.get_mut(beyond as usize).filter(|_| beyond > 0) {
                *slot += 1;
            }
        }
        before_blank = a.is_blank();
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    if most == 0 || most < flush {
        return 0;
    }
    let place = counts.iter().position(|count| *count == most);
    place.and_then(|place| u32::try_from(place).ok()).unwrap_or(0)
}

/// True if blank lines are frequent enough to separate paragraphs.
fn parted_by_blanks(lines: &[SourceLine<'_>]) -> bool {
    let first = lines.iter().position(|line| !line.is_blank()).unwrap_or(0);
    let body = lines.get(first..).unwrap_or_default();
    let blank = body.iter().rev().skip_while(|line| line.is_blank());
    blank.filter(|line| line.is_blank()).count() * 12 >= body.len()
}
