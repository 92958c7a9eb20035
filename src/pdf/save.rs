//! The file: objects become bytes.
//!
//! Comes in: a finished lopdf document. Goes out: the bytes of a PDF 1.7 (ISO 32000-1, 7.5.7 and
//! 7.5.8). Never done here: an object changed, but for its number.

use crate::map::Map;
use lopdf::{Dictionary, Document, Object, ObjectId};
use sha2::{Digest, Sha256};

use super::deflate::Deflater;
use super::number::{fixed, push_decimal, push_integer};

/// Objects in one object stream: more compress better, but a reader unpacks all of a stream to
/// get at one object.
const TO_A_STREAM: usize = 200;

/// The first line, and a comment of bytes above 127 by which programs know a binary file.
const HEAD: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

/// What every PDF of ours carries as the comment after its binary comment, so that it is known
/// again without parsing: the command line overwrites no other file unasked.
pub const MARK: &[u8] = b"%Offprint\n";

/// Writes every object that can be reached from the catalog and the information dictionary,
/// numbered in the order in which they are reached.
pub(super) fn save(document: &Document, deflater: &mut Deflater) -> Vec<u8> {
    let order = reachable(document);
    let numbers: Numbers = (1u32..).zip(&order).map(|(number, &id)| (id, number)).collect();
    let mut file = File { out: [HEAD, MARK].concat(), places: vec![Place::Free], numbers };
    let mut packed: Vec<(u32, &Object)> = Vec::new();
    for (number, id) in (1u32..).zip(&order) {
        file.places.push(Place::Free);
        match document.objects.get(id) {
            Some(Object::Stream(stream)) => {
                file.stream(number, &stream.dict, &stream.content, deflater);
            }
            Some(object) => packed.push((number, object)),
            None => {}
        }
    }
    for part in packed.chunks(TO_A_STREAM) {
        file.object_stream(part, deflater);
    }
    file.end(&document.trailer, deflater);
    file.out
}

type Numbers = Map<ObjectId, u32>;

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    Free,
    /// At this byte of the file.
    At(usize),
    /// In an object stream, at this index.
    In(u32, usize),
}

struct File {
    out: Vec<u8>,
    places: Vec<Place>,
    numbers: Numbers,
}

impl File {
    fn place(&mut self, number: u32, place: Place) {
        if let Some(slot) = self.places.get_mut(number as usize) {
            *slot = place;
        }
    }

    /// Writes a stream object, compressed unless it is already.
    fn stream(
        &mut self,
        number: u32,
        dict: &Dictionary,
        content: &[u8],
        deflater: &mut Deflater,
    ) {
        self.place(number, Place::At(self.out.len()));
        let mut dict = dict.clone();
        let packed = if dict.has(b"Filter") { None } else { deflater.deflate(content) };
        if packed.is_some() {
            dict.set("Filter", "FlateDecode");
        }
        let content = packed.as_deref().unwrap_or(content);
        dict.set("Length", i64::try_from(content.len()).unwrap_or(i64::MAX));
        push_integer(&mut self.out, i64::from(number));
        self.out.extend_from_slice(b" 0 obj\n");
        push_dictionary(&mut self.out, &dict, &self.numbers);
        self.out.extend_from_slice(b"stream\n");
        self.out.extend_from_slice(content);
        self.out.extend_from_slice(b"\nendstream\nendobj\n");
    }

    fn object_stream(&mut self, objects: &[(u32, &Object)], deflater: &mut Deflater) {
        let container = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.places.push(Place::Free);
        let (mut head, mut body) = (Vec::new(), Vec::new());
        for (index, &(number, object)) in objects.iter().enumerate() {
            self.place(number, Place::In(container, index));
            push_integer(&mut head, i64::from(number));
            head.push(b' ');
            push_integer(&mut head, i64::try_from(body.len()).unwrap_or(i64::MAX));
            head.push(b' ');
            push_object(&mut body, object, &self.numbers);
            body.push(b'\n');
        }
        let mut dict = Dictionary::new();
        dict.set("Type", "ObjStm");
        dict.set("N", i64::try_from(objects.len()).unwrap_or(i64::MAX));
        dict.set("First", i64::try_from(head.len()).unwrap_or(i64::MAX));
        head.extend_from_slice(&body);
        self.stream(container, &dict, &head, deflater);
    }

    /// Writes the cross-reference stream and the end of the file. The identifier is a digest of
    /// all bytes before it, so equal files have equal ones.
    fn end(&mut self, trailer: &Dictionary, deflater: &mut Deflater) {
        let digest = Sha256::digest(&self.out);
        let identifier = Object::String(
            digest.iter().take(16).copied().collect(),
            lopdf::StringFormat::Hexadecimal,
        );
        let start = self.out.len();
        let number = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.places.push(Place::At(start));
        let mut entries = Vec::with_capacity(self.places.len() * 7);
        for place in &self.places {
            let (kind, second, third) = match *place {
                Place::Free => (0, 0, 0),
                Place::At(offset) => (1, offset, 0),
                Place::In(container, index) => (2, container as usize, index),
            };
            entries.push(kind);
            entries.extend(second.to_be_bytes().iter().skip(4));
            entries.extend(third.to_be_bytes().iter().skip(6));
        }
        let mut dict = Dictionary::new();
        dict.set("Type", "XRef");
        dict.set("Size", i64::from(number) + 1);
        dict.set("W", vec![Object::Integer(1), Object::Integer(4), Object::Integer(2)]);
        for key in ["Root", "Info"] {
            if let Ok(reference) = trailer.get(key.as_bytes()) {
                dict.set(key, reference.clone());
            }
        }
        dict.set("ID", vec![identifier.clone(), identifier]);
        self.stream(number, &dict, &entries, deflater);
        self.out.extend_from_slice(b"startxref\n");
        push_integer(&mut self.out, i64::try_from(start).unwrap_or(i64::MAX));
        self.out.extend_from_slice(b"\n%%EOF\n");
    }
}

/// The objects that the trailer leads to, in the order in which a reader meets them.
fn reachable(document: &Document) -> Vec<ObjectId> {
    let mut order = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut waiting: Vec<ObjectId> = ["Info", "Root"]
        .iter()
        .filter_map(|key| document.trailer.get(key.as_bytes()).ok()?.as_reference().ok())
        .collect();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            continue;
        }
        order.push(id);
        if let Some(object) = document.objects.get(&id) {
            let from = waiting.len();
            push_references(&mut waiting, object);
            if let Some(new) = waiting.get_mut(from..) {
                new.reverse();
            }
        }
    }
    order
}

fn push_references(found: &mut Vec<ObjectId>, object: &Object) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|item| push_references(found, item)),
        Object::Dictionary(dict) => {
            dict.iter().for_each(|(_, item)| push_references(found, item));
        }
        Object::Stream(stream) => {
            stream.dict.iter().for_each(|(_, item)| push_references(found, item));
        }
        _ => {}
    }
}

/// Appends an object. The only nesting is that of our own dictionaries, three deep at most.
fn push_object(out: &mut Vec<u8>, object: &Object, numbers: &Numbers) {
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
        Object::Reference(id) => match numbers.get(id) {
            Some(&number) => {
                push_integer(out, i64::from(number));
                out.extend_from_slice(b" 0 R");
            }
            None => out.extend_from_slice(b"null"),
        },
    }
}

/// Whether an object's first byte could be read as part of what stands before it.
fn needs_space(object: &Object) -> bool {
    !matches!(
        object,
        Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_)
    )
}

fn push_dictionary(out: &mut Vec<u8>, dict: &Dictionary, numbers: &Numbers) {
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

fn push_string(out: &mut Vec<u8>, bytes: &[u8]) {
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
