//! Builder of a line of inlines with single spaces, and none at either end.

use crate::article::{Inline, Language, Picture};

/// Style of the inlines that are added until it is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum InlineStyle {
    /// Italic type.
    Emphasis,
    /// Bold type.
    Strong,
    /// Struck out.
    Strike,
    /// Superscript.
    Superscript,
    /// Subscript.
    Subscript,
    /// Another language.
    Foreign(Language),
    /// Abbreviation of this expansion.
    Abbreviation(String),
    /// Quotation without its marks.
    Quotation,
    /// Link to an address.
    Link(String),
}

impl InlineStyle {
    fn apply(self, text: Vec<Inline>) -> Inline {
        match self {
            Self::Emphasis => Inline::Emphasis(text),
            Self::Strong => Inline::Strong(text),
            Self::Strike => Inline::Strike(text),
            Self::Superscript => Inline::Superscript(text),
            Self::Subscript => Inline::Subscript(text),
            Self::Foreign(language) => Inline::Foreign { language, text },
            Self::Abbreviation(expansion) => Inline::Abbreviation { expansion, text },
            Self::Quotation => Inline::Quotation(text),
            Self::Link(target) => Inline::Link { target, text },
        }
    }
}

/// Line of inlines that is being built.
#[derive(Debug, Default)]
pub(super) struct InlineBuilder {
    /// Open styles, the outermost first, each with its contents so far.
    open: Vec<(InlineStyle, Vec<Inline>)>,
    done: Vec<Inline>,
    /// A space is due before the next word.
    space: bool,
    /// There is a word, so that a space may follow.
    begun: bool,
    /// Line of the source with the first word.
    pub(super) place: u32,
}

impl InlineBuilder {
    /// Returns the contents of the innermost open style.
    fn innermost(&mut self) -> &mut Vec<Inline> {
        self.open.last_mut().map_or(&mut self.done, |(_, inner)| inner)
    }

    /// Opens a style.
    pub(super) fn open_style(&mut self, style: InlineStyle) {
        self.open.push((style, Vec::new()));
    }

    /// Closes the innermost style.
    pub(super) fn close_style(&mut self) {
        let (style, mut inner) = self.open.pop().expect("each style is closed once");
        // A space at the start of a style moves before it: a link does not begin with one.
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
            inner.shrink_to_fit();
            self.innermost().push(style.apply(inner));
        }
    }

    /// Adds text; a run of white space becomes one space, none at the start.
    pub(super) fn add_text(&mut self, text: &str, place: u32) {
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
        if let Some(Inline::Text(text)) = self.innermost().last_mut() {
            text.push_str(&words);
        } else {
            self.innermost().push(Inline::Text(words));
        }
    }

    /// Adds an inline that is not text, with the space that is due.
    fn add_object(&mut self, inline: Inline, place: u32) {
        if std::mem::take(&mut self.space) {
            self.push_words(" ".to_owned());
        }
        self.begin(place);
        self.innermost().push(inline);
    }

    /// Adds code.
    pub(super) fn add_code(&mut self, text: &str, place: u32) {
        let words: Vec<&str> = text.split([' ', '\t', '\n', '\r']).collect();
        let text = words.join(" ");
        if text.trim().is_empty() {
            self.space |= self.begun && !text.is_empty();
        } else {
            self.add_object(Inline::Code(text), place);
        }
    }

    /// Adds a picture.
    pub(super) fn add_picture(&mut self, picture: Picture, place: u32) {
        self.add_object(Inline::Picture(Box::new(picture)), place);
    }

    /// Adds a reference to a note, without a space before it.
    pub(super) fn add_note_reference(&mut self, index: usize, place: u32) {
        self.space = false;
        self.begin(place);
        self.innermost().push(Inline::NoteRef(index));
    }

    /// Adds a line break; returns true if it follows another and so separates paragraphs.
    pub(super) fn add_line_break(&mut self) -> bool {
        self.space = false;
        if !self.begun {
            return false;
        }
        if self.innermost().last() == Some(&Inline::LineBreak) {
            return true;
        }
        self.innermost().push(Inline::LineBreak);
        false
    }

    /// Returns the inlines and begins a new line, in which the open styles are open again.
    pub(super) fn finish(&mut self) -> Vec<Inline> {
        let open = self.open.iter().map(|(style, _)| (style.clone(), Vec::new())).collect();
        while !self.open.is_empty() {
            self.close_style();
        }
        self.open = open;
        self.space = false;
        self.begun = false;
        let mut inlines = std::mem::take(&mut self.done);
        trim_breaks(&mut inlines);
        inlines.shrink_to_fit();
        inlines
    }
}

/// Removes the line breaks at either end.
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
