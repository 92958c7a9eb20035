//! Errors of IPP requests, with messages and hints for the user.

use std::error::Error;
use std::fmt;

use ipp::model::StatusCode;

use super::address::PrinterAddress;
use crate::cli::error::{CliError, Exit};
use crate::cli::network::fetch_error::FetchError;

/// Error of a request to a printer or to CUPS.
#[derive(Debug)]
pub(crate) enum IppError {
    /// The printer cannot be reached.
    Unreachable(FetchError),
    /// The response, or the request, is not valid IPP, for this reason.
    Malformed(String),
    /// The printer rejected the request.
    Rejected {
        /// Status code.
        status: StatusCode,
        /// The printer's own message.
        message: Option<String>,
        /// Attributes that the printer does not support.
        unsupported: Vec<String>,
    },
}

impl fmt::Display for IppError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(error) => write!(out, "{error}"),
            Self::Malformed(why) => write!(out, "not a valid IPP response: {why}"),
            Self::Rejected { status, message, unsupported } => {
                write!(out, "the printer rejected the request: {}", describe_status(*status))?;
                if let Some(message) = message {
                    write!(out, " (\"{message}\")")?;
                }
                if !unsupported.is_empty() {
                    write!(out, "; not supported: {}", unsupported.join(", "))?;
                }
                Ok(())
            }
        }
    }
}

impl Error for IppError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreachable(error) => Some(error),
            Self::Malformed(_) | Self::Rejected { .. } => None,
        }
    }
}

impl IppError {
    /// Returns the message for an article that cannot be printed at `address`.
    pub(crate) fn cli_error(&self, address: &PrinterAddress) -> CliError {
        match self {
            Self::Unreachable(_) if address.is_cups() => {
                let message = format!("{address}: CUPS does not answer: {self}");
                CliError::new(Exit::Io, "no-printer", message).hint(
                    "start the printing service CUPS, or give the printer's address with \
                     --printer ipp://HOST",
                )
            }
            Self::Unreachable(error) => {
                let message = format!("{address}: cannot reach the printer: {error}");
                CliError::new(Exit::Io, "no-printer", message).hint(unreachable_hint(error))
            }
            Self::Malformed(_) => {
                CliError::new(Exit::Io, "no-printer", format!("{address}: {self}"))
                    .hint("check that the address is a printer's")
            }
            Self::Rejected { status, .. } => CliError {
                hint: rejected_hint(*status).map(str::to_owned),
                ..CliError::new(Exit::Io, "printer-refuses", format!("{address}: {self}"))
            },
        }
    }
}

fn unreachable_hint(error: &FetchError) -> &'static str {
    match error {
        FetchError::Tls(error) if error.is_certificate => {
            "printers use self-signed certificates: if you trust your network, add \
             --any-certificate"
        }
        FetchError::Status(401 | 403) => {
            "the printer requires a login: --printer ipp://NAME@HOST, with the password in the \
             variable OFFPRINT_PRINTER_PASSWORD"
        }
        FetchError::Status(404) => "check the path; most printers use /ipp/print",
        _ => {
            "check that the printer is switched on, and its address; `offprint print --list` \
             lists the printers of CUPS"
        }
    }
}

fn describe_status(status: StatusCode) -> String {
    let words = match status {
        StatusCode::ClientErrorDocumentFormatNotSupported => "PDF is not supported",
        StatusCode::ClientErrorAttributesOrValuesNotSupported => "an option is not supported",
        StatusCode::ClientErrorConflictingAttributes => "the options conflict",
        StatusCode::ClientErrorDocumentFormatError => "it cannot read the PDF",
        StatusCode::ClientErrorRequestEntityTooLong => "the PDF is too large",
        StatusCode::ClientErrorNotFound => "no such printer",
        StatusCode::ClientErrorNotAuthenticated
        | StatusCode::ClientErrorNotAuthorized
        | StatusCode::ClientErrorForbidden => "access denied",
        StatusCode::ServerErrorNotAcceptingJobs => "it does not accept jobs now",
        StatusCode::ServerErrorBusy => "it is busy",
        StatusCode::ServerErrorServiceUnavailable | StatusCode::ServerErrorTemporaryError => {
            "temporarily unavailable"
        }
        StatusCode::ServerErrorDeviceError => "printer hardware error",
        other => return other.to_string().to_lowercase(),
    };
    words.to_owned()
}

fn rejected_hint(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::ServerErrorBusy
        | StatusCode::ServerErrorNotAcceptingJobs
        | StatusCode::ServerErrorTemporaryError
        | StatusCode::ServerErrorServiceUnavailable => Some("try again later"),
        StatusCode::ClientErrorNotFound => {
            Some("`offprint print --list` lists the printers of CUPS")
        }
        _ => None,
    }
}
