//! A line of inlines while it is being gathered.
//!
//! Comes in: text, pictures and the styles that open and close around them. Goes out: inlines
//! with single spaces, none at either end. Never done here: walking the page.

use crate::article::{Inline, Language, Picture};

/// A style that surrounds what comes until it is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrap {
    /// Italics.
    Emphasis,
    /// Bold.
    Strong,
    /// Struck out.
    Strike,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
    /// In another language.
    Passage(Language),
    /// A link to an address.
    Link(String),
}

impl Wrap {
    fn around(self, text: Vec<Inline>) -> Inline {
        match self {
            Self::Emphasis => Inline::Emphasis(text),
            Self::Strong => Inline::Strong(text),
            Self::Strike => Inline::Strike(text),
            Self::Superscript => Inline::Superscript(text),
            Self::Subscript => Inline::Subscript(text),
            Self::Passage(language) => Inline::Passage { language, text },
            Self::Link(target) => Inline::Link { target, text },
        }
    }
}

/// Inlines being gathered.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Styles that are open, the outermost first, each with what it holds so far.
    open: Vec<(Wrap, Vec<Inline>)>,
    done: Vec<Inline>,
    /// A space is due before the next word.
    space: bool,
    /// There is a word, so that a space may follow.
    begun: bool,
    /// Line of the source where the first word stands.
    pub(super) place: u32,
}

impl Line {
    fn top(&mut self) -> &mut Vec<Inline> {
        self.open.last_mut().map_or(&mut self.done, |(_, inner)| inner)
    }

    /// Opens a style.
    pub(super) fn open(&mut self, wrap: Wrap) {
        self.open.push((wrap, Vec::new()));
    }

    /// Closes the style that was opened last.
    pub(super) fn close(&mut self) {
        let Some((wrap, mut inner)) = self.open.pop() else { return };
        // The space before a style stands outside it: a link does not begin with one.
        if let Some(Inline::Text(text)) = inner.first_mut()
            && text.starts_with(' ')
        {
            text.remove(0);
            if text.is_empty() {
                inner.remove(0);
            }
            self.push_words(" ".to_owned());
        }
        if !inner.is_empty() {
            self.top().push(wrap.around(inner));
        }
    }

    /// Adds words; a run of white space is one space, none at the start.
    pub(super) fn text(&mut self, text: &str, place: u32) {
        let mut words = String::with_capacity(text.len());
        for ch in text.chars() {
            if matches!(ch, ' ' | '\t' | '\n' | '\r' | '\u{C}') {
                self.space |= self.begun;
                continue;
            }
            // Invisible: the soft hyphen, the zero-width space and no-break space.
            if matches!(ch, '\u{AD}' | '\u{200B}' | '\u{FEFF}') {
                continue;
            }
            if std::mem::take(&mut self.space) {
                words.push(' ');
            }
            self.begin(place);
            words.push(ch);
        }
        self.push_words(words);
    }

    fn begin(&mut self, place: u32) {
        if !self.begun {
            self.begun = true;
            self.place = place;
        }
    }

    fn push_words(&mut self, words: String) {
        if words.is_empty() {
            return;
        }
        match self.top().last_mut() {
            Some(Inline::Text(text)) => text.push_str(&words),
            _ => self.top().push(Inline::Text(words)),
        }
    }

    /// Adds something that is no text, with the space that is due.
    fn object(&mut self, inline: Inline, place: u32) {
        if std::mem::take(&mut self.space) {
            self.push_words(" ".to_owned());
        }
        self.begin(place);
        self.top().push(inline);
    }

    /// Adds code.
    pub(super) fn code(&mut self, text: &str, place: u32) {
        let words: Vec<&str> = text.split([' ', '\t', '\n', '\r']).collect();
        let text = words.join(" ");
        if text.trim().is_empty() {
            self.space |= self.begun && !text.is_empty();
        } else {
            self.object(Inline::Code(text), place);
        }
    }

    /// Adds a picture.
    pub(super) fn picture(&mut self, picture: Picture, place: u32) {
        self.object(Inline::Picture(picture), place);
    }

    /// Adds a reference to a note, close to the word before it.
    pub(super) fn note(&mut self, index: usize, place: u32) {
        self.space = false;
        self.begin(place);
        self.top().push(Inline::NoteRef(index));
    }

    /// Ends the line; says whether one had just ended, so that this parts paragraphs.
    pub(super) fn line_break(&mut self) -> bool {
        self.space = false;
        if !self.begun {
            return false;
        }
        if self.top().last() == Some(&Inline::LineBreak) {
            return true;
        }
        self.top().push(Inline::LineBreak);
        false
    }

    /// Takes what there is; the styles that are open stay open for what follows.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        let wraps: Vec<Wrap> = self.open.iter().map(|(wrap, _)| wrap.clone()).collect();
        while !self.open.is_empty() {
            self.close();
        }
        self.open = wraps.into_iter().map(|wrap| (wrap, Vec::new())).collect();
        self.space = false;
        self.begun = false;
        let mut inlines = std::mem::take(&mut self.done);
        trim_breaks(&mut inlines);
        inlines
    }
}

/// Takes off line breaks at either end.
fn trim_breaks(inlines: &mut Vec<Inline>) {
    while inlines.last() == Some(&Inline::LineBreak) {
        inlines.pop();
    }
    let breaks = inlines.iter().take_while(|inline| **inline == Inline::LineBreak).count();
    inlines.drain(..breaks);
    if let Some(inner) = inlines.last_mut().and_then(Inline::inner_mut) {
        while inner.last() == Some(&Inline::LineBreak) {
            inner.pop();
        }
        if inner.is_empty() {
            inlines.pop();
        }
    }
}
