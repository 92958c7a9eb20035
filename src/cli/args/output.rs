//! Options for output files.

use std::path::PathBuf;

use offprint::pdf::Standard;
use offprint::pipeline::Stage;

use super::{Named, named_values};
use crate::cli::file_name::NameTemplate;

/// Values of `--dump`.
const STAGES: [Named<Stage>; 4] = [
    ("article", "The text after cleaning", Stage::Article),
    ("blocks", "The blocks of a web page, in numbers", Stage::Blocks),
    ("galley", "The column of set lines", Stage::Galley),
    ("pages", "The lines on each page", Stage::Pages),
];

/// Output files.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// File of the PDF; `-` is standard output
    ///
    /// By default the PDF is written beside the article, with the same name and `.pdf`, and that of
    /// standard input to standard output. A file is replaced completely or not at all.
    #[arg(short, long, value_name = "PATH|-")]
    pub(crate) output: Option<PathBuf>,

    /// Folder of the PDFs, which is created if it does not exist
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    pub(crate) out_dir: Option<PathBuf>,

    /// Names of the PDFs, such as '{date} {title}.pdf'
    ///
    /// Fields in braces: stem and ext, the article's file name without its extension, and the
    /// extension; folder, the name of its folder; n, its number among the articles; title, byline,
    /// date and site of the article; slug, its title in lower case with hyphens. Characters that
    /// file names cannot contain are left out. Equal names get -2, -3 and so on, in the order of the
    /// articles.
    #[arg(long, value_name = "TEMPLATE", conflicts_with_all = ["output", "dump"])]
    #[arg(hide_short_help = true)]
    pub(crate) name: Option<NameTemplate>,

    /// Overwrite files that Offprint did not write
    ///
    /// Its own PDFs are always overwritten, unless they were changed afterwards, and so are empty
    /// files. The article itself is never overwritten.
    #[arg(long)]
    pub(crate) force: bool,

    /// Set an article of which most letters have no font, with boxes for them
    ///
    /// Without this option it is not set, and the missing fonts are named.
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) force_boxes: bool,

    /// Print the result of a stage on standard output instead of a PDF
    ///
    /// article: the text after cleaning; galley: the column of set lines; pages: the lines on each
    /// page. With `--message-format json` the article is printed as JSON.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "STAGE", conflicts_with = "out_dir")]
    #[arg(value_parser = named_values(&STAGES))]
    pub(crate) dump: Option<Stage>,

    /// Standard of the PDF: ua1+a2a, a2u, a2b, a3a or none
    ///
    /// The default is PDF/UA-1 and PDF/A-2a; a3a is PDF/UA-1 and PDF/A-3a. If an article cannot be
    /// printed in conformance with the standard, a warning says so and the PDF does not claim it.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "STANDARD", default_value = "ua1+a2a", hide_default_value = true)]
    pub(crate) pdf_standard: Standard,

    /// Attach the article itself to the PDF; `offprint extract` returns it
    ///
    /// The PDF is then PDF/A-3a, because PDF/A-2a allows no such attachment.
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) attach_source: bool,

    /// Read every PDF again before it is written, and check that no word is missing
    ///
    /// The words in the order of the tags are compared with those of the article, and the PDF with
    /// the standard that it claims. If they differ, the differences are shown and no PDF is written.
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) verify: bool,

    /// Number of threads; 0 is one per core
    #[arg(hide_short_help = true)]
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) jobs: u16,
}
