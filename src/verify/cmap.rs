//! Code maps as a reader of PDFs understands them.
//!
//! Comes in: the program of a CMap. Goes out: how long codes are, and what each is mapped to.
//! Never done here: a CMap that is not in the file looked up.

use std::collections::BTreeMap;

/// Codes in one range of a map; more is a broken file.
const LONGEST_RANGE: u32 = 0xFFFF;

/// A CMap of either kind: codes to glyphs, or codes to text.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Bytes to a code; one where nothing is said.
    pub(super) code_length: usize,
    /// Codes to glyphs (CIDs).
    pub(super) glyphs: BTreeMap<u32, u32>,
    /// Codes to text.
    pub(super) texts: BTreeMap<u32, String>,
}

/// A word of a CMap program.
#[derive(Debug, Clone, PartialEq)]
enum Word {
    /// Digits between `<` and `>`, as bytes.
    Hex(Vec<u8>),
    /// A number.
    Number(u32),
    /// `[` or `]`.
    Bracket(bool),
    /// Any other word.
    Name(String),
}

impl CMap {
    /// Reads a CMap program.
    pub(super) fn read(program: &[u8]) -> Self {
        let mut map = Self { code_length: 1, ..Self::default() };
        let mut open: Vec<Word> = Vec::new();
        for word in words(program) {
            let Word::Name(name) = &word else {
                open.push(word);
                continue;
            };
            match name.as_str() {
                "endcodespacerange" => map.code_space(&open),
                "endcidrange" => map.glyph_ranges(&open),
                "endcidchar" => map.glyph_chars(&open),
                "endbfchar" => map.text_chars(&open),
                "endbfrange" => map.text_ranges(&open),
                _ => {}
            }
            open.clear();
        }
        map
    }

    fn code_space(&mut self, words: &[Word]) {
        if let Some(Word::Hex(bytes)) = words.first() {
            self.code_length = bytes.len().clamp(1, 4);
        }
    }

    fn glyph_ranges(&mut self, words: &[Word]) {
        for range in words.chunks_exact(3) {
            if let [Word::Hex(first), Word::Hex(last), Word::Number(glyph)] = range {
                let (first, last) = (code(first), code(last));
                for code in first..=last.min(first.saturating_add(LONGEST_RANGE)) {
                    self.glyphs.insert(code, glyph.saturating_add(code - first));
                }
            }
        }
    }

    fn glyph_chars(&mut self, words: &[Word]) {
        for pair in words.chunks_exact(2) {
            if let [Word::Hex(bytes), Word::Number(glyph)] = pair {
                self.glyphs.insert(code(bytes), *glyph);
            }
        }
    }

    fn text_chars(&mut self, words: &[Word]) {
        for pair in words.chunks_exact(2) {
            if let [Word::Hex(bytes), Word::Hex(says)] = pair {
                self.texts.insert(code(bytes), text(says));
            }
        }
    }

    fn text_ranges(&mut self, words: &[Word]) {
        let mut words = words.iter();
        while let (Some(Word::Hex(first)), Some(Word::Hex(last)), Some(says)) =
            (words.next(), words.next(), words.next())
        {
            let (first, last) = (code(first), code(last));
            let codes = first..=last.min(first.saturating_add(LONGEST_RANGE));
            match says {
                Word::Hex(says) => {
                    for code in codes {
                        self.texts.insert(code, counted_up(says, code - first));
                    }
                }
                _ => {
                    let listed = words.by_ref().take_while(|word| matches!(word, Word::Hex(_)));
                    for (code, word) in codes.zip(listed) {
                        if let Word::Hex(says) = word {
                            self.texts.insert(code, text(says));
                        }
                    }
                }
            }
        }
    }
}

fn code(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |code, &byte| (code << 8) | u32::from(byte))
}

/// Text in UTF-16BE.
pub(super) fn text(bytes: &[u8]) -> String {
    let halves: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0, |half, &byte| (half << 8) | u16::from(byte)))
        .collect();
    String::from_utf16_lossy(&halves)
}

/// The text of a range's first code, its last character `steps` further on.
fn counted_up(says: &[u8], steps: u32) -> String {
    let first = text(says);
    let mut letters = first.chars();
    let last = letters.next_back().map_or(0, u32::from).saturating_add(steps);
    letters.chain(char::from_u32(last)).collect()
}

fn words(program: &[u8]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = program;
    while let Some((&first, after)) = rest.split_first() {
        let (word, length) = match first {
            b'%' => (None, 1 + after.iter().take_while(|&&byte| byte != b'\n').count()),
            b'<' if after.first() == Some(&b'<') => (None, 2),
            b'<' => {
                let inside = after.iter().take_while(|&&byte| byte != b'>').count();
                let digits = after.get(..inside).unwrap_or_default();
                (Some(Word::Hex(bytes_of(digits))), inside + 2)
            }
            b'[' | b']' => (Some(Word::Bracket(first == b'[')), 1),
            byte if is_plain(byte) => {
                let length = rest.iter().take_while(|&&byte| is_plain(byte)).count();
                let name = String::from_utf8_lossy(rest.get(..length).unwrap_or_default());
                let number = name.parse().map(Word::Number);
                (Some(number.unwrap_or_else(|_| Word::Name(name.into_owned()))), length)
            }
            _ => (None, 1),
        };
        words.extend(word);
        rest = rest.get(length..).unwrap_or_default();
    }
    words
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"<>[]%".contains(&byte)
}

fn bytes_of(digits: &[u8]) -> Vec<u8> {
    let halves: Vec<u8> = digits
        .iter()
        .filter_map(|&digit| char::from(digit).to_digit(16))
        .filter_map(|value| u8::try_from(value).ok())
        .collect();
    halves
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => (high << 4) | low,
            [high] => high << 4,
            _ => 0,
        })
        .collect()
}
