//! Frame that Project Gutenberg puts around a book: head, licence, credits.

use super::text_unit::{RemovalCause, TextUnit, UnitKind};
use crate::article::{Inline, Metadata};

/// Rule of this module.
pub(super) const RULE: &str = "gutenberg-frame";

/// Most words before the opening or after the closing mark: the longest licences have about 3,500.
const MOST_FRAME_WORDS: usize = 6000;

/// Number of units after the opening mark that may be credits.
const CREDIT_UNITS: usize = 4;

/// Most words of a credit.
const MOST_CREDIT_WORDS: usize = 60;

/// Marks the frame and returns the metadata of its head. The text between the marks stays, a note
/// of the transcriber included.
pub(super) fn mark_frame(units: &mut [TextUnit<'_>]) -> Option<Metadata> {
    let start = find_start(units);
    let end = find_end(units, start.map_or(0, |start| start + 1));
    let mut meta = None;
    if let Some(start) = start.filter(|&start| is_frame(&units[..start])) {
        meta = Some(read_head(&units[..start]));
        let credits = credits(units, start + 1);
        mark_words(&mut units[..=start], "*** START OF THE PROJECT GUTENBERG EBOOK");
        for index in credits {
            mark_words(&mut units[index..=index], "Produced by");
        }
    }
    if let Some(end) = end.filter(|&end| is_frame(&units[end + 1..])) {
        mark_words(&mut units[end..], "*** END OF THE PROJECT GUTENBERG EBOOK");
    }
    meta
}

/// Returns the last opening mark with at most [`MOST_FRAME_WORDS`] before it.
fn find_start(units: &[TextUnit<'_>]) -> Option<usize> {
    let mut words = 0;
    let near = units.iter().enumerate().take_while(|(_, unit)| {
        let is_near = words <= MOST_FRAME_WORDS;
        words += unit.tokens.weight;
        is_near
    });
    near.filter(|(_, unit)| is_start(unit)).last().map(|(index, _)| index)
}

fn is_start(unit: &TextUnit<'_>) -> bool {
    if unit.kind == UnitKind::Quote {
        return false;
    }
    let small_print = unit.begins_with(&["end", "the", "small", "print"]);
    let start = unit.begins_with(&["start", "of"]) && names_project(unit, 3);
    (start || small_print) && has_capitals(unit)
}

/// Returns the closing mark, or the plain line `End of Project Gutenberg's ...` of old texts.
fn find_end(units: &[TextUnit<'_>], from: usize) -> Option<usize> {
    units.iter().enumerate().skip(from).find_map(|(index, unit)| {
        let end = unit.kind != UnitKind::Quote
            && unit.begins_with(&["end", "of"])
            && (names_project(unit, 2) || names_project(unit, 3))
            && unit.tokens.weight <= 40;
        end.then_some(index)
    })
}

fn names_project(unit: &TextUnit<'_>, at: usize) -> bool {
    unit.tokens.get(at) == "project" && unit.tokens.get(at + 1) == "gutenberg"
}

fn has_capitals(unit: &TextUnit<'_>) -> bool {
    !unit.text.chars().take(40).any(char::is_lowercase)
}

/// True for units outside a mark that are empty, or few and mention the project itself.
fn is_frame(units: &[TextUnit<'_>]) -> bool {
    let words: usize = units.iter().map(|unit| unit.tokens.weight).sum();
    let names = |unit: &TextUnit<'_>| unit.text.to_ascii_lowercase().contains("gutenberg");
    let titles = |unit: &TextUnit<'_>| unit.begins_with(&["title", super::tokens::COLON]);
    words <= MOST_FRAME_WORDS
        && (words == 0 || units.iter().any(|unit| names(unit) || titles(unit)))
}

/// Returns the credits for the making of the file, right after the opening mark.
fn credits(units: &[TextUnit<'_>], from: usize) -> Vec<usize> {
    let openings: [&[&str]; 6] = [
        &["produced", "by"],
        &["etext", "prepared", "by"],
        &["this", "etext", "was"],
        &["this", "ebook", "was", "produced"],
        &["this", "ebook", "was", "prepared"],
        &["transcribed", "from", "the"],
    ];
    let rows = units.iter().enumerate().skip(from).filter(|(_, unit)| !unit.tokens.is_empty());
    rows.take(CREDIT_UNITS)
        .filter(|(_, unit)| unit.tokens.weight <= MOST_CREDIT_WORDS)
        .filter(|(_, unit)| unit.kind != UnitKind::Quote)
        .filter(|(_, unit)| openings.iter().any(|opening| unit.begins_with(opening)))
        .map(|(index, _)| index)
        .collect()
}

/// Marks all units but thematic breaks, which have no words to report.
fn mark_words(units: &mut [TextUnit<'_>], pattern: &'static str) {
    for unit in units.iter_mut().filter(|unit| unit.kind != UnitKind::Rule) {
        unit.remove(RemovalCause::new(RULE, pattern));
    }
}

/// Fields of the head.
const FIELDS: [&str; 12] = [
    "Title:",
    "Author:",
    "Release date:",
    "Release Date:",
    "Language:",
    "Posting Date:",
    "Translator:",
    "Editor:",
    "Illustrator:",
    "Character set encoding:",
    "Credits:",
    "Most recently updated:",
];

/// Names of languages in the head, each with its tag.
const LANGUAGES: &str = "\
    English=en French=fr German=de Spanish=es Italian=it Portuguese=pt Dutch=nl Finnish=fi \
    Swedish=sv Danish=da Norwegian=nb Polish=pl Czech=cs Hungarian=hu Russian=ru Greek=el \
    Latin=la Esperanto=eo Catalan=ca Icelandic=is Welsh=cy";

/// Reads title, author, date and language from the head.
fn read_head(units: &[TextUnit<'_>]) -> Metadata {
    let mut meta = Metadata::default();
    for unit in units.iter().filter(|unit| !unit.tokens.is_empty()) {
        for (field, value) in fields(&unit.text) {
            let value = Some(value.to_owned()).filter(|value| !value.is_empty());
            match field {
                "Title:" if meta.title.is_empty() => {
                    meta.title = value.map(Inline::Text).into_iter().collect();
                    meta.place = unit.place;
                }
                "Author:" => meta.byline = meta.byline.or(value),
                "Release date:" | "Release Date:" => meta.date = meta.date.or(value),
                "Language:" => {
                    let tag = value.as_deref().and_then(language_tag).map(str::parse);
                    meta.language = tag.map(|tag| tag.expect("a test parses each tag"));
                }
                _ => {}
            }
        }
    }
    meta
}

/// Returns the fields in a text and their values; a value ends where the next field begins.
fn fields(text: &str) -> Vec<(&'static str, &str)> {
    let mut starts: Vec<(usize, &'static str)> =
        FIELDS.iter().filter_map(|field| Some((text.find(field)?, *field))).collect();
    starts.sort_unstable();
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    let values = starts.iter().zip(ends).map(|(&(start, field), end)| {
        let value = &text[start + field.len()..end];
        (field, value.split_once('[').map_or(value, |(value, _)| value).trim())
    });
    values.collect()
}

/// Returns the tag of a language by its English name.
fn language_tag(name: &str) -> Option<&'static str> {
    LANGUAGES.split(' ').find_map(|row| row.strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use crate::article::Language;
    use crate::clean::gutenberg::LANGUAGES;

    #[test]
    fn every_language_has_a_valid_tag() {
        for row in LANGUAGES.split(' ') {
            let (name, tag) = row.split_once('=').expect("a row is a name and a tag");
            let language: Result<Language, _> = tag.parse();
            assert!(language.is_ok_and(|language| language.tag() == tag), "{name}: {tag}");
        }
    }
}
