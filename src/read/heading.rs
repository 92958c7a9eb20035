//! Recognition of headings in plain text, and their levels.

use super::line_syntax::{self, LabelDelimiter, LabelNumbering};
use super::measure::Measure;
use super::source_line::SourceLine;
use super::table;
use crate::article::{Block, BlockKind};

/// Evidence for a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// `## Words`
    Hash(u8),
    /// Words with a line of signs under them.
    Under(char),
    /// Words between signs: `*** Words ***`.
    Framed(char),
    /// `Chapter 3`: by the place of its word in [`WORDS`].
    Word(usize),
    /// `2.1 Words`: parts of the number, and whether the words are in capitals.
    Number(u8, bool),
    /// `IV`, `A. Words`.
    Letter,
    /// WORDS IN CAPITALS.
    Capitals,
    /// A short line alone before running text.
    Short,
}

/// A heading found: what it is, where its words are, and the lines it takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) head: Head,
    /// Lines before its words, those with its words, and all.
    pub(super) skip: usize,
    pub(super) lines: usize,
    pub(super) taken: usize,
}

/// Words that open headings with a number behind, lower case; greater divisions first.
const WORDS: [&[&str]; 5] = [
    &[
        "part",
        "teil",
        "partie",
        "parte",
        "deel",
        "część",
        "часть",
        "volume",
        "band",
        "tome",
        "tomo",
    ],
    &[
        "book",
        "buch",
        "livre",
        "libro",
        "livro",
        "boek",
        "księga",
        "книга",
        "act",
        "akt",
        "acte",
        "acto",
        "atto",
        "ato",
        "действие",
    ],
    &[
        "chapter",
        "kapitel",
        "chapitre",
        "capítulo",
        "capitulo",
        "capitolo",
        "hoofdstuk",
        "rozdział",
        "глава",
        "canto",
        "scene",
        "szene",
        "scène",
        "escena",
        "scena",
        "letter",
        "appendix",
        "annex",
        "anhang",
        "annexe",
        "apéndice",
        "chap.",
        "stave",
        "lecture",
        "sonnet",
        "title",
        "titre",
    ],
    &["article", "artikel", "artículo", "articolo", "artigo", "artykuł", "статья", "schedule"],
    &[
        "section",
        "abschnitt",
        "sección",
        "sezione",
        "seção",
        "sectie",
        "paragraf",
        "раздел",
        "§",
        "clause",
        "step",
        "day",
        "item",
        "rule",
    ],
];

/// Longest heading on one line. Unit: columns.
const LONGEST: u32 = 80;
/// Lines of a section at most, between headings that are counted.
const SECTION: usize = 200;
/// Longest heading that has nothing but its shortness to show. Unit: columns.
const SHORT: u32 = 60;

/// The heading at `place`, which is the first line after a blank one or the start.
pub(super) fn at(lines: &[SourceLine<'_>], place: usize, measure: &Measure) -> Option<Found> {
    let line = lines.get(place)?;
    let next = lines.get(place + 1);
    if let Some(level) = hashes(line.text) {
        let beside = next.is_some_and(|next| next.text.starts_with('#'))
            || place
                .checked_sub(1)
                .and_then(|p| lines.get(p))
                .is_some_and(|l| l.text.starts_with('#'));
        return (!beside || level > 1).then_some(Found {
            head: Head::Hash(level),
            skip: 0,
            lines: 1,
            taken: 1,
        });
    }
    if let Some(found) = underlined(lines, place) {
        return Some(found);
    }
    // A title on two lines with signs under the second.
    if let Some(found) = underlined(lines, place + 1).filter(|found| found.skip == 0) {
        let labelled = line_syntax::label(line.text).is_some()
            || measure.column.is_some_and(|c| line.width * 4 >= c * 3);
        if labelled
            && !line_syntax::ends_sentence(line.text)
            && line_syntax::underline(line.text).is_none()
        {
            return Some(Found { lines: 2, taken: 3, ..found });
        }
    }
    let title = |(_, words): &(char, &str)| !words.contains("GUTENBERG") && words.len() <= 60;
    if let Some((sign, _)) = line_syntax::framed(line.text)
        .filter(title)
        .filter(|_| next.is_none_or(SourceLine::is_blank))
    {
        return Some(Found { head: Head::Framed(sign), skip: 0, lines: 1, taken: 1 });
    }
    if line.width - line.indent > LONGEST || line_syntax::underline(line.text).is_some() {
        return None;
    }
    // Where each line is a paragraph, a short line before a long one stands alone as well.
    let dense = measure.column.is_none() && !measure.blanks && !measure.glue;
    if next.is_none_or(|next| next.is_blank() || dense && next.width > 90) {
        let head = alone(lines, place, measure)?;
        return Some(Found { head, skip: 0, lines: 1, taken: 1 });
    }
    before_text(lines, place, measure)
}

fn hashes(text: &str) -> Option<u8> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    let spaced = rest.starts_with(' ') && !rest.trim().is_empty();
    ((1..=6).contains(&level) && spaced).then(|| u8::try_from(level).unwrap_or(6))
}

/// Words with a line of signs under them, and perhaps one above.
fn underlined(lines: &[SourceLine<'_>], place: usize) -> Option<Found> {
    let skip = usize::from(line_syntax::underline(lines.get(place)?.text).is_some());
    let words = lines.get(place + skip)?;
    let under = lines.get(place + skip + 1)?;
    let sign = line_syntax::underline(under.text)?;
    if skip == 1 && line_syntax::underline(lines.get(place)?.text) != Some(sign) {
        return None;
    }
    let (length, rule) = (words.width - words.indent, under.width - under.indent);
    let fits = length <= 100 && rule * 2 >= length && under.indent.abs_diff(words.indent) <= 4;
    let plain = !words.is_blank()
        && line_syntax::underline(words.text).is_none()
        && words.text.contains(char::is_alphanumeric)
        && (!words.text.ends_with(['.', ',', ';']) || rule.abs_diff(length) <= 2)
        && !words.text.contains("  ")
        && !words.text.contains('|');
    (fits && plain && !words.text.starts_with('>')).then_some(Found {
        head: Head::Under(sign),
        skip,
        lines: 1,
        taken: skip + 2,
    })
}

/// A heading on a line with nothing above and below it.
fn alone(lines: &[SourceLine<'_>], place: usize, measure: &Measure) -> Option<Head> {
    let line = lines.get(place)?;
    let text = line.text;
    let rest = lines.get(place + 1..).unwrap_or_default();
    let after = rest.iter().position(|next| !next.is_blank()).and_then(|at| rest.get(at..));
    let after = after?;
    let next = after.first()?;
    if table::is_table(&[*line]) || text.contains("   ") {
        return None;
    }
    if let Some(word) = word_and_number(text) {
        return Some(Head::Word(word));
    }
    if let Some(head) = numbered(line, next, measure) {
        return Some(head);
    }
    if line_syntax::marker(text).is_some() {
        return None;
    }
    if line_syntax::roman(text.trim_end_matches('.')).is_some()
        && line_syntax::first_letter(text)?.is_uppercase()
    {
        return Some(Head::Letter);
    }
    if is_shouted(text) {
        return Some(Head::Capitals);
    }
    let before = place.checked_sub(1).map(|end| lines.get(..end).unwrap_or_default());
    let leads =
        before.and_then(|before| before.iter().rev().take(4).find(|line| !line.is_blank()));
    let led = leads.is_some_and(|line| line.text.ends_with(':'));
    // A sentence that goes on in the items of a list: `Books are lent for`, `(a) two weeks;`.
    let goes_on = line_syntax::marker(next.text).is_some_and(|marker| {
        let item = match marker {
            line_syntax::ItemMarker::Label(label) => next.text.get(label.text.len()..),
            line_syntax::ItemMarker::Bullet(sign) => next.text.get(sign.len_utf8()..),
        };
        item.is_some_and(line_syntax::starts_lower)
    });
    if goes_on {
        return None;
    }
    let flush = line.indent <= measure.margin || is_centred(line, measure);
    // Left of where all text stands, a title needs no text under it.
    let out = line.indent + 2 <= measure.margin && next.indent >= measure.margin;
    let shows = || {
        out || is_running(after, measure)
            || bare_number(text).is_some_and(|(number, _)| {
                let before = |line: &SourceLine<'_>| {
                    bare_number(line.text).is_some_and(|(other, _)| other + 1 == number)
                };
                near_before(lines, place, |at, line| {
                    before(line) && lines.get(at + 1).is_none_or(SourceLine::is_blank)
                })
            })
    };
    (!led && flush && is_title(text) && shows()).then_some(Head::Short)
}

/// `3 Costs`: a number with nothing behind it but a title.
fn bare_number(text: &str) -> Option<(u32, &str)> {
    let (number, words) = text.split_once(' ')?;
    let figures = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let number = number.parse().ok().filter(|_| figures)?;
    is_title(words).then_some((number, words))
}

/// True if one of the lines before `place`, within the length of a section, follows a blank one
/// and is such.
fn near_before(
    lines: &[SourceLine<'_>],
    place: usize,
    is_such: impl Fn(usize, &SourceLine<'_>) -> bool,
) -> bool {
    let first = place.saturating_sub(SECTION);
    (first..place).rev().any(|at| {
        let opens =
            at.checked_sub(1).and_then(|at| lines.get(at)).is_none_or(SourceLine::is_blank);
        opens && lines.get(at).is_some_and(|line| is_such(at, line))
    })
}

/// `2. Matters arising` and its text under it, in a row of such: minutes are written so. An item of
/// a list goes on in its next line, or ends in itself.
fn is_counted(lines: &[SourceLine<'_>], place: usize, measure: &Measure) -> bool {
    let figure = |line: &SourceLine<'_>| -> Option<u32> {
        let label = line_syntax::label(line.text)
            .filter(|label| label.delimiter == LabelDelimiter::Stop)?;
        let words = line.text.get(label.text.len()..)?.trim();
        let counts = matches!(label.numbering, LabelNumbering::Arabic) && is_title(words);
        (counts && line.indent <= measure.margin).then_some(label.value)
    };
    let over_text = |at: usize| {
        lines.get(at + 1).is_some_and(|under| {
            let part = line_syntax::label(under.text).is_some_and(|label| label.depth > 1);
            part || line_syntax::starts_upper(under.text)
                && line_syntax::marker(under.text).is_none()
        })
    };
    let Some(number) = lines.get(place).and_then(figure).filter(|_| over_text(place)) else {
        return false;
    };
    let sibling = |at: usize, line: &SourceLine<'_>, wanted| {
        over_text(at) && figure(line) == Some(wanted)
    };
    let runs = |at: usize| lines.get(at + 1..).is_some_and(|rest| is_running(rest, measure));
    let after = (place + 1..lines.len().min(place + SECTION)).any(|at| {
        lines.get(at - 1).is_some_and(SourceLine::is_blank)
            && lines.get(at).is_some_and(|line| sibling(at, line, number + 1))
    });
    let before = number > 1
        && near_before(lines, place, |at, line| sibling(at, line, number - 1) && runs(at));
    before || after && runs(place)
}

/// A heading with text right under it: capitals or a number, and the text is plainly prose.
fn before_text(lines: &[SourceLine<'_>], place: usize, measure: &Measure) -> Option<Found> {
    let line = lines.get(place)?;
    let next = lines.get(place + 1)?;
    let found = |head, lines| Some(Found { head, skip: 0, lines, taken: lines });
    // `CHAPTER I` and its name under it.
    if let Some(word) = word_and_number(line.text) {
        let named = lines.get(place + 2).is_none_or(SourceLine::is_blank)
            && next.width - next.indent <= SHORT
            && !line_syntax::ends_sentence(next.text);
        if named {
            return found(Head::Word(word), 2);
        }
        let words =
            line.text.rsplit([':', '.', '—']).next().expect("a text has a last part").trim();
        let titled = line.text.len() <= 60
            && !line_syntax::ends_sentence(words)
            && line_syntax::starts_upper(next.text);
        let over = next.indent > line.indent || is_running(lines.get(place + 1..)?, measure);
        let full =
            measure.column.is_some_and(|column| super::measure::is_full(line, next, column));
        if titled && over && !full {
            return found(Head::Word(word), 1);
        }
    }
    // `10.4. A title that was too long` and its end on the next line.
    let label = line_syntax::label(line.text);
    if let Some(label) =
        label.filter(|label| label.depth > 1 && label.delimiter == LabelDelimiter::Stop)
    {
        let full = measure.column.is_some_and(|c| super::measure::is_full(line, next, c));
        let end = lines.get(place + 2).is_none_or(SourceLine::is_blank);
        let titled =
            !line_syntax::ends_sentence(next.text) && !next.text.ends_with([',', ';', ':']);
        if full && end && titled && next.width <= SHORT {
            return found(Head::Number(label.depth, false), 2);
        }
    }
    // Two lines of capitals are one heading; more are a notice.
    if is_shouted(line.text) && is_shouted(next.text) {
        let end = lines.get(place + 2).is_none_or(SourceLine::is_blank);
        let wrapped = end && !line_syntax::ends_sentence(line.text);
        return wrapped.then(|| found(Head::Capitals, 2)).flatten();
    }
    if is_counted(lines, place, measure) {
        return found(Head::Number(1, false), 1);
    }
    let runs = is_running(lines.get(place + 1..)?, measure) || next.indent >= line.indent + 3;
    let starts = line_syntax::starts_upper(next.text) && !line_syntax::is_capitals(next.text);
    let hangs = measure.margin > line.indent && next.indent >= measure.margin;
    if !(runs && starts || hangs) {
        return None;
    }
    if is_shouted(line.text) && line.text.chars().filter(|c| c.is_alphabetic()).count() >= 3 {
        return found(Head::Capitals, 1);
    }
    let label = line_syntax::label(line.text)?;
    let words = line.text.get(label.text.len()..)?.trim();
    let decimal = matches!(label.numbering, LabelNumbering::Decimal);
    let certain = decimal && is_title(words)
        || line_syntax::is_capitals(words)
        || hangs && is_title(words);
    // Under a title the text stands at the margin; under the words of an item, with the words.
    let item = line.indent > 0
        && label.depth == 1
        && next.indent as usize <= line.indent as usize + label.text.len() + 2
        && next.indent > line.indent;
    if item {
        return None;
    }
    let fenced = label.delimiter == LabelDelimiter::Stop && line.width - line.indent <= SHORT;
    (certain && fenced)
        .then(|| found(Head::Number(label.depth, line_syntax::is_capitals(words)), 1))
        .flatten()
}

/// `Chapter 3`, `ACT II. SCENE 1`, `§ 4 Words`: the word's place in [`WORDS`].
pub(super) fn word_and_number(text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    let (word, rest) =
        lower.split_once(' ').or_else(|| lower.strip_prefix('§').map(|r| ("§", r)))?;
    let place = WORDS.iter().position(|words| words.contains(&word))?;
    let rest = rest.trim_start();
    let number = rest.split([' ', '.', ':', ',', '—', '-', ')']).next()?;
    let counted = number.starts_with(|c: char| c.is_ascii_digit())
        || line_syntax::roman(number).is_some()
        || matches!(number, "c" | "l" | "d")
        || number.len() == 1 && number.chars().all(char::is_alphabetic)
        || SPELLED.contains(&number);
    let starts = text.starts_with(|c: char| c.is_uppercase() || c == '§');
    let closed = text.ends_with(',') || text.ends_with(';');
    (starts && counted && !closed && text.split(' ').count() <= 14 && !has_sentence(text))
        .then_some(place)
}

/// Numbers spelled out after `Chapter`.
const SPELLED: [&str; 30] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "the",
    "eins",
    "zwei",
    "drei",
    "erster",
    "erstes",
    "premier",
    "première",
    "primero",
    "primera",
    "primo",
    "eerste",
    "первая",
];

/// True if a sentence ends inside a line and another begins: no heading does that.
fn has_sentence(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| {
        let word = text[..at].rsplit(' ').next().expect("a text has a last part");
        let speaker =
            word.len() > 3 && line_syntax::is_capitals(word) && !line_syntax::is_capitals(text);
        word.len() > 3 && word.chars().all(char::is_lowercase) || speaker
    })
}

/// `2.1 Words`, `A. Words`: a number, a short title, and no other such line next to it.
fn numbered(line: &SourceLine<'_>, next: &SourceLine<'_>, measure: &Measure) -> Option<Head> {
    let label = line_syntax::label(line.text)?;
    if !matches!(label.delimiter, LabelDelimiter::Stop) || line.width - line.indent > LONGEST {
        return None;
    }
    let words = line.text.get(label.text.len()..)?.trim();
    let sibling = line_syntax::label(next.text).is_some_and(|next| {
        next.depth == label.depth
            && next.delimiter == label.delimiter
            && next.numbering == label.numbering
    });
    let out = line.indent <= measure.margin + measure.first || is_centred(line, measure);
    let few = words.split(' ').count() <= 12;
    let stopped = words.ends_with('.') && (words.split(' ').count() > 6 || has_sentence(words));
    let title = words.is_empty()
        || (line_syntax::starts_upper(words) || words.starts_with(['`', '_', '-']))
            && !stopped
            && !words.ends_with([',', ';', ':', '!', '?'])
        || words.ends_with('?') && few;
    if sibling || !out || !few || !title {
        return None;
    }
    match label.numbering {
        LabelNumbering::Arabic | LabelNumbering::Decimal => {
            Some(Head::Number(label.depth, line_syntax::is_capitals(words)))
        }
        LabelNumbering::Letter(true) | LabelNumbering::Roman(true) => Some(Head::Letter),
        _ => None,
    }
}

/// Words in capitals that can be a heading.
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    line_syntax::is_capitals(text)
        && letters >= 2
        && letters * 2 >= text.chars().filter(|c| !c.is_whitespace()).count()
        && text.split_whitespace().count() <= 14
        && !text.ends_with([',', ';', ':'])
        && !text.contains(['@', '|', '=', '>'])
        && !text.starts_with("**")
        && line_syntax::marker(text).is_none()
}

/// Words that read as a title: a capital first, no sign of a sentence at the end.
pub(super) fn is_title(text: &str) -> bool {
    let first = text
        .chars()
        .find(|c| !matches!(c, '"' | '“' | '‘' | '«' | '¿' | '¡' | '_' | '*' | '\''));
    let last = text.chars().next_back();
    let starts = first.is_some_and(|c| {
        c.is_uppercase() || c.is_numeric() || (c.is_alphabetic() && !c.is_lowercase())
    });
    let ends = last.is_some_and(|c| {
        c.is_alphanumeric()
            || matches!(c, ')' | '?' | '"' | '”' | '’' | '»' | '_' | '*' | ']' | '\'')
    });
    // A chapter may be called 7, hardly 1729.
    let named = text.contains(char::is_alphabetic) || text.len() <= 3;
    starts
        && ends
        && named
        && (!line_syntax::ends_sentence(text) || line_syntax::last_sign(text) == Some('?'))
        && text.chars().count() <= SHORT as usize
        && text.split_whitespace().count() <= 10
        && !has_sentence(text)
        && !text.contains('@')
        && !text.contains("://")
        && !ends_in_year(text)
        && !["Copyright", "©", "(c)", "(C)"].iter().any(|start| text.starts_with(start))
        && line_syntax::field(text).is_none()
}

/// `Philadelphia, 4 July 1776`: where and when, not a title.
fn ends_in_year(text: &str) -> bool {
    let mut words = text.rsplit(' ');
    let year =
        words.next().is_some_and(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()));
    year && text.split(' ').count() > 2 && text.contains(',')
}

/// True if running text begins here: a full line, a long one, or a sentence; or a list.
pub(super) fn is_running(lines: &[SourceLine<'_>], measure: &Measure) -> bool {
    let Some(first) = lines.first() else { return false };
    if line_syntax::marker(first.text).is_some() {
        return true;
    }
    let long = first.width >= measure.column.unwrap_or(80) * 3 / 4;
    let stops = line_syntax::ends_sentence(first.text) || first.text.ends_with(':');
    let sentence = stops && first.text.split_whitespace().nth(4).is_some();
    let goes_on = lines.get(1).is_some_and(|next| line_syntax::starts_lower(next.text))
        && first.width - first.indent >= 30;
    long || sentence || goes_on
}

/// True if a line stands in the middle of the measure.
fn is_centred(line: &SourceLine<'_>, measure: &Measure) -> bool {
    let column = measure.column.unwrap_or(72);
    let right = column.saturating_sub(line.width);
    let left = line.indent.saturating_sub(measure.margin);
    left >= 6 && left.abs_diff(right) <= 8
}

/// Gives the headings among `blocks` their levels: a way of showing a heading that is new ranks
/// below the heading before it, one that was met before has its old level again.
pub(super) fn level(blocks: &mut [Block], heads: &[Head]) {
    let mut known: Vec<(Head, u8)> = Vec::new();
    let mut before = 0_u8;
    let mut heads = heads.iter();
    for block in blocks {
        let BlockKind::Heading { level, .. } = &mut block.kind else { continue };
        let Some(head) = heads.next() else { return };
        let own = known.iter().find(|(other, _)| other == head).map(|(_, level)| *level);
        let new =
            own.unwrap_or_else(|| new_level(*head, &known, before)).clamp(1, 6).min(before + 1);
        if own.is_none() {
            known.push((*head, new));
        }
        *level = new;
        before = new;
    }
}

/// The level of a heading of a kind not met before.
fn new_level(head: Head, known: &[(Head, u8)], before: u8) -> u8 {
    let of =
        |wanted: &dyn Fn(&Head) -> bool| known.iter().find(|(h, _)| wanted(h)).map(|(_, l)| *l);
    let peer = match head {
        Head::Hash(depth) => known.iter().find_map(|(other, level)| match other {
            Head::Hash(other) => Some((*level + depth).saturating_sub(*other)),
            _ => None,
        }),
        Head::Number(depth, capitals) if depth > 1 => known
            .iter()
            .find_map(|(other, level)| match other {
                Head::Number(other, _) => Some((*level + depth).saturating_sub(*other)),
                _ => None,
            })
            .or_else(|| {
                of(&|h| *h == if capitals { Head::Capitals } else { Head::Short })
                    .map(|l| l + depth - 1)
            }),
        Head::Number(_, true) => of(&|h| matches!(h, Head::Capitals)),
        Head::Number(_, false) => of(&|h| matches!(h, Head::Short | Head::Number(1, true))),
        Head::Capitals => of(&|h| matches!(h, Head::Number(1, true)))
            .or_else(|| of(&|h| matches!(h, Head::Short))),
        Head::Short => of(&|h| matches!(h, Head::Number(1, false))),
        // The first word with a number ranks with the headings before it: a preface, a note.
        Head::Word(place) if !known.iter().any(|(h, _)| matches!(h, Head::Word(_))) => {
            let _ = place;
            of(&|h| matches!(h, Head::Capitals | Head::Short))
        }
        _ => None,
    };
    peer.unwrap_or(before + 1)
}
