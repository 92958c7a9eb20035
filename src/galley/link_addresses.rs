//! Addresses of links on paper: numbers into a list, or the addresses themselves.

use std::collections::BTreeMap;

use crate::article::{Article, Inline, LinkUse, plain_text, walk};
use crate::style::LinkStyle;

/// Addresses of the links met so far.
#[derive(Debug, Default)]
pub(super) struct LinkAddresses {
    style: LinkStyle,
    /// Numbers are in brackets, since the article's notes have numbers too.
    brackets: bool,
    /// Address of the article, without what [`bare`] removes.
    own: Option<String>,
    /// Host whose links have no address, since the article is dense with them.
    dense_site: Option<String>,
    /// Number of links of that host.
    pub(super) left_out: usize,
    numbers: BTreeMap<String, usize>,
    /// Addresses, in the order of their numbers.
    pub(super) list: Vec<String>,
}

/// Text that follows a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LinkSuffix {
    /// Number of the address in the list.
    Number(String),
    /// Address.
    Address(String),
}

impl LinkAddresses {
    /// Creates an empty list. `has_notes` says that the article has notes; `own` is its address.
    pub(super) fn new(style: LinkStyle, has_notes: bool, own: Option<&str>) -> Self {
        let own = own.map(|own| bare(own).to_owned());
        Self { style, brackets: has_notes, own, ..Self::default() }
    }

    /// Leaves out the links to the site of the article if it is dense with them and no style asks
    /// for them.
    pub(super) fn for_article(mut self, article: &Article) -> Self {
        if self.style == LinkStyle::Notes {
            self.dense_site = article.meta.source.as_deref().and_then(host).filter(|site| {
                let lines = || walk::blocks(&article.blocks).flat_map(walk::lines);
                let links = lines().flat_map(walk::inlines).filter(|inline| {
                    matches!(inline, Inline::Link { target, .. } if is_of_site(target, site))
                });
                let links = links.count();
                let words: usize =
                    lines().map(|line| plain_text(line).split_whitespace().count()).sum();
                links >= DENSE_LINKS && links * DENSE_WORDS >= words
            });
        }
        self
    }

    /// Returns the text that follows a link with the text `text`; none if that shows the address, if
    /// nobody could type the address, or if it is in the article itself.
    pub(super) fn suffix(&mut self, target: &str, text: &[Inline]) -> Option<LinkSuffix> {
        let target = target.trim();
        if self.style == LinkStyle::None || LinkUse::Paper.allowed_prefix(target).is_none() {
            return None;
        }
        let words = plain_text(text);
        let page = target.split_once('#').map_or(target, |(page, _)| page);
        let is_own = self.own.as_deref().is_some_and(|own| own == bare(page));
        if words.trim().is_empty() || is_own || shows_address(&words, target) {
            return None;
        }
        if self.dense_site.as_deref().is_some_and(|site| is_of_site(target, site)) {
            self.left_out += 1;
            return None;
        }
        let address = target.strip_prefix("mailto:").unwrap_or(target);
        if self.style == LinkStyle::Inline {
            return Some(LinkSuffix::Address(address.to_owned()));
        }
        let next = self.list.len() + 1;
        let number = *self.numbers.entry(address.to_owned()).or_insert(next);
        if number == next {
            self.list.push(address.to_owned());
        }
        let number = number.to_string();
        Some(LinkSuffix::Number(if self.brackets { format!("[{number}]") } else { number }))
    }
}

/// Links to its own site, at least, of an article that is dense with them.
const DENSE_LINKS: usize = 20;

/// Words to each such link at most.
const DENSE_WORDS: usize = 40;

/// Returns the host of an address, without `www.`.
fn host(address: &str) -> Option<String> {
    let (_, rest) = address.split_once("//")?;
    let host = rest.split(['/', '?', '#']).next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// True for an address at a host, or at one above or below it.
fn is_of_site(target: &str, site: &str) -> bool {
    let is_below = |one: &str, other: &str| {
        one.strip_suffix(other).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    host(target).is_some_and(|host| is_below(&host, site) || is_below(site, &host))
}

/// Returns an address without the parts that browsers add: the scheme, `www.` and a final slash.
fn bare(address: &str) -> &str {
    let prefix = LinkUse::Paper.allowed_prefix(address).unwrap_or("");
    let rest = &address[prefix.len()..];
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}

/// True if a text contains a whole address.
fn shows_address(words: &str, target: &str) -> bool {
    let shown: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let target = bare(target);
    !target.is_empty() && shown.to_lowercase().contains(&target.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suffixes(style: LinkStyle, links: &[(&str, &str)]) -> Vec<Option<LinkSuffix>> {
        let mut addresses = LinkAddresses::new(style, false, Some("https://example.org/home"));
        let text = |words: &str| vec![Inline::Text(words.to_owned())];
        links.iter().map(|(target, words)| addresses.suffix(target, &text(words))).collect()
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
        let shown: Vec<_> = suffixes(LinkStyle::Notes, &links)
            .into_iter()
            .map(|shown| match shown {
                Some(LinkSuffix::Number(number)) => number,
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(shown[..3], ["1", "2", "1"]);
        assert!(shown[3..].iter().all(|it| it == "None"), "{shown:?}");
        let inline = suffixes(LinkStyle::Inline, &links[..1]);
        assert_eq!(inline, [Some(LinkSuffix::Address("https://example.org/a".to_owned()))]);
        assert_eq!(suffixes(LinkStyle::None, &links[..1]), [None]);
    }
}
