//! Pictures of a page: which address shows them.
//!
//! Comes in: an `img` or `picture` element. Goes out: a [`Picture`]; what the page itself carries
//! of it goes into the resources. Never done here: opening an address, decoding an image.

use data_url::DataUrl;

use super::address::Base;
use super::tree::{NodeId, Tree};
use crate::article::Picture;
use crate::read::resource::{Resource, Resources};

/// Attributes in which pages keep the address until the picture is wanted, the surest first.
const LAZY: [&str; 8] = [
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-actualsrc",
    "data-full-src",
    "data-hi-res-src",
    "data-image",
    "data-url",
];

/// The same for lists of addresses.
const LAZY_SETS: [&str; 2] = ["data-srcset", "data-lazy-srcset"];

/// Bytes of a `data:` address up to which it only holds the place of a picture that comes later.
const PLACEHOLDER: usize = 400;

/// Pixels of a side up to which a picture shows nothing.
const BLANK: u32 = 2;

/// Pixels beyond which no printer shows more: 30 cm at 300 dots per inch are 3,543.
const WIDEST: f32 = 3600.0;

/// The picture that an `img` shows.
pub(super) fn picture(
    tree: &Tree,
    image: NodeId,
    base: &Base,
    resources: &mut Resources,
) -> Option<Picture> {
    let source = address(tree, image)?;
    let source = base.picture(source)?;
    let source = if source.starts_with("data:") { embed(&source, resources)? } else { source };
    let attribute = |name: &str| tree.attribute(image, name).map(tidy);
    let pixels = |name: &str| {
        let value = tree.attribute(image, name)?.trim();
        value.strip_suffix("px").unwrap_or(value).parse::<u32>().ok().filter(|size| *size > 0)
    };
    Some(Picture {
        source,
        alt: attribute("alt"),
        title: attribute("title").filter(|title| !title.is_empty()),
        size: pixels("width").zip(pixels("height")),
    })
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an `img` is a dot that counts readers or fills a space.
pub(super) fn is_dot(tree: &Tree, image: NodeId) -> bool {
    ["width", "height"].iter().all(|name| {
        matches!(tree.attribute(image, name).map(str::trim), Some("0" | "1" | "0px" | "1px"))
    })
}

/// Whether an `img` shows a formula that stands beside it as such, for programs that set none.
pub(super) fn shows_formula(tree: &Tree, image: NodeId) -> bool {
    let class = tree.attribute(image, "class").unwrap_or("");
    let called = class.split_whitespace().any(|name| name.contains("math-fallback"));
    called
        && tree
            .parent(image)
            .is_some_and(|around| tree.descend(around).any(|id| tree.name(id) == "math"))
}

/// The best address among those that the page gives.
fn address(tree: &Tree, image: NodeId) -> Option<&str> {
    let given = |name: &&str| {
        let value = tree.attribute(image, name).map(|value| in_settings(value.trim()))?;
        Some(value).filter(|value| !value.is_empty())
    };
    let shown = given(&"src");
    let later = LAZY.iter().find_map(given);
    let set = LAZY_SETS.iter().chain(&["srcset"]).find_map(given).and_then(widest);
    match shown {
        Some(shown) if !is_placeholder(shown) && (later.is_none() || is_own(shown)) => {
            Some(shown)
        }
        _ => later.or(set).or_else(|| from_sources(tree, image)).or(shown),
    }
}

/// The address within settings that a program of the page would read:
/// `{"default":{"w":"80","src":"//host/picture.jpg"}}`.
fn in_settings(value: &str) -> &str {
    if !value.starts_with('{') {
        return value;
    }
    let after = value.split_once("\"src\":\"").map_or("", |(_, after)| after);
    after.split_once('"').map_or("", |(address, _)| address)
}

/// Carried in the page, or beside it: better than an address far away.
fn is_own(address: &str) -> bool {
    let far = ["http:", "https:", "//"].iter().any(|start| address.starts_with(start));
    !far && !is_placeholder(address)
}

fn is_placeholder(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or(address).to_ascii_lowercase();
    let blank =
        ["placeholder", "spacer", "blank.", "pixel.", "transparent", "1x1", "lazy", "grey."];
    (address.starts_with("data:") && address.len() < PLACEHOLDER)
        || (!address.starts_with("data:") && blank.iter().any(|word| name.contains(word)))
        || address.starts_with("about:")
}

/// What a `picture` around the image offers.
fn from_sources(tree: &Tree, image: NodeId) -> Option<&str> {
    let around = tree.parent(image).filter(|id| tree.name(*id) == "picture")?;
    let sources = tree.elements(around).filter(|id| tree.name(*id) == "source");
    let set = |id| tree.attribute(id, "srcset").or_else(|| tree.attribute(id, "data-srcset"));
    sources.filter_map(set).find_map(widest)
}

/// The address of the widest picture in a `srcset`, or of the densest.
fn widest(set: &str) -> Option<&str> {
    let mut best: Option<(f32, &str)> = None;
    for candidate in set.split(", ").flat_map(|part| part.split(",\n")) {
        let mut parts = candidate.split_whitespace();
        let Some(address) = parts.next() else { continue };
        let weight = parts.next().unwrap_or("1x");
        let weight: f32 = weight.trim_end_matches(['w', 'x', 'h', ',']).parse().unwrap_or(1.0);
        if weight <= WIDEST && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, address.trim_end_matches(',')));
        }
    }
    best.map(|(_, address)| address)
}

/// Whether a picture has hardly a pixel: it holds the place of one that comes later. The size stands
/// at the head of a GIF, and in the first chunk of a PNG.
fn is_blank(bytes: &[u8]) -> bool {
    let (width, height) = match *bytes {
        [b'G', b'I', b'F', _, _, _, a, b, c, d, ..] => {
            (u16::from_le_bytes([a, b]).into(), u16::from_le_bytes([c, d]).into())
        }
        [0x89, b'P', b'N', b'G', ..] => {
            let side = |from: usize| {
                let side = bytes.get(from..).and_then(|rest| rest.first_chunk());
                side.map_or(u32::MAX, |side| u32::from_be_bytes(*side))
            };
            (side(16), side(20))
        }
        _ => return false,
    };
    width.max(height) <= BLANK
}

/// Decodes a `data:` address into the resources; the picture's address is then short.
fn embed(address: &str, resources: &mut Resources) -> Option<String> {
    let data = DataUrl::process(address).ok()?;
    let media_type = format!("{}/{}", data.mime_type().type_, data.mime_type().subtype);
    let (bytes, _) = data.decode_to_vec().ok()?;
    if is_blank(&bytes) {
        return None;
    }
    if let Some((key, _)) = resources
        .iter()
        .find(|(key, known)| key.starts_with("embedded:") && known.bytes == bytes)
    {
        return Some(key.clone());
    }
    let key = format!("embedded:{}", resources.len() + 1);
    resources.insert(key.clone(), Resource { media_type, bytes });
    Some(key)
}
