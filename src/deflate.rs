//! Compression of streams.

use std::sync::{Mutex, PoisonError};

use libdeflater::{CompressionLvl, Compressor, Decompressor};

/// Level of compression, from 1 to 12. At 9 a short article takes a tenth more of this work and is 0.2
/// percent smaller, a megabyte of prose 0.4.
const LEVEL: i32 = 6;

/// Level of compression of a file of very many pages: some percent larger, in a third of the time.
const LEVEL_OF_MANY: i32 = 5;

/// Level of compression of the samples of a large picture: about three percent larger, in half of the
/// time.
const LEVEL_OF_LARGE: i32 = 4;

/// Bytes of samples from which on a picture is large.
const LARGE: usize = 2 << 20;

/// Pages from which on a file has very many; no article has, and few books.
const MANY: usize = 1000;

/// Compressors to be used again and again, by whichever thread: making one costs more than
/// compressing a page.
pub(crate) struct Deflaters {
    level: CompressionLvl,
    idle: Mutex<Vec<Compressor>>,
}

impl Deflaters {
    /// Compressors for a file of so many pages; none is made yet.
    pub(crate) fn new(pages: usize) -> Self {
        Self::of_level(if pages < MANY { LEVEL } else { LEVEL_OF_MANY })
    }

    /// Compressors for the samples of a picture of so many bytes; none is made yet.
    pub(crate) fn of_samples(bytes: usize) -> Self {
        Self::of_level(if bytes < LARGE { LEVEL } else { LEVEL_OF_LARGE })
    }

    fn of_level(level: i32) -> Self {
        let level = CompressionLvl::new(level).expect("all levels are from 1 to 12");
        Self { level, idle: Mutex::default() }
    }

    /// Compresses `bytes` in the format of zlib (RFC 1950), which is that of `FlateDecode`.
    pub(crate) fn deflate(&self, bytes: &[u8]) -> Vec<u8> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let mut compressor = kept.unwrap_or_else(|| Compressor::new(self.level));
        let mut packed = vec![0; compressor.zlib_compress_bound(bytes.len())];
        let length = compressor.zlib_compress(bytes, &mut packed);
        idle().push(compressor);
        packed.truncate(length.expect("the buffer is as large as the compressor's bound"));
        packed.shrink_to_fit();
        packed
    }
}

/// True if `packed` is data in the format of zlib that has `length` bytes unpacked.
pub(crate) fn unpacks_to(packed: &[u8], length: usize) -> bool {
    let mut bytes = vec![0; length];
    Decompressor::new().zlib_decompress(packed, &mut bytes) == Ok(length)
}
