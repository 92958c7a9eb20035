//! Characters that no reader can see are taken out and told.
//!
//! Comes in: decoded text. Goes out: the text without controls, noncharacters and marks of byte
//! order, one finding for each kind. Never done here: touching a character that can be seen.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Place};

/// Kinds of character that are told of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Nul,
    Control,
    ByteOrder,
    Noncharacter,
    /// A colour or a style of a terminal.
    Escape,
    /// A letter typed over another, as printers and manual pages embolden.
    Overstrike,
    /// Kept, because right-to-left text may need it; told, because it can hide words.
    Direction,
}

/// Code and message of a kind, in the order of [`Kind`].
const KINDS: [(Kind, &str, &str); 7] = [
    (Kind::Nul, "nul-removed", "NUL characters were removed"),
    (Kind::Control, "control-removed", "control characters were removed"),
    (
        Kind::ByteOrder,
        "byte-order-mark-removed",
        "byte order marks inside the text were removed",
    ),
    (Kind::Noncharacter, "noncharacter-removed", "noncharacters were removed"),
    (Kind::Escape, "escape-removed", "escape sequences of a terminal were removed"),
    (Kind::Overstrike, "overstrike-removed", "characters typed over were removed"),
    (
        Kind::Direction,
        "bidi-control",
        "characters that override the direction of text are kept",
    ),
];

/// Takes out what cannot be seen. Text without any of it is not copied.
pub(super) fn scrub(text: &str) -> (Cow<'_, str>, Vec<Diagnostic>) {
    if !is_suspect(text.as_bytes()) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut counts = [(0_usize, 0_u32); KINDS.len()];
    let mut clean = String::new();
    let mut copied = 0;
    let mut line = 1_u32;
    let mut after_return = false;
    let mut escaped = 0;
    for (place, c) in text.char_indices() {
        if place < escaped {
            continue;
        }
        if c == '\n' || after_return {
            line = line.saturating_add(1);
        }
        after_return = c == '\r' && text.as_bytes().get(place + 1) != Some(&b'\n');
        let rest = text.get(place..).unwrap_or_default();
        let (kind, length) = match c {
            '\u{1B}' => match escape(rest) {
                Some(length) => (Kind::Escape, length),
                None => (Kind::Control, 1),
            },
            _ if rest.as_bytes().get(c.len_utf8()) == Some(&8) => {
                (Kind::Overstrike, c.len_utf8() + 1)
            }
            _ => match kind_of(c) {
                Some(kind) => (kind, c.len_utf8()),
                None => continue,
            },
        };
        escaped = place + length;
        for ((known, _, _), (count, first)) in KINDS.iter().zip(&mut counts) {
            if *known == kind {
                *first = if *count == 0 { line } else { *first };
                *count += 1;
            }
        }
        if kind != Kind::Direction {
            clean.push_str(text.get(copied..place).unwrap_or_default());
            copied = place + length;
        }
    }
    let told = KINDS.iter().zip(counts).filter(|(_, (count, _))| *count > 0);
    let findings = told.map(|((_, code, message), (count, first))| {
        Diagnostic::warning(code, Place::line(first), format!("{count} {message}"))
    });
    let findings = findings.collect();
    if copied == 0 {
        return (Cow::Borrowed(text), findings);
    }
    clean.push_str(text.get(copied..).unwrap_or_default());
    (Cow::Owned(clean), findings)
}

/// Whether any byte can belong to a character that is told of; nearly all texts have none.
fn is_suspect(bytes: &[u8]) -> bool {
    let next = |place: usize| bytes.get(place).copied().unwrap_or(0);
    bytes.iter().enumerate().any(|(place, byte)| match byte {
        b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0xB | 0xC => false,
        0..=0x1F | 0x7F | 0xF0..=0xFF => true,
        0xC2 => next(place + 1) < 0xA0,
        0xE2 => match next(place + 1) {
            0x80 => matches!(next(place + 2), 0xAA..=0xAE),
            0x81 => matches!(next(place + 2), 0xA6..=0xA9),
            _ => false,
        },
        0xEF => matches!(next(place + 1), 0xB7 | 0xBB | 0xBF),
        _ => false,
    })
}

/// The length of a terminal's escape sequence: `ESC [ 1 m`.
fn escape(text: &str) -> Option<usize> {
    let body = text.strip_prefix("\u{1B}[")?;
    let digits = body.bytes().take(20).take_while(|b| b.is_ascii_digit() || *b == b';').count();
    body.as_bytes().get(digits).is_some_and(u8::is_ascii_alphabetic).then_some(digits + 3)
}

/// The kind of a character that is told of; nothing for all others.
fn kind_of(c: char) -> Option<Kind> {
    let code = u32::from(c);
    match c {
        ' '..='~' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => None,
        '\0' => Some(Kind::Nul),
        '\u{1}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Some(Kind::Control),
        '\u{FEFF}' => Some(Kind::ByteOrder),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some(Kind::Direction),
        '\u{FDD0}'..='\u{FDEF}' => Some(Kind::Noncharacter),
        _ if code & 0xFFFE == 0xFFFE => Some(Kind::Noncharacter),
        _ => None,
    }
}
