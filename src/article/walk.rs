//! Iteration over blocks, lines, inlines and words in reading order.

use super::{Article, Block, BlockKind, Inline, Picture, Table, plain_text, push_plain_text};

/// Iterates over every block, a container before its contents.
pub fn blocks(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    let mut waiting: Vec<&Block> = blocks.iter().rev().collect();
    std::iter::from_fn(move || {
        let block = waiting.pop()?;
        waiting.extend(parts(block).into_iter().rev().flat_map(|part| part.iter().rev()));
        Some(block)
    })
}

/// Returns the sequences of blocks in a block: the items of a list, the cells of a table.
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

/// Returns the same as [`parts`], mutable.
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

/// Iterates over the lines of inlines of a block, without those of the blocks inside it: the caption
/// of a table, the terms of definitions.
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
        BlockKind::Quote(_)
        | BlockKind::List { .. }
        | BlockKind::Preformatted(_)
        | BlockKind::Picture(_)
        | BlockKind::Rule
        | BlockKind::Together(_)
        | BlockKind::PageBreak
        | BlockKind::NoPageBreak => (None, [].as_slice(), [].as_slice()),
    };
    let terms = definitions.iter().flat_map(|definition| &definition.terms).map(Vec::as_slice);
    one.into_iter().chain(verse.iter().map(|line| line.text.as_slice())).chain(terms)
}

/// Returns the same as [`lines`], mutable.
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
        BlockKind::Quote(_)
        | BlockKind::List { .. }
        | BlockKind::Preformatted(_)
        | BlockKind::Picture(_)
        | BlockKind::Rule
        | BlockKind::Together(_)
        | BlockKind::PageBreak
        | BlockKind::NoPageBreak => Vec::new(),
    }
}

/// Iterates over every inline, a container before its contents.
pub fn inlines(inlines: &[Inline]) -> impl Iterator<Item = &Inline> {
    let mut waiting: Vec<&Inline> = inlines.iter().rev().collect();
    std::iter::from_fn(move || {
        let inline = waiting.pop()?;
        waiting.extend(inline.inner().into_iter().flatten().rev());
        Some(inline)
    })
}

/// Returns the pictures of a line, each with the target of the innermost link around it.
#[must_use]
pub fn pictures(line: &[Inline]) -> Vec<(&Picture, Option<&str>)> {
    let mut found: Vec<(&Picture, Option<&str>)> = Vec::new();
    let mut waiting: Vec<(&Inline, Option<&str>)> =
        line.iter().rev().map(|inline| (inline, None)).collect();
    while let Some((inline, around)) = waiting.pop() {
        let link = match inline {
            Inline::Link { target, .. } => Some(target.as_str()),
            Inline::Picture(picture) => {
                found.push((picture, picture.link.as_deref().or(around)));
                around
            }
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::NoteRef(_)
            | Inline::LineBreak
            | Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strike(_)
            | Inline::Superscript(_)
            | Inline::Subscript(_)
            | Inline::NoBreak(_)
            | Inline::Quotation(_)
            | Inline::Abbreviation { .. }
            | Inline::Foreign { .. } => around,
        };
        let inner = inline.inner().into_iter().flatten().rev();
        waiting.extend(inner.map(|inline| (inline, link)));
    }
    found
}

/// Iterates over the prose in blocks, without code and preformatted text.
pub fn leaves(all: &[Block]) -> impl Iterator<Item = &str> {
    blocks(all).flat_map(lines).flat_map(inlines).filter_map(|inline| match inline {
        Inline::Text(words) => Some(words.as_str()),
        Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Strike(_)
        | Inline::Superscript(_)
        | Inline::Subscript(_)
        | Inline::NoBreak(_)
        | Inline::Quotation(_)
        | Inline::Foreign { .. }
        | Inline::Abbreviation { .. }
        | Inline::Code(_)
        | Inline::Picture(_)
        | Inline::Link { .. }
        | Inline::NoteRef(_)
        | Inline::LineBreak => None,
    })
}

/// Returns the words that a PDF of the article must show, in reading order: title and subtitle,
/// byline, dateline, date, site and source, the body with the labels of its lists, the notes with
/// theirs.
///
/// A word ends at a space, whatever its styling. Note references are left out.
#[must_use]
pub fn words(article: &Article) -> Vec<String> {
    let meta = &article.meta;
    let mut words = WordCollector::default();
    words.add_line(&meta.title);
    words.add_line(&meta.subtitle);
    let lines = [&meta.byline, &meta.dateline, &meta.date, &meta.site, &meta.source];
    lines.into_iter().flatten().for_each(|line| words.add_text(line));
    words.add_blocks(&article.blocks);
    for note in &article.notes {
        words.add_text(&note.label);
        words.add_blocks(&note.blocks);
    }
    words.found
}

/// True if a caption has all words of another text, letter case and signs aside: it says what the
/// words of its picture say.
#[must_use]
pub fn is_told(words: &str, caption: &str) -> bool {
    let words_of = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let said = words_of(caption);
    words_of(words).iter().all(|word| said.contains(word))
}

#[derive(Default)]
struct WordCollector {
    found: Vec<String>,
    /// Buffer for the text of a line.
    line: String,
}

impl WordCollector {
    fn add_text(&mut self, text: &str) {
        self.found.extend(text.split_whitespace().map(str::to_owned));
    }

    fn add_line(&mut self, inlines: &[Inline]) {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        push_plain_text(inlines, &mut line);
        self.add_text(&line);
        self.line = line;
    }

    fn add_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Quote(inner) | BlockKind::Together(inner) => self.add_blocks(inner),
                BlockKind::Figure { content, caption } => {
                    let told = plain_text(caption);
                    for inner in content {
                        // The words of a picture are not needed beside a caption that has them.
                        match &inner.kind {
                            BlockKind::Picture(picture)
                                if is_told(picture.words().unwrap_or(""), &told) => {}
                            _ => self.add_blocks(std::slice::from_ref(inner)),
                        }
                    }
                    self.add_line(caption);
                }
                BlockKind::Table(table) => {
                    self.add_line(&table.caption);
                    parts(block).into_iter().for_each(|cell| self.add_blocks(cell));
                }
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        definition.terms.iter().for_each(|term| self.add_line(term));
                        definition.meanings.iter().for_each(|meaning| self.add_blocks(meaning));
                    }
                }
                BlockKind::Picture(picture) => {
                    picture.words().into_iter().for_each(|words| self.add_text(words));
                }
                BlockKind::List { items, .. } => {
                    for item in items {
                        self.add_text(&item.label);
                        self.add_blocks(&item.blocks);
                    }
                }
                BlockKind::Preformatted(text) => self.add_text(text),
                BlockKind::Heading { .. } | BlockKind::Paragraph(_) | BlockKind::Verse(_) => {
                    lines(block).for_each(|line| self.add_line(line));
                }
                BlockKind::Rule | BlockKind::PageBreak | BlockKind::NoPageBreak => {}
            }
        }
    }
}
