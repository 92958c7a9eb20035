//! Inline content flattened into one text with spans of one look.

use std::ops::Range;

use crate::article::{Inline, Language, Note, QUOTE, name_in_link};
use crate::font::FaceStyle;
use crate::shape::{ForeignPassage, foreign_passages};

use super::link_addresses::{LinkAddresses, LinkSuffix};
use super::structure::{PassageId, PassageKind, Structure};
use super::ties::THIN_TIE;
use super::{FootnoteId, LinkTargetId, NoteId, TaskId, to_u32};

/// Look of a span of text, relative to the font of its block.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct SpanStyle {
    /// Bold, italic.
    pub(super) face: FaceStyle,
    /// Monospaced.
    pub(super) code: bool,
    /// Superior figures or letters: a note reference, the number of a link.
    pub(super) superior: bool,
    /// Footnote that is called here.
    pub(super) footnote: Option<FootnoteId>,
    /// Raised (1) or lowered (-1) in smaller type.
    pub(super) shift: i8,
    /// Struck out.
    pub(super) strike: bool,
    /// Abbreviation, set in small capitals where the face has them.
    pub(super) small_caps: bool,
    /// Not of the article: the number of a link, its address.
    pub(super) added: bool,
    /// Passage of the structure.
    pub(super) passage: Option<PassageId>,
}

/// Text of one look, from the end of the span before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// First byte after the span.
    pub(super) end: usize,
    /// Look.
    pub(super) look: SpanStyle,
}

/// Text in logical order with its spans.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct FlatText {
    /// Words, separated by single spaces; a forced line break is [`LINE_BREAK`].
    pub(super) text: String,
    /// Spans, without gaps.
    pub(super) spans: Vec<Span>,
    /// Offsets of the no-break spaces that the source has, ascending.
    pub(super) written_ties: Vec<usize>,
}

/// Unicode LINE SEPARATOR, which stands for a forced line break.
pub(super) const LINE_BREAK: char = '\u{2028}';

/// Capital at the beginning of a text, and the text after it.
pub(super) struct InitialSplit {
    /// Capital.
    pub(super) capital: char,
    /// The capital is a word by itself: `A lamp`.
    pub(super) is_word: bool,
    /// Text after it.
    pub(super) rest: FlatText,
}

impl FlatText {
    /// Flattens `inlines` in `language`. Their links, passages and footnotes go into `sink`; `caller`
    /// is the layout task that calls the footnotes, and none where note references call none.
    pub(super) fn new(
        inlines: &[Inline],
        language: Language,
        caller: Option<TaskId>,
        sink: &mut InlineSink<'_>,
    ) -> Self {
        let mut flattener = Flattener { flat: Self::default(), language, caller, sink };
        flattener.push(inlines, SpanStyle::default());
        flattener.flat
    }

    /// Creates a text of one look.
    pub(super) fn plain(text: &str, look: SpanStyle) -> Self {
        let mut flat = Self::default();
        flat.push_text(text, look);
        flat
    }

    /// Appends text of one look.
    pub(super) fn push_text(&mut self, text: &str, look: SpanStyle) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let end = self.text.len();
        match self.spans.last_mut() {
            Some(last) if last.look == look => last.end = end,
            last => {
                // Most texts have one span.
                if last.is_none() {
                    self.spans.reserve_exact(1);
                }
                self.spans.push(Span { end, look });
            }
        }
    }

    /// Appends the number of a link's address, or the address itself, after a link of this look.
    pub(super) fn push_suffix(&mut self, suffix: LinkSuffix, look: SpanStyle) {
        let added = SpanStyle { added: true, passage: None, ..look };
        match suffix {
            LinkSuffix::Number(number) => {
                // Beside the raised marks of notes, a number in brackets stands on the line.
                let superior = !number.starts_with('[');
                let look = SpanStyle { superior, strike: false, ..added };
                self.push_text(&number, look);
            }
            LinkSuffix::Address(address) => self.push_text(&format!(" ({address})"), added),
        }
    }

    /// Splits off the first letter if it is a capital of plain text.
    pub(super) fn split_initial(&self) -> Option<InitialSplit> {
        let (capital, first) = (self.text.chars().next()?, self.spans.first()?);
        let SpanStyle { face, small_caps, .. } = first.look;
        let plain = first.look == SpanStyle { face, small_caps, ..SpanStyle::default() };
        let after = &self.text[capital.len_utf8()..];
        let rest = after.trim_start_matches(' ');
        // A combining accent or a punctuation mark must keep to the capital.
        let whole = rest.starts_with(char::is_alphabetic);
        let taken = self.text.len() - rest.len();
        if !plain || !capital.is_uppercase() || !whole || first.end <= taken {
            return None;
        }
        let spans = self.spans.iter().map(|span| Span { end: span.end - taken, ..*span });
        let ties = self.written_ties.iter().filter_map(|at| at.checked_sub(taken));
        Some(InitialSplit {
            capital,
            is_word: rest.len() < after.len(),
            rest: Self {
                text: rest.to_owned(),
                spans: spans.collect(),
                written_ties: ties.collect(),
            },
        })
    }

    /// Returns its text without note references and the numbers of links.
    pub(super) fn without_references(&self) -> String {
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
}

/// A note that stands at the foot of the page that calls it.
#[derive(Debug)]
pub(super) struct Footnote {
    /// Note of the article.
    pub(super) note: NoteId,
    /// Layout task that calls it.
    pub(super) caller: TaskId,
    /// Its own layout tasks; empty until it is planned.
    pub(super) tasks: Range<TaskId>,
}

/// Sink of what inline content adds to a galley beside its text.
#[derive(Debug)]
pub(super) struct InlineSink<'a> {
    /// Notes of the article.
    pub(super) notes: &'a [Note],
    /// Targets of the links.
    pub(super) links: Vec<String>,
    /// Addresses that are shown in print.
    pub(super) addresses: LinkAddresses,
    /// Logical structure.
    pub(super) structure: Structure,
    /// Footnotes in the order in which they are called.
    pub(super) footnotes: Vec<Footnote>,
    /// For each note of the article, true once it is called.
    pub(super) called: Vec<bool>,
    /// Links to places of the article.
    pub(super) inside: Vec<LinkInside>,
}

/// Link to a heading of the article.
#[derive(Debug)]
pub(super) struct LinkInside {
    /// Passage of the link.
    pub(super) passage: PassageId,
    /// Name of the heading.
    pub(super) name: String,
}

impl InlineSink<'_> {
    fn add_passage(&mut self, kind: PassageKind, look: SpanStyle) -> PassageId {
        self.structure.add_passage(kind, look.passage)
    }

    /// Adds a link; one to the same target as the link before shares its id.
    pub(super) fn add_link(&mut self, target: &str, look: SpanStyle) -> PassageId {
        if self.links.last().is_none_or(|last| last != target) {
            self.links.push(target.to_owned());
        }
        let id = LinkTargetId(to_u32(self.links.len() - 1));
        let passage = self.add_passage(PassageKind::Link(id), look);
        if let Some(name) = name_in_link(target) {
            self.inside.push(LinkInside { passage, name });
        }
        passage
    }

    /// Adds an abbreviation.
    fn add_abbreviation(&mut self, expansion: &str, look: SpanStyle) -> PassageId {
        let index = to_u32(self.structure.expansions.len());
        self.structure.expansions.push(expansion.to_owned());
        self.add_passage(PassageKind::Abbreviation(index), look)
    }

    /// Makes a note a footnote; none if the article has no such note or it is called already.
    fn call_footnote(&mut self, note: NoteId, caller: TaskId) -> Option<FootnoteId> {
        let called = self.called.get_mut(note.0 as usize).filter(|called| !**called)?;
        *called = true;
        self.footnotes.push(Footnote { note, caller, tasks: TaskId(0)..TaskId(0) });
        Some(FootnoteId(to_u32(self.footnotes.len() - 1)))
    }
}

struct Flattener<'f, 'a> {
    flat: FlatText,
    /// Language here.
    language: Language,
    caller: Option<TaskId>,
    sink: &'f mut InlineSink<'a>,
}

impl Flattener<'_, '_> {
    fn push(&mut self, inlines: &[Inline], look: SpanStyle) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => self.push_words(words, look),
                Inline::Code(words) => {
                    let passage = Some(self.sink.add_passage(PassageKind::Code, look));
                    self.flat.push_text(words, SpanStyle { code: true, passage, ..look });
                }
                Inline::Emphasis(inner) => {
                    // Emphasis within emphasis turns back to upright.
                    let face = FaceStyle { italic: !look.face.italic, ..look.face };
                    self.push(inner, SpanStyle { face, ..look });
                }
                Inline::Strong(inner) => {
                    let face = FaceStyle { bold: true, ..look.face };
                    self.push(inner, SpanStyle { face, ..look });
                }
                Inline::Link { target, text } => {
                    let passage = Some(self.sink.add_link(target, look));
                    self.push(text, SpanStyle { passage, ..look });
                    if let Some(suffix) = self.sink.addresses.suffix(target, text) {
                        self.flat.push_suffix(suffix, look);
                    }
                }
                Inline::NoteRef(note) => self.push_note_reference(NoteId(to_u32(*note)), look),
                Inline::LineBreak => self.flat.push_text("\u{2028}", look),
                Inline::Picture(picture) => {
                    self.flat.push_text(picture.words().unwrap_or(""), look);
                }
                Inline::Strike(inner) => self.push(inner, SpanStyle { strike: true, ..look }),
                Inline::NoBreak(inner) => {
                    let start = self.flat.text.len();
                    self.push(inner, look);
                    let added = self.flat.text[start..].char_indices();
                    let ties = added.filter(|(_, c)| matches!(c, '\u{A0}' | &THIN_TIE));
                    self.flat.written_ties.extend(ties.map(|(at, _)| start + at));
                }
                Inline::Superscript(inner) => self.push(inner, SpanStyle { shift: 1, ..look }),
                Inline::Subscript(inner) => self.push(inner, SpanStyle { shift: -1, ..look }),
                Inline::Quotation(inner) => {
                    // Editing leaves none: it has set the marks of the language.
                    let mark = QUOTE.to_string();
                    self.flat.push_text(&mark, look);
                    self.push(inner, look);
                    self.flat.push_text(&mark, look);
                }
                Inline::Abbreviation { expansion, text } => {
                    let passage = Some(self.sink.add_abbreviation(expansion, look));
                    self.push(text, SpanStyle { passage, ..look });
                }
                Inline::Foreign { language, text } => {
                    let passage =
                        Some(self.sink.add_passage(PassageKind::Foreign(*language), look));
                    let around = std::mem::replace(&mut self.language, *language);
                    self.push(text, SpanStyle { passage, ..look });
                    self.language = around;
                }
            }
        }
    }

    /// Appends words; those in another script are passages in a language of that script.
    fn push_words(&mut self, words: &str, look: SpanStyle) {
        let mut start = 0;
        for ForeignPassage { bytes, language } in foreign_passages(words, self.language) {
            self.flat.push_text(&words[start..bytes.start], look);
            let passage = Some(self.sink.add_passage(PassageKind::Foreign(language), look));
            self.flat.push_text(&words[bytes.clone()], SpanStyle { passage, ..look });
            start = bytes.end;
        }
        self.flat.push_text(&words[start..], look);
    }

    /// Appends the label of a note, `?` where the article has no such note. The first reference
    /// calls the footnote.
    fn push_note_reference(&mut self, note: NoteId, look: SpanStyle) {
        let label =
            self.sink.notes.get(note.0 as usize).map_or("?", |note| note.label.as_str());
        let passage = Some(self.sink.add_passage(PassageKind::NoteMark(note), look));
        // A reference without a label shows nothing that could call.
        let caller = self.caller.filter(|_| !label.is_empty());
        let footnote = caller.and_then(|caller| self.sink.call_footnote(note, caller));
        let look = SpanStyle { superior: true, footnote, passage, ..look };
        self.flat.push_text(label, look);
    }
}
