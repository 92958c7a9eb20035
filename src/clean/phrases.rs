//! Phrases of boilerplate, and recognition of short texts that are one.
//!
//! A phrase states where it may be removed; `placement.rs` decides.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use super::pattern::{Pattern, PositionSet, bits};
use super::tokens::{COLON, NUMBER, Tokens};

/// Phrases in all languages, with test cases; the head of the file explains the grammar.
const SOURCE: &str = include_str!("phrases.txt");

/// Phrases of the data file, parsed when a text is first compared with them.
static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::parse(SOURCE).expect("src/clean/phrases.txt follows its grammar")
});

/// Places in which a phrase may be removed, from the least certain phrases to the most.
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

impl Level {
    /// Parses the keyword at the start of the line of a phrase.
    fn parse(keyword: &str) -> Option<Self> {
        Some(match keyword {
            "item" => Self::Item,
            "list" => Self::List,
            "start" => Self::Start,
            "end" => Self::End,
            "edge" => Self::Edge,
            "sure" | "trim" => Self::Sure,
            _ => return None,
        })
    }
}

/// Phrase of the data file.
#[derive(Debug)]
pub struct Phrase {
    /// Rule that it belongs to.
    pub rule: &'static str,
    /// Language tag.
    pub language: &'static str,
    /// Places in which it may be removed.
    pub level: Level,
    /// It may also be cut from the end of the article's last paragraph, after a sentence.
    pub trim: bool,
    /// Pattern as written.
    pub source: &'static str,
    /// Line in the data file.
    pub line: usize,
    /// Pattern that `{site}` stands for.
    sites: Arc<Pattern>,
    compiled: OnceLock<Pattern>,
}

impl Phrase {
    /// Returns the pattern, compiled when a text first begins with one of its words.
    fn pattern(&self) -> &Pattern {
        self.compiled.get_or_init(|| {
            Pattern::parse(self.source, &self.sites).expect("a test compiles each pattern")
        })
    }

    /// True for a phrase without wildcards for free words, which may be one of several in a line.
    fn is_label(&self) -> bool {
        !self.source.contains("{any}") && !self.source.contains("{name}")
    }

    /// True for a phrase that may be a numbered heading.
    pub(super) fn begins_with_number(&self) -> bool {
        self.source.starts_with("{n}")
    }

    /// True for a phrase that is a sentence and may end in a full stop.
    fn is_sentence(&self) -> bool {
        self.source.ends_with('.')
    }
}

/// Returns all phrases in the order of the data file.
#[must_use]
pub fn all_phrases() -> &'static [Phrase] {
    &PHRASES.list
}

/// Phrases of a data file, indexed by their first words.
#[derive(Debug, Default)]
struct Phrases {
    /// Phrases in the order of the data file.
    list: Vec<Phrase>,
    /// Indices into `list`, ascending, by each word that a phrase can begin with.
    by_first_word: BTreeMap<String, Vec<usize>>,
    /// Indices into `list`, ascending, of phrases that can begin with any word.
    with_any_first_word: Vec<usize>,
}

impl Phrases {
    /// Parses a data file.
    ///
    /// # Errors
    ///
    /// Returns a message for each line that does not follow the grammar, with the number of the
    /// line.
    fn parse(source: &'static str) -> Result<Self, Vec<String>> {
        let mut phrases = Self::default();
        let mut errors = Vec::new();
        let (mut language, mut sites) = ("", Arc::default());
        for (line, text) in (1..).zip(source.lines()) {
            let (keyword, rest) = text.split_once(' ').unwrap_or((text, ""));
            let read = match keyword {
                "" | "#" | "+" | "-" => Ok(()),
                "lang" => {
                    language = rest;
                    Ok(())
                }
                "sites" => {
                    Pattern::parse(rest, &Arc::default()).map(|read| sites = Arc::new(read))
                }
                _ => phrases.add_phrase(line, text, language, &sites),
            };
            errors.extend(read.err().map(|reason| format!("line {line}: {reason}")));
        }
        if errors.is_empty() { Ok(phrases) } else { Err(errors) }
    }

    /// Parses the line of a phrase.
    fn add_phrase(
        &mut self,
        line: usize,
        text: &'static str,
        language: &'static str,
        sites: &Arc<Pattern>,
    ) -> Result<(), String> {
        let (keyword, rest) = text.split_once(' ').unwrap_or((text, ""));
        let level = Level::parse(keyword)
            .ok_or_else(|| format!("`{keyword}` opens no line of this file"))?;
        let parts = rest.split_once(' ').filter(|_| !language.is_empty());
        let (rule, source) = parts.ok_or("a phrase needs a language, a rule and a pattern")?;
        let head = Pattern::parse_head(source, sites)?;
        let (mut words, mut any) = (Vec::new(), false);
        let may_be_empty = head.first_words(&mut |word| match word {
            Some(word) => words.push(word),
            None => any = true,
        });
        if may_be_empty {
            return Err("the pattern can match nothing at all".to_owned());
        }
        let index = self.list.len();
        if any {
            self.with_any_first_word.push(index);
        } else {
            words.sort_unstable();
            words.dedup();
            for word in words {
                self.by_first_word.entry(word.to_owned()).or_default().push(index);
            }
        }
        let trim = keyword == "trim";
        let (sites, compiled) = (Arc::clone(sites), OnceLock::new());
        self.list.push(Phrase { rule, language, level, trim, source, line, sites, compiled });
        Ok(())
    }

    /// Iterates over the phrases that can begin with a word.
    fn beginning_with(&self, word: &str) -> impl Iterator<Item = &Phrase> {
        let with_word = self.by_first_word.get(word).into_iter().flatten();
        with_word.chain(&self.with_any_first_word).map(|&index| &self.list[index])
    }
}

/// Phrase that a short text is, and its level there.
#[derive(Debug, Clone, Copy)]
pub(super) struct PhraseMatch {
    pub(super) level: Level,
    pub(super) phrase: &'static Phrase,
}

/// Recognises a text that is one phrase or a run of phrases; none for any other text.
pub(super) fn recognise(tokens: &Tokens) -> Option<PhraseMatch> {
    if tokens.is_empty() || tokens.quoted || tokens.is_prose_like() {
        return None;
    }
    match_phrase(tokens).or_else(|| match_run(tokens))
}

/// Returns the most certain phrase that is the whole text.
fn match_phrase(tokens: &Tokens) -> Option<PhraseMatch> {
    let whole: PositionSet = 1 << tokens.len();
    PHRASES
        .beginning_with(tokens.get(0))
        .filter(|phrase| phrase.level == Level::Sure || !tokens.stop || phrase.is_sentence())
        .filter(|phrase| phrase.pattern().ends(tokens, 1) & whole != 0)
        .max_by_key(|phrase| (phrase.level, phrase.trim, std::cmp::Reverse(phrase.line)))
        .map(|phrase| PhraseMatch { level: phrase.level, phrase })
}

/// Run of phrases up to a position: their numbers so far and the most certain phrase.
#[derive(Debug, Clone, Copy)]
struct LabelRun {
    items: usize,
    labels: usize,
    best: Option<&'static Phrase>,
}

/// Recognises a text that is a row of labels: `Print | Email | Share`, `Facebook 12 Twitter 3`.
fn match_run(tokens: &Tokens) -> Option<PhraseMatch> {
    let mut runs: Vec<Option<LabelRun>> = vec![None; tokens.len() + 1];
    runs[0] = Some(LabelRun { items: 0, labels: 0, best: None });
    for place in 0..tokens.len() {
        let Some(run) = runs[place] else { continue };
        let token = tokens.get(place);
        if token == NUMBER || token == COLON {
            keep_shorter(&mut runs[place + 1], run);
        }
        for phrase in PHRASES.beginning_with(token).filter(|phrase| phrase.is_label()) {
            let best = run.best.filter(|best| best.level >= phrase.level).unwrap_or(phrase);
            let longer = LabelRun {
                items: run.items + 1,
                labels: run.labels + usize::from(phrase.level > Level::List),
                best: Some(best),
            };
            for end in bits(phrase.pattern().ends(tokens, 1 << place)) {
                keep_shorter(&mut runs[end], longer);
            }
        }
    }
    let run = runs[tokens.len()]?;
    let phrase = run.best?;
    run_level(run, phrase, tokens).map(|level| PhraseMatch { level, phrase })
}

/// Keeps, of two runs to the same position, the one with fewer phrases.
fn keep_shorter(slot: &mut Option<LabelRun>, run: LabelRun) {
    if slot.is_none_or(|old| run.items < old.items) {
        *slot = Some(run);
    }
}

/// Returns the level of a run. Names of sites alone may be words of the article, and with commas
/// or a full stop they are. Three labels in a row are a bar of buttons.
fn run_level(run: LabelRun, phrase: &Phrase, tokens: &Tokens) -> Option<Level> {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::clean::pattern::Pattern;
    use crate::clean::phrases::{Phrases, all_phrases};

    #[test]
    fn every_pattern_of_the_data_file_follows_the_grammar() {
        for phrase in all_phrases() {
            let read = Pattern::parse(phrase.source, &phrase.sites);
            assert!(read.is_ok(), "phrases.txt:{}: {read:?}", phrase.line);
        }
        for wrong in ["Share (this", "Share {what}", "Share this)"] {
            assert!(Pattern::parse(wrong, &Arc::default()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_bad_line_of_the_data_file_is_reported_with_its_number() {
        let source = "lang en\nsure share-bar (Share|this\nsometimes share-bar Share\n\
                      edge x {what}\nedge x [a] [b]\nedge x Share\nedge x\n";
        let errors = Phrases::parse(source).expect_err("five lines are bad");
        let lines: Vec<&str> = errors.iter().filter_map(|it| it.split(':').next()).collect();
        assert_eq!(lines, ["line 2", "line 3", "line 4", "line 5", "line 7"]);
    }
}
