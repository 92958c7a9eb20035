//! Detection and decoding of character encodings.
//!
//! Must never fail: a byte sequence without a meaning becomes U+FFFD and is counted.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::{Diagnostic, Place};

/// Length of the sample in which UTF-16 without a byte order mark is detected, in bytes.
const SAMPLE: usize = 64 * 1024;

/// Length of the top in which a page may name its encoding, in bytes; browsers examine 1024.
const DECLARATION: usize = 4096;

/// Decodes bytes by their byte order mark, as UTF-8, as UTF-16 by its NULs, by the encoding that
/// the server named, by the declaration of a page if the bytes may be one, else by statistics.
/// Returns the text with a note of its encoding and a warning of invalid bytes.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    may_be_page: bool,
    charset: Option<&str>,
) -> (Cow<'b, str>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let (text, name) = decode_characters(bytes, may_be_page, charset);
    if let Some(name) = name {
        let message = format!("the text was read as {name}");
        findings.push(Diagnostic::note("encoding", Place::line(1), message));
    }
    findings.extend(invalid_bytes(bytes, &text));
    (text, findings)
}

/// Decodes bytes; returns the text, and the name of its encoding if it is not plain UTF-8.
pub(super) fn decode_characters<'b>(
    bytes: &'b [u8],
    may_be_page: bool,
    charset: Option<&str>,
) -> (Cow<'b, str>, Option<&'static str>) {
    if let Some((text, name)) = decode_utf_32(bytes) {
        return (Cow::Owned(text), Some(name));
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let name = (encoding != UTF_8).then(|| encoding.name());
        return (encoding.decode_without_bom_handling(&bytes[length..]).0, name);
    }
    let certain = utf_16_by_nuls(bytes)
        .or_else(|| charset.and_then(|charset| encoding_of_server(charset, bytes)));
    if certain.is_none() {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return (Cow::Borrowed(text), None);
        }
        if is_mostly_utf_8(bytes) {
            return (String::from_utf8_lossy(bytes), None);
        }
    }
    let declared = || declared_encoding(bytes).filter(|_| may_be_page);
    let encoding = certain.or_else(declared).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Deny)
    });
    (encoding.decode_without_bom_handling(bytes).0, Some(encoding.name()))
}

/// Returns the encoding that the server named, if it is not UTF-8 and is plausible. Many servers
/// name Latin 1 for everything, and bytes beyond ASCII that are valid UTF-8 are so on purpose.
fn encoding_of_server(charset: &str, bytes: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(charset.as_bytes()).filter(|known| *known != UTF_8)?;
    let utf_8 = !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok();
    (!utf_8).then_some(encoding)
}

/// Returns the encoding that a page names near its top: `<meta charset=...>`, `charset=...`.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let top = bytes[..DECLARATION.min(bytes.len())].to_ascii_lowercase();
    let top = String::from_utf8_lossy(&top);
    let mut rest = top.as_ref();
    while let Some(at) = rest.find("charset").or_else(|| rest.find("encoding=")) {
        rest = &rest[at..];
        let word = rest.find(['=', ' ', '>']).unwrap_or(rest.len());
        rest = &rest[word..];
        let label = rest.trim_start_matches(['=', ' ', '"', '\'']);
        let end = label.find(['"', '\'', '>', ';', ' ', '/', '?']).unwrap_or(label.len());
        // The bytes are not UTF-8, and not UTF-16, which has NULs, whatever the page claims.
        let named = Encoding::for_label(&label.as_bytes()[..end]);
        let named = named.filter(|known| ![UTF_8, UTF_16BE, UTF_16LE].contains(known));
        if named.is_some() {
            return named;
        }
    }
    None
}

/// True for an encoding with two or four bytes a character.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    let wide = |known: &Encoding| known == UTF_16LE || known == UTF_16BE;
    matches!(bytes, [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..])
        || Encoding::for_bom(bytes).is_some_and(|(known, _)| wide(known))
        || utf_16_by_nuls(bytes).is_some()
}

/// Decodes UTF-32, which is known by its byte order mark. That of UTF-16 begins in the same way, so
/// this is tried first.
fn decode_utf_32(bytes: &[u8]) -> Option<(String, &'static str)> {
    let (little, name) = match bytes {
        [0xFF, 0xFE, 0, 0, ..] if bytes.len().is_multiple_of(4) => (true, "UTF-32LE"),
        [0, 0, 0xFE, 0xFF, ..] => (false, "UTF-32BE"),
        _ => return None,
    };
    let character = |unit: &[u8]| {
        // The last unit may be too short.
        let unit: Option<[u8; 4]> = unit.try_into().ok();
        let code = unit.map(if little { u32::from_le_bytes } else { u32::from_be_bytes });
        code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
    };
    Some((bytes.chunks(4).skip(1).map(character).collect(), name))
}

/// Recognises UTF-16 without a byte order mark: text in any alphabet has spaces and line ends,
/// whose high byte is NUL.
fn utf_16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..SAMPLE.min(bytes.len()) & !1];
    if sample.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let pairs = || sample.chunks_exact(2);
    let high = |pair: &[u8]| pair[0] == 0 && pair[1] != 0;
    let low = |pair: &[u8]| pair[1] == 0 && pair[0] != 0;
    let (big, little) =
        (pairs().filter(|p| high(p)).count(), pairs().filter(|p| low(p)).count());
    // One unit in twelve is a space or a line end in any text with spaces.
    let enough = (sample.len() / 2).div_ceil(12);
    if little >= enough && big * 20 <= little {
        Some(UTF_16LE)
    } else if big >= enough && little * 20 <= big {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// True for UTF-8 with far more valid sequences than invalid ones.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || whole >= broken * 4
}

/// Returns a warning that counts the byte sequences that could not be decoded.
fn invalid_bytes(bytes: &[u8], text: &str) -> Option<Diagnostic> {
    let mark = char::REPLACEMENT_CHARACTER;
    let first = text.find(mark)?;
    // A file in valid UTF-8 may contain U+FFFD itself.
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let count = text.matches(mark).count();
    let before = &text[..first];
    let feeds = before.matches('\n').count();
    let line_ends = if feeds > 0 { feeds } else { before.matches('\r').count() };
    let message =
        format!("{count} byte sequences mean nothing in this encoding; each is \u{FFFD}");
    let place = Place::line(line_ends + 1);
    let finding = Diagnostic::warning("broken-encoding", place, message);
    Some(finding.hint("save the text as UTF-8"))
}
