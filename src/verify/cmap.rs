//! Character maps (`CMap`): codes to glyphs, or codes to text.

use std::collections::BTreeMap;

/// Most codes in one range of a map; more is a malformed file.
const LONGEST_RANGE: u32 = 0xFFFF;

/// CMap of either kind: codes to glyphs, or codes to text.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Bytes per code; one if it is not specified.
    pub(super) code_length: usize,
    /// Codes to glyphs (CIDs).
    pub(super) glyphs: BTreeMap<u32, u32>,
    /// Codes to text.
    pub(super) texts: BTreeMap<u32, String>,
}

/// Token of a CMap program.
#[derive(Debug, Clone, PartialEq)]
enum CMapToken {
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
        let mut open: Vec<CMapToken> = Vec::new();
        for word in tokens(program) {
            let CMapToken::Name(name) = &word else {
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

    fn code_space(&mut self, words: &[CMapToken]) {
        if let Some(CMapToken::Hex(bytes)) = words.first() {
            self.code_length = bytes.len().clamp(1, 4);
        }
    }

    fn glyph_ranges(&mut self, words: &[CMapToken]) {
        for range in words.chunks_exact(3) {
            if let [CMapToken::Hex(first), CMapToken::Hex(last), CMapToken::Number(glyph)] =
                range
            {
                let (first, last) = (code(first), code(last));
                for code in first..=last.min(first.saturating_add(LONGEST_RANGE)) {
                    self.glyphs.insert(code, glyph.saturating_add(code - first));
                }
            }
        }
    }

    fn glyph_chars(&mut self, words: &[CMapToken]) {
        for pair in words.chunks_exact(2) {
            if let [CMapToken::Hex(bytes), CMapToken::Number(glyph)] = pair {
                self.glyphs.insert(code(bytes), *glyph);
            }
        }
    }

    fn text_chars(&mut self, words: &[CMapToken]) {
        for pair in words.chunks_exact(2) {
            if let [CMapToken::Hex(bytes), CMapToken::Hex(says)] = pair {
                self.texts.insert(code(bytes), text(says));
            }
        }
    }

    fn text_ranges(&mut self, words: &[CMapToken]) {
        let mut words = words.iter();
        while let (Some(CMapToken::Hex(first)), Some(CMapToken::Hex(last)), Some(says)) =
            (words.next(), words.next(), words.next())
        {
            let (first, last) = (code(first), code(last));
            let codes = first..=last.min(first.saturating_add(LONGEST_RANGE));
            match says {
                CMapToken::Hex(says) => {
                    for code in codes {
                        self.texts.insert(code, counted_up(says, code - first));
                    }
                }
                _ => {
                    let listed =
                        words.by_ref().take_while(|word| matches!(word, CMapToken::Hex(_)));
                    for (code, word) in codes.zip(listed) {
                        if let CMapToken::Hex(says) = word {
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

/// Decodes UTF-16BE.
pub(super) fn text(bytes: &[u8]) -> String {
    let halves: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0, |half, &byte| (half << 8) | u16::from(byte)))
        .collect();
    String::from_utf16_lossy(&halves)
}

/// Returns the text of a range's first code with its last character advanced by `steps`.
fn counted_up(says: &[u8], steps: u32) -> String {
    let first = text(says);
    let mut letters = first.chars();
    let last = letters.next_back().map_or(0, u32::from).saturating_add(steps);
    letters.chain(char::from_u32(last)).collect()
}

/// Splits a CMap program into tokens.
fn tokens(program: &[u8]) -> Vec<CMapToken> {
    let mut words = Vec::new();
    let mut rest = program;
    while let Some((&first, after)) = rest.split_first() {
        let (word, length) = match first {
            b'%' => (None, 1 + after.iter().take_while(|&&byte| byte != b'\n').count()),
            b'<' if after.first() == Some(&b'<') => (None, 2),
            b'<' => {
                let inside = after.iter().take_while(|&&byte| byte != b'>').count();
                (Some(CMapToken::Hex(bytes_of(&after[..inside]))), inside + 2)
            }
            b'[' | b']' => (Some(CMapToken::Bracket(first == b'[')), 1),
            byte if is_plain(byte) => {
                let length = rest.iter().take_while(|&&byte| is_plain(byte)).count();
                let name = String::from_utf8_lossy(&rest[..length]);
                let number = name.parse().map(CMapToken::Number);
                (Some(number.unwrap_or_else(|_| CMapToken::Name(name.into_owned()))), length)
            }
            _ => (None, 1),
        };
        words.extend(word);
        // The last token can lack its closing bracket.
        rest = &rest[length.min(rest.len())..];
    }
    words
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"<>[]%".contains(&byte)
}

/// Decodes hexadecimal digits, two per byte; a single last digit is the upper half of its byte.
fn bytes_of(digits: &[u8]) -> Vec<u8> {
    let halves: Vec<u8> = digits
        .iter()
        .filter_map(|&digit| char::from(digit).to_digit(16))
        .flat_map(u8::try_from)
        .collect();
    halves.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect()
}
