//! Getting what lies at an address, within limits.
//!
//! Comes in: an address. Goes out: an [`Answer`], or a [`Failure`] that says what to do. Never
//! done here: a redirect followed unseen, more read than the limit, a scheme other than http and
//! https.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::http::Response;
use ureq::http::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use ureq::unversioned::transport::DefaultConnector;
use url::{Host, Url};

use super::failure::Failure;
use super::guard::{Denial, Guard, Lookup, Place, RedirectChain};
use super::tls;

/// How this program names itself to servers.
pub(crate) const USER_AGENT: &str = concat!("offprint/", env!("CARGO_PKG_VERSION"));

/// Redirects that are followed. Browsers follow 20; real sites need two or three.
const MOST_REDIRECTS: usize = 10;

/// The time to connect.
const TO_CONNECT: Duration = Duration::from_secs(10);

/// How much may be fetched, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The most bytes, unpacked.
    pub(crate) bytes: u64,
    /// The time for one request, from the connection to the last byte.
    pub(crate) request: Duration,
    /// The time after which no further redirect is followed.
    pub(crate) redirects: Duration,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The bytes, unpacked.
    pub(crate) bytes: Vec<u8>,
    /// Where they were in the end.
    pub(crate) url: Url,
    /// What the server calls them, in small letters: `text/html`.
    pub(crate) media_type: Option<String>,
    /// The encoding that the server names.
    pub(crate) charset: Option<String>,
}

/// Gets pages and pictures for one article. Connections are kept and used again.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    guard: Arc<Guard>,
    limits: Limits,
}

impl Client {
    /// Creates a client for the article at `page`, or for one in a file, that goes where `guard`
    /// admits.
    pub(crate) fn new(page: Option<&Url>, guard: Arc<Guard>, limits: Limits) -> Self {
        let near = page.is_some_and(is_this_machine);
        let proxy = if near { None } else { ureq::Proxy::try_from_env() };
        let proxy_place = proxy.as_ref().map(|proxy| Place::new(proxy.host(), proxy.port()));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy)
            .user_agent(USER_AGENT)
            .timeout_connect(Some(TO_CONNECT))
            .timeout_global(Some(limits.request))
            .tls_config(tls::config(true))
            .build();
        let lookup = Lookup { guard: Arc::clone(&guard), proxy: proxy_place };
        let agent = Agent::with_parts(config, DefaultConnector::default(), lookup);
        Self { agent, guard, limits }
    }

    /// Gets the article's page, and notes where it was in the end.
    pub(crate) fn get_page(&self, url: &Url, accept: &str) -> Result<Answer, Failure> {
        let mut chain = RedirectChain::of_page();
        let answer = self.get(url, accept, &mut chain)?;
        self.guard.note_page(chain);
        Ok(answer)
    }

    /// Gets a picture of the article.
    pub(crate) fn get_picture(&self, url: &Url, accept: &str) -> Result<Answer, Failure> {
        self.get(url, accept, &mut self.guard.picture_chain())
    }

    /// Gets what lies at `url`, after as many redirects as are allowed.
    fn get(
        &self,
        url: &Url,
        accept: &str,
        chain: &mut RedirectChain,
    ) -> Result<Answer, Failure> {
        let begun = Instant::now();
        let mut url = url.clone();
        for _ in 0..=MOST_REDIRECTS {
            let response = self.ask(&url, accept, chain)?;
            let status = response.status();
            if !status.is_redirection() {
                return if status.is_success() {
                    self.take(response, url)
                } else {
                    Err(Failure::Status(status.as_u16()))
                };
            }
            let location = response.headers().get(LOCATION).map(|value| value.as_bytes());
            url = next(&url, location.ok_or(Failure::Status(status.as_u16()))?)?;
            if begun.elapsed() > self.limits.redirects {
                return Err(Failure::Timeout);
            }
        }
        Err(Failure::Redirects(MOST_REDIRECTS))
    }

    fn ask(
        &self,
        url: &Url,
        accept: &str,
        chain: &mut RedirectChain,
    ) -> Result<Response<ureq::Body>, Failure> {
        let request = self.agent.get(url.as_str()).header("Accept", accept);
        let proxy = self.agent.config().proxy();
        let uri = request.uri_ref();
        let by_proxy =
            proxy.is_some_and(|proxy| !uri.is_some_and(|uri| proxy.is_no_proxy(uri)));
        let place = Place::of(url).ok_or(Failure::Nowhere)?;
        match self.guard.admit(&place, chain) {
            Ok(()) => {}
            // The proxy may know names that are not known here.
            Err(Denial::Lookup(_)) if by_proxy => {}
            Err(Denial::Lookup(error)) if error.kind() == io::ErrorKind::TimedOut => {
                return Err(Failure::Timeout);
            }
            Err(Denial::Lookup(_)) => return Err(Failure::NoHost),
            Err(Denial::Refused(refusal)) => return Err(Failure::Refused(refusal)),
        }
        request.call().map_err(|error| Failure::of(error, self.limits.bytes))
    }

    fn take(&self, mut response: Response<ureq::Body>, url: Url) -> Result<Answer, Failure> {
        let (media_type, charset) = content_type(response.headers());
        let limit = self.limits.bytes;
        let bytes = response.body_mut().with_config().limit(limit).read_to_vec();
        let bytes = bytes.map_err(|error| Failure::of(error, limit))?;
        Ok(Answer { bytes, url, media_type, charset })
    }
}

/// Where a redirect leads.
fn next(from: &Url, location: &[u8]) -> Result<Url, Failure> {
    // Servers send UTF-8 where they should send escapes.
    let location = String::from_utf8_lossy(location);
    let url = from.join(&location).map_err(|_| Failure::Nowhere)?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        other => Err(Failure::Scheme(other.to_owned())),
    }
}

/// Whether an address names this machine, which no proxy is asked for.
fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The media type and the charset of a `Content-Type`.
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
