//! Scope of IP addresses: local, private or public.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Scope of an IP address, from narrow to wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AddressScope {
    /// This machine, its link, or no host at all: loopback, link-local, documentation, multicast,
    /// reserved.
    Local,
    /// Private network: RFC 1918, shared and unique local addresses.
    Private,
    /// The public internet.
    Public,
}

/// IPv4 ranges that are not public: first address, bits of the prefix, scope (IANA's registry of
/// special-purpose addresses).
const IPV4_RANGES: [(Ipv4Addr, u32, AddressScope); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, AddressScope::Local),
    (Ipv4Addr::new(10, 0, 0, 0), 8, AddressScope::Private),
    (Ipv4Addr::new(100, 64, 0, 0), 10, AddressScope::Private),
    (Ipv4Addr::new(127, 0, 0, 0), 8, AddressScope::Local),
    (Ipv4Addr::new(169, 254, 0, 0), 16, AddressScope::Local),
    (Ipv4Addr::new(172, 16, 0, 0), 12, AddressScope::Private),
    (Ipv4Addr::new(192, 0, 0, 0), 24, AddressScope::Local),
    (Ipv4Addr::new(192, 0, 2, 0), 24, AddressScope::Local),
    (Ipv4Addr::new(192, 88, 99, 0), 24, AddressScope::Local),
    (Ipv4Addr::new(192, 168, 0, 0), 16, AddressScope::Private),
    (Ipv4Addr::new(198, 18, 0, 0), 15, AddressScope::Local),
    (Ipv4Addr::new(198, 51, 100, 0), 24, AddressScope::Local),
    (Ipv4Addr::new(203, 0, 113, 0), 24, AddressScope::Local),
    (Ipv4Addr::new(224, 0, 0, 0), 4, AddressScope::Local),
    (Ipv4Addr::new(240, 0, 0, 0), 4, AddressScope::Local),
    (Ipv4Addr::new(255, 255, 255, 255), 32, AddressScope::Local),
];

/// Returns the scope of an address.
pub(crate) fn address_scope(address: IpAddr) -> AddressScope {
    match address {
        IpAddr::V4(address) => ipv4_scope(address),
        IpAddr::V6(address) => ipv6_scope(address),
    }
}

fn ipv4_scope(address: Ipv4Addr) -> AddressScope {
    let is_within = |first: Ipv4Addr, bits: u32| {
        (address.to_bits() ^ first.to_bits()).leading_zeros() >= bits
    };
    let found = IPV4_RANGES.iter().find(|(first, bits, _)| is_within(*first, *bits));
    found.map_or(AddressScope::Public, |(.., scope)| *scope)
}

/// Returns the scope of an IPv6 address by its first bits (IANA's registries); that of the IPv4
/// address that it contains, if any.
fn ipv6_scope(address: Ipv6Addr) -> AddressScope {
    let bits = address.to_bits();
    let parts = address.segments();
    #[expect(clippy::cast_possible_truncation, reason = "exactly these 32 bits are wanted")]
    let ipv4 = |shift: u32| ipv4_scope(Ipv4Addr::from_bits((bits >> shift) as u32));
    match parts {
        // IPv4-mapped, and the older IPv4-compatible form, which includes `::` and `::1`.
        [0, 0, 0, 0, 0, 0xFFFF | 0, ..] => ipv4(0),
        // NAT64 (RFC 6052), and its local form (RFC 8215).
        [0x64, 0xFF9B, 0, 0, 0, 0, ..] => ipv4(0),
        [0x64, 0xFF9B, 1, ..] => AddressScope::Private,
        // 6to4.
        [0x2002, ..] => ipv4(80),
        // Teredo, benchmarking, ORCHID and similar; documentation.
        [0x2001, 0..=0x1FF, ..] | [0x2001, 0xDB8, ..] | [0x3FFF, 0..=0xFFF, ..] => {
            AddressScope::Local
        }
        [0xFC00..=0xFDFF, ..] | [0xFEC0..=0xFEFF, ..] => AddressScope::Private,
        [0x2000..=0x3FFF, ..] => AddressScope::Public,
        _ => AddressScope::Local,
    }
}
