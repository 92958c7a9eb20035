//! Lossless samples on white, in the fewest bits that hold them.

use std::collections::BTreeMap;

use image::{Rgba, RgbaImage};

use super::prepared::{PictureSize, PreparedPicture, SampleColours, SampleData};

/// Most colours of a table of 8 bits.
const MOST_COLOURS: usize = 256;

/// Converts pixels with transparency to grey, a table of colours or full colour. The caller sets the
/// natural size.
pub(super) fn prepare(pixels: &RgbaImage, grey: bool) -> PreparedPicture {
    let colours: Vec<[u8; 3]> = pixels
        .pixels()
        .map(|pixel| on_white(*pixel))
        .map(|colour| if grey { to_grey(colour) } else { colour })
        .collect();
    let (width, height) = pixels.dimensions();
    let (colours, data) = match palette(&colours) {
        Some(table) => indexed(&colours, &table, width),
        None if colours.iter().all(|[r, g, b]| r == g && g == b) => {
            let bytes = colours.iter().map(|[grey, ..]| *grey).collect();
            (SampleColours::Grey, SampleData::Samples { bits: 8, bytes })
        }
        None => {
            let bytes = colours.concat();
            (SampleColours::Colour, SampleData::Samples { bits: 8, bytes })
        }
    };
    PreparedPicture { width, height, natural: PictureSize::default(), colours, data }
}

/// Returns the colour of a pixel on white.
fn on_white(Rgba([r, g, b, alpha]): Rgba<u8>) -> [u8; 3] {
    let over = |sample: u8| {
        let (sample, alpha) = (u32::from(sample), u32::from(alpha));
        let mixed = (sample * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(mixed).expect("a mean of two bytes is a byte")
    };
    [over(r), over(g), over(b)]
}

/// Returns the grey of the same luminance (weights of ITU-R BT.709, as in CSS filters).
fn to_grey([r, g, b]: [u8; 3]) -> [u8; 3] {
    let sum = 2126 * u32::from(r) + 7152 * u32::from(g) + 722 * u32::from(b);
    [u8::try_from((sum + 5000) / 10_000).expect("a weighted mean of bytes is a byte"); 3]
}

/// Returns the colours and their indices in a table, if one table holds all colours.
fn palette(colours: &[[u8; 3]]) -> Option<BTreeMap<[u8; 3], u8>> {
    let mut table = BTreeMap::new();
    let mut last = None;
    for colour in colours {
        // Pictures of few colours have long runs of one colour.
        if last == Some(colour) {
            continue;
        }
        last = Some(colour);
        table.insert(*colour, 0);
        if table.len() > MOST_COLOURS {
            return None;
        }
    }
    for (index, number) in table.values_mut().zip(0u8..=u8::MAX) {
        *index = number;
    }
    Some(table)
}

/// Converts colours to indices of a table, several to a byte for a short table.
fn indexed(
    colours: &[[u8; 3]],
    table: &BTreeMap<[u8; 3], u8>,
    width: u32,
) -> (SampleColours, SampleData) {
    let bits: u8 = match table.len() {
        0..=2 => 1,
        3..=4 => 2,
        5..=16 => 4,
        _ => 8,
    };
    let per_byte = usize::from(8 / bits);
    let mut bytes = Vec::with_capacity(colours.len() / per_byte + 1);
    for row in colours.chunks(width.max(1) as usize) {
        for samples in row.chunks(per_byte) {
            let packed =
                samples.iter().fold(0, |byte: u8, it| (byte << (bits % 8)) | table[it]);
            let missing = per_byte - samples.len();
            bytes.push(packed << (missing * usize::from(bits)));
        }
    }
    let palette = SampleColours::Palette(table.keys().copied().collect());
    (palette, SampleData::Samples { bits, bytes })
}

/// Rounds to a whole number of pixels, at least 1; saturates.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, as documented"
)]
pub(super) fn pixel_count(pixels: f64) -> u32 {
    (pixels.round() as u32).max(1)
}
