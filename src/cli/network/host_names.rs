//! Host names, each resolved once in a run.
//!
//! An attacker who owns a name can return a public address when it is checked and a private one when
//! it is used (DNS rebinding). Therefore the addresses of the first resolution are kept and returned
//! for each further lookup of the name.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::{IpAddr, ToSocketAddrs};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Time limit for resolving a name.
const LOOKUP_TIMEOUT: Duration = Duration::from_secs(10);

/// Source of the addresses of host names.
pub(crate) trait ResolveHost: fmt::Debug + Send + Sync {
    /// Returns the addresses of `host`.
    ///
    /// # Errors
    /// If the name has no address, or resolving it fails or takes too long.
    fn resolve_host(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The resolver of the operating system.
#[derive(Debug, Default)]
pub(crate) struct SystemResolver;

impl ResolveHost for SystemResolver {
    fn resolve_host(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let host = host.to_owned();
        let (sender, receiver) = mpsc::sync_channel(1);
        // The system's call has no time limit: if it takes too long, its thread is left running.
        thread::Builder::new().spawn(move || {
            let found = (host.as_str(), 0).to_socket_addrs();
            // After the time limit there is no receiver.
            let _ = sender.send(found.map(|all| all.map(|it| it.ip()).collect()));
        })?;
        receiver.recv_timeout(LOOKUP_TIMEOUT).unwrap_or_else(|error| match error {
            RecvTimeoutError::Timeout => Err(io::ErrorKind::TimedOut.into()),
            RecvTimeoutError::Disconnected => Err(io::ErrorKind::NotFound.into()),
        })
    }
}

/// Names with the addresses of their first resolution. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct PinnedNames(Arc<NameTable>);

#[derive(Debug)]
struct NameTable {
    resolver: Box<dyn ResolveHost>,
    by_name: Mutex<BTreeMap<String, Vec<IpAddr>>>,
}

impl Default for PinnedNames {
    fn default() -> Self {
        Self::new(Box::new(SystemResolver))
    }
}

impl PinnedNames {
    /// Creates an empty set of names that `resolver` resolves.
    pub(crate) fn new(resolver: Box<dyn ResolveHost>) -> Self {
        Self(Arc::new(NameTable { resolver, by_name: Mutex::default() }))
    }

    /// Returns the addresses of `host`, a name or an IP address; an IPv6 address with or without its
    /// brackets. Case and a dot at the end of a name do not count.
    ///
    /// # Errors
    /// If the resolver fails or finds no address; such an answer is not kept.
    pub(crate) fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        if let Ok(address) = host.trim_matches(['[', ']']).parse() {
            return Ok(vec![address]);
        }
        let name = normalized_name(host);
        let pins = || self.0.by_name.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(addresses) = pins().get(&name) {
            return Ok(addresses.clone());
        }
        let found = self.0.resolver.resolve_host(host)?;
        if found.is_empty() {
            return Err(io::ErrorKind::NotFound.into());
        }
        // If another thread resolved the same name meanwhile, the first answer counts.
        Ok(pins().entry(name).or_insert(found).clone())
    }
}

/// Returns a host name in lower case and without a dot at the end, for comparison.
pub(crate) fn normalized_name(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}
