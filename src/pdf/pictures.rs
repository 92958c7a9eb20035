//! Pictures as image objects.

use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

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
    let mut named = Dictionary::new();
    for number in numbers {
        let plate = &job.galley.pictures[number].image;
        let image = document.add_object(image(plate));
        named.set(name(number), image);
    }
    Some(named)
}

/// The image object of a plate (ISO 32000-1, 8.9.5).
fn image(plate: &PreparedPicture) -> Stream {
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
    let samples = match &plate.data {
        SampleData::Jpeg(bytes) => {
            head.set("Filter", "DCTDecode");
            return Stream::new(head, bytes.clone());
        }
        SampleData::Samples(samples) => samples,
    };
    head.set("BitsPerComponent", i64::from(samples.bits()));
    let Some(colours) = plate.colours.predicted() else {
        let mut stream = Stream::new(head, samples.packed().to_vec());
        stream.dict.set("Filter", "FlateDecode");
        return stream;
    };
    head.set("Filter", "FlateDecode");
    let (colours, columns) = (integer(colours), i64::from(plate.width));
    head.set(
        "DecodeParms",
        dictionary! { "Predictor" => 15, "Colors" => colours, "Columns" => columns },
    );
    Stream::new(head, samples.packed().to_vec())
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
