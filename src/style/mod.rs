//! The house style: paper, margins, type, head and foot.
//!
//! Comes in: what the person chose, as [`Choices`]. Goes out: a [`Style`], complete and
//! consistent, or a [`StyleError`] that says how to mend the choice. Never done here: knowing
//! content.

mod edition;
mod error;
mod look;
mod manner;
mod nearest;
mod page;
mod paper;
mod template;
mod theme;

pub use edition::{EDITIONS, Edition, ParseEditionError};
pub use error::StyleError;
pub use look::{HeadLook, Ink, Letters, Look};
pub use manner::Manner;
#[doc(hidden)]
pub use nearest::nearest;
pub use paper::{PAPERS, Paper, ParsePaperError};
#[doc(hidden)]
pub use template::{Field, Piece};
pub use template::{ParseTemplateError, Template};
pub use theme::{THEMES, Theme, ThemeError};

use crate::unit::{Length, Sides};

/// Type size of running text, in points. Range 10 to 12 for Libertinus on a hand-held sheet; its
/// x-height is small (0.43 em), so it is set half a point larger than a Times would be.
#[doc(hidden)]
pub const FONT_SIZE: f64 = 11.5;

/// Leading as a multiple of the type size: 11.5 on 15.5 points. Bringhurst and Hochuli ask for
/// 1.3 to 1.4 at a measure of 65 to 70 characters.
#[doc(hidden)]
pub const LEADING: f64 = 1.35;

/// What the default leading is rounded to, in points, so that the grid has a speakable number.
const LEADING_STEP: f64 = 0.5;

/// What a leading that follows another type size is rounded to, in points, as `--fit` does.
const SCALED_LEADING_STEP: f64 = 0.25;

/// The default measure in ems of the type size. English in Libertinus Serif averages 0.41 em to
/// the character, spaces included, so 29 em hold 70 characters; 60 to 72 read well.
#[doc(hidden)]
pub const MEASURE: f64 = 29.0;

/// The least side margin that the default leaves, as a part of the paper's width. It binds on
/// paper narrower than A4: thumbs need a place.
const LEAST_SIDE: f64 = 0.11;

/// Default head margin, as a part of the paper's height: 30 mm on A4.
const TOP: f64 = 0.10;

/// Default foot margin, as a part of the paper's height: 39 mm on A4. More than the head, so that
/// the text block sits high, where the eye sees the middle.
const BOTTOM: f64 = 0.13;

/// Head margin of pages that face each other: 33 mm on A4.
const DUPLEX_TOP: f64 = 0.11;

/// Foot margin of pages that face each other: 48 mm on A4.
const DUPLEX_BOTTOM: f64 = 0.16;

/// The inner margin's part of both side margins where pages face each other. The two inner
/// margins meet at the fold and are seen as one.
const DUPLEX_INNER: f64 = 0.36;

/// The least inner margin of pages that are punched, in millimetres: holes of 6 mm with their
/// middle 12 mm from the edge (ISO 838) end at 15, and text keeps 5 away from them.
const PUNCHED_MM: f64 = 20.0;

/// The default measure of a column in ems of the type size: 56 characters, for narrower lines may
/// hold fewer.
const COLUMN_MEASURE: f64 = 23.0;

/// White between two columns in ems of the type size: more than two word spaces of the loosest
/// line, less than a blank row, so that neither is taken for the other.
const GUTTER: f64 = 1.5;

/// The most columns on a page.
pub const MOST_COLUMNS: u32 = 4;

/// Default expansion of glyphs, in thousandths: up to 2 to 3 % is not seen (Hàn Thế Thành,
/// "Micro-typographic extensions to the TeX typesetting system", 2000).
#[doc(hidden)]
pub const EXPANSION: u16 = 20;

/// The most expansion that can be asked for, in thousandths.
pub const MOST_EXPANSION: u16 = 30;

/// The shortest measure that can be set at all, in millimetres.
#[doc(hidden)]
pub const LEAST_MEASURE_MM: f64 = 20.0;

/// The type sizes that can be asked for, in points: from small print to a poster.
#[doc(hidden)]
pub const FONT_SIZES: (f64, f64) = (4.0, 72.0);

/// The least leading as a multiple of the type size; closer, and descenders strike ascenders.
#[doc(hidden)]
pub const LEAST_LEADING: f64 = 0.9;

/// The greatest leading as a multiple of the type size: triple spacing of a manuscript and more.
#[doc(hidden)]
pub const GREATEST_LEADING: f64 = 5.0;

/// The default running head.
#[doc(hidden)]
pub const HEADLINE: &str = "{title}";

/// The default footer: the source at one edge, the folio at the other.
#[doc(hidden)]
pub const FOOTER: &str = "{source}\t{page} / {pages}";

/// What becomes of the addresses of links, which paper cannot follow.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum LinkManner {
    /// Each is a numbered note at the article's end.
    #[default]
    Notes,
    /// Each stands in brackets behind its words.
    Inline,
    /// They are not shown.
    None,
}

/// What the person chose; `None` leaves the choice to the house.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Choices {
    /// Size of the sheet; A4 without.
    pub paper: Option<Paper>,
    /// Turn the sheet so that it is wider than high.
    pub landscape: bool,
    /// Distance of the text block from the paper's edges.
    pub margin: Option<Sides<Length>>,
    /// Pages face each other.
    pub duplex: bool,
    /// Type size of running text.
    pub font_size: Option<Length>,
    /// Distance of baselines.
    pub leading: Option<Length>,
    /// Running head; [`HEADLINE`] without.
    pub headline: Option<Template>,
    /// Footer; [`FOOTER`] without.
    pub footer: Option<Template>,
    /// The folio of the first page; 1 without.
    pub first_page: Option<u32>,
    /// Pictures lose their colours.
    pub grey: bool,
    /// Columns on a page; 1 without.
    pub columns: Option<u32>,
    /// How far glyphs may be widened or narrowed, in thousandths; [`EXPANSION`] without.
    pub expansion: Option<u16>,
    /// Where notes stand.
    pub notes: Notes,
    /// How headings look; the house's look without.
    pub look: Option<Look>,
    /// How text is set; as the house does without.
    pub manner: Option<Manner>,
    /// White added at the edge where pages are bound.
    pub gutter: Length,
    /// Pages are to be punched: the edge where they are bound has room for the holes.
    pub punch: bool,
    /// The headings are listed under the title, with their pages.
    pub toc: bool,
    /// The article begins with a letter three lines deep.
    pub drop_cap: bool,
    /// A QR code of the source's address stands beside the title.
    pub qr: bool,
    /// What becomes of the addresses of links.
    pub links: LinkManner,
}

impl Choices {
    /// These choices, and those of `other` where nothing is chosen here. A leading of `other` goes
    /// with the type size of `other`: where another size is chosen here, it changes in proportion.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let leading = self.leading.or_else(|| other.leading_for(self.font_size));
        Self {
            paper: self.paper.or(other.paper),
            landscape: self.landscape || other.landscape,
            margin: self.margin.or(other.margin),
            duplex: self.duplex || other.duplex,
            font_size: self.font_size.or(other.font_size),
            leading,
            headline: self.headline.or(other.headline),
            footer: self.footer.or(other.footer),
            first_page: self.first_page.or(other.first_page),
            grey: self.grey || other.grey,
            columns: self.columns.or(other.columns),
            expansion: self.expansion.or(other.expansion),
            look: self.look.or(other.look),
            manner: self.manner.or(other.manner),
            toc: self.toc || other.toc,
            drop_cap: self.drop_cap || other.drop_cap,
            ..self
        }
    }

    /// The leading that is chosen here, in the same proportion for another type size.
    fn leading_for(&self, size: Option<Length>) -> Option<Length> {
        let leading = self.leading?;
        let own = self.font_size.unwrap_or(Length::from_pt(FONT_SIZE));
        let Some(size) = size.filter(|size| *size != own) else { return Some(leading) };
        if own <= Length::ZERO {
            return Some(leading);
        }
        let steps = (leading.pt() * size.ratio(own) / SCALED_LEADING_STEP).round();
        Some(Length::from_pt(steps * SCALED_LEADING_STEP))
    }
}

/// Where notes stand.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Notes {
    /// At the foot of the page that calls them; those that nothing calls at the article's end.
    #[default]
    Foot,
    /// All at the article's end.
    End,
}

/// How the article is to look. Made by [`Style::resolve`], which proves that it fits together.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// Width and height of the sheet.
    pub paper: Paper,
    /// Distance of the text block from the paper's edges. What is left of a row at the foot comes
    /// on top of `bottom`.
    pub margin: Sides<Length>,
    /// Pages face each other: left and right margins change places on versos.
    pub duplex: bool,
    /// Type size of running text.
    pub font_size: Length,
    /// Distance of baselines.
    pub leading: Length,
    /// What the running head says.
    pub headline: Template,
    /// What the footer says.
    pub footer: Template,
    /// The folio of the first page.
    pub first_page: u32,
    /// Pictures lose their colours.
    pub grey: bool,
    /// Columns on a page, at least 1.
    pub columns: u32,
    /// How far glyphs may be widened or narrowed, in thousandths.
    pub expansion: u16,
    /// Where notes stand.
    pub notes: Notes,
    /// How headings look.
    pub look: Look,
    /// How text is set.
    pub manner: Manner,
    /// The headings are listed under the title, with their pages.
    pub toc: bool,
    /// The article begins with a letter three lines deep.
    pub drop_cap: bool,
    /// A QR code of the source's address stands beside the title.
    pub qr: bool,
    /// What becomes of the addresses of links.
    pub links: LinkManner,
}

impl Default for Style {
    /// The style of someone who chose nothing.
    fn default() -> Self {
        Self::complete(&Choices::default())
    }
}

impl Style {
    /// Completes what the person chose with what the house does, and proves that it fits.
    ///
    /// # Errors
    /// The first thing that does not fit, with the limit it breaks.
    pub fn resolve(choices: &Choices) -> Result<Self, StyleError> {
        let style = Self::complete(choices);
        style.check()?;
        Ok(style)
    }

    /// The style with every gap filled, unproved.
    fn complete(choices: &Choices) -> Self {
        let paper = choices.paper.unwrap_or(Paper::A4);
        let paper = if choices.landscape { paper.landscape() } else { paper };
        let font_size = choices.font_size.unwrap_or(Length::from_pt(FONT_SIZE));
        let columns = choices.columns.unwrap_or(1).clamp(1, MOST_COLUMNS);
        let margin = choices
            .margin
            .unwrap_or_else(|| default_margin(paper, font_size, choices.duplex, columns));
        Self {
            paper,
            margin: bound(margin, paper, choices),
            duplex: choices.duplex,
            font_size,
            leading: choices.leading.unwrap_or_else(|| default_leading(font_size)),
            headline: choices.headline.clone().unwrap_or_else(|| Template::house(HEADLINE)),
            footer: choices.footer.clone().unwrap_or_else(|| Template::house(FOOTER)),
            first_page: choices.first_page.unwrap_or(1),
            grey: choices.grey,
            columns,
            expansion: choices.expansion.unwrap_or(EXPANSION),
            notes: choices.notes,
            look: choices.look.unwrap_or_default(),
            manner: choices.manner.unwrap_or_default(),
            toc: choices.toc,
            drop_cap: choices.drop_cap,
            qr: choices.qr,
            links: choices.links,
        }
    }

    /// Whether sizes, margins and paper go together.
    #[must_use]
    pub fn fits_together(&self) -> bool {
        self.check().is_ok()
    }

    /// Whether everything fits.
    fn check(&self) -> Result<(), StyleError> {
        let (least, greatest) = FONT_SIZES;
        if self.font_size < Length::from_pt(least) || self.font_size > Length::from_pt(greatest)
        {
            return Err(StyleError::FontSize(self.font_size));
        }
        if self.font_size < self.manner.least {
            let least = self.manner.least;
            return Err(StyleError::TooSmall { size: self.font_size, least });
        }
        let least = self.font_size.scale(LEAST_LEADING);
        let greatest = self.font_size.scale(GREATEST_LEADING);
        if self.leading < least || self.leading > greatest {
            return Err(StyleError::Leading { leading: self.leading, least, greatest });
        }
        let Sides { top, right, bottom, left } = self.margin;
        if let Some(&negative) = [top, right, bottom, left].iter().find(|m| **m < Length::ZERO)
        {
            return Err(StyleError::NegativeMargin(negative));
        }
        if self.column() < Length::from_mm(LEAST_MEASURE_MM) {
            return Err(StyleError::Measure {
                measure: self.column(),
                margins: left + right,
                paper: self.paper,
            });
        }
        if self.rows() == 0 {
            return Err(StyleError::NoRow { margins: top + bottom, paper: self.paper });
        }
        Ok(())
    }
}

/// Leading for a type size, on half points.
fn default_leading(font_size: Length) -> Length {
    let steps = (font_size.pt() * LEADING / LEADING_STEP).round();
    Length::from_pt(steps * LEADING_STEP)
}

/// Margins with room for binding at the inner edge. The outer one gives what it has more than a
/// thumb needs, so that the measure changes last.
fn bound(margin: Sides<Length>, paper: Paper, choices: &Choices) -> Sides<Length> {
    let mut inner = margin.left + choices.gutter.max(Length::ZERO);
    if choices.punch {
        inner = inner.max(Length::from_mm(PUNCHED_MM));
    }
    let spare = (margin.right - paper.width.scale(LEAST_SIDE)).max(Length::ZERO);
    let taken = (inner - margin.left).min(spare);
    Sides { left: inner, right: margin.right - taken, ..margin }
}

/// Margins for paper and type size: the measure is what reads well, what is left is white.
fn default_margin(
    paper: Paper,
    font_size: Length,
    duplex: bool,
    columns: u32,
) -> Sides<Length> {
    let widest = paper.width - paper.width.scale(2.0 * LEAST_SIDE);
    let ems = if columns > 1 {
        (COLUMN_MEASURE + GUTTER) * f64::from(columns) - GUTTER
    } else {
        MEASURE
    };
    let sides = paper.width - font_size.scale(ems).min(widest);
    let (inner, top, bottom) = if duplex {
        (sides.scale(DUPLEX_INNER), DUPLEX_TOP, DUPLEX_BOTTOM)
    } else {
        (sides / 2, TOP, BOTTOM)
    };
    let outer = if duplex { sides - inner } else { inner };
    Sides {
        top: paper.height.scale(top),
        right: outer,
        bottom: paper.height.scale(bottom),
        left: inner,
    }
}
