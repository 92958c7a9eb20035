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
        let deflaters = Deflaters::of_samples(bytes.len());
        let packed = match predicted {
            None => deflaters.deflate(bytes),
            Some(step) => {
                deflaters.deflate(&differences_of_rows(bytes, width as usize * step, step))
            }
        };
        Self { bits, packed, darkness: darkness.to_bits() }
    }

    /// Takes predicted samples of 8 bits that are compressed already.
    pub(super) fn of_packed(packed: Vec<u8>, darkness: f64) -> Self {
        Self { bits: 8, packed, darkness: darkness.to_bits() }
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
        for number in 0..FILTERS {
            differences(current, &above, step, number, &mut tried);
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

/// Number of PNG's filters.
const FILTERS: u8 = 5;

/// Writes the differences of a row from what PNG's filter of this number predicts.
fn differences(current: &[u8], above: &[u8], step: usize, filter: u8, out: &mut [u8]) {
    match filter {
        1 => predict(current, above, step, out, |left, _, _| left),
        2 => predict(current, above, step, out, |_, up, _| up),
        3 => predict(current, above, step, out, |left, up, _| left.midpoint(up)),
        4 => predict(current, above, step, out, paeth),
        // The filter of number 0 predicts nothing.
        _ => out.copy_from_slice(current),
    }
}

/// Writes the differences of a row from a prediction of each byte by those to its left, above it, and
/// above to the left. Bytes before the first pixel count as zero.
fn predict(
    current: &[u8],
    above: &[u8],
    step: usize,
    out: &mut [u8],
    prediction: impl Fn(u8, u8, u8) -> u8,
) {
    let first = step.min(current.len());
    for ((out, &byte), &up) in out.iter_mut().zip(&current[..first]).zip(above) {
        *out = byte.wrapping_sub(prediction(0, up, 0));
    }
    let lefts = current.iter().zip(above);
    let bytes = current[first..].iter().zip(&above[first..]);
    for ((out, (&byte, &up)), (&left, &corner)) in out[first..].iter_mut().zip(bytes).zip(lefts)
    {
        *out = byte.wrapping_sub(prediction(left, up, corner));
    }
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
