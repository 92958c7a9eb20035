//! PNG files whose samples a PDF can have as they are.

use crate::deflate;

/// Signature of a file, and the lengths of a chunk's length and name, and of its checksum.
const SIGNATURE: usize = 8;
const CHUNK_HEAD: usize = 8;
const CHUNK_END: usize = 4;
/// Pixels of a picture from which on its samples are taken as they are. To compress fewer anew takes
/// little time, and often makes them smaller.
const LARGE: usize = 1_000_000;
/// Colour types of the header.
const GREY: u8 = 0;
const COLOUR: u8 = 2;

/// Returns the filtered and compressed samples of a large picture with 8-bit samples of grey or
/// colour in rows. None for other pictures, and if the samples are malformed or hardly compressed.
pub(super) fn packed_samples(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.get(SIGNATURE..)?;
    let mut length = None;
    let mut packed = Vec::new();
    while let Some((head, after)) = rest.split_at_checked(CHUNK_HEAD) {
        let (size, name) = head.split_at(4);
        let size = u32::from_be_bytes(size.try_into().expect("it has four bytes")) as usize;
        let data = after.get(..size)?;
        match name {
            b"IHDR" => length = Some(unpacked_length(data)?),
            b"IDAT" => packed.extend_from_slice(data),
            b"IEND" => break,
            _ => {}
        }
        rest = after.get(size + CHUNK_END..)?;
    }
    let length = length?;
    packed.shrink_to_fit();
    (packed.len() < length / 10 * 9 && deflate::unpacks_to(&packed, length)).then_some(packed)
}

/// Returns the length of the filtered samples of a picture with this header; none if it is not of the
/// kind whose samples are taken as they are.
fn unpacked_length(header: &[u8]) -> Option<usize> {
    let (sides, rest) = header.split_at_checked(8)?;
    let side = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().expect("it has four bytes"));
    let (width, height) = (side(&sides[..4]) as usize, side(&sides[4..]) as usize);
    let samples = match *rest {
        [8, GREY, 0, 0, 0] => 1,
        [8, COLOUR, 0, 0, 0] => 3,
        _ => return None,
    };
    (width.checked_mul(height)? >= LARGE).then_some(height * (width * samples + 1))
}
