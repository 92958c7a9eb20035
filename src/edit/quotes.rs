//! Straight quotes become the language's own marks.
//!
//! Comes in: the text of a block and the marks wanted. Goes out: the text with quotation marks,
//! apostrophes and primes. Never done here: touching marks that are curly already.

use super::manner::Manner;
use super::strand::{Cell, END, before, ch, is_dash, is_gap, is_quote, live};

const APOSTROPHE: char = '’';
const PRIME: char = '′';
const DOUBLE_PRIME: char = '″';

/// How far a lone backtick looks for the quote that closes it, in characters.
const BACKTICK_REACH: usize = 300;

/// Digits before a prime at most; a longer number before a mark is a year at a quotation's end.
const DIGITS_BEFORE_PRIME: usize = 3;

/// Sets the quotes of one block; returns how many.
pub(super) fn set(text: &[Cell], out: &mut Vec<Cell>, manner: &Manner) -> usize {
    let mut setter = Setter {
        text,
        manner,
        double: false,
        single: false,
        opened: false,
        last_closer: last_closer(text),
    };
    let (mut at, mut count) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.iter().position(|cell| is_straight(cell.ch)).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..plain]);
        at += plain;
        setter.opened &= plain == 0;
        let Some(&cell) = text.get(at) else { break };
        match setter.mark(at, out) {
            Some((mark, length)) => {
                out.push(cell.with(mark));
                at += length;
                count += 1;
            }
            None => {
                setter.opened = false;
                out.push(cell);
                at += 1;
            }
        }
    }
    count
}

/// Marks as typewriters have them.
pub(super) fn is_straight(ch: char) -> bool {
    matches!(ch, '"' | '\'' | '`')
}

/// Where the last single quote stands that could close a quotation.
fn last_closer(text: &[Cell]) -> Option<usize> {
    (0..text.len()).rev().find(|&at| {
        live(text, at) == '\''
            && !is_gap(before(text, at))
            && !ch(text, at + 1).is_alphanumeric()
    })
}

struct Setter<'a> {
    text: &'a [Cell],
    manner: &'a Manner,
    double: bool,
    single: bool,
    /// The mark just written was an opening one.
    opened: bool,
    last_closer: Option<usize>,
}

impl Setter<'_> {
    /// The mark for what stands at `at`, and how many characters it replaces.
    fn mark(&mut self, at: usize, out: &[Cell]) -> Option<(char, usize)> {
        let twin = live(self.text, at + 1);
        match live(self.text, at) {
            '"' => Some((self.double(at, 1, out), 1)),
            '\'' if twin == '\'' => Some((self.double(at, 2, out), 2)),
            '\'' => Some((self.single(at), 1)),
            '`' if twin == '`' && self.opens_latex(at) => {
                self.double = true;
                self.opened = true;
                Some((self.manner.double.0, 2))
            }
            '`' if self.opens_backtick(at) => {
                self.single = true;
                self.opened = true;
                Some((self.manner.single.0, 1))
            }
            _ => None,
        }
    }

    /// Whether what stands before `at` lets a quotation begin there.
    fn may_open(&self, at: usize) -> bool {
        let previous = before(self.text, at);
        self.opened
            || is_gap(previous)
            || is_dash(previous)
            || matches!(previous, '(' | '[' | '{' | '<' | '/' | '¿' | '¡' | '=')
            || self.manner.opens(previous)
    }

    fn double(&mut self, at: usize, length: usize, out: &[Cell]) -> char {
        let previous = before(self.text, at);
        let next = ch(self.text, at + length);
        if is_hebrew(previous) && is_hebrew(next) {
            return '\u{05F4}';
        }
        if is_numeral(previous) && !next.is_alphabetic() {
            let feet = follows_feet(out);
            if feet || (!self.double && digits_before(self.text, at) <= DIGITS_BEFORE_PRIME) {
                self.opened = false;
                return DOUBLE_PRIME;
            }
        }
        let open = if self.may_open(at) {
            self.opens_before(previous, next)
        } else {
            next.is_alphanumeric() && !self.double
        };
        self.double = open;
        self.opened = open;
        if open { self.manner.double.0 } else { self.manner.double.1 }
    }

    /// Whether a double quote that may open does, by what follows it.
    fn opens_before(&self, previous: char, next: char) -> bool {
        if next == END {
            return false;
        }
        let ends =
            is_gap(next) || matches!(next, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']');
        !(ends && (self.double || is_dash(previous)))
    }

    fn single(&mut self, at: usize) -> char {
        let previous = before(self.text, at);
        let next = ch(self.text, at + 1);
        let opens = self.may_open(at);
        self.opened = false;
        if !opens {
            return self.single_after_word(at, previous, next);
        }
        if is_gap(next) || self.is_elision(at) {
            return if self.single && is_gap(next) { self.close_single() } else { APOSTROPHE };
        }
        if self.single && !next.is_alphanumeric() && !is_quote(next) {
            return self.close_single();
        }
        let closes_later = self.last_closer.is_some_and(|closer| closer > at);
        if !closes_later && before(self.text, at) != END {
            return APOSTROPHE;
        }
        self.single = true;
        self.opened = true;
        self.manner.single.0
    }

    fn single_after_word(&mut self, at: usize, previous: char, next: char) -> char {
        if is_hebrew(previous) && !self.single {
            return '\u{05F3}';
        }
        if next.is_alphabetic() && (previous.is_alphanumeric() || !self.single) {
            return APOSTROPHE;
        }
        let digits =
            is_numeral(previous) && digits_before(self.text, at) <= DIGITS_BEFORE_PRIME;
        if digits && (!self.single || next.is_numeric()) {
            return PRIME;
        }
        if next.is_alphanumeric() || !self.single { APOSTROPHE } else { self.close_single() }
    }

    fn close_single(&mut self) -> char {
        self.single = false;
        self.manner.single.1
    }

    /// Whether the apostrophe at `at` stands for letters left out: '90s, 'tis, 'n'.
    fn is_elision(&self, at: usize) -> bool {
        let digits =
            (at + 1..at + 6).take_while(|&at| ch(self.text, at).is_ascii_digit()).count();
        if digits > 0 {
            let after = ch(self.text, at + 1 + digits);
            return digits == 2 && after != '\'' && (after == 's' || !after.is_alphabetic());
        }
        self.manner.elisions.iter().any(|word| {
            let length = word.chars().count();
            let same = word.chars().enumerate().all(|(place, letter)| {
                ch(self.text, at + 1 + place).to_lowercase().eq([letter])
            });
            let after = ch(self.text, at + 1 + length);
            same && !after.is_alphanumeric() && (after != '\'' || length == 1)
        })
    }

    fn opens_latex(&self, at: usize) -> bool {
        let next = ch(self.text, at + 2);
        self.may_open(at) && !is_gap(next) && next != '`'
    }

    /// Whether a lone backtick opens a quotation that a single quote closes.
    fn opens_backtick(&self, at: usize) -> bool {
        if !self.may_open(at) || !ch(self.text, at + 1).is_alphanumeric() {
            return false;
        }
        let found = (at + 1..at + BACKTICK_REACH).find(|&at| {
            let here = live(self.text, at);
            here == '`' || (here == '\'' && !ch(self.text, at + 1).is_alphanumeric())
        });
        found.is_some_and(|at| live(self.text, at) == '\'')
    }
}

fn is_hebrew(ch: char) -> bool {
    matches!(ch, '\u{05D0}'..='\u{05EA}')
}

fn is_numeral(ch: char) -> bool {
    ch.is_ascii_digit() || matches!(ch, '½' | '¼' | '¾')
}

/// How many digits end right before `at`, counted no further than is asked for.
fn digits_before(text: &[Cell], at: usize) -> usize {
    let start = at.saturating_sub(DIGITS_BEFORE_PRIME + 1);
    (start..at).rev().take_while(|&at| ch(text, at).is_ascii_digit()).count()
}

/// Whether the digits just written follow a prime, as in 5′10.
fn follows_feet(out: &[Cell]) -> bool {
    let digits = out.iter().rev().take(3).take_while(|cell| cell.ch.is_ascii_digit()).count();
    before(out, out.len().saturating_sub(digits)) == PRIME
}
