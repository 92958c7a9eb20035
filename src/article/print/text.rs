//! An article's body as plain text.
//!
//! Comes in: an [`Article`]. Goes out: paragraphs parted by blank lines, notes at the end. Never
//! done here: title and byline, which are in the metadata; filling lines.

use crate::article::{Article, Block, BlockKind, Inline, ListItem, Table, push_plain_text};

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
            push_paragraph(text, words);
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
        BlockKind::Table(table) => push_table(text, table),
        BlockKind::Together(inner) => push_blocks(text, inner),
        BlockKind::Figure { content, caption } => {
            push_blocks(text, content);
            push_paragraph(text, caption);
        }
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                definition.terms.iter().for_each(|term| push_paragraph(text, term));
                definition.meanings.iter().for_each(|meaning| push_blocks(text, meaning));
            }
        }
        BlockKind::Rule => {
            part(text, "\n\n");
            text.push_str("* * *");
        }
        // A picture has no words of its own, and text has no pages.
        BlockKind::Picture(_) | BlockKind::PageBreak | BlockKind::NoPageBreak => {}
    }
}

fn push_paragraph(text: &mut String, words: &[Inline]) {
    if !words.is_empty() {
        part(text, "\n\n");
        push_words(text, words);
    }
}

/// A table as a line for each row, a tab between its cells.
fn push_table(text: &mut String, table: &Table) {
    push_paragraph(text, &table.caption);
    for (at, row) in table.rows.iter().enumerate() {
        part(text, if at == 0 { "\n\n" } else { "\n" });
        for (at, cell) in row.cells.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            let mut words = String::new();
            push_blocks(&mut words, &cell.blocks);
            let words: Vec<&str> = words.split_whitespace().collect();
            text.push_str(&words.join(" "));
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
            Inline::Picture(_) => {}
            Inline::Text(_) | Inline::Code(_) | Inline::NoteRef(_) => {
                push_plain_text(std::slice::from_ref(inline), text);
            }
            holder => push_words(text, holder.inner().unwrap_or(&[])),
        }
    }
}
