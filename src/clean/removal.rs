//! Something that was taken out, and how it is told.
//!
//! Comes in: what a rule took. Goes out: [`Removal`], and a note for people. Never done here:
//! taking anything out.

use crate::diagnostic::{Diagnostic, Place};

/// The rule of what goes because the person said so.
pub(super) const DROPPED: &str = "dropped";

/// Something taken out of the manuscript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The rule that took it: `print-share`, `gutenberg-frame`, `dropped`.
    pub rule: &'static str,
    /// The phrase as the data file has it, or the person's pattern; empty for a rule of pages,
    /// which has none.
    pub pattern: String,
    /// What a rule of pages measured, in hundredths: the part of links, the letters, the weight of
    /// the names.
    pub score: Option<i32>,
    /// What was taken, whole; empty for a rule that stood before it.
    pub text: String,
    /// Where it stood.
    pub place: Place,
}

/// Words of a removal that its diagnostic quotes.
const QUOTED_WORDS: usize = 8;

/// Letters of a removal that its diagnostic quotes at most, for words without end.
const QUOTED_LETTERS: usize = 60;

impl Removal {
    /// The removal as a note: rule, first words, line, and how to overrule it.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let words: Vec<&str> = self.text.split_whitespace().take(QUOTED_WORDS + 1).collect();
        let quoted = words.get(..QUOTED_WORDS.min(words.len())).unwrap_or(&[]).join(" ");
        let short: String = quoted.chars().take(QUOTED_LETTERS).collect();
        let more =
            if words.len() > QUOTED_WORDS || short.len() < quoted.len() { "..." } else { "" };
        let message = match (self.text.is_empty(), self.pattern.is_empty(), self.score) {
            (true, _, _) => "removed a rule that nothing follows".to_owned(),
            (_, false, _) => {
                format!("removed `{short}{more}` by the phrase `{}`", self.pattern)
            }
            (_, _, Some(score)) => {
                let (sign, score) = (if score < 0 { "-" } else { "" }, score.unsigned_abs());
                let (whole, part) = (score / 100, score % 100);
                format!("removed `{short}{more}`, which scored {sign}{whole}.{part:02}")
            }
            (_, _, None) => format!("removed `{short}{more}`"),
        };
        let note = Diagnostic::note(self.rule, self.place, message);
        match self.rule {
            DROPPED => note.hint("it contains what --drop names"),
            _ => note.hint("--keep PATTERN keeps what contains PATTERN"),
        }
    }
}
