//! Where a printer is: an address, or a name that CUPS knows.
//!
//! Comes in: what was typed. Goes out: a [`Place`]. Never done here: going there.

use std::env;
use std::fmt;

use ureq::http::Uri;
use url::Url;

/// The port of IPP (RFC 8010).
const PORT: u16 = 631;

/// Where printers that name no path have their queue (PWG 5100.14).
const PATH: &str = "/ipp/print";

/// Where CUPS listens unless `CUPS_SERVER` says otherwise.
const CUPS: &str = "localhost";

/// Where a printer, or the server of many, is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// How messages call it.
    shown: String,
    /// Where requests go.
    http: Url,
    /// What requests call it.
    uri: Uri,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.shown)
    }
}

impl Place {
    /// The printer that was typed: an address, or a name.
    pub(crate) fn typed(text: &str) -> Result<Self, String> {
        if let Some((scheme, _)) = text.split_once("://") {
            return match scheme.to_ascii_lowercase().as_str() {
                "ipp" | "ipps" | "http" | "https" => Self::of(text, text, PATH),
                other => Err(format!("printers are spoken to by ipp or ipps, not by {other}")),
            };
        }
        if text.trim().is_empty()
            || text.contains(|c: char| c.is_control() || "/?#".contains(c))
        {
            return Err("it is neither an address (ipp://...) nor the name of a printer".into());
        }
        let mut server = Url::parse(&cups()).map_err(|error| error.to_string())?;
        server.set_path(&format!("/printers/{text}"));
        Self::of(server.as_str(), text, PATH)
    }

    /// The server that knows printers by name.
    pub(crate) fn cups() -> Result<Self, String> {
        let address = cups();
        Self::of(&address, address.trim_start_matches("ipp://").trim_end_matches('/'), "/")
    }

    fn of(address: &str, shown: &str, path: &str) -> Result<Self, String> {
        let wrong = |error: &dyn fmt::Display| format!("it is no address: {error}");
        let url = Url::parse(address).map_err(|error| wrong(&error))?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or_else(|| wrong(&"it names no host"))?;
        let (scheme, port) = match url.scheme() {
            "ipp" => ("http", PORT),
            "ipps" => ("https", PORT),
            "https" => ("https", 443),
            _ => ("http", 80),
        };
        let port = url.port().unwrap_or(port);
        let path = if matches!(url.path(), "" | "/") { path } else { url.path() };
        let http = Url::parse(&format!("{scheme}://{host}:{port}{path}"));
        let uri = format!("ipp://{host}:{port}{path}").parse::<Uri>();
        Ok(Self {
            shown: shown.to_owned(),
            http: http.map_err(|error| wrong(&error))?,
            uri: uri.map_err(|error| wrong(&error))?,
        })
    }

    /// Where requests go.
    pub(crate) fn http(&self) -> &str {
        self.http.as_str()
    }

    /// What requests call it.
    pub(crate) fn uri(&self) -> Uri {
        self.uri.clone()
    }
}

/// The address of CUPS. A server that listens on a file is asked by its port all the same.
fn cups() -> String {
    let server = env::var("CUPS_SERVER").unwrap_or_default();
    let server = server.split("/version=").next().unwrap_or_default().trim();
    let server = if server.is_empty() || server.starts_with('/') { CUPS } else { server };
    format!("ipp://{server}/")
}
