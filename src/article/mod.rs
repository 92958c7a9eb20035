//! Document model: blocks, inlines and metadata.
//!
//! Every stage from `read` to `galley` uses these types. They know how to iterate over and to print
//! themselves, and nothing else.

mod anchor;
mod escape;
mod grid;
mod language;
pub mod print;
mod scheme;
#[doc(hidden)]
pub mod walk;

pub use anchor::{HeadingNames, name_in_link};
pub use escape::{escape_html, push_escaped};
pub(crate) use grid::{CellGrid, GridSlot, MAX_CELLS, PlacedCell};
pub use language::{Language, ParseLanguageError};
pub use scheme::LinkUse;

use crate::diagnostic::Place;

/// Article: its text and its metadata.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Article {
    /// Title, author, date and the like.
    pub meta: Metadata,
    /// Body in reading order, without title, byline and date, which are in `meta`.
    pub blocks: Vec<Block>,
    /// Notes that [`Inline::NoteRef`] refers to, by index.
    pub notes: Vec<Note>,
}

impl Article {
    /// True if there is nothing to set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.meta.title.is_empty() && self.blocks.is_empty() && self.notes.is_empty()
    }
}

/// Metadata of an article. Texts are plain and trimmed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Headline with its emphasis; empty if none was found.
    pub title: Vec<Inline>,
    /// Line under the headline that belongs to it; may be empty.
    pub subtitle: Vec<Inline>,
    /// Author or authors, without "By".
    pub byline: Option<String>,
    /// Date as the article shows it.
    pub date: Option<String>,
    /// Place and day of the report, as the article shows it: `BEIJING, May 17`.
    pub dateline: Option<String>,
    /// Name of the publication.
    pub site: Option<String>,
    /// Address of the original.
    pub source: Option<String>,
    /// Language of the text, if stated or detected.
    pub language: Option<Language>,
    /// Kind of the web page that the article was on.
    pub kind: Option<PageKind>,
    /// Line of the title in the source.
    pub place: Place,
}

/// Kind of a web page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// Article, or a page without another kind.
    Article,
    /// Thread of a forum, or a question with its answers.
    Thread,
    /// Documentation of a program.
    Documentation,
    /// Recipe.
    Recipe,
    /// Product of a shop.
    Product,
    /// List of other pages.
    Listing,
}

impl PageKind {
    /// Returns the name in lower case: `thread`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Thread => "thread",
            Self::Documentation => "documentation",
            Self::Recipe => "recipe",
            Self::Product => "product",
            Self::Listing => "listing",
        }
    }
}

/// Block of the body and its place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Kind and contents.
    pub kind: BlockKind,
    /// First line in the source.
    pub place: Place,
    /// Language, if it differs from that of the text around it.
    pub language: Option<Language>,
}

impl Block {
    /// Creates a block in the language of the text around it.
    #[must_use]
    pub fn new(kind: BlockKind, place: Place) -> Self {
        Self { kind, place, language: None }
    }
}

/// Kinds of block and their contents.
///
/// The compiler names most places that a new kind needs. It does not name four, which treat a kind
/// that they do not know as ordinary text: `clean/extract/tidy.rs` (`is_empty`),
/// `clean/extract/labels.rs` (`is_text`), `edit/language.rs` (`mark_quotations`) and
/// `article/print/markdown.rs` (`merges`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// Heading of a section.
    Heading {
        /// From 1, the highest level of the body, to 6.
        level: u8,
        /// Text, with the number that the source has.
        text: Vec<Inline>,
    },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// Block quotation.
    Quote(Vec<Block>),
    /// List.
    List {
        /// Bullets or labels.
        marker: Marker,
        /// No vertical space between the items.
        tight: bool,
        /// Items, each a sequence of blocks.
        items: Vec<ListItem>,
    },
    /// Lines that are never filled, in proportional type: verse, a postal address, a signature.
    Verse(Vec<VerseLine>),
    /// Text set in monospaced type exactly as written: code, tables of a text file, drawings.
    /// Lines are separated by `\n`, with none at the end.
    Preformatted(String),
    /// Table.
    Table(Table),
    /// Figure: pictures or other blocks, with a caption.
    Figure {
        /// Contents.
        content: Vec<Block>,
        /// Caption; may be empty.
        caption: Vec<Inline>,
    },
    /// Picture in a block of its own.
    Picture(Box<Picture>),
    /// Definition list.
    Definitions(Vec<Definition>),
    /// Thematic break: a rule, asterisks, an ornament.
    Rule,
    /// Blocks that are kept on one page.
    Together(Vec<Block>),
    /// The next block begins a page.
    PageBreak,
    /// The next block is kept on the page of the previous one.
    NoPageBreak,
}

/// Picture, by its address.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Address as in the article, or a key of the embedded resources of the manuscript.
    pub source: String,
    /// Alternative text; `Some("")` for a decorative picture, `None` if the article has none.
    pub alt: Option<String>,
    /// Advisory text, which browsers show when the pointer is over the picture.
    pub title: Option<String>,
    /// Width and height in CSS pixels (1/96 inch), if the article gives both.
    pub size: Option<(u32, u32)>,
    /// Target of a link that has only the picture; none for a picture inside an [`Inline::Link`].
    pub link: Option<String>,
}

impl Picture {
    /// Returns the text that stands for the picture: the alternative text, else the title.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        let title = || self.title.as_deref().filter(|title| !title.trim().is_empty());
        self.alt.as_deref().or_else(title)
    }
}

/// Table. A cell that spans columns or rows occurs once, in its first column and row.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Table {
    /// Caption; may be empty.
    pub caption: Vec<Inline>,
    /// Alignment of each column, if it is given; one entry for each column.
    pub columns: Vec<Option<Align>>,
    /// Number of rows at the top that are the head of the table.
    pub head: usize,
    /// Rows from top to bottom, those of the head included.
    pub rows: Vec<Row>,
}

/// Row of a table.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Row {
    /// Cells from left to right, without those that a cell above spans.
    pub cells: Vec<Cell>,
}

/// Cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Header by its markup, set in bold type.
    pub header: bool,
    /// Cells that it heads, by its markup or by the evidence of the table; none if it is unknown.
    /// It has no effect on the look of the cell.
    pub scope: Option<Scope>,
    /// Number of columns that it spans, at least 1.
    pub colspan: u16,
    /// Number of rows that it spans, at least 1.
    pub rowspan: u16,
    /// Alignment, if it differs from that of the column.
    pub align: Option<Align>,
    /// Contents.
    pub blocks: Vec<Block>,
}

impl Default for Cell {
    /// Returns an empty cell of one column and one row.
    fn default() -> Self {
        Self {
            header: false,
            scope: None,
            colspan: 1,
            rowspan: 1,
            align: None,
            blocks: Vec::new(),
        }
    }
}

/// Cells that a header cell heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Column below it.
    Column,
    /// Row beside it.
    Row,
}

/// Horizontal alignment in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Flush left.
    Left,
    /// Centred.
    Center,
    /// Flush right.
    Right,
}

/// Terms of one definition and their meanings.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Terms, at least one.
    pub terms: Vec<Vec<Inline>>,
    /// Meanings, each a sequence of blocks.
    pub meanings: Vec<Vec<Block>>,
}

/// Kind of marker of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Bullet.
    Bullet,
    /// Label that each item has, as written.
    Label,
}

/// Item of a list.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// Label as written (`3.`, `(b)`, `iv)`); empty with [`Marker::Bullet`].
    pub label: String,
    /// State of a task list item: done or not; none for other items.
    pub done: Option<bool>,
    /// Contents.
    pub blocks: Vec<Block>,
}

/// Signs of a check box that is checked, and of one that is not.
pub const CHECK_BOX_SIGNS: [&str; 2] = ["\u{2611}", "\u{2610}"];

/// Line of verse; an empty one separates two stanzas.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct VerseLine {
    /// Steps of indent relative to the least indented line of the poem.
    pub indent: u8,
    /// Text of the line.
    pub text: Vec<Inline>,
}

/// Part of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text. Spaces are single U+0020; there are no line ends.
    Text(String),
    /// Emphasis, set in italic type.
    Emphasis(Vec<Inline>),
    /// Strong emphasis, set in bold type.
    Strong(Vec<Inline>),
    /// Text that is struck out.
    Strike(Vec<Inline>),
    /// Superscript.
    Superscript(Vec<Inline>),
    /// Subscript.
    Subscript(Vec<Inline>),
    /// Text in another language than the text around it.
    Foreign {
        /// Language of the text.
        language: Language,
        /// Text.
        text: Vec<Inline>,
    },
    /// Abbreviation.
    Abbreviation {
        /// Expansion, as the article gives it.
        expansion: String,
        /// Text.
        text: Vec<Inline>,
    },
    /// Quotation without quotation marks, which editing sets as the language has them.
    Quotation(Vec<Inline>),
    /// No-break spaces that the source has; those that editing adds are plain text.
    NoBreak(Vec<Inline>),
    /// Code, set in monospaced type as written.
    Code(String),
    /// Picture in the line.
    Picture(Box<Picture>),
    /// Link.
    Link {
        /// Address: `https://...`, `mailto:...`, `#id` of an element, or one that is relative to an
        /// unknown page.
        target: String,
        /// Text of the link.
        text: Vec<Inline>,
    },
    /// Reference to an entry of [`Article::notes`], by index.
    NoteRef(usize),
    /// Forced line break.
    LineBreak,
}

impl Inline {
    /// Returns the inlines inside, for a kind that contains inlines.
    #[must_use]
    pub fn inner(&self) -> Option<&[Self]> {
        match self {
            Self::Emphasis(inner)
            | Self::Strong(inner)
            | Self::Strike(inner)
            | Self::Superscript(inner)
            | Self::Subscript(inner)
            | Self::NoBreak(inner)
            | Self::Quotation(inner)
            | Self::Foreign { text: inner, .. }
            | Self::Abbreviation { text: inner, .. }
            | Self::Link { text: inner, .. } => Some(inner),
            Self::Text(_)
            | Self::Code(_)
            | Self::Picture(_)
            | Self::NoteRef(_)
            | Self::LineBreak => None,
        }
    }

    /// Returns the same as [`Inline::inner`], mutable.
    pub fn inner_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Emphasis(inner)
            | Self::Strong(inner)
            | Self::Strike(inner)
            | Self::Superscript(inner)
            | Self::Subscript(inner)
            | Self::NoBreak(inner)
            | Self::Quotation(inner)
            | Self::Foreign { text: inner, .. }
            | Self::Abbreviation { text: inner, .. }
            | Self::Link { text: inner, .. } => Some(inner),
            Self::Text(_)
            | Self::Code(_)
            | Self::Picture(_)
            | Self::NoteRef(_)
            | Self::LineBreak => None,
        }
    }
}

/// Mark around an [`Inline::Quotation`] in plain text.
pub(crate) const QUOTE: char = '"';

/// Footnote or endnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Label as written: `1`, `*`.
    pub label: String,
    /// Contents.
    pub blocks: Vec<Block>,
    /// Line of the note in the source.
    pub place: Place,
}

/// Appends the text of inlines: a line break as a space, a picture as [`Picture::words`], a
/// quotation between [`QUOTE`] marks, nothing for a note reference.
#[doc(hidden)]
pub fn push_plain_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Picture(picture) => text.extend(picture.words()),
            Inline::LineBreak => text.push(' '),
            Inline::NoteRef(_) => {}
            Inline::Quotation(inner) => {
                text.push(QUOTE);
                push_plain_text(inner, text);
                text.push(QUOTE);
            }
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::NoBreak(inner)
            | Inline::Foreign { text: inner, .. }
            | Inline::Abbreviation { text: inner, .. }
            | Inline::Link { text: inner, .. } => push_plain_text(inner, text),
        }
    }
}

/// Returns the text of inlines without styling, as [`push_plain_text`] appends it.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(inlines, &mut text);
    text
}
