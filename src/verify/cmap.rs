//! Character maps (`CMap`): codes to glyphs, or codes to text.

use std::collections::BTreeMap;

use super::decode::is_space;
use super::object::Object;

/// Most codes of a map; more is a malformed file.
const MOST_CODES: u32 = 0x1_0000;

/// Most bytes of a program.
const LONGEST_PROGRAM: usize = 4 << 20;

/// CMap of either kind: codes to glyphs, or codes to text.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Bytes per code; one if it is not specified.
    pub(super) code_length: usize,
    /// Codes to glyphs (CIDs).
    pub(super) glyphs: BTreeMap<u32, u32>,
    /// Codes to text.
    pub(super) texts: BTreeMap<u32, String>,
    /// Character collection: `Registry`, `Ordering` and `Supplement`.
    pub(super) system: BTreeMap<Vec<u8>, Object>,
    /// Writing mode; 0 is horizontal.
    pub(super) mode: i64,
    /// It refers to another map.
    pub(super) uses_other: bool,
    /// First and last code that it covers.
    code_space: Option<(u32, u32)>,
    /// Codes that were added.
    added: u32,
    /// Entries of the block that is read.
    entries: u32,
}

/// Token of a CMap program.
#[derive(Debug, Clone, PartialEq)]
enum CMapToken {
    /// Digits between `<` and `>`, as bytes.
    Hex(Vec<u8>),
    /// String between parentheses.
    Text(Vec<u8>),
    /// A number.
    Number(u32),
    /// `[` or `]`.
    Bracket(bool),
    /// Any other word.
    Name(String),
}

impl CMap {
    /// Reads a CMap program; none if it is malformed.
    pub(super) fn read(program: &[u8]) -> Option<Self> {
        let program = program.get(..).filter(|program| program.len() <= LONGEST_PROGRAM)?;
        let mut map = Self { code_length: 1, ..Self::default() };
        let mut open: Vec<CMapToken> = Vec::new();
        let mut is_open = false;
        // Number of entries that a block announces.
        let mut announced = None;
        for word in tokens(program)? {
            let CMapToken::Name(name) = &word else {
                open.push(word);
                continue;
            };
            match name.as_str() {
                "begincmap" => is_open = true,
                "endcmap" => is_open = false,
                "begincodespacerange"
                | "begincidrange"
                | "begincidchar"
                | "beginbfchar"
                | "beginbfrange" => {
                    let Some(CMapToken::Number(count)) = open.last() else { return None };
                    (announced, map.entries) = (Some(*count), 0);
                }
                "endcodespacerange" => map.set_code_space(&open)?,
                "endcidrange" => map.glyph_ranges(&open)?,
                "endcidchar" => map.glyph_chars(&open)?,
                "endbfchar" => map.text_chars(&open)?,
                "endbfrange" => map.text_ranges(&open)?,
                "usecmap" => map.uses_other = true,
                "def" => map.define(&open),
                // `/WMode 1 def` is one definition of three words.
                name if name.starts_with('/') => {
                    open.push(word);
                    continue;
                }
                _ => {}
            }
            if name.starts_with("end") && name != "endcmap" && name != "end" {
                // The number of entries is announced where a block starts.
                (announced.take() == Some(map.entries)).then_some(())?;
            }
            open.clear();
        }
        (!is_open && map.code_space.is_some()).then_some(map)
    }

    /// Reads a definition: the writing mode or the character collection.
    fn define(&mut self, words: &[CMapToken]) {
        for pair in words.windows(2) {
            let CMapToken::Name(key) = &pair[0] else { continue };
            match (key.as_str(), &pair[1]) {
                ("/WMode", CMapToken::Number(mode)) => self.mode = i64::from(*mode),
                ("/Supplement", CMapToken::Number(value)) => {
                    self.system
                        .insert(b"Supplement".to_vec(), Object::Integer(i64::from(*value)));
                }
                ("/Registry" | "/Ordering", CMapToken::Text(value)) => {
                    self.system.insert(key[1..].into(), Object::String(value.clone()));
                }
                _ => {}
            }
        }
    }

    fn set_code_space(&mut self, words: &[CMapToken]) -> Option<()> {
        for range in words.chunks(2) {
            let [CMapToken::Hex(first), CMapToken::Hex(last)] = range else { return None };
            (first.len() == last.len() && (1..=4).contains(&first.len())).then_some(())?;
            self.entries += 1;
            self.code_length = first.len();
            self.code_space = Some((code(first), code(last)));
        }
        Some(())
    }

    /// Returns the codes of a range; none if they are not in the code space, or too many.
    fn range(&mut self, first: &[u8], last: &[u8]) -> Option<std::ops::RangeInclusive<u32>> {
        let (lowest, highest) = self.code_space?;
        let (start, end) = (code(first), code(last));
        let is_inside = first.len() == self.code_length && last.len() == self.code_length;
        (is_inside && lowest <= start && start <= end && end <= highest).then_some(())?;
        self.entries += 1;
        self.added = self.added.checked_add((end - start).checked_add(1)?)?;
        (self.added <= MOST_CODES).then_some(start..=end)
    }

    fn glyph_ranges(&mut self, words: &[CMapToken]) -> Option<()> {
        for range in words.chunks(3) {
            let [CMapToken::Hex(first), CMapToken::Hex(last), CMapToken::Number(glyph)] = range
            else {
                return None;
            };
            for (code, glyph) in self.range(first, last)?.zip(*glyph..) {
                self.glyphs.insert(code, glyph).is_none().then_some(())?;
            }
        }
        Some(())
    }

    fn glyph_chars(&mut self, words: &[CMapToken]) -> Option<()> {
        for pair in words.chunks(2) {
            let [CMapToken::Hex(bytes), CMapToken::Number(glyph)] = pair else { return None };
            for code in self.range(bytes, bytes)? {
                self.glyphs.insert(code, *glyph).is_none().then_some(())?;
            }
        }
        Some(())
    }

    fn text_chars(&mut self, words: &[CMapToken]) -> Option<()> {
        for pair in words.chunks(2) {
            let [CMapToken::Hex(bytes), CMapToken::Hex(says)] = pair else { return None };
            for code in self.range(bytes, bytes)? {
                self.texts.insert(code, text(says)?).is_none().then_some(())?;
            }
        }
        Some(())
    }

    fn text_ranges(&mut self, words: &[CMapToken]) -> Option<()> {
        let mut words = words.iter();
        while let Some(first) = words.next() {
            let (CMapToken::Hex(first), Some(CMapToken::Hex(last)), Some(says)) =
                (first, words.next(), words.next())
            else {
                return None;
            };
            let codes = self.range(first, last)?;
            match says {
                CMapToken::Hex(says) => {
                    for (code, steps) in codes.zip(0..) {
                        self.texts
                            .insert(code, counted_up(says, steps)?)
                            .is_none()
                            .then_some(())?;
                    }
                }
                CMapToken::Bracket(true) => {
                    for code in codes {
                        let Some(CMapToken::Hex(says)) = words.next() else { return None };
                        self.texts.insert(code, text(says)?).is_none().then_some(())?;
                    }
                    (words.next() == Some(&CMapToken::Bracket(false))).then_some(())?;
                }
                _ => return None,
            }
        }
        Some(())
    }
}

fn code(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |code, &byte| (code << 8) | u32::from(byte))
}

/// Decodes UTF-16BE; none if there is half a unit or half a pair.
fn text(bytes: &[u8]) -> Option<String> {
    let (units, []) = bytes.as_chunks::<2>() else { return None };
    char::decode_utf16(units.iter().map(|unit| u16::from_be_bytes(*unit)))
        .collect::<Result<_, _>>()
        .ok()
}

/// Returns the text of a range's first code with its last character advanced by `steps`.
fn counted_up(says: &[u8], steps: u32) -> Option<String> {
    let first = text(says)?;
    let mut letters = first.chars();
    let last = u32::from(letters.next_back()?).checked_add(steps)?;
    Some(letters.chain([char::from_u32(last)?]).collect())
}

/// Splits a CMap program into tokens; none if it is malformed.
fn tokens(program: &[u8]) -> Option<Vec<CMapToken>> {
    let mut words = Vec::new();
    let mut rest = program;
    while let Some((&first, after)) = rest.split_first() {
        let (word, length) = match first {
            b'%' => (None, 1 + after.iter().take_while(|&&byte| byte != b'\n').count()),
            b'<' if after.first() == Some(&b'<') => (None, 2),
            b'<' => {
                let inside = after.iter().position(|&byte| byte == b'>')?;
                (Some(CMapToken::Hex(bytes_of(&after[..inside])?)), inside + 2)
            }
            b'(' => {
                let inside = after.iter().position(|&byte| byte == b')')?;
                (Some(CMapToken::Text(after[..inside].to_vec())), inside + 2)
            }
            b'[' | b']' => (Some(CMapToken::Bracket(first == b'[')), 1),
            byte if is_plain(byte) => {
                let length = after.iter().take_while(|&&byte| is_plain(byte) && byte != b'/');
                let length = 1 + length.count();
                let name = String::from_utf8_lossy(&rest[..length]);
                let number = name.parse().map(CMapToken::Number);
                (Some(number.unwrap_or_else(|_| CMapToken::Name(name.into_owned()))), length)
            }
            byte if is_space(byte) || byte == b'>' => (None, 1),
            _ => return None,
        };
        words.extend(word);
        rest = &rest[length..];
    }
    Some(words)
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"<>[]()%".contains(&byte)
}

/// Decodes hexadecimal digits, two per byte; none if there are others.
fn bytes_of(digits: &[u8]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = digits.iter().copied().filter(|&byte| !is_space(byte)).collect();
    let half = |digit: u8| u8::try_from(char::from(digit).to_digit(16)?).ok();
    digits.len().is_multiple_of(2).then_some(())?;
    digits.chunks(2).map(|pair| Some(half(pair[0])? << 4 | half(pair[1])?)).collect()
}
