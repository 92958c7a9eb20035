//! Which options may be chosen beforehand, and by whom.
//!
//! Comes in: nothing. Goes out: the list. Never done here: knowing what an option means; the
//! command line does.

use super::confine::{MOST_FONT, MOST_TEXT, MOST_WORDS};

/// Who may choose an option besides the one who types it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Whoever made the article's folder, and the person.
    Article,
    /// The person alone. A folder, which may come from anywhere, never says where files go or
    /// what is told.
    Person,
}

/// An option that may be chosen beforehand.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name on the command line, without the hyphens.
    pub(super) name: &'static str,
    /// Who may choose it.
    pub(super) reach: Reach,
    /// Its value is a path, read from the folder of the file that names it.
    pub(super) is_path: bool,
    /// The largest file, in bytes, that the configuration of an article's folder may name.
    pub(super) most: u64,
}

const fn article(name: &'static str) -> Key {
    Key { name, reach: Reach::Article, is_path: false, most: 0 }
}

const fn path(name: &'static str, most: u64) -> Key {
    Key { name, reach: Reach::Article, is_path: true, most }
}

const fn person(name: &'static str) -> Key {
    Key { name, reach: Reach::Person, is_path: false, most: 0 }
}

/// Every one, in the order in which they are shown. The others are about one article, or too
/// dangerous to be said in silence, and are only typed.
pub(super) const KEYS: [Key; 53] = [
    article("from"),
    article("lang"),
    article("paper"),
    article("landscape"),
    article("margin"),
    article("duplex"),
    article("columns"),
    article("font-size"),
    article("leading"),
    path("font", MOST_FONT),
    path("theme", MOST_TEXT),
    article("edition"),
    article("booklet"),
    article("signature"),
    article("nup"),
    article("cut-stack"),
    article("flip"),
    article("paper-thickness"),
    article("trim"),
    article("crop-marks"),
    article("bleed"),
    article("gutter"),
    article("punch"),
    article("expansion"),
    path("hyphenation-exceptions", MOST_WORDS),
    article("fit"),
    article("toc"),
    article("drop-cap"),
    article("notes"),
    article("links"),
    article("qr"),
    article("grey"),
    article("author"),
    article("source"),
    article("headline"),
    article("footer"),
    article("first-page"),
    article("content"),
    article("keep"),
    article("drop"),
    article("pdf-standard"),
    article("attach-source"),
    Key { name: "out-dir", reach: Reach::Person, is_path: true, most: 0 },
    person("name"),
    person("jobs"),
    person("verify"),
    person("report"),
    person("strict"),
    person("explain"),
    person("quiet"),
    person("verbose"),
    person("message-format"),
    // The network is asked for by a person, never by the folder of an article.
    person("remote-images"),
];

/// The key of this name.
pub(super) fn key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
