//! Dictionaries by language, loaded when they are first used.

use std::sync::OnceLock;

use super::dictionary::{Dictionary, PatternKind};
use crate::article::Language;

/// A dictionary of `hyphens/`, which is part of the program.
struct BundledDictionary {
    tag: &'static str,
    kind: PatternKind,
    bytes: &'static [u8],
    loaded: OnceLock<Dictionary>,
}

/// Creates a row of the table.
macro_rules! bundled {
    ($tag:literal) => {
        bundled!($tag, PatternKind::Standard, concat!($tag, ".standard.bincode"))
    };
    ($tag:literal, $kind:expr, $file:expr) => {
        BundledDictionary {
            tag: $tag,
            kind: $kind,
            bytes: include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/hyphens/", $file)),
            loaded: OnceLock::new(),
        }
    };
}

/// All dictionaries, in order of their tags.
static BUNDLED: [BundledDictionary; 70] = [
    bundled!("af"),
    bundled!("as"),
    bundled!("be"),
    bundled!("bg"),
    bundled!("bn"),
    bundled!("ca"),
    bundled!("cop"),
    bundled!("cu"),
    bundled!("cy"),
    bundled!("da"),
    bundled!("de-1901"),
    bundled!("de-1996"),
    bundled!("de-ch-1901"),
    bundled!("el-monoton"),
    bundled!("el-polyton"),
    bundled!("en-gb"),
    bundled!("en-us"),
    bundled!("eo"),
    bundled!("es"),
    bundled!("et"),
    bundled!("eu"),
    bundled!("fi"),
    bundled!("fi-x-school"),
    bundled!("fr"),
    bundled!("fur"),
    bundled!("ga"),
    bundled!("gl"),
    bundled!("grc"),
    bundled!("gu"),
    bundled!("hi"),
    bundled!("hr"),
    bundled!("hsb"),
    bundled!("hu", PatternKind::Extended, "hu.extended.bincode"),
    bundled!("ia"),
    bundled!("is"),
    bundled!("it"),
    bundled!("ka"),
    bundled!("kmr"),
    bundled!("kn"),
    bundled!("la"),
    bundled!("la-x-classic"),
    bundled!("la-x-liturgic"),
    bundled!("lt"),
    bundled!("ml"),
    bundled!("mn-cyrl"),
    bundled!("mr"),
    bundled!("nb"),
    bundled!("nl"),
    bundled!("nn"),
    bundled!("oc"),
    bundled!("or"),
    bundled!("pa"),
    bundled!("pi"),
    bundled!("pl"),
    bundled!("pms"),
    bundled!("pt"),
    bundled!("rm"),
    bundled!("ru"),
    bundled!("sa"),
    bundled!("sh-cyrl"),
    bundled!("sh-latn"),
    bundled!("sl"),
    bundled!("sq"),
    bundled!("sv"),
    bundled!("ta"),
    bundled!("te"),
    bundled!("tk"),
    bundled!("tr"),
    bundled!("uk"),
    bundled!("zh-latn-pinyin"),
];

/// Regions that write British English; the others follow the American patterns.
const BRITISH: [&str; 6] = ["AU", "GB", "IE", "IN", "NZ", "ZA"];

impl Dictionary {
    /// Returns the dictionary for a language, if there is one.
    #[must_use]
    pub fn for_language(language: Language) -> Option<&'static Self> {
        let tag = bundled_tag(language)?;
        let index = BUNDLED.binary_search_by(|it| it.tag.cmp(tag));
        let it = &BUNDLED[index.expect("the table has every tag that a language maps to")];
        Some(it.loaded.get_or_init(|| Self::load(it.tag, it.kind, it.bytes)))
    }

    /// Yields the tags of all dictionaries, in alphabetical order.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        BUNDLED.iter().map(|it| it.tag)
    }
}

/// Returns the tag of the dictionary for a language. German has the orthography of 1996 unless the
/// tag says `1901`, in Switzerland too, where its rules of division are the same. Serbian uses the
/// patterns of Serbo-Croatian in its own script. Chinese divides only as pinyin.
fn bundled_tag(language: Language) -> Option<&'static str> {
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
        primary => Dictionary::tags().find(|&tag| tag == primary)?,
    };
    Some(found)
}
