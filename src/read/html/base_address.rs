//! Resolution of the addresses of links and pictures.

use url::Url;

use crate::article::LinkUse;

/// Base of the relative addresses of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct BaseAddress {
    url: Option<Url>,
    /// The page was fetched, so that pictures are on the web, not beside a file.
    fetched: bool,
}

impl BaseAddress {
    /// Creates the base from an address; it is empty if that is no address of the web.
    pub(super) fn new(address: Option<&str>, fetched: bool) -> Self {
        let url = address.and_then(|address| Url::parse(address.trim()).ok());
        Self { url: url.filter(is_web), fetched }
    }

    /// Resolves an address to one of the web.
    pub(super) fn resolve(&self, address: &str) -> Option<String> {
        let url = self.url.as_ref()?.join(address.trim()).ok();
        url.filter(is_web).map(Into::into)
    }

    /// Resolves the target of a link; none for a scheme that links may not have.
    pub(super) fn resolve_link(&self, address: &str) -> Option<String> {
        let address = without_whitespace(address);
        match scheme(&address) {
            Some(scheme) => LinkUse::WebPage.allows_scheme(&scheme).then_some(address),
            None if address.is_empty() => None,
            None if address.starts_with('#') => Some(address),
            None => Some(self.join(address)),
        }
    }

    /// Resolves the address of a picture.
    pub(super) fn resolve_picture(&self, address: &str) -> Option<String> {
        let address = without_whitespace(address);
        match scheme(&address).as_deref() {
            Some("http" | "https" | "data" | "cid") => Some(address),
            // `C:\...` of a page saved by hand, and schemes that no picture has.
            Some(_) => None,
            None if address.is_empty() => None,
            // A file beside a saved page.
            None if !self.fetched && !address.starts_with('/') => Some(address),
            None => Some(self.join(address)),
        }
    }

    fn join(&self, address: String) -> String {
        let joined = self.url.as_ref().and_then(|base| base.join(&address).ok());
        joined.map_or(address, Into::into)
    }
}

fn is_web(url: &Url) -> bool {
    LinkUse::Source.allows_scheme(url.scheme())
}

/// Removes the white space and control characters that an attribute may have in an address.
fn without_whitespace(address: &str) -> String {
    let address = address.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect()
}

/// Returns the scheme of an address, in lower case.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}
