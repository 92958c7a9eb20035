//! Styles of body text and of headings.

use serde::Deserialize;

use crate::unit::Length;

/// Colour of print: red, green and blue in sRGB.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ink(pub [u8; 3]);

impl Ink {
    /// The colour of text without its own.
    pub const BLACK: Self = Self([0; 3]);

    /// Returns whether red, green and blue are equal.
    #[must_use]
    pub fn is_grey(self) -> bool {
        let [red, green, blue] = self.0;
        red == green && green == blue
    }

    /// Returns the colour for printing without colours: black, unless it is a grey.
    #[must_use]
    pub fn without_colour(self) -> Self {
        if self.is_grey() { self } else { Self::BLACK }
    }
}

/// One of the two type families.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum TypeFamily {
    /// The family of running text.
    #[default]
    #[serde(rename = "serif")]
    Text,
    /// The family of headings.
    #[serde(rename = "sans")]
    Head,
}

/// Style of one kind of heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadingStyle {
    /// Type family.
    pub family: TypeFamily,
    /// Bold type.
    pub bold: bool,
    /// Italic type.
    pub italic: bool,
    /// Small capitals for lower-case letters.
    pub small_capitals: bool,
    /// Centred lines; otherwise they start at the left.
    pub centred: bool,
    /// Type size in hundredths of that of the text.
    pub size: i64,
    /// Colour.
    pub ink: Ink,
}

impl HeadingStyle {
    const PLAIN: Self = Self {
        family: TypeFamily::Text,
        bold: false,
        italic: false,
        small_capitals: false,
        centred: false,
        size: 100,
        ink: Ink::BLACK,
    };
}

/// Styles of the title block and of section headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadingStyles {
    /// The headline.
    pub title: HeadingStyle,
    /// The line below it.
    pub subtitle: HeadingStyle,
    /// Byline, date and source.
    pub byline: HeadingStyle,
    /// Section headings, largest first.
    pub levels: [HeadingStyle; 6],
}

impl Default for HeadingStyles {
    /// Returns the default styles. One property distinguishes each level from the text: weight,
    /// then slope, then size.
    fn default() -> Self {
        let plain = HeadingStyle::PLAIN;
        let bold = HeadingStyle { family: TypeFamily::Head, bold: true, ..plain };
        let small = HeadingStyle { italic: true, ..plain };
        Self {
            title: HeadingStyle { size: 205, ..bold },
            subtitle: HeadingStyle { italic: true, size: 118, ..plain },
            byline: HeadingStyle { size: 92, ..plain },
            levels: [
                HeadingStyle { size: 128, ..bold },
                HeadingStyle { size: 106, ..bold },
                small,
                small,
                small,
                small,
            ],
        }
    }
}

/// Style of body text, and details of the page that only a theme sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyStyle {
    /// Type family.
    pub family: TypeFamily,
    /// Lines fill the measure; otherwise the right edge is ragged.
    pub justified: bool,
    /// Words can be hyphenated.
    pub hyphens: bool,
    /// A blank row separates paragraphs; otherwise their first lines are indented.
    pub spaced_paragraphs: bool,
    /// Space after each letter, in thousandths of the type size.
    pub tracking: u16,
    /// Width of a word space, in hundredths of the face's own.
    pub word_space: u16,
    /// The smallest type size, also of notes, captions and running heads.
    pub least_size: Length,
    /// Emphasis is bold, and nothing is set in italics or small capitals.
    pub bold_emphasis: bool,
    /// Abbreviations in running text are set in small capitals if the face has them.
    pub small_abbreviations: bool,
    /// Figures and tables can move to the top of the next page.
    pub floats: bool,
    /// Colour of text without its own.
    pub ink: Ink,
    /// Interval of numbered lines; 0 for none.
    pub line_numbers: u32,
    /// Hairlines separate columns, and one is drawn below a title that spans them.
    pub column_rules: bool,
    /// A line for name and date starts the first page.
    pub name_line: bool,
    /// Least number of ruled lines after the article; 0 for none.
    pub answer_lines: u32,
}

impl Default for BodyStyle {
    fn default() -> Self {
        Self {
            family: TypeFamily::Text,
            justified: true,
            hyphens: true,
            spaced_paragraphs: false,
            tracking: 0,
            word_space: 100,
            least_size: Length::ZERO,
            bold_emphasis: false,
            small_abbreviations: true,
            floats: true,
            ink: Ink::BLACK,
            line_numbers: 0,
            column_rules: false,
            name_line: false,
            answer_lines: 0,
        }
    }
}
