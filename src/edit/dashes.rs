//! ASCII dashes, ellipses, ranges and signs become the characters that are meant.
//!
//! Only certain cases are changed. Options, addresses and code are fixed before and stay.

use super::conventions::{Conventions, NO_BREAK_SPACE};
use super::text::{
    END, TextChar, char_at, char_before, editable_at, is_dash, is_gap, is_opener, is_space,
};

const ELLIPSIS: char = '…';

/// Replacement for some characters.
struct Replacement {
    /// Number of characters that are replaced.
    length: usize,
    /// New characters, padded with [`END`].
    with: [char; 3],
}

impl Replacement {
    fn one(length: usize, with: char) -> Self {
        Self { length, with: [with, END, END] }
    }
}

/// Result for a place of the text.
enum DashEdit {
    Replace(Replacement),
    /// This many characters stay as they are.
    Keep(usize),
}

/// Sets the dashes and signs of one block; returns their number.
pub(super) fn set_dashes(
    text: &[TextChar],
    out: &mut Vec<TextChar>,
    conventions: &Conventions,
) -> usize {
    let (mut at, mut count) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.iter().position(|cell| may_change(cell.ch)).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..plain]);
        at += plain;
        let Some(&cell) = text.get(at) else { break };
        match edit_at(text, at, conventions) {
            DashEdit::Replace(new) => {
                let new_chars = new.with.into_iter().filter(|&ch| ch != END);
                out.extend(new_chars.map(|ch| cell.replaced_by(ch)));
                at += new.length;
                count += 1;
            }
            DashEdit::Keep(length) => {
                let end = (at + length.max(1)).min(text.len());
                out.extend_from_slice(&text[at..end]);
                at = end;
            }
        }
    }
    count
}

/// True for a character at which an edit may begin.
fn may_change(ch: char) -> bool {
    matches!(ch, '-' | '.' | 'x' | 'X' | '(' | '1' | '3')
}

fn edit_at(text: &[TextChar], at: usize, conventions: &Conventions) -> DashEdit {
    let replacement = match editable_at(text, at) {
        '-' => return edit_hyphens(text, at, conventions),
        '.' => return edit_dots(text, at),
        'x' | 'X' => multiplication_sign(text, at),
        '(' => bracketed_sign(text, at),
        '1' | '3' => fraction(text, at),
        _ => None,
    };
    replacement.map_or(DashEdit::Keep(1), DashEdit::Replace)
}

/// Counts the editable `mark`s from `at` on.
fn run_length(text: &[TextChar], at: usize, mark: char) -> usize {
    (at..text.len()).take_while(|&at| editable_at(text, at) == mark).count()
}

fn edit_hyphens(text: &[TextChar], at: usize, conventions: &Conventions) -> DashEdit {
    let length = run_length(text, at, '-');
    let previous = char_before(text, at);
    let next = char_at(text, at + length);
    let alone = !is_dash(previous) && !is_dash(next);
    let dash = match length {
        _ if !alone => None,
        1 => single_hyphen(text, at, conventions),
        2 => double_hyphen(previous, next, conventions),
        3 if is_gap(previous) && is_gap(next) && (previous == END || next == END) => None,
        3 => Some('—'),
        _ => None,
    };
    dash.map_or(DashEdit::Keep(length), |dash| {
        DashEdit::Replace(Replacement::one(length, dash))
    })
}

fn double_hyphen(previous: char, next: char, conventions: &Conventions) -> Option<char> {
    match (is_gap(previous), is_gap(next)) {
        _ if previous.is_ascii_digit() && next.is_ascii_digit() => Some('–'),
        (true, true) if previous == END && next == END => None,
        (true, true) => Some(conventions.spaced_dash),
        (true, false) if next.is_alphanumeric() => None,
        _ => Some(conventions.close_dash),
    }
}

fn single_hyphen(text: &[TextChar], at: usize, conventions: &Conventions) -> Option<char> {
    let previous = char_before(text, at);
    let next = char_at(text, at + 1);
    if previous.is_ascii_digit() && next.is_ascii_digit() {
        return is_range(text, at).then_some('–');
    }
    if previous == ' ' || is_space(previous) {
        let word = char_before(text, at - 1);
        let after = char_at(text, at + 2);
        if is_space(next) && previous != '\n' && next != '\n' {
            let sum = word.is_numeric() && after.is_numeric();
            let prose = !is_gap(word) && !is_gap(after) && !is_dash(word) && !is_dash(after);
            let point = matches!(after, ';' | ':' | '!' | '?' | '»');
            return (prose && !sum && !point).then_some(conventions.spaced_dash);
        }
    }
    let begins = is_gap(previous) || is_opener(previous);
    (begins && next.is_ascii_digit() && is_negative(text, at)).then_some('\u{2212}')
}

/// Longest number that is examined, in digits.
const LONGEST_NUMBER: usize = 5;

/// Returns the start and the value of the number of up to [`LONGEST_NUMBER`] digits before `at`.
fn number_before(text: &[TextChar], at: usize) -> (usize, u32) {
    let first = at.saturating_sub(LONGEST_NUMBER);
    let length = (first..at).rev().take_while(|&at| char_at(text, at).is_ascii_digit()).count();
    (at - length, value(text, at - length, at))
}

/// Returns the end and the value of the number that starts at `at`.
fn number_at(text: &[TextChar], at: usize) -> (usize, u32) {
    let length =
        (at..at + LONGEST_NUMBER).take_while(|&at| char_at(text, at).is_ascii_digit()).count();
    (at + length, value(text, at, at + length))
}

/// Value of the digits from `start` to `end`.
fn value(text: &[TextChar], start: usize, end: usize) -> u32 {
    let digit =
        |at| char_at(text, at).to_digit(10).expect("only digits are between the places");
    (start..end).fold(0, |sum, at| sum * 10 + digit(at))
}

/// Words before two numbers that are no range.
const NUMBERED: [&str; 8] = ["isbn", "issn", "tel", "tel.", "fax", "phone", "isbn:", "issn:"];

/// True if the hyphen at `at`, between two digits, stands between the ends of a range.
fn is_range(text: &[TextChar], at: usize) -> bool {
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
    let zero = |at, length| length > 1 && char_at(text, at) == '0';
    if zero(start, left) {
        return false;
    }
    if right < left {
        let unit = (0..right).fold(1_u32, |power, _| power * 10);
        let month = left == 4 && right == 2 && high <= 12;
        return left > 2 && !month && low / unit * unit + high > low;
    }
    high > low && !zero(at + 1, right) && (right == left || pages || right <= 3)
}

/// True if nothing before `start` or after `end` makes the numbers part of a longer name.
fn stands_free(text: &[TextChar], start: usize, end: usize) -> bool {
    let previous = char_before(text, start);
    let next = char_at(text, end);
    let joined = |ch: char| ch.is_alphanumeric() || is_dash(ch) || "/_@\\+:#=*^~".contains(ch);
    if joined(previous) || joined(next) {
        return false;
    }
    let point = |ch: char| matches!(ch, '.' | ',' | '\'' | '’' | '′' | '"' | '″');
    let before_point = start.checked_sub(1).map_or(END, |at| char_before(text, at));
    let digit_before = (point(previous) || previous == ')') && before_point.is_numeric();
    let more_after = point(next) && char_at(text, end + 1).is_alphanumeric();
    !digit_before && !more_after
}

/// Returns the word before the space before `start`, or directly before `start`, in lower case.
/// Only the last characters of a long word are returned.
fn word_before(text: &[TextChar], start: usize) -> String {
    let Some(end) = start.checked_sub(1).filter(|&at| is_space(char_at(text, at))) else {
        return (start.saturating_sub(6)..start)
            .map(|at| char_at(text, at))
            .skip_while(|&ch| is_gap(ch) || is_opener(ch))
            .flat_map(char::to_lowercase)
            .collect();
    };
    let first = end.saturating_sub(8);
    let length = (first..end).rev().take_while(|&at| !is_space(char_at(text, at))).count();
    (end - length..end).map(|at| char_at(text, at)).flat_map(char::to_lowercase).collect()
}

/// Words after which a hyphen before a number is a minus sign.
const BEFORE_MINUS: [&str; 14] =
    ["to", "of", "from", "below", "is", "was", "and", "=", "<", ">", "≤", "≥", "auf", "bis"];

/// True if the hyphen before the number at `at + 1` is a minus sign.
fn is_negative(text: &[TextChar], at: usize) -> bool {
    let number = |ch: char| ch.is_ascii_digit() || matches!(ch, '.' | ',');
    let length = (at + 1..at + 12).take_while(|&at| number(char_at(text, at))).count();
    let mut end = at + 1 + length;
    let unit = |ch: char| matches!(ch, '°' | '%' | '℃' | '℉');
    if unit(char_at(text, end))
        || (is_space(char_at(text, end)) && unit(char_at(text, end + 1)))
    {
        return true;
    }
    while end > at + 1 && matches!(char_before(text, end), '.' | ',') {
        end -= 1;
    }
    let next = char_at(text, end);
    let ends = !next.is_alphanumeric() && !is_dash(next) && next != '/';
    ends && BEFORE_MINUS.contains(&word_before(text, at).as_str())
}

fn edit_dots(text: &[TextChar], at: usize) -> DashEdit {
    let length = run_length(text, at, '.');
    if length > 1 {
        let path =
            matches!(char_at(text, at + length), '/' | '\\') || char_before(text, at) == '/';
        let beside =
            char_before(text, at) == ELLIPSIS || char_at(text, at + length) == ELLIPSIS;
        return match length {
            _ if path || beside => DashEdit::Keep(length),
            3 => DashEdit::Replace(Replacement::one(3, ELLIPSIS)),
            4 => DashEdit::Replace(Replacement { length: 4, with: [ELLIPSIS, '.', END] }),
            _ => DashEdit::Keep(length),
        };
    }
    edit_spaced_dots(text, at)
}

/// Edits `. . .` and `. . . .`, where the first may be the full stop of the sentence before.
fn edit_spaced_dots(text: &[TextChar], at: usize) -> DashEdit {
    let pair = |at: usize| {
        editable_at(text, at) == '.'
            && matches!(editable_at(text, at + 1), ' ' | NO_BREAK_SPACE)
            && editable_at(text, at + 2) == '.'
    };
    let steps = (at..text.len()).step_by(2).take_while(|&at| pair(at)).count();
    let end = at + 2 * steps + 1;
    if steps == 0
        || matches!(char_at(text, end), '.' | ELLIPSIS)
        || char_before(text, at) == ELLIPSIS
    {
        return DashEdit::Keep(2 * steps + 1);
    }
    let attached = !is_gap(char_before(text, at));
    let replacement = match steps {
        2 => Replacement::one(end - at, ELLIPSIS),
        3 if attached => {
            Replacement { length: end - at, with: ['.', NO_BREAK_SPACE, ELLIPSIS] }
        }
        3 => Replacement { length: end - at, with: [ELLIPSIS, '.', END] },
        _ => return DashEdit::Keep(end - at),
    };
    DashEdit::Replace(replacement)
}

/// Returns × for the `x` of `3x4` and `3 x 4`.
fn multiplication_sign(text: &[TextChar], at: usize) -> Option<Replacement> {
    let spaced = matches!(char_before(text, at), ' ' | NO_BREAK_SPACE)
        && matches!(char_at(text, at + 1), ' ' | NO_BREAK_SPACE);
    let gap = usize::from(spaced);
    let left_end = at.checked_sub(gap)?;
    let (start, low) = number_before(text, left_end);
    let (end, _) = number_at(text, at + 1 + gap);
    let factors = start < left_end && end > at + 1 + gap;
    let hexadecimal = !spaced && low == 0;
    let previous = char_before(text, start);
    let next = char_at(text, end);
    let joined = |ch: char| ch == '/' || (ch.is_alphanumeric() && !matches!(ch, 'x' | '×'));
    let free = !joined(previous) && (!joined(next) || next.is_ascii_digit());
    (factors && !hexadecimal && free && editable_at(text, at) == 'x')
        .then(|| Replacement::one(1, '×'))
}

/// Returns the sign for `(tm)` and `(R)` after a word and for `(c)` before a year.
fn bracketed_sign(text: &[TextChar], at: usize) -> Option<Replacement> {
    let after_word = char_before(text, at).is_alphabetic();
    let closes = |length: usize| {
        editable_at(text, at + length) == ')'
            && !char_at(text, at + length + 1).is_alphanumeric()
    };
    match editable_at(text, at + 1) {
        't' if after_word && editable_at(text, at + 2) == 'm' && closes(3) => {
            Some(Replacement::one(4, '™'))
        }
        'T' if after_word && editable_at(text, at + 2) == 'M' && closes(3) => {
            Some(Replacement::one(4, '™'))
        }
        'R' if after_word && closes(2) => Some(Replacement::one(3, '®')),
        'c' | 'C' if closes(2) && is_space(char_at(text, at + 3)) => {
            let (end, year) = number_at(text, at + 4);
            let is_year = end == at + 8 && (1500..=2200).contains(&year);
            let free = !char_at(text, end).is_alphanumeric() && is_gap(char_before(text, at));
            (is_year && free).then(|| Replacement::one(3, '©'))
        }
        _ => None,
    }
}

/// Returns the fraction for `1/2`, `1/4` and `3/4` that are not part of a longer expression.
fn fraction(text: &[TextChar], at: usize) -> Option<Replacement> {
    if editable_at(text, at + 1) != '/' {
        return None;
    }
    let sign = match (editable_at(text, at), editable_at(text, at + 2)) {
        ('1', '2') => '½',
        ('1', '4') => '¼',
        ('3', '4') => '¾',
        _ => return None,
    };
    let (previous, next) = (char_before(text, at), char_at(text, at + 3));
    let joined = |ch: char| ch.is_alphanumeric() || is_dash(ch) || "/_.,…:#=[(".contains(ch);
    let more = matches!(next, '.' | ',' | ':') && char_at(text, at + 4).is_alphanumeric();
    let after = next.is_alphanumeric() || is_dash(next) || matches!(next, '/' | '_' | '=');
    let counted = matches!(word_before(text, at).as_str(), "page" | "part" | "seite" | "teil");
    (!joined(previous) && !after && !more && !counted).then(|| Replacement::one(3, sign))
}
