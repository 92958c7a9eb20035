//! A kind of file that is no article, and its remedy.

use std::borrow::Cow;

/// A kind of file that is no article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// Its name with an article: `a PNG picture`.
    pub name: Cow<'static, str>,
    /// Way to get an article out of it, or to use it otherwise.
    pub remedy: Remedy,
}

/// Way to get an article out of a file of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// pandoc converts it to HTML.
    Pandoc {
        /// The name of the format for `pandoc -f`.
        format: &'static str,
        /// The endings of file names by which pandoc knows the format itself.
        endings: &'static [&'static str],
    },
    /// Another program converts it to HTML and writes that to standard output.
    Converter {
        /// The command, which the name of the file follows.
        command: &'static str,
    },
    /// It is a document in the form for printing.
    Print,
    /// An article can show it.
    Show,
    /// An article can show it once it is converted to PNG or JPEG.
    ConvertPicture,
    /// The articles are packed in it.
    Unpack,
    /// The program that made it can save it as a web page.
    SaveAsPage,
    /// It lists articles, each of which has an address.
    Entries,
    /// The text between its marks can be taken as that of a page.
    AsPage,
    /// There is no text in it.
    Nothing,
}

impl Foreign {
    /// A kind of this name.
    pub(super) fn new(name: &'static str, remedy: Remedy) -> Self {
        Self { name: Cow::Borrowed(name), remedy }
    }
}
