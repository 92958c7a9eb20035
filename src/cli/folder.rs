//! Pictures from the article's folder, and from nowhere else.
//!
//! Comes in: what an article names. Goes out: the bytes of a file in its folder or below, or why
//! not. Never done here: a path followed out of the folder, by whatever means.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use offprint::picture::{Fetch, MOST_BYTES};

use super::address::percent_decoded;
use super::input::Input;
use super::output::folder_of;
use super::trouble::reason;

/// The files that articles showed, each with the article that did, where somebody watches them.
pub(super) type Seen = Option<Arc<Mutex<BTreeSet<(PathBuf, PathBuf)>>>>;

/// The folder of an article.
#[derive(Debug)]
pub(super) struct Folder {
    /// The article.
    article: PathBuf,
    /// Its path without links in it; none for an article that has no folder.
    root: Option<PathBuf>,
    /// Where a file that was opened is noted.
    seen: Seen,
}

impl Folder {
    /// The folder in which `input` lies.
    pub(super) fn of(input: &Input, seen: &Seen) -> Self {
        let (article, root) = match input {
            Input::File(path) => (path.clone(), fs::canonicalize(folder_of(path)).ok()),
            Input::Stdin | Input::Address(_) => (PathBuf::new(), None),
        };
        Self { article, root, seen: seen.clone() }
    }
}

impl Fetch for Folder {
    fn fetch(&self, source: &str) -> Result<Vec<u8>, String> {
        if let Some(scheme) = scheme(source) {
            return Err(match scheme {
                "http" | "https" => UNASKED.to_owned(),
                "data" => "its data cannot be decoded".to_owned(),
                other => format!("addresses of the kind `{other}:` are not followed"),
            });
        }
        let Some(root) = &self.root else {
            return Err("the article has no folder".to_owned());
        };
        // A name may hold `?`, `#` and `%` itself; what they mean in an address is tried after.
        let whole = Path::new(source).to_owned();
        let plain = source.split(['?', '#']).next().unwrap_or_default();
        let decoded = PathBuf::from(percent_decoded(plain));
        let paths = [whole, decoded];
        let inside: Vec<PathBuf> = paths.iter().filter_map(|path| below(path)).collect();
        if inside.is_empty() {
            return Err(OUTSIDE.to_owned());
        }
        let found = inside.iter().find_map(|path| fs::canonicalize(root.join(path)).ok());
        let path = found.ok_or("there is no such file beside the article")?;
        if !path.starts_with(root) {
            return Err(OUTSIDE.to_owned());
        }
        if let Some(seen) = &self.seen {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.insert((self.article.clone(), path.clone()));
        }
        read(&path)
    }
}

/// What is said of pictures in the web.
const UNASKED: &str = if cfg!(feature = "network") {
    "it is fetched only with --remote-images"
} else {
    "this build of Offprint has no network code"
};

const OUTSIDE: &str = "it lies outside of the article's folder";

/// The scheme of an address; a single letter is a drive of Windows and no better.
pub(super) fn scheme(source: &str) -> Option<&str> {
    let (scheme, _) = source.split_once(':')?;
    let mut letters = scheme.chars();
    let first = letters.next()?;
    let all = letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (first.is_ascii_alphabetic() && all).then_some(scheme)
}

/// The path where it can only lead down: no root, no drive, no share, no `..`.
pub(super) fn below(path: &Path) -> Option<PathBuf> {
    let text = path.to_str()?;
    if text.is_empty() || text.contains(['\0', '\\']) {
        return None;
    }
    let down = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    path.components().all(down).then(|| path.to_owned())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let refused = |error: std::io::Error| reason(&error);
    // Asked before it is opened: to open a pipe would wait for its other end.
    if !fs::metadata(path).map_err(refused)?.is_file() {
        return Err("it is no file".to_owned());
    }
    let file = File::open(path).map_err(refused)?;
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}
