//! File names that are valid and harmless on every system.

use std::ffi::{OsStr, OsString};

/// Characters that some system forbids in a file name.
pub(crate) const FORBIDDEN: &str = "/\\:*?\"<>|";

/// Greatest length of a name made from a text, in bytes. Systems allow 255 with the extension.
const LONGEST_NAME: usize = 100;

/// Names that Windows reserves for devices, in lower case.
const DEVICES: [&str; 6] = ["aux", "con", "conin$", "conout$", "nul", "prn"];

/// Beginnings of the names of serial and parallel ports, which a digit follows.
const PORTS: [&str; 2] = ["com", "lpt"];

/// Returns whether Windows reserves a file name for a device, with any extension: `nul`, `COM1.txt`.
/// The superscripts 1 to 3 count as digits there.
pub(crate) fn is_device_name(name: &str) -> bool {
    let stem =
        name.split('.').next().expect("a text has a first part").trim_end().to_lowercase();
    let port = PORTS.iter().find_map(|port| stem.strip_prefix(port));
    let is_port = port.is_some_and(|digit| {
        let mut digits = digit.chars();
        let is_digit = |c: char| c.is_ascii_digit() || "\u{b9}\u{b2}\u{b3}".contains(c);
        digits.next().is_some_and(is_digit) && digits.next().is_none()
    });
    is_port || DEVICES.contains(&stem.as_str())
}

/// Returns whether a character changes the direction of the text around it (Unicode Standard Annex
/// 9, `Bidi_Control`). In a file name it can make `fdp.exe` look like `exe.pdf`.
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Returns a file name without bidirectional controls; `article` if nothing is left. A name that is
/// not Unicode is returned as it is.
pub(crate) fn without_bidi_controls(name: &OsStr) -> OsString {
    match name.to_str() {
        Some(text) if text.contains(is_bidi_control) => {
            let text = text.replace(is_bidi_control, "");
            if text.is_empty() { "article".into() } else { text.into() }
        }
        _ => name.to_owned(),
    }
}

/// Returns a file name that is valid on every system. Letters and digits of any script are kept; other
/// characters between them become one hyphen.
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
