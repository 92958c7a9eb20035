//! Which addresses are public, and which are not.
//!
//! Comes in: an address of the internet protocol. Goes out: its [`Space`]. Never done here:
//! deciding who may go there.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Who can be reached at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Space {
    /// This machine and what is tied to it, or nobody: loopback, link-local, documentation,
    /// multicast, reserved.
    Local,
    /// The machines of a house: RFC 1918, shared and unique local addresses.
    Private,
    /// Everybody.
    Public,
}

/// Ranges that are not public, by their first address and the bits that count (IANA's registry of
/// special-purpose addresses, IPv4).
const RANGES: [(Ipv4Addr, u32, Space); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8, Space::Local),
    (Ipv4Addr::new(10, 0, 0, 0), 8, Space::Private),
    (Ipv4Addr::new(100, 64, 0, 0), 10, Space::Private),
    (Ipv4Addr::new(127, 0, 0, 0), 8, Space::Local),
    (Ipv4Addr::new(169, 254, 0, 0), 16, Space::Local),
    (Ipv4Addr::new(172, 16, 0, 0), 12, Space::Private),
    (Ipv4Addr::new(192, 0, 0, 0), 24, Space::Local),
    (Ipv4Addr::new(192, 0, 2, 0), 24, Space::Local),
    (Ipv4Addr::new(192, 88, 99, 0), 24, Space::Local),
    (Ipv4Addr::new(192, 168, 0, 0), 16, Space::Private),
    (Ipv4Addr::new(198, 18, 0, 0), 15, Space::Local),
    (Ipv4Addr::new(198, 51, 100, 0), 24, Space::Local),
    (Ipv4Addr::new(203, 0, 113, 0), 24, Space::Local),
    (Ipv4Addr::new(224, 0, 0, 0), 4, Space::Local),
    (Ipv4Addr::new(240, 0, 0, 0), 4, Space::Local),
    (Ipv4Addr::new(255, 255, 255, 255), 32, Space::Local),
];

/// The space of an address.
pub(crate) fn space(address: IpAddr) -> Space {
    match address {
        IpAddr::V4(address) => of_four(address),
        IpAddr::V6(address) => of_six(address),
    }
}

fn of_four(address: Ipv4Addr) -> Space {
    let within = |first: Ipv4Addr, bits: u32| {
        (address.to_bits() ^ first.to_bits()).leading_zeros() >= bits
    };
    let found = RANGES.iter().find(|(first, bits, _)| within(*first, *bits));
    found.map_or(Space::Public, |(.., space)| *space)
}

/// IPv6 by its first bits (IANA's registries). An address that carries one of IPv4 leads there.
fn of_six(address: Ipv6Addr) -> Space {
    let bits = address.to_bits();
    let parts = address.segments();
    #[expect(clippy::cast_possible_truncation, reason = "the 32 bits that are meant")]
    let four = |shift: u32| of_four(Ipv4Addr::from_bits((bits >> shift) as u32));
    match parts {
        // Mapped, and the older compatible form, to which `::` and `::1` belong.
        [0, 0, 0, 0, 0, 0xFFFF | 0, ..] => four(0),
        // NAT64 (RFC 6052), and its local form (RFC 8215).
        [0x64, 0xFF9B, 0, 0, 0, 0, ..] => four(0),
        [0x64, 0xFF9B, 1, ..] => Space::Private,
        // 6to4.
        [0x2002, ..] => four(80),
        // Teredo, benchmarking, ORCHID and their like; documentation.
        [0x2001, 0..=0x1FF, ..] | [0x2001, 0xDB8, ..] | [0x3FFF, 0..=0xFFF, ..] => Space::Local,
        [0xFC00..=0xFDFF, ..] | [0xFEC0..=0xFEFF, ..] => Space::Private,
        [0x2000..=0x3FFF, ..] => Space::Public,
        _ => Space::Local,
    }
}
