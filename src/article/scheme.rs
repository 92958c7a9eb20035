//! Schemes of links, and the uses that each is allowed for.

/// A use of an address that depends on its scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkUse {
    /// Recognised as a link in plain text.
    TypedText,
    /// Kept as the target of a link of a web page.
    WebPage,
    /// Written as a link in HTML output.
    HtmlExport,
    /// Shown on paper, where a reader types it.
    Paper,
    /// Live link in a PDF.
    Pdf,
    /// Address of the article, of its pictures, and the base of relative addresses.
    Source,
}

use LinkUse::{HtmlExport, Paper, Pdf, Source, TypedText, WebPage};

/// Every scheme, the beginning of a whole address with it, and its uses. No scheme is here that runs
/// a program or reads a file.
const SCHEMES: [(&str, &str, &[LinkUse]); 7] = [
    ("http", "http://", &[TypedText, WebPage, HtmlExport, Paper, Pdf, Source]),
    ("https", "https://", &[TypedText, WebPage, HtmlExport, Paper, Pdf, Source]),
    ("mailto", "mailto:", &[TypedText, WebPage, HtmlExport, Paper, Pdf]),
    ("ftp", "ftp://", &[TypedText, HtmlExport]),
    ("tel", "tel:", &[WebPage, HtmlExport]),
    ("doi", "doi:", &[HtmlExport]),
    ("urn", "urn:", &[HtmlExport]),
];

impl LinkUse {
    /// True if addresses with this scheme, in any letter case, are allowed for the use.
    #[must_use]
    pub fn allows_scheme(self, scheme: &str) -> bool {
        self.schemes().any(|(name, _)| name.eq_ignore_ascii_case(scheme))
    }

    /// Returns the beginning of `address`, such as `https://`, if it is allowed for the use. The
    /// letter case is not compared, and the result is in lower case.
    #[must_use]
    pub fn allowed_prefix(self, address: &str) -> Option<&'static str> {
        let begins = |prefix: &str| {
            address.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        self.schemes().map(|(_, prefix)| prefix).find(|prefix| begins(prefix))
    }

    /// True for an address of an article: `http://` or `https://` in lower case.
    #[must_use]
    pub fn is_source(address: &str) -> bool {
        Source.allowed_prefix(address).is_some_and(|prefix| address.starts_with(prefix))
    }

    fn schemes(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let allowed = SCHEMES.iter().filter(move |(.., uses)| uses.contains(&self));
        allowed.map(|(name, prefix, _)| (*name, *prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_use_allows_its_schemes() {
        for (purpose, allowed) in [
            (TypedText, vec!["http", "https", "mailto", "ftp"]),
            (WebPage, vec!["http", "https", "mailto", "tel"]),
            (HtmlExport, vec!["http", "https", "mailto", "ftp", "tel", "doi", "urn"]),
            (Paper, vec!["http", "https", "mailto"]),
            (Pdf, vec!["http", "https", "mailto"]),
            (Source, vec!["http", "https"]),
        ] {
            let names: Vec<&str> = purpose.schemes().map(|(name, _)| name).collect();
            assert_eq!(names, allowed, "{purpose:?}");
            assert!(!purpose.allows_scheme("javascript"), "{purpose:?}");
            assert!(purpose.allows_scheme("HTTPS"), "{purpose:?}");
        }
    }

    #[test]
    fn a_prefix_is_more_than_a_scheme() {
        assert_eq!(Paper.allowed_prefix("HTTPS://example.org"), Some("https://"));
        assert_eq!(Paper.allowed_prefix("https:example.org"), None);
        assert_eq!(TypedText.allowed_prefix("mailto:a@example.org"), Some("mailto:"));
        assert!(LinkUse::is_source("http://example.org"));
        assert!(!LinkUse::is_source("HTTP://example.org"));
        assert!(!LinkUse::is_source("mailto:a@example.org"));
    }
}
