//! Options that all commands share that set articles.

use std::path::PathBuf;

use super::content::{CleaningArgs, MetaArgs, ReadingArgs};
use super::messages::{QualityArgs, ReportArgs};
use super::output::OutputArgs;
use super::page::{PageArgs, RunningArgs};
use super::sheets::SheetArgs;

// No doc comment: it would replace the description of the commands.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SetArgs {
    /// Articles: files, folders, patterns, addresses; `-` is standard input
    ///
    /// Patterns, such as '*.md', are for shells that do not expand them. In a folder and its
    /// subfolders, files are read that end in .txt, .text, .md, .markdown, .html, .htm, .xhtml,
    /// .mhtml or .mht; with `--out-dir` the same subfolders are created there.
    #[arg(value_name = "ARTICLE")]
    #[arg(required_unless_present_any = ["files_from", "show_config"])]
    pub(crate) articles: Vec<PathBuf>,

    /// File with a list of articles, one per line; `-` is standard input
    ///
    /// Names can be separated by NUL instead, as by `find -print0`.
    #[arg(long, value_name = "LIST|-", hide_short_help = true)]
    pub(crate) files_from: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) page: PageArgs,
    #[command(flatten)]
    pub(crate) sheets: SheetArgs,
    #[command(flatten)]
    pub(crate) meta: MetaArgs,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
    #[command(flatten)]
    pub(crate) quality: QualityArgs,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// Configuration.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// Use only this configuration file; `none` for none
    ///
    /// The default is `offprint.toml` in your configuration folder, which that beside the article
    /// overrides, then variables such as `OFFPRINT_PAPER`. Options override them all
    /// (docs/guide.md).
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub(crate) config: Option<PathBuf>,

    /// Print all options for the first article, and where each value comes from
    #[arg(long, hide_short_help = true)]
    pub(crate) show_config: bool,
}
