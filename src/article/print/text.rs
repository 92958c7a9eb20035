//! An article's body as plain text.
//!
//! Comes in: an [`Article`]. Goes out: paragraphs parted by blank lines, notes at the end. Never
//! done here: title and byline, which are in the metadata; filling lines.

use crate::article::{Article, Block, BlockKind, Inline, ListItem, push_plain_text};

/// The body as plain text, one line to a paragraph; empty for an article without text.
#[must_use]
pub fn to_text(article: &Article) -> String {
    let mut text = String::new();
    push_blocks(&mut text, &article.blocks);
    for note in &article.notes {
        part(&mut text, "\n\n");
        push_labelled(&mut text, &note.label, &note.blocks);
    }
    text
}

/// Appends `gap` unless nothing was written yet.
fn part(text: &mut String, gap: &str) {
    if !text.is_empty() {
        text.push_str(gap);
    }
}

fn push_blocks(text: &mut String, blocks: &[Block]) {
    for block in blocks {
        push_block(text, block);
    }
}

fn push_block(text: &mut String, block: &Block) {
    match &block.kind {
        BlockKind::Heading { text: words, .. } | BlockKind::Paragraph(words) => {
            part(text, "\n\n");
            push_words(text, words);
        }
        BlockKind::Quote(inner) => push_blocks(text, inner),
        BlockKind::List { tight, items, .. } => push_items(text, *tight, items),
        BlockKind::Verse(lines) => {
            part(text, "\n\n");
            for (at, line) in lines.iter().enumerate() {
                if at > 0 {
                    text.push('\n');
                }
                text.extend(std::iter::repeat_n("  ", usize::from(line.indent)));
                push_words(text, &line.text);
            }
        }
        BlockKind::Preformatted(words) => {
            part(text, "\n\n");
            text.push_str(words);
        }
        BlockKind::Rule => {
            part(text, "\n\n");
            text.push_str("* * *");
        }
    }
}

fn push_items(text: &mut String, tight: bool, items: &[ListItem]) {
    for (at, item) in items.iter().enumerate() {
        part(text, if tight && at > 0 { "\n" } else { "\n\n" });
        let label = if item.label.is_empty() { "•" } else { &item.label };
        push_labelled(text, label, &item.blocks);
    }
}

/// A label, and beside it on the same line the first of its blocks.
fn push_labelled(text: &mut String, label: &str, blocks: &[Block]) {
    text.push_str(label);
    let mut blocks = blocks.iter();
    if let Some(first) = blocks.next() {
        text.push(' ');
        match &first.kind {
            BlockKind::Paragraph(words) => push_words(text, words),
            _ => push_block(text, first),
        }
    }
    blocks.for_each(|block| push_block(text, block));
}

/// Appends words; a line break that stays is one.
fn push_words(text: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::LineBreak => text.push('\n'),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. } => push_words(text, inner),
            leaf => push_plain_text(std::slice::from_ref(leaf), text),
        }
    }
}
