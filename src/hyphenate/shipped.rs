//! A dictionary as it ships: patterns, and exceptions to them.
//!
//! Comes in: the bytes of a file of `hyphens/`, as bincode lays them. Goes out: the crate's patterns
//! and [`Known`] words. Never done here: dividing.
//!
//! The crate reads its files into a map of owned words. Here the words stay where they lie: English
//! has fourteen hundred, and an article of one page asks for two hundred at most.

use std::fmt;

use hyphenation_commons::Language;
use hyphenation_commons::dictionary::{Builder, Exceptions, Patterns, Standard};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::map::Map;

/// The parts of a file in their order.
#[derive(Deserialize)]
struct Parts<'b> {
    language: Language,
    patterns: Patterns,
    #[serde(borrow)]
    exceptions: Known<'b>,
    minima: (usize, usize),
}

/// Places in a word, a bit for each byte. No exception is longer than 63 bytes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Places(u64);

/// Words with the only places where they may divide.
#[derive(Debug, Default)]
pub(super) struct Known<'b> {
    /// As the file has them.
    plain: Map<&'b [u8], Places>,
    /// Those that the file has with capitals (`Alex-an-der`), in lower case, as `tex.web` §937 has
    /// it.
    folded: Map<String, Places>,
}

/// Reads a dictionary; none where the bytes are not one.
pub(super) fn read(bytes: &[u8]) -> Option<(Standard, Known<'_>)> {
    let Parts { language, patterns, exceptions, minima } = bincode::deserialize(bytes).ok()?;
    let none = Exceptions::default();
    let mut standard = Standard::from(Builder { language, patterns, exceptions: none });
    standard.minima = minima;
    Some((standard, exceptions))
}

impl Places {
    /// The places from the start of the word to its end.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |place| self.0 >> place & 1 == 1)
    }
}

impl Known<'_> {
    /// Where a word in lower case divides, if the list has it. One that the file has in lower case
    /// goes before one that it has with capitals.
    pub(super) fn get(&self, word: &str) -> Option<Places> {
        self.plain.get(word.as_bytes()).or_else(|| self.folded.get(word)).copied()
    }
}

impl<'de: 'b, 'b> Deserialize<'de> for Known<'b> {
    fn deserialize<D: Deserializer<'de>>(file: D) -> Result<Self, D::Error> {
        file.deserialize_map(Words)
    }
}

struct Words;

impl<'de> Visitor<'de> for Words {
    type Value = Known<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("words with the places where they divide")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut known = Known::default();
        known.plain.reserve(map.size_hint().unwrap_or_default().min(MOST_WORDS));
        while let Some((bytes, places)) = map.next_entry::<&[u8], Places>()? {
            let word = match bytes.iter().all(u8::is_ascii_lowercase) {
                true => "",
                false => str::from_utf8(bytes).unwrap_or_default(),
            };
            if !word.contains(char::is_uppercase) {
                known.plain.insert(bytes, places);
                continue;
            }
            let folded = word.to_lowercase();
            if folded.len() == word.len() {
                known.folded.insert(folded, places);
            }
        }
        Ok(known)
    }
}

/// Words for which room is made at once, whatever the file says of itself.
const MOST_WORDS: usize = 4096;

impl<'de> Deserialize<'de> for Places {
    fn deserialize<D: Deserializer<'de>>(file: D) -> Result<Self, D::Error> {
        file.deserialize_seq(Bits)
    }
}

struct Bits;

impl<'de> Visitor<'de> for Bits {
    type Value = Places;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("places in a word")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut places: A) -> Result<Places, A::Error> {
        let mut bits = 0;
        while let Some(place) = places.next_element::<u64>()? {
            bits |= u32::try_from(place).ok().and_then(|it| 1_u64.checked_shl(it)).unwrap_or(0);
        }
        Ok(Places(bits))
    }
}
