//! The galley as text, for people and goldens.
//!
//! Comes in: a [`Galley`]. Goes out: one line for each entry and each set line. Never done here:
//! measuring anything anew.

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
    /// The sign of a line's end in dumps: a hyphen that was added, a hyphen of the text, a line
    /// that had to end, a line that was wrapped.
    fn sign(self) -> &'static str {
        match self {
            Self::Space | Self::AddedSpace | Self::Paragraph => "",
            Self::Hyphen => "~",
            Self::Explicit => "|",
            Self::Forced => "/",
            Self::Wrapped => ">",
        }
    }
}

/// The galley as text: x, width, badness, white added to each space, scaling in thousandths,
/// words. A hyphen that was added is shown as `~`.
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

/// The words of a line as they are seen, what is ours in brackets, with the sign of its end.
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
    text.push_str(line.end.sign());
    text
}
