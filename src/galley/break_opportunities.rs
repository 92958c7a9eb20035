//! Line break opportunities (UAX #14), computed where they are not obvious.

use std::cell::OnceCell;
use std::ops::Range;

use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

/// Line segmenter with the built-in Unicode data.
pub(super) struct Segmenter(LineSegmenterBorrowed<'static>);

impl Segmenter {
    /// Creates a segmenter. Thai, Khmer and similar scripts are not segmented into words.
    pub(super) fn new() -> Self {
        Self(LineSegmenter::new_for_non_complex_scripts(Default::default()))
    }

    /// Returns the byte offsets at which a line may end, ascending; the end of the text is the last.
    pub(super) fn break_offsets(&self, text: &str) -> Vec<usize> {
        let offsets = self.0.segment_str(text).skip(1);
        offsets.filter(|&at| !is_inside_number_range(text, at)).collect()
    }
}

/// Length of two words and the space between them, in bytes, above which they are not segmented by
/// themselves.
const LONGEST_PAIR: usize = 256;

/// Line break opportunities of one text. Between plain words the characters beside the space decide;
/// the segmenter runs only where they do not.
pub(super) struct BreakOpportunities<'t> {
    text: &'t str,
    offsets: OnceCell<Vec<usize>>,
}

impl<'t> BreakOpportunities<'t> {
    /// Prepares the opportunities of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, offsets: OnceCell::new() }
    }

    fn offsets(&self, segmenter: &Segmenter) -> &[usize] {
        self.offsets.get_or_init(|| segmenter.break_offsets(self.text))
    }

    /// True if a line may end at byte `at`.
    pub(super) fn contains(&self, at: usize, segmenter: &Segmenter) -> bool {
        self.offsets(segmenter).binary_search(&at).is_ok()
    }

    /// True if a line may end after the space at these bytes.
    pub(super) fn follows_space(&self, space: Range<usize>, segmenter: &Segmenter) -> bool {
        if is_plain_space(self.text, &space) {
            return true;
        }
        // Segmenting the words on both sides is faster than segmenting the whole text.
        let from = self.text[..space.start].rfind(' ').map_or(0, |before| before + 1);
        let after = self.text[space.end..].find(' ');
        let to = after.map_or(self.text.len(), |offset| space.end + offset);
        if to - from > LONGEST_PAIR {
            return self.contains(space.end, segmenter);
        }
        segmenter.break_offsets(&self.text[from..to]).contains(&(space.end - from))
    }

    /// Returns the opportunities inside these bytes, counted from their start.
    pub(super) fn inside(&self, bytes: Range<usize>, segmenter: &Segmenter) -> Vec<usize> {
        let offsets = self.offsets(segmenter);
        let first = offsets.partition_point(|&at| at <= bytes.start);
        let inside = offsets[first..].iter().take_while(|&&at| at < bytes.end);
        inside.map(|at| at - bytes.start).collect()
    }
}

/// True if `at` follows the dash of a range of numbers (1914–18). Unicode allows a break there, but
/// the first number alone would read as complete.
fn is_inside_number_range(text: &str, at: usize) -> bool {
    let from = text[..at].strip_suffix('–').and_then(|before| before.chars().next_back());
    let to = text[at..].chars().next();
    from.is_some_and(char::is_numeric) && to.is_some_and(char::is_numeric)
}

/// True if a line may certainly end after the space: it stands between words that end and begin with
/// ASCII letters, digits and the most common punctuation (rule LB18). The exceptions, LB14 to LB17,
/// concern brackets and quotation marks that open before the space, and marks after it.
fn is_plain_space(text: &str, space: &Range<usize>) -> bool {
    let before = text[..space.start].chars().next_back();
    let after = text[space.end..].chars().next();
    let (Some(before), Some(after)) = (before, after) else { return after.is_none() };
    let word =
        before.is_ascii_alphanumeric() || matches!(before, '.' | ',' | ';' | ':' | '!' | '?');
    let closed = matches!(before, '’' | '”' | ')' | '—' | '–');
    match after {
        'a'..='z' | 'A'..='Z' | '0'..='9' => word || closed,
        '“' | '‘' | '(' => word,
        _ => false,
    }
}

/// True if a line may certainly not end inside `word`: it consists of ASCII letters and digits,
/// quotation marks, and punctuation that does not allow a break before the next character (LB19,
/// LB25, LB28, LB29).
pub(super) fn has_no_opportunity(word: &str) -> bool {
    let word = word.strip_suffix(['!', '?']).unwrap_or(word);
    word.chars().all(|c| {
        c.is_ascii_alphanumeric()
            || matches!(c, '.' | ',' | ';' | ':' | '\'' | '"' | '‘' | '’' | '“' | '”')
    })
}
