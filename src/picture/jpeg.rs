//! JPEG files that a PDF reader can decode itself.
//!
//! Comes in: a JPEG file. Goes out: the same picture, byte for byte, without what is no picture:
//! camera data, places, thumbnails, comments. Never done here: decoding.

/// A JPEG freed of what is no picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passed {
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// It has one component, not three.
    pub(super) grey: bool,
}

/// Marker codes (ITU-T T.81, table B.1).
const START: [u8; 2] = [0xFF, 0xD8];
const END: [u8; 2] = [0xFF, 0xD9];
const SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;
/// Adobe's segment, which says how colours are coded; the only application segment that counts.
const ADOBE: u8 = 0xEE;

/// The file as it may stand in a PDF; none for what PDF cannot take (ISO 32000-1, 7.4.8): other
/// than baseline or progressive Huffman coding, 8 bits, one or three components; none either for
/// a file without its end.
pub(super) fn passed_through(bytes: &[u8]) -> Option<Passed> {
    if !bytes.starts_with(&START) || !bytes.ends_with(&END) {
        return None;
    }
    let mut out = START.to_vec();
    let mut grey = None;
    let mut at = START.len();
    loop {
        let &[0xFF, marker] = bytes.get(at..at + 2)? else { return None };
        if marker == 0xFF {
            at += 1; // fill bytes may stand before a marker
            continue;
        }
        let length = bytes.get(at + 2..at + 4)?;
        let length = usize::from(u16::from_be_bytes([*length.first()?, *length.last()?]));
        let segment = bytes.get(at..at + 2 + length)?;
        match marker {
            // The frames: baseline, extended, progressive.
            0xC0..=0xC2 => grey = Some(is_grey(segment)?),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return None,
            _ => {}
        }
        let of_no_use =
            marker == COMMENT || ((0xE0..=0xEF).contains(&marker) && marker != ADOBE);
        if !of_no_use {
            out.extend_from_slice(segment);
        }
        at += 2 + length;
        if marker == SCAN {
            out.extend_from_slice(bytes.get(at..)?);
            return Some(Passed { bytes: out, grey: grey? });
        }
    }
}

/// Whether a frame has one component, where it is of 8 bits and has one or three.
fn is_grey(frame: &[u8]) -> Option<bool> {
    match (frame.get(4)?, frame.get(9)?) {
        (8, 1) => Some(true),
        (8, 3) => Some(false),
        _ => None,
    }
}
