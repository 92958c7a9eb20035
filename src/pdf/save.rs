//! The file: objects as bytes of a PDF 1.7.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use sha2::{Digest, Sha256};

use super::access;
use super::annotations::Annotations;
use super::job::LONG;
use super::number::{integer, number, push_integer};
use super::object::{Numbers, push_dictionary, push_object};
use super::tree::{self, Tags};
use crate::deflate::Deflaters;
use crate::jobs::Jobs;

/// Objects in one object stream: more compress better, but a reader unpacks all of a stream to
/// get at one object.
const TO_A_STREAM: usize = 200;

/// Bytes of an entry of the cross-reference stream: its kind in one, an offset or the number of an
/// object stream in four, an index in two.
const ENTRY: usize = 7;

/// The filter of PNG that writes a row as what it differs from the row above (RFC 2083, 6.4):
/// most entries differ from the one above by one.
const UP: u8 = 2;

/// The first line, and a comment of bytes above 127 by which programs know a binary file.
const HEAD: &[u8] = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

/// Mark of this program's PDFs: the comment after its binary comment, so that it is known
/// again without parsing: the command line overwrites no other file unasked.
pub const MARK: &[u8] = b"%Offprint\n";

/// Bytes of the file's identifier: as many of the digest as an MD5 sum would have.
pub(super) const IDENTIFIER: usize = 16;

/// Writes every object that can be reached from the catalog and the information dictionary,
/// numbered in the order in which they are reached, then those of the structure tree, then the
/// links.
pub(super) fn save(
    document: &Document,
    tags: &Tags<'_>,
    annotations: &Annotations<'_>,
    deflaters: &Deflaters,
    jobs: &Jobs,
) -> Vec<u8> {
    let order = reachable(document);
    let mut numbers = Numbers::default();
    numbers.extend(order.iter().copied().zip(1..));
    let first = number(order.len() + 1);
    numbers.extend([(tags.root, first)]);
    let first_link = first + number(tags.tree.elements.len()) + 1;
    numbers.extend(tags.links.values().flatten().copied().zip(first_link..));
    let tree = tree::write(tags, first, &numbers);
    let annotations = annotations.write(&tags.pages.map(|&page| numbers.of(page)));
    let mut file =
        PdfFile { out: [HEAD, MARK].concat(), places: vec![ObjectLocation::Free], numbers };
    let mut packed: Vec<(u32, Packed<'_>)> = Vec::new();
    for (number, id) in (1u32..).zip(&order) {
        file.places.push(ObjectLocation::Free);
        match document.objects.get(id) {
            Some(Object::Stream(stream)) => {
                let deflaters = stream.allows_compression.then_some(deflaters);
                file.stream(number, &stream.dict, &stream.content, deflaters);
            }
            Some(object) => packed.push((number, Packed::Object(object))),
            None => {}
        }
    }
    for (number, bytes) in (first..).zip(tree.objects().chain(annotations.objects())) {
        file.places.push(ObjectLocation::Free);
        packed.push((number, Packed::Bytes(bytes)));
    }
    let parts: Vec<_> = packed.chunks(TO_A_STREAM).collect();
    let shares: Vec<_> = parts.chunks(LONG).collect();
    let share = |share: &&[&[(u32, Packed<'_>)]]| {
        let packed = share.iter().map(|part| pack(part, &file.numbers, deflaters));
        packed.collect::<Vec<_>>()
    };
    let streams = jobs.map(&shares, share);
    for (part, stream) in parts.iter().zip(streams.iter().flatten()) {
        file.object_stream(part, stream);
    }
    file.end(&document.trailer, deflaters);
    file.out
}

/// The place of an object in the file.
#[derive(Clone, Copy)]
enum ObjectLocation {
    Free,
    /// At this byte of the file.
    At(usize),
    /// In an object stream, at this index.
    In(u32, usize),
}

/// An object for an object stream.
enum Packed<'p> {
    Object(&'p Object),
    Bytes(&'p [u8]),
}

struct PdfFile {
    out: Vec<u8>,
    places: Vec<ObjectLocation>,
    numbers: Numbers,
}

impl PdfFile {
    fn place(&mut self, number: u32, place: ObjectLocation) {
        self.places[number as usize] = place;
    }

    /// Writes a stream object, compressed where there are deflaters and it is not yet.
    fn stream(
        &mut self,
        number: u32,
        dict: &Dictionary,
        content: &[u8],
        deflaters: Option<&Deflaters>,
    ) {
        self.place(number, ObjectLocation::At(self.out.len()));
        let mut dict = dict.clone();
        let deflaters = deflaters.filter(|_| !dict.has(b"Filter"));
        let packed = deflaters.map(|deflaters| deflaters.deflate(content));
        if packed.is_some() {
            dict.set("Filter", "FlateDecode");
        }
        let content = packed.as_deref().unwrap_or(content);
        dict.set("Length", integer(content.len()));
        push_integer(&mut self.out, i64::from(number));
        self.out.extend_from_slice(b" 0 obj\n");
        push_dictionary(&mut self.out, &dict, &self.numbers);
        self.out.extend_from_slice(b"stream\n");
        self.out.extend_from_slice(content);
        // A line end before `endstream` is not of the stream. Where the stream itself ends in a
        // carriage return, a line feed after it would be taken for the second half of one.
        let line_end: &[u8] = if content.last() == Some(&b'\r') { b"\r\n" } else { b"\n" };
        self.out.extend_from_slice(line_end);
        self.out.extend_from_slice(b"endstream\nendobj\n");
    }

    fn object_stream(&mut self, objects: &[(u32, Packed<'_>)], stream: &Stream) {
        let container = number(self.places.len());
        self.places.push(ObjectLocation::Free);
        for (index, (number, _)) in objects.iter().enumerate() {
            self.place(*number, ObjectLocation::In(container, index));
        }
        self.stream(container, &stream.dict, &stream.content, None);
    }

    /// Writes the cross-reference stream and the end of the file. The identifier is a digest of
    /// all bytes before it, so equal files have equal ones.
    fn end(&mut self, trailer: &Dictionary, deflaters: &Deflaters) {
        let digest = Sha256::digest(&self.out);
        let identifier = Object::String(
            digest.iter().take(IDENTIFIER).copied().collect(),
            lopdf::StringFormat::Hexadecimal,
        );
        let start = self.out.len();
        let own = number(self.places.len());
        self.places.push(ObjectLocation::At(start));
        let mut entries = Vec::with_capacity(self.places.len() * (ENTRY + 1));
        let mut above = [0; ENTRY];
        for place in &self.places {
            let (kind, second, third) = match *place {
                ObjectLocation::Free => (0, 0, 0),
                ObjectLocation::At(offset) => (1, offset, 0),
                ObjectLocation::In(container, index) => (2, container as usize, index),
            };
            let mut entry = [kind, 0, 0, 0, 0, 0, 0];
            let (second, third) = (second.to_be_bytes(), third.to_be_bytes());
            let bytes = second.iter().skip(4).chain(third.iter().skip(6));
            entry.iter_mut().skip(1).zip(bytes).for_each(|(to, from)| *to = *from);
            entries.push(UP);
            entries
                .extend(entry.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
            above = entry;
        }
        let mut dict = Dictionary::new();
        dict.set("Type", "XRef");
        dict.set("Size", i64::from(own) + 1);
        dict.set("W", vec![Object::Integer(1), Object::Integer(4), Object::Integer(2)]);
        let mut parameters = Dictionary::new();
        parameters.set("Predictor", 12);
        parameters.set("Columns", integer(ENTRY));
        dict.set("DecodeParms", parameters);
        for key in ["Root", "Info"] {
            let reference = trailer.get(key.as_bytes());
            dict.set(key, reference.expect("the trailer has both").clone());
        }
        dict.set("ID", vec![identifier.clone(), identifier]);
        self.stream(own, &dict, &entries, Some(deflaters));
        self.out.extend_from_slice(b"startxref\n");
        push_integer(&mut self.out, integer(start));
        self.out.extend_from_slice(b"\n%%EOF\n");
    }
}

/// Returns an object stream of these, compressed (ISO 32000-1, 7.5.7).
fn pack(objects: &[(u32, Packed<'_>)], numbers: &Numbers, deflaters: &Deflaters) -> Stream {
    let (mut head, mut body) = (Vec::new(), Vec::new());
    for (number, object) in objects {
        push_integer(&mut head, i64::from(*number));
        head.push(b' ');
        push_integer(&mut head, integer(body.len()));
        head.push(b' ');
        match object {
            Packed::Object(object) => push_object(&mut body, object, numbers),
            Packed::Bytes(bytes) => body.extend_from_slice(bytes),
        }
        body.push(b'\n');
    }
    let mut dict = Dictionary::new();
    dict.set("Type", "ObjStm");
    dict.set("N", integer(objects.len()));
    dict.set("First", integer(head.len()));
    head.extend_from_slice(&body);
    dict.set("Filter", "FlateDecode");
    Stream::new(dict, deflaters.deflate(&head))
}

/// Returns the objects that the trailer leads to, in the order in which a reader meets them.
fn reachable(document: &Document) -> Vec<ObjectId> {
    let mut order = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut waiting =
        ["Info", "Root"].map(|key| access::trailer_object(document, key)).to_vec();
    while let Some(id) = waiting.pop() {
        let Some(object) = document.objects.get(&id).filter(|_| seen.insert(id)) else {
            continue;
        };
        order.push(id);
        let from = waiting.len();
        push_references(&mut waiting, object);
        waiting[from..].reverse();
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
