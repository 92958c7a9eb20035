//! The frame that Project Gutenberg puts round a book.
//!
//! Comes in: units. Goes out: the units of the frame marked, and what its head tells of the book.
//! Never done here: touching what lies between the marks, a transcriber's note included.

use super::unit::{Gone, Kind, Unit};
use crate::article::{Inline, Metadata};

/// Its rule.
pub(super) const RULE: &str = "gutenberg-frame";

/// Words the part outside a mark has at most: the longest licences have about 3,500.
const FRAME: usize = 6000;

/// Units after the opening mark among which the maker's credit is looked for.
const CREDITS: usize = 4;

/// Words a credit has at most.
const CREDIT: usize = 60;

/// Marks the frame, and gives what its head says of the book.
pub(super) fn take_frame(units: &mut [Unit<'_>]) -> Option<Metadata> {
    let start = units.iter().rposition_within(FRAME, is_start);
    let end = find_end(units, start.map_or(0, |start| start + 1));
    let mut told = None;
    if let Some(start) = start.filter(|&start| is_frame(units.get(..start))) {
        told = Some(read_head(units.get(..start).unwrap_or(&[])));
        let credits = credits(units, start + 1);
        take(units.get_mut(..start + 1), "*** START OF THE PROJECT GUTENBERG EBOOK");
        for index in credits {
            take(units.get_mut(index..index + 1), "Produced by");
        }
    }
    if let Some(end) = end.filter(|&end| is_frame(units.get(end + 1..))) {
        take(units.get_mut(end..), "*** END OF THE PROJECT GUTENBERG EBOOK");
    }
    told
}

/// Looks for a mark near the beginning.
trait Within {
    fn rposition_within(self, words: usize, is_mark: fn(&Unit<'_>) -> bool) -> Option<usize>;
}

impl<'a, 'b: 'a, I: Iterator<Item = &'a Unit<'b>>> Within for I {
    /// The last unit that is a mark and has at most so many words before it.
    fn rposition_within(self, words: usize, is_mark: fn(&Unit<'_>) -> bool) -> Option<usize> {
        let mut before = 0;
        let mut found = None;
        for (index, unit) in self.enumerate() {
            if is_mark(unit) {
                found = Some(index);
            }
            before += unit.tokens.weight;
            if before > words {
                break;
            }
        }
        found
    }
}

fn is_start(unit: &Unit<'_>) -> bool {
    if unit.kind == Kind::Quote {
        return false;
    }
    let small_print = unit.begins_with(&["end", "the", "small", "print"]);
    let start = unit.begins_with(&["start", "of"]) && names_project(unit, 3);
    (start || small_print) && has_capitals(unit)
}

/// The closing mark, or the plain line `End of Project Gutenberg's ...` that old texts have.
fn find_end(units: &[Unit<'_>], from: usize) -> Option<usize> {
    units.iter().enumerate().skip(from).find_map(|(index, unit)| {
        let end = unit.kind != Kind::Quote
            && unit.begins_with(&["end", "of"])
            && (names_project(unit, 2) || names_project(unit, 3))
            && unit.tokens.weight <= 40;
        end.then_some(index)
    })
}

fn names_project(unit: &Unit<'_>, at: usize) -> bool {
    unit.tokens.get(at) == "project" && unit.tokens.get(at + 1) == "gutenberg"
}

fn has_capitals(unit: &Unit<'_>) -> bool {
    !unit.text.chars().take(40).any(char::is_lowercase)
}

/// What lies outside the mark is empty, or short and speaks of the project itself.
fn is_frame(units: Option<&[Unit<'_>]>) -> bool {
    let units = units.unwrap_or(&[]);
    let words: usize = units.iter().map(|unit| unit.tokens.weight).sum();
    let names = |unit: &Unit<'_>| unit.text.to_ascii_lowercase().contains("gutenberg");
    let titles = |unit: &Unit<'_>| unit.begins_with(&["title", super::fold::COLON]);
    words <= FRAME && (words == 0 || units.iter().any(|unit| names(unit) || titles(unit)))
}

/// Who made the file, said right after the opening mark.
fn credits(units: &[Unit<'_>], from: usize) -> Vec<usize> {
    let openings: [&[&str]; 6] = [
        &["produced", "by"],
        &["etext", "prepared", "by"],
        &["this", "etext", "was"],
        &["this", "ebook", "was", "produced"],
        &["this", "ebook", "was", "prepared"],
        &["transcribed", "from", "the"],
    ];
    let rows = units.iter().enumerate().skip(from).filter(|(_, unit)| !unit.tokens.is_empty());
    rows.take(CREDITS)
        .filter(|(_, unit)| unit.tokens.weight <= CREDIT && unit.kind != Kind::Quote)
        .filter(|(_, unit)| openings.iter().any(|opening| unit.begins_with(opening)))
        .map(|(index, _)| index)
        .collect()
}

fn take(units: Option<&mut [Unit<'_>]>, pattern: &'static str) {
    for unit in units.unwrap_or(&mut []).iter_mut().filter(|unit| unit.kind != Kind::Rule) {
        unit.take(Gone::by(RULE, pattern));
    }
    // Rules of the frame hold no words; they go untold with it.
}

/// The fields of the head.
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

/// What the head says: title, author, date, language.
fn read_head(units: &[Unit<'_>]) -> Metadata {
    let mut told = Metadata::default();
    for unit in units.iter().filter(|unit| !unit.tokens.is_empty()) {
        for (field, value) in fields(&unit.text) {
            let value = Some(value.to_owned()).filter(|value| !value.is_empty());
            match field {
                "Title:" if told.title.is_empty() => {
                    told.title = value.map(Inline::Text).into_iter().collect();
                    told.place = unit.place;
                }
                "Author:" => told.byline = told.byline.or(value),
                "Release date:" | "Release Date:" => told.date = told.date.or(value),
                "Language:" => {
                    let name = value.as_deref().unwrap_or("");
                    told.language = language_tag(name).and_then(|tag| tag.parse().ok());
                }
                _ => {}
            }
        }
    }
    told
}

/// The fields in a text and their values; a value ends where the next field begins.
fn fields(text: &str) -> Vec<(&'static str, &str)> {
    let mut starts: Vec<(usize, &'static str)> =
        FIELDS.iter().filter_map(|field| Some((text.find(field)?, *field))).collect();
    starts.sort_unstable();
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, _)| *start).collect();
    let mut found = Vec::new();
    for (index, (start, field)) in starts.iter().enumerate() {
        let end = ends.get(index).copied().unwrap_or(text.len());
        let value = text.get(start + field.len()..end).unwrap_or("");
        let value = value.split('[').next().unwrap_or("").trim();
        found.push((*field, value));
    }
    found
}

fn language_tag(name: &str) -> Option<&'static str> {
    Some(match name {
        "English" => "en",
        "French" => "fr",
        "German" => "de",
        "Spanish" => "es",
        "Italian" => "it",
        "Portuguese" => "pt",
        "Dutch" => "nl",
        "Finnish" => "fi",
        "Swedish" => "sv",
        "Danish" => "da",
        "Norwegian" => "nb",
        "Polish" => "pl",
        "Czech" => "cs",
        "Hungarian" => "hu",
        "Russian" => "ru",
        "Greek" => "el",
        "Latin" => "la",
        "Esperanto" => "eo",
        "Catalan" => "ca",
        "Icelandic" => "is",
        "Welsh" => "cy",
        _ => return None,
    })
}
