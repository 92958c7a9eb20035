//! An address of the web, given on the command line.
//!
//! Comes in: what was typed. Goes out: an [`Address`], its name in messages, a name for the file
//! that is made of it. Never done here: going there.

use url::Url;

/// Endings that say how a page is made, and nothing of the article.
const ENDINGS: [&str; 12] =
    ["asp", "aspx", "cgi", "htm", "html", "jsp", "md", "mhtml", "php", "shtml", "txt", "xhtml"];

/// Names that every site gives to its pages.
const NAMELESS: [&str; 10] =
    ["article", "default", "home", "index", "item", "node", "page", "post", "story", "view"];

/// Names that some systems keep for devices, whatever their ending.
pub(crate) const DEVICES: [&str; 6] = ["aux", "com1", "con", "lpt1", "nul", "prn"];

/// The longest name of a file, in bytes; systems allow 255 with the ending.
const LONGEST_NAME: usize = 100;

/// An address of the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address(Url);

impl Address {
    /// The address that was typed; none where it is a path.
    pub(crate) fn typed(text: &str) -> Option<Result<Self, String>> {
        let scheme = text.split_once("://")?.0;
        if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            return None;
        }
        Some(Url::parse(text).map(Self).map_err(|error| error.to_string()))
    }

    /// Where it leads.
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// The address as it may be shown: without a name and a password that stand in it.
    pub(crate) fn shown(&self) -> String {
        shown(&self.0)
    }

    /// The name of a file for what is found there, without an ending: the last part of the path
    /// that names something, else the host. Nothing in it can lead to another folder.
    pub(crate) fn file_name(&self) -> String {
        let parts = self.0.path_segments().into_iter().flatten();
        let mut names = parts.map(percent_decoded).map(|part| safe_name(without_ending(&part)));
        let told = |name: &String| {
            name.chars().any(char::is_alphabetic)
                && !NAMELESS.contains(&name.to_lowercase().as_str())
        };
        let host = || safe_name(self.0.host_str().unwrap_or_default());
        let mut name = names.rfind(told).unwrap_or_else(host);
        if let Some(query) = self.0.query().filter(|_| self.is_nameless()) {
            name = safe_name(&format!("{name} {}", percent_decoded(query)));
        }
        if name.is_empty() || DEVICES.contains(&name.to_lowercase().as_str()) {
            name.insert_str(0, "article-");
        }
        name.trim_end_matches('-').to_owned()
    }

    /// Whether the last part of the path is one that every site has, and the query tells the rest.
    fn is_nameless(&self) -> bool {
        let last = self.0.path_segments().and_then(|mut parts| parts.next_back());
        let last = safe_name(without_ending(&percent_decoded(last.unwrap_or_default())))
            .to_lowercase();
        NAMELESS.contains(&last.as_str()) || !last.chars().any(char::is_alphabetic)
    }
}

/// An address without the name and the password that may stand in it, and without the place on
/// the page.
pub(crate) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // Only an address without a host refuses, and such a one has neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    url.into()
}

/// `%20` and its like as the characters that they stand for.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex =
            |byte: &u8| char::from(*byte).to_digit(16).and_then(|it| u8::try_from(it).ok());
        match (first, after) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push(hex(high).unwrap_or(0) << 4 | hex(low).unwrap_or(0));
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn without_ending(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if ENDINGS.contains(&ending.to_lowercase().as_str()) => stem,
        _ => name,
    }
}

/// A name for a file that is one on every system: letters and digits of any script as they are;
/// all else becomes one hyphen.
pub(crate) fn safe_name(name: &str) -> String {
    let mut safe = String::new();
    for c in name.chars() {
        if safe.len() + c.len_utf8() > LONGEST_NAME {
            break;
        }
        if c.is_alphanumeric() || c == '_' || (c == '.' && !safe.is_empty()) {
            safe.push(c);
        } else if !safe.is_empty() && !safe.ends_with('-') {
            safe.push('-');
        }
    }
    safe.trim_end_matches(['-', '.']).to_owned()
}
