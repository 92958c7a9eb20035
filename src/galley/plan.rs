//! The plan of the galley: which blocks, how, in what white.
//!
//! Comes in: an [`Article`] and the sheet. Goes out: [`Task`]s in reading order, each to be set by
//! itself. Never done here: setting.

use crate::article::{
    Article, Block, BlockKind, Definition, Inline, Language, ListItem, Marker, Note, Table,
    VerseLine, plain_text,
};
use crate::diagnostic::Place;
use crate::shape::{Features, Font};
use crate::unit::Length;

use super::sheet::{Head, Sheet};
use super::spans::{Flat, Ledger, Look};
use super::structure::{NodeId, Numbering, Scope, Structure, Tag};
use super::{Keep, Role};

/// Blank rows above and below lists, quotations, verse and code.
const DISPLAY_ROWS: u32 = 1;
/// Blocks nest no deeper than this on the page; what lies deeper is set at this depth.
const DEEPEST: i64 = 6;

/// A block to be set.
#[derive(Debug)]
pub(super) struct Task {
    /// What it is.
    pub(super) role: Role,
    /// How it is set.
    pub(super) setting: Setting,
    /// Its language.
    pub(super) language: Language,
    /// Indents.
    pub(super) indents: Indents,
    /// Its place in the structure.
    pub(super) node: Option<NodeId>,
    /// A label hung in the indent of the first line.
    pub(super) label: Option<Label>,
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
}

/// The label of an item of a list or of a note.
#[derive(Debug)]
pub(super) struct Label {
    /// What it says.
    pub(super) flat: Flat,
    /// Its place in the structure.
    pub(super) node: NodeId,
}

/// How a block is set.
#[derive(Debug)]
pub(super) enum Setting {
    /// Justified.
    Paragraph(Flat, Font),
    /// Ragged and balanced.
    Head(Flat, Head),
    /// Ragged, line by line, with a step of indent each.
    Lines(Vec<(u8, Flat)>, Font),
    /// Fixed width, as written.
    Code(String, Font),
    /// An ornament in the middle of the measure.
    Ornament(Flat, Font),
    /// A short rule.
    ShortRule,
}

/// Indents of a block.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Indents {
    /// Of all lines, from the left.
    pub(super) left: Length,
    /// Of all lines, from the right.
    pub(super) right: Length,
    /// Of the first line besides.
    pub(super) first: Length,
}

/// Plans `article`. The other products are where the links lead, and the structure.
pub(super) fn plan(article: &Article, sheet: &Sheet) -> (Vec<Task>, Vec<String>, Structure) {
    let language = article.meta.language.unwrap_or(Language::ENGLISH);
    let mut planner = Planner {
        sheet,
        notes: &article.notes,
        tasks: Vec::new(),
        links: Vec::new(),
        structure: Structure { language, ..Structure::default() },
        inside: None,
        headings: Vec::new(),
        language,
        font: sheet.text,
        label: None,
        sole: false,
        after_text: false,
    };
    planner.title_block(article);
    planner.blocks(&article.blocks, Indents::default());
    planner.notes(&article.notes);
    (planner.tasks, planner.links, planner.structure)
}

struct Planner<'p> {
    sheet: &'p Sheet,
    notes: &'p [Note],
    tasks: Vec<Task>,
    links: Vec<String>,
    structure: Structure,
    /// The block of the structure that is open.
    inside: Option<NodeId>,
    /// Levels of the headings above, from the outermost in.
    headings: Vec<u8>,
    language: Language,
    font: Font,
    /// The label that the next block hangs out.
    label: Option<Label>,
    /// The next paragraph is all that its item says, and needs no place of its own in it.
    sole: bool,
    /// The block before is running text, so that the next paragraph is indented.
    after_text: bool,
}

impl Planner<'_> {
    fn flat(&mut self, inlines: &[Inline]) -> Flat {
        let Self { notes, links, structure, .. } = self;
        Flat::new(inlines, &mut Ledger { notes, links, structure })
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
            Role::Title => self.heading_tag(0),
            Role::Heading(level) => self.heading_tag(level),
            Role::Paragraph if self.sole => return self.inside,
            Role::TitleLine | Role::Paragraph | Role::Verse | Role::Note => Tag::Paragraph,
            Role::Code => Tag::Code,
            Role::Rule => return None,
        };
        let language = (self.language != self.structure.language).then_some(self.language);
        Some(self.structure.add(tag, self.inside, language))
    }

    /// A heading of this level, no deeper by more than one than the heading before.
    fn heading_tag(&mut self, level: u8) -> Tag {
        self.headings.retain(|&above| above < level);
        self.headings.push(level);
        Tag::Heading(u8::try_from(self.headings.len()).unwrap_or(6).min(6))
    }

    fn push(&mut self, role: Role, setting: Setting, indents: Indents, place: Place) {
        self.after_text = role == Role::Paragraph;
        let node = self.place_of(role);
        let task = Task {
            node,
            role,
            setting,
            language: self.language,
            indents,
            label: self.label.take(),
            space_above: 0,
            space_below: 0,
            keep: Keep::default(),
            place,
            title: None,
        };
        self.tasks.push(task);
    }

    fn last(&mut self, change: impl FnOnce(&mut Task)) {
        if let Some(task) = self.tasks.last_mut() {
            change(task);
        }
    }

    fn title_block(&mut self, article: &Article) {
        let meta = &article.meta;
        let place = meta.place;
        let none = Indents::default();
        if !meta.title.is_empty() {
            let flat = self.flat(&meta.title);
            self.push(Role::Title, Setting::Head(flat, self.sheet.title), none, place);
            self.last(|task| task.title = Some(plain_text(&meta.title)));
        }
        if !meta.subtitle.is_empty() {
            let flat = self.flat(&meta.subtitle);
            self.push(Role::TitleLine, Setting::Head(flat, self.sheet.subtitle), none, place);
        }
        for line in self.byline(article) {
            self.push(Role::TitleLine, Setting::Head(line, self.sheet.byline), none, place);
        }
        for task in &mut self.tasks {
            task.keep = Keep { together: true, with_next: true, page_before: false };
        }
        self.last(|task| task.space_below = DISPLAY_ROWS);
        self.after_text = false;
    }

    /// Byline and date on one line, site and source on the next.
    fn byline(&mut self, article: &Article) -> Vec<Flat> {
        let meta = &article.meta;
        let mut lines = Vec::new();
        let mut line = Flat::default();
        let add = |line: &mut Flat, text: &str, look: Look| {
            if !line.text.is_empty() {
                line.push_text(" \u{B7} ", Look::default());
            }
            line.push_text(text, look);
        };
        let italic =
            Look { cut: crate::font::Cut { italic: true, bold: false }, ..Look::default() };
        for text in meta.byline.iter() {
            add(&mut line, text, italic);
        }
        for text in meta.dateline.iter().chain(&meta.date).chain(&meta.site) {
            add(&mut line, text, Look::default());
        }
        if !line.text.is_empty() {
            lines.push(line);
        }
        if let Some(source) = &meta.source {
            let target = vec![Inline::Link {
                target: source.clone(),
                text: vec![Inline::Text(source.clone())],
            }];
            let live = ["http://", "https://"].iter().any(|scheme| source.starts_with(scheme));
            lines.push(if live {
                self.flat(&target)
            } else {
                Flat::plain(source, Look::default())
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
                let inset = self.deeper(indents, self.sheet.inset);
                self.display(|planner| {
                    let right = indents.right + planner.sheet.inset;
                    planner.within(Tag::Quotation, |planner| {
                        planner.blocks(blocks, Indents { right, ..inset });
                    });
                });
            }
            BlockKind::List { marker, tight, items } => {
                self.list((*marker, *tight), items, indents);
            }
            BlockKind::Verse(lines) => self.verse(lines, indents, place),
            BlockKind::Preformatted(text) => {
                let code = self.sheet.code;
                self.display(|planner| {
                    planner.push(Role::Code, Setting::Code(text.clone(), code), indents, place);
                });
            }
            BlockKind::Table(table) => {
                self.display(|planner| {
                    planner.within(Tag::Table, |planner| planner.table(table, indents, place));
                });
            }
            BlockKind::Figure { content, caption } => {
                self.display(|planner| {
                    planner.blocks(content, indents);
                    planner.caption(caption, indents, place);
                });
            }
            BlockKind::Picture(picture) => {
                let alt = picture.alt.clone().unwrap_or_default();
                self.paragraph(&[Inline::Text(alt)], indents, place);
            }
            BlockKind::Definitions(definitions) => self.definitions(definitions, indents),
            BlockKind::PageBreak => {}
            BlockKind::Rule => {
                let flat = Flat::plain("*\u{2003}*\u{2003}*", Look::default());
                self.push(Role::Rule, Setting::Ornament(flat, self.font), indents, place);
                self.last(|task| {
                    task.space_above = DISPLAY_ROWS;
                    task.space_below = DISPLAY_ROWS;
                    task.keep = Keep { together: true, ..Keep::default() };
                });
            }
        }
    }

    /// Plans a display: blank rows above its first block and below its last.
    fn display(&mut self, inside: impl FnOnce(&mut Self)) {
        let first = self.tasks.len();
        self.after_text = false;
        inside(self);
        if let Some(task) = self.tasks.get_mut(first) {
            task.space_above = task.space_above.max(DISPLAY_ROWS);
        }
        if self.tasks.len() > first {
            self.last(|task| task.space_below = task.space_below.max(DISPLAY_ROWS));
        }
        self.after_text = false;
    }

    fn deeper(&self, indents: Indents, step: Length) -> Indents {
        let left = (indents.left + step).min(self.sheet.inset * DEEPEST);
        Indents { left, right: indents.right, first: Length::ZERO }
    }

    fn paragraph(&mut self, text: &[Inline], indents: Indents, place: Place) {
        if text.is_empty() && self.label.is_none() {
            return;
        }
        let first = if self.after_text && self.label.is_none() {
            self.sheet.indent
        } else {
            Length::ZERO
        };
        let flat = self.flat(text);
        let setting = Setting::Paragraph(flat, self.font);
        self.push(Role::Paragraph, setting, Indents { first, ..indents }, place);
    }

    fn heading(&mut self, level: u8, text: &[Inline], indents: Indents, place: Place) {
        let level = level.clamp(1, 6);
        let head = self.sheet.headings[usize::from(level) - 1];
        let flat = self.flat(text);
        self.push(Role::Heading(level), Setting::Head(flat, head), indents, place);
        self.last(|task| {
            task.space_above = head.rows_above;
            task.keep = Keep { together: true, with_next: true, page_before: false };
            task.title = Some(plain_text(text));
        });
    }

    fn list(&mut self, (marker, tight): (Marker, bool), items: &[ListItem], indents: Indents) {
        let nested = self.label.is_some() || indents.left > Length::ZERO;
        let inset = self.label_room(marker, items);
        let inside = self.deeper(indents, inset);
        let plan_items = |planner: &mut Self| {
            for (index, item) in items.iter().enumerate() {
                let label = match marker {
                    Marker::Bullet => "\u{2022}",
                    Marker::Label => &item.label,
                };
                let label = match item.done {
                    Some(true) => "\u{2611}",
                    Some(false) => "\u{2610}",
                    None => label,
                };
                let first = planner.tasks.len();
                planner.within(Tag::Item, |planner| {
                    planner.labelled(label);
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
            (Marker::Bullet, _) => Numbering::Bullets,
            (Marker::Label, first) => Numbering::of(first.map_or("", |item| &item.label)),
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
        self.label = Some(Label { flat: Flat::plain(label, Look::default()), node });
        self.after_text = false;
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
            return self.sheet.inset.fraction(3, 4);
        }
        let longest = items.iter().map(|item| item.label.chars().count()).max().unwrap_or(0);
        // A figure is about half an em wide; the white after the label is half an em more.
        let wanted = self.font.size.fraction(i64::try_from(longest).unwrap_or(4).min(8) + 1, 2);
        wanted.max(self.sheet.inset)
    }

    fn definitions(&mut self, definitions: &[Definition], indents: Indents) {
        let inside = self.deeper(indents, self.sheet.inset);
        self.display(|planner| {
            planner.within(Tag::List { numbering: Numbering::Other }, |planner| {
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
                planner.paragraph(term, outside, Place::default());
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

    fn caption(&mut self, text: &[Inline], indents: Indents, place: Place) {
        if !text.is_empty() {
            self.within(Tag::Caption, |planner| {
                planner.sole = true;
                planner.paragraph(text, indents, place);
                planner.sole = false;
            });
        }
    }

    /// A table as the text of its cells, one after the other.
    fn table(&mut self, table: &Table, indents: Indents, place: Place) {
        self.caption(&table.caption, indents, place);
        for (index, row) in table.rows.iter().enumerate() {
            self.within(Tag::Row, |planner| {
                for cell in &row.cells {
                    let scope = if index < table.head { Scope::Column } else { Scope::Row };
                    let tag = Tag::Cell {
                        head: (cell.header || index < table.head).then_some(scope),
                        columns: u32::from(cell.colspan),
                        rows: u32::from(cell.rowspan),
                    };
                    planner.within(tag, |planner| planner.blocks(&cell.blocks, indents));
                }
            });
        }
    }

    fn verse(&mut self, lines: &[VerseLine], indents: Indents, place: Place) {
        let inset = self.deeper(indents, self.sheet.inset);
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
                let setting = Setting::Lines(flats, planner.font);
                planner.push(Role::Verse, setting, inset, source_line);
                planner.last(|task| {
                    task.space_above = DISPLAY_ROWS;
                });
                source_line.line += u32::try_from(stanza.len()).unwrap_or(0) + 1;
            }
        });
    }

    /// The notes, after a short rule at the article's end.
    fn notes(&mut self, notes: &[Note]) {
        if notes.is_empty() {
            return;
        }
        self.push(Role::Rule, Setting::ShortRule, Indents::default(), Place::default());
        self.last(|task| {
            task.space_above = DISPLAY_ROWS;
            task.keep = Keep { together: true, with_next: true, page_before: false };
        });
        self.font = self.sheet.note;
        let labels: Vec<ListItem> = notes
            .iter()
            .map(|note| ListItem { label: note.label.clone(), ..ListItem::default() })
            .collect();
        let room = self.label_room(Marker::Label, &labels);
        let inside = self.deeper(Indents::default(), room);
        for (index, note) in (0u32..).zip(notes) {
            self.within(Tag::Note { index }, |planner| {
                planner.labelled(&note.label);
                planner.item(&note.blocks, inside, note.place);
            });
        }
        self.font = Font { features: Features::default(), ..self.sheet.text };
    }
}
