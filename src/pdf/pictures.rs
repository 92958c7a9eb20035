//! Pictures as image objects.

use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::deflate::Deflaters;
use super::job::Job;
use super::lines;
use super::number::integer;
use crate::galley::{Galley, Item, PictureId};
use crate::picture::{PreparedPicture, SampleColours, SampleData};

/// Returns the number of a picture in the PDF: the index of the first picture with the same plate.
pub(super) fn number(galley: &Galley, id: PictureId) -> usize {
    let own = id.0 as usize;
    let plate = &galley.pictures.get(own).expect("a line shows pictures of its galley").image;
    let first = galley.pictures.iter().position(|other| Arc::ptr_eq(&other.image, plate));
    first.unwrap_or(own)
}

/// Returns the resource name of a picture by its number.
pub(super) fn name(number: usize) -> String {
    format!("P{}", number + 1)
}

/// Returns whether a picture has anything but greys.
pub(super) fn are_coloured(galley: &Galley) -> bool {
    galley.pictures.iter().any(|picture| match &picture.image.colours {
        SampleColours::Grey => false,
        SampleColours::Colour => true,
        SampleColours::Palette(colours) => !are_grey(colours),
    })
}

fn are_grey(colours: &[[u8; 3]]) -> bool {
    colours.iter().all(|[red, green, blue]| red == green && green == blue)
}

/// Adds the pictures that the pages show; gives the resources that name them, none where there
/// is none.
pub(super) fn resources(document: &mut Document, job: &Job<'_>) -> Option<Dictionary> {
    if job.galley.pictures.is_empty() {
        return None;
    }
    let mut numbers: Vec<usize> = Vec::new();
    for placed_line in job.pages.iter().flat_map(|page| lines::page_lines(page, job.galley)) {
        for item in &placed_line.line.items {
            if let Item::Picture { id, .. } = item {
                let number = number(job.galley, *id);
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
        }
    }
    let deflaters = Deflaters::new(job.pages.len());
    let mut named = Dictionary::new();
    for number in numbers {
        let plate = &job.galley.pictures[number].image;
        let image = document.add_object(image(plate, &deflaters));
        named.set(name(number), image);
    }
    Some(named)
}

/// The image object of a plate (ISO 32000-1, 8.9.5).
fn image(plate: &PreparedPicture, deflaters: &Deflaters) -> Stream {
    let colours = match &plate.colours {
        SampleColours::Grey => Object::from("DeviceGray"),
        SampleColours::Colour => Object::from("DeviceRGB"),
        SampleColours::Palette(colours) => palette(colours),
    };
    let mut head = dictionary! {
        "Type" => "XObject", "Subtype" => "Image",
        "Width" => i64::from(plate.width), "Height" => i64::from(plate.height),
        "ColorSpace" => colours, "BitsPerComponent" => 8,
    };
    let bytes = match &plate.data {
        SampleData::Jpeg(bytes) => {
            head.set("Filter", "DCTDecode");
            return Stream::new(head, bytes.clone());
        }
        SampleData::Samples { bits, bytes } => {
            head.set("BitsPerComponent", i64::from(*bits));
            bytes
        }
    };
    let colours = match plate.colours {
        SampleColours::Palette(_) => return Stream::new(head, bytes.clone()),
        SampleColours::Grey => 1,
        SampleColours::Colour => 3,
    };
    let filtered = predicted(bytes, plate.width as usize * colours, colours);
    let packed = deflaters.deflate(&filtered);
    head.set("Filter", "FlateDecode");
    let columns = i64::from(plate.width);
    let colours = integer(colours);
    head.set(
        "DecodeParms",
        dictionary! { "Predictor" => 15, "Colors" => colours, "Columns" => columns },
    );
    Stream::new(head, packed)
}

/// A table of colours; one of greys only is a table of greys, so that a print without colour
/// needs none.
fn palette(colours: &[[u8; 3]]) -> Object {
    let (base, table) = if are_grey(colours) {
        ("DeviceGray", colours.iter().map(|[grey, ..]| *grey).collect())
    } else {
        ("DeviceRGB", colours.concat())
    };
    let last = integer(colours.len().max(1) - 1);
    let table = Object::String(table, lopdf::StringFormat::Hexadecimal);
    Object::Array(vec!["Indexed".into(), base.into(), last.into(), table])
}

/// Rows as differences, each by the filter whose differences are the least in sum, after the
/// number of that filter (PNG, third edition, 9.2 and 12.7).
fn predicted(samples: &[u8], row: usize, step: usize) -> Vec<u8> {
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

/// Foretells a byte from those to its left, above it, and above to the left.
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
