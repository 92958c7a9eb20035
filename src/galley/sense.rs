//! Headlines broken by sense.
//!
//! Comes in: the words of a headline with their widths, the room. Goes out: after which words its
//! lines end. Never done here: fonts, positions; a word divided.
//!
//! A line does not end after a word that leads to the next ("and", "of", "the"), nor between a
//! title and its name; it likes to end after punctuation. Sense is weighed against evenness, and a
//! line more is better than a break against the sense.

/// A word of a headline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// What it says.
    pub(super) text: String,
    /// Its width, in points.
    pub(super) width: f64,
    /// The white after it.
    pub(super) white: f64,
}

/// Price of a line: with two lines a quarter longer and shorter than their mean one has as much.
const LINE: f64 = 12.0;
/// Price of unevenness, times the square of a line's distance from the mean as a part of it.
const UNEVEN: f64 = 100.0;
/// Price of a line that ends with a word that leads on.
const LEADS_ON: f64 = 40.0;
/// Price of a name parted from its title, and of a compound divided at its hyphen.
const PARTED_NAME: f64 = 30.0;
/// Price of a line that begins with "and", "of" and the like: it parts what belongs together.
const BEGINS_WITH_LINK: f64 = 6.0;
/// What a break after a comma gains.
const COMMA: f64 = -8.0;
/// What a break after a colon, a semicolon, a dash or the end of a sentence gains.
const STOP: f64 = -14.0;
/// A last line of one short word, as a price.
const LONE: f64 = 25.0;
/// Words beyond which a headline is text, and evenness alone counts.
const MOST_WORDS: usize = 60;
/// Lines more than necessary that are tried.
const SPARE_LINES: usize = 2;

/// Words that lead to the next, in the languages of the house's phrases: articles, prepositions,
/// conjunctions, possessives.
const LEADING: &[&str] = &[
    "a", "an", "the", "of", "in", "on", "at", "for", "to", "from", "by", "with", "without",
    "and", "or", "but", "nor", "as", "than", "into", "onto", "over", "under", "between",
    "against", "about", "after", "before", "its", "his", "her", "their", "our", "my", "your",
    "no", "not", "is", "are", "der", "die", "das", "den", "dem", "des", "ein", "eine", "einer",
    "einem", "einen", "und", "oder", "im", "am", "zu", "zur", "zum", "von", "vom", "mit",
    "für", "auf", "aus", "bei", "nach", "le", "la", "les", "un", "une", "de", "du", "et", "ou",
    "à", "au", "aux", "dans", "sur", "pour", "par", "avec", "sans", "el", "los", "las", "una",
    "y", "o", "del", "en", "con", "por", "para", "il", "lo", "gli", "di", "e", "da", "per",
    "het", "een", "van", "voor", "met", "op", "os", "um", "uma", "do", "dos", "em", "na",
];

/// Titles that stand before a name.
const TITLES: &[&str] = &[
    "president",
    "presidents",
    "mr",
    "mrs",
    "ms",
    "dr",
    "prof",
    "professor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "sir",
    "lady",
    "lord",
    "saint",
    "st",
    "san",
    "santa",
    "senator",
    "senators",
    "minister",
    "chancellor",
    "general",
    "captain",
    "judge",
    "justice",
    "new",
    "south",
    "north",
    "herr",
    "frau",
    "papst",
    "könig",
    "madame",
    "monsieur",
];

/// The word without what surrounds it, in lower case.
fn bare(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Price of a line end between two words.
fn break_price(before: &str, after: &str) -> f64 {
    match before.trim_end_matches(['\u{201D}', '\u{2019}', '"', '\'', ')']).chars().last() {
        Some(',') => return COMMA,
        Some('-') => return PARTED_NAME,
        Some(':' | ';' | '.' | '?' | '!' | '\u{2013}' | '\u{2014}') => return STOP,
        _ => {}
    }
    let (before, next) = (bare(before), bare(after));
    if LEADING.contains(&before.as_str()) {
        return LEADS_ON;
    }
    let named = after.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    if named && TITLES.contains(&before.as_str()) {
        return PARTED_NAME;
    }
    if LEADING.contains(&next.as_str()) { BEGINS_WITH_LINK } else { 0.0 }
}

/// The numbers of words after which lines end, the last word's included; none where a word is wider
/// than the room, or the words are too many to be a headline.
pub(super) fn divide(words: &[Word], room: f64) -> Option<Vec<usize>> {
    if words.is_empty() || words.len() > MOST_WORDS || words.iter().any(|it| it.width > room) {
        return None;
    }
    let fewest = first_fit(words, room);
    let tried = fewest..=(fewest + SPARE_LINES).min(words.len());
    // A headline of one line is never made two.
    let tried = if fewest == 1 { 1..=1 } else { tried };
    let neighbours = words.iter().zip(words.iter().skip(1));
    let breaks: Vec<f64> =
        neighbours.map(|(before, after)| break_price(&before.text, &after.text)).collect();
    let ways = tried.filter_map(|count| best_of((words, &breaks), room, count));
    ways.min_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, ends)| ends)
}

fn first_fit(words: &[Word], room: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for word in words {
        if used > 0.0 && used + word.width > room {
            lines += 1;
            used = 0.0;
        }
        used += word.width + word.white;
    }
    lines
}

/// The cheapest way to set the words in so many lines.
fn best_of(
    (words, breaks): (&[Word], &[f64]),
    room: f64,
    count: usize,
) -> Option<(f64, Vec<usize>)> {
    let width = |from: usize, to: usize| {
        let line = words.get(from..to).unwrap_or_default();
        let white = line.last().map_or(0.0, |last| last.white);
        line.iter().map(|word| word.width + word.white).sum::<f64>() - white
    };
    let mean = width(0, words.len()) / count as f64;
    // best[n]: the least price of the first n words in the lines so far, and where the last begins.
    let mut rows: Vec<Vec<(f64, usize)>> = Vec::with_capacity(count);
    let mut best = vec![(f64::INFINITY, 0); words.len() + 1];
    best[0].0 = 0.0;
    for line in 1..=count {
        let mut next = vec![(f64::INFINITY, 0); words.len() + 1];
        for (end, cell) in next.iter_mut().enumerate().skip(line) {
            for start in (0..end).rev() {
                let taken = width(start, end);
                if taken > room {
                    break;
                }
                let mut price = best[start].0 + LINE + UNEVEN * ((taken - mean) / mean).powi(2);
                if let Some(here) = breaks.get(end - 1) {
                    price += here;
                } else if end - start == 1 && bare(&words[start].text).chars().count() < 6 {
                    price += if count > 1 { LONE } else { 0.0 };
                }
                if price < cell.0 {
                    *cell = (price, start);
                }
            }
        }
        best = next;
        rows.push(best.clone());
    }
    let price = best[words.len()].0;
    let mut ends = Vec::with_capacity(count);
    let mut end = words.len();
    for row in rows.iter().rev() {
        ends.push(end);
        end = row[end].1;
    }
    ends.reverse();
    price.is_finite().then_some((price, ends))
}

#[cfg(test)]
mod tests {
    use super::{Word, divide};

    /// The lines of a headline in a room of so many letters of one width.
    fn lines(text: &str, room: f64) -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let word = |text: &&str| Word {
            text: (*text).to_owned(),
            width: text.chars().count() as f64,
            white: 1.0,
        };
        let ends = divide(&words.iter().map(word).collect::<Vec<_>>(), room);
        let mut start = 0;
        let mut lines = Vec::new();
        for end in ends.unwrap_or_default() {
            lines.push(words[start..end].join(" "));
            start = end;
        }
        lines
    }

    #[test]
    fn a_headline_is_broken_by_sense() {
        assert_eq!(
            lines("In a World in Turmoil, Presidents Putin and Xi Count on Each Other", 34.0),
            ["In a World in Turmoil,", "Presidents Putin and Xi", "Count on Each Other"],
        );
        assert_eq!(
            lines("The Lamp in the Window: What the Keeper Saw", 26.0),
            ["The Lamp in the Window:", "What the Keeper Saw"],
        );
        assert_eq!(
            lines("A Short History of the Lighthouses of the Northern Isles", 40.0),
            ["A Short History of the Lighthouses", "of the Northern Isles"],
        );
    }

    #[test]
    fn a_headline_that_fits_is_one_line_and_no_word_is_lost() {
        assert_eq!(lines("Count on It", 30.0), ["Count on It"]);
        let long = "one two three four five six seven eight nine ten of the and a";
        assert_eq!(lines(long, 12.0).join(" "), long);
        assert!(lines(long, 12.0).iter().all(|line| line.chars().count() <= 12));
        assert!(
            lines("Donaudampfschiffahrt", 5.0).is_empty(),
            "too wide: evenness is left to it"
        );
    }
}
