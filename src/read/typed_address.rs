//! Addresses of the web and of mail in plain text.

use crate::article::LinkUse;

/// Beginning of an address that is typed without its scheme.
const WITHOUT_SCHEME: &str = "www.";

/// Longest address that is recognised, in bytes.
const LONGEST: usize = 2048;

/// Returns the length of the address at the start of `text`, and its target.
pub(super) fn parse_web_address(text: &str) -> Option<(usize, String)> {
    let prefix = LinkUse::TypedText.allowed_prefix(text);
    let start = text.get(..WITHOUT_SCHEME.len());
    let bare = start.is_some_and(|start| start.eq_ignore_ascii_case(WITHOUT_SCHEME));
    let prefix = prefix.or(bare.then_some(WITHOUT_SCHEME))?;
    let length = address_length(text);
    let rest = text.get(prefix.len()..length)?;
    let named = rest.chars().next().is_some_and(char::is_alphanumeric);
    let whole = named && (!bare || rest.contains('.'));
    let added = if bare { "http://" } else { "" };
    whole.then(|| (length, format!("{added}{}", &text[..length])))
}

/// Returns the length of an address: to a space or a quotation mark, without the punctuation of the
/// sentence.
fn address_length(text: &str) -> usize {
    let stop = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '<' | '>' | '"' | '“' | '”' | '«' | '»' | '`' | '|' | '{' | '}' | '\\'
            )
    };
    let mut end = text.char_indices().take_while(|(place, c)| *place < LONGEST && !stop(*c));
    let mut length = end.by_ref().last().map_or(0, |(place, c)| place + c.len_utf8());
    let (mut parentheses, mut brackets) = (0, 0);
    for c in text[..length].chars() {
        match c {
            '(' => parentheses += 1,
            ')' => parentheses -= 1,
            '[' => brackets += 1,
            ']' => brackets -= 1,
            _ => {}
        }
    }
    // A bracket that was opened inside the address belongs to it.
    while let Some(last) = text[..length].chars().next_back() {
        match last {
            ')' if parentheses < 0 => parentheses += 1,
            ']' if brackets < 0 => brackets += 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | '_' | '…' | '。' | '、' =>
                {}
            _ => break,
        }
        length -= last.len_utf8();
    }
    length
}

/// Returns the length of the mail address at the start of `text`: `name@host.tld`.
pub(super) fn mail_address_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let name =
        |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'%');
    let at = bytes.iter().take(65).position(|b| !name(b))?;
    if at == 0 || bytes.get(at) != Some(&b'@') {
        return None;
    }
    let host = bytes.get(at + 1..)?;
    let host_byte = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let mut length = host.iter().take(255).take_while(|b| host_byte(b)).count();
    while length > 0 && matches!(host.get(length - 1), Some(b'.' | b'-')) {
        length -= 1;
    }
    let dotted = host.get(..length)?.contains(&b'.') && !host.starts_with(b".");
    dotted.then_some(at + 1 + length)
}
