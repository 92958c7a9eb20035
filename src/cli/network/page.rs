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
const LIMITS: FetchLimits = FetchLimits {
    bytes: 64 << 20,
    request: Duration::from_secs(60),
    redirects: Duration::from_secs(60),
};

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

/// Page as a server sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FetchedPage {
    /// Body, uncompressed.
    pub(crate) bytes: Vec<u8>,
    /// Address and charset.
    pub(crate) origin: Origin,
    /// Format by the media type or the name; [`Format::Auto`] where neither tells.
    pub(crate) format: Format,
    /// Media type from the server.
    pub(crate) media_type: Option<String>,
}

impl FetchedPage {
    /// Returns the media type where it is one of files that hold no article.
    pub(crate) fn unsupported_media_type(&self) -> Option<&str> {
        // SVG is text but no article; XML pages of any name are articles.
        let is_page =
            |kind: &str| kind == "application/x-mimearchive" || kind.ends_with("html");
        let media_type = self.media_type.as_deref().filter(|kind| !is_page(kind))?;
        NOT_TEXT.iter().any(|start| media_type.starts_with(start)).then_some(media_type)
    }
}

/// Fetches the page at `url`, if `guard` admits it and what it redirects to.
///
/// # Errors
/// If the page cannot be fetched, or is beyond the limits.
pub(crate) fn fetch_page(url: &Url, guard: Arc<HostGuard>) -> Result<FetchedPage, FetchError> {
    let HttpResponse { body, url, media_type, charset } =
        HttpClient::new(Some(url), guard, LIMITS).get_page(url, ACCEPT)?;
    let format = page_format(media_type.as_deref(), &url);
    let origin = Origin { address: Some(address::shown(&url)), charset };
    Ok(FetchedPage { bytes: body, origin, format, media_type })
}

/// Returns the format of a page by its media type or, for servers that call every file a text, by
/// the end of its name.
fn page_format(media_type: Option<&str>, url: &Url) -> Format {
    match media_type {
        Some(
            "text/html"
            | "application/xhtml+xml"
            | "multipart/related"
            | "message/rfc822"
            | "application/x-mimearchive",
        ) => Format::Html,
        Some("text/markdown" | "text/x-markdown") => Format::Markdown,
        _ if [".md", ".markdown"].iter().any(|end| url.path().ends_with(end)) => {
            Format::Markdown
        }
        _ => Format::Auto,
    }
}
