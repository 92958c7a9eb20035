//! Dates of a page, in the forms in which people and programs write them.

use std::ops::RangeInclusive;

use super::names;
use crate::months::is_month;
use crate::read::html::{HtmlNodeId, HtmlTree};
use crate::read::{CalendarDay, english_day, is_date, numeric_day};

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
    use crate::clean::extract::dates::{date_in, day_of_path};

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
