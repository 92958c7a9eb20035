//! Commands and their arguments.

use std::path::PathBuf;

use super::content::{CleaningArgs, MetaArgs, ReadingArgs};
use super::messages::ReportArgs;
#[cfg(feature = "network")]
use super::print_mail::{MailArgs, PrintArgs};
use super::set::SetArgs;
use crate::cli::page_ranges::PageRanges;

/// Commands; without one, articles are set.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Compare a PDF with its article: are all words there?
    ///
    /// Checks every word in its order, that no word is outside of a page, overlaps another or is
    /// covered, that the file is not damaged, and what the claims of the PDF rest on: fonts, tags,
    /// metadata, colours, links and limits. Give the options for reading and cleaning that the PDF
    /// was made with. Exit code 1 if they differ. Not checked are the outlines of glyphs, the samples
    /// of JPEG pictures, and the sense of alternative texts; `--verbose` lists all. What a PDF may
    /// have but verification cannot check, such as forms or transparency, counts as a fault if the
    /// PDF claims a standard.
    Verify(Box<VerifyArgs>),
    /// Extract the article that is attached to a PDF
    Extract(ExtractArgs),
    /// Set articles again whenever they change
    ///
    /// Also when their pictures, configuration, theme or fonts change. Runs until it is stopped.
    Watch(Box<SetArgs>),
    /// Draw the pages of an article or a PDF as PNG pictures
    ///
    /// Writes article-1.png and so on beside it; for a single page, `--output` names the file.
    #[command(hide = cfg!(not(feature = "preview")))]
    Preview(Box<PreviewArgs>),
    /// Set articles and print them, on the printer's default paper
    #[cfg(feature = "network")]
    Print(Box<PrintArgs>),
    /// Set articles and send them by mail, or write a message for a mail program
    #[cfg(feature = "network")]
    Mail(Box<MailArgs>),
    /// List the built-in fonts, and the contents of font files
    Fonts(FontsArgs),
    /// Print a script for the completion of the command line
    ///
    /// bash: into ~/.local/share/bash-completion/completions/offprint; fish: into
    /// ~/.config/fish/completions/offprint.fish; zsh: as _offprint into a folder of $fpath.
    Completions(CompletionsArgs),
    /// Print the manual page of offprint, or of a command
    Man(ManArgs),
}

// Arguments have no doc comment: it would replace the description of the command.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct PreviewArgs {
    /// PNG, the only format
    #[arg(long)]
    pub(crate) png: bool,

    /// Resolution in pixels per inch
    #[arg(long, value_name = "N", default_value_t = 144)]
    #[arg(value_parser = clap::value_parser!(u16).range(18..=1200))]
    pub(crate) dpi: u16,

    /// Pages to draw, counted from 1: 1,3-5; default: all
    #[arg(long, value_name = "PAGES")]
    pub(crate) pages: Option<PageRanges>,

    #[command(flatten)]
    pub(crate) set: SetArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct FontsArgs {
    /// Font files to list, besides the built-in fonts
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// Shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// Command, such as verify
    pub(crate) command: Option<String>,

    /// List the commands that have a page
    #[arg(long, conflicts_with = "command")]
    pub(crate) list: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// PDF
    #[arg(value_name = "FILE.pdf")]
    pub(crate) pdf: PathBuf,

    /// Article; `-` is standard input
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

#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    /// PDF; `-` is standard input
    #[arg(value_name = "FILE.pdf")]
    pub(crate) pdf: PathBuf,

    /// File for the article; default: standard output
    #[arg(short, long, value_name = "PATH|-")]
    pub(crate) output: Option<PathBuf>,

    /// Overwrite an existing file
    #[arg(long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) report: ReportArgs,
}
