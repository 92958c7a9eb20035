//! Files that are no article, recognised by their bytes.
//!
//! Takes the bytes of a file and the ending of its name; gives a [`Foreign`] if it is certain.
//! Must never read such a file further.

mod binary;
mod container;
mod junk;
mod kind;
mod markup;

pub use kind::{Foreign, Remedy};

/// Returns what the bytes are where they are certainly no article: by their content, and where a
/// format is made of text, by the ending of the file's name (without the full stop) together with
/// content that goes with it.
#[must_use]
pub fn recognise(bytes: &[u8], ending: Option<&str>) -> Option<Foreign> {
    let ending = ending.map(str::to_ascii_lowercase);
    of_data(bytes).or_else(|| markup::recognise(bytes, ending.as_deref().unwrap_or_default()))
}

/// Returns what the bytes are where they are no text at all.
pub(super) fn of_data(bytes: &[u8]) -> Option<Foreign> {
    binary::recognise(bytes).or_else(|| {
        let junk = junk::is_junk(bytes);
        junk.then(|| Foreign::new("data of an unknown kind", Remedy::Nothing))
    })
}
