//! Spaces at which a line must not end.
//!
//! Comes in: the text of a block. Goes out: the same with some spaces made no-break, and in French
//! some added before punctuation. Never done here: joining or parting words otherwise.

use super::manner::{Manner, Points, THIN_TIE, TIE};
use super::strand::{Cell, END, before, ch, is_closer, is_gap, is_opener, is_quote, is_space};

/// Words longer than this, in characters, hold to nothing.
const LONGEST_WORD: usize = 24;

/// Symbols of units that hold to the number before them.
const UNITS: [&str; 50] = [
    "%", "‰", "°", "°C", "°F", "K", "km", "m", "dm", "cm", "mm", "µm", "μm", "nm", "km²", "m²",
    "cm²", "m³", "cm³", "ha", "l", "L", "ml", "mL", "dl", "kg", "g", "mg", "µg", "t", "s",
    "ms", "min", "h", "km/h", "m/s", "mph", "Hz", "kHz", "MHz", "GHz", "W", "kW", "kWh", "V",
    "kB", "MB", "GB", "€", "hPa",
];

/// Sets the spaces of one block; returns how many.
pub(super) fn set(text: &[Cell], out: &mut Vec<Cell>, manner: &Manner) -> usize {
    let mut words = Words::default();
    // Where the word before the place begins.
    let mut start = 0;
    let mut count = 0;
    let adds = manner.points != Points::Closed;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain =
            if adds { 0 } else { rest.iter().take_while(|it| !is_space(it.ch)).count() };
        out.extend_from_slice(&rest[..plain]);
        at += plain;
        let Some(&cell) = text.get(at) else { break };
        if let Some(space) = added(text, at, manner) {
            start = at;
            out.push(cell.with(space));
            count += 1;
        }
        at += 1;
        if !is_space(cell.ch) {
            out.push(cell);
            continue;
        }
        let place = at - 1;
        let space = match cell.ch {
            _ if cell.is_fixed() => None,
            ' ' => {
                kept(text, place, manner).or_else(|| words.tie_at(text, (start, place), manner))
            }
            TIE | THIN_TIE => kept(text, place, manner),
            _ => None,
        };
        start = at;
        count += usize::from(space.is_some_and(|space| space != cell.ch));
        out.push(space.map_or(cell, |space| cell.with(space)));
    }
    count
}

/// The space French wants before the point or inside the guillemet at `at`, where none is.
fn added(text: &[Cell], at: usize, manner: &Manner) -> Option<char> {
    if manner.points == Points::Closed {
        return None;
    }
    let previous = before(text, at);
    let cell = text.get(at)?;
    if cell.is_fixed() || is_gap(previous) || is_space(cell.ch) {
        return None;
    }
    if previous == '«' {
        return Some(inside_guillemets(manner));
    }
    let opening =
        matches!(previous, '(' | '[' | '{' | '¿' | '¡' | '“' | '‘' | ';' | ':' | '!' | '?');
    let next = ch(text, at + 1);
    let ends =
        is_gap(next) || matches!(next, ')' | ']' | '»' | '”' | '’' | '!' | '?' | '…' | '.');
    match cell.ch {
        '»' => Some(inside_guillemets(manner)),
        ':' if !opening && (is_gap(next) || next == '»') => before_point(':', manner),
        point @ (';' | '!' | '?') if !opening && ends && manner.points != Points::Canadian => {
            before_point(point, manner)
        }
        _ => None,
    }
}

fn inside_guillemets(manner: &Manner) -> char {
    if manner.points == Points::Swiss { THIN_TIE } else { TIE }
}

fn before_point(point: char, manner: &Manner) -> Option<char> {
    match manner.points {
        Points::Closed => None,
        Points::Swiss => Some(THIN_TIE),
        Points::French | Points::Canadian => Some(if point == ':' { TIE } else { THIN_TIE }),
    }
}

/// What a written space becomes beside guillemets, points, dashes and ellipses.
fn kept(text: &[Cell], at: usize, manner: &Manner) -> Option<char> {
    let (previous, next, after) = (before(text, at), ch(text, at + 1), ch(text, at + 2));
    if is_gap(previous) || is_gap(next) {
        return None;
    }
    let inverted = manner.double.0 == '»' || manner.double.1 == '«';
    if !inverted && (previous == '«' || (next == '»' && previous != '»')) {
        return Some(inside_guillemets(manner));
    }
    match next {
        ';' | '!' | '?' | ':' if is_gap(after) || is_closer(after) => {
            before_point(next, manner)
        }
        '–' | '—' if parted(text, at + 2, manner) => Some(TIE),
        '…' if !after.is_alphanumeric() => Some(TIE),
        _ => None,
    }
}

/// Whether a space stands at `at` or will be added there.
fn parted(text: &[Cell], at: usize, manner: &Manner) -> bool {
    let here = ch(text, at);
    (is_space(here) && here != '\n') || added(text, at, manner).is_some()
}

/// The words around a space.
#[derive(Default)]
struct Words {
    previous: String,
    next: String,
}

impl Words {
    /// The no-break space that holds the word from `start` on to the one after the space at `at`.
    fn tie_at(
        &mut self,
        text: &[Cell],
        (start, at): (usize, usize),
        manner: &Manner,
    ) -> Option<char> {
        if !may_hold(text, at, manner) {
            return None;
        }
        read_word(&mut self.previous, text, start, manner);
        read_word(&mut self.next, text, at + 1, manner);
        self.tie(manner)
    }

    /// The no-break space that holds the two words together, if they hold.
    fn tie(&self, manner: &Manner) -> Option<char> {
        let previous = self.previous.trim_start_matches(is_opener);
        let next = self.next.trim_end_matches(is_closer);
        let first = previous.chars().next()?;
        let follows = self.next.chars().next()?;
        if ends_in_digit(previous)
            && let Some(tie) = after_number(previous, &self.next, manner)
        {
            return Some(tie);
        }
        if follows.is_ascii_digit() {
            return before_number(previous, next, manner);
        }
        if is_initial(previous) && is_initial(&self.next) {
            return Some(THIN_TIE);
        }
        let short = first.is_alphabetic() && previous.len() <= 6;
        let held = short && is_one_of(previous, manner.short_words)
            || is_one_of(next, manner.particles)
            || follows.is_uppercase() && before_name(previous, manner)
            || first.is_uppercase() && is_numeral_after_name(previous, next, manner)
            || is_initial(previous) && next == "Chr";
        held.then_some(TIE)
    }
}

/// Reads the word that starts at `start` and ends at a space, written or to be added; a long one is
/// read as nothing.
fn read_word(word: &mut String, text: &[Cell], start: usize, manner: &Manner) {
    word.clear();
    let rest = text.iter().enumerate().skip(start).take(LONGEST_WORD + 1);
    let cells = rest.take_while(|&(at, cell)| {
        !is_space(cell.ch) && (at == start || added(text, at, manner).is_none())
    });
    word.extend(cells.map(|(_, cell)| cell.ch));
    if word.len() > LONGEST_WORD && word.chars().count() > LONGEST_WORD {
        word.clear();
    }
}

/// Whether the words beside the space at `at` may hold together, by the characters next to it: all
/// that [`Words::tie`] finds passes here, and most other pairs do not.
fn may_hold(text: &[Cell], at: usize, manner: &Manner) -> bool {
    let back = |steps: usize| at.checked_sub(steps).map_or(END, |at| ch(text, at));
    let figure = |c: char| c.is_ascii_digit() || matches!(c, '½' | '¼' | '¾' | '.');
    let next = ch(text, at + 1);
    let previous = back(1);
    // A figure or a full stop ends the word, or did before `th`, or before a comma.
    let after_figure = figure(previous)
        || matches!(previous, 't' | 'd' | 'h' | 'r') && figure(back(3))
        || matches!(previous, ',' | ';' | ')') && matches!(back(2), '.' | ',' | ';' | ')');
    after_figure
        || next.is_ascii_digit()
        || next.is_uppercase()
        || !manner.short_words.is_empty()
        || !manner.particles.is_empty()
}

/// Whether `word` in lower case is one of `words`.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    !word.is_empty()
        && words.iter().any(|other| {
            other.len() == word.len()
                && word.chars().flat_map(char::to_lowercase).eq(other.chars())
        })
}

fn is_month(word: &str, manner: &Manner) -> bool {
    !word.is_empty()
        && manner
            .months
            .split(' ')
            .any(|month| word.chars().flat_map(char::to_lowercase).eq(month.chars()))
}

fn ends_in_digit(word: &str) -> bool {
    let word = ["st", "nd", "rd", "th", "er"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    word.trim_end_matches('.')
        .ends_with(|c: char| c.is_ascii_digit() || matches!(c, '½' | '¼' | '¾'))
}

fn is_day(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// What follows a number closely: units, months, thousands, ×.
fn after_number(number: &str, word: &str, manner: &Manner) -> Option<char> {
    let bare = word.trim_end_matches(is_closer);
    let plain = !number.ends_with(|c: char| c.is_alphabetic());
    let ordinal = number.ends_with('.');
    if plain && !ordinal && UNITS.contains(&bare) {
        return Some(THIN_TIE);
    }
    let listed = |word: &str| manner.units.contains(&word);
    if plain && !ordinal && (listed(word) || listed(bare) || bare == "×") {
        return Some(TIE);
    }
    if is_day(number) && is_month(bare, manner) {
        return Some(TIE);
    }
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    if ordinal && is_day(number) && (digits == bare.len() || word.ends_with('.')) && digits > 0
    {
        return manner.spaced_thousands.then_some(TIE);
    }
    let group = digits == 3 && bare.len() == 3 && plain && !ordinal;
    let last = number.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
    (group && manner.spaced_thousands && matches!(last.len(), 1..=3)).then_some(THIN_TIE)
}

/// What holds to the number after it: `§ 5`, `p. 12`, `May 16`, `× 4`.
fn before_number(word: &str, number: &str, manner: &Manner) -> Option<char> {
    let symbol =
        matches!(word, "§" | "§§" | "№" | "$" | "€" | "£" | "¥" | "×" | "±" | "≈" | "#");
    let month = manner.month_first && is_day(number) && is_month(word, manner);
    let short = is_one_of(word, manner.short_words);
    (symbol || month || short || is_one_of(word, manner.before_number)).then_some(TIE)
}

/// One letter and a full stop, or several such pairs: `J.`, `J.R.R.`, `z.`.
fn is_initial(word: &str) -> bool {
    let word = word.trim_end_matches([',', ';', ')']);
    let pairs = word
        .chars()
        .enumerate()
        .all(|(at, c)| if at % 2 == 0 { c.is_alphabetic() } else { c == '.' });
    pairs && word.ends_with('.')
}

fn before_name(word: &str, manner: &Manner) -> bool {
    let capital = word.starts_with(char::is_uppercase);
    manner.before_name.contains(&word)
        || (capital && is_initial(word) && !(manner.lone_i && word == "I."))
}

/// `Louis XIV`: a name and a numeral of I, V and X.
fn is_numeral_after_name(name: &str, numeral: &str, manner: &Manner) -> bool {
    let numeral = numeral.strip_suffix("’s").unwrap_or(numeral);
    let letters = !numeral.is_empty()
        && numeral.len() <= 6
        && numeral.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    let lone = numeral == "I" && manner.lone_i;
    let named = name.chars().count() > 1
        && name.chars().skip(1).all(|c| c.is_lowercase() || is_quote(c));
    letters && !lone && named
}
