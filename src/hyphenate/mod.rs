//! Hyphenation: where a word may divide, and what stands before and after the break.
//!
//! Comes in: a word and its language. Goes out: places with the text on either side. Never done
//! here: widths, fonts, deciding whether a line breaks there.

/// A place where a word may divide.
#[derive(Debug, Clone, PartialEq, Eq)]
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
pub struct Change {
    /// How many bytes next to the division it replaces.
    pub replaces: usize,
    /// What it puts in their place, without the hyphen.
    pub text: String,
}

/// The divisions of one language's words.
#[derive(Debug)]
pub struct Dictionary;

impl Dictionary {
    /// The dictionary of a language, where there is one.
    #[must_use]
    pub fn for_language(_language: crate::article::Language) -> Option<&'static Self> {
        None
    }

    /// Where `word` may divide.
    #[must_use]
    pub fn divide(&self, _word: &str) -> Vec<Division> {
        Vec::new()
    }
}
