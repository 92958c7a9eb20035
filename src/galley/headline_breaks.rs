//! Line breaks of headlines by sense.
//!
//! A line should not end after a word that leads to the next ("and", "of", "the"), nor between a title
//! and a name; it may well end after punctuation. Sense is weighed against even lengths, and one more
//! line is better than a break against the sense.

/// Word of a headline. Lengths are in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeadlineWord {
    /// Text.
    pub(super) text: String,
    /// Width.
    pub(super) width: f64,
    /// Width of the space after it.
    pub(super) space: f64,
}

/// Cost of a line. Two lines that are a quarter longer and shorter than their mean cost as much.
const LINE: f64 = 12.0;
/// Cost of unevenness, times the square of a line's distance from the mean as a part of it.
const UNEVENNESS: f64 = 100.0;
/// Cost of a line that ends with a word that leads to the next.
const ENDS_WITH_LEADING: f64 = 40.0;
/// Cost of a break between a title and a name, or after the hyphen of a compound.
const SPLIT_NAME: f64 = 30.0;
/// Cost of a line that begins with "and", "of" and the like: it separates what belongs together.
const BEGINS_WITH_LEADING: f64 = 6.0;
/// Cost of a break after a comma: a gain.
const COMMA: f64 = -8.0;
/// Cost of a break after a colon, a semicolon, a dash or the end of a sentence: a gain.
const STOP: f64 = -14.0;
/// Cost of a last line that is one short word.
const SHORT_LAST_LINE: f64 = 25.0;
/// Number of letters from which a word is not short.
const SHORT_WORD: usize = 6;
/// Number of words above which a headline is a text, and evenness alone counts.
const MAX_WORDS: usize = 60;
/// Number of lines above the least that are tried.
const EXTRA_LINES: usize = 2;

/// Words that lead to the next, in the languages that Offprint knows: articles, prepositions,
/// conjunctions, possessives.
const LEADING: &str = "\
    a an the of in on at for to from by with without and or but nor as than into onto over \
    under between against about after before its his her their our my your no not is are \
    der die das den dem des ein eine einer einem einen und oder im am zu zur zum von vom \
    mit für auf aus bei nach le la les un une de du et ou à au aux dans sur pour par avec \
    sans el los las una y o del en con por para il lo gli di e da per het een van voor met \
    op os um uma do dos em na";

/// Titles and other words that come before a name.
const TITLES: &str = "\
    president presidents mr mrs ms dr prof professor king queen prince princess pope sir \
    lady lord saint st san santa senator senators minister chancellor general captain \
    judge justice new south north herr frau papst könig madame monsieur";

/// Returns a word in lower case without the punctuation around it.
fn bare(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Returns the cost of a line break between two words.
fn break_cost(before: &str, after: &str) -> f64 {
    match before.trim_end_matches(['\u{201D}', '\u{2019}', '"', '\'', ')']).chars().last() {
        Some(',') => return COMMA,
        Some('-') => return SPLIT_NAME,
        Some(':' | ';' | '.' | '?' | '!' | '\u{2013}' | '\u{2014}') => return STOP,
        _ => {}
    }
    let is_in = |list: &str, word: &str| list.split(' ').any(|listed| listed == word);
    let (before, next) = (bare(before), bare(after));
    let named = after.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    if is_in(LEADING, &before) {
        ENDS_WITH_LEADING
    } else if named && is_in(TITLES, &before) {
        SPLIT_NAME
    } else if is_in(LEADING, &next) {
        BEGINS_WITH_LEADING
    } else {
        0.0
    }
}

/// Lines of a headline.
struct HeadlineLines {
    cost: f64,
    /// Number of words up to the end of each line.
    ends: Vec<usize>,
}

/// Returns the number of words up to the end of each line; none if a word is wider than the line, or
/// if there are too many words for a headline.
pub(super) fn break_headline(words: &[HeadlineWord], width: f64) -> Option<Vec<usize>> {
    if words.is_empty() || words.len() > MAX_WORDS || words.iter().any(|it| it.width > width) {
        return None;
    }
    // A headline that fits in one line stays in it.
    let fewest = count_lines(words, width);
    let most = if fewest == 1 { 1 } else { (fewest + EXTRA_LINES).min(words.len()) };
    let break_costs: Vec<f64> =
        words.windows(2).map(|pair| break_cost(&pair[0].text, &pair[1].text)).collect();
    (fewest..=most)
        .filter_map(|count| cheapest_lines(words, &break_costs, width, count))
        .min_by(|one, other| one.cost.total_cmp(&other.cost))
        .map(|lines| lines.ends)
}

/// Returns the number of lines that the words take if each is as full as possible.
fn count_lines(words: &[HeadlineWord], width: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for word in words {
        if used > 0.0 && used + word.width > width {
            lines += 1;
            used = 0.0;
        }
        used += word.width + word.space;
    }
    lines
}

/// Returns the cheapest `count` lines; none if the words do not fit in them.
fn cheapest_lines(
    words: &[HeadlineWord],
    break_costs: &[f64],
    width: f64,
    count: usize,
) -> Option<HeadlineLines> {
    let line_width = |line: &[HeadlineWord]| {
        let space = line.last().map_or(0.0, |last| last.space);
        line.iter().map(|word| word.width + word.space).sum::<f64>() - space
    };
    let mean = line_width(words) / count as f64;
    // costs[n]: least cost of the first n words in the lines so far.
    let mut costs = vec![f64::INFINITY; words.len() + 1];
    costs[0] = 0.0;
    // starts[line][n]: first word of that line if it ends after n words.
    let mut starts = Vec::with_capacity(count);
    for line in 1..=count {
        let mut next_costs = vec![f64::INFINITY; words.len() + 1];
        let mut line_starts = vec![0; words.len() + 1];
        for end in line..=words.len() {
            for start in (0..end).rev() {
                let taken = line_width(&words[start..end]);
                if taken > width {
                    break;
                }
                let mut cost =
                    costs[start] + LINE + UNEVENNESS * ((taken - mean) / mean).powi(2);
                if let Some(here) = break_costs.get(end - 1) {
                    cost += here;
                } else if count > 1
                    && end - start == 1
                    && bare(&words[start].text).chars().count() < SHORT_WORD
                {
                    cost += SHORT_LAST_LINE;
                }
                if cost < next_costs[end] {
                    (next_costs[end], line_starts[end]) = (cost, start);
                }
            }
        }
        costs = next_costs;
        starts.push(line_starts);
    }
    let cost = costs[words.len()];
    let mut ends = Vec::with_capacity(count);
    let mut end = words.len();
    for line_starts in starts.iter().rev() {
        ends.push(end);
        end = line_starts[end];
    }
    ends.reverse();
    cost.is_finite().then_some(HeadlineLines { cost, ends })
}

#[cfg(test)]
mod tests {
    use super::{HeadlineWord, break_headline};

    /// Returns the lines of a headline in lines of `width` letters of equal width.
    fn lines(text: &str, width: f64) -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let word = |text: &&str| HeadlineWord {
            text: (*text).to_owned(),
            width: text.chars().count() as f64,
            space: 1.0,
        };
        let ends = break_headline(&words.iter().map(word).collect::<Vec<_>>(), width);
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
        assert!(lines("Donaudampfschiffahrt", 5.0).is_empty(), "a word that is too wide");
    }
}
