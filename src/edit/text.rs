//! Text of one block as a sequence of characters that passes rewrite.
//!
//! Each character knows the [`Inline::Text`] (leaf) it came from, so that a quotation can run over
//! emphasis and links. A pass never moves a character past one of another leaf.

use crate::article::Inline;

/// Stands for "no character": before the first and after the last.
pub(super) const END: char = '\0';

/// Stands for code or a picture, which passes do not look into.
const OBJECT: char = '\u{FFFC}';

/// Bit of [`TextChar::leaf`] that marks a fixed character.
const FIXED: u32 = 1 << 31;
/// Leaf number of characters that stand for objects and line ends and belong to no leaf.
const NO_LEAF: u32 = FIXED - 1;

/// One character and the leaf it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextChar {
    /// The character.
    pub(super) ch: char,
    /// Number of the leaf, and the bit [`FIXED`].
    leaf: u32,
}

impl TextChar {
    /// Returns another character in the same leaf, free to be edited.
    pub(super) fn replaced_by(self, ch: char) -> Self {
        Self { ch, leaf: self.leaf() }
    }

    /// True if no pass may change it: code, addresses, options.
    pub(super) fn is_fixed(self) -> bool {
        self.leaf & FIXED != 0
    }

    /// Forbids every later pass to change it.
    pub(super) fn fix(&mut self) {
        self.leaf |= FIXED;
    }

    /// Number of the leaf.
    fn leaf(self) -> u32 {
        self.leaf & !FIXED
    }
}

/// Returns the character at `at`, [`END`] outside the text.
pub(super) fn char_at(text: &[TextChar], at: usize) -> char {
    text.get(at).map_or(END, |it| it.ch)
}

/// Returns the character before `at`, [`END`] at the start.
pub(super) fn char_before(text: &[TextChar], at: usize) -> char {
    at.checked_sub(1).map_or(END, |at| char_at(text, at))
}

/// Returns the character at `at` if a pass may change it, else [`END`].
pub(super) fn editable_at(text: &[TextChar], at: usize) -> char {
    text.get(at).filter(|it| !it.is_fixed()).map_or(END, |it| it.ch)
}

/// True for a space between words, breaking or not, and for a line end.
pub(super) fn is_space(ch: char) -> bool {
    matches!(ch, ' ' | '\n' | '\t' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

/// True for a space and for [`END`].
pub(super) fn is_gap(ch: char) -> bool {
    ch == END || is_space(ch)
}

/// True for a dash or hyphen of any length.
pub(super) fn is_dash(ch: char) -> bool {
    matches!(ch, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// True for a quotation mark or apostrophe, straight or curly.
pub(super) fn is_quote(ch: char) -> bool {
    matches!(ch, '"' | '\'' | '`' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201F}')
}

/// True for a quotation mark or bracket that may stand before a word.
pub(super) fn is_opener(ch: char) -> bool {
    is_quote(ch) || matches!(ch, '(' | '[' | '{' | '<' | '¿' | '¡')
}

/// True for a quotation mark, bracket or punctuation mark that may stand after a word.
pub(super) fn is_closer(ch: char) -> bool {
    is_quote(ch)
        || matches!(ch, ')' | ']' | '}' | '>' | '.' | ',' | ';' | ':' | '!' | '?' | '…')
}

/// Text of one block. Its buffers are reused for the next block.
#[derive(Debug, Default)]
pub(super) struct EditableText {
    chars: Vec<TextChar>,
    /// Output of the pass that runs.
    output: Vec<TextChar>,
    /// New text of the leaf that is written back.
    leaf_text: String,
}

impl EditableText {
    /// Loads the text of `lines`, with a line end between one line and the next.
    pub(super) fn load(&mut self, lines: &[&mut Vec<Inline>]) {
        self.chars.clear();
        let mut leaf = 0;
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.push_object('\n');
            }
            self.load_inlines(line, &mut leaf);
        }
        debug_assert!(leaf < NO_LEAF, "2^31 leaves do not fit in memory");
        fix_addresses(&mut self.chars);
    }

    fn push_object(&mut self, ch: char) {
        self.chars.push(TextChar { ch, leaf: NO_LEAF | FIXED });
    }

    fn load_inlines(&mut self, inlines: &[Inline], leaf: &mut u32) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => {
                    self.chars.extend(words.chars().map(|ch| TextChar { ch, leaf: *leaf }));
                    *leaf += 1;
                }
                Inline::Foreign { text, .. } => {
                    // It is in another language, whose conventions are others.
                    let start = self.chars.len();
                    self.load_inlines(text, leaf);
                    self.chars[start..].iter_mut().for_each(TextChar::fix);
                }
                Inline::Link { target, text } => {
                    let start = self.chars.len();
                    self.load_inlines(text, leaf);
                    fix_if_part_of(target, &mut self.chars[start..]);
                }
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strike(inner)
                | Inline::Superscript(inner)
                | Inline::Subscript(inner)
                | Inline::NoBreak(inner)
                | Inline::Quotation(inner)
                | Inline::Abbreviation { text: inner, .. } => self.load_inlines(inner, leaf),
                Inline::Code(_) | Inline::Picture(_) => self.push_object(OBJECT),
                Inline::LineBreak => self.push_object('\n'),
                Inline::NoteRef(_) => {}
            }
        }
    }

    /// True if any character satisfies `condition`.
    pub(super) fn contains(&self, condition: impl Fn(char) -> bool) -> bool {
        self.chars.iter().any(|it| condition(it.ch))
    }

    /// Runs one pass, which reads the text and writes all of it to another buffer.
    pub(super) fn run_pass(&mut self, pass: impl FnOnce(&[TextChar], &mut Vec<TextChar>)) {
        self.output.clear();
        pass(&self.chars, &mut self.output);
        std::mem::swap(&mut self.chars, &mut self.output);
    }

    /// Writes the text back into the leaves it was loaded from.
    pub(super) fn store(&mut self, lines: &mut [&mut Vec<Inline>]) {
        let mut writer = LeafWriter { rest: &self.chars, leaf: 0, text: &mut self.leaf_text };
        for line in lines {
            writer.write_inlines(line);
        }
    }
}

/// Writes characters back into their leaves, in order.
struct LeafWriter<'a> {
    /// Characters not written yet.
    rest: &'a [TextChar],
    /// Number of the next leaf.
    leaf: u32,
    text: &'a mut String,
}

impl LeafWriter<'_> {
    fn write_inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            if let Inline::Text(words) = inline {
                self.write_leaf(words);
            } else if let Some(inner) = inline.inner_mut() {
                self.write_inlines(inner);
            }
        }
    }

    fn write_leaf(&mut self, words: &mut String) {
        let objects = self.rest.iter().take_while(|it| it.leaf() == NO_LEAF).count();
        let rest = &self.rest[objects..];
        let own = rest.iter().take_while(|it| it.leaf() == self.leaf).count();
        let (own, rest) = rest.split_at(own);
        self.text.clear();
        self.text.extend(own.iter().map(|it| it.ch));
        if self.text != words {
            words.clone_from(self.text);
        }
        self.rest = rest;
        self.leaf += 1;
    }
}

/// Fixes the words of a link that show its own address (`example.org/a--b`).
fn fix_if_part_of(target: &str, chars: &mut [TextChar]) {
    if chars.is_empty() || chars.iter().any(|it| is_space(it.ch)) {
        return;
    }
    let shown: String = chars.iter().map(|it| it.ch).collect();
    if target.contains(&shown) && shown.contains(['.', '/', '@']) {
        chars.iter_mut().for_each(TextChar::fix);
    }
}

/// Fixes what programs read: addresses, paths, and options such as `--help`.
fn fix_addresses(chars: &mut [TextChar]) {
    for word in chars.split_mut(|it| is_space(it.ch)) {
        let start = word.iter().take_while(|it| is_opener(it.ch)).count();
        let word = &mut word[start..];
        let closers = word.iter().rev().take_while(|it| is_closer(it.ch)).count();
        let length = word.len() - closers;
        let word = &mut word[..length];
        if is_address(word) || is_option(word) {
            word.iter_mut().for_each(TextChar::fix);
        }
    }
}

fn is_option(word: &[TextChar]) -> bool {
    char_at(word, 0) == '-' && char_at(word, 1) == '-' && char_at(word, 2).is_alphabetic()
}

/// True for a path, a web address with or without a scheme, and a mail address.
fn is_address(word: &[TextChar]) -> bool {
    let starts =
        |prefix: &str| prefix.chars().enumerate().all(|(at, p)| char_at(word, at) == p);
    let is_path = match char_at(word, 0) {
        'w' => starts("www."),
        '/' => true,
        '.' => starts("./") || starts("../"),
        '~' => starts("~/"),
        _ => false,
    };
    if is_path {
        return word.len() > 1;
    }
    let mut at_sign = false;
    let mut dot = false;
    for (at, it) in word.iter().enumerate() {
        let next = char_at(word, at + 1);
        let inside = || char_before(word, at).is_alphanumeric() && next.is_alphanumeric();
        match it.ch {
            ':' if next == '/' && char_at(word, at + 2) == '/' => return true,
            '@' if inside() => at_sign = true,
            '.' if at_sign && inside() => return true,
            '.' if inside() && next.is_alphabetic() => dot = true,
            '/' if dot => return true,
            _ => {}
        }
    }
    false
}
