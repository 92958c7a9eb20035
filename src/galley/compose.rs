//! Setting of layout tasks, on several threads where it pays.
//!
//! A [`Compositor`] has the plan of an article. Setting it gives a [`SetArticle`], and settling that,
//! with the alternatives that the page breaker chose, the finished [`Galley`].

mod blocks;
mod paragraphs;
mod stretches;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::article::Article;
use crate::diagnostic::Diagnostic;
use crate::font::Faces;
use crate::hyphenate::Exceptions;
use crate::jobs::Jobs;
use crate::linebreak::{Breaker, Rules};
use crate::picture::ArticlePictures;
use crate::style::{Ink, Style};
use crate::unit::Length;

use super::line::LineBox;
use super::minimum_measure::MinimumMeasure;
use super::missing::MissingGlyphs;
use super::paragraph::ParagraphItems;
use super::plan::{GalleyPlan, LayoutTask, TaskContent, plan};
use super::spans::Footnote;
use super::styles::ResolvedStyles;
use super::table::{FlatTable, TableArea, set_table};
use super::text_style::BlockStyle;
use super::tokens::Token;
use super::word_cache::{CachedWords, SharedWords, WordCache};
use super::{
    AlternativeChoice, Entry, EntryId, FootnoteId, Galley, Keep, Line, PassageKind, Role,
    TaskId, to_u32,
};

/// Bytes of text from which more than one thread is worth its start.
const WORTH_THREADS: usize = 48 * 1024;
/// Shares of the text per thread, so that no thread waits long for another.
const SHARES_PER_THREAD: usize = 4;

/// Planned article, ready to be set.
#[derive(Debug)]
pub struct Compositor<'c> {
    settings: Settings<'c>,
    plan: GalleyPlan,
}

/// All that tasks are set with.
#[derive(Debug)]
struct Settings<'c> {
    faces: &'c Faces,
    exceptions: Option<&'c Exceptions>,
    rules: Rules,
    styles: ResolvedStyles,
    minimum: MinimumMeasure,
}

impl<'c> Compositor<'c> {
    /// Plans an article with its pictures in a style.
    #[must_use]
    pub fn new(
        article: &Article,
        article_pictures: &ArticlePictures,
        style: &Style,
        faces: &'c Faces,
    ) -> Self {
        let styles = ResolvedStyles::new(style);
        let plan = plan(article, article_pictures, &styles);
        let minimum = MinimumMeasure::new(faces, styles.text, styles.measure);
        let rules = Rules::fine(style.expansion);
        Self { settings: Settings { faces, exceptions: None, rules, styles, minimum }, plan }
    }

    /// Sets hyphenation exceptions.
    #[must_use]
    pub fn with_exceptions(mut self, exceptions: &'c Exceptions) -> Self {
        self.settings.exceptions = Some(exceptions);
        self
    }

    /// Replaces the rules of line breaking.
    #[must_use]
    pub fn with_rules(mut self, rules: Rules) -> Self {
        self.settings.rules = rules;
        self
    }

    /// Sets every paragraph in its natural number of lines, and finds its alternatives.
    #[must_use]
    pub fn set(self, jobs: &Jobs) -> SetArticle<'c> {
        let Self { settings, plan } = self;
        let GalleyPlan { tasks, links, structure, pictures, diagnostics, footnotes, kept } =
            plan;
        let total: usize = tasks.iter().map(weight).sum();
        let threads = if total < WORTH_THREADS { 1 } else { jobs.count() };
        let shared = (threads > 1).then(|| Arc::new(SharedWords::new()));
        let (shares, caches) = jobs.map_with_workers(
            divide(&tasks, total / (threads * SHARES_PER_THREAD)),
            std::iter::repeat_with(CachedWords::default).take(threads).collect(),
            |cached| Worker::new(&settings, cached, shared.clone()),
            |worker| worker.cache.into_cached(),
            |worker, tasks| worker.set_tasks(tasks),
        );
        let mut galley = Galley {
            entries: Vec::with_capacity(tasks.len()),
            footnotes: Vec::new(),
            links,
            pictures,
            structure,
            missing_letters: 0,
            diagnostics,
        };
        let styles = &settings.styles;
        if !styles.ragged {
            galley.diagnostics.extend(settings.minimum.diagnostic(styles.measure));
        }
        let mut starts = Vec::with_capacity(tasks.len() + 1);
        let mut setting_diagnostics = Vec::new();
        let mut missing = MissingGlyphs::default();
        for share in shares {
            for mut entries in share.entries {
                starts.push(galley.entries.len());
                galley.entries.append(&mut entries);
            }
            missing.add_all(share.missing);
            setting_diagnostics.extend(share.diagnostics);
        }
        starts.push(galley.entries.len());
        let starts = TaskEntries(starts);
        for passage in &mut galley.structure.passages {
            if let PassageKind::Entry(target) = &mut passage.kind {
                *target = EntryId::new(starts.0[target.0 as usize]);
            }
        }
        mark_figures(&mut galley.entries, &tasks, &starts);
        for kept in kept {
            let entries = &galley.entries[starts.of_tasks(&kept)];
            let too_deep = report_too_deep(entries, styles.page_rows);
            galley.diagnostics.extend(too_deep);
        }
        make_room_for_qr_code(&mut galley.entries, styles.leading);
        galley.diagnostics.append(&mut setting_diagnostics);
        galley.missing_letters = missing.letters();
        galley.diagnostics.extend(missing.diagnostics());
        add_footnotes(&mut galley, &footnotes, &starts);
        // Most entries are one line and need not be set again: their tasks take much memory.
        let flexible = tasks
            .into_iter()
            .zip(starts.0.windows(2))
            .map(|(task, range)| FlexibleTask { entries: range[0]..range[1], task })
            .filter(|it| {
                let mut entries = galley.entries[it.entries.clone()].iter();
                entries.any(|entry| !entry.alternatives.is_empty())
            })
            .collect();
        SetArticle { galley, settings, flexible, caches, shared }
    }
}

/// Set article whose paragraphs can be set again in other numbers of lines.
#[derive(Debug)]
pub struct SetArticle<'c> {
    /// Galley, with every paragraph in its natural number of lines.
    pub galley: Galley,
    settings: Settings<'c>,
    /// Tasks of the entries with alternatives, in order.
    flexible: Vec<FlexibleTask>,
    /// Words that each worker has shaped.
    caches: Vec<CachedWords>,
    /// Words that workers share.
    shared: Option<Arc<SharedWords>>,
}

impl SetArticle<'_> {
    /// Sets entries in other numbers of lines, and returns the finished galley.
    #[must_use]
    pub fn settle(self, choices: &[AlternativeChoice], jobs: &Jobs) -> Galley {
        let Self { mut galley, settings, flexible, caches, shared } = self;
        let (set, _) = jobs.map_with_workers(
            choices.to_vec(),
            caches,
            |cached| Worker::new(&settings, cached, shared.clone()),
            |worker| worker.cache.into_cached(),
            |worker, AlternativeChoice { entry, alternative }| {
                let after = flexible.partition_point(|it| it.entries.start <= entry.index());
                let FlexibleTask { task, .. } = &flexible[after - 1];
                let alternative = &galley.entries[entry.index()].alternatives[alternative];
                (entry, worker.set_alternative(task, &alternative.breaks))
            },
        );
        for (id, lines) in set {
            let entry = &mut galley.entries[id.index()];
            entry.rows = to_u32(lines.len());
            entry.lines = lines;
        }
        galley
    }
}

/// Task of an entry with alternatives.
#[derive(Debug)]
struct FlexibleTask {
    entries: Range<usize>,
    task: LayoutTask,
}

/// For each task the index of its first entry, and at the end the number of entries.
#[derive(Debug)]
struct TaskEntries(Vec<usize>);

impl TaskEntries {
    /// Returns the indexes of the entries of some tasks.
    fn of_tasks(&self, tasks: &Range<TaskId>) -> Range<usize> {
        self.0[tasks.start.0]..self.0[tasks.end.0]
    }
}

/// Marks the entries of the figures that may float.
fn mark_figures(entries: &mut [Entry], tasks: &[LayoutTask], starts: &TaskEntries) {
    for (first, task) in (0..).map(TaskId).zip(tasks) {
        let figure = starts.of_tasks(&(first..first.later_by(task.figure)));
        if !figure.is_empty() {
            entries[figure.start].figure = to_u32(figure.len());
        }
    }
}

/// Reports entries that the author keeps together but that are deeper than a page.
fn report_too_deep(entries: &[Entry], page_rows: u32) -> Option<Diagnostic> {
    let between = entries.windows(2).map(|pair| pair[0].space_below.max(pair[1].space_above));
    let rows = entries.iter().map(|entry| entry.rows).chain(between).sum::<u32>();
    let first = entries.first().filter(|_| rows > page_rows)?;
    let message = format!(
        "what is to stay on one page is {rows} rows deep, and a page has {page_rows}: it is divided"
    );
    let warning = Diagnostic::warning("kept-too-deep", first.place, message);
    Some(warning.hint("keep fewer blocks together"))
}

/// Lengthens the space below the title block if the QR code beside it is deeper.
fn make_room_for_qr_code(entries: &mut [Entry], leading: Length) {
    let [code, rest @ ..] = entries else { return };
    if code.role != Role::QrCode {
        return;
    }
    let bottom = code.lines.last().expect("a code has rows of modules").baseline;
    let wanted = rows_of(bottom, leading);
    let is_title = |entry: &&mut Entry| matches!(entry.role, Role::Title | Role::TitleLine);
    let mut rows = 0;
    let title = rest.iter_mut().take_while(is_title).inspect(|entry| rows += entry.rows).last();
    match title {
        Some(last) => last.space_below += wanted.saturating_sub(rows),
        None => code.rows = wanted,
    }
}

/// Returns the least number of rows of the baseline grid that hold `depth`.
fn rows_of(depth: Length, leading: Length) -> u32 {
    let row = leading.sp().max(1);
    u32::try_from((depth.sp() + row - 1) / row).expect("a block is no deeper than 2^32 rows")
}

/// Adds the footnotes to the galley, and makes sure that a line calls each.
fn add_footnotes(galley: &mut Galley, footnotes: &[Footnote], starts: &TaskEntries) {
    galley.footnotes = footnotes.iter().map(|it| starts.of_tasks(&it.tasks)).collect();
    let lines = galley.entries.iter().flat_map(|entry| &entry.lines);
    let called: BTreeSet<FootnoteId> =
        lines.flat_map(|line| line.calls.iter().copied()).collect();
    for (id, footnote) in (0..).map(FootnoteId).zip(footnotes) {
        // If no line has the call itself, the last line of its block calls.
        let after = starts.0[footnote.caller.later_by(1).0];
        if !called.contains(&id)
            && let Some(entry) = galley.entries.get_mut(after.saturating_sub(1))
            && let Some(line) = entry.lines.last_mut()
        {
            line.calls.push(id);
            entry.alternatives.clear();
        }
    }
}

/// Returns the work that a task takes, in bytes of text.
fn weight(task: &LayoutTask) -> usize {
    match &task.content {
        TaskContent::Paragraph(flat)
        | TaskContent::Heading(flat, _)
        | TaskContent::Ornament(flat)
        | TaskContent::Framed(flat)
        | TaskContent::Caption(flat)
        | TaskContent::Address { address: flat, .. } => flat.text.len(),
        TaskContent::Lines(lines) => lines.iter().map(|line| line.flat.text.len()).sum(),
        TaskContent::Code(code) => code.text.len(),
        // Cells are measured before they are set.
        TaskContent::Table(table) => {
            let paragraphs = table.cells.iter().flat_map(|cell| &cell.paragraphs);
            2 * paragraphs.map(|paragraph| paragraph.flat.text.len()).sum::<usize>()
        }
        TaskContent::ShortRule | TaskContent::Picture(..) | TaskContent::QrCode(_) => 0,
    }
}

/// Divides the tasks into shares of about `goal` bytes.
fn divide(tasks: &[LayoutTask], goal: usize) -> Vec<&[LayoutTask]> {
    let mut sum = 0;
    let goes_on = |task: &LayoutTask, _: &LayoutTask| {
        sum += weight(task);
        let is_full = sum >= goal;
        sum = if is_full { 0 } else { sum };
        !is_full
    };
    tasks.chunk_by(goes_on).collect()
}

/// State of a thread: a word cache, a line breaker, and buffers.
#[derive(Debug)]
struct Worker<'w> {
    settings: &'w Settings<'w>,
    styles: &'w ResolvedStyles,
    cache: WordCache<'w>,
    breaker: Breaker,
    /// Tokens of the paragraph that is being set.
    tokens: Vec<Token>,
    /// Items of the same paragraph.
    items: ParagraphItems,
}

/// Set tasks.
#[derive(Debug, Default)]
struct SetShare {
    /// Entries of each task.
    entries: Vec<Vec<Entry>>,
    missing: MissingGlyphs,
    diagnostics: Vec<Diagnostic>,
}

impl<'w> Worker<'w> {
    fn new(
        settings: &'w Settings<'_>,
        cached: CachedWords,
        shared: Option<Arc<SharedWords>>,
    ) -> Self {
        let Settings { faces, exceptions, styles, .. } = settings;
        Self {
            settings,
            styles,
            cache: WordCache::new(cached, faces, *exceptions, styles.adjustment, shared),
            breaker: Breaker::new(),
            tokens: Vec::new(),
            items: ParagraphItems::default(),
        }
    }

    fn set_tasks(&mut self, tasks: &[LayoutTask]) -> SetShare {
        let mut share = SetShare::default();
        for task in tasks {
            let mut entries = self.set_task(task, &mut share.diagnostics);
            for entry in &mut entries {
                self.colour(&mut entry.lines);
                entry
                    .lines
                    .iter()
                    .for_each(|line| share.missing.add_line(line, task.entry.place));
            }
            share.entries.push(entries);
        }
        share
    }

    /// Returns the entries of a task: one, but for a table one for each cell.
    fn set_task(&mut self, task: &LayoutTask, diagnostics: &mut Vec<Diagnostic>) -> Vec<Entry> {
        let mut entry = match &task.content {
            TaskContent::Paragraph(flat) => self.set_paragraph(task, flat),
            TaskContent::Heading(flat, style) => self.set_heading(task, flat, style),
            TaskContent::Lines(lines) => self.set_verse(task, lines),
            TaskContent::Code(code) => self.set_code(task, code, diagnostics),
            TaskContent::Ornament(flat) => self.set_ornament(task, flat),
            TaskContent::ShortRule => self.set_short_rule(task),
            TaskContent::Picture(picture) => self.set_picture(task, *picture),
            TaskContent::QrCode(code) => self.set_qr_code(task, code),
            TaskContent::Framed(flat) => self.set_framed(task, flat),
            TaskContent::Caption(flat) => self.set_caption(task, flat),
            TaskContent::Address { label, address } => self.set_address(task, label, address),
            TaskContent::Table(table) => return self.set_table(task, table, diagnostics),
        };
        if let Some(label) = &task.label {
            self.hang_label(task, label, &mut entry.lines);
        }
        vec![entry]
    }

    /// Sets a table, each cell as an entry.
    fn set_table(
        &mut self,
        task: &LayoutTask,
        table: &FlatTable,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Entry> {
        let LineBox { left, width, .. } = task.line_box();
        let area = TableArea {
            left,
            width,
            leading: self.styles.leading,
            page_rows: self.styles.page_rows,
            font: task.font,
            language: task.entry.language,
        };
        let Entry { keep, space_above, space_below, place, .. } = task.entry;
        let (cells, diagnostic) = set_table(table, &area, place, &mut self.cache);
        diagnostics.extend(diagnostic);
        let last = cells.len().saturating_sub(1);
        let entries = cells.into_iter().enumerate().map(|(index, cell)| Entry {
            node: cell.cell.map(|cell| table.cells[cell].node),
            lines: cell.lines,
            rows: cell.rows,
            solid: true,
            repeated_head: cell.repeated_head,
            space_above: if index == 0 { space_above } else { 0 },
            space_below: if index == last { space_below } else { 0 },
            keep: Keep {
                together: true,
                with_next: match index == last {
                    true => keep.with_next,
                    false => cell.with_next || keep.together,
                },
                page_before: index == 0 && keep.page_before,
                first_lines: 0,
            },
            ..task.entry.clone()
        });
        entries.collect()
    }

    /// Gives lines without a colour of their own that of the style.
    fn colour(&self, lines: &mut [Line]) {
        let plain = lines.iter_mut().filter(|line| line.ink == Ink::BLACK);
        plain.for_each(|line| line.ink = self.styles.ink);
    }
}

impl LayoutTask {
    /// Returns its entry with these lines, each on a row of the grid.
    fn entry_of(&self, lines: Vec<Line>) -> Entry {
        Entry { rows: to_u32(lines.len()), lines, ..self.entry.clone() }
    }

    /// Returns the box of the first line between the indents.
    fn line_box(&self) -> LineBox {
        let width = self.measure - self.indents.left - self.indents.right;
        LineBox::natural(self.indents.left, width, self.leading)
    }

    /// Returns the style of its text, whose words are not divided.
    fn block_style(&self) -> BlockStyle {
        BlockStyle { font: self.font, language: self.entry.language, hyphenate: false }
    }

    /// Returns the style of its text, whose words may be divided.
    fn divided_style(&self) -> BlockStyle {
        BlockStyle { hyphenate: true, ..self.block_style() }
    }
}
