//! Lenient access to objects of a PDF: malformed ones count as missing.

use std::borrow::Cow;

use super::decode::{DecodeError, FilterSpec, decode};
use super::document::Document;
use super::limits::LARGEST_STREAM;
use super::object::{Dictionary, Object, StreamObject, decode_text};

/// Returns the entry of a dictionary, with references resolved.
pub(super) fn entry<'d>(
    document: &'d Document,
    holder: &'d Dictionary,
    key: &str,
) -> Option<&'d Object> {
    document.resolve(holder.get(key.as_bytes())?)
}

/// Returns an entry that is a dictionary, or the dictionary of a stream.
pub(super) fn dictionary<'d>(
    document: &'d Document,
    holder: &'d Dictionary,
    key: &str,
) -> Option<&'d Dictionary> {
    as_dictionary(document, holder.get(key.as_bytes())?)
}

/// Returns a dictionary, or the dictionary of a stream, with references resolved.
pub(super) fn as_dictionary<'d>(
    document: &'d Document,
    object: &'d Object,
) -> Option<&'d Dictionary> {
    match document.resolve(object)? {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// Returns the items of an entry that is an array, and no items without one.
pub(super) fn array<'d>(
    document: &'d Document,
    holder: &'d Dictionary,
    key: &str,
) -> &'d [Object] {
    match entry(document, holder, key) {
        Some(Object::Array(items)) => items,
        _ => &[],
    }
}

/// Returns an entry that is a stream.
pub(super) fn stream<'d>(
    document: &'d Document,
    holder: &'d Dictionary,
    key: &str,
) -> Option<&'d StreamObject> {
    match entry(document, holder, key)? {
        Object::Stream(stream) => Some(stream),
        _ => None,
    }
}

/// Returns an entry that is an integer.
pub(super) fn integer(document: &Document, holder: &Dictionary, key: &str) -> Option<i64> {
    entry(document, holder, key)?.as_integer()
}

/// Returns an entry that is a name in UTF-8.
pub(super) fn name<'d>(
    document: &'d Document,
    holder: &'d Dictionary,
    key: &str,
) -> Option<&'d str> {
    std::str::from_utf8(entry(document, holder, key)?.as_name()?).ok()
}

/// Returns an entry that is a text string.
pub(super) fn text(document: &Document, holder: &Dictionary, key: &str) -> Option<String> {
    Some(decode_text(entry(document, holder, key)?.as_string()?))
}

/// Returns an entry that is a Boolean.
pub(super) fn boolean(document: &Document, holder: &Dictionary, key: &str) -> Option<bool> {
    if let Object::Boolean(value) = entry(document, holder, key)? { Some(*value) } else { None }
}

/// Unpacks a stream.
///
/// # Errors
/// If it exceeds a limit, or its data are broken.
pub(super) fn unpack<'d>(
    document: &Document,
    stream: &'d StreamObject,
) -> Result<Cow<'d, [u8]>, DecodeError> {
    decode(&stream.raw, &filters(document, &stream.dict), LARGEST_STREAM)
}

/// Returns the filters of a stream.
pub(super) fn filters(document: &Document, dict: &Dictionary) -> Vec<FilterSpec> {
    let specification = |name: &[u8], parameters: Option<&Dictionary>| {
        let number = |key: &str, default: usize| {
            let stated = parameters.and_then(|parameters| integer(document, parameters, key));
            let stated = stated.and_then(|value| usize::try_from(value).ok());
            stated.unwrap_or(default).min(1 << 24)
        };
        FilterSpec::new(
            name,
            number("Predictor", 1),
            [number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1)],
            number("EarlyChange", 1) != 0,
        )
    };
    if let Some(name) = name(document, dict, "Filter") {
        return vec![specification(name.as_bytes(), dictionary(document, dict, "DecodeParms"))];
    }
    let parameters = array(document, dict, "DecodeParms");
    let names = array(document, dict, "Filter").iter().enumerate();
    names
        .filter_map(|(index, name)| {
            let name = document.resolve(name)?.as_name()?;
            let parameters = parameters.get(index).and_then(|it| as_dictionary(document, it));
            Some(specification(name, parameters))
        })
        .collect()
}
