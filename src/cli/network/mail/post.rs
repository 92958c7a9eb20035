//! The post: a message goes to a mail server.
//!
//! Comes in: a message, the server that the person named, a login. Goes out: that the server took
//! it, or why not. Never done here: a password sent where others could read it.

use std::env;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{Error, SmtpTransport};
use lettre::{Message, Transport as _};

use super::server::Server;
use crate::cli::trouble::{Exit, Trouble};

/// How long the server may take for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the password of a login is.
pub(crate) const PASSWORD: &str = "OFFPRINT_SMTP_PASSWORD";

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
    let tls =
        || TlsParameters::new(server.host().to_owned()).map_err(|error| told(&error, way));
    let tls = if server.is_wrapped() {
        Tls::Wrapper(tls()?)
    } else if *plain || server.is_here() {
        Tls::None
    } else {
        Tls::Required(tls()?)
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
