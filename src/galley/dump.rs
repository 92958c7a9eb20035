//! Galley as text, for people and tests.

use std::fmt::{self, Write};

use super::{Galley, Item, Line, LineEnd, Role, TextOrigin};

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Title => out.write_str("title"),
            Self::TitleLine => out.write_str("title-line"),
            Self::Heading(level) => write!(out, "heading-{level}"),
            Self::Paragraph => out.write_str("paragraph"),
            Self::Verse => out.write_str("verse"),
            Self::Code => out.write_str("code"),
            Self::Rule => out.write_str("rule"),
            Self::Note => out.write_str("note"),
            Self::Picture => out.write_str("picture"),
            Self::Caption => out.write_str("caption"),
            Self::Contents => out.write_str("contents"),
            Self::Address => out.write_str("address"),
            Self::QrCode => out.write_str("sign"),
            Self::Cell => out.write_str("cell"),
        }
    }
}

impl LineEnd {
    /// Returns the mark of a line's end in dumps.
    fn mark(self) -> &'static str {
        match self {
            Self::Space | Self::AddedSpace | Self::Paragraph => "",
            Self::Hyphen => "~",
            Self::Explicit => "|",
            Self::Forced => "/",
            Self::Wrapped => ">",
        }
    }
}

/// Returns a galley as text, with a line for each entry and for each set line: x, width, badness,
/// length added to each word space, scaling in thousandths, text.
#[must_use]
pub fn dump(galley: &Galley) -> String {
    let mut out = String::new();
    for entry in &galley.entries {
        let _ = write!(out, "{} {} rows", entry.role, entry.rows);
        if entry.place.line > 0 {
            let _ = write!(out, ", line {}", entry.place.line);
        }
        let _ = writeln!(out);
        for line in &entry.lines {
            let _ = writeln!(
                out,
                "  {:>7} {:>7} {:>5} {:>6} {:>5}  {}",
                format!("{:.2}", line.x.pt()),
                format!("{:.2}", line.width.pt()),
                line.badness,
                format!("{:+.2}", line.word_space.pt()),
                line.scaling,
                line_text(line)
            );
        }
    }
    out
}

/// Returns the text of a line as it is seen, what is not of the article in brackets, with the mark of
/// its end: `~` for an added hyphen, `|` for one of the text, `/` for a forced end, `>` for a wrapped
/// line.
#[must_use]
pub fn line_text(line: &Line) -> String {
    let mut text = String::new();
    for item in &line.items {
        match item {
            Item::Text(it) => match it.origin {
                TextOrigin::Article => text.push_str(&it.shaped.text),
                TextOrigin::Hyphenated => {
                    let word = it.shaped.text.strip_suffix(['-', '\u{2010}']);
                    text.push_str(word.unwrap_or(&it.shaped.text));
                }
                TextOrigin::Furniture => {
                    let _ = write!(text, "[{}]", it.shaped.text);
                }
            },
            Item::Space { .. } | Item::Kern(_) => text.push(' '),
            Item::Rule { .. } => text.push_str("[rule]"),
            Item::Picture { id, .. } => {
                let _ = write!(text, "[picture {}]", id.0 + 1);
            }
        }
    }
    text.push_str(line.end.mark());
    text
}
