//! Verifying: a PDF is read again and held against its article.
//!
//! Comes in: the bytes of a PDF, by whomever, and the article that it should say. Goes out: every
//! difference and every broken rule, with its page. Never done here: trusting the room that wrote
//! the PDF; nothing of it is used.

mod attached;
mod cmap;
mod facts;
mod font;
mod matrix;
mod object;
mod page;
mod rules;
mod tree;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::article::{Article, walk};
use crate::diagnostic::{Diagnostic, Place};
pub use attached::{Attached, source};
pub use facts::{Facts, facts};

use font::Font;
use object::{dictionary, number, resolve};
use tree::Pages;
use words::{Difference, Found};

/// Findings of one kind that are told one by one; of the rest only the number.
const MOST_TOLD: usize = 20;

/// Words of a difference that are shown.
const MOST_SHOWN: usize = 8;

/// What was found out about a PDF.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Words that the article has.
    pub words: usize,
    /// Pages that the PDF has.
    pub pages: usize,
    /// What is wrong, by page; nothing where all is well.
    pub faults: Vec<Diagnostic>,
}

/// Why a PDF cannot be verified.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// It cannot be read as a PDF.
    NotReadable(String),
}

impl fmt::Display for VerifyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReadable(why) => write!(out, "it cannot be read as a PDF: {why}"),
        }
    }
}

impl std::error::Error for VerifyError {}

/// Holds `pdf` against `article`: the words in the order of its tags are the article's, nothing
/// lies outside a page, and what it claims to be can be seen to hold.
///
/// # Errors
/// When the bytes are no PDF.
#[doc(hidden)]
pub fn verify(pdf: &[u8], article: &Article) -> Result<Verdict, VerifyError> {
    verify_all(pdf, &[article])
}

/// The same for several articles that follow one another in one PDF.
///
/// # Errors
/// When the bytes are no PDF.
#[doc(hidden)]
pub fn verify_all(pdf: &[u8], articles: &[&Article]) -> Result<Verdict, VerifyError> {
    let document = open(pdf)?;
    let mut pages = Pages::default();
    let mut fonts = Fonts::default();
    let mut faults = Vec::new();
    for (number, id) in document.get_pages() {
        let Ok(page) = document.get_dictionary(id) else { continue };
        let size = size(&document, page);
        let heard = page::listen(&document, page, size, fonts.of(&document, page));
        tell(&mut faults, "outside-page", number, &heard.outside, "stands outside the page");
        tell(&mut faults, "bad-text", number, &heard.faults, "is on the page");
        pages.add(id, number, heard);
    }
    let expected: Vec<String> = articles
        .iter()
        .flat_map(|article| walk::words(article))
        .filter_map(|word| words::heard(&word))
        .collect();
    let read = rules::check(&document, &pages, fonts.all(), &mut faults);
    let differences = words::compare(&expected, &found(&read.stretches));
    let told = differences.iter().take(MOST_TOLD).map(Difference::diagnostic);
    faults.extend(told);
    if differences.len() > MOST_TOLD {
        let message = format!("{} more differences", differences.len() - MOST_TOLD);
        faults.push(Diagnostic::warning("words-differ", Place::default(), message));
    }
    faults.sort_by_key(|fault| fault.place);
    Ok(Verdict { words: expected.len(), pages: pages.by_index().count(), faults })
}

/// Opens a PDF.
fn open(pdf: &[u8]) -> Result<Document, VerifyError> {
    Document::load_mem(pdf).map_err(|error| VerifyError::NotReadable(error.to_string()))
}

/// Tells of findings of one kind on a page.
fn tell(
    faults: &mut Vec<Diagnostic>,
    code: &'static str,
    page: u32,
    found: &[String],
    what: &str,
) {
    let Some(first) = found.first() else { return };
    let more = match found.len() {
        1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let place = Place { line: 0, page };
    faults.push(Diagnostic::warning(code, place, format!("{first} {what}{more}")));
}

/// The words of stretches that follow each other.
fn found(stretches: &[tree::Stretch]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open = String::new();
    let mut page = 0;
    let mut close = |open: &mut String, page: u32| {
        if let Some(word) = words::heard(open) {
            found.push(Found { word, page });
        }
        open.clear();
    };
    for stretch in stretches {
        for letter in stretch.text.chars() {
            if letter.is_whitespace() {
                close(&mut open, page);
            } else {
                if open.is_empty() {
                    page = stretch.page;
                }
                open.push(letter);
            }
        }
    }
    close(&mut open, page);
    found
}

/// Width and height of a page, in points.
fn size(document: &Document, page: &Dictionary) -> (f64, f64) {
    let mut holder = Some(page);
    for _ in 0..32 {
        let Some(node) = holder else { break };
        if let Some(Object::Array(corners)) = resolve(document, node.get(b"MediaBox").ok()) {
            let at = |index: usize| number(corners.get(index)).unwrap_or_default();
            return (at(2) - at(0), at(3) - at(1));
        }
        holder = dictionary(document, node.get(b"Parent").ok());
    }
    (0.0, 0.0)
}

/// The fonts of the document, each read once.
#[derive(Debug, Default)]
struct Fonts {
    by_resources: BTreeMap<Option<ObjectId>, BTreeMap<Vec<u8>, Font>>,
}

impl Fonts {
    /// The fonts of a page by their names.
    fn of(&mut self, document: &Document, page: &Dictionary) -> &BTreeMap<Vec<u8>, Font> {
        let key = page.get(b"Resources").and_then(Object::as_reference).ok();
        if key.is_none() {
            // Resources inside the page itself are this page's alone.
            self.by_resources.remove(&None);
        }
        self.by_resources.entry(key).or_insert_with(|| {
            let resources = dictionary(document, page.get(b"Resources").ok());
            let fonts = resources.and_then(|it| dictionary(document, it.get(b"Font").ok()));
            let fonts = fonts.into_iter().flat_map(Dictionary::iter);
            let read = fonts.filter_map(|(name, font)| {
                Some((name.clone(), Font::read(document, dictionary(document, Some(font))?)))
            });
            read.collect()
        })
    }

    fn all(&self) -> impl Iterator<Item = &Font> {
        self.by_resources.values().flat_map(BTreeMap::values)
    }
}

impl Difference {
    fn diagnostic(&self) -> Diagnostic {
        let show = |words: &[String]| {
            let shown = words.iter().take(MOST_SHOWN).cloned().collect::<Vec<_>>().join(" ");
            let rest = words.len().saturating_sub(MOST_SHOWN);
            if rest > 0 {
                format!("`{shown} ...` and {rest} more")
            } else {
                format!("`{shown}`")
            }
        };
        let message = match (&*self.expected, &*self.found) {
            (missing, []) => format!("the PDF lacks {}", show(missing)),
            ([], added) => format!("the PDF has {}, which the article has not", show(added)),
            (expected, found) => {
                format!("the PDF has {} where the article has {}", show(found), show(expected))
            }
        };
        let place = Place { line: 0, page: self.page };
        Diagnostic::warning("words-differ", place, message)
    }
}
