//! Line spacing (leading): a length, or a multiple of the font size.

use std::fmt;
use std::str::FromStr;

use crate::unit::{Length, ParseLengthError};

/// Number without a unit below which a leading is a multiple of the font size: type of 4 points is
/// the smallest, and no lines are set four times as far apart as their type is high.
const LEAST_POINTS: f64 = 4.0;

/// Step of a leading that is scaled with the font size, in points; the same as in `fit`.
const STEP: f64 = 0.25;

/// Line spacing (leading).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Leading {
    /// Distance of the baselines.
    Length(Length),
    /// Multiple of the font size.
    Factor(f64),
}

impl Leading {
    /// Returns the distance of the baselines for a font size.
    #[must_use]
    pub fn for_size(self, size: Length) -> Length {
        match self {
            Self::Length(length) => length,
            Self::Factor(factor) => round(size.pt() * factor),
        }
    }

    /// Returns the leading that belongs to the font size `own`, in proportion for another one.
    #[must_use]
    pub(super) fn in_proportion(self, own: Length, size: Length) -> Self {
        match self {
            Self::Length(length) if size != own && own > Length::ZERO => {
                Self::Length(round(length.pt() * size.ratio(own)))
            }
            Self::Length(_) | Self::Factor(_) => self,
        }
    }
}

impl From<Length> for Leading {
    /// Returns the leading of this length.
    fn from(length: Length) -> Self {
        Self::Length(length)
    }
}

/// Returns a leading in points, rounded to [`STEP`].
fn round(points: f64) -> Length {
    Length::from_pt((points / STEP).round() * STEP)
}

/// Error of a text that is not a line spacing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseLeadingError(String);

impl fmt::Display for ParseLeadingError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "`{}` is not a line spacing: write a length such as 16pt, or a multiple of the font size \
             such as 1.5 or 150%",
            self.0
        )
    }
}

impl std::error::Error for ParseLeadingError {}

impl FromStr for Leading {
    type Err = ParseLeadingError;

    /// Parses a length, and `1.5` or `150%` as a multiple of the font size. A number of 4 or more
    /// without a unit is in points.
    fn from_str(text: &str) -> Result<Self, ParseLeadingError> {
        let text = text.trim();
        let error = || ParseLeadingError(text.to_owned());
        let factor = match text.strip_suffix('%') {
            Some(percent) => Some(percent.trim().parse::<f64>().map_err(|_| error())? / 100.0),
            None => text.parse::<f64>().ok().filter(|number| *number < LEAST_POINTS),
        };
        match factor {
            Some(factor) if factor.is_finite() && factor > 0.0 => Ok(Self::Factor(factor)),
            Some(_) => Err(error()),
            None => text.parse().map(Self::Length).map_err(|_: ParseLengthError| error()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::style::Leading;
    use crate::unit::Length;

    #[test]
    fn small_numbers_and_percentages_are_multiples_of_the_size() {
        let size = Length::from_pt(12.0);
        for (text, points) in [
            ("1.5", 18.0),
            ("150%", 18.0),
            ("16", 16.0),
            ("16pt", 16.0),
            ("4", 4.0),
            ("3", 36.0),
        ] {
            let leading: Leading = text.parse().unwrap();
            assert_eq!(leading.for_size(size), Length::from_pt(points), "{text}");
        }
        for text in ["", "0", "-1", "%", "wide", "inf", "nan%"] {
            assert!(text.parse::<Leading>().is_err(), "{text}");
        }
    }
}
