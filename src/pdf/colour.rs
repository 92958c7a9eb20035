//! The colour of the output: profiles of our own.
//!
//! Comes in: nothing. Goes out: the bytes of ICC profiles of version 4.2 (ICC.1:2004-10), which say
//! what greys and colours mean. Never done here: converting a colour.

/// The D50 illuminant, X, Y and Z: the white of the profile connection space (ICC.1:2004-10, 6.3).
const D50: [f64; 3] = [0.9642, 1.0, 0.8249];

/// The red, green and blue primaries of IEC 61966-2-1, adapted to D50 by [`ADAPTATION`].
const PRIMARIES: [(&[u8; 4], [f64; 3]); 3] = [
    (b"rXYZ", [0.436_066, 0.222_488, 0.013_916]),
    (b"gXYZ", [0.385_147, 0.716_873, 0.097_076]),
    (b"bXYZ", [0.143_066, 0.060_608, 0.714_096]),
];

/// Bradford's adaptation from D65, sRGB's white, to D50 (ICC.1:2004-10, annex E).
const ADAPTATION: [f64; 9] = [
    1.047_882, 0.022_919, -0.050_217, //
    0.029_587, 0.990_479, -0.017_059, //
    -0.009_232, 0.015_076, 0.751_678,
];

/// The transfer curve of IEC 61966-2-1 as a function of type 3 (ICC.1:2004-10, 10.15): gamma, and
/// the numbers of its straight and its curved part.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45];

/// Bytes before the table of tags.
const HEADER: usize = 128;

/// A tag of a profile and what stands under it.
type Tag = ([u8; 4], Vec<u8>);

/// The profile of a document with colours.
pub(super) fn srgb() -> Vec<u8> {
    let curve = parametric_curve();
    let mut tags = common("sRGB");
    tags.push((*b"chad", numbers(b"sf32", &ADAPTATION)));
    tags.extend(PRIMARIES.iter().map(|(name, colour)| (**name, xyz(*colour))));
    tags.extend([b"rTRC", b"gTRC", b"bTRC"].map(|name| (*name, curve.clone())));
    with_header(b"RGB ", &tags)
}

/// The profile of a document in greys: those of sRGB.
pub(super) fn grey() -> Vec<u8> {
    let mut tags = common("sGrey");
    tags.push((*b"kTRC", parametric_curve()));
    with_header(b"GRAY", &tags)
}

/// What every profile says (ICC.1:2004-10, 8.2).
fn common(name: &str) -> Vec<Tag> {
    vec![
        (*b"desc", unicode(name)),
        (*b"cprt", unicode("No copyright, use freely")),
        (*b"wtpt", xyz(D50)),
    ]
}

fn with_header(space: &[u8; 4], tags: &[Tag]) -> Vec<u8> {
    let mut table = be32(tags.len()).to_vec();
    let mut data: Vec<u8> = Vec::new();
    let start = HEADER + 4 + 12 * tags.len();
    let mut last: Option<(&Vec<u8>, usize)> = None;
    for (name, content) in tags {
        // The three channels share one curve.
        let at = match last {
            Some((same, at)) if same == content => at,
            _ => start + data.len(),
        };
        if at == start + data.len() {
            data.extend_from_slice(content);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        last = Some((content, at));
        table.extend_from_slice(name);
        table.extend_from_slice(&be32(at));
        table.extend_from_slice(&be32(content.len()));
    }
    let mut profile = be32(start + data.len()).to_vec();
    profile.extend_from_slice(&[0; 4]); // no preferred engine
    profile.extend_from_slice(&[4, 0x20, 0, 0]); // version 4.2
    profile.extend_from_slice(b"mntr");
    profile.extend_from_slice(space);
    profile.extend_from_slice(b"XYZ ");
    // A date is demanded; it is that of the profile's first use here.
    for number in [2026u16, 11, 24, 0, 0, 0] {
        profile.extend_from_slice(&number.to_be_bytes());
    }
    profile.extend_from_slice(b"acsp");
    profile.resize(68, 0); // platform, flags, device, attributes, perceptual intent
    D50.iter().for_each(|&number| profile.extend_from_slice(&fixed(number)));
    profile.resize(HEADER, 0);
    profile.extend_from_slice(&table);
    profile.extend_from_slice(&data);
    profile
}

#[expect(clippy::cast_possible_truncation, reason = "a profile of some hundred bytes")]
fn be32(value: usize) -> [u8; 4] {
    (value as u32).to_be_bytes()
}

/// A number with 16 bits after the point (ICC.1:2004-10, 5.1.3).
#[expect(clippy::cast_possible_truncation, reason = "numbers between -2 and 13")]
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

/// Numbers under a type's signature.
fn numbers(kind: &[u8; 4], values: &[f64]) -> Vec<u8> {
    let mut out = [&kind[..], &[0; 4]].concat();
    values.iter().for_each(|&value| out.extend_from_slice(&fixed(value)));
    out
}

fn xyz(colour: [f64; 3]) -> Vec<u8> {
    numbers(b"XYZ ", &colour)
}

fn parametric_curve() -> Vec<u8> {
    let mut out = b"para\0\0\0\0\0\x03\0\0".to_vec();
    CURVE.iter().for_each(|&value| out.extend_from_slice(&fixed(value)));
    out
}

/// A text in one language (ICC.1:2004-10, 10.13).
fn unicode(text: &str) -> Vec<u8> {
    let mut out = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
    out.extend_from_slice(&be32(2 * text.encode_utf16().count()));
    out.extend_from_slice(&be32(28));
    text.encode_utf16().for_each(|half| out.extend_from_slice(&half.to_be_bytes()));
    out
}
