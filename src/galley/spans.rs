//! Inlines laid flat: one text, and spans of one look.
//!
//! Comes in: a tree of inlines. Goes out: [`Flat`], the text in logical order with its spans.
//! Never done here: fonts, widths.

use crate::article::{Inline, Note};
use crate::font::FaceStyle;

use super::LinkId;
use super::link_addresses::{LinkAddresses, LinkSuffix};
use super::structure::{PassageId, PassageKind, Structure};
use super::ties::THIN_TIE;

/// The look of a stretch of text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Bold, italic.
    pub(super) cut: FaceStyle,
    /// Fixed width.
    pub(super) code: bool,
    /// A note's mark, raised.
    pub(super) superior: bool,
    /// The note it calls, by index in the article; once planned, the footnote it calls first, by
    /// index in the galley.
    pub(super) call: Option<u32>,
    /// Raised (1) or lowered (-1) in smaller type.
    pub(super) shift: i8,
    /// Struck out.
    pub(super) strike: bool,
    /// An abbreviation, set in small capitals where the face has them.
    pub(super) small: bool,
    /// Not of the article: the number of a link, its address.
    pub(super) ours: bool,
    /// The passage it stands in.
    pub(super) passage: Option<PassageId>,
}

/// A stretch of text of one look, ending where the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// First byte after the span.
    pub(super) end: usize,
    /// Its look.
    pub(super) look: Look,
}

/// Text laid flat.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Flat {
    /// The words, spaces single; a line break is U+2028.
    pub(super) text: String,
    /// Its spans, without gaps.
    pub(super) spans: Vec<Span>,
    /// Where the no-break spaces begin that the source has, rising.
    pub(super) written_ties: Vec<usize>,
}

/// Stands for a line end that stays (Unicode LINE SEPARATOR).
pub(super) const LINE_BREAK: char = '\u{2028}';

/// Whether a character is a no-break space.
fn is_tie(c: char) -> bool {
    matches!(c, '\u{A0}' | THIN_TIE)
}

impl Flat {
    /// Lays `inlines` flat. What is met on the way is put down in `ledger`.
    pub(super) fn new(inlines: &[Inline], ledger: &mut Ledger<'_>) -> Self {
        let mut flat = Self::default();
        flat.push(inlines, Look::default(), ledger);
        flat
    }

    /// The capital that it begins with, if it is of the article and plain, whether it is a word by
    /// itself, and the rest.
    pub(super) fn initial(&self) -> Option<(char, bool, Self)> {
        let (capital, first) = (self.text.chars().next()?, self.spans.first()?);
        let Look { cut, small, .. } = first.look;
        let plain = first.look == Look { cut, small, ..Look::default() };
        let after = &self.text[capital.len_utf8()..];
        let rest = after.trim_start_matches(' ');
        // An accent that stands by itself, or a sign, would lose its place.
        let whole = rest.starts_with(char::is_alphabetic);
        let taken = self.text.len() - rest.len();
        if !plain || !capital.is_uppercase() || !whole || first.end <= taken {
            return None;
        }
        let shorter = |span: &Span| Span { end: span.end - taken, ..*span };
        let rest = Self {
            text: rest.to_owned(),
            spans: self.spans.iter().map(shorter).collect(),
            written_ties: self
                .written_ties
                .iter()
                .filter_map(|at| at.checked_sub(taken))
                .collect(),
        };
        Some((capital, rest.text.len() < after.len(), rest))
    }

    /// Its words without the marks of notes and the numbers of links.
    pub(super) fn without_marks(&self) -> String {
        let mut words = String::with_capacity(self.text.len());
        let mut start = 0;
        for span in &self.spans {
            if !span.look.superior {
                words.push_str(&self.text[start..span.end]);
            }
            start = span.end;
        }
        words
    }

    /// A text of one look.
    pub(super) fn plain(text: &str, look: Look) -> Self {
        let mut flat = Self::default();
        flat.push_text(text, look);
        flat
    }

    /// Appends words in one look.
    pub(super) fn push_text(&mut self, text: &str, look: Look) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let end = self.text.len();
        match self.spans.last_mut() {
            Some(last) if last.look == look => last.end = end,
            _ => self.spans.push(Span { end, look }),
        }
    }

    fn push(&mut self, inlines: &[Inline], look: Look, ledger: &mut Ledger<'_>) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => self.push_text(words, look),
                Inline::Code(words) => {
                    let passage = ledger.passage(PassageKind::Code, look);
                    self.push_text(words, Look { code: true, passage, ..look });
                }
                Inline::Emphasis(inner) => {
                    // Emphasis within emphasis turns back to upright.
                    let cut = FaceStyle { italic: !look.cut.italic, ..look.cut };
                    self.push(inner, Look { cut, ..look }, ledger);
                }
                Inline::Strong(inner) => {
                    let cut = FaceStyle { bold: true, ..look.cut };
                    self.push(inner, Look { cut, ..look }, ledger);
                }
                Inline::Link { target, text } => {
                    let passage = ledger.link(target, look);
                    self.push(text, Look { passage, ..look }, ledger);
                    self.push_address(target, text, look, ledger);
                }
                Inline::NoteRef(index) => {
                    let label =
                        ledger.notes.get(*index).map_or("?", |note| note.label.as_str());
                    let call = u32::try_from(*index).ok();
                    let mark = PassageKind::NoteMark(u32::try_from(*index).unwrap_or(u32::MAX));
                    let passage = ledger.passage(mark, look);
                    self.push_text(label, Look { superior: true, call, passage, ..look });
                }
                Inline::LineBreak => self.push_text("\u{2028}", look),
                Inline::Picture(picture) => {
                    self.push_text(picture.alt.as_deref().unwrap_or(""), look);
                }
                Inline::Strike(inner) => {
                    self.push(inner, Look { strike: true, ..look }, ledger);
                }
                Inline::NoBreak(inner) => {
                    let start = self.text.len();
                    self.push(inner, look, ledger);
                    let added = self.text[start..].char_indices();
                    let ties = added.filter(|(_, c)| is_tie(*c)).map(|(at, _)| start + at);
                    self.written_ties.extend(ties);
                }
                Inline::Superscript(inner) => {
                    self.push(inner, Look { shift: 1, ..look }, ledger);
                }
                Inline::Subscript(inner) => {
                    self.push(inner, Look { shift: -1, ..look }, ledger);
                }
                Inline::Passage { language, text } => {
                    let passage = ledger.passage(PassageKind::Foreign(*language), look);
                    self.push(text, Look { passage, ..look }, ledger);
                }
            }
        }
    }
}

impl Flat {
    /// Appends the number of a link's address, or the address itself.
    fn push_address(
        &mut self,
        target: &str,
        text: &[Inline],
        look: Look,
        ledger: &mut Ledger<'_>,
    ) {
        let ours = Look { ours: true, passage: None, ..look };
        match ledger.addresses.suffix(target, text) {
            Some(LinkSuffix::Number(number)) => {
                self.push_text(&number, Look { superior: true, strike: false, ..ours });
            }
            Some(LinkSuffix::Address(address)) => {
                self.push_text(&format!(" ({address})"), ours);
            }
            None => {}
        }
    }
}

/// Where the passages of inlines are put down.
pub(super) struct Ledger<'l> {
    /// The notes that marks point at.
    pub(super) notes: &'l [Note],
    /// Where the links lead.
    pub(super) links: &'l mut Vec<String>,
    /// Which of that is shown.
    pub(super) addresses: &'l mut LinkAddresses,
    /// The passages.
    pub(super) structure: &'l mut Structure,
}

impl Ledger<'_> {
    /// A passage inside text of this look.
    fn passage(&mut self, kind: PassageKind, look: Look) -> Option<PassageId> {
        self.structure.add_passage(kind, look.passage).or(look.passage)
    }

    /// A link; the same target just before gets the same id.
    fn link(&mut self, target: &str, look: Look) -> Option<PassageId> {
        if self.links.last().is_none_or(|last| last != target) {
            self.links.push(target.to_owned());
        }
        let id = u32::try_from(self.links.len() - 1).unwrap_or(u32::MAX);
        self.passage(PassageKind::Link(LinkId(id)), look)
    }
}
