//! Where lines may end, looked up only where it is not plain.
//!
//! Comes in: a text. Goes out: whether a line may end at a byte of it (UAX #14). Never done here:
//! prices, hyphenation.

use std::cell::OnceCell;

use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

/// The rules for all of Unicode.
pub(super) struct Segmenter(LineSegmenterBorrowed<'static>);

impl Segmenter {
    /// The rules as they are built in.
    pub(super) fn new() -> Self {
        Self(LineSegmenter::new_for_non_complex_scripts(Default::default()))
    }

    /// Places where a line may end, as byte offsets; the end of the text is the last.
    pub(super) fn opportunities(&self, text: &str) -> Vec<usize> {
        let places = self.0.segment_str(text).skip(1);
        places.filter(|&at| !parts_a_range(text, at)).collect()
    }
}

/// Two words longer than this, in bytes, are not looked at by themselves.
const LONGEST_PAIR: usize = 256;

/// The places in one text where a line may end. Between plain words they are told from the
/// characters beside the space; the rules for all of Unicode are asked where that is not enough.
pub(super) struct Openings<'t> {
    text: &'t str,
    places: OnceCell<Vec<usize>>,
}

impl<'t> Openings<'t> {
    /// Those of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, places: OnceCell::new() }
    }

    fn places(&self, rules: &Segmenter) -> &[usize] {
        self.places.get_or_init(|| rules.opportunities(self.text))
    }

    /// Whether a line may end at byte `at`.
    pub(super) fn at(&self, at: usize, rules: &Segmenter) -> bool {
        self.places(rules).binary_search(&at).is_ok()
    }

    /// Whether a line may end after the space `start..end`.
    pub(super) fn after_space(&self, (start, end): (usize, usize), rules: &Segmenter) -> bool {
        if is_plain(self.text, (start, end)) {
            return true;
        }
        // The words on both sides tell, and are sooner looked at than the text.
        let from = self.text[..start].rfind(' ').map_or(0, |space| space + 1);
        let to = self.text[end..].find(' ').map_or(self.text.len(), |offset| end + offset);
        if to - from > LONGEST_PAIR {
            return self.at(end, rules);
        }
        rules.opportunities(&self.text[from..to]).contains(&(end - from))
    }

    /// The places inside `start..end`, counted from its start.
    pub(super) fn inside(&self, (start, end): (usize, usize), rules: &Segmenter) -> Vec<usize> {
        let places = self.places(rules);
        let first = places.partition_point(|&place| place <= start);
        let inside = places[first..].iter().take_while(|&&place| place < end);
        inside.map(|place| place - start).collect()
    }
}

/// Whether the dash of a range of figures (1914–18) ends at `at`: Unicode lets a line end there, but
/// who reads the first figure alone takes it for the whole.
fn parts_a_range(text: &str, at: usize) -> bool {
    let from = text[..at].strip_suffix('–').and_then(|before| before.chars().next_back());
    let to = text[at..].chars().next();
    from.is_some_and(char::is_numeric) && to.is_some_and(char::is_numeric)
}

/// Whether a line may end after the space `start..end` beyond doubt: it stands between words that
/// end and begin with ASCII letters, figures and the commonest points (rule LB18; LB14 to LB17, its
/// exceptions, are for brackets and quotes that open before it, and for marks after it).
fn is_plain(text: &str, (start, end): (usize, usize)) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
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

/// Whether no line may end inside `word` beyond doubt: it is of ASCII letters and figures, quotes
/// and the points that hold to what follows (LB19, LB25, LB28, LB29).
pub(super) fn is_whole(word: &str) -> bool {
    let word = word.strip_suffix(['!', '?']).unwrap_or(word);
    word.chars().all(|c| {
        c.is_ascii_alphanumeric()
            || matches!(c, '.' | ',' | ';' | ':' | '\'' | '"' | '‘' | '’' | '“' | '”')
    })
}
