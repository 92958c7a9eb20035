//! Where a printer is: an address, or a name that CUPS knows.
//!
//! Comes in: what was typed. Goes out: a [`Place`]. Never done here: going there.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ureq::http::Uri;
use url::Url;

use crate::cli::address::percent_decoded;

/// The port of IPP (RFC 8010).
const PORT: u16 = 631;

/// Where printers that name no path have their queue (PWG 5100.14).
const PATH: &str = "/ipp/print";

/// Where CUPS listens unless `CUPS_SERVER` says otherwise: on a socket of this machine, where there
/// is one, else at its port. Where it is started on demand there is only the first.
const SOCKETS: [&str; 2] = ["/run/cups/cups.sock", "/var/run/cups/cups.sock"];
const CUPS: &str = "localhost";

/// Where the password is of a login that an address names.
pub(crate) const PASSWORD: &str = "OFFPRINT_PRINTER_PASSWORD";

/// Where a printer, or the server of many, is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// How messages call it.
    shown: String,
    /// Where requests go.
    http: Url,
    /// What requests call it.
    uri: Uri,
    /// It is CUPS, or a printer that CUPS knows.
    cups: bool,
    /// The socket that leads there.
    socket: Option<PathBuf>,
    /// Who prints, where the address says it.
    login: Option<Login>,
}

/// A name and a password. The password is never shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Login {
    name: String,
    password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Login").field("name", &self.name).finish_non_exhaustive()
    }
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
                "ipp" | "ipps" | "http" | "https" => Self::of(text, None, PATH),
                other => Err(format!("printers are spoken to by ipp or ipps, not by {other}")),
            };
        }
        if text.trim().is_empty()
            || text.contains(|c: char| c.is_control() || "/?#".contains(c))
        {
            return Err("it is neither an address (ipp://...) nor the name of a printer".into());
        }
        let (address, socket) = cups();
        let mut server = Url::parse(&address).map_err(|error| error.to_string())?;
        server.set_path(&format!("/printers/{text}"));
        Ok(Self { cups: true, socket, ..Self::of(server.as_str(), Some(text), PATH)? })
    }

    /// The server that knows printers by name.
    pub(crate) fn cups() -> Result<Self, String> {
        let (address, socket) = cups();
        let shown = match &socket {
            Some(socket) => socket.display().to_string(),
            None => address.trim_start_matches("ipp://").trim_end_matches('/').to_owned(),
        };
        Ok(Self { cups: true, socket, ..Self::of(&address, Some(&shown), "/")? })
    }

    fn of(address: &str, shown: Option<&str>, path: &str) -> Result<Self, String> {
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
        let login = login(&url);
        let shown = match (shown, &login) {
            (Some(shown), _) => shown.to_owned(),
            (None, None) => address.to_owned(),
            // Neither name nor password is for other eyes.
            (None, Some(_)) => format!("{}://{host}:{port}{path}", url.scheme()),
        };
        Ok(Self {
            shown,
            login,
            cups: false,
            socket: None,
            http: http.map_err(|error| wrong(&error))?,
            uri: uri.map_err(|error| wrong(&error))?,
        })
    }

    /// Where requests go.
    pub(crate) fn http(&self) -> &str {
        self.http.as_str()
    }

    /// Whether it is CUPS that is asked.
    pub(crate) fn is_cups(&self) -> bool {
        self.cups
    }

    /// The socket that leads there, where it is not reached by its name.
    pub(crate) fn socket(&self) -> Option<&Path> {
        self.socket.as_deref()
    }

    /// Who prints, as HTTP says it (RFC 7617), where the address says it.
    pub(crate) fn authorization(&self) -> Option<String> {
        let Login { name, password } = self.login.as_ref()?;
        Some(format!("Basic {}", STANDARD.encode(format!("{name}:{password}"))))
    }

    /// What requests call it.
    pub(crate) fn uri(&self) -> Uri {
        self.uri.clone()
    }
}

/// The address of CUPS, and the socket that leads there.
fn cups() -> (String, Option<PathBuf>) {
    let server = env::var("CUPS_SERVER").unwrap_or_default();
    let server = server.split("/version=").next().unwrap_or_default().trim();
    let socket = match server {
        "" => SOCKETS.iter().map(Path::new).find(|socket| socket.exists()),
        path if path.starts_with('/') => Some(Path::new(path)),
        _ => None,
    };
    let socket = socket.filter(|_| cfg!(unix)).map(Path::to_owned);
    let named = !(server.is_empty() || server.starts_with('/'));
    (format!("ipp://{}/", if named { server } else { CUPS }), socket)
}

/// The login that an address names; its password is there too, or in the environment, where no
/// list of processes shows it.
fn login(url: &Url) -> Option<Login> {
    let name = percent_decoded(url.username());
    if name.is_empty() {
        return None;
    }
    let password = url.password().map(percent_decoded);
    let password = password.or_else(|| env::var(PASSWORD).ok()).unwrap_or_default();
    Some(Login { name, password })
}
