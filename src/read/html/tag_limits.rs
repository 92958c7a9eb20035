//! Limits on the tags of a page before it is parsed.
//!
//! The parser compares every attribute of a tag with all before it, so that a hundred thousand of
//! them take seconds. Attributes beyond a limit are removed. A `title` or `textarea` without an
//! end tag would contain the whole rest of the page, so such a tag becomes text.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Place};

/// Most attributes of a tag. Tags that programs generate have about 40.
const MOST_ATTRIBUTES: usize = 256;

/// Elements whose contents are text up to their end tag (HTML, "raw text" and "escapable raw
/// text"). A script without an end tag loses nothing that is read.
const RAW_TEXT: [&str; 7] =
    ["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes"];

/// Returns the offset of the last end tag of each element of [`RAW_TEXT`].
fn last_end_tags(text: &str) -> [Option<usize>; RAW_TEXT.len()] {
    let mut ends = [None; RAW_TEXT.len()];
    for (at, _) in text.match_indices("</") {
        if let Some(index) = raw_text_index(&text[at + 2..]) {
            ends[index] = Some(at);
        }
    }
    ends
}

/// Returns the index in [`RAW_TEXT`] of the tag whose name `text` begins with.
fn raw_text_index(text: &str) -> Option<usize> {
    RAW_TEXT.iter().position(|name| {
        text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && text.get(name.len()..).is_none_or(|rest| {
                !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
            })
    })
}

/// Limits a tag to [`MOST_ATTRIBUTES`], and makes tags of [`RAW_TEXT`] without an end tag text.
pub(super) fn limit_tags(text: &str) -> (Cow<'_, str>, Option<Diagnostic>) {
    let mut out = String::new();
    let mut kept = 0;
    let mut first = None;
    let mut at = 0;
    let ends = last_end_tags(text);
    while let Some(open) = text[at..].find('<') {
        let start = at + open + 1;
        at = start;
        let rest = &text[start..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let is_open = |index: usize| ends[index].is_none_or(|end| end < start);
        if raw_text_index(rest).is_some_and(is_open) {
            out.push_str(&text[kept..start - 1]);
            out.push_str("&lt;");
            kept = start;
            continue;
        }
        let tag = StartTag::parse(rest);
        at = start + tag.end;
        if let Some(cut) = tag.cut {
            first.get_or_insert(start);
            out.push_str(&text[kept..start + cut]);
            kept = at;
        }
    }
    if kept == 0 {
        return (Cow::Borrowed(text), None);
    }
    out.push_str(&text[kept..]);
    let warning = first.map(|first| {
        let place = Place::line(text[..first].matches('\n').count() + 1);
        let message = format!("a tag has more than {MOST_ATTRIBUTES} attributes");
        Diagnostic::warning("too-many-attributes", place, message)
            .hint("the first of them are read, the others left out")
    });
    (Cow::Owned(out), warning)
}

/// Extent of a start tag, in bytes from its name.
struct StartTag {
    /// Offset of its `>`, or of the end of the text.
    end: usize,
    /// Offset of the first attribute too many.
    cut: Option<usize>,
}

impl StartTag {
    /// Parses the tag whose name `text` begins with.
    fn parse(text: &str) -> Self {
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
                    if count > MOST_ATTRIBUTES && cut.is_none() {
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

/// True for a byte that separates attributes.
fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'/' | b'"' | b'\'')
}
