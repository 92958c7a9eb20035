//! Inlines laid flat: one text, and spans of one look.
//!
//! Comes in: a tree of inlines. Goes out: [`Flat`], the text in logical order with its spans.
//! Never done here: fonts, widths.

use crate::article::{Inline, Note};
use crate::font::Cut;

use super::LinkId;

/// The look of a stretch of text.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Bold, italic.
    pub(super) cut: Cut,
    /// Fixed width.
    pub(super) code: bool,
    /// A note's mark, raised.
    pub(super) superior: bool,
    /// The link it stands in.
    pub(super) link: Option<LinkId>,
    /// The note it calls, by index in the article; once planned, the footnote it calls first, by
    /// index in the galley.
    pub(super) call: Option<u32>,
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
}

/// Stands for a line end that stays (Unicode LINE SEPARATOR).
pub(super) const LINE_BREAK: char = '\u{2028}';

impl Flat {
    /// Lays `inlines` flat. Targets of links are appended to `links`.
    pub(super) fn new(inlines: &[Inline], notes: &[Note], links: &mut Vec<String>) -> Self {
        let mut flat = Self::default();
        flat.push(inlines, Look::default(), notes, links);
        flat
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

    fn push(
        &mut self,
        inlines: &[Inline],
        look: Look,
        notes: &[Note],
        links: &mut Vec<String>,
    ) {
        for inline in inlines {
            match inline {
                Inline::Text(words) => self.push_text(words, look),
                Inline::Code(words) => self.push_text(words, Look { code: true, ..look }),
                Inline::Emphasis(inner) => {
                    // Emphasis within emphasis turns back to upright.
                    let cut = Cut { italic: !look.cut.italic, ..look.cut };
                    self.push(inner, Look { cut, ..look }, notes, links);
                }
                Inline::Strong(inner) => {
                    let cut = Cut { bold: true, ..look.cut };
                    self.push(inner, Look { cut, ..look }, notes, links);
                }
                Inline::Link { target, text } => {
                    let link = link_id(target, links);
                    self.push(text, Look { link, ..look }, notes, links);
                }
                Inline::NoteRef(index) => {
                    let label = notes.get(*index).map_or("?", |note| note.label.as_str());
                    let call = u32::try_from(*index).ok();
                    self.push_text(label, Look { superior: true, call, ..look });
                }
                Inline::LineBreak => self.push_text("\u{2028}", look),
                Inline::Picture(picture) => {
                    self.push_text(picture.alt.as_deref().unwrap_or(""), look);
                }
                Inline::Strike(inner)
                | Inline::Superscript(inner)
                | Inline::Subscript(inner)
                | Inline::Passage { text: inner, .. } => self.push(inner, look, notes, links),
            }
        }
    }
}

/// The id of `target`; the same target just before gets the same id.
fn link_id(target: &str, links: &mut Vec<String>) -> Option<LinkId> {
    if links.last().is_none_or(|last| last != target) {
        links.push(target.to_owned());
    }
    u32::try_from(links.len() - 1).ok().map(LinkId)
}
