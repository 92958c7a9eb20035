//! The document model: blocks, inlines and metadata.
//!
//! Comes in: nothing; every stage from `read` to `galley` speaks in these types. Goes out: the
//! same. Never done here: behaviour beyond walking itself and printing itself.

mod language;
pub mod print;
pub mod walk;

pub use language::{Language, ParseLanguageError};

use crate::diagnostic::Place;

/// An article: what it says, and what is known of it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Article {
    /// Title, author, date and the like.
    pub meta: Metadata,
    /// The body in reading order, without title, byline and date, which are in `meta`.
    pub blocks: Vec<Block>,
    /// The notes that [`Inline::NoteRef`] points at, by index.
    pub notes: Vec<Note>,
}

impl Article {
    /// Whether there is nothing to set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.meta.title.is_empty() && self.blocks.is_empty() && self.notes.is_empty()
    }
}

/// What is known of an article besides its body. Texts are plain and trimmed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// The headline, with its emphasis; empty when none was found.
    pub title: Vec<Inline>,
    /// A line under the headline that belongs to it.
    pub subtitle: Vec<Inline>,
    /// Who wrote it, without "By".
    pub byline: Option<String>,
    /// The date as the article shows it.
    pub date: Option<String>,
    /// Where it was reported from, as the article shows it: `BEIJING, May 17`.
    pub dateline: Option<String>,
    /// The publication's name.
    pub site: Option<String>,
    /// Address of the original.
    pub source: Option<String>,
    /// Language of the text, once given or detected.
    pub language: Option<Language>,
    /// Where the title stands in the source.
    pub place: Place,
}

/// A block of the body, and where it stands in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its first line in the source.
    pub place: Place,
    /// Its language where that differs from the article's.
    pub language: Option<Language>,
}

impl Block {
    /// A block at a place, in the article's language.
    #[must_use]
    pub fn new(kind: BlockKind, place: Place) -> Self {
        Self { kind, place, language: None }
    }
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A section's heading; level 1 is the greatest in the body, 6 the least.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text, a number it came with included.
        text: Vec<Inline>,
    },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A quotation set off from the text.
    Quote(Vec<Block>),
    /// A list.
    List {
        /// Bullets, or numbers and how they look.
        marker: Marker,
        /// No blank space between the items.
        tight: bool,
        /// The items, each a sequence of blocks.
        items: Vec<ListItem>,
    },
    /// Verse, or an address, a signature: lines that stay as they are, in proportional type.
    Verse(Vec<VerseLine>),
    /// Text set in fixed-width type exactly as written: code, tables of a text file, drawings.
    /// Lines are separated by `\n`; there is none at the end.
    Preformatted(String),
    /// A break of thought: a rule, asterisks, an ornament.
    Rule,
}

/// How the items of a list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A counter; each item carries its own label as written.
    Label,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// The label as written (`3.`, `(b)`, `iv)`); empty with [`Marker::Bullet`].
    pub label: String,
    /// What the item says.
    pub blocks: Vec<Block>,
}

/// A line of verse; an empty one parts two stanzas.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct VerseLine {
    /// Steps of indent, counted from the least indented line of the poem.
    pub indent: u8,
    /// The words of the line.
    pub text: Vec<Inline>,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words. Spaces are single U+0020, no line ends.
    Text(String),
    /// Emphasis, set in italics.
    Emphasis(Vec<Inline>),
    /// Strong emphasis, set in bold.
    Strong(Vec<Inline>),
    /// Code in fixed-width type, as written.
    Code(String),
    /// A link and what it stands on.
    Link {
        /// The address: `https://...`, `mailto:...`.
        target: String,
        /// The words that carry it.
        text: Vec<Inline>,
    },
    /// A reference to [`Article::notes`] by index.
    NoteRef(usize),
    /// A line end that stays.
    LineBreak,
}

/// A note: a footnote or an endnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The label as written: `1`, `*`.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it stands in the source.
    pub place: Place,
}

/// Appends the words of `inlines` to `text`, a line break as a space, note references left out.
pub fn push_plain_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. } => {
                push_plain_text(inner, text);
            }
            Inline::LineBreak => text.push(' '),
            Inline::NoteRef(_) => {}
        }
    }
}

/// The words of `inlines` without their styling.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(inlines, &mut text);
    text
}
