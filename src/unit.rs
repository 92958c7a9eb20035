//! Lengths in scaled points, the unit of TeX.
//!
//! A [`Length`] is an integer, so that sums are exact and the same on every machine.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};
use std::str::FromStr;

/// Scaled points in one point (TeX §101: 2¹⁶).
const SP_PER_PT: f64 = 65_536.0;
/// Least number that [`Length::from_str`] refuses, in any unit: no paper is that large.
const LIMIT: f64 = 1e6;
/// Points in one millimetre. The point is that of PDF and CSS, 1/72 inch, not that of TeX, 1/72.27.
const PT_PER_MM: f64 = 72.0 / 25.4;

/// Length in scaled points, 1/65536 of a PDF point (1/72 inch). Positive is right or down.
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
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// Creates a length from scaled points.
    #[must_use]
    pub const fn from_sp(sp: i64) -> Self {
        Self(sp)
    }

    /// Creates a length from points, rounded to the nearest scaled point. The result saturates at the
    /// limits of `i64`; not-a-number gives zero.
    #[must_use]
    pub fn from_pt(pt: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "`as` saturates, as documented")]
        Self((pt * SP_PER_PT).round() as i64)
    }

    /// Creates a length from millimetres.
    #[must_use]
    pub fn from_mm(mm: f64) -> Self {
        Self::from_pt(mm * PT_PER_MM)
    }

    /// Returns the length in scaled points.
    #[must_use]
    pub const fn sp(self) -> i64 {
        self.0
    }

    /// Returns the length in points.
    #[must_use]
    pub fn pt(self) -> f64 {
        self.0 as f64 / SP_PER_PT
    }

    /// Returns the length in millimetres.
    #[must_use]
    pub fn mm(self) -> f64 {
        self.pt() / PT_PER_MM
    }

    /// Returns this length times `factor`, rounded to the nearest scaled point.
    #[must_use]
    pub fn scale(self, factor: f64) -> Self {
        Self::from_pt(self.pt() * factor)
    }

    /// Returns this length times `numerator / denominator`, exact until the division, which rounds
    /// toward zero. The result saturates at the limits of `i64`. A denominator below 1 counts as 1.
    #[must_use]
    pub fn fraction(self, numerator: i64, denominator: i64) -> Self {
        // 64 bits suffice for lengths of a page, and dividing 128 bits is slow.
        if let Some(product) = self.0.checked_mul(numerator) {
            return Self(product / denominator.max(1));
        }
        let exact = i128::from(self.0) * i128::from(numerator) / i128::from(denominator.max(1));
        let limit = if exact < 0 { i64::MIN } else { i64::MAX };
        Self(i64::try_from(exact).unwrap_or(limit))
    }

    /// Returns this length divided by `whole`; zero if `whole` is zero.
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
    /// Writes points with two decimals at most: `11.5pt`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.pt());
        let text = text.trim_end_matches('0').trim_end_matches('.');
        write!(out, "{}pt", if text == "-0" { "0" } else { text })
    }
}

/// Error of a text that is not a length.
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

    /// Parses `11pt`, `30mm`, `2.5cm`, `1in`, `1pc`; a number without a unit is in points. Values of a
    /// million or more are refused.
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
            Ok(value) if value.is_finite() && value.abs() < LIMIT => {
                Ok(Self::from_pt(value * points_per_unit))
            }
            _ => Err(ParseLengthError(text.to_owned())),
        }
    }
}

/// One value for each side of a box.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Sides<T> {
    /// Top.
    pub top: T,
    /// Right; outer edge in two-sided printing.
    pub right: T,
    /// Bottom.
    pub bottom: T,
    /// Left; inner edge in two-sided printing.
    pub left: T,
}

/// Error of a text that is not the lengths of one, two or four sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseSidesError {
    /// One of them is no length.
    Length(ParseLengthError),
    /// Their number is not 1, 2 or 4.
    Count(usize),
}

impl fmt::Display for ParseSidesError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(error) => error.fmt(out),
            Self::Count(count) => write!(out, "{count} lengths: write 1, 2 or 4 of them"),
        }
    }
}

impl std::error::Error for ParseSidesError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Length(error) => Some(error),
            Self::Count(_) => None,
        }
    }
}

impl FromStr for Sides<Length> {
    type Err = ParseSidesError;

    /// Parses 1, 2 or 4 lengths in the order of CSS: all sides; top and bottom, right and left; top,
    /// right, bottom, left.
    fn from_str(text: &str) -> Result<Self, ParseSidesError> {
        let lengths: Vec<Length> = text
            .split(',')
            .map(|length| length.parse().map_err(ParseSidesError::Length))
            .collect::<Result<_, _>>()?;
        match *lengths {
            [all] => Ok(Self { top: all, right: all, bottom: all, left: all }),
            [ends, sides] => Ok(Self { top: ends, right: sides, bottom: ends, left: sides }),
            [top, right, bottom, left] => Ok(Self { top, right, bottom, left }),
            _ => Err(ParseSidesError::Count(lengths.len())),
        }
    }
}
