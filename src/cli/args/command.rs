//! What the program does besides setting articles.
//!
//! Comes in: what was typed after a command's name. Goes out: a [`Command`] with its arguments.
//! Never done here: doing it.

use std::path::PathBuf;

use super::content::{CleaningArgs, MetaArgs, ReadingArgs};
#[cfg(feature = "network")]
use super::print_mail::{MailArgs, PrintArgs};
use super::set::SetArgs;
use super::told::ReportArgs;
use crate::cli::page_ranges::PageRanges;

/// What is done besides setting articles.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Hold a PDF against its article: are all words there?
    ///
    /// Every word in its order, nothing outside of a page, its claim true. Give the options for reading and cleaning that the PDF was made with. Exit code 1 where the
    /// PDF and the article differ.
    Verify(Box<VerifyArgs>),
    /// Give back the article that a PDF carries with it
    Extract(ExtractArgs),
    /// Set articles again whenever they change
    ///
    /// Their pictures, configuration, theme and fonts count too. Runs until it is stopped, and says
    /// what it set.
    Watch(Box<SetArgs>),
    /// Show pages as pictures, of an article or a PDF
    ///
    /// article-1.png and so on beside it; `--output` with one page names the picture itself.
    #[command(hide = cfg!(not(feature = "preview")))]
    Preview(Box<PreviewArgs>),
    /// Set articles and print them, on the printer's own paper
    #[cfg(feature = "network")]
    Print(Box<PrintArgs>),
    /// Set articles and put them into a letter: a file that mail programs open, or sent
    #[cfg(feature = "network")]
    Mail(Box<MailArgs>),
    /// List the faces at hand, and what font files hold
    Fonts(FontsArgs),
    /// Print a script that completes the command line
    ///
    /// bash: into ~/.local/share/bash-completion/completions/offprint; fish: into
    /// ~/.config/fish/completions/offprint.fish; zsh: as _offprint into a folder of $fpath.
    Completions(CompletionsArgs),
    /// Print the manual page, or that of a command
    Man(ManArgs),
}

/// Arguments of `offprint preview`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct PreviewArgs {
    /// As PNG, the one kind there is
    #[arg(long)]
    pub(crate) png: bool,

    /// Dots to the inch
    #[arg(long, value_name = "N", default_value_t = 144)]
    #[arg(value_parser = clap::value_parser!(u16).range(18..=1200))]
    pub(crate) dpi: u16,

    /// The pages to show, counted from 1: 1,3-5; all without it
    #[arg(long, value_name = "PAGES")]
    pub(crate) pages: Option<PageRanges>,

    #[command(flatten)]
    pub(crate) set: SetArgs,
}

/// Arguments of `offprint fonts`.
#[derive(Debug, clap::Args)]
pub(crate) struct FontsArgs {
    /// Font files to look into, besides the faces in the program
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

/// Arguments of `offprint completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of `offprint man`.
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// The command, such as verify
    pub(crate) command: Option<String>,

    /// List the commands that have a page
    #[arg(long, conflicts_with = "command")]
    pub(crate) list: bool,
}

/// Arguments of `offprint verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// The PDF
    #[arg(value_name = "FILE.pdf")]
    pub(crate) pdf: PathBuf,

    /// The article that it should show; `-` is standard input
    #[arg(long, value_name = "ARTICLE")]
    pub(crate) against: PathBuf,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) meta: MetaArgs,
    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

/// Arguments of `offprint extract`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    /// The PDF; `-` is standard input
    #[arg(value_name = "FILE.pdf")]
    pub(crate) pdf: PathBuf,

    /// Write the article here; standard output without it, and for `-`
    #[arg(short, long, value_name = "PATH|-")]
    pub(crate) output: Option<PathBuf>,

    /// Overwrite a file that stands there
    #[arg(long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) report: ReportArgs,
}
