//! Styles: paper, margins, type, running head and footer.
//!
//! Takes the user's choices, a theme and an edition as [`Choices`]; gives a complete and consistent
//! [`Style`], or a [`StyleError`] that says how to resolve the conflict. Must never depend on
//! content.

mod edition;
mod error;
mod leading;
mod nearest;
mod page;
mod paper;
mod template;
mod theme;
mod toml_file;
mod type_style;

pub use edition::{EDITIONS, Edition, ParseEditionError};
pub use error::StyleError;
pub use leading::{Leading, ParseLeadingError};
#[doc(hidden)]
pub use nearest::nearest;
pub use paper::{PAPERS, Paper, ParsePaperError};
#[doc(hidden)]
pub use template::{Field, TemplatePiece, parse_template};
pub use template::{ParseTemplateError, Template};
pub use theme::{THEMES, Theme};
pub use toml_file::TomlError;
#[doc(hidden)]
pub use toml_file::{line_at, parse_toml};
pub use type_style::{BodyStyle, HeadingStyle, HeadingStyles, Ink, TypeFamily};

use crate::unit::{Length, Sides};

/// Type size of running text, in points. Range 10 to 12 for Libertinus on a hand-held sheet; its
/// x-height is small (0.43 em), so it is set half a point larger than a Times would be.
#[doc(hidden)]
pub const FONT_SIZE: f64 = 11.5;

/// Leading as a multiple of the type size: 11.5 on 15.5 points. Bringhurst and Hochuli ask for
/// 1.3 to 1.4 at a measure of 65 to 70 characters.
#[doc(hidden)]
pub const LEADING: f64 = 1.35;

/// Step of the default leading, in points. A round number is easy to quote.
const LEADING_STEP: f64 = 0.5;

/// The default measure in ems of the type size. English in Libertinus Serif averages 0.41 em to
/// the character, spaces included, so 29 em hold 70 characters; 60 to 72 read well.
#[doc(hidden)]
pub const MEASURE: f64 = 29.0;

/// Least side margin by default, as a fraction of the paper's width. It has an effect on paper
/// narrower than A4, where thumbs need the space.
const LEAST_SIDE: f64 = 0.11;

/// Default head margin, as a fraction of the paper's height: 30 mm on A4.
const TOP: f64 = 0.10;

/// Default foot margin, as a fraction of the paper's height: 39 mm on A4. It is larger than the head
/// margin, because the optical centre of a page is above its middle.
const BOTTOM: f64 = 0.13;

/// Default head margin of facing pages, as a fraction of the paper's height: 33 mm on A4.
const DUPLEX_TOP: f64 = 0.11;

/// Default foot margin of facing pages, as a fraction of the paper's height: 48 mm on A4.
const DUPLEX_BOTTOM: f64 = 0.16;

/// Inner margin of facing pages, as a fraction of both side margins. The inner margins of two pages
/// meet at the fold and look like one.
const DUPLEX_INNER: f64 = 0.36;

/// Least inner margin of punched pages, in millimetres. Holes of 6 mm, 12 mm from the edge (ISO 838),
/// end at 15 mm; 5 mm remain between them and the text.
const PUNCHED_MM: f64 = 20.0;

/// Default measure of one of several columns, in ems of the type size: 56 characters.
const COLUMN_MEASURE: f64 = 23.0;

/// Space between two columns, in ems of the type size: more than two word spaces of the loosest
/// line, and less than a blank row, so that it looks like neither.
const GUTTER: f64 = 1.5;

/// Most columns on a page.
pub const MOST_COLUMNS: u32 = 4;

/// Default expansion of glyphs, in thousandths: 2 to 3 % is not visible (Hàn Thế Thành,
/// "Micro-typographic extensions to the TeX typesetting system", 2000).
#[doc(hidden)]
pub const EXPANSION: u16 = 20;

/// Most expansion of glyphs, in thousandths.
pub const MOST_EXPANSION: u16 = 30;

/// Least measure, in millimetres.
#[doc(hidden)]
pub const LEAST_MEASURE_MM: f64 = 20.0;

/// Least and greatest type size, in points: from small print to posters.
#[doc(hidden)]
pub const FONT_SIZES: (f64, f64) = (4.0, 72.0);

/// Least leading as a multiple of the type size. With less, descenders and ascenders overlap.
#[doc(hidden)]
pub const LEAST_LEADING: f64 = 0.9;

/// Greatest leading as a multiple of the type size: more than triple spacing of a manuscript.
#[doc(hidden)]
pub const GREATEST_LEADING: f64 = 5.0;

/// Default running head.
#[doc(hidden)]
pub const HEADLINE: &str = "{title}";

/// Default footer: the source at the left, the folio at the right.
#[doc(hidden)]
pub const FOOTER: &str = "{source}\t{page} / {pages}";

/// Presentation of the addresses of links, which cannot be followed on paper.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum LinkStyle {
    /// A numbered list at the end of the article. In an article dense with links to its own site,
    /// only of the links that lead elsewhere.
    #[default]
    Notes,
    /// The same list, of all links.
    All,
    /// In brackets after the words of the link.
    Inline,
    /// Not shown.
    None,
}

/// A small picture is at most one part in this many of the measure wide.
#[doc(hidden)]
pub const SMALL_PICTURE: i64 = 3;

/// Pictures that are shown, and how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum PictureMode {
    /// As they are.
    #[default]
    All,
    /// In grey.
    Grey,
    /// At most a third of the measure wide.
    Small,
    /// Their words instead of them.
    None,
}

/// Choices of a user, a theme or an edition; `None` is the default.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Choices {
    /// Paper size; A4 by default.
    pub paper: Option<Paper>,
    /// Landscape orientation.
    pub landscape: bool,
    /// Distance of the text block from the paper's edges.
    pub margin: Option<Sides<Length>>,
    /// Facing pages.
    pub duplex: bool,
    /// Type size of running text.
    pub font_size: Option<Length>,
    /// Distance of baselines; [`LEADING`] times the type size by default.
    pub leading: Option<Leading>,
    /// Running head; [`HEADLINE`] by default.
    pub headline: Option<Template>,
    /// Footer; [`FOOTER`] by default.
    pub footer: Option<Template>,
    /// Folio of the first page; 1 by default.
    pub first_page: Option<u32>,
    /// Pictures are printed in grey.
    pub grey: bool,
    /// Columns on a page; 1 by default.
    pub columns: Option<u32>,
    /// Greatest expansion and compression of glyphs, in thousandths; [`EXPANSION`] by default.
    pub expansion: Option<u16>,
    /// Placement of notes.
    pub notes: NotePlacement,
    /// Styles of headings.
    pub headings: Option<HeadingStyles>,
    /// Style of body text.
    pub body: Option<BodyStyle>,
    /// Additional space at the bound edge.
    pub gutter: Length,
    /// The bound edge has space for punched holes.
    pub punch: bool,
    /// A table of contents follows the title.
    pub toc: bool,
    /// The article begins with a drop cap of three lines.
    pub drop_cap: bool,
    /// A QR code with the address of the source stands beside the title.
    pub qr: bool,
    /// Presentation of the addresses of links.
    pub links: LinkStyle,
    /// Pictures that are shown, and how.
    pub pictures: PictureMode,
}

impl Choices {
    /// Returns these choices, with those of `other` for what is not chosen here. A leading of `other`
    /// belongs to the type size of `other`: for another size it changes in proportion.
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
            headings: self.headings.or(other.headings),
            body: self.body.or(other.body),
            toc: self.toc || other.toc,
            drop_cap: self.drop_cap || other.drop_cap,
            ..self
        }
    }

    /// Returns the leading that is chosen here, in proportion for another type size.
    fn leading_for(&self, size: Option<Length>) -> Option<Leading> {
        let own = self.font_size.unwrap_or(Length::from_pt(FONT_SIZE));
        Some(self.leading?.in_proportion(own, size.unwrap_or(own)))
    }
}

/// Placement of notes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum NotePlacement {
    /// At the foot of the page with their mark; notes without a mark at the end of the article.
    #[default]
    Foot,
    /// All at the end of the article.
    End,
}

/// Complete style of an article. [`Style::resolve`] checks that its values are consistent.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// Paper size.
    pub paper: Paper,
    /// Distance of the text block from the paper's edges. At the foot, the fraction of a row that
    /// remains is added to `bottom`.
    pub margin: Sides<Length>,
    /// Facing pages: left and right margins are exchanged on versos.
    pub duplex: bool,
    /// Type size of running text.
    pub font_size: Length,
    /// Distance of baselines.
    pub leading: Length,
    /// Running head.
    pub headline: Template,
    /// Footer.
    pub footer: Template,
    /// Folio of the first page.
    pub first_page: u32,
    /// Pictures are printed in grey.
    pub grey: bool,
    /// Columns on a page, at least 1.
    pub columns: u32,
    /// Greatest expansion and compression of glyphs, in thousandths.
    pub expansion: u16,
    /// Placement of notes.
    pub notes: NotePlacement,
    /// Styles of headings.
    pub headings: HeadingStyles,
    /// Style of body text.
    pub body: BodyStyle,
    /// A table of contents follows the title.
    pub toc: bool,
    /// Every paragraph is a line of a table of contents, as in the contents of a volume.
    pub is_contents: bool,
    /// The article begins with a drop cap of three lines.
    pub drop_cap: bool,
    /// A QR code with the address of the source stands beside the title.
    pub qr: bool,
    /// Presentation of the addresses of links.
    pub links: LinkStyle,
    /// Pictures that are shown, and how.
    pub pictures: PictureMode,
}

impl Default for Style {
    /// Returns the style without any choices.
    fn default() -> Self {
        Self::complete(&Choices::default())
    }
}

impl Style {
    /// Completes the choices with the defaults, and checks that they are consistent.
    ///
    /// # Errors
    /// The first value that does not fit, with its limit.
    pub fn resolve(choices: &Choices) -> Result<Self, StyleError> {
        let style = Self::complete(choices);
        style.check()?;
        Ok(style)
    }

    /// Returns the choices completed with the defaults, unchecked.
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
            margin: binding_margin(margin, paper, choices),
            duplex: choices.duplex,
            font_size,
            leading: choices
                .leading
                .map_or_else(|| default_leading(font_size), |it| it.for_size(font_size)),
            headline: choices.headline.clone().unwrap_or_else(|| default_template(HEADLINE)),
            footer: choices.footer.clone().unwrap_or_else(|| default_template(FOOTER)),
            first_page: choices.first_page.unwrap_or(1),
            grey: choices.grey,
            columns,
            expansion: choices.expansion.unwrap_or(EXPANSION),
            notes: choices.notes,
            headings: choices.headings.unwrap_or_default(),
            body: choices.body.unwrap_or_default(),
            toc: choices.toc,
            is_contents: false,
            drop_cap: choices.drop_cap,
            qr: choices.qr,
            links: choices.links,
            pictures: choices.pictures,
        }
    }

    /// Returns whether sizes, margins and paper are consistent.
    #[must_use]
    pub fn fits_together(&self) -> bool {
        self.check().is_ok()
    }

    fn check(&self) -> Result<(), StyleError> {
        let (least, greatest) = FONT_SIZES;
        if self.font_size < Length::from_pt(least) || self.font_size > Length::from_pt(greatest)
        {
            return Err(StyleError::FontSize(self.font_size));
        }
        if self.font_size < self.body.least_size {
            let least = self.body.least_size;
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

fn default_template(text: &str) -> Template {
    text.parse().expect("the default templates are valid")
}

/// Returns the leading for a type size, in steps of [`LEADING_STEP`].
fn default_leading(font_size: Length) -> Length {
    let steps = (font_size.pt() * LEADING / LEADING_STEP).round();
    Length::from_pt(steps * LEADING_STEP)
}

/// Returns margins with space for the binding at the inner edge. The outer margin shrinks to
/// [`LEAST_SIDE`] before the measure does.
fn binding_margin(margin: Sides<Length>, paper: Paper, choices: &Choices) -> Sides<Length> {
    let mut inner = margin.left + choices.gutter.max(Length::ZERO);
    if choices.punch {
        inner = inner.max(Length::from_mm(PUNCHED_MM));
    }
    let spare = (margin.right - paper.width.scale(LEAST_SIDE)).max(Length::ZERO);
    let taken = (inner - margin.left).min(spare);
    Sides { left: inner, right: margin.right - taken, ..margin }
}

/// Returns the margins that leave a measure of good legibility for paper and type size.
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
