//! Properties of a PDF: pages, size, title, duplex.

use hayro_syntax::object::{Dict, Name};

use super::document::open;
use super::error::VerifyError;
use super::object::decode_text;

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
/// If the bytes are not a PDF, exceed a limit, or have no page.
pub fn facts(pdf: &[u8]) -> Result<Facts, VerifyError> {
    let pdf = open(pdf)?;
    let pages = pdf.pages();
    let first = pages.first();
    let first = first.ok_or_else(|| VerifyError::NotReadable("it has no pages".to_owned()))?;
    let media_box = first.media_box();
    let title = pdf.metadata().title.as_deref().map(decode_text);
    let title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let preferences = catalog.and_then(|root| root.get::<Dict<'_>>("ViewerPreferences"));
    let duplex = preferences.and_then(|preferences| preferences.get::<Name<'_>>("Duplex"));
    Ok(Facts {
        pages: pages.len(),
        size: (media_box.width(), media_box.height()),
        title,
        duplex: duplex.map(|name| String::from_utf8_lossy(name.as_ref()).into_owned()),
    })
}
