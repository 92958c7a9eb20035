//! Two sequences of words, held against each other.
//!
//! Comes in: the article's words and those of the PDF. Goes out: where they part. Never done here:
//! guessing which of them is right.

/// Words that must agree again before what lies before them counts as a difference.
const AGREEMENT: usize = 3;

/// How far the one may run ahead of the other before they are held to have parted for good.
const REACH: usize = 400;

/// A word of the PDF, and the page it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The word.
    pub(super) word: String,
    /// The page, from 1.
    pub(super) page: u32,
}

/// A place where they part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// What the article says there.
    pub(super) expected: Vec<String>,
    /// What the PDF says there.
    pub(super) found: Vec<String>,
    /// The page, from 1.
    pub(super) page: u32,
}

/// A word as it is compared: without what nobody sees; none where nothing is left to be heard.
pub(super) fn heard(word: &str) -> Option<String> {
    let unseen = |c: char| {
        matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
    };
    let seen: String = word.chars().filter(|&c| !unseen(c)).collect();
    seen.contains(char::is_alphanumeric).then_some(seen)
}

/// All differences, in order.
pub(super) fn compare(expected: &[String], found: &[Found]) -> Vec<Difference> {
    let mut differences = Vec::new();
    let (mut left, mut right) = (expected, found);
    loop {
        let same = left.iter().zip(right).take_while(|(a, b)| **a == b.word).count();
        left = left.get(same..).unwrap_or_default();
        right = right.get(same..).unwrap_or_default();
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

/// How many words of each are passed over until they agree again.
fn meeting(left: &[String], right: &[Found]) -> (usize, usize) {
    let agree = |from: usize, to: usize| {
        let (left, right) = (left.get(from..), right.get(to..));
        let (left, right) = (left.unwrap_or_default(), right.unwrap_or_default());
        let enough = AGREEMENT.min(left.len()).min(right.len());
        let ended = left.is_empty() && right.is_empty();
        ended || enough > 0 && left.iter().zip(right).take(enough).all(|(a, b)| *a == b.word)
    };
    for passed in 1..REACH {
        for from in 0..=passed.min(left.len()) {
            let to = passed - from;
            if to <= right.len() && agree(from, to) {
                return (from, to);
            }
        }
    }
    (left.len(), right.len())
}
