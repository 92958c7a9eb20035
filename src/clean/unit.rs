//! The article as a row of units that can be taken out.
//!
//! Comes in: blocks. Goes out: [`Unit`]s, one for each paragraph, heading, list item or line that
//! stays as it is; and, once some are marked, the blocks without them. Never done here: deciding.

use std::borrow::Cow;

use super::fold::Tokens;
use super::phrases::{Match, recognise};
use crate::article::{
    Article, Block, BlockKind, Inline, ListItem, VerseLine, plain_text, push_plain_text, walk,
};
use crate::diagnostic::Place;

/// What a unit is of its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The whole of it.
    Whole,
    /// An item of a list.
    Item(usize),
    /// A line of verse, of preformatted text or of a paragraph with line breaks.
    Line(usize),
}

/// The kinds of unit that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
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
    /// A quotation, a table, a figure: whole, and known by no phrase.
    Quote,
    /// A rule: without words.
    Rule,
}

/// Why a unit goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gone {
    pub(super) rule: &'static str,
    pub(super) pattern: Cow<'static, str>,
}

impl Gone {
    pub(super) fn by(rule: &'static str, pattern: &'static str) -> Self {
        Self { rule, pattern: Cow::Borrowed(pattern) }
    }
}

/// A piece of the article that stays or goes as one.
#[derive(Debug)]
pub(super) struct Unit<'a> {
    /// Index of its block.
    pub(super) block: usize,
    pub(super) part: Part,
    pub(super) kind: Kind,
    pub(super) text: Cow<'a, str>,
    pub(super) place: Place,
    pub(super) tokens: Tokens,
    /// What the phrases say of it.
    pub(super) found: Option<Match>,
    /// The person wants it kept.
    pub(super) kept: bool,
    pub(super) gone: Option<Gone>,
    /// Byte of the text from which on the end has been cut, and why.
    pub(super) cut: Option<(usize, Gone)>,
}

impl<'a> Unit<'a> {
    fn new(at: (usize, Part), kind: Kind, text: Cow<'a, str>, place: Place) -> Self {
        let tokens = Tokens::of(&text);
        let found = match kind {
            Kind::Quote | Kind::Rule => None,
            _ => recognise(&tokens),
        };
        let (block, part) = at;
        let (kept, gone, cut) = (false, None, None);
        Self { block, part, kind, text, place, tokens, found, kept, gone, cut }
    }

    /// Not yet taken out.
    pub(super) fn stays(&self) -> bool {
        self.gone.is_none()
    }

    /// Takes it out, unless the person wants it kept.
    pub(super) fn take(&mut self, gone: Gone) -> bool {
        let goes = self.stays() && !self.kept;
        if goes {
            self.gone = Some(gone);
        }
        goes
    }

    /// Its text in capitals-blind words, the first `count`.
    pub(super) fn begins_with(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(index, word)| self.tokens.get(index) == *word)
    }
}

/// The units of an article in reading order.
pub(super) fn units(article: &Article) -> Vec<Unit<'_>> {
    let mut units = Vec::with_capacity(article.blocks.len());
    for (index, block) in article.blocks.iter().enumerate() {
        push_block(index, block, &mut units);
    }
    units
}

fn push_block<'a>(index: usize, block: &'a Block, units: &mut Vec<Unit<'a>>) {
    let whole = (index, Part::Whole);
    match &block.kind {
        BlockKind::Heading { text, .. } => {
            units.push(Unit::new(whole, Kind::Heading, words(text), block.place));
        }
        BlockKind::Paragraph(text) if text.contains(&Inline::LineBreak) => {
            for (line, part) in text.split(|inline| *inline == Inline::LineBreak).enumerate() {
                let at = (index, Part::Line(line));
                units.push(Unit::new(at, Kind::Paragraph, words(part), below(block, line)));
            }
        }
        BlockKind::Paragraph(text) => {
            units.push(Unit::new(whole, Kind::Paragraph, words(text), block.place));
        }
        BlockKind::Quote(_)
        | BlockKind::Together(_)
        | BlockKind::Table(_)
        | BlockKind::Figure { .. }
        | BlockKind::Picture(_)
        | BlockKind::Definitions(_) => {
            let mut text = String::new();
            push_words(block, &mut text);
            units.push(Unit::new(whole, Kind::Quote, text.into(), block.place));
        }
        BlockKind::List { items, .. } => {
            for (number, item) in items.iter().enumerate() {
                let at = (index, Part::Item(number));
                let place = item.blocks.first().map_or(block.place, |first| first.place);
                units.push(Unit::new(at, Kind::Item, item_text(item), place));
            }
        }
        BlockKind::Verse(lines) => {
            for (number, line) in lines.iter().enumerate() {
                let at = (index, Part::Line(number));
                units.push(Unit::new(at, Kind::Verse, words(&line.text), below(block, number)));
            }
        }
        BlockKind::Preformatted(text) => {
            for (number, line) in text.split('\n').enumerate() {
                let at = (index, Part::Line(number));
                units.push(Unit::new(at, Kind::Code, line.into(), below(block, number)));
            }
        }
        BlockKind::Rule | BlockKind::PageBreak | BlockKind::NoPageBreak => {
            units.push(Unit::new(whole, Kind::Rule, "".into(), block.place));
        }
    }
}

/// The place of a line within a block.
fn below(block: &Block, lines: usize) -> Place {
    let lines = u32::try_from(lines).unwrap_or(u32::MAX);
    match block.place.line {
        0 => block.place,
        first => Place { line: first.saturating_add(lines), ..block.place },
    }
}

fn words(inlines: &[Inline]) -> Cow<'_, str> {
    match inlines {
        [Inline::Text(text)] => text.as_str().into(),
        _ => plain_text(inlines).into(),
    }
}

/// The label and the words of an item; blocks are parted by a space.
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

/// Appends the words of a block and of what is in it.
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
        _ => {
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

/// What is to be done with a block.
#[derive(Debug, Clone, Default)]
pub(super) struct Verdict {
    /// Parts that go, in order; a whole block is part 0.
    goes: Vec<usize>,
    /// Number of parts.
    of: usize,
    /// Byte of the text from which on the end goes.
    cut: Option<usize>,
}

/// The verdicts on `count` blocks from the marks on their units.
pub(super) fn verdicts(units: &[Unit<'_>], count: usize) -> Vec<Verdict> {
    let mut verdicts = vec![Verdict::default(); count];
    for unit in units {
        let Some(verdict) = verdicts.get_mut(unit.block) else { continue };
        if unit.gone.is_some() {
            verdict.goes.push(verdict.of);
        }
        verdict.of += 1;
        verdict.cut = verdict.cut.or(unit.cut.as_ref().map(|(byte, _)| *byte));
    }
    verdicts
}

/// The blocks without what goes; in the place of a block that goes whole there is none.
pub(super) fn rebuild(blocks: Vec<Block>, verdicts: &[Verdict]) -> Vec<Option<Block>> {
    let judge = |(block, verdict): (Block, &Verdict)| {
        if verdict.goes.is_empty() && verdict.cut.is_none() {
            Some(block)
        } else {
            (verdict.goes.len() < verdict.of).then(|| without(block, verdict))
        }
    };
    blocks.into_iter().zip(verdicts).map(judge).collect()
}

/// A block without some of its parts.
fn without(mut block: Block, verdict: &Verdict) -> Block {
    let stays = |index: usize| verdict.goes.binary_search(&index).is_err();
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
            if let Some(byte) = verdict.cut {
                truncate(&mut text, byte);
            }
            BlockKind::Paragraph(text)
        }
        kind => kind,
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

/// Without empty lines at either end.
fn trim_verse(mut lines: Vec<VerseLine>) -> Vec<VerseLine> {
    while lines.last().is_some_and(|line| line.text.is_empty()) {
        lines.pop();
    }
    let blank = lines.iter().take_while(|line| line.text.is_empty()).count();
    lines.drain(..blank);
    lines
}

/// Cuts running text after `left` bytes of its words; gives what is left of the bytes.
fn truncate(inlines: &mut Vec<Inline>, mut left: usize) -> usize {
    let mut count = 0;
    for inline in inlines.iter_mut() {
        if left == 0 && !matches!(inline, Inline::NoteRef(_)) {
            break;
        }
        match inline {
            Inline::Text(text) | Inline::Code(text) => {
                let take = left.min(text.len());
                left -= take;
                if take < text.len() && text.is_char_boundary(take) {
                    text.truncate(take);
                    text.truncate(text.trim_end().len());
                }
            }
            Inline::LineBreak => left = left.saturating_sub(1),
            Inline::NoteRef(_) => {}
            Inline::Picture(picture) => {
                left = left.saturating_sub(picture.alt.as_deref().unwrap_or("").len());
            }
            holder => {
                if let Some(inner) = holder.inner_mut() {
                    left = truncate(inner, left);
                }
            }
        }
        count += 1;
    }
    inlines.truncate(count);
    left
}
