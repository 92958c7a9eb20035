//! How dark a plate is: the ink that it takes.
//!
//! Comes in: a [`Plate`]. Goes out: a part of 1. Never done here: changing it.

use super::plate::{Content, Ink, Plate};

impl Plate {
    /// Mean darkness: 0 is white paper, 1 is black all over. A JPEG that cannot be decoded counts
    /// as half.
    #[must_use]
    pub fn darkness(&self) -> f64 {
        match &self.content {
            Content::Jpeg(bytes) => image::load_from_memory(bytes).map_or(0.5, |picture| {
                mean(picture.to_luma8().iter().map(|&grey| grey.into()))
            }),
            Content::Samples { bits, bytes } => match &self.ink {
                Ink::Grey => mean(bytes.iter().map(|&grey| grey.into())),
                Ink::Colour => mean(bytes.chunks_exact(3).map(light)),
                Ink::Palette(colours) => {
                    let lights: Vec<f64> = colours.iter().map(|colour| light(colour)).collect();
                    let places = self.places(*bits, bytes);
                    mean(places.filter_map(|place| lights.get(usize::from(place)).copied()))
                }
            },
        }
    }

    /// The samples of a plate of so many bits, without what fills up its rows.
    fn places<'b>(&self, bits: u8, bytes: &'b [u8]) -> impl Iterator<Item = u8> + use<'b> {
        let bits = usize::from(bits.clamp(1, 8));
        let width = usize::try_from(self.width).unwrap_or(0);
        let row = (width * bits).div_ceil(8).max(1);
        let to_a_byte = 8 / bits;
        let mask = u8::try_from((1_u16 << bits) - 1).unwrap_or(u8::MAX);
        bytes.chunks_exact(row).flat_map(move |row| {
            (0..width).filter_map(move |x| {
                let shift = 8 - bits * (x % to_a_byte + 1);
                Some((row.get(x / to_a_byte)? >> shift) & mask)
            })
        })
    }
}

/// How light a colour looks, 0 to 255 (ITU-R BT.709).
fn light(colour: &[u8]) -> f64 {
    let at = |index: usize| colour.get(index).copied().map_or(0.0, f64::from);
    0.2126 * at(0) + 0.7152 * at(1) + 0.0722 * at(2)
}

fn mean(lights: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = lights.fold((0.0, 0_u32), |(sum, count), it| (sum + it, count + 1));
    if count == 0 { 0.0 } else { 1.0 - sum / f64::from(count) / 255.0 }
}
