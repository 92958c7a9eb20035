//! An article as an outline one can read and write by hand.
//!
//! One line is one block: its kind, its words (the first five and the last four, and how many),
//! the blocks inside it one step further in. `title`, `byline` and the like come first.

use offprint::article::{self, Article, Block, BlockKind, Inline, Marker};

/// Most words of a block that are written out.
const WHOLE: usize = 12;

/// The outline of an article.
pub(crate) fn outline(article: &Article) -> String {
    let mut out = String::new();
    let meta = &article.meta;
    let fields = [
        ("title", Some(article::plain_text(&meta.title)).filter(|title| !title.is_empty())),
        ("subtitle", Some(article::plain_text(&meta.subtitle)).filter(|line| !line.is_empty())),
        ("byline", meta.byline.clone()),
        ("date", meta.date.clone()),
        ("dateline", meta.dateline.clone()),
        ("source", meta.source.clone()),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            out.push_str(&format!("{name} {value}\n"));
        }
    }
    blocks(&article.blocks, 0, &mut out);
    for note in &article.notes {
        out.push_str(&format!("note {}\n", note.label));
        blocks(&note.blocks, 1, &mut out);
    }
    out
}

fn blocks(list: &[Block], depth: usize, out: &mut String) {
    for block in list {
        let inset = "  ".repeat(depth);
        match &block.kind {
            BlockKind::Heading { level, text } => {
                out.push_str(&format!("{inset}h{level} {}\n", words(text)));
            }
            BlockKind::Paragraph(text) => out.push_str(&format!("{inset}p {}\n", words(text))),
            BlockKind::Quote(inner) => {
                out.push_str(&format!("{inset}quote\n"));
                blocks(inner, depth + 1, out);
            }
            BlockKind::List { marker, tight, items } => {
                let tight = if *tight { "tight" } else { "loose" };
                let kind = if *marker == Marker::Bullet { "bullets" } else { "labels" };
                out.push_str(&format!("{inset}list {kind} {tight}\n"));
                for item in items {
                    let label = if item.label.is_empty() { "-" } else { &item.label };
                    out.push_str(&format!("{inset}  {label}\n"));
                    blocks(&item.blocks, depth + 2, out);
                }
            }
            BlockKind::Verse(lines) => {
                let all: Vec<String> = lines.iter().map(|line| marked(&line.text)).collect();
                let steps: u32 = lines.iter().map(|line| u32::from(line.indent)).sum();
                let text = short(&all.join(" / "));
                out.push_str(&format!(
                    "{inset}verse {} lines, {steps} steps: {text}\n",
                    lines.len()
                ));
            }
            BlockKind::Preformatted(text) => {
                let count = text.lines().count();
                out.push_str(&format!("{inset}pre {count} lines: {}\n", short(text)));
            }
            BlockKind::Rule => out.push_str(&format!("{inset}rule\n")),
            BlockKind::PageBreak => out.push_str(&format!("{inset}page break\n")),
            other => panic!("plain text has no {other:?}"),
        }
    }
}

fn words(inlines: &[Inline]) -> String {
    short(&marked(inlines))
}

/// The words with their marks: `/emphasis/`, `*strong*`, `{code}`, `<link>`, `[^1]`.
fn marked(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(words) => text.push_str(words),
            Inline::Emphasis(inner) => text.push_str(&format!("_{}_", marked(inner))),
            Inline::Strong(inner) => text.push_str(&format!("*{}*", marked(inner))),
            Inline::Code(code) => text.push_str(&format!("`{code}`")),
            Inline::Link { text: inner, .. } => text.push_str(&format!("<{}>", marked(inner))),
            Inline::NoteRef(index) => text.push_str(&format!("[^{}]", index + 1)),
            Inline::LineBreak => text.push_str(" / "),
            other => panic!("plain text has no {other:?}"),
        }
    }
    text
}

fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= WHOLE {
        return words.join(" ");
    }
    let (first, last) = (words[..5].join(" "), words[words.len() - 4..].join(" "));
    format!("{first} ... {last} ({} words)", words.len())
}
