//! What a PDF is, at a glance.
//!
//! Comes in: the bytes of a PDF, by whomever. Goes out: [`Facts`]. Never done here: judging it.

use lopdf::{Dictionary, Document, Object};

use super::object::{dictionary, text};
use super::{VerifyError, open, size};

/// What a PDF says of itself.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Facts {
    /// How many pages it has.
    pub pages: usize,
    /// Width and height of the first, in points.
    pub size: (f64, f64),
    /// Its title.
    pub title: Option<String>,
    /// The edge at which it wants its sheets turned, as its viewer preferences name it:
    /// `DuplexFlipShortEdge`.
    pub duplex: Option<String>,
}

/// What `pdf` says of itself.
///
/// # Errors
/// When the bytes are no PDF, or one without pages.
pub fn facts(pdf: &[u8]) -> Result<Facts, VerifyError> {
    let document = open(pdf)?;
    let pages = document.get_pages();
    let first = pages.values().next().and_then(|id| document.get_dictionary(*id).ok());
    let first = first.ok_or_else(|| VerifyError::NotReadable("it has no pages".to_owned()))?;
    let info = dictionary(&document, document.trailer.get(b"Info").ok());
    let title = info.and_then(|info| text(&document, info.get(b"Title").ok()));
    let title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    Ok(Facts {
        pages: pages.len(),
        size: size(&document, first),
        title,
        duplex: preference(&document).and_then(|wants| name(wants, b"Duplex")),
    })
}

fn preference(document: &Document) -> Option<&Dictionary> {
    let catalog = document.catalog().ok()?;
    dictionary(document, catalog.get(b"ViewerPreferences").ok())
}

fn name(dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    let name = dictionary.get(key).and_then(Object::as_name).ok()?;
    Some(String::from_utf8_lossy(name).into_owned())
}
