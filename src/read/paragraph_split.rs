//! Splitting of paragraphs that are longer than those of any book.
//!
//! Must never lose a character.

use crate::article::{Block, BlockKind, Inline, walk};
use crate::diagnostic::Diagnostic;

/// Longest paragraph, in bytes. Novels of a single paragraph (Bernhard's, Hrabal's) stay below.
/// Longer ones are data, and setting one as a whole would take memory without bound.
const MOST_BYTES: usize = 2 << 20;

/// Least length that a word counts for, in bytes with its space: words of one letter take as much
/// memory as others.
const LEAST_WORD_BYTES: usize = 6;

/// Longest word, in bytes, a third of the longest one written (titin's chemical name). A paragraph
/// with a longer word is split too.
const MOST_WORD_BYTES: usize = 64 << 10;

/// Length of a part, in bytes: about twenty pages, so that a part takes little memory and every
/// core gets parts.
const PART_BYTES: usize = 64 << 10;

/// Length that an inline without text counts for, in bytes; it costs about as much as a word.
const OBJECT_BYTES: usize = 4;

/// Splits the long paragraphs of `blocks` and of the blocks within them, with a note for each.
pub(crate) fn split_long_paragraphs(
    blocks: &mut Vec<Block>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for block in blocks.iter_mut() {
        let parts = walk::parts_mut(block).into_iter();
        parts.for_each(|inner| split_long_paragraphs(inner, diagnostics));
    }
    if !blocks.iter().any(is_too_long) {
        return;
    }
    for mut block in std::mem::take(blocks) {
        let too_long = is_too_long(&block);
        let BlockKind::Paragraph(inlines) = &mut block.kind else {
            blocks.push(block);
            continue;
        };
        if !too_long {
            blocks.push(block);
            continue;
        }
        let parts = ParagraphSplitter::split(std::mem::take(inlines));
        let count = parts.len();
        let message = format!("a paragraph longer than any book's is set as {count}");
        diagnostics.push(
            Diagnostic::note("paragraph-parted", block.place, message)
                .hint("part it yourself with blank lines where the sense wants it"),
        );
        let parts = parts.into_iter().map(BlockKind::Paragraph);
        blocks.extend(parts.map(|kind| Block { kind, ..block }));
    }
}

/// True for a paragraph that is too long or has a word that is.
fn is_too_long(block: &Block) -> bool {
    let BlockKind::Paragraph(inlines) = &block.kind else { return false };
    let (mut bytes, mut word) = (0, 0);
    for inline in walk::inlines(inlines) {
        let text = match inline {
            Inline::Text(text) | Inline::Code(text) => text.as_str(),
            _ => "",
        };
        bytes += if text.is_empty() { OBJECT_BYTES } else { text.len() };
        for (nth, part) in text.split(' ').enumerate() {
            if nth > 0 {
                bytes += LEAST_WORD_BYTES.saturating_sub(part.len() + 1);
            }
            word = if nth == 0 { word + part.len() } else { part.len() };
            if word > MOST_WORD_BYTES {
                return true;
            }
        }
        if *inline == Inline::LineBreak {
            word = 0;
        }
        if bytes > MOST_BYTES {
            return true;
        }
    }
    false
}

/// Splits an over-long paragraph into parts of about [`PART_BYTES`], at spaces where there are any.
struct ParagraphSplitter {
    /// Finished parts.
    parts: Vec<Vec<Inline>>,
    /// Inlines of the current part.
    part: Vec<Inline>,
    /// Containers that are open, the outermost first, each empty and with its contents so far.
    open: Vec<(Inline, Vec<Inline>)>,
    /// Length of the current part, in bytes. A part without spaces may have twice [`PART_BYTES`].
    length: usize,
}

impl ParagraphSplitter {
    fn split(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
        let (parts, part, open) = (Vec::new(), Vec::new(), Vec::new());
        let mut splitter = Self { parts, part, open, length: 0 };
        inlines.into_iter().for_each(|inline| splitter.add(inline));
        splitter.end_part();
        splitter.parts
    }

    fn add(&mut self, mut inline: Inline) {
        if let Some(inner) = inline.inner_mut().map(std::mem::take) {
            self.open.push((inline, Vec::new()));
            inner.into_iter().for_each(|inline| self.add(inline));
            self.close();
            return;
        }
        match inline {
            Inline::Text(words) => self.add_text(&words),
            Inline::LineBreak if self.length >= PART_BYTES => self.end_part(),
            other => {
                self.length += OBJECT_BYTES;
                self.push(other);
            }
        }
    }

    fn add_text(&mut self, text: &str) {
        let mut rest = text;
        while self.length + rest.len() > PART_BYTES
            && let Some(at) = split_offset(rest, self.length)
        {
            let (before, after) = rest.split_at(at);
            self.push(Inline::Text(before.to_owned()));
            self.end_part();
            rest = after.trim_start_matches(' ');
        }
        self.length += rest.len();
        self.push(Inline::Text(rest.to_owned()));
    }

    fn push(&mut self, inline: Inline) {
        if matches!(&inline, Inline::Text(words) if words.is_empty()) {
            return;
        }
        self.open.last_mut().map_or(&mut self.part, |(_, inner)| inner).push(inline);
    }

    /// Closes the innermost container.
    fn close(&mut self) {
        let (mut container, inner) = self.open.pop().expect("a container is open");
        if !inner.is_empty() {
            *container.inner_mut().expect("only containers are opened") = inner;
            self.push(container);
        }
    }

    /// Ends the part; its open containers continue in the next one.
    fn end_part(&mut self) {
        let open =
            self.open.iter().map(|(container, _)| (container.clone(), Vec::new())).collect();
        while !self.open.is_empty() {
            self.close();
        }
        if !self.part.is_empty() {
            self.parts.push(std::mem::take(&mut self.part));
        }
        self.open = open;
        self.length = 0;
    }
}

/// Returns the offset at which `text` is split to fill a part of `length` bytes: at the last space
/// that fits, else at the first one within another [`PART_BYTES`], else anywhere there. None if the
/// text ends before that.
fn split_offset(text: &str, length: usize) -> Option<usize> {
    let floor = |most: usize| text.floor_char_boundary(most.saturating_sub(length));
    let (fits, most) = (floor(PART_BYTES), floor(2 * PART_BYTES));
    if let Some(space) = text[..fits].rfind(' ') {
        return Some(space);
    }
    let space = text[fits..most].find(' ').map(|space| fits + space);
    space.or((most < text.len()).then_some(most))
}
