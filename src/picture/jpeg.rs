//! JPEG files for PDF: the coded samples stay, the metadata is removed.

/// JPEG file without camera data, places, thumbnails and comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StrippedJpeg {
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// It has one component; false for three.
    pub(super) grey: bool,
}

/// Start of image (ITU-T T.81, table B.1, as are all markers here).
const START: [u8; 2] = [0xFF, 0xD8];
/// End of image.
const END: [u8; 2] = [0xFF, 0xD9];
/// Start of scan.
const SCAN: u8 = 0xDA;
/// Comment.
const COMMENT: u8 = 0xFE;
/// Application segment of Adobe, the only one that decoding needs: it states the colour transform.
const ADOBE: u8 = 0xEE;

/// Removes the metadata of a JPEG file. None for a file that is not allowed in PDF (ISO 32000-1,
/// 7.4.8: baseline or progressive Huffman coding, 8 bits, one or three components) and for a file
/// without its end.
pub(super) fn strip_metadata(bytes: &[u8]) -> Option<StrippedJpeg> {
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
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let segment = bytes.get(at..at + 2 + length)?;
        match marker {
            // The frames: baseline, extended, progressive.
            0xC0..=0xC2 => grey = Some(is_grey(segment)?),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return None,
            _ => {}
        }
        let is_metadata =
            marker == COMMENT || ((0xE0..=0xEF).contains(&marker) && marker != ADOBE);
        if !is_metadata {
            out.extend_from_slice(segment);
        }
        at += 2 + length;
        if marker == SCAN {
            out.extend_from_slice(bytes.get(at..)?);
            return Some(StrippedJpeg { bytes: out, grey: grey? });
        }
    }
}

/// True for a frame of one component, false for three; none for other frames and other than 8 bits.
fn is_grey(frame: &[u8]) -> Option<bool> {
    match (frame.get(4)?, frame.get(9)?) {
        (8, 1) => Some(true),
        (8, 3) => Some(false),
        _ => None,
    }
}
