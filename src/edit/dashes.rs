//! Dashes, ellipses, ranges and small signs typed in ASCII.
//!
//! Comes in: the text of a block. Goes out: the text with the characters meant. Never done here:
//! a change that is not certain; options, addresses and code, which are fixed before.

use super::manner::Manner;
use super::strand::{Cell, END, before, ch, is_dash, is_gap, is_opener, is_space, live};

const ELLIPSIS: char = '…';
const TIE: char = '\u{A0}';

/// What replaces some characters: how many are taken, and what is put.
struct Change {
    take: usize,
    put: [char; 3],
}

impl Change {
    fn one(take: usize, put: char) -> Self {
        Self { take, put: [put, END, END] }
    }
}

/// What to do at a character.
enum Step {
    Replace(Change),
    /// Leave so many characters as they are.
    Skip(usize),
}

/// Sets the dashes and signs of one block; returns how many.
pub(super) fn set(text: &[Cell], out: &mut Vec<Cell>, manner: &Manner) -> usize {
    let (mut at, mut count) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.iter().position(|cell| may_change(cell.ch)).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..plain]);
        at += plain;
        let Some(&cell) = text.get(at) else { break };
        match step(text, at, manner) {
            Step::Replace(change) => {
                out.extend(change.put.iter().filter(|&&ch| ch != END).map(|&ch| cell.with(ch)));
                at += change.take;
                count += 1;
            }
            Step::Skip(length) => {
                let end = (at + length.max(1)).min(text.len());
                out.extend_from_slice(text.get(at..end).unwrap_or_default());
                at = end;
            }
        }
    }
    count
}

/// Whether there may be something to do at a character.
fn may_change(ch: char) -> bool {
    matches!(ch, '-' | '.' | 'x' | 'X' | '(' | '1' | '3')
}

fn step(text: &[Cell], at: usize, manner: &Manner) -> Step {
    let change = match live(text, at) {
        '-' => return hyphens(text, at, manner),
        '.' => return dots(text, at),
        'x' | 'X' => times(text, at),
        '(' => sign(text, at),
        '1' | '3' => fraction(text, at),
        _ => None,
    };
    change.map_or(Step::Skip(1), Step::Replace)
}

/// How many live `mark`s stand from `at` on.
fn run(text: &[Cell], at: usize, mark: char) -> usize {
    (at..text.len()).take_while(|&at| live(text, at) == mark).count()
}

fn hyphens(text: &[Cell], at: usize, manner: &Manner) -> Step {
    let length = run(text, at, '-');
    let previous = before(text, at);
    let next = ch(text, at + length);
    let alone = !is_dash(previous) && !is_dash(next);
    let put = match length {
        _ if !alone => None,
        1 => single_hyphen(text, at, manner),
        2 => double_hyphen(previous, next, manner),
        3 if is_gap(previous) && is_gap(next) && (previous == END || next == END) => None,
        3 => Some('—'),
        _ => None,
    };
    put.map_or(Step::Skip(length), |put| Step::Replace(Change::one(length, put)))
}

fn double_hyphen(previous: char, next: char, manner: &Manner) -> Option<char> {
    match (is_gap(previous), is_gap(next)) {
        _ if previous.is_ascii_digit() && next.is_ascii_digit() => Some('–'),
        (true, true) if previous == END && next == END => None,
        (true, true) => Some(manner.spaced_dash),
        (true, false) if next.is_alphanumeric() => None,
        _ => Some(manner.close_dash),
    }
}

fn single_hyphen(text: &[Cell], at: usize, manner: &Manner) -> Option<char> {
    let previous = before(text, at);
    let next = ch(text, at + 1);
    if previous.is_ascii_digit() && next.is_ascii_digit() {
        return is_range(text, at).then_some('–');
    }
    if previous == ' ' || is_space(previous) {
        let word = before(text, at - 1);
        let after = ch(text, at + 2);
        if is_space(next) && previous != '\n' && next != '\n' {
            let sum = word.is_numeric() && after.is_numeric();
            let prose = !is_gap(word) && !is_gap(after) && !is_dash(word) && !is_dash(after);
            let point = matches!(after, ';' | ':' | '!' | '?' | '»');
            return (prose && !sum && !point).then_some(manner.spaced_dash);
        }
    }
    let begins = is_gap(previous) || is_opener(previous);
    (begins && next.is_ascii_digit() && is_negative(text, at)).then_some('\u{2212}')
}

/// The longest number that is looked at, in digits.
const LONGEST_NUMBER: usize = 5;

/// The number of up to [`LONGEST_NUMBER`] digits that ends before `at`: where it starts, its value.
fn number_before(text: &[Cell], at: usize) -> (usize, u32) {
    let first = at.saturating_sub(LONGEST_NUMBER);
    let length = (first..at).rev().take_while(|&at| ch(text, at).is_ascii_digit()).count();
    (at - length, value(text, at - length, at))
}

/// The number that starts at `at`: where it ends, its value.
fn number_at(text: &[Cell], at: usize) -> (usize, u32) {
    let length =
        (at..at + LONGEST_NUMBER).take_while(|&at| ch(text, at).is_ascii_digit()).count();
    (at + length, value(text, at, at + length))
}

fn value(text: &[Cell], start: usize, end: usize) -> u32 {
    (start..end).fold(0, |sum, at| sum * 10 + ch(text, at).to_digit(10).unwrap_or(0))
}

/// Words before a pair of numbers that is no range.
const NUMBERED: [&str; 8] = ["isbn", "issn", "tel", "tel.", "fax", "phone", "isbn:", "issn:"];

/// Whether the hyphen at `at`, between two digits, parts the ends of a range.
fn is_range(text: &[Cell], at: usize) -> bool {
    let (start, low) = number_before(text, at);
    let (end, high) = number_at(text, at + 1);
    let (left, right) = (at - start, end - at - 1);
    if left >= LONGEST_NUMBER || right >= LONGEST_NUMBER || !stands_free(text, start, end) {
        return false;
    }
    let word = word_before(text, start);
    let pages = matches!(word.as_str(), "p." | "pp." | "pages" | "s." | "pág." | "str." | "с.");
    if NUMBERED.contains(&word.as_str()) || (word.ends_with(|c: char| c.is_ascii_digit())) {
        return false;
    }
    let zero = |at, length| length > 1 && ch(text, at) == '0';
    if zero(start, left) {
        return false;
    }
    if right < left {
        let unit = 10_u32.pow(u32::try_from(right).unwrap_or(0));
        let month = left == 4 && right == 2 && high <= 12;
        return left > 2 && !month && low / unit * unit + high > low;
    }
    high > low && !zero(at + 1, right) && (right == left || pages || right <= 3)
}

/// Whether nothing before `start` or after `end` makes the numbers part of a longer name.
fn stands_free(text: &[Cell], start: usize, end: usize) -> bool {
    let previous = before(text, start);
    let next = ch(text, end);
    let joined = |ch: char| ch.is_alphanumeric() || is_dash(ch) || "/_@\\+:#=*^~".contains(ch);
    if joined(previous) || joined(next) {
        return false;
    }
    let point = |ch: char| matches!(ch, '.' | ',' | '\'' | '’' | '′' | '"' | '″');
    let before_point = start.checked_sub(1).map_or(END, |at| before(text, at));
    let digit_before = (point(previous) || previous == ')') && before_point.is_numeric();
    let more_after = point(next) && ch(text, end + 1).is_alphanumeric();
    !digit_before && !more_after
}

/// The word that ends before the space before `start`, in lower case; longer ones are cut.
fn word_before(text: &[Cell], start: usize) -> String {
    let Some(end) = start.checked_sub(1).filter(|&at| is_space(ch(text, at))) else {
        return (start.saturating_sub(6)..start)
            .map(|at| ch(text, at))
            .skip_while(|&ch| is_gap(ch) || is_opener(ch))
            .flat_map(char::to_lowercase)
            .collect();
    };
    let first = end.saturating_sub(8);
    let length = (first..end).rev().take_while(|&at| !is_space(ch(text, at))).count();
    (end - length..end).map(|at| ch(text, at)).flat_map(char::to_lowercase).collect()
}

/// Words after which a hyphen before a number is a minus.
const BEFORE_MINUS: [&str; 14] =
    ["to", "of", "from", "below", "is", "was", "and", "=", "<", ">", "≤", "≥", "auf", "bis"];

/// Whether the hyphen before the number at `at + 1` is a minus.
fn is_negative(text: &[Cell], at: usize) -> bool {
    let number = |ch: char| ch.is_ascii_digit() || matches!(ch, '.' | ',');
    let length = (at + 1..at + 12).take_while(|&at| number(ch(text, at))).count();
    let mut end = at + 1 + length;
    let unit = |ch: char| matches!(ch, '°' | '%' | '℃' | '℉');
    if unit(ch(text, end)) || (is_space(ch(text, end)) && unit(ch(text, end + 1))) {
        return true;
    }
    while end > at + 1 && matches!(before(text, end), '.' | ',') {
        end -= 1;
    }
    let next = ch(text, end);
    let ends = !next.is_alphanumeric() && !is_dash(next) && next != '/';
    ends && BEFORE_MINUS.contains(&word_before(text, at).as_str())
}

fn dots(text: &[Cell], at: usize) -> Step {
    let length = run(text, at, '.');
    if length > 1 {
        let path = matches!(ch(text, at + length), '/' | '\\') || before(text, at) == '/';
        let beside = before(text, at) == ELLIPSIS || ch(text, at + length) == ELLIPSIS;
        return match length {
            _ if path || beside => Step::Skip(length),
            3 => Step::Replace(Change::one(3, ELLIPSIS)),
            4 => Step::Replace(Change { take: 4, put: [ELLIPSIS, '.', END] }),
            _ => Step::Skip(length),
        };
    }
    spaced_dots(text, at)
}

/// `. . .` and `. . . .`, where the first may be the full stop of the sentence before.
fn spaced_dots(text: &[Cell], at: usize) -> Step {
    let pair = |at: usize| {
        live(text, at) == '.'
            && matches!(live(text, at + 1), ' ' | TIE)
            && live(text, at + 2) == '.'
    };
    let steps = (at..text.len()).step_by(2).take_while(|&at| pair(at)).count();
    let end = at + 2 * steps + 1;
    if steps == 0 || matches!(ch(text, end), '.' | ELLIPSIS) || before(text, at) == ELLIPSIS {
        return Step::Skip(2 * steps + 1);
    }
    let attached = !is_gap(before(text, at));
    let change = match steps {
        2 => Change::one(end - at, ELLIPSIS),
        3 if attached => Change { take: end - at, put: ['.', TIE, ELLIPSIS] },
        3 => Change { take: end - at, put: [ELLIPSIS, '.', END] },
        _ => return Step::Skip(end - at),
    };
    Step::Replace(change)
}

/// `3x4` and `3 x 4`.
fn times(text: &[Cell], at: usize) -> Option<Change> {
    let spaced = matches!(before(text, at), ' ' | TIE) && matches!(ch(text, at + 1), ' ' | TIE);
    let gap = usize::from(spaced);
    let left_end = at.checked_sub(gap)?;
    let (start, low) = number_before(text, left_end);
    let (end, _) = number_at(text, at + 1 + gap);
    let factors = start < left_end && end > at + 1 + gap;
    let hexadecimal = !spaced && low == 0;
    let previous = before(text, start);
    let next = ch(text, end);
    let joined = |ch: char| ch == '/' || (ch.is_alphanumeric() && !matches!(ch, 'x' | '×'));
    let free = !joined(previous) && (!joined(next) || next.is_ascii_digit());
    (factors && !hexadecimal && free && live(text, at) == 'x').then(|| Change::one(1, '×'))
}

/// `(tm)` and `(R)` after a word, `(c)` before a year.
fn sign(text: &[Cell], at: usize) -> Option<Change> {
    let after_word = before(text, at).is_alphabetic();
    let closes = |length: usize| {
        live(text, at + length) == ')' && !ch(text, at + length + 1).is_alphanumeric()
    };
    match live(text, at + 1) {
        't' if after_word && live(text, at + 2) == 'm' && closes(3) => {
            Some(Change::one(4, '™'))
        }
        'T' if after_word && live(text, at + 2) == 'M' && closes(3) => {
            Some(Change::one(4, '™'))
        }
        'R' if after_word && closes(2) => Some(Change::one(3, '®')),
        'c' | 'C' if closes(2) && is_space(ch(text, at + 3)) => {
            let (end, year) = number_at(text, at + 4);
            let is_year = end == at + 8 && (1500..=2200).contains(&year);
            let free = !ch(text, end).is_alphanumeric() && is_gap(before(text, at));
            (is_year && free).then(|| Change::one(3, '©'))
        }
        _ => None,
    }
}

/// `1/2`, `1/4` and `3/4` standing alone.
fn fraction(text: &[Cell], at: usize) -> Option<Change> {
    if live(text, at + 1) != '/' {
        return None;
    }
    let put = match (live(text, at), live(text, at + 2)) {
        ('1', '2') => '½',
        ('1', '4') => '¼',
        ('3', '4') => '¾',
        _ => return None,
    };
    let (previous, next) = (before(text, at), ch(text, at + 3));
    let joined = |ch: char| ch.is_alphanumeric() || is_dash(ch) || "/_.,…:#=[(".contains(ch);
    let more = matches!(next, '.' | ',' | ':') && ch(text, at + 4).is_alphanumeric();
    let after = next.is_alphanumeric() || is_dash(next) || matches!(next, '/' | '_' | '=');
    let counted = matches!(word_before(text, at).as_str(), "page" | "part" | "seite" | "teil");
    (!joined(previous) && !after && !more && !counted).then(|| Change::one(3, put))
}
