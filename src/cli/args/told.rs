//! Options for what is told, and how.
//!
//! Comes in: what was typed. Goes out: [`QualityArgs`] and [`ReportArgs`]. Never done here: telling.

use clap::ValueEnum;

/// What is told of the setting.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Quality")]
pub(crate) struct QualityArgs {
    /// Report the quality of the setting: lines, white, hyphens, rivers, widows, how full pages are
    ///
    /// text is for people, json one object on one line for programs (docs/report.md). It goes to
    /// standard output, or to standard error where the PDF or a dump goes to standard output.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "FORMAT", conflicts_with = "dump")]
    pub(crate) report: Option<ReportFormat>,

    /// End with exit code 4 where the setting has faults, and name them
    #[arg(long, conflicts_with = "dump")]
    pub(crate) strict: bool,
}

/// What is told, and how.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Messages")]
pub(crate) struct ReportArgs {
    /// How messages are written: human, or json, one object for each line
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_default_value = true)]
    pub(crate) message_format: MessageFormat,

    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say every decision, and what was written
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// Values of `--message-format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people
    Human,
    /// For programs
    Json,
}

/// Values of `--report`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Text,
    /// For programs
    Json,
}
