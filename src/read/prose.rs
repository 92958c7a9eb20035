//! Lines without blank lines between them as paragraphs or verse.

use super::join_lines::LineJoiner;
use super::measure::{self, Measure};
use super::source_line::SourceLine;
use super::{inline, line_syntax, table, verse};
use crate::article::{Block, BlockKind};
use crate::diagnostic::Place;

/// Columns of a line of verse at most, for lines that are set in by turns.
const STANZA: u32 = 60;

/// A block and the number of lines it was made of.
pub(super) type Made = (Block, usize);

/// Reads a stretch of lines.
pub(super) fn stretch(
    joiner: &mut LineJoiner,
    lines: &[SourceLine<'_>],
    measure: &Measure,
) -> Vec<Made> {
    if table::is_table(lines) {
        return vec![(block(table::preformatted(lines), lines), lines.len())];
    }
    let joins = joins(lines, measure);
    let mut made = Vec::new();
    let mut start = 0;
    let mut singles = 0;
    for end in 1..=lines.len() {
        if joins.get(end - 1).copied().unwrap_or(false) {
            continue;
        }
        if end - start == 1 {
            singles += 1;
        } else {
            apart(joiner, lines.get(start - singles..start), measure, &mut made);
            singles = 0;
            if let Some(part) = lines.get(start..end) {
                made.push((paragraph(joiner, part), part.len()));
            }
        }
        start = end;
    }
    apart(joiner, lines.get(lines.len() - singles..), measure, &mut made);
    made
}

/// Lines of which none goes on in the next: verse when they are short, else a paragraph each.
fn apart(
    joiner: &mut LineJoiner,
    lines: Option<&[SourceLine<'_>]>,
    measure: &Measure,
    made: &mut Vec<Made>,
) {
    let Some(lines) = lines.filter(|lines| !lines.is_empty()) else { return };
    if reads_on(lines) {
        made.push((paragraph(joiner, lines), lines.len()));
        return;
    }
    let longest = lines.iter().map(|line| line.width - line.indent).max().unwrap_or(0);
    let short = longest <= measure.column.unwrap_or(90).max(60);
    let indented = measure.first > 0
        && lines.iter().filter(|l| l.indent == measure.margin + measure.first).count() * 2
            >= lines.len();
    if lines.len() > 1 && short && !indented && !are_sentences(lines) {
        made.push((block(verse::verse(lines), lines), lines.len()));
        return;
    }
    for line in lines.chunks(1) {
        made.push((paragraph(joiner, line), 1));
    }
}

/// Lines broken where the writer drew breath: wide, the sentences run over their ends, and the
/// last one ends a sentence.
fn reads_on(lines: &[SourceLine<'_>]) -> bool {
    let width: u32 = lines.iter().map(|line| line.width - line.indent).sum();
    let ends = |line: &SourceLine<'_>| {
        line_syntax::ends_sentence(line.text) || line.text.ends_with(':')
    };
    let over = lines.iter().zip(lines.iter().skip(1));
    let over = over.filter(|(a, b)| !ends(a) && line_syntax::starts_lower(b.text)).count();
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    over * 3 >= lines.len() && width / count.max(1) >= 40 && lines.last().is_some_and(ends)
}

/// Lines that are paragraphs of their own: nearly all end a sentence and have many words.
fn are_sentences(lines: &[SourceLine<'_>]) -> bool {
    let whole = |line: &&SourceLine<'_>| {
        line_syntax::ends_sentence(line.text) && line.text.split_whitespace().nth(9).is_some()
    };
    lines.iter().filter(whole).count() * 4 >= lines.len() * 3
}

/// For each line but the last, whether the next one goes on with it.
fn joins(lines: &[SourceLine<'_>], measure: &Measure) -> Vec<bool> {
    let pairs = || lines.iter().zip(lines.iter().skip(1));
    if is_staggered(lines) {
        return pairs().map(|_| false).collect();
    }
    if measure.glue || is_hanging(lines, measure) {
        return pairs().map(|_| true).collect();
    }
    if is_capped(lines) {
        return pairs().map(|_| false).collect();
    }
    let doc: Vec<bool> =
        pairs().map(|(a, b)| joins_at(a, b, measure, measure.column)).collect();
    let share =
        |joins: &[bool]| joins.iter().filter(|join| **join).count() * 100 / joins.len().max(1);
    if share(&doc) >= 60 {
        return doc;
    }
    // Perhaps these lines were wrapped at a column of their own.
    let (column, most, count) = measure::best_column(lines);
    let lower =
        lines.iter().skip(1).filter(|line| line_syntax::starts_lower(line.text)).count();
    // In capitals, and in scripts that have none, the first letters tell nothing.
    let caseless = lines.iter().all(|line| !line.text.contains(char::is_lowercase));
    let goes_on = caseless || lower * 10 >= count as usize * 4;
    let own = count >= 2 && most * 10 >= count * 7 && goes_on;
    let own = own && column >= 24 && measure.column.is_none_or(|doc| column < doc + 20);
    if own || (count >= 1 && lower * 10 >= count as usize * 6 && column >= 30) {
        return pairs().map(|(a, b)| joins_at(a, b, measure, Some(column))).collect();
    }
    if share(&doc) >= 40 { doc } else { pairs().map(|_| false).collect() }
}

/// True if every line begins with a capital though the sentence goes on: verse of any width.
fn is_capped(lines: &[SourceLine<'_>]) -> bool {
    let upper = |line: &&SourceLine<'_>| {
        line_syntax::first_letter(line.text).is_some_and(char::is_uppercase)
    };
    let open = lines.iter().filter(|line| !line_syntax::ends_sentence(line.text)).count();
    let mixed = lines.iter().any(|line| line.text.contains(char::is_lowercase));
    // Five lines of English prose begin so once in ten thousand paragraphs, of German once in
    // fifty.
    lines.len() >= 5
        && lines.iter().all(|line| upper(&line))
        && open * 2 >= lines.len()
        && mixed
}

/// Short lines set in by turns, out again and in again: a stanza, which no one wraps so.
fn is_staggered(lines: &[SourceLine<'_>]) -> bool {
    let turns = |deeper: bool| {
        let pairs = lines.iter().zip(lines.iter().skip(1));
        let turn = |(a, b): &(&SourceLine<'_>, &SourceLine<'_>)| {
            if deeper { b.indent >= a.indent + 2 } else { a.indent >= b.indent + 2 }
        };
        pairs.filter(turn).count()
    };
    let short = lines.iter().all(|line| line.width - line.indent <= STANZA);
    lines.len() >= 4 && short && turns(true) >= 2 && turns(false) >= 1
}

/// A term and what is said of it, set in under it; or an entry of a bibliography.
fn is_hanging(lines: &[SourceLine<'_>], measure: &Measure) -> bool {
    let (Some(first), Some(second), Some(column)) =
        (lines.first(), lines.get(1), measure.column)
    else {
        return false;
    };
    let set_in = lines.iter().skip(1).all(|line| line.indent == second.indent);
    let filled = second.width >= column * 6 / 10 || first.width >= column * 8 / 10;
    set_in && second.indent >= first.indent + 2 && filled
}

/// True if `b` goes on with `a` in a text wrapped at `column`.
fn joins_at(
    a: &SourceLine<'_>,
    b: &SourceLine<'_>,
    measure: &Measure,
    column: Option<u32>,
) -> bool {
    let Some(column) = column else { return false };
    if measure.first > 0 && b.indent == measure.margin + measure.first && a.indent != b.indent {
        return false;
    }
    if a.width > column + column / 2 {
        return false;
    }
    let ends = line_syntax::ends_sentence(a.text) || a.text.ends_with(':');
    if !ends {
        // A sentence goes on: wrapped with a careless hand, or with a small letter.
        let reach =
            if line_syntax::starts_lower(b.text) { column * 4 / 10 } else { column * 7 / 10 };
        return a.width >= reach || measure::is_full(a, b, column);
    }
    // A sentence ends: the next word would have to be one that did not fit.
    let slack = if measure.blanks && !a.text.ends_with(':') { column / 4 } else { 2 };
    a.width + 1 + b.first_word() + slack > column
}

/// A paragraph of these lines.
pub(super) fn paragraph(joiner: &mut LineJoiner, lines: &[SourceLine<'_>]) -> Block {
    let words = joiner.join(lines);
    block(BlockKind::Paragraph(inline::parse(&words)), lines)
}

/// A block that begins where its first line stands.
pub(super) fn block(kind: BlockKind, lines: &[SourceLine<'_>]) -> Block {
    Block::new(kind, Place::line(lines.first().map_or(0, |line| line.number)))
}
