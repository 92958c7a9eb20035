//! Styles resolved for each role: fonts, leading, spacing.

use crate::font::{FaceStyle, FontRole};
use crate::shape::{Features, Font};
use crate::style::{
    HeadingStyle, HeadingStyles, Ink, LinkStyle, NotePlacement, PictureMode, Style, TypeFamily,
};
use crate::unit::Length;

use super::text_style::StyleAdjustment;

/// Fonts, leading and spacing of each kind of block in a style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ResolvedStyles {
    /// Width of a column.
    pub(super) measure: Length,
    /// Width of all columns together, over which a title stands.
    pub(super) full_measure: Length,
    /// Distance of baselines, the row of the grid.
    pub(super) leading: Length,
    /// Font of running text.
    pub(super) text: Font,
    /// Font of code and tables of a text file, one size smaller.
    pub(super) code: Font,
    /// Font of notes.
    pub(super) note: Font,
    /// Distance of baselines in footnotes.
    pub(super) note_leading: Length,
    /// Notes stand at the foot of the page that calls them.
    pub(super) footnotes: bool,
    /// Font of captions, and of the text in the place of a picture.
    pub(super) caption: Font,
    /// Font of table cells.
    pub(super) table: Font,
    /// Rows of a page, at least 1.
    pub(super) page_rows: u32,
    /// Addresses of links in print.
    pub(super) links: LinkStyle,
    /// Pictures that are shown, and how.
    pub(super) pictures: PictureMode,
    /// The title block has a QR code of the source.
    pub(super) qr_code: bool,
    /// The headings are listed under the title.
    pub(super) contents: bool,
    /// Every paragraph is a line of a table of contents.
    pub(super) is_contents: bool,
    /// The article begins with an initial of several lines.
    pub(super) drop_cap: bool,
    /// Headline.
    pub(super) title: ResolvedHeading,
    /// Line under the headline.
    pub(super) subtitle: ResolvedHeading,
    /// Byline, date and source.
    pub(super) byline: ResolvedHeading,
    /// Section headings, from level 1 to 6.
    pub(super) headings: [ResolvedHeading; 6],
    /// First-line indent of a paragraph after a paragraph.
    pub(super) indent: Length,
    /// Indent of lists, quotations and verse.
    pub(super) inset: Length,
    /// Figures may stand at the head of the page after their own.
    pub(super) floats: bool,
    /// Abbreviations of running text are set in small capitals.
    pub(super) small_abbreviations: bool,
    /// Greatest widening and narrowing of glyphs, in thousandths.
    pub(super) expansion: u16,
    /// Changes of every font by the theme or edition.
    pub(super) adjustment: StyleAdjustment,
    /// Lines are ragged on any measure.
    pub(super) ragged: bool,
    /// A blank row separates paragraphs.
    pub(super) apart: bool,
    /// Colour of what has none of its own.
    pub(super) ink: Ink,
}

/// Style of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ResolvedHeading {
    /// Font.
    pub(super) font: Font,
    /// Distance of its baselines.
    pub(super) leading: Length,
    /// Blank rows above it, dropped at the head of a page.
    pub(super) rows_above: u32,
    /// Further space above its first line, in hundredths of a row.
    pub(super) above: i64,
    /// Space below its last line, in hundredths of a row.
    pub(super) below: i64,
    /// In the middle of the measure.
    pub(super) centred: bool,
    /// Colour.
    pub(super) ink: Ink,
}

const REGULAR: FaceStyle = FaceStyle { bold: false, italic: false };

/// Size of code, in hundredths of the text's.
const CODE_SIZE: i64 = 82;
/// Size of notes, in hundredths of the text's.
const NOTE_SIZE: i64 = 88;
/// Size of captions, in hundredths of the text's: the sans serif looks larger than the text face at
/// the same size.
const CAPTION_SIZE: i64 = 82;
/// Size of table cells, in hundredths of the text's.
const TABLE_SIZE: i64 = 84;
/// Leading of footnotes in hundredths of the text's: 12.4 points beside 15.5, so that five of their
/// lines take four rows.
const NOTE_LEADING: i64 = 80;
/// First-line indent, in hundredths of the type size.
const INDENT: i64 = 125;
/// Indent of lists, quotations and verse, in hundredths of the type size.
const INSET: i64 = 175;
/// Least rows of a page with notes at its foot; a shallower one has no room for them.
const MIN_ROWS_WITH_FOOTNOTES: u32 = 12;

impl ResolvedStyles {
    /// Derives fonts and distances from a style, whose choices are complete.
    pub(super) fn new(style: &Style) -> Self {
        let Style { font_size: size, leading, body, .. } = *style;
        let plain = Features::default();
        let role = |letters| match letters {
            TypeFamily::Text if body.family == TypeFamily::Text => FontRole::Text,
            TypeFamily::Text | TypeFamily::Head => FontRole::Head,
        };
        let ink = |ink: Ink| if style.grey { ink.without_colour() } else { ink };
        let font = |role, face, percent: i64, features| Font {
            role,
            style: face,
            size: size.fraction(percent, 100).max(body.least_size),
            features,
        };
        // A heading with `leading` in hundredths of its size.
        let heading = |look: HeadingStyle, leading: i64| {
            let face = FaceStyle { bold: look.bold, italic: look.italic };
            let features = Features { small_caps: look.small_capitals, ..plain };
            let font = font(role(look.family), face, look.size, features);
            ResolvedHeading {
                font,
                leading: font.size.fraction(leading, 100),
                rows_above: 1,
                above: 0,
                below: 0,
                centred: look.centred,
                ink: ink(look.ink),
            }
        };
        let title_line = |look: HeadingStyle, leading: i64, below: i64| ResolvedHeading {
            rows_above: 0,
            below,
            ..heading(look, leading)
        };
        let HeadingStyles { title, subtitle, byline, levels } = style.headings;
        let [first, second, third, fourth, fifth, sixth] = levels;
        let text_role = role(TypeFamily::Text);
        Self {
            measure: style.column(),
            full_measure: style.measure(),
            leading,
            text: font(text_role, REGULAR, 100, plain),
            code: font(FontRole::Code, REGULAR, CODE_SIZE, plain),
            note: font(text_role, REGULAR, NOTE_SIZE, plain),
            // Notes as large as the text want its leading.
            note_leading: if size.fraction(NOTE_SIZE, 100) < body.least_size {
                leading
            } else {
                leading.fraction(NOTE_LEADING, 100)
            },
            footnotes: style.notes == NotePlacement::Foot
                && style.rows() >= MIN_ROWS_WITH_FOOTNOTES,
            caption: font(FontRole::Head, REGULAR, CAPTION_SIZE, plain),
            table: font(
                FontRole::Head,
                REGULAR,
                TABLE_SIZE,
                Features { lining: true, ..plain },
            ),
            page_rows: style.rows().max(1),
            links: style.links,
            pictures: style.pictures,
            qr_code: style.qr,
            contents: style.toc,
            is_contents: style.is_contents,
            drop_cap: style.drop_cap,
            title: title_line(title, 112, 45),
            subtitle: title_line(subtitle, 125, 30),
            byline: title_line(byline, 130, 30),
            // The space above and below each heading sums to whole rows, more of it above.
            headings: [
                ResolvedHeading { above: 62, below: 38, ..heading(first, 118) },
                heading(second, 118),
                heading(third, 120),
                heading(fourth, 120),
                heading(fifth, 120),
                heading(sixth, 120),
            ],
            indent: if body.spaced_paragraphs {
                Length::ZERO
            } else {
                size.fraction(INDENT, 100)
            },
            inset: size.fraction(INSET, 100),
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
            ink: ink(body.ink),
        }
    }
}
