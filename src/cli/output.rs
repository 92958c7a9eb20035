//! Writing: a PDF arrives whole or not at all.
//!
//! Comes in: bytes and a path. Goes out: the file, replaced in one step, or a device or pipe
//! written straight. Never done here: overwriting what is not ours unasked, leaving a torn file.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use offprint::pdf::{self, Authorship};

use super::trouble::{Exit, Trouble, reason};

/// Where a product goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Standard output.
    Stdout,
    /// A file, or whatever stands at this path.
    Path(PathBuf),
}

/// Links that lead to links are followed this far, as Linux does.
const MOST_LINKS: usize = 40;

/// Bytes of a file that are searched for the mark of a picture or a letter.
const HEAD: u64 = 128;

/// What our pictures say of themselves (PNG, `tEXt`).
const PICTURE: &[u8] = b"tEXtSoftware\0Offprint";

impl Target {
    /// The target that a path on the command line means.
    pub(super) fn named(path: PathBuf) -> Self {
        const STDOUT: [&str; 4] = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
        if STDOUT.iter().any(|name| path.as_os_str() == *name) {
            return Self::Stdout;
        }
        Self::Path(path)
    }

    /// Its name in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdout => "<stdout>".to_owned(),
            Self::Path(path) => path.display().to_string(),
        }
    }

    /// Refuses early what [`write`] would refuse, before an article is set for nothing.
    pub(super) fn check(&self, force: bool) -> Result<(), Trouble> {
        let Self::Path(path) = self else { return Ok(()) };
        let looked = resolve(path).and_then(|path| look(&path));
        let standing = looked.map_err(|error| refused(&error))?;
        standing.refusal(force).map_or(Ok(()), |trouble| Err(trouble.about(self.name())))
    }
}

/// What stands at a path.
#[derive(Debug)]
enum Standing {
    /// Nothing.
    Nothing,
    /// A folder.
    Folder,
    /// A regular file, and who wrote it.
    File { metadata: fs::Metadata, author: Author },
    /// A device, a pipe, a socket.
    Device,
}

/// Who wrote a file, as far as its bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Author {
    /// Offprint and nobody else, or there is nothing in it: it may be replaced unasked.
    Offprint,
    /// Offprint, and somebody changed it afterwards.
    Both,
    /// Somebody else, or it cannot be read.
    Other,
}

impl Standing {
    fn refusal(&self, force: bool) -> Option<Trouble> {
        match self {
            Self::Folder => Some(
                Trouble::new(Exit::Io, "cannot-write", "it is a folder")
                    .hint("name a file, or write into the folder with --out-dir"),
            ),
            Self::File { author: Author::Both, .. } if !force => Some(
                Trouble::new(
                    Exit::Io,
                    "would-overwrite",
                    "it exists, and was changed since Offprint wrote it: notes that somebody made \
                     in it would be lost",
                )
                .hint("keep it and write elsewhere with --output, or overwrite it with --force"),
            ),
            Self::File { author: Author::Other, .. } if !force => Some(
                Trouble::new(
                    Exit::Io,
                    "would-overwrite",
                    "it exists, and Offprint did not write it",
                )
                .hint("write elsewhere with --output, or overwrite it with --force"),
            ),
            _ => None,
        }
    }
}

/// Writes `bytes` to `path`: a file whole or not at all, anything else straight.
pub(super) fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Trouble> {
    let target = resolve(path).map_err(|error| refused(&error))?;
    let standing = look(&target).map_err(|error| refused(&error))?;
    if let Some(refusal) = standing.refusal(force) {
        return Err(refusal);
    }
    match standing {
        Standing::Device => write_straight(&target, bytes),
        Standing::File { metadata, .. } => replace(&target, bytes, Some(&metadata)),
        Standing::Nothing | Standing::Folder => replace(&target, bytes, None),
    }
    .map_err(|error| refused(&error))
}

/// Makes the folder of `--out-dir`.
pub(super) fn make_folder(folder: &Path) -> Result<(), Trouble> {
    fs::create_dir_all(folder).map_err(|error| {
        Trouble::io("cannot-write", "cannot make the folder", &error)
            .about(folder.display().to_string())
    })
}

/// The path behind symbolic links: a link stays, what it points at is replaced.
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

/// The folder that a path stands in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) => Path::new("."),
        None => path,
    }
}

fn look(path: &Path) -> io::Result<Standing> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(error),
    };
    if metadata.is_dir() {
        return Ok(Standing::Folder);
    }
    if !metadata.is_file() {
        return Ok(Standing::Device);
    }
    let author = if metadata.len() == 0 { Author::Offprint } else { author(path) };
    Ok(Standing::File { metadata, author })
}

/// What Offprint's own letters begin with.
const LETTER: &[u8] = b"X-Mailer: offprint/";

/// Returns who wrote a file; one that cannot be read is not known to be of Offprint.
fn author(path: &Path) -> Author {
    let read = || -> io::Result<Author> {
        let mut file = File::open(path)?;
        let mut head = Vec::new();
        Read::by_ref(&mut file).take(HEAD).read_to_end(&mut head)?;
        let holds = |mark: &[u8]| head.windows(mark.len()).any(|part| part == mark);
        if head.starts_with(b"\x89PNG") && holds(PICTURE) || head.starts_with(LETTER) {
            return Ok(Author::Offprint);
        }
        file.rewind()?;
        Ok(match pdf::recognise(&mut file)? {
            Authorship::Intact => Author::Offprint,
            Authorship::Changed => Author::Both,
            Authorship::Foreign => Author::Other,
        })
    };
    read().unwrap_or(Author::Other)
}

fn write_straight(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut device = OpenOptions::new().write(true).open(path)?;
    device.write_all(bytes)?;
    device.flush()
}

/// Writes beside the target and renames: whoever looks sees the old file or the new one, however
/// this process ends. On any error the file beside is removed. When the bytes reach the platter is
/// left to the system: waiting for it would take half of the time of a whole print.
fn replace(target: &Path, bytes: &[u8], old: Option<&fs::Metadata>) -> io::Result<()> {
    let folder = folder_of(target);
    let mut file = new_file(folder)?;
    file.write_all(bytes)?;
    if let Some(old) = old {
        take_after(file.as_file(), old)?;
    }
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

/// A file of an unguessable name in the folder of the target.
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".offprint-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any program creates: the system takes the umask off.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Gives the new file the permissions of the one it replaces, and its owner where that is allowed.
fn take_after(file: &File, old: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            // Only root may give files away; for others the file is theirs now.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()));
        }
    }
    file.set_permissions(old.permissions())
}

/// Why it cannot be written, and what to do.
pub(super) fn refused(error: &io::Error) -> Trouble {
    let trouble =
        Trouble::new(Exit::Io, "cannot-write", format!("cannot write it: {}", reason(error)));
    match error.kind() {
        io::ErrorKind::NotFound => {
            Trouble { message: "cannot write it: no such folder".to_owned(), ..trouble }
                .hint("make the folder first, or use --out-dir, which makes it")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            trouble.hint("write elsewhere with --output or --out-dir")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            trouble.hint("make room, or write elsewhere with --output")
        }
        _ => trouble,
    }
}

/// Which file a path means, for telling whether two paths mean the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity {
    /// A file that exists, by the numbers of its device and of itself.
    #[cfg(unix)]
    Existing(u64, u64),
    /// A file that exists, by its one true path.
    #[cfg(not(unix))]
    Existing(PathBuf),
    /// A file to come: its folder's path and its name.
    Coming(PathBuf, OsString),
}

/// Which file this path means, links followed.
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
    Some(Identity::Coming(folder, path.file_name()?.to_owned()))
}

/// Whether two paths mean the same file.
pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    identity(one).is_some_and(|one| identity(other) == Some(one))
}

/// Whether a path is something that several products may share: a device or a pipe.
pub(super) fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}
