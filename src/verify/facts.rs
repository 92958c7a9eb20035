//! Properties of a PDF: pages, size, title, duplex.

use lopdf::Document;

use super::object::{dictionary, name, page_size, text};
use super::{VerifyError, open};

/// Properties of a PDF.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Facts {
    /// Number of pages.
    pub pages: usize,
    /// Width and height of the first page, in points.
    pub size: (f64, f64),
    /// Title.
    pub title: Option<String>,
    /// Edge at which sheets are turned, by the viewer preferences (ISO 32000-1, 12.2):
    /// `DuplexFlipShortEdge`.
    pub duplex: Option<String>,
}

/// Returns the properties of a PDF.
///
/// # Errors
/// If the bytes are not a PDF, or its first page has no size.
pub fn facts(pdf: &[u8]) -> Result<Facts, VerifyError> {
    let document = open(pdf)?;
    let pages = document.get_pages();
    let first = pages.values().next().and_then(|id| document.get_dictionary(*id).ok());
    let first = first.ok_or_else(|| VerifyError::NotReadable("it has no pages".to_owned()))?;
    let size = page_size(&document, first)
        .ok_or_else(|| VerifyError::NotReadable("its first page has no size".to_owned()))?;
    let info = dictionary(&document, document.trailer.get(b"Info").ok());
    let title = info.and_then(|info| text(&document, info.get(b"Title").ok()));
    let title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    Ok(Facts { pages: pages.len(), size, title, duplex: duplex(&document) })
}

fn duplex(document: &Document) -> Option<String> {
    let preferences = document.catalog().ok()?.get(b"ViewerPreferences").ok();
    let duplex = dictionary(document, preferences)?.get(b"Duplex").ok();
    name(document, duplex).map(str::to_owned)
}
