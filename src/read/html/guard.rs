//! Tags that cost too much or swallow the rest, before parsing.
//!
//! Comes in: the text of a page. Goes out: the same without the attributes too many, and with
//! those tags as words that would take all that follows for theirs. Never done here: touching
//! anything else.
//!
//! The parser compares every attribute of a tag with all before it, so that a hundred thousand of
//! them cost it seconds. A `title` or `textarea` that nothing closes holds the whole rest of the
//! page, which then nobody reads.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Place};

/// Attributes of one tag. Pages made by programs have some 40.
const MOST: usize = 256;

/// Elements that hold everything up to their end tag as mere text. A script that nothing closes
/// may keep it.
const SWALLOWING: [&str; 7] =
    ["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes"];

/// Where the last end tag of each of [`SWALLOWING`] stands.
struct Ends([Option<usize>; SWALLOWING.len()]);

impl Ends {
    fn of(text: &str) -> Self {
        let mut ends = [None; SWALLOWING.len()];
        for (at, _) in text.match_indices("</") {
            let name = text.get(at + 2..).unwrap_or("");
            if let Some(known) = known(name)
                && let Some(end) = ends.get_mut(known)
            {
                *end = Some(at);
            }
        }
        Self(ends)
    }

    /// Whether a tag swallows what follows: nothing behind it closes it.
    fn swallows(&self, name: &str, start: usize) -> bool {
        known(name).is_some_and(|known| {
            self.0.get(known).copied().flatten().is_none_or(|end| end < start)
        })
    }
}

/// Which of [`SWALLOWING`] a tag is, from its name on.
fn known(text: &str) -> Option<usize> {
    SWALLOWING.iter().position(|name| {
        text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && text.get(name.len()..).is_none_or(|rest| {
                !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
            })
    })
}

/// The text with no more than [`MOST`] attributes in a tag, and no tag that swallows the rest.
pub(super) fn limit(text: &str) -> (Cow<'_, str>, Option<Diagnostic>) {
    let mut out = String::new();
    let mut kept = 0;
    let mut first = None;
    let mut at = 0;
    let ends = Ends::of(text);
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + open + 1;
        at = start;
        let rest = text.get(start..).unwrap_or("");
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        if ends.swallows(rest, start) {
            out.push_str(text.get(kept..start - 1).unwrap_or(""));
            out.push_str("&lt;");
            kept = start;
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
    if kept == 0 {
        return (Cow::Borrowed(text), None);
    }
    out.push_str(text.get(kept..).unwrap_or(""));
    let Some(first) = first else { return (Cow::Owned(out), None) };
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
