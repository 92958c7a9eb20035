//! A word in the form in which patterns look for it.
//!
//! Comes in: a word as written. Goes out: [`Folded`], in lower case, and the way back. Never done
//! here: patterns.

/// The dot that the lower case of U+0130 (Turkish dotted capital I) keeps; patterns have plain i.
const DOT_ABOVE: char = '\u{307}';

/// A word in lower case, and where each of its bytes was in the word as written.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// In lower case.
    pub(super) text: String,
    /// For each byte of `text`, and one past the end, the place in the word as written.
    origins: Vec<usize>,
    /// How many characters were written in upper case.
    pub(super) capitals: usize,
    /// How many characters there are.
    pub(super) letters: usize,
}

impl Folded {
    /// Folds `word`, whose first byte is at `start`.
    pub(super) fn new(word: &str, start: usize) -> Self {
        if word.is_ascii() {
            return Self::ascii(word, start);
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

    /// The same for a word of ASCII, where nothing moves.
    fn ascii(word: &str, start: usize) -> Self {
        Self {
            text: word.to_ascii_lowercase(),
            origins: (start..=start + word.len()).collect(),
            capitals: word.bytes().filter(u8::is_ascii_uppercase).count(),
            letters: word.len(),
        }
    }

    /// The place in the word as written; its end for whatever lies beyond.
    pub(super) fn origin(&self, at: usize) -> usize {
        self.origins.get(at).or(self.origins.last()).copied().unwrap_or(0)
    }

    /// Every letter is a capital, and there are at least two.
    pub(super) fn is_all_capitals(&self) -> bool {
        self.capitals > 1 && self.capitals == self.letters
    }
}
