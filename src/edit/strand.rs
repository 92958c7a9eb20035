//! A block's text as one strand that passes can rewrite.
//!
//! Comes in: the inlines of one block. Goes out: the same inlines with the text of their leaves
//! rewritten. Never done here: knowing a language; moving a character from a leaf past another's.

use crate::article::Inline;

/// Stands for "no character": before the first, after the last.
pub(super) const END: char = '\0';

/// Stands for a piece of code, which no pass may see into.
const OBJECT: char = '\u{FFFC}';

const FIXED: u32 = 1 << 31;
const NO_LEAF: u32 = FIXED - 1;

/// One character, and the leaf it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    /// The character.
    pub(super) ch: char,
    leaf: u32,
}

impl Cell {
    /// Another character in the same leaf, free to be edited.
    pub(super) fn with(self, ch: char) -> Self {
        Self { ch, leaf: self.leaf & !FIXED }
    }

    /// Whether no pass may touch it: code, addresses, options.
    pub(super) fn is_fixed(self) -> bool {
        self.leaf & FIXED != 0
    }

    /// Forbids every later pass to touch it.
    pub(super) fn fix(&mut self) {
        self.leaf |= FIXED;
    }
}

/// The character at `at`, [`END`] outside.
pub(super) fn ch(text: &[Cell], at: usize) -> char {
    text.get(at).map_or(END, |cell| cell.ch)
}

/// The character before `at`, [`END`] at the start.
pub(super) fn before(text: &[Cell], at: usize) -> char {
    at.checked_sub(1).map_or(END, |at| ch(text, at))
}

/// The character at `at` if a pass may touch it, else [`END`].
pub(super) fn live(text: &[Cell], at: usize) -> char {
    text.get(at).filter(|cell| !cell.is_fixed()).map_or(END, |cell| cell.ch)
}

/// Any space between words, breaking or not, and a line's end.
pub(super) fn is_space(ch: char) -> bool {
    matches!(ch, ' ' | '\n' | '\t' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

/// A space, or nothing at all.
pub(super) fn is_gap(ch: char) -> bool {
    ch == END || is_space(ch)
}

/// A dash or hyphen of any length.
pub(super) fn is_dash(ch: char) -> bool {
    matches!(ch, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A mark that opens or closes, straight or curly.
pub(super) fn is_quote(ch: char) -> bool {
    matches!(ch, '"' | '\'' | '`' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201F}')
}

/// A quotation mark or bracket that may stand before a word.
pub(super) fn is_opener(ch: char) -> bool {
    is_quote(ch) || matches!(ch, '(' | '[' | '{' | '<' | '¿' | '¡')
}

/// A quotation mark, bracket or point that may stand after a word.
pub(super) fn is_closer(ch: char) -> bool {
    is_quote(ch)
        || matches!(ch, ')' | ']' | '}' | '>' | '.' | ',' | ';' | ':' | '!' | '?' | '…')
}

/// The text of one block; its buffers are used again for the next.
#[derive(Debug, Default)]
pub(super) struct Strand {
    cells: Vec<Cell>,
    spare: Vec<Cell>,
    buffer: String,
}

impl Strand {
    /// Takes up the text of `lines`, with a line end between one line and the next.
    pub(super) fn load(&mut self, lines: &[&mut Vec<Inline>]) {
        self.cells.clear();
        let mut leaf = 0;
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.object('\n');
            }
            self.load_inlines(line, &mut leaf);
        }
        fix_addresses(&mut self.cells);
    }

    fn object(&mut self, ch: char) {
        self.cells.push(Cell { ch, leaf: NO_LEAF | FIXED });
    }

    fn load_inlines(&mut self, inlines: &[Inline], leaf: &mut u32) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => {
                    self.cells.extend(words.chars().map(|ch| Cell { ch, leaf: *leaf }));
                    *leaf = (*leaf + 1).min(NO_LEAF - 1);
                }
                Inline::Passage { text, .. } => {
                    // In another language, and so in another manner: it stays as it is.
                    let start = self.cells.len();
                    self.load_inlines(text, leaf);
                    self.cells.iter_mut().skip(start).for_each(Cell::fix);
                }
                Inline::Link { target, text } => {
                    let start = self.cells.len();
                    self.load_inlines(text, leaf);
                    if let Some(cells) = self.cells.get_mut(start..) {
                        fix_if_part_of(target, cells);
                    }
                }
                Inline::Code(_) | Inline::Picture(_) => self.object(OBJECT),
                Inline::LineBreak => self.object('\n'),
                Inline::NoteRef(_) => {}
                holder => self.load_inlines(holder.inner().unwrap_or(&[]), leaf),
            }
        }
    }

    /// Whether any character is such a one.
    pub(super) fn has(&self, such: impl Fn(char) -> bool) -> bool {
        self.cells.iter().any(|cell| such(cell.ch))
    }

    /// Runs one pass, which reads the text and writes it anew.
    pub(super) fn pass(&mut self, pass: impl FnOnce(&[Cell], &mut Vec<Cell>)) {
        self.spare.clear();
        pass(&self.cells, &mut self.spare);
        std::mem::swap(&mut self.cells, &mut self.spare);
    }

    /// Puts the text back into the leaves it came from.
    pub(super) fn store(&mut self, lines: &mut [&mut Vec<Inline>]) {
        let mut back = Back { cells: &self.cells, leaf: 0, buffer: &mut self.buffer };
        for line in lines {
            back.inlines(line);
        }
    }
}

/// The way back from cells to leaves.
struct Back<'a> {
    cells: &'a [Cell],
    leaf: u32,
    buffer: &'a mut String,
}

impl Back<'_> {
    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => self.leaf(words),
                holder => {
                    if let Some(inner) = holder.inner_mut() {
                        self.inlines(inner);
                    }
                }
            }
        }
    }

    fn leaf(&mut self, words: &mut String) {
        let leaf = |cell: &Cell| cell.leaf & !FIXED;
        let objects = self.cells.iter().take_while(|cell| leaf(cell) == NO_LEAF).count();
        let rest = self.cells.get(objects..).unwrap_or_default();
        let mine = rest.iter().take_while(|cell| leaf(cell) == self.leaf).count();
        let (mine, rest) = rest.split_at(mine);
        self.buffer.clear();
        self.buffer.extend(mine.iter().map(|cell| cell.ch));
        if self.buffer != words {
            words.clone_from(self.buffer);
        }
        self.cells = rest;
        self.leaf = (self.leaf + 1).min(NO_LEAF - 1);
    }
}

/// Fixes the words of a link that show its own address (`example.org/a--b`).
fn fix_if_part_of(target: &str, cells: &mut [Cell]) {
    if cells.is_empty() || cells.iter().any(|cell| is_space(cell.ch)) {
        return;
    }
    let shown: String = cells.iter().map(|cell| cell.ch).collect();
    if target.contains(&shown) && shown.contains(['.', '/', '@']) {
        cells.iter_mut().for_each(Cell::fix);
    }
}

/// Fixes what is read by machines: addresses, paths and options such as `--help`.
fn fix_addresses(cells: &mut [Cell]) {
    for word in cells.split_mut(|cell| is_space(cell.ch)) {
        let start = word.iter().take_while(|cell| is_opener(cell.ch)).count();
        let Some(word) = word.get_mut(start..) else { continue };
        let end = word.iter().rev().take_while(|cell| is_closer(cell.ch)).count();
        let length = word.len() - end;
        let Some(word) = word.get_mut(..length) else { continue };
        if is_address(word) || is_option(word) {
            word.iter_mut().for_each(Cell::fix);
        }
    }
}

fn is_option(word: &[Cell]) -> bool {
    ch(word, 0) == '-' && ch(word, 1) == '-' && ch(word, 2).is_alphabetic()
}

fn is_address(word: &[Cell]) -> bool {
    let starts = |prefix: &str| prefix.chars().enumerate().all(|(at, p)| ch(word, at) == p);
    let begins = match ch(word, 0) {
        'w' => starts("www."),
        '/' => true,
        '.' => starts("./") || starts("../"),
        '~' => starts("~/"),
        _ => false,
    };
    if begins {
        return word.len() > 1;
    }
    let mut at_sign = false;
    let mut dot = false;
    for (at, cell) in word.iter().enumerate() {
        let inside =
            || before(word, at).is_alphanumeric() && ch(word, at + 1).is_alphanumeric();
        match cell.ch {
            ':' if ch(word, at + 1) == '/' && ch(word, at + 2) == '/' => return true,
            '@' if inside() => at_sign = true,
            '.' if at_sign && inside() => return true,
            '.' if inside() && ch(word, at + 1).is_alphabetic() => dot = true,
            '/' if dot => return true,
            _ => {}
        }
    }
    false
}
