//! Files embedded in the file of an article, such as pictures.

use std::collections::BTreeMap;

/// Embedded files, by the address that the article uses.
pub type EmbeddedFiles = BTreeMap<String, EmbeddedFile>;

/// Embedded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedFile {
    /// Media type as stated, such as `image/png`; empty if none is stated.
    pub media_type: String,
    /// Decoded bytes.
    pub bytes: Vec<u8>,
}
