//! Recognition: whether a PDF is still as Offprint wrote it.

use std::io::{self, Read, Seek, SeekFrom};

use sha2::{Digest, Sha256};

use super::save::{IDENTIFIER, MARK};

/// Bytes at the start of a file that are searched for the mark: the first line and two comments.
const HEAD: u64 = 128;

/// Bytes at the end of a file that hold the offset of the cross-reference stream.
const TAIL: u64 = 64;

/// Bytes that are read and hashed at a time.
const CHUNK: usize = 64 * 1024;

/// Author of the bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorship {
    /// The file is not a PDF of Offprint, or a program that rewrote it took the mark away.
    Foreign,
    /// Every byte is as Offprint wrote it.
    Intact,
    /// Offprint wrote the file, and something was changed or added since, such as annotations.
    Changed,
}

/// Returns who wrote a file. Every version of Offprint gives a PDF an identifier that is the digest
/// of all bytes before the cross-reference stream: a change of any of these bytes, and an update
/// that is appended, shows as a difference between the two. The file is read once in small parts.
///
/// # Errors
/// If the file cannot be read.
pub fn recognise(file: &mut (impl Read + Seek)) -> io::Result<Authorship> {
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    if !head.starts_with(b"%PDF-") || !head.windows(MARK.len()).any(|part| part == MARK) {
        return Ok(Authorship::Foreign);
    }
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.by_ref().take(TAIL).read_to_end(&mut tail)?;
    let Some(start) = cross_reference(&tail).filter(|start| *start < length) else {
        return Ok(Authorship::Changed);
    };
    file.seek(SeekFrom::Start(0))?;
    let digest = digest(&mut file.by_ref().take(start))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    let intact = ends_with_identifier(&end, start, &digest);
    Ok(if intact { Authorship::Intact } else { Authorship::Changed })
}

/// Returns the offset of the cross-reference stream as the last lines of a file give it.
fn cross_reference(tail: &[u8]) -> Option<u64> {
    let rest = tail.strip_suffix(b"\n%%EOF\n")?;
    let digits = rest.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (before, number) = rest.split_at_checked(rest.len() - digits)?;
    if !before.ends_with(b"startxref\n") {
        return None;
    }
    std::str::from_utf8(number).ok()?.parse().ok()
}

/// Returns the digest of everything that a reader gives.
fn digest(bytes: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; CHUNK];
    loop {
        let count = match bytes.read(&mut buffer) {
            Ok(0) => return Ok(hasher.finalize().to_vec()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&buffer[..count]);
    }
}

/// Returns whether the end of a file is a single cross-reference stream with this digest as both its
/// identifiers, and the three lines that follow it.
fn ends_with_identifier(end: &[u8], start: u64, digest: &[u8]) -> bool {
    let Some(opens) = find(end, b"stream\n") else { return false };
    let (dict, content) = end.split_at(opens);
    let hex: String =
        digest.iter().take(IDENTIFIER).map(|byte| format!("{byte:02X}")).collect();
    let identifiers = format!("/ID[<{hex}><{hex}>]");
    let length = find(dict, b"/Length ").and_then(|at| {
        let digits = dict.get(at + b"/Length ".len()..)?;
        let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        std::str::from_utf8(digits.get(..count)?).ok()?.parse::<usize>().ok()
    });
    let after = length
        .and_then(|length| content.get(b"stream\n".len()..)?.get(length..))
        .map(|after| after.strip_prefix(b"\r").unwrap_or(after));
    let closing = format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
    find(dict, identifiers.as_bytes()).is_some() && after == Some(closing.as_bytes())
}

/// Returns where a sequence of bytes first stands.
fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
