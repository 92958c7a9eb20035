//! Options of cleaning: what the user wants kept or dropped.

use std::borrow::Cow;

use super::removal::DROPPED;
use super::text_unit::{RemovalCause, TextUnit};

/// Options that overrule cleaning: text patterns and, on web pages, CSS selectors. Patterns
/// ignore letter case, kinds of quotation mark and widths of space. Keeping takes precedence over
/// dropping.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct CleanOptions {
    /// CSS selector of the article; without it, cleaning looks for the article.
    pub content: Option<String>,
    /// Patterns of blocks that are kept, whatever rule matches them.
    pub keep: Vec<String>,
    /// Patterns of blocks that are removed; of a list the item, of verse the line.
    pub drop: Vec<String>,
}

/// Marks the units that the options name. Keeping takes precedence: the user sees a block too many
/// on the page, but not a block too few.
pub(super) fn mark_units(units: &mut [TextUnit<'_>], options: &CleanOptions) {
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
            unit.remove(RemovalCause { rule: DROPPED, pattern });
        }
    }
}

/// True for a text that `--keep` names.
pub(super) fn keeps_text(options: &CleanOptions, text: &str) -> bool {
    let text = comparable(text);
    let mut patterns = options.keep.iter().map(|pattern| comparable(pattern));
    patterns.any(|pattern| !pattern.is_empty() && text.contains(&pattern))
}

/// Returns text in lower case with single spaces, straight quotes and ASCII hyphens, as users
/// type it.
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
