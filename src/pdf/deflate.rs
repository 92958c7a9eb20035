//! Compression of streams.
//!
//! Comes in: bytes. Goes out: the same in zlib's form (RFC 1950), as `FlateDecode` wants it. Never
//! done here: deciding what is compressed.

use libdeflater::{CompressionLvl, Compressor};

/// How hard to try, from 1 to 12.
const LEVEL: i32 = 9;

/// How hard to try with a file of very many pages: some percent larger, in a third of the time.
const LEVEL_OF_MANY: i32 = 5;

/// Pages from which on a file has very many; no article has, and few books.
const MANY: usize = 1000;

/// A compressor to be used again and again; making one costs more than compressing a page.
pub(super) struct Deflater(Compressor);

impl Deflater {
    /// A compressor for a file of so many pages.
    pub(super) fn new(pages: usize) -> Self {
        let level = if pages < MANY { LEVEL } else { LEVEL_OF_MANY };
        Self(Compressor::new(CompressionLvl::new(level).unwrap_or_default()))
    }

    /// `bytes` compressed; none if that fails, which it cannot with room enough.
    pub(super) fn deflate(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut packed = vec![0; self.0.zlib_compress_bound(bytes.len())];
        let length = self.0.zlib_compress(bytes, &mut packed).ok()?;
        packed.truncate(length);
        packed.shrink_to_fit();
        Some(packed)
    }
}
