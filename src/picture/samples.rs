//! Samples on white paper, in the fewest bits that hold them.
//!
//! Comes in: pixels with transparency. Goes out: a [`Plate`] of grey, of a few colours or of
//! full colour. Never done here: a colour changed, but where grey was wished.

use std::collections::BTreeMap;

use image::{Rgba, RgbaImage};

use super::plate::{Content, Ink, Plate};

/// Colours that a table of 8 bits holds.
const MOST_COLOURS: usize = 256;

/// The plate of `pixels`. Its natural size is for the caller to say.
pub(super) fn plate(pixels: &RgbaImage, grey: bool) -> Plate {
    let colours: Vec<[u8; 3]> = pixels
        .pixels()
        .map(|pixel| on_white(*pixel))
        .map(|it| if grey { grey_of(it) } else { it })
        .collect();
    let (width, height) = pixels.dimensions();
    let (ink, content) = match palette(&colours) {
        Some(places) => indexed(&colours, &places, width),
        None if colours.iter().all(|[r, g, b]| r == g && g == b) => {
            let bytes = colours.iter().map(|[grey, ..]| *grey).collect();
            (Ink::Grey, Content::Samples { bits: 8, bytes })
        }
        None => (Ink::Colour, Content::Samples { bits: 8, bytes: colours.concat() }),
    };
    Plate { width, height, natural: Default::default(), ink, content }
}

/// A pixel as it looks on white paper.
fn on_white(Rgba([r, g, b, alpha]): Rgba<u8>) -> [u8; 3] {
    let over = |sample: u8| {
        let (sample, alpha) = (u32::from(sample), u32::from(alpha));
        let mixed = (sample * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    [over(r), over(g), over(b)]
}

/// The grey that looks as light (ITU-R BT.709 weights, as CSS filters use them).
fn grey_of([r, g, b]: [u8; 3]) -> [u8; 3] {
    let sum = 2126 * u32::from(r) + 7152 * u32::from(g) + 722 * u32::from(b);
    [u8::try_from((sum + 5000) / 10_000).unwrap_or(u8::MAX); 3]
}

/// The colours in use and their places in a table, where one table holds them all.
fn palette(colours: &[[u8; 3]]) -> Option<BTreeMap<[u8; 3], u8>> {
    let mut places = BTreeMap::new();
    let mut last = None;
    for colour in colours {
        // Pictures of few colours have long runs of one.
        if last == Some(colour) {
            continue;
        }
        last = Some(colour);
        places.insert(*colour, 0);
        if places.len() > MOST_COLOURS {
            return None;
        }
    }
    for (place, number) in places.values_mut().zip(0u8..=u8::MAX) {
        *place = number;
    }
    Some(places)
}

/// Samples as places in a table, several to the byte where the table is short.
fn indexed(colours: &[[u8; 3]], places: &BTreeMap<[u8; 3], u8>, width: u32) -> (Ink, Content) {
    let bits: u8 = match places.len() {
        0..=2 => 1,
        3..=4 => 2,
        5..=16 => 4,
        _ => 8,
    };
    let place = |colour: &[u8; 3]| places.get(colour).copied().unwrap_or(0);
    let to_a_byte = usize::from(8 / bits);
    let row = usize::try_from(width).unwrap_or(1).max(1);
    let mut bytes = Vec::with_capacity(colours.len() / to_a_byte + 1);
    for row in colours.chunks(row) {
        for samples in row.chunks(to_a_byte) {
            let packed =
                samples.iter().fold(0, |byte: u8, it| (byte << (bits % 8)) | place(it));
            let missing = to_a_byte - samples.len();
            bytes.push(packed << (missing * usize::from(bits)));
        }
    }
    (Ink::Palette(places.keys().copied().collect()), Content::Samples { bits, bytes })
}

/// The nearest whole number of pixels, one at least.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, which is what we want"
)]
pub(super) fn whole(pixels: f64) -> u32 {
    (pixels.round() as u32).max(1)
}
