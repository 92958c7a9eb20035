//! Marks in the running text of plain text: emphasis, code, addresses.
//!
//! A mark without a partner stays as written. There is one pass, with at most one open mark of
//! each kind: a mark that opens while the same is open makes the earlier one plain text. Time is
//! linear in the length of the text.

use super::typed_address;
use crate::article::Inline;

/// Marks of emphasis, the longer before the shorter that it begins with.
const MARKS: [&str; 3] = ["**", "*", "_"];

/// Open mark, and the inlines before it.
struct OpenMark {
    mark: &'static str,
    before: Vec<Inline>,
}

/// Parses the marks in the text of a paragraph.
pub(super) fn parse(text: &str) -> Vec<Inline> {
    if !may_have_marks(text) {
        return vec![Inline::Text(text.to_owned())];
    }
    let mail = text.contains('@');
    let (nodes, open) = (Vec::new(), Vec::new());
    let mut parser = InlineParser { text, mail, place: 0, plain: 0, nodes, open };
    parser.run();
    parser.nodes
}

/// True if a text has a sign of a mark or of an address: `@`, `www.`, a colon without a space.
fn may_have_marks(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| match pair {
        [b'*' | b'_' | b'`' | b'@', _] | [b'w' | b'W', b'w' | b'W'] => true,
        [b':', after] => !after.is_ascii_whitespace(),
        _ => false,
    }) || text.ends_with(['*', '_', '`', '@'])
}

struct InlineParser<'a> {
    text: &'a str,
    /// The text has an `@`, so a mail address is worth looking for.
    mail: bool,
    /// Current position, in bytes.
    place: usize,
    /// Start of the plain text that is not yet in `nodes`.
    plain: usize,
    /// Inlines in the innermost open mark.
    nodes: Vec<Inline>,
    open: Vec<OpenMark>,
}

impl InlineParser<'_> {
    fn run(&mut self) {
        let mut no_code = false;
        let mut before: Option<char> = None;
        while let Some(c) = self.rest().chars().next() {
            let start = self.place;
            let word_start = !before.is_some_and(|c| c.is_alphanumeric() || c == '@');
            match c {
                '*' | '_' => self.parse_emphasis(before),
                '`' if !no_code => no_code = !self.parse_code(),
                _ if word_start && c.is_ascii_alphanumeric() => self.parse_address(),
                _ => {}
            }
            if self.place == start {
                self.place += c.len_utf8();
                if c.is_ascii_alphanumeric() {
                    // No mark begins inside a word.
                    let rest = self.rest().bytes();
                    self.place += rest.take_while(u8::is_ascii_alphanumeric).count();
                }
            }
            before = self.text[..self.place].chars().next_back();
        }
        self.push_plain(self.text.len());
        self.abandon_marks(0);
    }

    fn rest(&self) -> &str {
        &self.text[self.place..]
    }

    /// Appends the plain text up to `end` to the nodes.
    fn push_plain(&mut self, end: usize) {
        push_text(&mut self.nodes, &self.text[self.plain..end]);
        self.plain = end;
    }

    /// Makes the open marks from the one numbered `first` plain text.
    fn abandon_marks(&mut self, first: usize) {
        while self.open.len() > first
            && let Some(open) = self.open.pop()
        {
            self.abandon_mark(open);
        }
    }

    fn abandon_mark(&mut self, open: OpenMark) {
        let inner = std::mem::replace(&mut self.nodes, open.before);
        push_text(&mut self.nodes, open.mark);
        for node in inner {
            match node {
                Inline::Text(words) => push_text(&mut self.nodes, &words),
                other => self.nodes.push(other),
            }
        }
    }

    /// Parses a mark of emphasis, which closes, opens, or is text.
    fn parse_emphasis(&mut self, before: Option<char>) {
        let rest = self.rest();
        let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) else { return };
        let run = rest.len() - rest.trim_start_matches(['*', '_']).len();
        let after = rest[mark.len()..].chars().next();
        // Three signs or more, and two underscores, are no emphasis: `__init__`, `____`.
        let usual = run == mark.len() || (run <= 3 && !rest.starts_with("__"));
        let start = self.place;
        if !usual {
            self.place += run;
            return;
        }
        let closes = before.is_some_and(|c| !c.is_whitespace())
            && !after.is_some_and(char::is_alphanumeric);
        let opens = !before.is_some_and(|c| c.is_alphanumeric() || c == '/' || c == '\\')
            && after.is_some_and(|c| !c.is_whitespace() && !matches!(c, '.' | ',' | ')' | ';'));
        let open = self.open.iter().rposition(|open| open.mark == *mark);
        self.place = start + mark.len();
        if let (true, Some(open)) = (closes, open) {
            self.push_plain(start);
            self.abandon_marks(open + 1);
            self.close_mark();
            self.plain = self.place;
        } else if opens {
            self.push_plain(start);
            self.abandon_marks(open.unwrap_or(self.open.len()));
            self.open.push(OpenMark { mark, before: std::mem::take(&mut self.nodes) });
            self.plain = self.place;
        }
    }

    /// Closes the innermost mark.
    fn close_mark(&mut self) {
        let open = self.open.pop().expect("the mark is open");
        let inner = std::mem::replace(&mut self.nodes, open.before);
        self.nodes.push(if open.mark == "_" {
            Inline::Emphasis(inner)
        } else {
            Inline::Strong(inner)
        });
    }

    /// Parses code between backticks. Returns false if no partner of a single backtick can follow.
    fn parse_code(&mut self) -> bool {
        let rest = self.rest();
        let run = rest.len() - rest.trim_start_matches('`').len();
        let (fence, rest) = rest.split_at(run);
        let start = self.place;
        let Some(length) = rest.find(fence) else {
            self.place += run;
            return run > 1;
        };
        let body = rest[..length].to_owned();
        let spaced = body.starts_with(' ') || body.ends_with(' ') || body.is_empty();
        // Not code but `quoted' as on old terminals.
        let quoted = body
            .split_once('\'')
            .is_some_and(|(_, after)| !after.starts_with(char::is_alphanumeric));
        if spaced || quoted || run > 2 {
            self.place += run;
            return true;
        }
        self.push_plain(start);
        self.nodes.push(Inline::Code(body));
        self.place = start + run + length + run;
        self.plain = self.place;
        true
    }

    /// Parses an address, if one begins here.
    fn parse_address(&mut self) {
        let rest = self.rest();
        let scheme = rest.starts_with(['h', 'H', 'f', 'F', 'm', 'M', 'w', 'W']);
        let web = if scheme { typed_address::parse_web_address(rest) } else { None };
        let found = web.or_else(|| {
            let length = if self.mail {
                typed_address::mail_address_length(rest)?
            } else {
                return None;
            };
            Some((length, format!("mailto:{}", &rest[..length])))
        });
        if let Some((length, target)) = found {
            let words = rest[..length].to_owned();
            self.push_plain(self.place);
            self.nodes.push(Inline::Link { target, text: vec![Inline::Text(words)] });
            self.place += length;
            self.plain = self.place;
        }
    }
}

/// Appends text, to the last inline if that is text.
pub(super) fn push_text(nodes: &mut Vec<Inline>, words: &str) {
    if words.is_empty() {
        return;
    }
    if let Some(Inline::Text(last)) = nodes.last_mut() {
        last.push_str(words);
    } else {
        nodes.push(Inline::Text(words.to_owned()));
    }
}
