//! Objects of a PDF.

use std::collections::BTreeMap;

/// Number of an object. Its generation is always 0 in the files that verification accepts.
pub(super) type ObjectNumber = u32;

/// Dictionary; its keys are without their solidus.
pub(super) type Dictionary = BTreeMap<Vec<u8>, Object>;

/// Object of a PDF.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Boolean(bool),
    Integer(i64),
    Real(f64),
    String(Vec<u8>),
    Name(Vec<u8>),
    Array(Vec<Self>),
    Dictionary(Dictionary),
    Stream(Box<StreamObject>),
    Reference(ObjectNumber),
}

/// Stream with its bytes as they are in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StreamObject {
    pub(super) dict: Dictionary,
    pub(super) raw: Vec<u8>,
}

impl Object {
    pub(super) fn as_integer(&self) -> Option<i64> {
        if let Self::Integer(value) = self { Some(*value) } else { None }
    }

    pub(super) fn as_name(&self) -> Option<&[u8]> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub(super) fn as_string(&self) -> Option<&[u8]> {
        if let Self::String(string) = self { Some(string) } else { None }
    }

    pub(super) fn as_reference(&self) -> Option<ObjectNumber> {
        if let Self::Reference(number) = self { Some(*number) } else { None }
    }
}

/// Returns an integer or a real number.
pub(super) fn number(object: Option<&Object>) -> Option<f64> {
    match object? {
        #[expect(clippy::cast_precision_loss, reason = "coordinates are small")]
        Object::Integer(value) => Some(*value as f64),
        Object::Real(value) => Some(*value),
        _ => None,
    }
}

/// Decodes a text string (ISO 32000-1, 7.9.2.2): UTF-16BE with its mark, UTF-8 with its mark, or
/// `PDFDocEncoding`.
pub(super) fn decode_text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| document_encoding(byte)).collect(),
    }
}

/// Decodes UTF-16BE.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let halves: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0, |half, &byte| (half << 8) | u16::from(byte)))
        .collect();
    String::from_utf16_lossy(&halves)
}

/// Returns the character of a byte in `PDFDocEncoding` (ISO 32000-1, annex D.3).
fn document_encoding(byte: u8) -> char {
    /// Characters from 0x18.
    const ACCENTS: &str = "\u{2D8}\u{2C7}\u{2C6}\u{2D9}\u{2DD}\u{2DB}\u{2DA}\u{2DC}";
    /// Characters from 0x80.
    const SIGNS: &str = "\u{2022}\u{2020}\u{2021}\u{2026}\u{2014}\u{2013}\u{192}\u{2044}\
        \u{2039}\u{203A}\u{2212}\u{2030}\u{201E}\u{201C}\u{201D}\u{2018}\u{2019}\u{201A}\
        \u{2122}\u{FB01}\u{FB02}\u{141}\u{152}\u{160}\u{178}\u{17D}\u{131}\u{142}\u{153}\
        \u{161}\u{17E}\u{FFFD}\u{20AC}";
    let listed = match byte {
        0x18..=0x1F => ACCENTS.chars().nth(usize::from(byte - 0x18)),
        0x80..=0xA0 => SIGNS.chars().nth(usize::from(byte - 0x80)),
        _ => None,
    };
    listed.unwrap_or(char::from(byte))
}
