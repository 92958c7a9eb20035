//! The phrases, and what a short text is by them.
//!
//! Comes in: `phrases.txt` and words. Goes out: [`Phrase`]s and what they match. Never done here:
//! deciding by place; a phrase says where it may stand, `sequence.rs` looks whether it does.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};

use super::fold::{NUMBER, Tokens};
use super::pattern::{Pattern, Places, bits};

/// The phrases in all languages, with their cases; its head explains the grammar.
const SOURCE: &str = include_str!("phrases.txt");

/// The phrases of the data file, read when a text is first compared with them.
static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the tests read the same bytes")]
    Phrases::parse(SOURCE).expect("src/clean/phrases.txt follows its grammar")
});

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

impl Level {
    /// Reads the keyword that opens the line of a phrase.
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
    /// The pattern that `{site}` stands for.
    sites: Arc<Pattern>,
    compiled: OnceLock<Pattern>,
}

impl Phrase {
    /// The pattern, compiled when a text first begins with one of its words.
    fn pattern(&self) -> &Pattern {
        self.compiled.get_or_init(|| {
            Pattern::parse(self.source, &self.sites).expect("a test compiles each pattern")
        })
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
    &PHRASES.list
}

/// The phrases of a data file, found by the first word of a text.
#[derive(Debug, Default)]
struct Phrases {
    /// In the order of the data file.
    list: Vec<Phrase>,
    /// By each word that they can begin with: indices into `list`, rising.
    by_first_word: BTreeMap<String, Vec<usize>>,
    /// Those that can begin with any word: indices into `list`, rising.
    with_any_first_word: Vec<usize>,
}

impl Phrases {
    /// Reads a data file.
    ///
    /// # Errors
    ///
    /// The number of every line that does not follow the grammar, and what is wrong with it.
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

    /// Reads the line of a phrase.
    fn add_phrase(
        &mut self,
        line: usize,
        text: &'static str,
        language: &'static str,
        sites: &Arc<Pattern>,
    ) -> Result<(), String> {
        let mut parts = text.splitn(3, ' ');
        let keyword = parts.next().unwrap_or_default();
        let level = Level::parse(keyword)
            .ok_or_else(|| format!("`{keyword}` opens no line of this file"))?;
        let (Some(rule), Some(source), false) =
            (parts.next(), parts.next(), language.is_empty())
        else {
            return Err("a phrase wants a language, a rule, a pattern".to_owned());
        };
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
                match self.by_first_word.get_mut(word) {
                    Some(phrases) => phrases.push(index),
                    None => {
                        self.by_first_word.insert(word.to_owned(), vec![index]);
                    }
                }
            }
        }
        let trim = keyword == "trim";
        let (sites, compiled) = (Arc::clone(sites), OnceLock::new());
        self.list.push(Phrase { rule, language, level, trim, source, line, sites, compiled });
        Ok(())
    }

    /// The phrases that can begin with a word.
    fn beginning_with(&self, word: &str) -> impl Iterator<Item = &Phrase> {
        let with_word = self.by_first_word.get(word).into_iter().flatten();
        with_word.chain(&self.with_any_first_word).map(|&index| &self.list[index])
    }
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
    PHRASES
        .beginning_with(tokens.get(0))
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
        for phrase in PHRASES.beginning_with(token).filter(|phrase| phrase.is_label()) {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::clean::pattern::Pattern;
    use crate::clean::phrases::{Phrases, all};

    #[test]
    fn every_pattern_of_the_data_file_follows_the_grammar() {
        for phrase in all() {
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
