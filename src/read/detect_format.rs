//! Detection of the format of a file.

/// Length of the top of a file that is examined, in bytes or characters.
const TOP: usize = 4096;

/// Number of lines that are examined for Markdown.
const MARKDOWN_LINES: usize = 400;

/// Elements that HTML may begin with.
const PAGE_ELEMENTS: &str = "\
    html head body title meta article main section header div p h1 h2 h3 table ul ol \
    blockquote figure nav center font span dl pre aside script style link";

/// True for a web page with its pictures in one file, as browsers save it (RFC 2557).
pub(super) fn is_mhtml(bytes: &[u8]) -> bool {
    let top = String::from_utf8_lossy(&bytes[..TOP.min(bytes.len())]);
    let top = top.trim_start_matches('\u{FEFF}').to_ascii_lowercase();
    let mut lines = top.lines();
    let headed = lines.next().is_some_and(|line| {
        line.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
    });
    headed && top.contains("mime-version:") && top.contains("content-type: multipart/")
}

/// True for a text that is HTML, a whole page or a part of one.
pub(super) fn is_html(text: &str) -> bool {
    let mut top = text.trim_start_matches('\u{FEFF}').trim_start();
    // Comments and the XML declaration of XHTML.
    while let Some(rest) = top.strip_prefix("<!--") {
        top = rest.split_once("-->").map_or("", |(_, rest)| rest).trim_start();
    }
    if let Some(rest) = top.strip_prefix("<?xml") {
        top = rest.split_once("?>").map_or("", |(_, rest)| rest).trim_start();
    }
    if !top.starts_with('<') {
        return false;
    }
    let top = top.chars().take(TOP).collect::<String>().to_ascii_lowercase();
    if top.starts_with("<!doctype html") || top.starts_with("<!doctype xhtml") {
        return true;
    }
    let Some(name) = top.strip_prefix('<') else { return false };
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let (name, rest) = name.split_at(end);
    let opens = rest.starts_with(['>', ' ', '\n', '\t', '\r', '/']);
    let page = PAGE_ELEMENTS.split(' ').any(|known| known == name);
    opens && page && text.contains("</")
}

/// True for Markdown: a text with at least two kinds of marks that nobody writes by chance.
pub(super) fn is_markdown(text: &str) -> bool {
    let lines = || text.lines().take(MARKDOWN_LINES);
    let mut kinds = 0;
    kinds += u8::from(lines().any(is_heading));
    kinds += u8::from(lines().filter(|line| is_fence(line)).count() >= 2);
    kinds += u8::from(lines().any(|line| line.contains("](http") || line.contains("](/")));
    kinds += u8::from(lines().any(|line| line.contains("![") && line.contains("](")));
    kinds += u8::from(lines().any(is_delimiter_row));
    kinds += u8::from(lines().any(has_strong));
    kinds += u8::from(lines().any(|line| line.starts_with("[^") && line.contains("]: ")));
    kinds += 2 * u8::from(super::front_matter::split(text).is_some());
    kinds >= 2
}

fn is_heading(line: &str) -> bool {
    let signs = line.bytes().take_while(|b| *b == b'#').count();
    (1..=6).contains(&signs) && line.get(signs..).is_some_and(|rest| rest.starts_with(' '))
}

fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

/// True for the row of a table that separates its head from its body.
fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim();
    line.contains("--")
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn has_strong(line: &str) -> bool {
    let mut parts = line.split("**").skip(1);
    parts.next().is_some_and(|inner| {
        !inner.is_empty() && inner == inner.trim() && inner.contains(char::is_alphanumeric)
    }) && parts.next().is_some()
}
