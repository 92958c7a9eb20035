//! Samples as a PDF stores them: predicted from their neighbours, and compressed.
//!
//! Pictures are compressed as soon as they are prepared, so that an article with many of them has only
//! those in memory uncompressed that are being prepared.

use crate::deflate::Deflaters;

/// Compressed samples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedSamples {
    bits: u8,
    packed: Vec<u8>,
    /// Bits of the mean darkness: unlike the number, they can be compared in every case.
    darkness: u64,
}

impl PackedSamples {
    /// Compresses samples of `bits` bits each, with `width` pixels in each row. Each row begins on a
    /// byte. `predicted` is the number of samples of a pixel if they are predicted.
    pub(super) fn new(
        bytes: &[u8],
        bits: u8,
        width: u32,
        predicted: Option<usize>,
        darkness: f64,
    ) -> Self {
        let deflaters = Deflaters::new(0);
        let packed = match predicted {
            None => deflaters.deflate(bytes),
            Some(step) => {
                deflaters.deflate(&differences_of_rows(bytes, width as usize * step, step))
            }
        };
        Self { bits, packed, darkness: darkness.to_bits() }
    }

    /// Returns the number of bits of a sample: 1, 2, 4 or 8.
    #[must_use]
    pub fn bits(&self) -> u8 {
        self.bits
    }

    /// Returns the samples in the format of zlib (RFC 1950). Where the colours are predicted, each row
    /// has been filtered as in PNG before.
    #[must_use]
    pub fn packed(&self) -> &[u8] {
        &self.packed
    }

    /// Returns the mean darkness: 0 is white, 1 is black.
    pub(super) fn darkness(&self) -> f64 {
        f64::from_bits(self.darkness)
    }
}

/// Rows as differences, each by the filter whose differences are the least in sum, after the
/// number of that filter (PNG, third edition, 9.2 and 12.7).
fn differences_of_rows(samples: &[u8], row: usize, step: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(samples.len() + samples.len() / row.max(1) + 1);
    let mut above = vec![0; row];
    let mut tried = vec![0; row];
    for current in samples.chunks_exact(row.max(1)) {
        let mut least: Option<u64> = None;
        let start = out.len();
        for (number, filter) in (0u8..).zip(FILTERS) {
            differences(current, &above, step, filter, &mut tried);
            let sum =
                tried.iter().map(|&byte| u64::from(byte.cast_signed().unsigned_abs())).sum();
            if least.is_none_or(|least| sum < least) {
                least = Some(sum);
                out.truncate(start);
                out.push(number);
                out.extend_from_slice(&tried);
            }
        }
        above.copy_from_slice(current);
    }
    out
}

/// Predicts a byte from those to its left, above it, and above to the left.
type Filter = fn(u8, u8, u8) -> u8;

/// PNG's filters by their numbers.
const FILTERS: [Filter; 5] = [|_, _, _| 0, |left, _, _| left, |_, up, _| up, average, paeth];

fn average(left: u8, up: u8, _: u8) -> u8 {
    left.midpoint(up)
}

/// The neighbour nearest to `left + up - corner` (Paeth 1991).
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let off = |byte: u8| (guess - i16::from(byte)).abs();
    if off(left) <= off(up) && off(left) <= off(corner) {
        left
    } else if off(up) <= off(corner) {
        up
    } else {
        corner
    }
}

fn differences(current: &[u8], above: &[u8], step: usize, filter: Filter, out: &mut [u8]) {
    // Bytes before the first pixel of a row count as zero.
    let before = |row: &[u8], at: usize| at.checked_sub(step).map_or(0, |at| row[at]);
    for (at, (out, &byte)) in out.iter_mut().zip(current).enumerate() {
        *out = byte.wrapping_sub(filter(before(current, at), above[at], before(above, at)));
    }
}
