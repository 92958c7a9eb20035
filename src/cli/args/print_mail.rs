//! Options of `offprint print` and `offprint mail`.

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

/// Options of print jobs.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Printer")]
pub(crate) struct JobArgs {
    /// Printer: an address such as `ipp://HOST`, or a name in CUPS
    ///
    /// Default: the default printer of CUPS.
    #[arg(long, value_name = "URI|NAME", value_parser = PrinterAddress::parse)]
    pub(crate) printer: Option<PrinterAddress>,

    /// List the printers of CUPS by name; `*` marks the default printer
    #[arg(long)]
    pub(crate) list: bool,

    /// Number of copies
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true)]
    #[arg(value_parser = clap::value_parser!(i32).range(1..=9999))]
    pub(crate) copies: i32,

    /// Print only these pages, counted from 1: 1,3-5
    #[arg(long, value_name = "PAGES")]
    pub(crate) pages: Option<PageRanges>,

    /// Sides of the sheets to print on
    ///
    /// Default: both sides for facing pages (--duplex) and for booklets, turned over the edge that
    /// fits; for other documents the printer's default.
    #[arg(long, value_name = "SIDES")]
    pub(crate) sides: Option<PrintSides>,

    /// Seconds to wait until the job is printed; 0 does not wait
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    #[arg(value_parser = clap::value_parser!(u32).range(0..=86_400))]
    pub(crate) wait: u32,

    /// Accept any certificate of the printer, such as a self-signed one
    ///
    /// The connection is encrypted, but another machine in the network could pose as the printer.
    #[arg(long)]
    pub(crate) any_certificate: bool,
}

/// Arguments of `offprint mail`. Here `--from` is the sender, so the article's format has another
/// option.
#[derive(Debug, Clone, clap::Args)]
#[command(mut_arg("from", |arg| arg.long("article-format")))]
pub(crate) struct MailArgs {
    #[command(flatten)]
    pub(crate) message: MessageArgs,
    #[command(flatten)]
    pub(crate) set: SetArgs,
}

/// Options of the message and its delivery.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Mail")]
pub(crate) struct MessageArgs {
    /// Recipient: a@example.org or 'A. Writer <a@example.org>'; can be repeated
    #[arg(long, value_name = "ADDRESS", required = true, value_parser = parse_mailbox)]
    pub(crate) to: Vec<Mailbox>,

    /// Recipient of a copy; can be repeated
    #[arg(long, value_name = "ADDRESS", value_parser = parse_mailbox)]
    pub(crate) cc: Vec<Mailbox>,

    /// Sender; default: the variable EMAIL
    #[arg(long = "from", value_name = "ADDRESS", value_parser = parse_mailbox)]
    pub(crate) sender: Option<Mailbox>,

    /// Subject; default: the article's title
    #[arg(long, value_name = "TEXT")]
    pub(crate) subject: Option<String>,

    /// Text of the message, before the article's title and address
    #[arg(long, value_name = "TEXT")]
    pub(crate) text: Option<String>,

    /// Send the message by this mail server: HOST:PORT, or `smtps://HOST`
    ///
    /// Without it the message is written to a file for a mail program: --output FILE.eml, else
    /// beside the article. The connection is encrypted: with TLS from the first byte at port 465,
    /// else with STARTTLS. The default port is 587.
    #[arg(long, value_name = "HOST[:PORT]")]
    pub(crate) smtp: Option<SmtpServer>,

    /// User name for the mail server; the password is in the variable `OFFPRINT_SMTP_PASSWORD`
    #[arg(long, value_name = "NAME", requires = "smtp")]
    pub(crate) smtp_user: Option<String>,

    /// Read the password from the first line of a file; `-` is standard input
    #[arg(long, value_name = "FILE|-", requires = "smtp_user")]
    pub(crate) smtp_password_file: Option<PathBuf>,

    /// Also trust the certificates in this file (PEM), for a server of your own
    ///
    /// With it the connection to a server on this machine is encrypted too.
    #[arg(long, value_name = "FILE", requires = "smtp")]
    pub(crate) smtp_ca: Option<PathBuf>,

    /// Send without encryption, inside a network of your own
    #[arg(long, requires = "smtp", conflicts_with_all = ["smtp_user", "smtp_ca"])]
    pub(crate) smtp_plain: bool,
}
