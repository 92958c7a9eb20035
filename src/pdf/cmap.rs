//! The two maps of a font: codes to glyphs, codes to text.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Entries in one block of a CMap (Adobe Technical Note 5014, section 3).
const BLOCK: usize = 100;

/// Start of the character collection of a CMap.
const SYSTEM: &str = "/CIDSystemInfo<</Registry(Adobe)/Ordering";

/// A CMap, and the name it has in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FontCMap {
    /// Its name.
    pub(super) name: String,
    /// Its program.
    pub(super) program: String,
}

/// Returns the CMap of a composite font: one byte to a code, with the CID of each code, in ascending
/// order of codes.
pub(super) fn encoding(cids: &[(u8, u16)]) -> FontCMap {
    let mut ranges: Vec<(u8, u8, u16)> = Vec::new();
    for &(code, cid) in cids {
        match ranges.last_mut() {
            Some((first, last, start))
                if *last + 1 == code && *start + u16::from(code - *first) == cid =>
            {
                *last = code;
            }
            _ => ranges.push((code, code, cid)),
        }
    }
    let mut blocks = String::new();
    for block in ranges.chunks(BLOCK) {
        let _ = writeln!(blocks, "{} begincidrange", block.len());
        for (first, last, cid) in block {
            let _ = writeln!(blocks, "<{first:02X}> <{last:02X}> {cid}");
        }
        blocks.push_str("endcidrange\n");
    }
    let digest = Sha256::digest(&blocks);
    let letters: String =
        digest.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
    let name = format!("Offprint-{letters}");
    let program = head(&name, "(Identity)", 1) + &blocks + TAIL;
    FontCMap { name, program }
}

/// Returns a ToUnicode CMap: the text of each code, in ascending order of codes.
pub(super) fn to_unicode<'t>(texts: impl Iterator<Item = (u8, &'t str)>) -> String {
    let mut cmap = head("Offprint-UCS", "(UCS)", 2);
    let mut ranges: Vec<(u8, u8, &str)> = Vec::new();
    for (code, text) in texts {
        match ranges.last_mut() {
            Some((first, last, start))
                if last.checked_add(1) == Some(code) && follows(start, text, code - *first) =>
            {
                *last = code;
            }
            _ => ranges.push((code, code, text)),
        }
    }
    let (single, runs): (Vec<_>, Vec<_>) =
        ranges.into_iter().partition(|(first, last, _)| first == last);
    for block in runs.chunks(BLOCK) {
        let _ = writeln!(cmap, "{} beginbfrange", block.len());
        for (first, last, text) in block {
            let _ = writeln!(cmap, "<{first:02X}> <{last:02X}> <{}>", utf16(text));
        }
        cmap.push_str("endbfrange\n");
    }
    for block in single.chunks(BLOCK) {
        let _ = writeln!(cmap, "{} beginbfchar", block.len());
        for (code, _, text) in block {
            let _ = writeln!(cmap, "<{code:02X}> <{}>", utf16(text));
        }
        cmap.push_str("endbfchar\n");
    }
    cmap.push_str(TAIL);
    cmap
}

/// Returns whether `text` is the character `steps` after the only character of `start`, with the same
/// high byte: only the last byte of a range's text may count up (ISO 32000-1, 9.10.3).
fn follows(start: &str, text: &str, steps: u8) -> bool {
    let only = |text: &str| {
        let mut letters = text.chars();
        letters.next().filter(|_| letters.next().is_none()).map(u32::from)
    };
    match (only(start), only(text)) {
        (Some(start), Some(letter)) => {
            letter <= 0xFFFF && start >> 8 == letter >> 8 && start + u32::from(steps) == letter
        }
        _ => false,
    }
}

/// Returns the text in UTF-16BE, in hexadecimal digits.
fn utf16(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut digits, half| {
        let _ = write!(digits, "{half:04X}");
        digits
    })
}

fn head(name: &str, ordering: &str, kind: u8) -> String {
    format!(
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         {SYSTEM}{ordering}/Supplement 0>>def\n/CMapName/{name} def\n/CMapType {kind} def\n\
         1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
    )
}

const TAIL: &str = "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n";
