//! Why a style does not fit, and how to mend it.
//!
//! Comes in: the thing that does not fit. Goes out: a sentence. Never done here: judging.

use std::fmt;

use super::{FONT_SIZES, LEAST_MEASURE_MM, Paper};
use crate::unit::Length;

/// What does not fit. Every message says how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StyleError {
    /// The type size is out of [`FONT_SIZES`].
    FontSize(Length),
    /// The type size is less than the edition allows.
    TooSmall {
        /// What was asked.
        size: Length,
        /// The least of the edition.
        least: Length,
    },
    /// The leading is out of proportion to the type size.
    Leading {
        /// What was asked.
        leading: Length,
        /// The least for this type size.
        least: Length,
        /// The greatest for this type size.
        greatest: Length,
    },
    /// A margin is less than nothing.
    NegativeMargin(Length),
    /// The side margins leave no measure.
    Measure {
        /// What they leave; may be negative.
        measure: Length,
        /// Their sum.
        margins: Length,
        /// The sheet.
        paper: Paper,
    },
    /// Head and foot margin leave no row of text.
    NoRow {
        /// Their sum.
        margins: Length,
        /// The sheet.
        paper: Paper,
    },
}

impl fmt::Display for StyleError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FontSize(size) => {
                let (least, greatest) = FONT_SIZES;
                write!(out, "a type size of {size} cannot be set: ")?;
                write!(out, "choose one from {least}pt to {greatest}pt")
            }
            Self::TooSmall { size, least } => {
                write!(out, "a type size of {size} is less than the edition allows: ")?;
                write!(out, "choose {least} or more, or another edition")
            }
            Self::Leading { leading, least, greatest } => {
                write!(out, "a leading of {leading} does not fit the type size: ")?;
                write!(out, "choose one from {least} to {greatest}")
            }
            Self::NegativeMargin(margin) => {
                write!(out, "a margin of {margin} reaches off the paper: choose 0 or more")
            }
            Self::Measure { measure, margins, paper } if *measure < Length::ZERO => {
                write!(out, "side margins of {:.1} mm together are wider than ", margins.mm())?;
                write!(out, "the paper of {paper}: make them narrower or the paper wider")
            }
            Self::Measure { measure, paper, .. } => {
                write!(out, "the margins leave a measure of {:.1} mm ", measure.mm())?;
                write!(out, "on paper of {paper}, and {LEAST_MEASURE_MM} mm is the least: ")?;
                write!(out, "make them narrower or the paper wider")
            }
            Self::NoRow { margins, paper } => {
                write!(out, "head and foot margin of {:.1} mm together ", margins.mm())?;
                write!(out, "leave no line of text on paper of {paper}: ")?;
                write!(out, "make them or the leading smaller, or the paper higher")
            }
        }
    }
}

impl std::error::Error for StyleError {}
