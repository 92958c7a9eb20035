//! Detection of bytes that are not text in any encoding.

use crate::read::encoding;

/// Length of the part of a file that is examined, in bytes.
const SAMPLE_LENGTH: usize = 64 * 1024;

/// Fewest control characters of a binary file: a text can have a few stray ones.
const LEAST_CONTROLS: usize = 6;

/// Returns the beginning of a file, which is enough to recognise its format.
pub(super) fn sample(bytes: &[u8]) -> &[u8] {
    bytes.get(..SAMPLE_LENGTH).unwrap_or(bytes)
}

/// Returns whether more than 5 % of the characters are control characters. Legacy encodings use the
/// bytes from 128 on for letters, and UTF-16 is decoded first, so only control characters of ASCII
/// count, and all of UTF-16.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    // Old systems pad the last block of a text with NUL or with the end-of-file character.
    let end = bytes.iter().rposition(|byte| !matches!(byte, 0 | 0x1A));
    let Some(end) = end else { return !bytes.is_empty() };
    let sample = sample(&bytes[..=end]);
    let (count, controls) = if encoding::is_wide(bytes) {
        // The sample must not cut a character of two bytes in half.
        let even = &bytes[..SAMPLE_LENGTH.min(bytes.len() & !1)];
        let text = encoding::decode_characters(even, false, None).0;
        let is_control = |c: &char| is_non_text(*c) || *c == char::REPLACEMENT_CHARACTER;
        (text.chars().count(), text.chars().filter(is_control).count())
    } else {
        let is_control = |byte: &&u8| byte.is_ascii() && is_non_text(char::from(**byte));
        (sample.len(), sample.iter().filter(is_control).count())
    };
    controls >= LEAST_CONTROLS && controls * 20 > count
}

/// Returns whether a character is a control character that no text has. Texts for terminals and
/// printers have backspace, escape and the two shifts.
pub(super) fn is_non_text(c: char) -> bool {
    c.is_control() && !c.is_whitespace() && !matches!(c, '\u{8}' | '\u{E}' | '\u{F}' | '\u{1B}')
}
