//! Structure of the file on its bytes: header, cross-references, streams, end.
//!
//! hayro-syntax repairs what is broken here and says nothing, so the bytes are read a second time.

use std::collections::BTreeMap;
use std::ops::Range;

use hayro_syntax::object::{Array, Dict, FromBytes};

use super::decode::decode;
use super::lexer::{Lexer, is_line_end};
use super::limits::{LARGEST_STREAM, filters};
use super::object::ObjectNumber;

/// Most sections of cross-references, one for each update.
const MOST_SECTIONS: usize = 64;

/// Structure of a file.
#[derive(Debug, Default)]
pub(super) struct FileSyntax {
    /// Numbers of the objects that the cross-references name.
    pub(super) numbers: Vec<ObjectNumber>,
    /// Place of the trailer, or of the dictionary of the cross-reference stream.
    pub(super) trailer: Option<Range<usize>>,
    /// Faults that make readers repair the file.
    pub(super) damage: Vec<String>,
    /// Faults against the rules of PDF/A for the syntax (ISO 19005-2, 6.1).
    pub(super) irregular: Vec<String>,
}

/// Place of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ObjectPlace {
    Free,
    /// At this byte of the file.
    At(usize),
    /// In an object stream, at this index.
    In(ObjectNumber, usize),
}

/// Reads the structure of a file.
pub(super) fn read_syntax(pdf: &[u8]) -> FileSyntax {
    let mut reader = SyntaxReader { pdf, places: BTreeMap::new(), read: FileSyntax::default() };
    reader.header();
    match reader.end() {
        Some(start) => reader.sections(start),
        None => reader.damage("the end of the file names no cross-references"),
    }
    reader.objects();
    reader.read.numbers = reader.numbers();
    reader.read
}

struct SyntaxReader<'p> {
    pdf: &'p [u8],
    places: BTreeMap<ObjectNumber, ObjectPlace>,
    read: FileSyntax,
}

/// Section of cross-references.
struct Section {
    dict: Range<usize>,
    previous: Option<usize>,
    size: u64,
    places: Vec<(ObjectNumber, ObjectPlace)>,
}

impl<'p> SyntaxReader<'p> {
    fn damage(&mut self, what: &str) {
        self.read.damage.push(what.to_owned());
    }

    fn irregular(&mut self, what: String) {
        self.read.irregular.push(what);
    }

    fn numbers(&self) -> Vec<ObjectNumber> {
        let used = self.places.iter().filter(|(_, place)| **place != ObjectPlace::Free);
        used.map(|(number, _)| *number).collect()
    }

    /// Checks the first two lines (ISO 19005-2, 6.1.2).
    fn header(&mut self) {
        let version = self.pdf.strip_prefix(b"%PDF-1.").and_then(<[u8]>::first);
        if !version.is_some_and(|digit| (b'0'..=b'7').contains(digit)) {
            return self.damage("the file does not start with its header");
        }
        let mut lexer = Lexer::new(self.pdf, 8);
        let is_binary = lexer.line_end()
            && lexer.keyword(b"%")
            && self
                .pdf
                .get(lexer.at..lexer.at + 4)
                .is_some_and(|it| it.iter().all(|b| *b > 127));
        if !is_binary {
            self.irregular("no comment of bytes above 127 follows the header".to_owned());
        }
    }

    /// Checks the last lines, and returns where the cross-references start.
    fn end(&mut self) -> Option<usize> {
        let text = self.pdf;
        let trimmed = text.strip_suffix(b"\n").unwrap_or(text);
        let trimmed = trimmed.strip_suffix(b"\r").unwrap_or(trimmed);
        if !trimmed.ends_with(b"%%EOF") {
            self.damage("the file does not end with `%%EOF`");
        }
        let at = text.windows(9).rposition(|part| part == b"startxref")?;
        let mut lexer = Lexer::new(text, at + 9);
        lexer.space();
        let start = usize::try_from(lexer.unsigned()?).ok()?;
        lexer.line_end();
        if !lexer.keyword(b"%%EOF") {
            self.damage("`startxref` is not in the last lines of the file");
        }
        Some(start)
    }

    /// Reads all sections of cross-references, the last one first.
    fn sections(&mut self, start: usize) {
        let mut next = Some(start);
        let mut size = 0;
        for index in 0..MOST_SECTIONS {
            let Some(at) = next else { break };
            let section = if self.pdf.get(at..).is_some_and(|rest| rest.starts_with(b"xref")) {
                self.table(at)
            } else {
                self.stream_section(at)
            };
            let Some(section) = section else {
                self.damage(
                    "the cross-references are not where the end of the file says, or broken",
                );
                return;
            };
            if index == 0 {
                self.read.trailer = Some(section.dict.clone());
                size = section.size;
            }
            for (number, place) in section.places {
                self.places.entry(number).or_insert(place);
            }
            next = section.previous;
        }
        if next.is_some() {
            self.damage("the cross-references have too many sections");
        }
        let last = self.places.keys().next_back().copied();
        if last.map_or(0, |last| u64::from(last) + 1) != size {
            self.damage("the size in the cross-references is not that of the objects");
        }
    }

    /// Reads a cross-reference table and its trailer (ISO 32000-1, 7.5.4).
    fn table(&mut self, at: usize) -> Option<Section> {
        let mut lexer = Lexer::new(self.pdf, at);
        let mut places = Vec::new();
        let mut is_regular = lexer.keyword(b"xref") && lexer.line_end();
        loop {
            is_regular &= lexer.space() == 0;
            if lexer.keyword(b"trailer") {
                break;
            }
            let first = u32::try_from(lexer.unsigned()?).ok()?;
            is_regular &= lexer.keyword(b" ");
            lexer.space();
            let count = u32::try_from(lexer.unsigned()?).ok()?;
            is_regular &= lexer.line_end();
            lexer.space();
            for number in first..first.checked_add(count)? {
                let entry = self.pdf.get(lexer.at..lexer.at + 20)?;
                lexer.at += 20;
                let number_of = |digits: &[u8]| std::str::from_utf8(digits).ok()?.parse().ok();
                let offset: usize = number_of(&entry[..10])?;
                let _: usize = number_of(&entry[11..16])?;
                let is_entry = entry[10] == b' ' && entry[16] == b' ';
                is_regular &= matches!(&entry[18..], b" \n" | b" \r" | b"\r\n");
                let place = match entry[17] {
                    b'n' if is_entry => ObjectPlace::At(offset),
                    b'f' if is_entry => ObjectPlace::Free,
                    _ => return None,
                };
                places.push((number, place));
            }
        }
        if !is_regular {
            self.irregular("the cross-reference table has other spacing".to_owned());
        }
        lexer.space();
        let dict = Dict::from_bytes(self.pdf.get(lexer.at..)?)?;
        self.check_object(lexer.at, "the trailer");
        let size = dict.get::<u32>("Size")?;
        let previous = dict.get::<u32>("Prev").and_then(|at| usize::try_from(at).ok());
        let dict = lexer.at..lexer.at + dict.data().len();
        Some(Section { dict, previous, size: size.into(), places })
    }

    /// Reads a cross-reference stream (ISO 32000-1, 7.5.8).
    fn stream_section(&mut self, at: usize) -> Option<Section> {
        let start = object_head(self.pdf, at)?.at;
        let dict = Dict::from_bytes(self.pdf.get(start..)?)?;
        let end = start + dict.data().len();
        let data =
            stated_data(self.pdf, end, usize::try_from(dict.get::<u32>("Length")?).ok()?)?;
        let data = decode(&self.pdf[data], &filters(&dict)?, LARGEST_STREAM).ok()?;
        let [kinds, seconds, thirds] = dict.get::<[u8; 3]>("W")?.map(usize::from);
        let size = dict.get::<u32>("Size")?;
        let index: Vec<u32> = dict
            .get::<Array<'_>>("Index")
            .map_or_else(|| vec![0, size], |index| index.iter::<u32>().collect());
        let mut entries = data.chunks_exact((kinds + seconds + thirds).max(1));
        let mut places = Vec::new();
        for range in index.chunks_exact(2) {
            for number in range[0]..range[0].checked_add(range[1])? {
                let (kind, rest) = entries.next()?.split_at(kinds);
                let (second, third) = rest.split_at(seconds);
                let field = |bytes: &[u8]| {
                    bytes.iter().fold(0usize, |value, &byte| value << 8 | usize::from(byte))
                };
                let place = match if kinds == 0 { 1 } else { field(kind) } {
                    0 => ObjectPlace::Free,
                    1 => ObjectPlace::At(field(second)),
                    2 => ObjectPlace::In(u32::try_from(field(second)).ok()?, field(third)),
                    _ => return None,
                };
                places.push((number, place));
            }
        }
        if entries.next().is_some() || !entries.remainder().is_empty() {
            self.damage("the cross-reference stream has more entries than it says");
        }
        let previous = dict.get::<u32>("Prev").and_then(|at| usize::try_from(at).ok());
        Some(Section { dict: start..end, previous, size: size.into(), places })
    }

    /// Checks every object at its place.
    fn objects(&mut self) {
        let places: Vec<_> =
            self.places.iter().map(|(number, place)| (*number, *place)).collect();
        let mut packed: BTreeMap<ObjectNumber, Vec<(usize, ObjectNumber)>> = BTreeMap::new();
        for (number, place) in places {
            match place {
                ObjectPlace::Free => {}
                ObjectPlace::At(at) => self.object_at(number, at),
                ObjectPlace::In(container, index) => {
                    packed.entry(container).or_default().push((index, number));
                }
            }
        }
        for (container, members) in packed {
            if self.object_stream(container, &members).is_none() {
                self.damage(&format!("the object stream {container} is broken"));
            }
        }
    }

    /// Checks an object that stands in the file itself.
    fn object_at(&mut self, number: ObjectNumber, at: usize) {
        let mut lexer = Lexer::new(self.pdf, at);
        let mut is_regular = at > 0 && self.pdf.get(at - 1).is_some_and(|it| is_line_end(*it));
        let is_number = lexer.unsigned() == Some(u64::from(number));
        is_regular &= lexer.space() == 1;
        let generation = lexer.unsigned();
        is_regular &= lexer.space() == 1;
        if !is_number || generation != Some(0) || !lexer.keyword(b"obj") {
            let what = format!("the object {number} is not where the cross-references say");
            return self.damage(&what);
        }
        is_regular &= lexer.line_end();
        lexer.space();
        let start = lexer.at;
        let Some(end) = self.check_object(start, &format!("the object {number}")) else {
            return;
        };
        lexer.at = end;
        let mut before_end = lexer.space();
        if lexer.keyword(b"stream") {
            match self.stream_data(start, end) {
                Some(after) => lexer.at = after,
                None => {
                    let what = format!("the stream of the object {number} has a wrong length");
                    return self.damage(&what);
                }
            }
            before_end = lexer.space();
        }
        is_regular &=
            before_end > 0 && self.pdf.get(lexer.at - 1).is_some_and(|it| is_line_end(*it));
        if !lexer.keyword(b"endobj") {
            return self.damage(&format!("the object {number} does not end"));
        }
        if !(is_regular && lexer.line_end()) {
            self.irregular(format!("the object {number} has other spacing at its ends"));
        }
    }

    /// Checks the value of an object; returns where it ends.
    fn check_object(&mut self, start: usize, what: &str) -> Option<usize> {
        let mut lexer = Lexer::new(self.pdf, start);
        let checked = lexer.object(0);
        for fault in std::mem::take(&mut lexer.irregular) {
            self.irregular(format!("{what}: {fault}"));
        }
        match checked {
            Ok(()) => Some(lexer.at),
            Err(fault) => {
                self.damage(&format!("{what}: {fault}"));
                None
            }
        }
    }

    /// Returns where a stream ends, after `endstream`; none if its length is wrong.
    fn stream_data(&self, start: usize, end: usize) -> Option<usize> {
        let length = self.length(&Dict::from_bytes(&self.pdf[start..end])?)?;
        let mut lexer = Lexer::new(self.pdf, stated_data(self.pdf, end, length)?.end);
        let has_line_end = lexer.line_end();
        (has_line_end && lexer.keyword(b"endstream")).then_some(lexer.at)
    }

    /// Returns the length of a stream, which can be in another object.
    fn length(&self, dict: &Dict<'_>) -> Option<usize> {
        let Some(reference) = dict.get_ref("Length") else {
            return usize::try_from(dict.get::<u32>("Length")?).ok();
        };
        let Some(ObjectPlace::At(at)) = self.places.get(&reference.obj_number) else {
            return None;
        };
        let mut lexer = object_head(self.pdf, *at)?;
        usize::try_from(lexer.unsigned()?).ok()
    }

    /// Checks the objects of an object stream (ISO 32000-1, 7.5.7).
    fn object_stream(
        &mut self,
        container: ObjectNumber,
        members: &[(usize, ObjectNumber)],
    ) -> Option<()> {
        let Some(ObjectPlace::At(at)) = self.places.get(&container).copied() else {
            return None;
        };
        let start = object_head(self.pdf, at)?.at;
        let dict = Dict::from_bytes(self.pdf.get(start..)?)?;
        let data = stated_data(self.pdf, start + dict.data().len(), self.length(&dict)?)?;
        let data = decode(&self.pdf[data], &filters(&dict)?, LARGEST_STREAM).ok()?;
        let count = usize::try_from(dict.get::<u32>("N")?).ok()?;
        let first = usize::try_from(dict.get::<u32>("First")?).ok()?;
        let mut head = Lexer::new(data.get(..first)?, 0);
        let mut stated = Vec::new();
        for _ in 0..count {
            head.space();
            let number = head.unsigned()?;
            head.space();
            stated.push((number, first + usize::try_from(head.unsigned()?).ok()?));
        }
        for (index, number) in members {
            let (stated_number, at) = *stated.get(*index)?;
            (stated_number == u64::from(*number)).then_some(())?;
            let mut lexer = Lexer::new(&data, at);
            let checked = lexer.object(0);
            for fault in lexer.irregular {
                self.irregular(format!("the object {number}: {fault}"));
            }
            if let Err(fault) = checked {
                self.damage(&format!("the object {number}: {fault}"));
            }
        }
        Some(())
    }
}

/// Returns the data of a stream whose dictionary ends at `end`, by the stated length.
fn stated_data(pdf: &[u8], end: usize, length: usize) -> Option<Range<usize>> {
    let mut lexer = Lexer::new(pdf, end);
    lexer.space();
    lexer.keyword(b"stream").then_some(())?;
    let is_line = lexer.keyword(b"\r\n") || lexer.keyword(b"\n");
    is_line.then_some(())?;
    let data = lexer.at..lexer.at.checked_add(length)?;
    (data.end <= pdf.len()).then_some(data)
}

/// Passes `N G obj`; none if it is not there.
fn object_head(pdf: &[u8], at: usize) -> Option<Lexer<'_>> {
    let mut lexer = Lexer::new(pdf, at);
    lexer.unsigned()?;
    lexer.space();
    lexer.unsigned()?;
    lexer.space();
    lexer.keyword(b"obj").then_some(())?;
    lexer.space();
    Some(lexer)
}
