//! What is meant: the arguments as one consistent plan.
//!
//! Comes in: [`Args`] and the environment. Goes out: a [`Plan`], every contradiction settled
//! before any work starts. Never done here: reading an article, writing.

use std::collections::BTreeMap;
use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use offprint::hyphenate::Exceptions;
use offprint::pdf::Standard;
use offprint::pipeline::{MetaWishes, Order, Stage};
use offprint::style::{Choices, Notes, Style, Theme};
use offprint::{clean, read};

use super::args::{
    Args, CleaningArgs, DumpStage, FromFormat, MessageFormat, MetaArgs, NotesPlace, OutputArgs,
    PageArgs, ReadingArgs, ReportFormat, RunningArgs, VerifyArgs,
};
use super::input::{self, Input};
use super::output::{Identity, Target, identity, is_device};
use super::trouble::Trouble;

/// Everything that is to be done.
#[derive(Debug)]
pub(super) struct Plan {
    /// The articles and where each goes, in the order typed.
    pub(super) tasks: Vec<Task>,
    /// What becomes of each.
    pub(super) product: Product,
    /// How each is to be set.
    pub(super) order: Order,
    /// Font files that come before the faces in the binary.
    pub(super) fonts: Vec<PathBuf>,
    /// A folder to make before the first file is written.
    pub(super) folder: Option<PathBuf>,
    /// How the quality of the setting is reported.
    pub(super) report: Option<ReportFormat>,
    /// Faults of the setting end in an exit code.
    pub(super) strict: bool,
    /// Overwrite what is not ours.
    pub(super) force: bool,
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
}

/// What becomes of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

/// The latest moment with a year of four digits, as PDF dates have: the end of 9999.
const LAST_MOMENT: i64 = 253_402_300_799;

/// Settles what the arguments mean together.
pub(super) fn plan(args: Args) -> Result<Plan, Trouble> {
    let product = product(&args);
    let inputs = inputs(args.articles)?;
    let tasks = tasks(inputs, &args.output)?;
    if matches!(product, Product::Pdf { .. }) {
        refuse_terminal(&tasks)?;
    }
    refuse_collisions(&tasks)?;
    let theme = theme(args.page.theme.as_deref())?;
    let choices = choices(&args.page, args.running).or(theme.choices);
    let style = Style::resolve(&choices).map_err(|error| Trouble::usage(error.to_string()))?;
    let order = Order {
        style,
        standard: standard(&args.output)?,
        jobs: usize::from(args.output.jobs),
        exceptions: exceptions(args.page.hyphenation_exceptions.as_deref())?,
        fit: args.page.fit,
        report: args.quality.report.is_some() || args.quality.strict,
        timestamp: timestamp()?,
        ..reading_order(args.reading, args.cleaning, args.meta)
    };
    Ok(Plan {
        tasks,
        product,
        order,
        fonts: args.page.font,
        folder: args.output.out_dir,
        report: args.quality.report,
        strict: args.quality.strict,
        force: args.output.force,
        attach: args.output.attach_source,
    })
}

/// What `offprint verify` reads the article with.
pub(super) fn verify_order(args: VerifyArgs) -> Order {
    reading_order(args.reading, args.cleaning, args.meta)
}

/// How articles are read and cleaned, and what is known of them.
fn reading_order(reading: ReadingArgs, cleaning: CleaningArgs, meta: MetaArgs) -> Order {
    Order {
        format: match reading.from {
            FromFormat::Auto => read::Format::Auto,
            FromFormat::Text => read::Format::Text,
            FromFormat::Markdown => read::Format::Markdown,
            FromFormat::Html => read::Format::Html,
        },
        wishes: clean::Wishes {
            content: cleaning.content,
            keep: cleaning.keep,
            drop: cleaning.drop,
        },
        language: reading.lang.0,
        meta: MetaWishes {
            title: meta.title,
            author: meta.author,
            date: meta.date,
            source: meta.source,
        },
        ..Order::default()
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

fn product(args: &Args) -> Product {
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

/// The articles; standard input can be read only once.
fn inputs(articles: Vec<PathBuf>) -> Result<Vec<Input>, Trouble> {
    if articles.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(
            Trouble::usage("standard input can be read only once").hint("give - a single time")
        );
    }
    let input = |path: PathBuf| {
        if path.as_os_str() == "-" { Input::Stdin } else { Input::File(path) }
    };
    Ok(articles.into_iter().map(input).collect())
}

/// Pairs every article with its target.
fn tasks(inputs: Vec<Input>, args: &OutputArgs) -> Result<Vec<Task>, Trouble> {
    let output = args.output.clone().map(Target::named);
    if args.dump.is_some() {
        if matches!(output, Some(Target::Path(_))) {
            return Err(Trouble::usage("--dump prints on standard output and writes no file")
                .hint("leave --output out"));
        }
        let task = |input| Task { input, target: Target::Stdout };
        return Ok(inputs.into_iter().map(task).collect());
    }
    if output.is_some() && inputs.len() > 1 {
        let count = inputs.len();
        return Err(Trouble::usage(format!("--output names one file for {count} articles"))
            .hint("name a folder with --out-dir, or leave --output out"));
    }
    let target = |input: &Input| match (&output, input) {
        (Some(output), _) => Ok(output.clone()),
        (None, Input::File(path)) => beside(path, args.out_dir.as_deref()),
        (None, Input::Stdin) if args.out_dir.is_some() => {
            Err(Trouble::usage("an article from standard input has no name for --out-dir")
                .hint("name the PDF with --output"))
        }
        (None, Input::Stdin) => Ok(Target::Stdout),
    };
    let task = |input: Input| Ok(Task { target: target(&input)?, input });
    inputs.into_iter().map(task).collect()
}

/// The article's name with `.pdf`, in its own folder or in another.
fn beside(article: &Path, folder: Option<&Path>) -> Result<Target, Trouble> {
    let path = article.with_extension("pdf");
    let path = match (folder, path.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        (None, Some(_)) => path,
        // `..` and `/` have no name; reading them tells why they are no article.
        (_, None) => return Ok(Target::Path(article.join("article.pdf"))),
    };
    Ok(Target::Path(path))
}

/// Refuses to pour a PDF over a terminal.
fn refuse_terminal(tasks: &[Task]) -> Result<(), Trouble> {
    let to_stdout = tasks.iter().any(|task| task.target == Target::Stdout);
    if to_stdout && io::stdout().is_terminal() {
        return Err(Trouble::usage("a PDF is nothing for a terminal")
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
    for task in tasks {
        let Target::Path(path) = &task.target else { continue };
        if is_device(path) {
            continue;
        }
        let Some(identity) = identity(path) else { continue };
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

/// The words that divide as this file says.
fn exceptions(path: Option<&Path>) -> Result<Exceptions, Trouble> {
    let Some(path) = path else { return Ok(Exceptions::default()) };
    let bytes = input::read_file(path)?;
    Exceptions::parse(&String::from_utf8_lossy(&bytes))
        .map_err(|error| Trouble::usage(error).about(path.display().to_string()))
}

/// The theme of this name; where there is none, of this file.
fn theme(name: Option<&Path>) -> Result<Theme, Trouble> {
    let Some(path) = name else { return Ok(Theme::default()) };
    let shown = path.display().to_string();
    let parsed = |text: &str| {
        Theme::parse(text)
            .map_err(|error| Trouble::usage(error.to_string()).about(shown.as_str()))
    };
    if let Some(text) = Theme::named(&shown) {
        return parsed(text);
    }
    if let Some(near) = Theme::nearest(&shown).filter(|_| !path.exists()) {
        return Err(Trouble::usage(format!("there is no theme `{shown}`"))
            .hint(format!("did you mean {near}?")));
    }
    let bytes = input::read_file(path)?;
    parsed(&String::from_utf8_lossy(&bytes))
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
            NotesPlace::Foot => Notes::Foot,
            NotesPlace::End => Notes::End,
        },
        qr: page.qr,
        links: page.links.into(),
        look: None,
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
