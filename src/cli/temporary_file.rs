//! Temporary files of output.
//!
//! A process holds a lock on its temporary file as long as the file exists. After a SIGKILL or a
//! crash of the system the file remains without a lock, and the next process that writes into the
//! folder removes it.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

/// Beginning of the name of a temporary file.
const PREFIX: &str = ".offprint-";
/// End of the name of a temporary file.
const SUFFIX: &str = ".tmp";
/// Number of random letters and digits between them.
const RANDOM_LENGTH: usize = 6;

/// Most files that are created for one output, if other processes remove them.
const MOST_ATTEMPTS: usize = 16;

/// Creates a temporary file in a folder, and locks it. Dropping it removes it. Temporary files that
/// a killed process left in the folder are removed, once in a run.
///
/// # Errors
/// No file can be created.
pub(super) fn create(folder: &Path) -> io::Result<NamedTempFile> {
    static CLEARED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut cleared = CLEARED.lock().unwrap_or_else(PoisonError::into_inner);
    if cleared.insert(folder.to_owned()) {
        remove_abandoned(folder);
    }
    drop(cleared);
    for _ in 0..MOST_ATTEMPTS {
        let file = new_file(folder)?;
        match file.as_file().try_lock() {
            // Another process found the file before it was locked, and removes it.
            Err(TryLockError::WouldBlock) => continue,
            // On a file system without locks, nobody removes it.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        if file.path().exists() {
            return Ok(file);
        }
    }
    Err(io::Error::other("other processes remove the temporary file"))
}

/// Creates a file with a random name in a folder.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM_LENGTH);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The default of most programs; the system subtracts the umask.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Removes the temporary files of Offprint in a folder on which no process holds a lock. Those that
/// cannot be opened, locked or removed stay: they can belong to another user.
fn remove_abandoned(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| is_temporary_name(&entry.file_name())) {
        // A link or a pipe of this name is not by Offprint.
        if !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.path();
        let Ok(file) = File::options().read(true).write(true).open(&path) else { continue };
        if file.try_lock().is_ok() {
            // Removed under the lock, so that a process that has just created it notices.
            let _ = fs::remove_file(&path);
        }
    }
}

fn is_temporary_name(name: &OsStr) -> bool {
    let name = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
    let random = name.and_then(|name| name.strip_suffix(SUFFIX));
    random.is_some_and(|it| {
        it.len() == RANDOM_LENGTH && it.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
