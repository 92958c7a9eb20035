//! Patterns of phrases, matched without backtracking.

use std::sync::Arc;

use super::tokens::{COLON, NUMBER, Tokens};

/// Set of positions between tokens; bit `i` is the position before token `i`.
pub(super) type PositionSet = u128;

/// Most words of `{name}`.
const NAME_WORDS: usize = 5;

/// Most words of `{any}`, which suffice for a notice.
const ANY_WORDS: usize = 30;

/// Compiled pattern: a sequence of nodes.
#[derive(Debug, Default)]
pub(super) struct Pattern {
    nodes: Vec<PatternNode>,
}

/// Extent to which a pattern is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    Whole,
    /// Up to the first node that no match leaves out: enough for [`Pattern::first_words`], and
    /// quick, since most patterns of the data file meet no text in a run.
    Head,
}

impl Extent {
    /// Returns the number of words that are compiled of those in a row.
    fn words(self) -> usize {
        match self {
            Self::Whole => usize::MAX,
            Self::Head => 1,
        }
    }
}

#[derive(Debug)]
enum PatternNode {
    Word(String),
    /// Any words, with their least and greatest number.
    Words(usize, usize),
    /// One of several patterns.
    Choice(Vec<Pattern>),
    /// One of several patterns, or nothing.
    Maybe(Vec<Pattern>),
    /// Pattern that many others contain.
    Shared(Arc<Pattern>),
}

impl Pattern {
    /// Compiles a pattern; `sites` is the pattern that `{site}` stands for.
    ///
    /// # Errors
    ///
    /// Returns a message if the pattern has an unknown name in braces or an unclosed bracket.
    pub(super) fn parse(text: &str, sites: &Arc<Self>) -> Result<Self, String> {
        Self::parse_part(trimmed(text), sites, Extent::Whole)
    }

    /// Compiles the beginning of a pattern, which has the first words of the whole.
    ///
    /// # Errors
    ///
    /// As [`Pattern::parse`], for the beginning.
    pub(super) fn parse_head(text: &str, sites: &Arc<Self>) -> Result<Self, String> {
        Self::parse_part(trimmed(text), sites, Extent::Head)
    }

    /// Compiles a pattern or a part in brackets, which may be a colon alone.
    fn parse_part(text: &str, sites: &Arc<Self>, extent: Extent) -> Result<Self, String> {
        let mut nodes = Vec::new();
        let mut rest = text.trim();
        while let Some(c) = rest.chars().next() {
            rest = match c {
                '(' | '[' => {
                    let close = closing(rest).ok_or_else(|| format!("`{c}` is not closed"))?;
                    let parts = split_alternatives(&rest[1..close])
                        .map(|part| Self::parse_part(part, sites, extent))
                        .collect::<Result<Vec<_>, _>>()?;
                    nodes.push(if c == '(' {
                        PatternNode::Choice(parts)
                    } else {
                        PatternNode::Maybe(parts)
                    });
                    &rest[close + 1..]
                }
                '{' => {
                    let close = rest.find('}').ok_or("`{` is not closed")?;
                    nodes.push(named_node(&rest[1..close], sites)?);
                    &rest[close + 1..]
                }
                ')' | ']' | '}' | '|' => return Err(format!("`{c}` stands alone")),
                _ => {
                    let end =
                        rest.find(['(', '[', '{', ')', ']', '}', '|']).unwrap_or(rest.len());
                    let (words, after) = rest.split_at(end);
                    let words = words.split_whitespace();
                    push_words(words.take(extent.words()), &mut nodes);
                    after
                }
            };
            let needed = |node: &PatternNode| !node.first_words(&mut |_| {});
            if extent == Extent::Head && nodes.last().is_some_and(needed) {
                break;
            }
        }
        Ok(Self { nodes })
    }

    /// Returns the ends of all matches that begin at one of `starts`.
    pub(super) fn ends(&self, tokens: &Tokens, starts: PositionSet) -> PositionSet {
        self.nodes.iter().fold(starts, |places, node| match node {
            _ if places == 0 => 0,
            PatternNode::Word(word) => bits(places)
                .filter(|&place| place < tokens.len() && tokens.get(place) == word)
                .fold(0, |ends, place| ends | (1 << (place + 1))),
            PatternNode::Words(least, most) => spread(places, *least, *most, tokens.len()),
            PatternNode::Choice(parts) => {
                parts.iter().fold(0, |ends, part| ends | part.ends(tokens, places))
            }
            PatternNode::Maybe(parts) => {
                parts.iter().fold(places, |ends, part| ends | part.ends(tokens, places))
            }
            PatternNode::Shared(pattern) => pattern.ends(tokens, places),
        })
    }

    /// Calls `found` with each word that a match can begin with, and with `None` where it can begin
    /// with any word. Returns true if a match can have no words at all.
    pub(super) fn first_words<'p>(&'p self, found: &mut dyn FnMut(Option<&'p str>)) -> bool {
        self.nodes.iter().all(|node| node.first_words(found))
    }
}

impl PatternNode {
    /// Does the same as [`Pattern::first_words`].
    fn first_words<'n>(&'n self, found: &mut dyn FnMut(Option<&'n str>)) -> bool {
        match self {
            Self::Word(word) => {
                found(Some(word));
                false
            }
            Self::Words(least, _) => {
                found(None);
                *least == 0
            }
            Self::Choice(parts) => {
                // Every part has first words to report: no short circuit.
                parts.iter().fold(false, |empty, part| part.first_words(found) | empty)
            }
            Self::Maybe(parts) => {
                for part in parts {
                    part.first_words(found);
                }
                true
            }
            Self::Shared(pattern) => pattern.first_words(found),
        }
    }
}

/// Iterates over the positions of a set in order.
pub(super) fn bits(places: PositionSet) -> impl Iterator<Item = usize> {
    let mut left = places;
    std::iter::from_fn(move || {
        let place = left.trailing_zeros() as usize;
        (left != 0).then(|| {
            left &= left - 1;
            place
        })
    })
}

/// Trims the spaces around a pattern and the punctuation at its end.
fn trimmed(text: &str) -> &str {
    text.trim().trim_end_matches([':', '.', '…'])
}

fn named_node(name: &str, sites: &Arc<Pattern>) -> Result<PatternNode, String> {
    Ok(match name {
        "n" => PatternNode::Word(NUMBER.to_owned()),
        "name" => PatternNode::Words(1, NAME_WORDS),
        "any" => PatternNode::Words(0, ANY_WORDS),
        "site" => PatternNode::Shared(Arc::clone(sites)),
        _ => return Err(format!("`{{{name}}}` is none of {{n}} {{name}} {{any}} {{site}}")),
    })
}

fn push_words<'w>(words: impl Iterator<Item = &'w str>, nodes: &mut Vec<PatternNode>) {
    for word in words {
        for token in Tokens::new(word).iter() {
            nodes.push(PatternNode::Word(token.to_owned()));
        }
        if word.ends_with(':') {
            nodes.push(PatternNode::Word(COLON.to_owned()));
        }
    }
}

/// Returns the positions that are `least` to `most` tokens after one of `places`.
fn spread(places: PositionSet, least: usize, most: usize, len: usize) -> PositionSet {
    let all: PositionSet = if len >= 127 { PositionSet::MAX } else { (1 << (len + 1)) - 1 };
    let mut ends = 0;
    for shift in least..=most {
        ends |= places << shift;
    }
    ends & all
}

/// Returns the offset in bytes of the bracket that closes the one at the start of `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(place);
                }
            }
            _ => {}
        }
    }
    None
}

/// Splits text at the bars that are in no inner bracket.
fn split_alternatives(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0usize;
    text.split(move |c| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '|' && depth == 0
    })
}
