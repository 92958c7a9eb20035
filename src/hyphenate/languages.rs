//! Which dictionary serves a language.
//!
//! Comes in: a language tag. Goes out: its dictionary, loaded once. Never done here: dividing.

use std::sync::OnceLock;

use super::dictionary::{Dictionary, Kind};
use crate::article::Language;

/// One dictionary of `hyphens/`: its tag there, its bytes, and what has been loaded of it.
struct Shelf {
    tag: &'static str,
    kind: Kind,
    bytes: &'static [u8],
    loaded: OnceLock<Option<Dictionary>>,
}

/// A row of the table.
macro_rules! shelf {
    ($tag:literal) => {
        shelf!($tag, Kind::Standard, concat!($tag, ".standard.bincode"))
    };
    ($tag:literal, $kind:expr, $file:expr) => {
        Shelf {
            tag: $tag,
            kind: $kind,
            bytes: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/hyphens/", $file)),
            loaded: OnceLock::new(),
        }
    };
}

/// Every dictionary that ships, by tag.
static SHELVES: [Shelf; 70] = [
    shelf!("af"),
    shelf!("as"),
    shelf!("be"),
    shelf!("bg"),
    shelf!("bn"),
    shelf!("ca"),
    shelf!("cop"),
    shelf!("cu"),
    shelf!("cy"),
    shelf!("da"),
    shelf!("de-1901"),
    shelf!("de-1996"),
    shelf!("de-ch-1901"),
    shelf!("el-monoton"),
    shelf!("el-polyton"),
    shelf!("en-gb"),
    shelf!("en-us"),
    shelf!("eo"),
    shelf!("es"),
    shelf!("et"),
    shelf!("eu"),
    shelf!("fi"),
    shelf!("fi-x-school"),
    shelf!("fr"),
    shelf!("fur"),
    shelf!("ga"),
    shelf!("gl"),
    shelf!("grc"),
    shelf!("gu"),
    shelf!("hi"),
    shelf!("hr"),
    shelf!("hsb"),
    shelf!("hu", Kind::Extended, "hu.extended.bincode"),
    shelf!("ia"),
    shelf!("is"),
    shelf!("it"),
    shelf!("ka"),
    shelf!("kmr"),
    shelf!("kn"),
    shelf!("la"),
    shelf!("la-x-classic"),
    shelf!("la-x-liturgic"),
    shelf!("lt"),
    shelf!("ml"),
    shelf!("mn-cyrl"),
    shelf!("mr"),
    shelf!("nb"),
    shelf!("nl"),
    shelf!("nn"),
    shelf!("oc"),
    shelf!("or"),
    shelf!("pa"),
    shelf!("pi"),
    shelf!("pl"),
    shelf!("pms"),
    shelf!("pt"),
    shelf!("rm"),
    shelf!("ru"),
    shelf!("sa"),
    shelf!("sh-cyrl"),
    shelf!("sh-latn"),
    shelf!("sl"),
    shelf!("sq"),
    shelf!("sv"),
    shelf!("ta"),
    shelf!("te"),
    shelf!("tk"),
    shelf!("tr"),
    shelf!("uk"),
    shelf!("zh-latn-pinyin"),
];

/// Regions that write English as in Britain; the others follow the American patterns.
const BRITISH: [&str; 6] = ["AU", "GB", "IE", "IN", "NZ", "ZA"];

impl Dictionary {
    /// The dictionary for a language, if one ships; it is loaded when it is first asked for.
    #[must_use]
    pub fn for_language(language: Language) -> Option<&'static Self> {
        let tag = shelf_tag(language)?;
        let place = SHELVES.binary_search_by(|shelf| shelf.tag.cmp(tag)).ok()?;
        let shelf = SHELVES.get(place)?;
        let load = || Self::load(shelf.tag, shelf.kind, shelf.bytes);
        shelf.loaded.get_or_init(load).as_ref()
    }

    /// The tags of the dictionaries that ship, in alphabetical order.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        SHELVES.iter().map(|shelf| shelf.tag)
    }
}

/// The tag on the shelf for a language. German is in the orthography of 1996 unless the tag says
/// `1901`, in Switzerland too: its rules of division are the same. Serbian takes the patterns of
/// Serbo-Croatian in its own script. Chinese divides only as pinyin.
fn shelf_tag(language: Language) -> Option<&'static str> {
    let has = |part: &str| language.tag().split('-').any(|own| own == part);
    let found = match language.primary() {
        "en" if language.region().is_some_and(|region| BRITISH.contains(&region)) => "en-gb",
        "en" => "en-us",
        "de" if has("1901") && has("CH") => "de-ch-1901",
        "de" if has("1901") => "de-1901",
        "de" => "de-1996",
        "el" if has("polyton") => "el-polyton",
        "el" => "el-monoton",
        "fi" if has("school") => "fi-x-school",
        "ku" | "kmr" if !has("Arab") => "kmr",
        "la" if has("classic") => "la-x-classic",
        "la" if has("liturgic") => "la-x-liturgic",
        "mn" => "mn-cyrl",
        "no" | "nb" => "nb",
        "sr" if !has("Latn") => "sh-cyrl",
        "bs" | "cnr" | "sh" if has("Cyrl") => "sh-cyrl",
        "sr" | "bs" | "cnr" | "sh" => "sh-latn",
        "zh" if has("Latn") => "zh-latn-pinyin",
        primary => SHELVES.iter().map(|shelf| shelf.tag).find(|&tag| tag == primary)?,
    };
    Some(found)
}
