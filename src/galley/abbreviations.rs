//! Abbreviations: capitals of running text that are set as small capitals.
//!
//! Three capitals or more (NATO, HTML5, the PDF of PDFs) are too conspicuous in a line, as are eras
//! and parts of the day beside a number (44 B.C., 5 PM). Unchanged are: one or two letters (UK, EU);
//! Roman numerals, since III would be small beside II; initials with periods; consecutive words in
//! capitals (DO NOT TOUCH), which are meant to be conspicuous; a text that is mostly in capitals.

use std::ops::Range;

use super::spans::{FlatText, LINE_BREAK, Span, SpanStyle};
use super::words::is_address;

/// Least number of capitals of an abbreviation.
const MIN_CAPITALS: usize = 3;
/// Number of consecutive words in capitals that are meant to be conspicuous.
const EMPHATIC_WORDS: usize = 3;
/// Eras and parts of the day, which become small beside a number.
const BESIDE_NUMBERS: [&str; 12] =
    ["AD", "BC", "CE", "BCE", "AM", "PM", "A.D.", "B.C.", "C.E.", "B.C.E.", "A.M.", "P.M."];

/// Gives the abbreviations of a text the look of small capitals.
pub(super) fn mark_abbreviations(flat: &mut FlatText) {
    if may_have_abbreviations(&flat.text) {
        let found = abbreviations(&flat.text);
        if !found.is_empty() {
            mark_small(flat, &found);
        }
    }
}

/// True if two capitals follow each other, or two with a period between them. Any character outside
/// ASCII may be a capital.
fn may_have_abbreviations(text: &str) -> bool {
    let capital = |byte: &u8| byte.is_ascii_uppercase() || *byte >= 0xC3;
    let bytes = text.as_bytes();
    bytes.windows(2).any(|pair| pair.iter().all(capital))
        || bytes.windows(3).any(|it| capital(&it[0]) && it[1] == b'.' && capital(&it[2]))
}

/// Characters between two spaces.
struct SpacedWord<'t> {
    text: &'t str,
    /// First byte in the whole text.
    at: usize,
    /// Number of capitals; 0 if it has a lowercase letter.
    capitals: usize,
    /// A comma or other punctuation separates it from the next word.
    closed: bool,
}

impl<'t> SpacedWord<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        let capitals = if text.contains(char::is_lowercase) {
            0
        } else {
            text.chars().filter(|c| c.is_uppercase()).count()
        };
        Self { text, at, capitals, closed: !text.ends_with(char::is_alphanumeric) }
    }

    fn is_in_capitals(&self) -> bool {
        self.capitals > 0 && !self.text.contains(char::is_numeric)
    }
}

fn spaced_words(text: &str) -> Vec<SpacedWord<'_>> {
    let pieces = split_at(text, |c| c.is_whitespace() || c == LINE_BREAK);
    pieces.map(|(at, piece)| SpacedWord::new(piece, at)).collect()
}

/// Splits a text at characters and returns the pieces that are not empty with their offsets.
fn split_at(text: &str, is_separator: fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let pieces = text.split(is_separator).filter(|piece| !piece.is_empty());
    pieces.map(|piece| (piece.as_ptr() as usize - text.as_ptr() as usize, piece))
}

/// Returns the abbreviations of a text, ascending.
fn abbreviations(text: &str) -> Vec<Range<usize>> {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    if capitals > text.chars().filter(|c| c.is_lowercase()).count() {
        return Vec::new();
    }
    let words = spaced_words(text);
    let mut found = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let end = start + group_length(&words[start..]);
        for (index, word) in words.iter().enumerate().take(end).skip(start) {
            let before = index.checked_sub(1).map(|before| &words[before]);
            if let Some(range) = era_beside_number(word, before, words.get(index + 1)) {
                found.push(range);
            } else if !is_emphatic(&words[start..end]) {
                found.extend(small_ranges(word));
            }
        }
        start = end;
    }
    found
}

/// Returns the number of words that belong together: those in capitals up to the first closed one,
/// or one other word.
fn group_length(words: &[SpacedWord<'_>]) -> usize {
    let capitals = words.iter().take_while(|word| word.is_in_capitals()).count();
    match words[..capitals].iter().position(|word| word.closed) {
        Some(closed) => closed + 1,
        None => capitals.max(1),
    }
}

/// True for words in capitals that are meant to be conspicuous: many of them, or some that would
/// become small beside some that would not.
fn is_emphatic(group: &[SpacedWord<'_>]) -> bool {
    group.len() >= EMPHATIC_WORDS
        || (group.len() > 1 && group.iter().any(|word| word.capitals < MIN_CAPITALS))
}

/// Returns the range of an era beside its year, or of a part of the day beside its hour.
fn era_beside_number(
    word: &SpacedWord<'_>,
    before: Option<&SpacedWord<'_>>,
    after: Option<&SpacedWord<'_>>,
) -> Option<Range<usize>> {
    let punctuation = |c: char| !c.is_alphanumeric();
    let inner = word.text.trim_start_matches(punctuation);
    let start = word.at + word.text.len() - inner.len();
    let plain = inner.trim_end_matches(punctuation);
    // A period that ends the sentence belongs to the abbreviation too.
    let dotted =
        inner.get(..=plain.len()).filter(|it| it.ends_with('.') && plain.contains('.'));
    let name = dotted.unwrap_or(plain);
    let digit = |c: char| c.is_ascii_digit();
    let beside = before.is_some_and(|it| it.text.ends_with(digit))
        || after.is_some_and(|it| it.text.starts_with(digit));
    (BESIDE_NUMBERS.contains(&name) && beside).then(|| start..start + name.len())
}

/// Returns the ranges of a word that become small: `PDF` of `(PDFs)`, all of `TCP/IP`.
fn small_ranges(word: &SpacedWord<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if word.text.contains(['@', '_', '\\', '#']) || is_address(word.text) {
        return found;
    }
    let stretches: Vec<(usize, &str)> = split_at(word.text, |c| !c.is_alphanumeric())
        .filter_map(|(at, stretch)| Some((at, acronym(stretch)?)))
        .collect();
    let capitals = |stretch: &str| stretch.chars().filter(|c| c.is_uppercase()).count();
    if !stretches.iter().any(|(_, it)| capitals(it) >= MIN_CAPITALS && !is_roman_numeral(it)) {
        return found;
    }
    for (at, stretch) in stretches {
        let (from, to) = (word.at + at, word.at + at + stretch.len());
        // The slash or the hyphen that joins two of them becomes small too.
        match found.last_mut() {
            Some(last)
                if !word.text[last.end - word.at..at].contains(char::is_alphanumeric) =>
            {
                last.end = to;
            }
            _ => found.push(from..to),
        }
    }
    found
}

/// Returns a stretch of capitals with the digits after them, without the `s` of a plural; none if it
/// consists of anything else.
fn acronym(stretch: &str) -> Option<&str> {
    let stem = stretch.strip_suffix('s').unwrap_or(stretch);
    let letters = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    (!letters.is_empty() && letters.chars().all(char::is_uppercase)).then_some(stem)
}

/// True for a Roman numeral in its standard form: XIV, MCMXC.
fn is_roman_numeral(letters: &str) -> bool {
    // Each numeral as often as it may occur, in order.
    const NUMERALS: &str = "M M M M CM D CD C C C XC L XL X X X IX V IV I I I";
    let rest = NUMERALS
        .split(' ')
        .fold(letters, |rest, numeral| rest.strip_prefix(numeral).unwrap_or(rest));
    rest.is_empty() && !letters.is_empty()
}

/// Gives these ranges of a text the look of small capitals, except code, note marks and shifted
/// text.
fn mark_small(flat: &mut FlatText, ranges: &[Range<usize>]) {
    let may = |look: &SpanStyle| !look.code && !look.superior && look.shift == 0 && !look.added;
    let mut spans: Vec<Span> = Vec::with_capacity(flat.spans.len() + 2 * ranges.len());
    let mut coming = ranges.iter().peekable();
    let mut start = 0;
    for span in &flat.spans {
        while start < span.end {
            while coming.next_if(|range| range.end <= start).is_some() {}
            let (end, small) = match coming.peek() {
                Some(range) if range.start <= start => (range.end.min(span.end), true),
                Some(range) => (range.start.min(span.end), false),
                None => (span.end, false),
            };
            let look = SpanStyle { small_caps: small && may(&span.look), ..span.look };
            match spans.last_mut() {
                Some(last) if last.look == look => last.end = end,
                _ => spans.push(Span { end, look }),
            }
            start = end;
        }
    }
    flat.spans = spans;
}

#[cfg(test)]
mod tests {
    use super::{abbreviations, is_roman_numeral};

    /// Returns the text with its abbreviations in brackets.
    fn marked(text: &str) -> String {
        let mut out = String::new();
        let mut at = 0;
        for range in abbreviations(text) {
            out += &format!("{}[{}]", &text[at..range.start], &text[range.clone()]);
            at = range.end;
        }
        out + &text[at..]
    }

    #[test]
    fn abbreviations_are_distinguished_from_other_capitals() {
        for case in [
            "then [NATO]\u{2019}s men read the ([PDF]s) of [UNESCO], [WHO] and [NASA].",
            "a page in [HTML5] or [XHTML]; an [MPEG4] film, an MP3, a B2B deal",
            "old members of the same [AFL-CIO], a [CD-ROM], [TCP/IP] besides, [NATO]-led, anti-[NATO], [COVID]-19",
            "he died in 44 [B.C.], in [A.D.] 14, in 70 [AD]; about 753 [BCE] (not 752 [BC]).",
            "at 5 [PM], at 11:30 [A.M.] and so on",
            "the UK, the EU and the U.S. of J.R.R. Tolkien and JF Smith stay",
            "Henry VIII, Louis XIV, volume III and the year MCMXC stay as they are",
            "please DO NOT TOUCH it, it said; and do OH NO as well",
            "iPhone, eBay, McDonald, YouTubers and MHz stay",
            "write to INFO@EXAMPLE.ORG, see MAX_VALUE and HTTP://EXAMPLE.ORG/ABC now",
            "l\u{2019}[ONU] et la [SNCF] sont connues, die [\u{D6}BB] auch",
            "[BEIJING], May 17, in small letters",
        ] {
            let plain = case.replace(['[', ']'], "");
            assert_eq!(marked(&plain), case);
        }
        assert_eq!(marked("CHAPTER ONE OF NATO"), "CHAPTER ONE OF NATO");
        assert_eq!(marked("PLEASE READ, said HE"), "PLEASE READ, said HE");
    }

    #[test]
    fn roman_numerals_are_recognised() {
        for numeral in ["I", "III", "IV", "VIII", "XIX", "XLII", "MCMXC", "MMXXVI"] {
            assert!(is_roman_numeral(numeral), "{numeral}");
        }
        for other in ["IIII", "VX", "NATO", "XYZ", "CIVIL", "LCD", ""] {
            assert!(!is_roman_numeral(other), "{other}");
        }
    }
}
