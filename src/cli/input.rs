//! Input: files and standard input, read into memory.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use offprint::read::Format;
use offprint::style::nearest;
use url::Url;

use super::address::Address;
use super::args::Args;
use super::error::{CliError, Exit};
use super::output::folder_of;

/// Greatest size of an input, in bytes: 1 GiB, some three hundred Bibles. A larger one is probably a
/// device without end.
const MOST_BYTES: u64 = 1 << 30;

/// Greatest size of a configuration and of a theme in a folder, in bytes: some ten thousand rules for
/// sites, or a hundred times the text of any theme.
pub(crate) const MOST_TEXT: u64 = 1 << 20;
/// Greatest size of a list of words, in bytes: a million words, more than a dictionary has.
pub(crate) const MOST_WORDS: u64 = 16 << 20;
/// Greatest size of a font file, in bytes. Collections of all Chinese, Japanese and Korean characters
/// in every weight have some 150 MB.
pub(crate) const MOST_FONT: u64 = 256 << 20;

/// Source of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// An address.
    Address(Address),
}

impl Input {
    /// Returns the name in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.display().to_string(),
            Self::Address(address) => address.shown(),
        }
    }

    /// Parses an argument: `-`, an address or a path.
    pub(super) fn parse(path: PathBuf) -> Result<Self, CliError> {
        if path.as_os_str() == "-" {
            return Ok(Self::Stdin);
        }
        if let Some(address) = path.to_str().filter(|text| text.starts_with("file:")) {
            return file_of_address(address).map(Self::File);
        }
        match path.to_str().and_then(Address::parse) {
            None => Ok(Self::File(path)),
            Some(_) if cfg!(not(feature = "network")) => {
                Err(no_network().about(path.display().to_string()))
            }
            Some(Ok(address)) => Ok(Self::Address(address)),
            Some(Err(why)) => {
                let error = CliError::usage(format!("not a valid address: {why}"));
                Err(error.about(path.display().to_string()))
            }
        }
    }

    /// Returns the address, if it is one.
    pub(super) fn address(&self) -> Option<&Address> {
        match self {
            Self::Address(address) => Some(address),
            Self::Stdin | Self::File(_) => None,
        }
    }

    /// Reads all bytes.
    pub(super) fn read(&self) -> Result<Vec<u8>, CliError> {
        match self {
            Self::Stdin => read_all(io::stdin().lock(), 0).map_err(|error| read_error(&error)),
            Self::File(path) => {
                return read_file(path).map_err(|error| match path.read_dir() {
                    // A folder remains after the search for articles if it has none.
                    Ok(_) => CliError {
                        message: "there are no articles in this folder".to_owned(),
                        ..error
                    }
                    .hint("Offprint looks for .txt, .md, .html, .mhtml and .eml files"),
                    Err(_) => error,
                });
            }
            Self::Address(_) => Err(no_network()),
        }
        .and_then(within_limit)
        .map_err(|error| error.about(self.name()))
    }
}

/// Returns the path in a `file:` address, as file managers and browsers copy it.
fn file_of_address(address: &str) -> Result<PathBuf, CliError> {
    let path = Url::parse(address).ok().and_then(|url| url.to_file_path().ok());
    path.ok_or_else(|| {
        CliError::usage("not the address of a file on this machine")
            .about(address.to_owned())
            .hint("a file address begins with file:///")
    })
}

/// Returns the format that an extension stands for; none if it is not that of an article. `.txt` does
/// not determine the format.
pub(super) fn format_by_extension(path: &Path) -> Option<Format> {
    let extension = path.extension()?.to_string_lossy().to_ascii_lowercase();
    match extension.as_str() {
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" | "xht" | "mhtml" | "mht" => Some(Format::Html),
        "eml" => Some(Format::Mail),
        "txt" | "text" => Some(Format::Auto),
        _ => None,
    }
}

/// Returns the error for an address in a build without network code.
pub(super) fn no_network() -> CliError {
    CliError::usage("this build of Offprint has no network code")
        .hint("save the page in a browser and give that file")
}

/// Reads all bytes of a file.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, CliError> {
    open_and_read(path)
        .map_err(|error| {
            let refusal = read_error(&error);
            match missing_file_hint(path).filter(|_| error.kind() == io::ErrorKind::NotFound) {
                Some(hint) => refusal.hint(hint),
                None => refusal,
            }
        })
        .and_then(within_limit)
        .map_err(|error| error.about(path.display().to_string()))
}

/// Reads a regular file of at most `most` bytes, such as a theme or a font. Pipes and devices are
/// refused, because they can block or have no end.
pub(super) fn read_regular_file(path: &Path, most: u64) -> Result<Vec<u8>, CliError> {
    let refusal = |message: String| {
        let error = CliError::new(Exit::Io, "cannot-read", message);
        Err(error.about(path.display().to_string()))
    };
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_dir() && !metadata.is_file() => {
            refusal("it is a pipe or a device, not a file".to_owned())
        }
        Ok(metadata) if metadata.len() > most => {
            refusal(format!("it is larger than {} MiB", most >> 20))
        }
        // Reading the file reports why it cannot be read.
        Ok(_) | Err(_) => read_file(path),
    }
}

/// Returns a hint for a path that does not exist: a similar file, an address without its beginning,
/// or a command.
fn missing_file_hint(path: &Path) -> Option<String> {
    if let Some(near) = similar_file(path) {
        return Some(format!("did you mean {}?", near.display()));
    }
    let name = path.to_str()?;
    if name.starts_with("www.") {
        return Some(format!("an address begins with https://{name}"));
    }
    if name == "help" {
        return Some("`offprint --help` shows all options".to_owned());
    }
    similar_command(path)
}

/// Returns a question for a first argument that is a mistyped command: it names no file, and nearly
/// a command.
pub(super) fn mistyped_command(argument: &Path) -> Option<String> {
    let exists = fs::symlink_metadata(argument).is_ok() || similar_file(argument).is_some();
    similar_command(argument).filter(|_| !exists)
}

/// Returns a question for a name that is nearly a command.
fn similar_command(path: &Path) -> Option<String> {
    let program = Args::command();
    let commands: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    let near = nearest(path.to_str()?, &commands)?;
    Some(format!("did you mean the command `offprint {near}`?"))
}

/// Returns the file in the same folder with the most similar name.
fn similar_file(path: &Path) -> Option<PathBuf> {
    /// Most files that are compared.
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

/// Reads to the end, but at most one byte beyond the limit.
fn read_all(source: impl Read, expected: u64) -> io::Result<Vec<u8>> {
    let capacity =
        usize::try_from(expected.min(MOST_BYTES)).expect("a limit of 1 GiB fits in 32 bits");
    let mut bytes = Vec::new();
    bytes.try_reserve(capacity).map_err(|_| io::ErrorKind::OutOfMemory)?;
    source.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn within_limit(bytes: Vec<u8>) -> Result<Vec<u8>, CliError> {
    if bytes.len() as u64 <= MOST_BYTES {
        return Ok(bytes);
    }
    Err(CliError::new(Exit::Io, "input-too-large", "it is larger than 1 GiB")
        .hint("split it into several articles"))
}

/// Returns the error for an input that cannot be read.
fn read_error(error: &io::Error) -> CliError {
    let refusal = CliError::io("cannot-read", "cannot read it", error);
    match error.kind() {
        io::ErrorKind::NotFound => CliError { message: "no such file".to_owned(), ..refusal }
            .hint("check the name; - reads standard input"),
        io::ErrorKind::PermissionDenied => refusal.hint("you need permission to read it"),
        io::ErrorKind::IsADirectory => {
            CliError { message: "it is a folder, not a file".to_owned(), ..refusal }
        }
        _ => refusal,
    }
}
