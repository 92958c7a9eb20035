//! Cleaning: what the web left behind is taken away, and every removal is told.
//!
//! Comes in: a [`Manuscript`] and what the person wants kept or dropped. Goes out: the
//! [`Article`] and its [`Removal`]s. Never done here: a removal unreported, parsing, layout.

use crate::article::Article;
use crate::diagnostic::Place;
use crate::read::Manuscript;

/// What the person overrules, in the order given: text patterns of `--keep` and `--drop`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// Blocks that contain one of these (letter case aside) stay.
    pub keep: Vec<String>,
    /// Blocks that contain one of these go.
    pub drop: Vec<String>,
}

/// Something taken out of the manuscript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The rule that took it: `print-share`, `gutenberg-frame`, `dropped`.
    pub rule: &'static str,
    /// The phrase or pattern that matched.
    pub pattern: String,
    /// What was taken, whole.
    pub text: String,
    /// Where it stood.
    pub place: Place,
}

/// Takes away what is not the article.
#[must_use]
pub fn clean(manuscript: Manuscript, _wishes: &Wishes) -> (Article, Vec<Removal>) {
    (manuscript.article, Vec::new())
}
