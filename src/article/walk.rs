//! The article's blocks, leaves and words in reading order.
//!
//! Comes in: an [`Article`] or some of its blocks. Goes out: iterators over what is in them.
//! Never done here: changing anything.

use super::{Article, Block, BlockKind, Inline, push_plain_text};

/// Every block, a container before what it holds.
pub fn blocks(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    let mut waiting: Vec<&Block> = blocks.iter().rev().collect();
    std::iter::from_fn(move || {
        let block = waiting.pop()?;
        match &block.kind {
            BlockKind::Quote(inner) => waiting.extend(inner.iter().rev()),
            BlockKind::List { items, .. } => {
                waiting.extend(items.iter().rev().flat_map(|item| item.blocks.iter().rev()));
            }
            _ => {}
        }
        Some(block)
    })
}

/// The lines of inlines that a block itself holds, without those of blocks inside it.
pub fn lines(block: &Block) -> impl Iterator<Item = &[Inline]> {
    let (one, verse) = match &block.kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => {
            (Some(text.as_slice()), [].as_slice())
        }
        BlockKind::Verse(lines) => (None, lines.as_slice()),
        _ => (None, [].as_slice()),
    };
    one.into_iter().chain(verse.iter().map(|line| line.text.as_slice()))
}

/// Every inline, a container before what it holds.
pub fn inlines(inlines: &[Inline]) -> impl Iterator<Item = &Inline> {
    let mut waiting: Vec<&Inline> = inlines.iter().rev().collect();
    std::iter::from_fn(move || {
        let inline = waiting.pop()?;
        match inline {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. } => waiting.extend(inner.iter().rev()),
            _ => {}
        }
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
/// dateline, date and site, the body with the labels of its lists, the notes with theirs.
///
/// A word is what stands between two spaces, whatever its styling; the marks that point at notes
/// are left out.
#[must_use]
pub fn words(article: &Article) -> Vec<String> {
    let meta = &article.meta;
    let mut words = Words::default();
    words.line(&meta.title);
    words.line(&meta.subtitle);
    for line in [&meta.byline, &meta.dateline, &meta.date, &meta.site].into_iter().flatten() {
        words.text(line);
    }
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
                BlockKind::Quote(inner) => self.blocks(inner),
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
