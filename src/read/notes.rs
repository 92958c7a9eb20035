//! Notes of a plain text, found by their marks.
//!
//! A note without a mark, or a mark without a note, stays text.

use std::collections::HashMap;

use super::inline;
use crate::article::{Block, BlockKind, Inline, Note, plain_text, walk};

/// Parts of titles of sections whose numbered entries are works, not notes, in lower case,
/// separated by bars.
const WORKS: &str = "\
    reference|bibliograph|works cited|sources|literatur|références|referencias|bibliografía|\
    literatuur|источники|informative|normative";

/// Beginnings of titles of sections of notes, in lower case, separated by bars.
const NOTES: &str = "\
    notes|footnote|endnote|anmerkung|fußnote|fussnote|notas|note|noten|voetnoten|przypisy|\
    примечания";

/// Superscript figures in the order of their values.
const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// Possible note: a block, or an item of a list.
struct NoteCandidate {
    /// Index of the block.
    block: usize,
    /// Index of the item; none for a paragraph.
    item: Option<usize>,
    label: String,
    /// A mark refers to it.
    referenced: bool,
}

/// Removes the notes from the blocks and returns them; puts references in place of their marks.
pub(super) fn extract_notes(blocks: &mut Vec<Block>) -> Vec<Note> {
    let candidates = candidates(blocks);
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut by_label: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        by_label.entry(candidate.label.clone()).or_default().push(index);
    }
    // The first pass finds the notes that marks refer to. Only then are their numbers known.
    let mut finder = NoteFinder { by_label: &by_label, candidates, block: 0, numbers: None };
    finder.visit_all(blocks);
    let mut numbers = Vec::with_capacity(finder.candidates.len());
    let mut count = 0;
    for candidate in &finder.candidates {
        numbers.push(count);
        count += usize::from(candidate.referenced);
    }
    if count == 0 {
        return Vec::new();
    }
    finder.numbers = Some(numbers);
    finder.visit_all(blocks);
    remove_notes(blocks, &finder.candidates)
}

/// Returns the paragraphs and items that may be notes.
fn candidates(blocks: &[Block]) -> Vec<NoteCandidate> {
    let mut found = Vec::new();
    let (mut works, mut notes) = (false, false);
    for (place, block) in blocks.iter().enumerate() {
        let mut add = |item: Option<usize>, label: String| {
            found.push(NoteCandidate { block: place, item, label, referenced: false });
        };
        match &block.kind {
            BlockKind::Heading { text, .. } => {
                let title = plain_text(text).to_lowercase();
                works = WORKS.split('|').any(|word| title.contains(word));
                notes = !works
                    && NOTES.split('|').any(|word| {
                        title.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(word)
                    });
            }
            BlockKind::Rule => notes = true,
            BlockKind::Paragraph(text) => {
                let words = plain_text(text);
                let title = words.trim_end_matches(':').to_lowercase();
                notes |= NOTES.split('|').any(|known| known == title);
                if let Some((label, _)) = note_label(&words) {
                    add(None, label);
                }
            }
            BlockKind::List { items, .. } if !works => {
                for (item, entry) in items.iter().enumerate() {
                    let label = entry.label.as_str();
                    if label.starts_with('[') || notes && !label.is_empty() {
                        // `(1)` keeps its brackets, or every reference to a manual page would be a
                        // mark.
                        let core = label.trim_matches(['[', ']', '.']);
                        add(Some(item), core.to_owned());
                    } else if label.is_empty() && items.len() == 1 {
                        add(Some(item), "*".to_owned());
                    }
                }
            }
            BlockKind::List { .. }
            | BlockKind::Quote(_)
            | BlockKind::Verse(_)
            | BlockKind::Preformatted(_)
            | BlockKind::Table(_)
            | BlockKind::Figure { .. }
            | BlockKind::Picture(_)
            | BlockKind::Definitions(_)
            | BlockKind::Together(_)
            | BlockKind::PageBreak
            | BlockKind::NoPageBreak => {}
        }
    }
    found
}

/// Returns the label of a paragraph that may be a note, and its length in bytes: `[3] `,
/// `[Footnote 3: `, `³ `, `† `.
fn note_label(words: &str) -> Option<(String, usize)> {
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
    let superscript: String = words.chars().map_while(superscript_figure).collect();
    if !superscript.is_empty() {
        let length = words.chars().take(superscript.len()).map(char::len_utf8).sum();
        return Some((superscript, length));
    }
    let first = words.chars().next()?;
    let rest = &words[first.len_utf8()..];
    let mark = matches!(first, '*' | '†' | '‡') && !rest.starts_with('*') && rest.contains(' ');
    mark.then(|| (first.to_string(), first.len_utf8()))
}

fn superscript_figure(c: char) -> Option<char> {
    ('0'..='9').zip(SUPERSCRIPTS).find(|(_, known)| *known == c).map(|(figure, _)| figure)
}

/// Looks for marks in the text; once the numbers are known, puts references in their place.
struct NoteFinder<'f> {
    by_label: &'f HashMap<String, Vec<usize>>,
    candidates: Vec<NoteCandidate>,
    /// Index of the block that is searched.
    block: usize,
    /// Number of each candidate among the notes.
    numbers: Option<Vec<usize>>,
}

impl NoteFinder<'_> {
    fn visit_all(&mut self, blocks: &mut [Block]) {
        for (place, block) in blocks.iter_mut().enumerate() {
            self.block = place;
            self.visit(block);
        }
    }

    fn visit(&mut self, block: &mut Block) {
        let opens = !matches!(block.kind, BlockKind::Verse(_));
        walk::lines_mut(block).into_iter().for_each(|line| self.visit_inlines(line, opens));
        let parts = walk::parts_mut(block).into_iter().flatten();
        parts.for_each(|block| self.visit(block));
    }

    /// Visits inlines. `opens` means that they begin a block, so that a mark at their start is the
    /// label of a note.
    fn visit_inlines(&mut self, inlines: &mut Vec<Inline>, opens: bool) {
        if !inlines.iter().any(may_hold_mark) {
            return;
        }
        let mut result = Vec::with_capacity(inlines.len());
        for (place, mut node) in std::mem::take(inlines).into_iter().enumerate() {
            match &mut node {
                Inline::Text(words) => {
                    self.visit_text(words, opens && place == 0, &mut result);
                    continue;
                }
                Inline::Emphasis(inner) | Inline::Strong(inner) => {
                    self.visit_inlines(inner, false);
                }
                // A plain text has no other inlines with text but addresses.
                _ => {}
            }
            result.push(node);
        }
        *inlines = result;
    }

    fn visit_text(&mut self, words: &str, opens: bool, result: &mut Vec<Inline>) {
        let mut copied = 0;
        let mut skip = 0;
        for (place, c) in words.char_indices() {
            if place < skip || !is_mark_start(c) || (opens && place == 0) {
                continue;
            }
            let Some((label, length)) = mark_at(&words[place..]) else { continue };
            let before = words[..place].chars().next_back();
            let bound = c == '[' || before.is_some_and(|c| !c.is_whitespace());
            let Some(index) = self.find_note(&label).filter(|_| bound) else { continue };
            skip = place + length;
            if let Some(numbers) = &self.numbers {
                inline::push_text(result, words[copied..place].trim_end_matches(' '));
                result.push(Inline::NoteRef(numbers[index]));
                copied = skip;
            }
        }
        inline::push_text(result, &words[copied..]);
    }

    /// Returns the first candidate with a label below the current block, and marks it as
    /// referenced.
    fn find_note(&mut self, label: &str) -> Option<usize> {
        let list = self.by_label.get(label)?;
        let below = list.partition_point(|&at| self.candidates[at].block <= self.block);
        let index = *list.get(below)?;
        self.candidates[index].referenced = true;
        Some(index)
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
    matches!(c, '[' | '(' | '*' | '†' | '‡') || superscript_figure(c).is_some()
}

/// Returns the label of the mark at the start of words, and its length: `[3]`, `(3)`, `³`, `*`.
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
    if superscript_figure(first).is_some() {
        return note_label(words);
    }
    let alone = !words[first.len_utf8()..].starts_with(['*', '†', '‡']);
    alone.then(|| (first.to_string(), first.len_utf8()))
}

/// Removes the notes that marks refer to from the blocks and returns them.
fn remove_notes(blocks: &mut Vec<Block>, candidates: &[NoteCandidate]) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut referenced = candidates.iter().filter(|candidate| candidate.referenced).peekable();
    let mut kept = Vec::with_capacity(blocks.len());
    for (index, mut block) in std::mem::take(blocks).into_iter().enumerate() {
        let place = block.place;
        let is_here = |candidate: &&NoteCandidate| candidate.block == index;
        if let Some(note) = referenced.next_if(|it| is_here(it) && it.item.is_none()) {
            let (label, blocks) = (note.label.clone(), vec![without_label(block)]);
            notes.push(Note { label, blocks, place });
            continue;
        }
        if let BlockKind::List { items, .. } = &mut block.kind
            && referenced.peek().is_some_and(is_here)
        {
            let mut rest = Vec::new();
            for (nth, item) in std::mem::take(items).into_iter().enumerate() {
                let is_item = |it: &&NoteCandidate| is_here(it) && it.item == Some(nth);
                if let Some(note) = referenced.next_if(is_item) {
                    let place = item.blocks.first().map_or(place, |block| block.place);
                    let label = note.label.clone();
                    notes.push(Note { label, blocks: item.blocks, place });
                } else {
                    rest.push(item);
                }
            }
            if rest.is_empty() {
                continue;
            }
            *items = rest;
        }
        kept.push(block);
    }
    *blocks = kept;
    notes
}

/// Returns the paragraph of a note without its label.
fn without_label(mut block: Block) -> Block {
    if let BlockKind::Paragraph(text) = &mut block.kind {
        let words = plain_text(text);
        let closed = words.starts_with("[Footnote ");
        if let (Some((_, length)), Some(Inline::Text(first))) =
            (note_label(&words), text.first_mut())
        {
            // The label may reach into a later inline, as in `[*note*]`.
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
