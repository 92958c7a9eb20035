//! Hyphenation: the division points of words, and changes of spelling there.
//!
//! The stage takes a word and its language. It gives [`Division`]s. It must never depend on widths or
//! fonts, or decide whether a line breaks at a division.
//!
//! The patterns are Liang's (Word Hy-phen-a-tion by Com-put-er, 1983) as TeX users keep them, and
//! the crate `hyphenation` applies them. This module chooses the dictionary, applies the rules of
//! `tex.web` §891-§903 about which words may divide, and maps the divisions to the word as written.

mod dictionary;
mod exceptions;
mod fold;
mod languages;

#[doc(hidden)]
pub use dictionary::Dictionary;
pub use exceptions::{Exceptions, ExceptionsError};

/// A division point of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(hidden)]
pub struct Division {
    /// Byte offset in the word: the first byte that goes to the next line.
    pub at: usize,
    /// Change of the letters before the hyphen (Hungarian `asz-szony` of `asszony`).
    pub before: Option<Change>,
    /// Change of the letters that begin the next line.
    pub after: Option<Change>,
}

/// A change of letters at a division.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(hidden)]
pub struct Change {
    /// Number of bytes beside the division that are replaced.
    pub replaces: usize,
    /// Text in their place, without the hyphen.
    pub text: String,
}

/// Fewest letters of a word that may divide: in shorter ones a hyphen gains too little.
#[doc(hidden)]
pub const SHORTEST: usize = 5;

/// Most letters of a word that may divide. The longest words of real texts have about eighty (German
/// compounds); longer strings are no words, and would only take time.
#[doc(hidden)]
pub const LONGEST: usize = 100;
