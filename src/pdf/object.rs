//! Objects as bytes.

use lopdf::{Dictionary, Object, ObjectId};

use super::number::{fixed, push_decimal, push_integer};
use crate::map::Map;
use crate::unit::Length;

/// The number of each object in the file.
#[derive(Debug, Default)]
pub(super) struct Numbers(Map<ObjectId, u32>);

impl Numbers {
    /// Returns the number of an object of the file.
    pub(super) fn of(&self, id: ObjectId) -> u32 {
        *self.0.get(&id).expect("pages, links and the structure are reached from the catalog")
    }
}

impl Extend<(ObjectId, u32)> for Numbers {
    fn extend<I: IntoIterator<Item = (ObjectId, u32)>>(&mut self, numbers: I) {
        self.0.extend(numbers);
    }
}

/// Objects as bytes, one after the other.
#[derive(Debug, Default)]
pub(super) struct ObjectBytes {
    /// The bytes of all of them, and of one that is not yet at its end.
    pub(super) bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl ObjectBytes {
    /// Ends the object that the last bytes belong to.
    pub(super) fn end(&mut self) {
        self.ends.push(self.bytes.len());
    }

    /// Iterates over the bytes of each object.
    pub(super) fn objects(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ranges = starts.zip(&self.ends).map(|(start, &end)| start..end);
        ranges.map(|range| &self.bytes[range])
    }
}

/// Appends an object. The only nesting is that of our own dictionaries, three deep at most.
pub(super) fn push_object(out: &mut Vec<u8>, object: &Object, numbers: &Numbers) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(true) => out.extend_from_slice(b"true"),
        Object::Boolean(false) => out.extend_from_slice(b"false"),
        Object::Integer(value) => push_integer(out, *value),
        Object::Real(value) => push_decimal(out, fixed(f64::from(*value), 3), 3),
        Object::Name(name) => push_name(out, name),
        Object::String(bytes, lopdf::StringFormat::Literal) => push_string(out, bytes),
        Object::String(bytes, lopdf::StringFormat::Hexadecimal) => push_hexadecimal(out, bytes),
        Object::Array(items) => {
            out.push(b'[');
            for (nth, item) in items.iter().enumerate() {
                if nth > 0 && needs_space(item) {
                    out.push(b' ');
                }
                push_object(out, item, numbers);
            }
            out.push(b']');
        }
        Object::Dictionary(dict) => push_dictionary(out, dict, numbers),
        Object::Stream(stream) => push_dictionary(out, &stream.dict, numbers),
        // A reference to an object that is not there is null (ISO 32000-1, 7.3.10).
        Object::Reference(id) => match numbers.0.get(id) {
            Some(&number) => {
                push_integer(out, i64::from(number));
                out.extend_from_slice(b" 0 R");
            }
            None => out.extend_from_slice(b"null"),
        },
    }
}

/// Returns whether an object's first byte could be read as part of what stands before it.
fn needs_space(object: &Object) -> bool {
    !matches!(
        object,
        Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_)
    )
}

/// Appends a dictionary.
pub(super) fn push_dictionary(out: &mut Vec<u8>, dict: &Dictionary, numbers: &Numbers) {
    out.extend_from_slice(b"<<");
    for (key, value) in dict.iter() {
        push_name(out, key);
        if needs_space(value) {
            out.push(b' ');
        }
        push_object(out, value, numbers);
    }
    out.extend_from_slice(b">>");
}

fn push_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"#()<>[]{}/%".contains(&byte) {
            out.push(byte);
        } else {
            out.push(b'#');
            push_digits(out, byte);
        }
    }
}

/// Appends a string in its literal form.
pub(super) fn push_string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for &byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(byte),
        }
    }
    out.push(b')');
}

fn push_hexadecimal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'<');
    bytes.iter().for_each(|&byte| push_digits(out, byte));
    out.push(b'>');
}

fn push_digits(out: &mut Vec<u8>, byte: u8) {
    for half in [byte >> 4, byte & 15] {
        out.push(if half < 10 { b'0' + half } else { b'A' + half - 10 });
    }
}

/// The longest text string that is written, in UTF-16 code units: a string of PDF/A-2 may have
/// 32,767 bytes (ISO 19005-2, 6.1.13).
const LONGEST_TEXT: usize = 16_000;

/// Returns text as a string object (ISO 32000-1, 7.9.2.2): as it is where it is printable ASCII, else in
/// UTF-16. What is too long is cut.
pub(super) fn text_string(text: &str) -> Object {
    if text.len() <= LONGEST_TEXT && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Object::string_literal(text);
    }
    let mut bytes = vec![0xFE, 0xFF];
    let mut units = 0;
    for letter in text.chars() {
        units += letter.len_utf16();
        if units > LONGEST_TEXT {
            break;
        }
        let mut buffer = [0; 2];
        let halves = letter.encode_utf16(&mut buffer).iter();
        bytes.extend(halves.flat_map(|half| half.to_be_bytes()));
    }
    Object::String(bytes, lopdf::StringFormat::Literal)
}

/// Returns `value` over a thousand, an integer where it is one.
pub(super) fn thousandths(value: i64) -> Object {
    if value % 1000 == 0 {
        Object::Integer(value / 1000)
    } else {
        #[expect(clippy::cast_possible_truncation, reason = "lopdf keeps reals as f32")]
        Object::Real((value as f64 / 1000.0) as f32)
    }
}

/// Returns a place on a page, by its distance from the lower edge, which leaves the magnification as
/// it is (ISO 32000-1, 12.3.2.2).
pub(super) fn destination(page: ObjectId, height: Length) -> Vec<Object> {
    let top = fixed(height.pt(), 2) * 10;
    vec![page.into(), "XYZ".into(), Object::Null, thousandths(top), Object::Null]
}

/// Appends text as a string.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    if let Object::String(bytes, _) = text_string(text) {
        push_string(out, &bytes);
    }
}
