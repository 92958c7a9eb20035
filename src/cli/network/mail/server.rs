//! A mail server, as people name it.
//!
//! Comes in: what was typed. Goes out: a [`Server`]. Never done here: connecting.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// The ports of submission with STARTTLS and of submission in TLS (RFC 8314).
const SUBMISSION: u16 = 587;
const SUBMISSIONS: u16 = 465;

/// A mail server: `HOST`, `HOST:PORT`, `smtp://HOST`, `smtps://HOST`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Server {
    host: String,
    port: u16,
    /// In TLS from the first byte.
    wrapped: bool,
}

impl FromStr for Server {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let usual = match scheme.to_ascii_lowercase().as_str() {
            "" | "smtp" => SUBMISSION,
            "smtps" => SUBMISSIONS,
            other => return Err(format!("mail goes by smtp or smtps, not by {other}")),
        };
        let rest = rest.trim_end_matches('/');
        let (host, port) = match rest.rsplit_once(':') {
            // An address of IPv6 has colons itself; with a port it stands in brackets.
            Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
                (host, port.parse().map_err(|_| format!("`{port}` is no port"))?)
            }
            _ => (rest, usual),
        };
        let host = host.trim_matches(['[', ']']);
        let fine = |c: char| c.is_alphanumeric() || ".-:_".contains(c);
        if host.is_empty() || !host.chars().all(fine) {
            return Err("name a server: smtp.example.org:587".to_owned());
        }
        let wrapped = usual == SUBMISSIONS || port == SUBMISSIONS;
        Ok(Self { host: host.to_owned(), port, wrapped })
    }
}

impl fmt::Display for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.host, self.port)
    }
}

impl Server {
    /// Its name.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Whether all that is said is in TLS, from the first byte.
    pub(crate) fn is_wrapped(&self) -> bool {
        self.wrapped
    }

    /// Whether what is sent there never leaves this machine.
    pub(crate) fn is_here(&self) -> bool {
        self.host == "localhost" || self.host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    }
}
