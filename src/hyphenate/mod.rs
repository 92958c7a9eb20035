//! Hyphenation: where a word may divide, and how it is spelt.
//!
//! Comes in: a word and its language. Goes out: places with the text on either side. Never done
//! here: widths, fonts, deciding whether a line breaks there.
//!
//! The patterns are Liang's (Word Hy-phen-a-tion by Com-put-er, 1983) as TeX users keep them, and
//! the crate `hyphenation` applies them. What is done here is choosing the dictionary, holding to
//! the rules of `tex.web` §891-§903 about which words may divide, and mapping the places found back
//! to the word as it was written.

mod dictionary;
mod exceptions;
mod fold;
mod languages;

#[doc(hidden)]
pub use dictionary::Dictionary;
pub use exceptions::{Exceptions, ExceptionsError};

/// A place where a word may divide.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(hidden)]
pub struct Division {
    /// Byte offset in the word: the first byte that goes to the next line.
    pub at: usize,
    /// Text that ends the line in place of what stood there, hyphen included, when letters change
    /// (Hungarian `asz-szony` of `asszony`); bytes `at - replaced_before .. at` are replaced.
    pub before: Option<Change>,
    /// The same for the start of the next line.
    pub after: Option<Change>,
}

/// Letters that change at a division.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(hidden)]
pub struct Change {
    /// How many bytes next to the division it replaces.
    pub replaces: usize,
    /// What it puts in their place, without the hyphen.
    pub text: String,
}

/// Words with fewer letters never divide: what a hyphen wins there is not worth it.
#[doc(hidden)]
pub const SHORTEST: usize = 5;

/// Words with more letters never divide. The longest words of real texts have some eighty
/// (German compounds); what is longer is no word, and trying would take time for nothing.
#[doc(hidden)]
pub const LONGEST: usize = 100;
