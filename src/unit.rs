//! Lengths of the press: scaled points, as TeX counts them.
//!
//! Comes in: numbers with a unit. Goes out: [`Length`], an integer, so that sums are exact and the
//! same on every machine. Never done here: rounding for a file format, or knowing what is measured.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};
use std::str::FromStr;

/// Scaled points in one point (TeX §101: 2¹⁶).
const SP_PER_PT: f64 = 65_536.0;
/// Points in one millimetre. The point is PDF's and CSS's, 1/72 inch, not TeX's 1/72.27.
const PT_PER_MM: f64 = 72.0 / 25.4;

/// A length in scaled points, 1/65536 of a PDF point (1/72 inch). Positive is right or down.
///
/// ```
/// use offprint::unit::Length;
///
/// let inch: Length = "1in".parse()?;
/// assert_eq!(inch, Length::from_pt(72.0));
/// assert_eq!("25.4mm".parse::<Length>()?, inch);
/// assert!("12em".parse::<Length>().is_err(), "an em is no length by itself");
/// # Ok::<(), offprint::unit::ParseLengthError>(())
/// ```
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i64);

impl Length {
    /// No length at all.
    pub const ZERO: Self = Self(0);

    /// A length from whole scaled points.
    #[must_use]
    pub const fn from_sp(sp: i64) -> Self {
        Self(sp)
    }

    /// A length from points; the nearest scaled point. Not-a-number gives zero.
    #[must_use]
    pub fn from_pt(pt: f64) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "`as` saturates, which is what we want"
        )]
        Self((pt * SP_PER_PT).round() as i64)
    }

    /// A length from millimetres.
    #[must_use]
    pub fn from_mm(mm: f64) -> Self {
        Self::from_pt(mm * PT_PER_MM)
    }

    /// The length in whole scaled points.
    #[must_use]
    pub const fn sp(self) -> i64 {
        self.0
    }

    /// The length in points.
    #[must_use]
    pub fn pt(self) -> f64 {
        self.0 as f64 / SP_PER_PT
    }

    /// The length in millimetres.
    #[must_use]
    pub fn mm(self) -> f64 {
        self.pt() / PT_PER_MM
    }

    /// This length times `factor`, to the nearest scaled point.
    #[must_use]
    pub fn scale(self, factor: f64) -> Self {
        Self::from_pt(self.pt() * factor)
    }

    /// This length times the fraction `numerator / denominator`, exact until the last division;
    /// what would be longer than any length is the longest.
    #[must_use]
    pub fn fraction(self, numerator: i64, denominator: i64) -> Self {
        // What lengths of a page need, without the slow division of longer words.
        if let Some(product) = self.0.checked_mul(numerator) {
            return Self(product / denominator.max(1));
        }
        let exact = i128::from(self.0) * i128::from(numerator) / i128::from(denominator.max(1));
        let limit = if exact < 0 { i64::MIN } else { i64::MAX };
        Self(i64::try_from(exact).unwrap_or(limit))
    }

    /// The part of `whole` that this length is; zero when `whole` is.
    #[must_use]
    pub fn ratio(self, whole: Self) -> f64 {
        if whole.0 == 0 { 0.0 } else { self.0 as f64 / whole.0 as f64 }
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i64> for Length {
    type Output = Self;
    fn mul(self, times: i64) -> Self {
        Self(self.0 * times)
    }
}

impl Div<i64> for Length {
    type Output = Self;
    fn div(self, parts: i64) -> Self {
        Self(self.0 / parts)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        Self(lengths.map(|length| length.0).sum())
    }
}

impl fmt::Display for Length {
    /// Points with at most two decimals, as the dumps print them: `11.5pt`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.pt());
        let text = text.trim_end_matches('0').trim_end_matches('.');
        write!(out, "{}pt", if text == "-0" { "0" } else { text })
    }
}

/// Why a text is not a length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseLengthError(String);

impl fmt::Display for ParseLengthError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "`{}` is not a length: write a number and a unit, such as 11pt, 30mm, 2.5cm or 1in",
            self.0
        )
    }
}

impl std::error::Error for ParseLengthError {}

impl FromStr for Length {
    type Err = ParseLengthError;

    /// Reads `11pt`, `30mm`, `2.5cm`, `1in`, `1pc`; a bare number is points.
    fn from_str(text: &str) -> Result<Self, ParseLengthError> {
        let text = text.trim();
        let unit_at = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (number, unit) = text.split_at(unit_at);
        let points_per_unit = match unit.trim() {
            "" | "pt" => 1.0,
            "mm" => PT_PER_MM,
            "cm" => 10.0 * PT_PER_MM,
            "in" => 72.0,
            "pc" => 12.0,
            _ => return Err(ParseLengthError(text.to_owned())),
        };
        match number.trim().parse::<f64>() {
            Ok(value) if value.is_finite() && value.abs() < 1e6 => {
                Ok(Self::from_pt(value * points_per_unit))
            }
            _ => Err(ParseLengthError(text.to_owned())),
        }
    }
}

/// One value for each side of a box.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Sides<T> {
    /// At the head.
    pub top: T,
    /// At the right, or at the outer edge where pages face each other.
    pub right: T,
    /// At the foot.
    pub bottom: T,
    /// At the left, or at the inner edge where pages face each other.
    pub left: T,
}

impl Sides<Length> {
    /// Reads 1, 2 or 4 lengths in the order that CSS has made common: all; ends, sides; top, right,
    /// bottom, left.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read(text: &str) -> Result<Self, String> {
        let lengths: Vec<Length> = text
            .split(',')
            .map(|length| length.parse().map_err(|error| format!("{error}")))
            .collect::<Result<_, _>>()?;
        match *lengths {
            [all] => Ok(Self { top: all, right: all, bottom: all, left: all }),
            [ends, sides] => Ok(Self { top: ends, right: sides, bottom: ends, left: sides }),
            [top, right, bottom, left] => Ok(Self { top, right, bottom, left }),
            _ => Err(format!("{} lengths: write 1, 2 or 4 of them", lengths.len())),
        }
    }
}
