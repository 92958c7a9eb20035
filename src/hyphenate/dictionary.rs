//! Dictionaries: the patterns and exceptions of one language.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use hyphenation::extended::{Extended, Subregion};
use hyphenation::{Hyphenator, Load, Standard};

use super::fold::FoldedWord;
use super::{Change, Division, LONGEST, SHORTEST};

/// A soft hyphen: a division that the author marks.
const SOFT_HYPHEN: char = '\u{AD}';
/// The dot of Catalan `l·l`, which the hyphen replaces.
const MIDDLE_DOT: char = '·';
/// Dictionaries whose patterns have the apostrophe as a letter: `aujourd'hui` is one word there.
const WITH_APOSTROPHE: [&str; 12] =
    ["af", "be", "el-monoton", "el-polyton", "fr", "fur", "it", "oc", "pms", "rm", "sq", "uk"];

/// Kind of patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PatternKind {
    /// Letters stay as they are.
    Standard,
    /// Letters may change at a division (Németh 2006, in `TUGboat` 27:1).
    Extended,
}

/// Patterns as the crate `hyphenation` represents them.
enum Patterns {
    Standard(Standard),
    Extended(Extended),
}

/// The patterns and exceptions of one language.
///
/// Words are expected in composed form (NFC), as the patterns are. Cloning is cheap.
#[derive(Clone)]
pub struct Dictionary {
    tag: &'static str,
    patterns: Arc<Patterns>,
    exceptions: BTreeMap<String, Vec<usize>>,
    divides_capitals: bool,
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Dictionary")
            .field("tag", &self.tag)
            .field("exceptions", &self.exceptions)
            .field("divides_capitals", &self.divides_capitals)
            .finish_non_exhaustive()
    }
}

impl Dictionary {
    /// Reads a dictionary of `hyphens/`, which is valid because a test loads each.
    pub(super) fn load(tag: &'static str, kind: PatternKind, mut bytes: &'static [u8]) -> Self {
        let patterns = match kind {
            PatternKind::Standard => {
                let standard = Standard::any_from_reader(&mut bytes);
                let mut standard = standard.expect("a bundled dictionary is valid");
                add_lower_case_exceptions(&mut standard);
                Patterns::Standard(standard)
            }
            PatternKind::Extended => {
                let extended = Extended::any_from_reader(&mut bytes);
                Patterns::Extended(extended.expect("a bundled dictionary is valid"))
            }
        };
        Self {
            tag,
            patterns: Arc::new(patterns),
            exceptions: BTreeMap::new(),
            divides_capitals: false,
        }
    }

    /// Returns the tag of the dictionary: `en-us`.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// Returns the same dictionary with additional exceptions, written `man-u-script`; a word without
    /// a hyphen never divides. They take precedence over the patterns and their own exceptions. The
    /// fewest letters at either end hold for them too (`tex.web` §902).
    #[must_use]
    pub fn with_exceptions<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut dictionary = self.clone();
        for word in words {
            let mut whole = String::new();
            let mut places = Vec::new();
            for part in word.trim().split(['-', '\u{2010}', SOFT_HYPHEN]) {
                if !whole.is_empty() {
                    places.push(whole.len());
                }
                whole.push_str(&FoldedWord::new(part, 0).text);
            }
            dictionary.exceptions.insert(whole, places);
        }
        dictionary
    }

    /// Returns the same dictionary, which divides words in capitals too. Otherwise `UNESCO` stays
    /// whole.
    #[must_use]
    pub fn dividing_capitals(&self) -> Self {
        Self { divides_capitals: true, ..self.clone() }
    }

    /// Returns the fewest letters before and after a division, as TeX has them for the language.
    #[must_use]
    pub fn minima(&self) -> (usize, usize) {
        match &*self.patterns {
            Patterns::Standard(patterns) => patterns.unbreakable_chars(),
            Patterns::Extended(patterns) => patterns.unbreakable_chars(),
        }
    }

    /// Returns the divisions of a word, in order.
    ///
    /// Upper and lower case count as the same. A word with soft hyphens divides after each of them and
    /// nowhere else. A word with a figure never divides, nor one shorter than [`SHORTEST`] or longer
    /// than [`LONGEST`] letters. In other text each run of letters is divided by itself.
    #[must_use]
    pub fn divide(&self, word: &str) -> Vec<Division> {
        let mut divisions = Vec::new();
        self.divide_into(word, &mut divisions);
        divisions
    }

    /// Performs [`Dictionary::divide`] into a vector of the caller, whose contents are replaced.
    pub fn divide_into(&self, word: &str, divisions: &mut Vec<Division>) {
        divisions.clear();
        if word.contains(SOFT_HYPHEN) {
            return divide_at_soft_hyphens(word, divisions);
        }
        if word.chars().any(char::is_numeric) {
            return;
        }
        for run in self.letter_runs(word) {
            let letters = &word[run.clone()];
            // The cheap bound first: a letter has at most four bytes.
            if letters.len() < SHORTEST || letters.len() > 4 * LONGEST {
                continue;
            }
            let folded = FoldedWord::new(letters, run.start);
            let is_kept_whole = folded.is_all_capitals() && !self.divides_capitals;
            if (SHORTEST..=LONGEST).contains(&folded.letters) && !is_kept_whole {
                self.divide_letters(&folded, divisions);
            }
        }
        divisions.retain(|division| may_begin_line(&word[division.at..]));
    }

    /// Yields the ranges of letters in a word, most often one.
    fn letter_runs<'w>(&self, word: &'w str) -> impl Iterator<Item = Range<usize>> + 'w {
        let has_apostrophe = WITH_APOSTROPHE.contains(&self.tag);
        let has_dot = self.tag == "ca";
        let is_letter = move |c: char| {
            c.is_alphabetic()
                || is_mark(c)
                || is_indic(c)
                || (has_apostrophe && matches!(c, '\'' | '’'))
                || (has_dot && c == MIDDLE_DOT)
        };
        let mut rest = 0;
        std::iter::from_fn(move || {
            let start = rest + word[rest..].find(is_letter)?;
            let tail = &word[start..];
            let end = start + tail.find(|c| !is_letter(c)).unwrap_or(tail.len());
            rest = end;
            Some(start..end)
        })
    }

    /// Adds the divisions of one run of letters.
    fn divide_letters(&self, folded: &FoldedWord, divisions: &mut Vec<Division>) {
        if let Some(places) = self.exceptions.get(&folded.text) {
            let (left, right) = self.minima();
            let holds = |at: &&usize| {
                let (before, after) = folded.text.split_at(**at);
                before.chars().count() >= left && after.chars().count() >= right
            };
            let places = places.iter().filter(holds);
            divisions.extend(places.map(|&at| plain_division(folded, at)));
            return;
        }
        match &*self.patterns {
            Patterns::Standard(patterns) => {
                let places = patterns.opportunities(&folded.text);
                divisions.extend(places.into_iter().map(|at| plain_division(folded, at)));
            }
            Patterns::Extended(patterns) => {
                let places = patterns.opportunities(&folded.text);
                divisions.extend(places.into_iter().map(|(at, change)| match change {
                    Some(change) => changed_division(folded, at, change),
                    None => plain_division(folded, at),
                }));
            }
        }
        if self.tag == "ca" {
            divide_geminates(folded, divisions);
        }
    }
}

/// Adds the lower-case form of each exception that is listed with capitals (`Alex-an-der`), since
/// words are looked up in lower case (`tex.web` §937). A form that is listed itself stays as it is.
fn add_lower_case_exceptions(patterns: &mut Standard) {
    let exceptions = &mut patterns.exceptions.0;
    let mut added: Vec<(String, Vec<usize>)> = exceptions
        .iter()
        .map(|(word, places)| (word.to_lowercase(), word, places))
        // Places are byte offsets: they hold only in a word of the same length.
        .filter(|(lower, word, _)| lower != *word && lower.len() == word.len())
        .map(|(lower, _, places)| (lower, places.clone()))
        .collect();
    // A map has no order of its own: sorting keeps the result the same on every run.
    added.sort();
    for (lower, places) in added {
        exceptions.entry(lower).or_insert(places);
    }
}

/// Returns a division that leaves the letters as they are.
fn plain_division(folded: &FoldedWord, at: usize) -> Division {
    Division { at: folded.origin(at), before: None, after: None }
}

/// Returns a division at which letters change. The crate gives one text for both sides, and the
/// offset of the hyphen in it.
fn changed_division(folded: &FoldedWord, at: usize, change: &Subregion) -> Division {
    let place = folded.origin(at);
    let (before, after) =
        change.substitution.split_at_checked(change.breakpoint).unwrap_or(("", ""));
    let written = |text: &str| {
        if folded.is_all_capitals() { text.to_uppercase() } else { text.to_owned() }
    };
    let side = |replaces: usize, text: &str| {
        (replaces > 0 || !text.is_empty()).then(|| Change { replaces, text: written(text) })
    };
    let first = place.saturating_sub(folded.origin(at.saturating_sub(change.left)));
    let last = folded.origin(at + change.right).saturating_sub(place);
    Division {
        at: place,
        before: side(first, before),
        after: if after.is_empty() { None } else { side(last, after) },
    }
}

/// Divides Catalan `l·l` as `l-l`: the hyphen replaces the dot, and the word does not divide elsewhere
/// beside it.
fn divide_geminates(folded: &FoldedWord, divisions: &mut Vec<Division>) {
    if !folded.text.contains(MIDDLE_DOT) {
        return;
    }
    for (at, dot) in folded.text.match_indices(MIDDLE_DOT) {
        let (start, end) = (folded.origin(at), folded.origin(at + dot.len()));
        divisions.retain(|division| division.at != start && division.at != end);
        let (before, after) = (&folded.text[..at], &folded.text[at + dot.len()..]);
        let is_geminate = before.ends_with('l') && after.starts_with('l');
        if is_geminate && before.len() >= 2 && after.len() >= 2 {
            let change = Change { replaces: end - start, text: String::new() };
            divisions.push(Division { at: end, before: Some(change), after: None });
        }
    }
    divisions.sort_by_key(|division| division.at);
}

/// Adds a division after each soft hyphen of a word that has visible characters on both sides.
fn divide_at_soft_hyphens(word: &str, divisions: &mut Vec<Division>) {
    for (at, hyphen) in word.match_indices(SOFT_HYPHEN) {
        let at = at + hyphen.len();
        let (before, after) = word.split_at(at);
        let has_start = before.chars().any(|c| c != SOFT_HYPHEN);
        if has_start && !after.starts_with(SOFT_HYPHEN) && may_begin_line(after) {
            divisions.push(Division { at, before: None, after: None });
        }
    }
}

/// Returns whether a line may begin with the rest of a word: not with a mark that belongs to a letter.
fn may_begin_line(rest: &str) -> bool {
    rest.chars().next().is_some_and(|first| !is_mark(first))
}

/// Returns whether a character stands within words of an Indian script. The virama does, which is no
/// letter in Unicode; the danda, a full stop, does not.
fn is_indic(character: char) -> bool {
    matches!(character, '\u{900}'..='\u{DFF}') && !matches!(character, '\u{964}' | '\u{965}')
}

/// Returns whether a character is a combining mark of a script that also has composed letters.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}
