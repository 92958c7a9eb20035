//! Contents of a page of a PDF: text, marks, ink, and faults.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::font::PdfFont;
use super::ink::Ink;

/// Fonts of a page by their resource names.
pub(super) type PageFonts = BTreeMap<Vec<u8>, Rc<PdfFont>>;

/// Colour space of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DeviceSpace {
    Rgb,
    Cmyk,
}

/// Text and faults of a page.
#[derive(Debug, Default)]
pub(super) struct PageText {
    /// Text of each marked content, by its identifier.
    pub(super) contents: BTreeMap<i64, String>,
    /// Tags of the marked contents.
    pub(super) tags: BTreeMap<i64, String>,
    /// Descriptions of content that is neither in the structure nor an artifact, or both.
    pub(super) unmarked: Vec<String>,
    /// Descriptions of content outside the page.
    pub(super) outside: Vec<String>,
    /// Words that cannot be read because of other ink.
    pub(super) hidden: Vec<String>,
    /// Descriptions of malformed content: text without a font, a meaning or a glyph.
    pub(super) faults: Vec<String>,
    /// Descriptions of content for which no claim is checked.
    pub(super) unchecked: Vec<String>,
    /// Colour spaces of devices, other than grey.
    pub(super) spaces: BTreeSet<DeviceSpace>,
    /// Languages of passages.
    pub(super) languages: BTreeSet<String>,
    pub(super) ink: Ink,
}
