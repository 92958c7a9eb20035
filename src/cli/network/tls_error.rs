//! Errors of TLS connections, in the words that other programs use for them.

use rustls::{AlertDescription, CertificateError, Error, OtherError, PeerIncompatible};

/// Error of a TLS connection: what happened, and what the user can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TlsError {
    /// Message without a full stop.
    pub(crate) message: String,
    /// Advice.
    pub(crate) hint: &'static str,
    /// The server's certificate is the cause.
    pub(crate) is_certificate: bool,
}

/// Advice if the certificate's dates are the cause.
const DATE_HINT: &str =
    "check the date of this computer; otherwise the operator must renew the certificate";

/// Advice if the certificate proves nothing.
const TRUST_HINT: &str = "the connection is not safe; SSL_CERT_FILE can name a certificate that \
    you trust";

/// Advice if the names differ.
const NAME_HINT: &str = "check the host in the address; the connection is not safe";

/// Advice if the two sides have no protocol in common.
const PROTOCOL_HINT: &str = "Offprint supports TLS 1.2 and 1.3";

/// Advice for every other error.
const OTHER_HINT: &str = "save the page in a browser and give that file";

impl TlsError {
    /// Describes an error. Texts of the TLS library are not shown: many are names in its code.
    pub(crate) fn new(error: &Error) -> Self {
        if let Error::InvalidCertificate(why) = error {
            let (words, hint) = describe_certificate_error(why);
            let message = format!("the server's certificate is not accepted: {words}");
            return Self { message, hint, is_certificate: true };
        }
        let (words, hint) = describe_connection_error(error);
        let message = format!("the TLS connection failed: {words}");
        Self { message, hint, is_certificate: false }
    }
}

/// Returns why a certificate is not accepted, and the advice.
fn describe_certificate_error(error: &CertificateError) -> (&'static str, &'static str) {
    use CertificateError as E;
    match error {
        E::Expired | E::ExpiredContext { .. } => ("certificate expired", DATE_HINT),
        E::NotValidYet | E::NotValidYetContext { .. } => {
            ("certificate is not yet valid", DATE_HINT)
        }
        E::NotValidForName | E::NotValidForNameContext { .. } => {
            ("certificate is for another host name", NAME_HINT)
        }
        E::UnknownIssuer => (
            "unknown issuer: it is self-signed, or by an authority that this system does not trust",
            TRUST_HINT,
        ),
        E::Revoked => ("certificate was revoked", TRUST_HINT),
        E::UnknownRevocationStatus
        | E::ExpiredRevocationList
        | E::ExpiredRevocationListContext { .. }
        | E::InvalidOcspResponse => {
            ("it is not known whether the certificate was revoked", TRUST_HINT)
        }
        E::BadSignature => ("the signature of the certificate is wrong", TRUST_HINT),
        E::UnsupportedSignatureAlgorithmContext { .. }
        | E::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            ("the signature of the certificate has an unsupported algorithm", TRUST_HINT)
        }
        E::InvalidPurpose | E::InvalidPurposeContext { .. } => {
            ("certificate is not for servers", TRUST_HINT)
        }
        E::Other(other) if is_authority_as_server(other) => {
            ("self-signed certificate", TRUST_HINT)
        }
        // The certificate is malformed, or a verifier of the system gives another reason.
        _ => ("the certificate is invalid", TRUST_HINT),
    }
}

/// Returns whether the certificate is that of an authority, shown by the server itself. Tools make
/// self-signed certificates so. The verifier's error is known by its name only.
fn is_authority_as_server(error: &OtherError) -> bool {
    error.to_string() == "CaUsedAsEndEntity"
}

/// Returns why a connection failed, and the advice.
fn describe_connection_error(error: &Error) -> (String, &'static str) {
    let words = match error {
        Error::AlertReceived(AlertDescription::ProtocolVersion)
        | Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        ) => return ("unsupported protocol version".to_owned(), PROTOCOL_HINT),
        Error::AlertReceived(AlertDescription::HandshakeFailure)
        | Error::PeerIncompatible(_) => {
            let words = "handshake failure: no protocol version or cipher in common";
            return (words.to_owned(), PROTOCOL_HINT);
        }
        Error::InvalidMessage(_) => {
            let words = "the server does not speak TLS (wrong version number)";
            return (words.to_owned(), "does the address begin with http instead of https?");
        }
        Error::AlertReceived(AlertDescription::UnrecognisedName) => {
            return ("the server does not know this host name".to_owned(), NAME_HINT);
        }
        Error::AlertReceived(
            AlertDescription::CertificateRequired | AlertDescription::AccessDenied,
        ) => "the server requires a certificate of the client".to_owned(),
        Error::AlertReceived(alert) => {
            format!("the server ended it with TLS alert {}", u8::from(*alert))
        }
        Error::NoCertificatesPresented => "the server showed no certificate".to_owned(),
        Error::FailedToGetCurrentTime => "the clock cannot be read".to_owned(),
        _ => "the server does not follow the protocol".to_owned(),
    };
    (words, OTHER_HINT)
}
