//! What was typed: every option, its words and its form.
//!
//! Comes in: the process's arguments. Goes out: [`Args`], each value well formed by itself. Never
//! done here: seeing how options bear on one another, or touching a file.

mod command;
mod content;
#[cfg(feature = "network")]
mod fetch;
mod output;
mod page;
#[cfg(feature = "network")]
mod print_mail;
mod set;
mod sheets;
mod told;

use std::sync::LazyLock;

use clap::Parser;

pub(super) use command::{Command, ExtractArgs, FontsArgs, ManArgs, VerifyArgs};
pub(super) use content::{CleaningArgs, FromFormat, MetaArgs, ReadingArgs};
pub(super) use output::{DumpStage, OutputArgs};
pub(super) use page::{NotesPlace, PageArgs, RunningArgs};
#[cfg(feature = "network")]
pub(super) use print_mail::{JobArgs, MailArgs, MessageArgs, PrintArgs};
pub(super) use set::SetArgs;
pub(super) use told::{MessageFormat, ReportArgs, ReportFormat};

/// What `--help` says after the options.
const AFTER_HELP: &str = "\
Lengths carry a unit (11pt, 30mm, 2.5cm, 1in); a bare number is points.

Every option but those about a single article can be chosen beforehand in offprint.toml or in a \
variable such as OFFPRINT_PAPER; see --config, and --show-config for what holds.

Warnings, removals and errors go to standard error, so that standard output carries a PDF or a \
dump and nothing else. With several articles, one that fails does not stop the others.

Exit codes:
  0  done; also when the reader of standard output went away
  1  some article could not be set, such as one without text; no file is left
  2  wrong usage
  3  something could not be read or written
  4  --strict found faults in the setting; the PDF is there all the same
The greatest wins.

SOURCE_DATE_EPOCH, where set, is the date that the PDF names as that of its making; without it \
the PDF names none. Same input, same options: same bytes. An article may have 1 GiB.";

const EXAMPLES: &str = "\
Examples:
  offprint article.txt                       article.pdf beside it
  offprint article.txt -o handout.pdf        under another name
  offprint articles --out-dir print          a folder of them into another, on all cores
  curl URL | offprint - -o - | lp            from standard input to standard output
  offprint verify a.pdf --against a.txt      are all words there?";

/// What `-h` says last.
const MORE: &str = "offprint --help tells all options and what they mean.";

/// What `--version` says.
static VERSION: LazyLock<String> = LazyLock::new(build_facts);

/// The version, and below it how it was built, without a clock or a host.
fn build_facts() -> String {
    let features = [
        ("embedded-fonts", cfg!(feature = "embedded-fonts")),
        ("network", cfg!(feature = "network")),
        ("preview", cfg!(feature = "preview")),
        ("svg", cfg!(feature = "svg")),
    ];
    let features: Vec<&str> =
        features.iter().filter(|(_, is_on)| *is_on).map(|(name, _)| *name).collect();
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let commit = match env!("OFFPRINT_BUILD_COMMIT") {
        "" => String::new(),
        commit => format!("\ncommit: {commit}"),
    };
    format!(
        "{}{commit}\ntarget: {}\ncompiler: {}\nprofile: {profile}\nfeatures: {}",
        env!("CARGO_PKG_VERSION"),
        env!("OFFPRINT_BUILD_TARGET"),
        env!("OFFPRINT_BUILD_COMPILER"),
        features.join(", "),
    )
}

/// Turns any article into a beautiful, print-ready PDF
///
/// Reads plain text as people write it, takes away what the web left behind, hyphenates and
/// justifies it into pages with a headline and a footer, and writes a PDF.
#[derive(Debug, Parser)]
#[command(name = "offprint", version, long_version = VERSION.as_str())]
#[command(after_help = format!("{EXAMPLES}\n\n{MORE}"))]
#[command(after_long_help = format!("{EXAMPLES}\n\n{AFTER_HELP}"), max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    #[command(flatten)]
    pub(crate) set: SetArgs,
}
