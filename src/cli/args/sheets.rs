//! Options of sheets: folding, cutting, marks, binding.
//!
//! Comes in: what was typed. Goes out: the page that is to be set and the wishes of imposition.
//! Never done here: placing a page.

use offprint::impose::{Edge, Imposition, LONGEST_SIGNATURE, Scheme, Size};
use offprint::style::{Choices, Paper};
use offprint::unit::Length;

use crate::cli::trouble::Trouble;

/// How pages come upon sheets.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Sheets")]
pub(crate) struct SheetArgs {
    /// Bind all articles into the one PDF that --output names, contents before them
    ///
    /// Pages are numbered through; --title and --author are the volume's, --fit is the number of
    /// all its pages, and --report tells of each finding in which article it is.
    #[arg(long, conflicts_with_all = ["dump", "attach_source", "toc"])]
    pub(crate) bind: bool,

    /// Two pages beside each other on each side, in the order for folding and stapling
    ///
    /// --paper is the sheet as it lies in the printer; pages have half of it.
    #[arg(long, conflicts_with_all = ["signature", "nup", "landscape"])]
    booklet: bool,

    /// As --booklet, in signatures of at most N pages, to be gathered and sewn; N is 4, 8, 12 ...
    #[arg(long, hide_short_help = true, value_name = "N", value_parser = signature)]
    #[arg(conflicts_with_all = ["nup", "landscape"])]
    signature: Option<u32>,

    /// 2, 4, 6 or 8 pages on a side, smaller, in reading order
    #[arg(long, value_name = "N", value_parser = nup)]
    nup: Option<u32>,

    /// With --nup, order pages for cutting: the piles laid on each other are in order
    ///
    /// Pages are as large as what is cut, not made smaller.
    #[arg(long, hide_short_help = true, requires = "nup", conflicts_with = "landscape")]
    cut_stack: bool,

    /// Edge at which the printer turns sheets: long or short; without it, that of a book
    #[arg(long, hide_short_help = true, value_name = "EDGE")]
    flip: Option<Flip>,

    /// Thickness of the paper, so that inner pages of a fold move inwards; 80 g/m² is about 0.1mm
    #[arg(long, hide_short_help = true, value_name = "LENGTH", value_parser = thickness)]
    paper_thickness: Option<Length>,

    /// Size of the page after cutting, where that is not what the paper makes it
    #[arg(long, hide_short_help = true, value_name = "NAME|WxH")]
    trim: Option<Paper>,

    /// Print marks that show where to cut and to fold
    ///
    /// The sheet becomes larger than the paper to hold them; with --trim it does not.
    #[arg(long)]
    crop_marks: bool,

    /// How far print may reach beyond the page; marks keep clear of it
    #[arg(long, hide_short_help = true, value_name = "LENGTH", value_parser = bleed)]
    bleed: Option<Length>,

    /// White added at the edge where pages are bound
    #[arg(long, hide_short_help = true, value_name = "LENGTH", value_parser = bleed)]
    gutter: Option<Length>,

    /// Leave room for punched holes at the edge where pages are bound: 20mm
    #[arg(long, hide_short_help = true)]
    punch: bool,
}

/// Values of `--flip`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Flip {
    /// The longer edge
    Long,
    /// The shorter edge
    Short,
}

impl SheetArgs {
    /// How pages come upon sheets; none where each has its own.
    fn scheme(&self) -> Option<Scheme> {
        match (self.booklet, self.signature, self.nup) {
            (true, ..) => Some(Scheme::Booklet),
            (_, Some(pages), _) => Some(Scheme::Signatures(pages)),
            (.., Some(places)) if self.cut_stack => Some(Scheme::Stacked(places)),
            (.., Some(places)) => Some(Scheme::Beside(places)),
            _ => {
                let marked = self.crop_marks || self.bleed.is_some() || self.trim.is_some();
                marked.then_some(Scheme::Single)
            }
        }
    }

    /// Settles what was chosen for the pages, and gives the wishes for their sheets.
    pub(crate) fn settle(
        &self,
        chosen: &mut Choices,
        themed: &mut Choices,
    ) -> Result<Option<Imposition>, Trouble> {
        chosen.gutter = self.gutter.unwrap_or_default();
        chosen.punch = self.punch;
        let Some(scheme) = self.scheme() else {
            if self.flip.is_some() || self.paper_thickness.is_some() {
                return Err(Trouble::usage("there are no sheets to be folded or turned")
                    .hint("add --booklet, --signature or --nup"));
            }
            return Ok(None);
        };
        let wishes = self.wishes(scheme, chosen, themed);
        let Size { width, height } = wishes.page();
        chosen.paper = Some(Paper { width, height });
        (chosen.landscape, themed.landscape) = (false, false);
        // Folded pages face each other; pages side by side on a sheet do not.
        chosen.duplex = match scheme {
            Scheme::Booklet | Scheme::Signatures(_) => true,
            Scheme::Beside(_) => false,
            Scheme::Single | Scheme::Stacked(_) => wishes.both_sides,
        };
        themed.duplex = false;
        Ok(Some(wishes))
    }

    fn wishes(&self, scheme: Scheme, chosen: &Choices, themed: &Choices) -> Imposition {
        let paper = chosen.paper.or(themed.paper).unwrap_or(Paper::A4);
        let turned = chosen.landscape || themed.landscape;
        let paper = if turned { paper.landscape() } else { paper };
        let mut paper = Size { width: paper.width, height: paper.height };
        let folded = matches!(scheme, Scheme::Booklet | Scheme::Signatures(_));
        // The paper of a theme is the page of its book; that of a person lies in the printer.
        if folded && chosen.paper.is_none() && themed.paper.is_some() {
            paper.width = paper.width * 2;
        }
        let trim = self.trim.map(|trim| Size { width: trim.width, height: trim.height });
        Imposition {
            trim,
            both_sides: chosen.duplex || themed.duplex,
            flip: self.flip.map(|flip| match flip {
                Flip::Long => Edge::Long,
                Flip::Short => Edge::Short,
            }),
            thickness: self.paper_thickness.unwrap_or_default(),
            marks: self.crop_marks,
            bleed: self.bleed.unwrap_or_default(),
            ..Imposition::new(scheme, paper)
        }
    }
}

/// A number of pages that folded sheets have.
fn signature(text: &str) -> Result<u32, String> {
    let pages = text.parse::<u32>().ok();
    let fits = |pages: &u32| (4..=LONGEST_SIGNATURE).contains(pages) && pages.is_multiple_of(4);
    pages.filter(fits).ok_or_else(|| {
        format!("a folded sheet has four pages: choose 4, 8, 12 ... {LONGEST_SIGNATURE}")
    })
}

/// So many pages on a side.
fn nup(text: &str) -> Result<u32, String> {
    let places = text.parse::<u32>().ok().filter(|places| [2, 4, 6, 8].contains(places));
    places.ok_or_else(|| "choose 2, 4, 6 or 8".to_owned())
}

/// The thickest paper that is folded, in millimetres: card of 400 g/m².
const THICKEST_MM: f64 = 0.6;
/// The most bleed or gutter, in millimetres.
const WIDEST_MM: f64 = 50.0;

fn thickness(text: &str) -> Result<Length, String> {
    at_most(text, THICKEST_MM)
}

fn bleed(text: &str) -> Result<Length, String> {
    at_most(text, WIDEST_MM)
}

fn at_most(text: &str, most: f64) -> Result<Length, String> {
    let length: Length = text.parse().map_err(|error| format!("{error}"))?;
    let fits = length >= Length::ZERO && length <= Length::from_mm(most);
    fits.then_some(length).ok_or_else(|| format!("choose a length from 0 to {most}mm"))
}
