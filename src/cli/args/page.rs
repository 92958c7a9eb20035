//! Options for paper, type and what stands on a page.
//!
//! Comes in: what was typed. Goes out: [`PageArgs`] and [`RunningArgs`]. Never done here: seeing
//! whether sizes go together; the style does.

use std::path::PathBuf;

use clap::ValueEnum;
use offprint::style::{Edition, LinkStyle, MOST_EXPANSION, Paper, Template};
use offprint::unit::{Length, Sides};

/// Paper and type.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Page")]
pub(crate) struct PageArgs {
    /// Paper: a4, a5, letter, legal, ... or 170x240mm
    ///
    /// Names: a3 a4 a5 a6 b4 b5 jis-b4 jis-b5 letter legal tabloid executive statement; or width
    /// and height with a unit, such as 210x297mm or 8.5x11in. A4 without it.
    #[arg(long, value_name = "NAME|WxH")]
    pub(crate) paper: Option<Paper>,

    /// Turn the paper so that it is wider than high
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) landscape: bool,

    /// Margins: 1 length for all, 2 for head and foot, sides, or 4
    ///
    /// One length for all sides, two for head and foot, then the sides, four for head, right,
    /// foot, left; with `--duplex` right is outer and left is inner. Without it the margins leave
    /// a measure that reads well.
    #[arg(long, value_name = "LENGTH[,...]")]
    pub(crate) margin: Option<Sides<Length>>,

    /// Pages face each other: margins and folios change sides
    #[arg(long)]
    pub(crate) duplex: bool,

    /// What becomes of the addresses of links: notes, inline or none
    ///
    /// notes: a number behind the words, and the addresses in a list at the end, each once;
    /// inline: the address in brackets behind the words; none: nothing. Links are live in the PDF
    /// in each case. A link whose words show its address has no note.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "MANNER", default_value = "notes", hide_default_value = true)]
    pub(crate) links: Links,

    /// Put a QR code of the source's address beside the title
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) qr: bool,

    /// Print pictures without colour
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) grey: bool,

    /// A look for the whole: book, report, newspaper, or a TOML file (docs/themes.md)
    ///
    /// What is asked for besides overrules it; beside an edition it says what that leaves open.
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) theme: Option<PathBuf>,

    /// For certain readers: large-print, dyslexia, low-ink, class, proof (docs/editions.md)
    ///
    /// large-print: 18 points and more; dyslexia: ragged, widely set; low-ink: spares ink and paper;
    /// class: numbered lines and room to write; proof: double-spaced. What is asked for besides
    /// overrules it.
    #[arg(long, value_name = "NAME", default_value = "standard", hide_default_value = true)]
    pub(crate) edition: Edition,

    /// Fill exactly so many pages, by size, leading and measure
    ///
    /// All pages that are printed count, those to write on as well. The knobs that were turned are told. Where no setting from 9 to 14 points does it, nothing is
    /// written, and the nearest number of pages is told.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=999))]
    pub(crate) fit: Option<u32>,

    /// List the headings under the title, with the numbers of their pages
    #[arg(long)]
    pub(crate) toc: bool,

    /// Begin the article with a letter three lines deep
    #[arg(long)]
    pub(crate) drop_cap: bool,

    /// Divide the words of this list as it says: man-u-script
    ///
    /// Words parted by white space; one without a hyphen is never divided; what follows # on a line
    /// is a note.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "FILE")]
    pub(crate) hyphenation_exceptions: Option<PathBuf>,

    /// Columns on a page, 1 to 4, equally deep where the article ends
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=4))]
    pub(crate) columns: Option<u32>,

    /// Glyphs may widen or narrow by so many hundredths, 0 to 3; 2 without it
    ///
    /// It lets lines share their white more evenly. Up to 2 is not seen.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "PERCENT", value_parser = expansion)]
    pub(crate) expansion: Option<u16>,

    /// Where notes stand: foot, of the page that calls them, or end, of the article
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "PLACE", default_value = "foot", hide_default_value = true)]
    pub(crate) notes: NotesPlace,

    /// Type size of running text; 11.5pt without it
    #[arg(long, value_name = "LENGTH")]
    pub(crate) font_size: Option<Length>,

    /// Distance of baselines; 1.35 times the type size, or as the theme has it, without it
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "LENGTH")]
    pub(crate) leading: Option<Length>,

    /// Set running text in this font file; may be repeated, one for each style of the family
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "FILE")]
    pub(crate) font: Vec<PathBuf>,
}

/// Running head and footer.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Headline and footer")]
pub(crate) struct RunningArgs {
    /// Running headline from the second page on
    ///
    /// Fields: {title} {byline} {date} {site} {source} {section} {page} {pages}; `{{` prints a
    /// brace. A tab divides left and right, two tabs left, centre and right. An empty template
    /// prints nothing.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) headline: Option<Template>,

    /// Footer of every page; fields as for the headline
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) footer: Option<Template>,

    /// Number of the first page
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=999_999))]
    pub(crate) first_page: Option<u32>,
}

/// Values of `--links`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Links {
    /// Numbered, with their addresses at the end
    Notes,
    /// Addresses in brackets
    Inline,
    /// No addresses
    None,
}

impl From<Links> for LinkStyle {
    fn from(links: Links) -> Self {
        match links {
            Links::Notes => Self::Notes,
            Links::Inline => Self::Inline,
            Links::None => Self::None,
        }
    }
}

/// Values of `--notes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NotesPlace {
    /// At the foot of the page
    Foot,
    /// At the end of the article
    End,
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
