//! Marks the no-break spaces of the source with [`Inline::NoBreak`].
//!
//! `galley` may break a line at a no-break space that `edit` added, and avoids it at one of the
//! source.

use crate::article::{Article, Block, Inline, walk};

/// Marks the no-break spaces of an article. Marking them again changes nothing.
pub(super) fn mark_article(article: &mut Article) {
    mark_line(&mut article.meta.title);
    mark_line(&mut article.meta.subtitle);
    mark_blocks(&mut article.blocks);
    for note in &mut article.notes {
        mark_blocks(&mut note.blocks);
    }
}

fn mark_blocks(blocks: &mut [Block]) {
    for block in blocks {
        walk::lines_mut(block).into_iter().for_each(mark_line);
        for part in walk::parts_mut(block) {
            mark_blocks(part);
        }
    }
}

fn mark_line(line: &mut Vec<Inline>) {
    for inline in line.iter_mut() {
        if !matches!(inline, Inline::NoBreak(_))
            && let Some(inner) = inline.inner_mut()
        {
            mark_line(inner);
        }
    }
    let has_no_break =
        |inline: &Inline| matches!(inline, Inline::Text(words) if words.contains(is_no_break));
    if !line.iter().any(has_no_break) {
        return;
    }
    let mut marked = Vec::with_capacity(line.len() + 2);
    for inline in line.drain(..) {
        match inline {
            Inline::Text(words) => mark_text(&words, &mut marked),
            other => marked.push(other),
        }
    }
    *line = marked;
}

/// Appends words, divided at their no-break spaces.
fn mark_text(words: &str, marked: &mut Vec<Inline>) {
    let mut rest = words;
    while !rest.is_empty() {
        let no_break = rest.starts_with(is_no_break);
        let end = rest.find(|c| is_no_break(c) != no_break).unwrap_or(rest.len());
        let (part, others) = rest.split_at(end);
        let text = Inline::Text(part.to_owned());
        marked.push(if no_break { Inline::NoBreak(vec![text]) } else { text });
        rest = others;
    }
}

fn is_no_break(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}')
}
