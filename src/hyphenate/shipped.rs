//! A dictionary as it ships: patterns, and exceptions to them.
//!
//! Comes in: the bytes of a file of `hyphens/`, as bincode lays them. Goes out: the crate's patterns
//! and [`Known`] words. Never done here: dividing.
//!
//! The crate reads its files into a map of owned words. Here the words stay where they lie: English
//! has fourteen hundred, and an article of one page asks for two hundred at most.

use bincode::config::{DefaultOptions, Options};
use hashbrown::HashTable;
use hyphenation_commons::Language;
use hyphenation_commons::dictionary::{Builder, Exceptions, Patterns, Standard};

use crate::map::{Map, hash};

/// Places in a word, a bit for each byte. No exception is longer than 63 bytes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Places(u64);

/// Words with the only places where they may divide.
#[derive(Debug, Default)]
pub(super) struct Known<'b> {
    /// The words of the file, each followed by its places.
    bytes: &'b [u8],
    /// Where in `bytes` those begin that the file has in lower case, by the hash of the word.
    plain: HashTable<u32>,
    /// Those that the file has with capitals (`Alex-an-der`), in lower case, as `tex.web` §937 has
    /// it.
    folded: Map<String, Places>,
}

/// Reads a dictionary; none where the bytes are not one.
pub(super) fn read(mut bytes: &[u8]) -> Option<(Standard, Known<'_>)> {
    let layout = || DefaultOptions::new().with_fixint_encoding().allow_trailing_bytes();
    let (language, patterns): (Language, Patterns) =
        layout().deserialize_from(&mut bytes).ok()?;
    let (exceptions, mut rest) = Known::read(bytes)?;
    let minima = (number(&mut rest)?, number(&mut rest)?);
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

    /// Reads the places of a word.
    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let mut bits = 0;
        for _ in 0..number(bytes)? {
            let place = u32::try_from(number(bytes)?).ok();
            bits |= place.and_then(|place| 1_u64.checked_shl(place)).unwrap_or(0);
        }
        Some(Self(bits))
    }
}

impl<'b> Known<'b> {
    /// Where a word in lower case divides, if the list has it. One that the file has in lower case
    /// goes before one that it has with capitals.
    pub(super) fn get(&self, word: &str) -> Option<Places> {
        let lying = |&at: &u32| entry(self.bytes.get(at as usize..)?);
        let same = |at: &u32| lying(at).is_some_and(|(own, _)| own == word.as_bytes());
        match self.plain.find(hash(word.as_bytes()), same) {
            Some(at) => Places::read(&mut lying(at)?.1),
            None => self.folded.get(word).copied(),
        }
    }

    /// Reads the words; they, and what follows them.
    fn read(bytes: &'b [u8]) -> Option<(Self, &'b [u8])> {
        let mut rest = bytes;
        let count = number(&mut rest)?;
        let mut known = Self { bytes, ..Self::default() };
        let rehash = |&at: &u32| {
            let entry = bytes.get(at as usize..).and_then(entry);
            hash(entry.map_or(&[], |(word, _)| word))
        };
        known.plain.reserve(count.min(MOST_WORDS), rehash);
        for _ in 0..count {
            let at = u32::try_from(bytes.len() - rest.len()).ok()?;
            let (word, mut after) = entry(rest)?;
            let places = after;
            let length = number(&mut after)?.checked_mul(size_of::<u64>())?;
            rest = after.get(length..)?;
            if word.iter().all(u8::is_ascii_lowercase) {
                known.plain.insert_unique(hash(word), at, rehash);
                continue;
            }
            let text = str::from_utf8(word).ok()?;
            let folded = text.to_lowercase();
            if folded == text {
                known.plain.insert_unique(hash(word), at, rehash);
            } else if folded.len() == word.len() {
                known.folded.insert(folded, Places::read(&mut { places })?);
            }
        }
        Some((known, rest))
    }
}

/// Words for which room is made at once, whatever the file says of itself.
const MOST_WORDS: usize = 4096;

/// The word that begins here, and what follows it.
fn entry(mut bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = number(&mut bytes)?;
    bytes.split_at_checked(length)
}

/// The number that begins here.
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    usize::try_from(u64::from_le_bytes(*number)).ok()
}
