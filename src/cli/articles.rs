//! Search for articles: files, folders, patterns, lists.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::SetArgs;
use super::error::CliError;
use super::input::{self, Input, format_by_extension};

/// Article that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundArticle {
    /// The article.
    pub(super) input: Input,
    /// Path of its folder below the folder that was given; empty if the article itself was given.
    pub(super) subfolder: PathBuf,
}

impl FoundArticle {
    fn new(input: Input) -> Self {
        Self { input, subfolder: PathBuf::new() }
    }

    fn file(path: PathBuf) -> Self {
        Self::new(Input::File(path))
    }
}

/// Returns the articles in the order of the arguments; those of a folder are sorted by name.
pub(super) fn find_articles(args: &SetArgs) -> Result<Vec<FoundArticle>, CliError> {
    let is_stdin = |path: &&PathBuf| path.as_os_str() == "-";
    let lists = args.files_from.iter().filter(is_stdin).count();
    if args.articles.iter().filter(is_stdin).count() + lists > 1 {
        return Err(
            CliError::usage("standard input can be read only once").hint("use - only once")
        );
    }
    // An article is set for no command that was meant.
    if let [first, _, ..] = args.articles.as_slice()
        && let Some(question) = input::mistyped_command(first)
    {
        let error = CliError::usage("no such file").about(first.display().to_string());
        return Err(error.hint(question));
    }
    let mut found = Vec::new();
    for path in &args.articles {
        match Input::parse(path.clone())? {
            Input::File(path) => add_matches(&path, &mut found),
            input => found.push(FoundArticle::new(input)),
        }
    }
    if let Some(list) = &args.files_from {
        for path in read_list(list)? {
            match Input::parse(path)? {
                Input::File(path) => add_file_or_folder(&path, &mut found),
                input => found.push(FoundArticle::new(input)),
            }
        }
        if found.is_empty() {
            return Err(CliError::usage("the list contains no articles")
                .about(list.display().to_string())
                .hint("write one name per line"));
        }
    }
    Ok(found)
}

/// Adds a file, the articles of a folder, or the matches of a pattern that is not the name of a file.
fn add_matches(path: &Path, found: &mut Vec<FoundArticle>) {
    let pattern = path.to_str().filter(|text| text.contains(['*', '?', '[']));
    match pattern.filter(|_| fs::symlink_metadata(path).is_err()) {
        Some(pattern) => {
            let before = found.len();
            let options =
                glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
            let paths = glob::glob_with(pattern, options).into_iter().flatten().flatten();
            for path in paths {
                add_file_or_folder(&path, found);
            }
            // Without a match, reading the pattern as a file reports the error.
            if found.len() == before {
                found.push(FoundArticle::file(path.to_owned()));
            }
        }
        None => add_file_or_folder(path, found),
    }
}

fn add_file_or_folder(path: &Path, found: &mut Vec<FoundArticle>) {
    if !path.is_dir() {
        return found.push(FoundArticle::file(path.to_owned()));
    }
    let before = found.len();
    add_folder(path, Path::new(""), found);
    // A folder without articles is reported when it is read as a file.
    if found.len() == before {
        found.push(FoundArticle::file(path.to_owned()));
    }
}

/// Adds the articles in a folder and in those below it. Hidden files and links to folders are skipped:
/// links can lead back.
fn add_folder(folder: &Path, subfolder: &Path, found: &mut Vec<FoundArticle>) {
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        // Reading the folder as a file reports the error.
        Err(_) => return found.push(FoundArticle::file(folder.to_owned())),
    };
    let mut entries: Vec<_> =
        entries.into_iter().filter(|entry| !is_hidden(&entry.path())).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            add_folder(&path, &subfolder.join(entry.file_name()), found);
        } else if format_by_extension(&path).is_some() && path.is_file() {
            let subfolder = subfolder.to_owned();
            found.push(FoundArticle { input: Input::File(path), subfolder });
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Reads a list of names, separated by line ends or NUL.
fn read_list(list: &Path) -> Result<Vec<PathBuf>, CliError> {
    let bytes =
        if list.as_os_str() == "-" { Input::Stdin.read()? } else { input::read_file(list)? };
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(|byte| *byte == separator);
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
