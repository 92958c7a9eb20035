//! Options that a configuration can set.

use crate::cli::input::{MOST_FONT, MOST_TEXT, MOST_WORDS};

/// Writer of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    /// Whoever made the folder of an article. A folder can come from anywhere, and must not decide
    /// where files are written or which messages are shown.
    Article,
    /// The user.
    User,
}

/// Option that a configuration can set.
#[derive(Debug)]
pub(super) struct ConfigKey {
    /// Name on the command line, without the hyphens.
    pub(super) name: &'static str,
    /// The user, or the user and the article's folder.
    pub(super) writer: Writer,
    /// The value is a path, relative to the folder of the configuration.
    pub(super) is_path: bool,
    /// Greatest size of a file that the configuration beside an article can name, in bytes.
    pub(super) most_bytes: u64,
}

const fn article(name: &'static str) -> ConfigKey {
    ConfigKey { name, writer: Writer::Article, is_path: false, most_bytes: 0 }
}

const fn path(name: &'static str, most_bytes: u64) -> ConfigKey {
    ConfigKey { name, writer: Writer::Article, is_path: true, most_bytes }
}

const fn user(name: &'static str) -> ConfigKey {
    ConfigKey { name, writer: Writer::User, is_path: false, most_bytes: 0 }
}

/// All keys, in the order of `--show-config`. The other options concern a single article, or are
/// too dangerous to be set without notice.
pub(super) const KEYS: [ConfigKey; 54] = [
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
    article("pictures"),
    article("author"),
    article("source"),
    article("headline"),
    article("footer"),
    article("first-page"),
    article("content"),
    article("keep"),
    article("drop"),
    article("pdf-standard"),
    article("force-boxes"),
    article("attach-source"),
    ConfigKey { name: "out-dir", writer: Writer::User, is_path: true, most_bytes: 0 },
    user("name"),
    user("jobs"),
    user("verify"),
    user("report"),
    user("strict"),
    user("explain"),
    user("quiet"),
    user("verbose"),
    user("message-format"),
];

/// Option of which the configuration beside an article can only choose less than the user's, and its
/// values, from the least.
pub(super) const REDUCED: (&str, [&str; 4]) = ("pictures", ["none", "small", "grey", "all"]);

/// Names of all keys and sections.
pub(super) const NAMES: [&str; KEYS.len() + 1] = {
    let mut names = ["site"; KEYS.len() + 1];
    let mut index = 0;
    while index < KEYS.len() {
        names[index] = KEYS[index].name;
        index += 1;
    }
    names
};
