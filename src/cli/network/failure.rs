//! Why something could not be had, and what to do.
//!
//! Comes in: errors of the client. Goes out: a [`Failure`] in plain words. Never done here:
//! trying again.

use std::error::Error;
use std::fmt;
use std::io;

use rustls::CertificateError;

use super::guard::Refusal;
use crate::cli::trouble::{Exit, Trouble, reason};

/// Why something could not be had.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No server has this name.
    NoHost,
    /// It may not be reached.
    Refused(Refusal),
    /// The connection could not be made, or broke.
    Connection(io::Error),
    /// It took too long.
    Timeout,
    /// The server could not show who it is.
    Certificate(String),
    /// The server answered with this status.
    Status(u16),
    /// There is more than this many bytes.
    TooLarge(u64),
    /// More redirects than this.
    Redirects(usize),
    /// A redirect to no address.
    Nowhere,
    /// A redirect to an address of this scheme.
    Scheme(String),
    /// It is something else than asked for.
    Kind(String),
    /// The server does not speak HTTP as it should.
    Protocol(String),
}

impl Failure {
    /// What the client's error means; `limit` is how much was to be read at most.
    pub(crate) fn of(error: ureq::Error, limit: u64) -> Self {
        match error {
            ureq::Error::HostNotFound => Self::NoHost,
            ureq::Error::Timeout(_) => Self::Timeout,
            ureq::Error::BodyExceedsLimit(_) => Self::TooLarge(limit),
            ureq::Error::StatusCode(status) => Self::Status(status),
            ureq::Error::Rustls(error) => Self::Certificate(spelled(&error)),
            ureq::Error::Tls(what) => Self::Certificate(what.to_owned()),
            ureq::Error::Io(error) => Self::of_io(error, limit),
            ureq::Error::Other(inner) => match inner.downcast::<Refusal>() {
                Ok(refusal) => Self::Refused(*refusal),
                Err(other) => Self::Protocol(other.to_string()),
            },
            other => Self::Protocol(other.to_string()),
        }
    }

    fn of_io(error: io::Error, limit: u64) -> Self {
        if error.get_ref().is_some_and(|inner| inner.is::<ureq::Error>()) {
            let inner = error.into_inner().map(|inner| inner.downcast::<ureq::Error>());
            return match inner {
                Some(Ok(inner)) => Self::of(*inner, limit),
                _ => Self::Protocol("it broke off".to_owned()),
            };
        }
        if let Some(error) = error.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>()) {
            return Self::Certificate(spelled(error));
        }
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::Timeout,
            _ => Self::Connection(error),
        }
    }

    /// What to do about it; `whose` is the page or a picture.
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoHost => "is it written rightly, and are you connected?",
            Self::Refused(_) => "if you trust it, give its address yourself",
            Self::Connection(_) | Self::Timeout => {
                "try again later, or save the page in a browser"
            }
            Self::Certificate(_) => "is the clock right? else somebody may be listening in",
            Self::Status(401 | 402 | 403 | 407 | 418 | 429 | 451 | 503 | 999) => {
                "it does not let programs in: save the page in a browser and give that file"
            }
            Self::Status(404 | 410) => "is the address right? an archive may have the page",
            Self::TooLarge(_) | Self::Redirects(_) | Self::Kind(_) => {
                "save the article in a browser and give that file"
            }
            Self::Status(_) | Self::Nowhere | Self::Scheme(_) | Self::Protocol(_) => {
                return None;
            }
        };
        Some(hint.to_owned())
    }

    /// A stable name for programs.
    fn code(&self) -> &'static str {
        match self {
            Self::NoHost => "no-host",
            Self::Refused(_) => "private-address",
            Self::Connection(_) => "no-connection",
            Self::Timeout => "timeout",
            Self::Certificate(_) => "certificate",
            Self::Status(_) => "http-status",
            Self::TooLarge(_) => "input-too-large",
            Self::Redirects(_) | Self::Nowhere | Self::Scheme(_) => "redirect",
            Self::Kind(_) => "not-an-article",
            Self::Protocol(_) => "http",
        }
    }

    /// The failure as it will be told.
    pub(crate) fn trouble(&self) -> Trouble {
        let trouble = Trouble::new(Exit::Io, self.code(), format!("cannot fetch it: {self}"));
        Trouble { hint: self.hint(), ..trouble }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHost => out.write_str("no server has this name"),
            Self::Refused(refusal) => write!(out, "{refusal}"),
            Self::Connection(error) => out.write_str(&connection(error)),
            Self::Timeout => out.write_str("the server did not answer in time"),
            Self::Certificate(why) => {
                write!(out, "the server could not show who it is: {why}")
            }
            Self::Status(status) => {
                write!(out, "the server answered {}", status_words(*status))
            }
            Self::TooLarge(limit) => write!(out, "it is larger than {} MiB", limit >> 20),
            Self::Redirects(most) => write!(out, "it was redirected more than {most} times"),
            Self::Nowhere => out.write_str("it was redirected to what is no address"),
            Self::Scheme(scheme) => {
                write!(
                    out,
                    "it was redirected to `{scheme}:`, and only http and https are followed"
                )
            }
            Self::Kind(media_type) => {
                write!(out, "it is of the kind {media_type}, and no article")
            }
            Self::Protocol(why) => write!(out, "the server does not speak HTTP well: {why}"),
        }
    }
}

impl Error for Failure {}

/// What the system says of a connection.
fn connection(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "nobody listens there".to_owned(),
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::BrokenPipe => "the connection broke off".to_owned(),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            "no way leads there; are you connected?".to_owned()
        }
        _ => reason(error),
    }
}

/// What is wrong with a server's proof, in plain words.
pub(crate) fn spelled(error: &rustls::Error) -> String {
    let rustls::Error::InvalidCertificate(why) = error else { return error.to_string() };
    let words = match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another name"
        }
        CertificateError::UnknownIssuer => "nobody known vouches for its certificate",
        CertificateError::Revoked => "its certificate was revoked",
        _ => return why.to_string(),
    };
    words.to_owned()
}

/// A status with its name, where it is one that people meet.
fn status_words(status: u16) -> String {
    let words = match status {
        400 => "bad request",
        401 => "log in first",
        402 | 403 => "access denied",
        404 => "not found",
        407 => "the proxy wants a login",
        408 => "too slow",
        410 => "gone",
        429 => "too many requests",
        451 => "not for legal reasons",
        500..=599 => "it is in trouble itself",
        _ => return format!("with status {status}"),
    };
    format!("{status}, {words}")
}
