//! Walls: paragraphs longer than any writer's.
//!
//! Comes in: blocks. Goes out: the same, with a paragraph that no book has parted into several.
//! Never done here: a word lost, a paragraph that people wrote touched.

use crate::article::{Block, BlockKind, Inline};
use crate::diagnostic::Diagnostic;

/// Bytes that a paragraph has at most. Novels of a single paragraph (Bernhard's, Hrabal's) stay
/// below; what is longer is data, and setting it in one piece would take memory without bound.
const LONGEST: usize = 2 << 20;

/// Parts the walls among `blocks`, and tells each.
pub(super) fn part(blocks: &mut Vec<Block>, diagnostics: &mut Vec<Diagnostic>) {
    let is_wall = |block: &Block| match &block.kind {
        BlockKind::Paragraph(inlines) => length(inlines) > LONGEST,
        _ => false,
    };
    if !blocks.iter().any(is_wall) {
        return;
    }
    for block in std::mem::take(blocks) {
        if !is_wall(&block) {
            blocks.push(block);
            continue;
        }
        let Block { kind: BlockKind::Paragraph(inlines), place, language, .. } = block else {
            continue;
        };
        let parts = parts(inlines);
        let count = parts.len();
        let message = format!("a paragraph longer than any book's is set as {count}");
        diagnostics.push(
            Diagnostic::note("paragraph-parted", place, message)
                .hint("part it yourself with blank lines where the sense wants it"),
        );
        blocks.extend(
            parts.into_iter().map(|part| Block {
                language,
                ..Block::new(BlockKind::Paragraph(part), place)
            }),
        );
    }
}

/// Bytes of the words that stand in `inlines` themselves.
fn length(inlines: &[Inline]) -> usize {
    let words = |inline: &Inline| match inline {
        Inline::Text(words) => words.len(),
        _ => 0,
    };
    inlines.iter().map(words).sum()
}

/// The inlines in parts that are not too long, divided at spaces.
fn parts(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut parts = vec![Vec::new()];
    let mut room = LONGEST;
    for inline in inlines {
        let words = match inline {
            Inline::Text(words) => words,
            other => {
                if let Some(part) = parts.last_mut() {
                    part.push(other);
                }
                continue;
            }
        };
        let mut rest = words.as_str();
        while rest.len() > room {
            let Some(space) = last_space(rest, room) else { break };
            let (before, after) = rest.split_at(space);
            if let Some(part) = parts.last_mut() {
                part.push(Inline::Text(before.to_owned()));
            }
            parts.push(Vec::new());
            (rest, room) = (after.trim_start_matches(' '), LONGEST);
        }
        room = room.saturating_sub(rest.len());
        if let Some(part) = parts.last_mut() {
            part.push(Inline::Text(rest.to_owned()));
        }
    }
    parts
}

/// The last space of `text` before `room` bytes, else the first after them.
fn last_space(text: &str, room: usize) -> Option<usize> {
    let room = (0..=room.min(text.len())).rev().find(|&at| text.is_char_boundary(at))?;
    let (before, after) = text.split_at(room);
    let found = before.rfind(' ').or_else(|| Some(room + after.find(' ')?));
    found.filter(|&at| at > 0)
}
