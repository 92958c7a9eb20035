//! A dictionary divides words.
//!
//! Comes in: a word. Goes out: its divisions. Never done here: choosing a language.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use hyphenation::extended::{Extended, Subregion};
use hyphenation::{Hyphenator, Load, Standard};

use super::fold::Folded;
use super::{Change, Division, LONGEST, SHORTEST};

/// A soft hyphen: the writer says where the word divides.
const SOFT_HYPHEN: char = '\u{AD}';
/// The dot of Catalan `l·l`, which gives way to the hyphen.
const MIDDLE_DOT: char = '·';
/// Dictionaries whose patterns have the apostrophe as a letter: `aujourd'hui` is one word there.
const WITH_APOSTROPHE: [&str; 12] =
    ["af", "be", "el-monoton", "el-polyton", "fr", "fur", "it", "oc", "pms", "rm", "sq", "uk"];

/// Which form the patterns have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters stay as they are.
    Standard,
    /// Letters may change at a division (Németh 2006, in `TUGboat` 27:1).
    Extended,
}

/// Patterns as the crate keeps them.
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
    /// Reads a dictionary of `hyphens/`.
    pub(super) fn load(
        tag: &'static str,
        kind: Kind,
        mut bytes: &'static [u8],
    ) -> Option<Self> {
        let patterns = match kind {
            Kind::Standard => {
                let mut standard = Standard::any_from_reader(&mut bytes).ok()?;
                add_lower_case_exceptions(&mut standard);
                Patterns::Standard(standard)
            }
            Kind::Extended => Patterns::Extended(Extended::any_from_reader(&mut bytes).ok()?),
        };
        Some(Self {
            tag,
            patterns: Arc::new(patterns),
            exceptions: BTreeMap::new(),
            divides_capitals: false,
        })
    }

    /// The tag of the dictionary: `en-us`.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// The same dictionary with words of the user's own, written `man-u-script`; a word without a
    /// hyphen never divides. They go before the patterns and before the exceptions that came with
    /// them; the smallest numbers of letters at either end hold for them too (`tex.web` §902).
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
                whole.push_str(&Folded::new(part, 0).text);
            }
            dictionary.exceptions.insert(whole, places);
        }
        dictionary
    }

    /// The same dictionary, dividing words in capitals as well. Without this `UNESCO` stays whole.
    #[must_use]
    pub fn dividing_capitals(&self) -> Self {
        Self { divides_capitals: true, ..self.clone() }
    }

    /// The fewest letters that stay before and after a division, as TeX has them for the language.
    #[must_use]
    pub fn minima(&self) -> (usize, usize) {
        match &*self.patterns {
            Patterns::Standard(patterns) => patterns.unbreakable_chars(),
            Patterns::Extended(patterns) => patterns.unbreakable_chars(),
        }
    }

    /// Where a word may divide, from its start to its end.
    ///
    /// Upper and lower case count as the same. Soft hyphens in the word go before everything: it
    /// divides after each of them and nowhere else. A word with a figure never divides, nor one
    /// shorter than [`SHORTEST`] or longer than [`LONGEST`] letters; of text that is not all
    /// letters each run of letters is divided by itself.
    #[must_use]
    pub fn divide(&self, word: &str) -> Vec<Division> {
        let mut divisions = Vec::new();
        self.divide_into(word, &mut divisions);
        divisions
    }

    /// [`Dictionary::divide`] into a vector that the caller keeps; what was in it is forgotten.
    pub fn divide_into(&self, word: &str, divisions: &mut Vec<Division>) {
        divisions.clear();
        if word.contains(SOFT_HYPHEN) {
            return at_soft_hyphens(word, divisions);
        }
        if word.chars().any(char::is_numeric) {
            return;
        }
        for run in self.runs_of_letters(word) {
            let Some(letters) = word.get(run.clone()) else { continue };
            // The cheap bound first: a letter has at most four bytes.
            if letters.len() < SHORTEST || letters.len() > 4 * LONGEST {
                continue;
            }
            let folded = Folded::new(letters, run.start);
            let is_shouted = folded.is_all_capitals() && !self.divides_capitals;
            if (SHORTEST..=LONGEST).contains(&folded.letters) && !is_shouted {
                self.divide_letters(&folded, divisions);
            }
        }
        divisions.retain(|division| may_begin_line(word, division.at));
    }

    /// The runs of letters in a word, which is most often one run.
    fn runs_of_letters<'w>(&self, word: &'w str) -> impl Iterator<Item = Range<usize>> + 'w {
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
            let start = rest + word.get(rest..)?.find(is_letter)?;
            let tail = word.get(start..)?;
            let end = start + tail.find(|c| !is_letter(c)).unwrap_or(tail.len());
            rest = end;
            Some(start..end)
        })
    }

    /// Adds the divisions of one run of letters.
    fn divide_letters(&self, folded: &Folded, divisions: &mut Vec<Division>) {
        if let Some(places) = self.exceptions.get(&folded.text) {
            return self.divide_known(folded, places, divisions);
        }
        match &*self.patterns {
            Patterns::Standard(patterns) => {
                let places = patterns.opportunities(&folded.text);
                divisions.extend(places.into_iter().map(|at| plain(folded, at)));
            }
            Patterns::Extended(patterns) => {
                let places = patterns.opportunities(&folded.text);
                divisions.extend(places.into_iter().map(|(at, change)| match change {
                    Some(change) => changed(folded, at, change),
                    None => plain(folded, at),
                }));
            }
        }
        if self.tag == "ca" {
            divide_geminates(folded, divisions);
        }
    }

    /// Adds the divisions of an exception; the smallest numbers of letters at either end hold.
    fn divide_known(&self, folded: &Folded, places: &[usize], divisions: &mut Vec<Division>) {
        let (left, right) = self.minima();
        let text = &folded.text;
        let holds = |at: &usize| {
            text.get(..*at).is_some_and(|before| before.chars().count() >= left)
                && text.get(*at..).is_some_and(|after| after.chars().count() >= right)
        };
        let places = places.iter().copied().filter(holds);
        divisions.extend(places.map(|at| plain(folded, at)));
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

/// A division that leaves the letters as they are.
fn plain(folded: &Folded, at: usize) -> Division {
    Division { at: folded.origin(at), before: None, after: None }
}

/// A division at which letters change. The crate gives one text for both sides and where the
/// hyphen goes in it.
fn changed(folded: &Folded, at: usize, change: &Subregion) -> Division {
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

/// Catalan `l·l` divides as `l-l`: the dot gives way to the hyphen, and nowhere else next to it
/// may the word divide.
fn divide_geminates(folded: &Folded, divisions: &mut Vec<Division>) {
    if !folded.text.contains(MIDDLE_DOT) {
        return;
    }
    for (at, dot) in folded.text.match_indices(MIDDLE_DOT) {
        let (start, end) = (folded.origin(at), folded.origin(at + dot.len()));
        divisions.retain(|division| division.at != start && division.at != end);
        let before = folded.text.get(..at).unwrap_or("");
        let after = folded.text.get(at + dot.len()..).unwrap_or("");
        let is_geminate = before.ends_with('l') && after.starts_with('l');
        if is_geminate && before.len() >= 2 && after.len() >= 2 {
            let change = Change { replaces: end - start, text: String::new() };
            divisions.push(Division { at: end, before: Some(change), after: None });
        }
    }
    divisions.sort_by_key(|division| division.at);
}

/// Divisions after the soft hyphens of a word that have something on either side.
fn at_soft_hyphens(word: &str, divisions: &mut Vec<Division>) {
    for (at, hyphen) in word.match_indices(SOFT_HYPHEN) {
        let at = at + hyphen.len();
        let has_start = word.get(..at).is_some_and(|before| before.chars().any(shows));
        let after = word.get(at..).and_then(|after| after.chars().next());
        if has_start && after.is_some_and(shows) && may_begin_line(word, at) {
            divisions.push(Division { at, before: None, after: None });
        }
    }
}

/// Anything but a soft hyphen.
fn shows(character: char) -> bool {
    character != SOFT_HYPHEN
}

/// A place in a word at which a line may begin: not before a mark that belongs to a letter.
fn may_begin_line(word: &str, at: usize) -> bool {
    word.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|first| !is_mark(first))
}

/// Whatever stands within a word of an Indian script: Unicode counts the virama as no letter. The
/// danda, a full stop, is not one either.
fn is_indic(character: char) -> bool {
    matches!(character, '\u{900}'..='\u{DFF}') && !matches!(character, '\u{964}' | '\u{965}')
}

/// A combining mark of the scripts that are also written with composed letters.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}
