//! What a file carries besides its text, such as pictures.
//!
//! Comes in: bytes that the readers decoded. Goes out: [`Resources`] by address. Never done here:
//! opening an address, knowing what the bytes show.

use std::collections::BTreeMap;

/// What a file carries, by the address that its article uses.
pub type Resources = BTreeMap<String, Resource>;

/// Something that a file carries besides its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What it is said to be: `image/png`; empty where nothing is said.
    pub media_type: String,
    /// Its bytes, decoded.
    pub bytes: Vec<u8>,
}
