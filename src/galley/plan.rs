//! Plan of a galley: the layout tasks of an article, in reading order.
//!
//! Takes an article, its pictures and the resolved styles. Gives [`LayoutTask`]s, each of which is
//! set by itself. Must never set type.
//!
//! The circumstances of a block are a [`Context`], which is passed down by value. All products go
//! into the [`Planner`].

mod contents;
mod figures;
mod lists;
mod notes;
mod tables;
mod title;

use std::ops::Range;

use crate::article::{Article, Block, BlockKind, Inline, Language, VerseLine, plain_text};
use crate::diagnostic::{Diagnostic, Place};
use crate::font::FontRole;
use crate::picture::ArticlePictures;
use crate::shape::Font;
use crate::unit::Length;

use super::abbreviations::mark_abbreviations;
use super::anchors::HeadingAnchors;
use super::code::CodeText;
use super::link_addresses::{LinkAddresses, LinkSuffix};
use super::picture::PlacedPicture;
use super::qr::QrCode;
use super::spans::{FlatText, Footnote, InlineSink, SpanStyle};
use super::structure::{NodeId, PassageId, Structure, Tag};
use super::styles::{ResolvedHeading, ResolvedStyles};
use super::table::FlatTable;
use super::{Entry, GalleyPicture, Keep, Role, TaskId, to_u32};

/// Blank rows above and below lists, quotations, verse and code.
const DISPLAY_ROWS: u32 = 1;
/// Greatest left indent, in steps; deeper blocks have this indent.
const MAX_INDENT_STEPS: i64 = 6;
/// All indents together take at most one part in this many of the measure, so that deeply nested
/// blocks on a narrow page keep half a column.
const INDENT_PART: i64 = 2;

/// A block to be set.
#[derive(Debug)]
pub(super) struct LayoutTask {
    /// Entry of the block, without its lines; each cell of a table has such an entry.
    pub(super) entry: Entry,
    /// Contents, by the manner of setting them.
    pub(super) content: TaskContent,
    /// Font of its text.
    pub(super) font: Font,
    /// Indents.
    pub(super) indents: Indents,
    /// Width of its column.
    pub(super) measure: Length,
    /// Distance of its baselines: a row of the grid, but less in a footnote.
    pub(super) leading: Length,
    /// Label hung in the indent of the first line.
    pub(super) label: Option<Box<FlatText>>,
    /// Begins the article, with an initial of several lines.
    pub(super) initial: bool,
    /// Number of tasks, from this one, of a figure that may float to the head of the next page; 0
    /// for a task that begins no such figure.
    pub(super) figure: usize,
}

/// Indents of a block.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Indents {
    /// Of all lines, from the left.
    pub(super) left: Length,
    /// Of all lines, from the right.
    pub(super) right: Length,
    /// Further indent of the first line.
    pub(super) first: Length,
}

/// Contents of a block, by the manner of setting them.
#[derive(Debug)]
pub(super) enum TaskContent {
    /// Justified text.
    Paragraph(FlatText),
    /// Ragged and balanced text.
    Heading(FlatText, Box<ResolvedHeading>),
    /// Ragged text, line by line.
    Lines(Vec<IndentedLine>),
    /// Monospaced text, as written.
    Code(CodeText),
    /// Ornament in the middle of the measure.
    Ornament(FlatText),
    /// Short rule.
    ShortRule,
    /// Picture.
    Picture(PlacedPicture),
    /// Ragged text in a frame, in the place of a picture.
    Framed(FlatText),
    /// Ragged text, centred if it is one line.
    Caption(FlatText),
    /// Ragged text after a number that is not of the article.
    Address {
        /// Number.
        label: Box<FlatText>,
        /// Address.
        address: FlatText,
    },
    /// QR code at the right edge, beside the blocks that follow.
    QrCode(QrCode),
    /// Cells side by side.
    Table(Box<FlatTable>),
}

/// Line of verse.
#[derive(Debug)]
pub(super) struct IndentedLine {
    /// Indent in steps of the source.
    pub(super) steps: u8,
    /// Text.
    pub(super) flat: FlatText,
}

/// Plan of a galley.
#[derive(Debug)]
pub(super) struct GalleyPlan {
    /// Tasks in reading order; those of the footnotes are the last.
    pub(super) tasks: Vec<LayoutTask>,
    /// Targets of the links.
    pub(super) links: Vec<String>,
    /// Logical structure.
    pub(super) structure: Structure,
    /// Pictures.
    pub(super) pictures: Vec<GalleyPicture>,
    /// Diagnostics of planning.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Footnotes in the order in which they are called.
    pub(super) footnotes: Vec<Footnote>,
    /// Tasks that the author keeps on one page.
    pub(super) kept: Vec<Range<TaskId>>,
}

/// Plans the galley of `article` with its pictures.
pub(super) fn plan(
    article: &Article,
    article_pictures: &ArticlePictures,
    styles: &ResolvedStyles,
) -> GalleyPlan {
    let language = article.meta.language.unwrap_or(Language::ENGLISH);
    let notes = article.notes.as_slice();
    let source = article.meta.source.as_deref();
    let mut planner = Planner {
        styles,
        article_pictures,
        inline: InlineSink {
            notes,
            links: Vec::new(),
            addresses: LinkAddresses::new(styles.links, !notes.is_empty(), source)
                .for_article(article),
            structure: Structure { language, ..Structure::default() },
            footnotes: Vec::new(),
            called: vec![false; notes.len()],
            inside: Vec::new(),
        },
        tasks: Vec::new(),
        pictures: Vec::new(),
        undescribed: Vec::new(),
        diagnostics: Vec::new(),
        kept: Vec::new(),
        headings: Vec::new(),
        anchors: HeadingAnchors::default(),
        label: None,
        page_before: false,
        initial: styles.drop_cap,
        picture_suffixes: Vec::new(),
        listed: Vec::new(),
    };
    let over_columns = Context {
        place: Place::default(),
        language,
        font: styles.text,
        measure: styles.full_measure,
        leading: styles.leading,
        indents: Indents::default(),
        parent: None,
        caption: &[],
        sole: false,
        in_note: false,
        calls_footnotes: false,
        follows_text: false,
    };
    planner.title_block(&article.meta, over_columns);
    let at = Context { measure: styles.measure, ..over_columns };
    if styles.contents {
        planner.contents(&article.blocks, at);
    }
    if styles.is_contents {
        planner.listing(&article.blocks, at);
    } else {
        planner.blocks(&article.blocks, Context { calls_footnotes: styles.footnotes, ..at });
    }
    planner.endnotes(at);
    planner.addresses_and_footnotes(at);
    planner.report_undescribed();
    planner.report_links_of_site();
    planner.link_headings();
    let Planner { inline, tasks, pictures, diagnostics, kept, .. } = planner;
    let InlineSink { links, structure, footnotes, .. } = inline;
    GalleyPlan { tasks, links, structure, pictures, diagnostics, footnotes, kept }
}

/// Circumstances of a block.
#[derive(Debug, Clone, Copy)]
struct Context<'c> {
    /// Place in the source.
    place: Place,
    /// Language.
    language: Language,
    /// Font of running text.
    font: Font,
    /// Width of the column.
    measure: Length,
    /// Distance of baselines.
    leading: Length,
    /// Indents.
    indents: Indents,
    /// Structure element around the block.
    parent: Option<NodeId>,
    /// Caption of the figure around the block; empty outside figures.
    caption: &'c [Inline],
    /// The only paragraph of an item: it has no structure element of its own.
    sole: bool,
    /// Part of a note.
    in_note: bool,
    /// Note references call footnotes.
    calls_footnotes: bool,
    /// Follows running text, so that a paragraph is indented.
    follows_text: bool,
}

/// Label of an item of a list or of a note.
#[derive(Debug)]
struct HungLabel {
    flat: FlatText,
    /// Structure element.
    node: NodeId,
}

/// Sink of the tasks and all else that comes of an article's blocks.
struct Planner<'p> {
    styles: &'p ResolvedStyles,
    article_pictures: &'p ArticlePictures,
    /// Sink of inline content, with the logical structure.
    inline: InlineSink<'p>,
    tasks: Vec<LayoutTask>,
    pictures: Vec<GalleyPicture>,
    /// Places of the pictures that are shown without an alternative text.
    undescribed: Vec<Place>,
    diagnostics: Vec<Diagnostic>,
    /// Tasks that the author keeps on one page.
    kept: Vec<Range<TaskId>>,
    /// Levels of the headings above, from the outermost in.
    headings: Vec<u8>,
    /// Headings that links lead to.
    anchors: HeadingAnchors,
    /// Label that the next task hangs out.
    label: Option<HungLabel>,
    /// The next task begins a page.
    page_before: bool,
    /// The next paragraph that is not indented begins the article.
    initial: bool,
    /// Addresses of links around pictures, for the caption that follows.
    picture_suffixes: Vec<LinkSuffix>,
    /// Lines of the contents whose headings are not planned yet, the last first.
    listed: Vec<PassageId>,
}

impl Planner<'_> {
    /// Flattens inline content of the next task.
    fn flatten(&mut self, inlines: &[Inline], at: Context<'_>) -> FlatText {
        let caller = at.calls_footnotes.then_some(self.next_task());
        FlatText::new(inlines, at.language, caller, &mut self.inline)
    }

    /// Returns the id of the task that is added next.
    fn next_task(&self) -> TaskId {
        TaskId(self.tasks.len())
    }

    fn add_node(&mut self, tag: Tag, at: Context<'_>) -> NodeId {
        self.inline.structure.add(tag, at.parent, None)
    }

    /// Adds a structure element and returns the context inside it.
    fn enter<'c>(&mut self, tag: Tag, at: Context<'c>) -> Context<'c> {
        Context { parent: Some(self.add_node(tag, at)), ..at }
    }

    /// Adds a task with a structure element, whose further properties the caller sets.
    fn push(&mut self, role: Role, content: TaskContent, at: Context<'_>) -> &mut LayoutTask {
        let node = self.node_of(role, at);
        self.push_in(node, role, content, at)
    }

    /// Adds a task of this structure element, whose further properties the caller sets.
    fn push_in(
        &mut self,
        node: Option<NodeId>,
        role: Role,
        content: TaskContent,
        at: Context<'_>,
    ) -> &mut LayoutTask {
        let label = self.label.take();
        let page_before = std::mem::take(&mut self.page_before);
        self.tasks.push(LayoutTask {
            entry: Entry {
                role,
                node,
                label: label.as_ref().map(|label| label.node),
                lines: Vec::new(),
                rows: 0,
                solid: false,
                repeated_head: None,
                figure: 0,
                lift: Length::ZERO,
                space_above: 0,
                space_below: 0,
                keep: Keep { page_before, ..Keep::default() },
                place: at.place,
                language: at.language,
                title: None,
                alternatives: Vec::new(),
            },
            content,
            font: at.font,
            indents: at.indents,
            measure: at.measure,
            leading: at.leading,
            label: label.map(|label| Box::new(label.flat)),
            initial: false,
            figure: 0,
        });
        self.tasks.last_mut().expect("a task was added")
    }

    /// Returns the structure element of a block; none for what is no text, or adds its own.
    fn node_of(&mut self, role: Role, at: Context<'_>) -> Option<NodeId> {
        let tag = match role {
            // Notes stand in another order for a listener than here, and are no sections.
            Role::Heading(_) if at.in_note => Tag::Paragraph,
            Role::Title => self.heading_tag(0),
            Role::Heading(level) => self.heading_tag(level),
            Role::Paragraph if at.sole => return at.parent,
            Role::TitleLine | Role::Paragraph | Role::Verse | Role::Code | Role::Note => {
                Tag::Paragraph
            }
            Role::Caption => Tag::Caption,
            Role::Contents
            | Role::Rule
            | Role::QrCode
            | Role::Picture
            | Role::Cell
            | Role::Address => return None,
        };
        Some(self.add_node_with_language(tag, at))
    }

    /// Adds a structure element that says its language if that is not the article's.
    fn add_node_with_language(&mut self, tag: Tag, at: Context<'_>) -> NodeId {
        let structure = &mut self.inline.structure;
        let language = (at.language != structure.language).then_some(at.language);
        structure.add(tag, at.parent, language)
    }

    /// Returns the tag of a heading, deeper than the heading before by at most one. The first is the
    /// title, or stands for one, and all others are below it.
    fn heading_tag(&mut self, level: u8) -> Tag {
        let level = if self.headings.is_empty() { 0 } else { level.max(1) };
        self.headings.retain(|&above| above < level);
        self.headings.push(level);
        let depth = u8::try_from(self.headings.len()).expect("levels rise from 0 to 6");
        Tag::Heading(depth.min(6))
    }

    /// Returns the context one step further in from the left, as long as the measure has room.
    fn indent<'c>(&self, at: Context<'c>, step: Length) -> Context<'c> {
        let Indents { left, right, .. } = at.indents;
        let room = self.styles.measure / INDENT_PART - right;
        let wanted = (left + step).min(self.styles.inset * MAX_INDENT_STEPS).min(room);
        Context {
            indents: Indents { left: wanted.max(left), right, first: Length::ZERO },
            ..at
        }
    }

    /// Returns the context one step further in from both sides, as long as the measure has room.
    fn indent_both<'c>(&self, at: Context<'c>) -> Context<'c> {
        let mut at = self.indent(at, self.styles.inset);
        let room = self.styles.measure / INDENT_PART - at.indents.left;
        let right = (at.indents.right + self.styles.inset).min(room);
        at.indents.right = right.max(at.indents.right);
        at
    }

    fn push_heading(
        &mut self,
        role: Role,
        flat: FlatText,
        style: ResolvedHeading,
        at: Context<'_>,
    ) -> &mut LayoutTask {
        let at = Context { font: style.font, ..at };
        self.push(role, TaskContent::Heading(flat, Box::new(style)), at)
    }

    /// Plans blocks. Returns true if a paragraph after them follows running text.
    fn blocks(&mut self, blocks: &[Block], mut at: Context<'_>) -> bool {
        for block in blocks {
            let language = block.language.unwrap_or(at.language);
            let of_block = Context { language, place: block.place, ..at };
            at.follows_text = self.block(block, of_block);
        }
        at.follows_text
    }

    /// Plans a block. Returns true if a paragraph after it follows running text.
    fn block(&mut self, block: &Block, at: Context<'_>) -> bool {
        match &block.kind {
            BlockKind::Heading { level, text } => self.heading(*level, text, at),
            BlockKind::Paragraph(text) => self.paragraph(text, at),
            BlockKind::Quote(blocks) => self.display(at, |planner, at| {
                let inside = planner.enter(Tag::Quotation, planner.indent_both(at));
                planner.blocks(blocks, inside);
            }),
            BlockKind::List { marker, tight, items } => self.list(*marker, *tight, items, at),
            BlockKind::Verse(lines) => self.verse(lines, at),
            BlockKind::Preformatted(text) => self.display(at, |planner, at| {
                let at = Context { font: planner.styles.code, ..at };
                let node = planner.node_of(Role::Code, at);
                let code = CodeText::new(text, node, &mut planner.inline.structure);
                planner.push_in(node, Role::Code, TaskContent::Code(code), at);
            }),
            BlockKind::Table(table) => self.float(at, |planner| planner.table(table, at)),
            BlockKind::Figure { content, caption } => {
                self.float(at, |planner| planner.figure(content, caption, at))
            }
            BlockKind::Picture(picture) => self.picture_block(picture, at),
            BlockKind::Definitions(definitions) => self.definitions(definitions, at),
            BlockKind::Together(blocks) => self.together(blocks, at),
            BlockKind::PageBreak => {
                self.page_before = true;
                at.follows_text
            }
            BlockKind::NoPageBreak => {
                self.keep_last_with_next();
                at.follows_text
            }
            BlockKind::Rule => {
                let flat = FlatText::plain("*\u{2003}*\u{2003}*", SpanStyle::default());
                let task = self.push(Role::Rule, TaskContent::Ornament(flat), at);
                task.entry.space_above = DISPLAY_ROWS;
                task.entry.space_below = DISPLAY_ROWS;
                task.entry.keep.together = true;
                false
            }
        }
    }

    /// Keeps the last task, if there is one, on the page of the next.
    fn keep_last_with_next(&mut self) {
        if let Some(task) = self.tasks.last_mut() {
            task.entry.keep.with_next = true;
        }
    }

    /// Plans a display: blank rows above its first block and below its last. Under a heading the
    /// space of the heading is enough for text. Returns false, as a display is no running text.
    fn display<'c>(
        &mut self,
        at: Context<'c>,
        plan_content: impl FnOnce(&mut Self, Context<'c>),
    ) -> bool {
        let first = self.tasks.len();
        let under_heading =
            self.tasks.last().is_some_and(|task| matches!(task.entry.role, Role::Heading(_)));
        plan_content(self, Context { follows_text: false, ..at });
        if let [task, ..] = &mut self.tasks[first..] {
            let is_text = matches!(
                task.content,
                TaskContent::Paragraph(_) | TaskContent::Lines(_) | TaskContent::Code(_)
            );
            // A term is bold as the heading is, and keeps apart from it.
            let close = under_heading && is_text && !task.entry.keep.with_next;
            task.entry.space_above =
                if close { 0 } else { task.entry.space_above.max(DISPLAY_ROWS) };
        }
        if let [.., task] = &mut self.tasks[first..] {
            task.entry.space_below = task.entry.space_below.max(DISPLAY_ROWS);
        }
        false
    }

    /// Plans a paragraph, and below it those of its pictures that do not stand in a line. Returns
    /// true if a paragraph after them follows running text.
    fn paragraph(&mut self, text: &[Inline], at: Context<'_>) -> bool {
        if text.is_empty() && self.label.is_none() {
            return at.follows_text;
        }
        let is_next = at.follows_text && self.label.is_none();
        let (words, pictures) = self.split_pictures(text, at);
        let mut flat = self.flatten(&words, at);
        if self.styles.small_abbreviations && at.font.role == FontRole::Text {
            mark_abbreviations(&mut flat);
        }
        let mut follows_text = at.follows_text;
        if pictures.is_empty() || !flat.text.trim().is_empty() {
            // A motto before the text, or a list, is not where it begins.
            let may_begin = at.indents == Indents::default() && self.label.is_none();
            let initial = may_begin && std::mem::take(&mut self.initial);
            let first = if is_next { self.styles.indent } else { Length::ZERO };
            let space_above = if is_next && self.styles.apart { DISPLAY_ROWS } else { 0 };
            let indents = Indents { first, ..at.indents };
            let content = TaskContent::Paragraph(flat);
            let task = self.push(Role::Paragraph, content, Context { indents, ..at });
            task.initial = initial;
            task.entry.space_above = space_above;
            follows_text = true;
        }
        for picture in pictures {
            follows_text = self.displayed_picture(picture, Context { follows_text, ..at });
        }
        follows_text
    }

    fn heading(&mut self, level: u8, text: &[Inline], at: Context<'_>) -> bool {
        let level = level.clamp(1, 6);
        let style = self.styles.headings[usize::from(level) - 1];
        let flat = self.flatten(text, at);
        let task = self.push_heading(Role::Heading(level), flat, style, at);
        task.entry.space_above = style.rows_above;
        task.entry.keep = Keep { together: true, with_next: true, ..task.entry.keep };
        task.entry.title = Some(plain_text(text));
        self.lead_contents_here(level, at);
        if !at.in_note {
            self.add_anchor(&plain_text(text));
        }
        false
    }

    fn verse(&mut self, lines: &[VerseLine], at: Context<'_>) -> bool {
        self.display(at, |planner, at| {
            let mut at = planner.indent(at, planner.styles.inset);
            for stanza in lines.split(|line| line.text.is_empty()) {
                if stanza.is_empty() {
                    at.place.line += 1;
                    continue;
                }
                let content = stanza.iter().map(|line| IndentedLine {
                    steps: line.indent,
                    flat: planner.flatten(&line.text, at),
                });
                let content = TaskContent::Lines(content.collect());
                planner.push(Role::Verse, content, at).entry.space_above = DISPLAY_ROWS;
                at.place.line += to_u32(stanza.len()) + 1;
            }
        })
    }

    /// Plans blocks that the author keeps on one page.
    fn together(&mut self, blocks: &[Block], at: Context<'_>) -> bool {
        let first = self.tasks.len();
        let follows_text = self.blocks(blocks, at);
        let tasks = &mut self.tasks[first..];
        for task in &mut *tasks {
            task.entry.keep.together = true;
            task.figure = 0;
        }
        if let [others @ .., _] = tasks {
            others.iter_mut().for_each(|task| task.entry.keep.with_next = true);
        }
        self.kept.push(TaskId(first)..self.next_task());
        follows_text
    }
}
