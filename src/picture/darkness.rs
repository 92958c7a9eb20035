//! Mean darkness of a picture, as a measure of ink.

use super::prepared::{PreparedPicture, SampleColours, SampleData};

/// Darkness of a JPEG that cannot be decoded.
const UNKNOWN: f64 = 0.5;

impl PreparedPicture {
    /// Returns the mean darkness: 0 is white, 1 is black. A JPEG that cannot be decoded counts as half
    /// black.
    #[must_use]
    pub fn darkness(&self) -> f64 {
        match &self.data {
            SampleData::Jpeg(bytes) => image::load_from_memory(bytes)
                .map_or(UNKNOWN, |picture| {
                    mean(picture.to_luma8().iter().map(|&grey| grey.into()))
                }),
            SampleData::Samples(samples) => samples.darkness(),
        }
    }
}

/// Returns the mean darkness of samples of `bits` bits each, with `width` in each row.
pub(super) fn mean_darkness(
    bytes: &[u8],
    bits: u8,
    width: u32,
    colours: &SampleColours,
) -> f64 {
    match colours {
        SampleColours::Grey => mean(bytes.iter().map(|&grey| grey.into())),
        SampleColours::Colour => {
            mean(bytes.chunks_exact(3).map(|it| luminance([it[0], it[1], it[2]])))
        }
        SampleColours::Palette(colours) => {
            let table: Vec<f64> = colours.iter().copied().map(luminance).collect();
            let samples = unpacked(bytes, bits, width as usize);
            mean(samples.map(|sample| table[usize::from(sample)]))
        }
    }
}

/// Iterates over samples of 1, 2, 4 or 8 bits, without the padding of the rows.
fn unpacked(bytes: &[u8], bits: u8, width: usize) -> impl Iterator<Item = u8> {
    let bits = usize::from(bits);
    let row = (width * bits).div_ceil(8);
    let per_byte = 8 / bits;
    let mask = u8::MAX >> (8 - bits);
    bytes.chunks_exact(row).flat_map(move |row| {
        (0..width).map(move |x| {
            let shift = 8 - bits * (x % per_byte + 1);
            (row[x / per_byte] >> shift) & mask
        })
    })
}

/// Returns the luminance of a colour, 0 to 255 (weights of ITU-R BT.709).
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(f64::from);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Returns the mean darkness, 0 to 1, of luminances from 0 to 255.
fn mean(lights: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = lights.fold((0.0, 0_u32), |(sum, count), it| (sum + it, count + 1));
    if count == 0 { 0.0 } else { 1.0 - sum / f64::from(count) / 255.0 }
}
