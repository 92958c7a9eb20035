//! Execution of a plan: articles are read, set and written, on several threads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use offprint::font::Faces;
use offprint::jobs::Jobs;
use offprint::pipeline::{self, AttachedAs, Document, PressError, PrintOptions};
use offprint::read::Format;
use offprint::report;
#[cfg(feature = "network")]
use offprint::verify::facts;

use super::error::{CliError, Exit};
use super::file_name::UsedNames;
use super::input::{self, Input};
use super::messages::{MessageOptions, Messages};
#[cfg(feature = "network")]
use super::outcome::FinishedPdf;
use super::outcome::Outcome;
use super::output::{self, Target, make_folder, same_file};
use super::panic_guard::{catch_panic, keep_panic_messages};
use super::picture_folder::UsedPictures;
use super::plan::{ArticleTask, Product, RunPlan};
use super::preview;
use super::progress::Progress;
use super::quality;
use super::source::{self, ArticleSource};
use super::verify;
use super::volume;

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
pub(super) fn run(plan: &RunPlan, options: MessageOptions, pictures: &UsedPictures) -> Exit {
    keep_panic_messages();
    match prepare(plan, options) {
        Ok(fonts) if plan.bind => bind(plan, options, &fonts, pictures).print(),
        Ok(fonts) => set_all(plan, options, &fonts, pictures),
        Err(error) => {
            let mut outcome = Outcome::new(options);
            outcome.fail(&error);
            outcome.print()
        }
    }
}

/// Loads the fonts of each setting, and creates the output folder.
fn prepare(plan: &RunPlan, options: MessageOptions) -> Result<SettingFonts, CliError> {
    let mut loaded: BTreeMap<&[PathBuf], Result<Arc<Faces>, CliError>> = BTreeMap::new();
    let mut fonts = Vec::new();
    for setting in &plan.settings {
        let faces = loaded
            .entry(&setting.fonts)
            .or_insert_with(|| load_fonts(&setting.fonts, options).map(Arc::new));
        fonts.push(faces.clone());
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
        let bytes = input::read_file(file).map_err(|error| match file.extension() {
            Some(_) => error,
            None => error.hint("--font takes the file of a font, such as Georgia.ttf"),
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
fn bind(
    plan: &RunPlan,
    options: MessageOptions,
    fonts: &SettingFonts,
    pictures: &UsedPictures,
) -> Outcome {
    let mut outcome = Outcome::new(options);
    let bound = catch_panic(|| {
        volume::bind(plan, fonts[0].as_ref().map_err(CliError::clone)?, pictures, &mut outcome)
    });
    if let Err(error) = bound {
        outcome.fail(&error);
    }
    outcome
}

/// Sets the articles on several threads. A single article uses all threads for itself.
fn set_all(
    plan: &RunPlan,
    options: MessageOptions,
    fonts: &SettingFonts,
    pictures: &UsedPictures,
) -> Exit {
    let workers = match plan.tasks.len() {
        0 | 1 => 1,
        tasks => Jobs::new(plan.jobs).count().min(tasks),
    };
    let prints_product = matches!(plan.product, Product::Dump { .. });
    let batch = Batch {
        plan,
        options,
        fonts,
        pictures,
        jobs: if workers == 1 { plan.jobs } else { 1 },
        next: AtomicUsize::new(0),
        output: Mutex::new(OrderedOutput {
            waiting: BTreeMap::new(),
            next: 0,
            progress: Progress::new(plan.tasks.len(), options, prints_product),
            names: UsedNames::default(),
            exit: Exit::Done,
        }),
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
    output.progress.finish(options);
    output.exit
}

/// Sets the articles one after the other, or the volume of them, and calls `take` with each outcome,
/// its name and its task.
#[cfg(feature = "network")]
pub(super) fn for_each_outcome(
    plan: &RunPlan,
    options: MessageOptions,
    mut take: impl FnMut(Outcome, &str, &ArticleTask),
) -> Result<(), CliError> {
    keep_panic_messages();
    let fonts = prepare(plan, options)?;
    if plan.bind {
        if let Some(first) = plan.tasks.first() {
            take(bind(plan, options, &fonts, &None), &volume::name(plan), first);
        }
        return Ok(());
    }
    for task in &plan.tasks {
        take(
            set_article(plan, task, options, &fonts, plan.jobs, &None),
            &task.input.name(),
            task,
        );
    }
    Ok(())
}

/// State that the threads share.
struct Batch<'p> {
    plan: &'p RunPlan,
    options: MessageOptions,
    fonts: &'p SettingFonts,
    pictures: &'p UsedPictures,
    /// Threads for one article.
    jobs: usize,
    /// Index of the next task.
    next: AtomicUsize,
    output: Mutex<OrderedOutput>,
    /// Wakes the threads that wait for an earlier article.
    printed: Condvar,
}

/// Output in the order of the articles.
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
            let outcome = set_article(
                self.plan,
                task,
                self.options,
                self.fonts,
                self.jobs,
                self.pictures,
            );
            self.hand_in(index, outcome);
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
    options: MessageOptions,
    fonts: &SettingFonts,
    jobs: usize,
    pictures: &UsedPictures,
) -> Outcome {
    let mut outcome = Outcome::new(options);
    let result = catch_panic(|| {
        let name = task.input.name();
        let refusal = |error: &CliError| error.clone().for_article(&name);
        if let Some(error) = &task.refused {
            return Err(refusal(error));
        }
        let setting = &plan.settings[task.setting];
        let faces = fonts[task.setting].as_ref().map_err(refusal)?;
        let source = source::read(&task.input, &setting.options, &plan.allowed, pictures)?;
        if preview::is_pdf(&source.bytes) {
            match &plan.product {
                Product::Pictures(options) => {
                    let pdf = &source.bytes;
                    return preview::write_preview(
                        pdf,
                        options,
                        task,
                        plan.force,
                        &mut outcome,
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
        make_product(plan, task, &bytes, &options, faces, &mut outcome)
    });
    if let Err(mut error) = result {
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
    article: &[u8],
    options: &PrintOptions,
    faces: &Faces,
    outcome: &mut Outcome,
) -> Result<(), CliError> {
    let name = task.input.name();
    let refusal = |error: PressError| CliError::press(&error).about(name.as_str());
    if let Product::Dump { stage, json } = plan.product {
        let dump = pipeline::dump(article, options, faces, stage, json).map_err(refusal)?;
        outcome.messages.removals(&name, &dump.removals);
        outcome.messages.diagnostics(&name, &dump.diagnostics);
        outcome.product = dump.text.into_bytes();
        return Ok(());
    }
    if plan.product == Product::Pdf && task.unnamed.is_none() {
        task.target.check(plan.force)?;
    }
    let document = pipeline::print(article, options, faces).map_err(refusal)?;
    outcome.messages.removals(&name, &document.removals);
    outcome.messages.diagnostics(&name, &document.diagnostics);
    if plan.verifies() {
        verify::check(&document.pdf, article, options, &name, outcome)?;
    }
    outcome.messages.fitted(&name, &document.style_changes, document.pages);
    outcome.messages.imposed(&name, document.sheets.as_deref());
    outcome.messages.savings(&name, document.savings.as_ref());
    if let Some(report) = &document.report {
        if let Some(format) = plan.report {
            outcome.add_report(&task.target, quality::article_report(&name, report, format));
        }
        let faults: Vec<_> = report.faults().map(report::Finding::diagnostic).collect();
        if plan.strict && !faults.is_empty() {
            outcome.messages.diagnostics(&name, &faults);
            outcome.exit = outcome.exit.max(Exit::Faults);
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
            match &task.target {
                Target::Stdout => outcome.product = document.pdf,
                Target::Path(path) => {
                    if let Some(folder) = &task.folder {
                        make_folder(folder)?;
                    }
                    output::write(path, &document.pdf, plan.force)
                        .map_err(|error| error.about(task.target.name()))?;
                }
            }
            outcome.messages.written(&name, &task.target.name(), document.pages);
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
        _ => "text/plain",
    };
    AttachedAs { name: name.into_owned(), media_type }
}
