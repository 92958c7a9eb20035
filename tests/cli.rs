//! The command line: what the binary promises at its door.
//!
//! Runs the real binary in folders of its own. The line of 100 MB has 1 MB and the word of a
//! million letters 300,000 by default; `OFFPRINT_FULL_SIZE=1` makes them whole.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test stops where it fails, and says where it skips"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

// Of the program's own code, for the parts of the network's that need no network.
#[cfg(feature = "network")]
#[allow(dead_code, reason = "what is asked here is all that is used")]
#[path = "../src/cli/address.rs"]
mod address;
#[cfg(feature = "network")]
#[allow(dead_code, reason = "what is asked here is all that is used")]
#[path = "../src/cli/portable_name.rs"]
mod portable_name;

mod about;
mod audit;
mod batch;
mod changed;
mod config;
mod crafted;
mod door;
mod examples;
mod fault;
#[cfg(unix)]
mod faults;
mod hostile;
#[cfg(feature = "network")]
mod network;
mod pictures;
#[cfg(feature = "preview")]
mod preview;
mod promises;
mod report;
mod same;
mod sheets;
mod unsupported;
mod watch;

/// An article that every version can set, with a line for cleaning.
const ARTICLE: &str = "The Lamp\n\nBy A. Writer\n\nIt was late, and the lamp burned low. Nobody \
    had thought of oil.\n\nPrint Friendly, PDF & Email\n\nSo they went to bed.\n";

/// A folder of its own and the binary to run in it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A desk with `article.txt` on it.
    fn with_article() -> Self {
        let desk = Self::new();
        desk.put("article.txt", ARTICLE);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("a file to be written");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The binary in this folder, in a quiet environment.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.current_dir(self.folder.path()).args(arguments);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("OFFPRINT_") {
                command.env_remove(name);
            }
        }
        command.env_remove("SOURCE_DATE_EPOCH");
        // A folder that is not there: nobody's own configuration counts.
        command.env("XDG_CONFIG_HOME", self.path("nobody"));
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Told {
        Told::of(&self.command(arguments).output().expect("the binary to run"))
    }

    /// Runs with this on standard input.
    fn feed(&self, arguments: &[&str], input: &[u8]) -> Told {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary to start");
        let mut stdin = child.stdin.take().expect("a pipe");
        // A binary that refuses its arguments goes away before it reads; that is no failure.
        match stdin.write_all(input) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                panic!("the binary does not read its input: {error}")
            }
            _ => {}
        }
        drop(stdin);
        Told::of(&child.wait_with_output().expect("the binary to end"))
    }

    /// Names of everything in the folder, sorted.
    fn names(&self) -> Vec<String> {
        names_in(self.folder.path())
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Result of a run.
struct Told {
    code: Option<i32>,
    out: Vec<u8>,
    err: String,
}

impl Told {
    fn of(output: &Output) -> Self {
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!err.contains("panicked"), "no input may end in a panic:\n{err}");
        Self { code: output.status.code(), out: output.stdout.clone(), err }
    }

    /// Asserts the exit code, showing what was said.
    #[track_caller]
    fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "exit code; it said:\n{}", self.err);
        self
    }

    /// Asserts that standard error holds this.
    #[track_caller]
    fn says(&self, words: &str) -> &Self {
        assert!(self.err.contains(words), "`{words}` should be said in:\n{}", self.err);
        self
    }

    /// Asserts that nothing was said but what cleaning removed, which is said in every run.
    #[track_caller]
    fn is_silent(&self) -> &Self {
        let removed =
            |line: &&str| line.contains(": note: ") && line.ends_with("; --explain lists them");
        let others: Vec<&str> = self.err.lines().filter(|line| !removed(line)).collect();
        assert_eq!(others, [""; 0], "nothing should be said");
        self
    }
}

/// Asserts that these are the bytes of a whole PDF.
#[track_caller]
fn assert_whole(pdf: &[u8]) {
    assert!(pdf.starts_with(b"%PDF-"), "a PDF begins with %PDF-");
    assert!(pdf.trim_ascii_end().ends_with(b"%%EOF"), "a whole PDF ends with %%EOF");
}
