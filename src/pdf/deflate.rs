//! Compression of streams.
//!
//! Comes in: bytes. Goes out: the same in zlib's form (RFC 1950), as `FlateDecode` wants it. Never
//! done here: deciding what is compressed.

use libdeflater::{CompressionLvl, Compressor};

/// How hard to try, from 1 to 12. `docs/pdf.md` has the sizes and times of each.
const LEVEL: i32 = 9;

/// A compressor to be used again and again; making one costs more than compressing a page.
pub(super) struct Deflater(Compressor);

impl Default for Deflater {
    /// A compressor at the level of the house.
    fn default() -> Self {
        Self(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()))
    }
}

impl Deflater {
    /// `bytes` compressed; none if that fails, which it cannot with room enough.
    pub(super) fn deflate(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut packed = vec![0; self.0.zlib_compress_bound(bytes.len())];
        let length = self.0.zlib_compress(bytes, &mut packed).ok()?;
        packed.truncate(length);
        packed.shrink_to_fit();
        Some(packed)
    }
}
