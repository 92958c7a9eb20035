//! Removal of invisible characters, with a warning for each kind.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Place};

/// Kinds of invisible character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InvisibleKind {
    Nul,
    Control,
    ByteOrder,
    Noncharacter,
    /// Escape sequence of a terminal: a colour or a style.
    Escape,
    /// Letter typed over another, as printers and manual pages set bold text.
    Overstrike,
    /// Kept, because right-to-left text may need it, with a warning, because it can hide words.
    Direction,
}

/// Code and message of each kind.
const KINDS: [(InvisibleKind, &str, &str); 7] = [
    (InvisibleKind::Nul, "nul-removed", "NUL characters were removed"),
    (InvisibleKind::Control, "control-removed", "control characters were removed"),
    (
        InvisibleKind::ByteOrder,
        "byte-order-mark-removed",
        "byte order marks inside the text were removed",
    ),
    (InvisibleKind::Noncharacter, "noncharacter-removed", "noncharacters were removed"),
    (InvisibleKind::Escape, "escape-removed", "escape sequences of a terminal were removed"),
    (InvisibleKind::Overstrike, "overstrike-removed", "characters typed over were removed"),
    (
        InvisibleKind::Direction,
        "bidi-control",
        "characters that override the direction of text are kept",
    ),
];

/// Removes invisible characters. A text without any is not copied.
pub(super) fn remove_invisible(text: &str) -> (Cow<'_, str>, Vec<Diagnostic>) {
    if !is_suspect(text.as_bytes()) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut counts = [(0_usize, 0_u32); KINDS.len()];
    let mut clean = String::new();
    let mut copied = 0;
    let mut line = 1_u32;
    let mut after_return = false;
    let mut next = 0;
    for (place, c) in text.char_indices() {
        if place < next {
            continue;
        }
        if c == '\n' || after_return {
            line = line.saturating_add(1);
        }
        after_return = c == '\r' && text.as_bytes().get(place + 1) != Some(&b'\n');
        let rest = &text[place..];
        let (kind, length) = match c {
            '\u{1B}' => match escape_length(rest) {
                Some(length) => (InvisibleKind::Escape, length),
                None => (InvisibleKind::Control, 1),
            },
            _ if rest.as_bytes().get(c.len_utf8()) == Some(&8) => {
                (InvisibleKind::Overstrike, c.len_utf8() + 1)
            }
            _ => match kind_of(c) {
                Some(kind) => (kind, c.len_utf8()),
                None => continue,
            },
        };
        next = place + length;
        for ((known, _, _), (count, first)) in KINDS.iter().zip(&mut counts) {
            if *known == kind {
                *first = if *count == 0 { line } else { *first };
                *count += 1;
            }
        }
        if kind != InvisibleKind::Direction {
            clean.push_str(&text[copied..place]);
            copied = next;
        }
    }
    let found = KINDS.iter().zip(counts).filter(|(_, (count, _))| *count > 0);
    let findings = found.map(|((_, code, message), (count, first))| {
        Diagnostic::warning(code, Place::line(first), format!("{count} {message}"))
    });
    let findings = findings.collect();
    if copied == 0 {
        return (Cow::Borrowed(text), findings);
    }
    clean.push_str(&text[copied..]);
    (Cow::Owned(clean), findings)
}

/// True if any byte can belong to an invisible character; most texts have none.
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

/// Returns the length of a terminal's escape sequence, in bytes: `ESC [ 1 m`.
fn escape_length(text: &str) -> Option<usize> {
    let body = text.strip_prefix("\u{1B}[")?;
    let digits = body.bytes().take(20).take_while(|b| b.is_ascii_digit() || *b == b';').count();
    body.as_bytes().get(digits).is_some_and(u8::is_ascii_alphabetic).then_some(digits + 3)
}

/// Returns the kind of an invisible character; none for all others.
fn kind_of(c: char) -> Option<InvisibleKind> {
    let code = u32::from(c);
    match c {
        ' '..='~' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => None,
        '\0' => Some(InvisibleKind::Nul),
        '\u{1}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Some(InvisibleKind::Control),
        '\u{FEFF}' => Some(InvisibleKind::ByteOrder),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some(InvisibleKind::Direction),
        '\u{FDD0}'..='\u{FDEF}' => Some(InvisibleKind::Noncharacter),
        _ if code & 0xFFFE == 0xFFFE => Some(InvisibleKind::Noncharacter),
        _ => None,
    }
}
