//! Cleaning: what the web left behind is taken away, and told.
//!
//! Comes in: a [`Manuscript`] and what the person wants kept or dropped. Goes out: the
//! [`Article`] and its [`Removal`]s. Never done here: a removal unreported, parsing, layout.
//!
//! The phrases are data (`phrases.txt`); [`phrases`] reads them, `sequence` looks where they
//! stand. Frames of Project Gutenberg, of mail and of paged text files have a file each.

mod endnotes;
mod extract;
mod fold;
mod furniture;
mod gutenberg;
mod mail;
mod options;
mod pattern;
#[doc(hidden)]
pub mod phrases;
mod removal;
mod sequence;
mod sites;
mod summary;
mod ties;
mod unit;

pub use options::CleanOptions;
pub use removal::Removal;
pub use sites::Sites;
pub use summary::{RemovalSummary, RemovedKind};

use self::phrases::Level;
use self::unit::{Kind, Unit};
use crate::article::{Article, Metadata, plain_text};
use crate::diagnostic::{Diagnostic, Place};
use crate::read::Manuscript;
use crate::read::resource::Resources;

/// What cleaning gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[doc(hidden)]
pub struct Cleaned {
    /// The article.
    pub article: Article,
    /// What was taken away, in the order of the source.
    pub removals: Vec<Removal>,
    /// What the article's file carries besides its text, by address.
    pub resources: Resources,
    /// What the person should know: that no article was found on a page, or not the part wished.
    pub diagnostics: Vec<Diagnostic>,
}

/// Passes over the units at most. One pass can bring a phrase to the article's end that the next
/// one takes; a real article is through after one.
const PASSES: usize = 4;

/// Takes away what is not the article. Cleaning what is clean changes nothing.
#[must_use]
#[doc(hidden)]
pub fn clean(manuscript: Manuscript, options: &CleanOptions) -> Cleaned {
    let Manuscript { article, page, mut resources } = manuscript;
    let Some(page) = page else {
        let (article, removals) = clean_blocks(article, options);
        return Cleaned { article, removals, resources, diagnostics: Vec::new() };
    };
    let found = extract::extract(&page, options, &mut resources);
    let (article, more) = clean_blocks(found.article, options);
    let mut removals = found.removals;
    removals.extend(more);
    removals.sort_by_key(|removal| removal.place.line);
    Cleaned { article, removals, resources, diagnostics: found.diagnostics }
}

/// Takes away what phrases, frames and the person's words name.
fn clean_blocks(mut article: Article, options: &CleanOptions) -> (Article, Vec<Removal>) {
    let mut units = unit::units(&article);

    options::obey(&mut units, options);
    let told = gutenberg::take_frame(&mut units);
    furniture::take_furniture(&mut units);
    mail::take_frames(&mut units);
    for _ in 0..PASSES {
        if !sequence::condemn(&mut units) {
            break;
        }
    }
    endnotes::take_heading(&mut units, &article);
    take_idle_rules(&mut units);

    let mut removals = removals(&units);
    let verdicts = unit::verdicts(&units, article.blocks.len());
    let joins = furniture::cuts(&units);
    drop(units);

    let mut blocks = unit::rebuild(std::mem::take(&mut article.blocks), &verdicts);
    furniture::join(&mut blocks, &joins);
    article.blocks = blocks.into_iter().flatten().collect();
    if let Some(told) = told {
        removals.splice(0..0, complete(&mut article.meta, told));
    }
    removals.splice(0..0, find_title(&mut article.meta, options));
    ties::mark(&mut article);
    (article, removals)
}

/// Everything there is to tell about a cleaning: a note for each removal, and a warning when the
/// person's own patterns dropped more than half of the words.
#[must_use]
#[doc(hidden)]
pub fn report(article: &Article, removals: &[Removal]) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = removals.iter().map(Removal::diagnostic).collect();
    let count = |text: &str| text.split_whitespace().count();
    let by_wish = removals.iter().filter(|gone| gone.rule == removal::DROPPED);
    let dropped: usize = by_wish.map(|removal| count(&removal.text)).sum();
    if dropped > 0 {
        let left: usize = unit::units(article).iter().map(|unit| count(&unit.text)).sum();
        if dropped > left {
            let message = format!("--drop took {dropped} words and left {left}");
            let warning = Diagnostic::warning("much-dropped", Place::default(), message);
            told.push(warning.hint("a longer pattern names fewer blocks"));
        }
    }
    told
}

/// A rule at the end that parts the article from nothing goes with what was behind it.
fn take_idle_rules(units: &mut [Unit<'_>]) {
    let mut since: Option<unit::Gone> = None;
    for unit in units.iter_mut().rev() {
        match (&unit.gone, unit.kind) {
            (Some(gone), _) => since = Some(gone.clone()),
            (None, Kind::Rule) => {
                if let Some(gone) = since.clone() {
                    unit.take(gone);
                }
            }
            (None, _) => break,
        }
    }
}

/// The removals in the order of the source.
fn removals(units: &[Unit<'_>]) -> Vec<Removal> {
    let mut removals = Vec::new();
    for unit in units {
        let whole = unit.gone.as_ref().map(|gone| (gone, &*unit.text));
        let end =
            unit.cut.as_ref().map(|(byte, gone)| (gone, unit.text.get(*byte..).unwrap_or("")));
        let Some((gone, text)) = whole.or(end) else { continue };
        if text.is_empty() && unit.kind != Kind::Rule {
            continue;
        }
        removals.push(Removal {
            rule: gone.rule,
            pattern: gone.pattern.clone().into_owned(),
            score: None,
            text: text.to_owned(),
            place: unit.place,
        });
    }
    removals
}

/// Fills what the metadata lack from the head of a frame; gives the frame's own first line back
/// as a removal when the reader had taken it for the title.
fn complete(meta: &mut Metadata, told: Metadata) -> Option<Removal> {
    let title = plain_text(&meta.title);
    let framed = title.to_lowercase().contains("project gutenberg");
    let removal = (framed && !told.title.is_empty()).then(|| Removal {
        rule: gutenberg::RULE,
        pattern: "Project Gutenberg".to_owned(),
        score: None,
        text: title,
        place: meta.place,
    });
    if (framed || meta.title.is_empty()) && !told.title.is_empty() {
        meta.title = told.title;
        meta.place = told.place;
    }
    meta.byline = meta.byline.take().or(told.byline);
    meta.date = meta.date.take().or(told.date);
    meta.language = meta.language.or(told.language);
    removal
}

/// Rules whose phrases stand above a headline on a saved page.
const ABOVE: [&str; 4] = ["skip-link", "print-share", "advertisement", "login"];

/// A title is never removed; but where a phrase such as `Skip to content` stood above it, the
/// reader took that for the title and the title for a line below it.
fn find_title(meta: &mut Metadata, options: &CleanOptions) -> Option<Removal> {
    if meta.subtitle.is_empty() || options::keeps(options, &plain_text(&meta.title)) {
        return None;
    }
    let text = plain_text(&meta.title);
    let found = phrases::recognise(&fold::Tokens::of(&text))
        .filter(|found| found.level == Level::Sure && ABOVE.contains(&found.phrase.rule))?;
    meta.title = std::mem::take(&mut meta.subtitle);
    let pattern = found.phrase.source.to_owned();
    Some(Removal { rule: found.phrase.rule, pattern, score: None, text, place: meta.place })
}
