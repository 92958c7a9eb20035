//! Options for sheets: folding, cutting, marks, binding.

use offprint::impose::{Edge, Imposition, LONGEST_SIGNATURE, Scheme, Size};
use offprint::style::{Choices, Paper};
use offprint::unit::Length;

use super::{Named, named_values};
use crate::cli::error::CliError;

/// Values of `--flip`.
const EDGES: [Named<Edge>; 2] =
    [("long", "The longer edge", Edge::Long), ("short", "The shorter edge", Edge::Short)];

/// Imposition of pages on sheets.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Sheets")]
pub(crate) struct SheetArgs {
    /// Combine all articles into one PDF with a table of contents; --output names it
    ///
    /// Page numbers continue from article to article. --title and --author are those of the volume,
    /// --fit is the number of all its pages, and --report shows the article of each finding.
    #[arg(long, conflicts_with_all = ["dump", "attach_source", "toc"])]
    pub(crate) bind: bool,

    /// Booklet: two pages on each side, in the order for folding and stapling
    ///
    /// --paper is the paper in the printer; a page is half of it.
    #[arg(long, conflicts_with_all = ["signature", "nup", "landscape"])]
    booklet: bool,

    /// As --booklet, in signatures of at most N pages for sewing; N is 4, 8, 12 ...
    #[arg(long, hide_short_help = true, value_name = "N", value_parser = signature)]
    #[arg(conflicts_with_all = ["nup", "landscape"])]
    signature: Option<u32>,

    /// 2, 4, 6 or 8 reduced pages on a side, in reading order
    #[arg(long, value_name = "N", value_parser = nup)]
    nup: Option<u32>,

    /// With --nup: order the pages for cutting, so that the stacks in sequence are in order
    ///
    /// Pages have the size of the cut pieces and are not reduced.
    #[arg(long, hide_short_help = true, requires = "nup", conflicts_with = "landscape")]
    cut_stack: bool,

    /// Edge over which the printer flips sheets: long or short; default: that of a book
    #[arg(long, hide_short_help = true, value_name = "EDGE")]
    #[arg(value_parser = named_values(&EDGES))]
    flip: Option<Edge>,

    /// Thickness of the paper, to compensate for creep; that of 80 g/m² is about 0.1mm
    #[arg(long, hide_short_help = true, value_name = "LENGTH", value_parser = thickness)]
    paper_thickness: Option<Length>,

    /// Size of the page after trimming, if it is not determined by the paper
    #[arg(long, hide_short_help = true, value_name = "NAME|WxH")]
    trim: Option<Paper>,

    /// Print crop marks and fold marks
    ///
    /// The sheet is larger than the paper to hold them, except with --trim.
    #[arg(long)]
    crop_marks: bool,

    /// Bleed: extent of print beyond the page
    #[arg(long, hide_short_help = true, value_name = "LENGTH", value_parser = bleed)]
    bleed: Option<Length>,

    /// Gutter: additional space at the bound edge
    #[arg(long, hide_short_help = true, value_name = "LENGTH", value_parser = bleed)]
    gutter: Option<Length>,

    /// Leave 20mm at the bound edge for punched holes
    #[arg(long, hide_short_help = true)]
    punch: bool,
}

impl SheetArgs {
    /// Returns the scheme of imposition; none if every page has its own sheet.
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

    /// Returns the imposition, and adapts paper and facing pages of the choices to it.
    pub(crate) fn resolve(
        &self,
        chosen: &mut Choices,
        themed: &mut Choices,
    ) -> Result<Option<Imposition>, CliError> {
        chosen.gutter = self.gutter.unwrap_or(Length::ZERO);
        chosen.punch = self.punch;
        let Some(scheme) = self.scheme() else {
            if self.flip.is_some() || self.paper_thickness.is_some() {
                return Err(CliError::usage("--flip and --paper-thickness need sheets")
                    .hint("add --booklet, --signature or --nup"));
            }
            return Ok(None);
        };
        let imposition = self.imposition(scheme, chosen, themed);
        let Size { width, height } = imposition.page();
        chosen.paper = Some(Paper { width, height });
        (chosen.landscape, themed.landscape) = (false, false);
        // Folded pages are facing pages; pages side by side on a sheet are not.
        chosen.duplex = match scheme {
            Scheme::Booklet | Scheme::Signatures(_) => true,
            Scheme::Beside(_) => false,
            Scheme::Single | Scheme::Stacked(_) => imposition.both_sides,
        };
        themed.duplex = false;
        Ok(Some(imposition))
    }

    fn imposition(&self, scheme: Scheme, chosen: &Choices, themed: &Choices) -> Imposition {
        let paper = chosen.paper.or(themed.paper).unwrap_or(Paper::A4);
        let turned = chosen.landscape || themed.landscape;
        let paper = if turned { paper.landscape() } else { paper };
        let mut paper = Size { width: paper.width, height: paper.height };
        let folded = matches!(scheme, Scheme::Booklet | Scheme::Signatures(_));
        // The paper of a theme is that of its pages; the user's is that in the printer.
        if folded && chosen.paper.is_none() && themed.paper.is_some() {
            paper.width = paper.width * 2;
        }
        let trim = self.trim.map(|trim| Size { width: trim.width, height: trim.height });
        Imposition {
            trim,
            both_sides: chosen.duplex || themed.duplex,
            flip: self.flip,
            thickness: self.paper_thickness.unwrap_or(Length::ZERO),
            marks: self.crop_marks,
            bleed: self.bleed.unwrap_or(Length::ZERO),
            ..Imposition::new(scheme, paper)
        }
    }
}

/// Parses the number of pages of a signature.
fn signature(text: &str) -> Result<u32, String> {
    let pages = text.parse::<u32>().ok();
    let fits = |pages: &u32| (4..=LONGEST_SIGNATURE).contains(pages) && pages.is_multiple_of(4);
    pages
        .filter(fits)
        .ok_or_else(|| format!("a signature has 4, 8, 12 ... {LONGEST_SIGNATURE} pages"))
}

/// Parses the number of pages on a side.
fn nup(text: &str) -> Result<u32, String> {
    let places = text.parse::<u32>().ok().filter(|places| [2, 4, 6, 8].contains(places));
    places.ok_or_else(|| "choose 2, 4, 6 or 8".to_owned())
}

/// Greatest thickness of paper, in millimetres: card of 400 g/m².
const THICKEST_MM: f64 = 0.6;
/// Greatest bleed or gutter, in millimetres.
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
