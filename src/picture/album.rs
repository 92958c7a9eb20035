//! The album: every picture of an article, made ready once.
//!
//! Comes in: an article, what its file embeds, and who fetches the rest. Goes out: an [`Album`],
//! which has a plate or a fault for every picture. Never done here: opening a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::article::{Article, BlockKind, Inline, walk};
use crate::font::Faces;
use crate::jobs::Jobs;

use super::plate::{Fault, Plate, Wishes};
use super::prepare;

/// Gets the bytes of what an article names: from beside it, from an archive, from nowhere. The
/// library opens no file itself.
///
/// ```
/// use std::sync::Arc;
///
/// use offprint::picture::{Fetch, Fetcher};
/// use offprint::{Faces, Order};
///
/// struct Shelf;
///
/// impl Fetch for Shelf {
///     fn fetch(&self, source: &str) -> Result<Vec<u8>, String> {
///         match source {
///             "square.svg" => Ok(br#"<svg xmlns="http://www.w3.org/2000/svg" width="9"
///                 height="9"><rect width="9" height="9"/></svg>"#.to_vec()),
///             _ => Err("it is not on the shelf".to_owned()),
///         }
///     }
/// }
///
/// let order = Order { fetcher: Fetcher(Some(Arc::new(Shelf))), ..Order::default() };
/// let article = b"# Squares\n\n![A square](square.svg)\n\n![A circle](circle.svg)\n";
/// let print = offprint::print(article, &order, &Faces::embedded())?;
/// assert!(print.diagnostics.iter().any(|it| it.message.contains("not on the shelf")));
/// # Ok::<(), offprint::PressError>(())
/// ```
pub trait Fetch: Send + Sync {
    /// The bytes of `source`, which stands as it does in the article.
    ///
    /// # Errors
    /// Why they cannot be had, a clause without a full stop.
    fn fetch(&self, source: &str) -> Result<Vec<u8>, String>;

    /// The bytes of each of `sources`, in their order. Who waits for others may ask for several at
    /// once.
    fn fetch_all(&self, sources: &[&str]) -> Vec<Result<Vec<u8>, String>> {
        sources.iter().map(|source| self.fetch(source)).collect()
    }
}

/// Who fetches pictures; none by default, and then only embedded ones are shown.
#[derive(Clone, Default)]
pub struct Fetcher(pub Option<Arc<dyn Fetch>>);

impl fmt::Debug for Fetcher {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if self.0.is_some() { "Fetcher" } else { "no fetcher" })
    }
}

impl PartialEq for Fetcher {
    /// Two are equal where they are the same one.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
    }
}

/// The pictures of an article by their sources.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Album {
    plates: BTreeMap<String, Result<Arc<Plate>, Fault>>,
}

/// Where the bytes of pictures are.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'s> {
    /// What the article's file holds, by address.
    pub embedded: &'s BTreeMap<String, Vec<u8>>,
    /// Who fetches everything else.
    pub fetcher: &'s Fetcher,
}

impl Album {
    /// Fetches and prepares every picture of `article`, several at once. Equal files make one
    /// plate, whatever their names.
    #[must_use]
    pub fn gather(
        article: &Article,
        sources: Sources<'_>,
        wishes: &Wishes,
        faces: &Faces,
        jobs: &Jobs,
    ) -> Self {
        let names = names(article);
        let fetched = sources.all(&names);
        // The first file of each content stands for all that equal it.
        let first: Vec<usize> = (0..fetched.len())
            .map(|nth| fetched.iter().position(|other| *other == fetched[nth]).unwrap_or(nth))
            .collect();
        let wanted: Vec<usize> = first
            .iter()
            .enumerate()
            .filter(|&(nth, first)| nth == *first)
            .map(|(nth, _)| nth)
            .collect();
        let made = jobs.map(&wanted, |&nth| match fetched.get(nth) {
            Some(Ok(bytes)) => prepare(bytes, wishes, faces).map(Arc::new),
            Some(Err(why)) => Err(Fault::Absent(why.clone())),
            None => Err(Fault::Format),
        });
        let made: BTreeMap<usize, _> = wanted.into_iter().zip(made).collect();
        let plate = |first: &usize| made.get(first).cloned().unwrap_or(Err(Fault::Format));
        Self { plates: names.into_iter().zip(first.iter().map(plate)).collect() }
    }

    /// The plate of a source, or why there is none.
    ///
    /// # Errors
    /// The fault that was found when the picture was made ready.
    pub fn plate(&self, source: &str) -> Result<&Arc<Plate>, Fault> {
        match self.plates.get(source) {
            Some(Ok(plate)) => Ok(plate),
            Some(Err(fault)) => Err(fault.clone()),
            None => Err(Fault::Absent("nobody asked for it".to_owned())),
        }
    }
}

impl Sources<'_> {
    /// The bytes of each of `names`: embedded ones as they are, the others from the fetcher.
    fn all(&self, names: &[String]) -> Vec<Result<Vec<u8>, String>> {
        let absent = |name: &&String| !self.embedded.contains_key(*name);
        let wanted: Vec<&str> = names.iter().filter(absent).map(String::as_str).collect();
        let nobody = || Err("nobody fetches files for this article".to_owned());
        let mut fetched = match &self.fetcher.0 {
            _ if wanted.is_empty() => Vec::new(),
            Some(fetcher) => fetcher.fetch_all(&wanted),
            None => Vec::new(),
        }
        .into_iter();
        let bytes = |name: &String| match self.embedded.get(name) {
            Some(bytes) => Ok(bytes.clone()),
            None => fetched.next().unwrap_or_else(nobody),
        };
        names.iter().map(bytes).collect()
    }
}

/// The sources of all pictures, each once, in the order of their first use.
fn names(article: &Article) -> Vec<String> {
    let bodies = [&article.blocks].into_iter().chain(article.notes.iter().map(|it| &it.blocks));
    let mut names: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    let mut add = |name: &str| {
        if !name.is_empty() && known.insert(name.to_owned()) {
            names.push(name.to_owned());
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
    names
}
