//! Tags with attributes without end, cut before parsing.
//!
//! Comes in: the text of a page. Goes out: the same without the attributes too many. Never done
//! here: touching anything else.
//!
//! The parser compares every attribute of a tag with all before it, so that a hundred thousand of
//! them cost it seconds.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Place};

/// Attributes of one tag. Pages made by programs have some 40.
const MOST: usize = 256;

/// The text with no more than [`MOST`] attributes in a tag.
pub(super) fn limit(text: &str) -> (Cow<'_, str>, Option<Diagnostic>) {
    let mut out = String::new();
    let mut kept = 0;
    let mut first = None;
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + open + 1;
        at = start;
        let rest = text.get(start..).unwrap_or("");
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let tag = Tag::of(rest);
        at = start + tag.end;
        if let Some(cut) = tag.cut {
            first.get_or_insert(start);
            out.push_str(text.get(kept..start + cut).unwrap_or(""));
            kept = at;
        }
    }
    let Some(first) = first else { return (Cow::Borrowed(text), None) };
    out.push_str(text.get(kept..).unwrap_or(""));
    let line = text.get(..first).unwrap_or("").matches('\n').count() + 1;
    let place = Place::line(u32::try_from(line).unwrap_or(u32::MAX));
    let warning = Diagnostic::warning(
        "too-many-attributes",
        place,
        format!("a tag has more than {MOST} attributes"),
    )
    .hint("the first of them are read, the others left out");
    (Cow::Owned(out), Some(warning))
}

/// Where a start tag ends.
struct Tag {
    /// The byte of its `>`, or the end of the text.
    end: usize,
    /// The byte from which on it has too many attributes.
    cut: Option<usize>,
}

impl Tag {
    /// Reads the tag whose name `text` begins with.
    fn of(text: &str) -> Self {
        let (mut cut, mut count) = (None, 0);
        let mut quote = None;
        let mut before = b'a';
        for (at, byte) in text.bytes().enumerate() {
            match quote {
                Some(open) if byte == open => quote = None,
                Some(_) => {}
                None if byte == b'>' => return Self { end: at, cut },
                None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
                None if is_gap(before) && !is_gap(byte) && byte != b'=' => {
                    count += 1;
                    if count > MOST && cut.is_none() {
                        cut = Some(at);
                    }
                }
                None => {}
            }
            if !(is_gap(byte) && before == b'=') {
                before = byte;
            }
        }
        Self { end: text.len(), cut }
    }
}

/// What parts one attribute from the next.
fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'/' | b'"' | b'\'')
}
