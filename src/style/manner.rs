//! The manner of setting: what an edition changes.
//!
//! Comes in: nothing. Goes out: [`Manner`], that of the house or of a theme. Never done here: faces,
//! paper, lengths other than the least type.

use super::look::Ink;
use crate::unit::Length;

/// How text is set, and what stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// Lines fill the measure; else they end where their words do.
    pub justified: bool,
    /// Words may be divided.
    pub hyphens: bool,
    /// A blank row parts paragraphs, and none is indented.
    pub apart: bool,
    /// White after each letter, in thousandths of the type size.
    pub tracking: u16,
    /// Width of a word space in hundredths of the face's own.
    pub word_space: u16,
    /// No type is smaller.
    pub least: Length,
    /// Emphasis is bold, and nothing is set in italics or small capitals.
    pub bold_emphasis: bool,
    /// Abbreviations of running text are set in small capitals where the face has them.
    pub small_abbreviations: bool,
    /// Figures and tables may stand at the head of the page after their own.
    pub floats: bool,
    /// What text is printed in.
    pub ink: Ink,
    /// Every line of so many is numbered at its side; none where 0.
    pub numbered: u32,
    /// Hairlines stand between columns, and one under the title that stands above them.
    pub column_rules: bool,
    /// The first page begins with a line for a name and a date.
    pub name_line: bool,
    /// At least so many ruled lines follow the article; none where 0.
    pub answers: u32,
}

impl Default for Manner {
    /// That of the house.
    fn default() -> Self {
        Self {
            justified: true,
            hyphens: true,
            apart: false,
            tracking: 0,
            word_space: 100,
            least: Length::ZERO,
            bold_emphasis: false,
            small_abbreviations: true,
            floats: true,
            ink: Ink::BLACK,
            numbered: 0,
            column_rules: false,
            name_line: false,
            answers: 0,
        }
    }
}
