//! The work: every article is read, set and written.
//!
//! Comes in: a [`Plan`]. Goes out: the products, the messages in the order of the articles, the
//! exit code. Never done here: stopping the others because one fails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use offprint::diagnostic::Diagnostic;
use offprint::jobs::Jobs;
use offprint::pipeline::{self, AttachedAs, PressError, PrintOptions};
use offprint::read::Format;
use offprint::report;
#[cfg(feature = "network")]
use offprint::verify::facts;

use super::faces::{self, Case};
use super::fault::{guarded, keep_panics};
use super::folder::Seen;
use super::input::Input;
use super::name::UsedNames;
#[cfg(feature = "network")]
use super::outcome::Kept;
use super::outcome::Outcome;
use super::output::{self, Target, make_folder, same_file};
use super::plan::{Plan, Product, Task};
use super::preview;
use super::progress::Progress;
use super::source::{self, Source};
use super::trouble::{Exit, Trouble, not_set};
use super::verify;
use super::voice::{self, Voice};
use super::volume;

/// Stack of a worker, in bytes: what the main thread has on Linux, so that an article sets alike
/// on every thread.
const STACK: usize = 8 << 20;

/// What diagnostics on fonts are about, in place of an article.
const FONTS: &str = "--font";

/// Articles that are done, and wait for an earlier one, before whoever did them waits too.
const AHEAD: usize = 256;

/// Does all that is planned; the greatest exit code wins.
pub(super) fn run(plan: &Plan, voice: Voice, seen: &Seen) -> Exit {
    keep_panics();
    match prepare(plan, voice) {
        Ok(cases) if plan.bind => volume::bind(plan, voice, &cases, seen).speak(voice),
        Ok(cases) => set_all(plan, voice, &cases, seen),
        Err(trouble) => {
            let mut report = Outcome::default();
            report.fail(voice, &trouble);
            report.speak(voice)
        }
    }
}

/// What all articles need: the type of each setting, and the folder they go to. Settings with the
/// same font files share their case of type.
fn prepare(plan: &Plan, voice: Voice) -> Result<Vec<Case>, Trouble> {
    let mut made: BTreeMap<&[PathBuf], Case> = BTreeMap::new();
    let mut cases = Vec::new();
    for setting in &plan.settings {
        let case = made.entry(&setting.fonts).or_insert_with(|| {
            let (faces, notes) = faces::faces(&setting.fonts)?;
            let mut told = Vec::new();
            voice.diagnostics(&mut told, FONTS, &notes);
            voice::to_stderr(&told);
            Ok(Arc::new(faces))
        });
        cases.push(case.clone());
    }
    // Fonts that the person chose are needed by all. Those of a folder stop the articles in it, or
    // the whole work where there are no others.
    let folders: BTreeSet<usize> = plan.tasks.iter().map(|task| task.setting).collect();
    let stops = [0].into_iter().chain(folders.first().copied().filter(|_| folders.len() == 1));
    for place in stops {
        if let Some(Err(trouble)) = cases.get(place) {
            return Err(trouble.clone());
        }
    }
    if let (Some(folder), false) = (&plan.folder, matches!(plan.product, Product::Dump { .. }))
    {
        make_folder(folder)?;
    }
    Ok(cases)
}

/// Sets the articles, several at once where there are several. A single one has all threads for
/// itself.
fn set_all(plan: &Plan, voice: Voice, cases: &[Case], seen: &Seen) -> Exit {
    let workers = match plan.tasks.len() {
        0 | 1 => 1,
        tasks => Jobs::new(plan.jobs).count().min(tasks),
    };
    let prints = matches!(plan.product, Product::Dump { .. });
    let progress = Progress::new(plan.tasks.len(), voice, prints);
    let press = Press {
        jobs: if workers == 1 { plan.jobs } else { 1 },
        desk: Mutex::new(Desk { progress, ..Desk::default() }),
        ..Press::new(plan, voice, cases, seen)
    };
    thread::scope(|scope| {
        for _ in 1..workers {
            let worker = thread::Builder::new().stack_size(STACK);
            // Where the system gives no more threads, those at hand do the work.
            if worker.spawn_scoped(scope, || press.work()).is_err() {
                break;
            }
        }
        press.work();
    });
    let desk = press.desk.into_inner().unwrap_or_else(PoisonError::into_inner);
    desk.progress.finish(voice);
    desk.exit
}

/// Sets the articles one after the other, or the volume of them, and hands over what became of
/// each, with its name and the task that it is of.
#[cfg(feature = "network")]
pub(super) fn each(
    plan: &Plan,
    voice: Voice,
    mut take: impl FnMut(Outcome, &str, &Task),
) -> Result<(), Trouble> {
    let cases = prepare(plan, voice)?;
    if plan.bind {
        if let Some(first) = plan.tasks.first() {
            take(volume::bind(plan, voice, &cases, &None), &volume::name(plan), first);
        }
        return Ok(());
    }
    let press = Press::new(plan, voice, &cases, &None);
    for task in &plan.tasks {
        take(press.set(task), &task.input.name(), task);
    }
    Ok(())
}

/// What the workers share.
struct Press<'p> {
    plan: &'p Plan,
    voice: Voice,
    /// The type of each setting.
    cases: &'p [Case],
    seen: &'p Seen,
    /// Threads for one article.
    jobs: usize,
    /// The next article that nobody has taken.
    next: AtomicUsize,
    desk: Mutex<Desk>,
    /// Wakes those who wait for an earlier article.
    turn: Condvar,
}

/// Where reports are put in the order of the articles.
#[derive(Default)]
struct Desk {
    /// Reports that wait for an earlier one.
    waiting: BTreeMap<usize, Outcome>,
    /// The article whose report is spoken next.
    next: usize,
    progress: Progress,
    /// Names that articles have taken whose content tells them.
    names: UsedNames,
    exit: Exit,
}

impl<'p> Press<'p> {
    fn new(plan: &'p Plan, voice: Voice, cases: &'p [Case], seen: &'p Seen) -> Self {
        Self {
            plan,
            voice,
            cases,
            seen,
            jobs: plan.jobs,
            next: AtomicUsize::new(0),
            desk: Mutex::new(Desk::default()),
            turn: Condvar::new(),
        }
    }

    /// Takes articles until none is left.
    fn work(&self) {
        loop {
            let place = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = self.plan.tasks.get(place) else { return };
            let report = self.set(task);
            self.hand_in(place, report);
        }
    }

    /// Lays a report on the desk. Whoever is far ahead waits, so that what waits for one slow
    /// article does not fill the memory.
    fn hand_in(&self, place: usize, report: Outcome) {
        let desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        let ahead = |desk: &mut Desk| place > desk.next + AHEAD;
        let desk = self.turn.wait_while(desk, ahead);
        desk.unwrap_or_else(PoisonError::into_inner).put(place, report, self);
        self.turn.notify_all();
    }

    /// Sets one article; its report says what became of it.
    fn set(&self, task: &Task) -> Outcome {
        let mut report = Outcome::default();
        if let Err(mut trouble) = guarded(|| self.make(task, &mut report)) {
            // Everything else that stops an article names its file.
            if trouble.file.is_none() {
                trouble.file = Some(task.input.name());
            }
            report.fail(self.voice, &trouble);
        }
        report
    }

    fn make(&self, task: &Task, report: &mut Outcome) -> Result<(), Trouble> {
        let name = task.input.name();
        let refused = |trouble: &Trouble| trouble.clone().of_configuration(&name);
        if let Some(trouble) = &task.refused {
            return Err(refused(trouble));
        }
        let Some((setting, faces)) =
            self.plan.settings.get(task.setting).zip(self.cases.get(task.setting))
        else {
            return Ok(());
        };
        let faces = faces.as_ref().map_err(refused)?;
        let not_set = |error: PressError| not_set(&error).about(name.as_str());
        let source = source::read(&task.input, &setting.options, &self.plan.reach, self.seen)?;
        let is_ready = preview::is_pdf(&source.bytes) && self.plan.product.takes_pdf();
        if !is_ready {
            source.refuse_unsupported(&task.input)?;
        }
        let Source { bytes, options, .. } = source;
        let attach = setting.attach.then(|| attached_as(&task.input, options.format));
        let options = PrintOptions { jobs: self.jobs, attach, ..options };
        match &self.plan.product {
            Product::Dump { stage, json } => {
                let dump =
                    pipeline::dump(&bytes, &options, faces, *stage, *json).map_err(not_set)?;
                self.voice.removals(&mut report.messages, &name, &dump.removals);
                self.voice.diagnostics(&mut report.messages, &name, &dump.diagnostics);
                report.product = dump.text.into_bytes();
                return Ok(());
            }
            Product::Pictures(pages) if preview::is_pdf(&bytes) => {
                return preview::write_preview(
                    &bytes,
                    pages,
                    task,
                    self.plan.force,
                    self.voice,
                    report,
                );
            }
            #[cfg(feature = "network")]
            Product::Kept { .. } if preview::is_pdf(&bytes) => {
                let facts = facts(&bytes).map_err(|error| {
                    Trouble::new(Exit::NotSet, "no-pdf", error.to_string()).about(name.as_str())
                })?;
                report.kept = Some(Kept::Ready(bytes, facts));
                return Ok(());
            }
            _ => {}
        }
        if matches!(self.plan.product, Product::Pdf { .. }) && task.unnamed.is_none() {
            task.target.check(self.plan.force)?;
        }
        let print = pipeline::print(&bytes, &options, faces).map_err(not_set)?;
        self.voice.removals(&mut report.messages, &name, &print.removals);
        self.voice.diagnostics(&mut report.messages, &name, &print.diagnostics);
        if self.plan.product.is_verified() {
            verify::hold(&print.pdf, &bytes, &options, &name, (self.voice, report))?;
        }
        self.voice.turned(&mut report.messages, &name, &print.style_changes, print.pages);
        self.voice.sheets(&mut report.messages, &name, print.sheets.as_deref());
        self.voice.saved(&mut report.messages, &name, print.savings.as_ref());
        if let Some(quality) = &print.report {
            self.judge(&name, task, quality, report);
        }
        #[cfg(feature = "network")]
        if matches!(self.plan.product, Product::Kept { .. }) {
            report.kept = Some(Kept::Set(Box::new(print)));
            return Ok(());
        }
        if let Product::Pictures(pages) = &self.plan.product {
            return preview::write_preview(
                &print.pdf,
                pages,
                task,
                self.plan.force,
                self.voice,
                report,
            );
        }
        report.pages = print.pages;
        if task.unnamed.is_some() {
            report.unnamed = Some(Box::new(print));
            return Ok(());
        }
        self.write(task, print.pdf, report)?;
        let target = task.target.name();
        self.voice.written(&mut report.messages, &name, &target, print.pages);
        Ok(())
    }

    /// Names a print after its content, and writes it. Articles come here in their order, so that
    /// of several with one name the same ones get a number in every run.
    fn write_named(&self, task: &Task, names: &mut UsedNames, report: &mut Outcome) {
        let (Some(folder), Some(print)) = (&task.unnamed, report.unnamed.take()) else {
            return;
        };
        let Some(template) = &self.plan.name else { return };
        let name = template.file_name(&task.path(), task.number, Some(&print.meta));
        let path = names.unused_path(folder, name, self.plan.product.ending());
        let shown = path.display().to_string();
        let is_article =
            |task: &Task| matches!(&task.input, Input::File(it) if same_file(it, &path));
        let done = if path.exists() && self.plan.tasks.iter().any(is_article) {
            Err(Trouble::usage("writing it would overwrite an article")
                .hint("write elsewhere with --out-dir"))
        } else {
            make_folder(folder).and_then(|()| output::write(&path, &print.pdf, self.plan.force))
        };
        let file = task.input.name();
        match done {
            Ok(()) => self.voice.written(&mut report.messages, &file, &shown, print.pages),
            Err(trouble) => {
                let file = trouble.file.clone().unwrap_or(shown);
                report.fail(self.voice, &trouble.about(file));
            }
        }
    }

    /// Writes a PDF to where it goes.
    fn write(&self, task: &Task, pdf: Vec<u8>, report: &mut Outcome) -> Result<(), Trouble> {
        match &task.target {
            Target::Stdout => report.product = pdf,
            Target::Path(path) => {
                if let Some(folder) = &task.folder {
                    make_folder(folder)?;
                }
                output::write(path, &pdf, self.plan.force)
                    .map_err(|trouble| trouble.about(task.target.name()))?;
            }
        }
        Ok(())
    }

    /// Tells the quality of the setting; with `--strict` faults are told in any case, and count.
    fn judge(&self, name: &str, task: &Task, quality: &report::Report, told: &mut Outcome) {
        if let Some(format) = self.plan.report {
            told.report(&task.target, super::report::printed(name, quality, format));
        }
        if self.plan.strict {
            let faults: Vec<Diagnostic> =
                quality.faults().map(report::Finding::diagnostic).collect();
            self.voice.diagnostics(&mut told.messages, name, &faults);
            if !faults.is_empty() {
                told.exit = told.exit.max(Exit::Faults);
            }
        }
    }
}

/// How an article is called inside its PDF.
fn attached_as(input: &Input, format: Format) -> AttachedAs {
    let path = match input {
        Input::File(path) => path,
        Input::Stdin => {
            return AttachedAs { name: "article.txt".to_owned(), media_type: "text/plain" };
        }
        Input::Address(address) => {
            let (ending, media_type) = match format {
                Format::Html => ("html", "text/html"),
                Format::Markdown => ("md", "text/markdown"),
                Format::Auto | Format::Text => ("txt", "text/plain"),
            };
            return AttachedAs {
                name: format!("{}.{ending}", address.file_name()),
                media_type,
            };
        }
    };
    let name = path.file_name().map_or_else(|| "article".into(), |name| name.to_string_lossy());
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let media_type = match ending.as_deref() {
        Some("md" | "markdown") => "text/markdown",
        Some("html" | "htm" | "xhtml") => "text/html",
        Some("mht" | "mhtml") => "multipart/related",
        _ => "text/plain",
    };
    AttachedAs { name: name.into_owned(), media_type }
}

impl Desk {
    /// Takes a report, and speaks all that are due.
    fn put(&mut self, place: usize, report: Outcome, press: &Press<'_>) {
        let voice = press.voice;
        if report.unnamed.is_none() {
            self.progress.count(!report.failed, report.pages);
        }
        self.waiting.insert(place, report);
        while let Some(mut report) = self.waiting.remove(&self.next) {
            if let (Some(task), Some(_)) = (press.plan.tasks.get(self.next), &report.unnamed) {
                press.write_named(task, &mut self.names, &mut report);
                self.progress.count(!report.failed, report.pages);
            }
            self.next += 1;
            let silent = report.product.is_empty() && report.messages.is_empty();
            let exit =
                if silent { report.exit } else { self.progress.aside(|| report.speak(voice)) };
            self.exit = self.exit.max(exit);
        }
        self.progress.draw();
    }
}
