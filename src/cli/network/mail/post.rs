//! The post: a message goes to a mail server.
//!
//! Comes in: a message, the server that the person named, a login. Goes out: that the server took
//! it, or why not. Never done here: a password sent where others could read it.

use std::env;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{Error, SmtpTransport};
use lettre::{Message, Transport as _};

use crate::cli::trouble::{Exit, Trouble};

/// The ports of submission with STARTTLS and of submission in TLS (RFC 8314).
const SUBMISSION: u16 = 587;
const SUBMISSIONS: u16 = 465;

/// How long the server may take for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the password of a login is.
pub(crate) const PASSWORD: &str = "OFFPRINT_SMTP_PASSWORD";

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
    /// Whether what is sent there never leaves this machine.
    fn is_here(&self) -> bool {
        self.host == "localhost" || self.host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    }
}

/// Who sends, where the server wants to know.
#[derive(Debug, Clone)]
pub(crate) struct Login(Credentials);

impl Login {
    /// The login of `user`; the password is in the environment, where no list of processes shows
    /// it.
    pub(crate) fn of(user: String) -> Result<Self, Trouble> {
        match env::var(PASSWORD) {
            Ok(password) if !password.is_empty() => Ok(Self(Credentials::new(user, password))),
            _ => Err(Trouble::usage(format!("--smtp-user wants a password in {PASSWORD}"))
                .hint(format!("read -rs {PASSWORD} && export {PASSWORD}"))),
        }
    }
}

/// How a message is sent.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    /// The server.
    pub(crate) server: Server,
    /// Who sends.
    pub(crate) login: Option<Login>,
    /// Without encryption, to a server of one's own network.
    pub(crate) plain: bool,
}

/// Sends the message: the server has taken it for all it goes to, or it is not sent.
pub(crate) fn send(message: &Message, way: &Way) -> Result<(), Trouble> {
    let Way { server, login, plain } = way;
    let tls = || TlsParameters::new(server.host.clone()).map_err(|error| told(&error, way));
    let tls = if server.wrapped {
        Tls::Wrapper(tls()?)
    } else if *plain || server.is_here() {
        Tls::None
    } else {
        Tls::Required(tls()?)
    };
    let mut transport = SmtpTransport::builder_dangerous(&server.host)
        .port(server.port)
        .timeout(Some(PATIENCE))
        .tls(tls);
    if let Some(Login(credentials)) = login {
        transport = transport.credentials(credentials.clone());
    }
    transport.build().send(message).map(|_| ()).map_err(|error| told(&error, way))
}

/// What the error means to the person.
fn told(error: &Error, way: &Way) -> Trouble {
    let server = &way.server;
    let source = std::error::Error::source(error).map(ToString::to_string);
    let why = source.unwrap_or_else(|| error.to_string());
    let trouble = |code, message: String| Trouble::new(Exit::Io, code, message);
    if error.is_timeout() {
        return trouble("smtp", format!("{server} did not answer in time"))
            .hint("is the port right? 587 and 465 are usual");
    }
    if error.is_tls() {
        return trouble("smtp-tls", format!("{server} could not show who it is: {why}"))
            .hint("in a network of your own, --smtp-plain sends without encryption");
    }
    if let Some(status) = error.status() {
        let trouble = trouble("smtp-refuses", format!("{server} refuses it: {status} {why}"));
        return match u16::from(status) {
            530 | 534 | 535 | 538 => trouble.hint("log in with --smtp-user NAME"),
            400..=499 => trouble.hint("try again later"),
            _ => trouble,
        };
    }
    if error.is_client() {
        return trouble("smtp", format!("{server} cannot be used: {why}"));
    }
    trouble("smtp", format!("{server} cannot be reached: {why}"))
        .hint("is the name right, and does it take mail from you?")
}

#[cfg(test)]
mod tests {
    use super::Server;

    #[test]
    fn servers_are_read_as_people_write_them() {
        for (typed, wanted, wrapped) in [
            ("smtp.example.org", "smtp.example.org:587", false),
            ("smtp.example.org:25", "smtp.example.org:25", false),
            ("smtp.example.org:465", "smtp.example.org:465", true),
            ("smtps://smtp.example.org", "smtp.example.org:465", true),
            ("smtps://localhost:8465/", "localhost:8465", true),
            ("smtp://[::1]:2525", "::1:2525", false),
            ("::1", "::1:587", false),
        ] {
            let server: Server = typed.parse().expect(typed);
            assert_eq!(
                (server.to_string().as_str(), server.wrapped),
                (wanted, wrapped),
                "{typed}"
            );
        }
        for wrong in ["", "http://example.org", "example.org:port", "a b", "a\nb:25", "x:99999"]
        {
            assert!(wrong.parse::<Server>().is_err(), "{wrong:?}");
        }
    }
}
