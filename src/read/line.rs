//! Lines: where one ends, where its words begin and end.
//!
//! Comes in: text with any of the world's line ends. Goes out: [`Line`]s with columns. Never done
//! here: deciding what a line is.

/// Columns from one tab stop to the next.
const TAB: u32 = 8;

/// A line of the source, or what is left of it inside a quotation or a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Number in the source, from 1.
    pub(super) number: u32,
    /// The line without space at either end; empty when the line is blank.
    pub(super) text: &'a str,
    /// The column of the source where what is left begins: tab stops are counted from there.
    pub(super) origin: u32,
    /// Columns of space before the first word.
    pub(super) indent: u32,
    /// The column after the last character, counted from `origin`.
    pub(super) width: u32,
    /// A form feed stands here: a blank line that may begin a page.
    pub(super) feed: bool,
}

impl<'a> Line<'a> {
    /// A line that begins at column `origin` of the source.
    pub(super) fn new(number: u32, raw: &'a str, origin: u32) -> Self {
        let text = raw.trim();
        let lead = raw.len() - raw.trim_start().len();
        let end = advance(origin, raw.get(..lead).unwrap_or_default());
        let width = advance(end, text);
        Self { number, text, origin, indent: end - origin, width: width - origin, feed: false }
    }

    /// A blank line.
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// What is left when `bytes` of the text, counted from its first word, are taken away.
    pub(super) fn after(&self, bytes: usize) -> Self {
        let (taken, rest) = self.text.split_at_checked(bytes).unwrap_or((self.text, ""));
        let origin = advance(self.origin + self.indent, taken);
        Self::new(self.number, rest, origin)
    }

    /// The same line with at most `columns` of its indent taken away.
    pub(super) fn dedent(&self, columns: u32) -> Self {
        let taken = columns.min(self.indent);
        Self {
            origin: self.origin + taken,
            indent: self.indent - taken,
            width: self.width - taken,
            ..*self
        }
    }

    /// Columns of the first word.
    pub(super) fn first_word(&self) -> u32 {
        let first = self.text.chars().next();
        if first.is_some_and(is_wide) {
            return 2;
        }
        let end = self.text.find(char::is_whitespace).unwrap_or(self.text.len());
        advance(0, self.text.get(..end).unwrap_or_default())
    }

    /// The line as it looks, tabs made spaces, `margin` columns of indent taken away.
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

/// Splits text at LF, CR, CRLF, NEL and U+2028. VT, FF and U+2029 part paragraphs, so a blank
/// line stands for them.
pub(super) fn split(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut number = 1_u32;
    let mut rest = text;
    while let Some(end) = line_end(rest.as_bytes()) {
        let (raw, tail) = rest.split_at(end);
        lines.push(Line::new(number, raw, 0));
        let mark = tail.chars().next().unwrap_or('\n');
        let mut length = mark.len_utf8();
        match mark {
            '\r' if tail.as_bytes().get(1) == Some(&b'\n') => length = 2,
            '\u{C}' => lines.push(Line { feed: true, ..Line::new(number, "", 0) }),
            '\u{B}' | '\u{2029}' => lines.push(Line::new(number, "", 0)),
            _ => {}
        }
        if !matches!(mark, '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}') {
            number = number.saturating_add(1);
        }
        rest = tail.get(length..).unwrap_or_default();
    }
    lines.push(Line::new(number, rest, 0));
    lines
}

/// Where the first character that ends a line stands.
fn line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().enumerate().position(|(place, byte)| match byte {
        b'\n' | b'\r' | 0xB | 0xC => true,
        0xC2 => bytes.get(place + 1) == Some(&0x85),
        0xE2 => matches!(bytes.get(place + 1..place + 3), Some([0x80, 0xA8 | 0xA9])),
        _ => false,
    })
}

/// The column after `text` when it begins at `column`.
fn advance(column: u32, text: &str) -> u32 {
    if text.is_ascii() && !text.as_bytes().contains(&b'\t') {
        return column.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX / 2));
    }
    text.chars().fold(column, step)
}

/// The column after one character.
fn step(column: u32, c: char) -> u32 {
    match c {
        '\t' => (column / TAB + 1).saturating_mul(TAB),
        '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200F}' => column,
        _ if is_wide(c) => column.saturating_add(2),
        _ => column.saturating_add(1),
    }
}

/// Characters of East Asian scripts, two columns wide and written without spaces.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}'
        | '\u{20000}'..='\u{3FFFD}')
}
