//! Lenient access to objects of a PDF: malformed objects count as missing.

use lopdf::{Dictionary, Document, Object};

/// Largest uncompressed stream, in bytes: more than any page needs.
const LARGEST_STREAM: usize = 256 << 20;

/// Resolves references.
pub(super) fn resolve<'d>(
    document: &'d Document,
    object: Option<&'d Object>,
) -> Option<&'d Object> {
    document.dereference(object?).ok().map(|(_, object)| object)
}

/// Returns a dictionary, or that of a stream.
pub(super) fn dictionary<'d>(
    document: &'d Document,
    object: Option<&'d Object>,
) -> Option<&'d Dictionary> {
    match resolve(document, object)? {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// Returns the uncompressed content of a stream.
pub(super) fn stream(document: &Document, object: Option<&Object>) -> Option<Vec<u8>> {
    let Object::Stream(stream) = resolve(document, object)? else { return None };
    if stream.dict.has(b"Filter") {
        stream.decompressed_content_with_limit(LARGEST_STREAM).ok()
    } else {
        Some(stream.content.clone())
    }
}

/// Returns an integer or a real number.
pub(super) fn number(object: Option<&Object>) -> Option<f64> {
    match object? {
        #[expect(clippy::cast_precision_loss, reason = "coordinates are small")]
        Object::Integer(value) => Some(*value as f64),
        Object::Real(value) => Some(f64::from(*value)),
        _ => None,
    }
}

/// Returns a name.
pub(super) fn name<'d>(document: &'d Document, object: Option<&'d Object>) -> Option<&'d str> {
    std::str::from_utf8(resolve(document, object)?.as_name().ok()?).ok()
}

/// Returns a text string.
pub(super) fn text(document: &Document, object: Option<&Object>) -> Option<String> {
    lopdf::decode_text_string(resolve(document, object)?).ok()
}
