//! Options for where products go, and which.
//!
//! Comes in: what was typed. Goes out: [`OutputArgs`]. Never done here: touching a file.

use std::path::PathBuf;

use clap::ValueEnum;
use offprint::pdf::Standard;

use crate::cli::name::NameTemplate;

/// Where the PDF goes.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Write the PDF here; `-` is standard output
    ///
    /// Without it the PDF is written beside the article, under its name with `.pdf`; an article
    /// from standard input goes to standard output. A file is replaced whole or not at all; a
    /// device or a pipe is written straight.
    #[arg(short, long, value_name = "PATH|-")]
    pub(crate) output: Option<PathBuf>,

    /// Write the PDFs into this folder, which is made if need be
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    pub(crate) out_dir: Option<PathBuf>,

    /// How the PDFs are called, such as '{n}-{stem}.pdf'
    ///
    /// {stem}: the article's name without its ending; {ext}: the ending; {folder}: the name of the
    /// folder it lies in; {n}: its number among the articles, with as many digits as the last one;
    /// {title} {byline} {date} {site}: what it says of itself, without what no file may be called;
    /// {slug}: its title in small letters with hyphens. Of several with one name the second and
    /// third, in the order of the articles, end in -2 and -3.
    #[arg(long, value_name = "TEMPLATE", conflicts_with_all = ["output", "dump"])]
    #[arg(hide_short_help = true)]
    pub(crate) name: Option<NameTemplate>,

    /// Overwrite files that Offprint did not write
    ///
    /// Its own PDFs are overwritten without it, unless somebody changed them since, and so are empty
    /// files; the article itself never is.
    #[arg(long)]
    pub(crate) force: bool,

    /// Print what a stage made on standard output instead of a PDF
    ///
    /// article: the text after cleaning; galley: the column of set lines; pages: what stands
    /// where. With `--message-format json` the article is printed as JSON.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "STAGE", conflicts_with = "out_dir")]
    pub(crate) dump: Option<DumpStage>,

    /// Standard that the PDF is to keep and claim: ua1+a2a, a2u, a2b, a3a or none
    ///
    /// PDF/UA-1 and PDF/A-2a without it; a3a is PDF/UA-1 and PDF/A-3a. Where an article stands in
    /// the way of a standard, a warning says so and the PDF claims nothing.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "STANDARD", default_value = "ua1+a2a", hide_default_value = true)]
    pub(crate) pdf_standard: Standard,

    /// Let the article itself ride in the PDF; `offprint extract` gives it back
    ///
    /// The PDF is then PDF/A-3a instead of PDF/A-2a, which carries no such file.
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) attach_source: bool,

    /// Read every PDF again before it is written, and prove that no word was lost
    ///
    /// The words in the order of the tags are held against the article's, and what the PDF claims
    /// against what it is. Where they differ, the differences are told and no PDF is written.
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) verify: bool,

    /// Use this many threads; 0 is one for each core
    #[arg(hide_short_help = true)]
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) jobs: u16,
}

/// Values of `--dump`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DumpStage {
    /// The text after cleaning
    Article,
    /// The column of set lines
    Galley,
    /// What stands where
    Pages,
}
