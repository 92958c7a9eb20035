//! Which encoding the bytes are in, and the characters.
//!
//! Comes in: the bytes of a file. Goes out: its characters and what was odd. Never done here:
//! failing; a byte that means nothing becomes U+FFFD and is counted.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::{Diagnostic, Place};

/// Bytes looked at to guess an encoding.
const SAMPLE: usize = 64 * 1024;

/// Bytes in which a page names its encoding; browsers look at the first 1024.
const DECLARATION: usize = 4096;

/// Decodes bytes: by their byte order mark, as UTF-8, as UTF-16 by its NULs, by what the server
/// told, by what a page says of itself where it may be one, else by statistics.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    may_be_page: bool,
    told: Option<&str>,
) -> (Cow<'b, str>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let (text, name) = characters(bytes, may_be_page, told);
    if let Some(name) = name {
        let message = format!("the text was read as {name}");
        findings.push(Diagnostic::note("encoding", Place::line(1), message));
    }
    if let Some(finding) = broken(bytes, &text) {
        findings.push(finding);
    }
    (text, findings)
}

/// The characters, and the encoding's name where it is not plain UTF-8.
pub(super) fn characters<'b>(
    bytes: &'b [u8],
    may_be_page: bool,
    told: Option<&str>,
) -> (Cow<'b, str>, Option<&'static str>) {
    if let Some((text, name)) = utf_32(bytes) {
        return (Cow::Owned(text), Some(name));
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        let name = (encoding != UTF_8).then(|| encoding.name());
        return (encoding.decode_without_bom_handling(rest).0, name);
    }
    if let Some(encoding) = utf_16_by_nuls(bytes) {
        return (encoding.decode_without_bom_handling(bytes).0, Some(encoding.name()));
    }
    if let Some(encoding) = told.and_then(|told| by_server(told, bytes)) {
        return (encoding.decode_without_bom_handling(bytes).0, Some(encoding.name()));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    if mostly_utf_8(bytes) {
        return (String::from_utf8_lossy(bytes), None);
    }
    if let Some(encoding) = declared(bytes).filter(|_| may_be_page) {
        return (encoding.decode_without_bom_handling(bytes).0, Some(encoding.name()));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    (encoding.decode_without_bom_handling(bytes).0, Some(encoding.name()))
}

/// The encoding that the server told, where it is another than UTF-8 and may be true: servers
/// tell Latin 1 of everything, and bytes beyond ASCII that are UTF-8 are not that by chance.
fn by_server(told: &str, bytes: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(told.as_bytes()).filter(|known| *known != UTF_8)?;
    let utf_8 = !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok();
    (!utf_8).then_some(encoding)
}

/// The encoding that a page names near its top: `<meta charset=...>`, `charset=...` in the type.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let top = bytes.get(..DECLARATION.min(bytes.len()))?.to_ascii_lowercase();
    let top = String::from_utf8_lossy(&top);
    let mut rest = top.as_ref();
    while let Some(at) = rest.find("charset").or_else(|| rest.find("encoding=")) {
        rest = rest.get(at..)?;
        let word = rest.find(['=', ' ', '>']).unwrap_or(rest.len());
        rest = rest.get(word..)?;
        let label = rest.trim_start_matches(['=', ' ', '"', '\'']);
        let end = label.find(['"', '\'', '>', ';', ' ', '/', '?']).unwrap_or(label.len());
        // Bytes that are no UTF-8 are not what the page claims, nor UTF-16, which has NULs.
        let named = Encoding::for_label(label.get(..end)?.as_bytes());
        let named = named.filter(|known| ![UTF_8, UTF_16BE, UTF_16LE].contains(known));
        if named.is_some() {
            return named;
        }
    }
    None
}

/// Whether a character takes two bytes or four.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    let wide = |known: &Encoding| known == UTF_16LE || known == UTF_16BE;
    matches!(bytes, [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..])
        || Encoding::for_bom(bytes).is_some_and(|(known, _)| wide(known))
        || utf_16_by_nuls(bytes).is_some()
}

/// UTF-32 by its byte order mark, which must come before that of UTF-16: it begins alike.
fn utf_32(bytes: &[u8]) -> Option<(String, &'static str)> {
    let (little, name) = match bytes {
        [0xFF, 0xFE, 0, 0, ..] if bytes.len().is_multiple_of(4) => (true, "UTF-32LE"),
        [0, 0, 0xFE, 0xFF, ..] => (false, "UTF-32BE"),
        _ => return None,
    };
    let character = |unit: &[u8]| {
        let unit: [u8; 4] = unit.try_into().unwrap_or([0xFF; 4]);
        let code = if little { u32::from_le_bytes(unit) } else { u32::from_be_bytes(unit) };
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    };
    Some((bytes.chunks(4).skip(1).map(character).collect(), name))
}

/// UTF-16 without a mark: text of any alphabet has spaces and line ends, whose high byte is NUL.
fn utf_16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE.min(bytes.len()) & !1)?;
    if sample.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let pairs = || sample.chunks_exact(2);
    let high = |pair: &[u8]| pair.first() == Some(&0) && pair.get(1) != Some(&0);
    let low = |pair: &[u8]| pair.get(1) == Some(&0) && pair.first() != Some(&0);
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

/// Valid UTF-8, or UTF-8 with a few broken bytes: far more whole sequences than broken ones.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // Cut at the end of the file: one broken sequence is no reason to doubt the others.
    broken == 0 || whole >= broken * 4
}

/// A warning that counts what could not be decoded.
fn broken(bytes: &[u8], text: &str) -> Option<Diagnostic> {
    let mark = char::REPLACEMENT_CHARACTER;
    let first = text.find(mark)?;
    // U+FFFD may stand in the file itself; then nothing was broken.
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let count = text.matches(mark).count();
    let before = text.get(..first).unwrap_or_default();
    let line = line_of(before);
    let message =
        format!("{count} byte sequences mean nothing in this encoding; each is \u{FFFD}");
    let finding = Diagnostic::warning("broken-encoding", Place::line(line), message);
    Some(finding.hint("save the text as UTF-8"))
}

/// The number of the line that follows `before`.
fn line_of(before: &str) -> u32 {
    let feeds = before.matches('\n').count();
    let ends = if feeds > 0 { feeds } else { before.matches('\r').count() };
    u32::try_from(ends).unwrap_or(u32::MAX - 1) + 1
}
