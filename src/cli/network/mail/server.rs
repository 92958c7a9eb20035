//! Address of a mail server.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// Port of submission with STARTTLS (RFC 8314).
const SUBMISSION: u16 = 587;
/// Port of submission with implicit TLS (RFC 8314).
const SUBMISSIONS: u16 = 465;

/// Mail server: `HOST`, `HOST:PORT`, `smtp://HOST`, `smtps://HOST`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SmtpServer {
    /// Host name or IP address, without brackets.
    pub(crate) host: String,
    /// Port.
    pub(crate) port: u16,
    /// The connection uses TLS from the first byte, not STARTTLS.
    pub(crate) implicit_tls: bool,
}

impl FromStr for SmtpServer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let default_port = match scheme.to_ascii_lowercase().as_str() {
            "" | "smtp" => SUBMISSION,
            "smtps" => SUBMISSIONS,
            other => return Err(format!("unknown scheme {other}: use smtp or smtps")),
        };
        let rest = rest.trim_end_matches('/');
        let (host, port) = match rest.rsplit_once(':') {
            // An IPv6 address has colons itself; with a port it is in brackets.
            Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
                (host, port.parse().map_err(|_| format!("`{port}` is not a port"))?)
            }
            _ => (rest, default_port),
        };
        let host = host.trim_matches(['[', ']']);
        let is_host = |c: char| c.is_alphanumeric() || ".-:_".contains(c);
        if host.is_empty() || !host.chars().all(is_host) {
            return Err("not a server: write it as smtp.example.org:587".to_owned());
        }
        let implicit_tls = default_port == SUBMISSIONS || port == SUBMISSIONS;
        Ok(Self { host: host.to_owned(), port, implicit_tls })
    }
}

impl fmt::Display for SmtpServer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.host, self.port)
    }
}

impl SmtpServer {
    /// Returns whether the server is on this machine, so that a message never leaves it.
    pub(crate) fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    }
}
