//! Addresses of web pages as arguments, and file names made from them.

#[cfg(feature = "network")]
use base64::Engine as _;
#[cfg(feature = "network")]
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use url::Url;

use super::portable_name::{is_device_name, safe_name};

/// Extensions of addresses that say nothing about the article.
const EXTENSIONS: [&str; 12] =
    ["asp", "aspx", "cgi", "htm", "html", "jsp", "md", "mhtml", "php", "shtml", "txt", "xhtml"];

/// Names of pages that say nothing about the article.
const GENERIC_NAMES: [&str; 10] =
    ["article", "default", "home", "index", "item", "node", "page", "post", "story", "view"];

/// Address of a web page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address(Url);

impl Address {
    /// Parses an argument; none if it is a path.
    pub(crate) fn parse(text: &str) -> Option<Result<Self, String>> {
        let scheme = text.split_once("://")?.0;
        if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            return None;
        }
        Some(Url::parse(text).map(Self).map_err(|error| error.to_string()))
    }

    /// Returns the URL.
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// Returns the address for messages: without user name, password and fragment.
    pub(crate) fn shown(&self) -> String {
        public_url(&self.0)
    }

    /// Returns a file name without extension: the last part of the path that says something about
    /// the article, else the host. It contains no folder.
    pub(crate) fn file_name(&self) -> String {
        let parts = self.0.path_segments().into_iter().flatten();
        let mut names =
            parts.map(percent_decoded).map(|part| safe_name(without_extension(&part)));
        let is_specific = |name: &String| {
            name.chars().any(char::is_alphabetic)
                && !GENERIC_NAMES.contains(&name.to_lowercase().as_str())
        };
        let host = || safe_name(self.0.host_str().expect("URLs of HTTP have a host"));
        let mut name = names.rfind(is_specific).unwrap_or_else(host);
        if let Some(query) = self.0.query().filter(|_| self.has_generic_name()) {
            name = safe_name(&format!("{name} {}", percent_decoded(query)));
        }
        if name.is_empty() || is_device_name(&name) {
            name.insert_str(0, "article-");
        }
        name.trim_end_matches('-').to_owned()
    }

    /// Returns whether the last part of the path says nothing about the article, so that the query
    /// identifies it.
    fn has_generic_name(&self) -> bool {
        let last = self.0.path_segments().and_then(|mut parts| parts.next_back());
        let last = safe_name(without_extension(&percent_decoded(
            last.expect("the path of a URL of HTTP has a part"),
        )))
        .to_lowercase();
        GENERIC_NAMES.contains(&last.as_str()) || !last.chars().any(char::is_alphabetic)
    }
}

/// Returns a URL without user name, password and fragment.
pub(crate) fn public_url(url: &Url) -> String {
    let mut url = without_login(url);
    url.set_fragment(None);
    url.into()
}

/// Returns a URL without user name and password.
pub(crate) fn without_login(url: &Url) -> Url {
    let mut url = url.clone();
    // These fail only for a URL without a host, which has neither user name nor password.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// Returns the value of the `Authorization` header for the user name and the password in a URL
/// (RFC 7617), which can have percent escapes there; none if it has no user name. `password` is the
/// one to use if the URL has none; without it the password is empty.
#[cfg(feature = "network")]
pub(crate) fn basic_authorization(
    url: &Url,
    password: impl FnOnce() -> Option<String>,
) -> Option<String> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let mut login: Vec<u8> = percent_decode_str(url.username()).collect();
    login.push(b':');
    match url.password() {
        Some(password) => login.extend(percent_decode_str(password)),
        None => login.extend(password().unwrap_or_default().into_bytes()),
    }
    Some(format!("Basic {}", STANDARD.encode(login)))
}

/// Decodes `%20` and the like.
pub(crate) fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn without_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension)) if EXTENSIONS.contains(&&*extension.to_lowercase()) => stem,
        _ => name,
    }
}
