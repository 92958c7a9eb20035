//! Who may be reached: the public, and what was named.
//!
//! Comes in: a host, as its name is looked up. Goes out: those of its addresses that may be
//! connected to, or a [`Refusal`]. Never done here: connecting.
//!
//! A page decides where its redirects and pictures lead, so it must not lead this program to the
//! machines behind the person's door. The check is made on the addresses that are connected to, at
//! every hop, so that no name can mean one thing when it is checked and another when it is used.

use std::error::Error;
use std::fmt;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::Url;

use super::space::{Space, space};

/// The ports of http and https, which are one place: a site moves its visitors from the one to
/// the other.
const WEB_PORTS: [u16; 2] = [80, 443];

/// A host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    host: String,
    port: u16,
}

/// Who may be reached for one article.
#[derive(Debug)]
pub(crate) struct Guard {
    /// What the person named on the command line.
    given: Vec<Place>,
    /// The proxy that the environment names.
    proxy: Option<Place>,
    /// What the person named is a machine of the house; then its neighbours may be reached.
    at_home: AtomicBool,
}

/// A place that is not public and was not named.
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
        Self { host: host.trim_end_matches('.').to_ascii_lowercase(), port }
    }

    fn of(url: &Url) -> Option<Self> {
        Some(Self::new(url.host_str()?, url.port_or_known_default()?))
    }

    fn is(&self, other: &Self) -> bool {
        let web = WEB_PORTS.contains(&self.port) && WEB_PORTS.contains(&other.port);
        self.host == other.host && (self.port == other.port || web)
    }
}

impl Guard {
    /// A guard who lets through to what is public and to the places of `given`.
    pub(crate) fn new<'u>(
        given: impl Iterator<Item = &'u Url>,
        proxy: Option<(&str, u16)>,
    ) -> Self {
        Self {
            given: given.filter_map(Place::of).collect(),
            proxy: proxy.map(|(host, port)| Place::new(host, port)),
            at_home: AtomicBool::new(false),
        }
    }

    /// Those of a host's addresses that may be reached.
    pub(crate) fn admit(
        &self,
        place: &Place,
        found: impl Iterator<Item = SocketAddr>,
    ) -> Result<Vec<SocketAddr>, Refusal> {
        let found: Vec<(Space, SocketAddr)> =
            found.map(|address| (space(address.ip()), address)).collect();
        let nearest = found.iter().map(|(space, _)| *space).min().unwrap_or(Space::Public);
        if self.given.iter().any(|given| given.is(place)) {
            if nearest == Space::Private {
                self.at_home.store(true, Ordering::Relaxed);
            }
            return Ok(found.into_iter().map(|(_, address)| address).collect());
        }
        let least = match () {
            () if self.proxy.as_ref() == Some(place) => Space::Local,
            () if self.at_home.load(Ordering::Relaxed) => Space::Private,
            () => Space::Public,
        };
        let may = found.iter().filter(|(space, _)| *space >= least);
        let may: Vec<SocketAddr> = may.map(|(_, address)| *address).collect();
        if may.is_empty() && !found.is_empty() {
            return Err(Refusal { host: place.host.clone(), space: nearest });
        }
        Ok(may)
    }

    /// Refuses an address that a proxy would be asked for. A name that means nothing here is left
    /// to the proxy, which may know it.
    pub(crate) fn check(&self, url: &Url) -> Result<(), Refusal> {
        let Some(place) = Place::of(url) else { return Ok(()) };
        let host = place.host.trim_matches(['[', ']']).to_owned();
        match (host, place.port).to_socket_addrs() {
            Ok(found) => self.admit(&place, found).map(|_| ()),
            Err(_) => Ok(()),
        }
    }
}

/// Looks names up, and gives those addresses that the guard lets through.
#[derive(Debug)]
pub(crate) struct Lookup(pub(crate) Arc<Guard>);

impl Resolver for Lookup {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout);
        let found = found.map_err(|error| match error {
            ureq::Error::Io(_) => ureq::Error::HostNotFound,
            other => other,
        })?;
        let port = match uri.scheme_str() {
            Some("https") => 443,
            _ => 80,
        };
        let place = Place::new(uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(port));
        let may = self.0.admit(&place, found.iter().copied());
        let mut resolved = self.empty();
        for address in may.map_err(|refusal| ureq::Error::Other(Box::new(refusal)))? {
            resolved.push(address);
        }
        if resolved.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(resolved) }
    }
}
