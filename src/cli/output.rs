//! Output files, written completely or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use offprint::pdf::{self, Authorship};

use super::error::{CliError, Exit};
#[cfg(unix)]
use super::signals::SignalDeferral;
use super::temporary_file;

/// Target of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Standard output.
    Stdout,
    /// A file, a device or a pipe.
    Path(PathBuf),
}

/// Most symbolic links that are followed, as on Linux.
const MOST_LINKS: usize = 40;

/// Bytes at the beginning of a file that can contain the mark of a picture or a mail.
const HEAD_BYTES: u64 = 128;

/// Mark of pictures by Offprint (PNG, `tEXt`).
const PICTURE_MARK: &[u8] = b"tEXtSoftware\0Offprint";

impl Target {
    /// Parses the value of `--output`.
    pub(super) fn parse(path: PathBuf) -> Self {
        const STDOUT: [&str; 4] = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
        if STDOUT.iter().any(|name| path.as_os_str() == *name) {
            return Self::Stdout;
        }
        Self::Path(path)
    }

    /// Returns the name in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdout => "<stdout>".to_owned(),
            Self::Path(path) => path.display().to_string(),
        }
    }

    /// Checks what [`write`] would refuse, before an article is set in vain.
    pub(super) fn check(&self, force: bool) -> Result<(), CliError> {
        let Self::Path(path) = self else { return Ok(()) };
        let existing = resolve(path).and_then(|path| Existing::at(&path));
        let existing = existing.map_err(|error| write_error(&error))?;
        existing.refusal(force).map_or(Ok(()), |error| Err(error.about(self.name())))
    }
}

/// Existing file, folder or device at a path.
#[derive(Debug)]
enum Existing {
    /// Nothing.
    Nothing,
    /// A folder.
    Folder,
    /// A regular file.
    File { metadata: fs::Metadata, author: FileAuthor },
    /// A device, a pipe, a socket.
    Device,
}

/// Author of a file, according to its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileAuthor {
    /// Offprint alone, or the file is empty: it can be replaced unasked.
    Offprint,
    /// Offprint, but the file was changed afterwards.
    Both,
    /// Others, or the file cannot be read.
    Other,
}

impl Existing {
    /// Returns what exists at a path without links.
    fn at(path: &Path) -> io::Result<Self> {
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::Nothing),
            Err(error) => return Err(error),
        };
        if metadata.is_dir() {
            return Ok(Self::Folder);
        }
        if !metadata.is_file() {
            return Ok(Self::Device);
        }
        let is_empty = metadata.len() == 0;
        let author = if is_empty { FileAuthor::Offprint } else { file_author(path) };
        Ok(Self::File { metadata, author })
    }

    /// Returns the reason why it must not be overwritten, if there is one.
    fn refusal(&self, force: bool) -> Option<CliError> {
        match self {
            Self::Folder => Some(
                CliError::new(Exit::Io, "cannot-write", "it is a folder")
                    .hint("name a file, or write into the folder with --out-dir"),
            ),
            Self::File { author: FileAuthor::Both, .. } if !force => Some(
                CliError::new(
                    Exit::Io,
                    "would-overwrite",
                    "it exists, and was changed since Offprint wrote it: annotations in it would be \
                     lost",
                )
                .hint("keep it and write elsewhere with --output, or overwrite it with --force"),
            ),
            Self::File { author: FileAuthor::Other, .. } if !force => Some(
                CliError::new(
                    Exit::Io,
                    "would-overwrite",
                    "it exists, and Offprint did not write it",
                )
                .hint("write elsewhere with --output, or overwrite it with --force"),
            ),
            Self::Nothing | Self::File { .. } | Self::Device => None,
        }
    }
}

/// Writes `bytes` to `path`: a file completely or not at all; a device or a pipe directly.
pub(super) fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), CliError> {
    let target = resolve(path).map_err(|error| write_error(&error))?;
    let existing = Existing::at(&target).map_err(|error| write_error(&error))?;
    if let Some(refusal) = existing.refusal(force) {
        return Err(refusal);
    }
    match existing {
        Existing::Device => write_device(&target, bytes),
        Existing::File { metadata, .. } => replace(&target, bytes, Some(&metadata)),
        Existing::Nothing | Existing::Folder => replace(&target, bytes, None),
    }
    .map_err(|error| write_error(&error))
}

/// Creates a folder with those above it.
pub(super) fn make_folder(folder: &Path) -> Result<(), CliError> {
    fs::create_dir_all(folder).map_err(|error| {
        CliError::io("cannot-write", "cannot create the folder", &error)
            .about(folder.display().to_string())
    })
}

/// Follows symbolic links. A link remains; its target is replaced.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = folder_of(&path).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// Returns the folder of a path.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) => Path::new("."),
        None => path,
    }
}

/// Beginning of mail messages by Offprint.
const MAIL_MARK: &[u8] = b"X-Mailer: offprint/";

/// Returns the author of a file. One that cannot be read is not known to be by Offprint.
fn file_author(path: &Path) -> FileAuthor {
    let read = || -> io::Result<FileAuthor> {
        let mut file = File::open(path)?;
        let mut head = Vec::new();
        Read::by_ref(&mut file).take(HEAD_BYTES).read_to_end(&mut head)?;
        let contains = |mark: &[u8]| head.windows(mark.len()).any(|part| part == mark);
        if head.starts_with(b"\x89PNG") && contains(PICTURE_MARK) || head.starts_with(MAIL_MARK)
        {
            return Ok(FileAuthor::Offprint);
        }
        file.rewind()?;
        Ok(match pdf::recognise(&mut file)? {
            Authorship::Intact => FileAuthor::Offprint,
            Authorship::Changed => FileAuthor::Both,
            Authorship::Foreign => FileAuthor::Other,
        })
    };
    read().unwrap_or(FileAuthor::Other)
}

fn write_device(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut device = OpenOptions::new().write(true).open(path)?;
    device.write_all(bytes)?;
    device.flush()
}

/// Writes a temporary file beside the target and renames it, so that other programs see the old file
/// or the new one, even if this process is killed. On an error the temporary file is removed, and a
/// signal that ends the process waits until the file has its name. The file is not synchronised to the
/// disk, which would take half of the time of a run.
fn replace(target: &Path, bytes: &[u8], old: Option<&fs::Metadata>) -> io::Result<()> {
    #[cfg(unix)]
    let _deferral = SignalDeferral::begin();
    let mut file = temporary_file::create(folder_of(target))?;
    file.write_all(bytes)?;
    if let Some(old) = old {
        copy_permissions(old, file.as_file())?;
    }
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

/// Gives a new file the permissions of the old one, and its owner if that is allowed.
fn copy_permissions(old: &fs::Metadata, file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            // Only root can change the owner; for other users the file is theirs now.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()));
        }
    }
    file.set_permissions(old.permissions())
}

/// Returns the error for an output that cannot be written.
pub(super) fn write_error(error: &io::Error) -> CliError {
    let refusal = CliError::io("cannot-write", "cannot write it", error);
    match error.kind() {
        io::ErrorKind::NotFound => {
            CliError { message: "cannot write it: no such folder".to_owned(), ..refusal }
                .hint("create the folder first, or use --out-dir, which creates it")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            refusal.hint("write elsewhere with --output or --out-dir")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            refusal.hint("free some space, or write elsewhere with --output")
        }
        _ => refusal,
    }
}

/// Identity of a file, to compare paths.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity {
    /// An existing file: numbers of its device and inode.
    #[cfg(unix)]
    Existing(u64, u64),
    /// An existing file: canonical path.
    #[cfg(not(unix))]
    Existing(PathBuf),
    /// A file that does not exist yet: canonical path of its folder, and its name.
    New(PathBuf, OsString),
}

/// Returns the file that a path means after following links; none for a path without a name.
pub(super) fn identity(path: &Path) -> Option<Identity> {
    let path = resolve(path).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if let Ok(metadata) = fs::metadata(&path) {
            return Some(Identity::Existing(metadata.dev(), metadata.ino()));
        }
    }
    #[cfg(not(unix))]
    if let Ok(path) = fs::canonicalize(&path) {
        return Some(Identity::Existing(path));
    }
    let folder = folder_of(&path);
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    Some(Identity::New(folder, path.file_name()?.to_owned()))
}

/// Returns whether two paths mean the same file.
pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    identity(one).is_some_and(|one| identity(other) == Some(one))
}

/// Returns whether a path is a device or a pipe, which several products can share.
pub(super) fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}
