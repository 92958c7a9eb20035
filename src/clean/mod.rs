//! Cleaning: removal of what surrounds an article, with a report of each removal.
//!
//! Takes a [`Manuscript`] and the user's options; gives the [`Article`] and its [`Removal`]s. Must
//! never remove anything without reporting it, parse, or lay out.
//!
//! A web page first goes through `extract`. The blocks of the article are then divided into
//! `text_unit`s, which the modules of this folder mark for removal: [`phrases`] recognises
//! boilerplate by the patterns of `phrases.txt`, and `placement` decides by its place in the
//! article.

mod extract;
mod gutenberg;
mod mail;
mod no_break;
mod note_headings;
mod options;
mod pattern;
#[doc(hidden)]
pub mod phrases;
mod placement;
mod removal;
mod running_heads;
mod sites;
mod summary;
mod text_unit;
mod tokens;

pub use options::CleanOptions;
pub use removal::Removal;
pub use sites::Sites;
pub use summary::{RemovalSummary, RemovedKind};

use self::phrases::Level;
use self::text_unit::{TextUnit, UnitKind};
use self::tokens::Tokens;
use crate::article::{Article, Metadata, plain_text};
use crate::diagnostic::{Diagnostic, Place};
use crate::read::Manuscript;
use crate::read::embedded::EmbeddedFiles;

/// Result of cleaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[doc(hidden)]
pub struct Cleaned {
    /// The article.
    pub article: Article,
    /// Removed passages, in the order of the source.
    pub removals: Vec<Removal>,
    /// Files embedded in the file of the article, by address.
    pub embedded: EmbeddedFiles,
    /// Warnings: no article was found on a page, or the selector of `--content` matched nothing.
    pub diagnostics: Vec<Diagnostic>,
}

/// Most passes over the units. A pass can leave a phrase at the end of the article for the next
/// pass to remove; one pass is enough for nearly every article.
const PASSES: usize = 4;

/// Removes from a manuscript what is not the article. Cleaning a clean article changes nothing.
#[must_use]
#[doc(hidden)]
pub fn clean(manuscript: Manuscript, options: &CleanOptions) -> Cleaned {
    let Manuscript { article, page, mut embedded } = manuscript;
    let Some(page) = page else {
        let (article, removals) = clean_blocks(article, options);
        return Cleaned { article, removals, embedded, diagnostics: Vec::new() };
    };
    let found = extract::extract(&page, options, &mut embedded);
    let (article, more) = clean_blocks(found.article, options);
    let mut removals = found.removals;
    removals.extend(more);
    removals.sort_by_key(|removal| removal.place.line);
    Cleaned { article, removals, embedded, diagnostics: found.diagnostics }
}

/// Returns the blocks of a web page with their features in numbers; nothing for other articles. The
/// script that fits the weights of the model reads them.
#[must_use]
#[doc(hidden)]
pub fn dump_blocks(manuscript: &Manuscript, options: &CleanOptions) -> String {
    match &manuscript.page {
        Some(page) => extract::dump_blocks(page, options),
        None => String::new(),
    }
}

/// Removes what the options, the phrases and the known frames name.
fn clean_blocks(mut article: Article, options: &CleanOptions) -> (Article, Vec<Removal>) {
    let mut units = text_unit::units(&article);

    options::mark_units(&mut units, options);
    let book = gutenberg::mark_frame(&mut units);
    running_heads::mark_units(&mut units);
    mail::mark_frames(&mut units);
    for _ in 0..PASSES {
        if !placement::mark_units(&mut units) {
            break;
        }
    }
    note_headings::mark_headings(&mut units, &article);
    mark_trailing_rules(&mut units);

    let mut removals = removals(&units);
    let removed_parts = text_unit::removed_parts(&units, article.blocks.len());
    let joins = running_heads::cut_paragraphs(&units);
    drop(units);

    let blocks = std::mem::take(&mut article.blocks);
    let mut blocks = text_unit::without_parts(blocks, &removed_parts);
    running_heads::join_paragraphs(&mut blocks, &joins);
    article.blocks = blocks.into_iter().flatten().collect();
    if let Some(book) = book {
        removals.splice(0..0, complete_metadata(&mut article.meta, book));
    }
    removals.splice(0..0, replace_boilerplate_title(&mut article.meta, options));
    no_break::mark_article(&mut article);
    (article, removals)
}

/// Returns the diagnostics of a cleaning: a note for each removal, and a warning if the patterns of
/// `--drop` removed more than half of the words.
#[must_use]
#[doc(hidden)]
pub fn report(article: &Article, removals: &[Removal]) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = removals.iter().map(Removal::diagnostic).collect();
    let count = |text: &str| text.split_whitespace().count();
    let by_option = removals.iter().filter(|removal| removal.rule == removal::DROPPED);
    let dropped: usize = by_option.map(|removal| count(&removal.text)).sum();
    if dropped > 0 {
        let left: usize = text_unit::units(article).iter().map(|unit| count(&unit.text)).sum();
        if dropped > left {
            let message = format!("--drop took {dropped} words and left {left}");
            let warning = Diagnostic::warning("much-dropped", Place::default(), message);
            diagnostics.push(warning.hint("a longer pattern names fewer blocks"));
        }
    }
    diagnostics
}

/// Marks the rules at the end of the article behind which everything is removed.
fn mark_trailing_rules(units: &mut [TextUnit<'_>]) {
    let mut behind = None;
    for unit in units.iter_mut().rev() {
        if unit.cause.is_some() {
            behind.clone_from(&unit.cause);
        } else if unit.kind != UnitKind::Rule {
            break;
        } else if let Some(cause) = &behind {
            unit.remove(cause.clone());
        }
    }
}

/// Returns the removals of marked units in the order of the source.
fn removals(units: &[TextUnit<'_>]) -> Vec<Removal> {
    let mut removals = Vec::new();
    for unit in units {
        let whole = unit.cause.as_ref().map(|cause| (cause, &*unit.text));
        let tail = unit.cut.as_ref().map(|(byte, cause)| (cause, &unit.text[*byte..]));
        if let Some((cause, text)) = whole.or(tail)
            && (!text.is_empty() || unit.kind == UnitKind::Rule)
        {
            removals.push(Removal {
                rule: cause.rule,
                pattern: cause.pattern.clone().into_owned(),
                score: None,
                text: text.to_owned(),
                place: unit.place,
            });
        }
    }
    removals
}

/// Fills what the metadata lack from the head of a book of Project Gutenberg. If the reader took
/// the first line of the frame for the title, replaces it and returns the line as a removal.
fn complete_metadata(meta: &mut Metadata, book: Metadata) -> Option<Removal> {
    let title = plain_text(&meta.title);
    let framed = title.to_lowercase().contains("project gutenberg");
    let removal = (framed && !book.title.is_empty()).then(|| Removal {
        rule: gutenberg::RULE,
        pattern: "Project Gutenberg".to_owned(),
        score: None,
        text: title,
        place: meta.place,
    });
    if (framed || meta.title.is_empty()) && !book.title.is_empty() {
        meta.title = book.title;
        meta.place = book.place;
    }
    meta.byline = meta.byline.take().or(book.byline);
    meta.date = meta.date.take().or(book.date);
    meta.language = meta.language.or(book.language);
    removal
}

/// Rules whose phrases may stand above the headline of a saved page.
const ABOVE_HEADLINE: [&str; 4] = ["skip-link", "print-share", "advertisement", "login"];

/// Replaces a title that is a phrase such as `Skip to content` by the line below it, which the
/// reader took for the subtitle. A title is never removed otherwise.
fn replace_boilerplate_title(meta: &mut Metadata, options: &CleanOptions) -> Option<Removal> {
    let text = plain_text(&meta.title);
    if meta.subtitle.is_empty() || options::keeps_text(options, &text) {
        return None;
    }
    let found = phrases::recognise(&Tokens::new(&text)).filter(|found| {
        found.level == Level::Sure && ABOVE_HEADLINE.contains(&found.phrase.rule)
    })?;
    meta.title = std::mem::take(&mut meta.subtitle);
    let pattern = found.phrase.source.to_owned();
    Some(Removal { rule: found.phrase.rule, pattern, score: None, text, place: meta.place })
}
