//! The post: a message goes to a mail server.
//!
//! Comes in: a message, the server that the person named, a login. Goes out: that the server took
//! it, or why not. Never done here: a password sent where others could read it.

use std::env;
use std::io;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{Error, SmtpTransport};
use lettre::{Message, Transport as _};

use super::server::Server;
use crate::cli::network::failure::spelled;
use crate::cli::trouble::{Exit, Trouble};

/// How long the server may take for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the password of a login is.
pub(crate) const PASSWORD: &str = "OFFPRINT_SMTP_PASSWORD";

/// Who sends, where the server wants to know.
#[derive(Debug, Clone)]
pub(crate) struct Login(Credentials);

impl Login {
    /// The login of `user`; the password is the first line of what was read from a file, else in
    /// the environment: no list of processes shows either.
    pub(crate) fn of(user: String, file: Option<&[u8]>) -> Result<Self, Trouble> {
        let password = match file {
            Some(bytes) => String::from_utf8_lossy(bytes).lines().next().map(str::to_owned),
            None => env::var(PASSWORD).ok(),
        };
        match password.filter(|password| !password.is_empty()) {
            Some(password) => Ok(Self(Credentials::new(user, password))),
            None if file.is_some() => Err(Trouble::usage("there is no password in the file")),
            None => Err(Trouble::usage(format!("--smtp-user wants a password in {PASSWORD}"))
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
    /// Certificates that are trusted besides those of the system, as PEM.
    pub(crate) trusted: Option<Vec<u8>>,
}

impl Way {
    fn tls(&self) -> Result<TlsParameters, Trouble> {
        let mut builder = TlsParameters::builder(self.server.host().to_owned());
        if let Some(pem) = &self.trusted {
            let certificate = Certificate::from_pem(pem).map_err(|error| told(&error, self))?;
            builder = builder.add_root_certificate(certificate);
        }
        builder.build().map_err(|error| told(&error, self))
    }
}

/// Sends the message: the server has taken it for all it goes to, or it is not sent.
pub(crate) fn send(message: &Message, way: &Way) -> Result<(), Trouble> {
    let Way { server, login, plain, trusted } = way;
    let here = server.is_here() && trusted.is_none();
    let tls = if server.is_wrapped() {
        Tls::Wrapper(way.tls()?)
    } else if *plain || here {
        Tls::None
    } else {
        Tls::Required(way.tls()?)
    };
    let mut transport = SmtpTransport::builder_dangerous(server.host())
        .port(server.port())
        .timeout(Some(PATIENCE))
        .tls(tls);
    if let Some(Login(credentials)) = login {
        transport = transport.credentials(credentials.clone());
    }
    transport.build().send(message).map(|_| ()).map_err(|error| told(&error, way))
}

/// Why a server could not show who it is, where that is what stands behind an error.
fn stranger(error: &Error) -> Option<String> {
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let inner = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>());
        if let Some(error) = inner.or_else(|| error.downcast_ref()) {
            return Some(spelled(error));
        }
        source = error.source();
    }
    None
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
    let unknown = stranger(error);
    if error.is_tls() || unknown.is_some() {
        let why = unknown.unwrap_or(why);
        return trouble("smtp-tls", format!("{server} could not show who it is: {why}")).hint(
            "a server of your own may vouch for itself: --smtp-ca FILE with its certificate",
        );
    }
    if let Some(status) = error.status() {
        let trouble = trouble("smtp-refuses", format!("{server} refuses it: {status} {why}"));
        return match u16::from(status) {
            530 | 534 | 538 => trouble.hint("log in with --smtp-user NAME"),
            535 if way.login.is_some() => trouble.hint("are the name and the password right?"),
            535 => trouble.hint("log in with --smtp-user NAME"),
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
