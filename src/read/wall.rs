//! Walls: paragraphs longer than any writer's.
//!
//! Comes in: blocks. Goes out: the same, with a paragraph that no book has parted into several.
//! Never done here: a character lost, a paragraph that people wrote touched.

use crate::article::{Block, BlockKind, Inline, walk};
use crate::diagnostic::Diagnostic;

/// Bytes that a paragraph has at most. Novels of a single paragraph (Bernhard's, Hrabal's) stay
/// below; what is longer is data, and setting it in one piece would take memory without bound.
const LONGEST: usize = 2 << 20;

/// Bytes that a word has at most; the longest that anyone wrote (titin's chemical name) has three
/// times as many. What is longer goes into parts as a paragraph does that is too long.
const LONGEST_WORD: usize = 64 << 10;

/// Bytes of a part: some twenty pages, so that a part takes little memory and every core has some.
const PART: i64 = 64 << 10;

/// Parts the walls among `blocks` and within them, and tells each.
pub(crate) fn part(blocks: &mut Vec<Block>, diagnostics: &mut Vec<Diagnostic>) {
    for block in blocks.iter_mut() {
        walk::parts_mut(block).into_iter().for_each(|inner| part(inner, diagnostics));
    }
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
        let parts = Mason::part(inlines);
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

/// Whether a block is a paragraph that is too long, or has a word that is.
fn is_wall(block: &Block) -> bool {
    let BlockKind::Paragraph(inlines) = &block.kind else { return false };
    let (mut all, mut word) = (0, 0);
    for inline in walk::inlines(inlines) {
        let (text, breaks) = match inline {
            Inline::Text(text) | Inline::Code(text) => (text.as_str(), false),
            _ => ("", *inline == Inline::LineBreak),
        };
        // An element costs about as much as a word.
        all += text.len() + usize::from(text.is_empty()) * 4;
        word = match (text.find(' '), text.rfind(' ')) {
            _ if breaks => 0,
            (Some(first), _) if word + first > LONGEST_WORD => return true,
            (_, Some(last)) => {
                if text.len() > LONGEST_WORD && has_long_word(text) {
                    return true;
                }
                text.len() - last
            }
            _ => word + text.len(),
        };
        if all > LONGEST || word > LONGEST_WORD {
            return true;
        }
    }
    false
}

fn has_long_word(text: &str) -> bool {
    text.split(' ').any(|word| word.len() > LONGEST_WORD)
}

/// Who takes a wall apart.
struct Mason {
    parts: Vec<Vec<Inline>>,
    /// The inlines of the part at hand; and, for each inline that is open in it, its shell and what
    /// is in it so far.
    whole: Vec<Inline>,
    open: Vec<(Inline, Vec<Inline>)>,
    /// Bytes that the part still has room for. Where no space comes it may have as many too many.
    room: i64,
}

impl Mason {
    /// The inlines in parts that are not too long, divided at spaces where there are any.
    fn part(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
        let (parts, whole, open) = (Vec::new(), Vec::new(), Vec::new());
        let mut mason = Self { parts, whole, open, room: PART };
        inlines.into_iter().for_each(|inline| mason.take(inline));
        mason.end();
        mason.parts
    }

    fn take(&mut self, mut inline: Inline) {
        if let Some(inner) = inline.inner_mut().map(std::mem::take) {
            self.open.push((inline, Vec::new()));
            inner.into_iter().for_each(|inline| self.take(inline));
            self.close();
            return;
        }
        match inline {
            Inline::Text(words) => self.words(&words),
            Inline::LineBreak if self.room <= 0 => self.end(),
            other => {
                self.room -= 4;
                self.push(other);
            }
        }
    }

    fn words(&mut self, words: &str) {
        let mut rest = words;
        loop {
            let length = i64::try_from(rest.len()).unwrap_or(i64::MAX);
            if length <= self.room {
                break;
            }
            let Some(at) = division(rest, self.room) else { break };
            let (before, after) = rest.split_at(at);
            self.push(Inline::Text(before.to_owned()));
            self.end();
            rest = after.trim_start_matches(' ');
        }
        self.room -= i64::try_from(rest.len()).unwrap_or(i64::MAX);
        self.push(Inline::Text(rest.to_owned()));
    }

    fn push(&mut self, inline: Inline) {
        if matches!(&inline, Inline::Text(words) if words.is_empty()) {
            return;
        }
        self.open.last_mut().map_or(&mut self.whole, |(_, inside)| inside).push(inline);
    }

    /// Closes the inline that was opened last.
    fn close(&mut self) {
        let Some((mut shell, inside)) = self.open.pop() else { return };
        if inside.is_empty() {
            return;
        }
        if let Some(inner) = shell.inner_mut() {
            *inner = inside;
        }
        self.push(shell);
    }

    /// Ends the part; what is open in it goes on in the next.
    fn end(&mut self) {
        let shells: Vec<Inline> = self.open.iter().map(|(shell, _)| shell.clone()).collect();
        while !self.open.is_empty() {
            self.close();
        }
        if !self.whole.is_empty() {
            self.parts.push(std::mem::take(&mut self.whole));
        }
        self.open = shells.into_iter().map(|shell| (shell, Vec::new())).collect();
        self.room = PART;
    }
}

/// Where `text` is divided so that no more than `room` bytes stand before: at the last space, else
/// the first one behind, else anywhere; nowhere where it may go on.
fn division(text: &str, room: i64) -> Option<usize> {
    let within = usize::try_from(room.max(0)).unwrap_or(usize::MAX);
    let most = usize::try_from(room.saturating_add(PART).max(0)).unwrap_or(usize::MAX);
    let floor = |most: usize| {
        (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    };
    let (before, after) = text.split_at(floor(within));
    if let Some(space) = before.rfind(' ') {
        return Some(space);
    }
    let until = floor(most).saturating_sub(before.len());
    let space = after.get(..until).and_then(|after| after.find(' '));
    match space {
        Some(space) => Some(before.len() + space),
        None if text.len() <= most => None,
        None => Some(floor(most)),
    }
}
