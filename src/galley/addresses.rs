//! The addresses of links, as paper shows them.
//!
//! Comes in: links as they are met. Goes out: the number that stands behind each, or its address,
//! and the list of addresses for the end. Never done here: type; what is live in the PDF.

use std::collections::BTreeMap;

use crate::article::{Inline, LinkUse, plain_text};
use crate::style::LinkStyle;

/// The addresses that were met.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    manner: LinkStyle,
    /// Numbers stand in brackets, because notes have numbers too.
    brackets: bool,
    /// The article's own address, to which a link leads nobody.
    own: Option<String>,
    numbers: BTreeMap<String, usize>,
    /// The addresses in the order of their numbers.
    pub(super) list: Vec<String>,
}

/// What stands behind a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// The number of its address in the list.
    Number(String),
    /// The address.
    Whole(String),
}

impl Addresses {
    /// Nothing met yet. `notes` tells whether the article has notes of its own.
    pub(super) fn new(manner: LinkStyle, notes: bool, own: Option<&str>) -> Self {
        let own = own.map(|own| bare(own).to_owned());
        Self { manner, brackets: notes, own, ..Self::default() }
    }

    /// What stands behind a link; nothing where its words tell the address, or nobody could type
    /// it.
    pub(super) fn shown(&mut self, target: &str, text: &[Inline]) -> Option<Shown> {
        let target = target.trim();
        if self.manner == LinkStyle::None || LinkUse::Paper.allowed_prefix(target).is_none() {
            return None;
        }
        let words = plain_text(text);
        let page = target.split('#').next().unwrap_or(target);
        let at_home = self.own.as_deref().is_some_and(|own| own == bare(page));
        if words.trim().is_empty() || at_home || tells(&words, target) {
            return None;
        }
        let address = target.strip_prefix("mailto:").unwrap_or(target);
        if self.manner == LinkStyle::Inline {
            return Some(Shown::Whole(address.to_owned()));
        }
        let next = self.list.len() + 1;
        let number = *self.numbers.entry(address.to_owned()).or_insert(next);
        if number == next {
            self.list.push(address.to_owned());
        }
        let number = number.to_string();
        Some(Shown::Number(if self.brackets { format!("[{number}]") } else { number }))
    }
}

/// An address without what browsers do without.
fn bare(address: &str) -> &str {
    let rest =
        LinkUse::Paper.allowed_prefix(address).map_or(address, |it| &address[it.len()..]);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.trim_end_matches('/')
}

/// Whether words show an address whole.
fn tells(words: &str, target: &str) -> bool {
    let shown: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let target = bare(target);
    !target.is_empty() && shown.to_lowercase().contains(&target.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(manner: LinkStyle, links: &[(&str, &str)]) -> Vec<Option<Shown>> {
        let mut addresses = Addresses::new(manner, false, Some("https://example.org/home"));
        let text = |words: &str| vec![Inline::Text(words.to_owned())];
        links.iter().map(|(target, words)| addresses.shown(target, &text(words))).collect()
    }

    #[test]
    fn equal_addresses_share_a_number_and_shown_ones_have_none() {
        let links = [
            ("https://example.org/a", "here"),
            ("https://example.org/b", "there"),
            ("https://example.org/a", "here again"),
            ("https://www.example.org/c/", "example.org/c"),
            ("mailto:clerk@example.org", "Clerk@example.org"),
            ("#part", "below"),
            ("https://example.org/home#part", "above"),
            ("javascript:alert(1)", "do"),
            ("https://example.org/d", " "),
        ];
        let shown: Vec<_> = numbers(LinkStyle::Notes, &links)
            .into_iter()
            .map(|shown| match shown {
                Some(Shown::Number(number)) => number,
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(shown[..3], ["1", "2", "1"]);
        assert!(shown[3..].iter().all(|it| it == "None"), "{shown:?}");
        let inline = numbers(LinkStyle::Inline, &links[..1]);
        assert_eq!(inline, [Some(Shown::Whole("https://example.org/a".to_owned()))]);
        assert_eq!(numbers(LinkStyle::None, &links[..1]), [None]);
    }
}
