//! Execution of a plan: articles are read, set and written, on several threads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use offprint::diagnostic::Diagnostic;
use offprint::font::Faces;
use offprint::jobs::Jobs;
use offprint::pipeline::{self, AttachedAs, Document, PressError, PrintOptions};
use offprint::read::Format;
use offprint::report::{Finding, Report};
#[cfg(feature = "network")]
use offprint::verify::facts;

use super::error::{CliError, Exit};
use super::file_name::UsedNames;
use super::input::{self, Input, MOST_FONT};
use super::messages::{MessageOptions, Messages, print_error};
#[cfg(feature = "network")]
use super::outcome::FinishedPdf;
use super::outcome::Outcome;
use super::output::{self, Target, make_folder, same_file};
use super::panic_guard::{catch_panic, keep_panic_messages};
use super::plan::{ArticleTask, FolderNote, Product, RunPlan};
use super::portable_name::is_bidi_control;
use super::preview;
use super::progress::Progress;
use super::quality::{self, BoundArticle};
use super::source::{self, ArticleSource};
use super::verify;
use super::volume::{self, VolumeDocument};

/// Stack of a thread, in bytes: that of the main thread on Linux, so that an article is set in the
/// same way on every thread.
const STACK: usize = 8 << 20;

/// File name of messages about fonts.
const FONTS: &str = "--font";

/// Most finished articles that wait for an earlier one, before their threads wait too.
const MOST_WAITING: usize = 256;

/// Fonts of each of the settings of a plan.
type SettingFonts = Vec<Result<Arc<Faces>, CliError>>;

/// Executes a plan. The greatest exit code is returned.
pub(super) fn run(plan: &RunPlan) -> Exit {
    keep_panic_messages();
    match prepare(plan) {
        Ok(fonts) if plan.bind => bind(plan, &fonts).print(),
        Ok(fonts) => set_all(plan, &fonts),
        Err(error) => print_error(&error, plan.messages),
    }
}

/// Sets the articles one after the other, or the volume of them, and calls `take` with each outcome,
/// its name and its task.
#[cfg(feature = "network")]
pub(super) fn for_each_outcome(
    plan: &RunPlan,
    mut take: impl FnMut(Outcome, &str, &ArticleTask),
) -> Result<(), CliError> {
    keep_panic_messages();
    let fonts = prepare(plan)?;
    if plan.bind {
        if let Some(first) = plan.tasks.first() {
            take(bind(plan, &fonts), &volume::name(plan), first);
        }
        return Ok(());
    }
    for task in &plan.tasks {
        take(set_article(plan, task, &fonts, plan.jobs), &task.input.name(), task);
    }
    Ok(())
}

/// Loads the fonts of each setting, and creates the output folder.
fn prepare(plan: &RunPlan) -> Result<SettingFonts, CliError> {
    let mut messages = Messages::new(plan.messages);
    for FolderNote { file, keys } in &plan.folder_notes {
        messages.folder_configuration(&file.display().to_string(), keys);
    }
    messages.print();
    let mut loaded: BTreeMap<&[PathBuf], Result<Arc<Faces>, CliError>> = BTreeMap::new();
    let mut fonts = Vec::new();
    for setting in &plan.settings {
        let load = || load_fonts(&setting.fonts, plan.messages).map(Arc::new);
        fonts.push(loaded.entry(&setting.fonts).or_insert_with(load).clone());
    }
    // All articles need the user's fonts. An error in those of a folder stops the articles in it, or
    // the whole run if there are no others.
    let used: BTreeSet<usize> = plan.tasks.iter().map(|task| task.setting).collect();
    let only = used.first().copied().filter(|_| used.len() == 1);
    for setting in [0].into_iter().chain(only) {
        fonts[setting].clone()?;
    }
    if let (Some(folder), false) = (&plan.folder, matches!(plan.product, Product::Dump { .. }))
    {
        make_folder(folder)?;
    }
    Ok(fonts)
}

/// Returns the built-in faces, with those of the files as text family.
fn load_fonts(files: &[PathBuf], options: MessageOptions) -> Result<Faces, CliError> {
    let mut faces = Faces::embedded();
    let mut family = Vec::new();
    for file in files {
        let bytes = input::read_regular_file(file, MOST_FONT).map_err(|error| {
            match file.extension() {
                Some(_) => error,
                None => error.hint("--font takes the file of a font, such as Georgia.ttf"),
            }
        })?;
        let added = faces.add(bytes.into()).map_err(|error| {
            CliError::new(Exit::Usage, "font", error.to_string())
                .about(file.display().to_string())
        })?;
        family.extend(added);
    }
    let mut messages = Messages::new(options);
    messages.diagnostics(FONTS, &faces.set_text_family(&family));
    messages.print();
    Ok(faces)
}

/// Sets all articles as one volume.
fn bind(plan: &RunPlan, fonts: &SettingFonts) -> Outcome {
    let mut outcome = Outcome::new(plan.messages);
    let result = catch_panic(|| {
        let Some(first) = plan.tasks.first() else { return Ok(()) };
        let faces = fonts[0].as_ref().map_err(CliError::clone)?;
        if plan.product == Product::Pdf {
            first.target.check(plan.force)?;
        }
        let VolumeDocument { document, articles } = volume::bind(plan, faces, &mut outcome)?;
        deliver(plan, first, &volume::name(plan), document, &articles, &mut outcome)
    });
    if let Err(error) = result {
        outcome.fail(&error);
    }
    outcome
}

/// Sets the articles on several threads. A single article uses all threads for itself.
fn set_all(plan: &RunPlan, fonts: &SettingFonts) -> Exit {
    let workers = match plan.tasks.len() {
        0 | 1 => 1,
        tasks => Jobs::new(plan.jobs).count().min(tasks),
    };
    let prints_product = matches!(plan.product, Product::Dump { .. });
    let progress = Progress::new(plan.tasks.len(), plan.messages, prints_product);
    let batch = Batch {
        plan,
        fonts,
        jobs: if workers == 1 { plan.jobs } else { 1 },
        next: AtomicUsize::new(0),
        output: Mutex::new(OrderedOutput { progress, ..OrderedOutput::default() }),
        printed: Condvar::new(),
    };
    thread::scope(|scope| {
        for _ in 1..workers {
            let worker = thread::Builder::new().stack_size(STACK);
            // If the system allows no more threads, the existing ones do all the work.
            if worker.spawn_scoped(scope, || batch.set_articles()).is_err() {
                break;
            }
        }
        batch.set_articles();
    });
    let output = batch.output.into_inner().unwrap_or_else(PoisonError::into_inner);
    output.progress.finish(plan.messages);
    output.exit
}

/// State that the threads share.
struct Batch<'p> {
    plan: &'p RunPlan,
    fonts: &'p SettingFonts,
    /// Threads for one article.
    jobs: usize,
    /// Index of the next task.
    next: AtomicUsize,
    output: Mutex<OrderedOutput>,
    /// Wakes the threads that wait for an earlier article.
    printed: Condvar,
}

/// Output in the order of the articles.
#[derive(Default)]
struct OrderedOutput {
    /// Outcomes that wait for an earlier one.
    waiting: BTreeMap<usize, Outcome>,
    /// Index of the task whose outcome is printed next.
    next: usize,
    progress: Progress,
    /// File names that depend on the content of articles.
    names: UsedNames,
    exit: Exit,
}

impl Batch<'_> {
    /// Sets articles until none is left.
    fn set_articles(&self) {
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = self.plan.tasks.get(index) else { return };
            self.hand_in(index, set_article(self.plan, task, self.fonts, self.jobs));
        }
    }

    /// Prints an outcome when those before it are printed. A thread that is far ahead waits, so that
    /// a slow article does not fill the memory with outcomes.
    fn hand_in(&self, index: usize, outcome: Outcome) {
        let output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        let is_ahead = |output: &mut OrderedOutput| index > output.next + MOST_WAITING;
        let output = self.printed.wait_while(output, is_ahead);
        output.unwrap_or_else(PoisonError::into_inner).add(index, outcome, self.plan);
        self.printed.notify_all();
    }
}

impl OrderedOutput {
    /// Adds an outcome, and prints all whose turn it is.
    fn add(&mut self, index: usize, outcome: Outcome, plan: &RunPlan) {
        if outcome.unnamed.is_none() {
            self.progress.count(!outcome.failed, outcome.pages);
        }
        self.waiting.insert(index, outcome);
        while let Some(mut outcome) = self.waiting.remove(&self.next) {
            if let Some(document) = outcome.unnamed.take() {
                let task = &plan.tasks[self.next];
                write_named(plan, task, &document, &mut self.names, &mut outcome);
                self.progress.count(!outcome.failed, outcome.pages);
            }
            self.next += 1;
            let is_silent = outcome.product.is_empty() && outcome.messages.is_empty();
            if !is_silent {
                self.progress.clear();
            }
            self.exit = self.exit.max(if is_silent { outcome.exit } else { outcome.print() });
        }
        self.progress.draw();
    }
}

/// Sets one article.
fn set_article(
    plan: &RunPlan,
    task: &ArticleTask,
    fonts: &SettingFonts,
    jobs: usize,
) -> Outcome {
    let mut outcome = Outcome::new(plan.messages);
    if let Err(mut error) = catch_panic(|| make_product(plan, task, fonts, jobs, &mut outcome))
    {
        // Every other error names its file.
        error.file.get_or_insert_with(|| task.input.name());
        outcome.fail(&error);
    }
    outcome
}

/// Makes the product of an article.
fn make_product(
    plan: &RunPlan,
    task: &ArticleTask,
    fonts: &SettingFonts,
    jobs: usize,
    outcome: &mut Outcome,
) -> Result<(), CliError> {
    let name = task.input.name();
    let folder_error = |error: &CliError| error.clone().for_article(&name);
    if let Some(error) = &task.refused {
        return Err(folder_error(error));
    }
    let setting = &plan.settings[task.setting];
    let faces = fonts[task.setting].as_ref().map_err(folder_error)?;
    let source = source::read(&task.input, &setting.options, &plan.access)?;
    if preview::is_pdf(&source.bytes) {
        match &plan.product {
            Product::Pictures(options) => {
                return preview::write_preview(
                    &source.bytes,
                    options,
                    task,
                    plan.force,
                    outcome,
                );
            }
            #[cfg(feature = "network")]
            Product::InMemory => {
                let facts = facts(&source.bytes).map_err(|error| {
                    CliError::new(Exit::NotSet, "no-pdf", error.to_string())
                })?;
                outcome.pdf = Some(FinishedPdf::Given(source.bytes, facts));
                return Ok(());
            }
            Product::Pdf | Product::Dump { .. } => {}
        }
    }
    source.refuse_unsupported(&task.input)?;
    let ArticleSource { bytes, options, .. } = source;
    let attach = setting.attach.then(|| attached_as(&task.input, options.format));
    let options = PrintOptions { jobs, attach, ..options };
    let press_error = |error: PressError| CliError::press(&error).about(name.as_str());
    if let Product::Dump { stage, json } = plan.product {
        let dump = pipeline::dump(&bytes, &options, faces, stage, json).map_err(press_error)?;
        outcome.messages.removals(&name, &dump.removals);
        outcome.messages.diagnostics(&name, &dump.diagnostics);
        outcome.product = dump.text.into_bytes();
        return Ok(());
    }
    if plan.product == Product::Pdf && task.unnamed.is_none() {
        task.target.check(plan.force)?;
    }
    let document = pipeline::print(&bytes, &options, faces).map_err(|error| {
        if let PressError::NoFaces(missing) = &error {
            outcome.messages.diagnostics(&name, missing);
        }
        press_error(error)
    })?;
    outcome.messages.removals(&name, &document.removals);
    outcome.messages.diagnostics(&name, &document.diagnostics);
    if plan.verifies() {
        verify::check(&document.pdf, &bytes, &options, &name, outcome)?;
    }
    deliver(plan, task, &name, document, &[], outcome)
}

/// Adds the faults that `--strict` refuses, those of each article of a volume together.
fn report_faults(
    report: &Report,
    name: &str,
    articles: &[BoundArticle],
    outcome: &mut Outcome,
) {
    let file_of = |fault: &Finding| {
        let article = articles.iter().find(|article| article.contains(fault));
        article.map_or(name, |article| article.file.as_str())
    };
    let faults: Vec<&Finding> = report.faults().collect();
    for faults in faults.chunk_by(|a, b| file_of(a) == file_of(b)) {
        let found: Vec<Diagnostic> = faults.iter().map(|fault| fault.diagnostic()).collect();
        outcome.messages.diagnostics(file_of(faults[0]), &found);
        outcome.exit = outcome.exit.max(Exit::Faults);
    }
}

/// Adds the messages about a document, and writes it, draws its pages, or keeps it for the caller.
/// `articles` are those of a volume.
fn deliver(
    plan: &RunPlan,
    task: &ArticleTask,
    name: &str,
    document: Document,
    articles: &[BoundArticle],
    outcome: &mut Outcome,
) -> Result<(), CliError> {
    outcome.messages.document(name, &document);
    if let Some(report) = &document.report {
        if let Some(format) = plan.report {
            let text = if plan.bind {
                quality::volume_report(name, report, articles, format)
            } else {
                quality::article_report(name, report, format)
            };
            outcome.add_report(&task.target, text);
        }
        if plan.strict {
            report_faults(report, name, articles, outcome);
        }
    }
    match &plan.product {
        #[cfg(feature = "network")]
        Product::InMemory => outcome.pdf = Some(FinishedPdf::Set(Box::new(document))),
        Product::Pictures(options) => {
            preview::write_preview(&document.pdf, options, task, plan.force, outcome)?;
        }
        Product::Pdf | Product::Dump { .. } => {
            outcome.pages = document.pages;
            if task.unnamed.is_some() {
                outcome.unnamed = Some(Box::new(document));
                return Ok(());
            }
            if let Some(folder) = &task.folder {
                make_folder(folder)?;
            }
            match &task.target {
                Target::Stdout => outcome.product = document.pdf,
                Target::Path(path) => output::write(path, &document.pdf, plan.force)
                    .map_err(|error| error.about(task.target.name()))?,
            }
            outcome.messages.written(name, &task.target.name(), document.pages);
        }
    }
    Ok(())
}

/// Writes a document to a file that is named after its content. Articles are named in their order,
/// so that equal names get the same numbers in every run.
fn write_named(
    plan: &RunPlan,
    task: &ArticleTask,
    document: &Document,
    names: &mut UsedNames,
    outcome: &mut Outcome,
) {
    let (Some(folder), Some(template)) = (&task.unnamed, &plan.name) else {
        unreachable!(
            "only a task without a name, which has a template, leaves its document unnamed"
        )
    };
    let name = template.file_name(&task.path(), task.number, Some(&document.meta));
    let path = names.unused_path(folder, name, plan.product.extension());
    let shown = path.display().to_string();
    let is_article =
        |task: &ArticleTask| matches!(&task.input, Input::File(it) if same_file(it, &path));
    let written = if path.exists() && plan.tasks.iter().any(is_article) {
        Err(CliError::usage("writing it would overwrite an article")
            .hint("write elsewhere with --out-dir"))
    } else {
        make_folder(folder).and_then(|()| output::write(&path, &document.pdf, plan.force))
    };
    match written {
        Ok(()) => outcome.messages.written(&task.input.name(), &shown, document.pages),
        Err(error) => {
            let file = error.file.clone().unwrap_or(shown);
            outcome.fail(&error.about(file));
        }
    }
}

/// Returns the name and media type of an article as an attachment of its PDF.
fn attached_as(input: &Input, format: Format) -> AttachedAs {
    let path = match input {
        Input::File(path) => path,
        Input::Stdin => {
            return AttachedAs { name: "article.txt".to_owned(), media_type: "text/plain" };
        }
        Input::Address(address) => {
            let (extension, media_type) = match format {
                Format::Html => ("html", "text/html"),
                Format::Markdown => ("md", "text/markdown"),
                Format::Mail => ("eml", "message/rfc822"),
                Format::Auto | Format::Text => ("txt", "text/plain"),
            };
            let name = format!("{}.{extension}", address.file_name());
            return AttachedAs { name, media_type };
        }
    };
    let name = path.file_name().map_or_else(|| "article".into(), |name| name.to_string_lossy());
    let extension = path.extension().map(|it| it.to_string_lossy().to_lowercase());
    let media_type = match extension.as_deref() {
        Some("md" | "markdown") => "text/markdown",
        Some("html" | "htm" | "xhtml") => "text/html",
        Some("mht" | "mhtml") => "multipart/related",
        Some("eml") => "message/rfc822",
        _ => "text/plain",
    };
    AttachedAs { name: name.replace(is_bidi_control, ""), media_type }
}
