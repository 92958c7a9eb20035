//! Plan of a run: articles, their targets and their settings.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use offprint::pipeline::Stage;
use offprint::style::{Paper, PictureMode};

use super::args::{MessageFormat, OutputArgs, ReportFormat, SetArgs};
use super::articles::{FoundArticle, find_articles};
use super::config::Config;
use super::error::CliError;
use super::file_name::{ArticleNumber, NameTemplate};
use super::input::Input;
use super::messages::MessageOptions;
use super::output::{Identity, Target, folder_of, identity, is_device, same_file};
use super::page_ranges::PreviewOptions;
use super::portable_name::without_bidi_controls;
use super::settings::{ArticleSettings, settings_files};
use super::source::SourceAccess;

/// Plan of a run.
#[derive(Debug)]
pub(super) struct RunPlan {
    /// Articles with their targets, in the order of the arguments.
    pub(super) tasks: Vec<ArticleTask>,
    /// Product of each article.
    pub(super) product: Product,
    /// Settings; each task has the index of its own.
    pub(super) settings: Vec<ArticleSettings>,
    /// Number of threads; 0 is one per core.
    pub(super) jobs: usize,
    /// Folder to create before the first file is written.
    pub(super) folder: Option<PathBuf>,
    /// Format of the quality report, if there is one.
    pub(super) report: Option<ReportFormat>,
    /// Faults of the setting give an exit code.
    pub(super) strict: bool,
    /// Overwrite files of others.
    pub(super) force: bool,
    /// Read PDFs again before they are written.
    verify: bool,
    /// Bind all articles into one PDF.
    pub(super) bind: bool,
    /// Template of file names.
    pub(super) name: Option<NameTemplate>,
    /// Files and addresses that can be read.
    pub(super) access: SourceAccess,
    /// Kind and format of messages.
    pub(super) messages: MessageOptions,
    /// Files of the settings, and those that would be read if they existed.
    pub(super) settings_files: Vec<PathBuf>,
    /// Configurations in the articles' folders that change what articles say or who says it.
    pub(super) folder_notes: Vec<FolderNote>,
}

/// Configuration in an article's folder that changes what the article says or who says it.
#[derive(Debug)]
pub(super) struct FolderNote {
    /// The configuration.
    pub(super) file: PathBuf,
    /// Keys that take effect.
    pub(super) keys: Vec<&'static str>,
}

/// Article with its target.
#[derive(Debug)]
pub(super) struct ArticleTask {
    /// Article.
    pub(super) input: Input,
    /// Target of the product.
    pub(super) target: Target,
    /// Folder to create before the product is written.
    pub(super) folder: Option<PathBuf>,
    /// The target is that of `--output`.
    pub(super) named: bool,
    /// Folder of the product, if its name depends on the content. The target is this folder then.
    pub(super) unnamed: Option<PathBuf>,
    /// Number among the articles.
    pub(super) number: ArticleNumber,
    /// Index in [`RunPlan::settings`].
    pub(super) setting: usize,
    /// Error in the configuration of its folder.
    pub(super) refused: Option<CliError>,
}

/// Product of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Product {
    /// PDF.
    Pdf,
    /// Result of a stage, as text or JSON.
    Dump {
        /// Stage.
        stage: Stage,
        /// JSON instead of text.
        json: bool,
    },
    /// Pictures of pages.
    Pictures(PreviewOptions),
    /// PDF for the caller, which is not written to a file.
    #[cfg(feature = "network")]
    InMemory,
}

impl RunPlan {
    /// Creates the plan for the arguments. `product` is that of a command; without one it depends on
    /// the arguments. `default_paper` is used if no paper is chosen.
    pub(super) fn new(
        config: &Config,
        typed: &SetArgs,
        product: Option<Product>,
        default_paper: Option<Paper>,
    ) -> Result<Self, CliError> {
        let resolved = config.resolve(None)?;
        let args = &resolved.args;
        let product = product.unwrap_or_else(|| match args.output.dump {
            None => Product::Pdf,
            Some(stage) => {
                Product::Dump { stage, json: args.report.message_format == MessageFormat::Json }
            }
        });
        let found = find_articles(typed)?;
        let mut tasks = if args.sheets.bind {
            volume_tasks(found, &args.output, &product)?
        } else {
            article_tasks(found, &args.output, &product)?
        };
        let to_stdout = |task: &ArticleTask| task.target == Target::Stdout;
        let mut written = tasks.iter().take(if args.sheets.bind { 1 } else { usize::MAX });
        if product.is_file() && written.any(to_stdout) && io::stdout().is_terminal() {
            return Err(CliError::usage(
                "standard output is a terminal, which cannot show a PDF",
            )
            .hint("name a file with --output, or redirect standard output"));
        }
        refuse_collisions(&tasks)?;
        // Only the command line asks for the pictures of a file: a configuration says how pictures
        // look, and the one beside an article can come from anywhere.
        let asks = typed.page.pictures.is_some_and(|mode| mode != PictureMode::None);
        let access = SourceAccess::new(tasks.iter().map(|task| &task.input), asks);
        let base = ArticleSettings::new(&resolved, default_paper)?;
        let mut assigned =
            FolderSettings { settings: vec![base], files: settings_files(args), notes: vec![] };
        assigned.assign(config, default_paper, &mut tasks)?;
        let FolderSettings { settings, files: settings_files, notes: folder_notes } = assigned;
        Ok(Self {
            tasks,
            product,
            settings,
            access,
            messages: MessageOptions::new(&args.report, args.cleaning.explain),
            settings_files,
            folder_notes,
            jobs: usize::from(args.output.jobs),
            folder: args.output.out_dir.clone(),
            report: args.quality.report,
            strict: args.quality.strict,
            force: args.output.force,
            verify: args.output.verify,
            bind: args.sheets.bind,
            name: args.output.name.clone(),
        })
    }

    /// Returns whether the product of one article depends on the other articles.
    pub(super) fn is_joint(&self) -> bool {
        self.bind || self.name.as_ref().is_some_and(NameTemplate::needs_content)
    }

    /// Returns whether PDFs are read again and compared with their articles.
    pub(super) fn verifies(&self) -> bool {
        self.verify && !matches!(self.product, Product::Pictures(_))
    }
}

impl Product {
    /// Returns whether the product is a file of its own.
    fn is_file(&self) -> bool {
        matches!(self, Self::Pdf | Self::Pictures(_))
    }

    /// Returns the extension of its files.
    pub(super) fn extension(&self) -> &'static str {
        if matches!(self, Self::Pictures(_)) { "png" } else { "pdf" }
    }
}

impl ArticleTask {
    fn new(input: Input, target: Target, number: ArticleNumber) -> Self {
        Self {
            input,
            target,
            folder: None,
            named: false,
            unnamed: None,
            number,
            setting: 0,
            refused: None,
        }
    }

    /// Returns the path from which a template makes a file name.
    pub(super) fn path(&self) -> PathBuf {
        match &self.input {
            Input::File(path) => path.clone(),
            Input::Address(address) => PathBuf::from(format!("{}.html", address.file_name())),
            Input::Stdin => PathBuf::from("article.txt"),
        }
    }
}

/// Returns the output of `--show-config` for the first article.
pub(super) fn shown_config(config: &Config, typed: &SetArgs) -> Result<String, CliError> {
    let first = find_articles(typed)?.into_iter().next();
    let beside = match first.map(|found| found.input) {
        Some(Input::File(path)) => config.path_in(folder_of(&path)),
        Some(Input::Stdin | Input::Address(_)) => None,
        None => config.path_in(Path::new(".")),
    };
    let beside = beside.filter(|path| fs::symlink_metadata(path).is_ok());
    Ok(config.show(&config.resolve(beside.as_deref())?))
}

/// Settings of the articles, with the files that they are read from.
struct FolderSettings {
    /// Settings of the articles in folders without a configuration, then those of the others.
    settings: Vec<ArticleSettings>,
    /// Files that were read, and those that would be read if they existed.
    files: Vec<PathBuf>,
    notes: Vec<FolderNote>,
}

impl FolderSettings {
    /// Assigns settings to the tasks. Articles in a folder with a configuration have their own. An
    /// error in a configuration refuses the articles of its folder; if they are all articles, it is
    /// returned.
    fn assign(
        &mut self,
        config: &Config,
        default_paper: Option<Paper>,
        tasks: &mut [ArticleTask],
    ) -> Result<(), CliError> {
        let mut known: BTreeMap<PathBuf, Result<usize, CliError>> = BTreeMap::new();
        for task in tasks.iter_mut() {
            let Input::File(path) = &task.input else { continue };
            let folder = folder_of(path);
            let setting = known
                .entry(folder.to_owned())
                .or_insert_with(|| self.read(config, default_paper, folder));
            match setting {
                Ok(setting) => task.setting = *setting,
                Err(error) => task.refused = Some(error.clone()),
            }
        }
        let mut errors = known.into_values().filter_map(Result::err);
        if let (Some(only), None) = (errors.next(), errors.next())
            && tasks.iter().all(|task| task.refused.is_some())
        {
            return Err(only);
        }
        Ok(())
    }

    /// Reads the configuration of a folder, if there is one, and returns the index of its settings.
    fn read(
        &mut self,
        config: &Config,
        default_paper: Option<Paper>,
        folder: &Path,
    ) -> Result<usize, CliError> {
        let Some(beside) = config.path_in(folder) else { return Ok(0) };
        self.files.push(beside.clone());
        if fs::symlink_metadata(&beside).is_err() {
            return Ok(0);
        }
        let resolved = config.resolve(Some(&beside))?;
        self.files.extend(settings_files(&resolved.args));
        let settings = ArticleSettings::new(&resolved, default_paper)?;
        let theme = settings.has_foreign_heads.then_some("theme");
        let keys: Vec<&'static str> = resolved.noted_keys().into_iter().chain(theme).collect();
        // Two paths can lead to the same folder.
        if !keys.is_empty() && !self.notes.iter().any(|note| same_file(&note.file, &beside)) {
            self.notes.push(FolderNote { file: beside, keys });
        }
        self.settings.push(settings);
        Ok(self.settings.len() - 1)
    }
}

/// Returns the articles of a volume, the first of which has its target.
fn volume_tasks(
    found: Vec<FoundArticle>,
    args: &OutputArgs,
    product: &Product,
) -> Result<Vec<ArticleTask>, CliError> {
    let mut target = args.output.clone().filter(|_| product.is_file()).map(Target::parse);
    if product.is_file() && target.is_none() {
        return Err(CliError::usage("--bind needs the name of the combined PDF")
            .hint("name it with --output, such as -o booklet.pdf"));
    }
    let number = ArticleNumber { position: 1, count: 1 };
    let tasks = found.into_iter().map(|found| {
        let named = target.is_some();
        let target = target.take().unwrap_or(Target::Stdout);
        ArticleTask { named, ..ArticleTask::new(found.input, target, number) }
    });
    Ok(tasks.collect())
}

/// Returns the articles with their targets.
fn article_tasks(
    found: Vec<FoundArticle>,
    args: &OutputArgs,
    product: &Product,
) -> Result<Vec<ArticleTask>, CliError> {
    let output = args.output.clone().map(Target::parse);
    if matches!(product, Product::Dump { .. }) && matches!(output, Some(Target::Path(_))) {
        return Err(CliError::usage("--dump prints on standard output and writes no file")
            .hint("leave out --output"));
    }
    let needs_content = args.name.as_ref().is_some_and(NameTemplate::needs_content);
    if needs_content && matches!(product, Product::Pictures(_)) {
        return Err(CliError::usage("pictures cannot be named by the content of the article")
            .hint("choose {stem}, {ext}, {folder} or {n} for --name"));
    }
    let count = found.len();
    if output.is_some() && count > 1 && product.is_file() {
        return Err(CliError::usage(format!("--output names one file for {count} articles"))
            .hint("use --out-dir for a folder, or --bind to combine all articles in one PDF"));
    }
    let mut tasks = Vec::with_capacity(count);
    for (index, FoundArticle { input, subfolder }) in found.into_iter().enumerate() {
        let number = ArticleNumber { position: index + 1, count };
        let mut task = ArticleTask::new(input, Target::Stdout, number);
        match (&output, &task.input) {
            _ if !product.is_file() => {}
            (Some(output), _) => (task.target, task.named) = (output.clone(), true),
            (None, Input::Stdin) if args.out_dir.is_some() => {
                let message = "an article from standard input has no name for --out-dir";
                return Err(CliError::usage(message).hint("name the PDF with --output"));
            }
            (None, Input::Stdin) => {}
            (None, Input::File(_) | Input::Address(_)) => {
                let article = task.path();
                let folder = match &args.out_dir {
                    Some(folder) => folder.join(&subfolder),
                    None => article.parent().map_or_else(PathBuf::new, Path::to_owned),
                };
                let path = folder.join(output_name(&article, args, product, number));
                task.folder = (!subfolder.as_os_str().is_empty() && args.out_dir.is_some())
                    .then_some(folder);
                task.unnamed = needs_content.then(|| folder_of(&path).to_owned());
                task.target = Target::Path(task.unnamed.clone().unwrap_or(path));
            }
        }
        tasks.push(task);
    }
    if args.name.is_none() {
        part_same_names(&mut tasks);
    }
    Ok(tasks)
}

/// Adds the extension of the article to the names of products that differ in nothing else:
/// `a.txt` and `a.md` become `a-txt.pdf` and `a-md.pdf`.
fn part_same_names(tasks: &mut [ArticleTask]) {
    let mut counts: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let path_of = |task: &ArticleTask| match &task.target {
        Target::Path(path) if !task.named => Some(path.clone()),
        Target::Path(_) | Target::Stdout => None,
    };
    for path in tasks.iter().filter_map(path_of) {
        *counts.entry(path).or_default() += 1;
    }
    for task in tasks {
        let Some(path) = path_of(task).filter(|path| counts[path] > 1) else { continue };
        let article = task.path();
        if let (Some(stem), Some(extension)) = (path.file_stem(), article.extension()) {
            let mut name = stem.to_owned();
            name.push("-");
            name.push(without_bidi_controls(extension));
            if let Some(product) = path.extension() {
                name.push(".");
                name.push(product);
            }
            task.target = Target::Path(path.with_file_name(name));
        }
    }
}

/// Returns the file name of the product of an article.
fn output_name(
    article: &Path,
    args: &OutputArgs,
    product: &Product,
    number: ArticleNumber,
) -> OsString {
    let mut name = match &args.name {
        Some(template) => template.file_name(article, number, None),
        // Reading `..` or `/`, which have no name, reports the error.
        None => without_bidi_controls(article.file_stem().unwrap_or("article".as_ref())),
    };
    name.push(".");
    name.push(product.extension());
    name
}

/// Refuses to overwrite an article, and to write two articles into one file.
fn refuse_collisions(tasks: &[ArticleTask]) -> Result<(), CliError> {
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
        let Some(identity) = identity(path).filter(|_| !is_device(path)) else { continue };
        let refusal = |message: String| CliError::usage(message).about(task.target.name());
        let name = task.input.name();
        match articles.get(&identity) {
            Some(article) if *article == name && path.extension() == Some("pdf".as_ref()) => {
                return Err(refusal(
                    "it would overwrite the article, which is a PDF".to_owned(),
                )
                .hint("`offprint print` and `offprint preview` take a PDF"));
            }
            Some(article) => {
                return Err(refusal(format!(
                    "writing it would overwrite the article {article}"
                ))
                .hint("name another file with --output"));
            }
            None => {}
        }
        if let Some(other) = targets.insert(identity, name.clone()) {
            return Err(refusal(format!("both {other} and {name} would be written there"))
                .hint("set them one by one with --output, or into folders with --out-dir"));
        }
    }
    Ok(())
}
