//! Notes: marks in the text find the words at its end.
//!
//! Comes in: blocks. Goes out: notes, and references to them where their marks stood. Never done
//! here: taking a note that no mark asks for, or a mark that no note answers.

use std::collections::HashMap;

use super::inline;
use crate::article::{self, Block, BlockKind, Inline, Note, plain_text, walk};

/// Titles of sections whose numbered entries are works, not notes; lower case.
const WORKS: [&str; 12] = [
    "reference",
    "bibliograph",
    "works cited",
    "sources",
    "literatur",
    "références",
    "referencias",
    "bibliografía",
    "literatuur",
    "источники",
    "informative",
    "normative",
];
/// Titles of sections of notes, lower case.
const NOTES: [&str; 12] = [
    "notes",
    "footnote",
    "endnote",
    "anmerkung",
    "fußnote",
    "fussnote",
    "notas",
    "note",
    "noten",
    "voetnoten",
    "przypisy",
    "примечания",
];
/// Raised figures in the order of their values.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// Where a possible note stands: a block, or an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Spot {
    block: usize,
    item: usize,
}

/// A possible note and the mark that would ask for it.
struct Candidate {
    spot: Spot,
    label: String,
    asked: bool,
}

/// Takes the notes out of the blocks.
pub(super) fn take(blocks: &mut Vec<Block>) -> Vec<Note> {
    let mut candidates = candidates(blocks);
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut by_label: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        by_label.entry(candidate.label.clone()).or_default().push(index);
    }
    // First it is found out which notes are asked for, then their numbers are known.
    let mut finder =
        Finder { by_label: &by_label, candidates: &mut candidates, block: 0, numbers: None };
    finder.visit_all(blocks);
    let mut numbers = Vec::with_capacity(candidates.len());
    let mut count = 0;
    for candidate in &candidates {
        numbers.push(count);
        count += usize::from(candidate.asked);
    }
    if count == 0 {
        return Vec::new();
    }
    let mut finder = Finder {
        by_label: &by_label,
        candidates: &mut candidates,
        block: 0,
        numbers: Some(&numbers),
    };
    finder.visit_all(blocks);
    lift(blocks, &candidates)
}

/// Paragraphs and items that may be notes.
fn candidates(blocks: &[Block]) -> Vec<Candidate> {
    let mut found = Vec::new();
    let (mut works, mut notes) = (false, false);
    for (place, block) in blocks.iter().enumerate() {
        let mut add = |item: usize, label: String| {
            found.push(Candidate { spot: Spot { block: place, item }, label, asked: false });
        };
        match &block.kind {
            BlockKind::Heading { text, .. } => {
                let title = plain_text(text).to_lowercase();
                works = WORKS.iter().any(|word| title.contains(word));
                notes = !works
                    && NOTES.iter().any(|word| {
                        title.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(word)
                    });
            }
            BlockKind::Rule => notes = true,
            BlockKind::Paragraph(text) => {
                let words = plain_text(text);
                notes |= NOTES.contains(&words.trim_end_matches(':').to_lowercase().as_str());
                if let Some((label, _)) = opening(&words) {
                    add(usize::MAX, label);
                }
            }
            BlockKind::List { items, .. } if !works => {
                for (item, entry) in items.iter().enumerate() {
                    let label = entry.label.as_str();
                    if label.starts_with('[') || notes && !label.is_empty() {
                        // `(1)` asks for `(1)`, or every manual page would be a mark.
                        let core = label.trim_matches(['[', ']', '.']);
                        add(item, core.to_owned());
                    } else if label.is_empty() && items.len() == 1 {
                        add(item, "*".to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// The label of a paragraph that may be a note, and the bytes it takes: `[3] `, `[Footnote 3: `,
/// `³ `, `† `.
fn opening(words: &str) -> Option<(String, usize)> {
    if let Some(rest) = words.strip_prefix("[Footnote ") {
        let (label, _) = rest.split_once(':')?;
        return (label.len() <= 4)
            .then(|| (label.to_owned(), "[Footnote ".len() + label.len() + 1));
    }
    if let Some(rest) = words.strip_prefix('[') {
        let (label, after) = rest.split_once(']')?;
        let short = (1..=4).contains(&label.len()) && label.chars().all(char::is_alphanumeric)
            || matches!(label, "*" | "**" | "†" | "‡");
        return (short && !after.trim().is_empty())
            .then(|| (label.to_owned(), label.len() + 2));
    }
    let raised: String = words.chars().map_while(raised_figure).collect();
    if !raised.is_empty() {
        let length = words.chars().take(raised.len()).map(char::len_utf8).sum();
        return Some((raised, length));
    }
    let first = words.chars().next()?;
    let rest = words.get(first.len_utf8()..)?;
    let mark = matches!(first, '*' | '†' | '‡') && !rest.starts_with('*') && rest.contains(' ');
    mark.then(|| (first.to_string(), first.len_utf8()))
}

fn raised_figure(c: char) -> Option<char> {
    let value = RAISED.iter().position(|raised| *raised == c)?;
    char::from_digit(u32::try_from(value).ok()?, 10)
}

/// Looks through the text for marks; once the numbers are known, puts references in their place.
struct Finder<'f> {
    by_label: &'f HashMap<String, Vec<usize>>,
    candidates: &'f mut Vec<Candidate>,
    block: usize,
    numbers: Option<&'f [usize]>,
}

impl Finder<'_> {
    fn visit_all(&mut self, blocks: &mut [Block]) {
        for (place, block) in blocks.iter_mut().enumerate() {
            self.block = place;
            self.visit(block);
        }
    }

    fn visit(&mut self, block: &mut Block) {
        let opens = !matches!(block.kind, BlockKind::Verse(_));
        walk::lines_mut(block).into_iter().for_each(|line| self.inlines(line, opens));
        let parts = walk::parts_mut(block).into_iter().flatten();
        parts.for_each(|block| self.visit(block));
    }

    /// `opens`: the words begin a block, so a mark at their start is a note's own label.
    fn inlines(&mut self, inlines: &mut Vec<Inline>, opens: bool) {
        if !inlines.iter().any(may_hold_mark) {
            return;
        }
        let mut result = Vec::with_capacity(inlines.len());
        for (place, node) in std::mem::take(inlines).into_iter().enumerate() {
            match node {
                Inline::Text(words) => self.words(&words, opens && place == 0, &mut result),
                Inline::Emphasis(mut inner) => {
                    self.inlines(&mut inner, false);
                    result.push(Inline::Emphasis(inner));
                }
                Inline::Strong(mut inner) => {
                    self.inlines(&mut inner, false);
                    result.push(Inline::Strong(inner));
                }
                other => result.push(other),
            }
        }
        *inlines = result;
    }

    fn words(&mut self, words: &str, opens: bool, result: &mut Vec<Inline>) {
        let mut copied = 0;
        let mut skip = 0;
        for (place, c) in words.char_indices() {
            if place < skip || !is_mark_start(c) || (opens && place == 0) {
                continue;
            }
            let rest = words.get(place..).unwrap_or_default();
            let Some((label, length)) = mark_at(rest) else { continue };
            let before = words.get(..place).and_then(|before| before.chars().next_back());
            let bound = c == '[' || before.is_some_and(|c| !c.is_whitespace());
            let Some(number) = self.answer(&label).filter(|_| bound) else { continue };
            skip = place + length;
            if let Some(number) = number {
                let before = words.get(copied..place).unwrap_or_default();
                inline::push_text(result, before.trim_end_matches(' '));
                result.push(Inline::NoteRef(number));
                copied = skip;
            }
        }
        inline::push_text(result, words.get(copied..).unwrap_or_default());
    }

    /// The note that answers a mark in the present block, and its number once it is known.
    fn answer(&mut self, label: &str) -> Option<Option<usize>> {
        let list = self.by_label.get(label)?;
        let block = self.block;
        let after = list.partition_point(|index| {
            self.candidates.get(*index).is_some_and(|candidate| candidate.spot.block <= block)
        });
        let index = *list.get(after)?;
        let candidate = self.candidates.get_mut(index)?;
        candidate.asked = true;
        Some(self.numbers.and_then(|numbers| numbers.get(index).copied()))
    }
}

fn may_hold_mark(node: &Inline) -> bool {
    match node {
        Inline::Text(words) => words.contains(is_mark_start),
        Inline::Emphasis(_) | Inline::Strong(_) => true,
        _ => false,
    }
}

fn is_mark_start(c: char) -> bool {
    matches!(c, '[' | '(' | '*' | '†' | '‡') || raised_figure(c).is_some()
}

/// The mark at the start of words: `[3]`, `(3)`, `³`, `*`.
fn mark_at(words: &str) -> Option<(String, usize)> {
    let first = words.chars().next()?;
    if first == '(' {
        let (label, _) = words.get(1..)?.split_once(')')?;
        let figures =
            (1..=3).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_digit());
        return figures.then(|| (format!("({label})"), label.len() + 2));
    }
    if first == '[' {
        let end = words.bytes().take(10).position(|b| b == b']')?;
        let label = words.get(1..end)?;
        return (!label.is_empty() && !label.contains(' '))
            .then(|| (label.to_owned(), end + 1));
    }
    if let Some(found) = opening(words).filter(|_| raised_figure(first).is_some()) {
        return Some(found);
    }
    let alone = !words.get(first.len_utf8()..)?.starts_with(['*', '†', '‡']);
    (alone && raised_figure(first).is_none()).then(|| (first.to_string(), first.len_utf8()))
}

/// Takes the notes that are asked for out of the blocks.
fn lift(blocks: &mut Vec<Block>, candidates: &[Candidate]) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut asked = candidates.iter().filter(|candidate| candidate.asked).peekable();
    let mut kept = Vec::with_capacity(blocks.len());
    for (place, mut block) in std::mem::take(blocks).into_iter().enumerate() {
        let mut whole = false;
        let mut items = Vec::new();
        while let Some(candidate) = asked.next_if(|candidate| candidate.spot.block == place) {
            whole |= candidate.spot.item == usize::MAX;
            items.push(candidate);
        }
        let at = block.place;
        if whole {
            notes.extend(items.first().map(|candidate| Note {
                label: candidate.label.clone(),
                blocks: vec![without_label(block)],
                place: at,
            }));
            continue;
        }
        if let (BlockKind::List { items: entries, .. }, false) =
            (&mut block.kind, items.is_empty())
        {
            lift_items(entries, &items, at, &mut notes);
            if entries.is_empty() {
                continue;
            }
        }
        kept.push(block);
    }
    *blocks = kept;
    notes
}

fn lift_items(
    entries: &mut Vec<article::ListItem>,
    asked: &[&Candidate],
    at: crate::diagnostic::Place,
    notes: &mut Vec<Note>,
) {
    let mut asked = asked.iter().peekable();
    let mut rest = Vec::new();
    for (item, entry) in std::mem::take(entries).into_iter().enumerate() {
        if let Some(candidate) = asked.next_if(|candidate| candidate.spot.item == item) {
            let place = entry.blocks.first().map_or(at, |block| block.place);
            notes.push(Note { label: candidate.label.clone(), blocks: entry.blocks, place });
        } else {
            rest.push(entry);
        }
    }
    *entries = rest;
}

/// The paragraph of a note without its label.
fn without_label(mut block: Block) -> Block {
    if let BlockKind::Paragraph(text) = &mut block.kind {
        let words = plain_text(text);
        let closed = words.starts_with("[Footnote ");
        if let (Some((_, length)), Some(Inline::Text(first))) =
            (opening(&words), text.first_mut())
        {
            *first = first.get(length..).unwrap_or_default().trim_start().to_owned();
        }
        if let (true, Some(Inline::Text(last))) = (closed, text.last_mut())
            && let Some(open) = last.strip_suffix(']')
        {
            *last = open.to_owned();
        }
    }
    block
}
