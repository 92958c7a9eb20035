//! Objects of a PDF, looked at with patience.
//!
//! Comes in: a document and what may be a reference. Goes out: what it leads to, or nothing. Never
//! done here: an error; what is not as it should be is not there.

use lopdf::{Dictionary, Document, Object};

/// The most that a stream may unpack to, in bytes: 256 MiB, more than any page needs.
const LARGEST_STREAM: usize = 256 << 20;

/// What an object is behind references.
pub(super) fn resolve<'d>(
    document: &'d Document,
    object: Option<&'d Object>,
) -> Option<&'d Object> {
    document.dereference(object?).ok().map(|(_, object)| object)
}

/// The dictionary that an object is, or that a stream has.
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

/// What a stream holds, unpacked.
pub(super) fn stream(document: &Document, object: Option<&Object>) -> Option<Vec<u8>> {
    let Object::Stream(stream) = resolve(document, object)? else { return None };
    if stream.dict.has(b"Filter") {
        stream.decompressed_content_with_limit(LARGEST_STREAM).ok()
    } else {
        Some(stream.content.clone())
    }
}

/// A number of either kind.
pub(super) fn number(object: Option<&Object>) -> Option<f64> {
    match object? {
        #[expect(clippy::cast_precision_loss, reason = "coordinates are small")]
        Object::Integer(value) => Some(*value as f64),
        Object::Real(value) => Some(f64::from(*value)),
        _ => None,
    }
}

/// A name.
pub(super) fn name<'d>(document: &'d Document, object: Option<&'d Object>) -> Option<&'d str> {
    std::str::from_utf8(resolve(document, object)?.as_name().ok()?).ok()
}

/// A text string.
pub(super) fn text(document: &Document, object: Option<&Object>) -> Option<String> {
    lopdf::decode_text_string(resolve(document, object)?).ok()
}
