//! Arguments: options, their help and the form of their values.
//!
//! Takes the arguments of the process; gives [`Args`] in which each value is valid by itself. Must
//! never compare options, or read a file.

mod command;
mod content;
mod messages;
mod output;
mod page;
#[cfg(feature = "network")]
mod print_mail;
mod set;
mod sheets;

use std::sync::LazyLock;

use clap::Parser;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

pub(super) use command::{Command, ExtractArgs, FontsArgs, ManArgs, VerifyArgs};
pub(super) use content::{CleaningArgs, MetaArgs, ReadingArgs};
pub(super) use messages::{MessageFormat, ReportArgs, ReportFormat};
pub(super) use output::OutputArgs;
pub(super) use page::{PageArgs, RunningArgs};
#[cfg(feature = "network")]
pub(super) use print_mail::{JobArgs, MailArgs, MessageArgs, PrintArgs};
pub(super) use set::SetArgs;

/// End of `--help`.
const AFTER_HELP: &str = "\
Lengths have a unit (11pt, 30mm, 2.5cm, 1in); a number without a unit is points.

Every option except those about a single article can also be set in offprint.toml or in a \
variable such as OFFPRINT_PAPER; see --config. --show-config shows all values.

Warnings, removals and errors go to standard error. Standard output contains only the PDF or the \
dump. If one of several articles fails, the others are set.

Exit codes; the greatest of several articles is returned:
  0  success; also if the reader of standard output closes it
  1  some article could not be set, such as one without text; no file is written for it
  2  wrong usage
  3  something could not be read or written
  4  --strict found faults in the setting; the PDF is written
SIGINT, SIGTERM and SIGHUP end the program as usual (130, 143, 129 in a shell); no unfinished file \
is left.

SOURCE_DATE_EPOCH sets the creation date of the PDF; without it the PDF has none. The same input \
with the same options gives the same bytes. An article can have 1 GiB.";

const EXAMPLES: &str = "\
Examples:
  offprint article.txt                       writes article.pdf beside it
  offprint article.txt -o handout.pdf        writes another file
  offprint articles --out-dir print          sets all articles of a folder
  curl URL | offprint - -o - | lp            from standard input to standard output
  offprint verify a.pdf --against a.txt      are all words there?";

/// Last line of `-h`.
const MORE: &str = "offprint --help explains all options.";

/// Output of `--version`.
static VERSION: LazyLock<String> = LazyLock::new(build_facts);

/// Returns the version and how it was built, without time or host.
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
/// Reads plain text, Markdown and web pages, removes what is not part of the article, hyphenates and
/// justifies it, and writes a PDF with header and footer.
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

/// Named value of an option: name, help, value.
type Named<T> = (&'static str, &'static str, T);

/// Creates the parser of an option with named values.
fn named_values<T: Copy + Send + Sync + 'static>(
    values: &'static [Named<T>],
) -> impl TypedValueParser<Value = T> {
    let names = values.iter().map(|(name, help, _)| PossibleValue::new(*name).help(*help));
    PossibleValuesParser::new(names).map(|name| {
        let value = values.iter().find(|(known, ..)| *known == name);
        value.expect("the parser accepts only these names").2
    })
}
