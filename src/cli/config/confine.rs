//! Files that the configuration of a folder may name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::folder::{below, scheme};
use crate::cli::trouble::reason;

/// The largest configuration and the largest theme of a folder, in bytes: some ten thousand rules
/// for sites, a hundred times the text of any theme.
pub(super) const MOST_TEXT: u64 = 1 << 20;
/// The largest list of words: a million words, more than a dictionary has.
pub(super) const MOST_WORDS: u64 = 16 << 20;
/// The largest font file: collections of all Chinese, Japanese and Korean characters in every
/// weight are some 150 MB.
pub(super) const MOST_FONT: u64 = 256 << 20;

/// Returns the path of the file `named` in `folder`.
///
/// A folder may come from anywhere, so that what it names must be a file in it or below it: no
/// absolute path, no `..`, no drive, share or address, no link that leads out. Opening a pipe would
/// wait for ever, and a device may have no end, so that neither is taken. A file that is missing is
/// no error here: reading it says so.
///
/// # Errors
/// Why the file is not taken, a clause without a full stop.
pub(super) fn confined(folder: &Path, named: &str, most: u64) -> Result<PathBuf, String> {
    const OUTSIDE: &str = "it does not lie in the folder of this configuration";
    if scheme(named).is_some() {
        return Err(OUTSIDE.to_owned());
    }
    let path = folder.join(below(Path::new(named)).ok_or(OUTSIDE)?);
    match is_inside(folder, &path) {
        Ok(true) => {}
        Ok(false) => return Err(OUTSIDE.to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path),
        Err(error) => return Err(reason(&error)),
    }
    check_file(&path, most)?;
    Ok(path)
}

/// Returns whether `path`, all links followed, lies in `folder` or below it.
pub(super) fn is_inside(folder: &Path, path: &Path) -> io::Result<bool> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Ok(fs::canonicalize(path)?.starts_with(fs::canonicalize(folder)?))
}

/// Checks that `path` is a regular file of at most `most` bytes, without opening it.
pub(super) fn check_file(path: &Path, most: u64) -> Result<(), String> {
    let metadata = fs::metadata(path).map_err(|error| reason(&error))?;
    if !metadata.is_file() {
        return Err("it is no file".to_owned());
    }
    if metadata.len() > most {
        return Err(format!("it is larger than {} MiB", most >> 20));
    }
    Ok(())
}
