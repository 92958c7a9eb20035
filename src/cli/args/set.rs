//! Everything that says which articles are set, and how.
//!
//! Comes in: what was typed. Goes out: [`SetArgs`], which the commands that set articles share.
//! Never done here: seeing how options bear on one another.

use std::path::PathBuf;

use super::content::{CleaningArgs, MetaArgs, ReadingArgs};
#[cfg(feature = "network")]
use super::fetch::FetchArgs;
use super::output::OutputArgs;
use super::page::{PageArgs, RunningArgs};
use super::sheets::SheetArgs;
use super::told::{QualityArgs, ReportArgs};

/// Arguments of every command that sets articles.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct SetArgs {
    /// Articles: files, folders, patterns, addresses; `-` is standard input
    ///
    /// Patterns, such as '*.md', are for shells that do not resolve them. Of a folder, and of the
    /// folders in it, the files are taken that end in .txt, .text, .md, .markdown, .html, .htm,
    /// .xhtml, .mhtml or .mht; with `--out-dir` the same folders are made there.
    #[arg(value_name = "ARTICLE")]
    #[arg(required_unless_present_any = ["files_from", "show_config"])]
    pub(crate) articles: Vec<PathBuf>,

    /// Set the articles that this list names, one to a line; `-` is standard input
    ///
    /// Names may be parted by NUL instead, as `find -print0` does.
    #[arg(long, value_name = "LIST|-", hide_short_help = true)]
    pub(crate) files_from: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[cfg(feature = "network")]
    #[command(flatten)]
    pub(crate) fetch: FetchArgs,
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

/// What is chosen beforehand.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// Take the configuration from this file alone; `none` for none
    ///
    /// Without it: `offprint.toml` in your configuration folder, then the one beside the article,
    /// then variables such as `OFFPRINT_PAPER`. What is nearer overrules, what is typed overrules
    /// all (docs/guide.md).
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub(crate) config: Option<PathBuf>,

    /// Print what is chosen for the first article, and where each value comes from
    #[arg(long, hide_short_help = true)]
    pub(crate) show_config: bool,
}
