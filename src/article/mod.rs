//! The document model: blocks, inlines and metadata.
//!
//! Comes in: nothing; every stage from `read` to `galley` speaks in these types. Goes out: the
//! same. Never done here: behaviour beyond walking itself and printing itself.

mod language;
pub mod print;
#[doc(hidden)]
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
    /// Rows and columns.
    Table(Table),
    /// Pictures, or anything else that is shown rather than told, and what is said below it.
    Figure {
        /// What is shown.
        content: Vec<Block>,
        /// What is said of it; may be empty.
        caption: Vec<Inline>,
    },
    /// A picture that stands by itself.
    Picture(Picture),
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// A break of thought: a rule, asterisks, an ornament.
    Rule,
    /// Blocks that stay on one page.
    Together(Vec<Block>),
    /// What follows begins on a new page.
    PageBreak,
    /// What follows stays on the page of what is before.
    NoPageBreak,
}

/// A picture, by its address.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The address as the article has it, or a key of the manuscript's embedded resources.
    pub source: String,
    /// What to say in its place; `Some("")` for a picture that only adorns, `None` where the
    /// article does not tell.
    pub alt: Option<String>,
    /// What is said besides, where a pointer rests on it.
    pub title: Option<String>,
    /// Width and height in CSS pixels (1/96 in), where the article tells both.
    pub size: Option<(u32, u32)>,
}

impl Picture {
    /// What is said in its place: its text, which is empty for one that only adorns; where the
    /// article has none, its title.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        let title = || self.title.as_deref().filter(|title| !title.trim().is_empty());
        self.alt.as_deref().or_else(title)
    }
}

/// A table. Cells that span columns or rows stand once, in their first column and row.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Table {
    /// What is said of it; may be empty.
    pub caption: Vec<Inline>,
    /// How each column's text is aligned, where that is told; as many as there are columns.
    pub columns: Vec<Option<Align>>,
    /// Rows at the top that are the table's head.
    pub head: usize,
    /// All rows, those of the head first.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its cells from left to right, without those that a cell above spans.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// It names its column or row.
    pub header: bool,
    /// Columns it spans, at least 1.
    pub colspan: u16,
    /// Rows it spans, at least 1.
    pub rowspan: u16,
    /// Its own alignment, where that differs from its column's.
    pub align: Option<Align>,
    /// What it says.
    pub blocks: Vec<Block>,
}

impl Default for Cell {
    /// An empty cell of one column and one row.
    fn default() -> Self {
        Self { header: false, colspan: 1, rowspan: 1, align: None, blocks: Vec::new() }
    }
}

/// How text stands in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Against the left edge.
    Left,
    /// In the middle.
    Center,
    /// Against the right edge.
    Right,
}

/// Terms that mean the same, and what they mean.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Definition {
    /// One or more terms.
    pub terms: Vec<Vec<Inline>>,
    /// What they mean; one sequence of blocks for each meaning.
    pub meanings: Vec<Vec<Block>>,
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
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// The label as written (`3.`, `(b)`, `iv)`); empty with [`Marker::Bullet`].
    pub label: String,
    /// Whether the task is done, for an item that is one.
    pub done: Option<bool>,
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
    /// Words that were struck out.
    Strike(Vec<Inline>),
    /// Raised.
    Superscript(Vec<Inline>),
    /// Lowered.
    Subscript(Vec<Inline>),
    /// Words in another language than those around them.
    Passage {
        /// Their language.
        language: Language,
        /// The words.
        text: Vec<Inline>,
    },
    /// No-break spaces that the source has; those that editing adds are plain text.
    NoBreak(Vec<Inline>),
    /// Code in fixed-width type, as written.
    Code(String),
    /// A picture in the line.
    Picture(Picture),
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

impl Inline {
    /// The inlines it holds, where it is one that holds some.
    #[must_use]
    pub fn inner(&self) -> Option<&[Self]> {
        match self {
            Self::Emphasis(inner)
            | Self::Strong(inner)
            | Self::Strike(inner)
            | Self::Superscript(inner)
            | Self::Subscript(inner)
            | Self::NoBreak(inner)
            | Self::Passage { text: inner, .. }
            | Self::Link { text: inner, .. } => Some(inner),
            Self::Text(_)
            | Self::Code(_)
            | Self::Picture(_)
            | Self::NoteRef(_)
            | Self::LineBreak => None,
        }
    }

    /// As [`Inline::inner`], to be changed.
    pub fn inner_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Emphasis(inner)
            | Self::Strong(inner)
            | Self::Strike(inner)
            | Self::Superscript(inner)
            | Self::Subscript(inner)
            | Self::NoBreak(inner)
            | Self::Passage { text: inner, .. }
            | Self::Link { text: inner, .. } => Some(inner),
            Self::Text(_)
            | Self::Code(_)
            | Self::Picture(_)
            | Self::NoteRef(_)
            | Self::LineBreak => None,
        }
    }
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

/// Appends the words of `inlines` to `text`, a line break as a space, a picture as its
/// alternative text, note references left out.
#[doc(hidden)]
pub fn push_plain_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Picture(picture) => text.push_str(picture.alt.as_deref().unwrap_or("")),
            Inline::LineBreak => text.push(' '),
            Inline::NoteRef(_) => {}
            holder => push_plain_text(holder.inner().unwrap_or(&[]), text),
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
