//! The specification sheet: size, leading, white of each kind.
//!
//! Comes in: a [`Style`]. Goes out: a [`Sheet`]. Never done here: content.

use crate::font::{FaceStyle, FontRole};
use crate::shape::{Features, Font};
use crate::style::{
    HeadingStyle, HeadingStyles, Ink, LinkStyle, NotePlacement, Style, TypeFamily,
};
use crate::unit::Length;

use super::text_style::StyleAdjustment;

/// How blocks are set in this style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    /// Width of the column.
    pub(super) measure: Length,
    /// Width of all columns together, over which a title stands.
    pub(super) wide: Length,
    /// Distance of baselines, the row of the grid.
    pub(super) leading: Length,
    /// Running text.
    pub(super) text: Font,
    /// Code and tables of a text file, one size smaller.
    pub(super) code: Font,
    /// Notes.
    pub(super) note: Font,
    /// Distance of baselines in footnotes.
    pub(super) note_leading: Length,
    /// Notes stand at the foot of the page that calls them.
    pub(super) feet: bool,
    /// Captions, and what stands in the place of a picture.
    pub(super) caption: Font,
    /// Cells of tables.
    pub(super) table: Font,
    /// Rows of a page.
    pub(super) depth: u32,
    /// What becomes of the addresses of links.
    pub(super) links: LinkStyle,
    /// A QR code of the source is wished.
    pub(super) sign: bool,
    /// The headings are listed under the title.
    pub(super) toc: bool,
    /// The article begins with a letter of several lines.
    pub(super) drop_cap: bool,
    /// The headline.
    pub(super) title: Head,
    /// The line under the headline.
    pub(super) subtitle: Head,
    /// Byline, date and source.
    pub(super) byline: Head,
    /// Section headings, greatest first.
    pub(super) headings: [Head; 6],
    /// First-line indent of a paragraph after a paragraph.
    pub(super) indent: Length,
    /// Indent of lists, quotations and verse.
    pub(super) inset: Length,
    /// Figures may stand at the head of the page after their own.
    pub(super) floats: bool,
    /// Abbreviations of running text are set in small capitals.
    pub(super) small_abbreviations: bool,
    /// How far glyphs may be widened or narrowed, in thousandths.
    pub(super) expansion: u16,
    /// Changes that the edition makes to every text style.
    pub(super) adjustment: StyleAdjustment,
    /// Lines end where their words do, on any measure.
    pub(super) ragged: bool,
    /// A blank row parts paragraphs.
    pub(super) apart: bool,
    /// What is printed in no colour of its own.
    pub(super) ink: Ink,
}

/// How a heading is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// Its font.
    pub(super) font: Font,
    /// Distance of its baselines.
    pub(super) leading: Length,
    /// Blank rows above it, dropped at the head of a page.
    pub(super) rows_above: u32,
    /// White above its first line besides, in hundredths of a row.
    pub(super) above: i64,
    /// White below its last line, in hundredths of a row.
    pub(super) below: i64,
    /// In the middle of the measure.
    pub(super) centred: bool,
    /// Its colour.
    pub(super) ink: Ink,
}

const REGULAR: FaceStyle = FaceStyle { bold: false, italic: false };

/// Leading of footnotes beside that of the text: 12.4 points beside 15.5, so that five of their
/// lines take four rows.
const NOTE_LEADING: (i64, i64) = (4, 5);
/// A page with fewer rows than this has no room for notes at its foot.
const LEAST_ROWS: u32 = 12;

impl Sheet {
    /// The sheet of a style.
    pub(super) fn new(style: &Style) -> Self {
        let size = style.font_size;
        let leading = style.leading;
        let plain = Features::default();
        let family = |letters| match letters {
            TypeFamily::Text => style.body.family,
            TypeFamily::Head => TypeFamily::Head,
        };
        let role = |letters| match family(letters) {
            TypeFamily::Text => FontRole::Text,
            TypeFamily::Head => FontRole::Head,
        };
        let body = style.body;
        let font = |role, cut, percent: i64, features| Font {
            role,
            style: cut,
            size: size.fraction(percent, 100).max(body.least_size),
            features,
        };
        let head = |look: HeadingStyle, leading: i64, (rows_above, above, below)| {
            let cut = FaceStyle { bold: look.bold, italic: look.italic };
            let features = Features { small_caps: look.small_capitals, ..plain };
            let font = font(role(look.family), cut, look.size, features);
            Head {
                font,
                leading: font.size.fraction(leading, 100),
                rows_above,
                above,
                below,
                centred: look.centred,
                ink: if style.grey { look.ink.without_colour() } else { look.ink },
            }
        };
        // White above and below each heading sums to whole rows, more of it above.
        let HeadingStyles { title, subtitle, byline, levels } = style.headings;
        let [first, second, third, fourth, fifth, sixth] = levels;
        let small = |look| head(look, 120, (1, 0, 0));
        Self {
            measure: style.column(),
            wide: style.measure(),
            leading,
            text: font(role(TypeFamily::Text), REGULAR, 100, plain),
            code: font(FontRole::Code, REGULAR, 82, plain),
            note: font(role(TypeFamily::Text), REGULAR, 88, plain),
            // Notes as large as the text want its leading.
            note_leading: if size.fraction(88, 100) < body.least_size {
                leading
            } else {
                leading.fraction(NOTE_LEADING.0, NOTE_LEADING.1)
            },
            feet: style.notes == NotePlacement::Foot && style.rows() >= LEAST_ROWS,
            // The sans serif looks larger than the text face at the same size.
            caption: font(FontRole::Head, REGULAR, 82, plain),
            table: font(FontRole::Head, REGULAR, 84, Features { lining: true, ..plain }),
            depth: style.rows().max(1),
            links: style.links,
            sign: style.qr,
            toc: style.toc,
            drop_cap: style.drop_cap,
            title: head(title, 112, (0, 0, 45)),
            subtitle: head(subtitle, 125, (0, 0, 30)),
            byline: head(byline, 130, (0, 0, 30)),
            headings: [
                head(first, 118, (1, 62, 38)),
                head(second, 118, (1, 0, 0)),
                small(third),
                small(fourth),
                small(fifth),
                small(sixth),
            ],
            indent: if body.spaced_paragraphs { Length::ZERO } else { size.fraction(125, 100) },
            inset: size.fraction(175, 100),
            floats: body.floats,
            small_abbreviations: body.small_abbreviations,
            expansion: style.expansion,
            adjustment: StyleAdjustment {
                hyphens: body.hyphens,
                tracking: body.tracking,
                word_space: body.word_space,
                minimum_size: body.least_size,
                bold_emphasis: body.bold_emphasis,
            },
            ragged: !body.justified,
            apart: body.spaced_paragraphs,
            ink: if style.grey { body.ink.without_colour() } else { body.ink },
        }
    }
}
