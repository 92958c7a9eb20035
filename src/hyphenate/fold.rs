//! Case folding of words for patterns, with offsets into the word as written.

/// The dot that the lower case of U+0130 (Turkish dotted capital I) keeps; patterns have plain i.
const DOT_ABOVE: char = '\u{307}';

/// A word in lower case, with the offset of each byte in the word as written.
#[derive(Debug, Default)]
pub(super) struct FoldedWord {
    /// The word in lower case.
    pub(super) text: String,
    /// For each byte of `text`, and one past the end, its offset in the word as written.
    origins: Vec<usize>,
    /// Number of characters written in upper case.
    pub(super) capitals: usize,
    /// Number of characters.
    pub(super) letters: usize,
}

impl FoldedWord {
    /// Folds `word`, whose first byte is at `start`.
    pub(super) fn new(word: &str, start: usize) -> Self {
        if word.is_ascii() {
            return Self {
                text: word.to_ascii_lowercase(),
                origins: (start..=start + word.len()).collect(),
                capitals: word.bytes().filter(u8::is_ascii_uppercase).count(),
                letters: word.len(),
            };
        }
        let mut folded = Self::default();
        for (at, character) in word.char_indices() {
            folded.letters += 1;
            folded.capitals += usize::from(character.is_uppercase());
            let lower = character.to_lowercase();
            let is_dotted = character == '\u{130}';
            for character in lower.filter(|&c| !(is_dotted && c == DOT_ABOVE)) {
                folded.text.push(character);
                folded.origins.resize(folded.text.len(), start + at);
            }
        }
        folded.origins.push(start + word.len());
        folded
    }

    /// Returns the offset in the word as written; that of its end for anything beyond.
    pub(super) fn origin(&self, at: usize) -> usize {
        self.origins[at.min(self.origins.len() - 1)]
    }

    /// Returns whether every letter is a capital, and there are at least two.
    pub(super) fn is_all_capitals(&self) -> bool {
        self.capitals > 1 && self.capitals == self.letters
    }
}
