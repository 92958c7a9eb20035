//! The record: title, author, date, and what may be claimed.

use printpdf::OffsetDateTime;

use super::gather::Gathered;
use super::job::Job;
use super::standard::{Claim, Obstacle};
use super::xmp::{PdfMetadata, plain};
use crate::article::plain_text;
use crate::diagnostic::Diagnostic;
use crate::galley::{Galley, Tag, line_text};

/// Name and version of the program that made the file.
const PRODUCER: &str = concat!("Offprint ", env!("CARGO_PKG_VERSION"));

/// Characters of a title that is taken from the text because there is no better.
const TITLE_FROM_TEXT: usize = 70;

/// Returns the metadata of the PDF.
pub(super) fn record(job: &Job<'_>, claim: Option<Claim>) -> PdfMetadata {
    let time = job.modified.and_then(|time| OffsetDateTime::from_unix_timestamp(time).ok());
    let author = job.meta.byline.as_deref().map(plain).filter(|author| !author.is_empty());
    PdfMetadata {
        title: title(job),
        author,
        producer: PRODUCER,
        language: job.galley.structure.language.tag().to_owned(),
        time,
        claim,
    }
}

/// The title of the article, else its first heading, else its first words; a PDF must have one.
fn title(job: &Job<'_>) -> String {
    let own = || plain(&plain_text(&job.meta.title));
    let heading =
        || job.galley.entries.iter().find_map(|entry| entry.title.as_deref()).map(plain);
    let has_words = |title: &String| !title.is_empty();
    Some(own())
        .filter(has_words)
        .or_else(|| heading().filter(has_words))
        .or_else(|| first_words(job.galley))
        .unwrap_or_else(|| "Untitled".to_owned())
}

/// Returns the first line with a letter or a figure, shortened.
fn first_words(galley: &Galley) -> Option<String> {
    let lines = galley.entries.iter().filter(|entry| entry.node.is_some());
    let lines = lines.flat_map(|entry| &entry.lines).map(line_text);
    let text = lines.map(|line| plain(&line)).find(|line| line.contains(char::is_alphanumeric));
    let text = text?;
    Some(match text.char_indices().nth(TITLE_FROM_TEXT) {
        Some((end, _)) => format!("{}\u{2026}", text[..end].trim_end()),
        None => text,
    })
}

/// The claim that the PDF can keep, and why it makes none where it cannot keep the one wished.
pub(super) fn claim(
    job: &Job<'_>,
    gathered: &Gathered<'_>,
) -> (Option<Claim>, Vec<Diagnostic>) {
    let Some(claim) = job.standard.claim() else { return (None, Vec::new()) };
    let obstacles = obstacles(job, gathered);
    let found: Vec<Diagnostic> =
        obstacles.iter().map(|obstacle| obstacle.diagnostic(claim)).collect();
    (found.is_empty().then_some(claim), found)
}

fn obstacles(job: &Job<'_>, gathered: &Gathered<'_>) -> Vec<Obstacle> {
    let runs = || gathered.words.iter().flat_map(|word| &word.shaped.runs);
    let private = |text: &str| text.chars().any(is_private);
    let mute = |tag: &Tag| matches!(tag, Tag::Figure { alt: None });
    let mut found = Vec::new();
    if runs().any(|run| run.missing.is_some()) {
        found.push(Obstacle::MissingGlyphs);
    }
    if gathered.units.all().iter().any(|unit| private(&unit.text)) {
        found.push(Obstacle::PrivateCharacters);
    }
    if job.galley.structure.nodes.iter().any(|node| mute(&node.tag)) {
        found.push(Obstacle::PicturesWithoutText);
    }
    found
}

/// Returns whether a character has no meaning of its own: private use, or none at all (ISO 19005-2,
/// 6.2.11.7.2 and 6.2.11.7.3).
fn is_private(c: char) -> bool {
    matches!(
        c,
        '\0' | '\u{FEFF}'
            | '\u{FFFE}'
            | '\u{FFFF}'
            | '\u{E000}'..='\u{F8FF}'
            | '\u{F0000}'..='\u{FFFFD}'
            | '\u{100000}'..='\u{10FFFD}'
    )
}
