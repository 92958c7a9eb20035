//! Errors of the command line: message, hint, exit code.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use offprint::pipeline::PressError;
use offprint::style::TomlError;

/// Exit code; the greatest of several is that of the process.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// Success.
    #[default]
    Done = 0,
    /// Some article could not be set.
    NotSet = 1,
    /// Wrong usage; nothing was done.
    Usage = 2,
    /// Something could not be read or written.
    Io = 3,
    /// `--strict` found faults in the setting.
    Faults = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Error as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CliError {
    /// Exit code.
    pub(super) exit: Exit,
    /// Stable name for programs, in kebab case.
    pub(super) code: &'static str,
    /// File that the error is about, as it was typed.
    pub(super) file: Option<String>,
    /// Message, one sentence without a full stop.
    pub(super) message: String,
    /// Remedy.
    pub(super) hint: Option<String>,
}

impl CliError {
    /// Creates an error of wrong usage.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// Creates an error of any kind.
    pub(super) fn new(exit: Exit, code: &'static str, message: impl Into<String>) -> Self {
        Self { exit, code, file: None, message: message.into(), hint: None }
    }

    /// Creates an error of the system; `action` is what failed.
    pub(super) fn io(code: &'static str, action: &str, error: &io::Error) -> Self {
        Self::new(Exit::Io, code, format!("{action}: {}", describe_io_error(error)))
    }

    /// Creates an error in a TOML file. It shows text of the file only if that `is_shown`: a file
    /// beside an article can come from anywhere.
    pub(super) fn toml(error: TomlError, path: &Path, is_shown: bool) -> Self {
        let place = format!("{}:{}:{}", path.display(), error.line, error.column);
        let message = error.detail.filter(|_| is_shown).unwrap_or(error.message);
        Self { hint: error.hint, ..Self::usage(message).about(place) }
    }

    /// Creates the error of an article that cannot be set.
    pub(super) fn press(error: &PressError) -> Self {
        let new = |code| Self::new(Exit::NotSet, code, error.to_string());
        match error {
            PressError::NoText => new("no-text")
                .hint("is the file empty? --explain shows what was removed, --keep keeps it"),
            PressError::Fit(refusal) => {
                new("fit").hint(format!("ask for --fit {}", refusal.nearest))
            }
            PressError::NoFaces(_) => new("no-faces")
                .hint("give the fonts named above with --font FILE; --force-boxes sets boxes"),
            PressError::NotReadable(_) => new("not-a-pdf"),
            _ => new("not-set"),
        }
    }

    /// Sets the file.
    pub(super) fn about(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Sets the hint.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Returns the error of a configuration as that of an article in its folder. Other articles are
    /// set, so that wrong usage only means an article that is not set.
    pub(super) fn for_article(self, article: &str) -> Self {
        let exit = if self.exit == Exit::Usage { Exit::NotSet } else { self.exit };
        let place = self.file.map(|file| format!("{file}: ")).unwrap_or_default();
        let message = format!("its configuration cannot be used: {place}{}", self.message);
        Self { exit, message, file: Some(article.to_owned()), ..self }
    }
}

/// Returns an error of the system in plain words, without its number.
pub(super) fn describe_io_error(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "no such file",
        io::ErrorKind::PermissionDenied => "permission denied",
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "a part of the path is not a folder",
        io::ErrorKind::StorageFull => "no space left on the disk",
        io::ErrorKind::QuotaExceeded => "the disk quota is used up",
        io::ErrorKind::FileTooLarge => "the file would be larger than allowed",
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        io::ErrorKind::BrokenPipe => "the reader closed the pipe",
        _ => {
            let text = error.to_string();
            let end = text.find(" (os error").unwrap_or(text.len());
            return text[..end].to_lowercase();
        }
    };
    words.to_owned()
}
