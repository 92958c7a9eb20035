//! Errors in the choices for a style.

use std::fmt;

use super::{FONT_SIZES, LEAST_MEASURE_MM, Paper};
use crate::unit::Length;

/// A choice that does not fit. Every message says how to correct it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StyleError {
    /// The type size is out of [`FONT_SIZES`].
    FontSize(Length),
    /// The type size is less than the theme or edition allows.
    TooSmall {
        /// The chosen size.
        size: Length,
        /// The least size of the theme or edition.
        least: Length,
    },
    /// The leading is out of proportion to the type size.
    Leading {
        /// The chosen leading.
        leading: Length,
        /// The least leading for this type size.
        least: Length,
        /// The greatest leading for this type size.
        greatest: Length,
    },
    /// A margin is negative.
    NegativeMargin(Length),
    /// The side margins leave too small a measure.
    Measure {
        /// The measure; it can be negative.
        measure: Length,
        /// The sum of the side margins.
        margins: Length,
        /// The paper.
        paper: Paper,
    },
    /// Head and foot margin leave no row of text.
    NoRow {
        /// The sum of the margins.
        margins: Length,
        /// The paper.
        paper: Paper,
    },
}

impl fmt::Display for StyleError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FontSize(size) => {
                let (least, greatest) = FONT_SIZES;
                write!(out, "a font size of {size} is not possible: ")?;
                write!(out, "choose one from {least}pt to {greatest}pt")
            }
            Self::TooSmall { size, least } => {
                write!(out, "a font size of {size} is less than the edition allows: ")?;
                write!(out, "choose {least} or more, or another edition")
            }
            Self::Leading { leading, least, greatest } => {
                write!(out, "a leading of {leading} does not fit the font size: ")?;
                write!(out, "choose one from {least} to {greatest}")
            }
            Self::NegativeMargin(margin) => {
                write!(out, "a margin of {margin} is negative: choose 0 or more")
            }
            Self::Measure { measure, margins, paper } if *measure < Length::ZERO => {
                write!(out, "the side margins, {:.1} mm together, are wider ", margins.mm())?;
                write!(out, "than the paper of {paper}: choose smaller margins or wider paper")
            }
            Self::Measure { measure, paper, .. } => {
                write!(out, "the margins leave lines of {:.1} mm ", measure.mm())?;
                write!(out, "on paper of {paper}, and at least {LEAST_MEASURE_MM} mm are ")?;
                write!(out, "needed: choose smaller margins or wider paper")
            }
            Self::NoRow { margins, paper } => {
                write!(out, "the top and bottom margins, {:.1} mm together, ", margins.mm())?;
                write!(out, "leave no line of text on paper of {paper}: ")?;
                write!(out, "choose smaller margins, less leading or taller paper")
            }
        }
    }
}

impl std::error::Error for StyleError {}
