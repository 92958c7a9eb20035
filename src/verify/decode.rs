//! Stream filters (ISO 32000-1, 7.4), with a limit on the bytes that they give.

use std::borrow::Cow;
use std::fmt;

use libdeflater::{DecompressionError, Decompressor};

/// Most filters of a stream.
const MOST_FILTERS: usize = 4;

/// Bytes that are first set aside for decompressed data.
const FIRST_GUESS: usize = 64 << 10;

/// Filter of a stream, with its parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FilterSpec {
    /// Name, without its solidus.
    pub(super) name: Vec<u8>,
    /// Predictor; 1 is none.
    pub(super) predictor: usize,
    /// Bytes of a sample of all its components, at least 1.
    pub(super) sample: usize,
    /// Bytes of a row.
    pub(super) row: usize,
    /// A code of LZW grows one code early.
    pub(super) early: bool,
}

impl FilterSpec {
    /// Creates a filter. `samples` are the components of a sample, the bits of a component and the
    /// samples of a row.
    pub(super) fn new(name: &[u8], predictor: usize, samples: [usize; 3], early: bool) -> Self {
        let [components, bits, columns] = samples;
        let bits = components.saturating_mul(bits);
        Self {
            name: name.to_owned(),
            predictor,
            sample: bits.div_ceil(8).max(1),
            row: bits.saturating_mul(columns).div_ceil(8).max(1),
            early,
        }
    }
}

/// Reason for which a stream is not decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DecodeError {
    /// It gives more bytes than this.
    TooLarge(usize),
    /// It has more filters than this.
    TooManyFilters(usize),
    /// The data do not follow the filter with this name.
    Broken(String),
    /// The filter has this name, and is one of pictures, or unknown.
    Unknown(String),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(limit) => {
                write!(out, "it unpacks to more than the limit of {} MiB", limit >> 20)
            }
            Self::TooManyFilters(limit) => {
                write!(out, "it has more filters than the limit of {limit}")
            }
            Self::Broken(name) => write!(out, "its data are not valid for the filter {name}"),
            Self::Unknown(name) => write!(out, "its filter {name} is not for data"),
        }
    }
}

impl DecodeError {
    /// Returns whether a limit was exceeded.
    pub(super) fn is_limit(&self) -> bool {
        match self {
            Self::TooLarge(_) | Self::TooManyFilters(_) => true,
            Self::Broken(_) | Self::Unknown(_) => false,
        }
    }
}

/// Decodes data with all filters, in order.
///
/// # Errors
/// If a filter gives more than `limit` bytes, is unknown, or the data are broken.
pub(super) fn decode<'d>(
    data: &'d [u8],
    filters: &[FilterSpec],
    limit: usize,
) -> Result<Cow<'d, [u8]>, DecodeError> {
    if filters.len() > MOST_FILTERS {
        return Err(DecodeError::TooManyFilters(MOST_FILTERS));
    }
    let mut data = Cow::Borrowed(data);
    for filter in filters {
        let name = String::from_utf8_lossy(&filter.name).into_owned();
        let decoded = match &*filter.name {
            b"FlateDecode" | b"Fl" => inflate(&data, limit),
            b"LZWDecode" | b"LZW" => lzw(&data, filter.early, limit),
            b"ASCIIHexDecode" | b"AHx" => hexadecimal(&data),
            b"ASCII85Decode" | b"A85" => ascii85(&data, limit),
            b"RunLengthDecode" | b"RL" => run_length(&data, limit),
            _ => return Err(DecodeError::Unknown(name)),
        };
        let decoded = decoded.ok_or_else(|| DecodeError::Broken(name.clone()))?;
        if decoded.len() > limit {
            return Err(DecodeError::TooLarge(limit));
        }
        let plain = match filter.predictor {
            // The predictor of TIFF is one of pictures, and verification reads no samples.
            0..=2 => Some(decoded),
            _ => unpredict(&decoded, filter),
        };
        data = Cow::Owned(plain.ok_or(DecodeError::Broken(name))?);
    }
    if data.len() > limit {
        return Err(DecodeError::TooLarge(limit));
    }
    Ok(data)
}

/// Decompresses zlib data; more than `limit` bytes come back as one byte more than it.
fn inflate(data: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut decompressor = Decompressor::new();
    let mut size = FIRST_GUESS.max(data.len().saturating_mul(4)).min(limit + 1);
    loop {
        let mut out = vec![0; size];
        match decompressor.zlib_decompress(data, &mut out) {
            Ok(length) => {
                out.truncate(length);
                return Some(out);
            }
            Err(DecompressionError::InsufficientSpace) if size > limit => return Some(out),
            Err(DecompressionError::InsufficientSpace) => {
                size = size.saturating_mul(8).min(limit + 1);
            }
            Err(DecompressionError::BadData) => return None,
        }
    }
}

/// Reverses the filters of PNG (RFC 2083, section 6).
fn unpredict(data: &[u8], filter: &FilterSpec) -> Option<Vec<u8>> {
    // A row that is longer than the data has zeros above it.
    let (row, sample) = (filter.row.min(data.len().max(1)), filter.sample);
    let mut plain: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0; row];
    for line in data.chunks(row + 1) {
        let (&kind, line) = line.split_first()?;
        let start = plain.len();
        for (index, &byte) in line.iter().enumerate() {
            let before = index.checked_sub(sample);
            let left = before.map_or(0, |index| plain[start + index]);
            let corner = before.map_or(0, |index| above[index]);
            let up = above[index];
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => u8::midpoint(left, up),
                4 => paeth(left, up, corner),
                _ => return None,
            };
            plain.push(byte.wrapping_add(guess));
        }
        above.fill(0);
        above[..line.len()].copy_from_slice(&plain[start..]);
    }
    Some(plain)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |byte: u8| (guess - i16::from(byte)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

/// Decompresses LZW (ISO 32000-1, 7.4.4.2); stops once there are more than `limit` bytes.
fn lzw(data: &[u8], early: bool, limit: usize) -> Option<Vec<u8>> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut out: Vec<u8> = Vec::new();
    // Each entry of the table from 258 is a stretch of the output.
    let mut table: Vec<std::ops::Range<usize>> = Vec::new();
    let mut last: Option<std::ops::Range<usize>> = None;
    let (mut bits, mut held, mut width) = (0usize, 0usize, 9usize);
    for &byte in data {
        bits = (bits << 8 | usize::from(byte)) & 0xFF_FFFF;
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = bits >> held & ((1 << width) - 1);
        if code == END {
            break;
        }
        if code == CLEAR {
            (table, last, width) = (Vec::new(), None, 9);
            continue;
        }
        let start = out.len();
        match (code.checked_sub(258), &last) {
            (None, _) => out.push(u8::try_from(code).ok()?),
            (Some(index), _) if index < table.len() => {
                out.extend_from_within(table[index].clone());
            }
            (Some(index), Some(last)) if index == table.len() => {
                let first = out[last.start];
                out.extend_from_within(last.clone());
                out.push(first);
            }
            (Some(_), _) => return None,
        }
        if let Some(last) = last.take()
            && table.len() < 4096 - 258
        {
            // The string of the last code and the first byte of this one follow each other.
            table.push(last.start..last.end + 1);
        }
        last = Some(start..out.len());
        let next = 258 + table.len() + usize::from(early);
        width = match next {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            2048.. => 12,
        };
        if out.len() > limit {
            break;
        }
    }
    Some(out)
}

fn hexadecimal(data: &[u8]) -> Option<Vec<u8>> {
    let mut halves = Vec::new();
    for &byte in data.iter().take_while(|&&byte| byte != b'>') {
        if !is_space(byte) {
            halves.push(u8::try_from(char::from(byte).to_digit(16)?).ok()?);
        }
    }
    Some(halves.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0)).collect())
}

fn ascii85(data: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut group: Vec<u8> = Vec::new();
    for &byte in data.iter().take_while(|&&byte| byte != b'~') {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            _ if is_space(byte) => {}
            _ => return None,
        }
        if group.len() == 5 {
            out.extend(group_of_85(&group));
            group.clear();
        }
        if out.len() > limit {
            return Some(out);
        }
    }
    if group.len() > 1 {
        let count = group.len() - 1;
        group.resize(5, 84);
        out.extend(&group_of_85(&group)[..count]);
    }
    Some(out)
}

fn group_of_85(digits: &[u8]) -> [u8; 4] {
    let value = digits
        .iter()
        .fold(0u32, |value, &digit| value.wrapping_mul(85).wrapping_add(u32::from(digit)));
    value.to_be_bytes()
}

fn run_length(data: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = data;
    while let Some((&length, after)) = rest.split_first() {
        match length {
            128 => break,
            0..=127 => {
                let count = usize::from(length) + 1;
                out.extend_from_slice(after.get(..count)?);
                rest = &after[count..];
            }
            129.. => {
                let count = 257 - usize::from(length);
                out.extend(std::iter::repeat_n(*after.first()?, count));
                rest = &after[1..];
            }
        }
        if out.len() > limit {
            break;
        }
    }
    Some(out)
}

/// Returns whether a byte is white space (ISO 32000-1, table 1).
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}
