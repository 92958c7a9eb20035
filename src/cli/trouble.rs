//! What stops an article: a sentence, a way out, an exit code.
//!
//! Comes in: refusals and errors of the system. Goes out: [`Trouble`]. Never done here: printing.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use offprint::pipeline::PressError;
use offprint::style::TomlError;

/// How the process ends; the greatest of several wins.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// All done.
    #[default]
    Done = 0,
    /// Some article could not be set.
    NotSet = 1,
    /// Wrong usage; nothing was begun.
    Usage = 2,
    /// Something could not be read or written.
    Io = 3,
    /// The setting has faults, and `--strict` was asked for.
    Faults = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// An error as it will be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Trouble {
    /// How the process ends for it.
    pub(super) exit: Exit,
    /// A stable name for programs, in kebab case.
    pub(super) code: &'static str,
    /// The file it is about, as it was typed.
    pub(super) file: Option<String>,
    /// What happened, one sentence without a full stop.
    pub(super) message: String,
    /// How to mend it.
    pub(super) hint: Option<String>,
}

impl Trouble {
    /// Wrong usage.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// Trouble of any kind.
    pub(super) fn new(exit: Exit, code: &'static str, message: impl Into<String>) -> Self {
        Self { exit, code, file: None, message: message.into(), hint: None }
    }

    /// The system refused.
    pub(super) fn io(code: &'static str, doing: &str, error: &io::Error) -> Self {
        Self::new(Exit::Io, code, format!("{doing}: {}", reason(error)))
    }

    /// An error in a TOML file.
    pub(super) fn toml(error: TomlError, path: &Path) -> Self {
        let place = format!("{}:{}", path.display(), error.line);
        Self { hint: error.hint, ..Self::usage(error.message).about(place) }
    }

    /// The same trouble about this file.
    pub(super) fn about(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// This trouble, of a configuration, as that of an article that it holds for. Other articles
    /// are set, so that wrong usage is only an article that is not set.
    pub(super) fn of_configuration(self, article: &str) -> Self {
        let exit = if self.exit == Exit::Usage { Exit::NotSet } else { self.exit };
        let place = self.file.map(|file| format!("{file}: ")).unwrap_or_default();
        let message = format!("its configuration cannot be followed: {place}{}", self.message);
        Self { exit, message, file: Some(article.to_owned()), ..self }
    }

    /// The same trouble with a way out.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Why the system refused, in plain words and without its number.
pub(super) fn reason(error: &io::Error) -> String {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "no such file",
        io::ErrorKind::PermissionDenied => "permission denied",
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "a part of the path is not a folder",
        io::ErrorKind::StorageFull => "no space left on the disk",
        io::ErrorKind::QuotaExceeded => "the disk quota is used up",
        io::ErrorKind::FileTooLarge => "the file would be larger than allowed",
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        io::ErrorKind::BrokenPipe => "the reader went away",
        _ => {
            let text = error.to_string();
            let end = text.find(" (os error").unwrap_or(text.len());
            return text[..end].to_lowercase();
        }
    };
    words.to_owned()
}

/// Why an article could not be set, and what to do.
pub(super) fn not_set(error: &PressError) -> Trouble {
    let trouble = |code| Trouble::new(Exit::NotSet, code, error.to_string());
    match error {
        PressError::NoText => trouble("no-text")
            .hint("is the file empty? else see with --explain what was removed, and --keep it"),
        PressError::Fit(refusal) => {
            trouble("fit").hint(format!("ask for --fit {}", refusal.nearest))
        }
        PressError::NotReadable(_) => trouble("not-a-pdf"),
        _ => trouble("not-set"),
    }
}
