//! No-break spaces between words that belong together and in French punctuation.

use super::conventions::{
    Conventions, NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE, PunctuationSpacing,
};
use super::text::{
    END, TextChar, char_at, char_before, is_closer, is_gap, is_opener, is_quote, is_space,
};

/// Longest word that is tied to another, in characters.
const LONGEST_WORD: usize = 24;

/// Symbols of units that are tied to the number before them.
const UNITS: [&str; 50] = [
    "%", "‰", "°", "°C", "°F", "K", "km", "m", "dm", "cm", "mm", "µm", "μm", "nm", "km²", "m²",
    "cm²", "m³", "cm³", "ha", "l", "L", "ml", "mL", "dl", "kg", "g", "mg", "µg", "t", "s",
    "ms", "min", "h", "km/h", "m/s", "mph", "Hz", "kHz", "MHz", "GHz", "W", "kW", "kWh", "V",
    "kB", "MB", "GB", "€", "hPa",
];

/// Replaces spaces of one block by no-break spaces, and adds some; returns their number.
pub(super) fn set_spaces(
    text: &[TextChar],
    out: &mut Vec<TextChar>,
    conventions: &Conventions,
) -> usize {
    let mut words = AdjacentWords::default();
    // Start of the word before the place.
    let mut start = 0;
    let mut count = 0;
    let adds = conventions.punctuation_spacing != PunctuationSpacing::None;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain =
            if adds { 0 } else { rest.iter().take_while(|it| !is_space(it.ch)).count() };
        out.extend_from_slice(&rest[..plain]);
        at += plain;
        let Some(&cell) = text.get(at) else { break };
        if let Some(space) = added_space(text, at, conventions) {
            start = at;
            out.push(cell.replaced_by(space));
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
                let tie = || words.tie_at(text, start, place, conventions);
                space_beside_mark(text, place, conventions).or_else(tie)
            }
            NO_BREAK_SPACE | NARROW_NO_BREAK_SPACE => {
                space_beside_mark(text, place, conventions)
            }
            _ => None,
        };
        start = at;
        count += usize::from(space.is_some_and(|space| space != cell.ch));
        out.push(space.map_or(cell, |space| cell.replaced_by(space)));
    }
    count
}

/// Returns the space that French needs before the punctuation mark or inside the guillemet at `at`,
/// where none is written.
fn added_space(text: &[TextChar], at: usize, conventions: &Conventions) -> Option<char> {
    if conventions.punctuation_spacing == PunctuationSpacing::None {
        return None;
    }
    let previous = char_before(text, at);
    let cell = text.get(at)?;
    if cell.is_fixed() || is_gap(previous) || is_space(cell.ch) {
        return None;
    }
    if previous == '«' {
        return Some(inside_guillemets(conventions));
    }
    let opening =
        matches!(previous, '(' | '[' | '{' | '¿' | '¡' | '“' | '‘' | ';' | ':' | '!' | '?');
    let next = char_at(text, at + 1);
    let ends =
        is_gap(next) || matches!(next, ')' | ']' | '»' | '”' | '’' | '!' | '?' | '…' | '.');
    match cell.ch {
        '»' => Some(inside_guillemets(conventions)),
        ':' if !opening && (is_gap(next) || next == '»') => {
            space_before_punctuation(':', conventions)
        }
        mark @ (';' | '!' | '?')
            if !opening
                && ends
                && conventions.punctuation_spacing != PunctuationSpacing::Canadian =>
        {
            space_before_punctuation(mark, conventions)
        }
        _ => None,
    }
}

fn inside_guillemets(conventions: &Conventions) -> char {
    match conventions.punctuation_spacing {
        PunctuationSpacing::Swiss => NARROW_NO_BREAK_SPACE,
        PunctuationSpacing::None
        | PunctuationSpacing::French
        | PunctuationSpacing::Canadian => NO_BREAK_SPACE,
    }
}

fn space_before_punctuation(mark: char, conventions: &Conventions) -> Option<char> {
    match conventions.punctuation_spacing {
        PunctuationSpacing::None => None,
        PunctuationSpacing::French | PunctuationSpacing::Canadian if mark == ':' => {
            Some(NO_BREAK_SPACE)
        }
        PunctuationSpacing::French
        | PunctuationSpacing::Canadian
        | PunctuationSpacing::Swiss => Some(NARROW_NO_BREAK_SPACE),
    }
}

/// Returns the no-break space for a written space beside a guillemet, punctuation mark, dash or
/// ellipsis.
fn space_beside_mark(text: &[TextChar], at: usize, conventions: &Conventions) -> Option<char> {
    let (previous, next, after) =
        (char_before(text, at), char_at(text, at + 1), char_at(text, at + 2));
    if is_gap(previous) || is_gap(next) {
        return None;
    }
    let inverted = conventions.double.0 == '»' || conventions.double.1 == '«';
    if !inverted && (previous == '«' || (next == '»' && previous != '»')) {
        return Some(inside_guillemets(conventions));
    }
    match next {
        ';' | '!' | '?' | ':' if is_gap(after) || is_closer(after) => {
            space_before_punctuation(next, conventions)
        }
        '–' | '—' if will_be_space(text, at + 2, conventions) => Some(NO_BREAK_SPACE),
        '…' if !after.is_alphanumeric() => Some(NO_BREAK_SPACE),
        _ => None,
    }
}

/// True if a space is at `at` or will be added there.
fn will_be_space(text: &[TextChar], at: usize, conventions: &Conventions) -> bool {
    let here = char_at(text, at);
    (is_space(here) && here != '\n') || added_space(text, at, conventions).is_some()
}

/// The words on both sides of a space; the buffers are reused.
#[derive(Default)]
struct AdjacentWords {
    previous: String,
    next: String,
}

impl AdjacentWords {
    /// Returns the no-break space that ties the word from `start` on to the one after the space at
    /// `at`, if they belong together.
    fn tie_at(
        &mut self,
        text: &[TextChar],
        start: usize,
        at: usize,
        conventions: &Conventions,
    ) -> Option<char> {
        if !may_be_tied(text, at, conventions) {
            return None;
        }
        read_word(&mut self.previous, text, start, conventions);
        read_word(&mut self.next, text, at + 1, conventions);
        self.tie(conventions)
    }

    /// Returns the no-break space between the two words, if they belong together.
    fn tie(&self, conventions: &Conventions) -> Option<char> {
        let previous = self.previous.trim_start_matches(is_opener);
        let next = self.next.trim_end_matches(is_closer);
        let first = previous.chars().next()?;
        let follows = self.next.chars().next()?;
        if ends_in_digit(previous)
            && let Some(tie) = tie_after_number(previous, &self.next, conventions)
        {
            return Some(tie);
        }
        if follows.is_ascii_digit() {
            return tie_before_number(previous, next, conventions);
        }
        if is_initial(previous) && is_initial(&self.next) {
            return Some(NARROW_NO_BREAK_SPACE);
        }
        let short = first.is_alphabetic() && previous.len() <= 6;
        let tied = short && is_one_of(previous, conventions.short_words)
            || is_one_of(next, conventions.particles)
            || follows.is_uppercase() && is_before_name(previous, conventions)
            || first.is_uppercase() && is_numeral_after_name(previous, next, conventions)
            || is_initial(previous) && next == "Chr";
        tied.then_some(NO_BREAK_SPACE)
    }
}

/// Reads the word that starts at `start` and ends at a space, written or to be added. A word over
/// [`LONGEST_WORD`] is read as empty.
fn read_word(word: &mut String, text: &[TextChar], start: usize, conventions: &Conventions) {
    word.clear();
    let rest = text.iter().enumerate().skip(start).take(LONGEST_WORD + 1);
    let cells = rest.take_while(|&(at, cell)| {
        !is_space(cell.ch) && (at == start || added_space(text, at, conventions).is_none())
    });
    word.extend(cells.map(|(_, cell)| cell.ch));
    if word.len() > LONGEST_WORD && word.chars().count() > LONGEST_WORD {
        word.clear();
    }
}

/// True if the characters next to the space at `at` allow a tie. Every pair that
/// [`AdjacentWords::tie`] ties passes this quick test; most other pairs do not.
fn may_be_tied(text: &[TextChar], at: usize, conventions: &Conventions) -> bool {
    let back = |steps: usize| at.checked_sub(steps).map_or(END, |at| char_at(text, at));
    let figure = |c: char| c.is_ascii_digit() || matches!(c, '½' | '¼' | '¾' | '.');
    let next = char_at(text, at + 1);
    let previous = back(1);
    // A figure or a full stop ends the word, or did before `th`, or before a comma.
    let after_figure = figure(previous)
        || matches!(previous, 't' | 'd' | 'h' | 'r') && figure(back(3))
        || matches!(previous, ',' | ';' | ')') && matches!(back(2), '.' | ',' | ';' | ')');
    after_figure
        || next.is_ascii_digit()
        || next.is_uppercase()
        || !conventions.short_words.is_empty()
        || !conventions.particles.is_empty()
}

/// True if `word` in lower case is one of `words`.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    !word.is_empty()
        && words.iter().any(|other| {
            other.len() == word.len()
                && word.chars().flat_map(char::to_lowercase).eq(other.chars())
        })
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

/// Returns the space between a number and what is tied to it: units, months, thousands, ×.
fn tie_after_number(number: &str, word: &str, conventions: &Conventions) -> Option<char> {
    let bare = word.trim_end_matches(is_closer);
    let plain = !number.ends_with(|c: char| c.is_alphabetic());
    let ordinal = number.ends_with('.');
    if plain && !ordinal && UNITS.contains(&bare) {
        return Some(NARROW_NO_BREAK_SPACE);
    }
    let listed = |word: &str| conventions.units.contains(&word);
    if plain && !ordinal && (listed(word) || listed(bare) || bare == "×") {
        return Some(NO_BREAK_SPACE);
    }
    if is_day(number) && conventions.follows_day(bare) {
        return Some(NO_BREAK_SPACE);
    }
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    if ordinal && is_day(number) && (digits == bare.len() || word.ends_with('.')) && digits > 0
    {
        return conventions.spaced_thousands.then_some(NO_BREAK_SPACE);
    }
    let group = digits == 3 && bare.len() == 3 && plain && !ordinal;
    let last = number.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
    (group && conventions.spaced_thousands && matches!(last.len(), 1..=3))
        .then_some(NARROW_NO_BREAK_SPACE)
}

/// Returns the space between a number and what is tied to it from before: `§ 5`, `p. 12`, `May 16`, `× 4`.
fn tie_before_number(word: &str, number: &str, conventions: &Conventions) -> Option<char> {
    let symbol =
        matches!(word, "§" | "§§" | "№" | "$" | "€" | "£" | "¥" | "×" | "±" | "≈" | "#");
    let month = conventions.month_first && is_day(number) && conventions.follows_day(word);
    let short = is_one_of(word, conventions.short_words);
    (symbol || month || short || is_one_of(word, conventions.before_number))
        .then_some(NO_BREAK_SPACE)
}

/// True for one letter and a full stop, or several such pairs: `J.`, `J.R.R.`, `z.`.
fn is_initial(word: &str) -> bool {
    let word = word.trim_end_matches([',', ';', ')']);
    let pairs = word
        .chars()
        .enumerate()
        .all(|(at, c)| if at % 2 == 0 { c.is_alphabetic() } else { c == '.' });
    pairs && word.ends_with('.')
}

fn is_before_name(word: &str, conventions: &Conventions) -> bool {
    let capital = word.starts_with(char::is_uppercase);
    conventions.before_name.contains(&word)
        || (capital && is_initial(word) && !(conventions.lone_i && word == "I."))
}

/// True for a name and a numeral of I, V and X: `Louis XIV`.
fn is_numeral_after_name(name: &str, numeral: &str, conventions: &Conventions) -> bool {
    let numeral = numeral.strip_suffix("’s").unwrap_or(numeral);
    let letters = !numeral.is_empty()
        && numeral.len() <= 6
        && numeral.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    let lone = numeral == "I" && conventions.lone_i;
    let named = name.chars().count() > 1
        && name.chars().skip(1).all(|c| c.is_lowercase() || is_quote(c));
    letters && !lone && named
}
