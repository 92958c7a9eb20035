//! A page, fetched.
//!
//! Comes in: the address that the person gave. Goes out: its bytes and what the server told of
//! them. Never done here: reading them.

use std::sync::Arc;
use std::time::Duration;

use offprint::read::{Format, Origin};
use url::Url;

use super::client::{Answer, Client, Limits};
use super::failure::Failure;
use super::guard::Guard;
use crate::cli::address;

/// How much a page may have and how long it may take: the longest pages on the web have some
/// 15 MB.
const LIMITS: Limits = Limits {
    bytes: 64 << 20,
    request: Duration::from_secs(60),
    redirects: Duration::from_secs(60),
};

/// What is asked for: pages first, then texts, then anything.
const ACCEPT: &str = "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.9, \
    multipart/related;q=0.8, */*;q=0.5";

/// Kinds of media that hold no article.
const NOT_TEXT: [&str; 4] = ["audio/", "font/", "image/", "video/"];

/// Files of programs, which are not read either.
const FILES: [&str; 9] = [
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

/// A page as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// Where from.
    pub(crate) origin: Origin,
    /// What it is; to be found out where the server does not tell.
    pub(crate) format: Format,
    /// What the server calls it, where that is a kind that holds no article.
    pub(crate) refused: Option<String>,
    /// What the server calls it.
    pub(crate) media_type: Option<String>,
}

/// Fetches the page at `url`, if `guard` admits it and what it redirects to.
pub(crate) fn fetch(url: &Url, guard: Arc<Guard>) -> Result<Page, Failure> {
    let Answer { bytes, url, media_type, charset } =
        Client::new(Some(url), guard, LIMITS).get_page(url, ACCEPT)?;
    let refused = media_type.clone().filter(|kind| is_no_text(kind));
    let format = format(media_type.as_deref(), &url);
    let origin = Origin { address: Some(address::shown(&url)), charset };
    Ok(Page { bytes, origin, format, refused, media_type })
}

fn is_no_text(kind: &str) -> bool {
    // Drawings are text, but no article either; pages in XML of whatever name are.
    let page = kind == "application/x-mimearchive" || kind.ends_with("html");
    !page && NOT_TEXT.iter().chain(&FILES).any(|start| kind.starts_with(start))
}

fn format(media_type: Option<&str>, url: &Url) -> Format {
    match media_type {
        Some("text/html" | "application/xhtml+xml") => Format::Html,
        Some("multipart/related" | "message/rfc822" | "application/x-mimearchive") => {
            Format::Html
        }
        Some("text/markdown" | "text/x-markdown") => Format::Markdown,
        // Servers call every file a text; its name may tell more.
        _ if [".md", ".markdown"].iter().any(|end| url.path().ends_with(end)) => {
            Format::Markdown
        }
        _ => Format::Auto,
    }
}
