//! How servers show who they are.
//!
//! Comes in: whether they must. Goes out: the client's settings for it. Never done here:
//! cryptography.

use std::sync::Arc;

use rustls::crypto::ring;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

/// Settings by which a server must show a certificate that the system trusts; where `must` is
/// false, any certificate will do.
pub(crate) fn config(must: bool) -> TlsConfig {
    TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
        .disable_verification(!must)
        .build()
}
