//! Language tag (BCP 47) of a fixed size.

use std::fmt;
use std::str::FromStr;

/// Longest tag, in bytes: enough for language, script and region (`zh-Hant-TW`).
const CAPACITY: usize = 15;

/// Language tag (BCP 47) in its usual letter case: `en`, `de-CH`, `zh-Hant`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language {
    bytes: [u8; CAPACITY],
    len: u8,
}

impl Language {
    /// English, the default.
    pub const ENGLISH: Self = {
        let mut bytes = [0; CAPACITY];
        bytes[0] = b'e';
        bytes[1] = b'n';
        Self { bytes, len: 2 }
    };

    /// Tag as text: `en-GB`.
    #[must_use]
    pub fn tag(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)])
            .expect("a tag is made of ASCII bytes")
    }

    /// Primary language subtag: `en` of `en-GB`.
    #[must_use]
    pub fn primary(&self) -> &str {
        let tag = self.tag();
        tag.split_once('-').map_or(tag, |(primary, _)| primary)
    }

    /// Script subtag, if the tag has one: `Hant` of `zh-Hant`.
    #[must_use]
    pub fn script(&self) -> Option<&str> {
        let is_script =
            |part: &&str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic());
        self.tag().split('-').skip(1).find(is_script)
    }

    /// Region subtag, if the tag has one: `GB` of `en-GB`.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.tag().split('-').skip(1).find(|part| {
            (part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase()))
                || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
        })
    }
}

impl Default for Language {
    /// Returns English.
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl FromStr for Language {
    type Err = ParseLanguageError;

    /// Parses `en`, `EN_us`, `zh-hant-TW`. Subtags that end after the fifteenth byte are dropped.
    fn from_str(text: &str) -> Result<Self, ParseLanguageError> {
        let error = || ParseLanguageError(text.to_owned());
        let mut tag = String::new();
        for (place, part) in text.trim().split(['-', '_']).enumerate() {
            if part.is_empty()
                || part.len() > 8
                || !part.bytes().all(|b| b.is_ascii_alphanumeric())
            {
                return Err(error());
            }
            let part = match (place, part.len()) {
                (0, 2 | 3) if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                    part.to_lowercase()
                }
                (0, _) => return Err(error()),
                (_, 2) => part.to_uppercase(),
                (_, 4) => part[..1].to_uppercase() + &part[1..].to_lowercase(),
                _ => part.to_lowercase(),
            };
            if tag.len() + 1 + part.len() > CAPACITY {
                break;
            }
            if place > 0 {
                tag.push('-');
            }
            tag.push_str(&part);
        }
        let mut bytes = [0; CAPACITY];
        bytes[..tag.len()].copy_from_slice(tag.as_bytes());
        #[expect(clippy::cast_possible_truncation, reason = "at most CAPACITY")]
        Ok(Self { bytes, len: tag.len() as u8 })
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.tag())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Language({})", self.tag())
    }
}

/// Error of a text that is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseLanguageError(String);

impl fmt::Display for ParseLanguageError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is not a language tag: write one such as en, de-CH or auto", self.0)
    }
}

impl std::error::Error for ParseLanguageError {}
