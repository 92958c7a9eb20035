//! Pages fetched from the web.

use std::sync::Arc;
use std::time::Duration;

use offprint::read::{Format, Origin};
use url::Url;

use super::client::{FetchLimits, HttpClient, HttpResponse};
use super::fetch_error::FetchError;
use super::host_guard::HostGuard;
use crate::cli::address;

/// Limits for a page: the longest pages on the web have some 15 MB.
const LIMITS: FetchLimits = FetchLimits { bytes: 64 << 20, time: Duration::from_secs(60) };

/// Value of the `Accept` header: pages first, then texts, then anything.
const ACCEPT: &str = "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.9, \
    multipart/related;q=0.8, */*;q=0.5";

/// Beginnings of media types that are not text.
const NOT_TEXT: [&str; 13] = [
    "audio/",
    "font/",
    "image/",
    "video/",
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/epub+zip",
    "application/msword",
    "application/rtf",
    "application/wasm",
    "application/vnd.",
    "application/x-",
];

/// Fetches the page at `url`, if `guard` admits it and what it redirects to.
///
/// # Errors
/// If the page cannot be fetched, or is beyond the limits.
pub(crate) fn fetch_page(url: &Url, guard: Arc<HostGuard>) -> Result<HttpResponse, FetchError> {
    HttpClient::new(Some(url), guard, LIMITS).get_page(url, ACCEPT)
}

impl HttpResponse {
    /// Returns the media type if it is one of files that are not articles.
    pub(crate) fn unsupported_media_type(&self) -> Option<&str> {
        // SVG is text but not an article; XML pages of any name are articles.
        let is_page =
            |kind: &str| kind == "application/x-mimearchive" || kind.ends_with("html");
        let media_type = self.media_type.as_deref().filter(|kind| !is_page(kind))?;
        NOT_TEXT.iter().any(|start| media_type.starts_with(start)).then_some(media_type)
    }

    /// Returns the format by the media type or, for servers that call every file a text, by the
    /// extension; [`Format::Auto`] if neither is known.
    pub(crate) fn format(&self) -> Format {
        match self.media_type.as_deref() {
            Some(
                "text/html"
                | "application/xhtml+xml"
                | "multipart/related"
                | "message/rfc822"
                | "application/x-mimearchive",
            ) => Format::Html,
            Some("text/markdown" | "text/x-markdown") => Format::Markdown,
            _ if [".md", ".markdown"].iter().any(|end| self.url.path().ends_with(end)) => {
                Format::Markdown
            }
            _ => Format::Auto,
        }
    }

    /// Returns the origin of the article.
    pub(crate) fn origin(&self) -> Origin {
        Origin { address: Some(address::public_url(&self.url)), charset: self.charset.clone() }
    }
}
