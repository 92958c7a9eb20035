//! Lossless samples on white, in the fewest bits that hold them.

use image::{DynamicImage, Rgba, RgbaImage};

use super::darkness::mean_darkness;
use super::packed::PackedSamples;
use super::prepared::{PictureSize, PreparedPicture, SampleColours, SampleData};
use crate::map::Map;

/// Most colours of a table of 8 bits.
const MOST_COLOURS: usize = 256;

/// Converts pixels with transparency to grey, a table of colours or full colour. The caller sets the
/// natural size.
pub(super) fn prepare(pixels: &RgbaImage, grey: bool) -> PreparedPicture {
    let colour = |pixel: &Rgba<u8>| {
        let colour = on_white(*pixel);
        if grey { to_grey(colour) } else { colour }
    };
    // The colours are computed anew each time: a list of them would take as much memory as the result.
    let colours = || pixels.pixels().map(colour);
    let (width, height) = pixels.dimensions();
    let (colours, bits, bytes) = match ColourTable::new(colours()) {
        Some(table) => indexed(pixels.rows().map(|row| row.map(colour)), table),
        None if colours().all(|[r, g, b]| r == g && g == b) => {
            (SampleColours::Grey, 8, colours().map(|[grey, ..]| grey).collect())
        }
        None => {
            let mut bytes = Vec::with_capacity(pixels.len() / 4 * 3);
            colours().for_each(|colour| bytes.extend_from_slice(&colour));
            (SampleColours::Colour, 8, bytes)
        }
    };
    let darkness = mean_darkness(&bytes, bits, width, &colours);
    let packed = PackedSamples::new(&bytes, bits, width, colours.predicted(), darkness);
    let data = SampleData::Samples(packed);
    let is_photograph = match &colours {
        SampleColours::Palette(_) => false,
        SampleColours::Grey => bits == 8,
        SampleColours::Colour => true,
    };
    let natural = PictureSize::default();
    PreparedPicture { width, height, natural, is_photograph, colours, data }
}

/// Converts an opaque picture whose samples are packed already. None if others would be smaller:
/// indices of a table of colours, or grey.
pub(super) fn prepare_packed(
    picture: &DynamicImage,
    packed: Vec<u8>,
) -> Option<PreparedPicture> {
    let (bytes, colours) = match picture {
        DynamicImage::ImageLuma8(grey) => (grey.as_raw(), SampleColours::Grey),
        DynamicImage::ImageRgb8(colour) => (colour.as_raw(), SampleColours::Colour),
        _ => return None,
    };
    let step = colours.predicted()?;
    let pixels = || bytes.chunks_exact(step).map(|it| [it[0], it[step / 2], it[step - 1]]);
    if ColourTable::new(pixels()).is_some()
        || step > 1 && pixels().all(|[r, g, b]| r == g && g == b)
    {
        return None;
    }
    let (width, height) = (picture.width(), picture.height());
    let darkness = mean_darkness(bytes, 8, width, &colours);
    let data = SampleData::Samples(PackedSamples::of_packed(packed, darkness));
    let natural = PictureSize::default();
    // A drawing of few colours has a table of them.
    Some(PreparedPicture { width, height, natural, is_photograph: true, colours, data })
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

/// Table of the colours of a picture.
struct ColourTable {
    /// Colours, ascending.
    colours: Vec<[u8; 3]>,
    /// Index of each colour in `colours`.
    indices: Map<[u8; 3], u8>,
}

impl ColourTable {
    /// Returns the table of all colours; none if they are too many for one.
    fn new(pixels: impl Iterator<Item = [u8; 3]>) -> Option<Self> {
        let mut indices = Map::default();
        let mut last = None;
        for colour in pixels {
            // Pictures of few colours have long runs of one colour.
            if last == Some(colour) {
                continue;
            }
            last = Some(colour);
            indices.insert(colour, 0);
            if indices.len() > MOST_COLOURS {
                return None;
            }
        }
        let mut colours: Vec<[u8; 3]> = indices.keys().copied().collect();
        colours.sort_unstable();
        for (number, colour) in (0u8..=u8::MAX).zip(&colours) {
            indices.insert(*colour, number);
        }
        Some(Self { colours, indices })
    }
}

/// Converts rows of colours to indices of a table, several to a byte for a short table.
fn indexed(
    rows: impl Iterator<Item = impl Iterator<Item = [u8; 3]>>,
    table: ColourTable,
) -> (SampleColours, u8, Vec<u8>) {
    let bits: u8 = match table.colours.len() {
        0..=2 => 1,
        3..=4 => 2,
        5..=16 => 4,
        _ => 8,
    };
    let per_byte = 8 / bits;
    let mut bytes = Vec::new();
    // Pictures of few colours have long runs of one colour.
    let mut last = None;
    for row in rows {
        let (mut byte, mut count) = (0, 0);
        for colour in row {
            let number = match last {
                Some((same, number)) if same == colour => number,
                Some(_) | None => table.indices[&colour],
            };
            last = Some((colour, number));
            byte = (byte << (bits % 8)) | number;
            count += 1;
            if count == per_byte {
                bytes.push(byte);
                (byte, count) = (0, 0);
            }
        }
        if count > 0 {
            bytes.push(byte << ((per_byte - count) * bits));
        }
    }
    (SampleColours::Palette(table.colours), bits, bytes)
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
