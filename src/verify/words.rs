//! Comparison of two sequences of words.

/// Words that must agree after a difference.
const AGREEMENT: usize = 3;

/// Longest difference, in words of both sequences together; beyond it all the rest differs.
const LONGEST_DIFFERENCE: usize = 400;

/// Word of the PDF with its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundWord {
    /// Word.
    pub(super) word: String,
    /// Page, from 1.
    pub(super) page: u32,
}

/// Difference between the sequences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// Words of the article.
    pub(super) expected: Vec<String>,
    /// Words of the PDF.
    pub(super) found: Vec<String>,
    /// Page, from 1.
    pub(super) page: u32,
}

/// Returns a word without invisible characters, for comparison; none if it has no letter or digit.
pub(super) fn comparable_word(word: &str) -> Option<String> {
    let unseen = |c: char| {
        matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
    };
    let seen: String = word.chars().filter(|&c| !unseen(c)).collect();
    seen.contains(char::is_alphanumeric).then_some(seen)
}

/// Returns all differences, in order.
pub(super) fn compare(expected: &[String], found: &[FoundWord]) -> Vec<Difference> {
    let mut differences = Vec::new();
    let (mut left, mut right) = (expected, found);
    loop {
        let same = left.iter().zip(right).take_while(|(a, b)| **a == b.word).count();
        (left, right) = (&left[same..], &right[same..]);
        if left.is_empty() && right.is_empty() {
            return differences;
        }
        let (more, less) = meeting(left, right);
        let (gone, rest) = left.split_at(more);
        let (come, later) = right.split_at(less);
        let here = come.first().or(later.first()).or(found.last());
        differences.push(Difference {
            expected: gone.to_vec(),
            found: come.iter().map(|found| found.word.clone()).collect(),
            page: here.map_or(0, |found| found.page),
        });
        (left, right) = (rest, later);
    }
}

/// Returns the number of words of each sequence before the place where they agree again.
fn meeting(left: &[String], right: &[FoundWord]) -> (usize, usize) {
    let agree = |from: usize, to: usize| {
        let (left, right) = (&left[from..], &right[to..]);
        let enough = AGREEMENT.min(left.len()).min(right.len());
        let ended = left.is_empty() && right.is_empty();
        ended || enough > 0 && left.iter().zip(right).take(enough).all(|(a, b)| *a == b.word)
    };
    for passed in 1..LONGEST_DIFFERENCE {
        for from in 0..=passed.min(left.len()) {
            let to = passed - from;
            if to <= right.len() && agree(from, to) {
                return (from, to);
            }
        }
    }
    (left.len(), right.len())
}
