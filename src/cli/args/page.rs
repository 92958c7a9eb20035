//! Options for paper, type and page content.

use std::path::PathBuf;

use offprint::style::{
    Edition, Leading, LinkStyle, MOST_EXPANSION, NotePlacement, Paper, PictureMode, Template,
};
use offprint::unit::{Length, Sides};

use super::{Named, named_values};

/// Values of `--links`.
const LINKS: [Named<LinkStyle>; 4] = [
    ("notes", "A numbered list at the end", LinkStyle::Notes),
    ("all", "The same, also of many links to the own site", LinkStyle::All),
    ("inline", "In brackets after the words", LinkStyle::Inline),
    ("none", "Not printed", LinkStyle::None),
];

/// Values of `--pictures`.
const PICTURES: [Named<PictureMode>; 4] = [
    ("all", "As they are", PictureMode::All),
    ("grey", "In grey", PictureMode::Grey),
    ("small", "At most a third of the measure wide", PictureMode::Small),
    ("none", "Their words instead of them", PictureMode::None),
];

/// Values of `--notes`.
const NOTES: [Named<NotePlacement>; 2] = [
    ("foot", "At the foot of the page", NotePlacement::Foot),
    ("end", "At the end of the article", NotePlacement::End),
];

/// Paper and type.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Page")]
pub(crate) struct PageArgs {
    /// Paper size: a4, a5, letter, legal, ... or 170x240mm
    ///
    /// Names: a3 a4 a5 a6 b4 b5 jis-b4 jis-b5 letter legal tabloid executive statement; or width
    /// and height with a unit, such as 210x297mm or 8.5x11in. The default is A4.
    #[arg(long, value_name = "NAME|WxH")]
    pub(crate) paper: Option<Paper>,

    /// Landscape orientation
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) landscape: bool,

    /// Margins: 1 length for all, 2 for top and bottom, sides, or 4
    ///
    /// One length for all sides; two for top and bottom, then left and right; four for top, right,
    /// bottom, left. With `--duplex` right is outer and left is inner. The default margins leave
    /// lines of a length that is easy to read.
    #[arg(long, value_name = "LENGTH[,...]")]
    pub(crate) margin: Option<Sides<Length>>,

    /// For printing on both sides: inner and outer margins and page numbers swap
    #[arg(long)]
    pub(crate) duplex: bool,

    /// Print the addresses of links: notes, all, inline or none
    ///
    /// notes: a number after the words, and the addresses in a list at the end; if an article is
    /// dense with links to its own site, only of those that lead elsewhere. all: the same of all
    /// links; inline: the address in brackets after the words; none: no addresses. The PDF has
    /// clickable links in any case. A link whose words are its address has no note.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "STYLE", default_value = "notes", hide_default_value = true)]
    #[arg(value_parser = named_values(&LINKS))]
    pub(crate) links: LinkStyle,

    /// Print a QR code with the address of the source beside the title
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) qr: bool,

    /// Print pictures: all, grey, small or none
    ///
    /// The default is all. An address is fetched with its pictures, unless this is none. A file
    /// fetches pictures on the web only if all, grey or small is given on the command line
    /// (docs/network.md). A picture that is not shown leaves its caption, or its words.
    #[arg(long, value_name = "WHICH", value_parser = named_values(&PICTURES))]
    pub(crate) pictures: Option<PictureMode>,

    /// Print pictures in grey
    #[arg(hide_short_help = true)]
    #[arg(long)]
    pub(crate) grey: bool,

    /// Theme: book, report, newspaper, or a TOML file (docs/themes.md)
    ///
    /// Other options and the edition override it.
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) theme: Option<PathBuf>,

    /// Edition: large-print, dyslexia, low-ink, class or proof (docs/editions.md)
    ///
    /// large-print: 18 points and more; dyslexia: ragged lines, wide spacing; low-ink: less ink and
    /// paper; class: numbered lines and space to write; proof: double-spaced. Other options override
    /// it.
    #[arg(long, value_name = "NAME", default_value = "standard", hide_default_value = true)]
    pub(crate) edition: Edition,

    /// Fill exactly this number of pages, by font size, leading and margins
    ///
    /// All printed pages count, with those to write on. The changes are shown. If no size from 9 to
    /// 14 points fills the pages, nothing is written, and the nearest number of pages is shown.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=999))]
    pub(crate) fit: Option<u32>,

    /// Print a table of contents below the title
    #[arg(long)]
    pub(crate) toc: bool,

    /// Begin the article with a drop cap of three lines
    #[arg(long)]
    pub(crate) drop_cap: bool,

    /// File with the hyphenation of words: man-u-script
    ///
    /// Words are separated by white space. A word without a hyphen is never hyphenated. # starts a
    /// comment.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "FILE")]
    pub(crate) hyphenation_exceptions: Option<PathBuf>,

    /// Number of columns, 1 to 4
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=4))]
    pub(crate) columns: Option<u32>,

    /// Glyph expansion in per cent, 0 to 3; default: 2
    ///
    /// Glyphs are widened or narrowed so that word spaces are more even. Up to 2 % is not visible.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "PERCENT", value_parser = expansion)]
    pub(crate) expansion: Option<u16>,

    /// Placement of notes: foot of the page, or end of the article
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "PLACE", default_value = "foot", hide_default_value = true)]
    #[arg(value_parser = named_values(&NOTES))]
    pub(crate) notes: NotePlacement,

    /// Font size of the text; default: 11.5pt
    #[arg(long, value_name = "LENGTH")]
    pub(crate) font_size: Option<Length>,

    /// Line spacing (leading); default: 1.35 times the font size, or that of the theme
    #[arg(hide_short_help = true)]
    ///
    /// A length, or a multiple of the font size such as 1.5 or 150%.
    #[arg(long, value_name = "LENGTH|FACTOR")]
    pub(crate) leading: Option<Leading>,

    /// Font file for the text; can be repeated, for each style of the family
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "FILE")]
    pub(crate) font: Vec<PathBuf>,
}

/// Running head and footer.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Headline and footer")]
pub(crate) struct RunningArgs {
    /// Header (running head) from the second page on
    ///
    /// Fields: {title} {byline} {date} {site} {source} {section} {page} {pages}; `{{` prints a
    /// brace. A tab separates left and right, two tabs left, centre and right. An empty template
    /// prints nothing.
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) headline: Option<Template>,

    /// Footer of every page; fields as for --headline
    #[arg(long, value_name = "TEMPLATE")]
    pub(crate) footer: Option<Template>,

    /// Number of the first page
    #[arg(hide_short_help = true)]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=999_999))]
    pub(crate) first_page: Option<u32>,
}

/// Parses per cent, `2` or `1.5%`, as thousandths.
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
