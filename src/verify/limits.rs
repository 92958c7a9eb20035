//! Limits of what a PDF may cost its reader, checked before it is opened.
//!
//! hayro-syntax unpacks cross-reference and object streams while it opens a file, and hayro-svg all
//! that a page uses, both without a limit. So every stream is unpacked here first, with one.

use std::ops::Range;

use hayro_syntax::object::{Array, Dict, FromBytes, MaybeRef, Name, Object};

use super::decode::{FilterSpec, decode, is_space};
use super::error::VerifyError;

/// Most bytes of a stream, unpacked.
pub(super) const LARGEST_STREAM: usize = 64 << 20;

/// Most bytes of a cross-reference stream, unpacked: it has some five to eight for each object.
const LARGEST_TABLE: usize = 4 << 20;

/// Most bytes of all streams together, unpacked, beside [`UNPACKED_FOR_EACH`].
const LARGEST_TOTAL: usize = 256 << 20;

/// Bytes that the streams can have, unpacked, for each byte of the file.
const UNPACKED_FOR_EACH: usize = 24;

/// Most bytes that are parsed again because they are in several objects.
const MOST_PARSED_AGAIN: usize = 64 << 20;

/// Most samples of a picture: a page of A4 at 600 per inch.
const LARGEST_PICTURE: u64 = 40_000_000;

/// Stream as the bytes of a file have it.
struct FoundStream<'d> {
    dict: Dict<'d>,
    /// Offset of its data in the file.
    start: usize,
    data: &'d [u8],
}

/// Checks that all streams of a file can be unpacked within the limits.
///
/// # Errors
/// If one cannot, or the file is encrypted: its streams cannot be looked into.
pub(super) fn check_limits(pdf: &[u8]) -> Result<(), VerifyError> {
    let total_limit = LARGEST_TOTAL.saturating_add(pdf.len().saturating_mul(UNPACKED_FOR_EACH));
    let parse_limit = MOST_PARSED_AGAIN.saturating_add(pdf.len().saturating_mul(4));
    let (mut total, mut parsed) = (0usize, 0usize);
    for place in dictionaries(pdf) {
        let rest = &pdf[place.clone()];
        let Some(dict) = Dict::from_bytes(rest) else {
            parsed = parsed.saturating_add(rest.len());
            check_parsed(parsed, parse_limit)?;
            continue;
        };
        let length = dict.data().len();
        parsed = parsed.saturating_add(length);
        check_parsed(parsed, parse_limit)?;
        if dict.contains_key("Encrypt") {
            return Err(VerifyError::NotReadable("it is encrypted".to_owned()));
        }
        if let Some(found) = stream_after(pdf, place.start + length, dict) {
            total = total.saturating_add(found.check()?);
            if total > total_limit {
                return Err(VerifyError::OverLimit(format!(
                    "its streams together unpack to more than the limit of {} MiB",
                    total_limit >> 20
                )));
            }
        }
    }
    Ok(())
}

fn check_parsed(parsed: usize, limit: usize) -> Result<(), VerifyError> {
    if parsed <= limit {
        return Ok(());
    }
    Err(VerifyError::OverLimit(format!(
        "its objects overlap, and together exceed the limit of {} MiB",
        limit >> 20
    )))
}

/// Iterates over the places of dictionaries that follow `obj` or `trailer`.
fn dictionaries(pdf: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    /// Longest part of a file that is searched for the end of a dictionary.
    const LONGEST: usize = 4 << 20;
    let opens = pdf.windows(2).enumerate().filter(|(_, pair)| *pair == b"<<");
    opens.filter_map(move |(start, _)| {
        let before = trim_end(&pdf[..start]);
        let follows = before.ends_with(b"obj") || before.ends_with(b"trailer");
        follows.then(|| start..pdf.len().min(start + LONGEST))
    })
}

/// Returns bytes without the white space and comments at their end.
fn trim_end(bytes: &[u8]) -> &[u8] {
    /// Longest comment that is looked for.
    const LONGEST_COMMENT: usize = 256;
    let mut rest = bytes;
    loop {
        let count = rest.iter().rev().take_while(|&&byte| is_space(byte)).count();
        rest = &rest[..rest.len() - count];
        let tail = &rest[rest.len().saturating_sub(LONGEST_COMMENT)..];
        let line =
            tail.iter().rev().take_while(|&&byte| byte != b'\n' && byte != b'\r').count();
        let line = &rest[rest.len() - line..];
        match line.iter().position(|&byte| byte == b'%') {
            Some(comment) => rest = &rest[..rest.len() - line.len() + comment],
            None => return rest,
        }
    }
}

/// Returns the stream whose dictionary ends at `end`; none if no stream follows.
fn stream_after<'d>(pdf: &'d [u8], end: usize, dict: Dict<'d>) -> Option<FoundStream<'d>> {
    let rest = pdf.get(end..)?;
    let keyword = skip_space(rest);
    let after = rest.get(keyword..)?.strip_prefix(b"stream")?;
    let after = after.strip_prefix(b"\r\n").or(after.strip_prefix(b"\n")).or(
        // Readers allow what the standard forbids.
        after.strip_prefix(b"\r"),
    )?;
    let length = dict.get::<u32>("Length").and_then(|length| usize::try_from(length).ok());
    let stated = length.and_then(|length| {
        let (data, rest) = after.split_at_checked(length)?;
        rest[skip_space(rest)..].starts_with(b"endstream").then_some(data)
    });
    // Compressed data end themselves; without a length that can be trusted they are searched to
    // the end of the file.
    let start = pdf.len() - after.len();
    Some(FoundStream { dict, start, data: stated.unwrap_or(after) })
}

/// Returns the number of bytes of white space and comments at the start.
fn skip_space(bytes: &[u8]) -> usize {
    let mut count = 0;
    while let Some(&byte) = bytes.get(count) {
        if is_space(byte) {
            count += 1;
        } else if byte == b'%' {
            let rest = &bytes[count..];
            count += rest.iter().take_while(|&&byte| byte != b'\n' && byte != b'\r').count();
        } else {
            break;
        }
    }
    count
}

impl FoundStream<'_> {
    /// Unpacks the stream and returns the number of bytes that it gives.
    fn check(&self) -> Result<usize, VerifyError> {
        let over = |what: String| {
            let what = format!("the stream at byte {}: {what}", self.start);
            Err(VerifyError::OverLimit(what))
        };
        let is_table = self.dict.contains_key("W") && self.dict.contains_key("Size");
        let is_too_large =
            |size: [u32; 2]| size.map(u64::from).iter().product::<u64>() > LARGEST_PICTURE;
        let too_large = || format!("a picture of more samples than {LARGEST_PICTURE}");
        let size = ["Width", "Height"].map(|key| self.dict.get::<u32>(key).unwrap_or(0));
        if is_too_large(size) {
            return over(too_large());
        }
        let Some(filters) = filters(&self.dict) else {
            return over("its filters are in another object".to_owned());
        };
        let limit = if is_table { LARGEST_TABLE } else { LARGEST_STREAM };
        let data_filters: Vec<FilterSpec> =
            filters.into_iter().take_while(|filter| !is_of_pictures(&filter.name)).collect();
        if data_filters.is_empty() {
            return match samples(self.data) {
                Some(size) if is_too_large(size) => over(too_large()),
                _ => Ok(0),
            };
        }
        match decode(self.data, &data_filters, limit) {
            Ok(data) => match samples(&data) {
                Some(size) if is_too_large(size) => over(too_large()),
                _ => Ok(data.len()),
            },
            Err(error) if error.is_limit() => over(error.to_string()),
            // Broken data give readers no more than they gave here.
            Err(_) => Ok(0),
        }
    }
}

/// Returns whether a filter is one of pictures, or of encryption.
fn is_of_pictures(name: &[u8]) -> bool {
    let names: [&[u8]; 7] = [
        b"DCTDecode",
        b"DCT",
        b"JPXDecode",
        b"JBIG2Decode",
        b"CCITTFaxDecode",
        b"CCF",
        b"Crypt",
    ];
    names.contains(&name)
}

/// Returns width and height of a JPEG by its frame header (ITU-T T.81, B.2.2), or of a JPEG 2000
/// by its size marker (ITU-T T.800, A.5.1).
fn samples(data: &[u8]) -> Option<[u32; 2]> {
    /// Bytes that are searched for the header.
    const HEAD: usize = 1 << 20;
    let pair = |at: usize| Some(u32::from(u16::from_be_bytes(*data.get(at..)?.first_chunk()?)));
    let four = |at: usize| Some(u32::from_be_bytes(*data.get(at..)?.first_chunk()?));
    if data.starts_with(b"\xFF\xD8") {
        let mut at = 2;
        while at < HEAD {
            let kind = *data.get(at + 1)?;
            if matches!(kind, 0xC0..=0xCF) && !matches!(kind, 0xC4 | 0xC8 | 0xCC) {
                return Some([pair(at + 7)?, pair(at + 5)?]);
            }
            at += 2 + usize::try_from(pair(at + 2)?).ok()?;
        }
    }
    if data.starts_with(b"\xFF\x4F\xFF\x51") || data.get(4..8) == Some(b"jP  ") {
        let head = &data[..data.len().min(HEAD)];
        let at = head.windows(4).position(|part| part == b"\xFF\x4F\xFF\x51")?;
        return Some([four(at + 8)?, four(at + 12)?]);
    }
    None
}

/// Returns the filters of a stream; none if they are in another object.
pub(super) fn filters(dict: &Dict<'_>) -> Option<Vec<FilterSpec>> {
    let parameters = if dict.contains_key("DP") { "DP" } else { "DecodeParms" };
    // `F` names an external file, but readers take it for the short name of the filters too.
    let short = dict.get_raw::<Object<'_>>("F").filter(|value| match value {
        MaybeRef::Ref(_) => true,
        MaybeRef::NotRef(value) => matches!(value, Object::Name(_) | Object::Array(_)),
    });
    match short.or_else(|| dict.get_raw::<Object<'_>>("Filter")) {
        None => Some(Vec::new()),
        Some(MaybeRef::Ref(_)) => None,
        Some(MaybeRef::NotRef(Object::Name(name))) => {
            let parameters = dict.get::<Dict<'_>>(parameters).unwrap_or_default();
            Some(vec![specification(&name, &parameters)])
        }
        Some(MaybeRef::NotRef(Object::Array(names))) => {
            let parameters: Vec<Dict<'_>> = dict
                .get::<Array<'_>>(parameters)
                .map(|all| {
                    all.iter::<Object<'_>>().map(|it| it.into_dict().unwrap_or_default())
                })
                .into_iter()
                .flatten()
                .collect();
            let mut specifications = Vec::new();
            for (index, name) in names.raw_iter().enumerate() {
                match name {
                    MaybeRef::Ref(_) => return None,
                    MaybeRef::NotRef(Object::Name(name)) => {
                        let parameters = parameters.get(index).cloned().unwrap_or_default();
                        specifications.push(specification(&name, &parameters));
                    }
                    MaybeRef::NotRef(_) => {}
                }
            }
            Some(specifications)
        }
        Some(MaybeRef::NotRef(_)) => Some(Vec::new()),
    }
}

fn specification(name: &Name<'_>, parameters: &Dict<'_>) -> FilterSpec {
    let number = |key: &str, default: usize| {
        let stated = parameters.get::<u32>(key).and_then(|value| usize::try_from(value).ok());
        stated.unwrap_or(default).min(1 << 24)
    };
    FilterSpec::new(
        name.as_ref(),
        number("Predictor", 1),
        [number("Colors", 1), number("BitsPerComponent", 8), number("Columns", 1)],
        number("EarlyChange", 1) != 0,
    )
}
