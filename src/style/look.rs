//! The look of headings: face, size, slope, colour.
//!
//! Comes in: nothing. Goes out: [`Look`], that of the house or of a theme. Never done here: lengths,
//! fonts.

/// A colour of print: red, green, blue of sRGB.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ink(pub [u8; 3]);

impl Ink {
    /// What text is printed in.
    pub const BLACK: Self = Self([0; 3]);

    /// Whether it is a grey.
    #[must_use]
    pub fn is_grey(self) -> bool {
        let [red, green, blue] = self.0;
        red == green && green == blue
    }

    /// The same where nothing is printed in colour: a grey stays, anything else is black.
    #[must_use]
    pub fn without_colour(self) -> Self {
        if self.is_grey() { self } else { Self::BLACK }
    }
}

/// Which of the two families of letters.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// The family of running text.
    #[default]
    Text,
    /// The family of headings.
    Head,
}

/// How a kind of heading looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadLook {
    /// Its family.
    pub letters: Letters,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Small capitals for the lower case.
    pub small_capitals: bool,
    /// In the middle of the measure, not at its left.
    pub centred: bool,
    /// Its size in hundredths of the text's.
    pub size: i64,
    /// Its colour.
    pub ink: Ink,
}

impl HeadLook {
    const PLAIN: Self = Self {
        letters: Letters::Text,
        bold: false,
        italic: false,
        small_capitals: false,
        centred: false,
        size: 100,
        ink: Ink::BLACK,
    };
}

/// How everything looks that is not running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The family of running text.
    pub text: Letters,
    /// The headline.
    pub title: HeadLook,
    /// The line under it.
    pub subtitle: HeadLook,
    /// Byline, date and source.
    pub byline: HeadLook,
    /// Section headings, greatest first.
    pub headings: [HeadLook; 6],
}

impl Default for Look {
    /// That of the house. Sections differ from the text by one thing at a time: weight, then slope,
    /// then size.
    fn default() -> Self {
        let plain = HeadLook::PLAIN;
        let bold = HeadLook { letters: Letters::Head, bold: true, ..plain };
        let small = HeadLook { italic: true, ..plain };
        Self {
            text: Letters::Text,
            title: HeadLook { size: 205, ..bold },
            subtitle: HeadLook { italic: true, size: 118, ..plain },
            byline: HeadLook { size: 92, ..plain },
            headings: [
                HeadLook { size: 128, ..bold },
                HeadLook { size: 106, ..bold },
                small,
                small,
                small,
                small,
            ],
        }
    }
}
