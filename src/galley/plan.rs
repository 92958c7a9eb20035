//! The plan of the galley: which blocks, how, in what white.
//!
//! Comes in: an [`Article`] and the styles. Goes out: [`LayoutTask`]s in reading order, each to be set by
//! itself. Never done here: setting.

mod contents;
mod figures;
mod indents;
mod notes;
mod tables;
mod together;

use std::ops::Range;

use crate::article::{
    Article, Block, BlockKind, Definition, Inline, Language, LinkUse, ListItem, Marker, Note,
    VerseLine, plain_text,
};
use crate::diagnostic::{Diagnostic, Place};
use crate::font::FontRole;
use crate::picture::ArticlePictures;
use crate::shape::Font;
use crate::unit::Length;

pub(super) use indents::Indents;

use super::abbreviations::mark_abbreviations;
use super::link_addresses::LinkAddresses;
use super::qr::{QrCode, qr_code};
use super::styles::{HeadingStyle, ResolvedStyles};
use super::spans::{Flat, Ledger, SpanStyle};
use super::structure::{NodeId, ListNumbering, Structure, Tag};
use super::table::Table;
use super::{Keep, PictureId, Role, GalleyPicture};

/// Blank rows above and below lists, quotations, verse and code.
const DISPLAY_ROWS: u32 = 1;
/// A block to be set.
#[derive(Debug)]
pub(super) struct LayoutTask {
    /// What it is.
    pub(super) role: Role,
    /// How it is set.
    pub(super) setting: TaskContent,
    /// Its language.
    pub(super) language: Language,
    /// Indents.
    pub(super) indents: Indents,
    /// Its place in the structure.
    pub(super) node: Option<NodeId>,
    /// A label hung in the indent of the first line.
    pub(super) label: Option<HungLabel>,
    /// Blank rows wanted above.
    pub(super) space_above: u32,
    /// Blank rows wanted below.
    pub(super) space_below: u32,
    /// What a page break may do to it.
    pub(super) keep: Keep,
    /// Where it stands in the source.
    pub(super) place: Place,
    /// Its words, for the outline.
    pub(super) title: Option<String>,
    /// Width of the column it stands in.
    pub(super) measure: Length,
    /// Distance of its baselines: a row, but less in a footnote.
    pub(super) leading: Length,
    /// It begins the article, with a letter of several lines.
    pub(super) initial: bool,
    /// Tasks of the figure that begins with it and may stand at the head of the next page.
    pub(super) figure: usize,
}

/// The label of an item of a list or of a note.
#[derive(Debug)]
pub(super) struct HungLabel {
    /// What it says.
    pub(super) flat: Flat,
    /// Its place in the structure.
    pub(super) node: NodeId,
}

/// How a block is set.
#[derive(Debug)]
pub(super) enum TaskContent {
    /// Justified.
    Paragraph(Flat, Font),
    /// Ragged and balanced.
    Head(Flat, HeadingStyle),
    /// Ragged, line by line, with a step of indent each.
    Lines(Vec<(u8, Flat)>, Font),
    /// Fixed width, as written.
    Code(String, Font),
    /// An ornament in the middle of the measure.
    Ornament(Flat, Font),
    /// A short rule.
    ShortRule,
    /// A picture of this size.
    Picture(PictureId, (Length, Length)),
    /// Ragged, in a frame: what stands in the place of a picture.
    Framed(Flat, Font),
    /// Ragged, in the middle of the measure.
    Caption(Flat, Font),
    /// Ragged, behind a number of ours.
    Address(Flat, Flat, Font),
    /// A QR code at the right edge, beside the blocks that follow.
    QrCode(QrCode),
    /// Cells side by side.
    Table(Box<Table>),
}

/// What is planned.
#[derive(Debug, Default)]
pub(super) struct GalleyPlan {
    /// The blocks, in reading order.
    pub(super) tasks: Vec<LayoutTask>,
    /// Where the links lead.
    pub(super) links: Vec<String>,
    /// The structure that tasks and passages point into.
    pub(super) structure: Structure,
    /// The pictures that are shown.
    pub(super) pictures: Vec<GalleyPicture>,
    /// What cannot be set as the article has it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The footnotes, in the order they are called; their tasks are the last.
    pub(super) feet: Vec<Footnote>,
    /// The tasks of what the author wants on one page.
    pub(super) kept: Vec<Range<usize>>,
}

/// A note that stands at the foot of the page that calls it.
#[derive(Debug)]
pub(super) struct Footnote {
    /// Index in the article's notes.
    note: u32,
    /// The task that calls it.
    pub(super) caller: usize,
    /// Its own tasks.
    pub(super) tasks: Range<usize>,
}

/// Plans `article`, whose pictures are in `album`.
pub(super) fn plan(article: &Article, album: &ArticlePictures, styles: &ResolvedStyles) -> GalleyPlan {
    let language = article.meta.language.unwrap_or(Language::ENGLISH);
    let mut planner = Planner {
        styles,
        album,
        notes: &article.notes,
        tasks: Vec::new(),
        links: Vec::new(),
        addresses: LinkAddresses::new(
            styles.links,
            !article.notes.is_empty(),
            article.meta.source.as_deref(),
        ),
        pictures: Vec::new(),
        diagnostics: Vec::new(),
        caption_rows: 0,
        told: None,
        page_before: false,
        initial: styles.drop_cap,
        structure: Structure { language, ..Structure::default() },
        inside: None,
        headings: Vec::new(),
        language,
        font: styles.text,
        label: None,
        sole: false,
        after_text: false,
        measure: styles.wide,
        leading: styles.leading,
        calls: false,
        called: vec![false; article.notes.len()],
        feet: Vec::new(),
        kept: Vec::new(),
    };
    planner.title_block(article);
    planner.measure = styles.measure;
    if styles.toc {
        planner.contents(&article.blocks);
    }
    planner.calls = styles.feet;
    planner.blocks(&article.blocks, Indents::default());
    planner.calls = false;
    let rest = (0..).zip(&planner.called).filter(|(_, called)| !**called);
    let rest: Vec<u32> = rest.map(|(note, _)| note).collect();
    planner.endnotes(&rest);
    planner.addresses_and_footnotes();
    let Planner { tasks, links, structure, pictures, diagnostics, feet, kept, .. } = planner;
    GalleyPlan { tasks, links, structure, pictures, diagnostics, feet, kept }
}

struct Planner<'p> {
    styles: &'p ResolvedStyles,
    album: &'p ArticlePictures,
    notes: &'p [Note],
    tasks: Vec<LayoutTask>,
    links: Vec<String>,
    addresses: LinkAddresses,
    pictures: Vec<GalleyPicture>,
    diagnostics: Vec<Diagnostic>,
    /// Rows that the caption of the figure at hand will take.
    caption_rows: u32,
    /// What that caption says.
    told: Option<String>,
    /// The next block begins a page.
    page_before: bool,
    /// The next paragraph is the article's first.
    initial: bool,
    structure: Structure,
    /// The block of the structure that is open.
    inside: Option<NodeId>,
    /// Levels of the headings above, from the outermost in.
    headings: Vec<u8>,
    language: Language,
    font: Font,
    /// The label that the next block hangs out.
    label: Option<HungLabel>,
    /// The next paragraph is all that its item says, and needs no place of its own in it.
    sole: bool,
    /// The block before is running text, so that the next paragraph is indented.
    after_text: bool,
    /// Width of the column that blocks stand in.
    measure: Length,
    /// Distance of their baselines.
    leading: Length,
    /// Notes that are called become footnotes.
    calls: bool,
    /// Which notes have been called.
    called: Vec<bool>,
    feet: Vec<Footnote>,
    /// What the author wants on one page.
    kept: Vec<Range<usize>>,
}

impl Planner<'_> {
    fn flat(&mut self, inlines: &[Inline]) -> Flat {
        let Self { notes, links, addresses, structure, .. } = self;
        let mut flat = Flat::new(inlines, &mut Ledger { notes, links, addresses, structure });
        for span in &mut flat.spans {
            span.look.call = span.look.call.and_then(|note| self.call(note));
        }
        flat
    }

    /// Opens a block of the structure, plans what is in it, and closes it.
    fn within(&mut self, tag: Tag, inside: impl FnOnce(&mut Self)) {
        let outer = self.inside;
        self.inside = Some(self.structure.add(tag, outer, None));
        inside(self);
        self.inside = outer;
    }

    /// The place in the structure of a block of this role.
    fn place_of(&mut self, role: Role) -> Option<NodeId> {
        let tag = match role {
            // Notes stand in another order for a listener than here, and are no sections.
            Role::Heading(_) if self.in_note() => Tag::Paragraph,
            Role::Title => self.heading_tag(0),
            Role::Heading(level) => self.heading_tag(level),
            Role::Paragraph if self.sole => return self.inside,
            Role::TitleLine | Role::Paragraph | Role::Verse | Role::Note => Tag::Paragraph,
            Role::Code => Tag::Code,
            Role::Caption => Tag::Caption,
            Role::Contents => Tag::ContentsLine,
            // A picture and a cell say themselves what they are.
            Role::Rule | Role::QrCode | Role::Picture | Role::Cell | Role::Address => {
                return None;
            }
        };
        let language = (self.language != self.structure.language).then_some(self.language);
        Some(self.structure.add(tag, self.inside, language))
    }

    fn in_note(&self) -> bool {
        let mut around = self.structure.nodes_around(self.inside);
        around.any(|(_, node)| matches!(node.tag, Tag::Note { .. }))
    }

    /// A heading of this level, no deeper by more than one than the heading before.
    fn heading_tag(&mut self, level: u8) -> Tag {
        self.headings.retain(|&above| above < level);
        self.headings.push(level);
        Tag::Heading(u8::try_from(self.headings.len()).unwrap_or(6).min(6))
    }

    fn push(&mut self, role: Role, setting: TaskContent, indents: Indents, place: Place) {
        self.after_text = role == Role::Paragraph;
        let node = self.place_of(role);
        let task = LayoutTask {
            node,
            role,
            setting,
            language: self.language,
            indents,
            label: self.label.take(),
            space_above: 0,
            space_below: 0,
            keep: Keep {
                page_before: std::mem::take(&mut self.page_before),
                ..Keep::default()
            },
            place,
            title: None,
            measure: self.measure,
            leading: self.leading,
            initial: false,
            figure: 0,
        };
        self.tasks.push(task);
    }

    fn last(&mut self, change: impl FnOnce(&mut LayoutTask)) {
        if let Some(task) = self.tasks.last_mut() {
            change(task);
        }
    }

    fn title_block(&mut self, article: &Article) {
        let meta = &article.meta;
        let place = meta.place;
        let none = Indents { right: self.sign(meta.source.as_deref()), ..Indents::default() };
        if !meta.title.is_empty() {
            let flat = self.flat(&meta.title);
            self.push(Role::Title, TaskContent::Head(flat, self.styles.title), none, place);
            self.last(|task| task.title = Some(plain_text(&meta.title)));
        }
        if !meta.subtitle.is_empty() {
            let flat = self.flat(&meta.subtitle);
            self.push(Role::TitleLine, TaskContent::Head(flat, self.styles.subtitle), none, place);
        }
        for line in self.byline(article) {
            self.push(Role::TitleLine, TaskContent::Head(line, self.styles.byline), none, place);
        }
        for task in &mut self.tasks {
            task.keep = Keep { together: true, with_next: true, ..Keep::default() };
        }
        self.last(|task| task.space_below = DISPLAY_ROWS);
        self.after_text = false;
    }

    /// Puts the QR code of the source beside the title block, where it is wished; gives the room
    /// that it takes from the measure.
    fn sign(&mut self, source: Option<&str>) -> Length {
        if !self.styles.sign {
            return Length::ZERO;
        }
        let address = source.filter(|source| LinkUse::is_source(source));
        let Some(made) = address.and_then(qr_code) else {
            let message = match address {
                Some(_) => "the source's address is too long for a QR code",
                None => "there is no QR code, since no address of the source is known",
            };
            let told = Diagnostic::warning("qr-missing", Place::default(), message);
            self.diagnostics.push(told.hint("give a short address with --source"));
            return Length::ZERO;
        };
        let taken = made.side + self.styles.leading;
        self.push(Role::QrCode, TaskContent::QrCode(made), Indents::default(), Place::default());
        taken
    }

    /// Byline and date on one line, site and source on the next.
    fn byline(&mut self, article: &Article) -> Vec<Flat> {
        let meta = &article.meta;
        let mut lines = Vec::new();
        let mut line = Flat::default();
        let add = |line: &mut Flat, text: &str, look: SpanStyle| {
            if !line.text.is_empty() {
                line.push_text(" \u{B7} ", SpanStyle::default());
            }
            line.push_text(text, look);
        };
        let italic = SpanStyle {
            cut: crate::font::FaceStyle { italic: true, bold: false },
            ..SpanStyle::default()
        };
        for text in meta.byline.iter() {
            add(&mut line, text, italic);
        }
        for text in meta.dateline.iter().chain(&meta.date).chain(&meta.site) {
            add(&mut line, text, SpanStyle::default());
        }
        if !line.text.is_empty() {
            lines.push(line);
        }
        if let Some(source) = &meta.source {
            let target = vec![Inline::Link {
                target: source.clone(),
                text: vec![Inline::Text(source.clone())],
            }];
            lines.push(if LinkUse::is_source(source) {
                self.flat(&target)
            } else {
                Flat::plain(source, SpanStyle::default())
            });
        }
        lines
    }

    fn blocks(&mut self, blocks: &[Block], indents: Indents) {
        for block in blocks {
            let outer = self.language;
            self.language = block.language.unwrap_or(outer);
            self.block(block, indents);
            self.language = outer;
        }
    }

    fn block(&mut self, block: &Block, indents: Indents) {
        let place = block.place;
        match &block.kind {
            BlockKind::Heading { level, text } => self.heading(*level, text, indents, place),
            BlockKind::Paragraph(text) => self.paragraph(text, indents, place),
            BlockKind::Quote(blocks) => {
                let inset = self.inset(indents);
                self.display(|planner| {
                    planner.within(Tag::Quotation, |planner| planner.blocks(blocks, inset));
                });
            }
            BlockKind::List { marker, tight, items } => {
                self.list((*marker, *tight), items, indents);
            }
            BlockKind::Verse(lines) => self.verse(lines, indents, place),
            BlockKind::Preformatted(text) => {
                let code = self.styles.code;
                self.display(|planner| {
                    planner.push(Role::Code, TaskContent::Code(text.clone(), code), indents, place);
                });
            }
            BlockKind::Table(table) => {
                self.movable(indents, |planner| planner.table(table, indents, place));
            }
            BlockKind::Figure { content, caption } => {
                self.movable(indents, |planner| {
                    planner.figure(content, caption, indents, place);
                });
            }
            BlockKind::Picture(picture) => {
                self.movable(indents, |planner| {
                    planner.display(|planner| planner.picture(picture, indents, place));
                });
            }
            BlockKind::Definitions(definitions) => self.definitions(definitions, indents),
            BlockKind::Together(blocks) => self.together(blocks, indents),
            BlockKind::PageBreak => self.page_before = true,
            BlockKind::NoPageBreak => self.last(|task| task.keep.with_next = true),
            BlockKind::Rule => {
                let flat = Flat::plain("*\u{2003}*\u{2003}*", SpanStyle::default());
                self.push(Role::Rule, TaskContent::Ornament(flat, self.font), indents, place);
                self.last(|task| {
                    task.space_above = DISPLAY_ROWS;
                    task.space_below = DISPLAY_ROWS;
                    task.keep.together = true;
                });
            }
        }
    }

    /// Plans a display: blank rows above its first block and below its last. Under a heading the
    /// white of the heading is enough for text.
    fn display(&mut self, inside: impl FnOnce(&mut Self)) {
        let first = self.tasks.len();
        let before = first.checked_sub(1).and_then(|before| self.tasks.get(before));
        let under_head = before.is_some_and(|task| matches!(task.role, Role::Heading(_)));
        self.after_text = false;
        inside(self);
        if let Some(task) = self.tasks.get_mut(first) {
            let text = matches!(
                task.setting,
                TaskContent::Paragraph(..) | TaskContent::Lines(..) | TaskContent::Code(..)
            );
            // A term is bold as the heading is, and keeps apart from it.
            let close = under_head && text && !task.keep.with_next;
            task.space_above = if close { 0 } else { task.space_above.max(DISPLAY_ROWS) };
        }
        if self.tasks.len() > first {
            self.last(|task| task.space_below = task.space_below.max(DISPLAY_ROWS));
        }
        self.after_text = false;
    }

    fn paragraph(&mut self, text: &[Inline], indents: Indents, place: Place) {
        if text.is_empty() && self.label.is_none() {
            return;
        }
        let first = if self.after_text && self.label.is_none() {
            self.styles.indent
        } else {
            Length::ZERO
        };
        let displayed = self.take_pictures(text, place);
        let mut flat = match &displayed {
            Some((words, _)) => self.flat(words),
            None => self.flat(text),
        };
        if self.styles.small_abbreviations && self.font.role == FontRole::Text {
            mark_abbreviations(&mut flat);
        }
        let apart = self.styles.apart && self.after_text && self.label.is_none();
        if displayed.is_none() || !flat.text.trim().is_empty() {
            let setting = TaskContent::Paragraph(flat, self.font);
            // A motto before the text, or a list, is not where it begins.
            let begins = indents == Indents::default() && self.label.is_none();
            let initial = begins && std::mem::take(&mut self.initial);
            self.push(Role::Paragraph, setting, Indents { first, ..indents }, place);
            self.last(|task| task.initial = initial);
            if apart {
                self.last(|task| task.space_above = DISPLAY_ROWS);
            }
        }
        for picture in displayed.iter().flat_map(|(_, pictures)| pictures) {
            self.movable(indents, |planner| {
                planner.display(|planner| planner.picture(picture, indents, place));
            });
        }
    }

    fn heading(&mut self, level: u8, text: &[Inline], indents: Indents, place: Place) {
        let level = level.clamp(1, 6);
        let head = self.styles.headings[usize::from(level) - 1];
        let flat = self.flat(text);
        self.push(Role::Heading(level), TaskContent::Head(flat, head), indents, place);
        self.last(|task| {
            task.space_above = head.rows_above;
            task.keep = Keep { together: true, with_next: true, ..task.keep };
            task.title = Some(plain_text(text));
        });
    }

    fn list(&mut self, (marker, tight): (Marker, bool), items: &[ListItem], indents: Indents) {
        let nested = self.label.is_some() || indents.left > Length::ZERO;
        // A list that begins an item: the item's own label would make room for the list's.
        self.label_alone(indents, Place::default());
        let inset = self.label_room(marker, items);
        let inside = self.deeper(indents, inset);
        let plan_items = |planner: &mut Self| {
            for (index, item) in items.iter().enumerate() {
                let label = match marker {
                    Marker::Bullet => "\u{2022}",
                    Marker::Label => &item.label,
                };
                let sign = match item.done {
                    Some(true) => "\u{2611}",
                    Some(false) => "\u{2610}",
                    None => "",
                };
                // A task of a numbered list keeps its number.
                let label = match (marker, sign) {
                    (_, "") => label.to_owned(),
                    (Marker::Bullet, sign) => sign.to_owned(),
                    (Marker::Label, sign) => format!("{label}\u{A0}{sign}"),
                };
                let first = planner.tasks.len();
                planner.within(Tag::Item, |planner| {
                    planner.labelled(&label);
                    planner.within(Tag::Body, |planner| {
                        planner.sole = matches!(
                            &*item.blocks,
                            [] | [Block { kind: BlockKind::Paragraph(_), language: None, .. }]
                        );
                        planner.item(&item.blocks, inside, Place::default());
                        planner.sole = false;
                    });
                });
                if !tight
                    && index > 0
                    && let Some(task) = planner.tasks.get_mut(first)
                {
                    task.space_above = task.space_above.max(DISPLAY_ROWS);
                }
            }
        };
        let numbering = match (marker, items.first()) {
            (Marker::Bullet, _) => ListNumbering::Bullets,
            (Marker::Label, first) => ListNumbering::from_label(first.map_or("", |item| &item.label)),
        };
        let plan_list =
            |planner: &mut Self| planner.within(Tag::List { numbering }, plan_items);
        if nested {
            plan_list(self);
            self.after_text = false;
        } else {
            self.display(plan_list);
        }
    }

    /// Hands the next block a label to hang out.
    fn labelled(&mut self, label: &str) {
        let node = self.structure.add(Tag::Label, self.inside, None);
        self.label = Some(HungLabel { flat: Flat::plain(label, SpanStyle::default()), node });
        self.after_text = false;
    }

    /// Gives a label that waits a line of its own, before what has no room to hang it.
    fn label_alone(&mut self, indents: Indents, place: Place) {
        if self.label.is_some() {
            self.paragraph(&[], indents, place);
            self.last(|task| task.keep.with_next = true);
        }
    }

    /// Plans what stands beside a label; where that is nothing, the label is still shown.
    fn item(&mut self, blocks: &[Block], indents: Indents, place: Place) {
        self.blocks(blocks, indents);
        if self.label.is_some() {
            self.paragraph(&[], indents, place);
        }
    }

    /// Room for the labels: the usual inset, more for labels of many characters.
    fn label_room(&self, marker: Marker, items: &[ListItem]) -> Length {
        if marker == Marker::Bullet {
            return self.styles.inset.fraction(3, 4);
        }
        let longest = items.iter().map(|item| item.label.chars().count()).max().unwrap_or(0);
        // A figure is about half an em wide; the white after the label is half an em more.
        let wanted = self.font.size.fraction(i64::try_from(longest).unwrap_or(4).min(8) + 1, 2);
        wanted.max(self.styles.inset)
    }

    fn definitions(&mut self, definitions: &[Definition], indents: Indents) {
        let inside = self.deeper(indents, self.styles.inset);
        self.display(|planner| {
            planner.within(Tag::List { numbering: ListNumbering::Other }, |planner| {
                for definition in definitions {
                    planner.within(Tag::Item, |planner| {
                        planner.definition(definition, indents, inside);
                    });
                }
            });
        });
    }

    fn definition(&mut self, definition: &Definition, outside: Indents, inside: Indents) {
        self.within(Tag::Label, |planner| {
            for term in &definition.terms {
                planner.after_text = false;
                planner.paragraph(&[Inline::Strong(term.clone())], outside, Place::default());
                planner.last(|task| task.keep.with_next = true);
            }
        });
        self.within(Tag::Body, |planner| {
            for meaning in &definition.meanings {
                planner.after_text = false;
                planner.blocks(meaning, inside);
            }
        });
        self.after_text = false;
    }

    fn verse(&mut self, lines: &[VerseLine], indents: Indents, place: Place) {
        let inset = self.deeper(indents, self.styles.inset);
        self.display(|planner| {
            let mut source_line = place;
            for stanza in lines.split(|line| line.text.is_empty()) {
                if stanza.is_empty() {
                    source_line.line += 1;
                    continue;
                }
                let flats = stanza
                    .iter()
                    .map(|line| (line.indent, planner.flat(&line.text)))
                    .collect::<Vec<_>>();
                let setting = TaskContent::Lines(flats, planner.font);
                planner.push(Role::Verse, setting, inset, source_line);
                planner.last(|task| {
                    task.space_above = DISPLAY_ROWS;
                });
                source_line.line += u32::try_from(stanza.len()).unwrap_or(0) + 1;
            }
        });
    }
}
