//! Files that the configuration beside an article can name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::folder::{below, scheme};
use crate::cli::trouble::reason;

/// Greatest size of a configuration and of a theme in a folder, in bytes: some ten thousand rules for
/// sites, or a hundred times the text of any theme.
pub(super) const MOST_TEXT: u64 = 1 << 20;
/// Greatest size of a list of words, in bytes: a million words, more than a dictionary has.
pub(super) const MOST_WORDS: u64 = 16 << 20;
/// Greatest size of a font file, in bytes. Collections of all Chinese, Japanese and Korean characters
/// in every weight have some 150 MB.
pub(super) const MOST_FONT: u64 = 256 << 20;

/// Returns the path of the file `named` in `folder`.
///
/// A folder can come from anywhere. What it names must therefore be a file in it or below it: no
/// absolute path, no `..`, no drive, share or address, and no link that leads out. Pipes and devices
/// are refused, because they can block or have no end. A missing file is no error here: reading it
/// reports it.
///
/// # Errors
/// The reason of the refusal, a clause without a full stop.
pub(super) fn confined(folder: &Path, named: &str, most: u64) -> Result<PathBuf, String> {
    const OUTSIDE: &str = "it is not in the folder of this configuration";
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
        return Err("it is not a file".to_owned());
    }
    if metadata.len() > most {
        return Err(format!("it is larger than {} MiB", most >> 20));
    }
    Ok(())
}
