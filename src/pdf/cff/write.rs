//! A CID-keyed CFF written out.
//!
//! Comes in: the parts of a subset. Goes out: its bytes (5176, sections 2 and 18). Never done here:
//! reading a font.

use super::operator;

/// The first string that is not one of CFF's own (5176, appendix A).
const FIRST_STRING: i32 = 391;

/// CIDs that there may be: one to each code of one byte.
const CIDS: i32 = 256;

/// Bytes of an offset in a DICT, its operator left out.
const OFFSET: usize = 5;

/// What a subset is made of.
pub(super) struct Parts<'c> {
    /// PostScript name.
    pub(super) name: &'c [u8],
    /// Operands and operator of the font's box.
    pub(super) bounds: &'c [u8],
    /// Entries of the private DICT.
    pub(super) private: Vec<u8>,
    /// The charstring of `.notdef`, then those of the glyphs.
    pub(super) outlines: Vec<Vec<u8>>,
}

/// Writes a font whose CIDs are `codes`, ascending; none where it grows too large.
pub(super) fn font(parts: &Parts<'_>, codes: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![1, 0, 4, 4];
    push_index(&mut out, &[parts.name])?;
    let top_at = out.len();
    // The DICT has the same length whatever its offsets are.
    push_index(&mut out, &[&top(parts, [0; 4])?])?;
    push_index(&mut out, &[b"Adobe", b"Identity"])?;
    push_index(&mut out, &[])?;
    let charset = out.len();
    push_charset(&mut out, codes);
    let select = out.len();
    let count = u16::try_from(parts.outlines.len()).ok()?;
    // One range from glyph 0 on, all of it of DICT 0.
    out.extend_from_slice(&[3, 0, 1, 0, 0, 0]);
    out.extend_from_slice(&count.to_be_bytes());
    let outlines = out.len();
    let flat: Vec<&[u8]> = parts.outlines.iter().map(Vec::as_slice).collect();
    push_index(&mut out, &flat)?;
    let array = out.len();
    let mut dict = Vec::new();
    push_number(&mut dict, i32::try_from(parts.private.len()).ok()?);
    // An index of one piece with offsets of one byte is five bytes longer than the piece.
    let private = array + 5 + dict.len() + OFFSET + 1;
    push_offset(&mut dict, private)?;
    push_operator(&mut dict, operator::PRIVATE);
    push_index(&mut out, &[&dict])?;
    out.extend_from_slice(&parts.private);
    let mut index = Vec::new();
    push_index(&mut index, &[&top(parts, [charset, outlines, array, select])?])?;
    out.get_mut(top_at..top_at + index.len())?.copy_from_slice(&index);
    Some(out)
}

/// The top DICT: ROS comes first.
fn top(parts: &Parts<'_>, offsets: [usize; 4]) -> Option<Vec<u8>> {
    let mut dict = Vec::new();
    for number in [FIRST_STRING, FIRST_STRING + 1, 0] {
        push_number(&mut dict, number);
    }
    push_operator(&mut dict, operator::ROS);
    dict.extend_from_slice(parts.bounds);
    push_number(&mut dict, CIDS);
    push_operator(&mut dict, operator::CID_COUNT);
    let operators =
        [operator::CHARSET, operator::CHAR_STRINGS, operator::FD_ARRAY, operator::FD_SELECT];
    for (offset, operator) in offsets.into_iter().zip(operators) {
        push_offset(&mut dict, offset)?;
        push_operator(&mut dict, operator);
    }
    Some(dict)
}

/// The CIDs of glyphs 1 and following, as ranges: the first, and how many follow it.
fn push_charset(out: &mut Vec<u8>, codes: &[u8]) {
    out.push(1);
    for range in codes.chunk_by(|a, b| a.checked_add(1) == Some(*b)) {
        if let Some(&first) = range.first() {
            let rest = u8::try_from(range.len() - 1).unwrap_or(u8::MAX);
            out.extend_from_slice(&[0, first, rest]);
        }
    }
}

/// Appends an INDEX with offsets as short as may be.
fn push_index(out: &mut Vec<u8>, pieces: &[&[u8]]) -> Option<()> {
    out.extend_from_slice(&u16::try_from(pieces.len()).ok()?.to_be_bytes());
    if pieces.is_empty() {
        return Some(());
    }
    let end = 1 + pieces.iter().map(|piece| piece.len()).sum::<usize>();
    let step = match end {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFF_FFFF => 3,
        _ => 4,
    };
    out.push(step);
    let mut push = |offset: usize| {
        let bytes = u32::try_from(offset).ok()?.to_be_bytes();
        out.extend_from_slice(bytes.get(4 - usize::from(step)..)?);
        Some(())
    };
    let mut offset = 1;
    push(offset)?;
    for piece in pieces {
        offset += piece.len();
        push(offset)?;
    }
    pieces.iter().for_each(|piece| out.extend_from_slice(piece));
    Some(())
}

/// Appends a number of a DICT (5176, table 3).
fn push_number(dict: &mut Vec<u8>, number: i32) {
    match (u8::try_from(number + 139), i16::try_from(number)) {
        (Ok(byte @ 32..=246), _) => dict.push(byte),
        (_, Ok(short)) => {
            dict.push(28);
            dict.extend_from_slice(&short.to_be_bytes());
        }
        _ => {
            dict.push(29);
            dict.extend_from_slice(&number.to_be_bytes());
        }
    }
}

fn push_offset(dict: &mut Vec<u8>, offset: usize) -> Option<()> {
    dict.push(29);
    dict.extend_from_slice(&i32::try_from(offset).ok()?.to_be_bytes());
    Some(())
}

fn push_operator(dict: &mut Vec<u8>, operator: u16) {
    let [escape, number] = operator.to_be_bytes();
    if escape > 0 {
        dict.push(escape);
    }
    dict.push(number);
}
