//! Formats of files that are not articles, and their remedies.

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
    pub(super) fn new(format: &'static str, remedy: Remedy) -> Self {
        Self { format: Cow::Borrowed(format), remedy }
    }
}
