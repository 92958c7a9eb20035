//! What the person wants kept or dropped.
//!
//! Comes in: units and [`CleanOptions`]. Goes out: units marked as kept, or as gone by the rule
//! `dropped`. Never done here: asking whether the wish is wise; [`super::report`] tells.

use std::borrow::Cow;

use super::removal::DROPPED;
use super::unit::{Gone, Unit};

/// What the person overrules: text patterns of `--keep` and `--drop`, and on a page CSS selectors. Letter case, kinds of
/// quotation mark and widths of space make no difference. A keep wins over a drop.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct CleanOptions {
    /// The CSS selector of what is the article; it is looked for without.
    pub content: Option<String>,
    /// Blocks that contain one of these stay, whatever rule matched.
    pub keep: Vec<String>,
    /// Blocks that contain one of these go; of a list the item, of verse the line.
    pub drop: Vec<String>,
}

/// Marks what a wish names. Where both speak, keeping wins: a block too much can be seen on the
/// page, a block too few cannot.
pub(super) fn obey(units: &mut [Unit<'_>], options: &CleanOptions) {
    if options.keep.is_empty() && options.drop.is_empty() {
        return;
    }
    let keep: Vec<String> = options.keep.iter().map(|pattern| comparable(pattern)).collect();
    let drop: Vec<(String, &str)> =
        options.drop.iter().map(|pattern| (comparable(pattern), pattern.as_str())).collect();
    for unit in units {
        let text = comparable(&unit.text);
        let names = |pattern: &String| !pattern.is_empty() && text.contains(pattern.as_str());
        if keep.iter().any(names) {
            unit.kept = true;
        } else if let Some((_, pattern)) = drop.iter().find(|(pattern, _)| names(pattern)) {
            let pattern = Cow::Owned((*pattern).to_owned());
            unit.take(Gone { rule: DROPPED, pattern });
        }
    }
}

/// Whether the person wants a text kept.
pub(super) fn keeps(options: &CleanOptions, text: &str) -> bool {
    let text = comparable(text);
    let mut patterns = options.keep.iter().map(|pattern| comparable(pattern));
    patterns.any(|pattern| !pattern.is_empty() && text.contains(&pattern))
}

/// Small letters, single spaces, straight quotes: what one can type at a shell.
fn comparable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                '‘' | '’' | '‚' => out.push('\''),
                '“' | '”' | '„' => out.push('"'),
                '‐' | '‑' => out.push('-'),
                _ => out.extend(c.to_lowercase()),
            }
        }
    }
    out
}
