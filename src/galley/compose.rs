//! The compositor: tasks are set on as many cores as it pays.
//!
//! Comes in: the plan. Goes out: entries, and, on demand, an entry set in another number of lines.
//! Never done here: reading order, which is the plan's; pages.

mod blocks;
mod paragraphs;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::article::Article;
use crate::diagnostic::Diagnostic;
use crate::font::Faces;
use crate::hyphenate::Exceptions;
use crate::jobs::Jobs;
use crate::linebreak::{Breaker, ParagraphBreaks as Breaks, Rules};
use crate::picture::ArticlePictures;
use crate::shape::bidi;
use crate::style::{Ink, Style};
use crate::unit::Length;

use super::line::{LineBox, width_of};
use super::minimum_measure::MinimumMeasure;
use super::missing::Missing;
use super::paragraph::{ParagraphItems, ParagraphShape};
use super::plan::{Plan, Setting, Task, plan};
use super::sheet::Sheet;
use super::spans::Flat;
use super::table::{self, Table};
use super::text_style::BlockStyle;
use super::tokens::Token;
use super::word_cache::{CachedWords, SharedWords, WordCache};
use super::{Entry, Galley, Item, Keep, Line, Origin, Role, Text};

/// Bytes of text from which more than one core is worth its start.
const WORTH_THREADS: usize = 48 * 1024;
/// Shares of the text per core, so that no core waits long for another.
const SHARES_PER_CORE: usize = 4;
/// White between a hung label and its text, in hundredths of an em.
const LABEL_GAP: i64 = 45;
/// Differences from the natural number of lines that pages may ask for.
const OFFSETS: [i32; 3] = [0, 1, -1];

/// Sets an article, and keeps what is needed to set a paragraph anew.
#[derive(Debug)]
pub struct Compositor<'c> {
    faces: &'c Faces,
    exceptions: Option<&'c Exceptions>,
    rules: Rules,
    sheet: Sheet,
    plan: Plan,
    narrow: MinimumMeasure,
    /// The task of each entry.
    owners: Vec<usize>,
    /// What those who set have learnt, and what they have in common.
    kept: Vec<CachedWords>,
    common: Option<Arc<SharedWords>>,
}

impl<'c> Compositor<'c> {
    /// Plans `article`, whose pictures are in `album`, in `style`.
    #[must_use]
    pub fn new(
        article: &Article,
        album: &ArticlePictures,
        style: &Style,
        faces: &'c Faces,
    ) -> Self {
        let sheet = Sheet::new(style);
        let plan = plan(article, album, &sheet);
        let narrow = MinimumMeasure::new(faces, sheet.text, sheet.measure);
        let rules = Rules::fine(style.expansion);
        Self {
            faces,
            exceptions: None,
            rules,
            sheet,
            plan,
            narrow,
            owners: Vec::new(),
            kept: Vec::new(),
            common: None,
        }
    }

    /// The same, dividing these words as they say.
    #[must_use]
    pub fn with_exceptions(self, exceptions: &'c Exceptions) -> Self {
        Self { exceptions: Some(exceptions), ..self }
    }

    /// The same by other rules for the lines than the house's.
    #[must_use]
    pub fn with_rules(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    fn hand(&self, kept: CachedWords) -> Hand<'_> {
        let bank = WordCache::new(
            kept,
            self.faces,
            self.exceptions,
            self.sheet.adjustment,
            self.common.clone(),
        );
        let breaker = Breaker::new();
        Hand {
            bank,
            breaker,
            rules: &self.rules,
            sheet: &self.sheet,
            narrow: self.narrow,
            missing: Missing::default(),
            diagnostics: Vec::new(),
            copy: Copy::default(),
        }
    }

    /// Sets everything in its natural number of lines, and tells what other numbers would cost.
    #[must_use]
    pub fn set(&mut self, jobs: &Jobs) -> Galley {
        let weights: Vec<usize> = self.plan.tasks.iter().map(weight).collect();
        let total: usize = weights.iter().sum();
        let count = if total < WORTH_THREADS { 1 } else { jobs.count() };
        self.common = (count > 1).then(|| Arc::new(SharedWords::new()));
        let mut kept = std::mem::take(&mut self.kept);
        kept.resize_with(count, CachedWords::default);
        let (done, kept) = jobs.map_with_workers(
            shares(&self.plan.tasks, &weights, total / (count * SHARES_PER_CORE)),
            kept,
            |kept| self.hand(kept),
            |hand| hand.bank.into_cached(),
            |hand, share| hand.share(share),
        );
        self.kept = kept;
        let (set, tidings): (Vec<_>, Vec<_>) = done.into_iter().unzip();
        let set = set.into_iter().flatten();
        let mut galley = Galley {
            entries: Vec::with_capacity(self.plan.tasks.len()),
            links: std::mem::take(&mut self.plan.links),
            structure: std::mem::take(&mut self.plan.structure),
            pictures: std::mem::take(&mut self.plan.pictures),
            diagnostics: std::mem::take(&mut self.plan.diagnostics),
            feet: Vec::new(),
        };
        if !self.sheet.ragged {
            galley.diagnostics.extend(self.narrow.diagnostic(self.sheet.measure));
        }
        let mut missing = Missing::default();
        self.owners.clear();
        for (owner, entries) in (0..).zip(set) {
            self.owners.extend(entries.iter().map(|_| owner));
            galley.entries.extend(entries);
        }
        for entry in &mut galley.entries {
            self.ink(&mut entry.lines);
        }
        self.join_figures(&mut galley);
        self.tell_deep(&mut galley);
        make_room_for_sign(&mut galley.entries, self.sheet.leading);
        for (found, mut told) in tidings {
            missing.join(found);
            galley.diagnostics.append(&mut told);
        }
        galley.diagnostics.extend(missing.diagnostics());
        self.join_feet(&mut galley);
        galley
    }

    /// Tells the galley its figures.
    fn join_figures(&self, galley: &mut Galley) {
        let first = |task: usize| self.owners.partition_point(|&owner| owner < task);
        for (nth, task) in self.plan.tasks.iter().enumerate().filter(|(_, it)| it.figure > 0) {
            let (from, to) = (first(nth), first(nth + task.figure));
            if let Some(entry) = galley.entries.get_mut(from) {
                entry.figure = u32::try_from(to - from).unwrap_or(0);
            }
        }
    }

    /// Tells of what the author wants on one page and no page holds.
    fn tell_deep(&self, galley: &mut Galley) {
        let first = |task: usize| self.owners.partition_point(|&owner| owner < task);
        for kept in &self.plan.kept {
            let entries = galley.entries.get(first(kept.start)..first(kept.end));
            let (mut rows, mut below) = (0_u32, None);
            for entry in entries.unwrap_or_default() {
                rows += below.map_or(0, |below: u32| below.max(entry.space_above)) + entry.rows;
                below = Some(entry.space_below);
            }
            let depth = self.sheet.depth;
            if rows > depth
                && let Some(task) = self.plan.tasks.get(kept.start)
            {
                let message = format!(
                    "what is to stay on one page is {rows} rows deep, and a page has {depth}: it is \
                     divided"
                );
                galley.diagnostics.push(
                    Diagnostic::warning("kept-too-deep", task.place, message)
                        .hint("keep fewer blocks together"),
                );
            }
        }
    }

    /// Tells the galley its footnotes, and sees to it that a line calls each.
    fn join_feet(&self, galley: &mut Galley) {
        let first = |task: usize| self.owners.partition_point(|&owner| owner < task);
        let feet = &self.plan.feet;
        galley.feet =
            feet.iter().map(|foot| first(foot.tasks.start)..first(foot.tasks.end)).collect();
        let lines = galley.entries.iter().flat_map(|entry| &entry.lines);
        let called: BTreeSet<u32> = lines.flat_map(|line| line.calls.iter().copied()).collect();
        for (index, foot) in (0_u32..).zip(feet) {
            // Where the call itself is not in a line of text, the last line of its block calls.
            let caller = first(foot.caller + 1).saturating_sub(1);
            if !called.contains(&index)
                && let Some(entry) = galley.entries.get_mut(caller)
                && let Some(line) = entry.lines.last_mut()
            {
                line.calls.push(index);
                entry.alternatives.clear();
            }
        }
    }

    /// Sets entries of `galley` in other numbers of lines: by index, and which alternative.
    pub fn settle(&mut self, galley: &mut Galley, choices: &[(usize, usize)], jobs: &Jobs) {
        let wanted: Vec<(usize, &Task, &Breaks)> = choices
            .iter()
            .filter_map(|&(index, choice)| {
                let task = self.plan.tasks.get(*self.owners.get(index)?)?;
                let alternative = galley.entries.get(index)?.alternatives.get(choice)?;
                Some((index, task, &alternative.breaks))
            })
            .collect();
        let kept = std::mem::take(&mut self.kept);
        let (set, kept) = jobs.map_with_workers(
            wanted,
            kept,
            |kept| self.hand(kept),
            |hand| hand.bank.into_cached(),
            |hand, (index, task, breaks)| (index, hand.paragraph_in(task, breaks)),
        );
        self.kept = kept;
        for (index, mut lines) in set {
            self.ink(&mut lines);
            let Some(entry) = galley.entries.get_mut(index) else { continue };
            entry.rows = u32::try_from(lines.len()).unwrap_or(u32::MAX);
            entry.lines = lines;
        }
    }
}

/// Lengthens the white below the title block where the code beside it is deeper.
fn make_room_for_sign(entries: &mut [Entry], leading: Length) {
    let Some((sign, rest)) = entries.split_first_mut() else { return };
    let Some(bottom) = sign.lines.last().filter(|_| sign.role == Role::Sign) else { return };
    let row = leading.sp().max(1);
    let wanted = u32::try_from((bottom.baseline.sp() + row - 1) / row).unwrap_or(0);
    let count = rest
        .iter()
        .take_while(|entry| matches!(entry.role, Role::Title | Role::TitleLine))
        .count();
    let block = rest.get_mut(..count).unwrap_or_default();
    let rows: u32 = block.iter().map(|entry| entry.rows).sum();
    match block.last_mut() {
        Some(last) => last.space_below += wanted.saturating_sub(rows),
        None => sign.rows = wanted,
    }
}

impl Compositor<'_> {
    /// Inks lines that have no colour of their own.
    fn ink(&self, lines: &mut [Line]) {
        let plain = lines.iter_mut().filter(|line| line.ink == Ink::BLACK);
        plain.for_each(|line| line.ink = self.sheet.ink);
    }
}

/// How much work a task is, in bytes of text.
fn weight(task: &Task) -> usize {
    match &task.setting {
        Setting::Paragraph(flat, _)
        | Setting::Head(flat, _)
        | Setting::Ornament(flat, _)
        | Setting::Framed(flat, _)
        | Setting::Caption(flat, _)
        | Setting::Address(_, flat, _) => flat.text.len(),
        Setting::Lines(lines, _) => lines.iter().map(|line| line.1.text.len()).sum(),
        Setting::Code(text, _) => text.len(),
        // Cells are measured before they are set.
        Setting::Table(table) => {
            let parts = table.cells.iter().flat_map(|cell| &cell.parts);
            2 * parts.map(|part| part.flat.text.len()).sum::<usize>()
        }
        Setting::ShortRule | Setting::Picture(..) | Setting::Sign(_) => 0,
    }
}

/// Cuts the tasks into shares of about `goal` bytes.
fn shares<'t>(tasks: &'t [Task], weights: &[usize], goal: usize) -> Vec<&'t [Task]> {
    let mut shares = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (index, weight) in weights.iter().enumerate() {
        sum += weight;
        if sum >= goal {
            shares.push(&tasks[start..=index]);
            (start, sum) = (index + 1, 0);
        }
    }
    shares.push(&tasks[start..]);
    shares
}

/// One pair of hands: a bank of words and a breaker.
#[derive(Debug)]
struct Hand<'h> {
    bank: WordCache<'h>,
    breaker: Breaker,
    rules: &'h Rules,
    sheet: &'h Sheet,
    narrow: MinimumMeasure,
    missing: Missing,
    diagnostics: Vec<Diagnostic>,
    /// Buffers for the next paragraph.
    copy: Copy,
}

/// A paragraph laid out for the breaker.
#[derive(Debug, Default)]
struct Copy {
    tokens: Vec<Token>,
    matter: ParagraphItems,
    frame: ParagraphShape,
}

impl Hand<'_> {
    /// The entries of each task of a share, and what could not be set as wished.
    fn share(&mut self, tasks: &[Task]) -> (Vec<Vec<Entry>>, (Missing, Vec<Diagnostic>)) {
        let entries = tasks.iter().map(|task| self.entries(task)).collect();
        let told = (std::mem::take(&mut self.missing), std::mem::take(&mut self.diagnostics));
        (entries, told)
    }

    /// The entries of a task: one, but of a table one for each cell.
    fn entries(&mut self, task: &Task) -> Vec<Entry> {
        match &task.setting {
            Setting::Table(table) => self.table(task, table),
            _ => vec![self.entry(task)],
        }
    }

    fn entry(&mut self, task: &Task) -> Entry {
        let mut alternatives = Vec::new();
        let mut lift = Length::ZERO;
        let mut rows = None;
        let mut keep = task.keep;
        let mut lines = match &task.setting {
            Setting::Paragraph(flat, font) => {
                self.paragraph(task, flat, *font, (&mut alternatives, &mut keep))
            }
            Setting::Head(flat, head) => {
                let (lines, shape) = self.head(task, flat, head);
                (rows, lift) = (Some(shape.0), shape.1);
                lines
            }
            Setting::Lines(lines, font) => self.verse(task, lines, *font),
            Setting::Code(text, font) => self.code(task, text, *font),
            Setting::Ornament(flat, font) => self.ornament(task, flat, *font),
            Setting::ShortRule => vec![self.short_rule()],
            Setting::Picture(id, size) => {
                let (line, taken) = self.picture(task, *id, *size);
                rows = Some(taken);
                vec![line]
            }
            Setting::Sign(sign) => {
                rows = Some(0);
                self.sign(task, sign)
            }
            Setting::Framed(flat, font) => self.framed(task, flat, *font),
            Setting::Caption(flat, font) => self.caption(task, flat, *font),
            Setting::Address(label, flat, font) => self.address(task, (label, flat), *font),
            Setting::Table(_) => Vec::new(),
        };
        if let Some(label) = &task.label {
            self.hang_label(task, &label.flat, &mut lines);
        }
        for line in &lines {
            self.missing.note(line, task.place);
        }
        let rows = rows.unwrap_or_else(|| u32::try_from(lines.len()).unwrap_or(u32::MAX));
        Entry {
            role: task.role,
            node: task.node,
            label: task.label.as_ref().map(|label| label.node),
            lines,
            rows,
            solid: matches!(
                task.setting,
                Setting::Picture(..) | Setting::Framed(..) | Setting::Sign(_)
            ),
            repeated_head: None,
            figure: 0,
            lift,
            space_above: task.space_above,
            space_below: task.space_below,
            keep,
            place: task.place,
            language: task.language,
            title: task.title.clone(),
            alternatives,
        }
    }

    fn room(&self, task: &Task, first: Length) -> LineBox {
        let indents = task.indents;
        let width = task.measure - indents.left - indents.right - first;
        LineBox::natural(indents.left + first, width, task.leading)
    }

    fn frame(&self, task: &Task, text: &str) -> ParagraphShape {
        ParagraphShape {
            measure: task.measure,
            left: task.indents.left,
            right: task.indents.right,
            first: task.indents.first,
            indented_lines: 1,
            leading: task.leading,
            rtl: bidi::levels(text).is_some_and(|levels| levels.is_rtl()),
            expansion: self.sheet.expansion,
            ragged: self.sheet.ragged
                || self.narrow.is_ragged(task.measure - task.indents.left - task.indents.right),
        }
    }

    fn empty_line(&self, task: &Task) -> Line {
        let room = self.room(task, Length::ZERO);
        Line { x: room.left, baseline: room.baseline, ..Line::natural(Vec::new()) }
    }

    /// The cells of a table, each an entry; as cards where the table is too wide.
    fn table(&mut self, task: &Task, table: &Table) -> Vec<Entry> {
        let LineBox { left, width, .. } = self.room(task, Length::ZERO);
        let place = table::Place {
            left,
            width,
            leading: self.sheet.leading,
            depth: self.sheet.depth,
            font: self.sheet.table,
            language: task.language,
        };
        let set = table::set(table, &place, &mut self.bank);
        let (cells, told) = match set {
            Some((cells, size)) => (cells, table::told(size, &place, task.place)),
            None => {
                (table::cards(table, &place, &mut self.bank), Some(table::as_cards(task.place)))
            }
        };
        self.diagnostics.extend(told);
        let last = cells.len().saturating_sub(1);
        let mut entries = Vec::with_capacity(cells.len());
        for (nth, cell) in cells.into_iter().enumerate() {
            for line in &cell.lines {
                self.missing.note(line, task.place);
            }
            entries.push(Entry {
                role: task.role,
                node: table.cells.get(cell.cell).and_then(|cell| cell.node),
                label: None,
                lines: cell.lines,
                rows: cell.rows,
                solid: true,
                repeated_head: cell.repeated_head,
                figure: 0,
                lift: Length::ZERO,
                space_above: if nth == 0 { task.space_above } else { 0 },
                space_below: if nth == last { task.space_below } else { 0 },
                keep: keep_cell(cell.keep, task.keep, (nth == 0, nth == last)),
                place: task.place,
                language: task.language,
                title: None,
                alternatives: Vec::new(),
            });
        }
        entries
    }

    fn short_rule(&self) -> Line {
        let leading = self.sheet.leading;
        let width = self.sheet.text.size * 5;
        let rule = Item::Rule { width, thickness: Length::from_pt(0.4), rise: leading / 4 };
        Line { baseline: leading, ..Line::natural(vec![rule]) }
    }

    /// Hangs a label in the indent of the first line, its right edge at the text.
    fn hang_label(&mut self, task: &Task, label: &Flat, lines: &mut [Line]) {
        let Some(line) = lines.first_mut() else { return };
        let font = match &task.setting {
            Setting::Paragraph(_, font)
            | Setting::Lines(_, font)
            | Setting::Address(_, _, font) => *font,
            _ => self.sheet.text,
        };
        let base = BlockStyle { font, language: task.language, hyphenate: false };
        let style = base.text_style(Default::default(), false);
        let shaped = self.bank.shape_text(&label.text, style);
        let gap = font.size.fraction(LABEL_GAP, 100);
        // A bullet is ours, and so is a box; a label that was written is the article's.
        let ours = matches!(&*label.text, "\u{2022}" | "\u{2610}" | "\u{2611}")
            || label.spans.iter().any(|span| span.look.ours);
        let origin = if ours { Origin::Furniture } else { Origin::Article };
        let items = [Item::Text(Text::plain(shaped, origin)), Item::Kern(gap)];
        let width = items.iter().map(width_of).sum::<Length>();
        let width = width.fraction(i64::from(line.scaling), 1000);
        line.x -= width;
        line.width += width;
        line.items.splice(0..0, items);
    }
}

/// What a page break may do to a cell of a table of which this is wished.
fn keep_cell(cell: Keep, table: Keep, (first, last): (bool, bool)) -> Keep {
    Keep {
        page_before: first && table.page_before,
        with_next: if last { table.with_next } else { cell.with_next || table.together },
        ..cell
    }
}

fn mark_as_furniture(line: &mut Line) {
    for item in &mut line.items {
        if let Item::Text(text) = item {
            text.origin = Origin::Furniture;
        }
    }
}
