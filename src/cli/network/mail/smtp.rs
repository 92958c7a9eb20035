//! Sending of messages by SMTP (RFC 6409). A password is sent only over TLS.

use std::env;
use std::error::Error as _;
use std::io;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{Error, SmtpTransport};
use lettre::{Message, Transport as _};

use super::server::SmtpServer;
use crate::cli::error::{CliError, Exit};
use crate::cli::network::tls_error::TlsError;

/// Time limit for an answer of the server.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Environment variable of the password.
const PASSWORD: &str = "OFFPRINT_SMTP_PASSWORD";

/// Returns the login of `user`. The password is the first line of the contents of a password file,
/// else in the environment: process lists show neither.
///
/// # Errors
/// If there is no password.
pub(crate) fn smtp_credentials(
    user: String,
    password_file: Option<&[u8]>,
) -> Result<Credentials, CliError> {
    let password = match password_file {
        Some(bytes) => String::from_utf8_lossy(bytes).lines().next().map(str::to_owned),
        None => env::var(PASSWORD).ok(),
    };
    match password.filter(|password| !password.is_empty()) {
        Some(password) => Ok(Credentials::new(user, password)),
        None if password_file.is_some() => {
            Err(CliError::usage("the password file has no password in its first line"))
        }
        None => Err(CliError::usage(format!(
            "--smtp-user needs a password in the variable {PASSWORD}"
        ))
        .hint(format!("read -rs {PASSWORD} && export {PASSWORD}"))),
    }
}

/// Options for sending messages.
#[derive(Debug, Clone)]
pub(crate) struct SmtpOptions {
    /// Server.
    pub(crate) server: SmtpServer,
    /// Login.
    pub(crate) credentials: Option<Credentials>,
    /// Send without encryption, inside a trusted network.
    pub(crate) plain: bool,
    /// Certificates that are trusted besides those of the system, as PEM.
    pub(crate) trusted_certificates: Option<Vec<u8>>,
}

impl SmtpOptions {
    fn tls_parameters(&self) -> Result<TlsParameters, Error> {
        let mut builder = TlsParameters::builder(self.server.host.clone());
        if let Some(pem) = &self.trusted_certificates {
            builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
        }
        builder.build()
    }

    /// Returns the encryption: TLS, unless the user refused it or the server is on this machine.
    fn tls(&self) -> Result<Tls, Error> {
        let is_local = self.server.is_loopback() && self.trusted_certificates.is_none();
        Ok(if self.server.implicit_tls {
            Tls::Wrapper(self.tls_parameters()?)
        } else if self.plain || is_local {
            Tls::None
        } else {
            Tls::Required(self.tls_parameters()?)
        })
    }
}

/// Sends a message.
///
/// # Errors
/// If the server does not accept the message for all recipients; then none gets it.
pub(crate) fn send_message(message: &Message, options: &SmtpOptions) -> Result<(), CliError> {
    let SmtpOptions { server, credentials, .. } = options;
    let tls = options.tls().map_err(|error| smtp_error(&error, options))?;
    let mut transport = SmtpTransport::builder_dangerous(&server.host)
        .port(server.port)
        .timeout(Some(TIMEOUT))
        .tls(tls);
    if let Some(credentials) = credentials {
        transport = transport.credentials(credentials.clone());
    }
    let sent = transport.build().send(message);
    sent.map(|_| ()).map_err(|error| smtp_error(&error, options))
}

/// Returns the error of the TLS connection that is the cause of an error.
fn tls_error(error: &Error) -> Option<TlsError> {
    let mut source = error.source();
    while let Some(error) = source {
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let inner = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>());
        if let Some(error) = inner.or_else(|| error.downcast_ref()) {
            return Some(TlsError::new(error));
        }
        source = error.source();
    }
    None
}

/// Returns the message for an error of the mail library.
fn smtp_error(error: &Error, options: &SmtpOptions) -> CliError {
    let server = &options.server;
    let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    let new_error = |code, message: String| CliError::new(Exit::Io, code, message);
    if error.is_timeout() {
        return new_error("smtp", format!("{server}: timed out"))
            .hint("check the port; 587 and 465 are usual");
    }
    if let Some(TlsError { message, hint, is_certificate }) = tls_error(error) {
        return new_error("smtp-tls", format!("{server}: {message}")).hint(if is_certificate {
            "for a server of your own, give its certificate with --smtp-ca FILE"
        } else {
            hint
        });
    }
    if error.is_tls() {
        return new_error("smtp-tls", format!("{server}: the TLS connection failed: {why}"))
            .hint("is the file of --smtp-ca a certificate in PEM format?");
    }
    if let Some(status) = error.status() {
        let refusal =
            new_error("smtp-refuses", format!("{server} rejected the message: {status} {why}"));
        return match u16::from(status) {
            535 if options.credentials.is_some() => {
                refusal.hint("check the user name and the password")
            }
            530 | 534 | 535 | 538 => refusal.hint("log in with --smtp-user NAME"),
            400..=499 => refusal.hint("try again later"),
            _ => refusal,
        };
    }
    if error.is_client() {
        return new_error("smtp", format!("{server} cannot be used: {why}"));
    }
    new_error("smtp", format!("cannot connect to {server}: {why}"))
        .hint("check the host name, and whether the server accepts connections from here")
}
