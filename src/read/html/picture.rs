//! Pictures of a page, and the choice of their address.

use data_url::DataUrl;

use super::base_address::BaseAddress;
use super::picture_description::description;
use super::tree::{HtmlNodeId, HtmlTree};
use crate::article::Picture;
use crate::read::embedded::{EmbeddedFile, EmbeddedFiles};

/// Attributes with the address of a picture that is loaded later, the most reliable first.
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

/// Attributes with a list of such addresses.
const LAZY_SETS: [&str; 2] = ["data-srcset", "data-lazy-srcset"];

/// Longest `data:` address of a placeholder, in bytes.
const PLACEHOLDER_BYTES: usize = 400;

/// Longest side of a blank picture, in pixels.
const BLANK_PIXELS: u32 = 2;

/// Greatest useful width, in pixels: 30 cm at 300 dots per inch are 3,543.
const MOST_PIXELS: f32 = 3600.0;

/// Returns the picture of an `img`. Adds the bytes of a `data:` address to `embedded`.
pub(super) fn read_picture(
    tree: &HtmlTree,
    image: HtmlNodeId,
    base: &BaseAddress,
    embedded: &mut EmbeddedFiles,
) -> Option<Picture> {
    let address = best_address(tree, image)?;
    let source = base.resolve_picture(address)?;
    let source = if source.starts_with("data:") { embed(&source, embedded)? } else { source };
    let words = |name: &str| description(tree.attribute(image, name)?, address);
    let pixels = |name: &str| {
        let value = tree.attribute(image, name)?.trim();
        value.strip_suffix("px").unwrap_or(value).parse::<u32>().ok().filter(|size| *size > 0)
    };
    Some(Picture {
        source,
        alt: words("alt"),
        title: words("title").filter(|title| !title.is_empty()),
        size: pixels("width").zip(pixels("height")),
        link: None,
    })
}

/// True for an element that a script makes a picture, such as `amp-img`: its name says so, and it
/// has an address.
#[must_use]
pub fn stands_for_picture(tree: &HtmlTree, id: HtmlNodeId) -> bool {
    let name = tree.name(id);
    name.contains('-')
        && name.split('-').any(|part| matches!(part, "img" | "image" | "picture"))
        && best_address(tree, id).is_some()
        && !tree.descend(id).any(|inner| {
            tree.name(inner) == "img"
                && !tree
                    .ancestors(inner)
                    .take_while(|up| *up != id)
                    .any(|up| tree.name(up) == "noscript")
        })
}

/// True for an `img` with the address of a picture that can be printed.
pub(super) fn has_address(tree: &HtmlTree, image: HtmlNodeId, base: &BaseAddress) -> bool {
    let address = best_address(tree, image).and_then(|address| base.resolve_picture(address));
    address.is_some_and(|address| !is_placeholder(&address)) && !is_pixel(tree, image)
}

/// True for an `img` of one pixel, which counts readers or fills a space.
pub(super) fn is_pixel(tree: &HtmlTree, image: HtmlNodeId) -> bool {
    ["width", "height"].iter().all(|name| {
        matches!(tree.attribute(image, name).map(str::trim), Some("0" | "1" | "0px" | "1px"))
    })
}

/// True for an `img` of a formula that the page also has in MathML.
pub(super) fn shows_formula(tree: &HtmlTree, image: HtmlNodeId) -> bool {
    let class = tree.attribute(image, "class").unwrap_or("");
    let called = class.split_whitespace().any(|name| name.contains("math-fallback"));
    called
        && tree
            .parent(image)
            .is_some_and(|around| tree.descend(around).any(|id| tree.name(id) == "math"))
}

/// Returns the best address among those of an `img` and its `picture`.
fn best_address(tree: &HtmlTree, image: HtmlNodeId) -> Option<&str> {
    let given = |name: &&str| {
        let value = tree.attribute(image, name).map(|value| address_in_json(value.trim()))?;
        Some(value).filter(|value| !value.is_empty())
    };
    let shown = given(&"src").or_else(|| given(&"data"));
    let later = LAZY.iter().find_map(given);
    let set = LAZY_SETS.iter().chain(&["srcset"]).find_map(given).and_then(widest);
    match shown {
        Some(shown) if !is_placeholder(shown) && (later.is_none() || is_own(shown)) => {
            Some(shown)
        }
        _ => later.or(set).or_else(|| from_sources(tree, image)).or(shown),
    }
}

/// Returns the address in settings in JSON: `{"default":{"w":"80","src":"//host/picture.jpg"}}`.
fn address_in_json(value: &str) -> &str {
    if !value.starts_with('{') {
        return value;
    }
    let after = value.split_once("\"src\":\"").map_or("", |(_, after)| after);
    after.split_once('"').map_or("", |(address, _)| address)
}

/// True for a picture in the page or beside it, which is better than a remote one.
fn is_own(address: &str) -> bool {
    let far = ["http:", "https:", "//"].iter().any(|start| address.starts_with(start));
    !far && !is_placeholder(address)
}

fn is_placeholder(address: &str) -> bool {
    let name = address.rsplit_once('/').map_or(address, |(_, name)| name).to_ascii_lowercase();
    let blank =
        ["placeholder", "spacer", "blank.", "pixel.", "transparent", "1x1", "lazy", "grey."];
    (address.starts_with("data:") && address.len() < PLACEHOLDER_BYTES)
        || (!address.starts_with("data:") && blank.iter().any(|word| name.contains(word)))
        || address.starts_with("about:")
}

/// Returns the best address of the sources of a `picture` around the image.
fn from_sources(tree: &HtmlTree, image: HtmlNodeId) -> Option<&str> {
    let around = tree.parent(image).filter(|id| tree.name(*id) == "picture")?;
    let sources = tree.elements(around).filter(|id| tree.name(*id) == "source");
    let set = |id| tree.attribute(id, "srcset").or_else(|| tree.attribute(id, "data-srcset"));
    sources.filter_map(set).find_map(widest)
}

/// Returns the address of the widest picture in a `srcset`, or of that with the highest density.
fn widest(set: &str) -> Option<&str> {
    let mut best: Option<(f32, &str)> = None;
    for candidate in set.split(", ").flat_map(|part| part.split(",\n")) {
        let mut parts = candidate.split_whitespace();
        let Some(address) = parts.next() else { continue };
        let weight = parts.next().unwrap_or("1x");
        let weight: f32 = weight.trim_end_matches(['w', 'x', 'h', ',']).parse().unwrap_or(1.0);
        if weight <= MOST_PIXELS && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, address.trim_end_matches(',')));
        }
    }
    best.map(|(_, address)| address)
}

/// Elements of SVG that draw nothing by themselves.
const UNDRAWN: [&str; 7] = ["svg", "title", "desc", "metadata", "defs", "style", "g"];

/// True for an SVG without anything to draw.
fn is_blank_drawing(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let tags = text.split('<').skip(1).map(|tag| tag.trim_start_matches('/'));
    let mut names = tags.map(|tag| {
        let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        &tag[..end.unwrap_or(tag.len())]
    });
    names.all(|name| name.starts_with(['?', '!']) || UNDRAWN.contains(&name))
}

/// True for a picture of a few pixels, or without anything drawn, which is a placeholder for a
/// picture that is loaded later.
fn is_blank(bytes: &[u8], media_type: &str) -> bool {
    if media_type == "image/svg+xml" {
        return is_blank_drawing(bytes);
    }
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
    width.max(height) <= BLANK_PIXELS
}

/// Decodes a `data:` address, adds its bytes to the embedded files and returns their key.
fn embed(address: &str, embedded: &mut EmbeddedFiles) -> Option<String> {
    let data = DataUrl::process(address).ok()?;
    let media_type = format!("{}/{}", data.mime_type().type_, data.mime_type().subtype);
    let (bytes, _) = data.decode_to_vec().ok()?;
    if is_blank(&bytes, &media_type) {
        return None;
    }
    if let Some((key, _)) = embedded
        .iter()
        .find(|(key, known)| key.starts_with("embedded:") && known.bytes == bytes)
    {
        return Some(key.clone());
    }
    let key = format!("embedded:{}", embedded.len() + 1);
    embedded.insert(key.clone(), EmbeddedFile { media_type, bytes });
    Some(key)
}

#[cfg(test)]
mod tests {
    use crate::read::html::picture::is_blank;

    #[test]
    fn drawings_of_nothing_are_placeholders() {
        for (drawing, blank) in [
            ("<svg xmlns='http://www.w3.org/2000/svg' width='352' height='249'/>", true),
            ("<?xml version='1.0'?><!-- a --><svg width='9'><title>A</title></svg>", true),
            ("<svg><g></g></svg>", true),
            ("<svg><rect width='9' height='9'/></svg>", false),
            ("<svg><g><path d='M0 0h9'/></g></svg>", false),
        ] {
            assert_eq!(is_blank(drawing.as_bytes(), "image/svg+xml"), blank, "{drawing}");
        }
    }
}
