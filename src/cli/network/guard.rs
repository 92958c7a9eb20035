//! The hosts that may be reached: public ones and named ones.
//!
//! A page decides where its redirects and pictures lead, so it must not lead this program to the
//! machines behind the person's firewall. Every URL is checked before it is requested, at every
//! redirect, by all addresses that its host has; a name keeps the addresses of its first resolution,
//! so what was checked is what is connected to.

use std::error::Error;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::Url;

use super::names::{PinnedNames, normalized_name};
use super::space::{Space, space};

/// The ports of http and https, which are one place: a site moves its visitors from the one to
/// the other.
const WEB_PORTS: [u16; 2] = [80, 443];

/// Addresses that are tried of one host; the client's array holds no more.
const MOST_ADDRESSES: usize = 16;

/// A host and a port.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    host: String,
    port: u16,
}

/// Decides what may be reached for one article.
#[derive(Debug)]
pub(crate) struct Guard {
    /// What the person named on the command line.
    given: Vec<Place>,
    names: PinnedNames,
    /// The article's page came from a private network; then its pictures may.
    page_is_private: AtomicBool,
}

/// A request and the redirects that follow it. Only a chain that has been in private networks alone
/// may go on to hosts there that the person did not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RedirectChain {
    /// Whether all hosts so far were private; none before the first.
    private: Option<bool>,
}

/// The reason why a URL is not requested.
#[derive(Debug)]
pub(crate) enum Denial {
    /// The host's addresses are not known.
    Lookup(io::Error),
    /// The host is not public and was not named.
    Refused(Refusal),
}

/// A host that is not public and was not named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    host: String,
    space: Space,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.space {
            Space::Local => "this machine or to nobody",
            Space::Private | Space::Public => "a private network",
        };
        write!(out, "{} belongs to {what}, and you did not name it", self.host)
    }
}

impl Error for Refusal {}

impl Place {
    /// The place of a host at a port.
    pub(crate) fn new(host: &str, port: u16) -> Self {
        Self { host: host.to_ascii_lowercase(), port }
    }

    /// The place that a URL names; none where it has no host.
    pub(crate) fn of(url: &Url) -> Option<Self> {
        Some(Self::new(url.host_str()?, url.port_or_known_default()?))
    }

    /// The place that the client asks for: that of a page, or a proxy.
    fn of_uri(uri: &Uri) -> Self {
        let default = match uri.scheme_str() {
            Some("https") => WEB_PORTS[1],
            _ => WEB_PORTS[0],
        };
        Self::new(uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(default))
    }

    fn has_host_of(&self, other: &Self) -> bool {
        normalized_name(&self.host) == normalized_name(&other.host)
    }

    fn is(&self, other: &Self) -> bool {
        let web = WEB_PORTS.contains(&self.port) && WEB_PORTS.contains(&other.port);
        self.has_host_of(other) && (self.port == other.port || web)
    }
}

impl RedirectChain {
    /// The chain that begins with the page that the person named.
    pub(crate) fn of_page() -> Self {
        Self { private: None }
    }
}

impl Guard {
    /// Creates a guard that admits what is public and the places of `given`.
    pub(crate) fn new<'u>(given: impl Iterator<Item = &'u Url>, names: PinnedNames) -> Self {
        let given = given.filter_map(Place::of).collect();
        Self { given, names, page_is_private: AtomicBool::new(false) }
    }

    /// Notes where the article's page was in the end.
    pub(crate) fn note_page(&self, chain: RedirectChain) {
        self.page_is_private.store(chain.private == Some(true), Ordering::Relaxed);
    }

    /// The chain that begins with a picture of the article.
    pub(crate) fn picture_chain(&self) -> RedirectChain {
        RedirectChain { private: Some(self.page_is_private.load(Ordering::Relaxed)) }
    }

    /// Admits the next place of a chain.
    ///
    /// # Errors
    /// When the place may not be reached, or its addresses cannot be found out.
    pub(crate) fn admit(&self, place: &Place, chain: &mut RedirectChain) -> Result<(), Denial> {
        let was_private = chain.private;
        // What is not known to be private gives no rights to what follows.
        chain.private = Some(false);
        let found = self.names.addresses(&place.host).map_err(Denial::Lookup)?;
        let named = self.is_named(place);
        let farthest = farthest(&found);
        let admitted = match farthest {
            Space::Public => true,
            Space::Private => named || was_private == Some(true),
            Space::Local => named,
        };
        if !admitted {
            let host = normalized_name(&place.host);
            return Err(Denial::Refused(Refusal { host, space: farthest }));
        }
        let all_private = found.iter().all(|address| space(*address) == Space::Private);
        chain.private = Some(all_private && was_private.unwrap_or(named));
        Ok(())
    }

    /// Returns the addresses of an admitted place that may be connected to: only the public ones of
    /// a host that has any. Its other addresses would let it pass as public and lead to a machine
    /// that is not.
    ///
    /// # Errors
    /// When the addresses cannot be found out.
    pub(crate) fn addresses(&self, place: &Place) -> io::Result<Vec<SocketAddr>> {
        let found = self.names.addresses(&place.host)?;
        let least = match farthest(&found) {
            Space::Public => Space::Public,
            _ if self.is_named(place) => Space::Local,
            _ => Space::Private,
        };
        let may = found.into_iter().filter(|address| space(*address) >= least);
        Ok(may.map(|address| SocketAddr::new(address, place.port)).collect())
    }

    fn is_named(&self, place: &Place) -> bool {
        self.given.iter().any(|given| given.is(place))
    }
}

/// The farthest space that one of the addresses is in.
fn farthest(addresses: &[IpAddr]) -> Space {
    addresses.iter().map(|address| space(*address)).max().unwrap_or(Space::Local)
}

/// Gives the client the addresses of admitted places, and those of the proxy.
#[derive(Debug)]
pub(crate) struct Lookup {
    /// What was admitted.
    pub(crate) guard: Arc<Guard>,
    /// The proxy that the environment names, which may be anywhere.
    pub(crate) proxy: Option<Place>,
}

impl Resolver for Lookup {
    fn resolve(
        &self,
        uri: &Uri,
        _config: &Config,
        _timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let place = Place::of_uri(uri);
        let is_proxy = |proxy: &Place| proxy.has_host_of(&place) && proxy.port == place.port;
        let found = if self.proxy.as_ref().is_some_and(is_proxy) {
            let all = self.guard.names.addresses(&place.host);
            all.map(|all| all.into_iter().map(|it| SocketAddr::new(it, place.port)).collect())
        } else {
            self.guard.addresses(&place)
        };
        let found: Vec<SocketAddr> = found.map_err(|error| match error.kind() {
            io::ErrorKind::TimedOut => ureq::Error::Timeout(ureq::Timeout::Resolve),
            _ => ureq::Error::HostNotFound,
        })?;
        let mut resolved = self.empty();
        for address in found.into_iter().take(MOST_ADDRESSES) {
            resolved.push(address);
        }
        if resolved.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(resolved) }
    }
}
