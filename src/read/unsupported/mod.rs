//! Files that are not articles, recognised by their bytes.
//!
//! Takes the bytes of a file and the extension of its name, and gives an [`UnsupportedFile`] if it is
//! certain that they are not an article. It must never read such a file as text, and never guess: a
//! text that only mentions or resembles a format is an article.

mod container;
mod markup;
mod non_text;
mod signatures;

use std::borrow::Cow;

/// File that is not an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsupportedFile {
    /// Name of its format with an article: `a PNG picture`.
    pub format: Cow<'static, str>,
    /// Way to get an article out of it, or to use it otherwise.
    pub remedy: Remedy,
}

/// Way to get an article out of a file of another format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Convert it to HTML with pandoc.
    Pandoc {
        /// Name of the format for `pandoc -f`.
        format: &'static str,
        /// Extensions of file names by which pandoc knows the format itself.
        extensions: &'static [&'static str],
    },
    /// Convert it to HTML with another program that writes to standard output.
    Converter {
        /// Command, which the name of the file follows.
        command: &'static str,
    },
    /// Print it as it is.
    PrintAsIs,
    /// Show it in an article.
    EmbedPicture,
    /// Convert it to PNG or JPEG and show that in an article.
    ConvertPicture,
    /// Unpack it and use the articles in it.
    Unpack,
    /// Save it as a web page in the program that made it.
    SaveAsHtml,
    /// Use the address of one of the articles that it lists.
    ListedAddress,
    /// Convert it to HTML, or take the text between its tags.
    ReadAsHtml,
    /// None: it has no text.
    NoText,
}

impl UnsupportedFile {
    fn new(format: &'static str, remedy: Remedy) -> Self {
        Self { format: Cow::Borrowed(format), remedy }
    }
}

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
