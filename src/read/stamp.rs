//! Days of moments that programs write, and of dates in figures or in English.

use std::ops::RangeInclusive;

use super::date::is_time_of_day;
use crate::months::{self, ENGLISH_ABBREVIATIONS, is_month};

/// Years of which pages have articles, those of digital archives too; other numbers of four digits
/// are no years.
const YEARS: RangeInclusive<u32> = 1500..=2100;

/// Day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarDay {
    /// Year.
    pub year: u32,
    month: u32,
    day: u32,
}

impl CalendarDay {
    /// Returns a day; none if the calendar has no such day, or nothing was published in its year.
    #[must_use]
    pub fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let is_month = YEARS.contains(&year) && (1..=12).contains(&month);
        (is_month && (1..=days_of_month(year, month)).contains(&day)).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// Returns the date as ISO 8601 writes it: `2019-07-30`.
    #[must_use]
    pub fn iso(self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Returns the date as English writes it: `30 July 2019`.
    #[must_use]
    pub fn in_english(self) -> String {
        format!("{} {} {}", self.day, months::english_name(self.month), self.year)
    }

    /// True for the same day and those before and after it.
    #[must_use]
    pub fn is_near(self, other: Self) -> bool {
        self == other || self.next() == other || other.next() == self
    }

    /// Returns the day after this one.
    fn next(self) -> Self {
        let Self { year, month, day } = self;
        if day < days_of_month(year, month) {
            Self { year, month, day: day + 1 }
        } else if month < 12 {
            Self { year, month: month + 1, day: 1 }
        } else {
            Self { year: year + 1, month: 1, day: 1 }
        }
    }
}

/// Number of days of a month of the Gregorian calendar, 1 to 12.
fn days_of_month(year: u32, month: u32) -> u32 {
    let is_leap =
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the day of a moment that a program wrote: of
/// `2024-05-17T08:00:00Z`, `20201123T110235Z`, `Sun, 11 Oct 2020 07:34:36 GMT`.
#[must_use]
pub fn day_of_stamp(stamp: &str) -> Option<CalendarDay> {
    let has_clock = stamp.split_whitespace().any(is_time_of_day);
    numeric_day(stamp).or_else(|| english_day(stamp).filter(|_| has_clock))
}

/// Returns the day at the start of `2024-05-17…` or `20240517…`.
#[must_use]
pub fn numeric_day(stamp: &str) -> Option<CalendarDay> {
    let digits = |from: usize, to: usize| {
        let part =
            stamp.get(from..to).filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
        part.and_then(|part| part.parse().ok())
    };
    let year = digits(0, 4)?;
    if stamp.get(4..5) == Some("-") && stamp.get(7..8) == Some("-") {
        return CalendarDay::new(year, digits(5, 7)?, digits(8, 10)?);
    }
    let rest = stamp.get(8..)?;
    let is_compact = rest.is_empty()
        || rest.starts_with(['T', ' '])
        || rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_digit());
    CalendarDay::new(year, digits(4, 6)?, digits(6, 8)?).filter(|_| is_compact)
}

/// Returns the day that English words name: `Tue Jul 30 09:35:14 CEST 2019`, `8 November 2023`.
#[must_use]
pub fn english_day(text: &str) -> Option<CalendarDay> {
    let words = || text.split([' ', ',', '\u{A0}']).filter(|word| !word.is_empty());
    let month = words().find_map(|word| {
        let names_month = |name: &&str| {
            word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(name))
                && (word.trim_end_matches('.').len() == 3 || is_month(&word.to_lowercase()))
        };
        ENGLISH_ABBREVIATIONS.iter().position(names_month)
    })?;
    let number = |length: RangeInclusive<usize>| {
        let is_number = move |word: &&str| {
            length.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
        };
        words().find(is_number).and_then(|word| word.parse().ok())
    };
    let month = u32::try_from(month).expect("there are twelve months");
    CalendarDay::new(number(4..=4)?, month + 1, number(1..=2)?)
}

#[cfg(test)]
mod tests {
    use crate::read::stamp::{CalendarDay, day_of_stamp};

    #[test]
    fn stamps_of_programs_become_days() {
        for (stamp, day) in [
            ("2024-05-17T08:00:00Z", "2024-05-17"),
            ("20201123T110235Z", "2020-11-23"),
            ("20201123", "2020-11-23"),
            ("1804-12-11", "1804-12-11"),
            ("20201123110235", "2020-11-23"),
            ("Tue Jul 30 09:35:14 CEST 2019", "2019-07-30"),
            ("Sun, 11 Oct 2020 07:34:36 GMT", "2020-10-11"),
            ("July 4, 2021 10:15", "2021-07-04"),
        ] {
            assert_eq!(
                day_of_stamp(stamp).map(CalendarDay::iso).as_deref(),
                Some(day),
                "{stamp}"
            );
        }
        for text in
            ["", "May 2021", "4 July 2021", "12345678", "2024-13-01", "spring 2020", "Ä"]
        {
            assert_eq!(day_of_stamp(text), None, "{text}");
        }
    }

    #[test]
    fn days_beside_each_other_are_near() {
        let day = |year, month, day| CalendarDay::new(year, month, day).unwrap();
        for (one, other) in [
            (day(2020, 2, 28), day(2020, 2, 29)),
            (day(2021, 2, 28), day(2021, 3, 1)),
            (day(2021, 12, 31), day(2022, 1, 1)),
        ] {
            assert!(one.is_near(other) && other.is_near(one) && one.is_near(one));
        }
        assert!(!day(2021, 5, 1).is_near(day(2021, 5, 3)));
        assert!(!day(2020, 2, 28).is_near(day(2020, 3, 1)));
    }
}
