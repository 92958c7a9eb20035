//! Marks in running text: emphasis, strong, code, addresses.
//!
//! Comes in: the words of a paragraph. Goes out: inlines. Never done here: taking a mark that has
//! no partner; it stays as written.
//!
//! One pass, with at most one open mark of each kind: a mark that opens while the same is open
//! makes the earlier one plain text again. So time is linear whatever the text holds.

use super::link;
use crate::article::Inline;

/// Marks of emphasis, the longer before the shorter that it begins with.
const MARKS: [&str; 3] = ["**", "*", "_"];

/// A mark that is open, and what came before it.
struct Open {
    mark: &'static str,
    before: Vec<Inline>,
}

/// Reads the marks in the words of a paragraph.
pub(super) fn parse(text: &str) -> Vec<Inline> {
    let mail = text.contains('@');
    let (nodes, open) = (Vec::new(), Vec::new());
    let mut parser = Parser { text, mail, place: 0, plain: 0, nodes, open };
    // Plain words with nothing to find, the usual case, are one piece.
    if !may_find(text) {
        return vec![Inline::Text(text.to_owned())];
    }
    parser.run();
    parser.nodes
}

/// Whether a text has a mark, or what an address has: `@`, `www.`, a colon with something after it.
fn may_find(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| match pair {
        [b'*' | b'_' | b'`' | b'@', _] | [b'w' | b'W', b'w' | b'W'] => true,
        [b':', after] => !after.is_ascii_whitespace(),
        _ => false,
    }) || text.ends_with(['*', '_', '`', '@'])
}

struct Parser<'a> {
    text: &'a str,
    /// The text has an `@`, so a mail address is worth looking for.
    mail: bool,
    /// Where the parser stands.
    place: usize,
    /// Where the plain words begin that are not yet in `nodes`.
    plain: usize,
    nodes: Vec<Inline>,
    open: Vec<Open>,
}

impl Parser<'_> {
    fn run(&mut self) {
        let mut no_code = false;
        let mut before: Option<char> = None;
        while let Some(c) = self.rest().chars().next() {
            let start = self.place;
            let word_start = !before.is_some_and(|c| c.is_alphanumeric() || c == '@');
            match c {
                '*' | '_' => self.emphasis(before),
                '`' if !no_code => no_code = !self.code(),
                _ if word_start && c.is_ascii_alphanumeric() => self.link(),
                _ => {}
            }
            if self.place == start {
                self.place += c.len_utf8();
                if c.is_ascii_alphanumeric() {
                    // Nothing begins inside a word.
                    let rest = self.rest().bytes();
                    self.place += rest.take_while(u8::is_ascii_alphanumeric).count();
                }
            }
            before = self.text.get(..self.place).and_then(|done| done.chars().next_back());
        }
        self.flush(self.text.len());
        while let Some(open) = self.open.pop() {
            self.abandon(open);
        }
    }

    fn rest(&self) -> &str {
        self.text.get(self.place..).unwrap_or_default()
    }

    /// Puts the plain words up to `end` among the nodes.
    fn flush(&mut self, end: usize) {
        let words = self.text.get(self.plain..end).unwrap_or_default();
        push_text(&mut self.nodes, words);
        self.plain = end;
    }

    /// An open mark that found no partner is text.
    fn abandon(&mut self, open: Open) {
        let inner = std::mem::replace(&mut self.nodes, open.before);
        push_text(&mut self.nodes, open.mark);
        for node in inner {
            match node {
                Inline::Text(words) => push_text(&mut self.nodes, &words),
                other => self.nodes.push(other),
            }
        }
    }

    /// A mark of emphasis: it closes, opens, or is text.
    fn emphasis(&mut self, before: Option<char>) {
        let rest = self.rest();
        let Some(mark) = MARKS.iter().find(|mark| rest.starts_with(**mark)) else { return };
        let run = rest.len() - rest.trim_start_matches(['*', '_']).len();
        let after = rest.get(mark.len()..).and_then(|rest| rest.chars().next());
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
        if closes && let Some(at) = self.open.iter().rposition(|open| open.mark == *mark) {
            self.flush(start);
            while self.open.len() > at + 1 {
                if let Some(inner) = self.open.pop() {
                    self.abandon(inner);
                }
            }
            self.close(mark);
            self.place = start + mark.len();
            self.plain = self.place;
        } else if opens {
            self.flush(start);
            if let Some(at) = self.open.iter().rposition(|open| open.mark == *mark) {
                while self.open.len() > at {
                    if let Some(inner) = self.open.pop() {
                        self.abandon(inner);
                    }
                }
            }
            self.open.push(Open { mark, before: std::mem::take(&mut self.nodes) });
            self.place = start + mark.len();
            self.plain = self.place;
        } else {
            self.place = start + mark.len();
        }
    }

    /// Closes the innermost mark.
    fn close(&mut self, mark: &str) {
        let Some(open) = self.open.pop() else { return };
        let inner = std::mem::replace(&mut self.nodes, open.before);
        self.nodes.push(if mark == "_" {
            Inline::Emphasis(inner)
        } else {
            Inline::Strong(inner)
        });
    }

    /// Code between backticks. Says whether any partner can still follow.
    fn code(&mut self) -> bool {
        let rest = self.rest();
        let run = rest.len() - rest.trim_start_matches('`').len();
        let fence = rest.get(..run).unwrap_or_default();
        let start = self.place;
        let Some(length) = rest.get(run..).and_then(|body| body.find(fence)) else {
            self.place += run;
            return run > 1;
        };
        let body = rest.get(run..run + length).unwrap_or_default().to_owned();
        let spaced = body.starts_with(' ') || body.ends_with(' ') || body.is_empty();
        // `quoted' in the manner of old terminals is not code.
        let quoted = body.find('\'').is_some_and(|at| {
            !body.get(at + 1..).is_some_and(|after| after.starts_with(char::is_alphanumeric))
        });
        if spaced || quoted || run > 2 {
            self.place += run;
            return true;
        }
        self.flush(start);
        self.nodes.push(Inline::Code(body));
        self.place = start + run + length + run;
        self.plain = self.place;
        true
    }

    /// An address, if one begins here.
    fn link(&mut self) {
        let rest = self.rest();
        let scheme = rest.starts_with(['h', 'H', 'f', 'F', 'm', 'M', 'w', 'W']);
        let web = if scheme { link::at(rest) } else { None };
        let found = web.or_else(|| {
            if !self.mail {
                return None;
            }
            let length = link::mail_at(rest)?;
            Some((length, format!("mailto:{}", rest.get(..length)?)))
        });
        let start = self.place;
        if let Some((length, target)) = found {
            self.flush(start);
            let words = self.text.get(start..start + length).unwrap_or_default().to_owned();
            self.nodes.push(Inline::Link { target, text: vec![Inline::Text(words)] });
            self.place = start + length;
            self.plain = self.place;
        }
    }
}

/// Appends words, to the text before them if there is one.
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
