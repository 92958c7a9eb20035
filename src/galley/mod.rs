//! Typesetting of an article into one long column of lines.
//!
//! Takes an article, its pictures, a style and the font faces. Gives a [`Galley`]: entries of set
//! lines on the baseline grid. Must never depend on page boundaries.
//!
//! `plan` turns the article into layout tasks, `compose` sets each task by itself, and the page
//! breaker then chooses among the alternatives of each paragraph.

mod abbreviations;
mod anchors;
mod break_opportunities;
mod check_box;
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
mod spans;
mod structure;
mod styles;
mod table;
mod text_style;
mod ties;
mod tokens;
mod word_cache;
mod words;

use std::ops::Range;
use std::sync::Arc;

pub use compose::{Compositor, SetArticle};
pub use dump::{dump, line_text};
pub use river::{Gap, MIN_RIVER_LINES, River, find_rivers};
pub use structure::{
    ListNumbering, Node, NodeId, Passage, PassageId, PassageKind, Structure, Tag,
};

use crate::article::Language;
use crate::diagnostic::{Diagnostic, Place};
use crate::font::FaceId;
use crate::picture::PreparedPicture;
use crate::shape::Shaped;
use crate::style::Ink;
use crate::unit::Length;

/// Thickness of thin rules: above footnotes, beside the text, around a missing picture. 0.4 pt, as
/// in TeX.
pub const THIN_RULE: Length = Length::from_sp(26_214);

/// One long column of set lines.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Galley {
    /// Set blocks in reading order, with the footnotes at the end.
    pub entries: Vec<Entry>,
    /// Entries of each footnote, in the order in which the footnotes are called.
    pub footnotes: Vec<Range<usize>>,
    /// Targets of the links, by [`LinkTargetId`].
    pub links: Vec<String>,
    /// Pictures, by [`PictureId`].
    pub pictures: Vec<GalleyPicture>,
    /// Logical structure: headings, lists, links. Entries and texts refer to it.
    pub structure: Structure,
    /// Number of letters that no face has.
    pub missing_letters: u64,
    /// Diagnostics of planning and setting.
    pub diagnostics: Vec<Diagnostic>,
}

impl Galley {
    /// Returns the number of entries before the footnotes.
    #[must_use]
    pub fn body_len(&self) -> usize {
        self.footnotes.first().map_or(self.entries.len(), |first| first.start)
    }
}

/// Index in [`Galley::pictures`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PictureId(pub u32);

/// Picture with its alternative text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GalleyPicture {
    /// Image data; equal pictures share them.
    pub image: Arc<PreparedPicture>,
    /// Alternative text; empty for a decorative picture, none if the article has none.
    pub alt: Option<String>,
}

/// Index in [`Galley::links`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkTargetId(pub u32);

/// Index in [`Galley::entries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

impl EntryId {
    /// Returns the id of the entry at this index of [`Galley::entries`].
    #[must_use]
    pub fn new(index: usize) -> Self {
        Self(to_u32(index))
    }

    /// Returns its index in [`Galley::entries`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Index in [`Galley::footnotes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FootnoteId(pub u32);

/// Index in the notes of the article, of which some are footnotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);

/// Index of a layout task in the plan of a galley.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TaskId(usize);

impl TaskId {
    /// Returns the id of the task `count` after this one.
    fn later_by(self, count: usize) -> Self {
        Self(self.0 + count)
    }
}

/// Kind of an entry, for the outline, the tags and the page breaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Headline of the article.
    Title,
    /// Subtitle, byline, date or source under the headline.
    TitleLine,
    /// Section heading, 1 to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// Stanza of a poem, or lines of an address.
    Verse,
    /// Lines in monospaced type.
    Code,
    /// Thematic break, or the short rule above notes.
    Rule,
    /// Text of a footnote.
    Note,
    /// Picture, or the text in the place of one.
    Picture,
    /// Caption of a picture or a table.
    Caption,
    /// QR code.
    QrCode,
    /// Address of a link, in the list at the end.
    Address,
    /// Line of the contents; its page number is added when the pages are known.
    Contents,
    /// Cell of a table, or a part of one that is deeper than a page.
    Cell,
}

/// Block of set lines: a paragraph, a heading, an item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Kind.
    pub role: Role,
    /// Structure element; none for what assistive technology skips, such as a rule.
    pub node: Option<NodeId>,
    /// Structure element of the label with which the first line begins.
    pub label: Option<NodeId>,
    /// Lines from top to bottom.
    pub lines: Vec<Line>,
    /// Rows of the baseline grid from its top to its last baseline; 0 where the next entry stands
    /// beside it.
    pub rows: u32,
    /// Indivisible: the lines do not follow each other down the page, and all stand on one page.
    pub solid: bool,
    /// Head of the table, which is repeated where a page begins with this entry.
    pub repeated_head: Option<Arc<RepeatedHead>>,
    /// Number of entries, from this one, of a figure that may float to the head of the next page;
    /// 0 for an entry that begins no such figure.
    pub figure: u32,
    /// Distance by which it is raised at the head of a page, so that its first line stands on the
    /// first row.
    pub lift: Length,
    /// Blank rows above. The greater of this and `space_below` of the entry before counts, and none
    /// at the head of a page.
    pub space_above: u32,
    /// Blank rows below.
    pub space_below: u32,
    /// Restrictions on page breaks.
    pub keep: Keep,
    /// Place in the source.
    pub place: Place,
    /// Language.
    pub language: Language,
    /// Unstyled text, for the outline; only headings have it.
    pub title: Option<String>,
    /// The same paragraph in other numbers of lines.
    pub alternatives: Vec<Alternative>,
}

/// Head of a table as a page repeats it above the rows that follow.
#[derive(Debug, Clone, PartialEq)]
pub struct RepeatedHead {
    /// Rows of the baseline grid that it takes.
    pub rows: u32,
    /// Lines, with baselines from the top of these rows.
    pub lines: Vec<Line>,
}

/// Paragraph in another number of lines, broken but not yet set.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// Additional cost over the natural setting: demerits over the square root of the number of
    /// lines.
    pub cost: i64,
    /// For each line, true if it ends with a hyphen.
    pub hyphens: Vec<bool>,
    /// Footnotes that each line calls; empty if no line calls one.
    pub calls: Vec<Vec<FootnoteId>>,
    /// Breaks of the lines.
    pub(crate) breaks: crate::linebreak::ParagraphBreaks,
}

/// Alternative that the page breaker chose for an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlternativeChoice {
    /// Entry.
    pub entry: EntryId,
    /// Index in [`Entry::alternatives`].
    pub alternative: usize,
}

/// Restrictions on page breaks at an entry.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// No page ends inside it.
    pub together: bool,
    /// No page ends between it and the next entry.
    pub with_next: bool,
    /// A page begins with it.
    pub page_before: bool,
    /// Number of first lines that stay on one page: those beside an initial.
    pub first_lines: u32,
}

/// End of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    /// At a space of the text.
    Space,
    /// At a space that setting added, such as that before the address of a link. The text has none
    /// there: what follows the address may belong to the word before it.
    AddedSpace,
    /// At a hyphen that hyphenation added: the last glyph is not of the text.
    Hyphen,
    /// After a hyphen, dash or slash of the text, without a space.
    Explicit,
    /// At a forced line break of the text.
    Forced,
    /// Inside a line of code or a long address, marked as wrapped.
    Wrapped,
    /// At the paragraph's end.
    Paragraph,
}

/// A set line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Left edge of the first glyph's advance box, from the left edge of the measure. Protrusion
    /// makes it negative.
    pub x: Length,
    /// Baseline, from the top of the entry.
    pub baseline: Length,
    /// Set width, with protruding parts.
    pub width: Length,
    /// Contents from left to right.
    pub items: Vec<Item>,
    /// Reading order of its last items, as indices from left to right; empty if they are read from
    /// left to right.
    pub reading: Box<[u32]>,
    /// Length added to every word space of the line; negative where spaces shrink.
    pub word_space: Length,
    /// Horizontal scaling in thousandths; 1000 leaves glyphs and spaces unchanged.
    pub scaling: u16,
    /// End of the line.
    pub end: LineEnd,
    /// TeX's badness; 0 for a perfect line.
    pub badness: u32,
    /// Justified: spaces and glyphs stretch or shrink to fill the measure.
    pub filled: bool,
    /// Excess over the measure even at the tightest setting; negative if the line should be full
    /// and has no space to stretch, by what it lacks. 0 for every line that fits.
    pub misfit: Length,
    /// Footnotes that it calls.
    pub calls: Vec<FootnoteId>,
    /// Colour.
    pub ink: Ink,
    /// Structure element, if it is not that of the entry: the cell in which the line stands.
    pub node: Option<NodeId>,
}

/// Item of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Shaped text.
    Text(Text),
    /// Word space; the line's `word_space` is added to it.
    Space {
        /// Natural width.
        width: Length,
        /// Face of the space, that of the text before it.
        face: FaceId,
        /// Type size.
        size: Length,
        /// Passage of the structure.
        passage: Option<PassageId>,
        /// Setting added it; the text has no space there.
        added: bool,
    },
    /// Picture whose lower edge stands on the baseline.
    Picture {
        /// Picture.
        id: PictureId,
        /// Set width.
        width: Length,
        /// Set height.
        height: Length,
        /// Link around it.
        passage: Option<PassageId>,
    },
    /// Horizontal distance that is no space: an indent inside a line, a tab.
    Kern(Length),
    /// Filled rectangle.
    Rule {
        /// Width.
        width: Length,
        /// Height.
        thickness: Length,
        /// Lower edge above the baseline.
        rise: Length,
    },
}

/// Shaped text in a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// Glyphs; equal words share them.
    pub shaped: Arc<Shaped>,
    /// Distance by which it is raised.
    pub rise: Length,
    /// Passage of the structure: a link, a note reference.
    pub passage: Option<PassageId>,
    /// Extra advance after each glyph but the last of the line.
    pub tracking: Length,
    /// Relation to the text of the article.
    pub origin: TextOrigin,
}

/// Relation of set text to the text of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOrigin {
    /// Text of the article.
    Article,
    /// Text of the article, followed by a hyphen that hyphenation added.
    Hyphenated,
    /// Not of the article: a bullet, the mark of a wrapped line, a running head, a page number.
    Furniture,
}

impl Line {
    /// Inserts items of `width` before it, to its left.
    fn hang_before(&mut self, items: impl IntoIterator<Item = Item>, width: Length) {
        self.x -= width;
        self.width += width;
        self.items.splice(0..0, items);
    }

    /// Makes it a part of a structure element and of a passage of it.
    pub fn join(&mut self, element: Option<NodeId>, within: Option<PassageId>) {
        self.node = element;
        for item in &mut self.items {
            match item {
                Item::Text(Text { passage, .. })
                | Item::Space { passage, .. }
                | Item::Picture { passage, .. } => *passage = within,
                Item::Kern(_) | Item::Rule { .. } => {}
            }
        }
    }

    /// Iterates over the passages of its text.
    pub fn passages(&self) -> impl Iterator<Item = PassageId> {
        self.items.iter().filter_map(|item| match item {
            Item::Text(text) => text.passage,
            Item::Space { .. } | Item::Picture { .. } | Item::Kern(_) | Item::Rule { .. } => {
                None
            }
        })
    }

    /// Marks its text as not of the article.
    fn mark_as_furniture(&mut self) {
        self.node = None;
        for item in &mut self.items {
            if let Item::Text(text) = item {
                text.origin = TextOrigin::Furniture;
                text.passage = None;
            }
        }
    }
}

/// Returns a number of lines, rows or entries as an entry stores it.
fn to_u32(count: usize) -> u32 {
    u32::try_from(count).expect("fewer than 2^32 lines and entries fit in memory")
}

/// Returns a number of lines, rows or columns as a factor of a length.
fn to_i64(count: usize) -> i64 {
    i64::try_from(count).expect("fewer than 2^63 lines and columns fit in memory")
}
