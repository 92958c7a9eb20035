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

/// Returns the width and height of a page in points; none without a media box of four numbers.
pub(super) fn page_size(document: &Document, page: &Dictionary) -> Option<(f64, f64)> {
    /// Greatest depth of a page tree.
    const DEEPEST: usize = 32;
    let mut holder = Some(page);
    for _ in 0..DEEPEST {
        let node = holder?;
        if let Some(Object::Array(corners)) = resolve(document, node.get(b"MediaBox").ok()) {
            let corner = |index: usize| number(corners.get(index));
            return Some((corner(2)? - corner(0)?, corner(3)? - corner(1)?));
        }
        holder = dictionary(document, node.get(b"Parent").ok());
    }
    None
}
