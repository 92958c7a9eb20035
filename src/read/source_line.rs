//! Lines of a plain text and their columns.

/// Columns from one tab stop to the next.
const TAB: u32 = 8;

/// Line of the source, or the rest of one inside a quotation or a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceLine<'a> {
    /// Number in the source, from 1.
    pub(super) number: u32,
    /// Text without space at either end; empty for a blank line.
    pub(super) text: &'a str,
    /// Column of the source where the text with its indent begins; tab stops depend on it.
    pub(super) origin: u32,
    /// Columns of space before the first word.
    pub(super) indent: u32,
    /// Column after the last character, counted from `origin`.
    pub(super) width: u32,
    /// The line stands for a form feed: a blank line that may begin a page.
    pub(super) feed: bool,
}

impl<'a> SourceLine<'a> {
    /// Creates a line that begins at column `origin` of the source.
    pub(super) fn new(number: u32, raw: &'a str, origin: u32) -> Self {
        let text = raw.trim();
        let lead = raw.len() - raw.trim_start().len();
        let end = advance(origin, &raw[..lead]);
        let width = advance(end, text);
        Self { number, text, origin, indent: end - origin, width: width - origin, feed: false }
    }

    /// True for a line without text.
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the line without the first `bytes` of its text, which are a marker.
    pub(super) fn after(&self, bytes: usize) -> Self {
        let (taken, rest) = self.text.split_at(bytes);
        let origin = advance(self.origin + self.indent, taken);
        Self::new(self.number, rest, origin)
    }

    /// Returns the line with at most `columns` less indent.
    pub(super) fn dedent(&self, columns: u32) -> Self {
        let taken = columns.min(self.indent);
        Self {
            origin: self.origin + taken,
            indent: self.indent - taken,
            width: self.width - taken,
            ..*self
        }
    }

    /// Returns the width of the first word, in columns.
    pub(super) fn first_word(&self) -> u32 {
        let first = self.text.chars().next();
        if first.is_some_and(is_wide) {
            return 2;
        }
        let end = self.text.find(char::is_whitespace).unwrap_or(self.text.len());
        advance(0, &self.text[..end])
    }

    /// Returns the line with spaces for tabs and `margin` columns less indent.
    pub(super) fn expanded(&self, margin: u32) -> String {
        let spaces = self.indent.saturating_sub(margin) as usize;
        let mut line = " ".repeat(spaces);
        let mut column = self.origin + self.indent;
        for c in self.text.chars() {
            let next = step(column, c);
            if c == '\t' {
                line.extend(std::iter::repeat_n(' ', (next - column) as usize));
            } else {
                line.push(c);
            }
            column = next;
        }
        line
    }
}

/// Splits text at LF, CR, CRLF, NEL and U+2028. VT, FF and U+2029 separate paragraphs and become
/// blank lines.
pub(super) fn split_lines(text: &str) -> Vec<SourceLine<'_>> {
    let mut lines = Vec::new();
    let mut number = 1_u32;
    let mut rest = text;
    while let Some(end) = line_end(rest.as_bytes()) {
        let (raw, tail) = rest.split_at(end);
        lines.push(SourceLine::new(number, raw, 0));
        let mark = tail.chars().next().expect("a character ends the line");
        rest = tail.strip_prefix("\r\n").unwrap_or(&tail[mark.len_utf8()..]);
        match mark {
            '\u{C}' => lines.push(SourceLine { feed: true, ..SourceLine::new(number, "", 0) }),
            '\u{B}' | '\u{2029}' => lines.push(SourceLine::new(number, "", 0)),
            '\u{2028}' => {}
            _ => number = number.saturating_add(1),
        }
    }
    lines.push(SourceLine::new(number, rest, 0));
    lines
}

/// Returns the offset of the first character that ends a line, in bytes.
fn line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().enumerate().position(|(place, byte)| match byte {
        b'\n' | b'\r' | 0xB | 0xC => true,
        0xC2 => bytes.get(place + 1) == Some(&0x85),
        0xE2 => matches!(bytes.get(place + 1..place + 3), Some([0x80, 0xA8 | 0xA9])),
        _ => false,
    })
}

/// Returns the column after `text` that begins at `column`, at most `u32::MAX`.
fn advance(column: u32, text: &str) -> u32 {
    if text.is_ascii() && !text.as_bytes().contains(&b'\t') {
        return text.len().try_into().map_or(u32::MAX, |length| column.saturating_add(length));
    }
    text.chars().fold(column, step)
}

/// Returns the column after a character at `column`.
fn step(column: u32, c: char) -> u32 {
    match c {
        '\t' => (column / TAB + 1).saturating_mul(TAB),
        '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200F}' => column,
        _ if is_wide(c) => column.saturating_add(2),
        _ => column.saturating_add(1),
    }
}

/// True for characters of East Asian scripts, which are two columns wide and written without
/// spaces.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{20000}'..='\u{3FFFD}')
}
