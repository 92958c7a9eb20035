//! Access control for hosts: public hosts and those that the user named.
//!
//! A page decides where its redirects and pictures lead, so it could lead this program to machines
//! behind the user's firewall (server-side request forgery). Every URL is checked before it is
//! requested, at every redirect, by all addresses of its host. A name keeps the addresses of its
//! first resolution, so the address that was checked is the one that is connected to.

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

use super::address_scope::{AddressScope, address_scope};
use super::host_names::{PinnedNames, normalized_name};

/// Ports of http and https. They count as one: sites redirect from the one to the other.
const WEB_PORTS: [u16; 2] = [80, 443];

/// Addresses of a host that are tried; the HTTP client's array holds no more.
const MOST_ADDRESSES: usize = 16;

/// A host and a port.
#[derive(Debug, Clone)]
pub(crate) struct HostPort {
    host: String,
    port: u16,
}

/// Access control for the requests of one article.
#[derive(Debug)]
pub(crate) struct HostGuard {
    /// Hosts that the user named on the command line.
    named: Vec<HostPort>,
    names: PinnedNames,
    /// The article's page came from a private network, so its pictures may too.
    page_is_private: AtomicBool,
}

/// Request and the redirects that follow it. Only a chain that was in private networks all along may
/// go on to private hosts that the user did not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RedirectChain {
    /// All hosts so far were private; none before the first.
    private: Option<bool>,
}

/// Reason why a host is not connected to.
#[derive(Debug)]
pub(crate) enum AdmissionError {
    /// The host's addresses cannot be found.
    Lookup(io::Error),
    /// The host is not public, and the user did not name it.
    Refused(RefusedHost),
}

/// Host that is not public and that the user did not name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedHost {
    host: String,
    scope: AddressScope,
}

impl fmt::Display for RefusedHost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.scope {
            AddressScope::Local => "has a local or reserved address",
            AddressScope::Private | AddressScope::Public => "is in a private network",
        };
        write!(out, "{} {what}, and you did not name it", self.host)
    }
}

impl Error for RefusedHost {}

impl HostPort {
    /// Creates the pair; the case of the host does not count.
    pub(crate) fn new(host: &str, port: u16) -> Self {
        Self { host: host.to_ascii_lowercase(), port }
    }

    /// Returns host and port of a URL; none for a URL without a host.
    pub(crate) fn from_url(url: &Url) -> Option<Self> {
        Some(Self::new(url.host_str()?, url.port_or_known_default()?))
    }

    /// Returns host and port that the HTTP client resolves: those of a page or of a proxy.
    fn from_uri(uri: &Uri) -> Option<Self> {
        let default = WEB_PORTS[usize::from(uri.scheme_str() == Some("https"))];
        Some(Self::new(uri.host()?, uri.port_u16().unwrap_or(default)))
    }

    fn has_host_of(&self, other: &Self) -> bool {
        normalized_name(&self.host) == normalized_name(&other.host)
    }

    /// Returns whether two pairs are the same site.
    fn is_same_site(&self, other: &Self) -> bool {
        let web = WEB_PORTS.contains(&self.port) && WEB_PORTS.contains(&other.port);
        self.has_host_of(other) && (self.port == other.port || web)
    }
}

impl RedirectChain {
    /// Creates the chain that begins with the page that the user named.
    pub(crate) fn of_page() -> Self {
        Self { private: None }
    }
}

impl HostGuard {
    /// Creates a guard that admits public hosts and those of the addresses in `named`.
    pub(crate) fn new<'u>(named: impl Iterator<Item = &'u Url>, names: PinnedNames) -> Self {
        let named = named.filter_map(HostPort::from_url).collect();
        Self { named, names, page_is_private: AtomicBool::new(false) }
    }

    /// Notes whether the article's page was private, at the end of its redirects.
    pub(crate) fn note_page(&self, chain: RedirectChain) {
        self.page_is_private.store(chain.private == Some(true), Ordering::Relaxed);
    }

    /// Creates the chain that begins with a picture of the article.
    pub(crate) fn picture_chain(&self) -> RedirectChain {
        RedirectChain { private: Some(self.page_is_private.load(Ordering::Relaxed)) }
    }

    /// Admits the next host of a chain.
    ///
    /// # Errors
    /// If the host is neither public nor named, or its addresses cannot be found.
    pub(crate) fn admit(
        &self,
        host: &HostPort,
        chain: &mut RedirectChain,
    ) -> Result<(), AdmissionError> {
        let was_private = chain.private;
        // A host that is not known to be private gives no rights to those that follow.
        chain.private = Some(false);
        let found = self.names.addresses(&host.host).map_err(AdmissionError::Lookup)?;
        let named = self.is_named(host);
        let widest = widest_scope(&found);
        let admitted = match widest {
            AddressScope::Public => true,
            AddressScope::Private => named || was_private == Some(true),
            AddressScope::Local => named,
        };
        if !admitted {
            let host = normalized_name(&host.host);
            return Err(AdmissionError::Refused(RefusedHost { host, scope: widest }));
        }
        let all_private =
            found.iter().all(|address| address_scope(*address) == AddressScope::Private);
        chain.private = Some(all_private && was_private.unwrap_or(named));
        Ok(())
    }

    /// Returns the addresses of an admitted host that may be connected to: of a host with public
    /// addresses only those, because it was admitted for them.
    ///
    /// # Errors
    /// If the addresses cannot be found.
    pub(crate) fn addresses(&self, host: &HostPort) -> io::Result<Vec<SocketAddr>> {
        let found = self.names.addresses(&host.host)?;
        let least = match widest_scope(&found) {
            AddressScope::Public => AddressScope::Public,
            _ if self.is_named(host) => AddressScope::Local,
            _ => AddressScope::Private,
        };
        let may = found.into_iter().filter(|address| address_scope(*address) >= least);
        Ok(may.map(|address| SocketAddr::new(address, host.port)).collect())
    }

    fn is_named(&self, host: &HostPort) -> bool {
        self.named.iter().any(|named| named.is_same_site(host))
    }
}

/// Returns the widest scope of the addresses.
fn widest_scope(addresses: &[IpAddr]) -> AddressScope {
    addresses.iter().map(|address| address_scope(*address)).max().unwrap_or(AddressScope::Local)
}

/// Resolver of the HTTP client: returns the addresses of admitted hosts, and those of the proxy.
#[derive(Debug)]
pub(crate) struct GuardedResolver {
    /// Access control.
    pub(crate) guard: Arc<HostGuard>,
    /// Proxy of the environment, which can have any address.
    pub(crate) proxy: Option<HostPort>,
}

impl Resolver for GuardedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        _config: &Config,
        _timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = HostPort::from_uri(uri).ok_or(ureq::Error::HostNotFound)?;
        let is_proxy = |proxy: &HostPort| proxy.has_host_of(&host) && proxy.port == host.port;
        let found = if self.proxy.as_ref().is_some_and(is_proxy) {
            let all = self.guard.names.addresses(&host.host);
            all.map(|all| all.into_iter().map(|it| SocketAddr::new(it, host.port)).collect())
        } else {
            self.guard.addresses(&host)
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
