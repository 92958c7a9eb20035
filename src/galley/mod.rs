//! The galley: the article as one long column of set lines.
//!
//! Comes in: an article, the style and the case of type. Goes out: a [`Galley`] of entries on
//! the baseline grid. Never done here: knowing where pages end.

mod abbreviations;
mod break_opportunities;
mod code;
mod compose;
mod dump;
mod emergency_breaks;
mod headline_breaks;
mod initial;
mod line;
mod link_addresses;
mod minimum_measure;
mod missing;
mod paragraph;
mod picture;
mod plan;
mod protrusion;
mod qr;
mod ragged;
mod river;
mod sheet;
mod spans;
mod structure;
mod table;
mod text_style;
mod ties;
mod tokens;
mod word_cache;
mod words;

use std::ops::Range;
use std::sync::Arc;

pub use compose::Compositor;
pub use dump::{dump, line_text};
pub use river::{Gap, MIN_RIVER_LINES, River, find_rivers};
pub use structure::{
    Node, NodeId, Numbering, Passage, PassageId, PassageKind, Scope, Structure, Tag,
};

use crate::article::Language;
use crate::diagnostic::{Diagnostic, Place};
use crate::font::FaceId;
use crate::picture::PreparedPicture;
use crate::shape::Shaped;
use crate::style::Ink;
use crate::unit::Length;

/// One long column of set lines.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Galley {
    /// What is set, in reading order; the footnotes last.
    pub entries: Vec<Entry>,
    /// The entries of each footnote, in order.
    pub feet: Vec<Range<usize>>,
    /// Where the links lead, by [`LinkId`].
    pub links: Vec<String>,
    /// The pictures, by [`PictureId`].
    pub pictures: Vec<Shown>,
    /// What is a heading, a list, a link: the structure that entries and texts point into.
    pub structure: Structure,
    /// What could not be set as wished.
    pub diagnostics: Vec<Diagnostic>,
}

impl Galley {
    /// How many entries there are before the footnotes.
    #[must_use]
    pub fn body(&self) -> usize {
        self.feet.first().map_or(self.entries.len(), |first| first.start)
    }
}

/// A picture of the galley, by index in [`Galley::pictures`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PictureId(pub u32);

/// A picture that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// What is printed; equal pictures share it.
    pub plate: Arc<PreparedPicture>,
    /// What is said to those who cannot see it; empty for one that only adorns, none where the
    /// article does not tell.
    pub alt: Option<String>,
}

/// A link of the galley, by index in [`Galley::links`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkId(pub u32);

/// What an entry is, for the outline, for tags and for whoever decides on pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The headline of the article.
    Title,
    /// Subtitle, byline, date and source under the headline.
    TitleLine,
    /// A section heading, 1 to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A line of a poem or of an address.
    Verse,
    /// Lines in fixed-width type.
    Code,
    /// A break of thought.
    Rule,
    /// A note's text.
    Note,
    /// A picture.
    Picture,
    /// What is said of a picture or a table.
    Caption,
    /// A QR code.
    Sign,
    /// The address of a link, in the list at the end.
    Address,
    /// A line of the contents; its number is put in when pages are known.
    Contents,
    /// A cell of a table, or a part of one that is deeper than a page.
    Cell,
}

/// A block of set lines: a paragraph, a heading, an item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it is.
    pub role: Role,
    /// Its place in the structure; none for what a listener is not told, such as a rule.
    pub node: Option<NodeId>,
    /// The place of the label that its first line begins with.
    pub label: Option<NodeId>,
    /// Its lines, top to bottom.
    pub lines: Vec<Line>,
    /// Rows of the baseline grid from its top to its last baseline; 0 where the next entry stands
    /// beside it.
    pub rows: u32,
    /// Its lines do not follow one another down the page: all of them stand on one.
    pub solid: bool,
    /// Table head that is repeated above it if a page begins with it.
    pub repeated_head: Option<Arc<RepeatedHead>>,
    /// Entries of the figure that begins with it and may stand at the head of the next page, this one
    /// counted; 0 for most.
    pub figure: u32,
    /// How far it is moved up at the head of a page, so that its first line stands on the first
    /// row.
    pub lift: Length,
    /// Blank rows it wants above; the greater of this and its neighbour's `space_below` counts,
    /// and none at the head of a page.
    pub space_above: u32,
    /// Blank rows it wants below.
    pub space_below: u32,
    /// Whether pages may end inside it, and before the next one.
    pub keep: Keep,
    /// Where it stands in the source.
    pub place: Place,
    /// Its language.
    pub language: Language,
    /// Its words without styling, for the outline; only headings have it.
    pub title: Option<String>,
    /// The same paragraph in other numbers of lines, each with its cost.
    pub alternatives: Vec<Alternative>,
}

/// The head of a table as it is repeated at the top of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct RepeatedHead {
    /// Rows of the baseline grid that they take.
    pub rows: u32,
    /// The lines, their baselines from the top of these rows.
    pub lines: Vec<Line>,
}

/// A paragraph in another number of lines, broken but not yet set.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// What it costs against the natural setting, in demerits over the root of its lines.
    pub cost: i64,
    /// Which of its lines end in a hyphen.
    pub hyphens: Vec<bool>,
    /// The footnotes that each of its lines calls; empty where none calls one.
    pub calls: Vec<Vec<u32>>,
    /// Where its lines end.
    pub(crate) breaks: crate::linebreak::ParagraphBreaks,
}

/// What a page break may do to an entry.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Its lines stay on one page.
    pub together: bool,
    /// No page ends between it and the next entry.
    pub with_next: bool,
    /// A new page begins with it.
    pub page_before: bool,
    /// So many of its first lines stay on one page: those beside an initial.
    pub first_lines: u32,
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    /// At a space of the text.
    Space,
    /// At a space that setting added, such as that before the address of a link. The text has none
    /// there: what follows the address may belong to the word before it.
    AddedSpace,
    /// At a hyphen that hyphenation put there: the last glyph is not of the text.
    Hyphen,
    /// After a hyphen, dash or slash of the text, without a space.
    Explicit,
    /// Where the text demands a new line.
    Forced,
    /// Inside a line of code or a long address, marked as wrapped.
    Wrapped,
    /// At the paragraph's end.
    Paragraph,
}

/// A set line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Left edge of the first glyph's advance box, from the left of the measure. Protrusion makes
    /// it negative.
    pub x: Length,
    /// Baseline, from the top of the entry.
    pub baseline: Length,
    /// Width as set, protruding parts included.
    pub width: Length,
    /// What stands in it, from left to right.
    pub items: Vec<Item>,
    /// The order in which its last items are read, by their places from left to right; empty where
    /// that is the order in which they stand.
    pub reading: Box<[u32]>,
    /// Added to every word space of the line; negative where they shrink.
    pub word_space: Length,
    /// Horizontal scaling in thousandths: 1000 leaves glyphs and spaces as they are.
    pub scaling: u16,
    /// How it ends.
    pub end: LineEnd,
    /// What the breaker thought of it: TeX's badness, 0 for a line as it should be.
    pub badness: u32,
    /// Its spaces and glyphs were to give so that it fills its room.
    pub filled: bool,
    /// What it is too long even at its tightest; negative what it lacks where it should be full and
    /// has no space to open. 0 for every line that fits.
    pub misfit: Length,
    /// The footnotes it calls, by index in [`Galley::feet`].
    pub calls: Vec<u32>,
    /// What it is printed in.
    pub ink: Ink,
    /// Its place in the structure where that is not its entry's: the cell that it stands in.
    pub node: Option<NodeId>,
}

/// What stands in a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Shaped text.
    Text(Text),
    /// A word space; the line's `word_space` comes on top.
    Space {
        /// Natural width.
        width: Length,
        /// The face and size whose space it is: those of the text before it.
        face: FaceId,
        /// Type size.
        size: Length,
        /// The passage it stands in.
        passage: Option<PassageId>,
        /// Setting added it; the text has no space there.
        added: bool,
    },
    /// A picture whose lower edge stands on the baseline.
    Picture {
        /// Which.
        id: PictureId,
        /// How wide it is set.
        width: Length,
        /// How high.
        height: Length,
    },
    /// White that is no space: an indent inside a line, a tab.
    Kern(Length),
    /// A rule of this width and thickness; its lower edge stands `rise` above the baseline.
    Rule {
        /// How long.
        width: Length,
        /// How thick.
        thickness: Length,
        /// Lower edge above the baseline.
        rise: Length,
    },
}

/// Shaped text in a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Its glyphs; the same words share them.
    pub shaped: Arc<Shaped>,
    /// Raised by this much.
    pub rise: Length,
    /// The passage it stands in: a link, the mark of a note.
    pub passage: Option<PassageId>,
    /// Extra advance after each glyph but the last of the line.
    pub tracking: Length,
    /// How it relates to the article's words.
    pub origin: Origin,
}

/// How set text relates to the article's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The article's own, as it stands.
    Article,
    /// The article's own, but its last character is a hyphen that hyphenation added.
    Hyphenated,
    /// Ours: a bullet, the mark of a wrapped line, a running head, a folio.
    Furniture,
}
