//! Prints the outline of an article, one line a block.

use offprint::article::{
    Article, Block, BlockKind, Definition, Inline, ListItem, Table, plain_text,
};

/// Most characters of a block that are printed.
const EXCERPT: usize = 60;

/// Prints one line for each block: kind, line of the source, number of words, the first words.
pub(super) fn outline(article: &Article) -> String {
    let meta = &article.meta;
    let mut out = String::new();
    let title = Some(plain_text(&meta.title)).filter(|text| !text.is_empty());
    let subtitle = Some(plain_text(&meta.subtitle)).filter(|text| !text.is_empty());
    let language = meta.language.map(|language| language.to_string());
    for (name, value) in [
        ("title", &title),
        ("subtitle", &subtitle),
        ("byline", &meta.byline),
        ("date", &meta.date),
        ("dateline", &meta.dateline),
        ("site", &meta.site),
        ("source", &meta.source),
        ("language", &language),
    ] {
        if let Some(value) = value {
            out.push_str(&format!("{name}: {value}\n"));
        }
    }
    push_blocks(&mut out, &article.blocks, 0);
    for note in &article.notes {
        out.push_str(&format!("note @{} {}\n", note.place.line, note.label));
        push_blocks(&mut out, &note.blocks, 1);
    }
    out
}

fn push_blocks(out: &mut String, blocks: &[Block], depth: usize) {
    for block in blocks {
        push_block(out, block, depth);
    }
}

fn push_block(out: &mut String, block: &Block, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
    let line = block.place.line;
    let language = block.language.map(|tag| format!(" {tag}")).unwrap_or_default();
    let (kind, text) = match &block.kind {
        BlockKind::Heading { level, text } => (format!("heading{level}"), plain_text(text)),
        BlockKind::Paragraph(text) => ("paragraph".to_owned(), plain_text(text)),
        BlockKind::Quote(_) => ("quote".to_owned(), String::new()),
        BlockKind::List { tight, items, .. } => {
            let spacing = if *tight { "tight" } else { "loose" };
            (format!("list {spacing} {}", items.len()), String::new())
        }
        BlockKind::Verse(lines) => {
            let lines: Vec<&[Inline]> = lines.iter().map(|line| line.text.as_slice()).collect();
            let words: Vec<String> = lines.iter().map(|line| plain_text(line)).collect();
            (format!("verse {}", words.len()), words.join(" / "))
        }
        BlockKind::Preformatted(text) => {
            (format!("preformatted {}", text.lines().count()), text.replace('\n', "⏎"))
        }
        BlockKind::Table(table) => {
            let (rows, columns) = (table.rows.len(), table.columns.len());
            let head =
                if table.head > 0 { format!(" head {}", table.head) } else { String::new() };
            (format!("table {rows}x{columns}{head}"), plain_text(&table.caption))
        }
        BlockKind::Figure { caption, .. } => ("figure".to_owned(), plain_text(caption)),
        BlockKind::Picture(picture) => {
            (format!("picture {}", picture.source), picture.alt.clone().unwrap_or_default())
        }
        BlockKind::Definitions(all) => (format!("definitions {}", all.len()), String::new()),
        BlockKind::Rule => ("rule".to_owned(), String::new()),
        BlockKind::Together(_) => ("together".to_owned(), String::new()),
        BlockKind::PageBreak => ("page-break".to_owned(), String::new()),
        BlockKind::NoPageBreak => ("no-page-break".to_owned(), String::new()),
    };
    out.push_str(&format!("{kind} @{line}{language}"));
    if !text.is_empty() {
        let words = text.split_whitespace().count();
        out.push_str(&format!(" {words}w: {}", excerpt(&text)));
    }
    out.push('\n');
    match &block.kind {
        BlockKind::Quote(inner) | BlockKind::Together(inner) => {
            push_blocks(out, inner, depth + 1);
        }
        BlockKind::List { items, .. } => push_items(out, items, depth + 1),
        BlockKind::Figure { content, .. } => push_blocks(out, content, depth + 1),
        BlockKind::Table(table) => push_rows(out, table, depth + 1),
        BlockKind::Definitions(all) => push_definitions(out, all, depth + 1),
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Verse(_)
        | BlockKind::Preformatted(_)
        | BlockKind::Picture(_)
        | BlockKind::Rule
        | BlockKind::PageBreak
        | BlockKind::NoPageBreak => {}
    }
}

fn push_line(out: &mut String, depth: usize, line: &str) {
    out.extend(std::iter::repeat_n("  ", depth));
    out.push_str(line.trim_end());
    out.push('\n');
}

fn push_rows(out: &mut String, table: &Table, depth: usize) {
    for row in &table.rows {
        push_line(out, depth, "row");
        for cell in &row.cells {
            let mut line = if cell.header { "header" } else { "cell" }.to_owned();
            for (name, span) in [("columns", cell.colspan), ("rows", cell.rowspan)] {
                if span > 1 {
                    line.push_str(&format!(" {name}={span}"));
                }
            }
            push_line(out, depth + 1, &line);
            push_blocks(out, &cell.blocks, depth + 2);
        }
    }
}

fn push_definitions(out: &mut String, definitions: &[Definition], depth: usize) {
    for definition in definitions {
        for term in &definition.terms {
            push_line(out, depth, &format!("term {}", excerpt(&plain_text(term))));
        }
        for meaning in &definition.meanings {
            push_line(out, depth, "meaning");
            push_blocks(out, meaning, depth + 1);
        }
    }
}

fn push_items(out: &mut String, items: &[ListItem], depth: usize) {
    for item in items {
        let done = match item.done {
            Some(true) => " [x]",
            Some(false) => " [ ]",
            None => "",
        };
        push_line(out, depth, &format!("item {}{done}", item.label));
        push_blocks(out, &item.blocks, depth + 1);
    }
}

fn excerpt(text: &str) -> String {
    let mut letters = text.chars();
    let mut shown: String = letters.by_ref().take(EXCERPT).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}
