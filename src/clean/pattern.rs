//! Patterns of phrases, and how far they reach in a text.
//!
//! Comes in: a pattern as the data file has it, and [`Tokens`]. Goes out: the set of places
//! where a match can end. Never done here: backtracking; all ends are followed at once.

use std::sync::Arc;

use super::fold::{COLON, NUMBER, Tokens};

/// A set of places between tokens; bit `i` is the place before token `i`.
pub(super) type Places = u128;

/// Longest `{name}`, in words.
const NAME: usize = 5;

/// Longest `{any}`, in words: a notice, not a story.
const ANY: usize = 30;

/// A pattern ready to match: a sequence of nodes.
#[derive(Debug, Default)]
pub(super) struct Pattern {
    nodes: Vec<Node>,
}

/// How much of a pattern is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    Whole,
    /// Up to the first node that no match leaves out: enough for [`Pattern::first_words`], and
    /// quick, since most patterns of the data file meet no text in a run.
    Head,
}

#[derive(Debug)]
enum Node {
    Word(String),
    /// From as many to as many words, whatever they are.
    Words(usize, usize),
    /// One of several patterns.
    Choice(Vec<Pattern>),
    /// One of several patterns, or nothing.
    Maybe(Vec<Pattern>),
    /// A pattern that many others contain.
    Shared(Arc<Pattern>),
}

impl Pattern {
    /// Reads a pattern; `sites` is the pattern that `{site}` stands for.
    ///
    /// # Errors
    ///
    /// A sentence on what is wrong: an unknown name in braces, an unclosed bracket.
    pub(super) fn parse(text: &str, sites: &Arc<Self>) -> Result<Self, String> {
        Self::parse_part(trimmed(text), sites, Extent::Whole)
    }

    /// Reads the beginning of a pattern, which has the first words of the whole.
    ///
    /// # Errors
    ///
    /// As [`Pattern::parse`], for what it has read.
    pub(super) fn parse_head(text: &str, sites: &Arc<Self>) -> Result<Self, String> {
        Self::parse_part(trimmed(text), sites, Extent::Head)
    }

    /// Reads a pattern or a part in brackets, where a colon may be all there is.
    fn parse_part(text: &str, sites: &Arc<Self>, extent: Extent) -> Result<Self, String> {
        let mut nodes = Vec::new();
        let mut rest = text.trim();
        while let Some(c) = rest.chars().next() {
            rest = match c {
                '(' | '[' => {
                    let close = closing(rest).ok_or_else(|| format!("`{c}` is not closed"))?;
                    let inner = rest.get(1..close).unwrap_or("");
                    let parts = split(inner)
                        .map(|part| Self::parse_part(part, sites, extent))
                        .collect::<Result<Vec<_>, _>>()?;
                    nodes.push(if c == '(' { Node::Choice(parts) } else { Node::Maybe(parts) });
                    rest.get(close + 1..).unwrap_or("")
                }
                '{' => {
                    let close = rest.find('}').ok_or("`{` is not closed")?;
                    nodes.push(named(rest.get(1..close).unwrap_or(""), sites)?);
                    rest.get(close + 1..).unwrap_or("")
                }
                ')' | ']' | '}' | '|' => return Err(format!("`{c}` stands alone")),
                _ => {
                    let end =
                        rest.find(['(', '[', '{', ')', ']', '}', '|']).unwrap_or(rest.len());
                    let (words, after) = rest.split_at(end);
                    push_words(words, &mut nodes);
                    after
                }
            };
            let needed = |node: &Node| !node.first_words(&mut |_| {});
            if extent == Extent::Head && nodes.last().is_some_and(needed) {
                break;
            }
        }
        Ok(Self { nodes })
    }

    /// Where a match can end that begins at one of `starts`.
    pub(super) fn ends(&self, tokens: &Tokens, starts: Places) -> Places {
        self.nodes.iter().fold(starts, |places, node| match node {
            _ if places == 0 => 0,
            Node::Word(word) => bits(places)
                .filter(|&place| place < tokens.len() && tokens.get(place) == word)
                .fold(0, |ends, place| ends | (1 << (place + 1))),
            Node::Words(least, most) => spread(places, *least, *most, tokens.len()),
            Node::Choice(parts) => {
                parts.iter().fold(0, |ends, part| ends | part.ends(tokens, places))
            }
            Node::Maybe(parts) => {
                parts.iter().fold(places, |ends, part| ends | part.ends(tokens, places))
            }
            Node::Shared(pattern) => pattern.ends(tokens, places),
        })
    }

    /// Calls `found` with each word that a match can begin with, and with `None` where it can begin
    /// with any word. Returns whether a match can have no words at all.
    pub(super) fn first_words<'p>(&'p self, found: &mut dyn FnMut(Option<&'p str>)) -> bool {
        self.nodes.iter().all(|node| node.first_words(found))
    }
}

impl Node {
    /// As [`Pattern::first_words`].
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
                // Every part has first words, so that none may be left out.
                let mut empty = false;
                for part in parts {
                    empty |= part.first_words(found);
                }
                empty
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

/// The members of a set in order.
pub(super) fn bits(places: Places) -> impl Iterator<Item = usize> {
    let mut left = places;
    std::iter::from_fn(move || {
        let place = left.trailing_zeros() as usize;
        (left != 0).then(|| {
            left &= left - 1;
            place
        })
    })
}

/// A pattern without the white and the punctuation around it.
fn trimmed(text: &str) -> &str {
    text.trim().trim_end_matches([':', '.', '…'])
}

fn named(name: &str, sites: &Arc<Pattern>) -> Result<Node, String> {
    Ok(match name {
        "n" => Node::Word(NUMBER.to_owned()),
        "name" => Node::Words(1, NAME),
        "any" => Node::Words(0, ANY),
        "site" => Node::Shared(Arc::clone(sites)),
        _ => return Err(format!("`{{{name}}}` is none of {{n}} {{name}} {{any}} {{site}}")),
    })
}

fn push_words(words: &str, nodes: &mut Vec<Node>) {
    for word in words.split_whitespace() {
        for token in Tokens::of(word).iter() {
            nodes.push(Node::Word(token.to_owned()));
        }
        if word.ends_with(':') {
            nodes.push(Node::Word(COLON.to_owned()));
        }
    }
}

/// The places that lie `least` to `most` tokens after one of `places`.
fn spread(places: Places, least: usize, most: usize, len: usize) -> Places {
    let all: Places = if len >= 127 { Places::MAX } else { (1 << (len + 1)) - 1 };
    let mut ends = 0;
    for shift in least..=most {
        ends |= places << shift;
    }
    ends & all
}

/// Byte place of the bracket that closes the one `text` begins with.
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

/// The parts between the bars of `text` that are in no inner bracket.
fn split(text: &str) -> impl Iterator<Item = &str> {
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
