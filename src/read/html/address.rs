//! Addresses of links and pictures.
//!
//! Comes in: an address as the page has it, and the page's own. Goes out: one that leads
//! somewhere from outside the page, or none. Never done here: opening it.

use url::Url;

use crate::article::LinkUse;

/// Where the page itself is, for addresses that begin there.
#[derive(Debug, Clone, Default)]
pub(super) struct Base {
    url: Option<Url>,
    /// Pictures lie there too, and not beside a file.
    fetched: bool,
}

impl Base {
    /// The base that an address of the page gives; none where it is no address of the web.
    pub(super) fn of(address: Option<&str>, fetched: bool) -> Self {
        let url = address.and_then(|address| Url::parse(address.trim()).ok());
        Self { url: url.filter(is_web), fetched }
    }

    /// An address of the web that `address` means here.
    pub(super) fn whole(&self, address: &str) -> Option<String> {
        let url = self.url.as_ref()?.join(address.trim()).ok();
        url.filter(is_web).map(Into::into)
    }

    /// Where a link leads; `None` for one that may not be followed.
    pub(super) fn link(&self, address: &str) -> Option<String> {
        let address = squeezed(address);
        match scheme(&address) {
            Some(scheme) => LinkUse::WebPage.allows_scheme(&scheme).then_some(address),
            None if address.is_empty() => None,
            None if address.starts_with('#') => Some(address),
            None => Some(self.joined(address)),
        }
    }

    /// Where a picture is.
    pub(super) fn picture(&self, address: &str) -> Option<String> {
        let address = squeezed(address);
        match scheme(&address).as_deref() {
            Some("http" | "https" | "data" | "cid") => Some(address),
            // `C:\...` of a page saved by hand, and schemes that no picture has.
            Some(_) => None,
            None if address.is_empty() => None,
            // Beside the page, where a saved page has its pictures.
            None if !self.fetched && !address.starts_with('/') => Some(address),
            None => Some(self.joined(address)),
        }
    }

    fn joined(&self, address: String) -> String {
        let joined = self.url.as_ref().and_then(|base| base.join(&address).ok());
        joined.map_or(address, Into::into)
    }
}

fn is_web(url: &Url) -> bool {
    LinkUse::Source.allows_scheme(url.scheme())
}

/// An address without the white space and controls that may stand in an attribute.
fn squeezed(address: &str) -> String {
    let address = address.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    address.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect()
}

/// The scheme of an address, in small letters.
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}
