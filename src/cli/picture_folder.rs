//! Pictures from the folder of an article. No path leads out of it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use offprint::picture::{Fetch, FetchPictureError, MOST_BYTES};

use super::address::percent_decoded;
use super::error::describe_io_error;
use super::input::Input;
use super::output::folder_of;

/// Pairs of an article and a picture that it shows, for `offprint watch`.
pub(super) type UsedPictures = Option<Arc<Mutex<BTreeSet<(PathBuf, PathBuf)>>>>;

/// Folder of an article.
#[derive(Debug)]
pub(super) struct PictureFolder {
    article: PathBuf,
    /// Path without links; none for an article without a folder.
    root: Option<PathBuf>,
    /// List that opened files are added to.
    used: UsedPictures,
}

impl PictureFolder {
    /// Creates the folder of the article `input`.
    pub(super) fn new(input: &Input, used: &UsedPictures) -> Self {
        let (article, root) = match input {
            Input::File(path) => (path.clone(), fs::canonicalize(folder_of(path)).ok()),
            Input::Stdin | Input::Address(_) => (PathBuf::new(), None),
        };
        Self { article, root, used: used.clone() }
    }
}

impl Fetch for PictureFolder {
    fn fetch(&self, source: &str) -> Result<Vec<u8>, FetchPictureError> {
        self.read(source).map_err(FetchPictureError::new)
    }
}

impl PictureFolder {
    /// Reads a picture by its address as written in the article.
    ///
    /// # Errors
    /// The reason that the picture is not available, a clause without a full stop.
    fn read(&self, source: &str) -> Result<Vec<u8>, String> {
        if let Some(scheme) = scheme(source) {
            return Err(match scheme {
                "http" | "https" => NOT_DOWNLOADED.to_owned(),
                "data" => "its data cannot be decoded".to_owned(),
                other => format!("addresses with `{other}:` are not supported"),
            });
        }
        let Some(root) = &self.root else {
            return Err("the article has no folder".to_owned());
        };
        // A file name can contain `?`, `#` and `%`; their meaning in an address is tried afterwards.
        let whole = Path::new(source).to_owned();
        let plain = source.find(['?', '#']).map_or(source, |end| &source[..end]);
        let decoded = PathBuf::from(percent_decoded(plain));
        let paths = [whole, decoded];
        let inside: Vec<PathBuf> = paths.iter().filter_map(|path| path_below(path)).collect();
        if inside.is_empty() {
            return Err(OUTSIDE.to_owned());
        }
        let found = inside.iter().find_map(|path| fs::canonicalize(root.join(path)).ok());
        let path = found.ok_or("there is no such file beside the article")?;
        if !path.starts_with(root) {
            return Err(OUTSIDE.to_owned());
        }
        if let Some(used) = &self.used {
            let mut used = used.lock().unwrap_or_else(PoisonError::into_inner);
            used.insert((self.article.clone(), path.clone()));
        }
        read_file(&path)
    }
}

/// Reason for which pictures on the web are not shown.
pub(super) const NOT_DOWNLOADED: &str = if cfg!(feature = "network") {
    "it is on the web: add --pictures all to download it"
} else {
    "this build of Offprint has no network code"
};

const OUTSIDE: &str = "it is not in the article's folder";

/// Returns the scheme of an address. A single letter, a drive of Windows, counts as one.
pub(super) fn scheme(source: &str) -> Option<&str> {
    let (scheme, _) = source.split_once(':')?;
    let mut letters = scheme.chars();
    let first = letters.next()?;
    let all = letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (first.is_ascii_alphabetic() && all).then_some(scheme)
}

/// Returns a path that stays in its folder: without root, drive, share and `..`.
pub(super) fn path_below(path: &Path) -> Option<PathBuf> {
    let text = path.to_str()?;
    if text.is_empty() || text.contains(['\0', '\\']) {
        return None;
    }
    let down = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    path.components().all(down).then(|| path.to_owned())
}

fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let refused = |error: std::io::Error| describe_io_error(&error);
    // Checked before it is opened: opening a pipe waits for its other end.
    if !fs::metadata(path).map_err(refused)?.is_file() {
        return Err("it is not a file".to_owned());
    }
    let file = File::open(path).map_err(refused)?;
    let most = MOST_BYTES as u64;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(refused)?;
    Ok(bytes)
}
