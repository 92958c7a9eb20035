//! Straight quotes become quotation marks, apostrophes and primes.
//!
//! Curly marks are left as they are.

use super::conventions::Conventions;
use super::text::{
    END, TextChar, char_at, char_before, editable_at, is_dash, is_gap, is_quote,
};

const APOSTROPHE: char = '’';
const PRIME: char = '′';
const DOUBLE_PRIME: char = '″';

/// Distance within which a single backtick needs its closing quote, in characters.
const BACKTICK_REACH: usize = 300;

/// Most digits before a prime; a longer number before a mark is a year at the end of a quotation.
const DIGITS_BEFORE_PRIME: usize = 3;

/// Replaces the quotes of one block; returns their number.
pub(super) fn set_quotes(
    text: &[TextChar],
    out: &mut Vec<TextChar>,
    conventions: &Conventions,
) -> usize {
    let mut setter = QuoteSetter {
        text,
        conventions,
        double_is_open: false,
        single_is_open: false,
        just_opened: false,
        last_closer: last_closer(text),
    };
    let (mut at, mut count) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.iter().position(|it| is_straight(it.ch)).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..plain]);
        at += plain;
        setter.just_opened &= plain == 0;
        let Some(&straight) = text.get(at) else { break };
        match setter.mark_at(at, out) {
            Some((mark, length)) => {
                out.push(straight.replaced_by(mark));
                at += length;
                count += 1;
            }
            None => {
                setter.just_opened = false;
                out.push(straight);
                at += 1;
            }
        }
    }
    count
}

/// True for the quotes that are on a keyboard.
pub(super) fn is_straight(ch: char) -> bool {
    matches!(ch, '"' | '\'' | '`')
}

/// Returns the place of the last single quote that could close a quotation.
fn last_closer(text: &[TextChar]) -> Option<usize> {
    (0..text.len()).rev().find(|&at| {
        editable_at(text, at) == '\''
            && !is_gap(char_before(text, at))
            && !char_at(text, at + 1).is_alphanumeric()
    })
}

/// Replaces the quotes of one block, from its start to its end.
struct QuoteSetter<'a> {
    text: &'a [TextChar],
    conventions: &'a Conventions,
    /// A double quotation is open.
    double_is_open: bool,
    /// A single quotation is open.
    single_is_open: bool,
    /// The character just written was an opening mark.
    just_opened: bool,
    /// See [`last_closer`].
    last_closer: Option<usize>,
}

impl QuoteSetter<'_> {
    /// Returns the mark for the quote at `at` and the number of characters it replaces.
    fn mark_at(&mut self, at: usize, out: &[TextChar]) -> Option<(char, usize)> {
        let twin = editable_at(self.text, at + 1);
        match editable_at(self.text, at) {
            '"' => Some((self.double_mark(at, 1, out), 1)),
            '\'' if twin == '\'' => Some((self.double_mark(at, 2, out), 2)),
            '\'' => Some((self.single_mark(at), 1)),
            '`' if twin == '`' && self.opens_latex(at) => {
                self.double_is_open = true;
                self.just_opened = true;
                Some((self.conventions.double.0, 2))
            }
            '`' if self.opens_backtick(at) => {
                self.single_is_open = true;
                self.just_opened = true;
                Some((self.conventions.single.0, 1))
            }
            _ => None,
        }
    }

    /// True if the character before `at` lets a quotation begin there.
    fn may_open(&self, at: usize) -> bool {
        let previous = char_before(self.text, at);
        self.just_opened
            || is_gap(previous)
            || is_dash(previous)
            || matches!(previous, '(' | '[' | '{' | '<' | '/' | '¿' | '¡' | '=')
            || self.conventions.opens_quotation(previous)
    }

    /// Returns the mark for a double quote of `length` characters.
    fn double_mark(&mut self, at: usize, length: usize, out: &[TextChar]) -> char {
        let previous = char_before(self.text, at);
        let next = char_at(self.text, at + length);
        if is_hebrew(previous) && is_hebrew(next) {
            return '\u{05F4}';
        }
        if is_numeral(previous) && !next.is_alphabetic() {
            let feet = follows_feet(out);
            if feet
                || (!self.double_is_open && digits_before(self.text, at) <= DIGITS_BEFORE_PRIME)
            {
                self.just_opened = false;
                return DOUBLE_PRIME;
            }
        }
        let open = if self.may_open(at) {
            self.opens_before(previous, next)
        } else {
            next.is_alphanumeric() && !self.double_is_open
        };
        self.double_is_open = open;
        self.just_opened = open;
        if open { self.conventions.double.0 } else { self.conventions.double.1 }
    }

    /// True if a double quote that may open a quotation does, by what follows it.
    fn opens_before(&self, previous: char, next: char) -> bool {
        if next == END {
            return false;
        }
        let ends =
            is_gap(next) || matches!(next, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']');
        !(ends && (self.double_is_open || is_dash(previous)))
    }

    /// Returns the mark for a single quote.
    fn single_mark(&mut self, at: usize) -> char {
        let previous = char_before(self.text, at);
        let next = char_at(self.text, at + 1);
        let opens = self.may_open(at);
        self.just_opened = false;
        if !opens {
            return self.single_after_word(at, previous, next);
        }
        if is_gap(next) || self.is_elision(at) {
            return if self.single_is_open && is_gap(next) {
                self.close_single()
            } else {
                APOSTROPHE
            };
        }
        if self.single_is_open && !next.is_alphanumeric() && !is_quote(next) {
            return self.close_single();
        }
        let closes_later = self.last_closer.is_some_and(|closer| closer > at);
        if !closes_later && char_before(self.text, at) != END {
            return APOSTROPHE;
        }
        self.single_is_open = true;
        self.just_opened = true;
        self.conventions.single.0
    }

    fn single_after_word(&mut self, at: usize, previous: char, next: char) -> char {
        if is_hebrew(previous) && !self.single_is_open {
            return '\u{05F3}';
        }
        if next.is_alphabetic() && (previous.is_alphanumeric() || !self.single_is_open) {
            return APOSTROPHE;
        }
        let digits =
            is_numeral(previous) && digits_before(self.text, at) <= DIGITS_BEFORE_PRIME;
        if digits && (!self.single_is_open || next.is_numeric()) {
            return PRIME;
        }
        if next.is_alphanumeric() || !self.single_is_open {
            APOSTROPHE
        } else {
            self.close_single()
        }
    }

    fn close_single(&mut self) -> char {
        self.single_is_open = false;
        self.conventions.single.1
    }

    /// True if the apostrophe at `at` stands for letters left out: '90s, 'tis, 'n'.
    fn is_elision(&self, at: usize) -> bool {
        let digits =
            (at + 1..at + 6).take_while(|&at| char_at(self.text, at).is_ascii_digit()).count();
        if digits > 0 {
            let after = char_at(self.text, at + 1 + digits);
            return digits == 2 && after != '\'' && (after == 's' || !after.is_alphabetic());
        }
        self.conventions.elisions.iter().any(|word| {
            let length = word.chars().count();
            let same = word.chars().enumerate().all(|(place, letter)| {
                char_at(self.text, at + 1 + place).to_lowercase().eq([letter])
            });
            let after = char_at(self.text, at + 1 + length);
            same && !after.is_alphanumeric() && (after != '\'' || length == 1)
        })
    }

    fn opens_latex(&self, at: usize) -> bool {
        let next = char_at(self.text, at + 2);
        self.may_open(at) && !is_gap(next) && next != '`'
    }

    /// True if a single backtick opens a quotation that a single quote closes.
    fn opens_backtick(&self, at: usize) -> bool {
        if !self.may_open(at) || !char_at(self.text, at + 1).is_alphanumeric() {
            return false;
        }
        let found = (at + 1..at + BACKTICK_REACH).find(|&at| {
            let here = editable_at(self.text, at);
            here == '`' || (here == '\'' && !char_at(self.text, at + 1).is_alphanumeric())
        });
        found.is_some_and(|at| editable_at(self.text, at) == '\'')
    }
}

fn is_hebrew(ch: char) -> bool {
    matches!(ch, '\u{05D0}'..='\u{05EA}')
}

fn is_numeral(ch: char) -> bool {
    ch.is_ascii_digit() || matches!(ch, '½' | '¼' | '¾')
}

/// Counts the digits right before `at`, to one more than [`DIGITS_BEFORE_PRIME`].
fn digits_before(text: &[TextChar], at: usize) -> usize {
    let start = at.saturating_sub(DIGITS_BEFORE_PRIME + 1);
    (start..at).rev().take_while(|&at| char_at(text, at).is_ascii_digit()).count()
}

/// True if the digits just written follow a prime, as in 5′10.
fn follows_feet(out: &[TextChar]) -> bool {
    let digits = out.iter().rev().take(3).take_while(|it| it.ch.is_ascii_digit()).count();
    char_before(out, out.len().saturating_sub(digits)) == PRIME
}
