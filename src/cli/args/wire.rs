//! Options for printers and mail.
//!
//! Comes in: what was typed. Goes out: arguments, each well formed by itself. Never done here:
//! going anywhere.

use std::path::PathBuf;

use lettre::message::Mailbox;

use crate::cli::network::mail::{SmtpServer, parse_mailbox};
use crate::cli::network::printer::{PrintSides, PrinterAddress};
use crate::cli::page_ranges::PageRanges;

use super::set::SetArgs;

/// Arguments of `offprint print`.
#[derive(Debug, Clone, clap::Args)]
#[command(mut_arg("articles", |arg| {
    arg.required_unless_present_any(["files_from", "show_config", "list"])
}))]
pub(crate) struct PrintArgs {
    #[command(flatten)]
    pub(crate) job: JobArgs,
    #[command(flatten)]
    pub(crate) set: SetArgs,
}

/// What is wanted of the printer.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Printer")]
pub(crate) struct JobArgs {
    /// The printer: its address, such as `ipp://HOST`, or the name that it has in CUPS
    ///
    /// Without it the printer is taken that CUPS takes.
    #[arg(long, value_name = "URI|NAME", value_parser = PrinterAddress::parse)]
    pub(crate) printer: Option<PrinterAddress>,

    /// List the printers that CUPS knows, by name; `*` is the one taken without --printer
    #[arg(long)]
    pub(crate) list: bool,

    /// So many copies
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(i32).range(1..=9999))]
    pub(crate) copies: i32,

    /// Print these pages, counted from 1: 1,3-5; all without it
    #[arg(long, value_name = "PAGES")]
    pub(crate) pages: Option<PageRanges>,

    /// Sides of the sheets to print on
    ///
    /// Without it: both for pages that face each other (--duplex) and for booklets, each turned
    /// over the right edge; for the others as the printer does by itself.
    #[arg(long, value_name = "SIDES")]
    pub(crate) sides: Option<PrintSides>,

    /// Wait so many seconds for the job to be printed; 0 leaves it to the printer
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    #[arg(value_parser = clap::value_parser!(u32).range(0..=86_400))]
    pub(crate) wait: u32,

    /// Trust whatever certificate the printer shows
    ///
    /// Printers vouch for themselves. With it, somebody in your network could pass for the printer.
    #[arg(long)]
    pub(crate) any_certificate: bool,
}

/// Arguments of `offprint mail`. A letter is from somebody; the article's format is named otherwise.
#[derive(Debug, Clone, clap::Args)]
#[command(mut_arg("from", |arg| arg.long("article-format")))]
pub(crate) struct MailArgs {
    #[command(flatten)]
    pub(crate) letter: LetterArgs,
    #[command(flatten)]
    pub(crate) set: SetArgs,
}

/// Who writes to whom, and how it goes.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Mail")]
pub(crate) struct LetterArgs {
    /// Whom it is for: a@example.org or 'A. Writer <a@example.org>'; may be repeated
    #[arg(long, value_name = "ADDRESS", required = true, value_parser = parse_mailbox)]
    pub(crate) to: Vec<Mailbox>,

    /// Who gets a copy; may be repeated
    #[arg(long, value_name = "ADDRESS", value_parser = parse_mailbox)]
    pub(crate) cc: Vec<Mailbox>,

    /// Who it is from; the variable EMAIL without it
    #[arg(long = "from", value_name = "ADDRESS", value_parser = parse_mailbox)]
    pub(crate) sender: Option<Mailbox>,

    /// The subject; the article's title without it
    #[arg(long, value_name = "TEXT")]
    pub(crate) subject: Option<String>,

    /// What stands above the article's title and address in the letter
    #[arg(long, value_name = "TEXT")]
    pub(crate) text: Option<String>,

    /// Send it by this mail server: HOST:PORT, or `smtps://HOST`
    ///
    /// Without it the letter is written to a file that a mail program opens: --output FILE.eml,
    /// else beside the article. The connection is encrypted: from its first byte at port 465, else
    /// after STARTTLS. The port is 587 where none is named.
    #[arg(long, value_name = "HOST[:PORT]")]
    pub(crate) smtp: Option<SmtpServer>,

    /// Log in by this name; the password is in the variable `OFFPRINT_SMTP_PASSWORD`
    #[arg(long, value_name = "NAME", requires = "smtp")]
    pub(crate) smtp_user: Option<String>,

    /// The password is the first line of this file; `-` is standard input
    #[arg(long, value_name = "FILE|-", requires = "smtp_user")]
    pub(crate) smtp_password_file: Option<PathBuf>,

    /// Trust the certificates in this file (PEM) too, for a server of your own
    ///
    /// With it the connection is encrypted to a server on this machine as well.
    #[arg(long, value_name = "FILE", requires = "smtp")]
    pub(crate) smtp_ca: Option<PathBuf>,

    /// Send without encryption, in a network of your own
    #[arg(long, requires = "smtp", conflicts_with_all = ["smtp_user", "smtp_ca"])]
    pub(crate) smtp_plain: bool,
}
