//! Errors of HTTP requests, with messages and hints for the user.

use std::error::Error;
use std::fmt;
use std::io;

use super::host_guard::RefusedHost;
use super::tls_error::TlsError;
use crate::cli::error::{CliError, Exit, describe_io_error};

/// Error of a request to an HTTP or IPP server.
#[derive(Debug)]
pub(crate) enum FetchError {
    /// The host name has no address.
    UnknownHost,
    /// The host is not public, and the user did not name it.
    Refused(RefusedHost),
    /// The connection failed or was closed.
    Connection(io::Error),
    /// The server did not answer in time.
    Timeout,
    /// The TLS connection failed.
    Tls(TlsError),
    /// The body is compressed in a way that was not asked for.
    ContentEncoding(String),
    /// The server answered with this HTTP status.
    Status(u16),
    /// The body is larger than this number of bytes.
    TooLarge(u64),
    /// There are more redirects than this number.
    TooManyRedirects(usize),
    /// A redirect without a valid address.
    InvalidRedirect,
    /// A redirect to an address of this scheme.
    RedirectScheme(String),
    /// The media type of the body is not one of an article.
    MediaType(String),
    /// The response is not valid HTTP, for this reason.
    Protocol(String),
}

impl FetchError {
    /// Converts an error of the HTTP client; `limit` is the limit of the body, in bytes.
    pub(crate) fn from_ureq(error: ureq::Error, limit: u64) -> Self {
        match error {
            ureq::Error::HostNotFound => Self::UnknownHost,
            ureq::Error::Timeout(_) => Self::Timeout,
            ureq::Error::BodyExceedsLimit(_) => Self::TooLarge(limit),
            ureq::Error::StatusCode(status) => Self::Status(status),
            ureq::Error::Rustls(error) => Self::Tls(TlsError::new(&error)),
            ureq::Error::Io(error) => Self::from_io(error, limit),
            other => Self::Protocol(other.to_string()),
        }
    }

    /// Converts an I/O error, which can wrap another error of the client.
    fn from_io(error: io::Error, limit: u64) -> Self {
        let error = match error.downcast::<ureq::Error>() {
            Ok(inner) => return Self::from_ureq(inner, limit),
            Err(error) => error,
        };
        if let Some(error) = error.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>()) {
            return Self::Tls(TlsError::new(error));
        }
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::Timeout,
            _ => Self::Connection(error),
        }
    }

    /// Returns what the user can do.
    fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::UnknownHost => "check the address and the network connection",
            Self::Refused(_) => "if you trust it, name its address on the command line",
            Self::Connection(_) | Self::Timeout => {
                "try again later, or save the page in a browser and give that file"
            }
            Self::Tls(error) => error.hint,
            Self::Status(401 | 402 | 403 | 407 | 418 | 429 | 451 | 503 | 999) => {
                "it does not admit programs: save the page in a browser and give that file"
            }
            Self::Status(404 | 410) => "check the address; a web archive may have the page",
            Self::TooLarge(_)
            | Self::TooManyRedirects(_)
            | Self::MediaType(_)
            | Self::ContentEncoding(_) => "save the article in a browser and give that file",
            Self::Status(_)
            | Self::InvalidRedirect
            | Self::RedirectScheme(_)
            | Self::Protocol(_) => return None,
        })
    }

    /// Returns the code of the message in JSON, in kebab case.
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownHost => "no-host",
            Self::Refused(_) => "private-address",
            Self::Connection(_) => "no-connection",
            Self::Timeout => "timeout",
            Self::Tls(TlsError { is_certificate: true, .. }) => "certificate",
            Self::Tls(_) => "tls",
            Self::ContentEncoding(_) => "content-encoding",
            Self::Status(_) => "http-status",
            Self::TooLarge(_) => "input-too-large",
            Self::TooManyRedirects(_) | Self::InvalidRedirect | Self::RedirectScheme(_) => {
                "redirect"
            }
            Self::MediaType(_) => "not-an-article",
            Self::Protocol(_) => "http",
        }
    }

    /// Returns the message for an article that cannot be fetched.
    pub(crate) fn cli_error(&self) -> CliError {
        let error = CliError::new(Exit::Io, self.code(), format!("cannot fetch it: {self}"));
        CliError { hint: self.hint().map(str::to_owned), ..error }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownHost => out.write_str("host not found (DNS)"),
            Self::Refused(refusal) => write!(out, "{refusal}"),
            Self::Connection(error) => out.write_str(&describe_connection_error(error)),
            Self::Timeout => out.write_str("timed out: the server did not answer in time"),
            Self::Tls(error) => out.write_str(&error.message),
            Self::ContentEncoding(encodings) => write!(
                out,
                "the server sent it compressed as {encodings}, although only gzip was asked for"
            ),
            Self::Status(status) => match status_name(*status) {
                Some(name) => write!(out, "the server answered HTTP status {status}, {name}"),
                None => write!(out, "the server answered HTTP status {status}"),
            },
            Self::TooLarge(limit) => write!(out, "it is larger than {} MiB", limit >> 20),
            Self::TooManyRedirects(most) => {
                write!(out, "too many redirects: more than {most}")
            }
            Self::InvalidRedirect => out.write_str("it was redirected to an invalid address"),
            Self::RedirectScheme(scheme) => {
                write!(out, "it was redirected to `{scheme}:`; only http and https are allowed")
            }
            Self::MediaType(media_type) => {
                write!(out, "its media type is {media_type}, which is not an article")
            }
            Self::Protocol(why) => write!(out, "invalid HTTP response: {why}"),
        }
    }
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Connection(error) => Some(error),
            _ => None,
        }
    }
}

/// Returns the message of an I/O error of a connection.
fn describe_connection_error(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused",
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::BrokenPipe => "the server closed the connection",
        io::ErrorKind::HostUnreachable => "host unreachable",
        io::ErrorKind::NetworkUnreachable => "network unreachable",
        _ => return describe_io_error(error),
    };
    words.to_owned()
}

/// Returns the name of an HTTP status that users meet.
fn status_name(status: u16) -> Option<&'static str> {
    Some(match status {
        400 => "bad request",
        401 => "login required",
        402 | 403 => "access denied",
        404 => "not found",
        407 => "proxy login required",
        408 => "request timeout",
        410 => "gone",
        429 => "too many requests",
        451 => "unavailable for legal reasons",
        500..=599 => "server error",
        _ => return None,
    })
}
