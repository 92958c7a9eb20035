//! Notes of Obsidian: links, embeds, comments, tags, identifiers of blocks.

use super::converter::{BlockLines, ConvertedLine, DialectConverter, replace_lines};
use super::inline_scan::{MarkReplacement, Spot, clip};
use super::tally::Dialect;

/// Endings of files of pictures.
const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "avif"];

/// Most lines of a comment.
const MOST_COMMENT_LINES: usize = 2000;

/// Most bytes of a link between notes.
const MOST_LINK_BYTES: usize = 300;

/// True for a text with marks that only notes have.
pub(super) fn is_signed(text: &str) -> bool {
    let comment = text.lines().any(|line| line.trim() == "%%");
    let links = text
        .match_indices("[[")
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '`'));
    let mut links = links.map(|(at, _)| &text[at + 2..]);
    comment || text.contains("![[") || links.any(opens_note_link)
}

/// True for the text behind two brackets if it is the name of a note: `The gate]]`, `a|b]]`.
fn opens_note_link(text: &str) -> bool {
    let text = clip(text, MOST_LINK_BYTES);
    let Some(end) = text.find("]]") else { return false };
    let (name, after) = (&text[..end], &text[end + 2..]);
    let is_marked = name.contains([' ', '|', '#']) || name.starts_with(char::is_uppercase);
    is_marked && is_note_name(name) && !after.starts_with(['(', '['])
}

fn is_note_name(name: &str) -> bool {
    !name.contains(['[', ']', '\n', '`', '"'])
        && name.contains(char::is_alphabetic)
        && name == name.trim()
}

/// Converts lines that have only tags, comments over lines, and the states of tasks.
pub(super) fn convert_block(
    converter: &mut DialectConverter<'_>,
    block: BlockLines<'_>,
) -> Option<Vec<ConvertedLine>> {
    if !converter.signs.obsidian {
        return None;
    }
    let line = *block.lines.first()?;
    let text = line.trim();
    if let Some(rest) = text.strip_prefix("%%")
        && !rest.contains("%%")
    {
        let later = block.lines.iter().take(MOST_COMMENT_LINES).skip(1);
        let end = later.clone().position(|line| line.trim_end().ends_with("%%"))?;
        converter.findings.left_out(Dialect::Obsidian, "comments", block.number);
        return Some(replace_lines(end + 2, String::new()));
    }
    let is_tag = |word: &str| {
        word.strip_prefix('#').is_some_and(|tag| {
            tag.starts_with(char::is_alphabetic)
                && tag.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '_'))
        })
    };
    if !text.is_empty() && text.split_whitespace().all(is_tag) {
        converter.findings.left_out(Dialect::Obsidian, "lines of tags", block.number);
        return Some(replace_lines(1, String::new()));
    }
    let item = text.strip_prefix("- [").or_else(|| text.strip_prefix("* ["))?;
    let indent = &line[..line.len() - line.trim_start().len()];
    let (state, words) = item.split_once("] ")?;
    let task = match state {
        "/" | ">" | "<" | "?" | "!" => format!("{indent}- [ ] {words}"),
        "-" => format!("{indent}- [x] ~~{}~~", words.trim()),
        _ => return None,
    };
    converter.findings.converted(Dialect::Obsidian, "states of tasks", block.number);
    Some(vec![ConvertedLine::Text(task)])
}

/// Converts the mark at a place in a line.
pub(super) fn convert_inline(spot: Spot<'_>) -> Option<MarkReplacement> {
    let rest = spot.rest;
    let new =
        |what, length, text| Some(MarkReplacement::new(Dialect::Obsidian, what, length, text));
    if rest.starts_with("==") {
        return highlight(spot);
    }
    if !spot.signs.obsidian {
        return None;
    }
    if rest.starts_with("%%") && !spot.follows_word() {
        let inner = spot.between("%%", "%%")?;
        return Some(MarkReplacement::gone(Dialect::Obsidian, "comments", inner.len() + 4));
    }
    if rest.starts_with("![[") {
        let inner = spot.between("![[", "]]").filter(|inner| is_note_name(inner))?;
        let length = inner.len() + 5;
        return match picture(inner) {
            Some(picture) => new("embedded pictures", length, picture),
            None => new("embedded notes, by their names", length, shown(inner)),
        };
    }
    if rest.starts_with("[[") {
        let inner = spot.between("[[", "]]").filter(|inner| is_note_name(inner))?;
        let after = rest[inner.len() + 4..].chars().next();
        if inner.len() > MOST_LINK_BYTES || matches!(after, Some('(' | '[')) {
            return None;
        }
        return new("links between notes", inner.len() + 4, shown(inner));
    }
    let id = rest.strip_prefix('^').filter(|_| spot.before.is_none_or(char::is_whitespace))?;
    let length = id.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(id.len());
    let ends = id[length..].is_empty() || id[length..].starts_with('\n');
    let is_id = ends && id[..length].contains(|c: char| c.is_ascii_alphabetic());
    is_id.then(|| MarkReplacement::gone(Dialect::Obsidian, "names of blocks", length + 1))
}

/// Converts `==words==`, which other editors have too.
fn highlight(spot: Spot<'_>) -> Option<MarkReplacement> {
    let inner = spot.between("==", "==")?;
    let after = spot.rest[inner.len() + 4..].chars().next();
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '=');
    let is_tight = !inner.is_empty()
        && !inner.starts_with(|c: char| c.is_whitespace() || c == '=')
        && !inner.ends_with(char::is_whitespace);
    (is_tight && is_apart(spot.before) && is_apart(after)).then(|| {
        let text = format!("<mark>{inner}</mark>");
        MarkReplacement::new(Dialect::Obsidian, "highlights", inner.len() + 4, text)
    })
}

/// Returns the picture of an embed, with the width that may stand behind it.
fn picture(inner: &str) -> Option<String> {
    let mut parts = inner.split('|').map(str::trim);
    let file = parts.next()?;
    let (_, ending) = file.rsplit_once('.')?;
    let is_picture = PICTURES.iter().any(|known| ending.eq_ignore_ascii_case(known));
    let is_size = |part: &&str| part.bytes().all(|b| b.is_ascii_digit() || b == b'x');
    let words = parts.find(|part| !is_size(part)).unwrap_or("");
    is_picture.then(|| format!("![{words}](<{file}>)"))
}

/// Returns what a link shows: its own words, else the note and its part.
fn shown(inner: &str) -> String {
    if let Some((_, words)) = inner.split_once('|') {
        return words.trim().trim_start_matches('|').to_owned();
    }
    let parts: Vec<&str> = inner.split('#').map(str::trim).collect();
    let parts: Vec<&str> =
        parts.into_iter().filter(|part| !part.is_empty() && !part.starts_with('^')).collect();
    if parts.is_empty() { inner.to_owned() } else { parts.join(": ") }
}
