//! Files that the configuration beside an article can name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::error::describe_io_error;
use crate::cli::picture_folder::{path_below, scheme};

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
    const OUTSIDE: &str = "it is not in the article's folder";
    if scheme(named).is_some() {
        return Err(OUTSIDE.to_owned());
    }
    let path = folder.join(path_below(Path::new(named)).ok_or(OUTSIDE)?);
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let resolved = fs::canonicalize(&path).and_then(|path| {
        Ok((path.starts_with(fs::canonicalize(folder)?), fs::metadata(path)?))
    });
    match resolved {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path),
        Err(error) => Err(describe_io_error(&error)),
        Ok((false, _)) => Err(OUTSIDE.to_owned()),
        Ok((true, metadata)) if !metadata.is_file() => Err("it is not a file".to_owned()),
        Ok((true, metadata)) if metadata.len() > most => {
            Err(format!("it is larger than {} MiB", most >> 20))
        }
        Ok((true, _)) => Ok(path),
    }
}
