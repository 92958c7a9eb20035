//! Units of text that cleaning can remove: paragraphs, headings, items, lines.
//!
//! Divides the blocks of an article into [`TextUnit`]s, and returns the blocks without the units
//! that have been marked.

use std::borrow::Cow;

use super::phrases::{PhraseMatch, recognise};
use super::tokens::Tokens;
use crate::article::{
    Article, Block, BlockKind, Inline, ListItem, VerseLine, plain_text, push_plain_text, walk,
};
use crate::diagnostic::Place;

/// Part of a block that a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitPart {
    /// The whole block.
    Whole,
    /// An item of a list.
    Item(usize),
    /// A line of verse, of preformatted text or of a paragraph with line breaks.
    Line(usize),
}

/// Kinds of unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// A heading.
    Heading,
    /// A paragraph or a line of one.
    Paragraph,
    /// An item of a list.
    Item,
    /// A line of verse.
    Verse,
    /// A line of preformatted text.
    Code,
    /// A quotation, a table, a figure: a whole block, which is not compared with phrases.
    Quote,
    /// A rule or a page break, which has no words.
    Rule,
}

/// Rule and pattern by which a unit is removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RemovalCause {
    pub(super) rule: &'static str,
    pub(super) pattern: Cow<'static, str>,
}

impl RemovalCause {
    pub(super) fn new(rule: &'static str, pattern: &'static str) -> Self {
        Self { rule, pattern: Cow::Borrowed(pattern) }
    }
}

/// Piece of the article that is kept or removed as a whole.
#[derive(Debug)]
pub(super) struct TextUnit<'a> {
    /// Index of its block.
    pub(super) block: usize,
    pub(super) part: UnitPart,
    pub(super) kind: UnitKind,
    pub(super) text: Cow<'a, str>,
    pub(super) place: Place,
    pub(super) tokens: Tokens,
    /// Phrase that the text is.
    pub(super) matched: Option<PhraseMatch>,
    /// `--keep` names it.
    pub(super) kept: bool,
    /// Cause for which the whole unit is removed.
    pub(super) cause: Option<RemovalCause>,
    /// Byte from which on the end of the text is removed, and the cause.
    pub(super) cut: Option<(usize, RemovalCause)>,
}

impl<'a> TextUnit<'a> {
    fn new(
        block: usize,
        part: UnitPart,
        kind: UnitKind,
        text: Cow<'a, str>,
        place: Place,
    ) -> Self {
        let tokens = Tokens::new(&text);
        let is_compared = !matches!(kind, UnitKind::Quote | UnitKind::Rule);
        let matched = if is_compared { recognise(&tokens) } else { None };
        let (kept, cause, cut) = (false, None, None);
        Self { block, part, kind, text, place, tokens, matched, kept, cause, cut }
    }

    /// True for a unit that is not marked for removal.
    pub(super) fn stays(&self) -> bool {
        self.cause.is_none()
    }

    /// Marks the unit for removal unless it is to be kept; returns true if this marked it.
    pub(super) fn remove(&mut self, cause: RemovalCause) -> bool {
        let removes = self.stays() && !self.kept;
        if removes {
            self.cause = Some(cause);
        }
        removes
    }

    /// True if the unit begins with these words, which are folded as its tokens are.
    pub(super) fn begins_with(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(index, word)| self.tokens.get(index) == *word)
    }
}

/// Returns the units of an article in reading order.
pub(super) fn units(article: &Article) -> Vec<TextUnit<'_>> {
    let mut units = Vec::with_capacity(article.blocks.len());
    for (index, block) in article.blocks.iter().enumerate() {
        push_block(index, block, &mut units);
    }
    units
}

fn push_block<'a>(index: usize, block: &'a Block, units: &mut Vec<TextUnit<'a>>) {
    let mut push = |part: UnitPart, kind: UnitKind, text: Cow<'a, str>, place: Place| {
        units.push(TextUnit::new(index, part, kind, text, place));
    };
    match &block.kind {
        BlockKind::Heading { text, .. } => {
            push(UnitPart::Whole, UnitKind::Heading, words(text), block.place);
        }
        BlockKind::Paragraph(text) if text.contains(&Inline::LineBreak) => {
            for (nth, line) in text.split(|inline| *inline == Inline::LineBreak).enumerate() {
                let place = block.place.lines_below(nth);
                push(UnitPart::Line(nth), UnitKind::Paragraph, words(line), place);
            }
        }
        BlockKind::Paragraph(text) => {
            push(UnitPart::Whole, UnitKind::Paragraph, words(text), block.place);
        }
        BlockKind::Quote(_)
        | BlockKind::Together(_)
        | BlockKind::Table(_)
        | BlockKind::Figure { .. }
        | BlockKind::Picture(_)
        | BlockKind::Definitions(_) => {
            let mut text = String::new();
            push_words(block, &mut text);
            push(UnitPart::Whole, UnitKind::Quote, text.into(), block.place);
        }
        BlockKind::List { items, .. } => {
            for (nth, item) in items.iter().enumerate() {
                let place = item.blocks.first().map_or(block.place, |first| first.place);
                push(UnitPart::Item(nth), UnitKind::Item, item_text(item), place);
            }
        }
        BlockKind::Verse(lines) => {
            for (nth, line) in lines.iter().enumerate() {
                let place = block.place.lines_below(nth);
                push(UnitPart::Line(nth), UnitKind::Verse, words(&line.text), place);
            }
        }
        BlockKind::Preformatted(text) => {
            for (nth, line) in text.split('\n').enumerate() {
                let place = block.place.lines_below(nth);
                push(UnitPart::Line(nth), UnitKind::Code, line.into(), place);
            }
        }
        BlockKind::Rule | BlockKind::PageBreak | BlockKind::NoPageBreak => {
            push(UnitPart::Whole, UnitKind::Rule, "".into(), block.place);
        }
    }
}

fn words(inlines: &[Inline]) -> Cow<'_, str> {
    match inlines {
        [Inline::Text(text)] => text.as_str().into(),
        _ => plain_text(inlines).into(),
    }
}

/// Returns the label and the words of an item, with a space between blocks.
fn item_text(item: &ListItem) -> Cow<'_, str> {
    match item.blocks.as_slice() {
        [Block { kind: BlockKind::Paragraph(text), .. }] if item.label.is_empty() => {
            words(text)
        }
        blocks => {
            let mut text = item.label.clone();
            blocks.iter().for_each(|block| push_words(block, &mut text));
            text.into()
        }
    }
}

/// Appends the words of a block and of the blocks in it.
fn push_words(block: &Block, text: &mut String) {
    if !text.is_empty() {
        text.push(' ');
    }
    match &block.kind {
        BlockKind::Preformatted(code) => text.push_str(code),
        BlockKind::Picture(picture) => text.push_str(picture.alt.as_deref().unwrap_or("")),
        BlockKind::List { items, .. } => {
            for item in items {
                text.push(' ');
                text.push_str(&item.label);
                item.blocks.iter().for_each(|inner| push_words(inner, text));
            }
        }
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::Verse(_)
        | BlockKind::Table(_)
        | BlockKind::Figure { .. }
        | BlockKind::Definitions(_)
        | BlockKind::Together(_)
        | BlockKind::Rule
        | BlockKind::PageBreak
        | BlockKind::NoPageBreak => {
            for line in walk::lines(block) {
                push_plain_text(line, text);
                text.push(' ');
            }
            let parts = walk::parts(block).into_iter().flatten();
            parts.for_each(|inner| push_words(inner, text));
        }
    }
    text.truncate(text.trim_end().len());
}

/// Parts of a block that are removed.
#[derive(Debug, Clone, Default)]
pub(super) struct RemovedParts {
    /// Indices of the parts, in order; a whole block is part 0.
    removed: Vec<usize>,
    /// Number of parts of the block.
    count: usize,
    /// Byte of the text from which on the end is removed.
    cut: Option<usize>,
}

/// Returns the removed parts of each of `count` blocks from the marks on their units.
pub(super) fn removed_parts(units: &[TextUnit<'_>], count: usize) -> Vec<RemovedParts> {
    let mut blocks = vec![RemovedParts::default(); count];
    for unit in units {
        let parts = &mut blocks[unit.block];
        if unit.cause.is_some() {
            parts.removed.push(parts.count);
        }
        parts.count += 1;
        parts.cut = parts.cut.or(unit.cut.as_ref().map(|(byte, _)| *byte));
    }
    blocks
}

/// Removes parts from blocks; a block whose parts are all removed becomes `None`.
pub(super) fn without_parts(blocks: Vec<Block>, parts: &[RemovedParts]) -> Vec<Option<Block>> {
    let rebuild = |(block, parts): (Block, &RemovedParts)| {
        if parts.removed.is_empty() && parts.cut.is_none() {
            Some(block)
        } else {
            (parts.removed.len() < parts.count).then(|| rebuild_block(block, parts))
        }
    };
    blocks.into_iter().zip(parts).map(rebuild).collect()
}

/// Returns a block without some of its parts.
fn rebuild_block(mut block: Block, parts: &RemovedParts) -> Block {
    let stays = |index: usize| parts.removed.binary_search(&index).is_err();
    block.kind = match block.kind {
        BlockKind::List { marker, tight, items } => {
            BlockKind::List { marker, tight, items: retain(items, stays) }
        }
        BlockKind::Verse(lines) => BlockKind::Verse(trim_verse(retain(lines, stays))),
        BlockKind::Preformatted(text) => {
            let lines: Vec<&str> = retain(text.split('\n').collect(), stays);
            BlockKind::Preformatted(lines.join("\n").trim_end().to_owned())
        }
        BlockKind::Paragraph(text) => {
            let lines = text.split(|inline| *inline == Inline::LineBreak);
            let lines: Vec<&[Inline]> = retain(lines.collect(), stays);
            let mut text = lines.join(&Inline::LineBreak);
            if let Some(byte) = parts.cut {
                truncate(&mut text, byte);
            }
            BlockKind::Paragraph(text)
        }
        kind @ (BlockKind::Heading { .. }
        | BlockKind::Quote(_)
        | BlockKind::Table(_)
        | BlockKind::Figure { .. }
        | BlockKind::Picture(_)
        | BlockKind::Definitions(_)
        | BlockKind::Rule
        | BlockKind::Together(_)
        | BlockKind::PageBreak
        | BlockKind::NoPageBreak) => kind,
    };
    block
}

fn retain<T>(parts: Vec<T>, stays: impl Fn(usize) -> bool) -> Vec<T> {
    parts
        .into_iter()
        .enumerate()
        .filter(|(index, _)| stays(*index))
        .map(|(_, part)| part)
        .collect()
}

/// Removes empty lines at either end.
fn trim_verse(mut lines: Vec<VerseLine>) -> Vec<VerseLine> {
    while lines.last().is_some_and(|line| line.text.is_empty()) {
        lines.pop();
    }
    let blank = lines.iter().take_while(|line| line.text.is_empty()).count();
    lines.drain(..blank);
    lines
}

/// Cuts running text after `left` bytes of its words; returns the number of bytes still left.
fn truncate(inlines: &mut Vec<Inline>, mut left: usize) -> usize {
    let mut count = 0;
    for inline in inlines.iter_mut() {
        if left == 0 && !matches!(inline, Inline::NoteRef(_)) {
            break;
        }
        match inline {
            Inline::Text(text) | Inline::Code(text) => {
                let length = left.min(text.len());
                left -= length;
                if length < text.len() && text.is_char_boundary(length) {
                    text.truncate(length);
                    text.truncate(text.trim_end().len());
                }
            }
            Inline::LineBreak => left = left.saturating_sub(1),
            Inline::NoteRef(_) => {}
            Inline::Picture(picture) => {
                left = left.saturating_sub(picture.alt.as_deref().unwrap_or("").len());
            }
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::NoBreak(inner)
            | Inline::Foreign { text: inner, .. }
            | Inline::Abbreviation { text: inner, .. }
            | Inline::Quotation(inner)
            | Inline::Link { text: inner, .. } => left = truncate(inner, left),
        }
        count += 1;
    }
    inlines.truncate(count);
    left
}
