//! Removed passages and their diagnostics.

use crate::diagnostic::{Diagnostic, Place};

/// Rule of passages that `--drop` names.
pub(super) const DROPPED: &str = "dropped";

/// Rule of blocks that the model of web pages removes.
pub(super) const MODEL: &str = "model";

/// Passage that was removed from a manuscript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Rule that removed it: `print-share`, `gutenberg-frame`, `dropped`.
    pub rule: &'static str,
    /// Phrase as in the data file, or pattern of the user; for the rule `model` the features that
    /// weighed most; empty for the other rules of web pages, which have no pattern.
    pub pattern: String,
    /// Value that a rule of web pages measured, in hundredths: share of links, number of letters,
    /// weight of names.
    pub score: Option<i32>,
    /// Text of the passage; empty for a thematic break.
    pub text: String,
    /// Place in the source.
    pub place: Place,
}

/// Number of words that a diagnostic quotes.
const QUOTED_WORDS: usize = 8;

/// Most letters that a diagnostic quotes, for very long words.
const QUOTED_LETTERS: usize = 60;

impl Removal {
    /// Returns the removal as a note with its rule, its first words, its line and a hint how to
    /// keep it.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let words: Vec<&str> = self.text.split_whitespace().take(QUOTED_WORDS + 1).collect();
        let quoted = words[..QUOTED_WORDS.min(words.len())].join(" ");
        let short: String = quoted.chars().take(QUOTED_LETTERS).collect();
        let more =
            if words.len() > QUOTED_WORDS || short.len() < quoted.len() { "..." } else { "" };
        let message = match (self.text.is_empty(), self.pattern.is_empty(), self.score) {
            (true, _, _) => "removed a rule that nothing follows".to_owned(),
            (_, false, _) if self.rule == MODEL => {
                format!("removed `{short}{more}`, against which speak {}", self.pattern)
            }
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
        Diagnostic::note(self.rule, self.place, message).hint(if self.rule == DROPPED {
            "it contains what --drop names"
        } else {
            "--keep PATTERN keeps what contains PATTERN"
        })
    }
}
