//! Which pages are shown as pictures, and how finely.
//!
//! Comes in: `--pages` and `--dpi`. Goes out: [`Pages`]. Never done here: knowing how many pages
//! there are.

use std::str::FromStr;

/// Pages that are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pages {
    /// Which; all without.
    pub(crate) ranges: Option<PageRanges>,
    /// Dots to the inch.
    pub(crate) dpi: u16,
}

#[cfg(feature = "preview")]
impl Pages {
    /// Whether this page, counted from 1, is asked for.
    pub(crate) fn hold(&self, page: usize) -> bool {
        self.ranges.as_ref().is_none_or(|ranges| ranges.hold(page))
    }
}

/// The value of `--pages`: `1,3-5,9-`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageRanges(Vec<(usize, usize)>);

#[cfg(feature = "preview")]
impl PageRanges {
    fn hold(&self, page: usize) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&page))
    }
}

#[cfg(feature = "network")]
impl PageRanges {
    /// The same pages as ranges that rise and do not touch.
    pub(crate) fn merged(&self) -> Vec<(usize, usize)> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::new();
        for (first, last) in sorted {
            match merged.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        merged
    }
}

impl FromStr for PageRanges {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',').map(range).collect::<Result<_, _>>().map(Self)
    }
}

fn range(text: &str) -> Result<(usize, usize), String> {
    let number = |text: &str, open: usize| match text.trim() {
        "" => Some(open),
        digits => digits.parse().ok().filter(|number| *number > 0),
    };
    let ends = match text.split_once('-') {
        _ if text.trim().is_empty() => None,
        Some((first, last)) => number(first, 1).zip(number(last, usize::MAX)),
        None => number(text, 1).map(|page| (page, page)),
    };
    ends.filter(|(first, last)| first <= last)
        .ok_or_else(|| format!("`{text}` names no pages: write 3, 1-4 or 7-"))
}
