//! HTTP client for pages and pictures, with limits on size, time and redirects.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use libdeflater::{DecompressionError, Decompressor};
use rustls::crypto::ring;
use ureq::http::Response;
use ureq::http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, LOCATION};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};
use url::{Host, Url};

use super::fetch_error::FetchError;
use super::host_guard::{AdmissionError, GuardedResolver, HostGuard, HostPort, RedirectChain};
use crate::cli::address::{basic_authorization, without_login};

/// Value of the `User-Agent` header.
pub(crate) const USER_AGENT: &str = concat!("offprint/", env!("CARGO_PKG_VERSION"));

/// Redirects that are followed. Browsers follow 20; real sites need two or three.
const MOST_REDIRECTS: usize = 10;

/// Bytes that are first set aside for a body that is decompressed.
const FIRST_GUESS: usize = 64 << 10;

/// Time limit for connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Limits on the size and the duration of a download.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FetchLimits {
    /// Most bytes of the body, uncompressed.
    pub(crate) bytes: u64,
    /// Time limit for one request, from the connection to the last byte, and time after which no
    /// further redirect is followed.
    pub(crate) time: Duration,
}

/// Successful response of an HTTP server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HttpResponse {
    /// Body, uncompressed.
    pub(crate) body: Vec<u8>,
    /// Address after all redirects.
    pub(crate) url: Url,
    /// Media type from `Content-Type`, in lower case: `text/html`.
    pub(crate) media_type: Option<String>,
    /// Charset from `Content-Type`.
    pub(crate) charset: Option<String>,
}

/// HTTP client for one article. It reuses connections.
#[derive(Debug)]
pub(crate) struct HttpClient {
    agent: Agent,
    guard: Arc<HostGuard>,
    limits: FetchLimits,
}

impl HttpClient {
    /// Creates a client for the article at `page`, or for one in a file, that connects to hosts that
    /// `guard` admits.
    pub(crate) fn new(page: Option<&Url>, guard: Arc<HostGuard>, limits: FetchLimits) -> Self {
        let is_near = page.is_some_and(is_this_machine);
        let proxy = if is_near { None } else { ureq::Proxy::try_from_env() };
        let proxy_host = proxy.as_ref().map(|proxy| HostPort::new(proxy.host(), proxy.port()));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy)
            .user_agent(USER_AGENT)
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_global(Some(limits.time))
            .tls_config(tls_config(true))
            .build();
        let resolver = GuardedResolver { guard: Arc::clone(&guard), proxy: proxy_host };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Self { agent, guard, limits }
    }

    /// Fetches the article's page, and notes whether its final host was private.
    pub(crate) fn get_page(&self, url: &Url, accept: &str) -> Result<HttpResponse, FetchError> {
        let mut chain = RedirectChain::of_page();
        let response = self.get(url, accept, &mut chain)?;
        self.guard.note_page(chain);
        Ok(response)
    }

    /// Fetches a picture of the article.
    pub(crate) fn get_picture(
        &self,
        url: &Url,
        accept: &str,
    ) -> Result<HttpResponse, FetchError> {
        self.get(url, accept, &mut self.guard.picture_chain())
    }

    /// Fetches `url` and follows redirects.
    fn get(
        &self,
        url: &Url,
        accept: &str,
        chain: &mut RedirectChain,
    ) -> Result<HttpResponse, FetchError> {
        let begun = Instant::now();
        let mut url = url.clone();
        for _ in 0..=MOST_REDIRECTS {
            let mut response = self.request(&url, accept, chain)?;
            let status = response.status();
            if status.is_success() {
                let encodings = content_encodings(response.headers());
                let is_packed = match encodings.as_slice() {
                    [] => false,
                    [name] if is_gzip(name) => true,
                    _ => return Err(FetchError::ContentEncoding(encodings.join(", "))),
                };
                let (media_type, charset) = content_type(response.headers());
                let limit = self.limits.bytes;
                let body = response.body_mut().with_config().limit(limit).read_to_vec();
                let body = body.map_err(|error| FetchError::from_ureq(error, limit))?;
                let body = if is_packed { gunzip(&body, limit)? } else { body };
                return Ok(HttpResponse { body, url, media_type, charset });
            }
            let location = response.headers().get(LOCATION).filter(|_| status.is_redirection());
            let location = location.ok_or(FetchError::Status(status.as_u16()))?;
            url = redirect_target(&url, location.as_bytes())?;
            if begun.elapsed() > self.limits.time {
                return Err(FetchError::Timeout);
            }
        }
        Err(FetchError::TooManyRedirects(MOST_REDIRECTS))
    }

    /// Sends one request to a host that the guard admits.
    fn request(
        &self,
        url: &Url,
        accept: &str,
        chain: &mut RedirectChain,
    ) -> Result<Response<Body>, FetchError> {
        let mut request = self.agent.get(without_login(url).as_str()).header("Accept", accept);
        // The client would send the login as it is written in the URL, with percent escapes.
        if let Some(login) = basic_authorization(url, || None) {
            request = request.header(AUTHORIZATION, login);
        }
        let proxy = self.agent.config().proxy();
        let uri = request.uri_ref();
        let by_proxy =
            proxy.is_some_and(|proxy| !uri.is_some_and(|uri| proxy.is_no_proxy(uri)));
        let host = HostPort::from_url(url).ok_or(FetchError::InvalidRedirect)?;
        match self.guard.admit(&host, chain) {
            Ok(()) => {}
            // The proxy can resolve names that this machine cannot.
            Err(AdmissionError::Lookup(_)) if by_proxy => {}
            Err(AdmissionError::Lookup(error)) if error.kind() == io::ErrorKind::TimedOut => {
                return Err(FetchError::Timeout);
            }
            Err(AdmissionError::Lookup(_)) => return Err(FetchError::UnknownHost),
            Err(AdmissionError::Refused(refusal)) => return Err(FetchError::Refused(refusal)),
        }
        request.call().map_err(|error| FetchError::from_ureq(error, self.limits.bytes))
    }
}

/// Returns the TLS settings of a client. Without `verify` any certificate is accepted; with it, the
/// system must trust it.
pub(crate) fn tls_config(verify: bool) -> TlsConfig {
    TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
        .disable_verification(!verify)
        .build()
}

/// Resolves the `Location` header of a redirect.
fn redirect_target(from: &Url, location: &[u8]) -> Result<Url, FetchError> {
    // Servers send UTF-8 where they should send escapes.
    let location = String::from_utf8_lossy(location);
    let url = from.join(&location).map_err(|_| FetchError::InvalidRedirect)?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        other => Err(FetchError::RedirectScheme(other.to_owned())),
    }
}

/// Returns whether an address names this machine, for which no proxy is used.
fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Returns the names of the encodings of a body that the client did not decode.
fn content_encodings(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let values: Vec<_> =
        values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    let names = values.iter().flat_map(|value| value.split(',')).map(str::trim);
    let is_coded = |name: &&str| !name.is_empty() && !name.eq_ignore_ascii_case("identity");
    names.filter(is_coded).map(str::to_owned).collect()
}

/// Returns whether an encoding is gzip, which the client decodes by its usual name only: names have no
/// case, and `x-gzip` means the same (RFC 9110, 8.4.1).
fn is_gzip(encoding: &str) -> bool {
    ["gzip", "x-gzip"].iter().any(|name| encoding.eq_ignore_ascii_case(name))
}

/// Decompresses a body to at most `limit` bytes.
fn gunzip(packed: &[u8], limit: u64) -> Result<Vec<u8>, FetchError> {
    let most = usize::try_from(limit).expect("a limit of megabytes").saturating_add(1);
    let mut size = packed.len().saturating_mul(4).max(FIRST_GUESS).min(most);
    loop {
        let mut body = vec![0; size];
        match Decompressor::new().gzip_decompress(packed, &mut body) {
            Ok(length) if length < most => {
                body.truncate(length);
                return Ok(body);
            }
            Ok(_) => return Err(FetchError::TooLarge(limit)),
            Err(DecompressionError::InsufficientSpace) if size == most => {
                return Err(FetchError::TooLarge(limit));
            }
            Err(DecompressionError::InsufficientSpace) => {
                size = size.saturating_mul(4).min(most);
            }
            Err(DecompressionError::BadData) => {
                return Err(FetchError::Protocol("the body is not valid gzip".to_owned()));
            }
        }
    }
}

/// Returns the media type and the charset of the `Content-Type` header.
fn content_type(headers: &HeaderMap) -> (Option<String>, Option<String>) {
    let Some(value) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return (None, None);
    };
    let mut parts = value.split(';');
    let media_type = parts.next().map(|name| name.trim().to_ascii_lowercase());
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        name.trim().eq_ignore_ascii_case("charset").then(|| value.to_owned())
    });
    (media_type.filter(|name| name.contains('/')), charset)
}
