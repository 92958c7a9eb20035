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
const DEVICES: [&str; 6] = ["aux", "com1", "con", "lpt1", "nul", "prn"];

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
        let mut names = parts.map(decoded).map(|part| safe(without_ending(&part)));
        let told = |name: &String| {
            name.chars().any(char::is_alphabetic)
                && !NAMELESS.contains(&name.to_lowercase().as_str())
        };
        let host = || safe(self.0.host_str().unwrap_or_default());
        let mut name = names.rfind(told).unwrap_or_else(host);
        if let Some(query) = self.0.query().filter(|_| self.is_nameless()) {
            name = safe(&format!("{name} {}", decoded(query)));
        }
        if name.is_empty() || DEVICES.contains(&name.to_lowercase().as_str()) {
            name.insert_str(0, "article-");
        }
        name.trim_end_matches('-').to_owned()
    }

    /// Whether the last part of the path is one that every site has, and the query tells the rest.
    fn is_nameless(&self) -> bool {
        let last = self.0.path_segments().and_then(|mut parts| parts.next_back());
        let last = safe(without_ending(&decoded(last.unwrap_or_default()))).to_lowercase();
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
fn decoded(part: &str) -> String {
    super::folder::percent_decoded(part)
}

fn without_ending(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if ENDINGS.contains(&ending.to_lowercase().as_str()) => stem,
        _ => name,
    }
}

/// Letters and digits of any script as they are; all else becomes one hyphen.
fn safe(name: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::Address;

    fn name(address: &str) -> String {
        Address::typed(address).expect("an address").expect("a good one").file_name()
    }

    #[test]
    fn files_are_named_after_the_last_part_that_names_something() {
        for (address, wanted) in [
            ("https://example.org/2024/05/the-lamp.html", "the-lamp"),
            ("https://example.org/2024/the-lamp/", "the-lamp"),
            ("https://example.org/the-lamp/index.html", "the-lamp"),
            ("https://example.org/news/2024/05/17/", "news"),
            ("https://example.org/news/123456", "news"),
            ("https://example.org", "example.org"),
            ("https://example.org/item?id=42", "example.org-id-42"),
            ("https://example.org/?p=1&q=a/b", "example.org-p-1-q-a-b"),
            ("https://example.org/the-lamp?utm_source=x", "the-lamp"),
            ("https://de.example.org/wiki/Schl%C3%BCssel%C3%BCbergabe", "Schlüsselübergabe"),
            ("https://ja.example.org/wiki/%E6%97%A5%E6%9C%AC", "日本"),
            ("https://user:secret@example.org/", "example.org"),
            ("https://example.org/README.md", "README"),
            ("https://example.org/v1.2-notes", "v1.2-notes"),
        ] {
            assert_eq!(name(address), wanted, "{address}");
        }
    }

    #[test]
    fn no_address_names_a_file_elsewhere() {
        for address in [
            "https://example.org/%2e%2e%2fetc%2fpasswd",
            "https://example.org/a%2f..%2f..%2fb",
            "https://example.org/..%5c..%5cwindows",
            "https://example.org/%00%0a%1b[31m",
            "https://example.org/.bashrc",
            "https://example.org/con.txt",
            "https://example.org/-rf",
            "https://example.org/%E2%80%AEgpj.exe",
            "https://[::1]/",
            &format!("https://example.org/{}", "x".repeat(5000)),
        ] {
            let name = name(address);
            let fine = |c: char| c.is_alphanumeric() || "-_.".contains(c);
            assert!(name.chars().all(fine), "{address} gives {name}");
            assert!(name.starts_with(char::is_alphanumeric), "{address} gives {name}");
            assert!(name.len() <= 120 && name != "con", "{address} gives {name}");
        }
    }

    #[test]
    fn paths_are_no_addresses_and_secrets_are_not_shown() {
        for path in ["article.txt", "http:/x", "https", "ftp://example.org/", "C:\\x", "a://b"]
        {
            assert!(Address::typed(path).is_none(), "{path}");
        }
        assert!(Address::typed("https://").is_some_and(|parsed| parsed.is_err()));
        let address = Address::typed("HTTPS://me:secret@Example.org/a#b").expect("one");
        assert_eq!(address.expect("good").shown(), "https://example.org/a");
    }
}
