//! Page ranges of `--pages`, `1,3-5,9-`, and options of a preview.

use std::ops::RangeInclusive;
use std::str::FromStr;

/// Last page of a range without an end: the largest page number of IPP.
const LAST_PAGE: i32 = i32::MAX;

/// Page ranges, counted from 1, in the order in which they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageRanges(Vec<RangeInclusive<i32>>);

/// Options of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PreviewOptions {
    /// Pages to draw; all pages without them.
    pub(crate) ranges: Option<PageRanges>,
    /// Resolution in pixels per inch.
    pub(crate) dpi: u16,
}

impl PageRanges {
    /// Returns whether a page, counted from 1, is in a range.
    #[cfg(feature = "preview")]
    pub(crate) fn contains(&self, page: usize) -> bool {
        i32::try_from(page).is_ok_and(|page| self.0.iter().any(|range| range.contains(&page)))
    }

    /// Returns the same pages as ascending ranges with a gap between them.
    #[cfg(feature = "network")]
    pub(crate) fn merged(&self) -> Vec<RangeInclusive<i32>> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by_key(|range| *range.start());
        let mut merged: Vec<RangeInclusive<i32>> = Vec::new();
        for range in sorted {
            match merged.last_mut() {
                Some(last) if *range.start() <= last.end().saturating_add(1) => {
                    *last = *last.start()..=*last.end().max(range.end());
                }
                _ => merged.push(range),
            }
        }
        merged
    }
}

impl FromStr for PageRanges {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',').map(parse_range).collect::<Result<_, _>>().map(Self)
    }
}

fn parse_range(text: &str) -> Result<RangeInclusive<i32>, String> {
    let number = |text: &str, default: i32| match text.trim() {
        "" => Some(default),
        digits => digits.parse().ok().filter(|number| *number > 0),
    };
    let ends = match text.split_once('-') {
        _ if text.trim().is_empty() => None,
        Some((first, last)) => number(first, 1).zip(number(last, LAST_PAGE)),
        None => number(text, 1).map(|page| (page, page)),
    };
    ends.filter(|(first, last)| first <= last)
        .map(|(first, last)| first..=last)
        .ok_or_else(|| format!("`{text}` is not a page range: write 3, 1-4 or 7-"))
}
