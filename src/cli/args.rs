//! What was typed: every option, its words and its form.
//!
//! Comes in: the process's arguments. Goes out: [`Args`], each value well formed by itself. Never
//! done here: seeing how options bear on one another, or touching a file.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Parser, ValueEnum};
use offprint::article::Language;
use offprint::pdf::Standard;
use offprint::style::{LinkManner, MOST_EXPANSION, Paper, Template};
use offprint::unit::{Length, Sides};

/// What `--help` says after the options.
const AFTER_HELP: &str = "\
Lengths carry a unit (11pt, 30mm, 2.5cm, 1in); a bare number is points.

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
  offprint *.txt --out-dir print             each into the folder print
  curl URL | offprint - -o - | lp            from standard input to standard output
  offprint verify a.pdf --against a.txt      are all words there?
  offprint article.txt --paper letter --font-size 12pt --margin 1in,1.5in";

/// Turns any article into a beautiful, print-ready PDF
///
/// Reads plain text as people write it, takes away what the web left behind, hyphenates and
/// justifies it into pages with a headline and a footer, and writes a PDF.
#[derive(Debug, Parser)]
#[command(name = "offprint", version, after_help = EXAMPLES)]
#[command(after_long_help = format!("{EXAMPLES}\n\n{AFTER_HELP}"), max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(disable_help_subcommand = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// Articles to set; `-` is standard input
    #[arg(value_name = "ARTICLE", required = true)]
    pub(super) articles: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) output: OutputArgs,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    #[command(flatten)]
    pub(super) page: PageArgs,
    #[command(flatten)]
    pub(super) meta: MetaArgs,
    #[command(flatten)]
    pub(super) running: RunningArgs,
    #[command(flatten)]
    pub(super) cleaning: CleaningArgs,
    #[command(flatten)]
    pub(super) quality: QualityArgs,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// What is done besides setting articles.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Hold a PDF against its article: every word in order, nothing outside a page, its claim true
    ///
    /// Give the options for reading and cleaning that the PDF was made with. Exit code 1 where the
    /// PDF and the article differ.
    Verify(VerifyArgs),
    /// Give back the article that a PDF carries with it
    Extract(ExtractArgs),
}

/// Arguments of `offprint verify`.
#[derive(Debug, clap::Args)]
pub(super) struct VerifyArgs {
    /// The PDF
    #[arg(value_name = "FILE.pdf")]
    pub(super) pdf: PathBuf,

    /// The article that it should show; `-` is standard input
    #[arg(long, value_name = "ARTICLE")]
    pub(super) against: PathBuf,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    #[command(flatten)]
    pub(super) meta: MetaArgs,
    #[command(flatten)]
    pub(super) cleaning: CleaningArgs,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// Arguments of `offprint extract`.
#[derive(Debug, clap::Args)]
pub(super) struct ExtractArgs {
    /// The PDF; `-` is standard input
    #[arg(value_name = "FILE.pdf")]
    pub(super) pdf: PathBuf,

    /// Write the article here; standard output without it, and for `-`
    #[arg(short, long, value_name = "PATH|-")]
    pub(super) output: Option<PathBuf>,

    /// Overwrite a file that stands there
    #[arg(long)]
    pub(super) force: bool,

    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// Where the PDF goes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// Write the PDF here; `-` is standard output
    ///
    /// Without it the PDF is written beside the article, under its name with `.pdf`; an article
    /// from standard input goes to standard output. A file is replaced whole or not at all; a
    /// device or a pipe is written straight.
    #[arg(short, long, value_name = "PATH|-")]
    pub(super) output: Option<PathBuf>,

    /// Write the PDFs into this folder, which is made if need be
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    pub(super) out_dir: Option<PathBuf>,

    /// Overwrite files that Offprint did not write
    ///
    /// Its own PDFs and empty files are always overwritten, the article itself never.
    #[arg(long)]
    pub(super) force: bool,

    /// Print what a stage made on standard output instead of a PDF
    ///
    /// article: the text after cleaning; galley: the column of set lines; pages: what stands
    /// where. With `--message-format json` the article is printed as JSON.
    #[arg(long, value_name = "STAGE", conflicts_with = "out_dir")]
    pub(super) dump: Option<DumpStage>,

    /// Standard that the PDF is to keep and claim: ua1+a2a, a2u, a2b, a3a or none
    ///
    /// PDF/UA-1 and PDF/A-2a without it; a3a is PDF/UA-1 and PDF/A-3a. Where an article stands in
    /// the way of a standard, a warning says so and the PDF claims nothing.
    #[arg(long, value_name = "STANDARD", default_value = "ua1+a2a", hide_default_value = true)]
    pub(super) pdf_standard: Standard,

    /// Let the article itself ride in the PDF; `offprint extract` gives it back
    ///
    /// The PDF is then PDF/A-3a instead of PDF/A-2a, which carries no such file.
    #[arg(long)]
    pub(super) attach_source: bool,

    /// Read every PDF again before it is written, and prove that no word was lost
    ///
    /// The words in the order of the tags are held against the article's, and what the PDF claims
    /// against what it is. Where they differ, the differences are told and no PDF is written.
    #[arg(long)]
    pub(super) verify: bool,

    /// Use this many threads; 0 is one for each core
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) jobs: u16,
}

/// How the article is read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct ReadingArgs {
    /// Format of the articles
    #[arg(long, value_name = "FORMAT", default_value = "auto", hide_default_value = true)]
    pub(super) from: FromFormat,

    /// Language of the text, such as en, de-CH or auto, which finds it out
    #[arg(long, value_name = "TAG", default_value = "auto", hide_default_value = true)]
    pub(super) lang: Lang,
}

/// Paper and type.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Page")]
pub(super) struct PageArgs {
    /// Paper: a4, a5, letter, legal, ... or 170x240mm
    ///
    /// Names: a3 a4 a5 a6 b4 b5 jis-b4 jis-b5 letter legal tabloid executive statement; or width
    /// and height with a unit, such as 210x297mm or 8.5x11in. A4 without it.
    #[arg(long, value_name = "NAME|WxH")]
    pub(super) paper: Option<Paper>,

    /// Turn the paper so that it is wider than high
    #[arg(long)]
    pub(super) landscape: bool,

    /// Margins: 1 length for all, 2 for head and foot, sides, or 4
    ///
    /// One length for all sides, two for head and foot, then the sides, four for head, right,
    /// foot, left; with `--duplex` right is outer and left is inner. Without it the margins leave
    /// a measure that reads well.
    #[arg(long, value_name = "LENGTH[,...]", value_parser = Sides::read)]
    pub(super) margin: Option<Sides<Length>>,

    /// Pages face each other: margins and folios change sides
    #[arg(long)]
    pub(super) duplex: bool,

    /// What becomes of the addresses of links: notes, inline or none
    ///
    /// notes: a number behind the words, and the addresses in a list at the end, each once;
    /// inline: the address in brackets behind the words; none: nothing. Links are live in the PDF
    /// in each case. A link whose words show its address has no note.
    #[arg(long, value_name = "MANNER", default_value = "notes", hide_default_value = true)]
    pub(super) links: Links,

    /// Put a QR code of the source's address beside the title
    #[arg(long)]
    pub(super) qr: bool,

    /// Print pictures without colour
    #[arg(long)]
    pub(super) grey: bool,

    /// A look for the whole: book, report, newspaper, or a TOML file (docs/themes.md)
    ///
    /// What is asked for besides overrules it.
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) theme: Option<PathBuf>,

    /// Fill exactly so many pages, by size, leading and measure
    ///
    /// The knobs that were turned are told. Where no setting from 9 to 14 points does it, nothing is
    /// written, and the nearest number of pages is told.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=999))]
    pub(super) fit: Option<u32>,

    /// List the headings under the title, with the numbers of their pages
    #[arg(long)]
    pub(super) toc: bool,

    /// Begin the article with a letter three lines deep
    #[arg(long)]
    pub(super) drop_cap: bool,

    /// Divide the words of this list as it says: man-u-script
    ///
    /// Words parted by white space; one without a hyphen is never divided; what follows # on a line
    /// is a note.
    #[arg(long, value_name = "FILE")]
    pub(super) hyphenation_exceptions: Option<PathBuf>,

    /// Columns on a page, 1 to 4, equally deep where the article ends
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=4))]
    pub(super) columns: Option<u32>,

    /// Glyphs may widen or narrow by so many hundredths, 0 to 3; 2 without it
    ///
    /// It lets lines share their white more evenly. Up to 2 is not seen.
    #[arg(long, value_name = "PERCENT", value_parser = expansion)]
    pub(super) expansion: Option<u16>,

    /// Where notes stand: foot, of the page that calls them, or end, of the article
    #[arg(long, value_name = "PLACE", default_value = "foot", hide_default_value = true)]
    pub(super) notes: NotesPlace,

    /// Type size of running text; 11.5pt without it
    #[arg(long, value_name = "LENGTH")]
    pub(super) font_size: Option<Length>,

    /// Distance of baselines; 1.35 times the type size without it
    #[arg(long, value_name = "LENGTH")]
    pub(super) leading: Option<Length>,

    /// Set running text in this font file; may be repeated, one for each style of the family
    #[arg(long, value_name = "FILE")]
    pub(super) font: Vec<PathBuf>,
}

/// What is known of the article.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Title block")]
pub(super) struct MetaArgs {
    /// The headline, instead of the one found
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,

    /// Who wrote it, instead of the byline found
    #[arg(long, value_name = "TEXT")]
    pub(super) author: Option<String>,

    /// Its date as it is to be shown, instead of the one found
    #[arg(long, value_name = "TEXT")]
    pub(super) date: Option<String>,

    /// Where it comes from: an address or the name of a publication
    #[arg(long, value_name = "TEXT")]
    pub(super) source: Option<String>,
}

/// Running head and footer.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Headline and footer")]
pub(super) struct RunningArgs {
    /// Running headline from the second page on
    ///
    /// Fields: {title} {byline} {date} {site} {source} {section} {page} {pages}; `{{` prints a
    /// brace. A tab divides left and right, two tabs left, centre and right. An empty template
    /// prints nothing.
    #[arg(long, value_name = "TEMPLATE")]
    pub(super) headline: Option<Template>,

    /// Footer of every page; fields as for the headline
    #[arg(long, value_name = "TEMPLATE")]
    pub(super) footer: Option<Template>,

    /// Number of the first page
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=999_999))]
    pub(super) first_page: Option<u32>,
}

/// What is taken away.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Cleaning")]
pub(super) struct CleaningArgs {
    /// Take what this CSS selector names as the article of a web page
    #[arg(long, value_name = "SELECTOR", value_parser = pattern)]
    pub(super) content: Option<String>,

    /// Keep what contains this text, whatever the rules say; may be repeated
    ///
    /// On a web page also what a CSS selector with a class, an id or an attribute names.
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub(super) keep: Vec<String>,

    /// Remove what contains this text; may be repeated
    ///
    /// On a web page also what a CSS selector with a class, an id or an attribute names.
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub(super) drop: Vec<String>,

    /// Say what was removed, where, and by which rule
    #[arg(long, conflicts_with = "quiet")]
    pub(super) explain: bool,
}

/// What is told of the setting.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Quality")]
pub(super) struct QualityArgs {
    /// Report the quality of the setting: lines, white, hyphens, rivers, widows, how full pages are
    ///
    /// text is for people, json one object on one line for programs (docs/report.md). It goes to
    /// standard output, or to standard error where the PDF or a dump goes to standard output.
    #[arg(long, value_name = "FORMAT", conflicts_with = "dump")]
    pub(super) report: Option<ReportFormat>,

    /// End with exit code 4 where the setting has faults, and name them
    #[arg(long, conflicts_with = "dump")]
    pub(super) strict: bool,
}

/// What is told, and how.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Messages")]
pub(super) struct ReportArgs {
    /// How messages are written: human, or json, one object for each line
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_default_value = true)]
    pub(super) message_format: MessageFormat,

    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Say every decision, and what was written
    #[arg(short, long)]
    pub(super) verbose: bool,
}

/// Values of `--from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FromFormat {
    /// Found out from the file
    Auto,
    /// Plain text
    Text,
    /// Markdown: CommonMark, tables, notes, front matter
    Markdown,
    /// A saved web page: HTML or MHTML
    Html,
}

/// Values of `--links`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Links {
    /// Numbered, with their addresses at the end
    Notes,
    /// Addresses in brackets
    Inline,
    /// No addresses
    None,
}

impl From<Links> for LinkManner {
    fn from(links: Links) -> Self {
        match links {
            Links::Notes => Self::Notes,
            Links::Inline => Self::Inline,
            Links::None => Self::None,
        }
    }
}

/// Values of `--dump`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DumpStage {
    /// The text after cleaning
    Article,
    /// The column of set lines
    Galley,
    /// What stands where
    Pages,
}

/// Values of `--message-format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// For people
    Human,
    /// For programs
    Json,
}

/// Values of `--notes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum NotesPlace {
    /// At the foot of the page
    Foot,
    /// At the end of the article
    End,
}

/// Values of `--report`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Value of `--lang`: a language, or none for `auto`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lang(pub(super) Option<Language>);

impl FromStr for Lang {
    type Err = offprint::article::ParseLanguageError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let language =
            if text.eq_ignore_ascii_case("auto") { None } else { Some(text.parse()?) };
        Ok(Self(language))
    }
}

/// Reads hundredths, `2` or `1.5%`, as thousandths.
fn expansion(text: &str) -> Result<u16, String> {
    let most = f64::from(MOST_EXPANSION) / 10.0;
    let number = text.trim().trim_end_matches('%').trim_end().parse::<f64>();
    match number {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the range is checked"
        )]
        Ok(percent) if (0.0..=most).contains(&percent) => Ok((percent * 10.0).round() as u16),
        _ => Err(format!("choose a number from 0 to {most}")),
    }
}

/// A pattern is text to look for; nothing would be found everywhere.
fn pattern(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("an empty pattern would match everything".to_owned());
    }
    Ok(text.to_owned())
}
