//! XML with namespaces (XML 1.0, Namespaces in XML 1.0).

use std::collections::BTreeMap;

/// Greatest depth of elements.
const DEEPEST: usize = 64;

/// Element.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct XmlElement {
    pub(super) name: XmlName,
    pub(super) attributes: Vec<(XmlName, String)>,
    pub(super) kids: Vec<Self>,
    /// Its text, without that of its kids.
    pub(super) text: String,
}

/// Name in a namespace.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct XmlName {
    pub(super) prefix: String,
    /// Address of the namespace; empty without one.
    pub(super) space: String,
    pub(super) local: String,
}

impl XmlName {
    /// Returns whether it is this name.
    pub(super) fn is(&self, space: &str, local: &str) -> bool {
        self.space == space && self.local == local
    }
}

impl XmlElement {
    /// Returns an attribute.
    pub(super) fn attribute(&self, space: &str, local: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| name.is(space, local));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the only kid, if it has this name.
    pub(super) fn only_kid(&self, space: &str, local: &str) -> Option<&Self> {
        match self.kids.as_slice() {
            [kid] if kid.name.is(space, local) && self.text.trim().is_empty() => Some(kid),
            _ => None,
        }
    }
}

/// Parses a document with one root; none if it is not well-formed.
pub(super) fn parse(text: &str) -> Option<XmlElement> {
    let is_allowed = |c: char| {
        c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || matches!(c, '\t' | '\n' | '\r')
    };
    text.chars().all(is_allowed).then_some(())?;
    let mut parser = XmlParser { rest: text };
    parser.misc()?;
    let mut spaces = BTreeMap::new();
    spaces.insert("xml".to_owned(), "http://www.w3.org/XML/1998/namespace".to_owned());
    let root = parser.element(&spaces, 0)?;
    parser.misc()?;
    parser.rest.is_empty().then_some(root)
}

struct XmlParser<'t> {
    rest: &'t str,
}

impl<'t> XmlParser<'t> {
    fn pass(&mut self, word: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(word)?;
        Some(())
    }

    fn until(&mut self, word: &str) -> Option<&'t str> {
        let (before, after) = self.rest.split_once(word)?;
        self.rest = after;
        Some(before)
    }

    fn space(&mut self) -> bool {
        let trimmed = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let passed = trimmed.len() < self.rest.len();
        self.rest = trimmed;
        passed
    }

    /// Passes white space, comments and processing instructions.
    fn misc(&mut self) -> Option<()> {
        loop {
            self.space();
            if self.pass("<?").is_some() {
                self.until("?>")?;
            } else if self.pass("<!--").is_some() {
                self.until("-->")?;
            } else {
                return Some(());
            }
        }
    }

    fn name(&mut self) -> Option<&'t str> {
        let end = self.rest.find(|c: char| !is_name(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        let first = name.chars().next()?;
        (!first.is_ascii_digit() && !matches!(first, '-' | '.')).then_some(())?;
        self.rest = rest;
        Some(name)
    }

    fn element(
        &mut self,
        outer: &BTreeMap<String, String>,
        depth: usize,
    ) -> Option<XmlElement> {
        (depth < DEEPEST).then_some(())?;
        self.pass("<")?;
        let name = self.name()?;
        let mut stated: BTreeMap<&str, String> = BTreeMap::new();
        let is_empty = loop {
            let spaced = self.space();
            if self.pass("/>").is_some() {
                break true;
            }
            if self.pass(">").is_some() {
                break false;
            }
            spaced.then_some(())?;
            let key = self.name()?;
            self.space();
            self.pass("=")?;
            self.space();
            let quote =
                if self.pass("\"").is_some() { "\"" } else { self.pass("'").map(|()| "'")? };
            let value = self.until(quote)?;
            (!value.contains('<')).then_some(())?;
            stated.insert(key, unescape(value)?).is_none().then_some(())?;
        };
        let mut spaces = outer.clone();
        for (key, value) in &stated {
            match key.strip_prefix("xmlns") {
                Some("") => drop(spaces.insert(String::new(), value.clone())),
                Some(prefix) => {
                    let prefix = prefix.strip_prefix(':')?;
                    (!prefix.is_empty() && !value.is_empty()).then_some(())?;
                    spaces.insert(prefix.to_owned(), value.clone());
                }
                None => {}
            }
        }
        let mut element =
            XmlElement { name: resolve(name, &spaces, true)?, ..Default::default() };
        for (key, value) in stated {
            if !key.starts_with("xmlns") {
                element.attributes.push((resolve(key, &spaces, false)?, value));
            }
        }
        if !is_empty {
            self.content(&mut element, &spaces, depth)?;
            (self.name()? == name).then_some(())?;
            self.space();
            self.pass(">")?;
        }
        Some(element)
    }

    /// Parses the content of an element and passes `</`.
    fn content(
        &mut self,
        element: &mut XmlElement,
        spaces: &BTreeMap<String, String>,
        depth: usize,
    ) -> Option<()> {
        loop {
            let open = self.rest.find('<')?;
            let (text, rest) = self.rest.split_at(open);
            (!text.contains("]]>")).then_some(())?;
            element.text.push_str(&unescape(text)?);
            self.rest = rest;
            if self.pass("</").is_some() {
                return Some(());
            }
            if self.pass("<!--").is_some() {
                self.until("-->")?;
            } else if self.pass("<?").is_some() {
                self.until("?>")?;
            } else {
                element.kids.push(self.element(spaces, depth + 1)?);
            }
        }
    }
}

/// Resolves the prefix of a name; none if there is no such namespace.
fn resolve(name: &str, spaces: &BTreeMap<String, String>, is_element: bool) -> Option<XmlName> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    (!local.is_empty() && !local.contains(':')).then_some(())?;
    let space = if prefix.is_empty() {
        spaces.get("").filter(|_| is_element).cloned().unwrap_or_default()
    } else {
        spaces.get(prefix)?.clone()
    };
    Some(XmlName { prefix: prefix.to_owned(), space, local: local.to_owned() })
}

/// Replaces references to characters; none if one is malformed.
fn unescape(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let (name, after) = after.split_once(';')?;
        plain.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let number = name.strip_prefix('#')?;
                let value = match number.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => number.parse(),
                };
                char::from_u32(value.ok()?)?
            }
        });
        rest = after;
    }
    plain.push_str(rest);
    Some(plain)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.')
}
