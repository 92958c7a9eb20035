//! Parts of Markdown that are not converted: fenced and indented code, raw HTML.

/// Most lines that are searched for the end of a container or of raw HTML, which keeps the time in
/// proportion to the length of the text.
const MOST_LINES: usize = 2000;

/// Fenced code, or a directive in the form of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fence<'l> {
    /// Columns before the fence.
    pub(super) indent: usize,
    /// Sign of the fence: a grave accent, a tilde, or a colon.
    pub(super) sign: char,
    /// Text behind the fence.
    pub(super) info: &'l str,
    /// Number of lines, with those of the fences.
    pub(super) lines: usize,
    /// The last line is the closing fence.
    pub(super) closed: bool,
}

/// Returns the fenced code at the start of lines; without a closing fence it takes all of them.
pub(super) fn fence<'l>(lines: &[&'l str]) -> Option<Fence<'l>> {
    let first = *lines.first()?;
    let text = first.trim_start_matches([' ', '\t']);
    let indent = first.len() - text.len();
    let sign = text.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = text.chars().take_while(|c| *c == sign).count();
    let info = text.get(length..)?.trim();
    if length < 3 || sign == '`' && info.contains('`') {
        return None;
    }
    let closes = |line: &&str| {
        let line = line.trim();
        line.chars().count() >= length && line.chars().all(|c| c == sign)
    };
    let end = lines.iter().skip(1).position(closes);
    let count = end.map_or(lines.len(), |end| end + 2);
    Some(Fence { indent, sign, info, lines: count, closed: end.is_some() })
}

/// Returns the container between lines of colons, with those inside it.
pub(super) fn colon_fence<'l>(lines: &[&'l str]) -> Option<Fence<'l>> {
    let (indent, info) = colons(lines.first()?)?;
    if info.is_empty() {
        return None;
    }
    let mut depth = 1;
    for (at, line) in lines.iter().enumerate().take(MOST_LINES).skip(1) {
        let Some((_, inner)) = colons(line) else { continue };
        depth = if inner.is_empty() { depth - 1 } else { depth + 1 };
        if depth == 0 {
            return Some(Fence { indent, sign: ':', info, lines: at + 1, closed: true });
        }
    }
    None
}

/// Returns the indent of a line of colons, and the text behind them.
fn colons(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches(' ');
    let length = text.chars().take_while(|c| *c == ':').count();
    let info = text.get(length..)?.trim().trim_end_matches(':').trim_end();
    (length >= 3).then_some((line.len() - text.len(), info))
}

/// Elements whose contents are no Markdown, even over empty lines.
const RAW: [&str; 4] = ["<pre", "<script", "<style", "<textarea"];

/// Returns the number of lines of raw HTML or indented code at the start of lines.
pub(super) fn raw_lines(lines: &[&str], may_be_indented: bool) -> Option<usize> {
    let first = *lines.first()?;
    let text = first.trim_start();
    let lower = text.get(..10.min(text.len())).unwrap_or(text).to_ascii_lowercase();
    let name = RAW.iter().find(|name| lower.starts_with(**name));
    let end = match name {
        Some(name) => Some(format!("</{}", &name[1..])),
        None => text.starts_with("<!--").then(|| "-->".to_owned()),
    };
    if let Some(end) = end {
        let closes = |line: &&str| line.to_ascii_lowercase().contains(&end);
        return Some(lines.iter().take(MOST_LINES).position(closes).map_or(1, |at| at + 1));
    }
    let is_code = |line: &str| line.starts_with("    ") || line.starts_with('\t');
    (may_be_indented && is_code(first) && !text.is_empty())
        .then(|| lines.iter().take_while(|line| is_code(line)).count())
}

/// True for a line that opens an item of a list.
pub(super) fn opens_item(line: &str) -> bool {
    let text = line.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = match text.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+' | b':') if digits == 0 => &text[1..],
        Some(b'.' | b')') if digits > 0 => &text[digits + 1..],
        _ => return text.starts_with("[^") && text.contains("]:"),
    };
    after.starts_with([' ', '\t'])
}
