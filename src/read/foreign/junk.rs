//! Bytes that are no text in any encoding.

use crate::read::encoding;

/// Bytes that are looked at to tell a text from other data.
const SAMPLE: usize = 64 * 1024;

/// Control characters that even a short file must have: a few stray ones spoil no text.
const FEWEST: usize = 6;

/// The beginning of a file, which is enough to tell what it is.
pub(super) fn sample(bytes: &[u8]) -> &[u8] {
    bytes.get(..SAMPLE).unwrap_or(bytes)
}

/// True if bytes hold so many control characters that no encoding makes a text of them. Legacy
/// encodings use the bytes from 128 on for letters, and UTF-16 is decoded first, so that only
/// control characters of ASCII count, and those of UTF-16 beyond them.
pub(super) fn is_junk(bytes: &[u8]) -> bool {
    // Old systems fill the last block of a text with NUL or with the sign of its end.
    let end = bytes.iter().rposition(|byte| !matches!(byte, 0 | 0x1A));
    let Some(end) = end else { return !bytes.is_empty() };
    let sample = sample(bytes.get(..=end).unwrap_or(bytes));
    let (count, odd) = if encoding::is_wide(bytes) {
        // A character of two bytes may be cut in half at the end.
        let even = bytes.get(..SAMPLE.min(bytes.len() & !1)).unwrap_or(bytes);
        let text = encoding::decode_characters(even, false, None).0;
        let odd = text.chars().filter(|c| is_odd(*c) || *c == char::REPLACEMENT_CHARACTER);
        (text.chars().count(), odd.count())
    } else {
        let odd = sample.iter().filter(|byte| byte.is_ascii() && is_odd(char::from(**byte)));
        (sample.len(), odd.count())
    };
    odd >= FEWEST && odd * 20 > count
}

/// True for a character that no text has. Backspace, escape and the two shifts occur in what a
/// terminal or a printer was sent.
pub(super) fn is_odd(c: char) -> bool {
    c.is_control() && !c.is_whitespace() && !matches!(c, '\u{8}' | '\u{E}' | '\u{F}' | '\u{1B}')
}
