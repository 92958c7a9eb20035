//! Names of headings, by which links inside an article lead to them.

use std::collections::{BTreeMap, BTreeSet};

/// Names of headings as GitHub makes them from their words; one that comes again has a number.
#[derive(Debug, Default)]
pub struct HeadingNames {
    taken: BTreeSet<String>,
    /// Last number that was added to each name.
    numbers: BTreeMap<String, usize>,
}

impl HeadingNames {
    /// Returns the name of the next heading of the article, which has these words.
    pub fn next_name(&mut self, words: &str) -> String {
        let name = name_of(words);
        let mut free = name.clone();
        while !self.taken.insert(free.clone()) {
            let number = self.numbers.entry(name.clone()).or_insert(0);
            *number += 1;
            free = format!("{name}-{number}");
        }
        free
    }
}

/// Returns the letters, digits, hyphens and low lines of words in lower case, with hyphens for spaces.
fn name_of(words: &str) -> String {
    let words = words.trim().to_lowercase();
    let signs = words.chars().filter_map(|c| match c {
        c if c.is_alphanumeric() || matches!(c, '-' | '_') => Some(c),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    signs.collect()
}

/// Returns the name that a link inside the article leads to: `how-to-use` for `#How-To-Use`.
#[must_use]
pub fn name_in_link(target: &str) -> Option<String> {
    let fragment = target.strip_prefix('#').filter(|name| !name.is_empty())?;
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |at: usize| after.get(at).and_then(|it| char::from(*it).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).expect("two digits are a byte"));
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    let name = String::from_utf8_lossy(&bytes).to_lowercase();
    Some(name.strip_prefix("user-content-").map_or(name.clone(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use crate::article::{HeadingNames, name_in_link};

    #[test]
    fn names_are_those_of_github() {
        let mut names = HeadingNames::default();
        let made: Vec<String> = [
            "How to use",
            "What's new? (v2.0)",
            "How to use",
            "Über  uns & mehr",
            "snake_case",
            "How to use 1",
            "how-to-use-1",
        ]
        .into_iter()
        .map(|words| names.next_name(words))
        .collect();
        assert_eq!(
            made,
            [
                "how-to-use",
                "whats-new-v20",
                "how-to-use-1",
                "über--uns--mehr",
                "snake_case",
                "how-to-use-1-1",
                "how-to-use-1-2",
            ]
        );
        assert_eq!(name_in_link("#%C3%BCber--Uns").as_deref(), Some("über--uns"));
        assert_eq!(name_in_link("#100%").as_deref(), Some("100%"));
        assert_eq!(name_in_link("#"), None);
        assert_eq!(name_in_link("other.md#x"), None);
    }
}
