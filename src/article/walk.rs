//! The article's blocks, leaves and words in reading order.
//!
//! Comes in: an [`Article`] or some of its blocks. Goes out: iterators over what is in them.
//! Never done here: changing anything.

use super::{Article, Block, BlockKind, Inline, Table, push_plain_text};

/// Every block, a container before what it holds.
pub fn blocks(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    let mut waiting: Vec<&Block> = blocks.iter().rev().collect();
    std::iter::from_fn(move || {
        let block = waiting.pop()?;
        waiting.extend(parts(block).into_iter().rev().flat_map(|part| part.iter().rev()));
        Some(block)
    })
}

/// The sequences of blocks that a block holds: of a list its items, of a table its cells.
#[must_use]
pub fn parts(block: &Block) -> Vec<&[Block]> {
    match &block.kind {
        BlockKind::Quote(inner)
        | BlockKind::Together(inner)
        | BlockKind::Figure { content: inner, .. } => vec![inner],
        BlockKind::List { items, .. } => {
            items.iter().map(|item| item.blocks.as_slice()).collect()
        }
        BlockKind::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.map(|cell| cell.blocks.as_slice()).collect()
        }
        BlockKind::Definitions(definitions) => {
            let meanings = definitions.iter().flat_map(|definition| &definition.meanings);
            meanings.map(Vec::as_slice).collect()
        }
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Verse(_)
        | BlockKind::Preformatted(_)
        | BlockKind::Picture(_)
        | BlockKind::Rule
        | BlockKind::PageBreak
        | BlockKind::NoPageBreak => Vec::new(),
    }
}

/// As [`parts`], to be changed.
pub fn parts_mut(block: &mut Block) -> Vec<&mut Vec<Block>> {
    match &mut block.kind {
        BlockKind::Quote(inner)
        | BlockKind::Together(inner)
        | BlockKind::Figure { content: inner, .. } => vec![inner],
        BlockKind::List { items, .. } => {
            items.iter_mut().map(|item| &mut item.blocks).collect()
        }
        BlockKind::Table(table) => {
            let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
            cells.map(|cell| &mut cell.blocks).collect()
        }
        BlockKind::Definitions(definitions) => {
            let meanings =
                definitions.iter_mut().flat_map(|definition| &mut definition.meanings);
            meanings.collect()
        }
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Verse(_)
        | BlockKind::Preformatted(_)
        | BlockKind::Picture(_)
        | BlockKind::Rule
        | BlockKind::PageBreak
        | BlockKind::NoPageBreak => Vec::new(),
    }
}

/// The lines of inlines that a block itself holds, without those of blocks inside it: of a table
/// its caption, of definitions their terms.
pub fn lines(block: &Block) -> impl Iterator<Item = &[Inline]> {
    let (one, verse, definitions) = match &block.kind {
        BlockKind::Heading { text, .. }
        | BlockKind::Paragraph(text)
        | BlockKind::Figure { caption: text, .. }
        | BlockKind::Table(Table { caption: text, .. }) => {
            (Some(text.as_slice()), [].as_slice(), [].as_slice())
        }
        BlockKind::Verse(lines) => (None, lines.as_slice(), [].as_slice()),
        BlockKind::Definitions(all) => (None, [].as_slice(), all.as_slice()),
        _ => (None, [].as_slice(), [].as_slice()),
    };
    let terms = definitions.iter().flat_map(|definition| &definition.terms).map(Vec::as_slice);
    one.into_iter().chain(verse.iter().map(|line| line.text.as_slice())).chain(terms)
}

/// As [`lines`], to be changed.
pub fn lines_mut(block: &mut Block) -> Vec<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Heading { text, .. }
        | BlockKind::Paragraph(text)
        | BlockKind::Figure { caption: text, .. }
        | BlockKind::Table(Table { caption: text, .. }) => vec![text],
        BlockKind::Verse(lines) => lines.iter_mut().map(|line| &mut line.text).collect(),
        BlockKind::Definitions(definitions) => {
            definitions.iter_mut().flat_map(|definition| &mut definition.terms).collect()
        }
        _ => Vec::new(),
    }
}

/// Every inline, a container before what it holds.
pub fn inlines(inlines: &[Inline]) -> impl Iterator<Item = &Inline> {
    let mut waiting: Vec<&Inline> = inlines.iter().rev().collect();
    std::iter::from_fn(move || {
        let inline = waiting.pop()?;
        waiting.extend(inline.inner().unwrap_or(&[]).iter().rev());
        Some(inline)
    })
}

/// Every piece of prose in `blocks`; code and preformatted text left out.
pub fn leaves(of: &[Block]) -> impl Iterator<Item = &str> {
    blocks(of).flat_map(lines).flat_map(inlines).filter_map(|inline| match inline {
        Inline::Text(words) => Some(words.as_str()),
        _ => None,
    })
}

/// The words a print of the article must show, in reading order: title and subtitle, byline,
/// dateline, date, site and source, the body with the labels of its lists, the notes with theirs.
///
/// A word is what stands between two spaces, whatever its styling; the marks that point at notes
/// are left out.
#[must_use]
pub fn words(article: &Article) -> Vec<String> {
    let meta = &article.meta;
    let mut words = Words::default();
    words.line(&meta.title);
    words.line(&meta.subtitle);
    let lines = [&meta.byline, &meta.dateline, &meta.date, &meta.site, &meta.source];
    lines.into_iter().flatten().for_each(|line| words.text(line));
    words.blocks(&article.blocks);
    for note in &article.notes {
        words.text(&note.label);
        words.blocks(&note.blocks);
    }
    words.found
}

#[derive(Default)]
struct Words {
    found: Vec<String>,
    line: String,
}

impl Words {
    fn text(&mut self, text: &str) {
        self.found.extend(text.split_whitespace().map(str::to_owned));
    }

    fn line(&mut self, inlines: &[Inline]) {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        push_plain_text(inlines, &mut line);
        self.text(&line);
        self.line = line;
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Quote(inner) | BlockKind::Together(inner) => self.blocks(inner),
                BlockKind::Figure { content, caption } => {
                    self.blocks(content);
                    self.line(caption);
                }
                BlockKind::Table(table) => {
                    self.line(&table.caption);
                    parts(block).into_iter().for_each(|cell| self.blocks(cell));
                }
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        definition.terms.iter().for_each(|term| self.line(term));
                        definition.meanings.iter().for_each(|meaning| self.blocks(meaning));
                    }
                }
                BlockKind::Picture(picture) => {
                    self.text(picture.words().unwrap_or_default());
                }
                BlockKind::List { items, .. } => {
                    for item in items {
                        self.text(&item.label);
                        self.blocks(&item.blocks);
                    }
                }
                BlockKind::Preformatted(text) => self.text(text),
                _ => lines(block).for_each(|line| self.line(line)),
            }
        }
    }
}
