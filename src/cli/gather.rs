//! Which articles are meant: files, folders, patterns, lists.
//!
//! Comes in: what was typed. Goes out: every article by name, and the folder it stands in below
//! one that was named. Never done here: opening an article.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::SetArgs;
use super::input::{self, Input, is_article};
use super::trouble::Trouble;

/// An article that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The article.
    pub(super) input: Input,
    /// The folders between the one that was named and the article; none where it was named itself.
    pub(super) below: PathBuf,
}

impl Found {
    fn new(input: Input) -> Self {
        Self { input, below: PathBuf::new() }
    }

    fn named(path: PathBuf) -> Self {
        Self::new(Input::File(path))
    }
}

/// Every article that the arguments mean, in the order typed; those of a folder by name.
pub(super) fn gather(args: &SetArgs) -> Result<Vec<Found>, Trouble> {
    let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
    let lists = args.files_from.iter().filter(is_stdin).count();
    if args.articles.iter().filter(is_stdin).count() + lists > 1 {
        return Err(
            Trouble::usage("standard input can be read only once").hint("give - a single time")
        );
    }
    let mut found = Vec::new();
    for path in &args.articles {
        match Input::typed(path.clone())? {
            Input::File(path) => take(&path, &mut found),
            input => found.push(Found::new(input)),
        }
    }
    if let Some(list) = &args.files_from {
        for path in listed(list)? {
            match Input::typed(path)? {
                Input::File(path) => take_file_or_folder(&path, &mut found),
                input => found.push(Found::new(input)),
            }
        }
        if found.is_empty() {
            return Err(Trouble::usage("no article is named in it")
                .about(list.display().to_string())
                .hint("write one name on each line"));
        }
    }
    Ok(found)
}

/// A file, a folder, or what a pattern matches that names no file.
fn take(path: &Path, found: &mut Vec<Found>) {
    let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']));
    match pattern.filter(|_| fs::symlink_metadata(path).is_err()) {
        Some(pattern) => {
            let before = found.len();
            let options =
                glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
            let paths = glob::glob_with(pattern, options).into_iter().flatten().flatten();
            for path in paths {
                take_file_or_folder(&path, found);
            }
            // Nothing matches: what was typed will be missed as a file, and told.
            if found.len() == before {
                found.push(Found::named(path.to_owned()));
            }
        }
        None => take_file_or_folder(path, found),
    }
}

fn take_file_or_folder(path: &Path, found: &mut Vec<Found>) {
    if !path.is_dir() {
        return found.push(Found::named(path.to_owned()));
    }
    let before = found.len();
    walk(path, Path::new(""), found);
    // A folder without an article is told when it is read as one.
    if found.len() == before {
        found.push(Found::named(path.to_owned()));
    }
}

/// The articles in a folder and in those below it. Hidden ones, and folders behind links, are
/// left alone: the first are not meant, the second may lead back.
fn walk(folder: &Path, below: &Path, found: &mut Vec<Found>) {
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        // It cannot be listed: reading it as a file will tell why.
        Err(_) => return found.push(Found::named(folder.to_owned())),
    };
    let mut entries: Vec<_> =
        entries.into_iter().filter(|entry| !is_hidden(&entry.path())).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&path, &below.join(entry.file_name()), found);
        } else if is_article(&path) && path.is_file() {
            found.push(Found { input: Input::File(path), below: below.to_owned() });
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// The names in a list: one to a line, or parted by NUL.
fn listed(list: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let bytes =
        if list.as_os_str() == "-" { Input::Stdin.read()? } else { input::read_file(list)? };
    let part = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(|byte| *byte == part);
    let names = names.map(|name| name.strip_suffix(b"\r").unwrap_or(name));
    Ok(names.filter(|name| !name.is_empty()).map(path_of).collect())
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}
