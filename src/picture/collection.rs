//! Pictures of an article, each fetched and prepared once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use crate::article::{Article, BlockKind, Inline, walk};
use crate::font::Faces;
use crate::jobs::Jobs;

use super::prepare;
use super::prepared::{PictureError, PictureOptions, PreparedPicture};

/// Source of the bytes of pictures: a folder, an archive, a network. The library opens no file
/// itself.
///
/// ```
/// use std::sync::Arc;
///
/// use offprint::picture::{Fetch, FetchPictureError, Fetcher};
/// use offprint::{Faces, PrintOptions};
///
/// struct Memory;
///
/// impl Fetch for Memory {
///     fn fetch(&self, source: &str) -> Result<Vec<u8>, FetchPictureError> {
///         match source {
///             "square.svg" => Ok(br#"<svg xmlns="http://www.w3.org/2000/svg" width="9"
///                 height="9"><rect width="9" height="9"/></svg>"#.to_vec()),
///             _ => Err(FetchPictureError::new("it is not in memory")),
///         }
///     }
/// }
///
/// let order = PrintOptions { fetcher: Fetcher(Some(Arc::new(Memory))), ..PrintOptions::default() };
/// let article = b"# Squares\n\n![A square](square.svg)\n\n![A circle](circle.svg)\n";
/// let print = offprint::print(article, &order, &Faces::embedded())?;
/// assert!(print.diagnostics.iter().any(|it| it.message.contains("not in memory")));
/// # Ok::<(), offprint::PressError>(())
/// ```
pub trait Fetch: Send + Sync {
    /// Returns the bytes of `source`, an address as written in the article.
    ///
    /// # Errors
    /// If the bytes are not available.
    fn fetch(&self, source: &str) -> Result<Vec<u8>, FetchPictureError>;

    /// Returns the bytes of each of `sources`, in their order. An implementation that waits for others
    /// can fetch several at once.
    fn fetch_all(&self, sources: &[&str]) -> Vec<Result<Vec<u8>, FetchPictureError>> {
        sources.iter().map(|source| self.fetch(source)).collect()
    }
}

/// Error of [`Fetch::fetch`]: the reason that the bytes of a picture are not available.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FetchPictureError {
    reason: String,
}

impl FetchPictureError {
    /// Creates an error from a reason: a clause without a full stop, such as `it is not in memory`.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}

impl fmt::Display for FetchPictureError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.reason)
    }
}

impl std::error::Error for FetchPictureError {}

/// Fetcher of pictures. Without one, the default, only embedded pictures are shown.
#[derive(Clone, Default)]
pub struct Fetcher(pub Option<Arc<dyn Fetch>>);

impl fmt::Debug for Fetcher {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.0.is_some() { "Fetcher" } else { "no fetcher" })
    }
}

impl PartialEq for Fetcher {
    /// Compares by identity.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// Prepared pictures of an article, by their addresses.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ArticlePictures {
    pictures: BTreeMap<String, Result<Arc<PreparedPicture>, PictureError>>,
}

/// Sources of the bytes of pictures.
#[derive(Debug, Clone, Copy)]
pub struct PictureSources<'s> {
    /// Pictures inside the file of the article, by address.
    pub embedded: &'s BTreeMap<String, Vec<u8>>,
    /// Fetcher of all other pictures.
    pub fetcher: &'s Fetcher,
}

impl ArticlePictures {
    /// Fetches and prepares every picture of an article, on several threads. Files with the same bytes
    /// give one prepared picture.
    #[must_use]
    pub fn gather(
        article: &Article,
        sources: PictureSources<'_>,
        options: &PictureOptions,
        faces: &Faces,
        jobs: &Jobs,
    ) -> Self {
        let addresses = picture_addresses(article);
        let files = sources.fetch_all(&addresses);
        // Index of the first file with the same contents.
        let mut known = HashMap::new();
        let first: Vec<usize> =
            files.iter().enumerate().map(|(nth, it)| *known.entry(it).or_insert(nth)).collect();
        let distinct: Vec<usize> = (0..files.len()).filter(|&nth| first[nth] == nth).collect();
        let prepared = jobs.map(&distinct, |&nth| match &files[nth] {
            Ok(bytes) => prepare(bytes, options, faces).map(Arc::new),
            Err(error) => Err(PictureError::Unavailable(error.to_string())),
        });
        let prepared: BTreeMap<usize, _> = distinct.into_iter().zip(prepared).collect();
        let pictures = first.iter().map(|first| prepared[first].clone());
        Self { pictures: addresses.into_iter().zip(pictures).collect() }
    }

    /// Returns the prepared picture of an address.
    ///
    /// # Errors
    /// The error of its preparation, or that the article has no picture of this address.
    pub fn picture(&self, address: &str) -> Result<&Arc<PreparedPicture>, PictureError> {
        match self.pictures.get(address) {
            Some(Ok(picture)) => Ok(picture),
            Some(Err(error)) => Err(error.clone()),
            None => Err(PictureError::Unavailable(
                "the article has no picture with this address".to_owned(),
            )),
        }
    }
}

impl PictureSources<'_> {
    /// Returns the bytes of each address: embedded ones as they are, the others from the fetcher.
    fn fetch_all(&self, addresses: &[String]) -> Vec<Result<Vec<u8>, FetchPictureError>> {
        let absent = |address: &&String| !self.embedded.contains_key(*address);
        let wanted: Vec<&str> = addresses.iter().filter(absent).map(String::as_str).collect();
        let mut fetched = match &self.fetcher.0 {
            Some(fetcher) if !wanted.is_empty() => fetcher.fetch_all(&wanted),
            Some(_) | None => Vec::new(),
        }
        .into_iter();
        // A fetcher of the caller may return fewer results than it was asked for.
        let nothing = || Err(FetchPictureError::new("files beside the article are not read"));
        let bytes = |address: &String| match self.embedded.get(address) {
            Some(bytes) => Ok(bytes.clone()),
            None => fetched.next().unwrap_or_else(nothing),
        };
        addresses.iter().map(bytes).collect()
    }
}

/// Returns the addresses of all pictures, each once, in the order of their first use.
fn picture_addresses(article: &Article) -> Vec<String> {
    let bodies = [&article.blocks].into_iter().chain(article.notes.iter().map(|it| &it.blocks));
    let mut addresses: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    let mut add = |address: &str| {
        if !address.is_empty() && known.insert(address.to_owned()) {
            addresses.push(address.to_owned());
        }
    };
    for block in bodies.flat_map(|body| walk::blocks(body)) {
        if let BlockKind::Picture(picture) = &block.kind {
            add(&picture.source);
        }
        for inline in walk::lines(block).flat_map(walk::inlines) {
            if let Inline::Picture(picture) = inline {
                add(&picture.source);
            }
        }
    }
    addresses
}
