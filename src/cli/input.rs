//! Reading: an article or a font file becomes bytes.
//!
//! Comes in: a path or standard input. Goes out: bytes, or a [`Trouble`] that says how to mend it.
//! Never done here: knowing what the bytes mean.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use offprint::pipeline::PrintOptions;
use offprint::read::Format;
use offprint::style::nearest;

use super::address::Address;
use super::args::Args;
use super::output::folder_of;
use super::trouble::{Exit, Trouble};

/// The largest article, in bytes: 1 GiB, some three hundred Bibles. Beyond it a stream without
/// end, such as a device, is likelier than an article.
const MOST_BYTES: u64 = 1 << 30;

/// Where an article comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// What lies at an address.
    Address(Address),
}

impl Input {
    /// Its name in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.display().to_string(),
            Self::Address(address) => address.shown(),
        }
    }

    /// The article that was typed: standard input, an address or a file.
    pub(super) fn typed(path: PathBuf) -> Result<Self, Trouble> {
        if path.as_os_str() == "-" {
            return Ok(Self::Stdin);
        }
        match path.to_str().and_then(Address::typed) {
            None => Ok(Self::File(path)),
            Some(_) if cfg!(not(feature = "network")) => {
                Err(no_network().about(path.display().to_string()))
            }
            Some(Ok(address)) => Ok(Self::Address(address)),
            Some(Err(why)) => {
                let trouble = Trouble::usage(format!("it is no address: {why}"));
                Err(trouble.about(path.display().to_string()))
            }
        }
    }

    /// Its address, where it has one.
    pub(super) fn address(&self) -> Option<&Address> {
        match self {
            Self::Address(address) => Some(address),
            Self::Stdin | Self::File(_) => None,
        }
    }

    /// The order for this article: where the format is to be found out, a name may tell it.
    pub(super) fn options(&self, options: &PrintOptions) -> PrintOptions {
        let mut options = options.clone();
        if let (Format::Auto, Self::File(path)) = (options.format, self) {
            options.format = told_by_name(path).unwrap_or_default();
        }
        options
    }

    /// All its bytes.
    pub(super) fn read(&self) -> Result<Vec<u8>, Trouble> {
        match self {
            Self::Stdin => read_all(io::stdin().lock(), 0).map_err(|e| refused(&e)),
            Self::File(path) => return read_file(path),
            Self::Address(_) => Err(no_network()),
        }
        .and_then(within_limit)
        .map_err(|trouble| trouble.about(self.name()))
    }
}

/// The format that the ending of a name tells; `.txt` tells only that it is an article.
fn told_by_name(path: &Path) -> Option<Format> {
    let ending = path.extension()?.to_string_lossy().to_ascii_lowercase();
    match ending.as_str() {
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" | "xht" | "mhtml" | "mht" => Some(Format::Html),
        "txt" | "text" => Some(Format::Auto),
        _ => None,
    }
}

/// Whether a file in a folder is an article, by its name.
pub(super) fn is_article(path: &Path) -> bool {
    told_by_name(path).is_some()
}

/// What an address means to a build that has no network code.
pub(super) fn no_network() -> Trouble {
    Trouble::usage("this build of Offprint has no network code")
        .hint("save the page in a browser and give that file")
}

/// All bytes of a file.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, Trouble> {
    open_and_read(path)
        .map_err(|error| {
            let trouble = refused(&error);
            match near(path).filter(|_| error.kind() == io::ErrorKind::NotFound) {
                Some(near) => trouble.hint(format!("did you mean {}?", near.display())),
                None if is_host(path) => {
                    trouble.hint(format!("an address begins with https://{}", path.display()))
                }
                None => {
                    match command(path).filter(|_| error.kind() == io::ErrorKind::NotFound) {
                        Some(meant) => trouble
                            .hint(format!("did you mean the command `offprint {meant}`?")),
                        None => trouble,
                    }
                }
            }
        })
        .and_then(within_limit)
        .map_err(|trouble| trouble.about(path.display().to_string()))
}

/// The command that was perhaps meant: it is typed where an article may stand.
fn command(path: &Path) -> Option<String> {
    let program = Args::command();
    let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    nearest(path.to_str()?, &names).map(str::to_owned)
}

/// The file of the same folder that was perhaps meant.
fn near(path: &Path) -> Option<PathBuf> {
    /// Files that are looked at; whoever has more will look for themselves.
    const MOST: usize = 1000;
    let wanted = path.file_name()?.to_str()?;
    let entries = fs::read_dir(folder_of(path)).ok()?.take(MOST).flatten();
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Some(path.with_file_name(nearest(wanted, &names)?))
}

fn open_and_read(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    read_all(file, metadata.len())
}

/// Reads to the end, but no more than a byte beyond the limit.
fn read_all(source: impl Read, expected: u64) -> io::Result<Vec<u8>> {
    let capacity = usize::try_from(expected.min(MOST_BYTES)).unwrap_or(0);
    let mut bytes = Vec::new();
    bytes.try_reserve(capacity).map_err(|_| io::ErrorKind::OutOfMemory)?;
    source.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn within_limit(bytes: Vec<u8>) -> Result<Vec<u8>, Trouble> {
    if bytes.len() as u64 <= MOST_BYTES {
        return Ok(bytes);
    }
    Err(Trouble::new(Exit::Io, "input-too-large", "it is larger than 1 GiB")
        .hint("divide it into several articles"))
}

/// Whether a path that is not there may be an address without its beginning: `www.example.org/a`.
fn is_host(path: &Path) -> bool {
    let first = path.components().next();
    first.is_some_and(|first| first.as_os_str().to_string_lossy().starts_with("www."))
}

/// Why it cannot be read, and what to do.
fn refused(error: &io::Error) -> Trouble {
    let trouble = Trouble::io("cannot-read", "cannot read it", error);
    match error.kind() {
        io::ErrorKind::NotFound => Trouble { message: "no such file".to_owned(), ..trouble }
            .hint("check the name, or give - to read standard input"),
        io::ErrorKind::PermissionDenied => trouble.hint("make it readable for you, or copy it"),
        io::ErrorKind::IsADirectory => {
            Trouble { message: "it is a folder, not an article".to_owned(), ..trouble }
                .hint("name the files in it; taken unasked are .txt, .md, .html and their kin")
        }
        _ => trouble,
    }
}
