//! Address of a printer: a URI, or the name of a printer in CUPS.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

use ureq::http::Uri;
use url::Url;

use crate::cli::address::basic_authorization;

/// Port of IPP (RFC 8010).
const IPP_PORT: u16 = 631;

/// Path of a printer's queue if its address has none (PWG 5100.14).
const IPP_PATH: &str = "/ipp/print";

/// Sockets of CUPS, used without `CUPS_SERVER`. A CUPS that is started on demand has only these.
const CUPS_SOCKETS: [&str; 2] = ["/run/cups/cups.sock", "/var/run/cups/cups.sock"];

/// Host of CUPS without `CUPS_SERVER` and a socket.
const CUPS_HOST: &str = "localhost";

/// Environment variable of the password for a login in an address.
const PASSWORD: &str = "OFFPRINT_PRINTER_PASSWORD";

/// Address of a printer or of CUPS.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct PrinterAddress {
    /// Name in messages.
    shown: String,
    /// URL of the HTTP requests.
    http: Url,
    /// URI in the requests (`printer-uri`).
    uri: Uri,
    /// It is CUPS, or a printer in CUPS.
    is_cups: bool,
    /// Unix domain socket, if it is not reached by the URL.
    socket: Option<PathBuf>,
    /// Value of the `Authorization` header (RFC 7617), if the address has a login.
    authorization: Option<String>,
}

impl fmt::Debug for PrinterAddress {
    /// Shows neither user name nor password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PrinterAddress({self})")
    }
}

impl fmt::Display for PrinterAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.shown)
    }
}

impl PrinterAddress {
    /// Parses an address or a name in CUPS.
    ///
    /// # Errors
    /// The reason why it is neither.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if let Some((scheme, _)) = text.split_once("://") {
            return match scheme.to_ascii_lowercase().as_str() {
                "ipp" | "ipps" | "http" | "https" => Self::new(text, None, IPP_PATH),
                other => Err(format!("unsupported scheme {other}: use ipp or ipps")),
            };
        }
        if text.trim().is_empty()
            || text.contains(|c: char| c.is_control() || "/?#".contains(c))
        {
            return Err("neither an address (ipp://...) nor the name of a printer".into());
        }
        let (address, socket) = cups_server();
        let mut server = Url::parse(&address).map_err(|error| error.to_string())?;
        server.set_path(&format!("/printers/{text}"));
        Ok(Self { is_cups: true, socket, ..Self::new(server.as_str(), Some(text), IPP_PATH)? })
    }

    /// Returns the address of CUPS.
    ///
    /// # Errors
    /// The reason why `CUPS_SERVER` is not an address.
    pub(crate) fn cups() -> Result<Self, String> {
        let (address, socket) = cups_server();
        let shown = match &socket {
            Some(socket) => socket.display().to_string(),
            None => address.trim_start_matches("ipp://").trim_end_matches('/').to_owned(),
        };
        Ok(Self { is_cups: true, socket, ..Self::new(&address, Some(&shown), "/")? })
    }

    /// Parses a URI; `path` is its path if it has none.
    fn new(address: &str, shown: Option<&str>, path: &str) -> Result<Self, String> {
        let wrong = |error: &dyn fmt::Display| format!("not an address: {error}");
        let url = Url::parse(address).map_err(|error| wrong(&error))?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or_else(|| wrong(&"no host"))?;
        let (scheme, port) = match url.scheme() {
            "ipp" => ("http", IPP_PORT),
            "ipps" => ("https", IPP_PORT),
            "https" => ("https", 443),
            _ => ("http", 80),
        };
        let port = url.port().unwrap_or(port);
        let path = if matches!(url.path(), "" | "/") { path } else { url.path() };
        let http = Url::parse(&format!("{scheme}://{host}:{port}{path}"));
        let uri = format!("ipp://{host}:{port}{path}").parse::<Uri>();
        // Process lists show the address, so that the password can be in the environment instead.
        let authorization = basic_authorization(&url, || env::var(PASSWORD).ok());
        let shown = match (shown, &authorization) {
            (Some(shown), _) => shown.to_owned(),
            (None, None) => address.to_owned(),
            // Messages show neither user name nor password.
            (None, Some(_)) => format!("{}://{host}:{port}{path}", url.scheme()),
        };
        Ok(Self {
            shown,
            authorization,
            is_cups: false,
            socket: None,
            http: http.map_err(|error| wrong(&error))?,
            uri: uri.map_err(|error| wrong(&error))?,
        })
    }

    /// Returns the URL of the HTTP requests.
    pub(crate) fn http(&self) -> &str {
        self.http.as_str()
    }

    /// Returns whether it is CUPS, or a printer in CUPS.
    pub(crate) fn is_cups(&self) -> bool {
        self.is_cups
    }

    /// Returns the Unix domain socket, if it is not reached by the URL.
    pub(crate) fn socket(&self) -> Option<&Path> {
        self.socket.as_deref()
    }

    /// Returns the value of the `Authorization` header (RFC 7617), if the address has a login.
    pub(crate) fn authorization(&self) -> Option<&str> {
        self.authorization.as_deref()
    }

    /// Returns the URI in the requests (`printer-uri`).
    pub(crate) fn uri(&self) -> Uri {
        self.uri.clone()
    }
}

/// Returns the URI of CUPS, and its Unix domain socket if it has one.
fn cups_server() -> (String, Option<PathBuf>) {
    let server = env::var("CUPS_SERVER").unwrap_or_default();
    let server = server.split("/version=").next().expect("a text has a first part").trim();
    let socket = match server {
        "" => CUPS_SOCKETS.iter().map(Path::new).find(|socket| socket.exists()),
        path if path.starts_with('/') => Some(Path::new(path)),
        _ => None,
    };
    let socket = socket.filter(|_| cfg!(unix)).map(Path::to_owned);
    let named = !(server.is_empty() || server.starts_with('/'));
    (format!("ipp://{}/", if named { server } else { CUPS_HOST }), socket)
}
