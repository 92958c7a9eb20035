//! Files that are not articles, recognised by their bytes.
//!
//! Takes the bytes of a file and the extension of its name, and gives an [`UnsupportedFile`] if it is
//! certain that they are not an article. It must never read such a file as text, and never guess: a
//! text that only mentions or resembles a format is an article.

mod container;
mod markup;
mod non_text;
mod remedy;
mod signatures;

pub use remedy::{Remedy, UnsupportedFile};

/// Returns the format of a file that is certainly not an article: by its content and, for formats
/// that are text, by the extension of its name (without the full stop) together with content that
/// fits.
#[must_use]
pub fn recognise(bytes: &[u8], extension: Option<&str>) -> Option<UnsupportedFile> {
    recognise_binary(bytes).or_else(|| {
        let extension = extension.map(str::to_ascii_lowercase).unwrap_or_default();
        markup::recognise(bytes, &extension)
    })
}

/// Returns the format of a file that is not text.
pub(super) fn recognise_binary(bytes: &[u8]) -> Option<UnsupportedFile> {
    signatures::recognise(bytes).or_else(|| {
        let data = UnsupportedFile::new("data of an unknown kind", Remedy::NoText);
        non_text::is_binary(bytes).then_some(data)
    })
}
