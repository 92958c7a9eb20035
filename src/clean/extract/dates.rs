//! Dates of a page, in the forms in which people and programs write them.

use std::ops::RangeInclusive;

use super::names;
use crate::months::{ENGLISH_ABBREVIATIONS, is_month};
use crate::read::html::{HtmlNodeId, HtmlTree};
use crate::read::{is_date, is_time_of_day};

/// Years of which pages have articles, those of digital archives too; other numbers of four digits
/// are no years.
const YEARS: RangeInclusive<u32> = 1500..=2100;

/// Years in addresses: the web began in 1990, and other numbers stand there too.
const YEARS_OF_ADDRESSES: RangeInclusive<u32> = 1990..=2100;

/// Words before a date, at most: `Published on`, `Last updated on`.
const MOST_LABEL_WORDS: usize = 4;

/// Bytes of an element that is only a date with its label, at most.
const MOST_BYTES: usize = 80;

/// Parts of names of elements that show the date of an article.
const CALLED: [&str; 9] = [
    "date",
    "dateline",
    "datetime",
    "datum",
    "fecha",
    "posted",
    "pubdate",
    "published",
    "time",
];

/// Further parts of names of boxes whose dates are those of something else. The author of an
/// article can stand in them.
const BOXES: [&str; 3] = ["aside", "card", "widget"];

/// Bytes of text between a headline and the date of the article, at most: a lead and a byline. A
/// date further down is that of a comment or of a later post.
const MOST_BETWEEN: usize = 400;

/// Levels around an element that are searched for such a name.
const REACH: usize = 6;

/// Day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CalendarDay {
    year: u32,
    month: u32,
    day: u32,
}

impl CalendarDay {
    fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let is_month = YEARS.contains(&year) && (1..=12).contains(&month);
        (is_month && (1..=days_of_month(year, month)).contains(&day)).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// Returns the date as ISO 8601 writes it: `2019-07-30`.
    fn iso(self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// True for the same day and those before and after it.
    fn is_near(self, other: Self) -> bool {
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

/// Returns the day of a moment that a program wrote, as ISO 8601 writes it: of
/// `2024-05-17T08:00:00Z`, `20201123T110235Z`, `Sun, 11 Oct 2020 07:34:36 GMT`.
pub(super) fn day_of_stamp(stamp: &str) -> Option<String> {
    let has_clock = stamp.split_whitespace().any(is_time_of_day);
    let day = numeric_day(stamp).or_else(|| english_day(stamp).filter(|_| has_clock));
    day.map(CalendarDay::iso)
}

/// Returns the day at the start of `2024-05-17…` or `20240517…`.
fn numeric_day(stamp: &str) -> Option<CalendarDay> {
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
fn english_day(text: &str) -> Option<CalendarDay> {
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

/// Returns the day in the path of an address: `/2019/07/30/`, `/2019-07-30-tram`.
pub(super) fn day_of_path(address: &str) -> Option<String> {
    let (_, path) = address.split_once("://")?.1.split_once('/')?;
    let parts: Vec<&str> = path.split('/').collect();
    let number = |part: &str, length| {
        let is_number = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| is_number)
    };
    let divided = parts.windows(3).find_map(|part| {
        CalendarDay::new(number(part[0], 4)?, number(part[1], 2)?, number(part[2], 2)?)
    });
    let joined = || {
        parts.iter().find_map(|part| numeric_day(part).filter(|_| part.as_bytes()[4] == b'-'))
    };
    let day = divided.or_else(joined);
    day.filter(|day| YEARS_OF_ADDRESSES.contains(&day.year)).map(CalendarDay::iso)
}

/// Returns the day that the page shows for a moment that it states, if that is the day before or
/// after: the moment is told in Greenwich time, the day in that of the page.
pub(super) fn shown_day(tree: &HtmlTree, stated: &str) -> Option<String> {
    let stated = numeric_day(stated)?;
    let times = tree.descend(HtmlTree::ROOT).filter(|id| tree.name(*id) == "time");
    let same = times.filter(|id| {
        tree.attribute(*id, "datetime").and_then(numeric_day).is_some_and(|day| day == stated)
    });
    let days = same.filter_map(|id| english_day(&tree.words(id)));
    days.filter(|day| day.is_near(stated)).map(CalendarDay::iso).next()
}

/// Returns the date that an element of the page shows above the text, without its label.
pub(super) fn shown_date(tree: &HtmlTree) -> Option<String> {
    let is_headline = |id: &HtmlNodeId| tree.name(*id) == "h1";
    let headline = tree.descend(HtmlTree::ROOT).find(is_headline);
    tree.descend(HtmlTree::ROOT)
        .filter(|id| tree.is_element(*id) && names::has_part(&tree.label(*id), &CALLED))
        .filter(|id| {
            let in_head =
                tree.ancestors(*id).any(|up| matches!(tree.name(up), "article" | "header"));
            in_head || headline.is_some_and(|headline| is_soon_after(tree, headline, *id))
        })
        .filter(|id| {
            let other = |up: HtmlNodeId| {
                let label = tree.label(up);
                tree.name(up) != "body"
                    && (names::is_of_other_story(&label) || names::has_part(&label, &BOXES))
            };
            !tree.ancestors(*id).take(REACH).any(other)
        })
        .find_map(|id| date_in(&tree.words(id)))
}

/// True for a node behind another, with no more than a lead between them.
fn is_soon_after(tree: &HtmlTree, headline: HtmlNodeId, id: HtmlNodeId) -> bool {
    let nodes = std::iter::successors(tree.beyond(headline, HtmlTree::ROOT), |at| {
        tree.children(*at).next().or_else(|| tree.beyond(*at, HtmlTree::ROOT))
    });
    let mut bytes = 0;
    for node in nodes {
        if node == id {
            return true;
        }
        bytes += tree.text(node).map_or(0, |text| text.trim().len());
        if bytes > MOST_BETWEEN {
            break;
        }
    }
    false
}

/// Returns the date that words end in, behind a label of a few words.
fn date_in(words: &str) -> Option<String> {
    let words = words.trim();
    if words.len() > MOST_BYTES {
        return None;
    }
    let starts = std::iter::once(0).chain(words.match_indices(' ').map(|(at, _)| at + 1));
    let mut rests = starts.take(MOST_LABEL_WORDS + 1).map(|at| words[at..].trim());
    rests.find(|rest| begins_with_date(rest) && is_date(rest)).map(str::to_owned)
}

/// True for words of which the first is a number or a month.
fn begins_with_date(words: &str) -> bool {
    let first = words.split([' ', ',', '.']).next().expect("a text has a first part");
    first.starts_with(|c: char| c.is_ascii_digit()) || is_month(&first.to_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::clean::extract::dates::{CalendarDay, date_in, day_of_path, day_of_stamp};

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
            assert_eq!(day_of_stamp(stamp).as_deref(), Some(day), "{stamp}");
        }
        for text in
            ["", "May 2021", "4 July 2021", "12345678", "2024-13-01", "spring 2020", "Ä"]
        {
            assert_eq!(day_of_stamp(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_name_days() {
        for (address, day) in [
            ("https://river.example/2019/07/30/trams/", Some("2019-07-30")),
            ("https://river.example/news/2019-07-30-trams", Some("2019-07-30")),
            ("https://river.example/2019/07/trams", None),
            ("https://river.example/12/2019/30", None),
            ("https://river.example/1804/12/11/", None),
            ("https://river.example/2019/02/30/", None),
            ("https://river.example/ä/öü", None),
            ("river.example", None),
        ] {
            assert_eq!(day_of_path(address).as_deref(), day, "{address}");
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

    #[test]
    fn labels_of_dates_are_left_out() {
        for (words, date) in [
            ("Published on August 19, 2019", Some("August 19, 2019")),
            ("Stand: 19. August 2019", Some("19. August 2019")),
            ("19.08.2019", Some("19.08.2019")),
            ("August was warm, and so was July", None),
        ] {
            assert_eq!(date_in(words).as_deref(), date, "{words}");
        }
    }
}
