//! Options for messages and reports.

use clap::ValueEnum;

/// Quality of the setting.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Quality")]
pub(crate) struct QualityArgs {
    /// Print a quality report: spacing, hyphens, rivers, widows and orphans, page fill
    ///
    /// text is for people; json is one object on one line, for programs (docs/report.md). The report
    /// goes to standard output, or to standard error if the PDF goes to standard output.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "FORMAT", conflicts_with = "dump")]
    pub(crate) report: Option<ReportFormat>,

    /// Show faults of the setting, and return exit code 4 if there are any
    #[arg(long, conflicts_with = "dump")]
    pub(crate) strict: bool,
}

/// Messages.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Messages")]
pub(crate) struct ReportArgs {
    /// Format of messages: human, or json, one object per line
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_default_value = true)]
    pub(crate) message_format: MessageFormat,

    /// Show only errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Show every decision, and which files were written
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
