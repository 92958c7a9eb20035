//! Rules for colour and pictures (ISO 19005-2, 6.2.3 to 6.2.10).

use super::access::{
    array, as_dictionary, boolean, dictionary, entry, filters, integer, name, stream, text,
    unpack,
};
use super::document::Document;
use super::object::{Dictionary, Object, StreamObject};
use super::page_text::DeviceSpace;

/// Checks the output intents; returns the colour space of their profile.
pub(super) fn check_intents(document: &Document, faults: &mut Vec<String>) -> Option<[u8; 4]> {
    let mut fault = |what: &str| faults.push(format!("{what} (ISO 19005-2, 6.2.3)"));
    let intents = array(document, &document.catalog, "OutputIntents");
    let [intent] = intents else {
        fault("it does not have exactly one output intent for its colours");
        return None;
    };
    let Some(intent) = as_dictionary(document, intent) else {
        fault("its output intent cannot be read");
        return None;
    };
    let is_named = text(document, intent, "OutputConditionIdentifier").is_some();
    if name(document, intent, "S") != Some("GTS_PDFA1") || !is_named {
        fault("its output intent is not one of PDF/A");
    }
    if intent.contains_key(&b"DestOutputProfileRef"[..]) {
        fault("its output intent names a profile outside the file");
    }
    let profile = stream(document, intent, "DestOutputProfile");
    let space = profile.and_then(|profile| profile_space(document, profile));
    if space.is_none() {
        fault("its output intent has no colour profile, or a broken one");
    }
    space
}

/// Returns the colour space of an ICC profile (ICC.1:2010, 7.2); none if it is malformed.
fn profile_space(document: &Document, profile: &StreamObject) -> Option<[u8; 4]> {
    /// Bytes of the header and of the number of tags.
    const HEAD: usize = 132;
    let data = unpack(document, profile).ok()?;
    let four = |at: usize| data.get(at..)?.first_chunk::<4>().copied();
    let number = |at: usize| four(at).map(|it| u32::from_be_bytes(it) as usize);
    (number(0)? == data.len() && &four(36)? == b"acsp").then_some(())?;
    matches!(data.get(8)?, 2 | 4).then_some(())?;
    [*b"mntr", *b"prtr", *b"scnr", *b"spac"].contains(&four(12)?).then_some(())?;
    let space = four(16)?;
    let components = match &space {
        b"GRAY" => 1,
        b"RGB " => 3,
        b"CMYK" => 4,
        _ => return None,
    };
    (integer(document, &profile.dict, "N")? == components).then_some(())?;
    let tags = number(HEAD - 4)?;
    for index in 0..tags {
        let entry = HEAD + index.checked_mul(12)?;
        let end = number(entry + 4)?.checked_add(number(entry + 8)?)?;
        (end <= data.len()).then_some(())?;
    }
    (tags > 0).then_some(space)
}

/// Checks that the profile covers a colour space of a device (ISO 19005-2, 6.2.4.3).
pub(super) fn covers(profile: Option<[u8; 4]>, space: DeviceSpace) -> bool {
    match space {
        DeviceSpace::Rgb => profile.as_ref() == Some(b"RGB "),
        DeviceSpace::Cmyk => profile.as_ref() == Some(b"CMYK"),
    }
}

/// Checks a picture.
pub(super) fn picture_faults(
    document: &Document,
    picture: &StreamObject,
    profile: Option<[u8; 4]>,
) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let dict = &picture.dict;
    let has = |key: &str| dict.contains_key(key.as_bytes());
    if ["Alternates", "OPI"].into_iter().any(has)
        || boolean(document, dict, "Interpolate") == Some(true)
    {
        faults.push("a picture has alternates or is interpolated (ISO 19005-2, 6.2.8)");
    }
    if ["SMask", "SMaskInData", "Mask", "Intent", "ImageMask", "OC"].into_iter().any(has) {
        faults.push("a picture is masked or transparent, which is not checked (6.2.10)");
    }
    let size = |key: &str| integer(document, dict, key).filter(|it| *it > 0);
    let bits = integer(document, dict, "BitsPerComponent");
    let (Some(width), Some(height), Some(bits @ (1 | 2 | 4 | 8 | 16))) =
        (size("Width"), size("Height"), bits)
    else {
        faults.push("a picture without its size (ISO 19005-2, 6.2.8)");
        return faults;
    };
    let components = match entry(document, dict, "ColorSpace") {
        Some(space) => space_components(document, space, profile),
        None => None,
    };
    let Some(components) = components else {
        faults
            .push("a picture in a colour space that its output intent does not cover (6.2.4)");
        return faults;
    };
    let filters = filters(document, dict);
    let is_jpeg = filters.last().is_some_and(|filter| filter.name == b"DCTDecode");
    if is_jpeg {
        let is_whole =
            picture.raw.starts_with(b"\xFF\xD8") && picture.raw.ends_with(b"\xFF\xD9");
        if filters.len() > 1 || !is_whole {
            faults.push("a picture is not a whole JPEG");
        }
        return faults;
    }
    let row = width.saturating_mul(bits).saturating_mul(components).saturating_add(7) / 8;
    let expected = usize::try_from(row.saturating_mul(height)).ok();
    match unpack(document, picture) {
        Ok(data) if Some(data.len()) == expected => {}
        _ => faults.push("a picture has more or fewer samples than its size says"),
    }
    faults
}

/// Returns the number of components of a colour space; none if it is not one that the profile
/// covers, or unknown.
fn space_components(
    document: &Document,
    space: &Object,
    profile: Option<[u8; 4]>,
) -> Option<i64> {
    match document.resolve(space)? {
        Object::Name(name) => match &**name {
            b"DeviceGray" => profile.is_some().then_some(1),
            b"DeviceRGB" => covers(profile, DeviceSpace::Rgb).then_some(3),
            b"DeviceCMYK" => covers(profile, DeviceSpace::Cmyk).then_some(4),
            _ => None,
        },
        Object::Array(parts) => {
            let [kind, base, high, table] = parts.as_slice() else { return None };
            (document.resolve(kind)?.as_name()? == b"Indexed").then_some(())?;
            let base = document.resolve(base)?;
            matches!(base, Object::Name(_)).then_some(())?;
            let components = space_components(document, base, profile)?;
            let colours = document.resolve(high)?.as_integer()?;
            (0..=255).contains(&colours).then_some(())?;
            let length = match document.resolve(table)? {
                Object::String(table) => table.len(),
                Object::Stream(table) => unpack(document, table).ok()?.len(),
                _ => return None,
            };
            (i64::try_from(length).ok()? == (colours + 1) * components).then_some(1)
        }
        _ => None,
    }
}

/// Checks the resources of a page for what is not checked otherwise.
pub(super) fn resource_fault(
    document: &Document,
    resources: &Dictionary,
) -> Option<&'static str> {
    let kinds = ["ExtGState", "ColorSpace", "Pattern", "Shading"];
    let is_used =
        |kind: &str| dictionary(document, resources, kind).is_some_and(|it| !it.is_empty());
    kinds.iter().any(|kind| is_used(kind)).then_some(
        "resources of graphics states, colour spaces, patterns or shadings, which are not checked",
    )
}
