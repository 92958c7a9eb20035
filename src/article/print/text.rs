//! The body of an article as plain text.

use crate::article::{
    Article, Block, BlockKind, Inline, ListItem, QUOTE, Table, push_plain_text,
};

/// Returns the body as plain text, without title and byline: paragraphs on one line each, separated
/// by blank lines, the notes at the end. Empty for an article without text.
#[must_use]
pub fn to_text(article: &Article) -> String {
    let mut text = String::new();
    push_blocks(&mut text, &article.blocks);
    for note in &article.notes {
        push_gap(&mut text, "\n\n");
        push_labelled(&mut text, &note.label, &note.blocks);
    }
    text
}

/// Appends `gap` unless the text is empty.
fn push_gap(text: &mut String, gap: &str) {
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
            push_gap(text, "\n\n");
            for (at, line) in lines.iter().enumerate() {
                if at > 0 {
                    text.push('\n');
                }
                text.extend(std::iter::repeat_n("  ", usize::from(line.indent)));
                push_words(text, &line.text);
            }
        }
        BlockKind::Preformatted(words) => {
            push_gap(text, "\n\n");
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
            push_gap(text, "\n\n");
            text.push_str("* * *");
        }
        // A picture has no words of its own, and text has no pages.
        BlockKind::Picture(_) | BlockKind::PageBreak | BlockKind::NoPageBreak => {}
    }
}

fn push_paragraph(text: &mut String, words: &[Inline]) {
    if !words.is_empty() {
        push_gap(text, "\n\n");
        push_words(text, words);
    }
}

/// Appends a table, one line for each row, a tab between cells.
fn push_table(text: &mut String, table: &Table) {
    push_paragraph(text, &table.caption);
    for (at, row) in table.rows.iter().enumerate() {
        push_gap(text, if at == 0 { "\n\n" } else { "\n" });
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
        push_gap(text, if tight && at > 0 { "\n" } else { "\n\n" });
        let label = if item.label.is_empty() { "•" } else { &item.label };
        push_labelled(text, label, &item.blocks);
    }
}

/// Appends a label and blocks, the first of them on the line of the label.
fn push_labelled(text: &mut String, label: &str, blocks: &[Block]) {
    text.push_str(label);
    let mut blocks = blocks.iter();
    if let Some(first) = blocks.next() {
        text.push(' ');
        if let BlockKind::Paragraph(words) = &first.kind {
            push_words(text, words);
        } else {
            push_block(text, first);
        }
    }
    blocks.for_each(|block| push_block(text, block));
}

/// Appends words, with a line end for each line break.
fn push_words(text: &mut String, inlines: &[Inline]) {
    for inline in inlines {
        match inline {
            Inline::LineBreak => text.push('\n'),
            Inline::Picture(_) => {}
            Inline::Text(_) | Inline::Code(_) | Inline::NoteRef(_) => {
                push_plain_text(std::slice::from_ref(inline), text);
            }
            Inline::Quotation(inner) => {
                text.push(QUOTE);
                push_words(text, inner);
                text.push(QUOTE);
            }
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::NoBreak(inner)
            | Inline::Foreign { text: inner, .. }
            | Inline::Abbreviation { text: inner, .. }
            | Inline::Link { text: inner, .. } => push_words(text, inner),
        }
    }
}
