//! No-break spaces of the source, marked as such.
//!
//! Comes in: an article that is cleaned. Goes out: the same, each no-break space that it has in an
//! [`Inline::NoBreak`]. Never done here: adding one, which is `edit`'s.
//!
//! The setter lets ties that editing adds give way before those that somebody wrote, and must know
//! them apart.

use crate::article::{Article, Block, Inline, walk};

/// Marks the no-break spaces of an article. Marking what is marked changes nothing.
pub(super) fn mark(article: &mut Article) {
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
    let has_tie =
        |inline: &Inline| matches!(inline, Inline::Text(words) if words.contains(is_tie));
    if !line.iter().any(has_tie) {
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

/// Divides words at their no-break spaces.
fn mark_text(words: &str, marked: &mut Vec<Inline>) {
    let mut rest = words;
    while !rest.is_empty() {
        let ties = rest.starts_with(is_tie);
        let end = rest.find(|c| is_tie(c) != ties).unwrap_or(rest.len());
        let (part, others) = rest.split_at(end);
        let text = Inline::Text(part.to_owned());
        marked.push(if ties { Inline::NoBreak(vec![text]) } else { text });
        rest = others;
    }
}

fn is_tie(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}')
}
