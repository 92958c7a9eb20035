//! The phrases, and what a short text is by them.
//!
//! Comes in: `phrases.txt`, bound into the program by `build/phrases.rs`, and words. Goes out:
//! [`Phrase`]s and what they match. Never done here: deciding by place; a phrase says where it may
//! stand, `sequence.rs` looks whether it does.

use std::sync::OnceLock;

use super::fold::{NUMBER, Tokens, hash};
use super::pattern::{Pattern, Places, bits};

/// The phrases in all languages, with their cases; its head explains the grammar.
pub const SOURCE: &str = include_str!("phrases.txt");

// PHRASES in the order of the data file. INDEX: the hash of each word one can begin with, its low
// NUMBER_BITS replaced by the number of the phrase; sorted.
include!(concat!(env!("OUT_DIR"), "/phrases.rs"));

/// Where a phrase may be removed, from the least certain to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `item`: only in a run with others.
    Item,
    /// `list`: where it heads a list of links at the end of the article.
    List,
    /// `start`: before the article's first prose, or in a run.
    Start,
    /// `end`: after the article's last prose.
    End,
    /// `edge`: before the first or after the last prose, or in a run.
    Edge,
    /// `sure`: wherever it stands alone.
    Sure,
}

/// A phrase of the data file.
#[derive(Debug)]
pub struct Phrase {
    /// The rule it belongs to.
    pub rule: &'static str,
    /// Its language.
    pub language: &'static str,
    /// Where it may be removed.
    pub level: Level,
    /// It may also be cut from the end of the article's last paragraph, after a sentence.
    pub trim: bool,
    /// The pattern as written.
    pub source: &'static str,
    /// Its line in the data file.
    pub line: usize,
    /// What `{site}` stands for.
    sites: &'static str,
    compiled: OnceLock<Pattern>,
}

impl Phrase {
    /// The compiled pattern, compiled when a text first begins with one of its words. None is bad:
    /// with such a one the program is not built.
    fn pattern(&self) -> &Pattern {
        self.compiled
            .get_or_init(|| Pattern::parse(self.source, self.sites).unwrap_or_default())
    }

    /// A label has no wildcard for free words and may be one of several in a line.
    fn is_label(&self) -> bool {
        !self.source.contains("{any}") && !self.source.contains("{name}")
    }

    /// Reads like a numbered heading.
    pub(super) fn begins_with_number(&self) -> bool {
        self.source.starts_with("{n}")
    }

    /// Written as a sentence, so it may end in a full stop.
    fn is_sentence(&self) -> bool {
        self.source.ends_with('.')
    }
}

/// All phrases in the order of the data file.
#[must_use]
pub fn all() -> &'static [Phrase] {
    &PHRASES
}

/// The phrases that can begin with a word.
fn beginning_with(word: &str) -> impl Iterator<Item = &'static Phrase> {
    [hash(word), hash("*")].into_iter().flatten().map(bucket).flat_map(|wanted| {
        let first = INDEX.partition_point(|&entry| entry < wanted);
        let entries = INDEX.iter().skip(first);
        entries
            .take_while(move |&&entry| bucket(entry) == wanted)
            .filter_map(move |&entry| PHRASES.get(usize::try_from(entry - wanted).ok()?))
    })
}

/// The part of an index entry that tells the word.
fn bucket(entry: u64) -> u64 {
    entry >> NUMBER_BITS << NUMBER_BITS
}

/// What a short text is, by the phrases.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) level: Level,
    pub(super) phrase: &'static Phrase,
}

/// What the whole of a text says: one phrase, or a run of them. None when it is not boilerplate.
pub(super) fn recognise(tokens: &Tokens) -> Option<Match> {
    if tokens.is_empty() || tokens.quoted || tokens.is_prose_like() {
        return None;
    }
    one_phrase(tokens).or_else(|| run_of_phrases(tokens))
}

/// One phrase that is the whole text; the most certain one.
fn one_phrase(tokens: &Tokens) -> Option<Match> {
    let whole: Places = 1 << tokens.len();
    beginning_with(tokens.get(0))
        .filter(|phrase| phrase.level == Level::Sure || !tokens.stop || phrase.is_sentence())
        .filter(|phrase| phrase.pattern().ends(tokens, 1) & whole != 0)
        .max_by_key(|phrase| (phrase.level, phrase.trim, std::cmp::Reverse(phrase.line)))
        .map(|phrase| Match { level: phrase.level, phrase })
}

/// How a run reached a place: its phrases so far.
#[derive(Debug, Clone, Copy)]
struct Run {
    items: usize,
    labels: usize,
    best: Option<&'static Phrase>,
}

/// A text that is nothing but labels in a row: `Print | Email | Share`, `Facebook 12 Twitter 3`.
fn run_of_phrases(tokens: &Tokens) -> Option<Match> {
    let mut runs: Vec<Option<Run>> = vec![None; tokens.len() + 1];
    *runs.first_mut()? = Some(Run { items: 0, labels: 0, best: None });
    for place in 0..tokens.len() {
        let Some(run) = runs.get(place).copied().flatten() else { continue };
        let token = tokens.get(place);
        if token == NUMBER || token == super::fold::COLON {
            keep_shorter(&mut runs, place + 1, run);
        }
        for phrase in beginning_with(token).filter(|phrase| phrase.is_label()) {
            let best = run.best.filter(|best| best.level >= phrase.level).unwrap_or(phrase);
            let longer = Run {
                items: run.items + 1,
                labels: run.labels + usize::from(phrase.level > Level::List),
                best: Some(best),
            };
            for end in bits(phrase.pattern().ends(tokens, 1 << place)) {
                keep_shorter(&mut runs, end, longer);
            }
        }
    }
    let run = runs.last().copied().flatten()?;
    let phrase = run.best?;
    level_of_run(run, phrase, tokens).map(|level| Match { level, phrase })
}

/// Of two runs to the same place the one with fewer phrases is the better reading.
fn keep_shorter(runs: &mut [Option<Run>], place: usize, run: Run) {
    if let Some(slot) = runs.get_mut(place)
        && slot.is_none_or(|old| run.items < old.items)
    {
        *slot = Some(run);
    }
}

/// How certain a run is. Names of sites alone are as likely the article's own words; with commas
/// or a full stop they are. Three labels in a row are a bar of buttons.
fn level_of_run(run: Run, phrase: &Phrase, tokens: &Tokens) -> Option<Level> {
    if phrase.level == Level::Sure {
        return Some(Level::Sure);
    }
    if tokens.stop || phrase.level == Level::List {
        return None;
    }
    match (run.items, run.labels) {
        (0, _) => None,
        (1, _) => Some(phrase.level),
        (_, 0) if tokens.comma => None,
        (2, 0) => Some(Level::Item),
        (2, _) | (_, 0) => Some(Level::Edge),
        (_, _) => Some(Level::Sure),
    }
}
