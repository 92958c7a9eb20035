//! What is meant: the arguments as one consistent plan.
//!
//! Comes in: [`Args`] and the environment. Goes out: a [`Plan`], every contradiction settled
//! before any work starts. Never done here: reading an article, writing.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use offprint::hyphenate::Exceptions;
use offprint::pdf::Standard;
use offprint::pipeline::{MetadataOverrides, PrintOptions, Stage};
use offprint::style::{Choices, Edition, NotePlacement, Paper, Style, THEMES, Theme};
use offprint::unit::Length;
use offprint::{clean, read};

use super::args::{
    CleaningArgs, DumpStage, FromFormat, MessageFormat, MetaArgs, NotesPlace, OutputArgs,
    PageArgs, ReadingArgs, ReportFormat, RunningArgs, SetArgs, VerifyArgs,
};
use super::config::{Config, ResolvedConfig};
use super::gather::{Found, gather};
use super::input::{self, Input};
use super::name::{ArticleNumber, NameTemplate};
use super::output::{Identity, Target, folder_of, identity, is_device};
use super::page_ranges::PreviewOptions;
use super::source::Reach;
use super::trouble::Trouble;

/// What is wanted of the articles.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wanted {
    /// Files: PDFs, or what a stage made.
    Files,
    /// Pages as pictures.
    Pictures(PreviewOptions),
    /// Prints that whoever asked does something with.
    #[cfg(feature = "network")]
    Kept {
        /// The paper where nobody chose one.
        paper: Option<Paper>,
    },
}

/// Everything that is to be done.
#[derive(Debug)]
pub(super) struct Plan {
    /// The articles and where each goes, in the order typed.
    pub(super) tasks: Vec<Task>,
    /// What becomes of each.
    pub(super) product: Product,
    /// How they are set: each task names one of these.
    pub(super) settings: Vec<Setting>,
    /// Threads to use; 0 for one to each core.
    pub(super) jobs: usize,
    /// A folder to make before the first file is written.
    pub(super) folder: Option<PathBuf>,
    /// How the quality of the setting is reported.
    pub(super) report: Option<ReportFormat>,
    /// Faults of the setting end in an exit code.
    pub(super) strict: bool,
    /// Overwrite what is not ours.
    pub(super) force: bool,
    /// All articles become one PDF.
    pub(super) bind: bool,
    /// How products are called.
    pub(super) name: Option<NameTemplate>,
    /// What may be reached over the network.
    pub(super) reach: Reach,
    /// Files besides the articles that the settings were read from, or would be if they were there.
    pub(super) read: Vec<PathBuf>,
}

/// How the articles of a folder are set.
#[derive(Debug)]
pub(super) struct Setting {
    /// What was asked for.
    pub(super) options: PrintOptions,
    /// Font files that come before the faces in the binary.
    pub(super) fonts: Vec<PathBuf>,
    /// Let the article ride in its PDF.
    pub(super) attach: bool,
}

/// One article and where its product goes.
#[derive(Debug)]
pub(super) struct Task {
    /// The article.
    pub(super) input: Input,
    /// Where its product goes.
    pub(super) target: Target,
    /// A folder to make before it is written.
    pub(super) folder: Option<PathBuf>,
    /// The person named the target, and no template did.
    pub(super) named: bool,
    /// The folder that it goes to, where its name is known only when it was set; the target is
    /// that folder then.
    pub(super) unnamed: Option<PathBuf>,
    /// Number among the articles.
    pub(super) number: ArticleNumber,
    /// How it is set, by its place in [`Plan::settings`].
    pub(super) setting: usize,
    /// Why the configuration of its folder cannot be followed.
    pub(super) refused: Option<Trouble>,
}

/// What becomes of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Product {
    /// A PDF.
    Pdf {
        /// Read again before it is written.
        verify: bool,
    },
    /// What a stage made, as text or JSON.
    Dump {
        /// The stage.
        stage: Stage,
        /// As JSON.
        json: bool,
    },
    /// Pages as pictures.
    Pictures(PreviewOptions),
    /// A print that is kept.
    #[cfg(feature = "network")]
    Kept {
        /// Read again.
        verify: bool,
    },
}

impl Plan {
    /// Whether what becomes of one article depends on the others.
    pub(super) fn is_whole(&self) -> bool {
        self.bind || self.name.as_ref().is_some_and(NameTemplate::needs_content)
    }
}

impl Product {
    /// Whether it becomes a file of its own.
    fn is_file(&self) -> bool {
        matches!(self, Self::Pdf { .. } | Self::Pictures(_))
    }

    /// Whether it is read again before it is handed out.
    pub(super) fn is_verified(&self) -> bool {
        match self {
            Self::Pdf { verify } => *verify,
            #[cfg(feature = "network")]
            Self::Kept { verify } => *verify,
            Self::Dump { .. } | Self::Pictures(_) => false,
        }
    }

    /// Whether a PDF is taken as it is.
    pub(super) fn takes_pdf(&self) -> bool {
        match self {
            Self::Pictures(_) => true,
            #[cfg(feature = "network")]
            Self::Kept { .. } => true,
            Self::Pdf { .. } | Self::Dump { .. } => false,
        }
    }

    /// The ending of the files that it becomes.
    pub(super) fn ending(&self) -> &'static str {
        if matches!(self, Self::Pictures(_)) { "png" } else { "pdf" }
    }
}

/// The latest moment with a year of four digits, as PDF dates have: the end of 9999.
const LAST_MOMENT: i64 = 253_402_300_799;

/// Settles what the arguments mean together.
pub(super) fn plan(config: &Config, typed: &SetArgs, wanted: Wanted) -> Result<Plan, Trouble> {
    let settled = config.resolve(None)?;
    let run = &settled.args;
    let (product, paper) = match wanted {
        Wanted::Files => (product(run), None),
        Wanted::Pictures(pages) => (Product::Pictures(pages), None),
        #[cfg(feature = "network")]
        Wanted::Kept { paper } => (Product::Kept { verify: run.output.verify }, paper),
    };
    let mut tasks = if run.sheets.bind {
        bound(gather(typed)?, &run.output, &product)?
    } else {
        tasks(gather(typed)?, &run.output, &product)?
    };
    if product.is_file() {
        let written = if run.sheets.bind { 1 } else { tasks.len() };
        refuse_terminal(tasks.get(..written).unwrap_or_default())?;
    }
    refuse_collisions(&tasks)?;
    #[cfg(feature = "network")]
    let pictures = run.fetch.remote_images;
    #[cfg(not(feature = "network"))]
    let pictures = false;
    let reach = Reach::of(tasks.iter().map(|task| &task.input), pictures);
    let (settings, read) = settings(config, &settled, paper, &mut tasks)?;
    Ok(Plan {
        tasks,
        product,
        settings,
        reach,
        read: [files(run), read].concat(),
        jobs: usize::from(run.output.jobs),
        folder: run.output.out_dir.clone(),
        report: run.quality.report,
        strict: run.quality.strict,
        force: run.output.force,
        bind: run.sheets.bind,
        name: run.output.name.clone(),
    })
}

/// The articles of a volume, the first of which has its target.
fn bound(
    found: Vec<Found>,
    args: &OutputArgs,
    product: &Product,
) -> Result<Vec<Task>, Trouble> {
    let mut target = args.output.clone().filter(|_| product.is_file()).map(Target::named);
    if product.is_file() && target.is_none() {
        return Err(Trouble::usage("--bind makes one PDF of all, which has no name yet")
            .hint("name it with --output"));
    }
    let task = |found: Found| {
        let named = target.is_some();
        Task { named, ..Task::new(found.input, target.take().unwrap_or(Target::Stdout)) }
    };
    Ok(found.into_iter().map(task).collect())
}

/// What is chosen for the first article, and where.
pub(super) fn shown(config: &Config, typed: &SetArgs) -> Result<String, Trouble> {
    let first = gather(typed)?.into_iter().next();
    let beside = match first.map(|found| found.input) {
        Some(Input::File(path)) => config.path_in(folder_of(&path)),
        Some(Input::Stdin | Input::Address(_)) => None,
        None => config.path_in(Path::new(".")),
    };
    let beside = beside.filter(|path| path.is_file());
    Ok(config.show(&config.resolve(beside.as_deref())?))
}

/// How each task is set. Articles of a folder that has a configuration are set as that says; the
/// others are all set alike. Where a configuration cannot be followed, the articles of its folder
/// are refused; where that is all articles there are, nothing is begun.
fn settings(
    config: &Config,
    first: &ResolvedConfig,
    paper: Option<Paper>,
    tasks: &mut [Task],
) -> Result<(Vec<Setting>, Vec<PathBuf>), Trouble> {
    let mut settings = vec![first.setting(paper)?];
    let mut read = Vec::new();
    let mut known: BTreeMap<PathBuf, Result<usize, Trouble>> = BTreeMap::new();
    for task in tasks.iter_mut() {
        let Input::File(path) = &task.input else { continue };
        let folder = folder_of(path);
        let found = known.entry(folder.to_owned()).or_insert_with(|| {
            let Some(beside) = config.path_in(folder) else { return Ok(0) };
            read.push(beside.clone());
            if !beside.is_file() {
                return Ok(0);
            }
            let settled = config.resolve(Some(&beside))?;
            read.extend(files(&settled.args));
            settings.push(settled.setting(paper)?);
            Ok(settings.len() - 1)
        });
        match found {
            Ok(setting) => task.setting = *setting,
            Err(trouble) => task.refused = Some(trouble.clone()),
        }
    }
    let mut wrong = known.into_values().filter_map(Result::err);
    if let (Some(only), None) = (wrong.next(), wrong.next())
        && tasks.iter().all(|task| task.refused.is_some())
    {
        return Err(only);
    }
    Ok((settings, read))
}

/// The files that a setting is read from.
fn files(args: &SetArgs) -> Vec<PathBuf> {
    let page = &args.page;
    let named = page.theme.iter().chain(&page.hyphenation_exceptions).chain(&page.font);
    named.cloned().collect()
}

impl ResolvedConfig {
    /// How articles are set where this holds; on `paper` where nobody chose one.
    fn setting(&self, paper: Option<Paper>) -> Result<Setting, Trouble> {
        let SetArgs { output, reading, page, sheets, meta, running, cleaning, quality, .. } =
            &self.args;
        let mut themed = match &page.theme {
            Some(path) => theme(path, self.is_from_beside("theme"))?.choices,
            None => Choices::default(),
        };
        let mut chosen = choices(page, running.clone());
        if themed.paper.is_none() {
            chosen.paper = chosen.paper.or(paper);
        }
        let imposition = sheets.settle(&mut chosen, &mut themed)?;
        // What the person chose goes first, then the edition, then the theme, key by key.
        let size = chosen.paper.or(themed.paper).unwrap_or(Paper::A4);
        let turned = chosen.landscape || themed.landscape;
        let size = if turned { size.landscape() } else { size };
        let compare_with = match page.edition {
            Edition::LowInk => Style::resolve(&chosen.clone().or(themed.clone())).ok(),
            _ => None,
        };
        let choices = chosen.or(page.edition.choices_over(themed, size));
        let style =
            Style::resolve(&choices).map_err(|error| Trouble::usage(error.to_string()))?;
        let options = PrintOptions {
            style,
            imposition,
            compare_with,
            standard: standard(output)?,
            exceptions: self.exceptions()?,
            target_pages: page.fit,
            report: quality.report.is_some() || quality.strict,
            timestamp: timestamp()?,
            sites: self.sites.clone(),
            ..reading_options(reading.clone(), cleaning.clone(), meta.clone())
        };
        Ok(Setting { options, fonts: page.font.clone(), attach: output.attach_source })
    }

    fn exceptions(&self) -> Result<Exceptions, Trouble> {
        const NAME: &str = "hyphenation-exceptions";
        exceptions(self.args.page.hyphenation_exceptions.as_deref(), self.is_from_beside(NAME))
    }
}

/// What `offprint verify` reads the article with.
pub(super) fn verify_options(args: VerifyArgs) -> PrintOptions {
    reading_options(args.reading, args.cleaning, args.meta)
}

/// How articles are read and cleaned, and what is known of them.
fn reading_options(
    reading: ReadingArgs,
    cleaning: CleaningArgs,
    meta: MetaArgs,
) -> PrintOptions {
    PrintOptions {
        format: match reading.from {
            FromFormat::Auto => read::Format::Auto,
            FromFormat::Text => read::Format::Text,
            FromFormat::Markdown => read::Format::Markdown,
            FromFormat::Html => read::Format::Html,
        },
        clean: clean::CleanOptions {
            content: cleaning.content,
            keep: cleaning.keep,
            drop: cleaning.drop,
        },
        language: reading.lang.0,
        meta: MetadataOverrides {
            title: meta.title,
            author: meta.author,
            date: meta.date,
            source: meta.source,
        },
        ..PrintOptions::default()
    }
}

/// The standard to keep, which an attachment may change.
fn standard(args: &OutputArgs) -> Result<Standard, Trouble> {
    if !args.attach_source {
        return Ok(args.pdf_standard);
    }
    args.pdf_standard.with_attachment().ok_or_else(|| {
        Trouble::usage("PDF/A-2 allows no article to ride along")
            .hint("leave --attach-source out, or ask for --pdf-standard a3a or none")
    })
}

fn product(args: &SetArgs) -> Product {
    let Some(stage) = args.output.dump else {
        return Product::Pdf { verify: args.output.verify };
    };
    Product::Dump {
        stage: match stage {
            DumpStage::Article => Stage::Article,
            DumpStage::Galley => Stage::Galley,
            DumpStage::Pages => Stage::Pages,
        },
        json: args.report.message_format == MessageFormat::Json,
    }
}

/// Pairs every article with its target.
fn tasks(
    found: Vec<Found>,
    args: &OutputArgs,
    product: &Product,
) -> Result<Vec<Task>, Trouble> {
    #[cfg(feature = "network")]
    if matches!(product, Product::Kept { .. }) {
        let count = found.len();
        let task = |(place, found): (usize, Found)| Task {
            number: ArticleNumber { position: place + 1, count },
            ..Task::new(found.input, Target::Stdout)
        };
        return Ok(found.into_iter().enumerate().map(task).collect());
    }
    let output = args.output.clone().map(Target::named);
    if matches!(product, Product::Dump { .. }) {
        if matches!(output, Some(Target::Path(_))) {
            return Err(Trouble::usage("--dump prints on standard output and writes no file")
                .hint("leave --output out"));
        }
        let task = |found: Found| Task::new(found.input, Target::Stdout);
        return Ok(found.into_iter().map(task).collect());
    }
    let late = args.name.as_ref().is_some_and(NameTemplate::needs_content);
    if late && matches!(product, Product::Pictures(_)) {
        return Err(Trouble::usage("a title and the like name PDFs, and no pictures")
            .hint("choose {stem}, {ext}, {folder} or {n} for --name"));
    }
    let count = found.len();
    if output.is_some() && count > 1 {
        return Err(Trouble::usage(format!("--output names one file for {count} articles"))
            .hint("name a folder with --out-dir, or leave --output out"));
    }
    let mut tasks = Vec::with_capacity(count);
    for (place, Found { input, below }) in found.into_iter().enumerate() {
        let number = ArticleNumber { position: place + 1, count };
        let mut folder = None;
        let target = match (&output, &input) {
            (Some(output), _) => output.clone(),
            (None, Input::Address(address)) => {
                let path = PathBuf::from(format!("{}.html", address.file_name()));
                let name = named(&path, args, product, number);
                Target::Path(args.out_dir.clone().unwrap_or_default().join(name))
            }
            (None, Input::File(path)) => {
                let name = named(path, args, product, number);
                match &args.out_dir {
                    Some(dir) => {
                        let dir = dir.join(&below);
                        let path = dir.join(name);
                        folder = (!below.as_os_str().is_empty()).then_some(dir);
                        Target::Path(path)
                    }
                    None => Target::Path(path.with_file_name(name)),
                }
            }
            (None, Input::Stdin) if args.out_dir.is_some() => {
                return Err(Trouble::usage(
                    "an article from standard input has no name for --out-dir",
                )
                .hint("name the PDF with --output"));
            }
            (None, Input::Stdin) => Target::Stdout,
        };
        let named = output.is_some();
        let unnamed = match &target {
            Target::Path(path) if late => Some(folder_of(path).to_owned()),
            _ => None,
        };
        let target = unnamed.clone().map_or(target, Target::Path);
        tasks.push(Task { folder, named, unnamed, number, ..Task::new(input, target) });
    }
    Ok(tasks)
}

impl Task {
    fn new(input: Input, target: Target) -> Self {
        Self {
            input,
            target,
            folder: None,
            named: false,
            unnamed: None,
            number: ArticleNumber { position: 1, count: 1 },
            setting: 0,
            refused: None,
        }
    }

    /// What a template makes a name of.
    pub(super) fn path(&self) -> PathBuf {
        match &self.input {
            Input::File(path) => path.clone(),
            Input::Address(address) => PathBuf::from(format!("{}.html", address.file_name())),
            Input::Stdin => PathBuf::from("article.txt"),
        }
    }
}

/// The name of an article's product.
fn named(path: &Path, args: &OutputArgs, product: &Product, number: ArticleNumber) -> OsString {
    let mut name = match &args.name {
        Some(template) => template.file_name(path, number, None),
        // `..` and `/` have no name; reading them tells why they are no article.
        None => path.file_stem().unwrap_or("article".as_ref()).to_owned(),
    };
    name.push(".");
    name.push(product.ending());
    name
}

/// Refuses to pour bytes onto a terminal.
fn refuse_terminal(tasks: &[Task]) -> Result<(), Trouble> {
    let to_stdout = tasks.iter().any(|task| task.target == Target::Stdout);
    if to_stdout && io::stdout().is_terminal() {
        return Err(Trouble::usage("standard output is a terminal, which cannot show a PDF")
            .hint("name a file with --output, or redirect standard output"));
    }
    Ok(())
}

/// Refuses to write over an article, and to write two articles into one file.
fn refuse_collisions(tasks: &[Task]) -> Result<(), Trouble> {
    let mut articles = BTreeMap::new();
    for task in tasks {
        if let Input::File(path) = &task.input
            && let Some(identity) = identity(path)
        {
            articles.entry(identity).or_insert_with(|| task.input.name());
        }
    }
    let mut targets: BTreeMap<Identity, String> = BTreeMap::new();
    for task in tasks.iter().filter(|task| task.unnamed.is_none()) {
        let Target::Path(path) = &task.target else { continue };
        if is_device(path) {
            continue;
        }
        let Some(identity) = identity(path) else { continue };
        if path.extension().is_some_and(|ending| ending == "pdf")
            && articles.get(&identity) == Some(&task.input.name())
        {
            return Err(Trouble::usage(
                "writing it would overwrite the article, which is a PDF already",
            )
            .about(task.target.name())
            .hint("`offprint print` and `offprint preview` take a PDF as it is"));
        }
        if let Some(article) = articles.get(&identity) {
            return Err(Trouble::usage(format!(
                "writing it would overwrite the article {article}"
            ))
            .about(task.target.name())
            .hint("name another file with --output"));
        }
        if let Some(other) = targets.insert(identity, task.input.name()) {
            let one = task.input.name();
            return Err(Trouble::usage(format!(
                "both {other} and {one} would be written there"
            ))
            .about(task.target.name())
            .hint("set them one by one with --output, or into folders with --out-dir"));
        }
    }
    Ok(())
}

/// The words that divide as this file says. What stands in a file that the configuration beside an
/// article names is not shown.
fn exceptions(path: Option<&Path>, is_from_beside: bool) -> Result<Exceptions, Trouble> {
    let Some(path) = path else { return Ok(Exceptions::default()) };
    let bytes = input::read_file(path)?;
    Exceptions::parse(&String::from_utf8_lossy(&bytes)).map_err(|error| {
        let trouble = if is_from_beside {
            let message = format!("line {}: not a word such as man-u-script", error.line);
            Trouble::usage(message)
                .hint("--hyphenation-exceptions with this file shows the word")
        } else {
            Trouble::usage(error.to_string())
        };
        trouble.about(path.display().to_string())
    })
}

/// Returns the built-in theme of this name, or else that of this file. The text of a file that the
/// configuration beside an article names is not shown.
fn theme(path: &Path, is_from_beside: bool) -> Result<Theme, Trouble> {
    let name = path.display().to_string();
    let file;
    let text = match Theme::named(&name) {
        Some(text) => text,
        None if !path.exists() && !name.contains(['.', '/', '\\']) => {
            let names = THEMES.map(|(name, _)| name).join(", ");
            let hint = match Theme::nearest(&name) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("the themes are {names}; or name a .toml file"),
            };
            return Err(Trouble::usage(format!("there is no theme `{name}`")).hint(hint));
        }
        None => {
            file = input::read_file(path)?;
            &String::from_utf8_lossy(&file)
        }
    };
    Theme::parse(text).map_err(|error| {
        let trouble = Trouble::toml(error, path);
        if is_from_beside {
            return Trouble::usage("this is not a theme")
                .about(trouble.file.unwrap_or(name))
                .hint("--theme with this file shows the error");
        }
        trouble
    })
}

fn choices(page: &PageArgs, running: RunningArgs) -> Choices {
    Choices {
        paper: page.paper,
        landscape: page.landscape,
        margin: page.margin,
        duplex: page.duplex,
        font_size: page.font_size,
        leading: page.leading,
        headline: running.headline,
        footer: running.footer,
        first_page: running.first_page,
        grey: page.grey,
        columns: page.columns,
        expansion: page.expansion,
        notes: match page.notes {
            NotesPlace::Foot => NotePlacement::Foot,
            NotesPlace::End => NotePlacement::End,
        },
        qr: page.qr,
        links: page.links.into(),
        headings: None,
        body: None,
        gutter: Length::ZERO,
        punch: false,
        toc: page.toc,
        drop_cap: page.drop_cap,
    }
}

/// The date of making, where the environment gives one (reproducible-builds.org's specification).
fn timestamp() -> Result<Option<i64>, Trouble> {
    let Some(value) = env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    if value.is_empty() {
        return Ok(None);
    }
    let seconds = value.to_str().and_then(|text| text.parse::<i64>().ok());
    match seconds.filter(|seconds| (0..=LAST_MOMENT).contains(seconds)) {
        Some(seconds) => Ok(Some(seconds)),
        None => Err(Trouble::usage(format!(
            "SOURCE_DATE_EPOCH is `{}`, not a number of seconds since 1970",
            value.to_string_lossy()
        ))
        .hint("set it to what `date +%s` prints, or unset it")),
    }
}
